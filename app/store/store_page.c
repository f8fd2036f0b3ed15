#include "app/store/store.h"
#include "app/store/store_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"

static gboolean
count_pages(Store *store, gint64 dossier, gint64 *count, GError **error)
{
	return database_query_int(
		store->database, count, NULL, error, "SELECT count(*) FROM page WHERE dossier = ?1", "i", dossier);
}

static gboolean
no_page(gint64 dossier, guint sequence, GError **error)
{
	return store_refuse(
		error, STATION_ERROR_NOT_FOUND, _("le dossier %ld n’a pas de page %u"), (long)dossier, sequence);
}

static gboolean
page_id(Store *store, gint64 dossier, guint sequence, gint64 *id, GError **error)
{
	gboolean found = FALSE;
	StoreDossier known;
	if (!database_query_int(store->database, id, &found, error,
		    "SELECT id FROM page WHERE dossier = ?1 AND sequence = ?2", "ii", dossier, (gint64)sequence))
		return FALSE;
	if (found)
		return TRUE;
	return store_dossier_get(store, dossier, &known, error) && no_page(dossier, sequence, error);
}

static GBytes *
encrypt_for(Store *store, gint64 dossier, const char *what, gint64 id, GBytes *plain, GError **error)
{
	g_autoptr(SealKey) key = store_key_of(store, dossier, error);
	g_autofree char *context = g_strdup_printf("%s %" G_GINT64_FORMAT, what, id);
	return key != NULL ? seal_encrypt(key, plain, context) : NULL;
}

static GBytes *
decrypt_for(Store *store, gint64 dossier, const char *what, gint64 id, GBytes *sealed, GError **error)
{
	g_autoptr(SealKey) key = store_key_of(store, dossier, error);
	g_autofree char *context = g_strdup_printf("%s %" G_GINT64_FORMAT, what, id);
	return key != NULL ? seal_decrypt(key, sealed, context, error) : NULL;
}

static gboolean
page_insert(Store *store, gint64 dossier, guint sequence, GBytes *jpeg, GError **error)
{
	if (!database_run(store->database, error, "INSERT INTO page(dossier, sequence, added) VALUES(?1, ?2, ?3)",
		    "iii", dossier, (gint64)sequence, store_now()))
		return FALSE;
	gint64 id = database_last_id(store->database);
	g_autoptr(GBytes) sealed = encrypt_for(store, dossier, "page", id, jpeg, error);
	return sealed != NULL &&
	       database_run(store->database, error, "INSERT INTO page_content VALUES(?1, ?2)", "ib", id, sealed);
}

/* sequence 0: append */
static gboolean
page_write(Store *store, gint64 dossier, guint *sequence, GBytes *jpeg, GError **error)
{
	gint64 count = 0;
	if (!store_open_for_change(store, dossier, error) || !count_pages(store, dossier, &count, error))
		return FALSE;
	guint at = *sequence == 0 ? (guint)count + 1 : *sequence;
	if (at > STORE_MAX_PAGES)
		return store_refuse(
			error, STATION_ERROR_TOO_LARGE, _("un dossier a au plus %d pages"), STORE_MAX_PAGES);
	if (at > (guint)count + 1)
		return store_refuse(
			error, STATION_ERROR_USAGE, _("la page %u manque avant la page %u"), (guint)count + 1, at);
	if (at <= (guint)count &&
		!database_run(store->database, error, "DELETE FROM page WHERE dossier = ?1 AND sequence = ?2", "ii",
			dossier, (gint64)at))
		return FALSE;
	if (!page_insert(store, dossier, at, jpeg, error))
		return FALSE;
	*sequence = at;
	return TRUE;
}

static gboolean
page_store(Store *store, gint64 dossier, guint *sequence, GBytes *jpeg, GError **error)
{
	if (!store_check_size(jpeg, STORE_MAX_PAGE_BYTES, error) || !database_begin(store->database, error))
		return FALSE;
	gboolean ok = page_write(store, dossier, sequence, jpeg, error);
	return database_end(store->database, ok, error);
}

gboolean
store_page_add(Store *store, gint64 dossier, GBytes *jpeg, guint *sequence, GError **error)
{
	guint at = 0;
	if (!page_store(store, dossier, &at, jpeg, error))
		return FALSE;
	if (sequence != NULL)
		*sequence = at;
	return TRUE;
}

gboolean
store_page_put(Store *store, gint64 dossier, guint sequence, GBytes *jpeg, GError **error)
{
	if (sequence == 0)
		return store_refuse(error, STATION_ERROR_USAGE, _("les pages se comptent à partir de 1"));
	g_autoptr(GBytes) there = store_page_get(store, dossier, sequence, NULL);
	if (there != NULL && g_bytes_equal(there, jpeg))
		return TRUE;
	return page_store(store, dossier, &sequence, jpeg, error);
}

gboolean
store_page_delete(Store *store, gint64 dossier, guint sequence, GError **error)
{
	/* negative on the way: each row is checked against the others as it is written */
	static const char *const steps[] = {
		"DELETE FROM page WHERE dossier = ?1 AND sequence = ?2",
		"UPDATE page SET sequence = 1 - sequence WHERE dossier = ?1 AND sequence > ?2",
		"UPDATE page SET sequence = -sequence WHERE dossier = ?1 AND sequence < 0 AND ?2 > 0",
	};
	if (!database_begin(store->database, error))
		return FALSE;
	gint64 id = 0;
	gboolean ok = store_open_for_change(store, dossier, error) && page_id(store, dossier, sequence, &id, error);
	for (guint i = 0; ok && i < G_N_ELEMENTS(steps); i++)
		ok = database_run(store->database, error, steps[i], "ii", dossier, (gint64)sequence);
	return database_end(store->database, ok, error);
}

gboolean
store_page_count(Store *store, gint64 dossier, guint *count, GError **error)
{
	StoreDossier known;
	if (!store_dossier_get(store, dossier, &known, error))
		return FALSE;
	*count = known.pages;
	return TRUE;
}

GBytes *
store_page_get(Store *store, gint64 dossier, guint sequence, GError **error)
{
	gint64 id = 0;
	if (!page_id(store, dossier, sequence, &id, error))
		return NULL;
	g_autoptr(GBytes) sealed = store_select_blob(store, error, _("le contenu de cette page manque"),
		"SELECT sealed FROM page_content WHERE page = ?1 AND ?2 IS NULL", id, NULL);
	return sealed != NULL ? decrypt_for(store, dossier, "page", id, sealed, error) : NULL;
}

gboolean
store_reading_put(Store *store, gint64 dossier, guint sequence, GBytes *reading, GError **error)
{
	if (!store_check_size(reading, STORE_MAX_BLOB_BYTES, error) || !database_begin(store->database, error))
		return FALSE;
	gint64 id = 0;
	gboolean ok = store_open_for_change(store, dossier, error) && page_id(store, dossier, sequence, &id, error);
	g_autoptr(GBytes) sealed = ok ? encrypt_for(store, dossier, "reading", id, reading, error) : NULL;
	ok = sealed != NULL &&
	     database_run(store->database, error, "INSERT OR REPLACE INTO reading VALUES(?1, ?2)", "ib", id, sealed);
	return database_end(store->database, ok, error);
}

GBytes *
store_reading_get(Store *store, gint64 dossier, guint sequence, GError **error)
{
	gint64 id = 0;
	if (!page_id(store, dossier, sequence, &id, error))
		return NULL;
	g_autoptr(GBytes) sealed = store_select_blob(store, error, _("cette page n’est pas encore lue"),
		"SELECT sealed FROM reading WHERE page = ?1 AND ?2 IS NULL", id, NULL);
	return sealed != NULL ? decrypt_for(store, dossier, "reading", id, sealed, error) : NULL;
}

gboolean
store_documents_put(Store *store, gint64 dossier, GBytes *documents, GError **error)
{
	if (!store_check_size(documents, STORE_MAX_BLOB_BYTES, error) || !database_begin(store->database, error))
		return FALSE;
	gboolean ok = store_open_for_change(store, dossier, error);
	g_autoptr(GBytes) sealed = ok ? encrypt_for(store, dossier, "documents", dossier, documents, error) : NULL;
	ok = sealed != NULL && database_run(store->database, error, "INSERT OR REPLACE INTO documents VALUES(?1, ?2)",
				       "ib", dossier, sealed);
	return database_end(store->database, ok, error);
}

GBytes *
store_documents_get(Store *store, gint64 dossier, GError **error)
{
	StoreDossier known;
	if (!store_dossier_get(store, dossier, &known, error))
		return NULL;
	g_autoptr(GBytes) sealed =
		store_select_blob(store, error, _("les documents de ce dossier ne sont pas encore lus"),
			"SELECT sealed FROM documents WHERE dossier = ?1 AND ?2 IS NULL", dossier, NULL);
	return sealed != NULL ? decrypt_for(store, dossier, "documents", dossier, sealed, error) : NULL;
}
