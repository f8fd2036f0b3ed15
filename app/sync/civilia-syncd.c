/* links: app/sync app/store app/seal app/db app/dossier firmware/base firmware/bus */
#include "app/sync/carrier.h"
#include "app/sync/sync_service.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

enum { DONE = 0, LEFT = 1, USAGE = 2, FAILED = 74 };

typedef struct {
	char *state, *key, *enrolment, *central, *bus, *ui;
	char **rest;
	int timeout_s;
	gboolean once, check, with_parent;
} Options;

static void
options_clear(Options *options)
{
	char *texts[] = {options->state, options->key, options->enrolment, options->central, options->bus, options->ui};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_strfreev(options->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static int
say(const GError *error, int status)
{
	g_printerr("civilia-syncd : %s\n", error->message);
	return station_error_code(error) == STATION_ERROR_USAGE ? USAGE : status;
}

static int
usage(const char *why)
{
	g_printerr(_("civilia-syncd : %s (voir civilia-syncd --help)\n"), why);
	return USAGE;
}

static SyncOptions
sync_options(const Options *options)
{
	return (SyncOptions){
		.enrolment = options->enrolment,
		.central = options->central,
		.request_timeout_ms = options->timeout_s * 1000,
	};
}

static int
run_once(const Options *options)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(options->state, options->key, 0, &error);
	SyncOptions sync = sync_options(options);
	SyncResult result = {0};
	if (store == NULL || !sync_run_once(store, &sync, TRUE, NULL, NULL, NULL, &result, &error))
		return say(error, FAILED);
	int status = result.left == 0 ? DONE : LEFT;
	if (status == LEFT)
		g_printerr("civilia-syncd : %s\n", result.sentence);
	sync_result_clear(&result);
	return status;
}

static int
check(const Options *options)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Carrier) carrier = carrier_new(options->enrolment, options->central, 1000, &error);
	g_autoptr(Store) store = carrier != NULL ? store_open(options->state, options->key, STORE_CHECK, &error) : NULL;
	return store != NULL ? DONE : say(error, FAILED);
}

static gboolean
quit(gpointer user_data)
{
	g_main_loop_quit(user_data);
	return G_SOURCE_REMOVE;
}

static void
name_lost(GDBusConnection *connection G_GNUC_UNUSED, const char *name, gpointer user_data)
{
	g_printerr(_("civilia-syncd : le nom %s n’est pas à nous sur le bus : un autre programme le tient, ou le bus "
		     "est fermé\n"),
		name);
	g_main_loop_quit(user_data);
}

static int
run(const Options *options)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	g_autoptr(GDBusConnection) connection = NULL;
	if (options->bus != NULL) {
		GBusType type = g_str_equal(options->bus, "system") ? G_BUS_TYPE_SYSTEM : G_BUS_TYPE_SESSION;
		connection = g_bus_get_sync(type, NULL, &error);
		if (connection == NULL)
			return say(error, FAILED);
	}
	SyncOptions sync = sync_options(options);
	{
		/* the outbox is looked at, and the enrolment read, before anybody is told that we run */
		g_autoptr(Carrier) carrier = carrier_new(options->enrolment, options->central, 1000, &error);
		g_autoptr(Store) store = carrier != NULL ? store_open(options->state, options->key, 0, &error) : NULL;
		if (store == NULL)
			return say(error, FAILED);
	}
	g_autoptr(SyncService) service = sync_service_new(options->state, options->key, &sync, connection, &error);
	if (service == NULL)
		return say(error, FAILED);
	guint name = connection != NULL ? g_bus_own_name_on_connection(connection, "ia.civil.Sync1",
						  G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE, NULL, name_lost, loop, NULL)
					: 0;
	g_unix_signal_add(SIGTERM, quit, loop);
	g_unix_signal_add(SIGINT, quit, loop);
	g_main_loop_run(loop);
	if (name != 0)
		g_bus_unown_name(name);
	return DONE;
}

static int
dispatch(Options *options)
{
	if (options->ui != NULL && !language_init(options->ui))
		return usage(_("--ui connaît fr et en"));
	if (options->rest != NULL)
		return usage(_("trop d’arguments"));
	if (options->enrolment == NULL || options->central == NULL)
		return usage(_("il manque --enrolment DOSSIER ou --central URL"));
	if (options->bus != NULL && !g_str_equal(options->bus, "session") && !g_str_equal(options->bus, "system"))
		return usage(_("--bus connaît session et system"));
	if (options->timeout_s < 0 || options->timeout_s > 3600)
		return usage(_("--timeout va de 1 à 3600 secondes"));
	if (options->state == NULL)
		options->state = paths_state_default();
	if (options->with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (options->check)
		return check(options);
	return options->once ? run_once(options) : run(options);
}

int
main(int argc, char **argv)
{
	sync_prepare();
	umask(077);
	station_error_register_dbus();
	g_auto(Options) options = {0};
	const GOptionEntry entries[] = {
		{"state", 0, 0, G_OPTION_ARG_FILENAME, &options.state, N_("dossier de la base et des clés du poste"),
			N_("DOSSIER")},
		{"key", 0, 0, G_OPTION_ARG_FILENAME, &options.key, N_("fichier de la clé du poste, hors du dossier"),
			N_("FICHIER")},
		{"enrolment", 0, 0, G_OPTION_ARG_FILENAME, &options.enrolment, N_("dossier d’enrôlement du poste"),
			N_("DOSSIER")},
		{"central", 0, 0, G_OPTION_ARG_STRING, &options.central, N_("adresse du système central"), N_("URL")},
		{"bus", 0, 0, G_OPTION_ARG_STRING, &options.bus, N_("session ou system : répondre à ia.civil.Sync1"),
			N_("BUS")},
		{"timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout_s, N_("secondes au plus par requête (30)"),
			N_("N")},
		{"once", 0, 0, G_OPTION_ARG_NONE, &options.once,
			N_("un seul passage ; 0 : tout est transmis, 1 : il en reste"), NULL},
		{"check", 0, 0, G_OPTION_ARG_NONE, &options.check, N_("vérifie les réglages et la base, puis s’arrête"),
			NULL},
		{"with-parent", 0, 0, G_OPTION_ARG_NONE, &options.with_parent,
			N_("s’arrête avec le programme qui l’a lancé"), NULL},
		{"ui", 0, 0, G_OPTION_ARG_STRING, &options.ui, N_("langue des phrases : fr ou en"), N_("LANGUE")},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rest, NULL, NULL},
		G_OPTION_ENTRY_NULL,
	};
	language_init(NULL);
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_set_translation_domain(context, "civilia");
	g_option_context_set_summary(
		context, _("Transmet au système central les actes en attente, et garde ses accusés de réception."));
	g_option_context_add_main_entries(context, entries, "civilia");
	g_autoptr(GError) error = NULL;
	if (!g_option_context_parse(context, &argc, &argv, &error))
		return usage(error->message);
	return dispatch(&options);
}
