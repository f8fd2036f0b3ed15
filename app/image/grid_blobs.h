/* A coarse black and white picture of a page, and the connected areas in it; for this folder. */
#pragma once
#include "app/dossier/geometry.h"

typedef struct {
	int width, height;
	guint8 *on; /* width * height, 0 or 1 */
} Grid;

Grid grid_new(int width, int height); /* all 0 */
void grid_clear(Grid *grid);

/* Grown and shrunk by a square of 2 radius + 1; outside the grid counts as 0 when growing, as 1 when shrinking. */
void grid_grow(Grid *grid, int radius);
void grid_shrink(Grid *grid, int radius);

/* Keeps what can be reached from the grid's rim over cells that are on. */
void grid_keep_from_rim(Grid *grid);

/* What the on cells enclose becomes on. */
void grid_fill_holes(Grid *grid);

typedef struct {
	int n;             /* cells */
	Box box;           /* that holds them */
	TurnedBox outline; /* the smallest rectangle at any angle; degrees above -45 and at most 45 */
} Blob;

/* Areas (cells that touch at a side) of at least so many cells, in the order of their first row. */
GArray *grid_blobs(const Grid *grid, int least); /* Blob */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grid, grid_clear)
