#include "app/glyphs/digit_path.h"
#include <math.h>
#include <string.h>

/* Nodes lie between pieces and at the places where a wide piece may be cut; an edge from node to node is a candidate
 * character: a piece, neighbours that broke apart, a part of a piece. The path of the largest product of probabilities
 * wins (Viterbi), over nodes and sets: a string does not change its set without need. A piece alone may also be none
 * of the characters. */

enum { MAX_CUTS = 4, MAX_NODES = DIGIT_GROUP_MAX * 2 + 8, MAX_EDGES = 4 * MAX_NODES, MAX_JOINED = 3 };
static const double none_cost = 1.2, wide_cost = 3.0, large_cost = 6.0, speck_cost = 0.05, change_cost = 3.0,
		    cut_cost = 0.7, join_cost = 0.9, speck = 0.13;

typedef struct {
	int from, to;    /* nodes */
	int first, last; /* pieces */
	int from_x, to_x;
	Box box;
	gboolean is_whole, is_speck;
	double cost, none_cost; /* of the edge as a character; as none */
} Edge;

typedef struct {
	const DigitInk *ink;
	const DigitGroup *group;
	double height;
	int n_nodes, n_edges;
	Edge edges[MAX_EDGES];
} Lattice;

static Box
box_of(const Lattice *lattice, int piece)
{
	return g_array_index(lattice->ink->pieces, DigitPiece, piece).box;
}

static void
add_edge(Lattice *lattice, Edge edge)
{
	if (lattice->n_edges < MAX_EDGES)
		lattice->edges[lattice->n_edges++] = edge;
}

/* Columns where a piece may be two characters: where it has least ink, apart from each other. */
static int
find_cuts(const Lattice *lattice, int piece, int *cuts)
{
	const DigitInk *ink = lattice->ink;
	Box box = box_of(lattice, piece);
	int n = 0, least = MAX((int)(0.15 * lattice->height), 2);
	g_autofree int *columns = g_new0(int, box.width);
	for (int y = box.y; y < box.y + box.height; y++) {
		const guint16 *row =
			ink->labels + (gsize)(y - ink->region.y) * (gsize)ink->region.width + (box.x - ink->region.x);
		for (int x = 0; x < box.width; x++)
			columns[x] += row[x] == piece + 1;
	}
	while (n < MAX_CUTS) {
		int best = -1;
		for (int x = least; x < box.width - least; x++) {
			gboolean apart = TRUE;
			for (int k = 0; k < n; k++)
				apart = apart && ABS(cuts[k] - box.x - x) >= least;
			if (apart && columns[x] <= 0.4 * lattice->height && (best < 0 || columns[x] < columns[best]))
				best = x;
		}
		if (best < 0)
			break;
		cuts[n++] = box.x + best;
	}
	for (int i = 1; i < n; i++)
		for (int k = i; k > 0 && cuts[k] < cuts[k - 1]; k--) {
			int swap = cuts[k];
			cuts[k] = cuts[k - 1];
			cuts[k - 1] = swap;
		}
	return n;
}

/* The parts of a wide piece: every stretch between two cuts that is as wide as a character. */
static void
add_parts(Lattice *lattice, int piece, int node, int n_cuts, const int *cuts)
{
	Box box = box_of(lattice, piece);
	int places[MAX_CUTS + 2] = {box.x};
	memcpy(places + 1, cuts, (gsize)n_cuts * sizeof(int));
	places[n_cuts + 1] = box.x + box.width;
	for (int i = 0; i <= n_cuts; i++) {
		for (int k = i + 1; k <= n_cuts + 1; k++) {
			int width = places[k] - places[i];
			if (width > 1.1 * lattice->height || (i == 0 && k == n_cuts + 1))
				continue;
			add_edge(lattice, (Edge){node + i, node + k, piece, piece, places[i], places[k],
						  {places[i], box.y, width, box.height}, FALSE, FALSE, cut_cost, 0});
		}
	}
}

/* Whether two neighbours may be one character that broke. */
static gboolean
may_join(const Lattice *lattice, Box a, Box b)
{
	Box both = box_union(a, b);
	int shared = MIN(a.x + a.width, b.x + b.width) - MAX(a.x, b.x);
	return both.width <= 1.05 * lattice->height && both.height <= 1.4 * lattice->height &&
	       shared > -0.12 * lattice->height;
}

static void
build(Lattice *lattice)
{
	const DigitGroup *group = lattice->group;
	int node = 0, nodes[DIGIT_GROUP_MAX + 1];
	for (int i = 0; i < group->n; i++) {
		Box box = box_of(lattice, group->pieces[i]);
		int cuts[MAX_CUTS], n_cuts = 0;
		if (box.width > 0.62 * lattice->height && node + group->n - i + MAX_CUTS < MAX_NODES)
			n_cuts = find_cuts(lattice, group->pieces[i], cuts);
		nodes[i] = node;
		if (n_cuts > 0)
			add_parts(lattice, group->pieces[i], node, n_cuts, cuts);
		node += n_cuts + 1;
	}
	nodes[group->n] = node;
	lattice->n_nodes = node + 1;
	for (int i = 0; i < group->n; i++) {
		Box box = box_of(lattice, group->pieces[i]);
		int piece = group->pieces[i];
		gboolean cut = nodes[i + 1] > nodes[i] + 1,
			 small = box.width * box.height < speck * speck * lattice->height * lattice->height;
		add_edge(lattice, (Edge){nodes[i], nodes[i + 1], piece, piece, 0, 0, box, TRUE, small, 0,
					  small ? speck_cost
					  : cut ? wide_cost
						: none_cost});
		for (int k = 1; k < MAX_JOINED && i + k < group->n; k++) {
			Box next = box_of(lattice, group->pieces[i + k]);
			if (group->pieces[i + k] != piece + k || !may_join(lattice, box, next))
				break;
			box = box_union(box, next);
			add_edge(lattice, (Edge){nodes[i], nodes[i + k + 1], piece, piece + k, 0, 0, box, FALSE, FALSE,
						  join_cost, 0});
		}
	}
}

static float *
score_edges(const Glyphs *glyphs, const Lattice *lattice)
{
	int width = glyphs_cell_width(glyphs), height = glyphs_cell_height(glyphs);
	gsize values = (gsize)width * (gsize)height;
	g_autofree float *cell = g_new(float, values);
	float *scores = g_new(float, (gsize)MAX(lattice->n_edges, 1) * (gsize)glyphs_n_classes(glyphs));
	for (int i = 0; i < lattice->n_edges; i++) {
		const Edge *edge = &lattice->edges[i];
		digit_cell_cut(lattice->ink, edge->first, edge->last, edge->from_x, edge->to_x, &lattice->group->frame,
			width, height, glyphs_cell_pitches_high(glyphs), cell);
		glyphs_classify(glyphs, cell, 1, scores + i * glyphs_n_classes(glyphs));
	}
	return scores;
}

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
follow(const DigitSets *sets, const Lattice *lattice, int number, const float *scores, Best (*best)[DIGIT_MAX_SETS])
{
	const Edge *edge = &lattice->edges[number];
	/* no digit reaches far above, below or beside the others: two characters that touch */
	gboolean too_large = edge->box.height > 1.28 * lattice->height || edge->box.width > 1.05 * lattice->height;
	for (int set = 0; set < sets->n_sets; set++) {
		double share, mass;
		int index = digit_set_best(sets, &sets->sets[set], scores, &share, &mass);
		double taken = cost_of(digit_set_score(sets, &sets->sets[set], index, scores)) + edge->cost +
			       (too_large && index >= 0 ? large_cost : 0);
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

static DigitStep
step_of(const DigitSets *sets, const Edge *edge, const float *scores, int set, gboolean is_none)
{
	DigitStep step = {.set = is_none ? -1 : set, .box = edge->box, .second = G_MAXINT};
	double mass;
	for (int i = 0; i < sets->n_sets; i++)
		digit_set_best(sets, &sets->sets[i], scores, &step.share, &step.masses[i]);
	step.index = digit_set_best(sets, &sets->sets[set], scores, &step.share, &mass);
	double all = mass + DIGIT_NONE_SHARE * (double)scores[sets->none];
	for (int i = -sets->n_signs; i < sets->sets[set].n; i++) {
		double share = digit_set_score(sets, &sets->sets[set], i, scores) / MAX(all, 1e-9);
		if (i != step.index && share > step.second_share) {
			step.second = i;
			step.second_share = share;
		}
	}
	return step;
}

GArray *
digit_path_find(const Glyphs *glyphs, const DigitSets *sets, const DigitInk *ink, const DigitGroup *group)
{
	GArray *steps = g_array_new(FALSE, FALSE, sizeof(DigitStep));
	g_autofree Lattice *lattice = g_new0(Lattice, 1);
	lattice->ink = ink;
	lattice->group = group;
	lattice->height = group->frame.bottom - group->frame.top;
	build(lattice);
	g_autofree float *scores = score_edges(glyphs, lattice);
	int n_classes = glyphs_n_classes(glyphs);
	Best best[MAX_NODES][DIGIT_MAX_SETS];
	for (int node = 0; node < lattice->n_nodes; node++)
		for (int set = 0; set < sets->n_sets; set++)
			best[node][set] = (Best){node == 0 ? 0 : 1e9, -1, set, FALSE};
	/* edges lead forward: by their start every way to it is known */
	for (int node = 0; node < lattice->n_nodes; node++)
		for (int i = 0; i < lattice->n_edges; i++)
			if (lattice->edges[i].from == node)
				follow(sets, lattice, i, scores + i * n_classes, best);
	int node = lattice->n_nodes - 1, set = 0;
	for (int i = 1; i < sets->n_sets; i++)
		set = best[node][i].cost < best[node][set].cost ? i : set;
	while (node > 0 && best[node][set].edge >= 0) {
		Best at = best[node][set];
		const Edge *edge = &lattice->edges[at.edge];
		DigitStep step = step_of(sets, edge, scores + at.edge * n_classes, set, at.is_none);
		if (!at.is_none || !edge->is_speck)
			g_array_prepend_val(steps, step);
		node = edge->from;
		set = at.from_set;
	}
	return steps;
}
