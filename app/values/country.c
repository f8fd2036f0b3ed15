#include "app/values/place.h"
#include "app/values/text_key.h"
#include "app/values/values_data.h"
#include <string.h>

static guint32
country_of_phrase(const Values *values, const char *phrase)
{
	const char *code = word_values_find(values->words, WORDS_NATION, phrase);
	if (code != NULL)
		return place_index_code(values->places, code);
	guint32 places[64];
	guint n = place_index_find(values->places, phrase, places, G_N_ELEMENTS(places));
	for (guint i = 0; i < n; i++) {
		PlaceRecord record = place_index_record(values->places, places[i]);
		if (record.kind == PLACE_COUNTRY)
			return record.country;
	}
	return PLACE_NONE;
}

static gboolean
is_code(const char *text)
{
	gsize n = strlen(text);
	if (n != 2 && n != 3)
		return FALSE;
	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isupper(text[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_citizen(const Values *values, const char *phrase)
{
	return word_values_find(values->words, WORDS_CITIZEN, phrase) != NULL;
}

/* "гражданка России", "citizen of Georgia", "ՀՀ քաղաքացի": the phrase without what it begins or ends with of this kind;
 * NULL: nothing of it. */
static char *
without_citizen(const Values *values, const char *phrase)
{
	g_auto(GStrv) words = g_strsplit(phrase, " ", 12);
	guint n = g_strv_length(words), from = 0, to = n;
	g_autofree char *two = n > 2 ? g_strdup_printf("%s %s", words[0], words[1]) : NULL;
	if (two != NULL && is_citizen(values, two))
		from = 2;
	else if (n > 1 && is_citizen(values, words[0]))
		from = 1;
	if (from == 0 && n > 1 && is_citizen(values, words[n - 1]))
		to = n - 1;
	if (to - from == n)
		return NULL;
	g_clear_pointer(&words[to], g_free);
	return g_strjoinv(" ", words + from);
}

/* A phrase as it stands, else without "citizen of", else without the Arabic article. */
static guint32
country_of_words(const Values *values, const char *phrase)
{
	guint32 country = country_of_phrase(values, phrase);
	if (country != PLACE_NONE)
		return country;
	g_autofree char *bare = without_citizen(values, phrase);
	if (bare != NULL)
		return country_of_words(values, bare);
	if (g_str_has_prefix(phrase, "ال"))
		return country_of_phrase(values, phrase + strlen("ال"));
	return PLACE_NONE;
}

static guint32
country_of(const Values *values, const char *text)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	if (is_code(trimmed)) {
		guint32 country = place_index_code(values->places, trimmed);
		if (country != PLACE_NONE)
			return country;
	}
	g_autofree char *phrase = text_phrase(trimmed);
	return *phrase == '\0' ? PLACE_NONE : country_of_words(values, phrase);
}

gboolean
country_parse(const Values *values, const char *text, char code[4])
{
	if (text == NULL || strlen(text) > 1000 || !g_utf8_validate(text, -1, NULL))
		return FALSE;
	guint32 country = country_of(values, text);
	if (country == PLACE_NONE) { /* "Afghane / Afghan", "AFGHANISTAN (AFG)": all that are known must agree */
		g_auto(GStrv) parts = g_strsplit_set(text, "/()|,;", 8);
		for (guint i = 0; parts[i] != NULL; i++) {
			guint32 one = country_of(values, parts[i]);
			g_autofree char *phrase = text_phrase(parts[i]);
			if (*phrase == '\0' || (one == PLACE_NONE && country != PLACE_NONE && word_is_ending(phrase)))
				continue;
			if (one == PLACE_NONE || (country != PLACE_NONE && one != country))
				return FALSE;
			country = one;
		}
	}
	if (country == PLACE_NONE)
		return FALSE;
	g_strlcpy(code, place_index_country(values->places, country).alpha3, 4);
	return TRUE;
}

const char *
country_name(const Values *values, const char *code, gboolean english)
{
	guint32 number = code == NULL ? PLACE_NONE : place_index_code(values->places, code);
	if (number == PLACE_NONE || strlen(code) != 3)
		return NULL;
	PlaceCountry country = place_index_country(values->places, number);
	return place_index_text(values->places, english ? country.english : country.french);
}
