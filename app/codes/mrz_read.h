/* Machine-readable zones in a picture: found, cut into cells, read, parsed. Plain pixels in, no I/O. */
#pragma once
#include "app/codes/mrz_parse.h"
#include "app/glyphs/glyphs.h"

/* Where the weights stand below the data folder: paths_data(MRZ_WEIGHTS), loaded once with glyphs_load(). */
#define MRZ_WEIGHTS "glyphs/ocr-b.glyphs"

/* Reads the zone of an upright page (skew up to about 6 degrees). gray: 8 bits a pixel, 0 black, stride bytes a row.
 * NULL: no zone; none is made up where there is none. The result has its box set, in the same pixels; *box (may be
 * NULL) is the same. today decides centuries. Of several zones the best read one. */
Mrz *mrz_read_page(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, Box *box,
	int today_year, int today_month, int today_day);

/* The clockwise turn (0, 90, 180, 270) that makes the zone of this page upright, from a zone read with valid check
 * digits; -1 where none is surely found. */
int mrz_find_rotation(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride);

/* Both in one pass, for a page in any of the four turns: *rotation is the clockwise turn that makes it upright, and the
 * box is in the pixels given. */
Mrz *mrz_read_turned(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, int *rotation,
	int today_year, int today_month, int today_day);
