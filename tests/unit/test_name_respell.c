/* links: app/dossier app/image app/glyphs app/ocr app/codes app/values app/fields app/reader app/reader/worker app/data/build/glyphs firmware/base */
/* Names of other countries, printed on a page and read with the page's alphabet. */
#include "app/reader/worker/name_respell.h"
#include "firmware/base/paths.h"
#include <pango/pangocairo.h>

enum { WIDTH = 1200, HEIGHT = 200, X = 100, Y = 60 };

static Models *models;
static Engines *engines;

/* A page with a name of two words, and where they stand. */
static Image *
page_with(const char *first, const char *second, Box boxes[2])
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	int x = X;
	for (int i = 0; i < 2; i++) {
		PangoLayout *layout = pango_cairo_create_layout(cairo);
		PangoFontDescription *font = pango_font_description_from_string("Liberation Serif 36px");
		PangoRectangle ink;
		pango_layout_set_font_description(layout, font);
		pango_layout_set_text(layout, i == 0 ? first : second, -1);
		pango_layout_get_pixel_extents(layout, &ink, NULL);
		cairo_move_to(cairo, x, Y);
		pango_cairo_show_layout(cairo, layout);
		boxes[i] = (Box){x + ink.x, Y + ink.y, ink.width, ink.height};
		x += ink.width + 14;
		pango_font_description_free(font);
		g_object_unref(layout);
	}
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	guint8 *pixels = g_malloc(WIDTH * HEIGHT);
	int stride = cairo_image_surface_get_stride(surface);
	const guint8 *ink = cairo_image_surface_get_data(surface);
	for (int y = 0; y < HEIGHT; y++)
		for (int i = 0; i < WIDTH; i++)
			pixels[y * WIDTH + i] = (guint8)(240 - ink[y * stride + i] * 215 / 255);
	cairo_surface_destroy(surface);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, WIDTH * HEIGHT);
	return image_new(WIDTH, HEIGHT, 1, 300, bytes);
}

/* What becomes of the words read, "Aa Bb", of a person from country. */
static char *
corrected(const char *first, const char *second, const char *country, const char *read_first, const char *read_second,
	gboolean *changed)
{
	Box boxes[2];
	g_autoptr(Image) page = page_with(first, second, boxes);
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_ptr_array_add(words, word_new(read_first, boxes[0], 0.8, "fra", 0));
	g_ptr_array_add(words, word_new(read_second, boxes[1], 0.8, "fra", 0));
	g_autoptr(Document) document = document_new(KIND_DECISION);
	g_autofree char *raw = g_strconcat(read_first, " ", read_second, NULL);
	g_ptr_array_add(document->facts,
		fact_new("person.full_name", raw, raw, 0.8, FACT_SOURCE_LABEL, box_union(boxes[0], boxes[1])));
	g_ptr_array_add(document->facts,
		fact_new("person.nationality", country, country, 0.9, FACT_SOURCE_LABEL, (Box){0, 0, 10, 10}));
	*changed = names_respell(engines, page, models_find(models, "fra"), document, words);
	const Word *a = words->pdata[0], *b = words->pdata[1];
	return g_strconcat(a->text, " ", b->text, NULL);
}

static void
letters_of_the_persons_country_are_read(void)
{
	gboolean changed;
	g_autofree char *turkish = corrected("Şükrü", "Yılmaz", "TUR", "Sükrü", "Yilmaz", &changed);
	g_assert_true(changed);
	g_assert_cmpstr(turkish, ==, "Şükrü Yılmaz");
	g_autofree char *portuguese = corrected("Adão", "Simões", "AGO", "Adâo", "Simôes", &changed);
	g_assert_true(changed);
	g_assert_cmpstr(portuguese, ==, "Adão Simões");
}

static void
names_of_other_countries_stay(void)
{
	gboolean changed;
	g_autofree char *french = corrected("Aïssatou", "Bérété", "GIN", "Aïssatou", "Bérété", &changed);
	g_assert_false(changed);
	g_assert_cmpstr(french, ==, "Aïssatou Bérété");
	g_autofree char *plain = corrected("Besa", "Marku", "ALB", "Besa", "Marku", &changed);
	g_assert_false(changed);
	g_assert_cmpstr(plain, ==, "Besa Marku");
}

static void
another_text_is_no_better_spelling(void)
{
	gboolean changed;
	g_autofree char *other = corrected("Şükrü", "Yılmaz", "TUR", "Mamadou", "Diallo", &changed);
	g_assert_false(changed);
	g_assert_cmpstr(other, ==, "Mamadou Diallo");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *languages = paths_data("languages.ini");
	g_autoptr(GError) error = NULL;
	models = models_load(languages, NULL, &error);
	g_assert_no_error(error);
	engines = engines_new(models);
	g_test_add_func("/names/letters of the person's country are read", letters_of_the_persons_country_are_read);
	g_test_add_func("/names/names of other countries stay", names_of_other_countries_stay);
	g_test_add_func("/names/another text is no better spelling", another_text_is_no_better_spelling);
	int status = g_test_run();
	engines_free(engines);
	models_free(models);
	return status;
}
