#include "app/cli/demo_dossier.h"
#include "app/casework/casefile.h"
#include "app/casework/intake.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>

enum { DPI = 300 };

/* The file number that reception would type: the bundled dossiers have one, others go by their folder's name. */
static char *
file_number(const char *name)
{
	g_autofree char *file = g_strdup_printf("samples/dossiers/%s.ini", name);
	g_autofree char *path = paths_data(file);
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_key_file_load_from_file(keys, path, G_KEY_FILE_NONE, NULL);
	char *number = g_key_file_get_string(keys, "dossier", "file_number", NULL);
	return number != NULL ? number : g_strdup(name);
}

static gboolean
is_sheet(const char *name)
{
	return g_str_has_suffix(name, ".png") || g_str_has_suffix(name, ".jpg");
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
sheets_of(const char *folder)
{
	GPtrArray *sheets = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
		if (is_sheet(name))
			g_ptr_array_add(sheets, g_strdup(name));
	g_ptr_array_sort(sheets, by_name);
	return sheets;
}

/* Leaves in the tray exactly the sheets that the station does not hold yet, as an operator would put them back. */
static gboolean
fill_tray(const DemoDossier *demo, const GPtrArray *sheets, guint held, GError **error)
{
	g_autoptr(GPtrArray) old = sheets_of(demo->tray);
	for (guint i = 0; i < old->len; i++) {
		g_autofree char *path = g_build_filename(demo->tray, old->pdata[i], NULL);
		g_unlink(path);
	}
	if (g_mkdir_with_parents(demo->tray, 0700) != 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, _("le dossier « %s » n’a pas pu être créé"),
			demo->tray);
		return FALSE;
	}
	for (guint i = held; i < sheets->len; i++) {
		g_autofree char *from = g_build_filename(demo->samples, sheets->pdata[i], NULL);
		g_autofree char *to = g_build_filename(demo->tray, sheets->pdata[i], NULL);
		g_autoptr(GFile) source = g_file_new_for_path(from);
		g_autoptr(GFile) target = g_file_new_for_path(to);
		if (!g_file_copy(source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error)) {
			g_prefix_error(error, "%s : ", from);
			return FALSE;
		}
	}
	return TRUE;
}

static void
show_intake(guint scanned, guint kept, gpointer data)
{
	(void)data;
	cli_progress(_("    pages gardées / numérisées :"), kept, scanned);
}

static void
show_reading(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("    lecture :"), done, known);
}

static void
show_export(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("    pages dessinées :"), done, known);
}

static gboolean
scan(const DemoDossier *demo, gint64 id, GError **error)
{
	g_autoptr(GPtrArray) sheets = sheets_of(demo->samples);
	guint held;
	if (!store_page_count(demo->store, id, &held, error))
		return FALSE;
	if (held >= sheets->len)
		return store_dossier_set_state(demo->store, id, STORE_SCANNED, error);
	if (!fill_tray(demo, sheets, held, error))
		return FALSE;
	const char *folders[] = {demo->tray, NULL};
	g_autoptr(ScanClient) client = scan_client_start_private(folders, error);
	if (client == NULL)
		return FALSE;
	g_autofree char *device = g_strconcat("folder:", demo->tray, NULL);
	const ScanRequest request = {.device = device, .source = "adf", .dpi = DPI};
	return intake_scan(demo->store, id, client, &request, show_intake, NULL, NULL, error);
}

static void
say(const DemoDossier *demo, const char *what, gint64 since_us)
{
	fprintf(demo->cli->json ? stderr : stdout, "  %s (%.1f s)\n", what,
		(double)(g_get_monotonic_time() - since_us) / 1e6);
	fflush(stdout);
}

/* One step for each state; from QUEUED on there is nothing left to do here. */
static gboolean
step(const DemoDossier *demo, const StoreDossier *d, GError **error)
{
	gint64 start = g_get_monotonic_time();
	switch (d->state) {
	case STORE_SCANNING:
		if (!scan(demo, d->id, error))
			return FALSE;
		say(demo, _("numérisé, lu, enregistré"), start);
		return TRUE;
	case STORE_SCANNED:
		return casefile_read(demo->store, d->id, show_reading, NULL, error);
	case STORE_READ:
	case STORE_COMPARED:
		if (!casefile_judge(demo->casework, demo->store, d->id, error))
			return FALSE;
		say(demo, _("comparé, projet d’acte préparé"), start);
		return TRUE;
	case STORE_DRAFTED:
		if (!casefile_export(demo->casework, demo->store, d->id, demo->out, show_export, NULL, error))
			return FALSE;
		say(demo, _("projet en PDF, pages avec leurs faits encadrés"), start);
		return casefile_queue(demo->store, d->id, demo->enrolment, error);
	case STORE_QUEUED:
	case STORE_SENT:
	case STORE_ACCEPTED:
	case STORE_STATE_N:
		break;
	}
	return TRUE;
}

/* Shows the comparison from what was exported: it is there however far the dossier has gone. */
static gboolean
show(const DemoDossier *demo, ContractObject *report, GError **error)
{
	g_autofree char *path = g_build_filename(demo->out, "dossier.json", NULL);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
	g_autoptr(GBytes) bytes = file != NULL ? g_mapped_file_get_bytes(file) : NULL;
	g_autoptr(Dossier) dossier = bytes != NULL ? contract_dossier_parse(bytes, error) : NULL;
	if (dossier == NULL)
		return FALSE;
	guint kinds[VERDICT_N] = {0};
	for (guint i = 0; i < dossier->verdicts->len; i++)
		kinds[((const Verdict *)dossier->verdicts->pdata[i])->kind]++;
	for (int i = 0; i < VERDICT_N; i++)
		contract_object_number(report, verdict_name((VerdictKind)i), kinds[i]);
	contract_object_number(report, "documents", dossier->documents->len);
	contract_object_number(report, "drafts", dossier->drafts->len);
	contract_object_text(report, "folder", demo->out);
	if (!demo->cli->json) {
		for (guint i = 0; i < dossier->documents->len; i++) {
			const Document *d = dossier->documents->pdata[i];
			printf("    %s  %s\n", d->id, document_kind_noun(d->kind));
		}
		putchar('\n');
		cli_print_comparison(dossier);
		printf(_("\n  projets et pages : %s\n\n"), demo->out);
	}
	return TRUE;
}

gboolean
demo_dossier_run(const DemoDossier *demo, ContractObject *report, GError **error)
{
	g_autofree char *number = file_number(demo->name);
	StoreDossier d;
	if (!store_dossier_ensure(demo->store, number, &d.id, NULL, error) ||
		!store_dossier_get(demo->store, d.id, &d, error))
		return FALSE;
	fprintf(demo->cli->json ? stderr : stdout, _("Dossier %s (%s)\n"), number, demo->name);
	fflush(stdout);
	while (d.state < STORE_QUEUED)
		if (!step(demo, &d, error) || !store_dossier_get(demo->store, d.id, &d, error))
			return FALSE;
	/* cut off between two acts of one dossier, the second still waits */
	if (d.state < STORE_ACCEPTED && !casefile_queue(demo->store, d.id, demo->enrolment, error))
		return FALSE;
	contract_object_text(report, "file_number", number);
	contract_object_number(report, "pages", d.pages);
	return show(demo, report, error);
}
