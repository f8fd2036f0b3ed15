/* What the station holds: dossiers, their pages, what was read on them, draft acts, and the outbox to the central
 * system. One SQLite file and one station key in a state folder; several programs may hold it open at once.
 *
 * Contents are bytes to the store: callers make the JSON and the JPEG. Whatever was read from a paper, and the file
 * number itself, stands in the file only encrypted, under a key of its dossier; in clear there are ids, kinds, states,
 * times, sizes and a keyed hash of the file number.
 *
 * Every function that changes something is one durable transaction: once it has returned TRUE, the change survives a
 * power cut; when it fails, nothing has changed and outputs are untouched. Errors of all: STORAGE_FULL,
 * STORAGE_LOCKED (another program held the file for longer than 10 s), STORAGE_DAMAGED, STORAGE, KEY (the dossier's key
 * was destroyed, or is not ours), NOT_FOUND (no such dossier, page, act), USAGE (the dossier is in a state that does
 * not allow it, or an argument is out of bounds), TOO_LARGE. Messages are sentences for a person. A Store belongs to
 * one thread at a time. */
#pragma once
#include "app/dossier/act.h"
#include <gio/gio.h>

enum {
	STORE_MAX_PAGES = 200,                   /* of a dossier */
	STORE_MAX_PAGE_BYTES = 16 * 1024 * 1024, /* one JPEG */
	STORE_MAX_BLOB_BYTES = 32 * 1024 * 1024, /* a reading, a dossier's documents, an act */
	STORE_MAX_FILE_NUMBER = 64,              /* bytes */
};

typedef struct Store Store;

typedef enum {
	STORE_EXCLUSIVE = 1 << 0, /* take the folder's one lock, or fail at once with STORAGE_LOCKED */
	STORE_CHECK = 1 << 1,     /* walk through the whole file first; STORAGE_DAMAGED where it is not whole */
} StoreFlags;

/* Opens the state folder, made with mode 0700 if need be. The station key is read from key_path, e.g. below
 * $CREDENTIALS_DIRECTORY, or, with NULL, from "station.key" in the folder, where it is created with the first opening
 * and never again: without its key an existing store is refused (KEY). */
Store *store_open(const char *folder, const char *key_path, StoreFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *store_folder(const Store *store); /* the state folder, as opened */
void store_close(Store *store);               /* NULL is taken */

/* STORAGE_DAMAGED unless the whole file is sound. */
gboolean store_check(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- dossiers --- */

/* The order is the way of the work. From QUEUED on the store moves the state itself, and pages, readings, documents and
 * drafts can no longer be changed. */
typedef enum {
	STORE_SCANNING, /* pages are coming in */
	STORE_SCANNED,
	STORE_READ, /* every page has its reading */
	STORE_COMPARED,
	STORE_DRAFTED,
	STORE_QUEUED,   /* an act at least lies sealed in the outbox */
	STORE_SENT,     /* every act was handed over, a receipt at least is awaited */
	STORE_ACCEPTED, /* receipts are stored; key, pages and contents are destroyed */
	STORE_STATE_N
} StoreState;

const char *store_state_name(StoreState state); /* "scanning"... */
gboolean store_state_parse(const char *name, StoreState *state);

typedef struct {
	gint64 id; /* from 1, never given twice */
	StoreState state;
	gint64 created_s, changed_s; /* since 1970, UTC */
	guint pages;
} StoreDossier;

/* The dossier of this file number (1 to STORE_MAX_FILE_NUMBER bytes, blanks around it do not count), created where
 * there is none. created may be NULL. */
gboolean store_dossier_ensure(
	Store *store, const char *file_number, gint64 *id, gboolean *created, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
store_dossier_find(Store *store, const char *file_number, gint64 *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_dossier_get(Store *store, gint64 id, StoreDossier *dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GArray of StoreDossier, by id. */
GArray *store_dossier_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *store_dossier_file_number(Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Any state before QUEUED, forwards or backwards. */
gboolean store_dossier_set_state(Store *store, gint64 id, StoreState state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An accepted dossier to which new papers came: SCANNING again, empty, with a new key; receipts stay. */
gboolean
store_dossier_reopen(Store *store, gint64 id, const char *file_number, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Destroys the key and everything of a dossier that is not in the outbox. */
gboolean store_dossier_delete(Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- pages, in sequence 1..n without gaps --- */

/* Appends a page; sequence may be NULL. */
gboolean
store_page_add(Store *store, gint64 dossier, GBytes *jpeg, guint *sequence, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Replaces page `sequence`, dropping its reading; n + 1 appends. The same page again changes nothing else. */
gboolean
store_page_put(Store *store, gint64 dossier, guint sequence, GBytes *jpeg, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes a page with its reading; the following ones move up. */
gboolean store_page_delete(Store *store, gint64 dossier, guint sequence, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_page_count(Store *store, gint64 dossier, guint *count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *store_page_get(Store *store, gint64 dossier, guint sequence, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was read on one page (bytes of the caller's format). NOT_FOUND: not read yet. */
gboolean store_reading_put(
	Store *store, gint64 dossier, guint sequence, GBytes *reading, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *store_reading_get(Store *store, gint64 dossier, guint sequence, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The dossier's documents, facts and verdicts, as one text of the caller's. NOT_FOUND: none yet. */
gboolean store_documents_put(Store *store, gint64 dossier, GBytes *documents, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *store_documents_get(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- acts --- */

typedef enum { STORE_ACT_DRAFT, STORE_ACT_QUEUED, STORE_ACT_SENT, STORE_ACT_ACCEPTED, STORE_ACT_STATE_N } StoreActState;

const char *store_act_state_name(StoreActState state); /* "draft", "queued", "sent", "accepted" */

typedef struct {
	char *id; /* UUID, made here once and for all */
	gint64 dossier;
	ActKind kind;
	StoreActState state;
	gint64 changed_s;
	/* of the outbox; zero and NULL for a draft */
	gint64 queued_s;
	guint attempts;        /* that failed */
	gint64 next_attempt_s; /* not before */
	char *last_error;      /* station_error_name() of the last failed attempt, or NULL */
} StoreAct;

void store_act_free(StoreAct *act);

/* Writes the dossier's draft of this kind: the one that is there is replaced and keeps its id. id may be NULL, else it
 * is the caller's. */
gboolean store_act_put(
	Store *store, gint64 dossier, ActKind kind, GBytes *json, char **id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Deletes a draft that shall not be sent: the others of its dossier no longer wait for it. */
gboolean store_act_delete(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As put last; KEY once it has been accepted. */
GBytes *store_act_get(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
StoreAct *store_act_info(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GPtrArray of StoreAct (frees them), oldest first; dossier 0: of all. */
GPtrArray *store_act_list(Store *store, gint64 dossier, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts a draft into the outbox: the act, the dossier's documents and its pages, each sealed to the central system's
 * public key (of the enrolment folder), together with the change of state, in one transaction. TRUE at once for an act
 * that is already queued, sent or accepted. */
gboolean
store_act_queue(Store *store, const char *id, const char *enrolment_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- outbox, for sync --- */

typedef struct {
	guint drafts, queued, sent, accepted; /* acts */
	gint64 last_accepted_s;               /* 0: none ever */
} StoreCounts;

gboolean store_counts(Store *store, StoreCounts *counts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* GPtrArray of StoreAct: queued and sent ones whose time has come, oldest first. ignore_times: all of them. */
GPtrArray *
store_outbox_due(Store *store, gint64 now_s, gboolean ignore_times, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* GPtrArray of ManifestPart (app/seal/manifest.h): what lies sealed for this act, in order. */
GPtrArray *store_outbox_parts(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Up to size bytes of part `name` from offset; fewer only at its end. */
GBytes *store_outbox_read(Store *store, const char *id, const char *name, gsize offset, gsize size,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean store_outbox_failed(Store *store, const char *id, const char *error_name, gint64 next_attempt_s,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Every part was handed over; the receipt is awaited. */
gboolean store_outbox_sent(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores a receipt that the caller has verified, and releases: the act's contents and sealed parts; and, when no other
 * act of its dossier is drafted or under way, the dossier's key, pages, readings and documents. TRUE at once when
 * already accepted. */
gboolean store_outbox_accepted(Store *store, const char *id, GBytes *receipt, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *store_receipt_get(Store *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreAct, store_act_free)
