/* The object /ia/civil/Scanner1: who may scan what, and the jobs that run. */
#pragma once
#include "drivers/scan/quirks.h"
#include "drivers/scan/scanner_child.h"

#define SCAN_SERVICE_NAME "ia.civil.Scanner1"
#define SCAN_SERVICE_PATH "/ia/civil/Scanner1"

typedef struct ScanService ScanService;

/* launch and quirks must outlive it. */
ScanService *scan_service_new(GDBusConnection *connection, const ScannerLaunch *launch, const QuirkTable *quirks,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scan_service_free(ScanService *service); /* ends all jobs */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanService, scan_service_free)
