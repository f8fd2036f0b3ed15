/* links: app/dossier app/image firmware/base */
#include "app/image/form_marks.h"
#include "app/image/image_change.h"
#include "app/image/page_quality.h"
#include "app/image/text_structure.h"
#include <math.h>
#include <string.h>

typedef struct {
	int width, height;
	guint8 *pixels;
} Canvas;

static Canvas
canvas_new(int width, int height, guint8 ground)
{
	Canvas c = {width, height, g_malloc((gsize)(width * height))};
	memset(c.pixels, ground, (gsize)(width * height));
	return c;
}

static void
fill(Canvas *c, int x, int y, int width, int height, guint8 level)
{
	for (int j = MAX(y, 0); j < MIN(y + height, c->height); j++)
		for (int i = MAX(x, 0); i < MIN(x + width, c->width); i++)
			c->pixels[j * c->width + i] = level;
}

static Image *
canvas_image(Canvas *c, int dpi)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(c->pixels, (gsize)(c->width * c->height));
	return image_new(c->width, c->height, 1, dpi, bytes);
}

/* Something like a letter: two stems and a bar, uneven as letters are. */
static void
letter(Canvas *c, int x, int y, int shape, guint8 ink)
{
	int height = shape % 3 == 0 ? 30 : 22;
	fill(c, x, y + 30 - height, 4, height, ink);
	if (shape % 4 != 1)
		fill(c, x + 12, y + 8, 4, 22, ink);
	fill(c, x, y + 8 + shape % 5 * 4, 16, 4, ink);
}

/* A page of lines of letters, words of uneven length. */
static Image *
text_page(guint8 ground, guint8 ink)
{
	Canvas c = canvas_new(1240, 1754, ground);
	int n = 0;
	for (int y = 200; y < 1500; y += 62)
		for (int x = 150; x < 1050; x += 20, n++)
			if (n * n % 7 != 3)
				letter(&c, x, y, n * 5 + y, ink);
	return canvas_image(&c, 150);
}

static void
letters_tell_the_direction_of_lines(void)
{
	g_autoptr(Image) page = text_page(250, 20);
	TextStructure s;
	g_assert_true(text_structure_find(page, &s));
	g_assert_false(s.sideways);
	g_assert_cmpfloat(s.sideways_evidence, >, 2);
	g_autoptr(Image) turned = image_turn(page, 90);
	g_assert_true(text_structure_find(turned, &s));
	g_assert_true(s.sideways);
	g_assert_cmpfloat(s.sideways_evidence, >, 2);
}

static void
a_skewed_page_is_found_level_to_a_tenth_of_a_degree(void)
{
	g_autoptr(Image) page = text_page(250, 20);
	for (double skew = -6; skew <= 6; skew += 3) {
		g_autoptr(Image) skewed = image_level(page, skew);
		TextStructure s;
		g_assert_true(text_structure_find(skewed, &s));
		g_assert_cmpfloat(fabs(s.level_degrees + skew), <, 0.1);
	}
}

/* Where a black square of the page as given lands after turning, and back by box_to_given(). */
static void
boxes_find_their_way_back_to_the_page_as_given(void)
{
	const Box square = {300, 500, 60, 40};
	for (int rotation = 0; rotation < 360; rotation += 90) {
		for (double degrees = -4; degrees <= 4; degrees += 4) {
			Canvas c = canvas_new(900, 1300, 255);
			fill(&c, square.x, square.y, square.width, square.height, 0);
			g_autoptr(Image) given = canvas_image(&c, 0);
			g_autoptr(Image) turned = image_turn(given, rotation);
			g_autoptr(Image) level = image_level(turned, degrees);
			const guint8 *p = g_bytes_get_data(level->pixels, NULL);
			Box found = {0};
			for (int y = 0; y < level->height_px; y++)
				for (int x = 0; x < level->width_px; x++)
					if (p[y * level->width_px + x] < 100)
						found = box_union(found, (Box){x, y, 1, 1});
			PageTransform t = {.given_width_px = 900,
				.given_height_px = 1300,
				.rotation = rotation,
				.skew_degrees = degrees,
				.scale = 1};
			Box back = box_to_given(found, &t);
			/* the box of a turned box is a little larger; its middle stays */
			int dx = back.x * 2 + back.width - square.x * 2 - square.width;
			int dy = back.y * 2 + back.height - square.y * 2 - square.height;
			g_assert_cmpint(ABS(dx), <=, 4);
			g_assert_cmpint(ABS(dy), <=, 4);
			g_assert_cmpint(back.width, >=, square.width - 2);
			g_assert_cmpint(back.width, <=, square.width + 16);
		}
	}
}

static guint
judge(Image *page)
{
	TextStructure s;
	g_assert_true(text_structure_find(page, &s));
	g_autoptr(Image) even = image_even_ground(page);
	g_autoptr(Image) level = image_level(even, s.level_degrees);
	g_autoptr(GArray) lines = text_lines_find(level);
	return page_quality_judge(page, level, lines, &s, page->dpi);
}

static Image *
blurred(const Image *page, int radius)
{
	int w = page->width_px, h = page->height_px;
	const guint8 *p = g_bytes_get_data(page->pixels, NULL);
	Canvas c = canvas_new(w, h, 255);
	for (int y = radius; y < h - radius; y++)
		for (int x = radius; x < w - radius; x++) {
			int sum = 0, n = 0;
			for (int j = -radius; j <= radius; j += 2)
				for (int i = -radius; i <= radius; i += 2, n++)
					sum += p[(y + j) * w + x + i];
			c.pixels[y * w + x] = (guint8)(sum / n);
		}
	return canvas_image(&c, page->dpi);
}

static void
quality_says_what_is_wrong(void)
{
	g_autoptr(Image) good = text_page(250, 20);
	good->dpi = 300;
	g_assert_cmpuint(judge(good), ==, 0);
	g_autoptr(Image) dark = text_page(90, 5);
	g_assert_cmpuint(judge(dark) & PAGE_DARK, !=, 0);
	g_autoptr(Image) faint = text_page(250, 195);
	g_assert_cmpuint(judge(faint) & PAGE_FAINT, !=, 0);
	g_autoptr(Image) soft = blurred(good, 7);
	g_assert_cmpuint(judge(soft) & PAGE_BLURRED, !=, 0);
	good->dpi = 100;
	g_assert_cmpuint(judge(good), ==, PAGE_LOW_RESOLUTION);
}

static void
a_blank_page_is_blank_and_a_clipped_one_clipped(void)
{
	Canvas empty = canvas_new(1240, 1754, 244);
	g_autoptr(Image) blank = canvas_image(&empty, 300);
	g_assert_cmpuint(judge(blank), ==, PAGE_BLANK);
	Canvas number = canvas_new(1240, 1754, 244), specks = canvas_new(1240, 1754, 244);
	for (int i = 0; i < 2; i++) {
		letter(&number, 600 + 20 * i, 1650, i, 30);
		fill(&specks, 300 + 200 * i, 500, 9, 10, 20);
		fill(&specks, 320 + 200 * i, 900, 40, 34, 215); /* a stain */
	}
	g_autoptr(Image) numbered = canvas_image(&number, 300), dirty = canvas_image(&specks, 300);
	g_assert_cmpuint(judge(numbered) & PAGE_BLANK, ==, 0);
	g_assert_cmpuint(judge(dirty), ==, PAGE_BLANK);
	Canvas c = canvas_new(1240, 1754, 250);
	for (int y = 200; y < 1500; y += 62)
		for (int x = 700; x < 1260; x += 20)
			letter(&c, x, y, x / 20 * 3 + y, 20);
	g_autoptr(Image) clipped = canvas_image(&c, 300);
	g_assert_cmpuint(judge(clipped) & PAGE_CLIPPED, !=, 0);
}

/* A comb of n cells with a letter in the first few. */
static void
draw_comb(Canvas *c, int x, int y, int n, int letters)
{
	fill(c, x, y, n * 44 + 2, 2, 60);
	fill(c, x, y + 56, n * 44 + 2, 2, 60);
	for (int i = 0; i <= n; i++)
		fill(c, x + i * 44, y, 2, 58, 60);
	for (int i = 0; i < letters; i++)
		letter(c, x + i * 44 + 14, y + 14, i * 3, 20);
}

static void
combs_and_ticks_are_found_and_tables_are_not(void)
{
	Canvas c = canvas_new(1240, 1754, 255);
	draw_comb(&c, 100, 300, 12, 7);
	for (int i = 0; i < 2; i++) {
		int x = 200 + i * 300;
		fill(&c, x, 500, 40, 3, 20);
		fill(&c, x, 537, 40, 3, 20);
		fill(&c, x, 500, 3, 40, 20);
		fill(&c, x + 37, 500, 3, 40, 20);
	}
	for (int d = 6; d < 34; d++)
		fill(&c, 500 + d, 500 + d, 4, 4, 20);
	for (int i = 0; i < 5; i++) /* a table: columns far wider than its rows are high */
		fill(&c, 100 + i * 200, 800, 2, 60, 20);
	fill(&c, 100, 800, 800, 2, 20);
	fill(&c, 100, 858, 802, 2, 20);
	g_autoptr(Image) page = canvas_image(&c, 150);
	g_autoptr(FormMarks) marks = form_marks_find(page);
	g_assert_cmpuint(marks->combs->len, ==, 1);
	const Comb *comb = g_ptr_array_index(marks->combs, 0);
	g_assert_cmpuint(comb->cells->len, ==, 12);
	g_assert_cmpuint(marks->ticks->len, ==, 2);
	g_assert_false(g_array_index(marks->ticks, TickBox, 0).ticked);
	g_assert_true(g_array_index(marks->ticks, TickBox, 1).ticked);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(Image) strip = comb_to_strip(page, comb, places);
	g_assert_nonnull(strip);
	g_assert_cmpuint(places->len, ==, 7);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/image/upright/letters tell the direction of lines", letters_tell_the_direction_of_lines);
	g_test_add_func("/image/upright/a skewed page is found level to a tenth of a degree",
		a_skewed_page_is_found_level_to_a_tenth_of_a_degree);
	g_test_add_func("/image/upright/boxes find their way back to the page as given",
		boxes_find_their_way_back_to_the_page_as_given);
	g_test_add_func("/image/quality/it says what is wrong", quality_says_what_is_wrong);
	g_test_add_func("/image/quality/a blank page is blank and a clipped one clipped",
		a_blank_page_is_blank_and_a_clipped_one_clipped);
	g_test_add_func("/image/form/combs and ticks are found and tables are not",
		combs_and_ticks_are_found_and_tables_are_not);
	return g_test_run();
}
