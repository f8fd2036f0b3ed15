#include "app/ocr/line_picture.h"
#include <leptonica/allheaders.h>
#include <math.h>

enum { MAX_SCALE = 6, GROUND_PX = 0 /* put on either side: networks miss letters at the very edge */ };

static PIX *
clip_to_pix(const Image *grey, Box clip)
{
	PIX *pix = pixCreate(clip.width, clip.height, 8);
	if (pix == NULL)
		return NULL;
	const guint8 *pixels = g_bytes_get_data(grey->pixels, NULL);
	l_uint32 *rows = pixGetData(pix);
	int words = pixGetWpl(pix);
	for (int y = 0; y < clip.height; y++) {
		const guint8 *row = pixels + (gsize)(clip.y + y) * (gsize)grey->width_px + clip.x;
		l_uint32 *line = rows + (gsize)y * (gsize)words;
		for (int x = 0; x < clip.width; x++)
			SET_DATA_BYTE(line, x, row[x]);
	}
	return pix;
}

/* Dark and light of the line: along its middle row, what the dark and light turning points have in common. */
static void
contrast(const guint8 *row, int n, double *black, double *white)
{
	guint minima[256] = {0}, maxima[256] = {0}, n_minima = 0, n_maxima = 0;
	for (int x = 1; x + 1 < n; x++) {
		int before = row[x - 1], here = row[x], after = row[x + 1];
		if ((here < before && here <= after) || (here <= before && here < after)) {
			minima[here]++;
			n_minima++;
		}
		if ((here > before && here >= after) || (here >= before && here > after)) {
			maxima[here]++;
			n_maxima++;
		}
	}
	if (n_minima == 0)
		minima[n_minima++] = 1;
	if (n_maxima == 0) {
		maxima[255] = 1;
		n_maxima = 1;
	}
	guint sum = 0;
	int dark = 0, light = 0;
	while (dark < 255 && (sum += minima[dark]) * 4 < n_minima)
		dark++;
	for (sum = 0; light < 255 && (sum += maxima[light]) * 4 < 3 * n_maxima;)
		light++;
	*black = dark;
	*white = light;
}

static void
fill(PIX *pix, gboolean inverse, NetPicture *picture)
{
	int w = pixGetWidth(pix), h = pixGetHeight(pix), words = pixGetWpl(pix);
	const l_uint32 *rows = pixGetData(pix);
	g_autofree guint8 *row = g_malloc((gsize)w);
	const l_uint32 *middle = rows + (gsize)(h / 2) * (gsize)words;
	for (int x = 0; x < w; x++)
		row[x] = (guint8)(GET_DATA_BYTE(middle, x) ^ (inverse ? 255 : 0));
	double black, white;
	contrast(row, w, &black, &white);
	double half = MAX((white - black) / 2, 1);
	float as[256];
	for (int v = 0; v < 256; v++) {
		double value = round(128 * (((inverse ? 255 - v : v) - black) / half - 1));
		as[v] = (float)CLAMP(value, -127, 127);
	}
	for (int y = 0; y < h; y++) {
		const l_uint32 *line = rows + (gsize)y * (gsize)words;
		float *out = picture->pixels + (gsize)y * (gsize)picture->width_px;
		for (int x = 0; x < GROUND_PX; x++)
			out[x] = out[GROUND_PX + w + x] = 127;
		for (int x = 0; x < w; x++)
			out[GROUND_PX + x] = as[GET_DATA_BYTE(line, x)];
	}
}

gboolean
line_picture_make(const Image *grey, Box clip, int height_px, gboolean inverse, NetPicture *picture, double *scale,
	int *margin_px)
{
	double factor = (double)height_px / clip.height;
	if (factor > MAX_SCALE || clip.width * factor > NET_MAX_WIDTH_PX - 4 * GROUND_PX)
		return FALSE;
	PIX *part = clip_to_pix(grey, clip);
	PIX *scaled = part != NULL ? pixScale(part, (float)factor, (float)factor) : NULL;
	pixDestroy(&part);
	if (scaled == NULL)
		return FALSE;
	if (pixGetHeight(scaled) != height_px) { /* rounding */
		PIX *exact = pixScaleToSize(scaled, pixGetWidth(scaled), height_px);
		pixDestroy(&scaled);
		scaled = exact;
	}
	if (scaled == NULL || pixGetHeight(scaled) != height_px ||
		pixGetWidth(scaled) > NET_MAX_WIDTH_PX - 2 * GROUND_PX) {
		pixDestroy(&scaled);
		return FALSE;
	}
	*scale = (double)clip.width / pixGetWidth(scaled);
	*margin_px = GROUND_PX;
	picture->width_px = pixGetWidth(scaled) + 2 * GROUND_PX;
	picture->pixels = g_new(float, (gsize)picture->width_px *(gsize)height_px);
	fill(scaled, inverse, picture);
	pixDestroy(&scaled);
	return TRUE;
}
