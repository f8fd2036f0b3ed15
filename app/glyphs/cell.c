#include "app/glyphs/cell.h"
#include <math.h>
#include <string.h>

enum {
	LEVEL_COLUMNS = 40,
	LEVEL_ROWS = 12,
	INK_PERCENT = 5, /* a line of fillers is a tenth ink */
	PAPER_PERCENT = 70,
	LEAST_CONTRAST = 20, /* grey levels: below it there is noise, not ink */
	MAX_SUBSAMPLES = 4,
};

static int
gray_at(const GrayView *page, double x, double y)
{
	/* the comparison comes first: a far away or undefined place must not be cast */
	if (!(x >= 0 && y >= 0 && x < page->width_px && y < page->height_px))
		return -1;
	return page->pixels[(gsize)(int)y * (gsize)page->stride + (gsize)(int)x];
}

static double
gray_between(const GrayView *page, double x, double y, double outside)
{
	x -= 0.5;
	y -= 0.5;
	if (!(x >= 0 && y >= 0 && x < page->width_px - 1 && y < page->height_px - 1))
		return outside;
	int left = (int)x, top = (int)y;
	double right_part = x - left, low_part = y - top;
	const guint8 *row = page->pixels + (gsize)top * (gsize)page->stride + left, *next = row + page->stride;
	double upper = row[0] + (row[1] - row[0]) * right_part, lower = next[0] + (next[1] - next[0]) * right_part;
	return upper + (lower - upper) * low_part;
}

static int
percentile(const int *histogram, int n, int percent)
{
	int wanted = n * percent / 100, seen = 0;
	for (int level = 0; level < 256; level++) {
		seen += histogram[level];
		if (seen > wanted)
			return level;
	}
	return 255;
}

CellLevels
cell_levels(const GrayView *page, const CellFrame *frame)
{
	int histogram[256] = {0}, n = 0;
	for (int row = 0; row < LEVEL_ROWS; row++) {
		double v = 1.2 * ((row + 0.5) / LEVEL_ROWS - 0.5);
		for (int column = 0; column < LEVEL_COLUMNS; column++) {
			double u = 5.0 * ((column + 0.5) / LEVEL_COLUMNS - 0.5);
			int level = gray_at(page, frame->x + u * frame->right_x + v * frame->down_x,
				frame->y + u * frame->right_y + v * frame->down_y);
			if (level >= 0) {
				histogram[level]++;
				n++;
			}
		}
	}
	if (n == 0)
		return (CellLevels){255, 255 - LEAST_CONTRAST};
	int paper = percentile(histogram, n, PAPER_PERCENT), ink = percentile(histogram, n, INK_PERCENT);
	return (CellLevels){(float)paper, (float)MIN(ink, paper - LEAST_CONTRAST)};
}

/* Where the samples of a cell lie, in a grid of their own. */
typedef struct {
	double x, y;             /* of the first */
	double right_x, right_y; /* from one to the next in a row */
	double down_x, down_y;   /* from row to row */
	int n_wide, n_high;
} SampleGrid;

static gboolean
is_inside(const GrayView *page, const SampleGrid *grid)
{
	for (int corner = 0; corner < 4; corner++) {
		int i = corner & 1 ? grid->n_wide - 1 : 0, k = corner & 2 ? grid->n_high - 1 : 0;
		double x = grid->x + i * grid->right_x + k * grid->down_x,
		       y = grid->y + i * grid->right_y + k * grid->down_y;
		if (!(x >= 1 && y >= 1 && x < page->width_px - 2 && y < page->height_px - 2))
			return FALSE;
	}
	return TRUE;
}

/* One row of samples, all of them on the page: places in 65536ths of a pixel. */
static void
sample_row(const GrayView *page, const SampleGrid *grid, int row, float *out)
{
	gint64 x = (gint64)((grid->x + row * grid->down_x) * 65536),
	       y = (gint64)((grid->y + row * grid->down_y) * 65536);
	const gint64 step_x = (gint64)(grid->right_x * 65536), step_y = (gint64)(grid->right_y * 65536);
	for (int i = 0; i < grid->n_wide; i++, x += step_x, y += step_y) {
		const guint8 *at = page->pixels + (gssize)(y >> 16) * page->stride + (x >> 16);
		const guint8 *next = at + page->stride;
		int right = (int)(x & 0xffff) >> 4, low = (int)(y & 0xffff) >> 4;
		int upper = at[0] * 4096 + (at[1] - at[0]) * right,
		    lower = next[0] * 4096 + (next[1] - next[0]) * right;
		out[i] = (float)(upper + (((gint64)(lower - upper) * low) >> 12)) / 4096;
	}
}

static void
sample_row_at_edge(const GrayView *page, const SampleGrid *grid, int row, float paper, float *out)
{
	for (int i = 0; i < grid->n_wide; i++) {
		double x = grid->x + row * grid->down_x + i * grid->right_x,
		       y = grid->y + row * grid->down_y + i * grid->right_y;
		out[i] = (float)gray_between(page, x + 0.5, y + 0.5, (double)paper);
	}
}

void
cell_cut(const GrayView *page, const CellFrame *frame, const CellLevels *levels, int width, int height,
	double pitches_wide, double pitches_high, float *cell)
{
	double step = hypot(frame->right_x, frame->right_y) * pitches_wide / width;
	int sub = step > 1.3 ? (int)MIN(step + 0.7, MAX_SUBSAMPLES) : 1;
	double u = pitches_wide / (width * sub), v = pitches_high / (height * sub);
	SampleGrid grid = {0, 0, u * frame->right_x, u * frame->right_y, v * frame->down_x, v * frame->down_y,
		width * sub, height * sub};
	double i = (grid.n_wide - 1) / 2.0, k = (grid.n_high - 1) / 2.0;
	grid.x = frame->x - 0.5 - i * grid.right_x - k * grid.down_x;
	grid.y = frame->y - 0.5 - i * grid.right_y - k * grid.down_y;
	gboolean inside = is_inside(page, &grid);
	float range = levels->paper - levels->ink, samples[CELL_MAX_SIDE * MAX_SUBSAMPLES];
	for (int row = 0; row < height; row++) {
		float *out = cell + row * width;
		memset(out, 0, (gsize)width * sizeof(float));
		for (int part = 0; part < sub; part++) {
			if (inside)
				sample_row(page, &grid, row * sub + part, samples);
			else
				sample_row_at_edge(page, &grid, row * sub + part, levels->paper, samples);
			for (int column = 0; column < grid.n_wide; column++)
				out[column / sub] += samples[column];
		}
		for (int column = 0; column < width; column++) {
			float ink = (levels->paper - out[column] / (float)(sub * sub)) / range;
			out[column] = CLAMP(ink, 0.0F, 1.0F);
		}
	}
}
