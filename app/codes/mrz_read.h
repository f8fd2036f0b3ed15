/* Machine-readable zones in a picture: found, cut into cells, read, parsed. Plain pixels in, no I/O. */
#pragma once
#include "app/codes/mrz_parse.h"
#include "app/glyphs/glyphs.h"

/* Where the weights stand below the data folder: paths_data(MRZ_WEIGHTS), loaded once with glyphs_load(). */
#define MRZ_WEIGHTS "glyphs/ocr-b.glyphs"

enum { MRZ_MAX_ZONES = 8 /* told apart on a page */ };

/* gray: 8 bits a pixel, 0 black, stride bytes a row. today decides centuries. No zone is made up where there is none.
 * A page may lie askew by any angle; "upright" and the turns mean the nearest quarter. */

/* Reads the zone of an upright page. NULL: no zone. The result has its box set, in the same pixels (of a zone that lies
 * askew, the box around it); *box (may be NULL) is the same. Of several zones the best read one. */
Mrz *mrz_read_page(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, Box *box,
	int today_year, int today_month, int today_day);

/* The clockwise turn (0, 90, 180, 270) that makes the zone of this page upright, from a zone read with valid check
 * digits; -1 where none is surely found. */
int mrz_find_rotation(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride);

/* Both in one pass, for a page in any turn: *rotation is the clockwise turn that makes it upright, and the box is in
 * the pixels given. */
Mrz *mrz_read_turned(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, int *rotation,
	int today_year, int today_month, int today_day);

/* All zones of a page in any turn, each in its own (two cards on one glass), the best read first: array of Mrz, at most
 * MRZ_MAX_ZONES, the caller's; empty without one. rotations (may be NULL) has room for MRZ_MAX_ZONES turns. */
GPtrArray *mrz_read_all(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride,
	int *rotations, int today_year, int today_month, int today_day);
