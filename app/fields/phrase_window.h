/* The words from one place of a segment on, laid together without blanks, to be held against phrases. The OCR joins and
 * parts words as it likes; letters alone are compared. */
#pragma once
#include "app/fields/page_layout.h"

enum { WINDOW_MAX_TOKENS = 40 };

typedef struct {
	FoldedText text;
	guint n;                          /* ends to choose from */
	guint lengths[WINDOW_MAX_TOKENS]; /* characters up to each end */
	guint64 bags[WINDOW_MAX_TOKENS];
	guint ends[WINDOW_MAX_TOKENS]; /* token after it */
} PhraseWindow;

/* Begins at a text token and goes as far as words follow one another. */
void phrase_window_set(PhraseWindow *window, const Segment *segment, guint start);

/* The end at which the phrase is met with the fewest errors it tolerates. */
gboolean phrase_window_match(const PhraseWindow *window, const FoldedText *phrase, guint *end, guint *errors);
