#include "app/glyphs/digits.h"
#include "app/glyphs/digit_dates.h"
#include "app/glyphs/digit_pace.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

enum { MAX_LINES = 1000 };
static const double sure_alone = 0.95, sure_pair = 0.75, sure_string = 0.50, weak_string = 0.15, sure_mean = 0.8,
		    sure_strokes = 0.90, sure_end = 0.6, part_share = 0.7, sign_share = 0.8, blank_share = 1.3,
		    blank_gap = 0.28, small_share = 0.25;

struct Digits {
	Glyphs *glyphs;
	DigitSets sets;
};

Digits *
digits_load(const char *path, GError **error)
{
	g_autoptr(Glyphs) glyphs = glyphs_load(path, error);
	if (glyphs == NULL)
		return NULL;
	DigitSets sets;
	if (!digit_sets_find(glyphs, &sets)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED,
			"glyph weights %s: its classes are no complete set of digits", path);
		return NULL;
	}
	Digits *digits = g_new0(Digits, 1);
	digits->glyphs = g_steal_pointer(&glyphs);
	digits->sets = sets;
	return digits;
}

void
digits_free(Digits *digits)
{
	if (digits == NULL)
		return;
	glyphs_free(digits->glyphs);
	g_free(digits);
}

static gunichar
character_of(const DigitSet *set, int index)
{
	static const gunichar signs[] = {'/', '-', '.', ':'};
	return index >= 0 ? set->first + (gunichar)index : signs[-1 - index];
}

/* Whether two steps may stand in one string: sets that share shapes are told apart by the string as a whole. */
static gboolean
same_family(const DigitSets *sets, const DigitStep *a, const DigitStep *b)
{
	int western = sets->n_sets - 1;
	return a->set >= 0 && b->set >= 0 && (a->set == western) == (b->set == western);
}

static gboolean
is_sign(const DigitStep *step)
{
	return step->index < 0;
}

static double
distance(const DigitStep *a, const DigitStep *b)
{
	return digit_way(a->box, b->box);
}

/* Steps of one group, while they are looked at. */
typedef struct {
	const Digits *digits;
	const DigitInk *ink;
	GArray *steps;
	double height;
	double pitch; /* least way from digit to digit; 0: there are too few */
} Reading;

static DigitStep *
step_at(const Reading *reading, int i)
{
	return &g_array_index(reading->steps, DigitStep, i);
}

static double
least_pitch(const Reading *reading)
{
	double least = 0;
	for (int i = 1; i < (int)reading->steps->len; i++) {
		const DigitStep *a = step_at(reading, i - 1), *b = step_at(reading, i);
		if (a->set < 0 || b->set < 0 || is_sign(a) || is_sign(b))
			continue;
		double away = distance(a, b);
		least = least == 0 || away < least ? away : least;
	}
	return least;
}

/* Whether a string ends between two steps. */
static gboolean
ends_between(const Reading *reading, int left)
{
	const DigitStep *a = step_at(reading, left), *b = step_at(reading, left + 1);
	if (!same_family(&reading->digits->sets, a, b) || (is_sign(a) && is_sign(b)))
		return TRUE;
	double gap = digit_gap(a->box, b->box, reading->height);
	if (is_sign(a) || is_sign(b))
		return gap > 0.6 * reading->height;
	double away = distance(a, b);
	return gap > 0.65 * reading->height && away > 1.7 * MAX(reading->pitch, 0.75 * reading->height);
}

/* Free paper to the left and right: how far the next piece of a letter's size is, in heights of a digit. */
static double
free_around(const Reading *reading, Box box)
{
	double nearest = 10 * reading->height;
	for (guint i = 0; i < reading->ink->pieces->len; i++) {
		Box other = g_array_index(reading->ink->pieces, DigitPiece, i).box;
		gboolean beside = other.y < box.y + box.height && other.y + other.height > box.y;
		int away = MAX(other.x - (box.x + box.width), box.x - (other.x + other.width));
		if (beside && other.height > 0.3 * reading->height && box_overlap(other, box) < 0.5)
			nearest = MIN(nearest, MAX(away, 0));
	}
	return nearest / reading->height;
}

/* What a string does not begin or end with: a sign, or a letter beside it that looks a little like a digit. next: the
 * step beside it in the string; -1: none. */
static gboolean
is_loose_end(const Reading *reading, int at, int next)
{
	const DigitStep *step = step_at(reading, at);
	if (is_sign(step) || step->share < sure_end)
		return TRUE;
	if (next < 0 || is_sign(step_at(reading, next)))
		return FALSE;
	double gap =
		digit_gap(step_at(reading, MIN(at, next))->box, step_at(reading, MAX(at, next))->box, reading->height);
	double away = fabs(distance(step, step_at(reading, next)));
	gboolean apart = gap > 0.42 * reading->height;
	/* a letter's stroke behind a blank */
	return apart && away > 1.25 * reading->pitch && (step->share < 0.92 || step->index == 1);
}

/* Alif, heh and points look like one, five and zero. */
static gboolean
is_look_alike(const DigitStep *step)
{
	return step->index == 0 || step->index == 1 || step->index == 5;
}

/* Where the widest blank of a number lies: both its gap and the way from digit to digit are compared with the median
 * of all. -1: there is none. */
static int
find_blank(const Reading *reading, int from, int to)
{
	double ways[DIGITS_MAX_LENGTH], gaps[DIGITS_MAX_LENGTH], most = 0;
	int n = 0, place = -1;
	for (int i = from; i + 1 < to && n < DIGITS_MAX_LENGTH; i++) {
		const DigitStep *a = step_at(reading, i), *b = step_at(reading, i + 1);
		if (is_sign(a) || is_sign(b))
			continue;
		double gap = digit_gap(a->box, b->box, reading->height);
		if (gap > most) {
			most = gap;
			place = i + 1;
		}
		digit_pace_insert(ways, n, distance(a, b));
		digit_pace_insert(gaps, n++, gap);
	}
	if (n < 2 || most < blank_gap * reading->height)
		return -1;
	double way = distance(step_at(reading, place - 1), step_at(reading, place));
	double median_way = ways[(n - 1) / 2], median_gap = MAX(gaps[(n - 1) / 2], 0.05 * reading->height);
	gboolean far = way > blank_share * median_way, apart = most > 0.36 * reading->height && most > 2 * median_gap;
	return far || (apart && way > 1.15 * median_way) ? place : -1;
}

/* A letter or two behind a blank are not part of a number, where they look as letters do. */
static void
cut_words(const Reading *reading, int *from, int *to)
{
	for (int place; (place = find_blank(reading, *from, *to)) >= 0;) {
		gboolean left = place - *from < *to - place;
		int first = left ? *from : place, end = left ? place : *to;
		gboolean letters = end - first <= 2;
		for (int i = first; i < end; i++)
			letters = letters &&
				  (is_look_alike(step_at(reading, i)) || step_at(reading, i)->share < sure_end);
		if (!letters)
			return;
		*(left ? from : to) = place;
	}
}

typedef struct {
	int n_digits, n_strokes, n_dots; /* ones and zeros, which letters and leaders look like too */
	double logarithm, sets[DIGIT_MAX_SETS];
	Box box;
} Tally;

static Tally
tally_steps(const Reading *reading, int from, int to)
{
	Tally tally = {0};
	for (int i = from; i < to; i++) {
		const DigitStep *step = step_at(reading, i);
		tally.n_digits += !is_sign(step);
		tally.n_strokes += step->index == 1;
		tally.n_dots += step->index == 0;
		tally.logarithm += log(MAX(step->share, 1e-9));
		for (int set = 0; set < reading->digits->sets.n_sets; set++)
			tally.sets[set] += log(MAX(step->masses[set], 1e-9));
		tally.box = box_union(tally.box, step->box);
	}
	return tally;
}

/* How likely the set is among all sets but its sisters of the same script. */
static double
set_share(const DigitSets *sets, const Tally *tally, int own)
{
	double western = exp(MIN(tally->sets[sets->n_sets - 1] - tally->sets[own], 50));
	return 1 / (1 + western);
}

static gboolean
is_believed(const Reading *reading, const Tally *tally, int set, double confidence)
{
	double free = free_around(reading, tally->box);
	gboolean has_zero = reading->digits->sets.sets[set].n == 10;
	if (has_zero && tally->n_dots == tally->n_digits)
		return FALSE;
	/* marks of letters */
	if (tally->n_digits <= 2 && reading->height < small_share * reading->ink->region.height)
		return FALSE;
	if (has_zero && tally->n_strokes == tally->n_digits)
		return tally->n_digits >= 2 && confidence >= sure_strokes && free >= 0.5;
	if (tally->n_digits == 1)
		return confidence >= sure_alone && free >= 0.4;
	if (tally->n_digits == 2)
		return confidence >= sure_pair && free >= 0.25;
	/* one weak digit among many does not unmake a number */
	return confidence >= sure_string || (tally->n_digits >= 5 && confidence >= weak_string &&
						    tally->logarithm >= log(sure_mean) * tally->n_digits);
}

/* Of the sets of the family, the one that most speaks for in all of the steps. */
static int
choose_set(const Reading *reading, int from, int to)
{
	const DigitSets *sets = &reading->digits->sets;
	int western = sets->n_sets - 1, best = 0;
	if (step_at(reading, from)->set == western)
		return western;
	Tally tally = tally_steps(reading, from, to);
	for (int set = 1; set < western; set++)
		best = tally.sets[set] > tally.sets[best] ? set : best;
	return best;
}

static DigitString *
write_string(const Reading *reading, int from, int to, int own, double confidence)
{
	const DigitSets *sets = &reading->digits->sets;
	Tally tally = tally_steps(reading, from, to);
	double evidence = 50;
	for (int set = 0; set + 1 < sets->n_sets; set++)
		evidence = set != own ? MIN(evidence, tally.sets[own] - tally.sets[set]) : evidence;
	DigitString *string = g_new0(DigitString, 1);
	*string = (DigitString){.zero = sets->sets[own].first,
		.box = tally.box,
		.confidence = confidence * set_share(sets, &tally, own),
		.set_evidence = evidence,
		.chars = g_array_new(FALSE, FALSE, sizeof(DigitChar))};
	for (int i = from; i < to; i++) {
		const DigitStep *step = step_at(reading, i);
		DigitChar c = {character_of(&sets->sets[own], step->index),
			step->second == G_MAXINT ? 0 : character_of(&sets->sets[own], step->second), step->share,
			step->second_share, step->box};
		g_array_append_val(string->chars, c);
	}
	digit_string_write(string);
	return string;
}

static DigitString *
make_string(const Reading *reading, int from, int to)
{
	const DigitSets *sets = &reading->digits->sets;
	int own = choose_set(reading, from, to);
	if (sets->sets[own].first == '0')
		return NULL;
	for (int i = from; i < to; i++)
		digit_step_take(sets, step_at(reading, i), own);
	cut_words(reading, &from, &to);
	while (from < to && is_loose_end(reading, from, from + 1 < to ? from + 1 : -1))
		from++;
	while (to > from && is_loose_end(reading, to - 1, to - 2 >= from ? to - 2 : -1))
		to--;
	if (to <= from || to - from > DIGITS_MAX_LENGTH)
		return NULL;
	Tally tally = tally_steps(reading, from, to);
	double confidence = exp(tally.logarithm);
	/* ink right beside it: the string may go on there */
	if (free_around(reading, tally.box) < 0.3)
		confidence *= part_share;
	/* signs, and yet no date */
	if (tally.n_digits < to - from)
		confidence *= sign_share;
	if (!is_believed(reading, &tally, own, confidence * set_share(sets, &tally, own)))
		return NULL;
	if (to - from == 2 && is_look_alike(step_at(reading, from)) && is_look_alike(step_at(reading, to - 1)))
		confidence *= part_share;
	return write_string(reading, from, to, own, confidence);
}

static void
add_string(GPtrArray *strings, DigitString *string)
{
	if (string == NULL)
		return;
	/* two groups may share pieces: the longer reading holds */
	for (guint i = 0; i < strings->len; i++) {
		DigitString *other = g_ptr_array_index(strings, i);
		if (box_overlap(other->box, string->box) < 0.3)
			continue;
		if (other->chars->len >= string->chars->len) {
			digit_string_free(string);
			return;
		}
		g_ptr_array_remove_index(strings, i--);
	}
	g_ptr_array_add(strings, string);
}

/* Two dots above each other are one sign. */
static void
join_colons(const DigitSets *sets, GArray *steps, double height)
{
	for (guint i = 0; i + 1 < steps->len; i++) {
		DigitStep *a = &g_array_index(steps, DigitStep, i), *b = &g_array_index(steps, DigitStep, i + 1);
		gboolean dots = MAX(a->box.height, b->box.height) < 0.4 * height;
		if (!dots || a->set < 0 || b->set < 0 || fabs(distance(a, b)) > 0.15 * height)
			continue;
		a->box = box_union(a->box, b->box);
		a->to = b->to;
		if (sets->n_signs < -DIGIT_SIGN_COLON)
			a->set = -1;
		a->index = DIGIT_SIGN_COLON;
		g_array_remove_index(steps, i + 1);
	}
}

static void
read_dates(const Reading *reading, const DigitLattice *lattice, GPtrArray *strings)
{
	const DigitSets *sets = &reading->digits->sets;
	g_autoptr(GPtrArray) dates = digit_dates_find(sets, lattice);
	for (guint i = 0; i < dates->len; i++) {
		const DigitDate *date = g_ptr_array_index(dates, i);
		for (guint k = 0; k < reading->steps->len; k++) {
			DigitStep *step = step_at(reading, (int)k);
			if (step->from < date->to && step->to > date->from)
				step->set = -1;
		}
		Reading own = *reading;
		own.steps = date->steps;
		if (sets->sets[date->set].first != '0')
			add_string(strings, write_string(&own, 0, (int)date->steps->len, date->set, date->confidence));
	}
}

static void
read_group(const Digits *digits, const DigitInk *ink, const DigitGroup *group, GPtrArray *strings)
{
	g_autoptr(DigitLattice) lattice = digit_lattice_new(digits->glyphs, ink, group);
	g_autoptr(GArray) steps = digit_path_find(&digits->sets, lattice);
	Reading reading = {digits, ink, steps, lattice->height, 0};
	join_colons(&digits->sets, steps, lattice->height);
	read_dates(&reading, lattice, strings);
	reading.pitch = least_pitch(&reading);
	for (int from = 0; from < (int)steps->len;) {
		int to = from + 1;
		if (step_at(&reading, from)->set >= 0) {
			while (to < (int)steps->len && step_at(&reading, to)->set >= 0 &&
				!ends_between(&reading, to - 1))
				to++;
			add_string(strings, make_string(&reading, from, to));
		}
		from = to;
	}
}

static gboolean
is_beside(Box a, Box b)
{
	int shared = MIN(a.y + a.height, b.y + b.height) - MAX(a.y, b.y), lower = MIN(a.height, b.height);
	int away = MAX(b.x - (a.x + a.width), a.x - (b.x + b.width));
	int higher = MAX(a.height, b.height);
	/* a stamp must not draw the lines it crosses together; digits lie within the height of words */
	gboolean within = 10 * shared > 9 * lower && higher < 4 * lower;
	return 2 * shared > lower && away < 2 * lower && (higher < 2 * lower || within) &&
	       2 * box_union(a, b).height <= 3 * higher;
}

GArray *
digits_join_lines(const GArray *lines)
{
	GArray *joined = g_array_new(FALSE, FALSE, sizeof(Box));
	for (guint i = 0; i < lines->len && joined->len < MAX_LINES; i++) {
		Box line = g_array_index(lines, Box, i);
		/* what it joins may now reach others */
		for (guint k = 0; k < joined->len;) {
			Box other = g_array_index(joined, Box, k);
			if (!is_beside(line, other)) {
				k++;
				continue;
			}
			line = box_union(line, other);
			g_array_remove_index_fast(joined, k);
			k = 0;
		}
		g_array_append_val(joined, line);
	}
	return joined;
}

static int
compare_groups(gconstpointer a, gconstpointer b)
{
	return ((const DigitGroup *)a)->pieces[0] - ((const DigitGroup *)b)->pieces[0];
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
	return (*(DigitString *const *)a)->box.x - (*(DigitString *const *)b)->box.x;
}

void
digits_read(const Digits *digits, const GrayView *page, Box line, GPtrArray *strings)
{
	g_autoptr(DigitInk) ink = digit_ink_find(page, line);
	if (ink == NULL)
		return;
	g_autoptr(GArray) groups = digit_groups_find(digits->glyphs, &digits->sets, ink);
	g_autoptr(GPtrArray) own = g_ptr_array_new();
	g_array_sort(groups, compare_groups);
	for (guint i = 0; i < groups->len; i++)
		read_group(digits, ink, &g_array_index(groups, DigitGroup, i), own);
	g_ptr_array_sort(own, compare_places);
	for (guint i = 0; i < own->len; i++)
		add_string(strings, g_ptr_array_index(own, i));
}
