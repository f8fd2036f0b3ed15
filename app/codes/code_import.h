/* A new list of certificates takes the place of the one held in a state folder. */
#pragma once
#include "app/codes/code_certificates.h"

/* Checks the list against the office's key of the folder, then writes it whole and durably, or leaves what is there. A
 * list with a lower sequence than the one held is refused, and so is another list with the same: an attacker who kept
 * an old one could bring back a certificate that was taken off. The same list again is no error. Errors: KEY (no key in
 * the folder, or none that is one), DENIED (not signed by it), PROTOCOL (signed, but no list), REFUSED (not newer),
 * TOO_LARGE, STORAGE. The result is the list now held. */
CodeCertificates *code_import(const char *state, GBytes *list, GError **error) G_GNUC_WARN_UNUSED_RESULT;
