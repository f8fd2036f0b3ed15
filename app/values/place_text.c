#include "app/values/place_text.h"
#include "app/values/text_key.h"
#include "app/values/values_data.h"
#include <string.h>

enum { NOISE_WORDS = 3, PHRASE_WORDS = 24 };

/* "ville de", "arrondissement", "20e": words i..i+n of a name that say nothing of which place it is. */
static guint
noise_at(const Values *values, char **words, guint i, guint n_words)
{
	char phrase[PLACE_PHRASE];
	for (guint n = MIN(NOISE_WORDS, n_words - i); n > 0; n--) {
		phrase[0] = '\0';
		for (guint k = 0; k < n; k++) {
			if (k > 0)
				g_strlcat(phrase, " ", sizeof phrase);
			g_strlcat(phrase, words[i + k], sizeof phrase);
		}
		if (word_values_find(values->words, WORDS_PLACE, phrase) != NULL)
			return n;
	}
	gsize digits = strspn(words[i], "0123456789");
	if (digits == 0)
		return 0;
	const char *rest = words[i] + digits;
	return *rest == '\0' || word_values_find(values->words, WORDS_PLACE, rest) != NULL ? 1 : 0;
}

static void
strip_noise(const Values *values, PlaceLevel *level)
{
	g_auto(GStrv) words = g_strsplit(level->phrase, " ", PHRASE_WORDS);
	guint n = g_strv_length(words);
	char name[PLACE_PHRASE] = "";
	for (guint i = 0; i < n;) {
		guint noise = noise_at(values, words, i, n);
		if (noise > 0 && (noise < n)) {
			i += noise;
			continue;
		}
		if (name[0] != '\0')
			g_strlcat(name, " ", sizeof name);
		g_strlcat(name, words[i++], sizeof name);
	}
	if (name[0] == '\0' || strcmp(name, level->phrase) == 0)
		return;
	g_strlcpy(level->name, name, sizeof level->name);
	level->stripped = TRUE;
}

static void
look_up(const Values *values, PlaceLevel *level, const char *phrase)
{
	level->n = place_index_find(values->places, phrase, level->places, PLACE_FOUND);
	const char *now = word_values_find(values->words, WORDS_OLD_NAME, phrase);
	if (now == NULL)
		return;
	g_autofree char *key = text_phrase(now);
	guint more = place_index_find(values->places, key, level->places + level->n, PLACE_FOUND - level->n);
	level->old_name = more > 0;
	level->n += more;
}

/* "st denis" is Saint-Denis. Only the first word: "21 st" is a street. */
static void
expand(const Values *values, char phrase[PLACE_PHRASE])
{
	char *space = strchr(phrase, ' ');
	if (space == NULL)
		return;
	g_autofree char *first = g_strndup(phrase, (gsize)(space - phrase));
	const char *whole = word_values_find(values->words, WORDS_SHORT, first);
	if (whole == NULL)
		return;
	g_autofree char *expanded = g_strconcat(whole, space, NULL);
	g_strlcpy(phrase, expanded, PLACE_PHRASE);
}

static void
add_level(PlaceText *place, const Values *values, const TextKey *key, guint from, guint to)
{
	if (place->n == PLACE_LEVELS)
		return;
	PlaceLevel *level = &place->levels[place->n];
	*level = (PlaceLevel){.n = 0};
	if (text_key_phrase(key, from, to, level->phrase, sizeof level->phrase) == 0)
		return;
	expand(values, level->phrase);
	g_strlcpy(level->name, level->phrase, sizeof level->name);
	gsize length = strlen(level->phrase);
	look_up(values, level, level->phrase);
	if (level->n == 0) {
		strip_noise(values, level);
		if (level->stripped)
			look_up(values, level, level->name);
	}
	if (level->n == 0 && length == 3) { /* AFG */
		g_autofree char *code = g_ascii_strup(level->phrase, -1);
		guint32 country = place_index_code(values->places, code);
		if (country != PLACE_NONE) {
			level->places[0] = place_index_country(values->places, country).place;
			level->n = 1;
		}
	}
	if (level->stripped && g_ascii_isdigit(level->name[0]) && level->n == 0 && place->n > 0)
		return;
	place->n++;
}

static gboolean
is_border(const TextKey *key, guint i)
{
	gunichar c = key->chars[i].letter;
	if (c == '-')
		return i > 0 && i + 1 < key->n && key->chars[i - 1].letter == ' ' && key->chars[i + 1].letter == ' ';
	return c == ',' || c == ';' || c == '(' || c == ')' || c == '/' || c == '[' || c == ']' || c == '\n' ||
	       c == 0x60c || c == '|' || c == ':';
}

void
place_text_init(PlaceText *place, const Values *values, const char *text)
{
	place->n = 0;
	g_auto(TextKey) key;
	text_key_init(&key, text);
	guint from = 0;
	for (guint i = 0; i <= key.n; i++) {
		if (i < key.n && !is_border(&key, i))
			continue;
		if (i > from)
			add_level(place, values, &key, from, i);
		from = i + 1;
	}
}

gboolean
place_is_in(const Values *values, guint32 inner, guint32 outer)
{
	PlaceRecord in = place_index_record(values->places, inner), out = place_index_record(values->places, outer);
	if (inner == outer || in.country != out.country)
		return FALSE;
	return out.kind == PLACE_COUNTRY || in.region == outer;
}

static gboolean
lies_in_level(const Values *values, guint32 place, const PlaceLevel *level)
{
	for (guint i = 0; i < level->n; i++) {
		if (place_is_in(values, place, level->places[i]))
			return TRUE;
	}
	return FALSE;
}

/* A country's name alone is the country, not a region of another one: Niger. */
static void
keep_country(const Values *values, PlaceLevel *level)
{
	for (guint i = 0; i < level->n; i++) {
		if (place_index_record(values->places, level->places[i]).kind == PLACE_COUNTRY) {
			level->places[0] = level->places[i];
			level->n = 1;
		}
	}
}

void
place_text_narrow(PlaceText *place, const Values *values)
{
	if (place->n == 0)
		return;
	PlaceLevel *first = &place->levels[0];
	if (place->n == 1)
		keep_country(values, first);
	for (guint k = 1; k < place->n; k++) {
		guint32 kept[PLACE_FOUND];
		guint n = 0;
		for (guint i = 0; i < first->n; i++) {
			if (lies_in_level(values, first->places[i], &place->levels[k]))
				kept[n++] = first->places[i];
		}
		if (n > 0) {
			memcpy(first->places, kept, n * sizeof *kept);
			first->n = n;
		}
	}
}
