/* links: drivers/scan/folder */
#include "drivers/scan/folder/folder_render.h"
#include "drivers/scan/folder/folder_tray.h"
#include "drivers/scan/folder/folder_trouble.h"
#include <glib/gstdio.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <jpeglib.h>

typedef struct {
	char *path;
} Folder;

static void
put(const Folder *folder, const char *name, const char *bytes, gssize size)
{
	g_autofree char *path = g_build_filename(folder->path, name, NULL);
	g_assert_true(g_file_set_contents(path, bytes, size, NULL));
}

static void
set_up(Folder *folder, gconstpointer data)
{
	(void)data;
	folder->path = g_dir_make_tmp("civilia-tray-XXXXXX", NULL);
}

static void
clear(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		clear(child);
	}
	g_remove(path);
}

static void
tear_down(Folder *folder, gconstpointer data)
{
	(void)data;
	clear(folder->path);
	g_free(folder->path);
}

static char *
describe(GPtrArray *sheets)
{
	GString *s = g_string_new(NULL);
	for (guint i = 0; i < sheets->len; i++) {
		const TraySheet *sheet = sheets->pdata[i];
		g_string_append_printf(s, "%s+%s ", sheet->front, sheet->back != NULL ? sheet->back : "");
	}
	return g_string_free(s, FALSE);
}

static void
assert_sheets(const Folder *folder, gboolean in_pairs, const char *expected)
{
	g_autoptr(GPtrArray) sheets = tray_sheets(folder->path, in_pairs);
	g_autofree char *text = describe(sheets);
	g_assert_cmpstr(text, ==, expected);
}

static void
test_order(Folder *folder, gconstpointer data)
{
	(void)data;
	static const char *const names[] = {"c.JPG", "a.png", "b.pgm", "trouble", "note.txt", ".png", "png"};
	assert_sheets(folder, FALSE, "");
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		put(folder, names[i], "x", 1);
	assert_sheets(folder, FALSE, "a.png+ b.pgm+ c.JPG+ ");
	assert_sheets(folder, TRUE, "a.png+b.pgm c.JPG+ ");
	Folder missing = {.path = (char *)"/no/such/folder"};
	assert_sheets(&missing, FALSE, "");
}

static void
test_named_sides(Folder *folder, gconstpointer data)
{
	(void)data;
	static const char *const names[] = {
		"01-front.png", "01-back.png", "02-front.png", "03-back.png", "04.png", "05-back.jpg", "05-front.png"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		put(folder, names[i], "x", 1);
	const char *expected = "01-front.png+01-back.png 02-front.png+ 03-back.png+ 04.png+ 05-front.png+05-back.jpg ";
	assert_sheets(folder, TRUE, expected);
	assert_sheets(folder, FALSE, expected);
}

static void
test_eject(Folder *folder, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	for (int i = 0; i < 3; i++) { /* the same name again: nothing is overwritten */
		put(folder, "a.png", "x", 1);
		g_autoptr(GPtrArray) sheets = tray_sheets(folder->path, FALSE);
		gboolean ok = tray_eject(folder->path, sheets->pdata[0], &error);
		g_assert_no_error(error);
		g_assert_true(ok);
	}
	g_autofree char *third = g_build_filename(folder->path, "scanned", "3-a.png", NULL);
	g_assert_true(g_file_test(third, G_FILE_TEST_EXISTS));
	TraySheet ghost = {(char *)"ghost.png", NULL};
	g_assert_false(tray_eject(folder->path, &ghost, &error));
	g_assert_nonnull(error);
}

static void
test_directives(Folder *folder, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) none = trouble_read(folder->path, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(none->len, ==, 0);
	put(folder, "trouble", "# comment\n\n sheet 3: jam 50% # here\nslow 2 ms/line\r\nsheet 12:crash\nshort\n", -1);
	g_autoptr(GArray) list = trouble_read(folder->path, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(list->len, ==, 4);
	g_assert_null(trouble_find(list, TROUBLE_JAM, 2));
	g_assert_cmpfloat(trouble_find(list, TROUBLE_JAM, 3)->share, ==, 0.5);
	g_assert_cmpint(trouble_find(list, TROUBLE_SLOW, 7)->slow_ms, ==, 2);
	g_assert_nonnull(trouble_find(list, TROUBLE_CRASH, 12));
	g_assert_cmpfloat(trouble_find(list, TROUBLE_SHORT, 1)->share, ==, 0.9);
	static const char *const wrong[] = {"jamm", "jam 200%", "jam 5", "sheet 0: jam", "sheet x: jam", "sheet 2 jam",
		"sheet 2:", "slow", "slow 5", "slow 99999999 ms/line", "jam 5% 6%", "sheet 99999999999999999999: jam"};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *text = g_strdup_printf("jam\n%s\n", wrong[i]);
		put(folder, "trouble", text, -1);
		g_assert_null(trouble_read(folder->path, &error));
		g_assert_nonnull(strstr(error->message, "trouble:2: "));
		g_clear_error(&error);
	}
	g_autofree char *path = g_build_filename(folder->path, "trouble", NULL);
	g_assert_cmpint(truncate(path, 1024 * 1024), ==, 0);
	g_assert_null(trouble_read(folder->path, &error));
	g_assert_nonnull(error);
}

/* 2 x 2 pixels with 200 dpi (7874 dots a metre). */
static const guint8 small_png[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 2, 0,
	0, 0, 2, 8, 0, 0, 0, 0, 0x57, 0xdd, 0x52, 0xf8, 0, 0, 0, 9, 'p', 'H', 'Y', 's', 0, 0, 0x1e, 0xc2, 0, 0, 0x1e,
	0xc2, 1, 0x6e, 0xd0, 0x75, 0x3e};

static FolderImage *
load(const Folder *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder->path, name, NULL);
	return folder_image_load(path, error);
}

static void
test_images(Folder *folder, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	put(folder, "a.pgm", "P5 # grey\n3 2\n255\nabcdef", -1);
	g_autoptr(FolderImage) grey = load(folder, "a.pgm", &error);
	g_assert_no_error(error);
	g_assert_cmpint(grey->width, ==, 3);
	g_assert_cmpint(grey->dpi, ==, 300);
	g_assert_cmpmem(grey->pixels, 6, "abcdef", 6);
	put(folder, "b.pbm", "P4\n10 1\n\xa0\x40", -1);
	g_autoptr(FolderImage) bits = load(folder, "b.pbm", &error);
	g_assert_no_error(error);
	g_assert_cmpmem(bits->pixels, 10, "\x00\xff\x00\xff\xff\xff\xff\xff\xff\x00", 10);
	put(folder, "c.ppm", "P6\n1 1\n255\nRGB", -1);
	g_autoptr(FolderImage) color = load(folder, "c.ppm", &error);
	g_assert_cmpint(color->channels, ==, 3);
	folder_image_convert(color, 1);
	g_assert_cmpuint(color->pixels[0], ==, (77 * 'R' + 150 * 'G' + 29 * 'B' + 128) >> 8);
	static const struct {
		const char *bytes;
		gssize size;
	} wrong[] = {{"", 0}, {"P", 1}, {"GIF89a", -1}, {"P5\n3 2\n255\nabc", -1}, {"P5\n3 2\n65535\nabcdefabcdef", -1},
		{"P5\n99999 99999\n255\n", -1}, {"P5\n0 4\n255\n", -1}, {"P5\n-1 4\n255\n", -1}, {"P5\n3", -1},
		{(const char *)small_png, sizeof small_png}, {"\xff\xd8\xff\xe0junk", -1}};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		put(folder, "wrong.png", wrong[i].bytes, wrong[i].size);
		g_assert_null(load(folder, "wrong.png", &error));
		g_assert_nonnull(strstr(error->message, "wrong.png: "));
		g_clear_error(&error);
	}
	g_assert_null(load(folder, "missing.png", &error));
	g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
put_png(const Folder *folder, const char *name, png_uint_32 format, const void *pixels, int width, int height)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)width,
		.height = (png_uint_32)height,
		.format = format};
	g_autofree char *path = g_build_filename(folder->path, name, NULL);
	g_assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
}

/* Transparent parts are paper; depth and palette do not matter. */
static void
test_png_kinds(Folder *folder, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	static const guint8 grey_alpha[] = {0, 0, 100, 255}, rgba[] = {9, 8, 7, 255, 1, 2, 3, 0};
	static const guint16 deep_alpha[] = {0, 0, 0x8000, 0xffff};
	put_png(folder, "a.png", PNG_FORMAT_GA, grey_alpha, 2, 1);
	g_autoptr(FolderImage) a = load(folder, "a.png", &error);
	g_assert_no_error(error);
	g_assert_cmpint(a->channels, ==, 1);
	g_assert_cmpmem(a->pixels, 2, "\xff\x64", 2);
	put_png(folder, "b.png", PNG_FORMAT_RGBA, rgba, 2, 1);
	g_autoptr(FolderImage) b = load(folder, "b.png", &error);
	g_assert_no_error(error);
	g_assert_cmpmem(b->pixels, 6, "\x09\x08\x07\xff\xff\xff", 6);
	put_png(folder, "c.png", PNG_FORMAT_LINEAR_Y_ALPHA, deep_alpha, 2, 1);
	g_autoptr(FolderImage) c = load(folder, "c.png", &error);
	g_assert_no_error(error);
	g_assert_cmpint(c->channels, ==, 1);
	g_assert_cmpuint(c->pixels[0], ==, 255);
	g_assert_cmpuint(c->pixels[1], <, 255);
}

static void
test_jpeg(Folder *folder, gconstpointer data)
{
	(void)data;
	enum { SIDE = 32, DPI = 200 };
	g_autofree char *path = g_build_filename(folder->path, "a.jpg", NULL);
	FILE *file = fopen(path, "wb");
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, file);
	jpeg.image_width = jpeg.image_height = SIDE;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg.density_unit = 1;
	jpeg.X_density = jpeg.Y_density = DPI;
	jpeg_start_compress(&jpeg, TRUE);
	guint8 line[3 * SIDE];
	memset(line, 120, sizeof line);
	JSAMPROW rows[] = {line};
	while (jpeg.next_scanline < SIDE)
		jpeg_write_scanlines(&jpeg, rows, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	fclose(file);
	g_autoptr(GError) error = NULL;
	g_autoptr(FolderImage) image = load(folder, "a.jpg", &error);
	g_assert_no_error(error);
	g_assert_cmpint(image->width, ==, SIDE);
	g_assert_cmpint(image->channels, ==, 3);
	g_assert_cmpint(image->dpi, ==, DPI);
	g_assert_cmpint(ABS(image->pixels[3 * SIDE * SIDE - 1] - 120), <=, 3);
	GStatBuf st;
	g_assert_cmpint(g_stat(path, &st), ==, 0);
	g_assert_cmpint(truncate(path, st.st_size - 40), ==, 0);
	g_assert_null(load(folder, "a.jpg", &error));
	g_assert_nonnull(strstr(error->message, "a.jpg: "));
}

static const RenderWindow everything = {0, 0, 1000, 1000};

static FolderImage *
ramp(int width, int height)
{
	FolderImage *image = folder_image_blank(width, height, 300);
	for (int i = 0; i < width * height; i++)
		image->pixels[i] = (guint8)(i % width * 2);
	return image;
}

static void
test_render(void)
{
	guint8 row[1000];
	Render *same = render_new(ramp(100, 60), RENDER_GRAY, 300, everything);
	g_assert_cmpint(render_width(same), ==, 100);
	g_assert_cmpint(render_height(same), ==, 60);
	render_row(same, 59, row);
	for (int x = 0; x < 100; x++)
		g_assert_cmpuint(row[x], ==, 2 * x);
	render_row(same, 60, row); /* past the end: white */
	g_assert_cmpuint(row[0], ==, 255);
	render_free(same);
	Render *half = render_new(ramp(100, 60), RENDER_GRAY, 150, everything);
	g_assert_cmpint(render_width(half), ==, 50);
	g_assert_cmpint(render_height(half), ==, 30);
	render_row(half, 29, row);
	for (int x = 0; x < 50; x++)
		g_assert_cmpuint(row[x], ==, 4 * x + 1); /* the mean of 4x and 4x + 2 */
	render_free(half);
	Render *twice = render_new(ramp(100, 60), RENDER_COLOR, 600, everything);
	g_assert_cmpint(render_width(twice), ==, 200);
	g_assert_cmpint(render_bytes_per_line(twice), ==, 600);
	render_row(twice, 119, row);
	for (int x = 2; x < 198; x++)
		g_assert_cmpint(ABS(row[3 * x] - x), <=, 1);
	render_free(twice);
	RenderWindow window = {25.4 / 300 * 10, 25.4 / 300 * 20, 25.4 / 300 * 30, 25.4 / 300 * 50};
	Render *part = render_new(ramp(100, 60), RENDER_LINEART, 300, window);
	g_assert_cmpint(render_width(part), ==, 20);
	g_assert_cmpint(render_height(part), ==, 30);
	g_assert_cmpint(render_bytes_per_line(part), ==, 3);
	render_row(part, 0, row);
	g_assert_cmpmem(row, 3, "\xff\xff\xf0", 3); /* 20 .. 58: all dark; padding is zero */
	render_free(part);
	RenderWindow outside = {500, 500, 600, 600};
	g_assert_null(render_new(ramp(100, 60), RENDER_GRAY, 300, outside));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define FOLDER_TEST(name, test) g_test_add(name, Folder, NULL, set_up, test, tear_down)
	FOLDER_TEST("/tray/sheets lie in name order", test_order);
	FOLDER_TEST("/tray/named sides make a sheet", test_named_sides);
	FOLDER_TEST("/tray/ejecting overwrites nothing", test_eject);
	FOLDER_TEST("/trouble/directives are read, wrong ones named", test_directives);
	FOLDER_TEST("/image/files are decoded, wrong ones named", test_images);
	FOLDER_TEST("/image/every kind of PNG comes out as paper", test_png_kinds);
	FOLDER_TEST("/image/a JPEG with its resolution", test_jpeg);
	g_test_add_func("/render/resolution, mode and window", test_render);
	return g_test_run();
}
