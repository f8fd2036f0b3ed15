/* One scan job on the bus: its child process, the pages that wait, and the client's object. */
#pragma once
#include "drivers/scan/quirks.h"
#include "drivers/scan/scanner_child.h"

typedef struct ScanJob ScanJob;

enum { SCAN_JOB_MAX_WAITING = 4 }; /* pages made and not taken */

typedef enum {
	SCAN_JOB_RUNNING,
	SCAN_JOB_RECOVERING, /* over for the client, the device is not free yet */
	SCAN_JOB_OVER,
} ScanJobPhase;

typedef struct {
	GDBusConnection *connection;
	guint number; /* makes the path */
	const char *owner, *device;
	GVariant *options;
	const Quirks *quirks;
	/* Told whenever phase or is_closed may have changed; the job may not be freed in it. */
	void (*changed)(gpointer data);
	gpointer data;
} ScanJobSetup;

/* Everything is copied; the object is exported and the child started. */
ScanJob *scan_job_new(const ScannerLaunch *launch, const ScanJobSetup *setup, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scan_job_free(ScanJob *job);

const char *scan_job_path(const ScanJob *job);
const char *scan_job_owner(const ScanJob *job);
const char *scan_job_device(const ScanJob *job);
ScanJobPhase scan_job_phase(const ScanJob *job);
gboolean scan_job_is_closed(const ScanJob *job); /* nobody will ask for it any more */

/* Forgets pages and the object, cancels what runs: for Close, and when the owner left the bus. */
void scan_job_close(ScanJob *job);
