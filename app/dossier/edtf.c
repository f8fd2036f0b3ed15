#include "app/dossier/edtf.h"
#include <string.h>

/* Reads exactly n digits; -1 where one is none. */
static int
digits(const char *text, gsize n)
{
	int value = 0;
	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isdigit(text[i]))
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static gboolean
parse_point(const char *text, gsize length, EdtfPoint *point)
{
	if (length != 4 && length != 7 && length != 10)
		return FALSE;
	EdtfPoint p = {digits(text, 4), 0, 0};
	if (p.year < 1)
		return FALSE;
	if (length >= 7) {
		p.month = text[4] == '-' ? digits(text + 5, 2) : -1;
		if (p.month < 1 || p.month > 12)
			return FALSE;
	}
	if (length == 10) {
		p.day = text[7] == '-' ? digits(text + 8, 2) : -1;
		if (p.day < 1 || p.day > g_date_get_days_in_month((GDateMonth)p.month, (GDateYear)p.year))
			return FALSE;
	}
	*point = p;
	return TRUE;
}

/* Order of two points as far as both say it. */
static gboolean
is_after(EdtfPoint a, EdtfPoint b)
{
	if (a.year != b.year)
		return a.year > b.year;
	if (a.month != b.month)
		return b.month != 0 && a.month > b.month;
	return b.day != 0 && a.day > b.day;
}

gboolean
edtf_parse(const char *text, Edtf *edtf)
{
	gsize length = text == NULL ? 0 : strnlen(text, 32);
	if (length < 4 || length >= 32)
		return FALSE;
	Edtf e = {0};
	const char *slash = strchr(text, '/');
	if (slash != NULL) {
		e.interval = TRUE;
		if (!parse_point(text, (gsize)(slash - text), &e.first) ||
			!parse_point(slash + 1, strlen(slash + 1), &e.last) || is_after(e.first, e.last))
			return FALSE;
	} else {
		e.about = text[length - 1] == '~';
		if (!parse_point(text, length - (e.about ? 1 : 0), &e.first))
			return FALSE;
	}
	*edtf = e;
	return TRUE;
}
