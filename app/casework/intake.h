/* Sheets in a scanner -> pages of a stored dossier, each with its reading. */
#pragma once
#include "app/casework/scan_run.h"
#include "app/store/store.h"

/* How far it is; may be NULL. scanned: sides that came from the scanner; kept: pages that lie in the store. */
typedef void (*IntakeProgress)(guint scanned, guint kept, gpointer user_data);

/* Runs one scan job into the dossier, which must be SCANNING: pages are appended in the order of the sheets, each one
 * durable before `kept` counts it, blank or unreadable ones too. When the batch ends as it should, the dossier is
 * SCANNED. FALSE when it does not (the scanner's error, or the store's): the pages delivered before are kept, the
 * dossier stays SCANNING, and another call goes on with the sheets that follow. kept (may be NULL) counts this call's
 * pages either way. */
gboolean intake_scan(Store *store, gint64 id, ScanClient *client, const ScanRequest *request, IntakeProgress progress,
	gpointer user_data, guint *kept, GError **error) G_GNUC_WARN_UNUSED_RESULT;
