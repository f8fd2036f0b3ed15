/* links: app/codes app/glyphs app/dossier firmware/base */
/* The zone's reader over a small page of any geometry: lines of repeating strokes at the places, pitches, slopes and
 * greys that the bytes say, under noise; and the bytes themselves as pixels. The weights are senseless, which a reader
 * must bear. */
#include "app/codes/mrz_read.h"
#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

enum { MOST_PX = 420 };

/* A file of two layers for a zone's alphabet, its weights from a small generator. */
static Glyphs *
make_glyphs(void)
{
	static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
	const guint8 head[] = {
		'C', 'G', 'L', 'Y', 1, 0, 37, 0, 8, 0, 8, 0, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f, 1, 0, 0, 0};
	g_autoptr(GByteArray) file = g_byte_array_new();
	g_byte_array_append(file, head, sizeof head);
	for (int i = 0; i < 37; i++)
		g_byte_array_append(file, (const guint8[]){(guint8)alphabet[i], 0, 0, 0}, 4);
	g_byte_array_append(file, (const guint8[]){3, 0, 0, 0, 37, 0, 0, 0}, 8);
	for (int i = 0; i < 2 * 37; i++)
		g_byte_array_append(file, (const guint8[]){0, 0, 0, 0x3d}, 4);
	guint32 state = 1;
	for (int i = 0; i < 8 * 8 * 37; i++) {
		state = state * 1664525 + 1013904223;
		g_byte_array_append(file, (const guint8[]){(guint8)(state >> 24)}, 1);
	}
	g_autoptr(GError) error = NULL;
	Glyphs *glyphs = glyphs_parse(file->data, file->len, "made", &error);
	g_assert_no_error(error);
	return glyphs;
}

static void
draw_line(guint8 *pixels, int width, int height, const guint8 *how)
{
	double x = how[0] * width / 255.0, y = how[1] * height / 255.0, pitch = 4 + how[2] / 8.0;
	double angle = how[3] * 2 * G_PI / 256, high = 3 + how[4] / 8.0, growth = 1 + (how[5] - 128) / 8000.0;
	int n = how[6] % 64;
	for (int k = 0; k < n; k++, pitch *= growth) {
		for (double v = -high / 2; v < high / 2; v += 0.7) {
			int px = (int)floor(x - v * sin(angle)), py = (int)floor(y + v * cos(angle));
			for (int i = 0; i < 3; i++) {
				if (px + i >= 0 && py >= 0 && px + i < width && py < height)
					pixels[py * width + px + i] = how[7];
			}
		}
		x += pitch * cos(angle);
		y += pitch * sin(angle);
	}
}

static void
check(const Mrz *mrz, int width, int height)
{
	g_assert(mrz->box.x >= 0 && mrz->box.y >= 0 && mrz->box.width >= 0 && mrz->box.height >= 0);
	g_assert(mrz->box.x + mrz->box.width <= width && mrz->box.y + mrz->box.height <= height);
	for (int i = 0; mrz->lines[i] != NULL; i++)
		g_assert(strlen(mrz->lines[i]) == strlen(mrz->lines[0]));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static Glyphs *glyphs;
	if (size < 12 || size > 4096)
		return 0;
	if (glyphs == NULL)
		glyphs = make_glyphs();
	int width = 1 + data[0] * MOST_PX / 255, height = 1 + data[1] * MOST_PX / 255, rotation = 0;
	int rotations[MRZ_MAX_ZONES];
	g_autofree guint8 *pixels = g_malloc((gsize)(width * height));
	memset(pixels, data[2], (gsize)(width * height));
	for (gsize at = 4; at + 8 <= size; at += 8)
		draw_line(pixels, width, height, data + at);
	for (int i = 0; i < width * height && data[3] > 127; i++)
		pixels[i] ^= data[(gsize)i % size] & (data[3] & 15);
	g_autoptr(GPtrArray) all = mrz_read_all(glyphs, pixels, width, height, width, rotations, 2026, 11, 23);
	for (guint i = 0; i < all->len; i++) {
		check(all->pdata[i], width, height);
		g_assert(rotations[i] % 90 == 0 && rotations[i] >= 0 && rotations[i] < 360);
	}
	g_autoptr(Mrz) mrz = mrz_read_page(glyphs, pixels, width, height, width, NULL, 2026, 11, 23);
	if (mrz != NULL)
		check(mrz, width, height);
	mrz_find_rotation(glyphs, pixels, width, height, width);
	/* rows of a larger picture, seen in part */
	g_autoptr(Mrz) part = mrz_read_turned(glyphs, pixels, width / 2, height, width, &rotation, 2026, 11, 23);
	if (part != NULL)
		check(part, width / 2, height);
	return 0;
}
