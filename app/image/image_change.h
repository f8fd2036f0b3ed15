/* Pixels -> other pixels: grey, smaller, turned, level, on an even white ground; and the JPEG a store keeps. Each
 * returns a new image, or NULL when there is no memory for it. */
#pragma once
#include "app/dossier/image.h"

/* TRUE where more than specks of the page are coloured. */
gboolean image_has_colour(const Image *image);

/* Luma of a colour image; the same pixels (shared) of a grey one. */
Image *image_grey(const Image *image);

/* Grey only, from here on. */

/* Sides multiplied by scale, smoothly; dpi follows. */
Image *image_scale(const Image *grey, double scale);

/* Turned clockwise by 90, 180 or 270 degrees; 0 shares the pixels. */
Image *image_turn(const Image *grey, int rotation);

/* Turned clockwise about the centre by a small angle; same sides, white comes in. */
Image *image_level(const Image *grey, double degrees);

/* Uneven light and tinted paper made an even near-white ground; ink keeps its steps. */
Image *image_even_ground(const Image *grey);

/* JPEG file bytes, quality 1 to 100; grey where the page has no colour. */
GBytes *image_to_jpeg(const Image *image, int quality);
