#include "app/ocr/engines.h"
#include <string.h>
#include <tesseract/capi.h>

enum {
	DEFAULT_DPI = 300,
	LINE_DEADLINE_MS = 3000, /* a line takes 50 ms; what takes this long is a drawing */
	PAGE_DEADLINE_MS = 40000,
};

struct Engines {
	const Models *models;
	GHashTable *by_language; /* char* of the model -> TessBaseAPI* */
};

Engines *
engines_new(const Models *models)
{
	Engines *engines = g_new0(Engines, 1);
	engines->models = models;
	engines->by_language = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)TessBaseAPIDelete);
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

static TessBaseAPI *
engine_for(Engines *engines, const char *language)
{
	TessBaseAPI *api = g_hash_table_lookup(engines->by_language, language);
	if (api != NULL)
		return api;
	const Model *model = models_find(engines->models, language);
	if (model == NULL)
		return NULL;
	gsize size;
	const char *data = g_bytes_get_data(model->data, &size);
	api = TessBaseAPICreate();
	if (size > G_MAXINT || TessBaseAPIInit5(api, data, (int)size, model->name, OEM_LSTM_ONLY, NULL, 0, NULL, NULL,
				       0, FALSE) != 0) {
		TessBaseAPIDelete(api);
		return NULL;
	}
	g_hash_table_insert(engines->by_language, model->name, api);
	return api;
}

static TessPageSegMode
segmentation(OcrLayout layout)
{
	switch (layout) {
	case LAYOUT_PAGE:
		return PSM_AUTO;
	case LAYOUT_BLOCK:
		return PSM_SINGLE_BLOCK;
	case LAYOUT_LINE:
		return PSM_SINGLE_LINE;
	case LAYOUT_SPARSE:
		return PSM_SPARSE_TEXT;
	}
	return PSM_AUTO;
}

/* NFC, without the direction marks that the engine puts around figures in right-to-left text. */
static char *
text_tidy(const char *text)
{
	g_autoptr(GString) kept = g_string_new(NULL);
	for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c != 0x200e && c != 0x200f && (c < 0x202a || c > 0x202e) && (c < 0x2066 || c > 0x2069))
			g_string_append_unichar(kept, c);
	}
	return g_utf8_normalize(kept->str, -1, G_NORMALIZE_NFC);
}

static void
collect(TessResultIterator *results, const char *language, Box clip, GPtrArray *words, int *line)
{
	const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(results);
	gboolean any = FALSE;
	do {
		if (any && TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE))
			(*line)++;
		char *text = TessResultIteratorGetUTF8Text(results, RIL_WORD);
		g_autofree char *nfc = text_tidy(text);
		TessDeleteText(text);
		int left, top, right, bottom;
		if (nfc == NULL || *g_strstrip(nfc) == '\0' ||
			!TessPageIteratorBoundingBox(page, RIL_WORD, &left, &top, &right, &bottom))
			continue;
		Box box = {clip.x + left, clip.y + top, right - left, bottom - top};
		double confidence = TessResultIteratorConfidence(results, RIL_WORD) / 100;
		g_ptr_array_add(words, word_new(nfc, box_intersect(box, clip), confidence, language, *line));
		any = TRUE;
	} while (TessResultIteratorNext(results, RIL_WORD));
	if (any)
		(*line)++;
}

gboolean
engines_read(Engines *engines, const char *language, const Image *grey, Box clip, OcrLayout layout, GPtrArray *words,
	int *line)
{
	g_assert(grey->channels == 1);
	TessBaseAPI *api = engine_for(engines, language);
	Box whole = {0, 0, grey->width_px, grey->height_px};
	clip = box_is_empty(clip) ? whole : box_intersect(clip, whole);
	if (api == NULL || box_is_empty(clip))
		return FALSE;
	const guint8 *pixels = g_bytes_get_data(grey->pixels, NULL);
	TessBaseAPISetPageSegMode(api, segmentation(layout));
	TessBaseAPISetImage(api, pixels + (gsize)clip.y * (gsize)grey->width_px + clip.x, clip.width, clip.height, 1,
		grey->width_px);
	TessBaseAPISetSourceResolution(api, grey->dpi > 0 ? grey->dpi : DEFAULT_DPI);
	ETEXT_DESC *monitor = TessMonitorCreate();
	TessMonitorSetDeadlineMSecs(monitor, layout == LAYOUT_LINE ? LINE_DEADLINE_MS : PAGE_DEADLINE_MS);
	gboolean ok = TessBaseAPIRecognize(api, monitor) == 0;
	TessMonitorDelete(monitor);
	TessResultIterator *results = ok ? TessBaseAPIGetIterator(api) : NULL;
	if (results != NULL) {
		collect(results, language, clip, words, line);
		TessResultIteratorDelete(results);
	}
	TessBaseAPIClear(api);
	return ok;
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
