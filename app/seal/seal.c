#include "app/seal/seal.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <sodium.h>
#include <string.h>

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };
G_STATIC_ASSERT(NONCE + TAG == SEAL_OVERHEAD);
G_STATIC_ASSERT(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == SEAL_KEY_BYTES);
G_STATIC_ASSERT(crypto_sign_BYTES == SEAL_SIGNATURE_BYTES);

typedef struct {
	gpointer data;
	gsize size;
} Wiped;

static void
wipe(gpointer user_data)
{
	Wiped *wiped = user_data;
	sodium_memzero(wiped->data, wiped->size);
	g_free(wiped->data);
	g_free(wiped);
}

GBytes *
seal_wipe_take(gpointer data, gsize size)
{
	Wiped *wiped = g_new(Wiped, 1);
	*wiped = (Wiped){data, size};
	return g_bytes_new_with_free_func(data, size, wipe, wiped);
}

GBytes *
seal_wipe_new(gconstpointer data, gsize size)
{
	return seal_wipe_take(g_memdup2(data, size), size);
}

GBytes *
seal_encrypt(const SealKey *key, GBytes *plain, const char *context)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(plain, &size);
	guint8 *sealed = g_malloc(size + SEAL_OVERHEAD);
	randombytes_buf(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, data, size, (const guint8 *)context,
		strlen(context), NULL, sealed, seal_key_bytes(key));
	return g_bytes_new_take(sealed, size + SEAL_OVERHEAD);
}

GBytes *
seal_decrypt(const SealKey *key, GBytes *sealed, const char *context, GError **error)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(sealed, &size);
	if (size >= SEAL_OVERHEAD) {
		g_autofree guint8 *plain = g_malloc(size - SEAL_OVERHEAD + 1);
		if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, data + NONCE, size - NONCE,
			    (const guint8 *)context, strlen(context), data, seal_key_bytes(key)) == 0)
			return seal_wipe_take(g_steal_pointer(&plain), size - SEAL_OVERHEAD);
	}
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_KEY,
		_("un contenu chiffré ne s’ouvre pas : il a été altéré, ou la clé n’est pas la bonne"));
	return NULL;
}

GBytes *
seal_wrap(const SealKey *station, const SealKey *key, const char *context)
{
	g_autoptr(GBytes) plain = seal_wipe_new(seal_key_bytes(key), SEAL_KEY_BYTES);
	return seal_encrypt(station, plain, context);
}

SealKey *
seal_unwrap(const SealKey *station, GBytes *wrapped, const char *context, GError **error)
{
	g_autoptr(GBytes) plain = seal_decrypt(station, wrapped, context, error);
	if (plain == NULL)
		return NULL;
	SealKey *key = seal_key_from_bytes(SEAL_KEY_DOSSIER, g_bytes_get_data(plain, NULL), g_bytes_get_size(plain));
	if (key == NULL)
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_KEY, _("une clé de dossier n’a pas la bonne longueur"));
	return key;
}

char *
seal_hash(const SealKey *station, const char *purpose, const char *text)
{
	/* A key of its own for each purpose: the same text under two purposes gives unrelated hashes. */
	guint8 subkey[crypto_generichash_KEYBYTES];
	crypto_generichash(subkey, sizeof subkey, (const guint8 *)purpose, strlen(purpose), seal_key_bytes(station),
		SEAL_KEY_BYTES);
	guint8 hash[32];
	crypto_generichash(hash, sizeof hash, (const guint8 *)text, strlen(text), subkey, sizeof subkey);
	sodium_memzero(subkey, sizeof subkey);
	char *hex = g_malloc(2 * sizeof hash + 1);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

void
seal_sign(const SealKey *secret, gconstpointer data, gsize size, guint8 signature[SEAL_SIGNATURE_BYTES])
{
	g_assert(seal_key_kind(secret) == SEAL_KEY_SIGN_SECRET);
	guint8 public[crypto_sign_PUBLICKEYBYTES], expanded[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(public, expanded, seal_key_bytes(secret));
	crypto_sign_detached(signature, NULL, data, size, expanded);
	sodium_memzero(expanded, sizeof expanded);
}

gboolean
seal_verify(const SealKey *public_key, gconstpointer data, gsize size, const guint8 signature[SEAL_SIGNATURE_BYTES])
{
	g_assert(seal_key_kind(public_key) == SEAL_KEY_SIGN_PUBLIC);
	return crypto_sign_verify_detached(signature, data, size, seal_key_bytes(public_key)) == 0;
}
