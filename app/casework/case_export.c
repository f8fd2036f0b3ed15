/* A dossier as files for a person to look at. */
#include "app/act/page_proof.h"
#include "app/casework/casefile.h"
#include "app/contract/contract.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <errno.h>

typedef struct {
	const Dossier *dossier;
	const char *folder;
	guint done, known;
	CasefileProgress progress;
	gpointer user_data;
	GError *error;
} Export;

static gboolean
write_file(const char *folder, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autoptr(GError) cause = NULL;
	if (g_file_set_contents_full(path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
		return TRUE;
	gboolean full = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
	g_set_error(error, STATION_ERROR, full ? STATION_ERROR_STORAGE_FULL : STATION_ERROR_STORAGE,
		_("« %s » n’a pas pu être écrit : %s"), path, cause->message);
	return FALSE;
}

/* The page of the dossier with this sequence: its document, and its number there. */
static const Document *
find_page(const Dossier *dossier, guint sequence, int *number)
{
	g_autofree char *path = g_strdup_printf("page-%04u.jpg", sequence);
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		for (guint j = 0; j < d->pages->len; j++) {
			const Page *page = d->pages->pdata[j];
			if (g_strcmp0(page->path, path) == 0) {
				*number = (int)j + 1;
				return d;
			}
		}
	}
	return NULL;
}

static void
on_pixels(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Export *e = data;
	(void)done;
	int number = 0;
	const Document *d = find_page(e->dossier, index + 1, &number);
	if (e->error != NULL || result->image_given == NULL || d == NULL)
		return;
	g_autofree char *name = g_strdup_printf("page-%04u.png", index + 1);
	g_autoptr(GBytes) png =
		page_proof(result->image_given, d->pages->pdata[number - 1], d->facts, number, &e->error);
	if (png != NULL && write_file(e->folder, name, png, &e->error) && e->progress != NULL)
		e->progress(++e->done, e->known, e->user_data);
}

static gboolean
export_pages(Export *e, Store *store, gint64 id, GError **error)
{
	if (!store_page_count(store, id, &e->known, error))
		return FALSE;
	g_autoptr(GMainContext) context = g_main_context_new();
	g_main_context_push_thread_default(context);
	ReaderOptions options = {0};
	Reader *reader = reader_new(&options, on_pixels, e, error);
	gboolean ok = reader != NULL;
	for (guint sequence = 1; ok && sequence <= e->known; sequence++) {
		g_autoptr(GBytes) jpeg = store_page_get(store, id, sequence, error);
		ok = jpeg != NULL;
		if (ok)
			reader_submit_decode(reader, jpeg);
	}
	while (ok && reader_pending(reader) > 0 && e->error == NULL)
		g_main_context_iteration(context, TRUE);
	reader_free(reader);
	g_main_context_pop_thread_default(context);
	if (e->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&e->error));
		return FALSE;
	}
	return ok;
}

static gboolean
export_drafts(const Casework *casework, const Dossier *dossier, const char *folder, GError **error)
{
	static const char *const names[ACT_N] = {"acte-naissance.pdf", "acte-mariage.pdf", "acte-deces.pdf"};
	for (guint i = 0; i < dossier->drafts->len; i++) {
		const Act *act = dossier->drafts->pdata[i];
		g_autoptr(GBytes) pdf = casework_pdf(casework, dossier, act, error);
		if (pdf == NULL || !write_file(folder, names[act->kind], pdf, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
casefile_export(const Casework *casework, Store *store, gint64 id, const char *folder, CasefileProgress progress,
	gpointer user_data, GError **error)
{
	g_autoptr(Dossier) dossier = casefile_load(store, id, error);
	if (dossier == NULL)
		return FALSE;
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		g_set_error(error, STATION_ERROR, errno == ENOSPC ? STATION_ERROR_STORAGE_FULL : STATION_ERROR_STORAGE,
			_("le dossier « %s » n’a pas pu être créé : %s"), folder, g_strerror(errno));
		return FALSE;
	}
	g_autoptr(GBytes) json = contract_dossier(dossier, CONTRACT_COMPARISON);
	Export e = {.dossier = dossier, .folder = folder, .progress = progress, .user_data = user_data};
	return write_file(folder, "dossier.json", json, error) && export_drafts(casework, dossier, folder, error) &&
	       export_pages(&e, store, id, error);
}
