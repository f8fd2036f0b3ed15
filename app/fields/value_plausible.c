#include "app/dossier/field.h"
#include "app/fields/date_spot.h"
#include "app/fields/label_key.h"
#include "app/fields/value_find.h"
#include "app/values/date.h"
#include "app/values/place.h"
#include "app/values/sex.h"
#include <string.h>

static gboolean
has_date(const Values *values, const char *text)
{
	DateContext context = {.on_year = 2100, .on_month = 1, .on_day = 1};
	gsize start, end;
	if (!date_spot(values, text, &context, &start, &end))
		return FALSE;
	return TRUE;
}

static guint
count(const char *text, gboolean (*is)(gunichar))
{
	guint n = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		n += is(g_utf8_get_char(p)) != 0;
	return n;
}

static gboolean
has_word(const Values *values, const char *text, FieldValue kind)
{
	g_auto(GStrv) words = g_strsplit_set(text, " /,", 12);
	for (char **w = words; *w != NULL; w++) {
		char code[4];
		if (kind == FIELD_VALUE_SEX          ? sex_parse(values, *w) != 0
			: kind == FIELD_VALUE_STATUS ? marital_status_parse(values, *w) != NULL
						     : country_parse(values, *w, code))
			return TRUE;
	}
	return FALSE;
}

static gboolean
fits_kind(const Values *values, FieldValue kind, const char *text)
{
	guint letters = count(text, g_unichar_isalpha), digits = count(text, g_unichar_isdigit);
	char code[4];
	switch (kind) {
	case FIELD_VALUE_NAME:
		return letters >= 2 && digits == 0;
	case FIELD_VALUE_DATE:
		return digits >= 4 || has_date(values, text);
	case FIELD_VALUE_PLACE:
		return letters >= 2 && digits * 2 <= letters;
	case FIELD_VALUE_COUNTRY:
		return letters >= 2 &&
		       (country_parse(values, text, code) || has_word(values, text, kind) || digits == 0);
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
		return has_word(values, text, kind);
	case FIELD_VALUE_NUMBER:
		return digits >= 1;
	case FIELD_VALUE_TEXT:
		return letters + digits >= 3;
	}
	return FALSE;
}

gboolean
value_is_plausible(const Values *values, const char *key, const char *text)
{
	const char *point = strrchr(key, '.');
	const char *ending = point == NULL || g_str_has_prefix(key, "document.") ? key : point + 1;
	if (g_str_equal(ending, LABEL_IGNORE))
		return TRUE;
	if (g_str_equal(ending, LABEL_NAME) || g_str_equal(ending, LABEL_GIVEN_PATRONYMIC))
		return fits_kind(values, FIELD_VALUE_NAME, text);
	if (g_str_equal(ending, LABEL_AGE))
		return count(text, g_unichar_isdigit) > 0;
	if (g_str_equal(ending, LABEL_BIRTH) || g_str_equal(ending, LABEL_MARRIAGE) || g_str_equal(ending, LABEL_DEATH))
		return fits_kind(values, FIELD_VALUE_DATE, text) || fits_kind(values, FIELD_VALUE_PLACE, text);
	g_autofree char *field = field_is_known(key) ? g_strdup(key) : g_strconcat("person.", ending, NULL);
	return field_is_known(field) && fits_kind(values, field_value(field), text);
}
