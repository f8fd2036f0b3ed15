/* Encoded bytes of a file -> pixels. The bytes are hostile: the header's sizes are held against the limits of
 * app/dossier/image.h before anything is allocated, and what the file says of itself is never believed. */
#pragma once
#include "app/dossier/image.h"

enum {
	DECODE_MAX_IMAGES = 1000,               /* pages of one file */
	DECODE_MAX_BYTES = 256 * 1024 * 1024,   /* of one file */
	DECODE_MAX_SCRATCH = 320 * 1024 * 1024, /* what a decoding library may allocate at once */
};

/* Decodes page image (from 1) of a PNG, JPEG, TIFF or PNM file. n_images (may be NULL) receives the number of pages as
 * soon as it is known, even when the page itself fails; 1 for formats of one page. Transparent parts become white, 16
 * bits 8, palettes colours; the resolution is the file's or 0. Errors: EMPTY, NOT_AN_IMAGE, UNSUPPORTED (a known format
 * that is not taken, or pages below the smallest side), TOO_LARGE, TRUNCATED (the data end too early or are damaged).
 */
Image *image_decode(GBytes *bytes, int image, int *n_images, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages in the file, from its directory alone; 1 for what is no TIFF. */
int image_count(GBytes *bytes);
