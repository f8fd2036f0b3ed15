#include "app/cli/cli.h"
#include "app/cli/demo_central.h"
#include "app/cli/demo_dossier.h"
#include "app/cli/demo_process.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>

typedef struct {
	const Cli *cli;
	char *folder, *samples;
	Store *store;
	Casework *casework;
	DemoCentral *central;
	ContractObject *report;
} Demo;

static void
demo_clear(Demo *demo)
{
	g_clear_pointer(&demo->central, demo_central_free);
	g_clear_pointer(&demo->casework, casework_free);
	g_clear_pointer(&demo->store, store_close);
	g_clear_pointer(&demo->report, contract_object_free);
	g_clear_pointer(&demo->folder, g_free);
	g_clear_pointer(&demo->samples, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Demo, demo_clear)

/* Everything below one folder: the given one, or a new one. */
static gboolean
make_folder(Demo *demo, const char *to, GError **error)
{
	if (to == NULL) {
		demo->folder = g_dir_make_tmp("civilia-demo-XXXXXX", error);
		return demo->folder != NULL;
	}
	demo->folder = g_canonicalize_filename(to, NULL);
	if (g_mkdir_with_parents(demo->folder, 0700) == 0)
		return TRUE;
	g_set_error(error, STATION_ERROR, errno == ENOSPC ? STATION_ERROR_STORAGE_FULL : STATION_ERROR_STORAGE,
		_("le dossier « %s » n’a pas pu être créé : %s"), demo->folder, g_strerror(errno));
	return FALSE;
}

/* The given sheets, else those drawn with the build, else drawn now. */
static gboolean
find_samples(Demo *demo, const char *given, GError **error)
{
	g_autofree char *built = paths_data("../../samples/good");
	if (given != NULL || g_file_test(built, G_FILE_TEST_IS_DIR)) {
		demo->samples = g_canonicalize_filename(given != NULL ? given : built, NULL);
		return TRUE;
	}
	g_autofree char *drawn = g_build_filename(demo->folder, "samples", NULL);
	const char *draw[] = {"civilia-samples", "--to", drawn, "--level", "good", NULL};
	demo->samples = g_build_filename(drawn, "good", NULL);
	return g_file_test(demo->samples, G_FILE_TEST_IS_DIR) || demo_run(draw, NULL, error);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
dossier_names(const Demo *demo, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(demo->samples, 0, &cause);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(demo->samples, name, NULL);
		if (name[0] != '.' && g_file_test(path, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_name);
	if (names->len > 0)
		return g_steal_pointer(&names);
	g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, _("« %s » ne contient pas de dossier d’exemple"),
		demo->samples);
	return NULL;
}

static gboolean
run_dossiers(Demo *demo, GError **error)
{
	g_autoptr(GPtrArray) names = dossier_names(demo, error);
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *samples = g_build_filename(demo->samples, name, NULL);
		g_autofree char *tray = g_build_filename(demo->folder, "tray", name, NULL);
		g_autofree char *out = g_build_filename(demo->folder, "out", name, NULL);
		const DemoDossier one = {.cli = demo->cli,
			.store = demo->store,
			.casework = demo->casework,
			.name = name,
			.samples = samples,
			.tray = tray,
			.out = out,
			.enrolment = demo->central->enrolment};
		ContractObject *report = contract_object_new();
		gboolean ok = demo_dossier_run(&one, report, error);
		contract_object_append(demo->report, "dossiers", report);
		if (!ok)
			return FALSE;
	}
	return names != NULL;
}

/* Starts the central system, sends what waits, shows what has arrived. */
static gboolean
synchronise(Demo *demo, GError **error)
{
	gint64 start = g_get_monotonic_time();
	FILE *to = demo->cli->json ? stderr : stdout;
	if (!demo_central_serve(demo->central, error))
		return FALSE;
	g_autofree char *state = g_build_filename(demo->folder, "station", NULL);
	const char *sync[] = {"civilia-syncd", "--state", state, "--enrolment", demo->central->enrolment, "--central",
		demo->central->url, "--once", NULL};
	if (!demo_run(sync, NULL, error))
		return FALSE;
	StoreCounts counts;
	g_autofree char *list = demo_central_list(demo->central, error);
	if (list == NULL || !store_counts(demo->store, &counts, error))
		return FALSE;
	fprintf(to, _("Synchronisé : %u acte(s) accepté(s), reçus signés vérifiés (%.1f s)\n"), counts.accepted,
		(double)(g_get_monotonic_time() - start) / 1e6);
	fprintf(to, _("Le système central a reçu :\n%s"), list);
	contract_object_number(demo->report, "accepted", counts.accepted);
	contract_object_number(demo->report, "left", counts.queued + counts.sent);
	return TRUE;
}

static gboolean
run_demo(Demo *demo, const char *to, const char *samples, GError **error)
{
	if (!make_folder(demo, to, error) || !find_samples(demo, samples, error))
		return FALSE;
	g_autofree char *state = g_build_filename(demo->folder, "station", NULL);
	demo->store = store_open(state, NULL, STORE_EXCLUSIVE | STORE_CHECK, error);
	demo->casework = demo->store != NULL ? casework_new(error) : NULL;
	demo->central = demo->casework != NULL ? demo_central_new(demo->folder, error) : NULL;
	return demo->central != NULL && run_dossiers(demo, error) && synchronise(demo, error);
}

int
demo_command(const Cli *cli, int argc, char **argv)
{
	g_autofree char *to = NULL, *samples = NULL;
	const GOptionEntry entries[] = {
		{"to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("dossier de travail ; le même encore une fois reprend"),
			N_("DOSSIER")},
		{"samples", 0, 0, G_OPTION_ARG_FILENAME, &samples, N_("feuilles : un dossier par personne"),
			N_("DOSSIER")},
		G_OPTION_ENTRY_NULL};
	if (!cli_options("demo", "",
		    N_("Numérise les dossiers d’exemple dans un scanner virtuel, les lit, les compare, prépare les "
		       "projets d’actes, "
		       "les met dans la file et les envoie à un système central local. Tout ce qui est démarré est "
		       "arrêté."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1)
		return cli_fail("demo", CLI_USAGE, _("« %s » n’est pas connu ici"), argv[1]);
	gint64 start = g_get_monotonic_time();
	g_auto(Demo) demo = {.cli = cli, .report = contract_object_new()};
	contract_object_list(demo.report, "dossiers");
	g_autoptr(GError) error = NULL;
	if (!run_demo(&demo, to, samples, &error)) {
		int status = cli_fail_error("demo", error);
		if (demo.folder != NULL && status != CLI_USAGE)
			fprintf(stderr,
				_("Rien de ce qui est enregistré n’est perdu : « civilia demo --to %s » reprend.\n"),
				demo.folder);
		return status;
	}
	double seconds = (double)(g_get_monotonic_time() - start) / 1e6;
	contract_object_text(demo.report, "folder", demo.folder);
	contract_object_seconds(demo.report, "seconds", seconds);
	if (cli->json) {
		g_autoptr(GBytes) json = contract_object_bytes(demo.report);
		return cli_print_bytes("demo", json);
	}
	printf(_("\nTout est dans %s (%.1f s) : out/ (projets PDF, pages), station/ (base chiffrée), central/.\n"),
		demo.folder, seconds);
	return cli_finish("demo", CLI_DONE);
}
