/* links: app/data/build/glyphs app/glyphs app/dossier firmware/base */
/* Trains the classifier that reads the characters of machine-readable zones and writes its weights:
 *   train-glyphs FILE [CELLS [SEED [FROM]]]
 * FROM: weights of a first course, which a second one goes on from, with smaller steps, stamps and signatures across
 * most lines and more of the other faces. Deterministic for a given compiler. About ten minutes on one core for the
 * default number of cells. */
#include "app/data/build/glyphs/glyph_page.h"
#include "app/data/build/glyphs/glyph_train.h"
#include "firmware/base/error.h"

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/* The face zones are printed in comes first, in its two cuts; then faces that cheap printers and translators use. */
static const char *const fonts[] = {"/usr/share/fonts/opentype/ocr-b/OCRB.otf",
	"/usr/share/fonts/opentype/ocr-b/OCRBS.otf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
	"/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
	"/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf",
	"/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Regular.otf",
	"/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Bold.otf",
	"/usr/share/fonts/truetype/noto/NotoSansMono-Medium.ttf", NULL};
static const char *const junk_fonts[] = {"/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
	"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
	"/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
	"/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf",
	"/usr/share/fonts/truetype/noto/NotoSansEthiopic-Regular.ttf", NULL};

static const GlyphLayerPlan layers[] = {{LAYER_CONVOLUTION, 5, 2, 16}, {LAYER_CONVOLUTION, 3, 1, 32},
	{LAYER_POOL, 2, 0, 0}, {LAYER_DENSE, 0, 0, 96}, {LAYER_DENSE, 0, 0, sizeof alphabet}};

enum {
	CELL_WIDTH = 24,
	CELL_HEIGHT = 28,
	CELL_VALUES = CELL_WIDTH * CELL_HEIGHT,
	N_CLASSES = sizeof alphabet, /* its terminator stands for "none of them" */
	DEFAULT_CELLS = 1000 * 1000,
	POOL_CELLS = 4096, /* cells of many lines are mixed, so that a batch is not one line */
	TIMES_USED = 2,
	TEST_LINES = 3000,
};
static const double pitches_wide = 1.2, pitches_high = 1.4, first_rate = 2e-3, second_rate = 8e-4;
/* lines in OCR-B, and those crossed, in the two courses */
static const double main_share = 0.72, second_main_share = 0.6, second_crossed = 0.4;

typedef struct {
	GlyphFonts *fonts;
	GRand *random;
	GlyphLine line;
	int next;
} Source;

static int
source_take(gpointer data, float *cell)
{
	Source *source = data;
	while (source->line.pixels == NULL || source->next >= source->line.n_cuts) {
		glyph_line_clear(&source->line);
		glyph_line_draw(source->fonts, alphabet, source->random, &source->line);
		source->next = 0;
	}
	GrayView page = {source->line.pixels, source->line.width_px, source->line.height_px, source->line.width_px};
	const GlyphCut *cut = &source->line.cuts[source->next++];
	CellLevels levels = cell_levels(&page, &cut->frame);
	cell_cut(&page, &cut->frame, &levels, CELL_WIDTH, CELL_HEIGHT, pitches_wide, pitches_high, cell);
	return cut->label < 0 ? N_CLASSES - 1 : cut->label;
}

/* Lines never trained on, read with the weights as they were written. */
static gboolean
check(GBytes *weights, GlyphFonts *from, GError **error)
{
	g_autoptr(Glyphs) glyphs =
		glyphs_parse(g_bytes_get_data(weights, NULL), g_bytes_get_size(weights), "new", error);
	if (glyphs == NULL)
		return FALSE;
	g_autoptr(GRand) random = g_rand_new_with_seed(987654321);
	Source source = {from, random, {0}, 0};
	int n = 0, n_wrong = 0, n_none = 0, n_taken = 0;
	for (int i = 0; i < TEST_LINES * GLYPH_LINE_CELLS; i++) {
		float cell[CELL_VALUES], scores[N_CLASSES];
		int label = source_take(&source, cell), best = 0;
		glyphs_classify(glyphs, cell, 1, scores);
		for (int k = 1; k < N_CLASSES; k++)
			best = scores[k] > scores[best] ? k : best;
		if (label == N_CLASSES - 1) {
			n_none++;
			n_taken += best != label;
		} else {
			n++;
			n_wrong += best != label;
		}
	}
	glyph_line_clear(&source.line);
	g_print("new lines: %d of %d characters wrong (%.2f %%), %d of %d cells without one taken for one\n", n_wrong,
		n, 100.0 * n_wrong / n, n_taken, n_none);
	return TRUE;
}

static gboolean
resume(GlyphTraining *training, const char *path, GError **error)
{
	char *contents;
	gsize size;
	if (!g_file_get_contents(path, &contents, &size, error))
		return FALSE;
	g_autoptr(GBytes) bytes = g_bytes_new_take(contents, size);
	if (glyph_training_resume(training, bytes))
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: weights of another plan", path);
	return FALSE;
}

static gboolean
make_weights(const char *path, int n_cells, guint32 seed, const char *from, GError **error)
{
	g_autoptr(GlyphFonts) opened =
		glyph_fonts_open(fonts, 2, from != NULL ? second_main_share : main_share, junk_fonts, error);
	if (opened == NULL)
		return FALSE;
	gunichar classes[N_CLASSES];
	for (int i = 0; i < N_CLASSES; i++)
		classes[i] = (guchar)alphabet[i];
	GlyphPlan plan = {
		CELL_WIDTH, CELL_HEIGHT, pitches_wide, pitches_high, N_CLASSES, classes, G_N_ELEMENTS(layers), layers};
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(GlyphTraining) training = glyph_training_new(&plan, random);
	if (from != NULL && !resume(training, from, error))
		return FALSE;
	glyph_fonts_cross(opened, from != NULL ? second_crossed : 0);
	Source source = {opened, random, {0}, 0};
	const GlyphCourse course = {n_cells, POOL_CELLS, TIMES_USED, from != NULL ? second_rate : first_rate};
	glyph_training_run(training, &course, random, source_take, &source);
	glyph_line_clear(&source.line);
	g_autoptr(GBytes) weights = glyph_training_save(training);
	return check(weights, opened, error) &&
	       g_file_set_contents(path, g_bytes_get_data(weights, NULL), (gssize)g_bytes_get_size(weights), error);
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 5) {
		g_printerr("usage: train-glyphs FILE [CELLS [SEED [FROM]]]\n");
		return 2;
	}
	int n_cells = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : DEFAULT_CELLS;
	guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull(argv[3], NULL, 10) : 1;
	g_autoptr(GError) error = NULL;
	if (!make_weights(argv[1], n_cells, seed, argc > 4 ? argv[4] : NULL, &error)) {
		g_printerr("train-glyphs: %s\n", error->message);
		return 1;
	}
	return 0;
}
