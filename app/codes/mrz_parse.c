#include "app/codes/mrz_parse.h"
#include "app/codes/mrz_choose.h"
#include "app/codes/mrz_fields.h"
#include "app/codes/mrz_weigh.h"
#include <math.h>
#include <string.h>

/* A zone, typed or seen, becomes cells with options: what was read costs nothing, its look-alikes cost something, and
 * what the field does not allow falls away. mrz_choose() finds the cheapest reading under the check digits and its
 * rivals. A change of what was read stands only where every rival within reach has it too; where rivals differ, the
 * place is uncertain. Characters of one class mod 10 (1 and L, 6 and G, 5 and Z, 8 and S...) satisfy the same check
 * digits, so they come out as rivals by themselves. */

/* Readings that cost so much more than the best one are no rivals to it: of a typed zone, of a seen one. */
static const float rival_reach = 1.5F, close_call = 2.3F;

/* A glyph no check digit speaks of is beyond doubt above this share of its score. In a zone that is not clear as a
 * whole (a face never taught, a bad copy) more is asked: measured, what is wrong there is often wrong by a wide margin.
 */
static const float sure_share = 0.95F, sure_share_unclear = 0.9995F, clear_zone = 0.985F;
/* Of glyphs weaker than this a check digit can vouch for one; more of them satisfy it by chance. */
static const float weak_share = 0.8F;

enum {
	MAX_BROKEN = 2,      /* cells of which nothing can be made */
	FEW_ALLOWED = 4,     /* characters of a field, all of which are worth listing */
	MAX_LINE_LENGTH = 64 /* of a text line, blanks included */
};

typedef struct {
	MrzLayout layout;
	MrzOptions options[MRZ_MAX_CELLS];
	MrzOrigin origins[MRZ_MAX_CELLS];
	MrzReading readings[MRZ_MAX_READINGS];
	int n_readings, n_broken;
	gboolean is_seen; /* cells of a picture, not text */
	float sure;       /* the least share of a glyph beyond doubt */
	int n_weak[MRZ_N_DIGITS];
} Attempt;

int
mrz_check_digit(const char *text, gsize n)
{
	static const int weights[3] = {7, 3, 1};
	int sum = 0;
	for (gsize i = 0; i < n; i++) {
		int value = mrz_character_value(text[i]);
		if (value < 0)
			return -1;
		sum = (sum + value * weights[i % 3]) % 10;
	}
	return sum;
}

/* How many characters of a long number stand in the optional data: up to its check digit, the last one before a filler;
 * 0 for a number of usual length. */
static int
find_number_rest(const MrzCells *cells, MrzFormat format)
{
	int n_lines, n_columns;
	mrz_format_size(format, &n_lines, &n_columns);
	if ((format != MRZ_TD1 && format != MRZ_TD2) || cells->n_lines != n_lines || cells->n_columns != n_columns)
		return 0;
	int filler = format == MRZ_TD1 ? 14 : cells->n_columns + 9,
	    rest = format == MRZ_TD1 ? 15 : cells->n_columns + 28;
	int end = format == MRZ_TD1 ? cells->n_columns : 2 * cells->n_columns - 1;
	if (strchr(cells->cells[filler].candidates, '<') == NULL)
		return 0;
	int n = 0;
	while (rest + n < end && cells->cells[rest + n].candidates[0] != '<')
		n++;
	return MAX(n - 1, 0);
}

/* An impossible date is a sign of a wrong reading. */
static float
date_cost(const MrzLayout *layout, const char *text)
{
	float cost = 0;
	const MrzPart parts[] = {MRZ_PART_BIRTH, MRZ_PART_EXPIRY};
	const MrzToday any_day = {2000, 1, 1};
	for (int i = 0; i < 2; i++) {
		const char *at = text + layout->start[parts[i]];
		if (layout->length[parts[i]] == 0 || at[0] == '<' || memcmp(at, "000000", 6) == 0)
			continue;
		g_autofree char *date = mrz_birth_edtf(at, &any_day);
		cost += date == NULL ? MRZ_COST_LOOK_ALIKE : 0;
	}
	return cost;
}

static void
rank_readings(Attempt *attempt)
{
	for (int i = 0; i < attempt->n_readings; i++) {
		MrzReading reading = attempt->readings[i];
		reading.cost += date_cost(&attempt->layout, reading.text);
		int at = i;
		for (; at > 0 && attempt->readings[at - 1].cost > reading.cost; at--)
			attempt->readings[at] = attempt->readings[at - 1];
		attempt->readings[at] = reading;
	}
}

/* The digit that speaks of a cell most narrowly; -1: none. */
static int
digit_of(const MrzLayout *layout, int cell)
{
	int digit = layout->cells[cell].sum >= 0 ? layout->cells[cell].sum : layout->cells[cell].check;
	return digit < 0 && layout->cells[cell].in_composite ? MRZ_DIGIT_COMPOSITE : digit;
}

static void
count_weak(Attempt *attempt)
{
	memset(attempt->n_weak, 0, sizeof attempt->n_weak);
	for (int i = 0; i < attempt->layout.n_lines * attempt->layout.n_columns; i++) {
		int digit = digit_of(&attempt->layout, i);
		if (digit >= 0)
			attempt->n_weak[digit] += attempt->origins[i].share < weak_share;
	}
}

static float
mean_share(const MrzCells *cells)
{
	float sum = 0;
	int n = cells->n_lines * cells->n_columns;
	for (int i = 0; i < n; i++)
		sum += cells->cells[i].confidence[0];
	return sum / (float)n;
}

static gboolean
attempt_read(Attempt *attempt, const MrzCells *cells, MrzFormat format, int number_rest, gboolean is_seen)
{
	int n_lines, n_columns;
	mrz_format_size(format, &n_lines, &n_columns);
	if (n_lines != cells->n_lines || n_columns != cells->n_columns)
		return FALSE;
	if (!mrz_layout_init(&attempt->layout, format, number_rest))
		return FALSE;
	attempt->is_seen = is_seen;
	attempt->n_broken = 0;
	attempt->sure = mean_share(cells) < clear_zone ? sure_share_unclear : sure_share;
	for (int i = 0; i < n_lines * n_columns; i++) {
		/* nobody types a letter for a filler among fillers */
		mrz_weigh_cell(&cells->cells[i], attempt->layout.cells[i].allowed, is_seen || !mrz_is_in_fill(cells, i),
			&attempt->options[i], &attempt->origins[i]);
		attempt->n_broken += attempt->origins[i].broken;
	}
	count_weak(attempt);
	if (attempt->origins[0].broken || attempt->n_broken > MAX_BROKEN)
		return FALSE;
	attempt->n_readings = mrz_choose(&attempt->layout, attempt->options, attempt->readings);
	rank_readings(attempt);
	return TRUE;
}

static gboolean
is_covered(const MrzLayout *layout, int cell)
{
	return layout->cells[cell].sum >= 0 || layout->cells[cell].check >= 0 || layout->cells[cell].in_composite;
}

/* Changes of characters that may stand where they are: more than one under one check digit satisfies it by chance too
 * often, and so does a change to a mere look-alike. */
static gboolean
is_overstretched(const Attempt *attempt, const char *text, int cell)
{
	const MrzLayout *layout = &attempt->layout;
	int group = layout->cells[cell].sum >= 0 ? layout->cells[cell].sum : layout->cells[cell].check, n = 0;
	if (text[cell] == attempt->origins[cell].read || attempt->origins[cell].forced)
		return FALSE;
	if (mrz_option_cost(&attempt->options[cell], text[cell]) > MRZ_COST_TWIN)
		return TRUE;
	for (int i = 0; i < layout->n_lines * layout->n_columns; i++) {
		int other = layout->cells[i].sum >= 0 ? layout->cells[i].sum : layout->cells[i].check;
		n += other == group && text[i] != attempt->origins[i].read && !attempt->origins[i].forced &&
		     mrz_option_cost(&attempt->options[i], text[i]) >= MRZ_COST_TWIN;
	}
	return n > 1;
}

/* Whether the glyph itself leaves a doubt, and no check digit settles it: none speaks of the cell, or of too many such,
 * or the second best says to it what the best one says. */
static gboolean
is_doubtful(const Attempt *attempt, int cell, char best, char other)
{
	gboolean same = mrz_character_value(best) % 10 == mrz_character_value(other) % 10;
	int digit = digit_of(&attempt->layout, cell);
	float share = attempt->origins[cell].share;
	gboolean unsettled = digit < 0 || same || (share < weak_share && attempt->n_weak[digit] > 1);
	return attempt->is_seen && share < attempt->sure && unsettled;
}

/* The cheapest thing but this that the cell may be; NUL: nothing. */
static char
second_option(const MrzOptions *options, char best)
{
	for (int i = 0; i < options->n; i++) {
		if (options->characters[i] != best)
			return options->characters[i];
	}
	return '\0';
}

/* What else the cell may be: from rival readings where check digits speak, else from its own options. */
static void
gather_rivals(const Attempt *attempt, int cell, char best, GString *candidates)
{
	const MrzOptions *options = &attempt->options[cell];
	g_string_truncate(candidates, 0);
	g_string_append_c(candidates, best);
	float reach = attempt->is_seen ? close_call : rival_reach;
	char second = second_option(options, best);
	if (second != '\0' && is_doubtful(attempt, cell, best, second))
		g_string_append_c(candidates, second);
	if (is_covered(&attempt->layout, cell)) {
		for (int i = 1; i < attempt->n_readings; i++) {
			char c = attempt->readings[i].text[cell];
			if (attempt->readings[i].cost <= attempt->readings[0].cost + reach &&
				strchr(candidates->str, c) == NULL)
				g_string_append_c(candidates, c);
		}
		return;
	}
	for (int i = 0; i < options->n; i++) {
		if (options->costs[i] <= options->costs[0] + reach &&
			strchr(candidates->str, options->characters[i]) == NULL)
			g_string_append_c(candidates, options->characters[i]);
	}
}

/* What was seen cannot stand there, and nothing it looks like can: what the field allows, where that is little. */
static void
mark_broken(const Attempt *attempt, Mrz *mrz, int cell)
{
	const char *allowed = attempt->layout.cells[cell].allowed;
	char candidates[FEW_ALLOWED + 2] = {attempt->origins[cell].read};
	if (!attempt->is_seen)
		return;
	if (strlen(allowed) <= FEW_ALLOWED)
		memcpy(candidates + 1, allowed, strlen(allowed));
	mrz_doubt(mrz, cell / attempt->layout.n_columns + 1, cell % attempt->layout.n_columns + 1, candidates);
}

/* Decides each cell: what stands in the lines, what was repaired, what stays open. text is the result. */
static void
settle(const Attempt *attempt, Mrz *mrz, char *text)
{
	const MrzLayout *layout = &attempt->layout;
	const char *best = attempt->readings[0].text;
	g_autoptr(GString) candidates = g_string_new(NULL);
	for (int i = 0; i < layout->n_lines * layout->n_columns; i++) {
		const MrzOrigin *origin = &attempt->origins[i];
		int line = i / layout->n_columns + 1, position = i % layout->n_columns + 1;
		text[i] = best[i];
		if (origin->broken) {
			mark_broken(attempt, mrz, i);
			continue;
		}
		gather_rivals(attempt, i, best[i], candidates);
		gboolean changed = best[i] != origin->read, covered = is_covered(layout, i);
		gboolean open = candidates->len > 1 || (changed && !covered && origin->forced);
		gboolean unproven = changed && (open || is_overstretched(attempt, best, i));
		if (unproven && !origin->forced && candidates->len == 1)
			g_string_append_c(candidates, origin->read);
		if (unproven && !attempt->is_seen)
			text[i] = origin->read;
		if (open || unproven)
			mrz_doubt(mrz, line, position, candidates->str);
		else if (changed && covered)
			g_array_append_val(mrz->repaired, ((MrzRepair){line, position, origin->read, best[i]}));
	}
}

static MrzCheck
check_state(const Attempt *attempt, const Mrz *mrz, const char *text, MrzDigit digit)
{
	const MrzLayout *layout = &attempt->layout;
	char covered[MRZ_MAX_CELLS];
	gsize n = 0;
	int at = -1;
	gboolean is_empty = TRUE, is_repaired = FALSE;
	for (int i = 0; i < layout->n_lines * layout->n_columns; i++) {
		gboolean is_in = digit == MRZ_DIGIT_COMPOSITE ? layout->cells[i].in_composite
							      : layout->cells[i].sum == (gint8)digit;
		if (layout->cells[i].check == (gint8)digit)
			at = i;
		if (!is_in)
			continue;
		covered[n++] = text[i];
		is_empty = is_empty && text[i] == '<';
	}
	if (at < 0 || (is_empty && text[at] == '<'))
		return MRZ_CHECK_ABSENT;
	if (!g_ascii_isdigit(text[at]) || mrz_check_digit(covered, n) != text[at] - '0')
		return MRZ_CHECK_INVALID;
	for (guint i = 0; i < mrz->repaired->len; i++) {
		const MrzRepair *repair = &g_array_index(mrz->repaired, MrzRepair, i);
		int cell = (repair->line - 1) * layout->n_columns + repair->position - 1;
		is_repaired |= layout->cells[cell].check == (gint8)digit || layout->cells[cell].sum == (gint8)digit;
	}
	return is_repaired ? MRZ_CHECK_REPAIRED : MRZ_CHECK_VALID;
}

/* A change that only a failing digit covers is not proven: it goes back, and stays open. */
static void
take_back_unproven(Attempt *attempt, Mrz *mrz, char *text)
{
	const MrzLayout *layout = &attempt->layout;
	for (guint i = mrz->repaired->len; i-- > 0;) {
		MrzRepair repair = g_array_index(mrz->repaired, MrzRepair, i);
		int cell = (repair.line - 1) * layout->n_columns + repair.position - 1;
		int digit = layout->cells[cell].sum >= 0 ? layout->cells[cell].sum : layout->cells[cell].check;
		gboolean in_composite = layout->cells[cell].in_composite;
		gboolean holds = digit < 0 || mrz->checks[digit] != MRZ_CHECK_INVALID;
		gboolean whole_holds = !in_composite || mrz->checks[MRZ_DIGIT_COMPOSITE] != MRZ_CHECK_INVALID;
		/* a character that cannot stand there needs one digit's word, a possible one every digit's */
		if (holds && (whole_holds || (digit >= 0 && attempt->origins[cell].forced)))
			continue;
		g_array_remove_index(mrz->repaired, i);
		char candidates[3] = {repair.to, attempt->origins[cell].forced ? '\0' : repair.from, '\0'};
		mrz_doubt(mrz, repair.line, repair.position, candidates);
		if (!attempt->is_seen)
			text[cell] = repair.from;
	}
}

static gint
compare_doubts(gconstpointer a, gconstpointer b)
{
	const MrzDoubt *x = *(MrzDoubt *const *)a, *y = *(MrzDoubt *const *)b;
	return x->line != y->line ? x->line - y->line : x->position - y->position;
}

static void
check_all(const Attempt *attempt, Mrz *mrz, const char *text)
{
	for (int digit = 0; digit < MRZ_N_DIGITS; digit++)
		mrz->checks[digit] = check_state(attempt, mrz, text, (MrzDigit)digit);
}

static Mrz *
attempt_finish(Attempt *attempt, const MrzToday *today)
{
	const MrzLayout *layout = &attempt->layout;
	char text[MRZ_MAX_CELLS];
	Mrz *mrz = mrz_new();
	mrz->format = layout->format;
	settle(attempt, mrz, text);
	check_all(attempt, mrz, text);
	take_back_unproven(attempt, mrz, text);
	check_all(attempt, mrz, text);
	g_ptr_array_sort(mrz->uncertain, compare_doubts);
	mrz->lines = g_new0(char *, layout->n_lines + 1);
	for (int i = 0; i < layout->n_lines; i++)
		mrz->lines[i] = g_strndup(text + i * layout->n_columns, (gsize)layout->n_columns);
	mrz_fill_fields(mrz, layout, text, today);
	return mrz;
}

static Mrz *
parse_cells(const MrzCells *cells, const MrzToday *today, gboolean is_seen)
{
	g_autofree Attempt *best = g_new0(Attempt, 1), *other = g_new0(Attempt, 1);
	gboolean found = FALSE;
	for (int format = 0; format < MRZ_N_FORMATS; format++) {
		int number_rest = find_number_rest(cells, (MrzFormat)format);
		for (int rest = 0; rest <= number_rest; rest += MAX(number_rest, 1)) {
			if (!attempt_read(other, cells, (MrzFormat)format, rest, is_seen))
				continue;
			if (!found || other->readings[0].cost < best->readings[0].cost) {
				Attempt *swap = best;
				best = other;
				other = swap;
			}
			found = TRUE;
		}
	}
	return found ? attempt_finish(best, today) : NULL;
}

Mrz *
mrz_parse_cells(const MrzCells *cells, int today_year, int today_month, int today_day)
{
	if (cells->n_lines < 2 || cells->n_lines > MRZ_MAX_LINES || cells->n_columns < 1 ||
		cells->n_columns > MRZ_MAX_COLUMNS || cells->n_lines * cells->n_columns > MRZ_MAX_CELLS)
		return NULL;
	MrzToday today = {today_year, today_month, today_day};
	return parse_cells(cells, &today, TRUE);
}

Mrz *
mrz_parse(const char *const *lines, int n_lines, int today_year, int today_month, int today_day)
{
	if (lines == NULL || n_lines < 2 || n_lines > MRZ_MAX_LINES)
		return NULL;
	MrzCell cells[MRZ_MAX_CELLS];
	int n_columns = 0, n = 0;
	for (int i = 0; i < n_lines; i++) {
		if (lines[i] == NULL || strnlen(lines[i], MAX_LINE_LENGTH + 1) > MAX_LINE_LENGTH)
			return NULL;
		g_autofree char *line = g_strstrip(g_ascii_strup(lines[i], -1));
		int length = (int)strlen(line);
		if (i > 0 && length != n_columns)
			return NULL;
		n_columns = length;
		for (int k = 0; k < length; k++) {
			if (mrz_character_value(line[k]) < 0 || n == MRZ_MAX_CELLS)
				return NULL;
			cells[n++] = (MrzCell){{line[k]}, {1}};
		}
	}
	MrzToday today = {today_year, today_month, today_day};
	return parse_cells(&(MrzCells){n_lines, n_columns, cells}, &today, FALSE);
}
