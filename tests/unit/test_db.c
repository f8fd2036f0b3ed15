/* links: app/db firmware/base */
#include "app/db/database.h"
#include "firmware/base/error.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const one[] = {"CREATE TABLE a(id INTEGER PRIMARY KEY, t TEXT, b BLOB) STRICT", NULL};
static const char *const two[] = {"CREATE TABLE a(id INTEGER PRIMARY KEY, t TEXT, b BLOB) STRICT",
	"ALTER TABLE a ADD COLUMN n INTEGER; UPDATE a SET n = id * 2", NULL};
static const char *const broken[] = {"CREATE TABLE a(id INTEGER PRIMARY KEY, t TEXT, b BLOB) STRICT",
	"ALTER TABLE a ADD COLUMN n INTEGER; INSERT INTO nowhere VALUES(1)", NULL};
static const DatabaseOptions v1 = {0x1234, one, 200}, v2 = {0x1234, two, 200}, bad = {0x1234, broken, 200},
			     other = {0x4321, one, 200};

typedef struct {
	char *folder, *path;
} Place;

static void
place_init(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	place->folder = g_dir_make_tmp("db-XXXXXX", NULL);
	place->path = g_build_filename(place->folder, "x.db", NULL);
}

static void
place_clear(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	static const char *const names[] = {"x.db", "x.db-wal", "x.db-shm"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(place->folder, names[i], NULL);
		g_unlink(path);
	}
	g_rmdir(place->folder);
	g_free(place->folder);
	g_free(place->path);
}

static Database *
open_well(Place *place, const DatabaseOptions *options)
{
	GError *error = NULL;
	Database *database = database_open(place->path, options, &error);
	g_assert_no_error(error);
	return database;
}

static void
values_come_back_as_written(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(Database) database = open_well(place, &v1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) blob = g_bytes_new("\0\1\2", 3), empty = g_bytes_new(NULL, 0);
	g_assert_true(database_run(database, &error, "INSERT INTO a VALUES(?1, ?2, ?3)", "itb", (gint64)G_MAXINT64,
		"é\xe2\x80\x99", blob));
	g_assert_true(database_run(
		database, &error, "INSERT INTO a VALUES(?1, ?2, ?3)", "itb", (gint64)-1, (char *)NULL, (GBytes *)NULL));
	g_assert_true(database_run(database, &error, "INSERT INTO a VALUES(?1, ?2, ?3)", "itb", (gint64)-2, "", empty));
	g_autoptr(Statement) statement = statement_new(database, &error, "SELECT id, t, b FROM a ORDER BY id DESC", "");
	gboolean row = FALSE;
	g_assert_true(statement_step(statement, &row, &error) && row);
	g_assert_cmpint(statement_int(statement, 0), ==, G_MAXINT64);
	g_autofree char *text = statement_text(statement, 1);
	g_assert_cmpstr(text, ==, "é\xe2\x80\x99");
	g_autoptr(GBytes) back = statement_blob(statement, 2);
	g_assert_true(g_bytes_equal(back, blob));
	g_assert_true(statement_step(statement, &row, &error) && row);
	g_assert_null(statement_text(statement, 1));
	g_assert_null(statement_blob(statement, 2));
	g_assert_true(statement_step(statement, &row, &error) && row);
	g_autoptr(GBytes) none = statement_blob(statement, 2);
	g_assert_cmpuint(g_bytes_get_size(none), ==, 0);
	g_assert_true(statement_step(statement, &row, &error));
	g_assert_false(row);
}

static void
the_file_is_private_and_has_its_settings(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	mode_t before = umask(0);
	g_autoptr(Database) database = open_well(place, &v1);
	umask(before);
	GStatBuf info;
	g_assert_cmpint(g_stat(place->path, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 0777, ==, 0600);
	g_autofree char *wal = g_strconcat(place->path, "-wal", NULL);
	g_assert_cmpint(g_stat(wal, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 0777, ==, 0600);
	gint64 value = 0;
	g_assert_true(database_query_int(database, &value, NULL, NULL, "PRAGMA page_size", ""));
	g_assert_cmpint(value, ==, 16384);
	g_assert_true(database_query_int(database, &value, NULL, NULL, "PRAGMA synchronous", ""));
	g_assert_cmpint(value, ==, 2);
}

static void
a_file_of_other_settings_is_refused(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	/* made by hand with another page size: SQLite would keep it silently */
	g_autofree char *script =
		g_strdup_printf("import sqlite3\nc = sqlite3.connect('%s')\n"
				"c.execute('PRAGMA page_size = 4096')\n"
				"c.execute('CREATE TABLE a(id)')\nc.execute('PRAGMA application_id = %d')\n"
				"c.execute('PRAGMA user_version = 1')\nc.commit()\n",
			place->path, 0x1234);
	const char *argv[] = {"python3", "-c", script, NULL};
	int status = 1;
	g_assert_true(
		g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_autoptr(GError) error = NULL;
	g_assert_null(database_open(place->path, &v1, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE);
	g_assert_nonnull(strstr(error->message, "page_size"));
}

static void
missing_migrations_are_applied_once(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	gint64 value = 0;
	{
		g_autoptr(Database) database = open_well(place, &v1);
		g_assert_true(database_run(database, &error, "INSERT INTO a(id) VALUES(21)", ""));
	}
	for (int i = 0; i < 2; i++) {
		g_autoptr(Database) database = open_well(place, &v2);
		g_assert_true(database_query_int(database, &value, NULL, &error, "SELECT n FROM a", ""));
		g_assert_cmpint(value, ==, 42);
	}
	g_assert_null(database_open(place->path, &v1, &error)); /* of a newer version */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE);
	g_clear_error(&error);
	g_assert_null(database_open(place->path, &other, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE);
}

static void
a_migration_that_fails_changes_nothing(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	database_close(open_well(place, &v1));
	g_assert_null(database_open(place->path, &bad, &error));
	g_assert_nonnull(error);
	g_autoptr(Database) database = open_well(place, &v2);
	gint64 value = 0;
	g_assert_true(database_query_int(database, &value, NULL, NULL, "SELECT count(n) FROM a", ""));
}

static void
a_transaction_is_all_or_nothing(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(Database) database = open_well(place, &v1);
	g_autoptr(GError) error = NULL;
	g_assert_true(database_begin(database, &error));
	gboolean ok = database_run(database, &error, "INSERT INTO a(id) VALUES(1)", "") &&
		      database_run(database, &error, "INSERT INTO a(id) VALUES(1)", "");
	g_assert_false(database_end(database, ok, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE);
	gint64 count = -1;
	g_assert_true(database_query_int(database, &count, NULL, NULL, "SELECT count(*) FROM a", ""));
	g_assert_cmpint(count, ==, 0);
}

static void
a_file_held_by_another_is_locked_not_lost(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(Database) first = open_well(place, &v1), second = open_well(place, &v1);
	g_autoptr(GError) error = NULL;
	g_assert_true(database_begin(first, &error));
	g_assert_false(database_begin(second, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_LOCKED);
	g_clear_error(&error);
	g_assert_true(database_commit(first, &error));
	g_assert_true(database_begin(second, &error));
	g_assert_true(database_commit(second, &error));
}

static void
many_programs_may_open_a_new_file_at_once(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	static const DatabaseOptions patient = {0x1234, two, 10000};
	pid_t pids[8];
	for (guint i = 0; i < G_N_ELEMENTS(pids); i++) {
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		g_autoptr(GError) error = NULL;
		g_autoptr(Database) database = database_open(place->path, &patient, &error);
		gboolean ok = database != NULL;
		for (int n = 0; ok && n < 10; n++)
			ok = database_run(database, &error, "INSERT INTO a(t) VALUES('x')", "");
		if (!ok)
			g_printerr("%s\n", error->message);
		_exit(ok ? 0 : 1);
	}
	for (guint i = 0; i < G_N_ELEMENTS(pids); i++) {
		int status = 1;
		g_assert_cmpint(waitpid(pids[i], &status, 0), ==, pids[i]);
		g_assert_cmpint(status, ==, 0);
	}
	g_autoptr(Database) database = open_well(place, &v2);
	gint64 count = 0;
	g_assert_true(database_query_int(database, &count, NULL, NULL, "SELECT count(*) FROM a", ""));
	g_assert_cmpint(count, ==, 80);
}

static void
a_damaged_file_is_called_damaged(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(g_file_set_contents(place->path,
		"this is no database, whatever its name may say: it is text.....\n"
		"and some more of it, so that a whole header could have been read",
		-1, NULL));
	g_assert_null(database_open(place->path, &v1, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_DAMAGED);
	g_assert_nonnull(strstr(error->message, place->path));
	g_clear_error(&error);
	g_unlink(place->path);
	{
		g_autoptr(Database) database = open_well(place, &v1);
		g_autoptr(GBytes) blob = g_bytes_new_take(g_malloc0(300000), 300000);
		g_assert_true(database_run(database, &error, "INSERT INTO a(b) VALUES(?1)", "b", blob));
		g_assert_true(database_check(database, &error));
	}
	int fd = g_open(place->path, O_RDWR | O_CLOEXEC, 0);
	char noise[4096];
	memset(noise, 0x5a, sizeof noise);
	for (off_t at = 16384; at < 10 * 16384; at += 16384)
		g_assert_cmpint(pwrite(fd, noise, sizeof noise, at), ==, sizeof noise);
	close(fd);
	g_autoptr(Database) database = open_well(place, &v1);
	g_assert_false(database_check(database, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_DAMAGED);
}

static void
a_place_that_cannot_hold_a_file_is_named(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *path = g_build_filename(place->folder, "no", "x.db", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_null(database_open(path, &v1, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE);
	g_assert_nonnull(strstr(error->message, path));
	g_clear_error(&error);
	g_assert_null(database_open(place->folder, &v1, &error)); /* a folder */
	g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(f) g_test_add("/db/" #f, Place, NULL, place_init, f, place_clear)
	TEST(values_come_back_as_written);
	TEST(the_file_is_private_and_has_its_settings);
	TEST(a_file_of_other_settings_is_refused);
	TEST(missing_migrations_are_applied_once);
	TEST(a_migration_that_fails_changes_nothing);
	TEST(a_transaction_is_all_or_nothing);
	TEST(a_file_held_by_another_is_locked_not_lost);
	TEST(many_programs_may_open_a_new_file_at_once);
	TEST(a_damaged_file_is_called_damaged);
	TEST(a_place_that_cannot_hold_a_file_is_named);
	return g_test_run();
}
