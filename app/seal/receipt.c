#include "app/seal/receipt.h"
#include "app/seal/manifest.h"
#include "app/seal/seal.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <string.h>

static const char *const labels[] = {"act ", "station ", "manifest ", "received ", "signature "};

void
receipt_free(Receipt *receipt)
{
	if (receipt == NULL)
		return;
	g_free(receipt->act);
	g_free(receipt->station);
	g_free(receipt->manifest);
	g_free(receipt);
}

GBytes *
receipt_sign(const SealKey *secret, const Receipt *receipt)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(receipt->received_s);
	g_autofree char *received = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
	g_autoptr(GString) text = g_string_new("civilia-receipt 1\n");
	g_string_append_printf(text, "act %s\nstation %s\nmanifest %s\nreceived %s\n", receipt->act, receipt->station,
		receipt->manifest, received);
	guint8 signature[SEAL_SIGNATURE_BYTES];
	seal_sign(secret, text->str, text->len, signature);
	g_string_append(text, "signature ");
	for (guint i = 0; i < sizeof signature; i++)
		g_string_append_printf(text, "%02x", signature[i]);
	g_string_append_c(text, '\n');
	return g_string_free_to_bytes(g_steal_pointer(&text));
}

static gboolean
signature_parse(const char *hex, guint8 signature[SEAL_SIGNATURE_BYTES])
{
	if (strlen(hex) != 2 * SEAL_SIGNATURE_BYTES)
		return FALSE;
	for (guint i = 0; i < SEAL_SIGNATURE_BYTES; i++) {
		int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return FALSE;
		signature[i] = (guint8)(high * 16 + low);
	}
	return TRUE;
}

/* The values behind the labels, in their order; NULL unless text is exactly these lines. */
static char **
lines_parse(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", 8);
	if (g_strv_length(lines) != 7 || !g_str_equal(lines[0], "civilia-receipt 1") || lines[6][0] != '\0')
		return NULL;
	g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
		if (!g_str_has_prefix(lines[i + 1], labels[i]))
			return NULL;
		g_ptr_array_add(values, g_strdup(lines[i + 1] + strlen(labels[i])));
	}
	g_ptr_array_add(values, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&values), FALSE);
}

Receipt *
receipt_open(const SealKey *public_key, GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autofree char *text = size <= RECEIPT_MAX_BYTES ? g_strndup(data != NULL ? data : "", size) : NULL;
	g_auto(GStrv) values = text != NULL && strlen(text) == size ? lines_parse(text) : NULL;
	guint8 signature[SEAL_SIGNATURE_BYTES];
	g_autoptr(GDateTime) received = NULL;
	if (values != NULL && manifest_is_act(values[0]) && values[1][0] != '\0' &&
		strlen(values[2]) == MANIFEST_SHA256_HEX && signature_parse(values[4], signature))
		received = g_date_time_new_from_iso8601(values[3], NULL);
	if (received == NULL) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_PROTOCOL, _("ce n’est pas un accusé de réception"));
		return NULL;
	}
	gsize signed_size = size - strlen(labels[4]) - 2 * SEAL_SIGNATURE_BYTES - 1;
	if (!seal_verify(public_key, text, signed_size, signature)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_KEY,
			_("la signature de l’accusé de réception n’est pas celle du système central"));
		return NULL;
	}
	Receipt *receipt = g_new0(Receipt, 1);
	*receipt = (Receipt){.act = g_steal_pointer(&values[0]),
		.station = g_steal_pointer(&values[1]),
		.manifest = g_steal_pointer(&values[2]),
		.received_s = g_date_time_to_unix(received)};
	/* the freed vector ends at its first NULL */
	g_free(values[3]);
	g_free(values[4]);
	return receipt;
}
