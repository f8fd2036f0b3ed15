/* links: app/samples app/dossier firmware/base */
#include "app/samples/chance.h"
#include "app/samples/mrz_write.h"
#include "app/samples/paper_calendar.h"
#include "app/samples/wording.h"
#include "app/samples/wording_numbers.h"
#include "firmware/base/error.h"

static void
test_chance_repeats(void)
{
	Chance a, b, other;
	chance_init(&a, 7, "page");
	chance_init(&b, 7, "page");
	chance_init(&other, 7, "ink");
	guint64 first = chance_next(&a);
	g_assert_cmpuint(first, ==, chance_next(&b));
	g_assert_cmpuint(first, !=, chance_next(&other));
	/* a change of these draws changes every sample */
	chance_init(&a, 1, NULL);
	g_assert_cmpuint(chance_next(&a), ==, G_GUINT64_CONSTANT(622848597008020904));
}

static void
test_chance_keeps_its_bounds(void)
{
	Chance chance;
	gboolean low = FALSE, high = FALSE;
	chance_init(&chance, 3, "bounds");
	for (int i = 0; i < 10000; i++) {
		int drawn = chance_between(&chance, -2, 2);
		double real = chance_real(&chance, 0.5, 0.75);
		g_assert_cmpint(drawn, >=, -2);
		g_assert_cmpint(drawn, <=, 2);
		g_assert_true(real >= 0.5 && real < 0.75);
		low |= drawn == -2;
		high |= drawn == 2;
	}
	g_assert_true(low && high);
}

static void
test_solar_dates_convert(void)
{
	static const struct {
		int solar[3], gregorian[3];
	} cases[] = {{{1372, 12, 5}, {1994, 2, 24}}, {{1365, 1, 1}, {1986, 3, 21}}, {{1403, 1, 1}, {2024, 3, 20}},
		{{1399, 12, 30}, {2021, 3, 20}}, {{1357, 11, 22}, {1979, 2, 11}}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const int *s = cases[i].solar, *g = cases[i].gregorian;
		int year, month, day;
		g_assert_cmpint(solar_day(s[0], s[1], s[2]), ==, gregorian_day(g[0], g[1], g[2]));
		solar_from_day(gregorian_day(g[0], g[1], g[2]), &year, &month, &day);
		g_assert_cmpint(year, ==, s[0]);
		g_assert_cmpint(month, ==, s[1]);
		g_assert_cmpint(day, ==, s[2]);
	}
	for (int at = gregorian_day(1930, 1, 1); at < gregorian_day(2040, 1, 1); at++) {
		int year, month, day;
		solar_from_day(at, &year, &month, &day);
		g_assert_cmpint(solar_day(year, month, day), ==, at);
	}
}

static void
test_other_calendars_convert(void)
{
	static const struct {
		int date[3], gregorian[3];
	} ethiopic[] = {{{2000, 1, 1}, {2007, 9, 12}}, {{2016, 1, 1}, {2023, 9, 12}}, {{1983, 13, 5}, {1991, 9, 10}},
		{{1987, 13, 6}, {1995, 9, 11}}},
	  islamic[] = {{{1445, 1, 1}, {2023, 7, 19}}, {{1400, 1, 1}, {1979, 11, 21}}, {{1420, 9, 1}, {1999, 12, 9}}};
	for (guint i = 0; i < G_N_ELEMENTS(ethiopic); i++) {
		const int *e = ethiopic[i].date, *g = ethiopic[i].gregorian;
		g_assert_cmpint(ethiopic_day(e[0], e[1], e[2]), ==, gregorian_day(g[0], g[1], g[2]));
	}
	for (guint i = 0; i < G_N_ELEMENTS(islamic); i++) {
		const int *h = islamic[i].date, *g = islamic[i].gregorian;
		g_assert_cmpint(islamic_day(h[0], h[1], h[2]), ==, gregorian_day(g[0], g[1], g[2]));
	}
	for (int at = gregorian_day(1930, 1, 1); at < gregorian_day(2040, 1, 1); at++) {
		int year, month, day;
		ethiopic_from_day(at, &year, &month, &day);
		g_assert_cmpint(ethiopic_day(year, month, day), ==, at);
		islamic_from_day(at, &year, &month, &day);
		g_assert_cmpint(islamic_day(year, month, day), ==, at);
		g_assert_true(month >= 1 && month <= 12 && day >= 1 && day <= 30);
	}
}

static void
test_numbers_are_french(void)
{
	static const struct {
		int number;
		const char *words;
	} cases[] = {{0, "zéro"}, {21, "vingt et un"}, {71, "soixante et onze"}, {77, "soixante-dix-sept"},
		{80, "quatre-vingts"}, {81, "quatre-vingt-un"}, {91, "quatre-vingt-onze"},
		{99, "quatre-vingt-dix-neuf"}, {100, "cent"}, {200, "deux cents"},
		{1991, "mil neuf cent quatre-vingt-onze"}, {1900, "mil neuf cents"}, {2000, "deux mille"},
		{2019, "deux mille dix-neuf"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *words = wording_number_fr(cases[i].number);
		g_assert_cmpstr(words, ==, cases[i].words);
	}
}

static void
test_a_zone_is_icao_s_specimen(void)
{
	char lines[MRZ_MAX_LINES][MRZ_MAX_COLUMNS + 1];
	MrzHolder holder = {.issuer = "UTO",
		.nationality = "UTO",
		.surname = "Eriksson",
		.given_names = "Anna Maria",
		.number = "L898902C3",
		.birth_date = "1974-08-12",
		.sex = "F",
		.expiry_date = "2012-04-15",
		.optional = "ZE184226B"};
	g_assert_cmpint(mrz_write(&holder, MRZ_WRITE_TD3, lines), ==, 2);
	g_assert_cmpstr(lines[0], ==, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
	g_assert_cmpstr(lines[1], ==, "L898902C36UTO7408122F1204159ZE184226B<<<<<10");

	/* 9303-5 appendix B and 9303-6 appendix B */
	holder.code = "I";
	holder.number = "D23145890";
	holder.optional = NULL;
	g_assert_cmpint(mrz_write(&holder, MRZ_WRITE_TD1, lines), ==, 3);
	g_assert_cmpstr(lines[0], ==, "I<UTOD231458907<<<<<<<<<<<<<<<");
	g_assert_cmpstr(lines[1], ==, "7408122F1204159UTO<<<<<<<<<<<6");
	g_assert_cmpstr(lines[2], ==, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
	MrzHolder specimen = {.code = "I",
		.issuer = "UTO",
		.nationality = "UTO",
		.surname = "Stevenson",
		.given_names = "Peter John",
		.number = "D23145890",
		.birth_date = "1934-07-12",
		.sex = "M",
		.expiry_date = "1995-07-12"};
	g_assert_cmpint(mrz_write(&specimen, MRZ_WRITE_TD2, lines), ==, 2);
	g_assert_cmpstr(lines[0], ==, "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<");
	g_assert_cmpstr(lines[1], ==, "D231458907UTO3407127M9507122<<<<<<<2");
}

static void
test_a_zone_takes_hard_names(void)
{
	static const struct {
		const char *name, *zone;
	} cases[] = {{"N’Guessan", "NGUESSAN"}, {"Jean-Marc", "JEAN<MARC"}, {"Keïta", "KEITA"}, {"Müller", "MUELLER"},
		{"al Khatib", "AL<KHATIB"}, {"Şahin", "SAHIN"}, {"", ""}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *zone = mrz_write_name(cases[i].name);
		g_assert_cmpstr(zone, ==, cases[i].zone);
	}
	char lines[MRZ_MAX_LINES][MRZ_MAX_COLUMNS + 1];
	MrzHolder holder = {.issuer = "AFG",
		.nationality = "AFG",
		.number = "P0",
		.surname = "Abcdefghijklmnopqrstuvwxyz Abcdefghijklmnopqrstuvwxyz",
		.birth_date = "1990",
		.sex = "X",
		.expiry_date = "2030-01-02"};
	g_assert_cmpint(mrz_write(&holder, MRZ_WRITE_TD3, lines), ==, 2);
	g_assert_cmpuint(strlen(lines[0]), ==, MRZ_TD3_COLUMNS);
	g_assert_cmpstr(lines[0], ==, "P<AFGABCDEFGHIJKLMNOPQRSTUVWXYZ<ABCDEFGHIJKL");
	g_assert_true(g_str_has_prefix(lines[1], "P0<<<<<<<5AFG90<<<<3<"));
}

static void
assert_phrase(const Wording *wording, FieldValue kind, const char *spec, const char *format, const char *raw,
	const char *value, const char *calendar)
{
	g_auto(Phrase) phrase = {0};
	g_autoptr(GError) error = NULL;
	gboolean done = wording_phrase(wording, kind, spec, format, FALSE, &phrase, &error);
	g_assert_no_error(error);
	g_assert_true(done);
	g_assert_cmpstr(phrase.raw, ==, raw);
	g_assert_cmpstr(phrase.value, ==, value);
	g_assert_cmpstr(phrase.calendar, ==, calendar);
}

static Wording *
load(void)
{
	g_autoptr(GError) error = NULL;
	Wording *wording = wording_load("app/data/samples/words.ini", &error);
	g_assert_no_error(error);
	return wording;
}

static void
test_values_are_worded(void)
{
	g_autoptr(Wording) wording = load();
	assert_phrase(wording, FIELD_VALUE_DATE, "1998-02-01", "fr", "1er février 1998", "1998-02-01", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1998-02-05", "fr_words",
		"cinq février mil neuf cent quatre-vingt-dix-huit", "1998-02-05", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1998-02-01", "fr_words_upper",
		"PREMIER FÉVRIER MIL NEUF CENT QUATRE-VINGT-DIX-HUIT", "1998-02-01", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1991-08-22", "en_legal",
		"twenty-second day of August, nineteen hundred and ninety-one", "1991-08-22", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "2000-01-30", "en_legal", "thirtieth day of January, two thousand",
		"2000-01-30", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "2013-10-31", "en_legal",
		"thirty-first day of October, two thousand and thirteen", "2013-10-31", "gregorian");
	assert_phrase(
		wording, FIELD_VALUE_DATE, "2003-06-13", "en_ordinal", "13th June 2003", "2003-06-13", "gregorian");
	assert_phrase(
		wording, FIELD_VALUE_DATE, "2003-06-23", "en_ordinal", "23rd June 2003", "2003-06-23", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1988", "dmy", "1988", "1988", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1988-11-07", "ar_dmy", "٠٧/١١/١٩٨٨", "1988-11-07", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1979-06-24", "uk", "24 червня 1979 року", "1979-06-24", "gregorian");
	assert_phrase(wording, FIELD_VALUE_DATE, "sh:1370", "solar_dmy", "1370", "1991-03-21/1992-03-20", "persian");
	assert_phrase(wording, FIELD_VALUE_DATE, "sh:1372-12-05", "solar_fa", "۱۳۷۲/۱۲/۰۵", "1994-02-24", "persian");
	assert_phrase(wording, FIELD_VALUE_DATE, "1994-02-24", "solar_dmy", "05/12/1372", "1994-02-24", "persian");
	/* aged 18 in 1388: born in 1369 or 1370 */
	assert_phrase(wording, FIELD_VALUE_DATE, "age:18@1388", "solar_fr", "18 ans en 1388", "1990-03-21/1992-03-20",
		"persian");
	assert_phrase(wording, FIELD_VALUE_SEX, "F", "fr", "Féminin", "F", NULL);
	assert_phrase(wording, FIELD_VALUE_STATUS, "married", "fr", "Mariée", "married", NULL);
	assert_phrase(wording, FIELD_VALUE_COUNTRY, "AFG", "adjective", "afghane", "AFG", NULL);
	assert_phrase(wording, FIELD_VALUE_NAME, "Коваленко|Kovalenko", NULL, "Коваленко", "Kovalenko", NULL);
	assert_phrase(wording, FIELD_VALUE_NAME, "يوسف", NULL, "يوسف", NULL, NULL);
	assert_phrase(wording, FIELD_VALUE_NAME, "Keïta", "upper", "KEÏTA", "KEÏTA", NULL);
}

static void
test_dates_are_in_words(void)
{
	static const struct {
		const char *spec, *format, *raw;
	} cases[] = {{"1992-11-01", "es_words", "primero de noviembre de mil novecientos noventa y dos"},
		{"2003-05-21", "es_words", "veintiuno de mayo de dos mil tres"},
		{"1987-03-08", "pt_words", "oito de março de mil novecentos e oitenta e sete"},
		{"1995-08-15", "tr_words", "bin dokuz yüz doksan beş yılı Ağustos ayının on beş günü"},
		{"1966-06-23", "ru_words", "двадцать третьего июня тысяча девятьсот шестьдесят шестого года"},
		{"1990-01-31", "uk_words", "тридцять першого січня тисяча дев’ятсот дев’яностого року"},
		{"1974-04-18", "sq_words", "tetëmbëdhjetë prill njëmijë e nëntëqind e shtatëdhjetë e katër"},
		{"1985-09-11", "ar_words", "الحادي عشر من شهر سبتمبر سنة ألف وتسعمئة وخمسة وثمانين"},
		{"1994-02-24", "solar_words", "پنجم اسفند ماه سال یکهزار و سیصد و هفتاد و دو"}};
	g_autoptr(Wording) wording = load();
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Phrase) phrase = {0};
		g_autoptr(GError) error = NULL;
		gboolean done = wording_phrase(
			wording, FIELD_VALUE_DATE, cases[i].spec, cases[i].format, FALSE, &phrase, &error);
		g_assert_no_error(error);
		g_assert_true(done);
		g_assert_cmpstr(phrase.raw, ==, cases[i].raw);
		g_assert_cmpstr(phrase.value, ==, cases[i].spec);
	}
}

static void
test_wrong_values_are_refused(void)
{
	static const struct {
		FieldValue kind;
		const char *spec, *format;
	} cases[] = {{FIELD_VALUE_DATE, "", NULL}, {FIELD_VALUE_DATE, "soon", NULL},
		{FIELD_VALUE_DATE, "1991-13-01", NULL}, {FIELD_VALUE_DATE, "1991-02-30", NULL},
		{FIELD_VALUE_DATE, "91", NULL}, {FIELD_VALUE_DATE, "sh:1991", "solar_fa"},
		{FIELD_VALUE_DATE, "sh:1370", "dmy"}, {FIELD_VALUE_DATE, "1991", "solar_fa"},
		{FIELD_VALUE_DATE, "sh:1371-12-30", "solar_fa"}, {FIELD_VALUE_DATE, "1991-03-12", "runic"},
		{FIELD_VALUE_DATE, "age:18@1388", "dmy"}, {FIELD_VALUE_SEX, "female", "fr"},
		{FIELD_VALUE_SEX, "F", "runic"}, {FIELD_VALUE_COUNTRY, "XXX", "fr"}};
	g_autoptr(Wording) wording = load();
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Phrase) phrase = {0};
		g_autoptr(GError) error = NULL;
		if (wording_phrase(wording, cases[i].kind, cases[i].spec, cases[i].format, FALSE, &phrase, &error))
			g_error("\"%s\" as %s was taken: %s", cases[i].spec, cases[i].format, phrase.raw);
		g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
	}
	g_autoptr(GKeyFile) empty = g_key_file_new();
	g_autoptr(GError) no_table = NULL;
	g_assert_null(numbers_fill(empty, "es", "%p", 3, 1990, &no_table));
	g_assert_nonnull(no_table);
	g_key_file_set_string(empty, "numbers es", "days", "uno;dos");
	g_autoptr(GError) too_short = NULL;
	g_assert_null(numbers_fill(empty, "es", "%p", 3, 1990, &too_short));
	g_assert_error(too_short, STATION_ERROR, STATION_ERROR_FAILED);
	g_autoptr(GError) error = NULL;
	g_autoptr(Wording) none = wording_load("app/data/samples/no-such.ini", &error);
	g_assert_null(none);
	g_assert_nonnull(strstr(error->message, "no-such.ini"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/samples/the same seed draws the same numbers", test_chance_repeats);
	g_test_add_func("/samples/draws keep their bounds", test_chance_keeps_its_bounds);
	g_test_add_func("/samples/solar dates convert both ways", test_solar_dates_convert);
	g_test_add_func("/samples/lunar and Ethiopic dates convert both ways", test_other_calendars_convert);
	g_test_add_func("/samples/numbers are in French words", test_numbers_are_french);
	g_test_add_func("/samples/a zone is ICAO's specimen to the letter", test_a_zone_is_icao_s_specimen);
	g_test_add_func("/samples/a zone takes accents, particles, a year alone and too long a name",
		test_a_zone_takes_hard_names);
	g_test_add_func("/samples/values are worded as papers do", test_values_are_worded);
	g_test_add_func("/samples/dates are in the words of eight languages", test_dates_are_in_words);
	g_test_add_func("/samples/wrong values and formats are refused", test_wrong_values_are_refused);
	return g_test_run();
}
