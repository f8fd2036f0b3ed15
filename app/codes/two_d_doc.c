#include "app/codes/two_d_doc.h"
#include "firmware/base/error.h"
#include <string.h>

enum { GS = 0x1d, RS = 0x1e, US = 0x1f, MAX_TABLE_BYTES = 256 * 1024, DAYS_BEFORE_2000 = 730120 };

typedef struct {
	int shortest, longest; /* longest -1: no bound */
	char *label;           /* or NULL */
} FieldRule;

struct TwoDDocTable {
	GHashTable *fields; /* "6Q" -> FieldRule */
	GHashTable *types;  /* "16" -> label */
};

static void
rule_free(gpointer data)
{
	FieldRule *rule = data;
	g_free(rule->label);
	g_free(rule);
}

void
two_d_doc_table_free(TwoDDocTable *table)
{
	if (table == NULL)
		return;
	g_hash_table_unref(table->fields);
	g_hash_table_unref(table->types);
	g_free(table);
}

static gboolean
is_mark(const char *text, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (!g_ascii_isupper(text[i]) && !g_ascii_isdigit(text[i]))
			return FALSE;
	return TRUE;
}

static gboolean
length_parse(const char *text, int *length)
{
	guint64 value = 0;
	if (g_str_equal(text, "*")) {
		*length = -1;
		return TRUE;
	}
	if (!g_ascii_string_to_unsigned(text, 10, 0, BARCODE_MAX_VALUE, &value, NULL))
		return FALSE;
	*length = (int)value;
	return TRUE;
}

static gboolean
rule_add(TwoDDocTable *table, const char *id, const char *value)
{
	g_auto(GStrv) words = g_strsplit(value, " ", 3);
	FieldRule rule = {0};
	if (g_strv_length(words) < 2 || !length_parse(words[0], &rule.shortest) ||
		!length_parse(words[1], &rule.longest) || rule.shortest < 0 ||
		(rule.longest >= 0 && rule.longest < MAX(rule.shortest, 1)))
		return FALSE;
	rule.label = g_strdup(words[2]);
	g_hash_table_replace(table->fields, g_strdup(id), g_memdup2(&rule, sizeof rule));
	return TRUE;
}

static gboolean
group_read(TwoDDocTable *table, GKeyFile *file, const char *group, const char *name, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	for (char **key = keys; key != NULL && *key != NULL; key++) {
		g_autofree char *value = g_key_file_get_value(file, group, *key, NULL);
		gboolean ok = strlen(*key) == 2 && is_mark(*key, 2) && g_utf8_validate(value, -1, NULL);
		if (ok && g_str_equal(group, "fields"))
			ok = rule_add(table, *key, value);
		else if (ok)
			g_hash_table_replace(table->types, g_strdup(*key), g_strdup(value));
		if (!ok) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: [%s] %s", name, group, *key);
			return FALSE;
		}
	}
	return TRUE;
}

TwoDDocTable *
two_d_doc_table_parse(const char *bytes, gsize size, const char *name, GError **error)
{
	g_autoptr(TwoDDocTable) table = g_new0(TwoDDocTable, 1);
	table->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rule_free);
	table->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;
	if (size > MAX_TABLE_BYTES || !g_key_file_load_from_data(file, bytes, size, G_KEY_FILE_NONE, &cause)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: %s", name,
			cause != NULL ? cause->message : "too large");
		return NULL;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group != NULL; group++) {
		if (!g_str_equal(*group, "fields") && !g_str_equal(*group, "types")) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: [%s]", name, *group);
			return NULL;
		}
		if (!group_read(table, file, *group, name, error))
			return NULL;
	}
	return g_steal_pointer(&table);
}

TwoDDocTable *
two_d_doc_table_load(const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	gsize size;
	g_autoptr(GError) cause = NULL;
	if (!g_file_get_contents(path, &bytes, &size, &cause)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, "%s: %s", TWO_D_DOC_TABLE, cause->message);
		return NULL;
	}
	return two_d_doc_table_parse(bytes, size, TWO_D_DOC_TABLE, error);
}

/* --- the code's text --- */

/* Days since 2000-01-01, four hexadecimal digits; FFFF: no day. */
static char *
day_text(const char *digits)
{
	guint32 days = 0;
	for (int i = 0; i < 4; i++) {
		int value = g_ascii_xdigit_value(digits[i]);
		if (value < 0 || g_ascii_islower(digits[i]))
			return NULL;
		days = days * 16 + (guint32)value;
	}
	if (days == 0xffff)
		return NULL;
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, DAYS_BEFORE_2000 + days);
	return g_strdup_printf(
		"%04d-%02d-%02d", g_date_get_year(&date), g_date_get_month(&date), g_date_get_day(&date));
}

/* Length of the header; 0: none. */
static gsize
header_parse(const char *bytes, gsize n, BarcodeSeal *seal)
{
	static const gsize lengths[] = {[1] = 22, [2] = 22, [3] = 24, [4] = 26};
	if (n < 4 || memcmp(bytes, "DC0", 3) != 0 || bytes[3] < '1' || bytes[3] > '4')
		return 0;
	seal->version = bytes[3] - '0';
	gsize length = lengths[seal->version];
	if (n < length || !is_mark(bytes, length))
		return 0;
	memcpy(seal->authority, bytes + 4, 4);
	memcpy(seal->certificate, bytes + 8, 4);
	seal->issue_date = day_text(bytes + 12);
	seal->signature_date = day_text(bytes + 16);
	memcpy(seal->type, bytes + 20, 2);
	if (seal->version >= 3)
		memcpy(seal->perimeter, bytes + 22, 2);
	if (seal->version >= 4)
		memcpy(seal->country, bytes + 24, 2);
	return length;
}

/* How far a value reaches from its start: to its length, a separator, or the end. */
static gsize
value_length(const FieldRule *rule, const char *from, gsize left)
{
	gsize most = rule != NULL && rule->longest >= 0 ? MIN((gsize)rule->longest, left) : left, n = 0;
	while (n < most && from[n] >= 0x20 && from[n] < 0x7f)
		n++;
	return n;
}

/* Reads the field at *at and moves behind it. FALSE: it cannot be understood. */
static gboolean
field_parse(const TwoDDocTable *table, const char *bytes, gsize end, gsize *at, BarcodeSeal *seal)
{
	char id[3] = {0};
	if (end - *at < 2 || !is_mark(bytes + *at, 2) || seal->fields->len >= BARCODE_MAX_FIELDS)
		return FALSE;
	memcpy(id, bytes + *at, 2);
	*at += 2;
	const FieldRule *rule = g_hash_table_lookup(table->fields, id);
	gsize n = value_length(rule, bytes + *at, end - *at), stop = *at + n;
	gboolean full = rule != NULL && rule->longest >= 0 && n == (gsize)rule->longest;
	char next = stop < end ? bytes[stop] : GS;
	gboolean closed = next == GS || next == RS || full;
	if (n > BARCODE_MAX_VALUE || !closed || (rule != NULL && (int)n < rule->shortest && next != RS))
		return FALSE;
	g_autofree char *value = g_strndup(bytes + *at, n);
	barcode_seal_add(seal, id, rule != NULL ? rule->label : NULL, value, next == RS);
	*at = stop;
	if (stop < end && (next == GS || next == RS))
		(*at)++;
	return rule != NULL;
}

BarcodeSeal *
two_d_doc_parse(const TwoDDocTable *table, const char *bytes, gsize n, TwoDDocParts *parts)
{
	g_autoptr(BarcodeSeal) seal = barcode_seal_new();
	gsize at = header_parse(bytes, n, seal);
	if (at == 0)
		return NULL;
	seal->type_label = g_strdup(g_hash_table_lookup(table->types, seal->type));
	const char *us = memchr(bytes, US, n);
	*parts = (TwoDDocParts){.signed_size = us != NULL ? (gsize)(us - bytes) : n};
	if (us != NULL) {
		gsize left = n - parts->signed_size - 1;
		const char *annex = memchr(us + 1, GS, left);
		parts->signature = us + 1;
		parts->signature_size = annex != NULL ? (gsize)(annex - us - 1) : left;
	}
	seal->whole = TRUE;
	while (at < parts->signed_size && seal->whole)
		seal->whole = field_parse(table, bytes, parts->signed_size, &at, seal);
	return g_steal_pointer(&seal);
}
