/* The codes of a page: QR, DataMatrix, Code 128, Code 39, Interleaved 2 of 5. Plain pixels in, no I/O. */
#pragma once
#include "app/codes/code_certificates.h"
#include "app/codes/two_d_doc.h"

/* What 2D-Docs are taken apart and judged by. table NULL: a 2D-Doc stays a DataMatrix. certificates NULL: none held. */
typedef struct {
	const TwoDDocTable *table;
	const CodeCertificates *certificates;
} BarcodeRules;

/* Reads what codes a page bears, in any of four turns, skew up to about 5 degrees. gray: 8 bits a pixel, 0 black,
 * stride bytes a row; dpi: 0 not known. Returns Barcode, owned, boxes in the pixels given; empty where there is none. A
 * page without a code costs a few milliseconds, one with what looks like a code at most about half a second. */
GPtrArray *
barcodes_read(const BarcodeRules *rules, const guint8 *gray, int width_px, int height_px, int stride, int dpi);

/* One code from its bytes; box as given. */
Barcode *barcode_understand(const BarcodeRules *rules, BarcodeSymbology symbology, const char *bytes, gsize n, Box box);

/* Once, before a sandbox closes. */
void barcodes_warm_up(void);
