#include "app/glyphs/digit_path.h"
#include <math.h>

/* The path of the largest product of probabilities through the lattice wins (Viterbi), over nodes and sets: a string
 * does not change its set without need. A piece alone may also be none of the characters. */

static const double change_cost = 3.0;

static double
cost_of(double probability)
{
	return -log(MAX(probability, 1e-6));
}

typedef struct {
	double cost;
	int edge, from_set; /* -1: the start */
	gboolean is_none;
} Best;

/* The cheapest way to the end of an edge in a set, from what is known of its start. */
static void
follow(const DigitSets *sets, const DigitLattice *lattice, int number, Best (*best)[DIGIT_MAX_SETS])
{
	const DigitEdge *edge = &lattice->edges[number];
	const float *scores = digit_edge_scores(lattice, number);
	double excess = digit_edge_excess(lattice, number);
	for (int set = 0; set < sets->n_sets; set++) {
		double share, mass;
		int index = digit_set_best(sets, &sets->sets[set], scores, &share, &mass);
		double taken = cost_of(digit_set_score(sets, &sets->sets[set], index, scores)) + edge->cost +
			       (index >= 0 ? excess : 0);
		double none = cost_of((double)scores[sets->none]) + edge->none_cost;
		gboolean is_none = edge->is_whole && none < taken;
		for (int from = 0; from < sets->n_sets; from++) {
			double cost = best[edge->from][from].cost + (is_none ? none : taken) +
				      (from != set ? change_cost : 0);
			if (cost < best[edge->to][set].cost)
				best[edge->to][set] = (Best){cost, number, from, is_none};
		}
	}
}

DigitStep
digit_step_of(const DigitSets *sets, const DigitLattice *lattice, int edge, int set)
{
	DigitStep step = {.from = lattice->edges[edge].from,
		.to = lattice->edges[edge].to,
		.scores = digit_edge_scores(lattice, edge),
		.box = lattice->edges[edge].box};
	digit_step_take(sets, &step, set);
	return step;
}

void
digit_step_take(const DigitSets *sets, DigitStep *step, int set)
{
	double mass;
	step->set = set;
	step->index = 0;
	if (set >= 0)
		step->index = digit_set_best(sets, &sets->sets[set], step->scores, &step->share, &mass);
	digit_step_weigh(sets, step);
}

void
digit_step_weigh(const DigitSets *sets, DigitStep *step)
{
	for (int i = 0; i < sets->n_sets; i++) {
		double share;
		digit_set_best(sets, &sets->sets[i], step->scores, &share, &step->masses[i]);
	}
	step->second = G_MAXINT;
	step->second_share = step->share = 0;
	if (step->set < 0)
		return;
	const DigitSet *set = &sets->sets[step->set];
	double all = MAX(step->masses[step->set] + DIGIT_NONE_SHARE * (double)step->scores[sets->none], 1e-9);
	for (int i = -sets->n_signs; i < set->n; i++) {
		double share = digit_set_score(sets, set, i, step->scores) / all;
		if (i == step->index) {
			step->share = share;
		} else if (share > step->second_share) {
			step->second = i;
			step->second_share = share;
		}
	}
}

GArray *
digit_path_find(const DigitSets *sets, const DigitLattice *lattice)
{
	GArray *steps = g_array_new(FALSE, FALSE, sizeof(DigitStep));
	Best best[DIGIT_MAX_NODES][DIGIT_MAX_SETS];
	for (int node = 0; node < lattice->n_nodes; node++)
		for (int set = 0; set < sets->n_sets; set++)
			best[node][set] = (Best){node == 0 ? 0 : 1e9, -1, set, FALSE};
	/* edges lead forward: by their start every way to it is known */
	for (int node = 0; node < lattice->n_nodes; node++)
		for (int i = 0; i < lattice->n_edges; i++)
			if (lattice->edges[i].from == node)
				follow(sets, lattice, i, best);
	int node = lattice->n_nodes - 1, set = 0;
	for (int i = 1; i < sets->n_sets; i++)
		set = best[node][i].cost < best[node][set].cost ? i : set;
	while (node > 0 && best[node][set].edge >= 0) {
		Best at = best[node][set];
		const DigitEdge *edge = &lattice->edges[at.edge];
		DigitStep step = digit_step_of(sets, lattice, at.edge, at.is_none ? -1 : set);
		if (!at.is_none || !edge->is_speck)
			g_array_prepend_val(steps, step);
		node = edge->from;
		set = at.from_set;
	}
	return steps;
}
