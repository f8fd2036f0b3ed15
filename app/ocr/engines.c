#include "app/ocr/engines.h"
#include "app/ocr/line_picture.h"
#include "app/ocr/line_words.h"
#include "app/ocr/model_file.h"

enum { MIN_LINE_PX = 6, AT_ONCE = 32 /* pictures in memory */ };

typedef struct {
	Net *net;
	Letters *letters;
} Engine;

struct Engines {
	const Models *models;
	GHashTable *by_language; /* char* of the model -> Engine */
};

static void
engine_free(Engine *engine)
{
	net_free(engine->net);
	letters_free(engine->letters);
	g_free(engine);
}

Engines *
engines_new(const Models *models)
{
	Engines *engines = g_new0(Engines, 1);
	engines->models = models;
	engines->by_language = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)engine_free);
	return engines;
}

void
engines_free(Engines *engines)
{
	if (engines == NULL)
		return;
	g_hash_table_unref(engines->by_language);
	g_free(engines);
}

const Models *
engines_models(const Engines *engines)
{
	return engines->models;
}

/* NULL: the file is not one that we can read. */
static Engine *
engine_new(GBytes *file)
{
	g_autoptr(GBytes) network = model_file_part(file, MODEL_PART_NETWORK);
	g_autoptr(GBytes) alphabet = model_file_part(file, MODEL_PART_ALPHABET);
	g_autoptr(GBytes) codes = model_file_part(file, MODEL_PART_CODES);
	g_autoptr(Net) net = network != NULL ? net_load(network) : NULL;
	int blank = 0;
	if (net != NULL)
		net_classes(net, &blank);
	Letters *letters =
		net != NULL && alphabet != NULL && codes != NULL ? letters_load(alphabet, codes, blank) : NULL;
	if (letters == NULL)
		return NULL;
	Engine *engine = g_new0(Engine, 1);
	engine->net = g_steal_pointer(&net);
	engine->letters = letters;
	return engine;
}

static Engine *
engine_for(Engines *engines, const char *language)
{
	Engine *engine = g_hash_table_lookup(engines->by_language, language);
	const Model *model = engine == NULL ? models_find(engines->models, language) : NULL;
	if (model != NULL && (engine = engine_new(model->data)) != NULL)
		g_hash_table_insert(engines->by_language, model->name, engine);
	return engine;
}

/* Reads lines first..first+n and appends their words. */
static void
read_some(const Engine *engine, const char *language, const Image *grey, const Box *lines, guint first, guint n,
	GPtrArray *out)
{
	NetPicture pictures[AT_ONCE] = {0};
	NetAnswer answers[AT_ONCE] = {0};
	LinePlace places[AT_ONCE] = {0};
	Box whole = {0, 0, grey->width_px, grey->height_px};
	for (guint i = 0; i < n; i++) {
		double scale = 1;
		int margin = 0;
		Box clip = box_intersect(lines[first + i], whole);
		if (clip.width < MIN_LINE_PX || clip.height < MIN_LINE_PX ||
			!line_picture_make(
				grey, clip, net_height_px(engine->net), FALSE, &pictures[i], &scale, &margin))
			continue;
		places[i] = (LinePlace){clip, scale * net_pixels_a_step(engine->net), scale * margin, FALSE};
	}
	int blank, classes = net_classes(engine->net, &blank);
	net_run(engine->net, pictures, (int)n, answers);
	for (guint i = 0; i < n; i++) {
		g_autoptr(GArray) letters = line_decode(&answers[i], classes, blank, engine->letters);
		g_ptr_array_add(out, line_words(letters, grey, &places[i], language, (int)(first + i)));
		g_free(pictures[i].pixels);
		net_answer_clear(&answers[i]);
	}
}

GPtrArray *
engines_read(Engines *engines, const char *language, const Image *grey, const Box *lines, guint n)
{
	g_assert(grey->channels == 1);
	const Engine *engine = engine_for(engines, language);
	if (engine == NULL)
		return NULL;
	GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < n; i += AT_ONCE)
		read_some(engine, language, grey, lines, i, MIN(n - i, AT_ONCE), words);
	return words;
}

WordsSummary
words_summary(const GPtrArray *words, guint from)
{
	WordsSummary summary = {0, 0};
	for (guint i = from; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int letters = 0;
		for (const char *p = word->text; *p != '\0'; p = g_utf8_next_char(p))
			letters += g_unichar_isalnum(g_utf8_get_char(p));
		summary.letters += letters;
		summary.confidence += letters * word->confidence;
	}
	if (summary.letters > 0)
		summary.confidence /= summary.letters;
	return summary;
}
