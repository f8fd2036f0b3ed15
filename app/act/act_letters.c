#include "app/act/act_letters.h"
#include "app/dossier/edtf.h"

static const char *const units[] = {"", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
	"onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
static const char *const tens[] = {"", "", "vingt", "trente", "quarante", "cinquante", "soixante"};
static const char *const months[] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"};

/* 1 to 99. 70 to 79 and 90 to 99 count on from sixty and eighty. */
static void
add_below_hundred(GString *out, int n, gboolean plural)
{
	if (n < 20) {
		g_string_append(out, units[n]);
		return;
	}
	if (n >= 80) {
		g_string_append(out, n == 80 && plural ? "quatre-vingts" : "quatre-vingt");
		if (n > 80)
			g_string_append_printf(out, "-%s", units[n - 80]);
		return;
	}
	int ten = n >= 70 ? 6 : n / 10, rest = n - ten * 10;
	g_string_append(out, tens[ten]);
	if (rest == 1 || rest == 11)
		g_string_append_printf(out, " et %s", units[rest]);
	else if (rest > 0)
		g_string_append_printf(out, "-%s", units[rest]);
}

char *
number_in_letters(int number, gboolean is_year)
{
	if (number < 1 || number > 9999)
		return NULL;
	GString *out = g_string_new(NULL);
	int thousands = number / 1000, hundreds = number / 100 % 10, rest = number % 100;
	if (thousands > 1)
		g_string_append_printf(out, "%s mille", units[thousands]);
	else if (thousands == 1)
		g_string_append(out, is_year && number > 1000 ? "mil" : "mille");
	if (hundreds > 0) {
		g_string_append(out, out->len > 0 ? " " : "");
		if (hundreds > 1)
			g_string_append_printf(out, "%s ", units[hundreds]);
		g_string_append(out, hundreds > 1 && rest == 0 && !is_year ? "cents" : "cent");
	}
	if (rest > 0) {
		g_string_append(out, out->len > 0 ? " " : "");
		add_below_hundred(out, rest, !is_year);
	}
	return g_string_free(out, FALSE);
}

static char *
point_in_letters(EdtfPoint point)
{
	g_autofree char *year = number_in_letters(point.year, TRUE);
	if (point.month == 0)
		return g_steal_pointer(&year);
	if (point.day == 0)
		return g_strdup_printf("%s %s", months[point.month - 1], year);
	g_autofree char *day = point.day == 1 ? g_strdup("premier") : number_in_letters(point.day, FALSE);
	return g_strdup_printf("%s %s %s", day, months[point.month - 1], year);
}

static char *
point_in_figures(EdtfPoint point)
{
	if (point.month == 0)
		return g_strdup_printf("%d", point.year);
	if (point.day == 0)
		return g_strdup_printf("%s %d", months[point.month - 1], point.year);
	return g_strdup_printf(
		"%d%s %s %d", point.day, point.day == 1 ? "er" : "", months[point.month - 1], point.year);
}

/* "le" before a day in a sentence; "en" before a month or a year. */
static const char *
article(EdtfPoint point)
{
	return point.day != 0 ? "le " : "";
}

static char *
date_with(const char *edtf, char *(*say)(EdtfPoint), const char *alone_day)
{
	Edtf date;
	if (!edtf_parse(edtf, &date))
		return NULL;
	g_autofree char *first = say(date.first);
	if (date.interval) {
		g_autofree char *last = say(date.last);
		return g_strdup_printf("entre %s%s et %s%s", article(date.first), first, article(date.last), last);
	}
	if (date.about)
		return g_strdup_printf("vers %s%s", article(date.first), first);
	return g_strconcat(date.first.day != 0 ? alone_day : "en ", first, NULL);
}

char *
date_in_letters(const char *edtf)
{
	return date_with(edtf, point_in_letters, "le ");
}

char *
date_in_figures(const char *edtf)
{
	return date_with(edtf, point_in_figures, "");
}
