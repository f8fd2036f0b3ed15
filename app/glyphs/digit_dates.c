#include "app/glyphs/digit_dates.h"
#include "app/glyphs/digit_pace.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All ways through the lattice that spell a date are followed from every node, cheapest characters first, as long as
 * they stay below a bound: characters are either clear or dear, so there are few. The cost of a way is that of its
 * characters and of what speaks against it: a digit left out right beside it, a blank within a number, a day that its
 * month does not have. */

enum { MAX_CHARS = 10, MAX_FOUND = 64, MAX_VISITS = 4000, MAX_DATES = 6, SKIP = G_MININT };
static const double bound = 7.5, dear = 4.5, most_gap = 0.75, most_sign_gap = 1.0, odds_digit = 1.5, most_forced = 4.0,
		    rival_cost = 3.5;
static const double cost_rest = 5.0, cost_sign_beside = 1.0, cost_calendar = 1.5, cost_short_year = 4.0;

typedef struct {
	int edge, index; /* index as digit_set_best() gives it; SKIP: a speck that is no character */
	double cost;
} Option;

typedef struct {
	int n, set;
	Option chars[MAX_CHARS];
	double cost;
} Spelling;

typedef struct {
	int value, width;
} Number;

typedef struct {
	const DigitSets *sets;
	const DigitLattice *lattice;
	const gboolean *used; /* by node: it lies in a date found before */
	GArray *options;      /* Option, by the node where their edge starts */
	int first[DIGIT_MAX_NODES + 1];
	Spelling now;
	Number numbers[3];
	int number, sign; /* which number is being written; the sign between them */
	int visits;
	double limit;  /* what a way may cost: the bound, or little more than the best from this start */
	GArray *found; /* Spelling */
} Search;

void
digit_date_free(DigitDate *date)
{
	if (date == NULL)
		return;
	g_array_unref(date->steps);
	g_free(date);
}

static double
cost_of(double share)
{
	return -log(MAX(share, 1e-9));
}

static int
compare_costs(gconstpointer a, gconstpointer b)
{
	double x = ((const Option *)a)->cost, y = ((const Option *)b)->cost;
	return x < y ? -1 : x > y;
}

/* The cheapest first: dear ways are then soon cut short. */
static void
list_options(Search *search)
{
	const DigitLattice *lattice = search->lattice;
	const DigitSet *set = &search->sets->sets[search->now.set];
	g_array_set_size(search->options, 0);
	for (int node = 0; node < lattice->n_nodes; node++) {
		search->first[node] = (int)search->options->len;
		for (int i = 0; i < lattice->n_edges; i++) {
			const DigitEdge *edge = &lattice->edges[i];
			if (edge->from != node || search->used[edge->from] || search->used[edge->to - 1])
				continue;
			const float *scores = digit_edge_scores(lattice, i);
			double all = 1 - (1 - DIGIT_NONE_SHARE) * (double)scores[search->sets->none];
			for (int index = -search->sets->n_signs; index < set->n; index++) {
				/* of a cut piece only a slash can be: others are small, and stand apart */
				if (index < 0 && index != DIGIT_SIGN_SLASH && edge->part.to_x > edge->part.from_x)
					continue;
				double share = digit_set_score(search->sets, set, index, scores) / all;
				double cost =
					cost_of(share) + edge->cost + (index >= 0 ? digit_edge_excess(lattice, i) : 0);
				if (cost < dear)
					g_array_append_vals(search->options, &(Option){i, index, cost}, 1);
			}
			double skip = cost_of((double)scores[search->sets->none]) + edge->none_cost;
			if (edge->is_speck && skip < dear)
				g_array_append_vals(search->options, &(Option){i, SKIP, skip}, 1);
		}
		int n = (int)search->options->len - search->first[node];
		if (n > 1)
			qsort(&g_array_index(search->options, Option, (guint)search->first[node]), (gsize)n,
				sizeof(Option), compare_costs);
	}
	search->first[lattice->n_nodes] = (int)search->options->len;
}

static Box
box_at(const Search *search, const Option *option)
{
	return search->lattice->edges[option->edge].box;
}

/* Hijri years of either kind, or Gregorian ones. */
static gboolean
is_year(int year)
{
	return (year >= 1250 && year <= 1480) || (year >= 1880 && year <= 2060);
}

/* Whether the month of some calendar with such years has the day. */
static gboolean
is_in_calendar(int day, int month, int year)
{
	if (year < 100 || year <= 1480) /* solar: the first six months have 31 days; lunar: at most 30 */
		return day <= 30 || (day == 31 && month <= 6);
	return day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
}

/* What the numbers cost as a date; less than 0: they are none. */
static double
date_cost(const Number *numbers)
{
	Number a = numbers[0], b = numbers[1], c = numbers[2];
	if (b.value < 1 || b.value > 12 || b.width > 2)
		return -1;
	gboolean year_first = a.width == 4;
	Number year = year_first ? a : c, day = year_first ? c : a;
	if (year.width == 2) { /* 58/6/12 or 12/6/58 */
		gboolean last_is_day = c.value >= 1 && c.value <= 31;
		if (a.width > 2 || (!last_is_day && (day.value < 1 || day.value > 31)))
			return -1;
		return cost_short_year;
	}
	if (year.width != 4 || !is_year(year.value) || day.width > 2 || day.value < 1 || day.value > 31)
		return -1;
	return is_in_calendar(day.value, b.value, year.value) ? 0 : cost_calendar;
}

static DigitPace
pace_of(const Search *search, const Spelling *s)
{
	Box boxes[MAX_CHARS];
	gboolean is_digit[MAX_CHARS];
	for (int i = 0; i < s->n; i++) {
		boxes[i] = box_at(search, &s->chars[i]);
		is_digit[i] = s->chars[i].index >= 0;
	}
	return digit_pace_of(boxes, is_digit, s->n, search->lattice->height);
}

static double
cost_of_odds(double odds)
{
	return log(1 + exp(MIN(odds, 20)));
}

static double
cost_of_blanks(const Search *search, const Spelling *s, const DigitPace *pace)
{
	double cost = 0;
	for (int i = 1; i < s->n; i++)
		if (s->chars[i].index >= 0 && s->chars[i - 1].index >= 0)
			cost += cost_of_odds(
				digit_blank_odds(pace, box_at(search, &s->chars[i - 1]), box_at(search, &s->chars[i])));
	return cost;
}

/* Of any eastern set: one that the date's own lacks is a digit all the same. */
static int
best_of_all(const DigitSets *sets, const float *scores, double *share)
{
	int best = 0;
	*share = 0;
	for (int i = 0; i + 1 < sets->n_sets; i++) {
		double own_share, mass, most = 1 - (1 - DIGIT_NONE_SHARE) * (double)scores[sets->none];
		int index = digit_set_best(sets, &sets->sets[i], scores, &own_share, &mass);
		own_share = digit_set_score(sets, &sets->sets[i], index, scores) / most;
		if (own_share > *share) {
			best = index;
			*share = own_share;
		}
	}
	return best;
}

/* What speaks against an end of the date here: a digit or a sign that it leaves out, as near as its own are. */
static double
cost_beside(const Search *search, const Option *end, gboolean before, const DigitPace *pace)
{
	const DigitLattice *lattice = search->lattice;
	const DigitEdge *own = &lattice->edges[end->edge];
	if (!(before ? own->starts_piece : own->ends_piece))
		return cost_rest; /* of a piece that was cut */
	double most = 0;
	for (int i = 0; i < lattice->n_edges; i++) {
		const DigitEdge *edge = &lattice->edges[i];
		if (!edge->is_whole || (before ? edge->to != own->from : edge->from != own->to))
			continue;
		double share;
		int index = best_of_all(search->sets, digit_edge_scores(lattice, i), &share);
		double odds = before ? digit_blank_odds(pace, edge->box, own->box)
				     : digit_blank_odds(pace, own->box, edge->box);
		/* alif and heh look like one and five; other digits are rarely letters */
		if (index >= 0 && index != 1 && index != 5)
			odds -= odds_digit;
		if (share > 0.5)
			most = MAX(most, share * MIN(cost_of_odds(-odds), index >= 0 ? cost_rest : cost_sign_beside));
	}
	return most;
}

static void
consider(Search *search)
{
	double cost = date_cost(search->numbers);
	if (search->number != 2 || cost < 0)
		return;
	Spelling s = search->now;
	DigitPace pace = pace_of(search, &s);
	s.cost += cost + cost_of_blanks(search, &s, &pace) + cost_beside(search, &s.chars[0], TRUE, &pace) +
		  cost_beside(search, &s.chars[s.n - 1], FALSE, &pace);
	if (s.cost > search->limit)
		return;
	search->limit = MIN(search->limit, s.cost + rival_cost);
	if (search->found->len < MAX_FOUND) {
		g_array_append_val(search->found, s);
		return;
	}
	guint worst = 0;
	for (guint i = 1; i < MAX_FOUND; i++)
		if (g_array_index(search->found, Spelling, i).cost > g_array_index(search->found, Spelling, worst).cost)
			worst = i;
	if (s.cost < g_array_index(search->found, Spelling, worst).cost)
		g_array_index(search->found, Spelling, worst) = s;
}

/* Whether the number may still become one of a date. */
static gboolean
may_follow(const Search *search, int digit)
{
	Number n = search->numbers[search->number];
	int most = search->number == 1 || (search->number == 2 && search->numbers[0].width == 4) ? 2 : 4;
	return n.width < most && (search->number != 1 || n.value * 10 + digit <= 12);
}

static gboolean
may_end(const Search *search)
{
	Number n = search->numbers[search->number];
	if (search->number == 0)
		return n.width == 4 ? is_year(n.value) : n.width == 1 || n.width == 2;
	return search->number == 1 && n.value >= 1;
}

static gboolean
is_near(const Search *search, const Option *option)
{
	if (search->now.n == 0)
		return TRUE;
	const Option *last = &search->now.chars[search->now.n - 1];
	double gap = digit_gap(box_at(search, last), box_at(search, option), search->lattice->height);
	double most = last->index < 0 || option->index < 0 ? most_sign_gap : most_gap;
	return gap <= most * search->lattice->height;
}

static void extend(Search *search, int node);

static void
skip(Search *search, const Option *option)
{
	search->now.cost += option->cost;
	extend(search, search->lattice->edges[option->edge].to);
	search->now.cost -= option->cost;
}

static void
take(Search *search, const Option *option)
{
	Number *number = &search->numbers[search->number], kept = *number;
	int sign = search->sign;
	gboolean is_sign = option->index < 0;
	if (is_sign) {
		search->sign = option->index;
		search->numbers[++search->number] = (Number){0, 0};
	} else {
		*number = (Number){kept.value * 10 + option->index, kept.width + 1};
	}
	search->now.chars[search->now.n++] = *option;
	search->now.cost += option->cost;
	int node = search->lattice->edges[option->edge].to;
	if (!is_sign)
		consider(search);
	extend(search, node);
	search->now.cost -= option->cost;
	search->now.n--;
	search->number -= is_sign;
	search->sign = sign;
	if (!is_sign)
		*number = kept;
}

static void
extend(Search *search, int node)
{
	if (search->now.n == MAX_CHARS || node + 1 >= search->lattice->n_nodes || ++search->visits > MAX_VISITS)
		return;
	for (int i = search->first[node]; i < search->first[node + 1]; i++) {
		const Option *option = &g_array_index(search->options, Option, (guint)i);
		if (search->now.cost + option->cost > search->limit)
			return;
		if (option->index == SKIP) {
			if (search->now.n > 0)
				skip(search, option);
			continue;
		}
		gboolean fits = option->index >= 0 ? may_follow(search, option->index)
						   : may_end(search) && option->index != DIGIT_SIGN_COLON &&
							     (search->number == 0 || option->index == search->sign);
		if (fits && is_near(search, option))
			take(search, option);
	}
}

static gboolean
same_text(const Spelling *a, const Spelling *b)
{
	if (a->n != b->n)
		return FALSE;
	for (int i = 0; i < a->n; i++)
		if (a->chars[i].index != b->chars[i].index)
			return FALSE;
	return TRUE;
}

/* Against other digits where a digit stands, and other signs where a sign does: the form has settled which. */
static double
share_of_kind(const DigitSets *sets, const DigitSet *set, const float *scores, int index)
{
	double own = digit_set_score(sets, set, index, scores), all = DIGIT_NONE_SHARE * (double)scores[sets->none];
	for (int i = index < 0 ? -sets->n_signs : 0; i < (index < 0 ? 0 : set->n); i++)
		all += digit_set_score(sets, set, i, scores);
	return own / MAX(all, 1e-9);
}

static int
start_of(const DigitLattice *lattice, const Spelling *s)
{
	return lattice->edges[s->chars[0].edge].from;
}

static int
end_of(const DigitLattice *lattice, const Spelling *s)
{
	return lattice->edges[s->chars[s->n - 1].edge].to;
}

static DigitDate *
make_date(const Search *search, const Spelling *best)
{
	const DigitLattice *lattice = search->lattice;
	const DigitSet *set = &search->sets->sets[best->set];
	DigitDate *date = g_new0(DigitDate, 1);
	date->from = start_of(lattice, best);
	date->to = end_of(lattice, best);
	date->set = best->set;
	date->steps = g_array_new(FALSE, FALSE, sizeof(DigitStep));
	double rivals = 0;
	date->confidence = 1;
	for (int i = 0; i < best->n; i++) {
		DigitStep step = digit_step_of(search->sets, lattice, best->chars[i].edge, best->set);
		step.index = best->chars[i].index;
		digit_step_weigh(search->sets, &step);
		date->confidence *= share_of_kind(search->sets, set, step.scores, step.index);
		g_array_append_val(date->steps, step);
	}
	for (guint i = 0; i < search->found->len; i++) {
		const Spelling *other = &g_array_index(search->found, Spelling, i);
		gboolean meets = start_of(lattice, other) < date->to && end_of(lattice, other) > date->from;
		if (meets && !same_text(other, best))
			rivals += exp(best->cost - other->cost);
	}
	date->confidence /= 1 + rivals;
	return date;
}

/* The cheapest way from node to node, whatever it reads. */
static double
free_cost(const Search *search, int from, int to)
{
	const DigitLattice *lattice = search->lattice;
	double costs[DIGIT_MAX_NODES];
	for (int node = from; node <= to; node++)
		costs[node] = node == from ? 0 : 1e9;
	for (int node = from; node < to; node++) {
		for (int i = 0; i < lattice->n_edges; i++) {
			const DigitEdge *edge = &lattice->edges[i];
			if (edge->from != node || edge->to > to)
				continue;
			const float *scores = digit_edge_scores(lattice, i);
			double none = (double)scores[search->sets->none], share;
			int index = best_of_all(search->sets, scores, &share);
			double cost = cost_of(share) + edge->cost + (index >= 0 ? digit_edge_excess(lattice, i) : 0);
			if (edge->is_whole)
				cost = MIN(cost, cost_of(none) + edge->none_cost);
			costs[edge->to] = MIN(costs[edge->to], costs[node] + cost);
		}
	}
	return costs[to];
}

/* The cheapest date in any set, or NULL. */
static DigitDate *
find_best(Search *search)
{
	g_array_set_size(search->found, 0);
	for (int set = 0; set < search->sets->n_sets; set++) {
		if (search->sets->sets[set].n != 10)
			continue;
		search->now = (Spelling){.set = set};
		search->number = 0;
		list_options(search);
		for (int node = 0; node < search->lattice->n_nodes; node++) {
			search->visits = 0;
			search->limit = bound;
			search->numbers[0] = (Number){0, 0};
			extend(search, node);
		}
	}
	const Spelling *best = NULL;
	for (guint i = 0; i < search->found->len; i++) {
		const Spelling *s = &g_array_index(search->found, Spelling, i);
		gboolean forced = s->cost > 1 && s->cost - free_cost(search, start_of(search->lattice, s),
								   end_of(search->lattice, s)) >
							 most_forced;
		if (!forced && (best == NULL || s->cost < best->cost))
			best = s;
	}
	return best != NULL ? make_date(search, best) : NULL;
}

GPtrArray *
digit_dates_find(const DigitSets *sets, const DigitLattice *lattice)
{
	GPtrArray *dates = g_ptr_array_new_with_free_func((GDestroyNotify)digit_date_free);
	g_autofree gboolean *used = g_new0(gboolean, lattice->n_nodes + 1);
	g_autoptr(GArray) options = g_array_new(FALSE, FALSE, sizeof(Option));
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Spelling));
	Search search = {.sets = sets, .lattice = lattice, .used = used, .options = options, .found = found};
	while (dates->len < MAX_DATES) {
		DigitDate *date = find_best(&search);
		if (date == NULL)
			break;
		for (int node = date->from; node < date->to; node++)
			used[node] = TRUE;
		g_ptr_array_add(dates, date);
	}
	return dates;
}
