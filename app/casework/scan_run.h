/* One scan job seen by its client: pages come as calls on the main context that was the thread's default at the start,
 * and none is lost when the job, the scanner or the whole service ends: what was delivered stays with the callee. */
#pragma once
#include "app/casework/scan_client.h"
#include "app/dossier/image.h"

typedef struct {
	const char *device;
	const char *source, *mode;                   /* NULL: the service chooses (feeder if it holds paper; colour) */
	int dpi, max_pages;                          /* 0: 300; all */
	double left_mm, top_mm, width_mm, height_mm; /* width 0: all that the device has */
} ScanRequest;

typedef struct {
	guint number, sheet; /* from 1 */
	gboolean is_back;
	const Image *image; /* for this call; its pixels may be kept with g_bytes_ref */
	int pixels;         /* the same as sealed memfd, open for this call */
} ScanPage;

typedef struct ScanRun ScanRun;

/* progress may be NULL. finished comes once, last, after every page: error NULL when the batch was scanned to its end,
 * else what ended it, with the operator's sentence. The run may be freed only after it returned. */
typedef struct {
	void (*page)(ScanRun *run, const ScanPage *page, gpointer data);
	void (*progress)(ScanRun *run, guint page, guint percent, gpointer data);
	void (*finished)(ScanRun *run, const GError *error, gpointer data);
} ScanEvents;

/* Never fails here: what goes wrong comes as finished. The client must outlive it. */
ScanRun *scan_run_start(ScanClient *client, const ScanRequest *request, const ScanEvents *events, gpointer data);

/* finished with STATION_ERROR_CANCELLED follows within 300 ms, after pages that are already made. */
void scan_run_cancel(ScanRun *run);

/* Iterates the main context until it is finished. TRUE: scanned to the end. */
gboolean scan_run_wait(ScanRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Cancels what still runs, even a job that is only being started; no call comes after it. */
void scan_run_free(ScanRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanRun, scan_run_free)
