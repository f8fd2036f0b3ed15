#include "app/casework/casefile.h"
#include "app/contract/contract.h"
#include "app/fields/fields.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"

/* Pages on their way through the workers. index -> sequence as they were submitted. */
typedef struct {
	Store *store;
	gint64 id;
	GArray *sequences; /* guint */
	guint done;
	CasefileProgress progress;
	gpointer user_data;
	GError *error; /* the first failure to store */
} Reading;

GBytes *
casefile_reading(GPtrArray *documents, StationError problem, guint sequence)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autofree char *path = g_strdup_printf("page-%04u.jpg", sequence);
	if (documents != NULL) {
		g_ptr_array_extend_and_steal(dossier->documents, documents);
	} else {
		Document *unread = document_new(KIND_OTHER);
		g_ptr_array_add(unread->pages, page_new());
		g_ptr_array_add(dossier->documents, unread);
		dossier_add_problem(dossier, path, problem);
	}
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *document = dossier->documents->pdata[i];
		Page *page = document->pages->pdata[0];
		g_free(page->path);
		page->path = g_strdup(path);
	}
	documents_number(dossier->documents);
	return contract_dossier(dossier, CONTRACT_WORDS | CONTRACT_COMPACT);
}

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Reading *r = data;
	(void)done;
	guint sequence = g_array_index(r->sequences, guint, index);
	g_autoptr(GBytes) bytes =
		casefile_reading(g_steal_pointer(&result->documents), station_error_code(result->error), sequence);
	if (r->error == NULL && store_reading_put(r->store, r->id, sequence, bytes, &r->error) && r->progress != NULL)
		r->progress(++r->done, r->sequences->len, r->user_data);
}

/* Submits every page without a reading; reader indices count from 0 in that order. */
static gboolean
submit_unread(Reading *r, Reader **reader, guint pages, GError **error)
{
	for (guint sequence = 1; sequence <= pages; sequence++) {
		g_autoptr(GError) missing = NULL;
		g_autoptr(GBytes) reading = store_reading_get(r->store, r->id, sequence, &missing);
		if (reading != NULL)
			continue;
		if (!g_error_matches(missing, STATION_ERROR, STATION_ERROR_NOT_FOUND)) {
			g_propagate_error(error, g_steal_pointer(&missing));
			return FALSE;
		}
		g_autoptr(GBytes) jpeg = store_page_get(r->store, r->id, sequence, error);
		if (jpeg == NULL)
			return FALSE;
		ReaderOptions options = {.state = (char *)store_folder(r->store), .want_words = TRUE};
		if (*reader == NULL && (*reader = reader_new(&options, on_result, r, error)) == NULL)
			return FALSE;
		guint index = reader_submit_bytes(*reader, jpeg);
		g_assert(index == r->sequences->len);
		g_array_append_val(r->sequences, sequence);
	}
	return TRUE;
}

static gboolean
read_missing(Store *store, gint64 id, guint pages, CasefileProgress progress, gpointer user_data, GError **error)
{
	g_autoptr(GMainContext) context = g_main_context_new();
	g_main_context_push_thread_default(context);
	Reading r = {.store = store,
		.id = id,
		.sequences = g_array_new(FALSE, FALSE, sizeof(guint)),
		.progress = progress,
		.user_data = user_data};
	Reader *reader = NULL;
	gboolean ok = submit_unread(&r, &reader, pages, error);
	while (ok && reader != NULL && reader_pending(reader) > 0 && r.error == NULL)
		g_main_context_iteration(context, TRUE);
	reader_free(reader);
	g_array_unref(r.sequences);
	g_main_context_pop_thread_default(context);
	if (r.error != NULL) {
		g_propagate_error(error, r.error);
		return FALSE;
	}
	return ok;
}

/* All readings as one dossier of grouped, numbered documents. */
static Dossier *
gather(Store *store, gint64 id, guint pages, GError **error)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autoptr(GPtrArray) single = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (guint sequence = 1; sequence <= pages; sequence++) {
		g_autoptr(GBytes) bytes = store_reading_get(store, id, sequence, error);
		g_autoptr(Dossier) one = bytes != NULL ? contract_dossier_parse(bytes, error) : NULL;
		if (one == NULL)
			return NULL;
		for (guint i = 0; i < one->problems->len; i++) {
			const Problem *p = one->problems->pdata[i];
			dossier_add_problem(dossier, p->path, p->error);
		}
		g_ptr_array_extend_and_steal(single, g_steal_pointer(&one->documents));
		one->documents = g_ptr_array_new();
	}
	g_ptr_array_unref(dossier->documents);
	dossier->documents = fields_group(g_steal_pointer(&single));
	return g_steal_pointer(&dossier);
}

gboolean
casefile_read(Store *store, gint64 id, CasefileProgress progress, gpointer user_data, GError **error)
{
	guint pages;
	if (!store_page_count(store, id, &pages, error))
		return FALSE;
	if (pages == 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE, _("le dossier n’a pas de page"));
		return FALSE;
	}
	if (!read_missing(store, id, pages, progress, user_data, error))
		return FALSE;
	g_autoptr(Dossier) dossier = gather(store, id, pages, error);
	if (dossier == NULL)
		return FALSE;
	g_autoptr(GBytes) bytes = contract_dossier(dossier, CONTRACT_COMPACT);
	return store_documents_put(store, id, bytes, error) && store_dossier_set_state(store, id, STORE_READ, error);
}

Dossier *
casefile_load(Store *store, gint64 id, GError **error)
{
	g_autoptr(GBytes) bytes = store_documents_get(store, id, error);
	g_autoptr(Dossier) dossier = bytes != NULL ? contract_dossier_parse(bytes, error) : NULL;
	if (dossier == NULL)
		return NULL;
	dossier->file_number = store_dossier_file_number(store, id, error);
	return dossier->file_number != NULL ? g_steal_pointer(&dossier) : NULL;
}

gboolean
casefile_judge(const Casework *casework, Store *store, gint64 id, GError **error)
{
	g_autoptr(Dossier) dossier = casefile_load(store, id, error);
	if (dossier == NULL)
		return FALSE;
	casework_judge(casework, dossier);
	g_autoptr(GBytes) bytes = contract_dossier(dossier, CONTRACT_COMPARISON | CONTRACT_COMPACT);
	if (!store_documents_put(store, id, bytes, error) || !store_dossier_set_state(store, id, STORE_COMPARED, error))
		return FALSE;
	for (guint i = 0; i < dossier->drafts->len; i++) {
		const Act *act = dossier->drafts->pdata[i];
		g_autoptr(GBytes) json = contract_act(dossier, act);
		if (!store_act_put(store, id, act->kind, json, NULL, error))
			return FALSE;
	}
	return store_dossier_set_state(store, id, STORE_DRAFTED, error);
}

gboolean
casefile_queue(Store *store, gint64 id, const char *enrolment_folder, GError **error)
{
	g_autoptr(GPtrArray) acts = store_act_list(store, id, error);
	if (acts == NULL)
		return FALSE;
	if (acts->len == 0) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_USAGE, _("le dossier n’a pas encore de projet d’acte"));
		return FALSE;
	}
	for (guint i = 0; i < acts->len; i++) {
		const StoreAct *act = acts->pdata[i];
		if (!store_act_queue(store, act->id, enrolment_folder, error))
			return FALSE;
	}
	return TRUE;
}
