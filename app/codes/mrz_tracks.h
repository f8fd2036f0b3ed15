/* Where text lines run on a page: long, straight, in any of the two axes. A first guess, for a closer look. */
#pragma once
#include "app/codes/mrz_small.h"

/* A line of text: the middles of its ends and the height of its ink, in pixels of the page. It may read either way. */
typedef struct {
	double x0, y0, x1, y1, height;
} MrzTrack;

enum { MRZ_MAX_TRACKS = 400 };

/* Array of MrzTrack, at most MRZ_MAX_TRACKS; a line may come twice. along_rows: lines within about 7 degrees of the
 * rows of small; else of its columns. */
GArray *mrz_tracks_find(const MrzSmall *small, gboolean along_rows);
