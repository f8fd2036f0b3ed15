#include "app/seal/envelope.h"
#include "app/seal/seal.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <sodium.h>
#include <string.h>

enum {
	MAGIC = 8,
	BOXED = crypto_box_SEALBYTES + SEAL_KEY_BYTES,
	HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
	CHUNK = 65536,
	HEAD = MAGIC + BOXED + HEADER,
};
G_STATIC_ASSERT(crypto_secretstream_xchacha20poly1305_KEYBYTES == SEAL_KEY_BYTES);
G_STATIC_ASSERT(BOXED == 80 && HEADER == 24 && EXTRA == 17);
static const char magic[MAGIC + 1] = "CIVENV1\n";

GBytes *
envelope_seal(const SealKey *public_key, GBytes *plain, const char *context)
{
	g_assert(seal_key_kind(public_key) == SEAL_KEY_BOX_PUBLIC);
	gsize size;
	const guint8 *data = g_bytes_get_data(plain, &size);
	gsize chunks = size / CHUNK + 1; /* the last may be empty, and is always there */
	gsize total = HEAD + size + chunks * EXTRA;
	guint8 *out = g_malloc(total);
	guint8 *at = out + HEAD;
	guint8 key[SEAL_KEY_BYTES];
	crypto_secretstream_xchacha20poly1305_state state;
	memcpy(out, magic, MAGIC);
	crypto_secretstream_xchacha20poly1305_keygen(key);
	if (crypto_box_seal(out + MAGIC, key, sizeof key, seal_key_bytes(public_key)) != 0)
		g_error("crypto_box_seal");
	crypto_secretstream_xchacha20poly1305_init_push(&state, out + MAGIC + BOXED, key);
	for (gsize i = 0; i < chunks; i++) {
		gboolean last = i + 1 == chunks;
		gsize n = last ? size - i * CHUNK : CHUNK;
		crypto_secretstream_xchacha20poly1305_push(&state, at, NULL, n > 0 ? data + i * CHUNK : NULL, n,
			(const guint8 *)context, strlen(context),
			last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		at += n + EXTRA;
	}
	sodium_memzero(key, sizeof key);
	sodium_memzero(&state, sizeof state);
	return g_bytes_new_take(out, total);
}

/* The content key's chunks -> plain, which has room for every chunk's text. */
static gboolean
chunks_open(const guint8 *key, const guint8 *header, const guint8 *at, gsize size, const char *context, guint8 *plain)
{
	crypto_secretstream_xchacha20poly1305_state state;
	if (crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) != 0)
		return FALSE;
	gboolean ok = TRUE;
	while (ok && size > 0) {
		gsize n = MIN(size, (gsize)CHUNK + EXTRA);
		guint8 tag = 0;
		ok = n >= EXTRA && crypto_secretstream_xchacha20poly1305_pull(&state, plain, NULL, &tag, at, n,
					   (const guint8 *)context, strlen(context)) == 0;
		/* "final" stands on the last chunk and nowhere else: nothing was cut off, nothing added */
		ok = ok && (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) == (n == size);
		plain += ok ? n - EXTRA : 0;
		at += n;
		size -= n;
	}
	sodium_memzero(&state, sizeof state);
	return ok;
}

GBytes *
envelope_open(const SealKey *secret, GBytes *envelope, const char *context, GError **error)
{
	g_assert(seal_key_kind(secret) == SEAL_KEY_BOX_SECRET);
	gsize size;
	const guint8 *data = g_bytes_get_data(envelope, &size);
	if (size > ENVELOPE_MAX_BYTES) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, _("enveloppe trop grande"));
		return NULL;
	}
	if (size < HEAD + EXTRA || memcmp(data, magic, MAGIC) != 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL,
			_("ce n’est pas une enveloppe scellée, ou elle est tronquée"));
		return NULL;
	}
	gsize body = size - HEAD;
	gsize chunks = (body + CHUNK + EXTRA - 1) / (CHUNK + EXTRA);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	guint8 key[SEAL_KEY_BYTES];
	gboolean ok = body >= chunks * EXTRA && crypto_box_seal_open(key, data + MAGIC, BOXED,
							seal_key_bytes(public_key), seal_key_bytes(secret)) == 0;
	if (ok) {
		gsize plain_size = body - chunks * EXTRA;
		g_autoptr(GBytes) plain = seal_wipe_take(g_malloc(plain_size + 1), plain_size);
		ok = chunks_open(
			key, data + MAGIC + BOXED, data + HEAD, body, context, (guint8 *)g_bytes_get_data(plain, NULL));
		sodium_memzero(key, sizeof key);
		if (ok)
			return g_steal_pointer(&plain);
	}
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_KEY,
		_("une enveloppe scellée ne s’ouvre pas : elle a été altérée, ou la clé n’est pas la bonne"));
	return NULL;
}
