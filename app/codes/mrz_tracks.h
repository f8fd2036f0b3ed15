/* Where text lines run on a page: long, straight, in any of the two axes. A first guess, for a closer look. */
#pragma once
#include "app/glyphs/cell.h"

/* A line of text: the middles of its ends and the height of its ink, in pixels of the page. It may read either way. */
typedef struct {
	double x0, y0, x1, y1, height;
} MrzTrack;

/* A page made small enough to look at as a whole. */
typedef struct {
	guint8 *pixels;
	int width_px, height_px;
	int factor; /* page pixels per pixel, each way */
} MrzSmall;

void mrz_small_init(MrzSmall *small, const GrayView *page);
void mrz_small_clear(MrzSmall *small);

enum {
	MRZ_MAX_TRACKS = 400,
	/* widths of the strips a page is looked at in: several letters each, for small and for large print */
	MRZ_STRIP_NARROW_PX = 24,
	MRZ_STRIP_WIDE_PX = 72,
};

/* Array of MrzTrack, at most MRZ_MAX_TRACKS. upright: lines within about 7 degrees of the horizontal, top down; else of
 * the vertical. strip_px: pixels of the small page. */
GArray *mrz_tracks_find(const MrzSmall *small, gboolean upright, int strip_px);
