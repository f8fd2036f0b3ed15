/* Lines of a page and what models made of them; for this folder only. */
#pragma once
#include "app/ocr/page_text.h"

struct PageText {
	Engines *engines;
	Image *level;
	GArray *lines; /* Box; empty: left out */
	const char *const *allowed;
	GHashTable *read; /* const Model* -> GPtrArray: for each line the words (GPtrArray of Word), NULL: not read */
};

#define TEXT_SOUND 0.70    /* a word of this confidence is taken for what it says */
#define TEXT_DOUBTFUL 0.60 /* one below it is looked at again */

gboolean page_lines_allowed(const PageText *text, const Model *model);

/* Reads those of the lines (indices) that the model has not read yet. */
void page_lines_read(PageText *text, const Model *model, const guint *lines, guint n);

/* What the model made of a line that it read; the page's, not the caller's. */
GPtrArray *page_lines_words(const PageText *text, const Model *model, guint line);

/* The box with what a letter may stick out of it. */
Box page_lines_margin(Box box);

/* The language of another script that trials met on the page; NULL: none. */
const Model *page_language_beside(PageText *text, const Model *main_model);

/* Words of a line in another script put in the place of those that the main model was less sure of. lines: an array of
 * the main model's words (Word) for each line of the page, NULL: none; they are changed. */
void page_mixed_merge(PageText *text, const Model *other, GPtrArray *const *lines);

int text_letters_in(const char *text);

/* Which language of the script these words (GPtrArray of Word, any number of them) are in: common words and letters of
 * its own, 0 to 1. */
double text_familiar(const Model *model, GPtrArray *const *lines, guint n);
