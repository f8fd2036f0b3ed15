#include "firmware/base/rules_file.h"
#include "firmware/base/error.h"

gboolean
rules_file_fail(GError **error, const char *file, const char *group, const char *what, const char *word)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s, [%s]: %s \"%s\"", file, group, what, word);
	return FALSE;
}

/* GLib's own words, with the place before them. */
static void
pass_on(GError **error, GError *cause, const char *file, const char *group)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s%s%s%s: %s", file, group != NULL ? ", [" : "",
		group != NULL ? group : "", group != NULL ? "]" : "", cause->message);
}

GKeyFile *
rules_file_open(const char *folder, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_autoptr(GError) cause = NULL;
	if (g_key_file_load_from_file(keys, path, G_KEY_FILE_NONE, &cause))
		return g_steal_pointer(&keys);
	pass_on(error, cause, file, NULL);
	return NULL;
}

gboolean
rules_file_check(GKeyFile *keys, const char *file, const char *group, const char *const *known, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) found = g_key_file_get_keys(keys, group, NULL, &cause);
	if (found == NULL) {
		pass_on(error, cause, file, group);
		return FALSE;
	}
	for (char **k = found; *k != NULL; k++)
		if (!g_strv_contains(known, *k))
			return rules_file_fail(error, file, group, "unknown key", *k);
	return TRUE;
}

char *
rules_file_text(GKeyFile *keys, const char *file, const char *group, const char *key, GError **error)
{
	g_autoptr(GError) cause = NULL;
	char *text = g_key_file_get_string(keys, group, key, &cause);
	if (text == NULL)
		pass_on(error, cause, file, group);
	return text;
}

char **
rules_file_list(GKeyFile *keys, const char *file, const char *group, const char *key, GError **error)
{
	g_autoptr(GError) cause = NULL;
	char **list = g_key_file_get_string_list(keys, group, key, NULL, &cause);
	if (list == NULL)
		pass_on(error, cause, file, group);
	return list;
}
