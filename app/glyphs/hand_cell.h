/* Windows cut from a word for the classifier that tells handwriting from print: the same code when it is trained and
 * when a page is read. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/glyphs/cell.h"

enum {
	HAND_CELL_WIDTH = 64,
	HAND_CELL_HEIGHT = 32,
	HAND_CELL_VALUES = HAND_CELL_WIDTH * HAND_CELL_HEIGHT,
	HAND_CELLS_MAX = 3, /* of one word */
};

/* Share of a window's height that the word's box fills. */
#define HAND_CELL_FILL 0.8

/* Cuts 1 to HAND_CELLS_MAX windows (each HAND_CELL_VALUES floats, rows top down, 0 paper to 1 ink) evenly from a word's
 * box; cells has room for HAND_CELLS_MAX of them. The word fills HAND_CELL_FILL of their height, whatever its size.
 * Returns how many; 0: the box is empty or off the page. */
int hand_cells_cut(const GrayView *page, Box word, float *cells);
