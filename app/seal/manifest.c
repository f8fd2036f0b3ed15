#include "app/seal/manifest.h"
#include "firmware/base/error.h"
#include <string.h>

ManifestPart *
manifest_part_new(const char *name, guint64 size, const char *sha256)
{
	ManifestPart *part = g_new0(ManifestPart, 1);
	part->name = g_strdup(name);
	part->size = size;
	g_strlcpy(part->sha256, sha256, sizeof part->sha256);
	return part;
}

void
manifest_part_free(ManifestPart *part)
{
	if (part == NULL)
		return;
	g_free(part->name);
	g_free(part);
}

static gboolean
is_hex(const char *text, gsize size)
{
	for (gsize i = 0; i < size; i++) {
		if (!g_ascii_isdigit(text[i]) && !(text[i] >= 'a' && text[i] <= 'f'))
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_word(const char *text)
{
	gsize size = strlen(text);
	if (size == 0 || size > MANIFEST_MAX_NAME)
		return FALSE;
	for (gsize i = 0; i < size; i++) {
		if (!g_ascii_islower(text[i]) && !g_ascii_isdigit(text[i]) && text[i] != '-')
			return FALSE;
	}
	return TRUE;
}

gboolean
manifest_is_act(const char *act)
{
	static const int groups[] = {8, 4, 4, 4, 12};
	if (strlen(act) != 36)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
		if (!is_hex(act, (gsize)groups[i]))
			return FALSE;
		act += groups[i];
		if (*act != (i + 1 < G_N_ELEMENTS(groups) ? '-' : '\0'))
			return FALSE;
		act++;
	}
	return TRUE;
}

static gboolean
part_check(const ManifestPart *part, GHashTable *names, guint64 *total, GError **error)
{
	if (!is_word(part->name)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL,
			"part %u: its name is not a word of a-z, 0-9 and hyphen", g_hash_table_size(names) + 1);
		return FALSE;
	}
	if (!g_hash_table_add(names, part->name)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "part %s: named twice", part->name);
		return FALSE;
	}
	if (strlen(part->sha256) != MANIFEST_SHA256_HEX || !is_hex(part->sha256, MANIFEST_SHA256_HEX)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL,
			"part %s: sha256 is not 64 lower-case hex digits", part->name);
		return FALSE;
	}
	*total += MIN(part->size, MANIFEST_MAX_PART_BYTES + 1);
	if (part->size == 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "part %s: empty", part->name);
		return FALSE;
	}
	if (part->size > MANIFEST_MAX_PART_BYTES || *total > MANIFEST_MAX_ACT_BYTES) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "part %s: too large", part->name);
		return FALSE;
	}
	return TRUE;
}

gboolean
manifest_check(const char *act, const char *kind, GPtrArray *parts, GError **error)
{
	if (!manifest_is_act(act)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "act: not a UUID in lower case");
		return FALSE;
	}
	if (!is_word(kind)) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_PROTOCOL, "kind: not a word of a-z, 0-9 and hyphen");
		return FALSE;
	}
	if (parts->len == 0 || parts->len > MANIFEST_MAX_PARTS) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "parts: %u of them, 1 to %d are allowed",
			parts->len, MANIFEST_MAX_PARTS);
		return FALSE;
	}
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	guint64 total = 0;
	for (guint i = 0; i < parts->len; i++) {
		if (!part_check(g_ptr_array_index(parts, i), names, &total, error))
			return FALSE;
	}
	return TRUE;
}

char *
manifest_digest(const char *act, const char *kind, GPtrArray *parts)
{
	g_autoptr(GString) text = g_string_new("civilia-manifest 1\n");
	g_string_append_printf(text, "act %s\nkind %s\n", act, kind);
	for (guint i = 0; i < parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(parts, i);
		g_string_append_printf(
			text, "part %s %" G_GUINT64_FORMAT " %s\n", part->name, part->size, part->sha256);
	}
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guint8 *)text->str, text->len);
}
