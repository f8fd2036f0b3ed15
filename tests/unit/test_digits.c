/* links: app/glyphs app/dossier app/data/build/glyphs firmware/base */
#include "app/glyphs/digits.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>

static char *
data_path(const char *file)
{
	const char *tests = g_getenv("G_TEST_SRCDIR");
	return g_build_filename(tests != NULL ? tests : "tests", "..", "app", "data", "glyphs", file, NULL);
}

static Digits *
load(const char *file)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = data_path(file);
	Digits *digits = digits_load(path, &error);
	g_assert_no_error(error);
	return digits;
}

typedef struct {
	GrayView view;
	guint8 *pixels;
	Box line;
} Drawn;

static void
drawn_clear(Drawn *drawn)
{
	g_free(drawn->pixels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drawn, drawn_clear)

/* One line of black text on white, and a rule below it if wanted. */
static Drawn
draw(const char *font, int size_px, const char *text, gboolean ruled)
{
	Drawn drawn = {.line = {20, 20, 0, 0}};
	cairo_surface_t *measure = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cairo = cairo_create(measure);
	g_autoptr(PangoLayout) layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *description = pango_font_description_from_string(font);
	pango_font_description_set_absolute_size(description, size_px * PANGO_SCALE);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	pango_layout_set_text(layout, text, -1);
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	cairo_destroy(cairo);
	cairo_surface_destroy(measure);
	int width = ink.width + 40, height = ink.height + 40;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	cairo = cairo_create(surface);
	cairo_move_to(cairo, 20 - ink.x, 20 - ink.y);
	pango_cairo_show_layout(cairo, layout);
	if (ruled) {
		cairo_rectangle(cairo, 0, 20 + ink.height + 3, width, 2);
		cairo_fill(cairo);
	}
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	drawn.pixels = g_malloc((gsize)width * (gsize)height);
	const guint8 *mask = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			drawn.pixels[y * width + x] = (guint8)(255 - mask[y * stride + x]);
	cairo_surface_destroy(surface);
	drawn.view = (GrayView){drawn.pixels, width, height, width};
	drawn.line.width = ink.width;
	drawn.line.height = ink.height;
	return drawn;
}

static GPtrArray *
read_line(const Digits *digits, const GrayView *view, Box line)
{
	GPtrArray *strings = g_ptr_array_new_with_free_func((GDestroyNotify)digit_string_free);
	digits_read(digits, view, line, strings);
	return strings;
}

/* All strings of a drawn line, with blanks between them. */
static char *
reading_of(const Digits *digits, const char *font, int size_px, const char *text, gboolean ruled, gunichar preferred)
{
	g_auto(Drawn) drawn = draw(font, size_px, text, ruled);
	g_autoptr(GPtrArray) strings = read_line(digits, &drawn.view, drawn.line);
	digits_agree(strings, preferred);
	GString *all = g_string_new(NULL);
	for (guint i = 0; i < strings->len; i++) {
		const DigitString *string = g_ptr_array_index(strings, i);
		g_assert_cmpfloat(string->confidence, >, 0);
		g_assert_cmpfloat(string->confidence, <=, 1);
		g_assert_cmpint(string->box.width, >, 0);
		g_assert_cmpint(string->chars->len, ==, g_utf8_strlen(string->text, -1));
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "", string->text);
	}
	return g_string_free(all, FALSE);
}

static void
assert_reads(const Digits *digits, const char *font, int size_px, const char *text, gunichar preferred)
{
	g_autofree char *plain = reading_of(digits, font, size_px, text, FALSE, preferred);
	g_assert_cmpstr(plain, ==, text);
	g_autofree char *ruled = reading_of(digits, font, size_px, text, TRUE, preferred);
	g_assert_cmpstr(ruled, ==, text);
}

static void
test_dates_and_numbers_are_read(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	assert_reads(digits, "Noto Naskh Arabic", 60, "١٩٩٤/٠٥/٢٦", 0x660);
	assert_reads(digits, "Noto Naskh Arabic", 40, "۲۶-۷-۱۳۷۳", 0x6f0);
	assert_reads(digits, "Noto Naskh Arabic", 50, "۱۳۷۴/۰۵/۲۶", 0x6f0);
	assert_reads(digits, "Noto Naskh Arabic", 50, "٩٥٢١٤٩٠٤٧٣٠", 0x660);
	/* shapes that both sets share: the page decides */
	assert_reads(digits, "Noto Naskh Arabic", 50, "۱۲۳۹", 0x6f0);
	assert_reads(digits, "Noto Naskh Arabic", 50, "١٢٣٩", 0x660);
}

static void
test_digits_are_found_among_words(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	g_autofree char *read = reading_of(digits, "Noto Naskh Arabic", 50,
		"تاريخ الميلاد: ١٩٩٤/٠٥/٢٦ محل الولادة ............ ٣٤٧٨ رقم", FALSE, 0x660);
	/* right to left: the second number stands to the left */
	g_assert_cmpstr(read, ==, "٣٤٧٨ ١٩٩٤/٠٥/٢٦");
}

static void
test_the_form_of_a_date_settles_what_its_signs_look_like(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	/* a full stop is a zero that stands lower; letters that look like one and five stand beside */
	static const char *const dates[] = {"٠٧.٠٩.١٣٧١", "٢٠٠٥/١١/٢٣", "٣٠/١٠/٢٠٠٠", "١/١/١٣٩٠"};
	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
		assert_reads(digits, "Noto Naskh Arabic", 44, dates[i], 0x660);
		g_autofree char *line = g_strdup_printf("ا %s ه", dates[i]);
		g_autofree char *read = reading_of(digits, "Noto Naskh Arabic", 44, line, FALSE, 0x660);
		g_assert_cmpstr(read, ==, dates[i]);
	}
}

static void
test_what_cannot_be_a_date_is_no_date(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	/* months and days that do not exist, longer numbers: read as they stand, and not as surely */
	static const char *const others[] = {"٣٤٧/٦٧٨٩/٢", "١٢٣٤٥/٦٧"};
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_auto(Drawn) drawn = draw("Noto Naskh Arabic", 44, others[i], FALSE);
		g_autoptr(GPtrArray) strings = read_line(digits, &drawn.view, drawn.line);
		digits_agree(strings, 0x660);
		g_assert_cmpuint(strings->len, ==, 1);
		const DigitString *string = g_ptr_array_index(strings, 0);
		g_assert_cmpstr(string->text, ==, others[i]);
		g_assert_cmpfloat(string->confidence, <, 0.9);
	}
}

static void
test_letters_and_western_digits_are_left(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	static const char *const texts[] = {"تاريخ الميلاد محل الولادة دار وزارة الداخلية", "2023/05/26 87654",
		"Date de naissance : Lomé", "......................", "ااا ا ا", "________ ________", NULL};
	for (int i = 0; texts[i] != NULL; i++) {
		g_autofree char *read = reading_of(digits, "Noto Naskh Arabic", 50, texts[i], i % 2 == 1, 0x660);
		g_assert_cmpstr(read, ==, "");
	}
}

static void
test_agreement_and_rewriting(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	g_auto(Drawn) drawn = draw("Noto Naskh Arabic", 50, "۴۵۶۴     ۱۲۳۹", FALSE);
	g_autoptr(GPtrArray) strings = read_line(digits, &drawn.view, drawn.line);
	g_assert_cmpuint(strings->len, ==, 2);
	digits_agree(strings, 0);
	for (guint i = 0; i < 2; i++)
		g_assert_cmpuint(((DigitString *)g_ptr_array_index(strings, i))->zero, ==, 0x6f0);
	DigitString *string = g_ptr_array_index(strings, 1);
	g_assert_cmpstr(string->text, ==, "۱۲۳۹");
	digit_string_rewrite(string, 0x660);
	g_assert_cmpstr(string->text, ==, "١٢٣٩");
	digit_string_keep(string, 1, 3);
	g_assert_cmpstr(string->text, ==, "٢٣");
	g_assert_cmpint(string->box.width, <, 80);
	digits_agree(strings, 0); /* nothing to read is nothing to do */
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	digits_agree(none, 0x660);
}

static void
test_odd_places(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	guint8 pixel = 0;
	GrayView one = {&pixel, 1, 1, 1};
	static const Box boxes[] = {{0, 0, 1, 1}, {0, 0, 0, 0}, {-5, -5, 50, 50}, {100, 100, 50, 50},
		{-2000000000, 0, 2000000000, 30}, {0, 0, 2000000000, 2000000000}, {0, 0, -4, 20}};
	for (gsize i = 0; i < G_N_ELEMENTS(boxes); i++) {
		g_autoptr(GPtrArray) strings = read_line(digits, &one, boxes[i]);
		g_assert_cmpuint(strings->len, ==, 0);
	}
}

static void
test_patterns_are_no_digits(void)
{
	g_autoptr(Digits) digits = load("digits-arab.glyphs");
	enum { WIDTH = 1200, HEIGHT = 120 };
	g_autofree guint8 *pixels = g_malloc(WIDTH * HEIGHT);
	GrayView view = {pixels, WIDTH, HEIGHT, WIDTH};
	for (int pattern = 0; pattern < 6; pattern++) {
		for (int i = 0; i < WIDTH * HEIGHT; i++) {
			int x = i % WIDTH, y = i / WIDTH;
			gboolean ink[] = {FALSE, TRUE, x > 10 && x < 1190 && y > 10 && y < 110,
				(x / 2 + y / 2) % 2 == 0, x % 4 == 0 && y % 4 == 0, y > 30 && y < 90};
			pixels[i] = ink[pattern] ? 0 : 255;
		}
		g_autoptr(GPtrArray) strings = read_line(digits, &view, (Box){0, 20, WIDTH, 80});
		g_assert_cmpuint(strings->len, ==, 0);
	}
}

static void
test_wrong_weights(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *other = data_path("ocr-b.glyphs");
	g_assert_null(digits_load(other, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
	g_assert_nonnull(strstr(error->message, "ocr-b.glyphs"));
	g_clear_error(&error);
	g_assert_null(digits_load("/nonexistent/weights", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_MISSING);
	g_clear_error(&error);
	g_autofree char *path = data_path("digits-arab.glyphs");
	g_autofree char *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	g_autofree char *folder = g_dir_make_tmp("digits-XXXXXX", NULL);
	g_autofree char *cut = g_build_filename(folder, "cut.glyphs", NULL);
	gssize sizes[] = {0, 3, 30, 200, (gssize)size - 1};
	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_assert_true(g_file_set_contents(cut, bytes, sizes[i], NULL));
		g_assert_null(digits_load(cut, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
		g_clear_error(&error);
	}
	g_assert_cmpint(g_unlink(cut), ==, 0);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digits/dates_and_numbers_are_read", test_dates_and_numbers_are_read);
	g_test_add_func("/digits/digits_are_found_among_words", test_digits_are_found_among_words);
	g_test_add_func("/digits/the_form_of_a_date_settles_what_its_signs_look_like",
		test_the_form_of_a_date_settles_what_its_signs_look_like);
	g_test_add_func("/digits/what_cannot_be_a_date_is_no_date", test_what_cannot_be_a_date_is_no_date);
	g_test_add_func("/digits/letters_and_western_digits_are_left", test_letters_and_western_digits_are_left);
	g_test_add_func("/digits/agreement_and_rewriting", test_agreement_and_rewriting);
	g_test_add_func("/digits/odd_places", test_odd_places);
	g_test_add_func("/digits/patterns_are_no_digits", test_patterns_are_no_digits);
	g_test_add_func("/digits/wrong_weights", test_wrong_weights);
	return g_test_run();
}
