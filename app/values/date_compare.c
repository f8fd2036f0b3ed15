#include "app/values/date.h"
#include "app/dossier/edtf.h"
#include "app/values/date_token.h"
#include "app/values/values_data.h"
#include <string.h>

/* One side: the days it can be, and what kind of statement it is. */
typedef struct {
	Edtf edtf;
	int first, last;
	gboolean full;        /* one day */
	gboolean placeholder; /* a day that offices write when they know the year only */
	gboolean age;
	const DateSide *side;
} Side;

gboolean
date_bounds(const char *edtf, int *first_day, int *last_day)
{
	Edtf e;
	if (!edtf_parse(edtf, &e))
		return FALSE;
	EdtfPoint last = e.interval ? e.last : e.first;
	int first_year = e.first.year, last_year = last.year;
	if (e.about && e.first.month == 0) {
		first_year--;
		last_year++;
	}
	int last_month = last.month == 0 ? 12 : last.month;
	int last_of_month = g_date_get_days_in_month((GDateMonth)last_month, (GDateYear)CLAMP(last_year, 1, 9999));
	int from = date_days_from_civil(first_year, MAX(e.first.month, 1), MAX(e.first.day, 1));
	int to = date_days_from_civil(last_year, last_month, last.day == 0 ? last_of_month : last.day);
	if (e.about && e.first.month != 0) { /* about a day or a month: a month either way */
		from -= 31;
		to += 31;
	}
	*first_day = from;
	*last_day = to;
	return TRUE;
}

static gboolean
says_age(const Values *values, const char *raw)
{
	if (raw == NULL)
		return FALSE;
	g_auto(TextKey) key;
	text_key_init(&key, raw);
	g_autoptr(GArray) tokens = date_tokens(values->date_words, &key);
	for (guint i = 0; i < tokens->len; i++) {
		const DateToken *token = &g_array_index(tokens, DateToken, i);
		if (token->kind == TOKEN_WORD && token->word != NULL && (token->word->flags & WORD_AGED))
			return TRUE;
		if (i > 0 && token->kind == TOKEN_WORD && token->word != NULL && (token->word->flags & WORD_YEARS) &&
			g_array_index(tokens, DateToken, i - 1).kind == TOKEN_NUMBER &&
			g_array_index(tokens, DateToken, i - 1).value <= 120)
			return TRUE;
	}
	return FALSE;
}

static gboolean
side_init(const Values *values, const DateSide *date, Side *side)
{
	*side = (Side){.side = date};
	if (!edtf_parse(date->edtf, &side->edtf) || !date_bounds(date->edtf, &side->first, &side->last))
		return FALSE;
	const EdtfPoint *p = &side->edtf.first;
	side->full = side->first == side->last;
	side->placeholder = side->full && ((p->month == 1 && p->day == 1) || (p->month == 12 && p->day == 31) ||
						  (p->month == 7 && p->day == 1));
	side->age =
		!side->full && (side->last - side->first > 400 || says_age(values, date->raw)) && side->edtf.interval;
	return TRUE;
}

/* First of Farvardin, Meskerem...: the placeholder of an office that writes another calendar. */
static void
side_set_placeholder(const Values *values, Side *side)
{
	int year, month, day;
	Calendar calendar = side->side->calendar;
	if (!side->full || side->placeholder || calendar == CALENDAR_NONE || calendar == CALENDAR_GREGORIAN)
		return;
	side->placeholder = date_calendar_fields(values->calendars, calendar, side->first, &year, &month, &day) &&
			    month == 1 && day == 1;
}

static void
mark_parts(ValueComparison *out, const Side *a, const Side *b)
{
	static const struct {
		int start, length;
	} parts[] = {{0, 4}, {5, 2}, {8, 2}};
	if (a->edtf.interval || b->edtf.interval) {
		if (a->edtf.interval && b->full && !b->edtf.interval)
			comparison_mark(out->marks_b, 0, (int)strlen(b->side->edtf));
		if (b->edtf.interval && a->full && !a->edtf.interval)
			comparison_mark(out->marks_a, 0, (int)strlen(a->side->edtf));
		return;
	}
	const EdtfPoint *p = &a->edtf.first, *q = &b->edtf.first;
	int left[] = {p->year, p->month, p->day}, right[] = {q->year, q->month, q->day};
	for (guint i = 0; i < 3; i++) {
		if (left[i] == right[i])
			continue;
		if (left[i] != 0)
			comparison_mark(out->marks_a, parts[i].start, parts[i].length);
		if (right[i] != 0)
			comparison_mark(out->marks_b, parts[i].start, parts[i].length);
	}
}

static void
decide(ValueComparison *out, Match match, ReasonSet reasons, const char *rule)
{
	out->match = match;
	out->reasons = reasons;
	out->rule = rule;
}

static gboolean
year_overlaps(const Side *placeholder, const Side *other)
{
	int year = placeholder->edtf.first.year;
	if (date_days_from_civil(year, 1, 1) <= other->last && other->first <= date_days_from_civil(year, 12, 31))
		return TRUE;
	Calendar calendar = placeholder->side->calendar;
	return calendar != CALENDAR_NONE && calendar != CALENDAR_GREGORIAN && placeholder->first <= other->last &&
	       other->first <= placeholder->first + 365;
}

/* What one figure of the date would be had nobody converted it. */
static gboolean
is_unconverted(const Values *values, const Side *raw, const Side *other)
{
	static const Calendar calendars[] = {CALENDAR_PERSIAN, CALENDAR_ISLAMIC, CALENDAR_ISLAMIC_UMALQURA,
		CALENDAR_ETHIOPIC, CALENDAR_BUDDHIST, CALENDAR_HEBREW, CALENDAR_BENGALI};
	const EdtfPoint *p = &raw->edtf.first;
	if (raw->edtf.interval)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(calendars); i++) {
		int first, last;
		Calendar calendar = calendars[i];
		gboolean ethiopic = calendar == CALENDAR_ETHIOPIC;
		if (ethiopic && !(raw->full && other->full))
			continue;
		gboolean said =
			p->day != 0 ? date_calendar_day(values->calendars, calendar, p->year, p->month, p->day, &first)
				    : date_calendar_span(values->calendars, calendar, p->year, p->month, &first, &last);
		if (!said)
			continue;
		if (p->day != 0)
			last = first;
		int slack = ethiopic ? 0 : 1;
		if (first - slack <= other->last && other->first <= last + slack)
			return TRUE;
	}
	return FALSE;
}

static gboolean
explain_variant(const Side *a, const Side *b, ValueComparison *out)
{
	gboolean overlap = a->first <= b->last && b->first <= a->last;
	gboolean placeholder = (a->placeholder && year_overlaps(a, b)) || (b->placeholder && year_overlaps(b, a));
	if (!overlap && !placeholder)
		return FALSE;
	ReasonSet reasons = 0;
	const char *rule = "date/precision@1";
	if (!(a->full && b->full) && overlap)
		reasons |= REASON_BIT(REASON_PRECISION);
	if (a->age || b->age) {
		reasons = overlap ? REASON_BIT(REASON_AGE_INTERVAL) : reasons;
		rule = "date/age@1";
	}
	if (placeholder) {
		reasons |= REASON_BIT(REASON_PLACEHOLDER_DATE);
		rule = "date/placeholder@1";
	}
	decide(out, MATCH_VARIANT, reasons, rule);
	return TRUE;
}

static void
explain_difference(const Values *values, const Side *a, const Side *b, ValueComparison *out)
{
	const EdtfPoint *p = &a->edtf.first, *q = &b->edtf.first;
	gboolean days = a->full && b->full && !a->edtf.interval && !b->edtf.interval;
	gboolean alike = p->month == q->month && p->day == q->day && !a->edtf.interval && !b->edtf.interval;
	if (days && p->year == q->year && p->day == q->month && p->month == q->day)
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_DAY_MONTH_SWAP), "date/day-month@1");
	else if (is_unconverted(values, a, b) || is_unconverted(values, b, a))
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_CALENDAR_UNCONVERTED), "date/unconverted@1");
	else if (a->full && b->full && ABS(a->first - b->first) == 1)
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_OFF_BY_ONE), "date/off-by-one@1");
	else if (alike && (p->year - q->year) % 100 == 0)
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_CENTURY), "date/century@1");
	else if (alike || (!days && (p->year != q->year || a->edtf.interval || b->edtf.interval)))
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_YEAR), "date/year@1");
	else
		decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_DATE), "date/other@1");
}

void
date_compare(const Values *values, const DateSide *a, const DateSide *b, ValueComparison *out)
{
	comparison_init(out, MATCH_CANNOT_TELL);
	Side left, right;
	if (!side_init(values, a, &left) || !side_init(values, b, &right)) {
		out->rule = "date/unreadable@1";
		return;
	}
	if (strcmp(a->edtf, b->edtf) == 0) {
		gboolean converted =
			a->calendar != b->calendar && a->calendar != CALENDAR_NONE && b->calendar != CALENDAR_NONE;
		decide(out, MATCH_SAME, converted ? REASON_BIT(REASON_CALENDAR) : 0,
			converted ? "date/calendar@1" : NULL);
		return;
	}
	side_set_placeholder(values, &left);
	side_set_placeholder(values, &right);
	if (!explain_variant(&left, &right, out))
		explain_difference(values, &left, &right, out);
	mark_parts(out, &left, &right);
}
