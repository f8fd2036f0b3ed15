/* One worker process seen from the pool: started, spoken to, timed, killed. */
#pragma once
#include "app/reader/reader_message.h"
#include <gio/gio.h>

typedef struct WorkerLink WorkerLink;

typedef struct {
	/* A message came; *answer may be emptied by the callee. Not called for "ready". */
	void (*answered)(WorkerLink *link, Answer *answer, gpointer user_data);
	/* The worker is ready for the next request. */
	void (*ready)(WorkerLink *link, gpointer user_data);
	/* It died, spoke nonsense or took too long, and is no more; the error says which (WORKER_FAILED, TIMEOUT). The
	 * callee frees the link. */
	void (*failed)(WorkerLink *link, const GError *error, gpointer user_data);
} WorkerEvents;

/* Starts civilia-worker, with the state folder that it may read certificates from (NULL: none); events come on the
 * context, never from inside a call. The thread that calls must live as long as the worker: the kernel kills the worker
 * with it. */
WorkerLink *worker_link_new(GMainContext *context, const char *state, const WorkerEvents *events, gpointer user_data,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
void worker_link_free(WorkerLink *link); /* kills it */

gboolean worker_link_is_ready(const WorkerLink *link); /* ready and without a request */

/* Sends a request to a ready worker. When the answer does not come within timeout_ms it is killed; each early answer,
 * that is each paper on the glass, starts the time anew. */
gboolean worker_link_send(
	WorkerLink *link, const PageRequest *request, int fd, int timeout_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
