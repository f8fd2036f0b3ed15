#include "app/casework/scan_run.h"
#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/image/png_write.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LAST_NUMBER = 9999, MIN_DPI = 50, MAX_DPI = 2400 };

typedef struct {
	char *device, *source, *mode, *bus, *to;
	int dpi;
	gboolean list;
} Options;

typedef struct {
	const char *to;
	int number;           /* of the last file written */
	ContractObject *json; /* collects pages */
	GPtrArray *paths;
	GError *storage; /* the first failure of our own output */
	guint shown;     /* page whose progress was shown last */
} Output;

/* page-0007.png -> 7; 0 for another name. */
static int
number_of(const char *name)
{
	int number = 0, used = 0;
	if (sscanf(name, "page-%4d.png%n", &number, &used) != 1 || used == 0 || name[used] != '\0' || number < 0)
		return 0;
	return number;
}

static int
last_number(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	int last = 0;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		last = MAX(last, number_of(name));
	return last;
}

/* Writes under the next free name; another program may fill the same folder. */
static char *
write_page(Output *out, const Image *image, GError **error)
{
	while (out->number < LAST_NUMBER) {
		g_autoptr(GError) cause = NULL;
		g_autofree char *name = g_strdup_printf("page-%04d.png", ++out->number);
		char *path = g_build_filename(out->to, name, NULL);
		if (image_write_png(image, path, &cause))
			return path;
		g_free(path);
		if (g_error_matches(cause, STATION_ERROR, STATION_ERROR_DENIED))
			continue;
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, _("%s : plus de numéro libre après page-%d.png"),
		out->to, LAST_NUMBER);
	return NULL;
}

static void
take_page(ScanRun *run, const ScanPage *page, gpointer data)
{
	Output *out = data;
	if (out->storage != NULL)
		return;
	char *path = write_page(out, page->image, &out->storage);
	if (path == NULL) {
		scan_run_cancel(run);
		return;
	}
	g_ptr_array_add(out->paths, path);
	ContractObject *json = contract_object_new();
	contract_object_text(json, "path", path);
	contract_object_number(json, "dpi", page->image->dpi);
	contract_object_number(json, "width", page->image->width_px);
	contract_object_number(json, "height", page->image->height_px);
	contract_object_text(json, "side", page->is_back ? "back" : "front");
	contract_object_number(json, "sheet", page->sheet);
	contract_object_append(out->json, "pages", json);
}

/* One line that renews itself on a terminal; elsewhere a line a page. */
static void
show_progress(ScanRun *run, guint page, guint percent, gpointer data)
{
	(void)run;
	Output *out = data;
	g_autofree char *text = g_strdup_printf(_("Page %u : %u %%"), page, percent);
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s  ", text);
	else if (page != out->shown)
		fprintf(stderr, "%s\n", text);
	out->shown = page;
}

static void
end_progress(const Output *out)
{
	if (out->shown > 0 && isatty(STDERR_FILENO))
		fputc('\n', stderr);
}

static void
ignore_end(ScanRun *run, const GError *error, gpointer data)
{
	(void)run;
	(void)error;
	(void)data;
}

static gboolean
interrupt(gpointer run)
{
	scan_run_cancel(run);
	return G_SOURCE_CONTINUE;
}

/* Storage failures outweigh the scanner's. */
static int
report(const Cli *cli, Output *out, const Options *o, const GError *error)
{
	int status = CLI_DONE;
	const char *outcome = error != NULL ? station_error_name(station_error_code(error)) : "done";
	contract_object_text(out->json, "outcome", outcome);
	if (error != NULL) {
		ContractObject *problem = contract_object_new();
		contract_object_text(problem, "path", o->device);
		contract_object_text(problem, "error", outcome);
		contract_object_text(problem, "sentence", error->message);
		contract_object_append(out->json, "problems", problem);
		status = cli_fail("scan", CLI_INPUT, "%s", error->message);
	}
	if (out->storage != NULL)
		status = cli_fail("scan", CLI_STORAGE, "%s", out->storage->message);
	if (cli->json) {
		g_autoptr(GBytes) bytes = contract_object_bytes(out->json);
		int printed = cli_print_bytes("scan", bytes);
		return printed != CLI_DONE ? printed : status;
	}
	for (guint i = 0; i < out->paths->len; i++)
		printf("%s\n", (const char *)out->paths->pdata[i]);
	return cli_finish("scan", status);
}

static int
scan(const Cli *cli, ScanClient *client, const Options *o)
{
	static const ScanEvents events = {take_page, show_progress, ignore_end};
	const ScanRequest request = {.device = o->device, .source = o->source, .mode = o->mode, .dpi = o->dpi};
	g_autoptr(ContractObject) json = contract_object_new();
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	Output out = {o->to, last_number(o->to), json, paths, NULL, 0};
	contract_object_list(json, "pages");
	contract_object_list(json, "problems");
	g_autoptr(GError) error = NULL;
	g_autoptr(ScanRun) run = scan_run_start(client, &request, &events, &out);
	guint signals[] = {g_unix_signal_add(SIGINT, interrupt, run), g_unix_signal_add(SIGTERM, interrupt, run)};
	gboolean ok = scan_run_wait(run, &error);
	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
		g_source_remove(signals[i]);
	end_progress(&out);
	int status = report(cli, &out, o, ok ? NULL : error);
	g_clear_error(&out.storage);
	return status;
}

static int
list(const Cli *cli, GPtrArray *devices)
{
	g_autoptr(ContractObject) json = contract_object_new();
	contract_object_list(json, "devices");
	contract_object_list(json, "problems");
	for (guint i = 0; i < devices->len; i++) {
		const ScanDevice *d = devices->pdata[i];
		ContractObject *item = contract_object_new();
		contract_object_text(item, "name", d->name);
		contract_object_text(item, "vendor", d->vendor);
		contract_object_text(item, "model", d->model);
		contract_object_text(item, "type", d->type);
		contract_object_append(json, "devices", item);
		g_autofree char *line = g_strdup_printf("%s %s (%s)", d->vendor, d->model, d->type);
		g_autofree char *name = cli_safe(d->name), *safe = cli_safe(line);
		if (!cli->json)
			printf("%s\t%s\n", name, safe);
	}
	if (cli->json) {
		g_autoptr(GBytes) bytes = contract_object_bytes(json);
		return cli_print_bytes("scan", bytes);
	}
	if (devices->len == 0)
		fprintf(stderr, "%s\n", _("Aucun scanner n’est branché."));
	return cli_finish("scan", CLI_DONE);
}

/* What ends a scan before it begins, in the same form as what ends one later. */
static int
report_problem(const Cli *cli, const Options *o, StationError code, const char *sentence)
{
	g_autoptr(ContractObject) json = contract_object_new();
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GError) error = g_error_new_literal(STATION_ERROR, (gint)code, sentence);
	Output out = {o->to, 0, json, paths, NULL, 0};
	contract_object_list(json, "pages");
	contract_object_list(json, "problems");
	return report(cli, &out, o, error);
}

/* Without --device, the only scanner there is. */
static int
choose_device(const Cli *cli, Options *o, GPtrArray *devices)
{
	if (o->device != NULL)
		return CLI_DONE;
	if (devices->len == 0)
		return report_problem(cli, o, STATION_ERROR_NO_DEVICE, _("Aucun scanner n’est branché."));
	if (devices->len > 1)
		return cli_fail("scan", CLI_USAGE, _("%u scanners sont là : choisissez avec --device (voir --list)"),
			devices->len);
	o->device = g_strdup(((const ScanDevice *)devices->pdata[0])->name);
	return CLI_DONE;
}

/* The service is asked for; a private one sees the folder of a virtual device and nothing else. */
static ScanClient *
reach_service(const Options *o, GError **error)
{
	if (o->bus != NULL)
		return scan_client_new(o->bus, error);
	if (o->device == NULL || !g_str_has_prefix(o->device, "folder:"))
		return scan_client_start_private(NULL, error);
	g_autofree char *folder = g_canonicalize_filename(o->device + strlen("folder:"), NULL);
	const char *const folders[] = {folder, NULL};
	return scan_client_start_private(folders, error);
}

static int
run_scan(const Cli *cli, Options *o)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ScanClient) client = reach_service(o, &error);
	if (client == NULL) {
		report_problem(cli, o, station_error_code(error), error->message);
		return CLI_INTERNAL;
	}
	if (o->list || o->device == NULL) {
		g_autoptr(GPtrArray) devices = scan_client_devices(client, &error);
		if (devices == NULL)
			return report_problem(cli, o, station_error_code(error), error->message);
		if (o->list)
			return list(cli, devices);
		int status = choose_device(cli, o, devices);
		if (status != CLI_DONE)
			return status;
	}
	return scan(cli, client, o);
}

static gboolean
is_one_of(const char *word, const char *const *words)
{
	return word == NULL || g_strv_contains(words, word);
}

static int
check_options(Options *o, int argc)
{
	static const char *const sources[] = {"adf", "flatbed", "duplex", NULL};
	static const char *const modes[] = {"color", "gray", "lineart", NULL};
	static const char *const buses[] = {"session", "system", NULL};
	if (argc > 1)
		return cli_fail("scan", CLI_USAGE, "%s", _("seules des options sont attendues"));
	if (!is_one_of(o->source, sources))
		return cli_fail("scan", CLI_USAGE, "%s", _("--source est adf, flatbed ou duplex"));
	if (!is_one_of(o->mode, modes))
		return cli_fail("scan", CLI_USAGE, "%s", _("--mode est color, gray ou lineart"));
	if (!is_one_of(o->bus, buses))
		return cli_fail("scan", CLI_USAGE, "%s", _("--bus est session ou system"));
	if (o->dpi != 0 && (o->dpi < MIN_DPI || o->dpi > MAX_DPI))
		return cli_fail("scan", CLI_USAGE, _("--dpi va de %d à %d"), MIN_DPI, MAX_DPI);
	if (!o->list && o->to == NULL)
		return cli_fail("scan", CLI_USAGE, "%s", _("--to DOSSIER manque"));
	return CLI_DONE;
}

/* Makes a virtual device's path absolute: the service runs elsewhere. FALSE: there is no such folder. */
static gboolean
find_folder(Options *o)
{
	if (o->device == NULL || !g_str_has_prefix(o->device, "folder:"))
		return TRUE;
	g_autofree char *folder = g_canonicalize_filename(o->device + strlen("folder:"), NULL);
	g_free(o->device);
	o->device = g_strconcat("folder:", folder, NULL);
	return g_file_test(folder, G_FILE_TEST_IS_DIR);
}

static void
options_clear(Options *o)
{
	g_free(o->device);
	g_free(o->source);
	g_free(o->mode);
	g_free(o->bus);
	g_free(o->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

int
scan_command(const Cli *cli, int argc, char **argv)
{
	g_auto(Options) o = {0};
	const GOptionEntry entries[] = {
		{"device", 0, 0, G_OPTION_ARG_STRING, &o.device,
			N_("scanner ; folder:CHEMIN joue les images d’un dossier"), N_("NOM")},
		{"source", 0, 0, G_OPTION_ARG_STRING, &o.source,
			N_("adf (chargeur), duplex (recto verso) ou flatbed (vitre)"), "SOURCE"},
		{"dpi", 0, 0, G_OPTION_ARG_INT, &o.dpi, N_("résolution (300)"), "N"},
		{"mode", 0, 0, G_OPTION_ARG_STRING, &o.mode, N_("color, gray ou lineart"), "MODE"},
		{"bus", 0, 0, G_OPTION_ARG_STRING, &o.bus, N_("service déjà démarré sur ce bus : session ou system"),
			"BUS"},
		{"to", 0, 0, G_OPTION_ARG_FILENAME, &o.to, N_("où écrire page-0001.png, page-0002.png…"),
			N_("DOSSIER")},
		{"list", 0, 0, G_OPTION_ARG_NONE, &o.list, N_("montre les scanners et finit"), NULL},
		G_OPTION_ENTRY_NULL,
	};
	if (!cli_options("scan", NULL,
		    _("Numérise par le service du scanner. Sans --bus, un bus et un service privés sont démarrés, puis "
		      "arrêtés.\nRien n’est écrasé : la numérotation continue."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	int status = check_options(&o, argc);
	if (status != CLI_DONE)
		return status;
	if (!find_folder(&o)) {
		g_autofree char *sentence = g_strdup_printf(_("%s : ce dossier n’existe pas"), o.device);
		return report_problem(cli, &o, STATION_ERROR_NO_DEVICE, sentence);
	}
	if (o.to != NULL && g_mkdir_with_parents(o.to, 0700) < 0)
		return cli_fail("scan", CLI_STORAGE, "%s: %s", o.to, g_strerror(errno));
	return run_scan(cli, &o);
}
