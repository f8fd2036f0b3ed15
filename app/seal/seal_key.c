#include "app/seal/seal_key.h"
#include "app/seal/durable.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <sodium.h>
#include <string.h>

struct SealKey {
	SealKeyKind kind;
	guint8 bytes[SEAL_KEY_BYTES];
};

static const char *const kinds[] = {
	[SEAL_KEY_STATION] = "station",
	[SEAL_KEY_DOSSIER] = "dossier",
	[SEAL_KEY_BOX_SECRET] = "seal-secret",
	[SEAL_KEY_BOX_PUBLIC] = "seal-public",
	[SEAL_KEY_SIGN_SECRET] = "sign-secret",
	[SEAL_KEY_SIGN_PUBLIC] = "sign-public",
};
G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == SEAL_KEY_N);

/* sodium_malloc: guard pages around it, kept out of swap and core dumps where the limits allow, wiped when freed. */
static SealKey *
key_allocate(SealKeyKind kind)
{
	if (sodium_init() < 0)
		g_error("libsodium does not start: the system gives no random numbers");
	SealKey *key = sodium_malloc(sizeof *key);
	if (key == NULL)
		g_error("no memory for a key");
	key->kind = kind;
	return key;
}

SealKey *
seal_key_new(SealKeyKind kind)
{
	g_assert(kind != SEAL_KEY_BOX_PUBLIC && kind != SEAL_KEY_SIGN_PUBLIC);
	SealKey *key = key_allocate(kind);
	randombytes_buf(key->bytes, sizeof key->bytes);
	return key;
}

SealKey *
seal_key_from_bytes(SealKeyKind kind, gconstpointer bytes, gsize size)
{
	if (size != SEAL_KEY_BYTES)
		return NULL;
	SealKey *key = key_allocate(kind);
	memcpy(key->bytes, bytes, size);
	return key;
}

SealKey *
seal_key_public(const SealKey *secret)
{
	if (secret->kind == SEAL_KEY_BOX_SECRET) {
		SealKey *key = key_allocate(SEAL_KEY_BOX_PUBLIC);
		crypto_scalarmult_base(key->bytes, secret->bytes);
		return key;
	}
	g_assert(secret->kind == SEAL_KEY_SIGN_SECRET);
	SealKey *key = key_allocate(SEAL_KEY_SIGN_PUBLIC);
	guint8 expanded[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(key->bytes, expanded, secret->bytes);
	sodium_memzero(expanded, sizeof expanded);
	return key;
}

void
seal_key_free(SealKey *key)
{
	sodium_free(key);
}

SealKeyKind
seal_key_kind(const SealKey *key)
{
	return key->kind;
}

const guint8 *
seal_key_bytes(const SealKey *key)
{
	return key->bytes;
}

static SealKey *
key_parse(const char *text, gsize size, SealKeyKind kind)
{
	g_autofree char *head = g_strdup_printf("civilia %s 1 ", kinds[kind]);
	gsize head_size = strlen(head);
	if (size > 0 && text[size - 1] == '\n')
		size--;
	if (size != head_size + 2 * SEAL_KEY_BYTES || memcmp(text, head, head_size) != 0)
		return NULL;
	SealKey *key = key_allocate(kind);
	gsize length = 0;
	if (sodium_hex2bin(key->bytes, sizeof key->bytes, text + head_size, 2 * SEAL_KEY_BYTES, NULL, &length, NULL) ==
			0 &&
		length == SEAL_KEY_BYTES)
		return key;
	seal_key_free(key);
	return NULL;
}

SealKey *
seal_key_load(const char *path, SealKeyKind kind, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) file = durable_read(path, 4096, &why);
	if (file == NULL && station_error_code(why) == STATION_ERROR_NOT_FOUND) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND, _("%s : ce fichier de clé manque"), path);
		return NULL;
	}
	if (file == NULL && station_error_code(why) != STATION_ERROR_TOO_LARGE) {
		g_propagate_error(error, g_steal_pointer(&why));
		return NULL;
	}
	SealKey *key = NULL;
	if (file != NULL) {
		gsize size;
		const char *text = g_bytes_get_data(file, &size);
		key = key_parse(text, size, kind);
		sodium_memzero((void *)text, size);
	}
	if (key == NULL)
		g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, _("%s : ce n’est pas un fichier de clé « %s »"),
			path, kinds[kind]);
	return key;
}

gboolean
seal_key_save(const SealKey *key, const char *path, GError **error)
{
	gboolean public = key->kind == SEAL_KEY_BOX_PUBLIC || key->kind == SEAL_KEY_SIGN_PUBLIC;
	char hex[2 * SEAL_KEY_BYTES + 1];
	sodium_bin2hex(hex, sizeof hex, key->bytes, sizeof key->bytes);
	char line[128];
	int size = g_snprintf(line, sizeof line, "civilia %s 1 %s\n", kinds[key->kind], hex);
	gboolean ok = durable_create(path, line, (gsize)size, public ? 0644 : 0600, error);
	sodium_memzero(hex, sizeof hex);
	sodium_memzero(line, sizeof line);
	return ok;
}

SealKey *
seal_key_load_or_create(const char *path, SealKeyKind kind, GError **error)
{
	g_autoptr(GError) why = NULL;
	SealKey *key = seal_key_load(path, kind, &why);
	if (key != NULL || station_error_code(why) != STATION_ERROR_NOT_FOUND) {
		if (key == NULL)
			g_propagate_error(error, g_steal_pointer(&why));
		return key;
	}
	g_clear_error(&why);
	g_autoptr(SealKey) fresh = seal_key_new(kind);
	if (seal_key_save(fresh, path, &why))
		return g_steal_pointer(&fresh);
	if (g_error_matches(why, G_IO_ERROR, G_IO_ERROR_EXISTS))
		return seal_key_load(path, kind, error); /* another program was first */
	g_propagate_error(error, g_steal_pointer(&why));
	return NULL;
}
