/* One clip of a page -> the bytes of the codes in it. zbar and libdmtx stand behind it, bounded in time. */
#pragma once
#include "app/codes/code_gate.h"
#include "app/dossier/barcode.h"

typedef struct {
	BarcodeSymbology symbology; /* BARCODE_DATA_MATRIX also of a 2D-Doc */
	char *bytes;                /* length of them, and a zero */
	gsize length;
	Box box; /* on the page */
} DecodedCode;

/* Appends what is read at the place to codes (DecodedCode, owned). gray as for code_gate(). What costs time ends after
 * about limit_ms. */
void code_decode(const guint8 *gray, int stride, const CodePlace *place, int limit_ms, GPtrArray *codes);
void decoded_code_free(gpointer code);

/* zbar converts texts with tables that the C library loads from files: held from here on, so that a process without
 * files can decode. Once, before a sandbox closes. */
void code_decode_warm_up(void);
