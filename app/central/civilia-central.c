/* links: app/central app/seal app/db firmware/base */
#include "app/central/ledger.h"
#include "app/central/office.h"
#include "app/central/office_show.h"
#include "app/central/server.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, USAGE = 2, STORAGE = 74 };

typedef struct {
	char *state, *station, *to, *listen, *ready_file, *ui;
	char **hosts, **rest;
	gboolean json, with_parent;
} Options;

static void
options_clear(Options *options)
{
	char *texts[] = {
		options->state, options->station, options->to, options->listen, options->ready_file, options->ui};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_strfreev(options->hosts);
	g_strfreev(options->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
print_taken(char *text)
{
	if (text == NULL)
		return FALSE;
	gboolean ok = fputs(text, stdout) >= 0 && fflush(stdout) == 0;
	g_free(text);
	return ok;
}

static gboolean
init_run(const Options *options, GError **error)
{
	return office_init(options->state, (const char *const *)options->hosts, error);
}

static gboolean
enrol_run(const Options *options, GError **error)
{
	return office_enrol(options->state, options->station, options->to, error);
}

static gboolean
revoke_run(const Options *options, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(options->state, error);
	return ledger != NULL && ledger_station_remove(ledger, options->station, error);
}

static gboolean
list_run(const Options *options, GError **error)
{
	return print_taken(office_list(options->state, options->json, error));
}

static gboolean
show_run(const Options *options, GError **error)
{
	return print_taken(office_show(options->state, options->rest[1], options->to, options->json, error));
}

static gboolean
quit(gpointer user_data)
{
	g_main_loop_quit(user_data);
	return G_SOURCE_REMOVE;
}

static gboolean
serve_run(const Options *options, GError **error)
{
	if (options->with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	g_autofree char *path = g_build_filename(options->state, OFFICE_RECEIPT_KEY, NULL);
	/* the key first: where there is none, no central was made */
	g_autoptr(SealKey) key = seal_key_load(path, SEAL_KEY_SIGN_SECRET, error);
	g_autoptr(Ledger) ledger = key != NULL ? ledger_open(options->state, error) : NULL;
	g_autoptr(Server) server =
		ledger != NULL ? server_new(options->state, options->listen, ledger, key, error) : NULL;
	if (server == NULL)
		return FALSE;
	if (options->ready_file != NULL && !g_file_set_contents(options->ready_file, server_url(server), -1, error))
		return FALSE;
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGTERM, quit, loop);
	g_unix_signal_add(SIGINT, quit, loop);
	g_print("%s\n", server_url(server));
	g_main_loop_run(loop);
	return TRUE;
}

static const struct {
	const char *name;
	gboolean (*run)(const Options *options, GError **error);
	int arguments;
	gboolean station, to, listen;
} commands[] = {
	{"init", init_run, 1, FALSE, FALSE, FALSE},
	{"enrol", enrol_run, 1, TRUE, TRUE, FALSE},
	{"revoke", revoke_run, 1, TRUE, FALSE, FALSE},
	{"serve", serve_run, 1, FALSE, FALSE, TRUE},
	{"list", list_run, 1, FALSE, FALSE, FALSE},
	{"show", show_run, 2, FALSE, FALSE, FALSE},
};

static int
usage(const char *why)
{
	g_printerr(_("civilia-central : %s (voir civilia-central --help)\n"), why);
	return USAGE;
}

static int
dispatch(const Options *options)
{
	if (options->rest == NULL)
		return usage(_("il manque une commande"));
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (!g_str_equal(commands[i].name, options->rest[0]))
			continue;
		if ((int)g_strv_length(options->rest) != commands[i].arguments)
			return usage(_("trop ou trop peu d’arguments"));
		if (options->state == NULL)
			return usage(_("il manque --state DOSSIER"));
		if ((commands[i].station && options->station == NULL) || (commands[i].to && options->to == NULL) ||
			(commands[i].listen && options->listen == NULL))
			return usage(_("il manque une option de cette commande"));
		g_autoptr(GError) error = NULL;
		if (commands[i].run(options, &error))
			return DONE;
		g_printerr("civilia-central : %s\n", error != NULL ? error->message : g_strerror(EIO));
		StationError code = station_error_code(error);
		if (code == STATION_ERROR_USAGE)
			return USAGE;
		return error == NULL || (code >= STATION_ERROR_STORAGE_FULL && code <= STATION_ERROR_STORAGE) ? STORAGE
													      : FAILED;
	}
	return usage(_("commande inconnue"));
}

static const char summary[] = N_("Système central de référence : reçoit les actes scellés et en accuse réception.\n"
				 "\n"
				 "  init    crée l’autorité d’enrôlement, le certificat du serveur et les clés\n"
				 "  enrol   crée le dossier d’enrôlement d’un poste (--station NOM --to DOSSIER)\n"
				 "  revoke  ne reçoit plus rien de ce poste (--station NOM)\n"
				 "  serve   écoute (--listen ADRESSE:PORT ; 0 : un port libre)\n"
				 "  list    actes reçus, un par ligne\n"
				 "  show    ouvre un acte (--to DOSSIER : en écrit les pièces)");

int
main(int argc, char **argv)
{
	/* before any TLS: without it the server would also accept older versions */
	g_setenv("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE);
	umask(077);
	g_auto(Options) options = {0};
	const GOptionEntry entries[] = {
		{"state", 0, 0, G_OPTION_ARG_FILENAME, &options.state, N_("dossier du système central"), N_("DOSSIER")},
		{"host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.hosts,
			N_("init : nom ou adresse de plus du serveur"), N_("NOM")},
		{"station", 0, 0, G_OPTION_ARG_STRING, &options.station, N_("nom du poste"), N_("NOM")},
		{"to", 0, 0, G_OPTION_ARG_FILENAME, &options.to, N_("dossier à écrire"), N_("DOSSIER")},
		{"listen", 0, 0, G_OPTION_ARG_STRING, &options.listen, N_("serve : adresse et port"),
			N_("ADRESSE:PORT")},
		{"ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options.ready_file,
			N_("serve : y écrit l’URL une fois prêt"), N_("FICHIER")},
		{"with-parent", 0, 0, G_OPTION_ARG_NONE, &options.with_parent,
			N_("serve : s’arrête avec le programme qui l’a lancé"), NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("list, show : en JSON"), NULL},
		{"ui", 0, 0, G_OPTION_ARG_STRING, &options.ui, N_("langue des phrases : fr ou en"), N_("LANGUE")},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rest, NULL, NULL},
		G_OPTION_ENTRY_NULL,
	};
	language_init(NULL);
	g_autoptr(GOptionContext) context = g_option_context_new(_("COMMANDE"));
	g_option_context_set_translation_domain(context, "civilia");
	g_option_context_set_summary(context, _(summary));
	g_option_context_add_main_entries(context, entries, "civilia");
	g_autoptr(GError) error = NULL;
	if (!g_option_context_parse(context, &argc, &argv, &error))
		return usage(error->message);
	if (options.ui != NULL && !language_init(options.ui))
		return usage(_("--ui connaît fr et en"));
	return dispatch(&options);
}
