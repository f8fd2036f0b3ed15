/* links: app/data/build/glyphs app/glyphs app/dossier firmware/base */
/* Trains a classifier of the digits of one script and writes its weights:
 *   train-digits SCRIPT FILE [CELLS [SEED]]      SCRIPT: Arab
 * Deterministic for a given compiler and fonts. A few minutes on one core for the default number of cells. */
#include "app/data/build/glyphs/digit_page.h"
#include "app/data/build/glyphs/glyph_train.h"
#include <string.h>

enum {
	CELL_WIDTH = 20,
	CELL_HEIGHT = 24,
	CELL_VALUES = CELL_WIDTH * CELL_HEIGHT,
	MAX_CLASSES = 48,
	DEFAULT_CELLS = 800 * 1000,
	POOL_CELLS = 8192,
	TIMES_USED = 3,
	TEST_CELLS = 40000,
};
static const double frames_high = 1.5, first_rate = 2e-3;

/* --- Arabic-Indic digits and their eastern forms --- */

enum { INDIC = 1, EASTERN = 2, BOTH = 3 };

/* Held back for measuring (tests/bench/bench_digits.c): Scheherazade, DejaVu Sans, Harmattan, Noto Sans Arabic,
 * KacstOffice, PakType Tehreer, Tholoth. */
static const DigitFace arab_faces[] = {{"AlArabiya", INDIC, FALSE}, {"AlBattar", INDIC, FALSE},
	{"AlYarmook", INDIC, FALSE}, {"Alkalami", INDIC, FALSE}, {"Amiri", BOTH, FALSE}, {"Arab", INDIC, FALSE},
	{"Cortoba", INDIC, FALSE}, {"Dimnah", INDIC, FALSE}, {"FreeFarsi", BOTH, FALSE}, {"FreeMono", BOTH, FALSE},
	{"FreeSerif", BOTH, FALSE}, {"Furat", INDIC, FALSE}, {"Graph", INDIC, FALSE}, {"Homa", EASTERN, FALSE},
	{"KacstArt", INDIC, FALSE}, {"KacstBook", INDIC, FALSE}, {"KacstDigital", INDIC, FALSE},
	{"KacstFarsi", INDIC, FALSE}, {"KacstLetter", INDIC, FALSE}, {"KacstNaskh", INDIC, FALSE},
	{"KacstOne", BOTH, FALSE}, {"KacstPen", INDIC, FALSE}, {"KacstPoster", INDIC, FALSE},
	{"KacstQurn", INDIC, FALSE}, {"Kayrawan", INDIC, FALSE}, {"Lateef", BOTH, FALSE}, {"Lemonada", INDIC, FALSE},
	{"Nafees", EASTERN, TRUE}, {"Nazli", EASTERN, FALSE}, {"Noto Kufi Arabic", BOTH, FALSE},
	{"Noto Naskh Arabic", BOTH, TRUE}, {"Noto Nastaliq Urdu", INDIC, FALSE}, {"Ostorah", INDIC, FALSE},
	{"Ouhod", INDIC, FALSE}, {"PakType Naqsh", BOTH, FALSE}, {"PakType Naskh Basic", BOTH, FALSE},
	{"PakType Naskh Basic Farsi", BOTH, FALSE}, {"PakType Naskh Basic Sindhi", BOTH, TRUE},
	{"PakType Naskh Basic Urdu", BOTH, TRUE}, {"Petra", INDIC, FALSE}, {"Rasheeq", INDIC, FALSE},
	{"Sindbad", INDIC, FALSE}, {"Tarablus", INDIC, FALSE}, {"Thabit", BOTH, FALSE}, {"Titr", EASTERN, FALSE},
	{NULL, 0, FALSE}};
static const char *const arab_plain[] = {"Liberation Serif", "Liberation Sans", "FreeSerif", "Noto Sans", NULL};
static const char *const arab_languages[] = {"ar", "fa", "ps", NULL};
static const gunichar arab_classes[] = {0x660, 0x661, 0x662, 0x663, 0x664, 0x665, 0x666, 0x667, 0x668, 0x669, 0x6f4,
	0x6f5, 0x6f6, '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '/', '-', '.', ':', 0};

/* The two sets share all shapes but those of four, five and six. */
static gunichar
arab_shape(const DigitFace *face, gunichar c)
{
	if (c == 0x6f6 && face->is_urdu)
		return 0x666;
	return c >= 0x6f0 && c <= 0x6f9 && !(c >= 0x6f4 && c <= 0x6f6) ? c - 0x90 : c;
}

typedef struct {
	const char *name;
	DigitPlan plan;
} Script;

static const Script scripts[] = {
	{"Arab",
		{arab_faces, arab_plain, {0x660, 0x6f0}, 10, "ااابتثجحخدذرزسشصضطظعغفقكلمنهوويةىءأإآؤئپچژگکیٹڈڑںےېښ،؟؛ـ",
			"ًٌٍَُِّْ", arab_languages, TRUE, G_N_ELEMENTS(arab_classes), arab_classes, arab_shape}},
};

typedef struct {
	DigitPages *pages;
	GRand *random;
	DigitSample sample;
	guint next;
} Source;

static int
source_take(gpointer data, float *cell)
{
	Source *source = data;
	while (source->sample.cuts == NULL || source->next >= source->sample.cuts->len) {
		digit_sample_clear(&source->sample);
		digit_pages_draw(source->pages, source->random, &source->sample);
		source->next = 0;
	}
	const DigitCut *cut = &g_array_index(source->sample.cuts, DigitCut, source->next++);
	digit_cell_cut(source->sample.ink, &cut->part, &cut->frame, CELL_WIDTH, CELL_HEIGHT, frames_high, cell);
	return cut->label;
}

/* Cells never trained on, read with the weights as they were written: wrong ones by class. */
static gboolean
check(GBytes *weights, const DigitPlan *plan, DigitPages *pages, GError **error)
{
	g_autoptr(Glyphs) glyphs =
		glyphs_parse(g_bytes_get_data(weights, NULL), g_bytes_get_size(weights), "new", error);
	if (glyphs == NULL)
		return FALSE;
	g_autoptr(GRand) random = g_rand_new_with_seed(987654321);
	Source source = {pages, random, {0}, 0};
	int shown[MAX_CLASSES] = {0}, wrong[MAX_CLASSES] = {0}, taken[MAX_CLASSES] = {0};
	for (int i = 0; i < TEST_CELLS; i++) {
		float cell[CELL_VALUES], scores[MAX_CLASSES];
		int label = source_take(&source, cell), best = 0;
		glyphs_classify(glyphs, cell, 1, scores);
		for (int k = 1; k < plan->n_classes; k++)
			best = scores[k] > scores[best] ? k : best;
		shown[label]++;
		wrong[label] += best != label;
		taken[best] += best != label;
	}
	digit_sample_clear(&source.sample);
	for (int k = 0; k < plan->n_classes; k++)
		g_print("U+%04X: %d shown, %.2f %% wrong, %d others taken for it\n", plan->classes[k], shown[k],
			100.0 * wrong[k] / MAX(shown[k], 1), taken[k]);
	return TRUE;
}

static gboolean
make_weights(const DigitPlan *digits, const char *path, int n_cells, guint32 seed, GError **error)
{
	g_autoptr(DigitPages) pages = digit_pages_new(digits, error);
	if (pages == NULL)
		return FALSE;
	const GlyphLayerPlan layers[] = {{LAYER_CONVOLUTION, 3, 1, 8}, {LAYER_POOL, 2, 0, 0},
		{LAYER_CONVOLUTION, 3, 1, 32}, {LAYER_POOL, 2, 0, 0}, {LAYER_DENSE, 0, 0, 96},
		{LAYER_DENSE, 0, 0, digits->n_classes}};
	GlyphPlan plan = {CELL_WIDTH, CELL_HEIGHT, frames_high * CELL_WIDTH / CELL_HEIGHT, frames_high,
		digits->n_classes, digits->classes, G_N_ELEMENTS(layers), layers};
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(GlyphTraining) training = glyph_training_new(&plan, random);
	Source source = {pages, random, {0}, 0};
	const GlyphCourse course = {n_cells, POOL_CELLS, TIMES_USED, first_rate};
	glyph_training_run(training, &course, random, source_take, &source);
	digit_sample_clear(&source.sample);
	g_autoptr(GBytes) weights = glyph_training_save(training);
	return check(weights, digits, pages, error) &&
	       g_file_set_contents(path, g_bytes_get_data(weights, NULL), (gssize)g_bytes_get_size(weights), error);
}

int
main(int argc, char **argv)
{
	const Script *script = NULL;
	for (gsize i = 0; argc >= 3 && i < G_N_ELEMENTS(scripts); i++)
		script = strcmp(scripts[i].name, argv[1]) == 0 ? &scripts[i] : script;
	if (script == NULL || argc > 5) {
		g_printerr("usage: train-digits Arab FILE [CELLS [SEED]]\n");
		return 2;
	}
	int n_cells = argc > 3 ? (int)g_ascii_strtoll(argv[3], NULL, 10) : DEFAULT_CELLS;
	guint32 seed = argc > 4 ? (guint32)g_ascii_strtoull(argv[4], NULL, 10) : 1;
	g_autoptr(GError) error = NULL;
	if (!make_weights(&script->plan, argv[2], n_cells, seed, &error)) {
		g_printerr("train-digits: %s\n", error->message);
		return 1;
	}
	return 0;
}
