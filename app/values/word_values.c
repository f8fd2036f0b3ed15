#include "app/values/word_values.h"
#include "app/values/text_key.h"
#include "app/values/value_file.h"
#include "firmware/base/error.h"
#include <string.h>

struct WordValues {
	GHashTable *of[WORD_TABLES];
	GStringChunk *values;
};

static const char *const sections[WORD_TABLES] = {"sex", "status", "nation", "citizen", "place", "short", "old"};

static gboolean
check_value(guint table, const char *key, GError **error)
{
	static const char *const sexes[] = {"M", "F", "X", NULL};
	static const char *const statuses[] = {"single", "married", "divorced", "widowed", "partnered", NULL};
	static const char *const places[] = {"noise", "part", NULL};
	gboolean good = TRUE;
	if (table == WORDS_SEX)
		good = g_strv_contains(sexes, key);
	else if (table == WORDS_STATUS)
		good = g_strv_contains(statuses, key);
	else if (table == WORDS_CITIZEN)
		good = strcmp(key, "noise") == 0;
	else if (table == WORDS_PLACE)
		good = g_strv_contains(places, key);
	else if (table == WORDS_NATION)
		good = strlen(key) == 3 && g_ascii_isupper(key[0]) && g_ascii_isupper(key[1]) &&
		       g_ascii_isupper(key[2]);
	if (!good)
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no value of [%s]", key, sections[table]);
	return good;
}

/* "afghan(e)" stands for afghan and afghane. */
static void
add(WordValues *words, guint table, const char *key, const char *text)
{
	const char *open = strchr(text, '('), *close = open == NULL ? NULL : strchr(open, ')');
	if (close != NULL) {
		g_autofree char *without = g_strdup_printf("%.*s%s", (int)(open - text), text, close + 1);
		g_autofree char *with = g_strdup_printf(
			"%.*s%.*s%s", (int)(open - text), text, (int)(close - open - 1), open + 1, close + 1);
		add(words, table, key, without);
		add(words, table, key, with);
	}
	char *phrase = text_phrase(text);
	char *value = g_string_chunk_insert_const(words->values, key);
	if (*phrase == '\0')
		g_free(phrase);
	else
		g_hash_table_replace(words->of[table], phrase, value);
}

static gboolean
read_line(char **section, const char *key, char **values, gpointer data, GError **error)
{
	WordValues *words = data;
	for (guint i = 0; i < WORD_TABLES; i++) {
		if (section[1] != NULL || strcmp(section[0], sections[i]) != 0)
			continue;
		if (!check_value(i, key, error))
			return FALSE;
		for (guint v = 0; values[v] != NULL; v++)
			add(words, i, key, values[v]);
		return TRUE;
	}
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no section of this file", section[0]);
	return FALSE;
}

WordValues *
word_values_load(const char *folder, GError **error)
{
	static const char *const files[] = {"sexes.txt", "nationalities.txt", "place-words.txt"};
	g_autoptr(WordValues) words = g_new0(WordValues, 1);
	words->values = g_string_chunk_new(1024);
	for (guint i = 0; i < WORD_TABLES; i++)
		words->of[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		if (!value_file_read(folder, files[i], read_line, words, error))
			return NULL;
	}
	return g_steal_pointer(&words);
}

void
word_values_free(WordValues *words)
{
	if (words == NULL)
		return;
	for (guint i = 0; i < WORD_TABLES; i++)
		g_clear_pointer(&words->of[i], g_hash_table_unref);
	g_string_chunk_free(words->values);
	g_free(words);
}

const char *
word_values_find(const WordValues *words, WordTable table, const char *phrase)
{
	return g_hash_table_lookup(words->of[table], phrase);
}

gboolean
word_is_ending(const char *phrase)
{
	return g_utf8_strlen(phrase, -1) == 1;
}
