#include "app/values/date_scan.h"
#include "app/values/values_data.h"
#include <string.h>

typedef struct {
	int first, last; /* days */
} Span;

static void
print_day(char *out, gsize size, int days)
{
	int year, month, day;
	date_civil_from_days(days, &year, &month, &day);
	g_snprintf(out, size, "%04d-%02d-%02d", year, month, day);
}

static void
print_span(char out[48], Span span)
{
	char a[20], b[20];
	print_day(a, sizeof a, span.first);
	print_day(b, sizeof b, span.last);
	if (span.first == span.last)
		g_strlcpy(out, a, 48);
	else
		g_snprintf(out, 48, "%s/%s", a, b);
}

/* EDTF writes years with four figures. */
static gboolean
is_writable(Span span)
{
	return span.first <= span.last && span.first >= date_days_from_civil(1, 1, 1) &&
	       span.last <= date_days_from_civil(9999, 12, 31);
}

static gboolean
parts_span(const Values *values, const DateParts *parts, Span *span)
{
	if (parts->day == 0)
		return date_calendar_span(
			values->calendars, parts->calendar, parts->year, parts->month, &span->first, &span->last);
	if (!date_calendar_day(values->calendars, parts->calendar, parts->year, parts->month, parts->day, &span->first))
		return FALSE;
	span->last = span->first;
	return TRUE;
}

/* EDTF of parts. vague: a date that the text alone tells stands for three days (is_vague). */
static gboolean
parts_edtf(const Values *values, const DateParts *parts, gboolean about, gboolean vague, char out[48])
{
	Span span;
	if (!parts_span(values, parts, &span) || !is_writable(span))
		return FALSE;
	if (parts->calendar == CALENDAR_GREGORIAN) {
		if (parts->month == 0)
			g_snprintf(out, 48, "%04d%s", parts->year, about ? "~" : "");
		else if (parts->day == 0)
			g_snprintf(out, 48, "%04d-%02d%s", parts->year, parts->month, about ? "~" : "");
		else
			g_snprintf(
				out, 48, "%04d-%02d-%02d%s", parts->year, parts->month, parts->day, about ? "~" : "");
		return TRUE;
	}
	if (vague) {
		span.first--;
		span.last++;
	}
	if (about && parts->day == 0) {
		Span before, after;
		DateParts near = *parts;
		near.month = 0;
		near.year = parts->year - 1;
		gboolean good = parts_span(values, &near, &before);
		near.year = parts->year + 1;
		if (good && parts_span(values, &near, &after) && is_writable((Span){before.first, after.last}))
			span = (Span){before.first, after.last};
	}
	print_span(out, span);
	return TRUE;
}

/* Calendars whose day is known give or take one: the month began when the moon was seen, or the reckoning changed. */
static gboolean
is_vague(Calendar calendar)
{
	return calendar == CALENDAR_ISLAMIC || calendar == CALENDAR_ISLAMIC_UMALQURA || calendar == CALENDAR_BENGALI;
}

static void
add_alternative(GPtrArray *list, const char *best, const char *edtf)
{
	for (guint i = 0; i < list->len; i++) {
		if (g_str_equal(list->pdata[i], edtf))
			return;
	}
	if (strcmp(best, edtf) != 0)
		g_ptr_array_add(list, g_strdup(edtf));
}

/* Other readings: the other century, the other hijri calendar, month and day the other way round. */
static void
set_alternatives(const Values *values, const DateScan *scan, const DateContext *context, DateReading *reading)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	char edtf[48];
	DateParts other = scan->parts;
	if (other.other_century != 0) {
		other.year = other.other_century;
		if (parts_edtf(values, &other, scan->elements.about, FALSE, edtf))
			add_alternative(list, reading->edtf, edtf);
		other = scan->parts;
	}
	if (!other.said && (other.calendar == CALENDAR_PERSIAN || other.calendar == CALENDAR_ISLAMIC)) {
		other.calendar = other.calendar == CALENDAR_PERSIAN ? CALENDAR_ISLAMIC : CALENDAR_PERSIAN;
		if (other.year > 100 && (other.calendar == CALENDAR_ISLAMIC || other.year <= 1430) &&
			parts_edtf(values, &other, scan->elements.about, is_vague(other.calendar), edtf))
			add_alternative(list, reading->edtf, edtf);
		other = scan->parts;
	}
	if (other.other != CALENDAR_NONE) {
		other.calendar = other.other;
		other.month = other.month == 0 ? 0 : scan->parts.other_month;
		if (parts_edtf(values, &other, scan->elements.about, is_vague(other.calendar), edtf))
			add_alternative(list, reading->edtf, edtf);
		other = scan->parts;
	}
	gboolean figures = scan->elements.n == 3;
	for (int i = 0; i < scan->elements.n; i++)
		figures &= scan->elements.of[i].month == NULL && !scan->elements.of[i].roman &&
			   scan->elements.of[i].digits > 0;
	if (figures && other.day > 0 && other.day != other.month &&
		(reading->status == DATE_INVALID || other.day <= 12)) {
		other.day = scan->parts.month;
		other.month = scan->parts.day;
		gboolean vague = is_vague(other.calendar) && context->calendar == CALENDAR_NONE;
		if (other.month <= 13 && parts_edtf(values, &other, FALSE, vague, edtf))
			add_alternative(list, reading->edtf, edtf);
	}
	g_ptr_array_add(list, NULL);
	g_strfreev(reading->alternatives);
	reading->alternatives = (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

/* The day of a year before or after, 28 February standing for a 29 February that is not there. */
static int
civil_years_before(int days, int years)
{
	int year, month, day;
	date_civil_from_days(days, &year, &month, &day);
	year -= years;
	if (year < 1)
		year = 1;
	if (month == 2 && day == 29 && !g_date_is_leap_year((GDateYear)year))
		day = 28;
	return date_days_from_civil(year, month, day);
}

/* Somebody aged N is not yet N + 1: born after the day N + 1 years before, and not later than N years before. */
static gboolean
age_span(const Values *values, const DateScan *scan, const DateContext *context, Span *span, Calendar *calendar)
{
	Span when;
	*calendar = CALENDAR_GREGORIAN;
	if (scan->age_dated && scan->parts.calendar != CALENDAR_GREGORIAN && scan->parts.month == 0 &&
		!scan->age_months) {
		/* counted in years of that calendar: N in Y is born in Y - N - 1 or Y - N */
		Span from, to;
		DateParts year = scan->parts;
		*calendar = year.calendar;
		year.year = scan->parts.year - scan->age - 1;
		if (!parts_span(values, &year, &from))
			return FALSE;
		year.year++;
		if (!parts_span(values, &year, &to))
			return FALSE;
		*span = (Span){from.first, to.last};
		return TRUE;
	}
	if (scan->age_dated) {
		*calendar = scan->parts.calendar;
		if (!parts_span(values, &scan->parts, &when))
			return FALSE;
	} else {
		when.first = when.last = date_days_from_civil(context->on_year, context->on_month, context->on_day);
	}
	if (scan->age_months)
		*span = (Span){when.first - (scan->age + 1) * 31, when.last - scan->age * 30};
	else
		*span = (Span){
			civil_years_before(when.first, scan->age + 1) + 1, civil_years_before(when.last, scan->age)};
	if (scan->age_dated && scan->parts.month == 0) { /* whole years stay whole years */
		int year, month, day;
		date_civil_from_days(when.first, &year, &month, &day);
		*span = (Span){date_days_from_civil(year - scan->age - 1, 1, 1),
			date_days_from_civil(year - scan->age, 12, 31)};
	}
	return TRUE;
}

void
date_scan_finish(const Values *values, const DateScan *scan, const DateContext *context, DateReading *reading)
{
	reading->status = DATE_INVALID;
	reading->edtf[0] = '\0';
	if (scan->is_age) {
		Span span;
		gboolean good = age_span(values, scan, context, &span, &reading->calendar);
		if (good && scan->elements.about) { /* a year either way */
			span.first -= 365;
			span.last += 365;
		}
		if (!good || !is_writable(span))
			return;
		print_span(reading->edtf, span);
		reading->status = DATE_READ;
		return;
	}
	const DateParts *parts = &scan->parts;
	reading->calendar = parts->calendar;
	gboolean vague = is_vague(parts->calendar) && context->calendar == CALENDAR_NONE;
	if (parts_edtf(values, parts, scan->elements.about, vague, reading->edtf))
		reading->status = DATE_READ;
	set_alternatives(values, scan, context, reading);
}
