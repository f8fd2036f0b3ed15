#include "app/image/image_change.h"
#include "app/image/pix_bridge.h"
#include <math.h>

gboolean
image_has_colour(const Image *image)
{
	if (image->channels == 1)
		return FALSE;
	enum { STEP = 3, TINT = 48 }; /* JPEG and scanners leave a faint tint at edges; ink and stamps are far above */
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	gsize seen = 0, coloured = 0;
	for (int y = 0; y < image->height_px; y += STEP) {
		const guint8 *p = pixels + (gsize)y * (gsize)image->width_px * 3;
		for (int x = 0; x < image->width_px; x += STEP, p += 3 * STEP, seen++)
			coloured += MAX(p[0], MAX(p[1], p[2])) - MIN(p[0], MIN(p[1], p[2])) > TINT;
	}
	return coloured * 2000 > seen;
}

Image *
image_grey(const Image *image)
{
	if (image->channels == 1)
		return image_new(image->width_px, image->height_px, 1, image->dpi, image->pixels);
	gsize n = image_size(image->width_px, image->height_px, 1);
	guint8 *grey = g_try_malloc(n);
	if (grey == NULL)
		return NULL;
	const guint8 *p = g_bytes_get_data(image->pixels, NULL);
	for (gsize i = 0; i < n; i++, p += 3)
		grey[i] = (guint8)((p[0] * 77 + p[1] * 151 + p[2] * 28) >> 8);
	g_autoptr(GBytes) bytes = g_bytes_new_take(grey, n);
	return image_new(image->width_px, image->height_px, 1, image->dpi, bytes);
}

Image *
image_scale(const Image *grey, double scale)
{
	int dpi = (int)lround(grey->dpi * scale);
	AUTO_PIX from = pix_of_image(grey);
	if (from == NULL)
		return NULL;
	AUTO_PIX to = scale < 0.7 ? pixScaleAreaMap(from, (float)scale, (float)scale)
				  : pixScaleGeneral(from, (float)scale, (float)scale, 0, 0);
	return to != NULL ? image_of_pix(to, dpi) : NULL;
}

Image *
image_turn(const Image *grey, int rotation)
{
	if (rotation == 0)
		return image_grey(grey);
	int w = grey->width_px, h = grey->height_px;
	gsize n = image_size(w, h, 1);
	guint8 *out = g_try_malloc(n);
	if (out == NULL)
		return NULL;
	const guint8 *in = g_bytes_get_data(grey->pixels, NULL);
	for (int y = 0; y < h; y++) {
		const guint8 *row = in + (gsize)y * (gsize)w;
		for (int x = 0; x < w; x++) {
			gsize to = rotation == 90    ? (gsize)x * (gsize)h + (gsize)(h - 1 - y)
				   : rotation == 180 ? n - 1 - ((gsize)y * (gsize)w + (gsize)x)
						     : (gsize)(w - 1 - x) * (gsize)h + (gsize)y;
			out[to] = row[x];
		}
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(out, n);
	return rotation == 180 ? image_new(w, h, 1, grey->dpi, bytes) : image_new(h, w, 1, grey->dpi, bytes);
}

Image *
image_level(const Image *grey, double degrees)
{
	if (fabs(degrees) < 0.02)
		return image_grey(grey);
	AUTO_PIX from = pix_of_image(grey);
	if (from == NULL)
		return NULL;
	AUTO_PIX to = pixRotate(from, (float)(degrees * G_PI / 180), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
	return to != NULL ? image_of_pix(to, grey->dpi) : NULL;
}

Image *
image_even_ground(const Image *grey)
{
	AUTO_PIX from = pix_of_image(grey);
	if (from == NULL)
		return NULL;
	/* tiles of 16 x 24, ground brought to 235; where a tile's ground cannot be told (a photograph, a black border)
	 * the library gives up and the page stays as it is */
	AUTO_PIX to = pixBackgroundNorm(from, NULL, NULL, 16, 24, 60, 80, 235, 2, 2);
	return to != NULL ? image_of_pix(to, grey->dpi) : image_grey(grey);
}
