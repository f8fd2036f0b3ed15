/* links: app/glyphs app/dossier firmware/base */
#include "app/glyphs/cell.h"
#include "app/glyphs/glyphs.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

static char *
weights_path(void)
{
	const char *tests = g_getenv("G_TEST_SRCDIR");
	return g_build_filename(tests != NULL ? tests : "tests", "..", "app", "data", "glyphs", "ocr-b.glyphs", NULL);
}

static GBytes *
weights(void)
{
	g_autofree char *path = weights_path();
	char *bytes;
	gsize size;
	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	return g_bytes_new_take(bytes, size);
}

static void
test_shipped_weights(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = weights_path();
	g_autoptr(Glyphs) glyphs = glyphs_load(path, &error);
	g_assert_no_error(error);
	g_assert_cmpint(glyphs_n_classes(glyphs), ==, 38);
	g_assert_cmpuint(glyphs_class(glyphs, 10), ==, 'A');
	g_assert_cmpuint(glyphs_class(glyphs, 36), ==, '<');
	g_assert_cmpuint(glyphs_class(glyphs, 37), ==, 0);
	int n = glyphs_cell_width(glyphs) * glyphs_cell_height(glyphs);
	g_autofree float *cells = g_new0(float, 2 * n);
	float scores[2 * GLYPHS_MAX_CLASSES];
	for (int i = 0; i < n; i++)
		cells[n + i] = (float)(i % 7) / 7;
	glyphs_classify(glyphs, cells, 2, scores);
	for (int k = 0; k < 2; k++) {
		double sum = 0;
		for (int i = 0; i < 38; i++) {
			g_assert_cmpfloat(scores[k * 38 + i], >=, 0);
			sum += (double)scores[k * 38 + i];
		}
		g_assert_cmpfloat_with_epsilon(sum, 1, 1e-4);
	}
	/* empty paper is no character */
	for (int i = 0; i < 37; i++)
		g_assert_cmpfloat(scores[i], <, scores[37]);
}

static void
test_missing_file(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(glyphs_load("/nonexistent/weights", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_MISSING);
	g_assert_nonnull(strstr(error->message, "/nonexistent/weights"));
}

static void
test_truncated_everywhere(void)
{
	g_autoptr(GBytes) whole = weights();
	gsize size;
	const guint8 *bytes = g_bytes_get_data(whole, &size);
	for (gsize n = 0; n < size; n += n < 400 ? 1 : 997) {
		g_autoptr(GError) error = NULL;
		g_autofree guint8 *exact = g_memdup2(bytes, n);
		g_assert_null(glyphs_parse(exact, n, "cut", &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
	}
	g_autofree guint8 *longer = g_malloc0(size + 1);
	memcpy(longer, bytes, size);
	g_autoptr(GError) error = NULL;
	g_assert_null(glyphs_parse(longer, size + 1, "longer", &error));
	g_assert_nonnull(strstr(error->message, "longer"));
}

static void
test_damaged_header(void)
{
	g_autoptr(GBytes) whole = weights();
	gsize size;
	const guint8 *bytes = g_bytes_get_data(whole, &size);
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	for (int i = 0; i < 3000; i++) {
		g_autofree guint8 *damaged = g_memdup2(bytes, size);
		for (int k = 0; k < 3; k++)
			damaged[g_rand_int_range(random, 0, 220)] = (guint8)g_rand_int(random);
		g_autoptr(GError) error = NULL;
		g_autoptr(Glyphs) glyphs = glyphs_parse(damaged, size, "damaged", &error);
		/* either it is refused, or it is a classifier that can be asked */
		g_assert_true((glyphs == NULL) == (error != NULL));
		if (glyphs == NULL || i % 20 != 0)
			continue;
		float scores[GLYPHS_MAX_CLASSES];
		g_autofree float *cell = g_new0(float, GLYPHS_MAX_SIDE *GLYPHS_MAX_SIDE);
		glyphs_classify(glyphs, cell, 1, scores);
	}
}

static void
test_wrong_kind(void)
{
	g_autoptr(GError) none = NULL;
	g_assert_null(glyphs_parse(NULL, 0, "nothing", &none));
	g_assert_error(none, STATION_ERROR, STATION_ERROR_FAILED);
	const char *const others[] = {"", "CGLY", "P5 10 10 255 ", "{\"classes\": 38}"};
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(glyphs_parse(others[i], strlen(others[i]), "other", &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
	}
}

static void
test_cell_follows_its_frame(void)
{
	/* a black quarter, cut out at four turns */
	guint8 pixels[40 * 40];
	for (int i = 0; i < 40 * 40; i++)
		pixels[i] = i % 40 < 20 && i / 40 < 20 ? 10 : 240;
	GrayView page = {pixels, 40, 40, 40};
	CellLevels levels = {240, 10};
	const double ways[4][2] = {{20, 0}, {0, 20}, {-20, 0}, {0, -20}};
	const int dark[4] = {0, 2, 3, 1}; /* which quarter of the cell: rows of two */
	for (int turn = 0; turn < 4; turn++) {
		CellFrame frame = {20, 20, ways[turn][0], ways[turn][1], -ways[turn][1], ways[turn][0]};
		float cell[8 * 8];
		cell_cut(&page, &frame, &levels, 8, 8, 1, 1, cell);
		for (int quarter = 0; quarter < 4; quarter++) {
			float value = cell[(quarter / 2 * 4 + 1) * 8 + quarter % 2 * 4 + 1];
			g_assert_cmpfloat_with_epsilon(value, quarter == dark[turn] ? 1 : 0, 0.01);
		}
	}
}

static void
test_cells_beyond_the_page(void)
{
	guint8 pixels[4] = {0, 255, 255, 0};
	GrayView page = {pixels, 2, 2, 2};
	const double places[] = {-1e9, -1, 0, 1, 2, 1e9, (double)NAN, (double)INFINITY};
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
		CellFrame frame = {places[i], places[i], 10, places[i], 0, 10};
		CellLevels levels = cell_levels(&page, &frame);
		float cell[16];
		cell_cut(&page, &frame, &levels, 4, 4, 1.2, 1.4, cell);
		for (int k = 0; k < 16; k++)
			g_assert_true(cell[k] >= 0 && cell[k] <= 1);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/glyphs/the shipped weights know the alphabet and score cells", test_shipped_weights);
	g_test_add_func("/glyphs/a missing file is named", test_missing_file);
	g_test_add_func("/glyphs/a file cut short anywhere is refused", test_truncated_everywhere);
	g_test_add_func("/glyphs/a damaged header is refused or harmless", test_damaged_header);
	g_test_add_func("/glyphs/what is no weights file is refused", test_wrong_kind);
	g_test_add_func("/glyphs/a cell is cut as its frame lies", test_cell_follows_its_frame);
	g_test_add_func("/glyphs/cells beyond the page are paper", test_cells_beyond_the_page);
	return g_test_run();
}
