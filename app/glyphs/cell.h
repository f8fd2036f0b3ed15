/* Cutting a glyph out of a page: the same code when weights are trained and when a page is read, because a classifier
 * only knows what it was shown. */
#pragma once
#include <glib.h>

/* Pixels of somebody else; rows top down, 0 black. */
typedef struct {
	const guint8 *pixels;
	int width_px, height_px, stride;
} GrayView;

/* Where one character of a fixed pitch line lies: its middle, the way to the next character's middle, and a way as long
 * straight down across the line. Pixels, fractions count. A turned page is only another frame. */
typedef struct {
	double x, y;
	double right_x, right_y;
	double down_x, down_y;
} CellFrame;

/* The paper and ink levels around a cell: darker and lighter ends of what lies within two and a half pitches. */
typedef struct {
	float paper, ink;
} CellLevels;

CellLevels cell_levels(const GrayView *page, const CellFrame *frame);

enum { CELL_MAX_SIDE = 64 };

/* Fills cell (width x height floats, sides up to CELL_MAX_SIDE) with the area pitches_wide x pitches_high around the
 * frame's middle, 0 paper to 1 ink. Whatever lies outside the page is paper. */
void cell_cut(const GrayView *page, const CellFrame *frame, const CellLevels *levels, int width, int height,
	double pitches_wide, double pitches_high, float *cell);
