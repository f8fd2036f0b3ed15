/* The child's work: one request of the service, carried out with a driver. */
#pragma once
#include "drivers/scan/scanner.h"

/* Waits for the request on this packet socket, carries it out, answers. FALSE when the service is gone or sent
 * nonsense: there is nobody to tell. */
gboolean scan_session_run(int socket, const ScannerDriver *driver, GError **error) G_GNUC_WARN_UNUSED_RESULT;
