/* links: app/codes app/glyphs app/dossier firmware/base */
/* The 2D-Doc's text, the list of certificates and the table of fields over any bytes: the first byte says which. */
#include "app/codes/barcode_read.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char table_text[] = "[fields]\n60 = 0 60 Prénoms\n62 = 0 38 Nom\n69 = 8 8\n68 = 1 1\n6G = 1 38\n01 = 0 "
				 "*\n[types]\n16 = Attestation\n";
static const char key_text[] = "-----BEGIN PUBLIC KEY-----\n"
			       "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
			       "-----END PUBLIC KEY-----\n";

static void
parse_code(const char *bytes, gsize n)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(TwoDDocTable) table = two_d_doc_table_parse(table_text, strlen(table_text), "table", &error);
	g_assert_no_error(error);
	const BarcodeRules rules = {table, NULL};
	g_autoptr(Barcode) code = barcode_understand(&rules, BARCODE_DATA_MATRIX, bytes, n, (Box){0});
	g_assert((code->symbology == BARCODE_2D_DOC) == (code->seal != NULL));
	g_assert(code->signature != BARCODE_SIGNATURE_VALID);
	if (code->seal == NULL)
		return;
	g_assert(code->reason != BARCODE_REASON_NONE && code->seal->fields->len <= BARCODE_MAX_FIELDS);
	for (guint i = 0; i < code->seal->fields->len; i++) {
		const BarcodeField *field = code->seal->fields->pdata[i];
		g_assert(strlen(field->id) == 2 && strlen(field->value) <= BARCODE_MAX_VALUE);
		g_assert(g_utf8_validate(field->value, -1, NULL));
	}
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	if (size == 0 || size > 1 << 16)
		return 0;
	const char *text = (const char *)data + 1;
	g_autoptr(GError) error = NULL;
	if (data[0] == 'L') {
		g_autoptr(GBytes) list = g_bytes_new(text, size - 1), key = g_bytes_new(key_text, strlen(key_text));
		g_autoptr(CodeCertificates) certificates = code_certificates_parse(list, key, &error);
		g_assert((certificates == NULL) == (error != NULL));
	} else if (data[0] == 'K') {
		g_autoptr(GBytes) list = g_bytes_new(key_text, strlen(key_text)), key = g_bytes_new(text, size - 1);
		g_autoptr(CodeCertificates) certificates = code_certificates_parse(list, key, &error);
		g_assert(certificates == NULL && error != NULL);
	} else if (data[0] == 'T') {
		g_autoptr(TwoDDocTable) table = two_d_doc_table_parse(text, size - 1, "table", &error);
		g_assert((table == NULL) == (error != NULL));
	} else {
		parse_code(text, size - 1);
	}
	return 0;
}
