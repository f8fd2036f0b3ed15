#include "app/codes/mrz_small.h"
#include <math.h>
#include <stdlib.h>

enum { SMALL_SIDE_PX = 1250 /* about 100 dpi for a page of A4 */ };

/* Adds up a row, so many pixels at a time. Scans of A4 are halved or taken by threes: those are worth their own lines.
 */
static void
add_row(guint32 *sums, const guint8 *at, gsize n, int factor)
{
	if (factor == 2) {
		for (gsize x = 0; x < n; x++)
			sums[x] += (guint32)at[2 * x] + at[2 * x + 1];
		return;
	}
	if (factor == 3) {
		for (gsize x = 0; x < n; x++)
			sums[x] += (guint32)at[3 * x] + at[3 * x + 1] + at[3 * x + 2];
		return;
	}
	for (gsize x = 0; x < n; x++) {
		guint32 sum = 0;
		for (int i = 0; i < factor; i++)
			sum += *at++;
		sums[x] += sum;
	}
}

void
mrz_small_init(MrzSmall *small, const GrayView *page)
{
	int longest = MAX(page->width_px, page->height_px);
	int factor = MAX(1, (longest + SMALL_SIDE_PX / 2) / SMALL_SIDE_PX);
	small->x = small->y = small->right_y = 0;
	small->right_x = factor;
	small->width_px = page->width_px / factor;
	small->height_px = page->height_px / factor;
	gsize n = (gsize)small->width_px;
	small->pixels = g_new(guint8, n * (gsize)small->height_px);
	g_autofree guint32 *sums = g_new(guint32, n);
	for (int y = 0; y < small->height_px; y++) {
		for (gsize x = 0; x < n; x++)
			sums[x] = 0;
		for (int row = 0; row < factor; row++) {
			const guint8 *at = page->pixels + (gsize)(y * factor + row) * (gsize)page->stride;
			add_row(sums, at, n, factor);
		}
		for (gsize x = 0; x < n; x++)
			small->pixels[(gsize)y * n + x] = (guint8)(sums[x] / (guint32)(factor * factor));
	}
}

void
mrz_small_slant(MrzSmall *slanted, const MrzSmall *small, double degrees)
{
	double c = cos(degrees * G_PI / 180), s = sin(degrees * G_PI / 180);
	double width = small->width_px, height = small->height_px;
	*slanted = (MrzSmall){
		.width_px = (int)(width * c + height * fabs(s)), .height_px = (int)(width * fabs(s) + height * c)};
	/* both have the same middle */
	double x = width / 2 - (c * slanted->width_px - s * slanted->height_px) / 2;
	double y = height / 2 - (s * slanted->width_px + c * slanted->height_px) / 2;
	slanted->x = small->x + x * small->right_x;
	slanted->y = small->y + y * small->right_x;
	slanted->right_x = small->right_x * c;
	slanted->right_y = small->right_x * s;
	gsize n = (gsize)slanted->width_px;
	slanted->pixels = g_new(guint8, n * (gsize)slanted->height_px);
	/* beyond the page its edge goes on: no ink begins there */
	gint64 step_x = (gint64)(c * 65536), step_y = (gint64)(s * 65536);
	for (int row = 0; row < slanted->height_px; row++) {
		gint64 at_x = (gint64)((x - s * row) * 65536), at_y = (gint64)((y + c * row) * 65536);
		guint8 *out = slanted->pixels + (gsize)row * n;
		for (gsize i = 0; i < n; i++) {
			int from_x = CLAMP((int)(at_x >> 16), 0, small->width_px - 1);
			int from_y = CLAMP((int)(at_y >> 16), 0, small->height_px - 1);
			out[i] = small->pixels[(gsize)from_y * (gsize)small->width_px + (gsize)from_x];
			at_x += step_x;
			at_y += step_y;
		}
	}
}

void
mrz_small_clear(MrzSmall *small)
{
	g_clear_pointer(&small->pixels, g_free);
}
