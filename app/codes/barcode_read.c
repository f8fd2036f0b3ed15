#include "app/codes/barcode_read.h"
#include "app/codes/code_decode.h"
#include <string.h>

enum { PLACE_LIMIT_MS = 240, PAGE_LIMIT_MS = 600 };

/* Two places can show the same code, and a scan the same bars twice. */
static gboolean
is_known(const GPtrArray *codes, guint n, const DecodedCode *code)
{
	for (guint i = 0; i < n; i++) {
		const DecodedCode *other = codes->pdata[i];
		if (other->symbology == code->symbology && other->length == code->length &&
			memcmp(other->bytes, code->bytes, code->length) == 0 &&
			(box_overlap(other->box, code->box) > 0 || box_is_empty(code->box)))
			return TRUE;
	}
	return FALSE;
}

Barcode *
barcode_understand(const BarcodeRules *rules, BarcodeSymbology symbology, const char *bytes, gsize n, Box box)
{
	Barcode *barcode = barcode_new(symbology, bytes, n, box);
	TwoDDocParts parts;
	if (symbology != BARCODE_DATA_MATRIX || rules->table == NULL)
		return barcode;
	barcode->seal = two_d_doc_parse(rules->table, bytes, n, &parts);
	if (barcode->seal == NULL)
		return barcode;
	barcode->symbology = BARCODE_2D_DOC;
	barcode->signature = code_certificates_judge(rules->certificates, barcode->seal, bytes, parts.signed_size,
		parts.signature, parts.signature_size, &barcode->reason);
	return barcode;
}

GPtrArray *
barcodes_read(const BarcodeRules *rules, const guint8 *gray, int width_px, int height_px, int stride, int dpi)
{
	GPtrArray *barcodes = g_ptr_array_new_with_free_func((GDestroyNotify)barcode_free);
	CodePlace places[CODE_PLACES_MAX];
	int n = code_gate(gray, width_px, height_px, stride, dpi, places);
	if (n == 0)
		return barcodes;
	g_autoptr(GPtrArray) codes = g_ptr_array_new_with_free_func(decoded_code_free);
	gint64 end = g_get_monotonic_time() + PAGE_LIMIT_MS * 1000;
	for (int i = 0; i < n && g_get_monotonic_time() < end; i++)
		code_decode(gray, stride, &places[i], PLACE_LIMIT_MS, codes);
	for (guint i = 0; i < codes->len && barcodes->len < BARCODE_MAX_ON_PAGE; i++) {
		const DecodedCode *code = codes->pdata[i];
		if (!is_known(codes, i, code))
			g_ptr_array_add(barcodes,
				barcode_understand(rules, code->symbology, code->bytes, code->length, code->box));
	}
	return barcodes;
}

void
barcodes_warm_up(void)
{
	code_decode_warm_up();
}
