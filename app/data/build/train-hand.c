/* links: app/data/build/glyphs app/glyphs app/dossier firmware/base */
/* Trains the classifier that tells handwriting from print and writes its weights:
 *   train-hand FILE [CELLS [SEED]]
 * Deterministic for a given compiler and fonts. A quarter of an hour on one core for the default number of cells. */
#include "app/data/build/glyphs/glyph_train.h"
#include "app/data/build/glyphs/hand_page.h"
#include "app/glyphs/hand_cell.h"
#include <string.h>

enum { DEFAULT_CELLS = 300 * 1000, POOL_CELLS = 8192, TIMES_USED = 4, TEST_CELLS = 20000 };
static const double first_rate = 2e-3;

#define CYRILLIC "абвгдежзийклмнопрстуфхцчшщьыэюяіїє"
#define ARABIC "ااابتثجحخدذرزسشصضطظعغفقكلمنهوويةىپچژگکی"
#define ETHIOPIC "ሀለሐመሠረሰሸቀበተቸኀነኘአከወዐዘየደጀገጠጨጰጸፀፈፐ"
#define GEORGIAN "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
#define ARMENIAN "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"
#define BENGALI "কখগঘচছজঝটঠডঢতথদধনপফবভমযরলশষসহ"
#define TAMIL "கஙசஞடணதநபமயரலவழளறன"

/* Held back for measuring: every hand of the samples (DkgHandwriting, Ecolier, Breip, Rufscript), and the faces of
 * [fonts-held] in their pools.ini. */
static const HandFace faces[] = {{"Because We Build", HAND_FACE_WRITING, NULL},
	{"Because We Connect", HAND_FACE_WRITING, NULL}, {"Because We Create", HAND_FACE_WRITING, NULL},
	{"Because We Learn", HAND_FACE_WRITING, NULL}, {"Because We Mentor", HAND_FACE_WRITING, NULL},
	{"Because We Organize", HAND_FACE_WRITING, NULL}, {"femkeklaver", HAND_FACE_WRITING, NULL},
	{"Humor Sans", HAND_FACE_WRITING, NULL}, {"Delphine", HAND_FACE_WRITING, NULL},
	{"Steve", HAND_FACE_WRITING, NULL}, {"Kristi", HAND_FACE_WRITING, NULL}, {"Purisa", HAND_FACE_WRITING, NULL},
	{"Dancing Script", HAND_FACE_WRITING, NULL}, {"Kaushan Script", HAND_FACE_WRITING, NULL},
	{"Liberation Serif", HAND_FACE_PRINT, NULL}, {"Liberation Sans", HAND_FACE_PRINT, NULL},
	{"Liberation Mono", HAND_FACE_PRINT, NULL}, {"Liberation Sans Narrow", HAND_FACE_PRINT, NULL},
	{"Noto Serif", HAND_FACE_PRINT, NULL}, {"Noto Sans", HAND_FACE_PRINT, NULL},
	{"DejaVu Sans", HAND_FACE_PRINT, NULL}, {"DejaVu Serif", HAND_FACE_PRINT, NULL},
	{"DejaVu Sans Mono", HAND_FACE_PRINT, NULL}, {"C059", HAND_FACE_PRINT, NULL}, {"P052", HAND_FACE_PRINT, NULL},
	{"Nimbus Mono PS", HAND_FACE_PRINT, NULL}, {"Nimbus Roman", HAND_FACE_PRINT, NULL},
	{"URW Bookman", HAND_FACE_PRINT, NULL}, {"URW Gothic", HAND_FACE_PRINT, NULL},
	{"GNUTypewriter", HAND_FACE_PRINT, NULL}, {"Z003", HAND_FACE_PRINT, NULL},
	{"Liberation Serif", HAND_FACE_PRINT, CYRILLIC}, {"Liberation Sans", HAND_FACE_PRINT, CYRILLIC},
	{"Noto Serif", HAND_FACE_PRINT, CYRILLIC}, {"DejaVu Serif", HAND_FACE_PRINT, CYRILLIC},
	{"Noto Naskh Arabic", HAND_FACE_PRINT, ARABIC}, {"Amiri", HAND_FACE_PRINT, ARABIC},
	{"Noto Sans Arabic", HAND_FACE_PRINT, ARABIC}, {"Noto Nastaliq Urdu", HAND_FACE_PRINT, ARABIC},
	{"KacstBook", HAND_FACE_PRINT, ARABIC}, {"Noto Serif Ethiopic", HAND_FACE_PRINT, ETHIOPIC},
	{"Noto Sans Georgian", HAND_FACE_PRINT, GEORGIAN}, {"Noto Serif Armenian", HAND_FACE_PRINT, ARMENIAN},
	{"Noto Serif Bengali", HAND_FACE_PRINT, BENGALI}, {"Noto Serif Tamil", HAND_FACE_PRINT, TAMIL},
	{NULL, HAND_FACE_PRINT, NULL}};

typedef struct {
	HandPages *pages;
	GRand *random;
	float cells[HAND_CELLS_MAX * HAND_CELL_VALUES];
	int n, next, label;
} Source;

static int
source_take(gpointer data, float *cell)
{
	Source *source = data;
	while (source->next >= source->n) {
		HandSample sample;
		hand_pages_draw(source->pages, source->random, &sample);
		GrayView view = {sample.pixels, sample.width_px, sample.height_px, sample.width_px};
		source->n = hand_cells_cut(&view, sample.word, source->cells);
		source->next = 0;
		source->label = sample.by_hand ? 0 : 1;
		hand_sample_clear(&sample);
	}
	memcpy(cell, source->cells + source->next++ * HAND_CELL_VALUES, HAND_CELL_VALUES * sizeof(float));
	return source->label;
}

/* Windows never trained on, with the weights as they were written. */
static gboolean
check(GBytes *weights, HandPages *pages, GError **error)
{
	g_autoptr(Glyphs) glyphs =
		glyphs_parse(g_bytes_get_data(weights, NULL), g_bytes_get_size(weights), "new", error);
	if (glyphs == NULL)
		return FALSE;
	g_autoptr(GRand) random = g_rand_new_with_seed(987654321);
	g_autofree Source *source = g_new0(Source, 1);
	source->pages = pages;
	source->random = random;
	int shown[2] = {0}, wrong[2] = {0}, sure[2] = {0};
	for (int i = 0; i < TEST_CELLS; i++) {
		float cell[HAND_CELL_VALUES], scores[2];
		int label = source_take(source, cell);
		glyphs_classify(glyphs, cell, 1, scores);
		shown[label]++;
		wrong[label] += scores[label] < 0.5F;
		sure[label] += scores[label] < 0.1F;
	}
	g_print("windows of handwriting: %d, %.2f %% taken for print, %.2f %% surely\n", shown[0],
		100.0 * wrong[0] / MAX(shown[0], 1), 100.0 * sure[0] / MAX(shown[0], 1));
	g_print("windows of print: %d, %.2f %% taken for handwriting, %.2f %% surely\n", shown[1],
		100.0 * wrong[1] / MAX(shown[1], 1), 100.0 * sure[1] / MAX(shown[1], 1));
	return TRUE;
}

static gboolean
make_weights(const char *path, int n_cells, guint32 seed, GError **error)
{
	g_autoptr(HandPages) pages = hand_pages_new(faces, error);
	if (pages == NULL)
		return FALSE;
	static const gunichar classes[] = {'H', 0};
	const GlyphLayerPlan layers[] = {{LAYER_CONVOLUTION, 5, 2, 16}, {LAYER_CONVOLUTION, 3, 1, 16},
		{LAYER_POOL, 2, 0, 0}, {LAYER_CONVOLUTION, 3, 1, 32}, {LAYER_POOL, 2, 0, 0}, {LAYER_DENSE, 0, 0, 32},
		{LAYER_DENSE, 0, 0, 2}};
	const double high = 1 / HAND_CELL_FILL;
	GlyphPlan plan = {HAND_CELL_WIDTH, HAND_CELL_HEIGHT, high * HAND_CELL_WIDTH / HAND_CELL_HEIGHT, high, 2,
		classes, G_N_ELEMENTS(layers), layers};
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(GlyphTraining) training = glyph_training_new(&plan, random);
	g_autofree Source *source = g_new0(Source, 1);
	source->pages = pages;
	source->random = random;
	const GlyphCourse course = {n_cells, POOL_CELLS, TIMES_USED, first_rate};
	glyph_training_run(training, &course, random, source_take, source);
	g_autoptr(GBytes) weights = glyph_training_save(training);
	return check(weights, pages, error) &&
	       g_file_set_contents(path, g_bytes_get_data(weights, NULL), (gssize)g_bytes_get_size(weights), error);
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc > 4) {
		g_printerr("usage: train-hand FILE [CELLS [SEED]]\n");
		return 2;
	}
	int n_cells = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : DEFAULT_CELLS;
	guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull(argv[3], NULL, 10) : 1;
	g_autoptr(GError) error = NULL;
	if (!make_weights(argv[1], n_cells, seed, &error)) {
		g_printerr("train-hand: %s\n", error->message);
		return 1;
	}
	return 0;
}
