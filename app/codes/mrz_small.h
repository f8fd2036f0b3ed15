/* A page made small enough to look at as a whole, as it lies or turned by an angle. */
#pragma once
#include "app/glyphs/cell.h"

typedef struct {
	guint8 *pixels; /* rows of width_px */
	int width_px, height_px;
	double x, y;             /* the page's point at the upper left corner */
	double right_x, right_y; /* page pixels per pixel along a row; one row down is (-right_y, right_x) */
} MrzSmall;

enum { MRZ_MAX_SLANTS = 3 };

void mrz_small_init(MrzSmall *small, const GrayView *page);
/* All of the page once more, its rows running at an angle (clockwise, -45 to 45 degrees) to those of small. */
void mrz_small_slant(MrzSmall *slanted, const MrzSmall *small, double degrees);
void mrz_small_clear(MrzSmall *small);

/* The angles, beyond those of a page that lies straight, at which something seems to lie on it: clockwise, modulo 90,
 * the most evident first. Returns how many, mostly none. */
int mrz_slants_find(const MrzSmall *small, double degrees[MRZ_MAX_SLANTS]);
