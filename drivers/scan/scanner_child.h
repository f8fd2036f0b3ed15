/* The service's end of one civilia-scanner process: messages come as calls on the main loop, and a watchdog kills the
 * process when it says nothing in time. One process carries out one request, so a leak or a broken state of a back-end
 * never outlives a job. */
#pragma once
#include <gio/gio.h>

/* How the process is started. */
typedef struct {
	char *program;
	char *config;  /* SANE_CONFIG_DIR, or NULL for the system's */
	char *library; /* folder of our back-ends, or NULL */
} ScannerLaunch;

void scanner_launch_clear(ScannerLaunch *launch);

typedef struct ScannerChild ScannerChild;

typedef enum {
	SCANNER_CHILD_ENDED,   /* by itself: its socket closed */
	SCANNER_CHILD_SILENT,  /* killed by the watchdog */
	SCANNER_CHILD_REFUSED, /* killed for a message against the protocol */
} ScannerChildEnd;

typedef struct {
	/* arguments: a{sv}. pixels: of a "page" message, the caller's to close; else -1. */
	void (*message)(const char *verb, GVariant *arguments, int pixels, gpointer data);
	/* Once, at the end; no call comes after it. The child may be freed in it. */
	void (*gone)(ScannerChildEnd end, gpointer data);
} ScannerChildEvents;

ScannerChild *scanner_child_start(const ScannerLaunch *launch, const ScannerChildEvents *events, gpointer data,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Kills what still runs, without waiting for it; no call comes after it. */
void scanner_child_free(ScannerChild *child);

/* Takes floating arguments. A child that cannot take a message is gone, which is told by gone(). */
void scanner_child_send(ScannerChild *child, const char *verb, GVariant *arguments);

/* Kill it when this much time passes without a new call of this function; 0: wait for ever. */
void scanner_child_watch(ScannerChild *child, int timeout_ms);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ScannerLaunch, scanner_launch_clear)
