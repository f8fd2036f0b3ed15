/* Each calendar counts days its own way; the way back steps through years, which is quick enough for a century.
 *
 * Solar hijri years follow the equinox; between 1300 and 1473 the years with (25 y + 11) mod 33 < 8 are the leap ones.
 * Six months of 31 days, five of 30, Esfand of 29 or 30. Anchor: 1 Farvardin 1365 = 21 March 1986.
 *
 * Civil lunar hijri: months of 30 and 29 days in turn, eleven leap days in 30 years. Ethiopic: twelve months of 30 days
 * and a thirteenth of 5 or 6, a leap day every fourth year; 1 Meskerem 2000 = 12 September 2007. */
#include "app/samples/paper_calendar.h"

enum { ANCHOR_YEAR = 1365, UNIX_JULIAN_DAY = 2440588, ISLAMIC_EPOCH = 1948440, ETHIOPIC_EPOCH = 1724221 };

static int
year_length(int year)
{
	return (25 * year + 11) % 33 < 8 ? 366 : 365;
}

int
solar_day(int year, int month, int day)
{
	g_assert(year >= SOLAR_YEAR_MIN && year <= SOLAR_YEAR_MAX + 1);
	int days = gregorian_day(1986, 3, 21);
	for (int y = ANCHOR_YEAR; y < year; y++)
		days += year_length(y);
	for (int y = ANCHOR_YEAR - 1; y >= year; y--)
		days -= year_length(y);
	return days + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

void
solar_from_day(int days, int *year, int *month, int *day)
{
	int y = ANCHOR_YEAR + (days - gregorian_day(1986, 3, 21)) / 366 - 1;
	while (solar_day(y + 1, 1, 1) <= days)
		y++;
	while (solar_day(y, 1, 1) > days)
		y--;
	int rest = days - solar_day(y, 1, 1);
	*year = y;
	*month = rest < 186 ? rest / 31 + 1 : (rest - 186) / 30 + 7;
	*day = rest < 186 ? rest % 31 + 1 : (rest - 186) % 30 + 1;
}

int
gregorian_day(int year, int month, int day)
{
	g_autoptr(GDate) date = g_date_new_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return (int)g_date_get_julian(date) - 719163;
}

void
gregorian_from_day(int days, int *year, int *month, int *day)
{
	g_autoptr(GDate) date = g_date_new_julian((guint32)(days + 719163));
	*year = g_date_get_year(date);
	*month = (int)g_date_get_month(date);
	*day = g_date_get_day(date);
}

int
islamic_day(int year, int month, int day)
{
	int before = (month - 1) * 29 + month / 2; /* odd months have 30 days */
	return ISLAMIC_EPOCH - UNIX_JULIAN_DAY + (year - 1) * 354 + (3 + 11 * year) / 30 + before + day - 1;
}

void
islamic_from_day(int days, int *year, int *month, int *day)
{
	int y = (days + UNIX_JULIAN_DAY - ISLAMIC_EPOCH) / 355 + 1;
	while (islamic_day(y + 1, 1, 1) <= days)
		y++;
	int m = 12;
	while (islamic_day(y, m, 1) > days)
		m--;
	*year = y;
	*month = m;
	*day = days - islamic_day(y, m, 1) + 1;
}

int
ethiopic_day(int year, int month, int day)
{
	return ETHIOPIC_EPOCH - UNIX_JULIAN_DAY + 365 * (year - 1) + year / 4 + 30 * (month - 1) + day - 1;
}

void
ethiopic_from_day(int days, int *year, int *month, int *day)
{
	int y = (days + UNIX_JULIAN_DAY - ETHIOPIC_EPOCH) / 366 + 1;
	while (ethiopic_day(y + 1, 1, 1) <= days)
		y++;
	int rest = days - ethiopic_day(y, 1, 1);
	*year = y;
	*month = rest / 30 + 1;
	*day = rest % 30 + 1;
}
