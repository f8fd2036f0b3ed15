/* The lines of a level page -> its language and its words. A line is read with a model once, whoever asks: what a trial
 * read is not read again. */
#pragma once
#include "app/ocr/engines.h"

typedef struct PageText PageText;

/* What a trial on a few lines of a page showed. */
typedef struct {
	const Model *model;    /* that read it best; NULL: nothing legible */
	int letters;           /* in words read soundly and in the model's script */
	const Model *language; /* whose common words these are beyond doubt; NULL: none's */
	double proof;          /* share of the letters that it read without any doubt: scripts are told apart by it */
	double merit;          /* share of the ink that these explain, less where they are few: 0 to 1 */
} TextTrial;

/* lines: Box, from top to bottom (copied). allowed: languages to choose among, NULL: all installed; it and the engines
 * must outlive the result. */
PageText *page_text_new(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed);
void page_text_free(PageText *text);

/* Reads a few of the lines with one model of each script and says which makes most sense of them. Stops at the first
 * script that is beyond doubt. */
TextTrial page_text_try(PageText *text);

/* Others see to these places (Box): lines in them are not read, and rest is the page without them. */
void page_text_leave_out(PageText *text, const Image *rest, const GArray *places);

/* The language of the trial's script that the lines are in, by its common words and letters, else by how well its model
 * reads them. Never NULL when trial->model is not. */
const Model *page_text_language(PageText *text, const TextTrial *trial);

/* Appends the words of all lines, read with the main language, in reading order, boxes on the page. Stretches that made
 * little sense are read again with the models of other scripts (a page in two scripts); lines that stay without sense
 * are drawings. */
void page_text_read(PageText *text, const Model *main_model, GPtrArray *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageText, page_text_free)
