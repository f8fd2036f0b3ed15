/* links: app/dossier app/image firmware/base */
/* Lines that rules, plates and frames hide. */
#include "app/image/dark_plates.h"
#include "app/image/image_change.h"
#include "app/image/text_structure.h"
#include <string.h>

enum { WIDTH = 1800, HEIGHT = 900, DPI = 150, PAPER = 240, INK = 25 };

static guint8 *
sheet(void)
{
	guint8 *pixels = g_malloc(WIDTH * HEIGHT);
	memset(pixels, PAPER, WIDTH * HEIGHT);
	return pixels;
}

static void
paint(guint8 *pixels, int x, int y, int width, int height, int grey)
{
	for (int j = y; j < y + height; j++)
		memset(pixels + j * WIDTH + x, grey, (gsize)width);
}

/* n letters of two stems and a bar, or of one stem ("I") at every third place; returns where they end. */
static int
write_letters(guint8 *pixels, int x, int y, int n, int height, int grey)
{
	int stem = MAX(height / 7, 3), width = height * 2 / 3;
	for (int i = 0; i < n; i++) {
		paint(pixels, x, y, stem, height, grey);
		if (i % 3 != 2) {
			paint(pixels, x + width - stem, y, stem, height, grey);
			paint(pixels, x, y + height / 2, width, stem, grey);
		}
		x += (i % 3 != 2 ? width : stem) + height / 4;
	}
	return x - height / 4;
}

static Image *
image_of(guint8 *pixels)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, WIDTH * HEIGHT);
	return image_new(WIDTH, HEIGHT, 1, DPI, bytes);
}

/* The line that holds the middle of the box; all of the box but its edges must be in it. */
static void
expect_line(const Image *page, Box box)
{
	g_autoptr(Image) even = image_even_ground(page);
	g_autoptr(GArray) lines = text_lines_find(even);
	gboolean found = FALSE;
	for (guint i = 0; i < lines->len; i++) {
		const Box *line = &g_array_index(lines, Box, i);
		found |= line->x <= box.x + 6 && line->x + line->width >= box.x + box.width - 6 &&
			 line->y <= box.y + 6 && line->y + line->height >= box.y + box.height - 6 &&
			 line->height < 2 * box.height;
	}
	g_assert_true(found);
}

static void
tall_stems_are_no_rules(void)
{
	guint8 *pixels = sheet();
	int end = write_letters(pixels, 120, 100, 12, 44, INK); /* 7.5 mm */
	for (int y = 300; y < 700; y += 80)
		write_letters(pixels, 120, y, 30, 16, INK);
	g_autoptr(Image) page = image_of(pixels);
	expect_line(page, (Box){120, 100, end - 120, 44});
}

static void
frames_and_rules_are_no_letters(void)
{
	guint8 *pixels = sheet();
	for (int y = 300; y < 700; y += 80)
		write_letters(pixels, 120, y, 30, 16, INK);
	for (int i = 0; i < 8; i++) { /* empty boxes of 7 x 7.5 mm */
		int x = 120 + i * 70;
		paint(pixels, x, 100, 40, 2, INK);
		paint(pixels, x, 142, 40, 2, INK);
		paint(pixels, x, 100, 2, 44, INK);
		paint(pixels, x + 38, 100, 2, 44, INK);
	}
	g_autoptr(Image) page = image_of(pixels);
	g_autoptr(GArray) lines = text_lines_find(page);
	g_assert_cmpuint(lines->len, ==, 5);
}

static void
light_letters_on_a_dark_plate_become_text(void)
{
	guint8 *pixels = sheet();
	paint(pixels, 100, 60, 1500, 55, 70);
	int end = write_letters(pixels, 140, 76, 20, 22, PAPER);
	for (int y = 300; y < 700; y += 80)
		write_letters(pixels, 120, y, 30, 16, INK);
	g_autoptr(Image) page = image_of(pixels);
	g_assert_cmpint(image_turn_plates(page, DPI), ==, 1);
	const guint8 *turned = g_bytes_get_data(page->pixels, NULL);
	g_assert_cmpint(turned[68 * WIDTH + 1000], >, 200); /* the ground */
	g_assert_cmpint(turned[84 * WIDTH + 141], <, 60);   /* a stem */
	g_assert_cmpint(turned[58 * WIDTH + 800], >, 200);  /* no edge is left */
	expect_line(page, (Box){140, 76, end - 140, 22});
}

static void
small_print_beside_large_is_found(void)
{
	guint8 *pixels = sheet();
	for (int y = 100; y < 800; y += 120)
		write_letters(pixels, 120, y, 30, 30, INK);
	int end = write_letters(pixels, 120, 150, 12, 10, INK);
	g_autoptr(Image) page = image_of(pixels);
	expect_line(page, (Box){120, 150, end - 120, 10});
}

static void
thin_bars_and_text_stay(void)
{
	guint8 *pixels = sheet();
	paint(pixels, 100, 60, 1500, 12, 40); /* a bar without letters */
	for (int y = 300; y < 700; y += 80)
		write_letters(pixels, 600, y, 30, 16, INK);
	g_autofree guint8 *before = g_memdup2(pixels, WIDTH * HEIGHT);
	g_autoptr(Image) page = image_of(pixels);
	g_assert_cmpint(image_turn_plates(page, DPI), ==, 0);
	g_assert_cmpmem(g_bytes_get_data(page->pixels, NULL), WIDTH * HEIGHT, before, WIDTH * HEIGHT);
}

static void
the_edge_of_a_photograph_is_no_text(void)
{
	guint8 *pixels = sheet();
	for (int y = 200; y < 560; y++) /* a dark coat in front of a light wall */
		for (int x = 100; x < 400; x++)
			pixels[y * WIDTH + x] = (y - 200) * 300 > ABS(x - 250) * 360 ? 70 : 200;
	int end = write_letters(pixels, 430, 380, 20, 16, INK);
	for (int y = 600; y < 860; y += 80)
		write_letters(pixels, 600, y, 30, 16, INK);
	g_autoptr(Image) page = image_of(pixels);
	g_assert_cmpint(image_turn_plates(page, DPI), ==, 0);
	g_autoptr(Image) even = image_even_ground(page);
	g_autoptr(GArray) lines = text_lines_find(even);
	for (guint i = 0; i < lines->len; i++)
		g_assert_cmpint(g_array_index(lines, Box, i).x, >=, 400);
	expect_line(page, (Box){430, 380, end - 430, 16});
}

static void
pages_without_a_size_to_speak_of_are_left(void)
{
	g_autofree guint8 *dark = g_malloc0(64 * 32);
	for (int dpi = 0; dpi <= 10000; dpi += 2500) {
		g_autoptr(GBytes) bytes = g_bytes_new(dark, 64 * 32);
		g_autoptr(Image) page = image_new(64, 32, 1, 0, bytes);
		g_assert_cmpint(image_turn_plates(page, dpi), ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lines/tall stems are no rules", tall_stems_are_no_rules);
	g_test_add_func("/lines/frames and rules are no letters", frames_and_rules_are_no_letters);
	g_test_add_func("/lines/light letters on a dark plate become text", light_letters_on_a_dark_plate_become_text);
	g_test_add_func("/lines/small print beside large is found", small_print_beside_large_is_found);
	g_test_add_func("/lines/thin bars and text stay", thin_bars_and_text_stay);
	g_test_add_func("/lines/pages without a size to speak of are left", pages_without_a_size_to_speak_of_are_left);
	g_test_add_func("/lines/the edge of a photograph is no text", the_edge_of_a_photograph_is_no_text);
	return g_test_run();
}
