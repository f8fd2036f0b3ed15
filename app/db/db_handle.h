/* Inside this folder only. */
#pragma once
#include "app/db/database.h"
#include <sqlite3.h>

struct Database {
	sqlite3 *handle;
	char *path;
};

/* Sets the error of a SQLite result code; returns FALSE. */
gboolean database_fail(Database *database, int rc, GError **error);
