/* An act leaves the dossier's key for the central system's in one transaction: either it is a draft, or all of it lies
 * sealed in the outbox. It leaves the outbox in one transaction too, with its receipt. In between nothing of it is
 * changed, so that whatever was handed over of it stays right however often sending is interrupted. */
#include "app/seal/enrolment.h"
#include "app/seal/envelope.h"
#include "app/seal/manifest.h"
#include "app/store/store.h"
#include "app/store/store_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"

/* Inside a transaction: what the states of its acts say about the dossier. */
gboolean
store_settle(Store *store, gint64 dossier, GError **error)
{
	static const char sql[] =
		"SELECT count(*) FILTER (WHERE state = 'draft'), count(*) FILTER (WHERE state = 'queued'),"
		" count(*) FILTER (WHERE state = 'sent') FROM act WHERE dossier = ?1";
	StoreState state;
	gboolean row = FALSE;
	g_autoptr(Statement) statement = statement_new(store->database, error, sql, "i", dossier);
	if (!store_state_of(store, dossier, &state, error) || statement == NULL ||
		!statement_step(statement, &row, error))
		return FALSE;
	if (state < STORE_QUEUED)
		return TRUE;
	gint64 drafts = statement_int(statement, 0), queued = statement_int(statement, 1),
	       sent = statement_int(statement, 2);
	if (drafts + queued > 0)
		return store_write_state(store, dossier, STORE_QUEUED, error);
	if (sent > 0)
		return store_write_state(store, dossier, STORE_SENT, error);
	return store_write_state(store, dossier, STORE_ACCEPTED, error) && store_release(store, dossier, error);
}

static gboolean
part_add(Store *store, const SealKey *central, const char *act, GPtrArray *parts, const char *name, GBytes *plain,
	GError **error)
{
	g_autofree char *context = g_strconcat(act, "/", name, NULL);
	g_autoptr(GBytes) envelope = envelope_seal(central, plain, context);
	g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, envelope);
	gint64 size = (gint64)g_bytes_get_size(envelope);
	if (!database_run(store->database, error,
		    "INSERT INTO outbox_part(act, number, name, size, sha256) VALUES(?1, ?2, ?3, ?4, ?5)", "titit", act,
		    (gint64)parts->len + 1, name, size, sha256))
		return FALSE;
	g_ptr_array_add(parts, manifest_part_new(name, (guint64)size, sha256));
	return database_run(store->database, error, "INSERT INTO outbox_content VALUES(?1, ?2)", "ib",
		database_last_id(store->database), envelope);
}

static gboolean
parts_add(Store *store, const SealKey *central, const StoreAct *act, GError **error)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)manifest_part_free);
	g_autoptr(GBytes) json = store_act_get(store, act->id, error);
	if (json == NULL || !part_add(store, central, act->id, parts, "act", json, error))
		return FALSE;
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) documents = store_documents_get(store, act->dossier, &why);
	if (documents == NULL && station_error_code(why) != STATION_ERROR_NOT_FOUND) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	if (documents != NULL && !part_add(store, central, act->id, parts, "documents", documents, error))
		return FALSE;
	guint pages = 0;
	if (!store_page_count(store, act->dossier, &pages, error))
		return FALSE;
	for (guint i = 1; i <= pages; i++) {
		g_autofree char *name = g_strdup_printf("page-%04u", i);
		g_autoptr(GBytes) jpeg = store_page_get(store, act->dossier, i, error);
		if (jpeg == NULL || !part_add(store, central, act->id, parts, name, jpeg, error))
			return FALSE;
	}
	return manifest_check(act->id, act_kind_name(act->kind), parts, error);
}

static gboolean
queue(Store *store, const SealKey *central, const char *id, GError **error)
{
	g_autoptr(StoreAct) act = store_act_info(store, id, error);
	if (act == NULL)
		return FALSE;
	if (act->state != STORE_ACT_DRAFT)
		return TRUE;
	gint64 now = store_now();
	return database_run(store->database, error, "INSERT INTO outbox(act, queued) VALUES(?1, ?2)", "ti", id, now) &&
	       parts_add(store, central, act, error) &&
	       database_run(store->database, error, "UPDATE act SET state = 'queued', changed = ?2 WHERE id = ?1", "ti",
		       id, now) &&
	       store_write_state(store, act->dossier, STORE_QUEUED, error);
}

gboolean
store_act_queue(Store *store, const char *id, const char *enrolment_folder, GError **error)
{
	g_autofree char *path = g_build_filename(enrolment_folder, ENROLMENT_SEAL_KEY, NULL);
	g_autoptr(SealKey) central = seal_key_load(path, SEAL_KEY_BOX_PUBLIC, error);
	if (central == NULL || !database_begin(store->database, error))
		return FALSE;
	return database_end(store->database, queue(store, central, id, error), error);
}

gboolean
store_counts(Store *store, StoreCounts *counts, GError **error)
{
	static const char sql[] =
		"SELECT count(*) FILTER (WHERE state = 'draft'), count(*) FILTER (WHERE state = 'queued'),"
		" count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'accepted'),"
		" (SELECT ifnull(max(stored), 0) FROM receipt) FROM act";
	g_autoptr(Statement) statement = statement_new(store->database, error, sql, "");
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	*counts = (StoreCounts){
		.drafts = (guint)statement_int(statement, 0),
		.queued = (guint)statement_int(statement, 1),
		.sent = (guint)statement_int(statement, 2),
		.accepted = (guint)statement_int(statement, 3),
		.last_accepted_s = statement_int(statement, 4),
	};
	return TRUE;
}

GPtrArray *
store_outbox_parts(Store *store, const char *id, GError **error)
{
	g_autoptr(Statement) statement = statement_new(store->database, error,
		"SELECT name, size, sha256 FROM outbox_part WHERE act = ?1 ORDER BY number", "t", id);
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)manifest_part_free);
	for (gboolean row = FALSE;;) {
		if (statement == NULL || !statement_step(statement, &row, error))
			return NULL;
		if (!row)
			break;
		g_autofree char *name = statement_text(statement, 0), *sha256 = statement_text(statement, 2);
		g_ptr_array_add(parts, manifest_part_new(name, (guint64)statement_int(statement, 1), sha256));
	}
	if (parts->len > 0)
		return g_steal_pointer(&parts);
	store_refuse(error, STATION_ERROR_NOT_FOUND, _("l’acte %s n’attend pas d’envoi"), id);
	return NULL;
}

GBytes *
store_outbox_read(Store *store, const char *id, const char *name, gsize offset, gsize size, GError **error)
{
	g_autoptr(Statement) statement = statement_new(store->database, error,
		"SELECT substr(envelope, ?3, ?4) FROM outbox_content WHERE part ="
		" (SELECT id FROM outbox_part WHERE act = ?1 AND name = ?2)",
		"ttii", id, name, (gint64)offset + 1, (gint64)size);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (row)
		return statement_blob(statement, 0);
	store_refuse(error, STATION_ERROR_NOT_FOUND, _("l’acte %s n’attend pas d’envoi"), id);
	return NULL;
}

gboolean
store_outbox_failed(Store *store, const char *id, const char *error_name, gint64 next_attempt_s, GError **error)
{
	return database_run(store->database, error,
		"UPDATE outbox SET attempts = attempts + 1, next_attempt = ?2, last_error = ?3 WHERE act = ?1", "tit",
		id, next_attempt_s, error_name);
}

gboolean
store_outbox_sent(Store *store, const char *id, GError **error)
{
	if (!database_begin(store->database, error))
		return FALSE;
	g_autoptr(StoreAct) act = store_act_info(store, id, error);
	gboolean ok = act != NULL;
	if (ok && act->state == STORE_ACT_QUEUED)
		ok = database_run(store->database, error, "UPDATE act SET state = 'sent', changed = ?2 WHERE id = ?1",
			     "ti", id, store_now()) &&
		     store_settle(store, act->dossier, error);
	return database_end(store->database, ok, error);
}

static gboolean
accept(Store *store, const StoreAct *act, GBytes *receipt, GError **error)
{
	static const char *const releases[] = {
		"DELETE FROM outbox_part WHERE act = ?1", /* envelopes with it */
		"DELETE FROM act_content WHERE act = ?1",
		"UPDATE outbox SET next_attempt = 0, last_error = NULL WHERE act = ?1",
	};
	gint64 now = store_now();
	if (!database_run(
		    store->database, error, "INSERT INTO receipt VALUES(?1, ?2, ?3)", "tbi", act->id, receipt, now) ||
		!database_run(store->database, error, "UPDATE act SET state = 'accepted', changed = ?2 WHERE id = ?1",
			"ti", act->id, now))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(releases); i++) {
		if (!database_run(store->database, error, releases[i], "t", act->id))
			return FALSE;
	}
	return store_settle(store, act->dossier, error);
}

gboolean
store_outbox_accepted(Store *store, const char *id, GBytes *receipt, GError **error)
{
	if (!database_begin(store->database, error))
		return FALSE;
	g_autoptr(StoreAct) act = store_act_info(store, id, error);
	gboolean ok = act != NULL;
	if (ok && act->state == STORE_ACT_DRAFT)
		ok = store_refuse(error, STATION_ERROR_USAGE, _("l’acte %s n’attend pas d’envoi"), id);
	else if (ok && act->state != STORE_ACT_ACCEPTED)
		ok = accept(store, act, receipt, error);
	if (!database_end(store->database, ok, error))
		return FALSE;
	/* what was deleted must not stay readable in the log */
	database_checkpoint(store->database);
	return TRUE;
}

GBytes *
store_receipt_get(Store *store, const char *id, GError **error)
{
	return store_select_blob(store, error, _("aucun accusé de réception n’est encore arrivé pour cet acte"),
		"SELECT receipt FROM receipt WHERE act = ?2 AND ?1 = 0", 0, id);
}
