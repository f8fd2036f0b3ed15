#include "app/values/date_calendar.h"
#include "firmware/base/error.h"
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum { BUDDHIST_OFFSET = 543, BENGALI_OFFSET = 593 };

struct DateCalendars {
	UCalendar *of[CALENDAR_N]; /* NULL for Gregorian, Buddhist and Bengali, which are plain arithmetic here */
};

static const char *const locales[CALENDAR_N] = {
	[CALENDAR_PERSIAN] = "en@calendar=persian",
	[CALENDAR_ISLAMIC] = "en@calendar=islamic-civil",
	[CALENDAR_ISLAMIC_UMALQURA] = "en@calendar=islamic-umalqura",
	[CALENDAR_ETHIOPIC] = "en@calendar=ethiopic",
	[CALENDAR_HEBREW] = "en@calendar=hebrew",
};

DateCalendars *
date_calendars_new(GError **error)
{
	g_autoptr(DateCalendars) calendars = g_new0(DateCalendars, 1);
	for (guint i = 0; i < CALENDAR_N; i++) {
		if (locales[i] == NULL)
			continue;
		UErrorCode code = U_ZERO_ERROR;
		calendars->of[i] = ucal_open(u"UTC", 3, locales[i], UCAL_DEFAULT, &code);
		if (U_FAILURE(code)) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "calendar %s: %s", locales[i],
				u_errorName(code));
			return NULL;
		}
		ucal_setAttribute(calendars->of[i], UCAL_LENIENT, 0);
	}
	int days; /* the first computation loads what the calendars compute with */
	for (guint i = CALENDAR_NONE + 1; i < CALENDAR_N; i++)
		date_calendar_day(calendars, (Calendar)i, i == CALENDAR_HEBREW ? 5750 : 1400, 1, 1, &days);
	return g_steal_pointer(&calendars);
}

void
date_calendars_free(DateCalendars *calendars)
{
	if (calendars == NULL)
		return;
	for (guint i = 0; i < CALENDAR_N; i++)
		g_clear_pointer(&calendars->of[i], ucal_close);
	g_free(calendars);
}

/* Days from the civil date, with years that begin in March so that the leap day comes last. */
int
date_days_from_civil(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void
date_civil_from_days(int days, int *year, int *month, int *day)
{
	int z = days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;
	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

/* Bangladesh, from 1987 to 2019 (Bangla Academy): the year begins on 14 April; five months of 31 days, then of 30,
 * Falgun of 31 when the Gregorian year has a leap day. Other reckonings differ by a day. */
static int
bengali_month_length(int year, int month)
{
	if (month == 11)
		return g_date_is_leap_year((GDateYear)(year + BENGALI_OFFSET + 1)) ? 31 : 30;
	return month <= 5 ? 31 : 30;
}

static gboolean
bengali_day(int year, int month, int day, int *days)
{
	if (year + BENGALI_OFFSET >= 9999 || month > 12 || day > bengali_month_length(year, month))
		return FALSE;
	*days = date_days_from_civil(year + BENGALI_OFFSET, 4, 14) + day - 1;
	for (int before = 1; before < month; before++)
		*days += bengali_month_length(year, before);
	return TRUE;
}

static void
bengali_fields(int days, int *year, int *month, int *day)
{
	date_civil_from_days(days, year, month, day);
	*year -= BENGALI_OFFSET;
	if (date_days_from_civil(*year + BENGALI_OFFSET, 4, 14) > days)
		(*year)--;
	int rest = days - date_days_from_civil(*year + BENGALI_OFFSET, 4, 14);
	for (*month = 1; *month < 12 && rest >= bengali_month_length(*year, *month); (*month)++)
		rest -= bengali_month_length(*year, *month);
	*day = rest + 1;
}

gboolean
date_calendar_day(const DateCalendars *calendars, Calendar calendar, int year, int month, int day, int *days)
{
	if (year < 1 || year > 9999 || month < 1 || month > 13 || day < 1 || day > 31)
		return FALSE;
	if (calendar == CALENDAR_BUDDHIST)
		year -= BUDDHIST_OFFSET;
	if (calendar == CALENDAR_GREGORIAN || calendar == CALENDAR_BUDDHIST) {
		if (year < 1 || month > 12 || day > g_date_get_days_in_month((GDateMonth)month, (GDateYear)year))
			return FALSE;
		*days = date_days_from_civil(year, month, day);
		return TRUE;
	}
	if (calendar == CALENDAR_BENGALI)
		return bengali_day(year, month, day, days);
	if (calendars->of[calendar] == NULL)
		return FALSE;
	UErrorCode code = U_ZERO_ERROR;
	UCalendar *own = ucal_clone(calendars->of[calendar], &code); /* computing changes the object */
	if (U_FAILURE(code))
		return FALSE;
	ucal_clear(own);
	ucal_set(own, UCAL_EXTENDED_YEAR, year);
	ucal_set(own, UCAL_MONTH, month - 1);
	ucal_set(own, UCAL_DAY_OF_MONTH, day);
	UDate when = ucal_getMillis(own, &code);
	ucal_close(own);
	if (U_FAILURE(code) || when < -4e14 || when > 4e14)
		return FALSE;
	gint64 seconds = (gint64)(when / 1000.0);
	*days = (int)(seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400));
	int y, m, d;
	return date_calendar_fields(calendars, calendar, *days, &y, &m, &d) && y == year && m == month && d == day;
}

gboolean
date_calendar_fields(const DateCalendars *calendars, Calendar calendar, int days, int *year, int *month, int *day)
{
	if (calendar == CALENDAR_GREGORIAN || calendar == CALENDAR_BUDDHIST) {
		date_civil_from_days(days, year, month, day);
		*year += calendar == CALENDAR_BUDDHIST ? BUDDHIST_OFFSET : 0;
		return TRUE;
	}
	if (calendar == CALENDAR_BENGALI) {
		bengali_fields(days, year, month, day);
		return TRUE;
	}
	if ((guint)calendar >= CALENDAR_N || calendars->of[calendar] == NULL)
		return FALSE;
	UErrorCode code = U_ZERO_ERROR;
	UCalendar *own = ucal_clone(calendars->of[calendar], &code);
	if (U_FAILURE(code))
		return FALSE;
	ucal_setMillis(own, (double)days * 86400000.0, &code);
	*year = ucal_get(own, UCAL_EXTENDED_YEAR, &code);
	*month = ucal_get(own, UCAL_MONTH, &code) + 1;
	*day = ucal_get(own, UCAL_DAY_OF_MONTH, &code);
	ucal_close(own);
	return U_SUCCESS(code);
}

gboolean
date_calendar_span(const DateCalendars *calendars, Calendar calendar, int year, int month, int *first, int *last)
{
	if (!date_calendar_day(calendars, calendar, year, month == 0 ? 1 : month, 1, first))
		return FALSE;
	if (month == 0) {
		int next;
		if (!date_calendar_day(calendars, calendar, year + 1, 1, 1, &next))
			return FALSE;
		*last = next - 1;
		return TRUE;
	}
	int day = 31;
	while (day > 0 && !date_calendar_day(calendars, calendar, year, month, day, last))
		day--;
	return day > 0;
}
