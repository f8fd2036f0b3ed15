#include "app/store/store.h"
#include "app/store/store_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <string.h>

static const char *const states[] = {
	[STORE_SCANNING] = "scanning",
	[STORE_SCANNED] = "scanned",
	[STORE_READ] = "read",
	[STORE_COMPARED] = "compared",
	[STORE_DRAFTED] = "drafted",
	[STORE_QUEUED] = "queued",
	[STORE_SENT] = "sent",
	[STORE_ACCEPTED] = "accepted",
};
G_STATIC_ASSERT(G_N_ELEMENTS(states) == STORE_STATE_N);

const char *
store_state_name(StoreState state)
{
	return (guint)state < STORE_STATE_N ? states[state] : NULL;
}

gboolean
store_state_parse(const char *name, StoreState *state)
{
	for (guint i = 0; i < STORE_STATE_N; i++) {
		if (g_strcmp0(states[i], name) == 0) {
			*state = (StoreState)i;
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
not_found(gint64 id, GError **error)
{
	return store_refuse(error, STATION_ERROR_NOT_FOUND, _("le dossier %ld n’existe pas sur ce poste"), (long)id);
}

/* The number as it is hashed; NULL with USAGE. */
static char *
number_clean(const char *file_number, GError **error)
{
	g_autofree char *clean = g_strstrip(g_strdup(file_number));
	gsize size = strlen(clean);
	if (size > 0 && size <= STORE_MAX_FILE_NUMBER && g_utf8_validate(clean, -1, NULL))
		return g_steal_pointer(&clean);
	store_refuse(
		error, STATION_ERROR_USAGE, _("un numéro de dossier a de 1 à %d caractères"), STORE_MAX_FILE_NUMBER);
	return NULL;
}

static gboolean
find(Store *store, const char *hash, gint64 *id, gboolean *found, GError **error)
{
	return database_query_int(
		store->database, id, found, error, "SELECT id FROM dossier WHERE number_hash = ?1", "t", hash);
}

/* Inside a transaction: a fresh key, and the file number under it. */
static gboolean
key_create(Store *store, gint64 id, const char *number, GError **error)
{
	g_autoptr(SealKey) key = seal_key_new(SEAL_KEY_DOSSIER);
	g_autofree char *key_context = g_strdup_printf("key %" G_GINT64_FORMAT, id);
	g_autofree char *number_context = g_strdup_printf("number %" G_GINT64_FORMAT, id);
	g_autoptr(GBytes) wrapped = seal_wrap(store->station, key, key_context);
	g_autoptr(GBytes) plain = seal_wipe_new(number, strlen(number));
	g_autoptr(GBytes) sealed = seal_encrypt(key, plain, number_context);
	return database_run(store->database, error, "INSERT INTO dossier_key VALUES(?1, ?2)", "ib", id, wrapped) &&
	       database_run(store->database, error, "INSERT INTO dossier_number VALUES(?1, ?2)", "ib", id, sealed);
}

gboolean
store_dossier_ensure(Store *store, const char *file_number, gint64 *id, gboolean *created, GError **error)
{
	g_autofree char *number = number_clean(file_number, error);
	if (number == NULL || !database_begin(store->database, error))
		return FALSE;
	g_autofree char *hash = seal_hash(store->station, "file number", number);
	gboolean found = FALSE;
	gint64 row = 0, now = store_now();
	gboolean ok = find(store, hash, &row, &found, error);
	if (ok && !found) {
		ok = database_run(store->database, error,
			"INSERT INTO dossier(number_hash, state, created, changed) VALUES(?1, 'scanning', ?2, ?2)",
			"ti", hash, now);
		row = database_last_id(store->database);
		ok = ok && key_create(store, row, number, error);
	}
	if (!database_end(store->database, ok, error))
		return FALSE;
	*id = row;
	if (created != NULL)
		*created = !found;
	return TRUE;
}

gboolean
store_dossier_find(Store *store, const char *file_number, gint64 *id, GError **error)
{
	g_autofree char *number = number_clean(file_number, error);
	if (number == NULL)
		return FALSE;
	g_autofree char *hash = seal_hash(store->station, "file number", number);
	gboolean found = FALSE;
	gint64 row = 0;
	if (!find(store, hash, &row, &found, error))
		return FALSE;
	if (!found)
		return store_refuse(error, STATION_ERROR_NOT_FOUND, _("aucun dossier de ce numéro sur ce poste"));
	*id = row;
	return TRUE;
}

static const char select_dossier[] =
	"SELECT id, state, created, changed, (SELECT count(*) FROM page WHERE dossier = d.id)"
	" FROM dossier d WHERE ?1 IN (0, id) ORDER BY id";

static gboolean
dossier_read(Statement *statement, StoreDossier *dossier, GError **error)
{
	g_autofree char *state = statement_text(statement, 1);
	*dossier = (StoreDossier){
		.id = statement_int(statement, 0),
		.created_s = statement_int(statement, 2),
		.changed_s = statement_int(statement, 3),
		.pages = (guint)statement_int(statement, 4),
	};
	return store_state_parse(state, &dossier->state) ||
	       store_refuse(error, STATION_ERROR_STORAGE_DAMAGED, _("le dossier %ld est dans un état inconnu"),
		       (long)dossier->id);
}

GArray *
store_dossier_list(Store *store, GError **error)
{
	g_autoptr(Statement) statement = statement_new(store->database, error, select_dossier, "i", (gint64)0);
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(StoreDossier));
	if (statement == NULL)
		return NULL;
	for (gboolean row = FALSE;;) {
		StoreDossier dossier;
		if (!statement_step(statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&list);
		if (!dossier_read(statement, &dossier, error))
			return NULL;
		g_array_append_val(list, dossier);
	}
}

gboolean
store_dossier_get(Store *store, gint64 id, StoreDossier *dossier, GError **error)
{
	g_autoptr(Statement) statement = statement_new(store->database, error, select_dossier, "i", id);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	if (!row || id <= 0)
		return not_found(id, error);
	StoreDossier read;
	if (!dossier_read(statement, &read, error))
		return FALSE;
	*dossier = read;
	return TRUE;
}

char *
store_dossier_file_number(Store *store, gint64 id, GError **error)
{
	StoreDossier dossier;
	if (!store_dossier_get(store, id, &dossier, error))
		return NULL;
	g_autoptr(SealKey) key = store_key_of(store, id, error);
	if (key == NULL)
		return NULL;
	g_autoptr(GBytes) sealed = store_select_blob(store, error, _("le numéro de ce dossier manque"),
		"SELECT sealed FROM dossier_number WHERE dossier = ?1 AND ?2 IS NULL", id, NULL);
	if (sealed == NULL)
		return NULL;
	g_autofree char *context = g_strdup_printf("number %" G_GINT64_FORMAT, id);
	g_autoptr(GBytes) plain = seal_decrypt(key, sealed, context, error);
	return plain != NULL ? g_strndup(g_bytes_get_data(plain, NULL), g_bytes_get_size(plain)) : NULL;
}

gboolean
store_state_of(Store *store, gint64 dossier, StoreState *state, GError **error)
{
	StoreDossier read;
	if (!store_dossier_get(store, dossier, &read, error))
		return FALSE;
	*state = read.state;
	return TRUE;
}

gboolean
store_write_state(Store *store, gint64 dossier, StoreState state, GError **error)
{
	return database_run(store->database, error, "UPDATE dossier SET state = ?2, changed = ?3 WHERE id = ?1", "iti",
		dossier, states[state], store_now());
}

gboolean
store_open_for_change(Store *store, gint64 dossier, GError **error)
{
	StoreState state;
	if (!store_state_of(store, dossier, &state, error))
		return FALSE;
	if (state >= STORE_QUEUED)
		return store_refuse(error, STATION_ERROR_USAGE,
			_("le dossier %ld est déjà confié à l’envoi : il ne peut plus être modifié"), (long)dossier);
	return store_write_state(store, dossier, state, error);
}

gboolean
store_dossier_set_state(Store *store, gint64 id, StoreState state, GError **error)
{
	if ((guint)state >= STORE_QUEUED)
		return store_refuse(error, STATION_ERROR_USAGE, _("cet état se donne par l’envoi, pas à la main"));
	if (!database_begin(store->database, error))
		return FALSE;
	gboolean ok = store_open_for_change(store, id, error) && store_write_state(store, id, state, error);
	return database_end(store->database, ok, error);
}

gboolean
store_dossier_reopen(Store *store, gint64 id, const char *file_number, GError **error)
{
	g_autofree char *number = number_clean(file_number, error);
	if (number == NULL || !database_begin(store->database, error))
		return FALSE;
	g_autofree char *hash = seal_hash(store->station, "file number", number);
	StoreState state;
	gint64 row = 0;
	gboolean found = FALSE;
	gboolean ok = store_state_of(store, id, &state, error) && find(store, hash, &row, &found, error);
	if (ok && (!found || row != id))
		ok = store_refuse(error, STATION_ERROR_USAGE, _("ce numéro n’est pas celui du dossier %ld"), (long)id);
	if (ok && state != STORE_ACCEPTED)
		ok = store_refuse(error, STATION_ERROR_USAGE,
			_("le dossier %ld n’est pas clos : il n’y a rien à rouvrir"), (long)id);
	ok = ok && key_create(store, id, number, error) && store_write_state(store, id, STORE_SCANNING, error);
	return database_end(store->database, ok, error);
}

gboolean
store_release(Store *store, gint64 dossier, GError **error)
{
	static const char *const deletions[] = {
		"DELETE FROM dossier_key WHERE dossier = ?1",
		"DELETE FROM dossier_number WHERE dossier = ?1",
		"DELETE FROM documents WHERE dossier = ?1",
		"DELETE FROM page WHERE dossier = ?1", /* contents and readings with it */
		"DELETE FROM act_content WHERE act IN (SELECT id FROM act WHERE dossier = ?1)",
	};
	for (guint i = 0; i < G_N_ELEMENTS(deletions); i++) {
		if (!database_run(store->database, error, deletions[i], "i", dossier))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_dossier_delete(Store *store, gint64 id, GError **error)
{
	if (!database_begin(store->database, error))
		return FALSE;
	gint64 handed_over = 0;
	gboolean ok = store_open_for_change(store, id, error) && store_release(store, id, error) &&
		      database_run(store->database, error, "DELETE FROM act WHERE dossier = ?1 AND state = 'draft'",
			      "i", id) &&
		      database_query_int(store->database, &handed_over, NULL, error,
			      "SELECT count(*) FROM act WHERE dossier = ?1", "i", id);
	/* receipts of an earlier visit stay, and the dossier with them */
	if (ok && handed_over > 0)
		ok = store_write_state(store, id, STORE_ACCEPTED, error);
	else if (ok)
		ok = database_run(store->database, error, "DELETE FROM dossier WHERE id = ?1", "i", id);
	if (!database_end(store->database, ok, error))
		return FALSE;
	database_checkpoint(store->database);
	return TRUE;
}
