#include "app/store/store.h"
#include "app/store/store_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"

static const char *const states[] = {
	[STORE_ACT_DRAFT] = "draft",
	[STORE_ACT_QUEUED] = "queued",
	[STORE_ACT_SENT] = "sent",
	[STORE_ACT_ACCEPTED] = "accepted",
};
G_STATIC_ASSERT(G_N_ELEMENTS(states) == STORE_ACT_STATE_N);

const char *
store_act_state_name(StoreActState state)
{
	return (guint)state < STORE_ACT_STATE_N ? states[state] : NULL;
}

void
store_act_free(StoreAct *act)
{
	if (act == NULL)
		return;
	g_free(act->id);
	g_free(act->last_error);
	g_free(act);
}

static const char columns[] =
	"SELECT a.id, a.dossier, a.kind, a.state, a.changed, ifnull(o.queued, 0), ifnull(o.attempts, 0),"
	" ifnull(o.next_attempt, 0), o.last_error FROM act a LEFT JOIN outbox o ON o.act = a.id ";

static StoreAct *
act_read(Statement *statement, GError **error)
{
	g_autofree char *kind = statement_text(statement, 2), *state = statement_text(statement, 3);
	guint at = 0;
	while (at < STORE_ACT_STATE_N && g_strcmp0(states[at], state) != 0)
		at++;
	g_autoptr(StoreAct) act = g_new0(StoreAct, 1);
	if (at == STORE_ACT_STATE_N || !act_kind_parse(kind, &act->kind)) {
		store_refuse(error, STATION_ERROR_STORAGE_DAMAGED, _("un acte est dans un état inconnu"));
		return NULL;
	}
	act->id = statement_text(statement, 0);
	act->dossier = statement_int(statement, 1);
	act->state = (StoreActState)at;
	act->changed_s = statement_int(statement, 4);
	act->queued_s = statement_int(statement, 5);
	act->attempts = (guint)statement_int(statement, 6);
	act->next_attempt_s = statement_int(statement, 7);
	act->last_error = statement_text(statement, 8);
	return g_steal_pointer(&act);
}

static GPtrArray *
acts_read(Statement *statement, GError **error)
{
	g_autoptr(GPtrArray) acts = g_ptr_array_new_with_free_func((GDestroyNotify)store_act_free);
	for (gboolean row = FALSE;;) {
		if (statement == NULL || !statement_step(statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&acts);
		StoreAct *act = act_read(statement, error);
		if (act == NULL)
			return NULL;
		g_ptr_array_add(acts, act);
	}
}

GPtrArray *
store_act_list(Store *store, gint64 dossier, GError **error)
{
	g_autofree char *sql = g_strconcat(columns, "WHERE ?1 IN (0, a.dossier) ORDER BY a.number", NULL);
	g_autoptr(Statement) statement = statement_new(store->database, error, sql, "i", dossier);
	return acts_read(statement, error);
}

/* A clock that was set back must not keep an act waiting: no pause is longer than a day. */
GPtrArray *
store_outbox_due(Store *store, gint64 now_s, gboolean ignore_times, GError **error)
{
	g_autofree char *sql = g_strconcat(columns,
		"WHERE a.state IN ('queued', 'sent') AND (?2 OR o.next_attempt <= ?1 OR o.next_attempt > ?1 + 86400)"
		" ORDER BY a.number",
		NULL);
	g_autoptr(Statement) statement =
		statement_new(store->database, error, sql, "ii", now_s, (gint64)(ignore_times ? 1 : 0));
	return acts_read(statement, error);
}

StoreAct *
store_act_info(Store *store, const char *id, GError **error)
{
	g_autofree char *sql = g_strconcat(columns, "WHERE a.id = ?1", NULL);
	g_autoptr(Statement) statement = statement_new(store->database, error, sql, "t", id);
	g_autoptr(GPtrArray) acts = acts_read(statement, error);
	if (acts == NULL)
		return NULL;
	if (acts->len == 0) {
		store_refuse(error, STATION_ERROR_NOT_FOUND, _("l’acte %s n’existe pas sur ce poste"), id);
		return NULL;
	}
	return g_ptr_array_steal_index(acts, 0);
}

/* Inside a transaction: the id of the dossier's act of this kind that is not accepted, made where there is none. */
static char *
draft_ensure(Store *store, gint64 dossier, ActKind kind, GError **error)
{
	g_autoptr(Statement) statement = statement_new(store->database, error,
		"SELECT id FROM act WHERE dossier = ?1 AND kind = ?2 AND state = 'draft'", "it", dossier,
		act_kind_name(kind));
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (row)
		return statement_text(statement, 0);
	g_autofree char *id = g_uuid_string_random();
	if (!database_run(store->database, error,
		    "INSERT INTO act(id, dossier, kind, state, changed) VALUES(?1, ?2, ?3, 'draft', ?4)", "titi", id,
		    dossier, act_kind_name(kind), store_now()))
		return NULL;
	return g_steal_pointer(&id);
}

static GBytes *
act_encrypt(Store *store, gint64 dossier, const char *id, GBytes *json, GError **error)
{
	g_autoptr(SealKey) key = store_key_of(store, dossier, error);
	g_autofree char *context = g_strconcat("act ", id, NULL);
	return key != NULL ? seal_encrypt(key, json, context) : NULL;
}

gboolean
store_act_put(Store *store, gint64 dossier, ActKind kind, GBytes *json, char **id, GError **error)
{
	g_return_val_if_fail((guint)kind < ACT_N, FALSE);
	if (!store_check_size(json, STORE_MAX_BLOB_BYTES, error) || !database_begin(store->database, error))
		return FALSE;
	g_autofree char *act =
		store_open_for_change(store, dossier, error) ? draft_ensure(store, dossier, kind, error) : NULL;
	g_autoptr(GBytes) sealed = act != NULL ? act_encrypt(store, dossier, act, json, error) : NULL;
	gboolean ok = sealed != NULL &&
		      database_run(store->database, error, "INSERT OR REPLACE INTO act_content VALUES(?1, ?2)", "tb",
			      act, sealed) &&
		      database_run(store->database, error, "UPDATE act SET changed = ?2 WHERE id = ?1", "ti", act,
			      store_now());
	if (!database_end(store->database, ok, error))
		return FALSE;
	if (id != NULL)
		*id = g_steal_pointer(&act);
	return TRUE;
}

gboolean
store_act_delete(Store *store, const char *id, GError **error)
{
	if (!database_begin(store->database, error))
		return FALSE;
	g_autoptr(StoreAct) act = store_act_info(store, id, error);
	gboolean ok = act != NULL;
	if (ok && act->state != STORE_ACT_DRAFT)
		ok = store_refuse(error, STATION_ERROR_USAGE, _("l’acte %s est déjà confié à l’envoi"), id);
	ok = ok && database_run(store->database, error, "DELETE FROM act WHERE id = ?1", "t", id) &&
	     store_settle(store, act->dossier, error);
	return database_end(store->database, ok, error);
}

GBytes *
store_act_get(Store *store, const char *id, GError **error)
{
	g_autoptr(StoreAct) act = store_act_info(store, id, error);
	g_autoptr(SealKey) key = act != NULL ? store_key_of(store, act->dossier, error) : NULL;
	if (key == NULL)
		return NULL;
	if (act->state == STORE_ACT_ACCEPTED) {
		store_refuse(error, STATION_ERROR_KEY,
			_("l’acte %s n’est plus sur ce poste : il a été transmis et effacé"), id);
		return NULL;
	}
	g_autoptr(GBytes) sealed = store_select_blob(store, error, _("le contenu de cet acte manque"),
		"SELECT sealed FROM act_content WHERE act = ?2 AND ?1 = 0", 0, id);
	g_autofree char *context = g_strconcat("act ", id, NULL);
	return sealed != NULL ? seal_decrypt(key, sealed, context, error) : NULL;
}
