/* One question to a child: which devices there are, or what one can do. */
#pragma once
#include "drivers/scan/scanner_child.h"

typedef struct ScanQuery ScanQuery;

/* answer: a{sv} of the child's "devices" or "capabilities" message; NULL with error. The query is freed after it. */
typedef void (*ScanQueryAnswer)(ScanQuery *query, GVariant *answer, const GError *error, gpointer data);

/* verb: "list" or "capabilities"; floating arguments are taken. */
ScanQuery *scan_query_start(const ScannerLaunch *launch, const char *verb, GVariant *arguments, int timeout_ms,
	ScanQueryAnswer answer, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scan_query_free(ScanQuery *query); /* without an answer */
