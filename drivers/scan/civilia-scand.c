/* links: drivers/scan firmware/base firmware/bus */
/* The scanner service: ia.civil.Scanner1 on a message bus. libsane lives in its child civilia-scanner. */
#include "drivers/scan/scan_service.h"
#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sysexits.h>

typedef struct {
	char *bus, *ui, *sane_config;
	char **folders, **quirk_files;
	gboolean check;
	char *runtime; /* private folder with SANE's configuration, or NULL */
	ScannerLaunch launch;
	QuirkTable *quirks;
} Daemon;

static gboolean
usage(GError **error, const char *what)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE, what);
	return FALSE;
}

static gboolean
parse(Daemon *d, int *argc, char ***argv, GError **error)
{
	g_autofree char *address = NULL;
	const GOptionEntry entries[] = {
		{"bus", 0, 0, G_OPTION_ARG_STRING, &d->bus, "message bus (default: session)", "session or system"},
		{"address", 0, 0, G_OPTION_ARG_STRING, &address, "message bus at this address", "ADDRESS"},
		{"virtual", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &d->folders,
			"play this folder as a scanner, and nothing else (may be repeated)", "FOLDER"},
		{"sane-config", 0, 0, G_OPTION_ARG_FILENAME, &d->sane_config, "SANE's configuration", "FOLDER"},
		{"quirks", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &d->quirk_files,
			"peculiarities of scanners, after the packaged ones (may be repeated)", "FILE"},
		{"ui", 0, 0, G_OPTION_ARG_STRING, &d->ui, "language of sentences", "fr or en"},
		{"check", 0, 0, G_OPTION_ARG_NONE, &d->check, "check the configuration and exit", NULL},
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- the scanner service of a Civil.ia station");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (*argc > 1)
		return usage(error, "no arguments are taken, only options");
	if (!language_init(d->ui))
		return usage(error, "--ui is fr or en");
	if (address != NULL && d->bus != NULL)
		return usage(error, "--bus and --address exclude each other");
	if (d->bus != NULL && !g_str_equal(d->bus, "session") && !g_str_equal(d->bus, "system"))
		return usage(error, "--bus is session or system");
	if (d->sane_config != NULL && d->folders != NULL)
		return usage(error, "--sane-config and --virtual exclude each other");
	if (d->bus == NULL)
		d->bus = address != NULL ? g_steal_pointer(&address) : g_strdup("session");
	return TRUE;
}

/* A configuration for SANE in which the virtual scanner is the only back-end. */
static gboolean
write_sane_config(Daemon *d, GError **error)
{
	g_autoptr(GString) list = g_string_new("# written by civilia-scand\n");
	for (int i = 0; d->folders[i] != NULL; i++) {
		g_autofree char *path = g_canonicalize_filename(d->folders[i], NULL);
		if (!g_file_test(path, G_FILE_TEST_IS_DIR) || strchr(path, '\n') != NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "--virtual %s: not a folder", path);
			return FALSE;
		}
		g_string_append_printf(list, "%s\n", path);
	}
	const char *given = g_getenv("RUNTIME_DIRECTORY"); /* systemd's, gone with the service */
	g_autofree char *template =
		g_build_filename(given != NULL ? given : g_get_tmp_dir(), "civilia-scand-XXXXXX", NULL);
	if (g_mkdtemp(template) == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, "%s cannot be made", template);
		return FALSE;
	}
	d->runtime = g_steal_pointer(&template);
	g_autofree char *dll = g_build_filename(d->runtime, "dll.conf", NULL);
	g_autofree char *folder = g_build_filename(d->runtime, "folder.conf", NULL);
	d->launch.config = g_strdup(d->runtime);
	return g_file_set_contents(dll, "folder\n", -1, error) && g_file_set_contents(folder, list->str, -1, error);
}

static void
remove_sane_config(Daemon *d)
{
	if (d->runtime == NULL)
		return;
	g_autofree char *dll = g_build_filename(d->runtime, "dll.conf", NULL);
	g_autofree char *folder = g_build_filename(d->runtime, "folder.conf", NULL);
	g_unlink(dll);
	g_unlink(folder);
	g_rmdir(d->runtime);
}

static gboolean
configure(Daemon *d, GError **error)
{
	d->quirks = quirk_table_new();
	g_autofree char *packaged = paths_data("scanners/quirks.ini");
	if (!quirk_table_load(d->quirks, packaged, error))
		return FALSE;
	for (int i = 0; d->quirk_files != NULL && d->quirk_files[i] != NULL; i++) {
		if (!quirk_table_load(d->quirks, d->quirk_files[i], error))
			return FALSE;
	}
	d->launch.program = paths_program("civilia-scanner");
	d->launch.library = paths_sane();
	if (!g_file_test(d->launch.program, G_FILE_TEST_IS_EXECUTABLE)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, "%s: no such program", d->launch.program);
		return FALSE;
	}
	if (d->sane_config != NULL && !g_file_test(d->sane_config, G_FILE_TEST_IS_DIR)) {
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_USAGE, "--sane-config %s: not a folder", d->sane_config);
		return FALSE;
	}
	d->launch.config = g_strdup(d->sane_config);
	return d->folders == NULL || write_sane_config(d, error);
}

static gboolean
stop(gpointer loop)
{
	g_main_loop_quit(loop);
	return G_SOURCE_CONTINUE;
}

static void
lost(GDBusConnection *connection, const char *name, gpointer loop)
{
	g_warning(connection == NULL ? "the message bus is gone" : "another program owns %s", name);
	g_main_loop_quit(loop);
}

static gboolean
serve(Daemon *d, GError **error)
{
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	g_autoptr(GDBusConnection) connection = bus_connect(d->bus, error);
	if (connection == NULL)
		return FALSE;
	g_autoptr(ScanService) service = scan_service_new(connection, &d->launch, d->quirks, error);
	if (service == NULL)
		return FALSE;
	g_signal_connect_swapped(connection, "closed", G_CALLBACK(g_main_loop_quit), loop);
	guint term = g_unix_signal_add(SIGTERM, stop, loop), interrupt = g_unix_signal_add(SIGINT, stop, loop);
	/* never given back: it ends with the connection */
	g_bus_own_name_on_connection(
		connection, SCAN_SERVICE_NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE, NULL, lost, loop, NULL);
	g_main_loop_run(loop);
	g_source_remove(term);
	g_source_remove(interrupt);
	return TRUE;
}

int
main(int argc, char **argv)
{
	Daemon d = {0};
	g_autoptr(GError) error = NULL;
	gboolean ok = parse(&d, &argc, &argv, &error) && configure(&d, &error);
	int status = ok ? EXIT_SUCCESS : EX_CONFIG;
	if (ok && !d.check && !serve(&d, &error))
		status = EX_UNAVAILABLE;
	if (error != NULL)
		g_printerr("civilia-scand: %s\n", error->message);
	remove_sane_config(&d);
	scanner_launch_clear(&d.launch);
	quirk_table_free(d.quirks);
	g_strfreev(d.folders);
	g_strfreev(d.quirk_files);
	g_free(d.bus);
	g_free(d.ui);
	g_free(d.sane_config);
	g_free(d.runtime);
	return status;
}
