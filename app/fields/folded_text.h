/* Text brought to the form in which labels are compared: letters and digits only, without case, accents, vowel signs,
 * or the variants that one letter has from script to script. Errors of the OCR are met by an edit distance. */
#pragma once
#include <glib.h>

enum { FOLDED_MAX = 96 }; /* characters kept of one phrase */

/* A small letter of a script that has capitals in common use: Georgian has them in Unicode, and not on paper. */
gboolean letter_is_small(gunichar c);

typedef struct {
	guint n;
	guint script;  /* of the first letter: a number for an alphabet, 0 any */
	guint64 bag;   /* which characters occur, hashed: a quick way to tell that two texts are far apart */
	guint64 pairs; /* the same of neighbours */
	gunichar chars[FOLDED_MAX];
} FoldedText;

/* Longer text is cut. Folding "Né(e) le :" gives "neele". */
void folded_text_set(FoldedText *folded, const char *text);

/* Appends; what does not fit is dropped. */
void folded_text_append(FoldedText *folded, const FoldedText *more);

gboolean folded_text_equal(const FoldedText *a, const FoldedText *b);

/* FALSE: more than max errors lie between two texts with these bags and pairs. */
static inline gboolean
folded_bags_near(guint64 bag_a, guint64 pairs_a, guint64 bag_b, guint64 pairs_b, guint max)
{
	/* One error changes two characters and four pairs at most. */
	return (guint)__builtin_popcountll(pairs_a ^ pairs_b) <= 4 * max &&
	       (guint)__builtin_popcountll(bag_a ^ bag_b) <= 2 * max;
}

/* Of characters alone: the same as folded_text_distance. */
guint folded_chars_distance(const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint max);

/* Insertions, deletions and replacements between the two; max + 1 when there are more than max. */
guint folded_text_distance(const FoldedText *a, const FoldedText *b, guint max);

/* Whether both may begin with the same letter misread: letters of two alphabets are never taken for each other, but a
 * digit, or the i that Latin and Ukrainian share, for any. */
static inline gboolean
folded_text_same_script(const FoldedText *a, const FoldedText *b)
{
	return a->script == 0 || b->script == 0 || a->script == b->script;
}

/* How many errors a phrase of n characters may bear and still be taken for itself. Short words bear none: "père" and
 * "mère" are one letter apart. */
static inline guint
folded_text_tolerance(guint n)
{
	return n < 5 ? 0 : n < 11 ? 1 : n < 17 ? 2 : n < 25 ? 3 : 4;
}
