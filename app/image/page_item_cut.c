/* Pixels for page_items.h. */
#include "app/image/page_items.h"
#include <math.h>
#include <string.h>

Image *
page_items_clean(const PageItems *items, const Image *image)
{
	int channels = image->channels, width = image->width_px;
	if (items->dirt == NULL)
		return image_new(width, image->height_px, channels, image->dpi, image->pixels);
	gsize size = image_size(width, image->height_px, channels);
	guint8 *pixels = g_try_malloc(size);
	if (pixels == NULL)
		return NULL;
	memcpy(pixels, g_bytes_get_data(image->pixels, NULL), size);
	for (int y = 0; y < image->height_px; y++) {
		int cy = MIN(y / items->cell_px, items->dirt_height - 1);
		const guint8 *row = items->dirt + (gsize)cy * (gsize)items->dirt_width;
		guint8 *out = pixels + (gsize)y * (gsize)width * (gsize)channels;
		for (int cx = 0; cx < items->dirt_width; cx++) {
			if (!row[cx])
				continue;
			int x = cx * items->cell_px;
			int n = cx == items->dirt_width - 1 ? width - x : items->cell_px;
			memset(out + (gsize)x * (gsize)channels, items->paper, (gsize)n * (gsize)channels);
		}
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, size);
	return image_new(width, image->height_px, channels, image->dpi, bytes);
}

/* One row of the item: a straight walk over the page, each step between four pixels (in 1/256). */
static void
cut_row(const Image *image, const guint8 *pixels, double x, double y, double dx, double dy, int n, guint8 *out)
{
	int channels = image->channels;
	gsize stride = (gsize)image->width_px * (gsize)channels;
	for (int i = 0; i < n; i++, x += dx, y += dy, out += channels) {
		int x0 = (int)floor(x), y0 = (int)floor(y);
		if (x0 < 0 || y0 < 0 || x0 + 1 >= image->width_px || y0 + 1 >= image->height_px) {
			memset(out, 255, (gsize)channels);
			continue;
		}
		int fx = (int)((x - x0) * 256), fy = (int)((y - y0) * 256);
		const guint8 *p = pixels + (gsize)y0 * stride + (gsize)x0 * (gsize)channels;
		for (int c = 0; c < channels; c++, p++) {
			int above = p[0] * (256 - fx) + p[channels] * fx;
			int below = p[stride] * (256 - fx) + p[stride + (gsize)channels] * fx;
			out[c] = (guint8)((above * (256 - fy) + below * fy) >> 16);
		}
	}
}

Image *
page_item_cut(const Image *image, TurnedBox *item)
{
	int width = (int)ceil(MIN(item->width, IMAGE_MAX_SIDE_PX)),
	    height = (int)ceil(MIN(item->height, IMAGE_MAX_SIDE_PX));
	gsize size = image_size(width, height, image->channels);
	guint8 *pixels = size > 0 ? g_try_malloc(size) : NULL;
	if (pixels == NULL)
		return NULL;
	if (fabs(item->degrees) < 0.3)
		item->degrees = 0;
	item->width = width;
	item->height = height;
	double c = cos(item->degrees * G_PI / 180), s = sin(item->degrees * G_PI / 180);
	if (item->degrees == 0) { /* whole pixels stay as they are */
		item->x = floor(item->x - width / 2.0) + width / 2.0;
		item->y = floor(item->y - height / 2.0) + height / 2.0;
	}
	const guint8 *from = g_bytes_get_data(image->pixels, NULL);
	for (int v = 0; v < height; v++) {
		double du = (item->degrees == 0 ? 0 : 0.5) - width / 2.0,
		       dv = v + (item->degrees == 0 ? 0 : 0.5) - height / 2.0;
		double half = item->degrees == 0 ? 0 : 0.5;
		cut_row(image, from, item->x + du * c - dv * s - half, item->y + du * s + dv * c - half, c, s, width,
			pixels + (gsize)v * (gsize)width * (gsize)image->channels);
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, size);
	return image_new(width, height, image->channels, image->dpi, bytes);
}
