/* links: app/codes app/glyphs app/dossier app/data/build/glyphs firmware/base */
#include "app/codes/mrz_read.h"
#include <cairo.h>
#include <math.h>
#include <string.h>

/* Pages drawn here, read with the weights the station ships. */
enum { WIDTH = 1654, HEIGHT = 2339 }; /* A4 at 200 dpi */

static const char *const passport[] = {
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", NULL};
static const char *const card[] = {
	"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<", NULL};
static const char *const prose[] = {"REPUBLIQUE DE GUINEE  TRAVAIL JUSTICE SOLIDARITE",
	"EXTRAIT DU REGISTRE DES ACTES DE NAISSANCE N 0412", "NOM ....................... PRENOMS .............",
	"NE LE 12/03/1991 A LABE   FILS DE MAMADOU DIALLO", "ET DE AISSATOU BAH    DRESSE LE 15 MARS 1991 ...", NULL};

typedef struct {
	Glyphs *glyphs;
	guint8 *pixels;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	const char *tests = g_getenv("G_TEST_SRCDIR");
	g_autofree char *path =
		g_build_filename(tests != NULL ? tests : "tests", "..", "app", "data", MRZ_WEIGHTS, NULL);
	fixture->glyphs = glyphs_load(path, &error);
	g_assert_no_error(error);
	fixture->pixels = g_malloc(WIDTH * HEIGHT);
	memset(fixture->pixels, 235, WIDTH * HEIGHT);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	(void)data;
	glyphs_free(fixture->glyphs);
	g_free(fixture->pixels);
}

/* Characters 20 pixels apart from (x, y) on, the page turned by degrees. */
static void
draw(Fixture *fixture, const char *const *lines, double x, double y, double degrees)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	cairo_translate(cairo, WIDTH / 2.0, HEIGHT / 2.0);
	cairo_rotate(cairo, degrees * G_PI / 180);
	cairo_translate(cairo, -WIDTH / 2.0, -HEIGHT / 2.0);
	cairo_select_font_face(cairo, "OCR B", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, 20 / 0.723);
	for (int i = 0; lines[i] != NULL; i++) {
		for (int k = 0; lines[i][k] != '\0'; k++) {
			cairo_move_to(cairo, x + 20 * k, y + 34 * i);
			cairo_show_text(cairo, (char[]){lines[i][k], '\0'});
		}
	}
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	const guint8 *ink = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		fixture->pixels[i] = (guint8)(fixture->pixels[i] - ink[i / WIDTH * stride + i % WIDTH] * 3 / 4);
	cairo_surface_destroy(surface);
}

static Mrz *
read_page(const Fixture *fixture, Box *box)
{
	return mrz_read_page(fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH, box, 2026, 11, 23);
}

static void
assert_lines(const Mrz *mrz, const char *const *lines)
{
	g_assert_nonnull(mrz);
	g_assert_cmpstrv(mrz->lines, (char **)lines);
	g_assert_cmpuint(mrz->uncertain->len, ==, 0);
}

static void
test_zone_among_prose(Fixture *fixture, gconstpointer data)
{
	(void)data;
	draw(fixture, prose, 200, 300, 0);
	draw(fixture, passport, 300, 1800, 0);
	Box box;
	g_autoptr(Mrz) mrz = read_page(fixture, &box);
	assert_lines(mrz, passport);
	g_assert_cmpint(mrz->format, ==, MRZ_TD3);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_VALID);
	g_assert_cmpint(box.x, ==, mrz->box.x);
	g_assert_cmpint(ABS(box.x - 300), <, 15);
	g_assert_cmpint(ABS(box.width - 880), <, 30);
	g_assert_cmpint(box.y, >, 1750);
	g_assert_cmpint(box.y + box.height, <, 1860);
}

static void
test_skewed_card(Fixture *fixture, gconstpointer data)
{
	(void)data;
	for (int degrees = -5; degrees <= 5; degrees += 5) {
		memset(fixture->pixels, 235, WIDTH * HEIGHT);
		draw(fixture, card, 600, 900, degrees);
		g_autoptr(Mrz) mrz = read_page(fixture, NULL);
		assert_lines(mrz, card);
		g_assert_cmpint(mrz->format, ==, MRZ_TD1);
	}
}

static void
test_turned_pages(Fixture *fixture, gconstpointer data)
{
	(void)data;
	for (int turn = 0; turn < 360; turn += 90) {
		memset(fixture->pixels, 235, WIDTH * HEIGHT);
		draw(fixture, passport, 350, 1200, turn);
		int needed = (360 - turn) % 360, rotation = -1;
		g_assert_cmpint(mrz_find_rotation(fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH), ==, needed);
		g_autoptr(Mrz) mrz = mrz_read_turned(
			fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH, &rotation, 2026, 11, 23);
		assert_lines(mrz, passport);
		g_assert_cmpint(rotation, ==, needed);
	}
}

static void
test_askew(Fixture *fixture, gconstpointer data)
{
	(void)data;
	for (int degrees = 0; degrees < 360; degrees += 23) {
		memset(fixture->pixels, 235, WIDTH * HEIGHT);
		draw(fixture, prose, 350, 900, degrees);
		draw(fixture, card, 500, 1200, degrees);
		int rotation = -1, needed = (360 - (degrees + 45) / 90 * 90) % 360;
		g_autoptr(Mrz) mrz = mrz_read_turned(
			fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH, &rotation, 2026, 11, 23);
		assert_lines(mrz, card);
		g_assert_cmpint(rotation, ==, needed);
	}
}

static void
test_two_zones(Fixture *fixture, gconstpointer data)
{
	(void)data;
	int rotations[MRZ_MAX_ZONES];
	draw(fixture, passport, 300, 600, 0);
	draw(fixture, card, 600, 900, 180);
	g_autoptr(GPtrArray) all =
		mrz_read_all(fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH, rotations, 2026, 11, 23);
	g_assert_cmpuint(all->len, ==, 2);
	gboolean card_first = ((const Mrz *)all->pdata[0])->format == MRZ_TD1;
	assert_lines(all->pdata[card_first], passport);
	assert_lines(all->pdata[!card_first], card);
	g_assert_cmpint(rotations[card_first], ==, 0);
	g_assert_cmpint(rotations[!card_first], ==, 180);
}

static void
test_noisy(Fixture *fixture, gconstpointer data)
{
	(void)data;
	draw(fixture, passport, 300, 1800, 2);
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		fixture->pixels[i] = (guint8)CLAMP(fixture->pixels[i] + g_rand_int_range(random, -30, 31), 0, 255);
	g_autoptr(Mrz) mrz = read_page(fixture, NULL);
	g_assert_nonnull(mrz);
	g_assert_cmpstrv(mrz->lines, (char **)passport);
}

static void
test_part_of_a_page(Fixture *fixture, gconstpointer data)
{
	(void)data;
	draw(fixture, passport, 300, 1800, 0);
	const guint8 *corner = fixture->pixels + 1600 * WIDTH + 200;
	g_autoptr(Mrz) mrz = mrz_read_page(fixture->glyphs, corner, 1100, 400, WIDTH, NULL, 2026, 11, 23);
	assert_lines(mrz, passport);
	g_assert_cmpint(ABS(mrz->box.x - 100), <, 15);
}

static void
test_nothing_made_up(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_assert_null(read_page(fixture, NULL));
	/* typed text of fixed pitch in the zone's own face */
	draw(fixture, prose, 200, 300, 0);
	draw(fixture, prose, 200, 1300, 0);
	g_assert_null(read_page(fixture, NULL));
	g_assert_cmpint(mrz_find_rotation(fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH), ==, -1);
	/* half of a zone is none */
	draw(fixture, (const char *const[]){passport[1], NULL}, 300, 1900, 0);
	g_assert_null(read_page(fixture, NULL));
}

static void
test_patterns(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GRand) random = g_rand_new_with_seed(3);
	for (int kind = 0; kind < 4; kind++) {
		for (int i = 0; i < WIDTH * HEIGHT; i++) {
			int x = i % WIDTH, y = i / WIDTH;
			int stripes = x / 10 % 2 * 255, squares = (x / 10 + y / 14) % 2 * 255;
			fixture->pixels[i] = (guint8)(kind == 0   ? 0
						      : kind == 1 ? g_rand_int_range(random, 0, 256)
						      : kind == 2 ? stripes
								  : squares);
		}
		g_assert_null(read_page(fixture, NULL));
		g_assert_cmpint(mrz_find_rotation(fixture->glyphs, fixture->pixels, WIDTH, HEIGHT, WIDTH), ==, -1);
	}
}

static void
test_senseless_sizes(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const struct {
		int width, height, stride;
	} cases[] = {{0, 0, 0}, {1, 1, 1}, {-5, 100, 100}, {WIDTH, 5, WIDTH}, {5, HEIGHT, WIDTH}, {WIDTH, HEIGHT, 10},
		{1 << 30, 1 << 30, 1 << 30}};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_null(mrz_read_page(fixture->glyphs, fixture->pixels, cases[i].width, cases[i].height,
			cases[i].stride, NULL, 2026, 11, 23));
	g_assert_null(mrz_read_page(fixture->glyphs, NULL, WIDTH, HEIGHT, WIDTH, NULL, 2026, 11, 23));
	for (int side = 120; side < 400; side += 13)
		g_assert_null(mrz_read_page(fixture->glyphs, fixture->pixels, side, side, WIDTH, NULL, 2026, 11, 23));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/mrz/a passport's zone is found and read among prose", Fixture, NULL, set_up, test_zone_among_prose,
		tear_down);
	g_test_add("/mrz/a card's three lines are read on a page skewed by five degrees", Fixture, NULL, set_up,
		test_skewed_card, tear_down);
	g_test_add("/mrz/a zone tells which way the page must be turned", Fixture, NULL, set_up, test_turned_pages,
		tear_down);
	g_test_add("/mrz/a card lying at any angle is read", Fixture, NULL, set_up, test_askew, tear_down);
	g_test_add("/mrz/two zones of a page are told apart", Fixture, NULL, set_up, test_two_zones, tear_down);
	g_test_add("/mrz/noise does not change what is read", Fixture, NULL, set_up, test_noisy, tear_down);
	g_test_add(
		"/mrz/a cut-out with the page's stride is read", Fixture, NULL, set_up, test_part_of_a_page, tear_down);
	g_test_add(
		"/mrz/no zone is made up where there is text", Fixture, NULL, set_up, test_nothing_made_up, tear_down);
	g_test_add("/mrz/no zone is made up in patterns and noise", Fixture, NULL, set_up, test_patterns, tear_down);
	g_test_add("/mrz/senseless sizes give nothing", Fixture, NULL, set_up, test_senseless_sizes, tear_down);
	return g_test_run();
}
