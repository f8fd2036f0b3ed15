#include "app/image/page_thumb.h"
#include <math.h>
#include <string.h>

enum { WORK_SIDE_PX = 880, A4_LONGER_MM = 297 };

static double
pixels_per_mm(const Image *image)
{
	if (image->dpi > 0)
		return image->dpi / 25.4;
	return MAX(image->width_px, image->height_px) / (double)A4_LONGER_MM;
}

/* Sums of factor rows, column by column: the loop that touches every pixel. Eight bytes at a time, as two words of four
 * 16-bit lanes each; factor is far below the 257 rows at which a lane would overflow. */
static void
sum_rows(const guint8 *rows, gsize stride, int factor, guint64 *lanes, guint16 *sums)
{
	const guint64 mask = G_GUINT64_CONSTANT(0x00ff00ff00ff00ff);
	gsize words = stride / 8;
	memset(lanes, 0, words * 2 * sizeof *lanes);
	memset(sums + words * 8, 0, (stride - words * 8) * sizeof *sums);
	for (int i = 0; i < factor; i++, rows += stride) {
		for (gsize w = 0; w < words; w++) {
			guint64 eight;
			memcpy(&eight, rows + w * 8, 8);
			eight = GUINT64_FROM_LE(eight);
			lanes[2 * w] += eight & mask;
			lanes[2 * w + 1] += (eight >> 8) & mask;
		}
		for (gsize x = words * 8; x < stride; x++)
			sums[x] = (guint16)(sums[x] + rows[x]);
	}
	for (gsize w = 0; w < words; w++)
		for (int k = 0; k < 4; k++) {
			sums[8 * w + 2 * (gsize)k] = (guint16)(lanes[2 * w] >> 16 * k);
			sums[8 * w + 2 * (gsize)k + 1] = (guint16)(lanes[2 * w + 1] >> 16 * k);
		}
}

static void
row_of_grey(PageThumb *t, int y, const guint16 *sums)
{
	guint8 *grey = t->grey + (gsize)y * (gsize)t->width;
	guint n = (guint)(t->factor * t->factor);
	for (int x = 0; x < t->width; x++) {
		guint sum = 0;
		for (int i = 0; i < t->factor; i++)
			sum += *sums++;
		grey[x] = (guint8)(sum / n);
	}
}

static void
row_of_colours(PageThumb *t, int y, const guint16 *sums)
{
	guint8 *grey = t->grey + (gsize)y * (gsize)t->width, *chroma = t->chroma + (gsize)y * (gsize)t->width;
	guint n = (guint)(t->factor * t->factor);
	for (int x = 0; x < t->width; x++) {
		guint r = 0, g = 0, b = 0;
		for (int i = 0; i < t->factor; i++, sums += 3) {
			r += sums[0];
			g += sums[1];
			b += sums[2];
		}
		grey[x] = (guint8)((r * 77 + g * 151 + b * 28) / (n * 256));
		chroma[x] = (guint8)((MAX(r, MAX(g, b)) - MIN(r, MIN(g, b))) / n);
	}
}

PageThumb *
page_thumb_new(const Image *image)
{
	g_autoptr(PageThumb) t = g_new0(PageThumb, 1);
	t->factor = MAX(1, (int)lround((double)MAX(image->width_px, image->height_px) / WORK_SIDE_PX));
	t->width = MAX(1, image->width_px / t->factor);
	t->height = MAX(1, image->height_px / t->factor);
	while (t->factor > 1 && (t->width < 16 || t->height < 16)) { /* a strip */
		t->factor--;
		t->width = image->width_px / t->factor;
		t->height = image->height_px / t->factor;
	}
	t->px_per_mm = pixels_per_mm(image) / t->factor;
	gsize n = (gsize)t->width * (gsize)t->height, stride = (gsize)image->width_px * (gsize)image->channels;
	t->grey = g_try_malloc(n);
	t->chroma = g_try_malloc0(n);
	g_autofree guint16 *sums = g_try_malloc(stride * sizeof *sums);
	g_autofree guint64 *lanes = g_try_malloc((stride / 8 + 1) * 2 * sizeof *lanes);
	if (t->grey == NULL || t->chroma == NULL || sums == NULL || lanes == NULL)
		return NULL;
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	for (int y = 0; y < t->height; y++) {
		sum_rows(pixels + (gsize)y * (gsize)t->factor * stride, stride, t->factor, lanes, sums);
		if (image->channels == 1)
			row_of_grey(t, y, sums);
		else
			row_of_colours(t, y, sums);
	}
	return g_steal_pointer(&t);
}

void
page_thumb_free(PageThumb *thumb)
{
	if (thumb == NULL)
		return;
	g_free(thumb->grey);
	g_free(thumb->chroma);
	g_free(thumb);
}

int
page_thumb_level(const PageThumb *thumb, double share)
{
	guint counts[256] = {0};
	gsize n = (gsize)thumb->width * (gsize)thumb->height, sum = 0;
	for (gsize i = 0; i < n; i++)
		counts[thumb->grey[i]]++;
	for (int level = 0; level < 256; level++) {
		sum += counts[level];
		if ((double)sum >= share * (double)n)
			return level;
	}
	return 255;
}
