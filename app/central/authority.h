/* The enrolment authority: a small certificate authority of our own (P-256, X.509 v3). All PEM. */
#pragma once
#include <gio/gio.h>

typedef enum { AUTHORITY_CA, AUTHORITY_SERVER, AUTHORITY_CLIENT } AuthorityRole;

/* A fresh private key. */
GBytes *authority_key_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A certificate for this key. A CA signs itself (issuer NULL), the others are signed by it. hosts, for a server: DNS
 * names and addresses; else NULL. */
GBytes *authority_issue(AuthorityRole role, const char *common_name, const char *const *hosts, GBytes *key,
	GBytes *issuer_certificate, GBytes *issuer_key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether certificate was signed by issuer and belongs to key; *common_name and *fingerprint (SHA-256 of the DER, hex)
 * are the caller's. KEY when it was not. */
gboolean authority_examine(GBytes *certificate, GBytes *key, GBytes *issuer, char **common_name, char **fingerprint,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
