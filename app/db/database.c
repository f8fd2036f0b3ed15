#include "app/db/database.h"
#include "app/db/db_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE_SIZE = 16384, WAL_KEPT_BYTES = 8 * 1024 * 1024 };

static StationError
code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return STATION_ERROR_STORAGE_FULL;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STATION_ERROR_STORAGE_DAMAGED;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STATION_ERROR_STORAGE_LOCKED;
	default:
		return STATION_ERROR_STORAGE;
	}
}

gboolean
database_fail(Database *database, int rc, GError **error)
{
	StationError code = code_of(rc);
	const char *path = database->path;
	if (code == STATION_ERROR_STORAGE_FULL)
		g_set_error(error, STATION_ERROR, code, _("%s : le disque est plein, rien n’a été changé"), path);
	else if (code == STATION_ERROR_STORAGE_DAMAGED)
		g_set_error(error, STATION_ERROR, code,
			_("%s : la base de données est endommagée ; il faut restaurer une copie ou appeler un "
			  "technicien"),
			path);
	else if (code == STATION_ERROR_STORAGE_LOCKED)
		g_set_error(error, STATION_ERROR, code,
			_("%s : un autre programme occupe la base de données ; réessayez dans un instant"), path);
	else
		g_set_error(error, STATION_ERROR, code, _("%s : la base de données ne répond pas (%s)"), path,
			sqlite3_errstr(rc));
	return FALSE;
}

static gboolean
refuse(Database *database, const char *why, GError **error)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, "%s : %s", database->path, why);
	return FALSE;
}

static gboolean
execute(Database *database, const char *sql, GError **error)
{
	int rc = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || database_fail(database, rc, error);
}

static gboolean
pragma_int(Database *database, const char *name, gint64 *value, GError **error)
{
	g_autofree char *sql = g_strconcat("PRAGMA ", name, NULL);
	return database_query_int(database, value, NULL, error, sql, "");
}

/* SQLite answers a pragma that it does not know, or cannot follow, with silence. */
static gboolean
settings_assert(Database *database, GError **error)
{
	static const struct {
		const char *name;
		gint64 value;
	} settings[] = {{"synchronous", 2}, {"page_size", PAGE_SIZE}, {"foreign_keys", 1}, {"trusted_schema", 0},
		{"secure_delete", 1}, {"cell_size_check", 1}};
	for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
		gint64 value = -1;
		if (!pragma_int(database, settings[i].name, &value, error))
			return FALSE;
		if (value != settings[i].value) {
			g_autofree char *why =
				g_strdup_printf(_("le réglage « %s » n’a pas été pris"), settings[i].name);
			return refuse(database, why, error);
		}
	}
	g_autoptr(Statement) statement = statement_new(database, error, "PRAGMA journal_mode", "");
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	g_autofree char *mode = row ? statement_text(statement, 0) : NULL;
	if (g_strcmp0(mode, "wal") != 0)
		return refuse(database, _("le réglage « journal_mode » n’a pas été pris"), error);
	return TRUE;
}

static gboolean
settings_apply(Database *database, GError **error)
{
	/* page_size only counts before the first page is written, hence first */
	g_autofree char *sql = g_strdup_printf("PRAGMA page_size = %d;"
					       "PRAGMA journal_mode = WAL;"
					       "PRAGMA synchronous = FULL;"
					       "PRAGMA foreign_keys = ON;"
					       "PRAGMA trusted_schema = OFF;"
					       "PRAGMA secure_delete = ON;"
					       "PRAGMA cell_size_check = ON;"
					       "PRAGMA journal_size_limit = %d;"
					       "PRAGMA temp_store = MEMORY;",
		PAGE_SIZE, WAL_KEPT_BYTES);
	return execute(database, sql, error) && settings_assert(database, error);
}

/* The change to WAL does not wait for another program that makes it at the same moment: SQLite answers busy at once. */
static gboolean
settings_patiently(Database *database, int timeout_ms, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)timeout_ms * 1000;
	for (;;) {
		g_autoptr(GError) why = NULL;
		if (settings_apply(database, &why))
			return TRUE;
		if (!g_error_matches(why, STATION_ERROR, STATION_ERROR_STORAGE_LOCKED) ||
			g_get_monotonic_time() >= end) {
			g_propagate_error(error, g_steal_pointer(&why));
			return FALSE;
		}
		g_usleep(5000);
	}
}

static gboolean
migrate_one(Database *database, const DatabaseOptions *options, gint64 *version, gboolean *done, GError **error)
{
	if (!database_begin(database, error))
		return FALSE;
	/* read inside the transaction: another program may have migrated in between */
	gboolean ok = pragma_int(database, "user_version", version, error);
	*done = ok && options->migrations[*version] == NULL;
	if (ok && !*done) {
		g_autofree char *sql = g_strdup_printf("%s; PRAGMA application_id = %u; PRAGMA user_version = %d",
			options->migrations[*version], options->application_id, (int)*version + 1);
		ok = execute(database, sql, error);
	}
	return database_end(database, ok, error);
}

static gboolean
migrate(Database *database, const DatabaseOptions *options, GError **error)
{
	gint64 application = 0, version = 0, tables = 0, newest = 0;
	while (options->migrations[newest] != NULL)
		newest++;
	/* one snapshot: another program may be making the file at this moment */
	if (!execute(database, "BEGIN", error))
		return FALSE;
	gboolean read = pragma_int(database, "application_id", &application, error) &&
			pragma_int(database, "user_version", &version, error) &&
			database_query_int(database, &tables, NULL, error, "SELECT count(*) FROM sqlite_schema", "");
	if (!database_end(database, read, error))
		return FALSE;
	if (tables > 0 && application != options->application_id)
		return refuse(database, _("cette base de données n’est pas la nôtre"), error);
	if (version > newest || version < 0)
		return refuse(database, _("cette base de données vient d’une version plus récente du logiciel"), error);
	gboolean done = version == newest;
	while (!done) {
		if (!migrate_one(database, options, &version, &done, error))
			return FALSE;
	}
	return TRUE;
}

/* SQLite takes the mode of the log files from the database's, and that one from the umask. */
static gboolean
create_private(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
	if (fd < 0) {
		int number = errno;
		g_set_error(error, STATION_ERROR, number == ENOSPC ? STATION_ERROR_STORAGE_FULL : STATION_ERROR_STORAGE,
			"%s : %s", path, g_strerror(number));
		return FALSE;
	}
	close(fd);
	return TRUE;
}

Database *
database_open(const char *path, const DatabaseOptions *options, GError **error)
{
	if (!create_private(path, error))
		return NULL;
	g_autoptr(Database) database = g_new0(Database, 1);
	database->path = g_strdup(path);
	int rc = sqlite3_open_v2(
		path, &database->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK) {
		database_fail(database, rc, error);
		return NULL;
	}
	sqlite3_busy_timeout(database->handle, options->busy_timeout_ms);
	sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (!settings_patiently(database, options->busy_timeout_ms, error) || !migrate(database, options, error))
		return NULL;
	return g_steal_pointer(&database);
}

void
database_close(Database *database)
{
	if (database == NULL)
		return;
	sqlite3_close(database->handle);
	g_free(database->path);
	g_free(database);
}

gboolean
database_check(Database *database, GError **error)
{
	g_autoptr(Statement) statement = statement_new(database, error, "PRAGMA integrity_check(1)", "");
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	g_autofree char *answer = row ? statement_text(statement, 0) : NULL;
	return g_strcmp0(answer, "ok") == 0 || database_fail(database, SQLITE_CORRUPT, error);
}

gboolean
database_begin(Database *database, GError **error)
{
	return execute(database, "BEGIN IMMEDIATE", error);
}

static void
rollback(Database *database)
{
	/* a full disk or a failed write may already have rolled back by itself */
	if (!sqlite3_get_autocommit(database->handle))
		sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
database_commit(Database *database, GError **error)
{
	if (execute(database, "COMMIT", error))
		return TRUE;
	rollback(database);
	return FALSE;
}

gboolean
database_end(Database *database, gboolean ok, GError **error)
{
	if (ok)
		return database_commit(database, error);
	rollback(database);
	return FALSE;
}

void
database_checkpoint(Database *database)
{
	sqlite3_wal_checkpoint_v2(database->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

gint64
database_last_id(Database *database)
{
	return sqlite3_last_insert_rowid(database->handle);
}

int
database_changes(Database *database)
{
	return sqlite3_changes(database->handle);
}
