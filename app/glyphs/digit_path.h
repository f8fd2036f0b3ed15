/* The likeliest reading of a group of pieces: which of them are one character, which are two that touch, which are
 * none, and which set each belongs to. */
#pragma once
#include "app/glyphs/digit_lattice.h"

typedef struct {
	int from, to;                  /* nodes of the lattice */
	const float *scores;           /* the lattice's row */
	int set;                       /* index into the sets; -1: no character */
	int index;                     /* as digit_set_best() gives it */
	Box box;                       /* on the page */
	double share;                  /* of what speaks for the character, its set given */
	double masses[DIGIT_MAX_SETS]; /* what speaks for each set */
	int second;                    /* of the same set, as index; G_MAXINT: none */
	double second_share;
} DigitStep;

/* From left to right; pieces too small to count are left out. The lattice must outlive the steps. */
GArray *digit_path_find(const DigitSets *sets, const DigitLattice *lattice);

/* An edge as a step: the likeliest character of the set; set -1: none. */
DigitStep digit_step_of(const DigitSets *sets, const DigitLattice *lattice, int edge, int set);
/* The same step as the likeliest character of another set. */
void digit_step_take(const DigitSets *sets, DigitStep *step, int set);
/* Shares, masses and second best for the step's set and index. */
void digit_step_weigh(const DigitSets *sets, DigitStep *step);
