/* Text brought to the form in which labels are compared: letters and digits only, without case, accents, vowel signs,
 * or the variants that one letter has from script to script. Errors of the OCR are met by an edit distance. */
#pragma once
#include <glib.h>

enum { FOLDED_MAX = 96 }; /* characters kept of one phrase */

typedef struct {
	guint n;
	guint64 bag; /* which characters occur, hashed: a quick way to tell that two texts are far apart */
	gunichar chars[FOLDED_MAX];
} FoldedText;

/* Longer text is cut. Folding "Né(e) le :" gives "neele". */
void folded_text_set(FoldedText *folded, const char *text);

/* Appends; what does not fit is dropped. */
void folded_text_append(FoldedText *folded, const FoldedText *more);

gboolean folded_text_equal(const FoldedText *a, const FoldedText *b);

/* Insertions, deletions and replacements between the two; max + 1 when there are more than max. */
guint folded_text_distance(const FoldedText *a, const FoldedText *b, guint max);

/* How many errors a phrase of n characters may bear and still be taken for itself. Short words bear none: "père" and
 * "mère" are one letter apart. */
guint folded_text_tolerance(guint n);
