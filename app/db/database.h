/* How every SQLite file of ours is opened, checked and spoken to. A Database belongs to one thread at a time. Errors of
 * all functions: STORAGE_FULL, STORAGE_LOCKED, STORAGE_DAMAGED, STORAGE, with a sentence that names the file. */
#pragma once
#include <gio/gio.h>

typedef struct Database Database;

typedef struct {
	guint32 application_id; /* stands in the file's header: another program's file is refused */
	const char *const
		*migrations; /* the n-th brings schema version n - 1 to n; ends with NULL. Never edited once released */
	int busy_timeout_ms; /* how long another program's transaction is waited for */
} DatabaseOptions;

/* Opens or creates (mode 0600): WAL, synchronous=FULL, page_size 16384, foreign keys, secure_delete, no trusted schema;
 * each setting is read back, since SQLite ignores what it does not know. Missing migrations are applied, each in one
 * transaction. A file of a newer version of ours is refused (STORAGE). */
Database *database_open(const char *path, const DatabaseOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void database_close(Database *database); /* NULL is taken; an open transaction is rolled back */

/* Walks through the whole file: STORAGE_DAMAGED unless it is sound. */
gboolean database_check(Database *database, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* BEGIN IMMEDIATE: the write lock is taken now, so no later statement meets a busy file. */
gboolean database_begin(Database *database, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When it fails the transaction is rolled back. */
gboolean database_commit(Database *database, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Commits when ok, else rolls back and returns FALSE, leaving *error as the failed step set it. */
gboolean database_end(Database *database, gboolean ok, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the write-ahead log into the file and empties it, as far as readers allow; for after a deletion that must not
 * stay readable. */
void database_checkpoint(Database *database);

gint64 database_last_id(Database *database); /* rowid of the last INSERT */
int database_changes(Database *database);    /* rows of the last INSERT, UPDATE or DELETE */

/* --- statements --- */

typedef struct Statement Statement;

/* Prepares and binds. formats: one letter a parameter: i (gint64), t (const char *, NULL binds NULL), b (GBytes *, NULL
 * binds NULL); the bytes must live as long as the statement. */
Statement *
statement_new(Database *database, GError **error, const char *sql, const char *formats, ...) G_GNUC_WARN_UNUSED_RESULT;
void statement_free(Statement *statement);

/* *row: whether there is a(nother) row to read columns of. */
gboolean statement_step(Statement *statement, gboolean *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64 statement_int(Statement *statement, int column);
char *statement_text(Statement *statement, int column);   /* a copy; NULL for NULL */
GBytes *statement_blob(Statement *statement, int column); /* a copy; NULL for NULL */
gboolean statement_is_null(Statement *statement, int column);

/* Runs a statement that returns no rows. */
gboolean
database_run(Database *database, GError **error, const char *sql, const char *formats, ...) G_GNUC_WARN_UNUSED_RESULT;
/* Runs a query for one number. *found (may be NULL) says whether there was a row; value is untouched where there was
 * none. */
gboolean database_query_int(Database *database, gint64 *value, gboolean *found, GError **error, const char *sql,
	const char *formats, ...) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Database, database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Statement, statement_free)
