/* The digits a weights file knows, by the sets that a number is written in. Two sets may share shapes. */
#pragma once
#include "app/glyphs/glyphs.h"

enum { DIGIT_INDIC_ZERO = 0x660, DIGIT_EASTERN_ZERO = 0x6f0, DIGIT_BENGALI_ZERO = 0x9e6, DIGIT_ETHIOPIC_ONE = 0x1369 };
enum { DIGIT_MAX_SETS = 4, DIGIT_SET_MAX = 20, DIGIT_MAX_SIGNS = 4, DIGIT_SIGN_SLASH = -1, DIGIT_SIGN_COLON = -4 };

/* Beside digits a piece is less often none of them than in what the classifier was taught. */
#define DIGIT_NONE_SHARE 0.15

typedef struct {
	gunichar first; /* its first character: a zero, or one of Ethiopic numerals */
	int n;
	int classes[DIGIT_SET_MAX];   /* of each character, in their order */
	int other_index, other_class; /* a second shape that one character has in some faces; -1: none */
} DigitSet;

typedef struct {
	int n_sets, n_signs, none;     /* none: class, -1 without one */
	DigitSet sets[DIGIT_MAX_SETS]; /* Western digits come last */
	int signs[DIGIT_MAX_SIGNS];    /* classes of / - . */
} DigitSets;

/* FALSE: the classes hold no complete set of digits of another script than Western, no Western ones, or no "none". */
gboolean digit_sets_find(const Glyphs *glyphs, DigitSets *sets) G_GNUC_WARN_UNUSED_RESULT;

/* How likely a character of the set is; a negative index is -1 - that of a sign. */
double digit_set_score(const DigitSets *sets, const DigitSet *set, int index, const float *scores);

/* The likeliest character of the set, or sign, by one row of scores: index into the set, or -1 - index of the sign.
 * *share: its part of what speaks for the set, for a sign or for none; *mass: all that speaks for the set or a sign. */
int digit_set_best(const DigitSets *sets, const DigitSet *set, const float *scores, double *share, double *mass);
