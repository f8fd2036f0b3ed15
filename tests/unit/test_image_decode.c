/* links: app/dossier app/image firmware/base */
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/image/png_write.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <string.h>

/* A grey page with a gradient and a black bar. */
static Image *
draw(int width, int height, int channels)
{
	gsize size = image_size(width, height, channels);
	guint8 *pixels = g_malloc(size);
	for (gsize i = 0; i < size; i++)
		pixels[i] = (guint8)(i % 251);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, size);
	return image_new(width, height, channels, 300, bytes);
}

static GBytes *
png_of(const Image *image)
{
	g_autofree char *folder = g_dir_make_tmp("civilia-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "page.png", NULL);
	char *data;
	gsize size;
	g_assert_true(image_write_png(image, path, NULL));
	g_assert_true(g_file_get_contents(path, &data, &size, NULL));
	g_unlink(path);
	g_rmdir(folder);
	return g_bytes_new_take(data, size);
}

static GBytes *
pnm_of(int width, int height)
{
	GByteArray *out = g_byte_array_new();
	g_autofree char *head = g_strdup_printf("P5 # a comment\n%d %d\n255\n", width, height);
	g_byte_array_append(out, (const guint8 *)head, (guint)strlen(head));
	for (int i = 0; i < width * height; i++)
		g_byte_array_append(out, (const guint8[]){(guint8)(i % 256)}, 1);
	return g_byte_array_free_to_bytes(out);
}

static void
put(GByteArray *out, guint32 value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		g_byte_array_append(out, (const guint8[]){(guint8)(value >> (8 * i))}, 1);
}

/* Grey, uncompressed, one strip a page, little endian; n pages of the stated size. loop: the last points to the first.
 */
static GBytes *
tiff_of(guint32 width, guint32 height, int n, gboolean loop)
{
	enum { N_ENTRIES = 8, DIRECTORY = 2 + N_ENTRIES * 12 + 4 };
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)"II*\0", 4);
	put(out, 8, 4);
	guint32 strip = MIN(width * height, 64 * 64);
	for (int page = 0; page < n; page++) {
		guint32 start = out->len, next = start + DIRECTORY + strip;
		const guint32 entries[N_ENTRIES][3] = {{256, 4, width}, {257, 4, height}, {258, 3, 8}, {259, 3, 1},
			{262, 3, 1}, {273, 4, start + DIRECTORY}, {278, 4, height}, {279, 4, strip}};
		put(out, N_ENTRIES, 2);
		for (int i = 0; i < N_ENTRIES; i++) {
			put(out, entries[i][0], 2);
			put(out, entries[i][1], 2);
			put(out, 1, 4);
			put(out, entries[i][2], 4);
		}
		put(out, page + 1 < n ? next : loop ? 8 : 0, 4);
		for (guint32 i = 0; i < strip; i++)
			put(out, (guint32)(page + 1) * 10, 1);
	}
	return g_byte_array_free_to_bytes(out);
}

static GBytes *
cut(GBytes *bytes, gsize size)
{
	return g_bytes_new_from_bytes(bytes, 0, size);
}

static void
assert_fails(GBytes *bytes, StationError code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Image) image = image_decode(bytes, 1, NULL, &error);
	g_assert_null(image);
	g_assert_error(error, STATION_ERROR, (int)code);
}

static void
assert_text_fails(const char *text, gsize size, StationError code)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, size);
	assert_fails(bytes, code);
}

static void
good_formats_decode(void)
{
	g_autoptr(Image) colour = draw(70, 50, 3);
	g_autoptr(Image) grey = draw(70, 50, 1);
	g_autoptr(GBytes) png = png_of(colour);
	g_autoptr(Image) a = image_decode(png, 1, NULL, NULL);
	g_assert_nonnull(a);
	g_assert_cmpint(a->channels, ==, 3);
	g_assert_true(g_bytes_equal(a->pixels, colour->pixels));
	g_autoptr(GBytes) jpeg = image_to_jpeg(grey, 90);
	g_autoptr(Image) b = image_decode(jpeg, 1, NULL, NULL);
	g_assert_nonnull(b);
	g_assert_cmpint(b->channels, ==, 1);
	g_assert_cmpint(b->dpi, ==, 300);
	g_autoptr(GBytes) pnm = pnm_of(30, 20);
	g_autoptr(Image) c = image_decode(pnm, 1, NULL, NULL);
	g_assert_nonnull(c);
	g_assert_cmpint(c->width_px, ==, 30);
	g_assert_cmpint(((const guint8 *)g_bytes_get_data(c->pixels, NULL))[31], ==, 31);
}

static void
every_page_of_a_tiff_decodes(void)
{
	g_autoptr(GBytes) tiff = tiff_of(40, 30, 3, FALSE);
	g_assert_cmpint(image_count(tiff), ==, 3);
	for (int i = 1; i <= 3; i++) {
		int n = 0;
		g_autoptr(Image) page = image_decode(tiff, i, &n, NULL);
		g_assert_nonnull(page);
		g_assert_cmpint(n, ==, 3);
		g_assert_cmpint(((const guint8 *)g_bytes_get_data(page->pixels, NULL))[5], ==, i * 10);
	}
}

static void
a_chain_of_pages_that_loops_ends(void)
{
	g_autoptr(GBytes) tiff = tiff_of(40, 30, 3, TRUE);
	g_assert_cmpint(image_count(tiff), <=, 4);
}

static void
empty_and_foreign_files_are_named(void)
{
	assert_text_fails("", 0, STATION_ERROR_EMPTY);
	assert_text_fails("Bonjour, ceci est un texte.\n", 28, STATION_ERROR_NOT_AN_IMAGE);
	assert_text_fails("P5, rue des Lilas", 17, STATION_ERROR_NOT_AN_IMAGE);
	assert_text_fails("BM", 2, STATION_ERROR_NOT_AN_IMAGE);
	assert_text_fails("%PDF-1.7\n", 9, STATION_ERROR_UNSUPPORTED);
	assert_text_fails("GIF89a", 6, STATION_ERROR_UNSUPPORTED);
	assert_text_fails("RIFF....WEBPVP8 ", 16, STATION_ERROR_UNSUPPORTED);
	assert_text_fails("\xff", 1, STATION_ERROR_NOT_AN_IMAGE);
}

/* Cut anywhere, a file is damaged or not an image; it never decodes, and never crashes. */
static void
a_truncated_file_is_never_a_page(void)
{
	g_autoptr(Image) image = draw(90, 80, 3);
	g_autoptr(Image) grey = draw(90, 80, 1);
	GBytes *files[4] = {png_of(image), image_to_jpeg(grey, 85), tiff_of(64, 64, 1, FALSE), pnm_of(64, 64)};
	for (int f = 0; f < 4; f++) {
		gsize size = g_bytes_get_size(files[f]);
		for (gsize n = 1; n < size - 2; n += MAX(size / 97, 1)) {
			g_autoptr(GBytes) part = cut(files[f], n);
			g_autoptr(GError) error = NULL;
			g_autoptr(Image) page = image_decode(part, 1, NULL, &error);
			g_assert_null(page);
			g_assert_true(error->domain == STATION_ERROR);
			if (n > size / 2)
				g_assert_error(error, STATION_ERROR, STATION_ERROR_TRUNCATED);
		}
		g_bytes_unref(files[f]);
	}
}

/* The header of a PNG with another width and height, its checksum made good again. */
static GBytes *
png_lying(guint32 width, guint32 height)
{
	g_autoptr(Image) image = draw(32, 32, 1);
	g_autoptr(GBytes) png = png_of(image);
	gsize size;
	guint8 *data = g_memdup2(g_bytes_get_data(png, &size), g_bytes_get_size(png));
	guint32 be[2] = {GUINT32_TO_BE(width), GUINT32_TO_BE(height)};
	memcpy(data + 16, be, 8);
	guint32 crc = 0xffffffff;
	for (int i = 12; i < 29; i++) {
		crc ^= data[i];
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
	}
	crc = GUINT32_TO_BE(crc ^ 0xffffffff);
	memcpy(data + 29, &crc, 4);
	return g_bytes_new_take(data, size);
}

static void
a_header_with_huge_sides_is_refused_before_anything_is_allocated(void)
{
	GBytes *bombs[4] = {png_lying(19999, 19999), tiff_of(65000, 65000, 1, FALSE),
		g_bytes_new_static("P6 20000 20000 255\n", 19), png_lying(0x7fffffff, 2)};
	for (int i = 0; i < 4; i++) {
		assert_fails(bombs[i], STATION_ERROR_TOO_LARGE);
		g_bytes_unref(bombs[i]);
	}
	g_autoptr(GBytes) jpeg = NULL;
	g_autoptr(Image) grey = draw(64, 64, 1);
	g_autoptr(GBytes) sound = image_to_jpeg(grey, 85);
	gsize size = g_bytes_get_size(sound);
	guint8 *data = g_memdup2(g_bytes_get_data(sound, NULL), size);
	for (gsize i = 0; i + 9 < size; i++)
		if (data[i] == 0xff && data[i + 1] == 0xc0) {
			memset(data + i + 5, 0xfe, 4); /* 65278 x 65278 */
			break;
		}
	jpeg = g_bytes_new_take(data, size);
	assert_fails(jpeg, STATION_ERROR_TOO_LARGE);
}

static void
sides_of_zero_or_a_few_pixels_are_refused(void)
{
	assert_text_fails("P5 0 40 255\n", 12, STATION_ERROR_NOT_AN_IMAGE);
	assert_text_fails("P5 3 3 255\n123456789", 20, STATION_ERROR_UNSUPPORTED);
	g_autoptr(GBytes) tiff = tiff_of(0, 40, 1, FALSE);
	assert_fails(tiff, STATION_ERROR_NOT_AN_IMAGE);
}

static void
a_sound_header_without_its_pixels_is_truncated(void)
{
	g_autoptr(GBytes) more = png_lying(3000, 3000);
	assert_fails(more, STATION_ERROR_TRUNCATED);
	assert_text_fails("P5 1000 1000 255\nabc", 20, STATION_ERROR_TRUNCATED);
	assert_text_fails("P5", 2, STATION_ERROR_TRUNCATED);
}

static void
flipped_bytes_never_crash(void)
{
	g_autoptr(Image) image = draw(64, 48, 3);
	GBytes *files[3] = {png_of(image), image_to_jpeg(image, 85), tiff_of(32, 32, 2, FALSE)};
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	for (int i = 0; i < 1500; i++) {
		GBytes *file = files[i % 3];
		gsize size;
		guint8 *data = g_memdup2(g_bytes_get_data(file, &size), g_bytes_get_size(file));
		for (int k = 0; k < 3; k++)
			data[g_rand_int_range(rand, 0, (gint32)size)] = (guint8)g_rand_int(rand);
		g_autoptr(GBytes) bad = g_bytes_new_take(data, size);
		g_autoptr(GError) error = NULL;
		g_autoptr(Image) page = image_decode(bad, 1, NULL, &error);
		g_assert_true((page == NULL) == (error != NULL));
	}
	for (int f = 0; f < 3; f++)
		g_bytes_unref(files[f]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/image/decode/good formats decode", good_formats_decode);
	g_test_add_func("/image/decode/every page of a tiff decodes", every_page_of_a_tiff_decodes);
	g_test_add_func("/image/decode/a chain of pages that loops ends", a_chain_of_pages_that_loops_ends);
	g_test_add_func("/image/decode/empty and foreign files are named", empty_and_foreign_files_are_named);
	g_test_add_func("/image/decode/a truncated file is never a page", a_truncated_file_is_never_a_page);
	g_test_add_func("/image/decode/a header with huge sides is refused before anything is allocated",
		a_header_with_huge_sides_is_refused_before_anything_is_allocated);
	g_test_add_func(
		"/image/decode/sides of zero or a few pixels are refused", sides_of_zero_or_a_few_pixels_are_refused);
	g_test_add_func("/image/decode/a sound header without its pixels is truncated",
		a_sound_header_without_its_pixels_is_truncated);
	g_test_add_func("/image/decode/flipped bytes never crash", flipped_bytes_never_crash);
	return g_test_run();
}
