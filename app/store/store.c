#include "app/store/store.h"
#include "app/seal/durable.h"
#include "app/store/store_handle.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <unistd.h>

enum { APPLICATION_ID = 0x43695374 /* "CiSt" */, BUSY_TIMEOUT_MS = 10000 };

static const DatabaseOptions options = {
	.application_id = APPLICATION_ID,
	.migrations = store_migrations,
	.busy_timeout_ms = BUSY_TIMEOUT_MS,
};

gint64
store_now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

gboolean
store_refuse(GError **error, StationError code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, STATION_ERROR, (gint)code, message);
	return FALSE;
}

static gboolean
lock_take(Store *store, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "lock", NULL);
	store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (store->lock < 0)
		return store_refuse(error, STATION_ERROR_STORAGE, "%s : %s", path, g_strerror(errno));
	if (flock(store->lock, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	return store_refuse(error, STATION_ERROR_STORAGE_LOCKED,
		_("%s : un autre programme travaille déjà dans ce dossier ; attendez qu’il ait fini, ou choisissez un "
		  "autre dossier"),
		folder);
}

/* "key-check" is a value under the station key. Where it is missing no dossier was ever made, and a key may be. */
static gboolean
key_open(Store *store, const char *path, gboolean create, GError **error)
{
	g_autoptr(GError) none = NULL;
	g_autoptr(GBytes) check = store_select_blob(
		store, &none, "", "SELECT value FROM meta WHERE name = 'key-check' AND ?1 = 0 AND ?2 IS NULL", 0, NULL);
	if (check == NULL && station_error_code(none) != STATION_ERROR_NOT_FOUND) {
		g_propagate_error(error, g_steal_pointer(&none));
		return FALSE;
	}
	store->station = check == NULL && create ? seal_key_load_or_create(path, SEAL_KEY_STATION, error)
						 : seal_key_load(path, SEAL_KEY_STATION, error);
	if (store->station == NULL)
		return FALSE;
	if (check == NULL) {
		g_autoptr(GBytes) plain = g_bytes_new_static("civilia", 7);
		g_autoptr(GBytes) fresh = seal_encrypt(store->station, plain, "key-check");
		/* of two programs that start together, one writes; the other checks what it finds below */
		if (!database_run(
			    store->database, error, "INSERT OR IGNORE INTO meta VALUES('key-check', ?1)", "b", fresh))
			return FALSE;
		check = store_select_blob(store, error, "",
			"SELECT value FROM meta WHERE name = 'key-check' AND ?1 = 0 AND ?2 IS NULL", 0, NULL);
		if (check == NULL)
			return FALSE;
	}
	g_autoptr(GBytes) opened = seal_decrypt(store->station, check, "key-check", NULL);
	return opened != NULL ||
	       store_refuse(error, STATION_ERROR_KEY, _("%s : cette clé n’est pas celle de la base de données"), path);
}

Store *
store_open(const char *folder, const char *key_path, StoreFlags flags, GError **error)
{
	if (!durable_folder(folder, error))
		return NULL;
	g_autoptr(Store) store = g_new0(Store, 1);
	store->lock = -1;
	store->folder = g_strdup(folder);
	if ((flags & STORE_EXCLUSIVE) != 0 && !lock_take(store, folder, error))
		return NULL;
	g_autofree char *path = g_build_filename(folder, "station.db", NULL);
	g_autofree char *key = key_path != NULL ? g_strdup(key_path) : g_build_filename(folder, "station.key", NULL);
	store->database = database_open(path, &options, error);
	if (store->database == NULL || ((flags & STORE_CHECK) != 0 && !store_check(store, error)) ||
		!key_open(store, key, key_path == NULL, error))
		return NULL;
	return g_steal_pointer(&store);
}

void
store_close(Store *store)
{
	if (store == NULL)
		return;
	database_close(store->database);
	seal_key_free(store->station);
	g_free(store->folder);
	if (store->lock >= 0)
		close(store->lock);
	g_free(store);
}

const char *
store_folder(const Store *store)
{
	return store->folder;
}

gboolean
store_check(Store *store, GError **error)
{
	return database_check(store->database, error);
}

SealKey *
store_key_of(Store *store, gint64 dossier, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) wrapped = store_select_blob(
		store, &why, "", "SELECT wrapped FROM dossier_key WHERE dossier = ?1 AND ?2 IS NULL", dossier, NULL);
	if (wrapped == NULL && station_error_code(why) == STATION_ERROR_NOT_FOUND) {
		store_refuse(error, STATION_ERROR_KEY,
			_("le contenu du dossier %ld n’est plus sur ce poste : il a été transmis et effacé"),
			(long)dossier);
		return NULL;
	}
	if (wrapped == NULL) {
		g_propagate_error(error, g_steal_pointer(&why));
		return NULL;
	}
	g_autofree char *context = g_strdup_printf("key %" G_GINT64_FORMAT, dossier);
	return seal_unwrap(store->station, wrapped, context, error);
}

GBytes *
store_select_blob(Store *store, GError **error, const char *missing, const char *sql, gint64 number, const char *text)
{
	g_autoptr(Statement) statement = statement_new(store->database, error, sql, "it", number, text);
	gboolean row = FALSE;
	if (statement == NULL || !statement_step(statement, &row, error))
		return NULL;
	if (!row) {
		store_refuse(error, STATION_ERROR_NOT_FOUND, "%s", missing);
		return NULL;
	}
	return statement_blob(statement, 0);
}

gboolean
store_check_size(GBytes *bytes, gsize maximum, GError **error)
{
	gsize size = g_bytes_get_size(bytes);
	if (size == 0)
		return store_refuse(error, STATION_ERROR_USAGE, _("un contenu vide ne peut pas être conservé"));
	if (size > maximum)
		return store_refuse(error, STATION_ERROR_TOO_LARGE, _("contenu trop grand : %zu octets, au plus %zu"),
			size, maximum);
	return TRUE;
}
