#include "app/contract/contract_cursor.h"
#include <string.h>

void
cursor_wrong(Cursor *c, const char *key, const char *what)
{
	if (c->wrong == NULL)
		c->wrong = g_strdup_printf(
			"%s%s%s: %s", c->where->str, c->where->len > 0 && key[0] != '\0' ? "." : "", key, what);
}

gsize
cursor_enter(Cursor *c, const char *key, int index)
{
	gsize mark = c->where->len;
	if (mark > 0)
		g_string_append_c(c->where, '.');
	g_string_append_printf(c->where, "%s[%d]", key, index);
	return mark;
}

void
cursor_leave(Cursor *c, gsize mark)
{
	g_string_truncate(c->where, mark);
}

/* A text or, where absence is allowed, NULL. The result lives as long as the JSON. */
const char *
cursor_text(Cursor *c, const json_t *object, const char *key, gboolean needed)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value)) {
		if (needed)
			cursor_wrong(c, key, "missing");
		return NULL;
	}
	if (!json_is_string(value) || json_string_length(value) > CURSOR_MAX_TEXT) {
		cursor_wrong(c, key, "not a text, or too long");
		return NULL;
	}
	return json_string_value(value);
}

double
cursor_number(Cursor *c, const json_t *object, const char *key, double low, double high, double absent)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value))
		return absent;
	double n = json_number_value(value);
	if (!json_is_number(value) || !(n >= low && n <= high)) {
		cursor_wrong(c, key, "not a number, or out of bounds");
		return absent;
	}
	return n;
}

int
cursor_integer(Cursor *c, const json_t *object, const char *key, int low, int high, int absent)
{
	return (int)cursor_number(c, object, key, low, high, absent);
}

/* The array at key, or NULL when there is none. */
const json_t *
cursor_array(Cursor *c, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value))
		return NULL;
	if (!json_is_array(value) || json_array_size(value) > CURSOR_MAX_ITEMS) {
		cursor_wrong(c, key, "not a list, or too long");
		return NULL;
	}
	return value;
}

char **
cursor_strings(Cursor *c, const json_t *object, const char *key)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	const json_t *list = cursor_array(c, object, key);
	for (gsize i = 0; list != NULL && i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (json_is_string(item) && json_string_length(item) <= CURSOR_MAX_TEXT)
			g_strv_builder_add(builder, json_string_value(item));
		else
			cursor_wrong(c, key, "not a list of texts");
	}
	return g_strv_builder_end(builder);
}

void
cursor_strings_into(Cursor *c, const json_t *object, const char *key, GPtrArray *into)
{
	g_auto(GStrv) all = cursor_strings(c, object, key);
	for (char **s = all; *s != NULL; s++)
		g_ptr_array_add(into, g_strdup(*s));
}

Box
cursor_box(Cursor *c, const json_t *object, const char *key)
{
	const json_t *list = cursor_array(c, object, key);
	int n[4] = {0};
	if (list == NULL)
		return (Box){0};
	for (gsize i = 0; i < 4; i++) {
		const json_t *item = json_array_get(list, i);
		json_int_t v = json_integer_value(item);
		if (!json_is_integer(item) || json_array_size(list) != 4 || v < 0 || v > CURSOR_MAX_PIXEL) {
			cursor_wrong(c, key, "not a box of four pixel counts");
			return (Box){0};
		}
		n[i] = (int)v;
	}
	return (Box){n[0], n[1], n[2], n[3]};
}

/* A word of a closed list. */
int
cursor_word(Cursor *c, const json_t *object, const char *key, CursorParse parse, gboolean needed, int absent)
{
	const char *name = cursor_text(c, object, key, needed);
	int value = absent;
	if (name != NULL && !parse(name, &value))
		cursor_wrong(c, key, "not a word of the list");
	return value;
}
