#include "app/casework/casework.h"
#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <gio/gio.h>
#include <string.h>

static void
show_progress(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("Lecture :"), done, known);
}

/* A regular file whose first character is a brace: what `civilia read` printed, not an image. */
static gboolean
is_json(const char *path)
{
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return FALSE;
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
	char head[64] = {0};
	gsize n = 0;
	if (stream == NULL || !g_input_stream_read_all(G_INPUT_STREAM(stream), head, sizeof head - 1, &n, NULL, NULL))
		return FALSE;
	return head[strspn(head, " \t\r\n\xEF\xBB\xBF")] == '{';
}

/* Adds the documents and problems of a JSON file; a file that does not keep to the contract becomes a problem. */
static void
add_json(Dossier *dossier, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &error);
	g_autoptr(GBytes) bytes = file != NULL ? g_mapped_file_get_bytes(file) : NULL;
	g_autoptr(Dossier) more = bytes != NULL ? contract_dossier_parse(bytes, &error) : NULL;
	if (more == NULL) {
		cli_fail("compare", CLI_INPUT, "%s : %s", path, error->message);
		dossier_add_problem(dossier, path,
			station_error_code(error) == STATION_ERROR_TOO_LARGE ? STATION_ERROR_TOO_LARGE
									     : STATION_ERROR_UNSUPPORTED);
		return;
	}
	g_ptr_array_extend_and_steal(dossier->documents, g_steal_pointer(&more->documents));
	more->documents = g_ptr_array_new();
	for (guint i = 0; i < more->problems->len; i++) {
		const Problem *p = more->problems->pdata[i];
		dossier_add_problem(dossier, p->path, p->error);
	}
}

/* Ids that every document and fact bears, each once: those of one single JSON are kept, others are given anew. */
static gboolean
ids_are_sound(const Dossier *dossier)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		if (d->id == NULL || !g_hash_table_add(seen, d->id))
			return FALSE;
		for (guint j = 0; j < d->facts->len; j++) {
			const Fact *fact = d->facts->pdata[j];
			if (fact->id == NULL || !g_hash_table_add(seen, fact->id))
				return FALSE;
		}
	}
	return TRUE;
}

static Dossier *
gather(const Cli *cli, char **paths, GError **error)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autoptr(GPtrArray) images = g_ptr_array_new();
	for (; *paths != NULL; paths++) {
		if (is_json(*paths))
			add_json(dossier, *paths);
		else
			g_ptr_array_add(images, *paths);
	}
	if (images->len > 0) {
		g_ptr_array_add(images, NULL);
		ReaderOptions options = {.state = cli->state};
		g_autoptr(Dossier) pages =
			reader_read_paths((const char *const *)images->pdata, &options, show_progress, NULL, error);
		if (pages == NULL)
			return NULL;
		g_ptr_array_extend_and_steal(dossier->documents, g_steal_pointer(&pages->documents));
		pages->documents = g_ptr_array_new();
		for (guint i = 0; i < pages->problems->len; i++) {
			const Problem *p = pages->problems->pdata[i];
			dossier_add_problem(dossier, p->path, p->error);
		}
	}
	if (!ids_are_sound(dossier))
		documents_number(dossier->documents);
	return g_steal_pointer(&dossier);
}

int
compare_command(const Cli *cli, int argc, char **argv)
{
	const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
	if (!cli_options("compare", N_("FICHIER…"),
		    _("Lit des pages, ou ce que « civilia read --json » a écrit, compare ce que les documents disent "
		      "de la personne, "
		      "explique chaque différence et prépare les projets d’actes."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1 && g_str_equal(argv[1], "--"))
		argv++, argc--;
	if (argc < 2)
		return cli_fail("compare", CLI_USAGE, "%s", _("il faut au moins un fichier ou un dossier"));
	g_autoptr(GError) error = NULL;
	g_autoptr(Casework) casework = casework_new(&error);
	g_autoptr(Dossier) dossier = casework != NULL ? gather(cli, argv + 1, &error) : NULL;
	if (dossier == NULL)
		return cli_fail_error("compare", error);
	casework_judge(casework, dossier);
	int status = cli_print_problems("compare", dossier);
	if (!cli->json) {
		cli_print_comparison(dossier);
		return cli_finish("compare", status);
	}
	g_autoptr(GBytes) json = contract_dossier(dossier, CONTRACT_COMPARISON);
	int printed = cli_print_bytes("compare", json);
	return printed != CLI_DONE ? printed : status;
}
