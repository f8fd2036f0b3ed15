#include "app/central/ledger.h"
#include "app/db/database.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"

struct Ledger {
	Database *database;
};

static const char *const migrations[] = {
	"CREATE TABLE station(fingerprint TEXT PRIMARY KEY, name TEXT NOT NULL, enrolled INTEGER NOT NULL) STRICT;"
	"CREATE TABLE act(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, station TEXT NOT NULL, kind TEXT NOT "
	"NULL,"
	" digest TEXT NOT NULL, begun INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0, receipt BLOB) STRICT;"
	"CREATE TABLE part(id INTEGER PRIMARY KEY, act TEXT NOT NULL REFERENCES act(id), number INTEGER NOT NULL,"
	" name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, offset INTEGER NOT NULL DEFAULT 0,"
	" UNIQUE(act, number), UNIQUE(act, name)) STRICT;"
	"CREATE TABLE chunk(id INTEGER PRIMARY KEY, part INTEGER NOT NULL REFERENCES part(id), offset INTEGER NOT NULL,"
	" bytes BLOB NOT NULL, UNIQUE(part, offset)) STRICT;",
	NULL,
};

static const DatabaseOptions options = {
	.application_id = 0x43694365, /* "CiCe" */
	.migrations = migrations,
	.busy_timeout_ms = 10000,
};

static void
ledger_part_free(LedgerPart *part)
{
	manifest_part_free(part->part);
	g_free(part);
}

void
ledger_act_free(LedgerAct *act)
{
	if (act == NULL)
		return;
	g_free(act->id);
	g_free(act->station);
	g_free(act->kind);
	g_free(act->digest);
	g_clear_pointer(&act->parts, g_ptr_array_unref);
	g_free(act);
}

Ledger *
ledger_open(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "central.db", NULL);
	Database *database = database_open(path, &options, error);
	if (database == NULL)
		return NULL;
	Ledger *ledger = g_new0(Ledger, 1);
	ledger->database = database;
	return ledger;
}

void
ledger_close(Ledger *ledger)
{
	if (ledger == NULL)
		return;
	database_close(ledger->database);
	g_free(ledger);
}

static gboolean
missing(GError **error, const char *what)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_NOT_FOUND, what);
	return FALSE;
}

static gint64
now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

gboolean
ledger_station_add(Ledger *ledger, const char *name, const char *fingerprint, GError **error)
{
	return database_run(ledger->database, error, "INSERT OR IGNORE INTO station VALUES(?1, ?2, ?3)", "tti",
		fingerprint, name, now());
}

gboolean
ledger_station_remove(Ledger *ledger, const char *name, GError **error)
{
	if (!database_run(ledger->database, error, "DELETE FROM station WHERE name = ?1", "t", name))
		return FALSE;
	return database_changes(ledger->database) > 0 || missing(error, _("ce poste n’est pas enrôlé"));
}

char *
ledger_station_find(Ledger *ledger, const char *fingerprint, GError **error)
{
	g_autoptr(Statement) statement = statement_new(
		ledger->database, error, "SELECT name FROM station WHERE fingerprint = ?1", "t", fingerprint);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (row)
		return statement_text(statement, 0);
	missing(error, _("ce poste n’est pas enrôlé"));
	return NULL;
}

static gboolean
act_insert(Database *database, const char *id, const char *station, const char *kind, GPtrArray *parts, GError **error)
{
	g_autofree char *digest = manifest_digest(id, kind, parts);
	if (!database_run(database, error,
		    "INSERT OR IGNORE INTO act(id, station, kind, digest, begun) VALUES(?1, ?2, ?3, ?4, ?5)", "tttti",
		    id, station, kind, digest, now()))
		return FALSE;
	if (database_changes(database) == 0)
		return TRUE;
	for (guint i = 0; i < parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(parts, i);
		if (!database_run(database, error,
			    "INSERT INTO part(act, number, name, size, sha256) VALUES(?1, ?2, ?3, ?4, ?5)", "titit", id,
			    (gint64)i + 1, part->name, (gint64)part->size, part->sha256))
			return FALSE;
	}
	return TRUE;
}

gboolean
ledger_act_add(Ledger *ledger, const char *id, const char *station, const char *kind, GPtrArray *parts, GError **error)
{
	return database_begin(ledger->database, error) &&
	       database_end(ledger->database, act_insert(ledger->database, id, station, kind, parts, error), error);
}

static GPtrArray *
parts_read(Ledger *ledger, const char *id, GError **error)
{
	g_autoptr(Statement) statement = statement_new(ledger->database, error,
		"SELECT name, size, sha256, offset FROM part WHERE act = ?1 ORDER BY number", "t", id);
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_part_free);
	for (gboolean row = FALSE;;) {
		if (statement == NULL || !statement_step(statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&parts);
		g_autofree char *name = statement_text(statement, 0), *sha256 = statement_text(statement, 2);
		LedgerPart *part = g_new0(LedgerPart, 1);
		part->part = manifest_part_new(name, (guint64)statement_int(statement, 1), sha256);
		part->offset = (guint64)statement_int(statement, 3);
		g_ptr_array_add(parts, part);
	}
}

GPtrArray *
ledger_act_list(Ledger *ledger, GError **error)
{
	g_autoptr(Statement) statement = statement_new(
		ledger->database, error, "SELECT id, station, kind, digest, received FROM act ORDER BY number", "");
	g_autoptr(GPtrArray) acts = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_act_free);
	for (gboolean row = FALSE;;) {
		if (statement == NULL || !statement_step(statement, &row, error))
			return NULL;
		if (!row)
			return g_steal_pointer(&acts);
		LedgerAct *act = g_new0(LedgerAct, 1);
		g_ptr_array_add(acts, act);
		act->id = statement_text(statement, 0);
		act->station = statement_text(statement, 1);
		act->kind = statement_text(statement, 2);
		act->digest = statement_text(statement, 3);
		act->received_s = statement_int(statement, 4);
		act->parts = parts_read(ledger, act->id, error);
		if (act->parts == NULL)
			return NULL;
	}
}

LedgerAct *
ledger_act_get(Ledger *ledger, const char *id, GError **error)
{
	g_autoptr(Statement) statement = statement_new(
		ledger->database, error, "SELECT station, kind, digest, received FROM act WHERE id = ?1", "t", id);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (!row) {
		missing(error, _("cet acte n’a pas été reçu"));
		return NULL;
	}
	g_autoptr(LedgerAct) act = g_new0(LedgerAct, 1);
	act->id = g_strdup(id);
	act->station = statement_text(statement, 0);
	act->kind = statement_text(statement, 1);
	act->digest = statement_text(statement, 2);
	act->received_s = statement_int(statement, 3);
	act->parts = parts_read(ledger, id, error);
	return act->parts != NULL ? g_steal_pointer(&act) : NULL;
}

static gboolean
part_append(Database *database, const char *id, const char *name, guint64 offset, GBytes *bytes, gboolean *appended,
	GError **error)
{
	gint64 size = (gint64)g_bytes_get_size(bytes), part = 0;
	if (!database_query_int(database, &part, appended, error,
		    "SELECT p.id FROM part p JOIN act a ON a.id = p.act WHERE p.act = ?1 AND p.name = ?2 AND p.offset "
		    "= ?3"
		    " AND p.offset + ?4 <= p.size AND a.received = 0",
		    "ttii", id, name, (gint64)offset, size))
		return FALSE;
	if (!*appended || size == 0)
		return TRUE;
	return database_run(database, error, "INSERT INTO chunk(part, offset, bytes) VALUES(?1, ?2, ?3)", "iib", part,
		       (gint64)offset, bytes) &&
	       database_run(database, error, "UPDATE part SET offset = offset + ?2 WHERE id = ?1", "ii", part, size);
}

gboolean
ledger_part_append(Ledger *ledger, const char *id, const char *name, guint64 offset, GBytes *bytes, gboolean *appended,
	GError **error)
{
	gboolean done = FALSE;
	if (!database_begin(ledger->database, error) ||
		!database_end(
			ledger->database, part_append(ledger->database, id, name, offset, bytes, &done, error), error))
		return FALSE;
	*appended = done;
	return TRUE;
}

GBytes *
ledger_part_read(Ledger *ledger, const char *id, const char *name, GError **error)
{
	g_autoptr(Statement) statement = statement_new(ledger->database, error,
		"SELECT c.bytes FROM chunk c JOIN part p ON p.id = c.part WHERE p.act = ?1 AND p.name = ?2 ORDER BY "
		"c.offset",
		"tt", id, name);
	g_autoptr(GByteArray) whole = g_byte_array_new();
	for (gboolean row = FALSE;;) {
		if (statement == NULL || !statement_step(statement, &row, error))
			return NULL;
		if (!row)
			return g_byte_array_free_to_bytes(g_steal_pointer(&whole));
		g_autoptr(GBytes) chunk = statement_blob(statement, 0);
		g_byte_array_append(whole, g_bytes_get_data(chunk, NULL), (guint)g_bytes_get_size(chunk));
	}
}

gboolean
ledger_part_reset(Ledger *ledger, const char *id, const char *name, GError **error)
{
	if (!database_begin(ledger->database, error))
		return FALSE;
	gboolean ok = database_run(ledger->database, error,
			      "DELETE FROM chunk WHERE part = (SELECT id FROM part WHERE act = ?1 AND name = ?2)", "tt",
			      id, name) &&
		      database_run(ledger->database, error, "UPDATE part SET offset = 0 WHERE act = ?1 AND name = ?2",
			      "tt", id, name);
	return database_end(ledger->database, ok, error);
}

gboolean
ledger_act_accept(Ledger *ledger, const char *id, GBytes *receipt, gint64 received_s, GError **error)
{
	return database_run(ledger->database, error,
		"UPDATE act SET receipt = ?2, received = ?3 WHERE id = ?1 AND received = 0", "tbi", id, receipt,
		received_s);
}

GBytes *
ledger_receipt_get(Ledger *ledger, const char *id, GError **error)
{
	g_autoptr(Statement) statement = statement_new(
		ledger->database, error, "SELECT receipt FROM act WHERE id = ?1 AND received > 0", "t", id);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (row)
		return statement_blob(statement, 0);
	missing(error, _("cet acte n’est pas encore accepté"));
	return NULL;
}
