/* A layout file is a list of commands, one a line: words, then texts after " | ". A line that begins with a tab goes on
 * with the text of the line before. "[name]", "[!name]" and "[name=value]" before a command make it depend on a
 * variable. */
#include "app/samples/template.h"
#include "app/samples/expand.h"
#include "app/samples/template_commands.h"
#include "firmware/base/error.h"
#include <string.h>

enum { MAX_TEMPLATE_SIZE = 256 * 1024 };

/* Takes "[name]", "[!name]" or "[name=value]" off the line. FALSE: the line does not hold for these values. */
static gboolean
take_condition(Drawing *d, char **line)
{
	while (**line == '[') {
		char *end = strchr(*line, ']');
		if (end == NULL) {
			d->failed = TRUE;
			return TRUE;
		}
		*end = '\0';
		gboolean negated = (*line)[1] == '!';
		char *name = *line + (negated ? 2 : 1), *equals = strchr(name, '=');
		if (equals != NULL)
			*equals = '\0';
		const char *value = g_hash_table_lookup(d->values, name);
		gboolean holds = value != NULL && *value != '\0' && (equals == NULL || g_str_equal(value, equals + 1));
		if (holds == negated)
			return FALSE;
		*line = g_strchug(end + 1);
	}
	return TRUE;
}

static void
drawing_clear(Drawing *d)
{
	for (guint i = 0; i < MAX_WORDS; i++)
		g_clear_pointer(&d->words[i], g_free);
	for (guint i = 0; i < MAX_TEXTS; i++)
		g_clear_pointer(&d->texts[i], g_free);
	d->n_words = d->n_texts = 0;
}

/* Splits a line into words and texts. FALSE: too many. */
static gboolean
split_line(Drawing *d, const char *line, char **command)
{
	g_autofree char *closed = g_strconcat(line, g_str_has_suffix(line, " |") ? " " : "", NULL);
	g_auto(GStrv) parts = g_strsplit(closed, " | ", -1);
	g_autofree char *head = expand(parts[0], d->values, d->wording, NULL, &d->error);
	if (head == NULL)
		return FALSE;
	g_auto(GStrv) words = g_strsplit_set(head, " \t", -1);
	for (guint i = 0; words[i] != NULL; i++) {
		if (*words[i] == '\0')
			continue;
		if (*command == NULL)
			*command = g_strdup(words[i]);
		else if (d->n_words == MAX_WORDS - 1)
			return FALSE;
		else
			d->words[d->n_words++] = g_strdup(words[i]);
	}
	for (guint i = 1; parts[i] != NULL; i++) {
		if (d->n_texts == MAX_TEXTS)
			return FALSE;
		d->texts[d->n_texts++] = g_strstrip(g_strdup(parts[i]));
	}
	return *command != NULL;
}

static gboolean
draw_line(Drawing *d, char *line, GError **error)
{
	if (!take_condition(d, &line))
		return TRUE;
	g_autofree char *command = NULL;
	const Command *known = NULL;
	if (!d->failed && split_line(d, line, &command))
		known = template_command(command);
	if (known != NULL && (d->n_words < known->min_words || d->n_words > known->max_words ||
				     (known->texts != ANY_TEXTS && d->n_texts != known->texts)))
		d->failed = TRUE;
	else if (known != NULL) {
		d->command = known->name;
		known->draw(d);
	}
	drawing_clear(d);
	if (d->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&d->error));
		return FALSE;
	}
	if (known == NULL || d->failed) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s \"%s\"",
			known != NULL ? "wrong words after the command" : "unknown command",
			command != NULL ? command : line);
		return FALSE;
	}
	return TRUE;
}

Sheet *
template_draw(const char *path, GHashTable *values, const Wording *wording, Chance *chance, GError **error)
{
	g_autofree char *file = NULL;
	gsize size;
	if (!g_file_get_contents(path, &file, &size, error))
		return NULL;
	if (size > MAX_TEMPLATE_SIZE || !g_utf8_validate(file, (gssize)size, NULL)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: too large or not UTF-8", path);
		return NULL;
	}
	g_autoptr(Sheet) sheet = sheet_new();
	Drawing drawing = {.values = values, .wording = wording, .chance = chance, .sheet = sheet};
	g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		guint first = i;
		g_autoptr(GString) line = g_string_new(g_strchomp(lines[i]));
		while (lines[i + 1] != NULL && lines[i + 1][0] == '\t')
			g_string_append_printf(line, " %s", g_strstrip(lines[++i]));
		if (line->len == 0 || line->str[0] == '#')
			continue;
		if (!draw_line(&drawing, line->str, error)) {
			g_prefix_error(error, "%s:%u: ", path, first + 1);
			return NULL;
		}
	}
	if (sheet->off_page) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: a text runs off the page", path);
		return NULL;
	}
	if (sheet->kind == NULL || sheet->languages == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: no kind or no languages", path);
		return NULL;
	}
	return g_steal_pointer(&sheet);
}
