#include "tests/fakes/hostile/hostile_files.h"
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <string.h>

/* A sound file of a pattern. */
static GBytes *
sound(int width, int height, J_COLOR_SPACE space, gboolean progressive, int restart)
{
	struct jpeg_compress_struct c = {0};
	struct jpeg_error_mgr errors;
	unsigned char *data = NULL;
	unsigned long size = 0;
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &data, &size);
	c.image_width = (JDIMENSION)width;
	c.image_height = (JDIMENSION)height;
	c.input_components = space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK ? 4 : 3;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 60, TRUE);
	c.restart_interval = (unsigned)restart;
	if (progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	g_autofree guint8 *row = g_malloc((gsize)width * 4);
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width * 4; x++)
			row[x] = (guint8)((x / 5 * y) % 251);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	GBytes *bytes = g_bytes_new(data, size);
	free(data);
	return bytes;
}

/* Where the segment of this marker begins (its 0xff), or 0. */
static gsize
find(const guint8 *data, gsize size, guint8 marker)
{
	for (gsize at = 2; at + 4 < size && data[at] == 0xff; at += 2 + (gsize)(data[at + 2] << 8 | data[at + 3]))
		if (data[at + 1] == marker)
			return at;
	return 0;
}

/* A copy with bytes put over it from a place in a segment. */
static void
add_patched(GPtrArray *files, const char *what, GBytes *from, guint8 marker, gsize place, const char *bytes, gsize n)
{
	gsize size;
	guint8 *data = g_memdup2(g_bytes_get_data(from, &size), g_bytes_get_size(from));
	gsize at = find(data, size, marker);
	g_assert(at > 0 && at + place + n <= size);
	memcpy(data + at + place, bytes, n);
	hostile_add(files, what, g_bytes_new_take(data, size));
}

/* A copy with bytes put in before a segment (0: at the very end). */
static void
add_inserted(GPtrArray *files, const char *what, GBytes *from, guint8 marker, GByteArray *bytes)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(from, &size);
	gsize at = marker != 0 ? find(data, size, marker) : size;
	Out out = out_new(TRUE);
	out_bytes(&out, data, at);
	out_bytes(&out, bytes->data, bytes->len);
	out_bytes(&out, data + at, size - at);
	g_byte_array_unref(bytes);
	hostile_add(files, what, out_end(&out));
}

static void
add_frames(GPtrArray *files, GBytes *grey, GBytes *colour)
{
	static const guint16 sides[] = {0, 1, 15, 20001, 32767, 65500, 65535};
	for (guint i = 0; i < G_N_ELEMENTS(sides) * G_N_ELEMENTS(sides); i++) {
		guint16 w = sides[i % G_N_ELEMENTS(sides)], h = sides[i / G_N_ELEMENTS(sides)];
		const char be[4] = {(char)(h >> 8), (char)h, (char)(w >> 8), (char)w};
		g_autofree char *what = g_strdup_printf("jpeg: states %u x %u", w, h);
		add_patched(files, what, i % 2 ? grey : colour, 0xc0, 5, be, 4);
	}
	for (int value = 0; value < 256; value += value < 20 ? 1 : 47) {
		const char byte = (char)value;
		g_autofree char *what = g_strdup_printf("jpeg: precision, parts, sampling, table %d", value);
		add_patched(files, what, grey, 0xc0, 4, &byte, 1);
		add_patched(files, what, colour, 0xc0, 9, &byte, 1);
		add_patched(files, what, colour, 0xc0, 11, &byte, 1);
		add_patched(files, what, colour, 0xc0, 12, &byte, 1);
		add_patched(files, what, colour, 0xda, 4, &byte, 1);
	}
	for (int kind = 0xc1; kind <= 0xcf; kind++) {
		const char byte = (char)kind;
		g_autofree char *what = g_strdup_printf("jpeg: frame of kind %x", kind);
		add_patched(files, what, colour, 0xc0, 1, &byte, 1);
	}
	for (int marker = 0; marker < 4; marker++) {
		static const guint8 segments[] = {0xc4, 0xdb, 0xda, 0xc0};
		for (int length = 0; length < 4; length++) {
			static const char lengths[4][2] = {"\0\0", "\0\1", "\xff\xff", "\0\3"};
			add_patched(files, "jpeg: a segment's length", colour, segments[marker], 2, lengths[length], 2);
		}
		add_patched(files, "jpeg: a table of 255s", colour, segments[marker], 5, "\xff\xff\xff\xff\xff\xff", 6);
	}
}

static void
add_segments(GPtrArray *files, GBytes *grey)
{
	for (int marker = 0xe0; marker <= 0xef; marker++) {
		Out icc = out_new(TRUE), exif = out_new(TRUE);
		for (int i = 0; i < 40; i++) {
			out_number(&icc, 0xff00u | (guint)marker, 2);
			out_number(&icc, 0xffff, 2);
			out_bytes(&icc,
				marker == 0xe2 ? "ICC_PROFILE\0\xff\x01" : "Adobe\0\x64\xff\xff\xff\xff\xff\xff\xff",
				14);
			out_fill(&icc, (guint8)i, 65533 - 14);
		}
		add_inserted(files, "jpeg: 2.6 MB of a maker's own", grey, 0xdb, icc.bytes);
		out_number(&exif, 0xff00u | (guint)marker, 2);
		out_number(&exif, 60, 2);
		out_bytes(&exif, "Exif\0\0MM\0*\0\0\0\x08\0\xff\x01\x12\0\x03\0\0\0\x01\0\x63\0\0", 27);
		out_fill(&exif, 8, 31);
		add_inserted(files, "jpeg: EXIF that points to itself", grey, 0xdb, exif.bytes);
	}
	Out comments = out_new(TRUE), fill = out_new(TRUE), tail = out_new(TRUE);
	for (int i = 0; i < 60000; i++)
		out_bytes(&comments, "\xff\xfe\0\x03x", 5);
	add_inserted(files, "jpeg: 60,000 comments", grey, 0xdb, comments.bytes);
	out_fill(&fill, 0xff, 4 * 1000 * 1000);
	add_inserted(files, "jpeg: 4 MB of fill before a marker", grey, 0xdb, fill.bytes);
	out_fill(&tail, 0xd0, 2 * 1000 * 1000);
	add_inserted(files, "jpeg: a tail of 2 MB", grey, 0, tail.bytes);
	static const char lone[][4] = {
		"\xff\xd8", "\xff\xd9", "\xff\xd0", "\xff\xda", "\xff\xc4", "\xff\x01", "\xff\xdc"};
	for (guint i = 0; i < G_N_ELEMENTS(lone); i++) {
		Out again = out_new(TRUE);
		for (int k = 0; k < 2000; k++)
			out_bytes(&again, lone[i], 2);
		add_inserted(files, "jpeg: a marker 2,000 times", grey, 0xda, again.bytes);
	}
}

/* A progressive frame of these sides and n scans that bring next to nothing. */
static GBytes *
scans(int width, int height, int n)
{
	g_autoptr(GBytes) small = sound(64, 64, JCS_RGB, TRUE, 0);
	gsize size;
	const guint8 *data = g_bytes_get_data(small, &size);
	gsize frame = find(data, size, 0xc2), scan = find(data, size, 0xda);
	g_assert(frame > 0 && scan > 0);
	Out out = out_new(TRUE);
	out_bytes(&out, data, scan);
	const guint8 sides[4] = {(guint8)(height >> 8), (guint8)height, (guint8)(width >> 8), (guint8)width};
	memcpy(out.bytes->data + frame + 5, sides, 4);
	for (int i = 0; i < n; i++) {
		static const guint8 first[] = {0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 0, 0x01, 0, 0};
		static const guint8 later[] = {0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 0, 0x10, 0, 0};
		out_bytes(&out, i == 0 ? first : later, 14);
		out_fill(&out, 0, 12);
	}
	out_bytes(&out, "\xff\xd9", 2);
	return out_end(&out);
}

void
hostile_jpeg(GPtrArray *files)
{
	g_autoptr(GBytes) grey = sound(80, 72, JCS_GRAYSCALE, FALSE, 0), colour = sound(80, 72, JCS_RGB, FALSE, 0);
	add_frames(files, grey, colour);
	add_segments(files, grey);
	hostile_spoil(files, "jpeg: grey", sound(160, 120, JCS_GRAYSCALE, FALSE, 0), 40, 45);
	hostile_spoil(files, "jpeg: colour with restarts", sound(120, 100, JCS_RGB, FALSE, 2), 40, 45);
	hostile_spoil(files, "jpeg: progressive", sound(120, 100, JCS_RGB, TRUE, 0), 40, 45);
	hostile_spoil(files, "jpeg: CMYK", sound(80, 60, JCS_CMYK, FALSE, 0), 30, 30);
	hostile_add(files, "jpeg: 150 empty scans of 36 Mpixel", scans(6000, 6000, 150));
	hostile_add(files, "jpeg: 5,000 empty scans", scans(640, 640, 5000));
	hostile_add(files, "jpeg: one scan of 19,000 x 1,800 that ends at once", scans(19000, 1800, 1));
	hostile_add_costly(files, "jpeg: 36 Mpixel, progressive", sound(6000, 6000, JCS_RGB, TRUE, 0));
	hostile_add_costly(files, "jpeg: 36 Mpixel, CMYK", sound(6000, 6000, JCS_CMYK, FALSE, 0));
}
