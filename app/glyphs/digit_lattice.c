#include "app/glyphs/digit_lattice.h"
#include <math.h>
#include <string.h>

enum { MAX_CUTS = 6, MAX_JOINED = 3 };
static const double none_cost = 1.2, wide_cost = 3.0, large_cost = 6.0, speck_cost = 0.05, cut_cost = 0.7,
		    join_cost = 0.9, speck = 0.13;

static Box
box_of(const DigitLattice *lattice, int piece)
{
	return g_array_index(lattice->ink->pieces, DigitPiece, piece).box;
}

static void
add_edge(DigitLattice *lattice, DigitEdge edge)
{
	if (lattice->n_edges < DIGIT_MAX_EDGES)
		lattice->edges[lattice->n_edges++] = edge;
}

/* Places where a piece may be two characters: where it has least ink, apart from each other, along lines of the slant.
 * They are columns at the middle of the frame. */
static int
find_cuts(const DigitLattice *lattice, int piece, double slant, int *cuts)
{
	const DigitInk *ink = lattice->ink;
	Box box = box_of(lattice, piece);
	double middle = (lattice->group->frame.top + lattice->group->frame.bottom) / 2;
	int n = 0, least = MAX((int)(0.15 * lattice->height), 2), most = 0;
	g_autofree int *columns = g_new0(int, box.width);
	for (int y = box.y; y < box.y + box.height; y++) {
		const guint16 *row =
			ink->labels + (gsize)(y - ink->region.y) * (gsize)ink->region.width + (box.x - ink->region.x);
		int lean = (int)lround(slant * (y - middle));
		for (int x = MAX(0, -lean); x < MIN(box.width, box.width - lean); x++)
			columns[x + lean] += row[x] == piece + 1;
	}
	most = (int)((slant == 0 ? 0.4 : 0.3) * lattice->height);
	while (n < MAX_CUTS) {
		int best = -1;
		for (int x = least; x < box.width - least; x++) {
			gboolean apart = TRUE;
			for (int k = 0; k < n; k++)
				apart = apart && ABS(cuts[k] - box.x - x) >= least;
			if (apart && columns[x] <= most && (best < 0 || columns[x] < columns[best]))
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

/* The parts of a wide piece: every stretch between two cuts that is as wide as a character. Cuts have nodes of their
 * own from `node`; the piece lies from node start to node end. */
static void
add_parts(DigitLattice *lattice, int piece, double slant, int n_cuts, const int *cuts, int start, int node, int end)
{
	Box box = box_of(lattice, piece);
	/* a slanted line leaves the piece's box askew */
	int lean = (int)(slant * box.height), places[MAX_CUTS + 2] = {box.x - lean};
	memcpy(places + 1, cuts, (gsize)n_cuts * sizeof(int));
	places[n_cuts + 1] = box.x + box.width + lean;
	for (int i = 0; i <= n_cuts; i++) {
		for (int k = i + 1; k <= n_cuts + 1; k++) {
			DigitEdge edge = {.from = i == 0 ? start : node + i - 1,
				.to = k == n_cuts + 1 ? end : node + k - 1,
				.part = {piece, piece, places[i], places[k], slant},
				.starts_piece = i == 0,
				.ends_piece = k == n_cuts + 1,
				.cost = cut_cost};
			if (i == 0 && k == n_cuts + 1)
				continue;
			edge.box = digit_part_box(lattice->ink, &edge.part, &lattice->group->frame);
			if (!box_is_empty(edge.box) && edge.box.width <= 1.1 * lattice->height)
				add_edge(lattice, edge);
		}
	}
}

/* Whether two neighbours may be one character that broke. */
static gboolean
may_join(const DigitLattice *lattice, Box a, Box b)
{
	Box both = box_union(a, b);
	int shared = MIN(a.x + a.width, b.x + b.width) - MAX(a.x, b.x);
	return both.width <= 1.05 * lattice->height && both.height <= 1.4 * lattice->height &&
	       shared > -0.12 * lattice->height;
}

/* Nodes and edges of a piece that may be several characters; the node behind it. */
static int
add_cuts(DigitLattice *lattice, int piece, int node)
{
	Box box = box_of(lattice, piece);
	int cuts[2][MAX_CUTS], n[2] = {0};
	const double slants[2] = {0, DIGIT_SLASH_SLANT};
	/* a slash is as high as the digits at least */
	gboolean tall = box.height > 0.95 * lattice->height && box.width < 3.1 * lattice->height;
	for (int i = 0; i < (tall ? 2 : 1) && box.width > 0.62 * lattice->height; i++)
		n[i] = find_cuts(lattice, piece, slants[i], cuts[i]);
	int end = node + n[0] + n[1] + 1;
	add_parts(lattice, piece, slants[0], n[0], cuts[0], node, node + 1, end);
	add_parts(lattice, piece, slants[1], n[1], cuts[1], node, node + 1 + n[0], end);
	return end;
}

static void
add_wholes(DigitLattice *lattice, const int *nodes)
{
	const DigitGroup *group = lattice->group;
	for (int i = 0; i < group->n; i++) {
		int piece = group->pieces[i];
		Box box = box_of(lattice, piece);
		gboolean cut = nodes[i + 1] > nodes[i] + 1,
			 small = box.width * box.height < speck * speck * lattice->height * lattice->height;
		add_edge(lattice, (DigitEdge){.from = nodes[i],
					  .to = nodes[i + 1],
					  .part = {.first = piece, .last = piece},
					  .box = box,
					  .is_whole = TRUE,
					  .is_speck = small,
					  .starts_piece = TRUE,
					  .ends_piece = TRUE,
					  .none_cost = small ? speck_cost
						       : cut ? wide_cost
							     : none_cost});
		for (int k = 1; k < MAX_JOINED && i + k < group->n; k++) {
			Box next = box_of(lattice, group->pieces[i + k]);
			if (group->pieces[i + k] != piece + k || !may_join(lattice, box, next))
				break;
			box = box_union(box, next);
			add_edge(lattice, (DigitEdge){.from = nodes[i],
						  .to = nodes[i + k + 1],
						  .part = {.first = piece, .last = piece + k},
						  .box = box,
						  .starts_piece = TRUE,
						  .ends_piece = TRUE,
						  .cost = join_cost});
		}
	}
}

static void
build(DigitLattice *lattice)
{
	const DigitGroup *group = lattice->group;
	int node = 0, nodes[DIGIT_GROUP_MAX + 1];
	for (int i = 0; i < group->n; i++) {
		nodes[i] = node;
		gboolean room = node + group->n - i + 2 * MAX_CUTS < DIGIT_MAX_NODES;
		node = room ? add_cuts(lattice, group->pieces[i], node) : node + 1;
	}
	nodes[group->n] = node;
	lattice->n_nodes = node + 1;
	add_wholes(lattice, nodes);
}

static void
score_edges(const Glyphs *glyphs, DigitLattice *lattice)
{
	int width = glyphs_cell_width(glyphs), height = glyphs_cell_height(glyphs);
	gsize values = (gsize)width * (gsize)height;
	g_autofree float *cell = g_new(float, values);
	lattice->n_classes = glyphs_n_classes(glyphs);
	lattice->scores = g_new(float, (gsize)MAX(lattice->n_edges, 1) * (gsize)lattice->n_classes);
	for (int i = 0; i < lattice->n_edges; i++) {
		const DigitEdge *edge = &lattice->edges[i];
		digit_cell_cut(lattice->ink, &edge->part, &lattice->group->frame, width, height,
			glyphs_cell_pitches_high(glyphs), cell);
		glyphs_classify(glyphs, cell, 1, lattice->scores + (gsize)i * (gsize)lattice->n_classes);
	}
}

DigitLattice *
digit_lattice_new(const Glyphs *glyphs, const DigitInk *ink, const DigitGroup *group)
{
	DigitLattice *lattice = g_new0(DigitLattice, 1);
	lattice->ink = ink;
	lattice->group = group;
	lattice->height = group->frame.bottom - group->frame.top;
	build(lattice);
	score_edges(glyphs, lattice);
	return lattice;
}

void
digit_lattice_free(DigitLattice *lattice)
{
	if (lattice == NULL)
		return;
	g_free(lattice->scores);
	g_free(lattice);
}

const float *
digit_edge_scores(const DigitLattice *lattice, int edge)
{
	return lattice->scores + (gsize)edge * (gsize)lattice->n_classes;
}

double
digit_edge_excess(const DigitLattice *lattice, int edge)
{
	Box box = lattice->edges[edge].box;
	return box.height > 1.28 * lattice->height || box.width > 1.05 * lattice->height ? large_cost : 0;
}
