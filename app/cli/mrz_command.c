#include "app/cli/cli.h"
#include "app/codes/mrz_parse.h"
#include "app/contract/contract.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MAX_TEXT = 4096 };

typedef struct {
	int year, month, day;
} Today;

static Today
today(void)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	Today t;
	g_date_time_get_ymd(now, &t.year, &t.month, &t.day);
	return t;
}

/* The rows of a zone, separated by spaces or newlines. NULL: not a zone. */
static Mrz *
parse_text(const char *text)
{
	g_auto(GStrv) parts = g_strsplit_set(text, " \t\r\n", -1);
	const char *rows[4];
	int n = 0;
	for (char **p = parts; *p != NULL; p++) {
		if (**p == '\0')
			continue;
		if (n == 4)
			return NULL;
		rows[n++] = *p;
	}
	Today t = today();
	return n < 2 || n > 3 ? NULL : mrz_parse(rows, n, t.year, t.month, t.day);
}

static char *
answer_mrz(char *line, gpointer data)
{
	(void)data;
	g_autoptr(Mrz) mrz = parse_text(line);
	if (mrz == NULL)
		return NULL;
	g_autoptr(GBytes) json = contract_mrz(mrz);
	return g_strndup(g_bytes_get_data(json, NULL), g_bytes_get_size(json));
}

static void
print_mrz(const char *where, const Mrz *m)
{
	g_autofree char *name = cli_safe(where);
	printf("%s : %s\n", name, mrz_format_name(m->format));
	for (char **line = m->lines; *line != NULL; line++)
		printf("  %s\n", *line);
	const struct {
		const char *label, *value;
	} rows[] = {{N_("nom"), m->surname}, {N_("prénoms"), m->given_names}, {N_("né(e) le"), m->birth_date},
		{N_("sexe"), m->sex}, {N_("nationalité"), m->nationality}, {N_("numéro"), m->document_number},
		{N_("expire le"), m->expiry_date}};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		printf("  %s : %s\n", _(rows[i].label), rows[i].value != NULL ? rows[i].value : "—");
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		if (m->checks[i] != MRZ_CHECK_ABSENT)
			printf("  %s %s : %s\n", _("contrôle"), mrz_digit_name((MrzDigit)i),
				mrz_check_name(m->checks[i]));
	for (guint i = 0; i < m->uncertain->len; i++) {
		const MrzDoubt *doubt = m->uncertain->pdata[i];
		printf(_("  doute : ligne %d, position %d : %s\n"), doubt->line, doubt->position, doubt->candidates);
	}
}

/* One document that bears nothing but the zone, so that text and image are printed alike. */
static Dossier *
read_text_file(const char *path, GError **error)
{
	g_autoptr(Dossier) dossier = dossier_new();
	char text[MAX_TEXT + 1] = {0};
	gboolean standard = g_str_equal(path, "-");
	FILE *file = standard ? stdin : fopen(path, "re");
	if (file == NULL) {
		dossier_add_problem(dossier, path, errno == EACCES ? STATION_ERROR_DENIED : STATION_ERROR_MISSING);
		return g_steal_pointer(&dossier);
	}
	gsize n = fread(text, 1, MAX_TEXT, file);
	gboolean more = fgetc(file) != EOF;
	if (!standard)
		fclose(file);
	g_autoptr(Mrz) mrz = more || strlen(text) != n || !g_utf8_validate(text, -1, NULL) ? NULL : parse_text(text);
	if (mrz == NULL) {
		g_set_error(error, STATION_ERROR, n == 0 ? STATION_ERROR_EMPTY : STATION_ERROR_UNSUPPORTED,
			_("%s : ce ne sont pas les lignes d’une MRZ"), path);
		return NULL;
	}
	Document *d = document_new(KIND_OTHER);
	d->mrz = g_steal_pointer(&mrz);
	Page *page = page_new();
	page->path = g_strdup(path);
	g_ptr_array_add(d->pages, page);
	g_ptr_array_add(dossier->documents, d);
	return g_steal_pointer(&dossier);
}

int
mrz_command(const Cli *cli, int argc, char **argv)
{
	gboolean batch = FALSE;
	g_autofree char *text = NULL;
	const GOptionEntry entries[] = {
		{"batch", 0, 0, G_OPTION_ARG_NONE, &batch,
			N_("une MRZ par ligne sur l’entrée standard, ses rangs séparés par une espace"), NULL},
		{"text", 0, 0, G_OPTION_ARG_FILENAME, &text, N_("lignes d’une MRZ en texte ; « - » : entrée standard"),
			N_("FICHIER")},
		G_OPTION_ENTRY_NULL};
	if (!cli_options(
		    "mrz", N_("[IMAGE…]"), _("Lit la MRZ d’une image, ou vérifie ses lignes."), entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1 && g_str_equal(argv[1], "--"))
		argv++, argc--;
	if ((argc > 1) + batch + (text != NULL) != 1)
		return cli_fail("mrz", CLI_USAGE, "%s", _("il faut des images, ou --text, ou --batch"));
	if (batch)
		return cli_batch("mrz", answer_mrz, NULL);
	g_autoptr(GError) error = NULL;
	ReaderOptions options = {.zones_only = TRUE};
	g_autoptr(Dossier) dossier =
		text != NULL ? read_text_file(text, &error)
			     : reader_read_paths((const char *const *)argv + 1, &options, NULL, NULL, &error);
	if (dossier == NULL && (text == NULL || !cli->json))
		return cli_fail_error("mrz", error);
	int status = dossier != NULL ? cli_print_problems("mrz", dossier) : cli_fail_error("mrz", error);
	if (dossier == NULL) {
		dossier = dossier_new();
		dossier_add_problem(dossier, text, station_error_code(error));
	}
	if (cli->json) {
		g_autoptr(GBytes) json = contract_mrz_list(dossier);
		int printed = cli_print_bytes("mrz", json);
		return printed != CLI_DONE ? printed : status;
	}
	guint found = 0;
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		if (d->mrz == NULL)
			continue;
		const Page *page = d->pages->pdata[d->mrz->page - 1];
		print_mrz(page->path, d->mrz);
		found++;
	}
	if (found == 0)
		puts(_("Aucune MRZ."));
	return cli_finish("mrz", status);
}
