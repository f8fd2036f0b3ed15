/* links: app/dossier app/image firmware/base */
#include "app/image/image_change.h"
#include "app/image/text_grey.h"
#include <string.h>

enum { WIDTH = 620, HEIGHT = 400, DPI = 300 };

typedef struct {
	guint8 rgb[3];
} Ink;

static const Ink black = {{22, 20, 24}}, blue = {{43, 63, 140}}, red = {{190, 40, 50}}, paper = {{246, 244, 240}};

static guint8 *
sheet(Ink ground)
{
	guint8 *pixels = g_malloc(WIDTH * HEIGHT * 3);
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		memcpy(pixels + i * 3, ground.rgb, 3);
	return pixels;
}

/* Ink lets through of the light what it would over white. */
static void
ink(guint8 *pixels, int x, int y, int width, int height, Ink ink)
{
	for (int j = MAX(y, 0); j < MIN(y + height, HEIGHT); j++)
		for (int i = MAX(x, 0); i < MIN(x + width, WIDTH); i++)
			for (int c = 0; c < 3; c++) {
				guint8 *p = pixels + (j * WIDTH + i) * 3 + c;
				*p = (guint8)(*p * ink.rgb[c] / 255);
			}
}

/* A line of stems and bars, as letters have. */
static void
write_line(guint8 *pixels, int x, int y, int n, Ink of)
{
	for (int i = 0; i < n; i++, x += 26) {
		ink(pixels, x, y, 5, 32, of);
		ink(pixels, x + 13, y, 5, 32, of);
		ink(pixels, x + 5, y + 13, 8, 5, of);
	}
}

/* Slanting strokes 8 pixels wide, as those of a stamp. */
static void
stamp(guint8 *pixels, int x, int y, int size, Ink of)
{
	for (int k = 0; k < size; k += 45)
		for (int j = 0; j < size; j++)
			ink(pixels, x + k + j / 3, y + j, 8, 1, of);
}

static Image *
image_of(guint8 *pixels, int channels)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, (gsize)(WIDTH * HEIGHT * channels));
	return image_new(WIDTH, HEIGHT, channels, DPI, bytes);
}

/* Share of the pixels of a band that are darker than a level. */
static double
darker(const Image *grey, int y, int height, int level)
{
	const guint8 *p = g_bytes_get_data(grey->pixels, NULL);
	int n = 0;
	for (int i = y * WIDTH; i < (y + height) * WIDTH; i++)
		n += p[i] < level;
	return (double)n / (WIDTH * height);
}

static gboolean
is_same(const Image *a, const Image *b)
{
	return g_bytes_equal(a->pixels, b->pixels);
}

static void
black_text_under_a_stamp_is_left_alone_with_paper(void)
{
	const Ink stamps[] = {blue, red, {{90, 58, 156}}, {{32, 112, 74}}};
	guint8 *bare = sheet(paper);
	write_line(bare, 30, 180, 21, black);
	g_autoptr(Image) without = image_of(bare, 3);
	g_autoptr(Image) text = image_grey(without);
	double wanted = darker(text, 180, 32, 170);
	for (guint i = 0; i < G_N_ELEMENTS(stamps); i++) {
		guint8 *pixels = sheet(paper);
		write_line(pixels, 30, 180, 21, black);
		stamp(pixels, 120, 90, 230, stamps[i]);
		g_autoptr(Image) page = image_of(pixels, 3);
		g_autoptr(Image) plain = image_grey(page);
		g_autoptr(Image) grey = image_grey_for_text(page);
		g_assert_cmpint(grey->dpi, ==, DPI);
		g_assert_cmpfloat(darker(plain, 180, 32, 170), >, wanted + 0.03);
		g_assert_cmpfloat_with_epsilon(darker(grey, 180, 32, 170), wanted, 0.002);
		g_assert_cmpfloat_with_epsilon(darker(grey, 180, 32, 70), wanted, 0.002);
	}
}

static void
coloured_text_that_crosses_none_stays_as_dark(void)
{
	guint8 *pixels = sheet(paper);
	write_line(pixels, 30, 40, 9, black); /* a label, and what was filled in beside it and below */
	write_line(pixels, 30 + 9 * 26 + 20, 40, 11, blue);
	write_line(pixels, 30, 100, 21, blue);
	ink(pixels, 20, 240, 580, 3, black); /* a rule that handwriting stands on */
	write_line(pixels, 30, 212, 21, blue);
	write_line(pixels, 30, 330, 21, red);
	g_autoptr(Image) page = image_of(pixels, 3);
	g_autoptr(Image) plain = image_grey(page);
	g_autoptr(Image) grey = image_grey_for_text(page);
	g_assert_true(is_same(grey, plain));
}

/* A scanner whose rows of sensors are not in line. */
static void
colour_fringes_of_black_text_are_no_ink_over_it(void)
{
	guint8 *pixels = sheet(paper);
	for (int y = 40; y < 360; y += 60)
		write_line(pixels, 30, y, 21, black);
	for (int i = WIDTH * HEIGHT - 1; i > 0; i--)
		pixels[i * 3] = pixels[(i - 1) * 3];
	g_autoptr(Image) page = image_of(pixels, 3);
	g_assert_true(image_has_colour(page));
	g_autoptr(Image) plain = image_grey(page);
	g_autoptr(Image) grey = image_grey_for_text(page);
	g_assert_true(is_same(grey, plain));
}

static void
text_on_tinted_paper_keeps_its_ground(void)
{
	const Ink yellow = {{250, 232, 150}};
	guint8 *pixels = sheet(yellow);
	for (int y = 40; y < 360; y += 60)
		write_line(pixels, 30, y, 21, black);
	stamp(pixels, 120, 90, 230, blue);
	g_autoptr(Image) page = image_of(pixels, 3);
	g_autoptr(Image) grey = image_grey_for_text(page);
	const guint8 *p = g_bytes_get_data(grey->pixels, NULL);
	int ground = p[0];
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		g_assert_cmpint(p[i], <=, ground + 2);
}

static void
a_grey_page_is_shared_and_the_smallest_and_oddest_are_borne(void)
{
	guint8 *pixels = g_malloc0(WIDTH * HEIGHT);
	g_autoptr(Image) page = image_of(pixels, 1);
	g_autoptr(Image) grey = image_grey_for_text(page);
	g_assert_true(g_bytes_get_data(grey->pixels, NULL) == g_bytes_get_data(page->pixels, NULL));
	const int sides[][2] = {{16, 16}, {17, 2000}, {2001, 19}, {65, 64}};
	for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
		gsize n = image_size(sides[i][0], sides[i][1], 3);
		guint8 *noise = g_malloc(n);
		for (gsize k = 0; k < n; k++)
			noise[k] = (guint8)(k * k * 2654435761u >> 13);
		g_autoptr(GBytes) bytes = g_bytes_new_take(noise, n);
		for (int dpi = 0; dpi <= 4800; dpi += 2400) {
			g_autoptr(Image) odd = image_new(sides[i][0], sides[i][1], 3, dpi, bytes);
			g_autoptr(Image) out = image_grey_for_text(odd);
			g_assert_cmpint(out->channels, ==, 1);
			g_assert_cmpuint(g_bytes_get_size(out->pixels), ==, n / 3);
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/image/text-grey/black text under a stamp is left alone with paper",
		black_text_under_a_stamp_is_left_alone_with_paper);
	g_test_add_func("/image/text-grey/coloured text that crosses none stays as dark",
		coloured_text_that_crosses_none_stays_as_dark);
	g_test_add_func("/image/text-grey/colour fringes of black text are no ink over it",
		colour_fringes_of_black_text_are_no_ink_over_it);
	g_test_add_func(
		"/image/text-grey/text on tinted paper keeps its ground", text_on_tinted_paper_keeps_its_ground);
	g_test_add_func("/image/text-grey/a grey page is shared, the smallest and oddest are borne",
		a_grey_page_is_shared_and_the_smallest_and_oddest_are_borne);
	return g_test_run();
}
