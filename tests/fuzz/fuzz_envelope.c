/* links: app/seal firmware/base */
#include "app/seal/envelope.h"
#include "app/seal/manifest.h"
#include "app/seal/receipt.h"
#include "app/seal/seal.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Bytes from outside, as an envelope, a receipt, an encrypted value, an act's id. The keys are fixed, so that the
 * corpus holds some that open; whatever opens must close again to the same text. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static const guint8 seed[SEAL_KEY_BYTES] = {1, 2, 3};
	g_autoptr(SealKey) box = seal_key_from_bytes(SEAL_KEY_BOX_SECRET, seed, sizeof seed);
	g_autoptr(SealKey) sign = seal_key_from_bytes(SEAL_KEY_SIGN_SECRET, seed, sizeof seed);
	g_autoptr(SealKey) dossier = seal_key_from_bytes(SEAL_KEY_DOSSIER, seed, sizeof seed);
	g_autoptr(SealKey) verify = seal_key_public(sign);
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) plain = envelope_open(box, bytes, "x", NULL);
	if (plain != NULL)
		g_assert_cmpuint(g_bytes_get_size(plain), <, size);
	g_autoptr(GBytes) decrypted = seal_decrypt(dossier, bytes, "x", NULL);
	if (decrypted != NULL)
		g_assert_cmpuint(g_bytes_get_size(decrypted), ==, size - SEAL_OVERHEAD);
	g_autoptr(Receipt) receipt = receipt_open(verify, bytes, NULL);
	if (receipt != NULL)
		g_assert_true(manifest_is_act(receipt->act));
	g_autofree char *text = g_strndup(size > 0 ? (const char *)data : "", size);
	manifest_is_act(text);
	return 0;
}
