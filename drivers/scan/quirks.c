#include "drivers/scan/quirks.h"
#include "firmware/base/error.h"
#include <string.h>

enum { MAX_MS = 600 * 1000, MIN_MS = 50, FIRST_BYTE_MS = 60 * 1000, STALL_MS = 5000, CANCEL_GRACE_MS = 1500 };

struct QuirkTable {
	GPtrArray *files; /* GKeyFile */
};

typedef enum { KEY_PATTERN, KEY_TIME, KEY_SOURCE, KEY_FLAG } KeyKind;

static const struct {
	const char *name;
	KeyKind kind;
	gsize offset; /* in Quirks */
} keys[] = {
	{"device", KEY_PATTERN, 0},
	{"vendor", KEY_PATTERN, 0},
	{"model", KEY_PATTERN, 0},
	{"first-byte-ms", KEY_TIME, G_STRUCT_OFFSET(Quirks, first_byte_ms)},
	{"stall-ms", KEY_TIME, G_STRUCT_OFFSET(Quirks, stall_ms)},
	{"cancel-grace-ms", KEY_TIME, G_STRUCT_OFFSET(Quirks, cancel_grace_ms)},
	{"source-adf", KEY_SOURCE, G_STRUCT_OFFSET(Quirks, sources[SCANNER_ADF])},
	{"source-duplex", KEY_SOURCE, G_STRUCT_OFFSET(Quirks, sources[SCANNER_DUPLEX])},
	{"source-flatbed", KEY_SOURCE, G_STRUCT_OFFSET(Quirks, sources[SCANNER_FLATBED])},
	{"back-turned", KEY_FLAG, G_STRUCT_OFFSET(Quirks, back_turned)},
	{"lines-estimated", KEY_FLAG, G_STRUCT_OFFSET(Quirks, lines_estimated)},
};

QuirkTable *
quirk_table_new(void)
{
	QuirkTable *table = g_new0(QuirkTable, 1);
	table->files = g_ptr_array_new_with_free_func((GDestroyNotify)g_key_file_unref);
	return table;
}

void
quirk_table_free(QuirkTable *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->files);
	g_free(table);
}

/* GKeyFile keeps no line numbers. key NULL: the group's own line. 0: not found. */
static int
line_of(const char *text, const char *group, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *head = g_strdup_printf("[%s]", group);
	gboolean inside = FALSE;
	int found = 0;
	for (int i = 0; lines[i] != NULL; i++) {
		g_strstrip(lines[i]);
		if (*lines[i] == '[') {
			inside = g_str_equal(lines[i], head);
			if (inside && key == NULL)
				found = i + 1;
		} else if (inside && key != NULL && g_str_has_prefix(lines[i], key) &&
			   strchr(" \t=", lines[i][strlen(key)]) != NULL) {
			found = i + 1;
		}
	}
	return found;
}

static gboolean
is_valid(GKeyFile *file, const char *group, const char *key)
{
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!g_str_equal(keys[i].name, key))
			continue;
		g_autoptr(GError) error = NULL;
		g_autofree char *text = NULL;
		int n;
		switch (keys[i].kind) {
		case KEY_TIME:
			n = g_key_file_get_integer(file, group, key, &error);
			return error == NULL && n >= MIN_MS && n <= MAX_MS;
		case KEY_FLAG:
			(void)g_key_file_get_boolean(file, group, key, &error);
			return error == NULL;
		case KEY_PATTERN:
		case KEY_SOURCE:
			text = g_key_file_get_string(file, group, key, &error);
			return error == NULL && *text != '\0';
		}
	}
	return FALSE;
}

static gboolean
refuse(GError **error, const char *path, const char *text, const char *group, const char *key)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "%s:%d: [%s] %s", path, line_of(text, group, key), group,
		key != NULL ? key : "names no device, vendor or model");
	if (key != NULL)
		g_prefix_error(error, "unknown key or wrong value: ");
	return FALSE;
}

static gboolean
check_group(GKeyFile *file, const char *path, const char *text, const char *group, GError **error)
{
	g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, NULL);
	gboolean names_scanner = g_str_equal(group, "default");
	for (int i = 0; names != NULL && names[i] != NULL; i++) {
		if (!is_valid(file, group, names[i]))
			return refuse(error, path, text, group, names[i]);
		names_scanner = names_scanner || g_str_equal(names[i], "device") || g_str_equal(names[i], "vendor") ||
				g_str_equal(names[i], "model");
	}
	return names_scanner || refuse(error, path, text, group, NULL);
}

gboolean
quirk_table_load(QuirkTable *table, const char *path, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;
	g_autofree char *text = NULL;
	gsize size;
	if (!g_file_get_contents(path, &text, &size, &cause)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_MISSING, cause->message);
		return FALSE;
	}
	if (!g_key_file_load_from_data(file, text, size, G_KEY_FILE_NONE, &cause)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "%s: %s", path, cause->message);
		return FALSE;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (int i = 0; groups[i] != NULL; i++) {
		if (!check_group(file, path, text, groups[i], error))
			return FALSE;
	}
	g_ptr_array_add(table->files, g_steal_pointer(&file));
	return TRUE;
}

static gboolean
fits(GKeyFile *file, const char *group, const char *key, const char *value)
{
	g_autofree char *pattern = g_key_file_get_string(file, group, key, NULL);
	if (pattern == NULL)
		return TRUE;
	g_autofree char *small_pattern = g_utf8_casefold(pattern, -1);
	g_autofree char *small_value = value != NULL ? g_utf8_casefold(value, -1) : NULL;
	return small_value != NULL && g_pattern_match_simple(small_pattern, small_value);
}

static void
lay_over(Quirks *quirks, GKeyFile *file, const char *group)
{
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		gpointer field = (char *)quirks + keys[i].offset;
		if (!g_key_file_has_key(file, group, keys[i].name, NULL))
			continue;
		switch (keys[i].kind) {
		case KEY_PATTERN:
			break;
		case KEY_TIME:
			*(int *)field = g_key_file_get_integer(file, group, keys[i].name, NULL);
			break;
		case KEY_SOURCE:
			g_free(*(char **)field);
			*(char **)field = g_key_file_get_string(file, group, keys[i].name, NULL);
			break;
		case KEY_FLAG:
			*(gboolean *)field = g_key_file_get_boolean(file, group, keys[i].name, NULL);
			break;
		}
	}
}

static Quirks *
quirks_default(void)
{
	Quirks *quirks = g_new0(Quirks, 1);
	quirks->first_byte_ms = FIRST_BYTE_MS;
	quirks->stall_ms = STALL_MS;
	quirks->cancel_grace_ms = CANCEL_GRACE_MS;
	return quirks;
}

Quirks *
quirk_table_find(const QuirkTable *table, const char *device, const char *vendor, const char *model)
{
	Quirks *quirks = quirks_default();
	for (guint f = 0; f < table->files->len; f++) {
		GKeyFile *file = table->files->pdata[f];
		g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
		for (int i = 0; groups[i] != NULL; i++) {
			if (fits(file, groups[i], "device", device) && fits(file, groups[i], "vendor", vendor) &&
				fits(file, groups[i], "model", model))
				lay_over(quirks, file, groups[i]);
		}
	}
	return quirks;
}

void
quirks_free(Quirks *quirks)
{
	if (quirks == NULL)
		return;
	for (int i = 0; i < SCANNER_N_SOURCES; i++)
		g_free(quirks->sources[i]);
	g_free(quirks);
}

GVariant *
quirks_to_variant(const Quirks *quirks)
{
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		gconstpointer field = (const char *)quirks + keys[i].offset;
		if (keys[i].kind == KEY_TIME)
			g_variant_dict_insert(&dict, keys[i].name, "i", *(const int *)field);
		else if (keys[i].kind == KEY_FLAG)
			g_variant_dict_insert(&dict, keys[i].name, "b", *(const gboolean *)field);
		else if (keys[i].kind == KEY_SOURCE && *(char *const *)field != NULL)
			g_variant_dict_insert(&dict, keys[i].name, "s", *(char *const *)field);
	}
	return g_variant_dict_end(&dict);
}

Quirks *
quirks_from_variant(GVariant *variant)
{
	Quirks *quirks = quirks_default();
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		char *field = (char *)quirks + keys[i].offset;
		if (keys[i].kind == KEY_TIME)
			g_variant_lookup(variant, keys[i].name, "i", field);
		else if (keys[i].kind == KEY_FLAG)
			g_variant_lookup(variant, keys[i].name, "b", field);
		else if (keys[i].kind == KEY_SOURCE)
			g_variant_lookup(variant, keys[i].name, "s", field);
	}
	return quirks;
}
