/* The certificates that 2D-Docs are signed with, as a list that the office signs (docs/codes.md): "civilia-codes 1", a
 * rising sequence, the day of issue, one line a certificate, and an Ed25519 signature over all lines before it. */
#pragma once
#include "app/dossier/barcode.h"

enum {
	CODE_LIST_MAX_BYTES = 4 * 1024 * 1024,
	CODE_LIST_MAX_CERTIFICATES = 5000,
	CODE_KEY_MAX_BYTES = 16 * 1024,
};

/* In the state folder: the office's public key (PEM), put there when the station is set up, and the list held. */
#define CODE_KEY_FILE "codes/update-key.pem"
#define CODE_LIST_FILE "codes/certificates.list"

typedef struct CodeCertificates CodeCertificates;

/* Checks the signature over the list before anything else of it is believed, then every line. Errors: DENIED (not
 * signed by this key), PROTOCOL (signed, but not a list: the line is said), KEY (the key is no Ed25519 key). */
CodeCertificates *code_certificates_parse(GBytes *list, GBytes *key_pem, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The list held in a state folder. NULL without an error: there is none, or no key to check it with. */
CodeCertificates *code_certificates_load(const char *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void code_certificates_free(CodeCertificates *certificates);

guint64 code_certificates_sequence(const CodeCertificates *certificates);
const char *code_certificates_issued(const CodeCertificates *certificates); /* ISO day */
guint code_certificates_count(const CodeCertificates *certificates);
/* Of the i-th: "FR03", "A012", and first and last day in force, ISO. */
typedef struct {
	char authority[5], id[5], first_day[11], last_day[11];
} CodeCertificateNote;
CodeCertificateNote code_certificates_note(const CodeCertificates *certificates, guint i);

/* Is the signature that of signed bytes under the seal's certificate, on a day when that was in force? certificates
 * NULL: none are held. signature is the Base32 text (NULL: none). The authority FR00 is the specification's specimen
 * and is never valid: its private key is anybody's. reason is NONE for VALID alone. */
BarcodeSignature
code_certificates_judge(const CodeCertificates *certificates, const BarcodeSeal *seal, const char *signed_bytes,
	gsize signed_size, const char *signature, gsize signature_size, BarcodeReason *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CodeCertificates, code_certificates_free)
