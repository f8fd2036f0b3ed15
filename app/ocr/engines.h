/* Tesseract engines, one a language, made from memory when first asked for and kept warm. */
#pragma once
#include "app/dossier/image.h"
#include "app/dossier/word.h"
#include "app/ocr/models.h"

typedef struct Engines Engines;

typedef enum {
	LAYOUT_PAGE,   /* find blocks and lines */
	LAYOUT_BLOCK,  /* one block of lines */
	LAYOUT_LINE,   /* one line */
	LAYOUT_SPARSE, /* text anywhere, in no order */
} OcrLayout;

/* models must outlive the result. */
Engines *engines_new(const Models *models);
void engines_free(Engines *engines);
const Models *engines_models(const Engines *engines);

/* Reads the part clip (empty: all) of a grey image with the model of language, and appends its words, boxes on the
 * whole image. Lines are numbered from *line, which ends after the last one used. FALSE: no such model, or the engine
 * failed; words then is as before. */
gboolean engines_read(Engines *engines, const char *language, const Image *grey, Box clip, OcrLayout layout,
	GPtrArray *words, int *line) G_GNUC_WARN_UNUSED_RESULT;

/* Letters, digits and their mean confidence, 0 without any. */
typedef struct {
	int letters;
	double confidence;
} WordsSummary;

WordsSummary words_summary(const GPtrArray *words, guint from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Engines, engines_free)
