/* The likeliest reading of a group of pieces: which of them are one character, which are two that touch, which are
 * none, and which set each belongs to. */
#pragma once
#include "app/glyphs/digit_group.h"

typedef struct {
	int set;                       /* index into the sets; -1: no character */
	int index;                     /* as digit_set_best() gives it */
	Box box;                       /* on the page */
	double share;                  /* of what speaks for the character, its set given */
	double masses[DIGIT_MAX_SETS]; /* what speaks for each set */
	int second;                    /* of the same set, as index */
	double second_share;
} DigitStep;

/* From left to right; pieces too small to count are left out. */
GArray *digit_path_find(const Glyphs *glyphs, const DigitSets *sets, const DigitInk *ink, const DigitGroup *group);
