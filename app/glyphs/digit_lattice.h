/* All ways to divide a group of pieces into characters. Nodes lie between pieces and at the places where a wide piece
 * may be cut, upright or along a slash; an edge from node to node is a candidate character: a piece, neighbours that
 * broke apart, a part of a piece. Each is scored by the classifier. */
#pragma once
#include "app/glyphs/digit_group.h"
#include "app/glyphs/digit_sets.h"

enum { DIGIT_MAX_NODES = DIGIT_GROUP_MAX * 2 + 8, DIGIT_MAX_EDGES = 4 * DIGIT_MAX_NODES };

/* Costs are natural logarithms of a likelihood, negated. */
typedef struct {
	int from, to; /* nodes; from < to */
	DigitPart part;
	Box box;
	gboolean is_whole, is_speck;
	gboolean starts_piece, ends_piece; /* FALSE: cut there */
	double cost, none_cost;            /* of such an edge as a character; as none of them */
} DigitEdge;

typedef struct {
	const DigitInk *ink;
	const DigitGroup *group;
	double height; /* of the group's frame */
	int n_nodes, n_edges, n_classes;
	DigitEdge edges[DIGIT_MAX_EDGES];
	float *scores; /* a row of n_classes an edge */
} DigitLattice;

/* ink and group must outlive the lattice. */
DigitLattice *digit_lattice_new(const Glyphs *glyphs, const DigitInk *ink, const DigitGroup *group);
void digit_lattice_free(DigitLattice *lattice);

const float *digit_edge_scores(const DigitLattice *lattice, int edge);
/* What an edge costs more as a digit because it reaches far above, below or beside the others: two that touch. */
double digit_edge_excess(const DigitLattice *lattice, int edge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigitLattice, digit_lattice_free)
