#include "tests/fakes/hostile/hostile_files.h"
#include <string.h>

static guint32
checksum(const guint8 *data, gsize n)
{
	guint32 crc = 0xffffffff;
	for (gsize i = 0; i < n; i++) {
		crc ^= data[i];
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
	}
	return crc ^ 0xffffffff;
}

static void
chunk(Out *out, const char *type, gconstpointer data, gsize n)
{
	out_number(out, n, 4);
	guint at = out->bytes->len;
	out_bytes(out, type, 4);
	out_bytes(out, data, n);
	out_number(out, checksum(out->bytes->data + at, n + 4), 4);
}

static Out
begin(guint32 width, guint32 height, int depth, int type, int interlace)
{
	Out out = out_new(TRUE), head = out_new(TRUE);
	out_bytes(&out, "\x89PNG\r\n\x1a\n", 8);
	out_number(&head, width, 4);
	out_number(&head, height, 4);
	out_number(&head, (guint64)depth, 1);
	out_number(&head, (guint64)type, 1);
	out_number(&head, 0, 2);
	out_number(&head, (guint64)interlace, 1);
	chunk(&out, "IHDR", head.bytes->data, head.bytes->len);
	g_byte_array_unref(head.bytes);
	return out;
}

static void
chunk_of(Out *out, const char *type, GBytes *bytes)
{
	gsize n;
	const void *data = g_bytes_get_data(bytes, &n);
	chunk(out, type, data, n);
	g_bytes_unref(bytes);
}

static void
palette(Out *out, int n)
{
	guint8 colours[3 * 300] = {0};
	for (int i = 0; i < 3 * n; i++)
		colours[i] = (guint8)(i * 7);
	chunk(out, "PLTE", colours, (gsize)(3 * n));
}

static GBytes *
end(Out *out)
{
	chunk(out, "IEND", "", 0);
	return out_end(out);
}

/* Bytes of the rows of a picture, a filter byte before each. */
static gsize
raw_size(guint32 width, guint32 height, int depth, int type)
{
	static const int channels[] = {1, 1, 3, 1, 2, 1, 4};
	gsize bits = (gsize)width * (gsize)depth * (gsize)channels[type];
	return ((bits + 7) / 8 + 1) * height;
}

/* A sound one. */
static GBytes *
sound(guint32 width, guint32 height, int depth, int type, int interlace)
{
	Out out = begin(width, height, depth, type, interlace);
	if (type == 3)
		palette(&out, 1 << MIN(depth, 8));
	gsize n = raw_size(width, height, depth, type);
	chunk_of(&out, "IDAT",
		hostile_deflate(0, interlace ? n + n / 2 : n)); /* passes bring filter bytes of their own */
	return end(&out);
}

/* Headers that state what the data are not. */
static void
add_lies(GPtrArray *files)
{
	static const guint32 sides[] = {0, 1, 15, 16, 19999, 20001, 65535, 0x7fffffff, 0x80000000, 0xffffffff};
	static const int kinds[][2] = {{8, 0}, {8, 2}, {1, 0}, {16, 6}, {8, 3}};
	for (guint w = 0; w < G_N_ELEMENTS(sides); w++)
		for (guint h = 0; h < G_N_ELEMENTS(sides); h++) {
			const int *kind = kinds[(w + h) % G_N_ELEMENTS(kinds)];
			Out out = begin(sides[w], sides[h], kind[0], kind[1], (int)(w & 1));
			if (kind[1] == 3)
				palette(&out, 256);
			chunk_of(&out, "IDAT", hostile_deflate(0, 400));
			g_autofree char *what = g_strdup_printf("png: states %u x %u", sides[w], sides[h]);
			hostile_add(files, what, end(&out));
		}
	for (int type = 0; type < 9; type++)
		for (int depth = 0; depth <= 32; depth = depth == 0 ? 1 : depth * 2) {
			Out out = begin(64, 64, depth == 32 ? 255 : depth, type == 8 ? 255 : type, 0);
			chunk_of(&out, "IDAT", hostile_deflate(0, 64 * 64 * 9));
			g_autofree char *what = g_strdup_printf("png: type %d, depth %d, no palette", type, depth);
			hostile_add(files, what, end(&out));
		}
}

static void
add_data_of_wrong_size(GPtrArray *files)
{
	static const gsize sizes[] = {0, 1, 64, 65 * 63, 65 * 64 + 1, 65 * 64 * 10, 50 * 1000 * 1000};
	for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
		Out out = begin(64, 64, 8, 0, 0);
		chunk_of(&out, "IDAT", hostile_deflate(0, sizes[i]));
		g_autofree char *what = g_strdup_printf("png: %" G_GSIZE_FORMAT " bytes of data for 64 x 64", sizes[i]);
		hostile_add(files, what, end(&out));
	}
	for (int filter = 1; filter < 256; filter += 51) {
		Out out = begin(64, 64, 8, 0, 0);
		chunk_of(&out, "IDAT", hostile_deflate((guint8)filter, 65 * 64));
		g_autofree char *what = g_strdup_printf("png: every row filtered by %d", filter);
		hostile_add(files, what, end(&out));
	}
	Out many = begin(64, 64, 8, 0, 0), empty = begin(64, 64, 8, 0, 0);
	g_autoptr(GBytes) data = hostile_deflate(0, 65 * 64);
	gsize n;
	const guint8 *p = g_bytes_get_data(data, &n);
	for (int i = 0; i < 30000; i++)
		chunk(&empty, "IDAT", "", 0);
	hostile_add(files, "png: 30,000 empty pieces of data", end(&empty));
	for (gsize i = 0; i < n; i++)
		chunk(&many, "IDAT", p + i, 1);
	hostile_add(files, "png: data in pieces of one byte", end(&many));
	Out endless = begin(64, 64, 8, 0, 0);
	for (int i = 0; i < 20000; i++)
		chunk(&endless, "IDAT", p, n);
	hostile_add(files, "png: the same data 20,000 times", out_end(&endless));
}

static void
add_palettes(GPtrArray *files)
{
	static const int colours[] = {0, 1, 2, 17, 255, 256, 257, 300};
	for (int depth = 1; depth <= 8; depth *= 2)
		for (guint i = 0; i < G_N_ELEMENTS(colours); i++) {
			Out out = begin(64, 64, depth, 3, 0);
			palette(&out, colours[i]);
			if (i % 2 == 0)
				chunk(&out, "tRNS", "\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24", 21);
			chunk_of(&out, "IDAT", hostile_deflate(i % 3 == 0 ? 255 : 0, raw_size(64, 64, depth, 3)));
			g_autofree char *what =
				g_strdup_printf("png: depth %d, a palette of %d colours", depth, colours[i]);
			hostile_add(files, what, end(&out));
		}
	Out late = begin(64, 64, 8, 3, 0);
	chunk_of(&late, "IDAT", hostile_deflate(0, 65 * 64));
	palette(&late, 9);
	hostile_add(files, "png: the palette after the data", end(&late));
}

/* Chunks that a reader may skip, as large or as wrong as they can be. */
static void
add_ancillary(GPtrArray *files)
{
	static const char *const types[] = {"tEXt", "zTXt", "iTXt", "iCCP", "gAMA", "cHRM", "sRGB", "pHYs", "eXIf",
		"sPLT", "hIST", "bKGD", "sBIT", "tIME", "oFFs", "pCAL", "sCAL", "acTL", "fcTL", "fdAT", "tRNS", "ABCD",
		"abcd", "IHDR", "\0\0\0\0", "\xff\xff\xff\xff"};
	g_autoptr(GBytes) bomb = hostile_deflate(0, 40 * 1000 * 1000);
	for (guint i = 0; i < G_N_ELEMENTS(types); i++)
		for (int form = 0; form < 3; form++) {
			Out out = begin(64, 64, 8, 2, 0), body = out_new(TRUE);
			if (form == 1)
				out_fill(&body, 0xff, 5000);
			if (form == 2) { /* a name, an empty method, 40 MB of zeros deflated */
				gsize n;
				const void *p = g_bytes_get_data(bomb, &n);
				out_bytes(&body, "icc\0\0", types[i][0] == 'i' && types[i][1] == 'T' ? 5 : 5);
				out_bytes(&body, p, n);
			}
			chunk(&out, types[i], body.bytes->data, body.bytes->len);
			g_byte_array_unref(body.bytes);
			chunk_of(&out, "IDAT", hostile_deflate(0, raw_size(64, 64, 8, 2)));
			g_autofree char *what = g_strdup_printf("png: chunk %u %s", i,
				form == 0   ? "empty"
				: form == 1 ? "of 255s"
					    : "a bomb");
			hostile_add(files, what, end(&out));
		}
	Out many = begin(64, 64, 8, 0, 0);
	for (int i = 0; i < 20000; i++)
		chunk(&many, "tEXt", "a\0b", 3);
	chunk_of(&many, "IDAT", hostile_deflate(0, 65 * 64));
	hostile_add(files, "png: 20,000 texts", end(&many));
	for (int i = 0; i < 3; i++) {
		static const guint32 lengths[] = {0x7fffffff, 0xffffffff, 0x10000000};
		Out out = begin(64, 64, 8, 0, 0);
		out_number(&out, lengths[i], 4);
		out_bytes(&out, i == 2 ? "IDAT" : "tEXt", 4);
		out_fill(&out, 0, 100);
		hostile_add(files, "png: a chunk longer than the file", out_end(&out));
	}
}

void
hostile_png(GPtrArray *files)
{
	add_lies(files);
	add_data_of_wrong_size(files);
	add_palettes(files);
	add_ancillary(files);
	hostile_spoil(files, "png: grey", sound(200, 150, 8, 0, 0), 40, 40);
	hostile_spoil(files, "png: palette", sound(100, 90, 4, 3, 0), 30, 40);
	hostile_spoil(files, "png: interlaced colour", sound(90, 70, 8, 2, 1), 30, 30);
	hostile_spoil(files, "png: 16 bits and alpha", sound(60, 50, 16, 6, 0), 20, 20);
	hostile_add_costly(files, "png: 36 Mpixel of nothing", sound(6000, 6000, 8, 0, 0));
	hostile_add_costly(files, "png: 36 Mpixel, 16 bits, alpha, interlaced", sound(6000, 6000, 16, 6, 1));
	hostile_add_costly(files, "png: 20,000 x 1,800 in colour", sound(20000, 1800, 8, 2, 0));
	hostile_add_costly(files, "png: 16 x 20,000", sound(16, 20000, 8, 2, 0));
	hostile_add_costly(files, "png: 36 Mpixel of one bit", sound(6000, 6000, 1, 0, 0));
}
