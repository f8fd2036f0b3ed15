/* Pixels of one page side: 8 bits a channel, rows from the top, without padding. */
#pragma once
#include <glib.h>

enum {
	IMAGE_MAX_PIXELS = 36 * 1000 * 1000, /* of one page: A4 at 600 dpi is 35 Mpixel */
	IMAGE_MAX_SIDE_PX = 20000,
	IMAGE_MIN_SIDE_PX = 16,
};

typedef struct {
	int width_px, height_px;
	int channels;   /* 1 grey (0 black), 3 red green blue */
	int dpi;        /* 0: not known */
	GBytes *pixels; /* width_px * height_px * channels bytes */
} Image;

/* Takes a reference on the pixels. NULL when sides, channels or size are outside the limits or do not agree. */
Image *image_new(int width_px, int height_px, int channels, int dpi, GBytes *pixels);
void image_free(Image *image);

/* Bytes such an image has; 0 when it is outside the limits. */
gsize image_size(int width_px, int height_px, int channels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Image, image_free)
