#include "app/casework/casefile.h"
#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <stdio.h>

/* One run of `civilia dossier VERB`. */
typedef struct {
	const Cli *cli;
	Store *store;
	char **arguments; /* after the verb */
	int n_arguments;
	char *to, *enrolment;
} Run;

typedef gboolean (*Verb)(Run *run, GError **error);

static void
show_reading(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("Lecture :"), done, known);
}

static void
show_export(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("Pages écrites :"), done, known);
}

static gboolean
find(const Run *run, gint64 *id, GError **error)
{
	g_autoptr(GError) cause = NULL;
	if (store_dossier_find(run->store, run->arguments[0], id, &cause))
		return TRUE;
	if (g_error_matches(cause, STATION_ERROR, STATION_ERROR_NOT_FOUND))
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_NOT_FOUND, _("aucun dossier ne porte ce numéro"));
	else
		g_propagate_error(error, g_steal_pointer(&cause));
	return FALSE;
}

static char *
time_text(gint64 seconds)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
	return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static gboolean
list(Run *run, GError **error)
{
	g_autoptr(GArray) dossiers = store_dossier_list(run->store, error);
	if (dossiers == NULL)
		return FALSE;
	g_autoptr(ContractObject) root = contract_object_new();
	contract_object_list(root, "dossiers");
	for (guint i = 0; i < dossiers->len; i++) {
		const StoreDossier *d = &g_array_index(dossiers, StoreDossier, i);
		g_autofree char *number = store_dossier_file_number(run->store, d->id, NULL);
		g_autofree char *changed = time_text(d->changed_s);
		g_autofree char *safe = cli_safe(number);
		ContractObject *one = contract_object_new();
		contract_object_number(one, "id", d->id);
		contract_object_text(one, "file_number", number);
		contract_object_text(one, "state", store_state_name(d->state));
		contract_object_number(one, "pages", d->pages);
		contract_object_text(one, "changed", changed);
		contract_object_append(root, "dossiers", one);
		if (!run->cli->json)
			printf("%-20s %-10s %3u page(s)  %s\n", safe, store_state_name(d->state), d->pages, changed);
	}
	if (run->cli->json) {
		g_autoptr(GBytes) json = contract_object_bytes(root);
		cli_print_bytes("dossier", json);
	}
	return TRUE;
}

/* Files on their way into the store. */
typedef struct {
	Store *store;
	gint64 id;
	guint added, failed;
	GError *error;
} Import;

static void
on_page(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Import *import = data;
	(void)index;
	(void)done;
	if (import->error != NULL)
		return;
	if (result->jpeg == NULL) {
		import->failed++;
		cli_fail("dossier", CLI_INPUT, "%s : %s", result->path,
			cli_problem_sentence(station_error_code(result->error)));
		return;
	}
	guint sequence;
	if (!store_page_add(import->store, import->id, result->jpeg, &sequence, &import->error))
		return;
	import->added++;
	g_autoptr(GBytes) reading =
		casefile_reading(g_steal_pointer(&result->documents), station_error_code(result->error), sequence);
	if (!store_reading_put(import->store, import->id, sequence, reading, &import->error))
		return;
}

/* Adds image files as pages, one file after the other so that the order stays. */
static gboolean
add(Run *run, GError **error)
{
	Import import = {.store = run->store};
	if (!store_dossier_ensure(run->store, run->arguments[0], &import.id, NULL, error))
		return FALSE;
	ReaderOptions options = {.state = (char *)store_folder(run->store), .want_jpeg = TRUE, .want_words = TRUE};
	g_autoptr(Reader) reader = reader_new(&options, on_page, &import, error);
	if (reader == NULL)
		return FALSE;
	guint n = (guint)run->n_arguments - 1;
	for (guint i = 0; i < n && import.error == NULL; i++) {
		reader_submit_file(reader, run->arguments[i + 1]);
		while (reader_pending(reader) > 0)
			g_main_context_iteration(NULL, TRUE);
		cli_progress(_("Ajout :"), i + 1, n);
	}
	if (import.error != NULL) {
		g_propagate_error(error, import.error);
		return FALSE;
	}
	if (import.added > 0 && !store_dossier_set_state(run->store, import.id, STORE_SCANNED, error))
		return FALSE;
	if (import.failed > 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, _("%u page(s) ajoutée(s), %u refusée(s)"),
			import.added, import.failed);
		return FALSE;
	}
	return TRUE;
}

static gboolean
show(Run *run, GError **error)
{
	gint64 id;
	if (!find(run, &id, error))
		return FALSE;
	g_autoptr(Dossier) dossier = casefile_load(run->store, id, error);
	if (dossier == NULL)
		return FALSE;
	if (run->cli->json) {
		g_autoptr(GBytes) json = contract_dossier(dossier, CONTRACT_COMPARISON);
		cli_print_bytes("dossier", json);
		return TRUE;
	}
	cli_print_documents(dossier);
	cli_print_comparison(dossier);
	return TRUE;
}

static gboolean
judge(Run *run, GError **error)
{
	gint64 id;
	if (!find(run, &id, error) || !casefile_read(run->store, id, show_reading, NULL, error))
		return FALSE;
	g_autoptr(Casework) casework = casework_new(error);
	return casework != NULL && casefile_judge(casework, run->store, id, error) && show(run, error);
}

static gboolean export(Run *run, GError **error)
{
	gint64 id;
	if (run->to == NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE, _("--to DOSSIER dit où écrire"));
		return FALSE;
	}
	if (!find(run, &id, error))
		return FALSE;
	g_autoptr(Casework) casework = casework_new(error);
	return casework != NULL && casefile_export(casework, run->store, id, run->to, show_export, NULL, error);
}

static gboolean
queue(Run *run, GError **error)
{
	gint64 id;
	if (run->enrolment == NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE,
			_("--enrolment DOSSIER dit où est l’inscription au système central"));
		return FALSE;
	}
	return find(run, &id, error) && casefile_queue(run->store, id, run->enrolment, error);
}

static gboolean
forget(Run *run, GError **error)
{
	gint64 id;
	return find(run, &id, error) && store_dossier_delete(run->store, id, error);
}

static const struct {
	const char *name;
	Verb verb;
	int least, most; /* arguments after the verb; most -1: any number */
} verbs[] = {
	{"list", list, 0, 0},
	{"add", add, 2, -1},
	{"compare", judge, 1, 1},
	{"show", show, 1, 1},
	{"export", export, 1, 1},
	{"queue", queue, 1, 1},
	{"delete", forget, 1, 1},
};

static int
run_verb(Run *run, Verb verb)
{
	g_autoptr(GError) error = NULL;
	run->store = store_open(run->cli->state, NULL, 0, &error);
	if (run->store == NULL)
		return cli_fail_error("dossier", error);
	gboolean ok = verb(run, &error);
	store_close(run->store);
	return ok ? cli_finish("dossier", CLI_DONE) : cli_fail_error("dossier", error);
}

int
dossier_command(const Cli *cli, int argc, char **argv)
{
	g_autofree char *to = NULL, *enrolment = NULL;
	const GOptionEntry entries[] = {
		{"to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("où écrire (export)"), N_("DOSSIER")},
		{"enrolment", 0, 0, G_OPTION_ARG_FILENAME, &enrolment, N_("inscription au système central (queue)"),
			N_("DOSSIER")},
		G_OPTION_ENTRY_NULL};
	if (!cli_options("dossier", N_("VERBE [NUMÉRO] [FICHIER…]"),
		    N_("Verbes :\n"
		       "  list                    les dossiers de la station\n"
		       "  add NUMÉRO FICHIER…     ajoute des pages, et crée le dossier s’il le faut\n"
		       "  compare NUMÉRO          lit, compare et prépare les projets d’actes\n"
		       "  show NUMÉRO             ce qui a été lu et comparé\n"
		       "  export NUMÉRO --to D    les projets en PDF, les pages avec leurs faits encadrés\n"
		       "  queue NUMÉRO --enrolment D  met les projets dans la file d’envoi\n"
		       "  delete NUMÉRO           détruit un dossier qui n’est pas dans la file"),
		    entries, &argc, &argv))
		return CLI_USAGE;
	for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(verbs); i++) {
		if (!g_str_equal(verbs[i].name, argv[1]))
			continue;
		int n = argc - 2;
		if (n < verbs[i].least || (verbs[i].most >= 0 && n > verbs[i].most))
			return cli_fail("dossier", CLI_USAGE, _("« %s » ne prend pas %d argument(s)"), argv[1], n);
		Run run = {.cli = cli, .arguments = argv + 2, .n_arguments = n, .to = to, .enrolment = enrolment};
		return run_verb(&run, verbs[i].verb);
	}
	return cli_fail(
		"dossier", CLI_USAGE, "%s", _("il faut un verbe : list, add, compare, show, export, queue ou delete"));
}
