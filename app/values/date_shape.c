#include "app/values/date_shape.h"

/* Bounds within which figures alone are taken for a year; persons and papers of today, not history. */
enum {
	PERSIAN_FIRST = 1250,
	PERSIAN_LAST = 1420,
	ISLAMIC_LAST = 1470,
	OTHER_FIRST = 1100,
	GREGORIAN_FIRST = 1500,
	BUDDHIST_FIRST = 2400,
	IMPERIAL_FIRST = 2500, /* Iran from March 1976 to August 1978: from the crowning of Cyrus */
	IMPERIAL_LAST = 2540,
	IMPERIAL_OFFSET = 1180
};

static gboolean
is_year(const DateElement *e)
{
	return e->month == NULL && !e->roman &&
	       (e->digits == 3 || e->digits == 4 || (e->digits == 0 && e->value >= 100));
}

static gboolean
is_month(const DateElement *e)
{
	return e->month != NULL || e->roman;
}

typedef struct {
	const DateElement *day, *month, *year;
} Order;

static gboolean
order_of_three(const DateElement *e, gboolean month_first, Order *order)
{
	if (is_month(&e[0])) /* March 12, 1991 */
		*order = is_year(&e[1]) ? (Order){&e[2], &e[0], &e[1]} : (Order){&e[1], &e[0], &e[2]};
	else if (is_month(&e[1])) /* 12 March 1991 */
		*order = is_year(&e[0]) || (!is_year(&e[2]) && e[0].value > 31) ? (Order){&e[2], &e[1], &e[0]}
										: (Order){&e[0], &e[1], &e[2]};
	else if (is_month(&e[2])) /* l'an deux mille trois et le quatre juillet */
		*order = (Order){&e[1], &e[2], &e[0]};
	else if (is_year(&e[0]) || (!is_year(&e[2]) && e[0].value > 31 && e[0].digits == 2))
		*order = (Order){&e[2], &e[1], &e[0]};
	else if (month_first && !e[0].unknown)
		*order = (Order){&e[1], &e[0], &e[2]};
	else
		*order = (Order){&e[0], &e[1], &e[2]};
	return !is_year(order->day) && !is_month(order->day) && !is_month(order->year) && order->day->digits <= 2 &&
	       order->month->digits <= 2 && order->year->digits <= 4;
}

static gboolean
order_of_two(const DateElement *e, Order *order)
{
	if (is_month(&e[0]) && is_year(&e[1]))
		*order = (Order){NULL, &e[0], &e[1]};
	else if (is_month(&e[1]) && is_year(&e[0]))
		*order = (Order){NULL, &e[1], &e[0]};
	else if (is_year(&e[1]) && !is_month(&e[0]) && (e[0].digits == 2 || e[0].unknown))
		*order = (Order){NULL, &e[0], &e[1]};
	else if (is_year(&e[0]) && !is_month(&e[1]) && e[1].digits == 2)
		*order = (Order){NULL, &e[1], &e[0]};
	else if (is_year(&e[1]) && !is_month(&e[0]) && e[0].digits == 1 && e[0].value > 0)
		*order = (Order){NULL, &e[0], &e[1]};
	else
		return FALSE;
	return TRUE;
}

/* Eight figures without a mark: 19910312 or 12031991. */
static gboolean
split_compact(const DateElement *e, DateElement split[3])
{
	if (e->digits != 8)
		return FALSE;
	int high = e->value / 10000, low = e->value % 10000;
	gboolean year_first = high >= OTHER_FIRST && high <= 2200 && !(low >= 1900 && low <= 2100 && high % 100 <= 12);
	int year = year_first ? high : low, rest = year_first ? low : high;
	split[0] = (DateElement){.value = year_first ? rest % 100 : rest / 100, .digits = 2};
	split[1] = (DateElement){.value = year_first ? rest / 100 : rest % 100, .digits = 2};
	split[2] = (DateElement){.value = year, .digits = 4};
	return TRUE;
}

/* A calendar that the month's name belongs to: the one said beside it, or the country's, if it has such a month, else
 * the first. Ethiopic names are months of both calendars in Eritrea: there the country decides. */
static Calendar
calendar_of_month(const DateWord *word, Calendar said, Calendar usual)
{
	if (said != CALENDAR_NONE && word->month[said] != 0)
		return said;
	if (said == CALENDAR_ISLAMIC_UMALQURA && word->month[CALENDAR_ISLAMIC] != 0)
		return said;
	if (usual != CALENDAR_NONE && word->month[usual] != 0)
		return usual;
	if (word->month[CALENDAR_ETHIOPIC] != 0)
		return CALENDAR_ETHIOPIC;
	for (guint i = CALENDAR_NONE + 1; i < CALENDAR_N; i++) {
		if (word->month[i] != 0)
			return (Calendar)i;
	}
	return CALENDAR_NONE;
}

static int
month_in(const DateElement *e, Calendar calendar)
{
	if (e->month == NULL)
		return e->value;
	return e->month->month[calendar == CALENDAR_ISLAMIC_UMALQURA ? CALENDAR_ISLAMIC : calendar];
}

static Calendar
calendar_of_year(int year, const DateElements *elements, const DateElement *element)
{
	if (element->geez)
		return CALENDAR_ETHIOPIC;
	if (year >= PERSIAN_FIRST && year <= PERSIAN_LAST)
		return elements->usual == CALENDAR_ISLAMIC ? CALENDAR_ISLAMIC : CALENDAR_PERSIAN;
	if (year > PERSIAN_LAST && year <= ISLAMIC_LAST)
		return CALENDAR_ISLAMIC;
	if (year < 100 && elements->eastern && element->digits == 2 && year >= 20)
		return CALENDAR_PERSIAN;
	return CALENDAR_GREGORIAN;
}

static void
set_calendar(const DateElements *elements, const DateContext *context, const Order *order, DateParts *parts)
{
	Calendar said = elements->cue != CALENDAR_NONE ? elements->cue : context->calendar;
	if (elements->cue == CALENDAR_ISLAMIC && context->calendar == CALENDAR_ISLAMIC_UMALQURA)
		said = context->calendar;
	parts->said = said != CALENDAR_NONE;
	parts->calendar = said;
	if (order->month != NULL && order->month->month != NULL) {
		const DateWord *word = order->month->month;
		parts->calendar = calendar_of_month(word, said, elements->usual);
		gboolean both = word->month[CALENDAR_GREGORIAN] != 0 && word->month[CALENDAR_ETHIOPIC] != 0;
		if (both && said == CALENDAR_NONE && elements->usual == CALENDAR_NONE) {
			parts->other = CALENDAR_GREGORIAN;
			parts->other_month = word->month[CALENDAR_GREGORIAN];
		}
		parts->said = TRUE;
	}
	if (parts->calendar == CALENDAR_NONE)
		parts->calendar = calendar_of_year(order->year->value, elements, order->year);
	/* "12/7/1983" on a paper of Ethiopia: nothing says which. */
	if (!parts->said && parts->calendar == CALENDAR_GREGORIAN && elements->usual == CALENDAR_ETHIOPIC)
		parts->other = CALENDAR_ETHIOPIC;
}

static void
set_two_figures(DateParts *parts, const DateContext *context)
{
	if (parts->calendar == CALENDAR_PERSIAN) {
		parts->year += 1300;
		return;
	}
	if (parts->calendar != CALENDAR_GREGORIAN)
		return;
	int base = context->on_year / 100 * 100;
	int year = base + parts->year;
	parts->other_century = year > context->on_year ? year : year - 100;
	parts->year = year > context->on_year ? year - 100 : year;
	if (context->on_year - parts->other_century > 110 || parts->other_century - context->on_year > 20)
		parts->other_century = 0;
}

static gboolean
is_plausible_year(const DateParts *parts, gboolean alone)
{
	switch (parts->calendar) {
	case CALENDAR_GREGORIAN:
		return parts->year >= (alone ? 1700 : GREGORIAN_FIRST) && parts->year < (alone ? 2200 : 9999);
	case CALENDAR_PERSIAN:
	case CALENDAR_ISLAMIC:
	case CALENDAR_ISLAMIC_UMALQURA:
		return parts->year >= OTHER_FIRST && parts->year <= 1600;
	case CALENDAR_ETHIOPIC:
		return parts->year >= 1700 && parts->year <= 2200;
	case CALENDAR_BENGALI:
		return parts->year >= 1200 && parts->year <= 1500;
	case CALENDAR_HEBREW:
		return parts->year >= 5000 && parts->year <= 6200;
	case CALENDAR_BUDDHIST:
		return parts->year >= BUDDHIST_FIRST && parts->year <= 2700;
	case CALENDAR_NONE:
	case CALENDAR_N:
		break;
	}
	return FALSE;
}

gboolean
date_shape(const DateElements *elements, const DateContext *context, DateParts *parts)
{
	Order order = {NULL, NULL, NULL};
	DateElement split[3];
	*parts = (DateParts){0};
	if (elements->n == 3) {
		if (!order_of_three(elements->of, context->month_first, &order))
			return FALSE;
	} else if (elements->n == 2) {
		if (!order_of_two(elements->of, &order))
			return FALSE;
	} else if (elements->n == 1 && split_compact(&elements->of[0], split)) {
		order = (Order){&split[0], &split[1], &split[2]};
	} else if (elements->n == 1 && is_year(&elements->of[0]) && elements->of[0].digits != 3) {
		order.year = &elements->of[0];
	} else {
		return FALSE;
	}
	set_calendar(elements, context, &order, parts);
	if (parts->calendar == CALENDAR_NONE)
		return FALSE;
	parts->year = order.year->value;
	parts->month = order.month == NULL || order.month->unknown ? 0 : month_in(order.month, parts->calendar);
	parts->day = order.day == NULL || order.day->unknown || parts->month == 0 ? 0 : order.day->value;
	if (parts->calendar == CALENDAR_PERSIAN && parts->year >= IMPERIAL_FIRST && parts->year <= IMPERIAL_LAST)
		parts->year -= IMPERIAL_OFFSET;
	if (parts->other_month == 0)
		parts->other_month = parts->month;
	parts->placed = order.day != NULL || (order.month != NULL && order.month->month != NULL);
	if (order.year->unknown && (order.year->digits != 2 || parts->day == 0)) /* 01/01/00 is 2000 */
		return FALSE;
	if (!is_year(order.year) && parts->year < 100)
		set_two_figures(parts, context);
	return elements->n == 3 || split_compact(&elements->of[0], split) || is_plausible_year(parts, elements->n == 1);
}
