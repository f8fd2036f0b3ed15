/* links: app/dossier app/glyphs app/image app/ocr app/codes app/values app/fields app/reader app/reader/worker firmware/base */
#include "app/dossier/word.h"
#include "app/glyphs/hand_cell.h"
#include "app/reader/worker/hand_reading.h"
#include "firmware/base/paths.h"
#include <string.h>

enum { WIDTH = 600, HEIGHT = 200 };

static Image *
page_of(guint8 paper)
{
	guint8 *pixels = g_malloc(WIDTH * HEIGHT);
	memset(pixels, paper, WIDTH * HEIGHT);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, WIDTH * HEIGHT);
	return image_new(WIDTH, HEIGHT, 1, 300, bytes);
}

static GrayView
view_of(const Image *page)
{
	return (GrayView){g_bytes_get_data(page->pixels, NULL), page->width_px, page->height_px, page->width_px};
}

static Glyphs *
weights(void)
{
	g_autofree char *path = paths_data(HAND_WEIGHTS);
	g_autoptr(GError) error = NULL;
	Glyphs *glyphs = glyphs_load(path, &error);
	g_assert_no_error(error);
	return glyphs;
}

static void
windows_follow_the_word_and_stay_within_bounds(void)
{
	g_autoptr(Image) page = page_of(240);
	GrayView view = view_of(page);
	g_autofree float *cells = g_new(float, HAND_CELLS_MAX *HAND_CELL_VALUES);
	g_assert_cmpint(hand_cells_cut(&view, (Box){10, 10, 40, 30}, cells), ==, 1);
	g_assert_cmpint(hand_cells_cut(&view, (Box){10, 10, 140, 30}, cells), ==, 2);
	g_assert_cmpint(hand_cells_cut(&view, (Box){10, 10, 580, 30}, cells), ==, HAND_CELLS_MAX);
	for (int i = 0; i < HAND_CELLS_MAX * HAND_CELL_VALUES; i++)
		g_assert_cmpfloat(cells[i], ==, 0); /* paper alone */
	g_assert_cmpint(hand_cells_cut(&view, (Box){-50, -50, 100, 100}, cells), ==, 1);
	g_assert_cmpint(hand_cells_cut(&view, (Box){590, 190, 4000, 4000}, cells), >=, 1);
	g_assert_cmpint(hand_cells_cut(&view, (Box){0, 0, 0, 20}, cells), ==, 0);
	g_assert_cmpint(hand_cells_cut(&view, (Box){700, 0, 20, 20}, cells), ==, 0);
	g_assert_cmpint(hand_cells_cut(&view, (Box){5, 5, 1, 1}, cells), ==, 1);
}

static void
the_weights_are_those_of_the_window(void)
{
	g_autoptr(Glyphs) glyphs = weights();
	g_assert_cmpint(glyphs_cell_width(glyphs), ==, HAND_CELL_WIDTH);
	g_assert_cmpint(glyphs_cell_height(glyphs), ==, HAND_CELL_HEIGHT);
	g_assert_cmpint(glyphs_n_classes(glyphs), ==, 2);
	g_assert_cmpint(glyphs_class(glyphs, 0), ==, 'H');
}

static GArray *
one_line(void)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_val(lines, ((Box){20, 20, 560, 40}));
	return lines;
}

/* What the engine is as sure of as of anything on the page is print, whatever it looks like. */
static void
words_read_surely_stay(void)
{
	g_autoptr(Glyphs) glyphs = weights();
	g_autoptr(Image) page = page_of(230);
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_autoptr(GArray) lines = one_line();
	for (int i = 0; i < 4; i++)
		g_ptr_array_add(words, word_new("Nom", (Box){20 + 100 * i, 20, 80, 30}, 0.98, "fra", 0));
	hand_words_drop(glyphs, page, words, lines);
	g_assert_cmpuint(words->len, ==, 4);
	g_assert_cmpuint(lines->len, ==, 1);
}

static void
a_page_without_words_is_no_harm(void)
{
	g_autoptr(Glyphs) glyphs = weights();
	g_autoptr(Image) page = page_of(230);
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_autoptr(GArray) lines = one_line();
	hand_words_drop(glyphs, page, words, lines);
	g_assert_cmpuint(lines->len, ==, 1);
	/* dots, a word off the page, one of no size */
	g_ptr_array_add(words, word_new("....", (Box){20, 20, 80, 4}, 0.2, "fra", 0));
	g_ptr_array_add(words, word_new("Nom", (Box){900, 900, 80, 30}, 0.2, "fra", 0));
	g_ptr_array_add(words, word_new("Nom", (Box){0}, 0.9, "fra", 0));
	hand_words_drop(glyphs, page, words, lines);
	g_assert_cmpuint(words->len, <=, 3);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/hand/windows follow the word and stay within bounds", windows_follow_the_word_and_stay_within_bounds);
	g_test_add_func("/hand/the weights are those of the window", the_weights_are_those_of_the_window);
	g_test_add_func("/hand/words read surely stay", words_read_surely_stay);
	g_test_add_func("/hand/a page without words is no harm", a_page_without_words_is_no_harm);
	return g_test_run();
}
