#include "app/values/name_letters.h"
#include <string.h>

/* The cheapest way to walk through both parts at once: a step takes one letter of each when they are alike, or the two
 * sides of a habit. A step is only taken from cells that cost no more than the limit, so that parts that have nothing
 * in common are given up after a few letters.
 *
 * A habit belongs to traditions of writing (French or English spelling of Arabic names, Russian passports...). The
 * steps of a walk must have one tradition in common: Turkish c for j and Somali c for the ayn are never mixed. */

enum { OCR_MAX = 2, OCR_COST = 12, NO_COST = 0xffff, SIDE = PART_LETTERS + 1 };

typedef struct {
	guint16 cost[SIDE][SIDE];
	const Habit *step[SIDE][SIDE]; /* that led here; NULL: one letter of each */
} Table;

typedef struct {
	const NameRules *rules;
	const gunichar *raw_a, *raw_b, *base_a, *base_b;
	guint n_a, n_b, limit;
	guint32 origins;
	gboolean ocr;
	gboolean scripts; /* only one of the two is in Arabic script */
} Walk;

/* What a difference may cost in all: short names are told apart by little. */
static guint
cost_limit(guint n)
{
	return n <= 3 ? 10 : n == 4 ? 16 : n <= 6 ? 26 : n <= 8 ? 36 : n <= 11 ? 46 : 60;
}

static gboolean
is_vowel(gunichar c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static gboolean
sequence_is(const gunichar *at, guint left, const gunichar *sequence, guint n)
{
	if (n > left)
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (at[i] != sequence[i])
			return FALSE;
	}
	return TRUE;
}

static gboolean
habit_fits(const Walk *walk, const Habit *habit, guint i, guint j)
{
	if (!(habit->origins & walk->origins) || (habit->reason == REASON_OCR_DOUBT && !walk->ocr))
		return FALSE;
	if (habit->at_start && (i != 0 || j != 0))
		return FALSE;
	if (habit->inside && (i == 0 || j == 0 || i + habit->n_a == walk->n_a || j + habit->n_b == walk->n_b))
		return FALSE;
	if (habit->at_end && (i + habit->n_a != walk->n_a || j + habit->n_b != walk->n_b))
		return FALSE;
	if (!sequence_is(walk->raw_a + i, walk->n_a - i, habit->a, habit->n_a) &&
		!sequence_is(walk->base_a + i, walk->n_a - i, habit->a, habit->n_a))
		return FALSE;
	if (!sequence_is(walk->raw_b + j, walk->n_b - j, habit->b, habit->n_b) &&
		!sequence_is(walk->base_b + j, walk->n_b - j, habit->b, habit->n_b))
		return FALSE;
	if (habit->reason != REASON_SCRIPT)
		return TRUE;
	if (!walk->scripts)
		return FALSE;
	/* A script without short vowels leaves out one vowel between consonants, not two. */
	if (habit->n_a == 0 && is_vowel(habit->b[0]))
		return j == 0 || !is_vowel(walk->base_b[j - 1]);
	if (habit->n_b == 0 && is_vowel(habit->a[0]))
		return i == 0 || !is_vowel(walk->base_a[i - 1]);
	return TRUE;
}

static void
reach(Table *table, guint i, guint j, guint cost, const Habit *habit)
{
	if (cost < table->cost[i][j]) {
		table->cost[i][j] = (guint16)cost;
		table->step[i][j] = habit;
	}
}

static void
try_habits(const Walk *walk, Table *table, guint i, guint j, gunichar a, gunichar b)
{
	guint n;
	const Habit *const *habits = name_rules_habits(walk->rules, a, b, &n);
	for (guint k = 0; k < n; k++) {
		guint cost = table->cost[i][j] + habits[k]->cost;
		if (cost <= walk->limit && habit_fits(walk, habits[k], i, j))
			reach(table, i + habits[k]->n_a, j + habits[k]->n_b, cost, habits[k]);
	}
}

static gboolean
walk_through(const Walk *walk, Table *table)
{
	for (guint i = 0; i <= walk->n_a; i++) {
		for (guint j = 0; j <= walk->n_b; j++)
			table->cost[i][j] = NO_COST;
	}
	table->cost[0][0] = 0;
	for (guint i = 0; i <= walk->n_a; i++) {
		for (guint j = 0; j <= walk->n_b; j++) {
			if (table->cost[i][j] > walk->limit)
				continue;
			gboolean left_a = i < walk->n_a, left_b = j < walk->n_b;
			gunichar raw_a = left_a ? walk->raw_a[i] : 0, raw_b = left_b ? walk->raw_b[j] : 0;
			gunichar a = left_a ? walk->base_a[i] : 0, b = left_b ? walk->base_b[j] : 0;
			if (left_a && left_b) {
				if (a == b)
					reach(table, i + 1, j + 1, table->cost[i][j] + (raw_a != raw_b), NULL);
				try_habits(walk, table, i, j, a, b);
				if (raw_a != a)
					try_habits(walk, table, i, j, raw_a, b);
				if (raw_b != b)
					try_habits(walk, table, i, j, a, raw_b);
			}
			if (left_b)
				try_habits(walk, table, i, j, 0, b);
			if (left_a)
				try_habits(walk, table, i, j, a, 0);
		}
	}
	return table->cost[walk->n_a][walk->n_b] <= walk->limit;
}

typedef struct {
	guint32 origins;
	guint n_ocr;
	ReasonSet reasons;
} Path;

static void
mark_step(const NameText *name, const NamePart *part, guint from, guint n, GArray *marks)
{
	if (n == 0)
		return;
	guint start = name->at[part->first + from], last = name->at[part->first + from + n - 1];
	if (marks->len > 0) {
		Mark *before = &g_array_index(marks, Mark, marks->len - 1);
		if ((guint)(before->start + before->length) >= start && (guint)before->start <= start) {
			before->length = MAX(before->length, (int)(last + 1) - before->start);
			return;
		}
	}
	comparison_mark(marks, (int)start, (int)(last - start + 1));
}

/* Goes back over the steps. */
static void
follow(const Walk *walk, const Table *table, Path *path)
{
	*path = (Path){G_MAXUINT32, 0, 0};
	for (guint i = walk->n_a, j = walk->n_b; i + j > 0;) {
		const Habit *habit = table->step[i][j];
		if (habit == NULL) {
			i--;
			j--;
			if (walk->raw_a[i] != walk->raw_b[j])
				path->reasons |= REASON_BIT(REASON_DIACRITICS);
			continue;
		}
		i -= habit->n_a;
		j -= habit->n_b;
		path->origins &= habit->origins;
		path->reasons |= REASON_BIT(habit->reason);
		path->n_ocr += habit->reason == REASON_OCR_DOUBT;
	}
}

static void
mark_path(const Walk *walk, const Table *table, const NameText *a, const NamePart *part_a, const NameText *b,
	const NamePart *part_b, GArray *marks_a, GArray *marks_b)
{
	guint8 steps_a[PART_LETTERS * 2], steps_b[PART_LETTERS * 2];
	const Habit *habits[PART_LETTERS * 2];
	guint n = 0;
	for (guint i = walk->n_a, j = walk->n_b; i + j > 0 && n < PART_LETTERS * 2;) {
		const Habit *habit = table->step[i][j];
		i -= habit == NULL ? 1 : habit->n_a;
		j -= habit == NULL ? 1 : habit->n_b;
		if (habit == NULL && walk->raw_a[i] == walk->raw_b[j])
			continue;
		steps_a[n] = (guint8)i;
		steps_b[n] = (guint8)j;
		habits[n++] = habit;
	}
	while (n-- > 0) {
		mark_step(a, part_a, steps_a[n], habits[n] == NULL ? 1 : habits[n]->n_a, marks_a);
		mark_step(b, part_b, steps_b[n], habits[n] == NULL ? 1 : habits[n]->n_b, marks_b);
	}
}

/* Two neighbours changed places inside a long part: a slip of the pen. */
static gboolean
is_transposed(const Walk *walk, guint *where)
{
	guint n = walk->n_a, i = 0;
	if (n < 6 || n != walk->n_b)
		return FALSE;
	while (i < n && walk->base_a[i] == walk->base_b[i])
		i++;
	if (i == 0 || i + 2 >= n || walk->base_a[i] != walk->base_b[i + 1] || walk->base_a[i + 1] != walk->base_b[i])
		return FALSE;
	*where = i;
	return memcmp(walk->base_a + i + 2, walk->base_b + i + 2, (n - i - 2) * sizeof(gunichar)) == 0;
}

/* A walk whose steps share a tradition. */
static gboolean
find_path(Walk *walk, Table *table, Path *path)
{
	walk->origins = G_MAXUINT32;
	if (!walk_through(walk, table))
		return FALSE;
	follow(walk, table, path);
	if (path->origins != 0)
		return path->n_ocr <= OCR_MAX;
	for (guint bit = 0; bit < name_rules_n_origins(walk->rules); bit++) {
		walk->origins = 1u << bit;
		if (!walk_through(walk, table))
			continue;
		follow(walk, table, path);
		return path->n_ocr <= OCR_MAX;
	}
	return FALSE;
}

gboolean
name_letters_match(const NameRules *rules, const NameText *a, const NamePart *part_a, const NameText *b,
	const NamePart *part_b, LettersMatch *match, GArray *marks_a, GArray *marks_b)
{
	Table table;
	Path path;
	guint where;
	guint longer = MAX(part_a->n, part_b->n), shorter = MIN(part_a->n, part_b->n);
	if (longer > 2 * shorter + 4 || longer > PART_LETTERS)
		return FALSE;
	Walk walk = {.rules = rules,
		.raw_a = a->raw + part_a->first,
		.raw_b = b->raw + part_b->first,
		.base_a = a->base + part_a->first,
		.base_b = b->base + part_b->first,
		.n_a = part_a->n,
		.n_b = part_b->n,
		.limit = cost_limit(longer),
		.scripts = (part_a->script == SCRIPT_ARABIC) != (part_b->script == SCRIPT_ARABIC)};
	gboolean found = find_path(&walk, &table, &path);
	if (!found && part_a->script == SCRIPT_LATIN && part_b->script == SCRIPT_LATIN &&
		is_transposed(&walk, &where)) {
		*match = (LettersMatch){30, REASON_BIT(REASON_SPELLING)};
		if (marks_a != NULL) {
			mark_step(a, part_a, where, 2, marks_a);
			mark_step(b, part_b, where, 2, marks_b);
		}
		return TRUE;
	}
	if (!found) {
		walk.ocr = TRUE;
		walk.limit += OCR_COST;
		found = find_path(&walk, &table, &path);
	}
	if (!found)
		return FALSE;
	*match = (LettersMatch){table.cost[walk.n_a][walk.n_b], path.reasons};
	if (marks_a != NULL)
		mark_path(&walk, &table, a, part_a, b, part_b, marks_a, marks_b);
	return TRUE;
}
