/* links: app/dossier app/image firmware/base */
#include "app/image/grid_blobs.h"
#include "app/image/page_items.h"
#include <math.h>
#include <string.h>

enum { DPI = 150, WIDTH = 1240, HEIGHT = 1754 };
static const double px_per_mm = DPI / 25.4;

typedef struct {
	int channels;
	guint8 *pixels;
	GRand *chance;
} Glass;

static guint8
noisy(GRand *chance, int level)
{
	int noise = g_rand_int_range(chance, -4, 5);
	return (guint8)CLAMP(level + noise, 0, 255);
}

/* An A4 glass; level of its lid. */
static Glass
glass_new(int channels, guint8 lid)
{
	gsize n = (gsize)WIDTH * HEIGHT * (gsize)channels;
	Glass g = {channels, g_malloc(n), g_rand_new_with_seed(11)};
	for (gsize i = 0; i < n; i++)
		g.pixels[i] = noisy(g.chance, lid);
	return g;
}

/* Lines of something like text: words of strokes a third of a millimetre wide. */
static gboolean
is_text(double u_mm, double v_mm)
{
	double line = fmod(v_mm, 4.5), across = fmod(u_mm, 1.6);
	return line > 1.2 && line < 3.4 && (across < 0.4 || (line < 1.6 && across < 1.1)) &&
	       fmod(u_mm + floor(v_mm / 4.5) * 7, 23) < 19;
}

static void
put(Glass *g, int x, int y, const guint8 *rgb)
{
	if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT)
		return;
	guint8 *p = g->pixels + ((gsize)y * WIDTH + (gsize)x) * (gsize)g->channels;
	for (int c = 0; c < g->channels; c++)
		p[c] = noisy(g->chance, rgb[c]);
}

/* A paper with text and a margin of 4 mm, in mm, turned clockwise about its middle. */
static void
lay(Glass *g, TurnedBox mm, const guint8 ground[3])
{
	static const guint8 ink[3] = {30, 30, 30};
	double a = mm.degrees * G_PI / 180, reach = hypot(mm.width, mm.height) / 2;
	for (int y = (int)((mm.y - reach) * px_per_mm); y < (mm.y + reach) * px_per_mm; y++)
		for (int x = (int)((mm.x - reach) * px_per_mm); x < (mm.x + reach) * px_per_mm; x++) {
			double dx = (x + 0.5) / px_per_mm - mm.x, dy = (y + 0.5) / px_per_mm - mm.y;
			double u = dx * cos(a) + dy * sin(a) + mm.width / 2,
			       v = dy * cos(a) - dx * sin(a) + mm.height / 2;
			if (u < 0 || v < 0 || u > mm.width || v > mm.height)
				continue;
			gboolean inner = u > 4 && v > 4 && u < mm.width - 4 && v < mm.height - 4;
			put(g, x, y, inner && is_text(u, v) ? ink : ground);
		}
}

static Image *
glass_image(Glass *g)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(g->pixels, (gsize)WIDTH * HEIGHT * (gsize)g->channels);
	g_rand_free(g->chance);
	return image_new(WIDTH, HEIGHT, g->channels, DPI, bytes);
}

/* The item found is the paper laid, a little larger; sides may have changed places with a quarter turn. */
static void
assert_is(TurnedBox item, TurnedBox mm)
{
	g_assert_cmpfloat(hypot(item.x / px_per_mm - mm.x, item.y / px_per_mm - mm.y), <, 2);
	double turn = item.degrees - mm.degrees, w = item.width / px_per_mm, h = item.height / px_per_mm;
	turn -= 90 * round(turn / 90);
	g_assert_cmpfloat(fabs(turn), <, 2);
	gboolean swapped = (w > h) != (mm.width > mm.height);
	g_assert_cmpfloat(fabs((swapped ? h : w) - mm.width), <, 7);
	g_assert_cmpfloat(fabs((swapped ? w : h) - mm.height), <, 7);
}

static void
a_card_is_found_at_any_angle_on_any_lid(void)
{
	static const guint8 pink[3] = {244, 226, 230}, pale[3] = {238, 238, 238};
	for (int degrees = -40; degrees <= 175; degrees += 43) {
		for (int lid = 0; lid < 2; lid++) {
			Glass g = glass_new(lid == 0 ? 3 : 1, lid == 0 ? 250 : 20);
			TurnedBox card = {90 + degrees / 8.0, 120 + degrees / 3.0, 86, 54, degrees};
			lay(&g, card, lid == 0 ? pink : pale);
			g_autoptr(Image) image = glass_image(&g);
			g_autoptr(PageItems) found = page_items_find(image);
			g_assert_cmpuint(found->items->len, ==, 1);
			assert_is(g_array_index(found->items, TurnedBox, 0), card);
		}
	}
}

static void
four_cards_on_one_glass_are_four_papers_in_reading_order(void)
{
	static const guint8 pale[3] = {240, 240, 240};
	const TurnedBox cards[4] = {
		{55, 60, 86, 54, 3}, {155, 66, 86, 54, -4}, {52, 160, 54, 86, 10}, {150, 170, 86, 54, 24}};
	Glass g = glass_new(1, 252);
	for (int i = 0; i < 4; i++)
		lay(&g, cards[i], pale);
	g_autoptr(Image) image = glass_image(&g);
	g_autoptr(PageItems) found = page_items_find(image);
	g_assert_cmpuint(found->items->len, ==, 4);
	for (guint i = 0; i < 4; i++)
		assert_is(g_array_index(found->items, TurnedBox, i), cards[i]);
}

static void
two_slips_of_white_paper_on_a_black_lid_are_two_papers(void)
{
	static const guint8 white[3] = {245, 245, 245};
	const TurnedBox slips[2] = {{50, 140, 70, 190, 2}, {150, 150, 80, 160, -6}};
	Glass g = glass_new(1, 15);
	for (int i = 0; i < 2; i++)
		lay(&g, slips[i], white);
	g_autoptr(Image) image = glass_image(&g);
	g_autoptr(PageItems) found = page_items_find(image);
	g_assert_cmpuint(found->items->len, ==, 2);
	for (guint i = 0; i < 2; i++)
		assert_is(g_array_index(found->items, TurnedBox, i), slips[i]);
	g_assert_nonnull(found->dirt);
}

static void
a_page_of_text_with_a_tinted_field_stays_one(void)
{
	static const guint8 white[3] = {250, 250, 250}, tint[3] = {232, 232, 232};
	Glass g = glass_new(1, 250);
	lay(&g, (TurnedBox){105, 148, 200, 290, 0}, white);
	lay(&g, (TurnedBox){105, 100, 90, 60, 0}, tint);
	g_autoptr(Image) image = glass_image(&g);
	g_autoptr(PageItems) found = page_items_find(image);
	g_assert_cmpuint(found->items->len, ==, 0);
	g_assert_null(found->dirt);
	g_autoptr(Image) clean = page_items_clean(found, image);
	g_assert_true(clean->pixels == image->pixels);
}

static guint8
level_at(const Image *image, double x_mm, double y_mm)
{
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	return pixels[(gsize)(y_mm * px_per_mm) * (gsize)image->width_px + (gsize)(x_mm * px_per_mm)];
}

static void
black_borders_and_punch_holes_become_paper_and_text_stays(void)
{
	static const guint8 white[3] = {245, 245, 245}, black[3] = {10, 10, 10};
	Glass g = glass_new(1, 12);
	lay(&g, (TurnedBox){108, 148, 205, 290, 1}, white);
	for (int i = 0; i < 2; i++)
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < 120; x++)
				if (hypot(x / px_per_mm - 14, y / px_per_mm - 108 - 80 * i) < 2.9)
					put(&g, x, y, black);
	g_autoptr(Image) image = glass_image(&g);
	g_autoptr(PageItems) found = page_items_find(image);
	g_assert_cmpuint(found->items->len, ==, 0);
	g_autoptr(Image) clean = page_items_clean(found, image);
	g_assert_cmpint(level_at(image, 1, 100), <, 40);
	g_assert_cmpint(level_at(clean, 1, 100), >, 200);
	g_assert_cmpint(level_at(image, 14, 188), <, 40);
	g_assert_cmpint(level_at(clean, 14, 188), >, 200);
	const guint8 *a = g_bytes_get_data(image->pixels, NULL), *b = g_bytes_get_data(clean->pixels, NULL);
	for (int y = 300; y < 1500; y++) /* the text of the page is as it was */
		g_assert_cmpint(memcmp(a + y * WIDTH + 200, b + y * WIDTH + 200, 900), ==, 0);
}

static void
a_cut_item_is_level_and_its_boxes_are_on_the_glass(void)
{
	static const guint8 pale[3] = {235, 235, 235}, black[3] = {0, 0, 0};
	Glass g = glass_new(1, 252);
	TurnedBox card = {100, 150, 86, 54, 30};
	lay(&g, card, pale);
	double a = 30 * G_PI / 180, mark_x = 100 + 30 * cos(a),
	       mark_y = 150 + 30 * sin(a); /* 30 mm right of the middle */
	for (int y = -12; y < 12; y++)
		for (int x = -12; x < 12; x++)
			put(&g, (int)(mark_x * px_per_mm) + x, (int)(mark_y * px_per_mm) + y, black);
	g_autoptr(Image) image = glass_image(&g);
	TurnedBox item = {100 * px_per_mm, 150 * px_per_mm, 90 * px_per_mm, 58 * px_per_mm, 30};
	g_autoptr(Image) cut = page_item_cut(image, &item);
	g_assert_cmpint(cut->width_px, ==, (int)item.width);
	g_assert_cmpint(level_at(cut, 45 + 30, 29), <, 40);
	PageTransform t = {.given_width_px = cut->width_px,
		.given_height_px = cut->height_px,
		.scale = 1,
		.item = item,
		.glass_width_px = WIDTH,
		.glass_height_px = HEIGHT};
	Box on_cut = {(int)((45 + 29) * px_per_mm), (int)(28 * px_per_mm), (int)(2 * px_per_mm), (int)(2 * px_per_mm)};
	Box on_glass = box_to_given(on_cut, &t);
	g_assert_cmpfloat(fabs(on_glass.x + on_glass.width / 2.0 - mark_x * px_per_mm), <, 3);
	g_assert_cmpfloat(fabs(on_glass.y + on_glass.height / 2.0 - mark_y * px_per_mm), <, 3);
	int rotation;
	double lean;
	t.rotation = 90;
	t.skew_degrees = -20;
	page_transform_turn(&t, &rotation, &lean); /* leans 50: that is a quarter turn less and 40 the other way */
	g_assert_cmpint(rotation, ==, 0);
	g_assert_cmpfloat(lean, ==, -40);
}

static void
odd_pictures_have_no_items(void)
{
	const int sides[][2] = {{16, 16}, {16, 3000}, {2999, 17}, {400, 400}};
	for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
		for (int level = 0; level < 256; level += 51) {
			gsize n = (gsize)(sides[i][0] * sides[i][1]);
			g_autoptr(GBytes) bytes = g_bytes_new_take(memset(g_malloc(n), level, n), n);
			g_autoptr(Image) image = image_new(sides[i][0], sides[i][1], 1, 0, bytes);
			g_autoptr(PageItems) found = page_items_find(image);
			g_assert_cmpuint(found->items->len, ==, 0);
			g_autoptr(Image) clean = page_items_clean(found, image);
			g_assert_cmpint(clean->width_px, ==, image->width_px);
		}
}

static void
the_smallest_rectangle_round_an_area_may_lie_askew(void)
{
	g_auto(Grid) grid = grid_new(200, 160);
	double a = 25 * G_PI / 180;
	for (int y = 0; y < 160; y++)
		for (int x = 0; x < 200; x++) {
			double dx = x + 0.5 - 100, dy = y + 0.5 - 80;
			grid.on[y * 200 + x] =
				fabs(dx * cos(a) + dy * sin(a)) < 60 && fabs(dy * cos(a) - dx * sin(a)) < 30;
		}
	grid.on[80 * 200 + 100] = 0; /* a hole */
	grid_fill_holes(&grid);
	grid.on[0] = 1; /* a speck */
	g_autoptr(GArray) blobs = grid_blobs(&grid, 10);
	g_assert_cmpuint(blobs->len, ==, 1);
	const Blob *blob = &g_array_index(blobs, Blob, 0);
	g_assert_cmpint(ABS(blob->n - 7200), <, 60);
	g_assert_cmpfloat(fabs(blob->outline.degrees - 25), <, 1);
	g_assert_cmpfloat(fabs(blob->outline.width - 120), <, 4);
	grid_keep_from_rim(&grid);
	g_assert_cmpint(grid.on[0], ==, 1);
	g_assert_cmpint(grid.on[80 * 200 + 100], ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/image/items/a card is found at any angle on any lid", a_card_is_found_at_any_angle_on_any_lid);
	g_test_add_func("/image/items/four cards on one glass are four papers in reading order",
		four_cards_on_one_glass_are_four_papers_in_reading_order);
	g_test_add_func("/image/items/two slips of white paper on a black lid are two papers",
		two_slips_of_white_paper_on_a_black_lid_are_two_papers);
	g_test_add_func("/image/items/a page of text with a tinted field stays one",
		a_page_of_text_with_a_tinted_field_stays_one);
	g_test_add_func("/image/items/black borders and punch holes become paper and text stays",
		black_borders_and_punch_holes_become_paper_and_text_stays);
	g_test_add_func("/image/items/a cut item is level and its boxes are on the glass",
		a_cut_item_is_level_and_its_boxes_are_on_the_glass);
	g_test_add_func("/image/items/odd pictures have no items", odd_pictures_have_no_items);
	g_test_add_func("/image/items/the smallest rectangle round an area may lie askew",
		the_smallest_rectangle_round_an_area_may_lie_askew);
	return g_test_run();
}
