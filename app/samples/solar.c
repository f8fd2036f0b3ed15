/* Solar hijri years follow the equinox; between 1300 and 1473 the years with (25 y + 11) mod 33 < 8 are the leap ones.
 * Six months of 31 days, five of 30, Esfand of 29 or 30. Anchor: 1 Farvardin 1365 = 21 March 1986. */
#include "app/samples/solar.h"

enum { ANCHOR_YEAR = 1365 };

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
