#include "app/values/name_align.h"
#include <string.h>

/* As for letters: the cheapest walk through both rows of parts. A step matches one part with one, several with one or
 * several (written together or apart), or leaves a part out, which is cheap for particles and titles and dear for
 * names. */

enum {
	SIDE = NAME_PARTS + 1,
	COST_SKIP_NAME = 1000,
	COST_SKIP_WORD = 12,
	COST_INITIAL = 30,
	COST_TRUNCATED = 40,
	COST_JOIN = 8,
	COST_GROUP = 5,
	JOIN_MAX = 4,
	MANY = 40, /* pairs of parts: beyond, only two are tried as one */
	FULL_TRUNCATED_CHARS = 28,
	PART_TRUNCATED_CHARS = 17,
	NO_COST = G_MAXUINT32 / 2
};

typedef struct {
	guint cost;
	NameStep step;
} Cell;

typedef struct {
	const NameRules *rules;
	const NameText *a, *b;
	NameRole role;
	Cell cells[SIDE][SIDE];
} Grid;

static gboolean
is_word(const NamePart *part)
{
	return (part->flags & (NAME_WORD_PARTICLE | NAME_WORD_CONNECTOR | NAME_WORD_STATUS)) != 0;
}

guint
name_count_parts(const NameText *name)
{
	guint n = 0;
	for (guint i = 0; i < name->n_parts; i++)
		n += !is_word(&name->parts[i]);
	return n == 0 ? name->n_parts : n;
}

static gboolean
share_group(const NamePart *a, const NamePart *b)
{
	for (guint i = 0; i < a->n_groups; i++) {
		for (guint k = 0; k < b->n_groups; k++) {
			if (a->groups[i] == b->groups[k])
				return TRUE;
		}
	}
	return FALSE;
}

static gboolean
is_equal(const NameText *a, const NamePart *part_a, const NameText *b, const NamePart *part_b, gboolean raw)
{
	const gunichar *left = (raw ? a->raw : a->base) + part_a->first,
		       *right = (raw ? b->raw : b->base) + part_b->first;
	return part_a->n == part_b->n && memcmp(left, right, part_a->n * sizeof *left) == 0;
}

gboolean
name_parts_match(const NameRules *rules, const NameText *a, const NamePart *part_a, const NameText *b,
	const NamePart *part_b, LettersMatch *match)
{
	ReasonSet script = part_a->script != part_b->script ? REASON_BIT(REASON_SCRIPT) : 0;
	ReasonSet joined = part_a->n_words != part_b->n_words ? REASON_BIT(REASON_JOINED) : 0;
	*match = (LettersMatch){joined ? COST_JOIN : 0, script | joined};
	if (is_equal(a, part_a, b, part_b, TRUE))
		return TRUE;
	if (is_equal(a, part_a, b, part_b, FALSE)) {
		match->cost += 1;
		match->reasons |= script ? 0 : REASON_BIT(REASON_DIACRITICS);
		return TRUE;
	}
	if (part_a->initial != part_b->initial) {
		if (a->base[part_a->first] != b->base[part_b->first])
			return FALSE;
		match->cost += COST_INITIAL;
		match->reasons |= REASON_BIT(REASON_INITIALS);
		return TRUE;
	}
	if (part_a->n_groups > 0 && part_b->n_groups > 0) {
		if (!share_group(part_a, part_b))
			return FALSE;
		match->cost += COST_GROUP;
		match->reasons |= script ? 0 : REASON_BIT(REASON_TRANSLITERATION);
		return TRUE;
	}
	LettersMatch letters;
	if (part_a->initial || !name_letters_match(rules, a, part_a, b, part_b, &letters, NULL, NULL))
		return FALSE;
	match->cost += letters.cost;
	match->reasons |= letters.reasons;
	if (script)
		match->reasons &= ~(REASON_BIT(REASON_TRANSLITERATION) | REASON_BIT(REASON_DIACRITICS) |
				    REASON_BIT(REASON_SPELLING));
	return TRUE;
}

/* The last part of a name that was cut to fit a machine-readable line is the beginning of the other. */
static gboolean
is_truncated(const NameText *cut, guint i, const NamePart *whole, const NameText *other, NameRole role)
{
	const NamePart *part = &cut->parts[i];
	guint least = role == NAME_FULL ? FULL_TRUNCATED_CHARS : PART_TRUNCATED_CHARS;
	return i + 1 == cut->n_parts && cut->n_chars >= least && part->n < whole->n && cut->n_parts > 1 &&
	       memcmp(cut->base + part->first, other->base + whole->first, part->n * sizeof *cut->base) == 0;
}

static void
reach(Grid *grid, guint i, guint j, NameStep step, guint cost)
{
	Cell *cell = &grid->cells[i + step.n_a][j + step.n_b];
	cost += grid->cells[i][j].cost;
	if (cost < cell->cost)
		*cell = (Cell){cost, step};
}

static void
try_match(Grid *grid, guint i, guint n_a, guint j, guint n_b)
{
	NamePart a = name_text_join(grid->a, grid->rules, i, n_a), b = name_text_join(grid->b, grid->rules, j, n_b);
	guint longer = MAX(a.n, b.n), shorter = MIN(a.n, b.n);
	if ((n_a > 1 || n_b > 1) && a.script == b.script && longer > shorter + 3 + shorter / 4)
		return;
	LettersMatch match;
	NameStep step = {STEP_MATCH, (guint8)i, (guint8)n_a, (guint8)j, (guint8)n_b, 0};
	if (name_parts_match(grid->rules, grid->a, &a, grid->b, &b, &match)) {
		if (n_a + n_b > 2) {
			match.cost += COST_JOIN;
			match.reasons |= n_a != n_b || a.n_words != b.n_words ? REASON_BIT(REASON_JOINED) : 0;
		}
		step.reasons = match.reasons;
		reach(grid, i, j, step, match.cost);
		return;
	}
	if (n_a + n_b > 2 || a.script != b.script)
		return;
	if (is_truncated(grid->a, i, &b, grid->b, grid->role) || is_truncated(grid->b, j, &a, grid->a, grid->role)) {
		step.reasons = REASON_BIT(REASON_TRUNCATION);
		reach(grid, i, j, step, COST_TRUNCATED);
	}
}

static void
try_skip(Grid *grid, guint i, guint j, NameStepKind kind)
{
	const NamePart *part = kind == STEP_SKIP_A ? &grid->a->parts[i] : &grid->b->parts[j];
	NameStep step = {kind, (guint8)i, kind == STEP_SKIP_A, (guint8)j, kind == STEP_SKIP_B, 0};
	gboolean word = is_word(part);
	if (word && !(part->flags & NAME_WORD_STATUS))
		step.reasons = REASON_BIT(REASON_PARTICLE);
	else if (word)
		step.reasons = kind == STEP_SKIP_A ? REASON_BIT(REASON_MISSING_PART) : REASON_BIT(REASON_EXTRA_PART);
	reach(grid, i, j, step, word ? COST_SKIP_WORD : COST_SKIP_NAME);
}

static void
fill(Grid *grid)
{
	guint n = grid->a->n_parts, m = grid->b->n_parts;
	for (guint i = 0; i <= n; i++) {
		for (guint j = 0; j <= m; j++)
			grid->cells[i][j].cost = NO_COST;
	}
	grid->cells[0][0].cost = 0;
	guint most = n * m > MANY ? 2 : JOIN_MAX;
	for (guint i = 0; i <= n; i++) {
		for (guint j = 0; j <= m; j++) {
			if (grid->cells[i][j].cost >= NO_COST)
				continue;
			if (i < n)
				try_skip(grid, i, j, STEP_SKIP_A);
			if (j < m)
				try_skip(grid, i, j, STEP_SKIP_B);
			if (i == n || j == m)
				continue;
			try_match(grid, i, 1, j, 1);
			if (grid->cells[i + 1][j + 1].cost <= grid->cells[i][j].cost + COST_JOIN)
				continue; /* alike one to one: nothing to join */
			for (guint k = 1; k <= MIN(most, n - i); k++) {
				for (guint l = k == 1 ? 2 : 1; l <= MIN(most, m - j); l++)
					try_match(grid, i, k, j, l);
			}
		}
	}
}

void
name_align(const NameRules *rules, const NameText *a, const NameText *b, NameRole role, NameAlignment *alignment)
{
	Grid grid = {.rules = rules, .a = a, .b = b, .role = role};
	fill(&grid);
	*alignment = (NameAlignment){.cost = grid.cells[a->n_parts][b->n_parts].cost};
	for (guint i = a->n_parts, j = b->n_parts; i + j > 0;) {
		NameStep step = grid.cells[i][j].step;
		i -= step.n_a;
		j -= step.n_b;
		alignment->steps[alignment->n_steps++] = step;
		alignment->reasons |= step.reasons;
		gboolean name =
			step.kind == STEP_MATCH || !is_word(step.kind == STEP_SKIP_A ? &a->parts[i] : &b->parts[j]);
		if (step.kind == STEP_MATCH && !(is_word(&a->parts[i]) && step.n_a == 1))
			alignment->matched++;
		alignment->skipped_a += step.kind == STEP_SKIP_A && name;
		alignment->skipped_b += step.kind == STEP_SKIP_B && name;
	}
	for (guint i = 0; i < alignment->n_steps / 2; i++) { /* they were gathered from the end */
		NameStep step = alignment->steps[i];
		alignment->steps[i] = alignment->steps[alignment->n_steps - 1 - i];
		alignment->steps[alignment->n_steps - 1 - i] = step;
	}
}
