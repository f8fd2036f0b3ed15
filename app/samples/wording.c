#include "app/samples/wording.h"
#include "app/samples/paper_calendar.h"
#include "app/samples/wording_numbers.h"
#include "firmware/base/error.h"
#include <stdio.h>
#include <string.h>

struct Wording {
	GKeyFile *words;
};

typedef enum { GREGORIAN, SOLAR, LUNAR, ETHIOPIC, CALENDAR_N } Calendar;

static const struct {
	const char *name; /* the contract's */
	int year_min, year_max;
	int (*day)(int year, int month, int day);
	void (*from_day)(int days, int *year, int *month, int *day);
} calendars[CALENDAR_N] = {{"gregorian", 1850, 2099, gregorian_day, gregorian_from_day},
	{"persian", SOLAR_YEAR_MIN, SOLAR_YEAR_MAX, solar_day, solar_from_day},
	{"islamic", 1270, 1500, islamic_day, islamic_from_day},
	{"ethiopic", 1850, 2092, ethiopic_day, ethiopic_from_day}};

typedef struct {
	Calendar calendar;
	int year, month, day; /* 0: not said */
	int age;              /* 0: none */
} Day;

Wording *
wording_load(const char *path, GError **error)
{
	g_autoptr(GKeyFile) words = g_key_file_new();
	if (!g_key_file_load_from_file(words, path, G_KEY_FILE_NONE, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	g_key_file_set_list_separator(words, ';');
	Wording *wording = g_new0(Wording, 1);
	wording->words = g_steal_pointer(&words);
	return wording;
}

void
wording_free(Wording *wording)
{
	if (wording == NULL)
		return;
	g_key_file_unref(wording->words);
	g_free(wording);
}

void
phrase_clear(Phrase *phrase)
{
	g_clear_pointer(&phrase->raw, g_free);
	g_clear_pointer(&phrase->value, g_free);
}

static const char *const small_numbers[] = {"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit",
	"neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};

static void
append_below_hundred(GString *out, int n)
{
	static const char *const tens[] = {"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante",
		"quatre-vingt", "quatre-vingt"};
	if (n < 20) {
		g_string_append(out, small_numbers[n]);
		return;
	}
	int ten = n / 10, rest = n % 10 + (ten == 7 || ten == 9 ? 10 : 0);
	g_string_append(out, tens[ten]);
	if (rest == 0)
		g_string_append(out, ten == 8 ? "s" : "");
	else if ((rest == 1 || rest == 11) && ten < 8)
		g_string_append_printf(out, " et %s", small_numbers[rest]);
	else
		g_string_append_printf(out, "-%s", small_numbers[rest]);
}

char *
wording_number_fr(int number)
{
	g_assert(number >= 0 && number < 3000);
	GString *out = g_string_new(NULL);
	int hundreds = number / 100 % 10, rest = number % 100;
	if (number >= 1000) /* civil status writes "mil" for the years of the last millennium */
		g_string_append(out, number >= 2000 ? "deux mille" : "mil");
	if (hundreds > 0) {
		if (out->len > 0)
			g_string_append_c(out, ' ');
		if (hundreds > 1)
			g_string_append_printf(out, "%s ", small_numbers[hundreds]);
		g_string_append(out, hundreds > 1 && rest == 0 ? "cents" : "cent");
	}
	if (rest > 0 || number == 0) {
		if (out->len > 0)
			g_string_append_c(out, ' ');
		append_below_hundred(out, rest);
	}
	return g_string_free(out, FALSE);
}

static gboolean
refuse(GError **error, const char *what, const char *text)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s \"%s\" is unknown", what, text);
	return FALSE;
}

/* Is it a day, month or year that the calendar has, and was nothing else written? */
static gboolean
day_is_real(const Day *day, const char *figures)
{
	char said[16];
	if (day->day > 0)
		g_snprintf(said, sizeof said, "%04d-%02d-%02d", day->year, day->month, day->day);
	else if (day->month > 0)
		g_snprintf(said, sizeof said, "%04d-%02d", day->year, day->month);
	else
		g_snprintf(said, sizeof said, "%04d", day->year);
	if (!g_str_equal(said, figures) || day->month > 13 || day->year < calendars[day->calendar].year_min ||
		day->year > calendars[day->calendar].year_max)
		return FALSE;
	if (day->day == 0)
		return day->month <= 12;
	if (day->calendar == GREGORIAN)
		return g_date_valid_dmy((GDateDay)day->day, (GDateMonth)day->month, (GDateYear)day->year);
	int year, month, last;
	calendars[day->calendar].from_day(
		calendars[day->calendar].day(day->year, day->month, day->day), &year, &month, &last);
	return month == day->month && last == day->day;
}

static gboolean
parse_day(const char *spec, Day *day, GError **error)
{
	static const char *const prefixes[CALENDAR_N] = {"", "sh:", "lh:", "et:"};
	Day out = {0};
	int end = 0;
	gboolean age = sscanf(spec, "age:%3d@%4d%n", &out.age, &out.year, &end) == 2 && spec[end] == '\0';
	if (age && (out.age < 1 || out.year - out.age - 1 < SOLAR_YEAR_MIN || out.year > SOLAR_YEAR_MAX))
		return refuse(error, "date", spec);
	out.calendar = age ? SOLAR : GREGORIAN;
	for (Calendar c = SOLAR; c < CALENDAR_N; c++)
		if (g_str_has_prefix(spec, prefixes[c]))
			out.calendar = c;
	if (!age) {
		const char *figures = spec + strlen(prefixes[out.calendar]);
		out = (Day){.calendar = out.calendar};
		if (sscanf(figures, "%4d-%2d-%2d", &out.year, &out.month, &out.day) < 1 || !day_is_real(&out, figures))
			return refuse(error, "date", spec);
	}
	*day = out;
	return TRUE;
}

static char *
edtf(int days)
{
	int y, m, d;
	gregorian_from_day(days, &y, &m, &d);
	return g_strdup_printf("%04d-%02d-%02d", y, m, d);
}

static char *
interval(int first, int last)
{
	g_autofree char *from = edtf(first);
	g_autofree char *to = edtf(last);
	return g_strdup_printf("%s/%s", from, to);
}

static char *
day_value(const Day *day)
{
	int (*of)(int, int, int) = calendars[day->calendar].day;
	if (day->calendar == GREGORIAN) {
		if (day->month == 0)
			return g_strdup_printf("%04d", day->year);
		if (day->day == 0)
			return g_strdup_printf("%04d-%02d", day->year, day->month);
		return g_strdup_printf("%04d-%02d-%02d", day->year, day->month, day->day);
	}
	if (day->day > 0 && day->calendar == LUNAR) /* the moon may be seen a day earlier or later */
		return interval(of(day->year, day->month, day->day) - 1, of(day->year, day->month, day->day) + 1);
	if (day->day > 0)
		return edtf(of(day->year, day->month, day->day));
	/* a year, or an age of N in year Y: born in the years Y-N-1 to Y-N */
	int first = day->age > 0 ? day->year - day->age - 1 : day->year;
	int last = day->age > 0 ? day->year - day->age : day->year;
	int moon = day->calendar == LUNAR ? 1 : 0;
	return interval(of(first, 1, 1) - moon, of(last + 1, 1, 1) - 1 + moon);
}

/* Ethiopic numerals: pairs of tens and units, a hundred sign after every odd pair, ten thousand after every even one;
 * the years of papers need two pairs. */
static void
append_ethiopic(GString *out, int number)
{
	for (int pair = number >= 100 ? 1 : 0; pair >= 0; pair--) {
		int value = pair == 1 ? number / 100 : number % 100;
		if (value / 10 > 0)
			g_string_append_unichar(out, 0x1372 + (gunichar)(value / 10 - 1));
		if (value % 10 > 0 && !(pair == 1 && value == 1))
			g_string_append_unichar(out, 0x1369 + (gunichar)(value % 10 - 1));
		if (pair == 1)
			g_string_append_unichar(out, 0x137B);
	}
}

/* Puts 0-9 of a text into the digits of another script, whose zero is given. */
static char *
eastern(const char *text, gunichar zero)
{
	GString *out = g_string_new(NULL);
	for (const char *c = text; *c != '\0'; c++) {
		if (g_ascii_isdigit(*c))
			g_string_append_unichar(out, zero + (gunichar)(*c - '0'));
		else
			g_string_append_c(out, *c);
	}
	return g_string_free(out, FALSE);
}

static const char *const small_numbers_en[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
	"nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
	"nineteen"};

static void
append_below_hundred_en(GString *out, int n)
{
	static const char *const tens[] = {
		"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
	if (n < 20)
		g_string_append(out, small_numbers_en[n]);
	else if (n % 10 == 0)
		g_string_append(out, tens[n / 10]);
	else
		g_string_append_printf(out, "%s-%s", tens[n / 10], small_numbers_en[n % 10]);
}

/* "nineteen hundred and ninety-one", "two thousand and three": as registers written in words have it. */
static void
append_year_en(GString *out, int year)
{
	gboolean thousands = year >= 2000 && year < 2100;
	append_below_hundred_en(out, thousands ? year / 1000 : year / 100);
	g_string_append(out, thousands ? " thousand" : " hundred");
	if (year % 100 == 0)
		return;
	g_string_append(out, " and ");
	append_below_hundred_en(out, year % 100);
}

static void
append_ordinal_en(GString *out, int n)
{
	static const char *const ends[] = {"th", "st", "nd", "rd"};
	g_string_append_printf(out, "%d%s", n, n / 10 != 1 && n % 10 < 4 ? ends[n % 10] : "th");
}

static void
append_day_words_en(GString *out, int day)
{
	static const char *const days[] = {"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh",
		"eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
		"seventeenth", "eighteenth", "nineteenth", "twentieth"};
	if (day > 20 && day != 30)
		g_string_append(out, day > 30 ? "thirty-" : "twenty-");
	g_string_append(out, day == 30 ? "thirtieth" : days[day > 20 ? day % 10 : day]);
}

/* Replaces the letters of a pattern: %D %d %o %x day (05, 5, 1er, 5th), %M %m %N month (03, 3, its name), %Y %y year,
 * %w %W day and year in French words, %X %V in English words, %e %E in Ethiopic numerals, %A age. */
static char *
fill_pattern(const char *pattern, char **months, const Day *day)
{
	GString *out = g_string_new(NULL);
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p != '%' || p[1] == '\0') {
			g_string_append_c(out, *p);
			continue;
		}
		g_autofree char *words = NULL;
		switch (*++p) {
		case 'D':
			g_string_append_printf(out, "%02d", day->day);
			break;
		case 'd':
			g_string_append_printf(out, "%d", day->day);
			break;
		case 'o':
			g_string_append_printf(out, day->day == 1 ? "%der" : "%d", day->day);
			break;
		case 'M':
			g_string_append_printf(out, "%02d", day->month);
			break;
		case 'm':
			g_string_append_printf(out, "%d", day->month);
			break;
		case 'N':
			g_string_append(out, months != NULL && day->month > 0 ? months[day->month - 1] : "?");
			break;
		case 'Y':
			g_string_append_printf(out, "%d", day->year);
			break;
		case 'y':
			g_string_append_printf(out, "%02d", day->year % 100);
			break;
		case 'A':
			g_string_append_printf(out, "%d", day->age);
			break;
		case 'e':
			append_ethiopic(out, day->day);
			break;
		case 'E':
			append_ethiopic(out, day->year);
			break;
		case 'w':
			words = day->day == 1 ? g_strdup("premier") : wording_number_fr(day->day);
			g_string_append(out, words);
			break;
		case 'x':
			append_ordinal_en(out, day->day);
			break;
		case 'X':
			append_day_words_en(out, day->day);
			break;
		case 'V':
			append_year_en(out, day->year);
			break;
		case 'W':
			words = wording_number_fr(day->year);
			g_string_append(out, words);
			break;
		}
	}
	return g_string_free(out, FALSE);
}

static gboolean
phrase_date(const Wording *wording, const char *spec, const char *format, Phrase *phrase, GError **error)
{
	Day day;
	if (!parse_day(spec, &day, error))
		return FALSE;
	g_autofree char *group = g_strconcat("date ", format != NULL ? format : "dmy", NULL);
	g_autofree char *counted = g_key_file_get_string(wording->words, group, "calendar", NULL);
	Calendar calendar = GREGORIAN;
	for (Calendar c = GREGORIAN; c < CALENDAR_N; c++)
		if (g_strcmp0(counted, calendars[c].name) == 0)
			calendar = c;
	if (calendar != day.calendar && day.calendar == GREGORIAN && day.day > 0) {
		calendars[calendar].from_day(
			gregorian_day(day.year, day.month, day.day), &day.year, &day.month, &day.day);
		day.calendar = calendar;
	} else if (calendar != day.calendar) {
		return refuse(error, "calendar of date format", group);
	}
	phrase->value = day_value(&day);
	const char *part = day.age > 0 ? "age" : day.day > 0 ? "full" : day.month > 0 ? "month" : "year";
	g_autofree char *pattern = g_key_file_get_string(wording->words, group, part, NULL);
	if (pattern == NULL && !g_str_equal(part, "age"))
		pattern = g_strdup(g_str_equal(part, "month") ? "%M/%Y" : "%Y");
	if (pattern == NULL || !g_key_file_has_group(wording->words, group))
		return refuse(error, "date format", group);
	g_autofree char *names = g_key_file_get_string(wording->words, group, "months", NULL);
	g_auto(GStrv) months =
		names != NULL ? g_key_file_get_string_list(wording->words, "months", names, NULL, NULL) : NULL;
	g_autofree char *table = g_key_file_get_string(wording->words, group, "numbers", NULL);
	g_autofree char *counted_out = numbers_fill(wording->words, table, pattern, day.day, day.year, error);
	if (counted_out == NULL)
		return FALSE;
	g_autofree char *text = fill_pattern(counted_out, months, &day);
	if (g_key_file_get_boolean(wording->words, group, "upper", NULL)) {
		char *capitals = g_utf8_strup(text, -1);
		g_free(text);
		text = capitals;
	}
	int zero = g_key_file_get_integer(wording->words, group, "zero", NULL);
	phrase->raw = zero > 0 ? eastern(text, (gunichar)zero) : g_strdup(text);
	phrase->calendar = calendars[calendar].name;
	return TRUE;
}

/* A word of [group] key FORMAT; "a;b" is the masculine and the feminine form. */
static gboolean
phrase_word(
	const Wording *wording, const char *group, const char *format, gboolean male, Phrase *phrase, GError **error)
{
	g_auto(GStrv) forms =
		g_key_file_get_string_list(wording->words, group, format != NULL ? format : "fr", NULL, NULL);
	if (forms == NULL || forms[0] == NULL)
		return refuse(error, "word", group);
	phrase->raw = g_strdup(!male && forms[1] != NULL ? forms[1] : forms[0]);
	return TRUE;
}

static gboolean
is_latin(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
		if (script != G_UNICODE_SCRIPT_LATIN && script != G_UNICODE_SCRIPT_COMMON &&
			script != G_UNICODE_SCRIPT_INHERITED)
			return FALSE;
	}
	return TRUE;
}

static void
phrase_text(const char *spec, const char *format, Phrase *phrase)
{
	const char *bar = strchr(spec, '|');
	g_autofree char *written = bar != NULL ? g_strndup(spec, (gsize)(bar - spec)) : g_strdup(spec);
	phrase->raw = g_strcmp0(format, "upper") == 0 ? g_utf8_strup(written, -1) : g_strdup(written);
	if (g_strcmp0(format, "ar") == 0 || g_strcmp0(format, "fa") == 0) {
		g_free(phrase->raw);
		phrase->raw = eastern(written, g_str_equal(format, "ar") ? 0x660 : 0x6F0);
		phrase->value = g_strdup(written);
		return;
	}
	if (bar != NULL)
		phrase->value = g_strdup(bar + 1);
	else if (is_latin(written))
		phrase->value = g_strdup(phrase->raw);
}

gboolean
wording_phrase(const Wording *wording, FieldValue kind, const char *spec, const char *format, gboolean male,
	Phrase *phrase, GError **error)
{
	g_autofree char *group = NULL;
	*phrase = (Phrase){0};
	switch (kind) {
	case FIELD_VALUE_DATE:
		return phrase_date(wording, spec, format, phrase, error);
	case FIELD_VALUE_COUNTRY:
		group = g_strconcat("country ", spec, NULL);
		break;
	case FIELD_VALUE_SEX:
		group = g_strconcat("sex ", spec, NULL);
		break;
	case FIELD_VALUE_STATUS:
		group = g_strconcat("status ", spec, NULL);
		break;
	case FIELD_VALUE_NAME:
	case FIELD_VALUE_PLACE:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		phrase_text(spec, format, phrase);
		return TRUE;
	}
	phrase->value = g_strdup(spec);
	return phrase_word(wording, group, format, male, phrase, error);
}
