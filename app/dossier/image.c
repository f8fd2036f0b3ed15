#include "app/dossier/image.h"

gsize
image_size(int width_px, int height_px, int channels)
{
	if (width_px < IMAGE_MIN_SIDE_PX || height_px < IMAGE_MIN_SIDE_PX || width_px > IMAGE_MAX_SIDE_PX ||
		height_px > IMAGE_MAX_SIDE_PX || (channels != 1 && channels != 3))
		return 0;
	gsize pixels = (gsize)width_px * (gsize)height_px;
	return pixels > IMAGE_MAX_PIXELS ? 0 : pixels * (gsize)channels;
}

Image *
image_new(int width_px, int height_px, int channels, int dpi, GBytes *pixels)
{
	gsize size = image_size(width_px, height_px, channels);
	if (size == 0 || g_bytes_get_size(pixels) != size)
		return NULL;
	Image *image = g_new(Image, 1);
	*image = (Image){width_px, height_px, channels, MAX(dpi, 0), g_bytes_ref(pixels)};
	return image;
}

void
image_free(Image *image)
{
	if (image == NULL)
		return;
	g_bytes_unref(image->pixels);
	g_free(image);
}
