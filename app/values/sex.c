#include "app/values/sex.h"
#include "app/values/text_key.h"
#include "app/values/values_data.h"
#include <string.h>

/* "F / Ж", "Masculin (M)": each part that is known must say the same. */
static const char *
closed_value(const Values *values, WordTable table, const char *text)
{
	g_autofree char *whole = text_phrase(text);
	const char *value = word_values_find(values->words, table, whole);
	if (value == NULL && g_str_has_prefix(whole, "ال")) /* the Arabic article */
		value = word_values_find(values->words, table, whole + strlen("ال"));
	if (value != NULL || strlen(whole) > 100)
		return value;
	g_auto(GStrv) parts = g_strsplit_set(text, "/()|,;", 8);
	for (guint i = 0; parts[i] != NULL; i++) {
		g_autofree char *phrase = text_phrase(parts[i]);
		if (*phrase == '\0')
			continue;
		const char *one = word_values_find(values->words, table, phrase);
		if (one == NULL && value != NULL && word_is_ending(phrase))
			continue;
		if (one == NULL || (value != NULL && value != one))
			return NULL;
		value = one;
	}
	return value;
}

char
sex_parse(const Values *values, const char *text)
{
	if (text == NULL || !g_utf8_validate(text, -1, NULL))
		return 0;
	if (g_str_equal(text, "<"))
		return 'X';
	const char *value = closed_value(values, WORDS_SEX, text);
	return value == NULL ? 0 : value[0];
}

const char *
marital_status_parse(const Values *values, const char *text)
{
	if (text == NULL || !g_utf8_validate(text, -1, NULL))
		return NULL;
	const char *value = closed_value(values, WORDS_STATUS, text);
	static const char *const statuses[] = {"single", "married", "divorced", "widowed", "partnered"};
	for (guint i = 0; value != NULL && i < G_N_ELEMENTS(statuses); i++) {
		if (g_str_equal(value, statuses[i]))
			return statuses[i];
	}
	return NULL;
}
