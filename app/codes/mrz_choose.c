#include "app/codes/mrz_choose.h"
#include <string.h>

/* Every check digit is a sum of the cells before it, mod 10, with weights 7 3 1; the composite is such a sum over many
 * of the same cells. Walking the cells field by field, all that matters of what was chosen so far is the running sum of
 * the field at hand and that of the composite: a hundred states. Per state the few cheapest ways to it are kept (a beam
 * that is exact for the best one), each with its parent, so that the readings can be read back at the end. A digit
 * that does not hold costs a fixed price instead of being forbidden: a zone may be wrong as printed. */

enum { N_STATES = 100, N_KEPT = MRZ_MAX_READINGS };

typedef struct {
	float cost;
	guint8 option;      /* of the cell before */
	guint8 parent_rank; /* among the ways to the parent state */
	gint8 parent_state;
} Way;

typedef struct {
	int n;
	Way ways[N_KEPT];
} State;

static void
state_add(State *state, Way way)
{
	if (state->n == N_KEPT && way.cost >= state->ways[N_KEPT - 1].cost)
		return;
	int at = state->n < N_KEPT ? state->n++ : N_KEPT - 1;
	while (at > 0 && state->ways[at - 1].cost > way.cost) {
		state->ways[at] = state->ways[at - 1];
		at--;
	}
	state->ways[at] = way;
}

static const int weights_731[3] = {7, 3, 1};

/* In which order the cells are walked, and what each weighs in its field's sum and in the composite. */
typedef struct {
	int n;
	int cells[MRZ_MAX_CELLS];
	int sum_weights[MRZ_MAX_CELLS], composite_weights[MRZ_MAX_CELLS]; /* by cell */
} Walk;

/* The cells in their order, but that the rest of a long number, with its digit, follows the number at once: on a TD2
 * dates stand between them, and only one field's sum is kept. */
static void
walk_init(Walk *walk, const MrzLayout *layout)
{
	int n_cells = layout->n_lines * layout->n_columns, seen[MRZ_N_DIGITS] = {0}, n_composite = 0;
	int rest = layout->start[MRZ_PART_NUMBER_REST], n_rest = layout->length[MRZ_PART_NUMBER_REST];
	int number_end = layout->start[MRZ_PART_NUMBER] + layout->length[MRZ_PART_NUMBER];
	walk->n = 0;
	for (int cell = 0; cell < n_cells; cell++) {
		int sum = layout->cells[cell].sum;
		walk->sum_weights[cell] = sum >= 0 ? weights_731[seen[sum]++ % 3] : 0;
		walk->composite_weights[cell] = layout->cells[cell].in_composite ? weights_731[n_composite++ % 3] : 0;
		for (int i = 0; n_rest > 0 && cell == number_end && i <= n_rest; i++)
			walk->cells[walk->n++] = rest + i;
		if (n_rest == 0 || cell < rest || cell > rest + n_rest)
			walk->cells[walk->n++] = cell;
	}
}

/* Where one option leads from a state, and what it costs. */
static int
follow(const MrzLayout *layout, int cell, const Walk *walk, int state, char c, float *cost)
{
	int value = mrz_character_value(c), sum = state / 10, composite = state % 10, check = layout->cells[cell].check;
	composite = (composite + value * walk->composite_weights[cell]) % 10;
	sum = (sum + value * walk->sum_weights[cell]) % 10;
	if (check == MRZ_DIGIT_COMPOSITE) {
		*cost += value == composite ? 0 : MRZ_COST_VIOLATION;
		composite = 0;
	} else if (check >= 0) {
		*cost += value == sum ? 0 : MRZ_COST_VIOLATION;
		sum = 0;
	}
	return sum * 10 + composite;
}

static gboolean
is_covered(const MrzLayout *layout, int cell)
{
	return layout->cells[cell].sum >= 0 || layout->cells[cell].check >= 0 || layout->cells[cell].in_composite;
}

static void
advance(const MrzLayout *layout, const MrzOptions *options, int cell, const Walk *walk, const State *from, State *to)
{
	memset(to, 0, N_STATES * sizeof(State));
	int n_options = is_covered(layout, cell) ? options[cell].n : 1;
	for (int state = 0; state < N_STATES; state++) {
		for (int rank = 0; rank < from[state].n; rank++) {
			for (int i = 0; i < n_options; i++) {
				float cost = from[state].ways[rank].cost + options[cell].costs[i];
				int next = follow(layout, cell, walk, state, options[cell].characters[i], &cost);
				state_add(&to[next], (Way){cost, (guint8)i, (guint8)rank, (gint8)state});
			}
		}
	}
}

static void
read_back(const State *states, const MrzOptions *options, const Walk *walk, int state, int rank, char *text)
{
	for (int i = walk->n - 1; i >= 0; i--) {
		const Way *way = &states[(i + 1) * N_STATES + state].ways[rank];
		int cell = walk->cells[i];
		text[cell] = options[cell].characters[way->option];
		state = way->parent_state;
		rank = way->parent_rank;
	}
}

int
mrz_choose(const MrzLayout *layout, const MrzOptions *options, MrzReading *readings)
{
	int n_cells = layout->n_lines * layout->n_columns;
	g_autofree State *states = g_new(State, (gsize)(n_cells + 1) * N_STATES);
	memset(states, 0, N_STATES * sizeof(State));
	states[0].n = 1;
	states[0].ways[0] = (Way){0, 0, 0, 0};
	Walk walk;
	walk_init(&walk, layout);
	for (int i = 0; i < n_cells; i++)
		advance(layout, options, walk.cells[i], &walk, states + i * N_STATES, states + (i + 1) * N_STATES);
	State best = {0};
	const State *last = states + n_cells * N_STATES;
	for (int state = 0; state < N_STATES; state++) {
		for (int rank = 0; rank < last[state].n; rank++)
			state_add(&best, (Way){last[state].ways[rank].cost, 0, (guint8)rank, (gint8)state});
	}
	for (int i = 0; i < best.n; i++) {
		readings[i].cost = best.ways[i].cost;
		read_back(
			states, options, &walk, best.ways[i].parent_state, best.ways[i].parent_rank, readings[i].text);
	}
	return best.n;
}
