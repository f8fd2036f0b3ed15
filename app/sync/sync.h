/* Outbox -> central system. An act is released here only after the central's signed receipt for exactly these bytes has
 * been verified and stored; whatever is interrupted is taken up again and arrives once. */
#pragma once
#include "app/store/store.h"
#include "firmware/base/error.h"

typedef struct {
	const char *enrolment;  /* folder that `civilia-central enrol` filled */
	const char *central;    /* https://host:port */
	int request_timeout_ms; /* 0: 30 000; one request from its beginning to the end of its answer */
	int run_timeout_ms;     /* 0: 30 minutes; one sync_run_once() */
} SyncOptions;

/* What one run did. A person reads `sentence`; NULL when nothing is left. */
typedef struct {
	guint accepted;     /* acts whose receipts were stored in this run */
	guint left;         /* acts still in the outbox */
	StationError error; /* the last cause, when left > 0 */
	char *sentence;
	gint64 next_attempt_s; /* when the first of those left is due; 0: none left */
} SyncResult;

void sync_result_clear(SyncResult *result);

/* A step forward: act (index from 1 of total), bytes handed over and in all. */
typedef void (*SyncProgress)(guint index, guint total, guint64 sent, guint64 bytes, gpointer user_data);

/* Limits TLS to 1.3 for this process. Call it at the start of main, before any thread and any TLS. */
void sync_prepare(void);

/* One pass over the outbox, in the calling thread, on a main context of its own. all: also acts whose next attempt is
 * not due yet. FALSE only for a failure of our own side (store, enrolment); a central that is down, slow, refuses or
 * answers nonsense is a result with acts left. cancellable may be NULL. */
gboolean sync_run_once(Store *store, const SyncOptions *options, gboolean all, GCancellable *cancellable,
	SyncProgress progress, gpointer user_data, SyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds to wait after so many failed attempts: 5, 10, 20... to an hour, up to half of it less by chance. */
gint64 sync_pause_s(guint attempts);
