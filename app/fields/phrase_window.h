/* The words from one place of a segment on, laid together without blanks, to be held against phrases. The OCR joins and
 * parts words as it likes; letters alone are compared. */
#pragma once
#include "app/fields/page_layout.h"

enum { WINDOW_MAX_TOKENS = 40 };

typedef struct {
	FoldedText text;
	guint n;                          /* ends to choose from */
	guint lengths[WINDOW_MAX_TOKENS]; /* characters up to each end */
	guint64 bags[WINDOW_MAX_TOKENS], pairs[WINDOW_MAX_TOKENS];
	guint ends[WINDOW_MAX_TOKENS]; /* token after it */
	guint8 from[FOLDED_MAX + 1];   /* the first end of at least so many characters */
} PhraseWindow;

/* Begins at a text token and goes as far as words follow one another. */
void phrase_window_set(PhraseWindow *window, const Segment *segment, guint start);

/* FALSE: the phrase cannot be met there: neither of its first two letters is one of the window's. Most are not, and
 * this is what makes thousands of phrases cheap. */
static inline gboolean
phrase_window_may(const PhraseWindow *window, const FoldedText *phrase)
{
	const gunichar *a = window->text.chars, *b = phrase->chars;
	return a[0] == b[0] || (window->text.n > 1 && (a[1] == b[0] || (phrase->n > 1 && a[1] == b[1]))) ||
	       (phrase->n > 1 && a[0] == b[1]);
}

/* The end at which the phrase is met with the fewest errors it tolerates. */
gboolean phrase_window_match(const PhraseWindow *window, const FoldedText *phrase, guint *end, guint *errors);
