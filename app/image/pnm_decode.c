#include "app/image/image_formats.h"
#include "firmware/base/error.h"
#include <string.h>

typedef struct {
	const guint8 *p, *end;
} Cursor;

static void
skip_space(Cursor *c)
{
	while (c->p < c->end && (g_ascii_isspace(*c->p) || *c->p == '#')) {
		if (*c->p == '#')
			while (c->p < c->end && *c->p != '\n')
				c->p++;
		else
			c->p++;
	}
}

/* -1: no number, or one above a million. */
static int
number(Cursor *c)
{
	skip_space(c);
	if (c->p >= c->end || !g_ascii_isdigit(*c->p))
		return -1;
	int n = 0;
	while (c->p < c->end && g_ascii_isdigit(*c->p) && n <= 1000000)
		n = n * 10 + (*c->p++ - '0');
	return n <= 1000000 ? n : -1;
}

static gboolean
read_plain(Cursor *c, guint8 *out, gsize n, int maximum, gboolean bitmap)
{
	for (gsize i = 0; i < n; i++) {
		if (bitmap) {
			skip_space(c);
			if (c->p >= c->end || (*c->p != '0' && *c->p != '1'))
				return FALSE;
			out[i] = *c->p++ == '1' ? 0 : 255;
			continue;
		}
		int value = number(c);
		if (value < 0)
			return FALSE;
		out[i] = (guint8)(MIN(value, maximum) * 255 / maximum);
	}
	return TRUE;
}

static gboolean
read_bits(Cursor *c, guint8 *out, int width, int height)
{
	gsize stride = ((gsize)width + 7) / 8;
	if ((gsize)(c->end - c->p) < stride * (gsize)height)
		return FALSE;
	for (int y = 0; y < height; y++, c->p += stride)
		for (int x = 0; x < width; x++)
			*out++ = (c->p[x / 8] >> (7 - x % 8)) & 1 ? 0 : 255;
	return TRUE;
}

static gboolean
read_samples(Cursor *c, guint8 *out, gsize n, int maximum)
{
	gsize width = maximum > 255 ? 2 : 1;
	if ((gsize)(c->end - c->p) / width < n)
		return FALSE;
	if (maximum == 255) {
		memcpy(out, c->p, n);
		return TRUE;
	}
	for (gsize i = 0; i < n; i++, c->p += width) {
		int value = width == 2 ? c->p[0] << 8 | c->p[1] : c->p[0];
		out[i] = (guint8)(MIN(value, maximum) * 255 / maximum);
	}
	return TRUE;
}

Image *
pnm_decode(const EncodedFile *file, GError **error)
{
	int kind = file->data[1] - '0'; /* 1 2 3 plain, 4 5 6 raw; bitmap, grey, colour */
	Cursor c = {file->data + 2, file->data + file->size};
	gboolean bitmap = kind % 3 == 1;
	int channels = kind % 3 == 0 ? 3 : 1;
	int width = number(&c), height = number(&c), maximum = bitmap ? 1 : number(&c);
	if (width < 0 || height < 0 || maximum <= 0 || maximum > 65535) {
		if (c.p >= c.end)
			decode_fail_damaged(error, "PNM", TRUE);
		else
			g_set_error_literal(
				error, STATION_ERROR, STATION_ERROR_NOT_AN_IMAGE, "the PNM header is not one");
		return NULL;
	}
	gsize size = header_size(width, height, channels, error);
	if (size == 0)
		return NULL;
	if (kind > 3 && c.p < c.end)
		c.p++; /* the one white space before the raster */
	gsize least = kind <= 3 ? size : bitmap ? size / 8 : size;
	if ((gsize)(c.end - c.p) < least) {
		decode_fail_damaged(error, "PNM", TRUE);
		return NULL;
	}
	g_autofree guint8 *pixels = pixels_alloc(size, error);
	if (pixels == NULL)
		return NULL;
	gboolean ok = kind <= 3 ? read_plain(&c, pixels, size, maximum, bitmap)
		      : bitmap  ? read_bits(&c, pixels, width, height)
				: read_samples(&c, pixels, size, maximum);
	if (!ok) {
		decode_fail_damaged(error, "PNM", c.p >= c.end || kind > 3);
		return NULL;
	}
	return image_of_pixels(width, height, channels, 0, g_steal_pointer(&pixels));
}
