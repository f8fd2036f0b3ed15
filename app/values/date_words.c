#include "app/values/date_words.h"
#include "app/values/text_key.h"
#include "firmware/base/error.h"
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

struct DateWords {
	GHashTable *of; /* phrase -> DateWord */
	GPtrArray *languages;
	GHashTable *usual; /* country, interned -> Calendar */
	guint longest;
};

static DateWord *
word_at(DateWords *words, const char *text)
{
	g_autofree char *phrase = text_phrase(text);
	if (*phrase == '\0')
		return NULL;
	DateWord *word = g_hash_table_lookup(words->of, phrase);
	if (word != NULL)
		return word;
	guint n = 1;
	for (const char *p = phrase; *p != '\0'; p++)
		n += *p == ' ';
	words->longest = MAX(words->longest, n);
	word = g_new0(DateWord, 1);
	word->number = -1;
	g_hash_table_insert(words->of, g_steal_pointer(&phrase), word);
	return word;
}

static gboolean
language_bit(DateWords *words, const char *name, guint *bit, GError **error)
{
	guint i = 0;
	while (i < words->languages->len && strcmp(words->languages->pdata[i], name) != 0)
		i++;
	if (i >= 31) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "too many languages");
		return FALSE;
	}
	if (i == words->languages->len)
		g_ptr_array_add(words->languages, g_strdup(name));
	*bit = 1u << i;
	return TRUE;
}

/* Symbols of one locale and calendar as ICU knows them. */
static void
add_symbols(DateWords *words, const UDateFormat *format, Calendar calendar, UDateFormatSymbolType type)
{
	gboolean weekday = type == UDAT_WEEKDAYS || type == UDAT_STANDALONE_WEEKDAYS || type == UDAT_SHORT_WEEKDAYS;
	int32_t n = udat_countSymbols(format, type);
	for (int32_t i = 0; i < n; i++) {
		UChar text[128];
		char utf8[384];
		UErrorCode code = U_ZERO_ERROR;
		udat_getSymbols(format, type, i, text, G_N_ELEMENTS(text), &code);
		u_strToUTF8(utf8, sizeof utf8, NULL, text, -1, &code);
		if (U_FAILURE(code) || utf8[0] == '\0')
			continue;
		g_autofree char *phrase = text_phrase(utf8);
		if (g_utf8_strlen(phrase, -1) < 2 || g_ascii_isdigit(phrase[0]))
			continue;
		DateWord *word = word_at(words, phrase);
		if (weekday)
			word->flags |= WORD_NOISE;
		else if (word->month[calendar] == 0)
			word->month[calendar] = (guint8)(i + 1);
	}
}

static void
add_locale(DateWords *words, const char *locale, Calendar calendar)
{
	static const UDateFormatSymbolType types[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_SHORT_MONTHS,
		UDAT_STANDALONE_SHORT_MONTHS, UDAT_WEEKDAYS, UDAT_STANDALONE_WEEKDAYS, UDAT_SHORT_WEEKDAYS};
	UErrorCode code = U_ZERO_ERROR;
	g_autofree char *name = g_strdup_printf("%s@calendar=%s", locale, calendar_name(calendar));
	UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT, name, u"UTC", 3, NULL, 0, &code);
	if (U_FAILURE(code))
		return;
	guint n = calendar == CALENDAR_GREGORIAN ? G_N_ELEMENTS(types) : 2;
	for (guint i = 0; i < n; i++)
		add_symbols(words, format, calendar, types[i]);
	udat_close(format);
}

static gboolean
read_flag(DateWords *words, const char *key, char **values, GError **error)
{
	static const char *const names[] = {"noise", "about", "years", "aged", "in", "connector", "ordinal", "hour",
		"unknown", "equals", "months", "ending"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(key, names[i]) != 0)
			continue;
		for (guint v = 0; values[v] != NULL; v++) {
			DateWord *word = word_at(words, values[v]);
			if (word != NULL)
				word->flags |= 1u << i;
		}
		return TRUE;
	}
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no kind of word", key);
	return FALSE;
}

static gboolean
read_calendar(DateWords *words, const char *section, const char *key, char **values, GError **error)
{
	Calendar calendar;
	gboolean cue = strcmp(section, "cues") == 0, locales = strcmp(section, "locales") == 0;
	if (!calendar_parse(key, &calendar)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no calendar", key);
		return FALSE;
	}
	for (guint v = 0; values[v] != NULL; v++) {
		if (locales) {
			add_locale(words, values[v], calendar);
			continue;
		}
		if (strcmp(section, "countries") == 0) {
			g_hash_table_insert(words->usual, g_strdup(values[v]), GINT_TO_POINTER(calendar));
			continue;
		}
		DateWord *word = word_at(words, values[v]);
		if (word != NULL && cue)
			word->cue = calendar;
	}
	return TRUE;
}

static gboolean
read_month(DateWords *words, const char *calendar_text, const char *key, char **values, GError **error)
{
	Calendar calendar;
	int number;
	if (!calendar_parse(calendar_text, &calendar)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no calendar", calendar_text);
		return FALSE;
	}
	if (!value_file_number(key, 1, 13, &number, error))
		return FALSE;
	for (guint v = 0; values[v] != NULL; v++) {
		DateWord *word = word_at(words, values[v]);
		if (word != NULL)
			word->month[calendar] = (guint8)number;
	}
	return TRUE;
}

static gboolean
read_number(DateWords *words, const char *language, const char *key, char **values, GError **error)
{
	guint bit;
	int number = 0;
	gboolean connector = strcmp(key, "and") == 0;
	if (!language_bit(words, language, &bit, error) ||
		(!connector && !value_file_number(key, 0, 1000000, &number, error)))
		return FALSE;
	for (guint v = 0; values[v] != NULL; v++) {
		DateWord *word = word_at(words, values[v]);
		if (word == NULL)
			continue;
		word->languages |= bit;
		if (connector)
			word->flags |= WORD_CONNECTOR;
		else
			word->number = number;
	}
	return TRUE;
}

static gboolean
read_line(char **section, const char *key, char **values, gpointer data, GError **error)
{
	DateWords *words = data;
	guint n = g_strv_length(section);
	if (n == 2 && strcmp(section[0], "months") == 0)
		return read_month(words, section[1], key, values, error);
	if (n == 2 && strcmp(section[0], "numbers") == 0)
		return read_number(words, section[1], key, values, error);
	if (n == 1 && strcmp(section[0], "words") == 0)
		return read_flag(words, key, values, error);
	if (n == 1 && (strcmp(section[0], "cues") == 0 || strcmp(section[0], "locales") == 0 ||
			      strcmp(section[0], "countries") == 0))
		return read_calendar(words, section[0], key, values, error);
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no section of this file", section[0]);
	return FALSE;
}

DateWords *
date_words_load(const char *folder, GError **error)
{
	g_autoptr(DateWords) words = g_new0(DateWords, 1);
	words->of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	words->languages = g_ptr_array_new_with_free_func(g_free);
	words->usual = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	words->longest = 1;
	if (!value_file_read(folder, "dates.txt", read_line, words, error))
		return NULL;
	return g_steal_pointer(&words);
}

void
date_words_free(DateWords *words)
{
	if (words == NULL)
		return;
	g_clear_pointer(&words->of, g_hash_table_unref);
	g_clear_pointer(&words->languages, g_ptr_array_unref);
	g_clear_pointer(&words->usual, g_hash_table_unref);
	g_free(words);
}

const DateWord *
date_words_find(const DateWords *words, const char *phrase)
{
	return g_hash_table_lookup(words->of, phrase);
}

guint
date_words_longest(const DateWords *words)
{
	return words->longest;
}

Calendar
date_words_usual(const DateWords *words, const char *country)
{
	return (Calendar)GPOINTER_TO_INT(g_hash_table_lookup(words->usual, country));
}
