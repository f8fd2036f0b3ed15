/* Readers of lines, one a language, made from the model file when first asked for and kept. */
#pragma once
#include "app/dossier/image.h"
#include "app/dossier/word.h"
#include "app/ocr/models.h"

typedef struct Engines Engines;

/* models must outlive the result. */
Engines *engines_new(const Models *models);
void engines_free(Engines *engines);
const Models *engines_models(const Engines *engines);

/* Reads n lines of text (boxes on a grey image, which may reach beyond it) with the model of language; several at once
 * cost less than one by one. The result has an array of Word for each box, in reading order, boxes on the image,
 * numbered by the box; it is empty where nothing could be read. NULL: no such model. */
GPtrArray *engines_read(Engines *engines, const char *language, const Image *grey, const Box *lines, guint n);

/* Letters, digits and their mean confidence, 0 without any. */
typedef struct {
	int letters;
	double confidence;
} WordsSummary;

WordsSummary words_summary(const GPtrArray *words, guint from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Engines, engines_free)
