/* Encryption at rest, hashing and signing. Whatever is decrypted comes in bytes that are wiped when freed. */
#pragma once
#include "app/seal/seal_key.h"

enum {
	SEAL_OVERHEAD = 24 + 16, /* bytes that seal_encrypt() adds */
	SEAL_SIGNATURE_BYTES = 64,
};

/* Copies that are wiped when the last reference goes. */
GBytes *seal_wipe_new(gconstpointer data, gsize size);
/* Takes memory of g_malloc. */
GBytes *seal_wipe_take(gpointer data, gsize size);

/* XChaCha20-Poly1305 with a random nonce before the ciphertext. The context ("page 12/3"...) is authenticated, not
 * stored: bytes moved to another place no longer open. */
GBytes *seal_encrypt(const SealKey *key, GBytes *plain, const char *context);
/* STATION_ERROR_KEY for other bytes, another key or another context. */
GBytes *seal_decrypt(const SealKey *key, GBytes *sealed, const char *context, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A key of kind DOSSIER under the station key. */
GBytes *seal_wrap(const SealKey *station, const SealKey *key, const char *context);
SealKey *
seal_unwrap(const SealKey *station, GBytes *wrapped, const char *context, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keyed BLAKE2b of a text, 64 hex digits: finds a file number again without telling it. */
char *seal_hash(const SealKey *station, const char *purpose, const char *text);

/* Ed25519. */
void seal_sign(const SealKey *secret, gconstpointer data, gsize size, guint8 signature[SEAL_SIGNATURE_BYTES]);
gboolean
seal_verify(const SealKey *public_key, gconstpointer data, gsize size, const guint8 signature[SEAL_SIGNATURE_BYTES]);
