/* Keys of 32 bytes, each with its purpose, in locked memory that is wiped when it is freed; and their files. */
#pragma once
#include <gio/gio.h>

enum { SEAL_KEY_BYTES = 32 };

typedef enum {
	SEAL_KEY_STATION,    /* symmetric: wraps the dossiers' keys, hashes file numbers */
	SEAL_KEY_DOSSIER,    /* symmetric: a dossier's contents */
	SEAL_KEY_BOX_SECRET, /* X25519 */
	SEAL_KEY_BOX_PUBLIC,
	SEAL_KEY_SIGN_SECRET, /* Ed25519, its seed */
	SEAL_KEY_SIGN_PUBLIC,
	SEAL_KEY_N
} SealKeyKind;

typedef struct SealKey SealKey;

/* A random key; not of a public kind. */
SealKey *seal_key_new(SealKeyKind kind);
/* Exactly SEAL_KEY_BYTES bytes; NULL for any other number. */
SealKey *seal_key_from_bytes(SealKeyKind kind, gconstpointer bytes, gsize size);
/* The public half of BOX_SECRET or SIGN_SECRET. */
SealKey *seal_key_public(const SealKey *secret);
void seal_key_free(SealKey *key); /* NULL is taken */

SealKeyKind seal_key_kind(const SealKey *key);
const guint8 *seal_key_bytes(const SealKey *key); /* SEAL_KEY_BYTES; lives as long as the key */

/* A key file is one line: "civilia KIND 1 HEX". Errors of reading: NOT_FOUND when there is no file, DENIED, and KEY for
 * anything that is not a key file of this kind. */
SealKey *seal_key_load(const char *path, SealKeyKind kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes a new file, whole and durably or not at all: mode 0600, 0644 for a public kind. A file that is there is never
 * replaced (G_IO_ERROR_EXISTS). Errors: STORAGE_FULL, STORAGE. */
gboolean seal_key_save(const SealKey *key, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The key of this file; the first caller of several makes it. */
SealKey *seal_key_load_or_create(const char *path, SealKeyKind kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SealKey, seal_key_free)
