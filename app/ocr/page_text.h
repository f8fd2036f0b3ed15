/* A level page -> its language and its words. */
#pragma once
#include "app/ocr/engines.h"

/* What a trial on a few lines of a page showed. */
typedef struct {
	const Model *model;    /* that read it best; NULL: nothing legible */
	int letters;           /* in words read soundly and in the model's script */
	const Model *language; /* whose common words these are beyond doubt; NULL: none's */
	double merit;          /* share of the ink that these explain, less where they are few: 0 to 1 */
} TextTrial;

/* Reads a few of the lines (array of Box) with one model of each script and says which makes most sense of them.
 * allowed: languages to choose among, NULL: all installed. Stops at the first script that is beyond doubt. */
TextTrial text_try(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed);

/* The language of the trial's script that the lines are in, by its common words and letters, else by how well its model
 * reads them. Never NULL when trial->model is not. */
const Model *text_language(
	Engines *engines, const Image *level, const GArray *lines, const char *const *allowed, const TextTrial *trial);

/* Reads the page with the main language; then the lines that made little sense again with the models of other scripts
 * (a page in two scripts), and lines found on the page that the engine's own layout left out. Words are in reading
 * order, boxes on the image. FALSE: the engine failed. */
gboolean text_read(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed,
	const Model *main_model, GPtrArray *words) G_GNUC_WARN_UNUSED_RESULT;
