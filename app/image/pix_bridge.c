#include "app/image/pix_bridge.h"
#include <string.h>

PIX *
pix_of_image(const Image *grey)
{
	g_assert(grey->channels == 1);
	setMsgSeverity(L_SEVERITY_NONE);
	PIX *pix = pixCreateNoInit(grey->width_px, grey->height_px, 8);
	if (pix == NULL)
		return NULL;
	const guint8 *from = g_bytes_get_data(grey->pixels, NULL);
	guint8 *to = (guint8 *)pixGetData(pix);
	gsize stride = (gsize)pixGetWpl(pix) * 4;
	for (int y = 0; y < grey->height_px; y++, from += grey->width_px, to += stride) {
		memcpy(to, from, (gsize)grey->width_px);
		memset(to + grey->width_px, 0, stride - (gsize)grey->width_px);
	}
	pixEndianByteSwap(pix);
	return pix;
}

Image *
image_of_pix(PIX *pix, int dpi)
{
	int width, height, depth;
	pixGetDimensions(pix, &width, &height, &depth);
	gsize size = depth == 8 ? image_size(width, height, 1) : 0;
	guint8 *pixels = size > 0 ? g_try_malloc(size) : NULL;
	if (pixels == NULL)
		return NULL;
	pixEndianByteSwap(pix);
	const guint8 *from = (const guint8 *)pixGetData(pix);
	for (int y = 0; y < height; y++)
		memcpy(pixels + (gsize)y * (gsize)width, from + (gsize)y * (gsize)pixGetWpl(pix) * 4, (gsize)width);
	pixEndianByteSwap(pix);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, size);
	return image_new(width, height, 1, dpi, bytes);
}
