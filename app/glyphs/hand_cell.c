#include "app/glyphs/hand_cell.h"
#include <math.h>

enum { LEVEL_COLUMNS = 48, LEVEL_ROWS = 16, PAPER_PERCENT = 75, INK_PERCENT = 4, LEAST_CONTRAST = 20 };

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

/* The paper and the ink of the box alone: its neighbours may be of another ink. box lies on the page. */
static CellLevels
box_levels(const GrayView *page, Box box)
{
	int histogram[256] = {0};
	for (int row = 0; row < LEVEL_ROWS; row++) {
		const guint8 *line =
			page->pixels + (gsize)(box.y + box.height * row / LEVEL_ROWS) * (gsize)page->stride;
		for (int column = 0; column < LEVEL_COLUMNS; column++)
			histogram[line[box.x + (int)((gint64)box.width * column / LEVEL_COLUMNS)]]++;
	}
	int paper = percentile(histogram, LEVEL_ROWS * LEVEL_COLUMNS, PAPER_PERCENT);
	int ink = percentile(histogram, LEVEL_ROWS * LEVEL_COLUMNS, INK_PERCENT);
	return (CellLevels){(float)paper, (float)MIN(ink, paper - LEAST_CONTRAST)};
}

int
hand_cells_cut(const GrayView *page, Box word, float *cells)
{
	Box box = box_intersect(word, (Box){0, 0, page->width_px, page->height_px});
	if (box_is_empty(box) || box.height < 1)
		return 0;
	CellLevels levels = box_levels(page, box);
	const double high = 1 / HAND_CELL_FILL, wide = high * HAND_CELL_WIDTH / HAND_CELL_HEIGHT;
	double window = wide * box.height;
	int n = box.width <= window ? 1 : CLAMP((int)ceil(box.width / window), 2, HAND_CELLS_MAX);
	for (int i = 0; i < n; i++) {
		double x = n == 1 ? box.x + box.width / 2.0 : box.x + window / 2 + (box.width - window) * i / (n - 1);
		CellFrame frame = {x, box.y + box.height / 2.0, box.height, 0, 0, box.height};
		cell_cut(page, &frame, &levels, HAND_CELL_WIDTH, HAND_CELL_HEIGHT, wide, high,
			cells + i * HAND_CELL_VALUES);
	}
	return n;
}
