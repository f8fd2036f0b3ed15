#include "app/glyphs/digits.h"
#include "app/glyphs/digit_path.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

enum { MAX_LINES = 1000 };
static const double sure_alone = 0.95, sure_pair = 0.75, sure_string = 0.50, sure_strokes = 0.90, told_set = 2.0,
		    sure_end = 0.6, part_share = 0.7;

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

void
digit_string_free(DigitString *string)
{
	if (string == NULL)
		return;
	g_free(string->text);
	g_array_unref(string->chars);
	g_free(string);
}

static void
write_text(DigitString *string)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < string->chars->len; i++)
		g_string_append_unichar(text, g_array_index(string->chars, DigitChar, i).character);
	g_free(string->text);
	string->text = g_string_free(text, FALSE);
}

void
digit_string_rewrite(DigitString *string, gunichar zero)
{
	for (guint i = 0; i < string->chars->len; i++) {
		DigitChar *c = &g_array_index(string->chars, DigitChar, i);
		if (c->character >= string->zero)
			c->character = c->character - string->zero + zero;
		if (c->second >= string->zero)
			c->second = c->second - string->zero + zero;
	}
	string->zero = zero;
	write_text(string);
}

void
digit_string_keep(DigitString *string, guint from, guint to)
{
	g_assert(from < to && to <= string->chars->len);
	g_array_set_size(string->chars, to);
	if (from > 0)
		g_array_remove_range(string->chars, 0, from);
	string->box = (Box){0};
	for (guint i = 0; i < string->chars->len; i++)
		string->box = box_union(string->box, g_array_index(string->chars, DigitChar, i).box);
	write_text(string);
}

void
digits_agree(GPtrArray *strings, gunichar preferred)
{
	double shown = 0; /* for eastern digits, against Arabic-Indic ones */
	for (guint i = 0; i < strings->len; i++) {
		const DigitString *string = g_ptr_array_index(strings, i);
		if (string->zero == DIGIT_EASTERN_ZERO || string->zero == DIGIT_INDIC_ZERO)
			shown += (string->zero == DIGIT_EASTERN_ZERO ? 1 : -1) * MIN(string->set_evidence, 5);
	}
	gunichar zero = shown > told_set ? DIGIT_EASTERN_ZERO : shown < -told_set ? DIGIT_INDIC_ZERO : preferred;
	for (guint i = 0; zero != 0 && i < strings->len; i++) {
		DigitString *string = g_ptr_array_index(strings, i);
		gboolean shares = string->zero == DIGIT_EASTERN_ZERO || string->zero == DIGIT_INDIC_ZERO;
		if (shares && string->zero != zero && string->set_evidence < told_set)
			digit_string_rewrite(string, zero);
	}
}

static gunichar
character_of(const DigitSet *set, int index)
{
	static const gunichar signs[] = {'/', '-', '.', ':'};
	return index >= 0 ? set->first + (gunichar)index : signs[-1 - index];
}

static gboolean
is_sign(const DigitStep *step)
{
	return step->index < 0;
}

/* The way between two characters, as if none were narrower than most: a zero is a dot. */
static double
gap_between(Box a, Box b, double height)
{
	double least = 0.4 * height, away = (b.x + b.width / 2.0) - (a.x + a.width / 2.0);
	return away - (MAX(a.width, least) + MAX(b.width, least)) / 2;
}

static double
distance(const DigitStep *a, const DigitStep *b)
{
	return (b->box.x + b->box.width / 2.0) - (a->box.x + a->box.width / 2.0);
}

/* Steps of one group, while they are looked at. */
typedef struct {
	const Digits *digits;
	const DigitInk *ink;
	const GArray *steps;
	double height;
	double pitch; /* least way from digit to digit; 0: there are too few */
} Reading;

static const DigitStep *
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
	if (b->set != a->set || (is_sign(a) && is_sign(b)))
		return TRUE;
	double gap = gap_between(a->box, b->box, reading->height);
	if (is_sign(a) || is_sign(b))
		return gap > 1.0 * reading->height;
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
	double gap = gap_between(
		step_at(reading, MIN(at, next))->box, step_at(reading, MAX(at, next))->box, reading->height);
	double away = fabs(distance(step, step_at(reading, next)));
	gboolean apart = gap > 0.42 * reading->height;
	/* a letter's stroke behind a blank */
	return apart && (step->share < 0.92 || (step->index == 1 && away > 1.25 * reading->pitch));
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
	if (has_zero && tally->n_strokes == tally->n_digits)
		return tally->n_digits >= 2 && confidence >= sure_strokes && free >= 0.5;
	if (tally->n_digits == 1)
		return confidence >= sure_alone && free >= 0.4;
	if (tally->n_digits == 2)
		return confidence >= sure_pair && free >= 0.25;
	return confidence >= sure_string;
}

static DigitString *
make_string(const Reading *reading, int from, int to)
{
	while (from < to && is_loose_end(reading, from, from + 1 < to ? from + 1 : -1))
		from++;
	while (to > from && is_loose_end(reading, to - 1, to - 2 >= from ? to - 2 : -1))
		to--;
	const DigitSets *sets = &reading->digits->sets;
	if (to <= from || to - from > DIGITS_MAX_LENGTH)
		return NULL;
	int own = step_at(reading, from)->set;
	if (sets->sets[own].first == '0')
		return NULL;
	Tally tally = tally_steps(reading, from, to);
	double confidence = exp(tally.logarithm) * set_share(sets, &tally, own), evidence = 50;
	/* ink right beside it: the string may go on there */
	if (free_around(reading, tally.box) < 0.3)
		confidence *= part_share;
	if (!is_believed(reading, &tally, own, confidence))
		return NULL;
	for (int set = 0; set + 1 < sets->n_sets; set++)
		evidence = set != own ? MIN(evidence, tally.sets[own] - tally.sets[set]) : evidence;
	DigitString *string = g_new0(DigitString, 1);
	*string = (DigitString){.zero = sets->sets[own].first,
		.box = tally.box,
		.confidence = confidence,
		.set_evidence = evidence,
		.chars = g_array_new(FALSE, FALSE, sizeof(DigitChar))};
	for (int i = from; i < to; i++) {
		const DigitStep *step = step_at(reading, i);
		DigitChar c = {character_of(&sets->sets[own], step->index),
			step->second == G_MAXINT ? 0 : character_of(&sets->sets[own], step->second), step->share,
			step->second_share, step->box};
		g_array_append_val(string->chars, c);
	}
	write_text(string);
	return string;
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

static void
read_group(const Digits *digits, const DigitInk *ink, const DigitGroup *group, GPtrArray *strings)
{
	g_autoptr(GArray) steps = digit_path_find(digits->glyphs, &digits->sets, ink, group);
	Reading reading = {digits, ink, steps, group->frame.bottom - group->frame.top, 0};
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
	/* a stamp must not draw the lines it crosses together */
	return 2 * shared > lower && away < 2 * lower && higher < 2 * lower && 2 * box_union(a, b).height <= 3 * higher;
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

void
digits_read(const Digits *digits, const GrayView *page, Box line, GPtrArray *strings)
{
	g_autoptr(DigitInk) ink = digit_ink_find(page, line);
	if (ink == NULL)
		return;
	g_autoptr(GArray) groups = digit_groups_find(digits->glyphs, &digits->sets, ink);
	g_array_sort(groups, compare_groups);
	for (guint i = 0; i < groups->len; i++)
		read_group(digits, ink, &g_array_index(groups, DigitGroup, i), strings);
}
