#include "app/samples/expand.h"
#include "firmware/base/error.h"
#include <string.h>

static gboolean
is_male(GHashTable *values, const char *name)
{
	g_autofree char *subject = field_subject(name);
	if (g_str_equal(subject, "mother"))
		return FALSE;
	if (g_str_equal(subject, "father") || g_str_equal(subject, "grandfather"))
		return TRUE;
	g_autofree char *key = g_strconcat(*subject != '\0' ? subject : "person", ".sex", NULL);
	const char *sex = g_hash_table_lookup(values, key);
	if (sex == NULL)
		sex = g_hash_table_lookup(values, "person.sex");
	return g_strcmp0(sex, "F") != 0;
}

/* "latin.person.surname" and "native.person.surname" are the same field in other letters. */
static const char *
field_of(const char *variable)
{
	static const char *const prefixes[] = {"latin.", "native."};
	for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(variable, prefixes[i]))
			return variable + strlen(prefixes[i]);
	return variable;
}

/* One place, without its braces. */
static gboolean
expand_place(const char *place, GHashTable *values, const Wording *wording, Sheet *sheet, GString *out, GError **error)
{
	if (place[0] == '~') {
		g_auto(GStrv) forms = g_strsplit(place + 1, "/", 2);
		if (g_strv_length(forms) != 2) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "{%s} needs two forms", place);
			return FALSE;
		}
		g_string_append(out, forms[is_male(values, "person.sex") ? 0 : 1]);
		return TRUE;
	}
	if (place[0] == '?') {
		g_auto(GStrv) forms = g_strsplit(place + 1, "/", 3);
		if (g_strv_length(forms) != 3) {
			g_set_error(
				error, STATION_ERROR, STATION_ERROR_FAILED, "{%s} needs a name and two forms", place);
			return FALSE;
		}
		const char *spec = g_hash_table_lookup(values, forms[0]);
		gsize enough = g_str_has_suffix(forms[0], "date") ? strlen("1991-03-12") : 1;
		g_string_append(out, forms[spec != NULL && strlen(spec) >= enough ? 1 : 2]);
		return TRUE;
	}
	gboolean plain = place[0] == '=';
	g_auto(GStrv) parts = g_strsplit(place + (plain ? 1 : 0), ":", 2);
	const char *variable = parts[0], *format = variable != NULL ? parts[1] : NULL;
	const char *name = variable != NULL ? field_of(variable) : NULL;
	if (name == NULL || *name == '\0' || (!plain && !field_is_known(name))) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "{%s} names no field", place);
		return FALSE;
	}
	const char *spec = g_hash_table_lookup(values, variable);
	if (spec == NULL || *spec == '\0')
		return TRUE;
	g_auto(Phrase) phrase = {0};
	FieldValue kind = field_is_known(name) ? field_value(name) : FIELD_VALUE_TEXT;
	if (g_str_has_suffix(name, ".date"))
		kind = FIELD_VALUE_DATE;
	if (!wording_phrase(wording, kind, spec, format, is_male(values, name), &phrase, error)) {
		g_prefix_error(error, "{%s}: ", place);
		return FALSE;
	}
	if (!plain && sheet != NULL)
		sheet_fact(sheet, name, phrase.raw, phrase.value, phrase.calendar, out->len);
	else if (plain && sheet != NULL && field_is_known(name))
		sheet_also(sheet, name, phrase.raw, phrase.value);
	g_string_append(out, phrase.raw);
	return TRUE;
}

/* "\\n" breaks the line. */
static void
append_literal(GString *out, const char *text, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		gboolean broken = text[i] == '\\' && i + 1 < n && text[i + 1] == 'n';
		g_string_append_c(out, broken ? '\n' : text[i]);
		i += broken ? 1 : 0;
	}
}

char *
expand(const char *text, GHashTable *values, const Wording *wording, Sheet *sheet, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	while (*text != '\0') {
		const char *open = strchr(text, '{');
		append_literal(out, text, open != NULL ? (gsize)(open - text) : strlen(text));
		if (open == NULL)
			break;
		const char *close = strchr(open, '}');
		if (close == NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" has no end", open);
			return NULL;
		}
		g_autofree char *place = g_strndup(open + 1, (gsize)(close - open - 1));
		if (!expand_place(place, values, wording, sheet, out, error))
			return NULL;
		text = close + 1;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
