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

void
cell_cut(const GrayView *page, const CellFrame *frame, const CellLevels *levels, int width, int height,
	double pitches_wide, double pitches_high, float *cell)
{
	double step = hypot(frame->right_x, frame->right_y) * pitches_wide / width;
	int sub = step > 1.3 ? (int)MIN(step + 0.7, MAX_SUBSAMPLES) : 1;
	double range = levels->paper - levels->ink;
	for (int row = 0; row < height; row++) {
		for (int column = 0; column < width; column++) {
			double sum = 0;
			for (int i = 0; i < sub * sub; i++) {
				double u = ((column + (i % sub + 0.5) / sub) / width - 0.5) * pitches_wide;
				double v = ((row + (i / sub + 0.5) / sub) / height - 0.5) * pitches_high;
				sum += gray_between(page, frame->x + u * frame->right_x + v * frame->down_x,
					frame->y + u * frame->right_y + v * frame->down_y, levels->paper);
			}
			double ink = (levels->paper - sum / (sub * sub)) / range;
			cell[row * width + column] = (float)CLAMP(ink, 0.0, 1.0);
		}
	}
}
