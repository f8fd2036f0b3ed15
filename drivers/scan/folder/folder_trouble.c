#include "drivers/scan/folder/folder_trouble.h"
#include <string.h>

enum { TROUBLE_MAX_BYTES = 64 * 1024, TROUBLE_MAX_SHEET = 100000, TROUBLE_MAX_SLOW_MS = 60000 };

static const struct {
	const char *word;
	double share; /* where none is given */
} words[TROUBLE_N] = {
	[TROUBLE_JAM] = {"jam", 0},
	[TROUBLE_DOUBLE_FEED] = {"double-feed", 0},
	[TROUBLE_COVER_OPEN] = {"cover-open", 0},
	[TROUBLE_EMPTY] = {"empty", 0},
	[TROUBLE_LATE_EMPTY] = {"late-empty", 0},
	[TROUBLE_BUSY] = {"busy", 0},
	[TROUBLE_DENIED] = {"denied", 0},
	[TROUBLE_STALL] = {"stall", 0},
	[TROUBLE_SHORT] = {"short", 0.9},
	[TROUBLE_ENDLESS] = {"endless", 1},
	[TROUBLE_UNKNOWN_LENGTH] = {"unknown-length", 0},
	[TROUBLE_CRASH] = {"crash", 0},
	[TROUBLE_VANISH] = {"vanish", 0},
	[TROUBLE_IO_ERROR] = {"io-error", 0},
	[TROUBLE_SLOW] = {"slow", 0},
	[TROUBLE_BUTTON] = {"button", 0},
};

/* A whole number from 0 up to max at the start of text; *end is the first byte after it. */
static gboolean
read_number(const char *text, int max, int *number, const char **end)
{
	char *stop;
	if (!g_ascii_isdigit(*text))
		return FALSE;
	guint64 value = g_ascii_strtoull(text, &stop, 10);
	if (value > (guint64)max)
		return FALSE;
	*number = (int)value;
	*end = stop;
	return TRUE;
}

static gboolean
read_argument(const char *text, Trouble *trouble)
{
	int number;
	const char *end;
	if (trouble->kind == TROUBLE_SLOW)
		return read_number(text, TROUBLE_MAX_SLOW_MS, &trouble->slow_ms, &end) &&
		       g_str_equal(end + strspn(end, " "), "ms/line");
	if (*text == '\0')
		return TRUE;
	if (!read_number(text, 100, &number, &end) || !g_str_equal(end + strspn(end, " "), "%"))
		return FALSE;
	trouble->share = number / 100.0;
	return TRUE;
}

static gboolean
read_line(const char *line, Trouble *trouble)
{
	*trouble = (Trouble){0};
	if (g_str_has_prefix(line, "sheet ")) {
		const char *end;
		if (!read_number(line + 6, TROUBLE_MAX_SHEET, &trouble->sheet, &end) || trouble->sheet == 0 ||
			*end != ':')
			return FALSE;
		line = end + 1 + strspn(end + 1, " \t");
	}
	gsize length = strcspn(line, " \t");
	for (int kind = 0; kind < TROUBLE_N; kind++) {
		if (strlen(words[kind].word) != length || strncmp(words[kind].word, line, length) != 0)
			continue;
		trouble->kind = (TroubleKind)kind;
		trouble->share = words[kind].share;
		line += length;
		return read_argument(line + strspn(line, " \t"), trouble);
	}
	return FALSE;
}

GArray *
trouble_read(const char *folder, GError **error)
{
	g_autoptr(GArray) troubles = g_array_new(FALSE, FALSE, sizeof(Trouble));
	g_autofree char *path = g_build_filename(folder, "trouble", NULL);
	g_autofree char *text = NULL;
	gsize size;
	if (!g_file_get_contents(path, &text, &size, NULL))
		return g_steal_pointer(&troubles);
	if (size > TROUBLE_MAX_BYTES) {
		g_set_error(
			error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: larger than %d bytes", path, TROUBLE_MAX_BYTES);
		return NULL;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i] != NULL; i++) {
		lines[i][strcspn(lines[i], "#")] = '\0';
		if (*g_strstrip(lines[i]) == '\0')
			continue;
		Trouble trouble;
		if (!read_line(lines[i], &trouble)) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: no such trouble: %s", path, i + 1,
				lines[i]);
			return NULL;
		}
		g_array_append_val(troubles, trouble);
	}
	return g_steal_pointer(&troubles);
}

const Trouble *
trouble_find(const GArray *troubles, TroubleKind kind, int sheet)
{
	for (guint i = 0; i < troubles->len; i++) {
		const Trouble *t = &g_array_index(troubles, Trouble, i);
		if (t->kind == kind && (t->sheet == 0 || t->sheet == sheet))
			return t;
	}
	return NULL;
}
