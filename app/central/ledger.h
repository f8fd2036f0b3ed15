/* Everything the reference central system keeps, behind one small interface; ledger.c keeps it in one SQLite file.
 * Errors: STORAGE_*, NOT_FOUND. */
#pragma once
#include "app/seal/manifest.h"

typedef struct Ledger Ledger;

typedef struct {
	ManifestPart *part;
	guint64 offset; /* bytes received so far */
} LedgerPart;

typedef struct {
	char *id;
	char *station;
	char *kind;
	char *digest;      /* manifest_digest() */
	GPtrArray *parts;  /* LedgerPart, owned, in order */
	gint64 received_s; /* 0 until it is accepted */
} LedgerAct;

void ledger_act_free(LedgerAct *act);

Ledger *ledger_open(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ledger_close(Ledger *ledger);

/* Stations by the fingerprint of their certificate; the same again changes nothing. */
gboolean
ledger_station_add(Ledger *ledger, const char *name, const char *fingerprint, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All certificates of a station; NOT_FOUND when it has none. */
gboolean ledger_station_remove(Ledger *ledger, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *ledger_station_find(Ledger *ledger, const char *fingerprint, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens an act for upload unless one of this id is there. parts: ManifestPart. */
gboolean ledger_act_add(Ledger *ledger, const char *id, const char *station, const char *kind, GPtrArray *parts,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
LedgerAct *ledger_act_get(Ledger *ledger, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GPtrArray of LedgerAct, oldest first, open ones too. */
GPtrArray *ledger_act_list(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends bytes at exactly offset; *appended is FALSE, and nothing changed, when the part does not end there or would
 * grow past its size, or when the act is accepted. */
gboolean ledger_part_append(Ledger *ledger, const char *id, const char *name, guint64 offset, GBytes *bytes,
	gboolean *appended, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *ledger_part_read(Ledger *ledger, const char *id, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Forgets what was received of a part. */
gboolean ledger_part_reset(Ledger *ledger, const char *id, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps the receipt, unless the act has one already; what is kept from then on is what ledger_receipt_get() returns. */
gboolean ledger_act_accept(
	Ledger *ledger, const char *id, GBytes *receipt, gint64 received_s, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *ledger_receipt_get(Ledger *ledger, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LedgerAct, ledger_act_free)
