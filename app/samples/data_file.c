#include "app/samples/data_file.h"
#include "firmware/base/error.h"
#include <string.h>

enum { MAX_DATA_SIZE = 1024 * 1024 };

DataFile *
data_file_open(const char *path, GError **error)
{
	g_autoptr(DataFile) file = g_new0(DataFile, 1);
	gsize size;
	file->path = g_strdup(path);
	file->keys = g_key_file_new();
	if (!g_file_get_contents(path, &file->text, &size, error))
		return NULL;
	if (size > MAX_DATA_SIZE || !g_key_file_load_from_data(file->keys, file->text, size, G_KEY_FILE_NONE, error)) {
		if (error != NULL && *error == NULL)
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "is too large");
		g_prefix_error(error, "%s:1: ", path);
		return NULL;
	}
	return g_steal_pointer(&file);
}

void
data_file_free(DataFile *file)
{
	if (file == NULL)
		return;
	g_free(file->path);
	g_key_file_unref(file->keys);
	g_free(file->text);
	g_free(file);
}

static gboolean
is_group(const char *line, const char *group)
{
	gsize n = strlen(group);
	return line[0] == '[' && strncmp(line + 1, group, n) == 0 && line[n + 1] == ']';
}

guint
data_file_line(const DataFile *file, const char *group, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(file->text, "\n", -1);
	guint found = 1;
	gboolean inside = FALSE;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] == '[')
			inside = is_group(lines[i], group);
		if (inside && lines[i][0] == '[')
			found = i + 1;
		if (!inside || key == NULL || !g_str_has_prefix(lines[i], key))
			continue;
		const char *after = lines[i] + strlen(key);
		after += strspn(after, " ");
		if (*after == '=')
			return i + 1;
	}
	return found;
}

gboolean
data_file_fail(const DataFile *file, const char *group, const char *key, const char *what, GError **error)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s:%u: [%s]%s%s: %s", file->path,
		data_file_line(file, group, key), group, key != NULL ? " " : "", key != NULL ? key : "", what);
	return FALSE;
}
