#include "app/values/value_file.h"
#include "firmware/base/error.h"
#include <string.h>

enum { FILE_MAX = 8 * 1024 * 1024 };

typedef struct {
	ValueLine line;
	gpointer data;
	char **section;
} Reading;

static gboolean
read_section(Reading *reading, const char *text, GError **error)
{
	gsize n = strlen(text);
	if (n < 3 || text[n - 1] != ']') {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "a section is written [name]");
		return FALSE;
	}
	g_autofree char *inner = g_strndup(text + 1, n - 2);
	g_strfreev(reading->section);
	reading->section = g_strsplit(g_strstrip(inner), " ", -1);
	return TRUE;
}

static gboolean
read_entry(Reading *reading, char *text, GError **error)
{
	char *equals = strchr(text, '=');
	if (equals == NULL || equals == text) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "expected \"key = values\"");
		return FALSE;
	}
	if (reading->section == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "an entry stands before the first [section]");
		return FALSE;
	}
	*equals = '\0';
	g_auto(GStrv) raw = g_strsplit(equals + 1, ",", -1);
	g_autoptr(GPtrArray) values = g_ptr_array_new();
	for (guint i = 0; raw[i] != NULL; i++) {
		if (*g_strstrip(raw[i]) != '\0')
			g_ptr_array_add(values, raw[i]);
	}
	g_ptr_array_add(values, NULL);
	return reading->line(reading->section, g_strstrip(text), (char **)values->pdata, reading->data, error);
}

gboolean
value_file_read(const char *folder, const char *name, ValueLine line, gpointer data, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "values", name, NULL);
	g_autofree char *text = NULL;
	gsize size;
	if (!g_file_get_contents(path, &text, &size, error))
		return FALSE;
	if (size > FILE_MAX || !g_utf8_validate(text, (gssize)size, NULL)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: %s", path,
			size > FILE_MAX ? "the file is too large" : "the file is not UTF-8");
		return FALSE;
	}
	Reading reading = {line, data, NULL};
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	gboolean good = TRUE;
	for (guint i = 0; good && lines[i] != NULL; i++) {
		char *at = g_strstrip(lines[i]);
		if (*at == '\0' || *at == '#')
			continue;
		GError *inner = NULL;
		good = *at == '[' ? read_section(&reading, at, &inner) : read_entry(&reading, at, &inner);
		if (!good)
			g_propagate_prefixed_error(error, inner, "%s:%u: ", path, i + 1);
	}
	g_strfreev(reading.section);
	return good;
}

gboolean
value_file_number(const char *text, int low, int high, int *number, GError **error)
{
	gint64 value;
	if (!g_ascii_string_to_signed(text, 10, low, high, &value, NULL)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\" is no number from %d to %d", text, low,
			high);
		return FALSE;
	}
	*number = (int)value;
	return TRUE;
}
