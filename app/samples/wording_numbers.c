#include "app/samples/wording_numbers.h"
#include "firmware/base/error.h"
#include <string.h>

/* The word at a place of a list of the table, copied. */
static char *
word_at(GKeyFile *words, const char *table, const char *list, int at, GError **error)
{
	g_autofree char *group = g_strconcat("numbers ", table, NULL);
	gsize n = 0;
	g_auto(GStrv) all = g_key_file_get_string_list(words, group, list, &n, error);
	if (all == NULL)
		return NULL;
	if (at < 0 || (gsize)at >= n) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "[%s] %s has no word %d", group, list, at);
		return NULL;
	}
	return g_strdup(all[at]);
}

static char *
year_words(GKeyFile *words, const char *table, int year, GError **error)
{
	g_autofree char *thousand = word_at(words, table, "thousands", year / 1000 - 1, error);
	g_autofree char *hundred = thousand != NULL ? word_at(words, table, "hundreds", year / 100 % 10, error) : NULL;
	g_autofree char *rest = hundred != NULL ? word_at(words, table, "rest", year % 100, error) : NULL;
	if (rest == NULL)
		return NULL;
	g_autofree char *group = g_strconcat("numbers ", table, NULL);
	g_autofree char *join = g_key_file_get_string(words, group, "join", NULL);
	const char *const parts[] = {hundred, rest};
	GString *out = g_string_new(thousand);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		if (*parts[i] != '\0')
			g_string_append_printf(out, " %s%s", join != NULL ? join : "", parts[i]);
	return g_string_free(out, FALSE);
}

char *
numbers_fill(GKeyFile *words, const char *table, const char *pattern, int day, int year, GError **error)
{
	if (table == NULL)
		return g_strdup(pattern);
	GString *out = g_string_new(pattern);
	if (strstr(pattern, "%p") != NULL) {
		g_autofree char *said = word_at(words, table, "days", day - 1, error);
		if (said == NULL)
			goto fail;
		g_string_replace(out, "%p", said, 0);
	}
	if (strstr(pattern, "%P") != NULL) {
		g_autofree char *said = year_words(words, table, year, error);
		if (said == NULL)
			goto fail;
		g_string_replace(out, "%P", said, 0);
	}
	return g_string_free(out, FALSE);
fail:
	g_string_free(out, TRUE);
	return NULL;
}
