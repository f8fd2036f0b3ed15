#include "app/glyphs/digit_sets.h"

static const struct {
	gunichar first;
	int n;
} known[] = {{DIGIT_INDIC_ZERO, 10}, {DIGIT_EASTERN_ZERO, 10}, {DIGIT_BENGALI_ZERO, 10}, {DIGIT_ETHIOPIC_ONE, 20},
	{'0', 10}};
G_STATIC_ASSERT(DIGIT_SET_MAX == 20);

static int
class_of(const Glyphs *glyphs, gunichar c)
{
	for (int i = 0; i < glyphs_n_classes(glyphs); i++)
		if (glyphs_class(glyphs, i) == c)
			return i;
	return -1;
}

/* Eastern digits but four, five and six look as the Arabic-Indic ones, and share their class. */
static int
shape_class(const Glyphs *glyphs, gunichar c)
{
	int own = class_of(glyphs, c);
	return own < 0 && c >= DIGIT_EASTERN_ZERO && c < DIGIT_EASTERN_ZERO + 10
		       ? class_of(glyphs, c - DIGIT_EASTERN_ZERO + DIGIT_INDIC_ZERO)
		       : own;
}

gboolean
digit_sets_find(const Glyphs *glyphs, DigitSets *sets)
{
	static const gunichar signs[] = {'/', '-', '.', ':'};
	*sets = (DigitSets){.none = class_of(glyphs, 0)};
	for (gsize k = 0; k < G_N_ELEMENTS(known) && sets->n_sets < DIGIT_MAX_SETS; k++) {
		DigitSet set = {known[k].first, known[k].n, {0}, -1, -1};
		gboolean complete = TRUE;
		for (int i = 0; i < set.n; i++) {
			set.classes[i] = shape_class(glyphs, set.first + (gunichar)i);
			complete = complete && set.classes[i] >= 0;
		}
		if (set.first == DIGIT_EASTERN_ZERO) { /* Urdu and Sindhi write the six of the Arabic-Indic set */
			set.other_index = 6;
			set.other_class = class_of(glyphs, DIGIT_INDIC_ZERO + 6);
		}
		if (complete)
			sets->sets[sets->n_sets++] = set;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
		if (class_of(glyphs, signs[i]) >= 0)
			sets->signs[sets->n_signs++] = class_of(glyphs, signs[i]);
	return sets->none >= 0 && sets->n_sets >= 2 && sets->sets[sets->n_sets - 1].first == '0';
}

double
digit_set_score(const DigitSets *sets, const DigitSet *set, int index, const float *scores)
{
	double score = (double)scores[index >= 0 ? set->classes[index] : sets->signs[-1 - index]];
	return index == set->other_index && set->other_class >= 0 ? score + (double)scores[set->other_class] : score;
}

int
digit_set_best(const DigitSets *sets, const DigitSet *set, const float *scores, double *share, double *mass)
{
	int best = 0;
	double best_score = -1, sum = 0;
	for (int i = -sets->n_signs; i < set->n; i++) {
		double score = digit_set_score(sets, set, i, scores);
		sum += score;
		if (score > best_score) {
			best_score = score;
			best = i;
		}
	}
	*mass = sum;
	*share = best_score / MAX(sum + DIGIT_NONE_SHARE * (double)scores[sets->none], 1e-9);
	return best;
}
