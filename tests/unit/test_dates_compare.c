/* links: app/values app/dossier firmware/base */
#include "app/values/date.h"
#include "app/values/date_calendar.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

static const DateContext context = {.on_year = 2026, .on_month = 6, .on_day = 15};

typedef struct {
	const char *a, *raw_a;
	Calendar calendar_a;
	const char *b, *raw_b;
	Calendar calendar_b;
	Match match;
	ReasonSet reasons;
} Case;

#define G CALENDAR_GREGORIAN
#define P CALENDAR_PERSIAN
#define R(name) REASON_BIT(REASON_##name)

static const Case cases[] = {
	{"1991-03-12", NULL, G, "1991-03-12", NULL, G, MATCH_SAME, 0},
	{"1991-08-03", "1370/05/12", P, "1991-08-03", "03/08/1991", G, MATCH_SAME, R(CALENDAR)},
	{"1991", NULL, G, "1991-03-12", NULL, G, MATCH_VARIANT, R(PRECISION)},
	{"1991-03", NULL, G, "1991-03-12", NULL, G, MATCH_VARIANT, R(PRECISION)},
	{"1991~", NULL, G, "1990-03-12", NULL, G, MATCH_VARIANT, R(PRECISION)},
	{"1991~", NULL, G, "1988-03-12", NULL, G, MATCH_DIFFERENT, R(OTHER_YEAR)},
	{"1991-03-21/1992-03-20", "1370", P, "1991-08-03", NULL, G, MATCH_VARIANT, R(PRECISION)},
	{"1991-03-21/1992-03-20", "1370", P, "1990-08-03", NULL, G, MATCH_DIFFERENT, R(OTHER_YEAR)},
	{"2019-05-05/2019-05-07", "1 Ramadan 1440", CALENDAR_ISLAMIC, "2019-05-06", NULL, G, MATCH_VARIANT,
		R(PRECISION)},
	{"1990-03-21/1992-03-20", "25 ans en 1395", P, "1991-08-03", NULL, G, MATCH_VARIANT, R(AGE_INTERVAL)},
	{"2000-06-16/2001-06-15", "25 ans", G, "2001-01-02", NULL, G, MATCH_VARIANT, R(AGE_INTERVAL)},
	{"2000-06-16/2001-06-15", "25 ans", G, "1999-01-02", NULL, G, MATCH_DIFFERENT, R(OTHER_YEAR)},
	{"1991-01-01", NULL, G, "1991-08-03", NULL, G, MATCH_VARIANT, R(PLACEHOLDER_DATE)},
	{"1991-12-31", NULL, G, "1991-08-03", NULL, G, MATCH_VARIANT, R(PLACEHOLDER_DATE)},
	{"1991-07-01", NULL, G, "1991-08-03", NULL, G, MATCH_VARIANT, R(PLACEHOLDER_DATE)},
	{"1991-01-01", NULL, G, "1991", NULL, G, MATCH_VARIANT, R(PLACEHOLDER_DATE) | R(PRECISION)},
	{"1991-03-21", "1370/01/01", P, "1991-08-03", NULL, G, MATCH_VARIANT, R(PLACEHOLDER_DATE)},
	{"1991-01-01", NULL, G, "1990-08-03", NULL, G, MATCH_DIFFERENT, R(OTHER_DATE)},
	{"1991-03-04", NULL, G, "1991-04-03", NULL, G, MATCH_DIFFERENT, R(DAY_MONTH_SWAP)},
	{"1991-03-12", NULL, G, "1991-03-13", NULL, G, MATCH_DIFFERENT, R(OFF_BY_ONE)},
	{"1991-02-28", NULL, G, "1991-03-01", NULL, G, MATCH_DIFFERENT, R(OFF_BY_ONE)},
	{"1991-03-12", NULL, G, "1891-03-12", NULL, G, MATCH_DIFFERENT, R(CENTURY)},
	{"1991-03-12", NULL, G, "1990-03-12", NULL, G, MATCH_DIFFERENT, R(OTHER_YEAR)},
	{"1991", NULL, G, "1990", NULL, G, MATCH_DIFFERENT, R(OTHER_YEAR)},
	{"1991-03-12", NULL, G, "1985-07-20", NULL, G, MATCH_DIFFERENT, R(OTHER_DATE)},
	{"1370-05-12", NULL, G, "1991-08-03", NULL, G, MATCH_DIFFERENT, R(CALENDAR_UNCONVERTED)},
	{"1370", NULL, G, "1991", NULL, G, MATCH_DIFFERENT, R(CALENDAR_UNCONVERTED)},
	{"1440-09-01", NULL, G, "2019-05-06", NULL, G, MATCH_DIFFERENT, R(CALENDAR_UNCONVERTED)},
	{"1985-04-12", NULL, G, "1992-12-21", NULL, G, MATCH_DIFFERENT, R(CALENDAR_UNCONVERTED)},
	{"2534-03-12", NULL, G, "1991-03-12", NULL, G, MATCH_DIFFERENT, R(CALENDAR_UNCONVERTED)},
	{"", NULL, G, "1991-03-12", NULL, G, MATCH_CANNOT_TELL, 0},
	{NULL, NULL, G, NULL, NULL, G, MATCH_CANNOT_TELL, 0},
	{"1991-13-12", NULL, G, "1991-03-12", NULL, G, MATCH_CANNOT_TELL, 0},
};

static void
check(const Case *c, gboolean turned)
{
	DateSide a = {c->a, c->raw_a, c->calendar_a}, b = {c->b, c->raw_b, c->calendar_b};
	g_auto(ValueComparison) got = {0};
	date_compare(values, turned ? &b : &a, turned ? &a : &b, &got);
	if (got.match != c->match || got.reasons != c->reasons) {
		g_test_message("%s | %s%s: %s %" G_GINT64_MODIFIER "x, expected %s %" G_GINT64_MODIFIER "x", c->a, c->b,
			turned ? " turned" : "", match_name(got.match), got.reasons, match_name(c->match), c->reasons);
		g_test_fail();
	}
}

static void
test_every_difference_has_its_reason_in_both_directions(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		check(&cases[i], FALSE);
		check(&cases[i], TRUE);
	}
}

static void
test_marks_show_the_parts_that_differ(void)
{
	DateSide a = {"1991-03-12", NULL, G}, b = {"1991-05-12", NULL, G};
	g_auto(ValueComparison) got = {0};
	date_compare(values, &a, &b, &got);
	g_assert_cmpuint(got.marks_a->len, ==, 1);
	g_assert_cmpint(g_array_index(got.marks_b, Mark, 0).start, ==, 5);
	g_assert_cmpint(g_array_index(got.marks_b, Mark, 0).length, ==, 2);
	g_assert_cmpstr(got.rule, ==, "date/other@1");
}

static void
test_bounds_are_the_first_and_last_day(void)
{
	int first, last;
	g_assert_true(date_bounds("1970-01-01", &first, &last));
	g_assert_cmpint(first, ==, 0);
	g_assert_cmpint(last, ==, 0);
	g_assert_true(date_bounds("1972", &first, &last));
	g_assert_cmpint(first, ==, 730);
	g_assert_cmpint(last, ==, 730 + 365);
	g_assert_true(date_bounds("1970-02", &first, &last));
	g_assert_cmpint(first, ==, 31);
	g_assert_cmpint(last, ==, 58);
	g_assert_true(date_bounds("1991~", &first, &last));
	g_assert_cmpint(last - first + 1, ==, 365 * 3 + 1);
	g_assert_true(date_bounds("1990-03-21/1991-03-20", &first, &last));
	g_assert_cmpint(last - first + 1, ==, 365);
	static const char *const bad[] = {NULL, "", "x", "1991-02-30", "1991-03-12/1990-01-01"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(date_bounds(bad[i], &first, &last));
}

/* Each in running text: what is found, and which bytes. */
static void
test_dates_are_found_in_running_text(void)
{
	static const struct {
		const char *text, *found, *edtf;
	} texts[] = {
		{"Madame AHMADI, née le 12 mars 1991 à Kaboul, de nationalité afghane", "12 mars 1991", "1991-03-12"},
		{"est né le douze mars mil neuf cent quatre-vingt-onze à dix heures trente, un enfant",
			"douze mars mil neuf cent quatre-vingt-onze", "1991-03-12"},
		{"Décision n° 2023-045/B du 15/06/2023 relative", "15/06/2023", "2023-06-15"},
		{"Dossier 12/03/1991/45, fait le 01.02.2020.", "01.02.2020", "2020-02-01"},
		{"born in 1985 in Kabul", "1985", "1985"},
		{"né vers 1985 à Hérat", "vers 1985", "1985~"},
		{"родился 12 марта 1991 года в городе Грозный", "12 марта 1991", "1991-03-12"},
		{"ولد في ١٢/٠٣/١٩٩١ في دمشق", "١٢/٠٣/١٩٩١", "1991-03-12"},
		{"متولد ۱۲ مرداد ۱۳۷۰ در کابل", "۱۲ مرداد ۱۳۷۰", "1991-08-03"},
		{"en date du 3 mai 2010 devant nous", "3 mai 2010", "2010-05-03"},
		{"lequel a déclaré être âgé de 25 ans en 1395 et demeurer", "âgé de 25 ans en 1395",
			"1990-03-21/1992-03-20"},
		{"Paris, 75020, tél. 01 23 45 67 89", NULL, NULL},
		{"article 1985 du code, page 12", NULL, NULL},
		{"le 12 mars", NULL, NULL},
		{"", NULL, NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_auto(DateReading) reading = {0};
		gsize start = 0, end = 0;
		gboolean found = date_find(values, texts[i].text, 0, &context, &reading, &start, &end);
		g_autofree char *what = found ? g_strndup(texts[i].text + start, end - start) : NULL;
		if (g_strcmp0(what, texts[i].found) != 0 || (found && g_strcmp0(reading.edtf, texts[i].edtf) != 0)) {
			g_test_message("\"%s\": found \"%s\" %s", texts[i].text, what, found ? reading.edtf : "");
			g_test_fail();
		}
	}
}

static void
test_dates_are_found_one_after_the_other(void)
{
	const char *text = "du 01/02/2020 au 03/04/2021 et le 30/02/2022";
	static const char *const expected[] = {"2020-02-01", "2021-04-03", ""};
	gsize from = 0, start, end;
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_auto(DateReading) reading = {0};
		g_assert_true(date_find(values, text, from, &context, &reading, &start, &end));
		g_assert_cmpstr(reading.edtf, ==, expected[i]);
		g_assert_cmpuint(start, >=, from);
		from = end;
	}
	g_auto(DateReading) reading = {0};
	g_assert_false(date_find(values, text, from, &context, &reading, &start, &end));
	g_assert_false(date_find(values, text, 100000, &context, &reading, &start, &end));
	g_assert_false(date_find(values, NULL, 0, &context, &reading, &start, &end));
}

static void
test_other_readings_are_offered(void)
{
	static const struct {
		const char *text, *alternative;
	} texts[] = {{"03/04/1991", "1991-03-04"}, {"03/31/1991", "1991-03-31"}, {"12/03/20", "1920-03-12"},
		{"1400/01/15", "1979-12-03/1979-12-07"}};
	for (guint i = 0; i + 1 < G_N_ELEMENTS(texts); i++) {
		g_auto(DateReading) reading = {0};
		date_read(values, texts[i].text, &context, &reading);
		g_assert_true(g_strv_contains((const char *const *)reading.alternatives, texts[i].alternative));
	}
	g_auto(DateReading) reading = {0};
	date_read(values, "12 mars 1991", &context, &reading);
	g_assert_nonnull(reading.alternatives);
	g_assert_null(reading.alternatives[0]);
}

static void
test_long_and_odd_text_is_answered_in_bounded_time(void)
{
	static const char *const units[] = {"1", "12/", "mars ", "le ", "vingt ", "mil ", "- ", "؟", "\xff", "a", "1a",
		" ", "neunzehn", "و", "XII ", "/", "ans ", "en "};
	gint64 begin = g_get_monotonic_time();
	for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
		GString *text = g_string_new(NULL);
		while (text->len < 10000)
			g_string_append(text, units[i]);
		g_auto(DateReading) reading = {0}, found = {0};
		gsize start, end;
		date_read(values, text->str, &context, &reading);
		date_find(values, text->str, 0, &context, &found, &start, &end);
		g_string_free(text, TRUE);
	}
	g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
	g_auto(DateReading) none = {0};
	date_read(values, NULL, &context, &none);
	g_assert_cmpint(none.status, ==, DATE_NONE);
	g_assert_nonnull(none.alternatives);
}

/* --- calendars against arithmetic written from their rules --- */

static int
julian_day(int days)
{
	return days + 2440588;
}

/* Solar hijri by the 33-year cycle with leap years 1 5 9 13 17 22 26 30 (Borkowski). */
static int
persian_day(int year, int month, int day)
{
	int leaps = (8 * year + 21) / 33;
	return 1948320 + 365 * (year - 1) + leaps + (month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6) + day - 1;
}

/* Civil lunar hijri: leap years 2 5 7 10 13 16 18 21 24 26 29 of 30, epoch 16 July 622 (Julian). */
static int
islamic_day(int year, int month, int day)
{
	return (11 * year + 3) / 30 + 354 * (year - 1) + 30 * (month - 1) - (month - 1) / 2 + day + 1948439;
}

/* Alexandrian months of thirty days, epoch 29 August 8 (Julian). */
static int
ethiopic_day(int year, int month, int day)
{
	return 1723856 + 365 + 365 * (year - 1) + year / 4 + 30 * month + day - 31;
}

static void
check_calendar(Calendar calendar, int first_year, int last_year, int months, int (*rule)(int, int, int))
{
	g_autoptr(GError) error = NULL;
	g_autoptr(DateCalendars) calendars = date_calendars_new(&error);
	g_assert_no_error(error);
	int before = 0;
	for (int year = first_year; year <= last_year; year++) {
		for (int month = 1; month <= months; month++) {
			for (int day = 1; day <= 31; day++) {
				int days;
				if (!date_calendar_day(calendars, calendar, year, month, day, &days))
					continue;
				g_assert_cmpint(julian_day(days), ==, rule(year, month, day));
				g_assert_true(before == 0 || days == before + 1); /* no day is missing or twice */
				before = days;
			}
		}
	}
}

static void
test_calendars_agree_with_their_published_rules(void)
{
	check_calendar(CALENDAR_PERSIAN, 1300, 1480, 12, persian_day);
	check_calendar(CALENDAR_ISLAMIC, 1300, 1480, 12, islamic_day);
	check_calendar(CALENDAR_ETHIOPIC, 1890, 2095, 13, ethiopic_day);
}

static void
test_gregorian_days_run_from_1800_to_2100(void)
{
	int days = date_days_from_civil(1800, 1, 1);
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1800);
	for (; g_date_get_year(&date) <= 2100; g_date_add_days(&date, 1), days++) {
		int year, month, day;
		date_civil_from_days(days, &year, &month, &day);
		g_assert_cmpint(year, ==, g_date_get_year(&date));
		g_assert_cmpint(month, ==, (int)g_date_get_month(&date));
		g_assert_cmpint(day, ==, g_date_get_day(&date));
		g_assert_cmpint(date_days_from_civil(year, month, day), ==, days);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/dates/every_difference_has_its_reason_in_both_directions",
		test_every_difference_has_its_reason_in_both_directions);
	g_test_add_func("/dates/marks_show_the_parts_that_differ", test_marks_show_the_parts_that_differ);
	g_test_add_func("/dates/bounds_are_the_first_and_last_day", test_bounds_are_the_first_and_last_day);
	g_test_add_func("/dates/dates_are_found_in_running_text", test_dates_are_found_in_running_text);
	g_test_add_func("/dates/dates_are_found_one_after_the_other", test_dates_are_found_one_after_the_other);
	g_test_add_func("/dates/other_readings_are_offered", test_other_readings_are_offered);
	g_test_add_func("/dates/long_and_odd_text_is_answered_in_bounded_time",
		test_long_and_odd_text_is_answered_in_bounded_time);
	g_test_add_func(
		"/dates/calendars_agree_with_their_published_rules", test_calendars_agree_with_their_published_rules);
	g_test_add_func("/dates/gregorian_days_run_from_1800_to_2100", test_gregorian_days_run_from_1800_to_2100);
	int status = g_test_run();
	values_free(values);
	return status;
}
