/* Inside this folder only. */
#pragma once
#include "app/db/database.h"
#include "app/seal/seal.h"
#include "app/store/store.h"
#include "firmware/base/error.h"

struct Store {
	Database *database;
	SealKey *station;
	char *folder;
	int lock; /* descriptor of the folder's lock, -1 without */
};

extern const char *const store_migrations[];

gint64 store_now(void);

/* Sets an error of the station; returns FALSE. */
gboolean store_refuse(GError **error, StationError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Inside a transaction: the dossier's state; NOT_FOUND. */
gboolean store_state_of(Store *store, gint64 dossier, StoreState *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside a transaction: NOT_FOUND, or USAGE once something is queued; marks the dossier as changed. */
gboolean store_open_for_change(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_write_state(Store *store, gint64 dossier, StoreState state, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The dossier's key; KEY when it was destroyed. */
SealKey *store_key_of(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One sealed value of "SELECT sealed ..." or NULL with NOT_FOUND and this sentence. */
GBytes *store_select_blob(Store *store, GError **error, const char *missing, const char *sql, gint64 number,
	const char *text) G_GNUC_WARN_UNUSED_RESULT;

gboolean store_check_size(GBytes *bytes, gsize maximum, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Destroys key, pages, readings, documents and file number; the dossier's row stays, to be found again. */
gboolean store_release(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Inside a transaction: gives a dossier that is QUEUED or later the state that its acts say; releases it when all are
 * accepted. */
gboolean store_settle(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;
