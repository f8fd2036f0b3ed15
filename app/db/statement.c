#include "app/db/db_handle.h"
#include <stdarg.h>

struct Statement {
	Database *database;
	sqlite3_stmt *handle;
};

static int
bind_bytes(sqlite3_stmt *handle, int index, GBytes *bytes)
{
	if (bytes == NULL)
		return sqlite3_bind_null(handle, index);
	gsize size;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	return sqlite3_bind_blob64(handle, index, data != NULL ? data : "", size, SQLITE_STATIC);
}

static Statement *
statement_new_va(Database *database, GError **error, const char *sql, const char *formats, va_list *arguments)
{
	g_autoptr(Statement) statement = g_new0(Statement, 1);
	statement->database = database;
	int rc = sqlite3_prepare_v2(database->handle, sql, -1, &statement->handle, NULL);
	for (int i = 0; rc == SQLITE_OK && formats[i] != '\0'; i++) {
		if (formats[i] == 'i')
			rc = sqlite3_bind_int64(statement->handle, i + 1, va_arg(*arguments, gint64));
		else if (formats[i] == 't')
			rc = sqlite3_bind_text(
				statement->handle, i + 1, va_arg(*arguments, const char *), -1, SQLITE_STATIC);
		else
			rc = bind_bytes(statement->handle, i + 1, va_arg(*arguments, GBytes *));
	}
	if (rc != SQLITE_OK) {
		database_fail(database, rc, error);
		return NULL;
	}
	return g_steal_pointer(&statement);
}

Statement *
statement_new(Database *database, GError **error, const char *sql, const char *formats, ...)
{
	va_list arguments;
	va_start(arguments, formats);
	Statement *statement = statement_new_va(database, error, sql, formats, &arguments);
	va_end(arguments);
	return statement;
}

void
statement_free(Statement *statement)
{
	if (statement == NULL)
		return;
	sqlite3_finalize(statement->handle);
	g_free(statement);
}

gboolean
statement_step(Statement *statement, gboolean *row, GError **error)
{
	int rc = sqlite3_step(statement->handle);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return database_fail(statement->database, rc, error);
	*row = rc == SQLITE_ROW;
	return TRUE;
}

gint64
statement_int(Statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

char *
statement_text(Statement *statement, int column)
{
	return g_strdup((const char *)sqlite3_column_text(statement->handle, column));
}

GBytes *
statement_blob(Statement *statement, int column)
{
	if (statement_is_null(statement, column))
		return NULL;
	gconstpointer data = sqlite3_column_blob(statement->handle, column);
	return g_bytes_new(data, (gsize)sqlite3_column_bytes(statement->handle, column));
}

gboolean
statement_is_null(Statement *statement, int column)
{
	return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

gboolean
database_run(Database *database, GError **error, const char *sql, const char *formats, ...)
{
	va_list arguments;
	va_start(arguments, formats);
	g_autoptr(Statement) statement = statement_new_va(database, error, sql, formats, &arguments);
	va_end(arguments);
	gboolean row = FALSE;
	return statement != NULL && statement_step(statement, &row, error);
}

gboolean
database_query_int(
	Database *database, gint64 *value, gboolean *found, GError **error, const char *sql, const char *formats, ...)
{
	va_list arguments;
	va_start(arguments, formats);
	g_autoptr(Statement) statement = statement_new_va(database, error, sql, formats, &arguments);
	va_end(arguments);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return FALSE;
	if (row)
		*value = statement_int(statement, 0);
	if (found != NULL)
		*found = row;
	return TRUE;
}
