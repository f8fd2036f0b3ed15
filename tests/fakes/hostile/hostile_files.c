#include "tests/fakes/hostile/hostile_files.h"
#include <gio/gio.h>
#include <string.h>

static void
file_free(gpointer data)
{
	HostileFile *file = data;
	g_free(file->what);
	g_bytes_unref(file->bytes);
	g_free(file);
}

Out
out_new(gboolean big_endian)
{
	return (Out){g_byte_array_new(), big_endian};
}

void
out_number(Out *out, guint64 value, int n_bytes)
{
	for (int i = 0; i < n_bytes; i++) {
		int shift = 8 * (out->big_endian ? n_bytes - 1 - i : i);
		guint8 byte = (guint8)(value >> shift);
		g_byte_array_append(out->bytes, &byte, 1);
	}
}

void
out_bytes(Out *out, gconstpointer data, gsize n)
{
	g_byte_array_append(out->bytes, data, (guint)n);
}

void
out_fill(Out *out, guint8 value, gsize n)
{
	guint at = out->bytes->len;
	g_byte_array_set_size(out->bytes, at + (guint)n);
	memset(out->bytes->data + at, value, n);
}

GBytes *
out_end(Out *out)
{
	return g_byte_array_free_to_bytes(g_steal_pointer(&out->bytes));
}

static HostileFile *
add(GPtrArray *files, const char *what, GBytes *bytes)
{
	HostileFile *file = g_new0(HostileFile, 1);
	file->what = g_strdup(what);
	file->bytes = bytes;
	g_ptr_array_add(files, file);
	return file;
}

void
hostile_add(GPtrArray *files, const char *what, GBytes *bytes)
{
	add(files, what, bytes);
}

void
hostile_add_costly(GPtrArray *files, const char *what, GBytes *bytes)
{
	add(files, what, bytes)->costly = TRUE;
}

void
hostile_spoil(GPtrArray *files, const char *what, GBytes *sound, int cuts, int flips)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(sound, &size);
	g_autoptr(GRand) chance = g_rand_new_with_seed(g_str_hash(what));
	for (int i = 0; i < cuts; i++) {
		/* every place of the head, then evenly */
		gsize n = i < cuts / 3 ? (gsize)i : (gsize)i * size / (gsize)cuts;
		g_autofree char *name = g_strdup_printf("%s cut after %" G_GSIZE_FORMAT, what, n);
		hostile_add(files, name, g_bytes_new(data, n));
	}
	for (int i = 0; i < flips; i++) {
		guint8 *bad = g_memdup2(data, size);
		int n = 1 << i % 5;
		for (int k = 0; k < n; k++) {
			/* half of them among the first 200 bytes, where what matters stands */
			gsize at = (gsize)g_rand_int_range(chance, 0, (gint32)(i % 2 == 0 ? MIN(size, 200) : size));
			bad[at] = i % 3 == 0 ? (guint8)(bad[at] ^ 1 << g_rand_int_range(chance, 0, 8))
					     : (guint8)g_rand_int(chance);
		}
		g_autofree char *name = g_strdup_printf("%s with %d bytes changed (%d)", what, n, i);
		hostile_add(files, name, g_bytes_new_take(bad, size));
	}
	g_bytes_unref(sound);
}

GBytes *
hostile_deflate(guint8 value, gsize n)
{
	g_autoptr(GConverter) converter = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
	g_autofree guint8 *in = memset(g_malloc(MAX(n, 1)), value, MAX(n, 1));
	gsize room = n / 100 + 1000, read = 0, written = 0;
	guint8 *out = g_malloc(room);
	GConverterResult result =
		g_converter_convert(converter, in, n, out, room, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
	g_assert(result == G_CONVERTER_FINISHED);
	return g_bytes_new_take(out, written);
}

GPtrArray *
hostile_files(void)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(file_free);
	hostile_png(files);
	hostile_jpeg(files);
	hostile_tiff(files);
	hostile_other(files);
	g_assert(files->len > 1000);
	return files;
}
