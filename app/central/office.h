/* The central's folder: certificate authority, server certificate, the key that acts are sealed to, the key that signs
 * receipts. */
#pragma once
#include <gio/gio.h>

#define OFFICE_SEAL_KEY "central-seal.key"
#define OFFICE_RECEIPT_KEY "central-receipt.key"

/* Makes whatever of it is missing; what is there stays. hosts: names and addresses of the server besides localhost; may
 * be NULL. */
gboolean office_init(const char *folder, const char *const *hosts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a station's enrolment folder (app/seal/enrolment.h) and registers its certificate. The same again completes
 * what is missing. USAGE for a name that is not 1 to 32 of a-z, 0-9 and hyphen; KEY when the folder is of another
 * station or central. */
gboolean
office_enrol(const char *folder, const char *station, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;
