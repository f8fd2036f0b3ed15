#include "app/cli/cli.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINE = 1024 * 1024 };

gboolean
cli_options(const char *name, const char *arguments, const char *details, const GOptionEntry *entries, int *argc,
	char ***argv)
{
	g_autofree char *program = g_strdup_printf("civilia %s", name);
	g_set_prgname(program);
	g_autoptr(GOptionContext) context = g_option_context_new(arguments);
	g_option_context_set_translation_domain(context, "civilia");
	g_option_context_set_description(context, details);
	g_option_context_add_main_entries(context, entries, "civilia");
	g_autoptr(GError) error = NULL;
	if (g_option_context_parse(context, argc, argv, &error))
		return TRUE;
	cli_fail(name, CLI_USAGE, "%s", error->message);
	return FALSE;
}

int
cli_fail(const char *name, int status, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *safe = cli_safe(message);
	fprintf(stderr, "civilia %s: %s\n", name, safe);
	if (status == CLI_USAGE)
		fprintf(stderr, _("« civilia %s --help » dit comment s’en servir.\n"), name);
	return status;
}

int
cli_fail_error(const char *name, const GError *error)
{
	int status = CLI_INTERNAL;
	switch (station_error_code(error)) {
	case STATION_ERROR_USAGE:
		status = CLI_USAGE;
		break;
	case STATION_ERROR_STORAGE:
	case STATION_ERROR_STORAGE_FULL:
	case STATION_ERROR_STORAGE_DAMAGED:
	case STATION_ERROR_STORAGE_LOCKED:
	case STATION_ERROR_KEY:
		status = CLI_STORAGE;
		break;
	case STATION_ERROR_FAILED:
	case STATION_ERROR_N_CODES:
		break;
	case STATION_ERROR_NO_DEVICE:
	case STATION_ERROR_NO_PAPER:
	case STATION_ERROR_JAMMED:
	case STATION_ERROR_DOUBLE_FEED:
	case STATION_ERROR_COVER_OPEN:
	case STATION_ERROR_UNPLUGGED:
	case STATION_ERROR_BUSY:
	case STATION_ERROR_CANCELLED:
	case STATION_ERROR_STALLED:
	case STATION_ERROR_BAD_FRAME:
	case STATION_ERROR_CRASHED:
	case STATION_ERROR_MISSING:
	case STATION_ERROR_DENIED:
	case STATION_ERROR_EMPTY:
	case STATION_ERROR_NOT_AN_IMAGE:
	case STATION_ERROR_TRUNCATED:
	case STATION_ERROR_TOO_LARGE:
	case STATION_ERROR_UNSUPPORTED:
	case STATION_ERROR_WORKER_FAILED:
	case STATION_ERROR_TIMEOUT:
	case STATION_ERROR_NOT_FOUND:
	case STATION_ERROR_UNREACHABLE:
	case STATION_ERROR_REFUSED:
	case STATION_ERROR_PROTOCOL:
		status = CLI_INPUT;
	}
	return cli_fail(name, status, "%s", error->message);
}

int
cli_finish(const char *name, int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	return cli_fail(name, CLI_STORAGE, _("la sortie n’a pas pu être écrite : %s"), g_strerror(errno));
}

int
cli_print_bytes(const char *name, GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	fwrite(data, 1, size, stdout);
	putchar('\n');
	return cli_finish(name, CLI_DONE);
}

/* Overrides, isolates and marks that could turn a line of the terminal around. */
static gboolean
is_unsafe(gunichar c)
{
	return g_unichar_iscntrl(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 ||
	       c == 0x2029;
}

char *
cli_safe(const char *text)
{
	if (text == NULL)
		return g_strdup("—");
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *safe = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		g_string_append_unichar(safe, is_unsafe(c) ? 0xFFFD : c);
	}
	return g_string_free(safe, FALSE);
}

void
cli_progress(const char *what, guint done, guint known)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s %u/%u%s", what, done, known, done == known ? "\n" : "");
	else
		fprintf(stderr, "%s %u/%u\n", what, done, known);
}

int
cli_batch(const char *name, CliAnswer answer, gpointer data)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int status = CLI_DONE;
	while (status == CLI_DONE && (n = getline(&line, &room, stdin)) >= 0) {
		if (n > 0 && line[n - 1] == '\n')
			line[--n] = '\0';
		if (n > 0 && line[n - 1] == '\r')
			line[--n] = '\0';
		g_autofree char *out = NULL;
		if (n <= MAX_LINE && g_utf8_validate(line, n, NULL))
			out = answer(line, data);
		fputs(out != NULL ? out : "error\tusage", stdout);
		putchar('\n');
		status = cli_finish(name, CLI_DONE);
	}
	free(line);
	return status;
}

const char *
cli_problem_sentence(StationError error)
{
	switch (error) {
	case STATION_ERROR_MISSING:
		return _("le fichier n’existe pas");
	case STATION_ERROR_DENIED:
		return _("la lecture du fichier n’est pas permise");
	case STATION_ERROR_EMPTY:
		return _("le fichier est vide");
	case STATION_ERROR_NOT_AN_IMAGE:
		return _("ce n’est pas une image");
	case STATION_ERROR_TRUNCATED:
		return _("l’image est tronquée ou endommagée");
	case STATION_ERROR_TOO_LARGE:
		return _("l’image est trop grande");
	case STATION_ERROR_UNSUPPORTED:
		return _("ce format n’est pas pris en charge");
	case STATION_ERROR_WORKER_FAILED:
		return _("la lecture de cette page a échoué");
	case STATION_ERROR_TIMEOUT:
		return _("la lecture de cette page a pris trop de temps");
	case STATION_ERROR_FAILED:
	case STATION_ERROR_USAGE:
	case STATION_ERROR_NO_DEVICE:
	case STATION_ERROR_NO_PAPER:
	case STATION_ERROR_JAMMED:
	case STATION_ERROR_DOUBLE_FEED:
	case STATION_ERROR_COVER_OPEN:
	case STATION_ERROR_UNPLUGGED:
	case STATION_ERROR_BUSY:
	case STATION_ERROR_CANCELLED:
	case STATION_ERROR_STALLED:
	case STATION_ERROR_BAD_FRAME:
	case STATION_ERROR_CRASHED:
	case STATION_ERROR_STORAGE_FULL:
	case STATION_ERROR_STORAGE_DAMAGED:
	case STATION_ERROR_STORAGE_LOCKED:
	case STATION_ERROR_STORAGE:
	case STATION_ERROR_NOT_FOUND:
	case STATION_ERROR_KEY:
	case STATION_ERROR_UNREACHABLE:
	case STATION_ERROR_REFUSED:
	case STATION_ERROR_PROTOCOL:
	case STATION_ERROR_N_CODES:
		break;
	}
	return _("la page n’a pas pu être lue");
}

int
cli_print_problems(const char *name, const Dossier *dossier)
{
	for (guint i = 0; i < dossier->problems->len; i++) {
		const Problem *p = dossier->problems->pdata[i];
		cli_fail(name, CLI_INPUT, "%s : %s", p->path != NULL ? p->path : "?", cli_problem_sentence(p->error));
	}
	return dossier->problems->len > 0 ? CLI_INPUT : CLI_DONE;
}
