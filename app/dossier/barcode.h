/* A code printed on a paper: its text and, for a 2D-Doc, what the text says and whether its signature holds. */
#pragma once
#include "app/dossier/geometry.h"

typedef enum {
	BARCODE_QR,
	BARCODE_DATA_MATRIX,
	BARCODE_2D_DOC, /* a DataMatrix that bears a French visible electronic seal */
	BARCODE_CODE_128,
	BARCODE_CODE_39,
	BARCODE_INTERLEAVED_2_OF_5,
	BARCODE_N_SYMBOLOGIES
} BarcodeSymbology;

typedef enum {
	BARCODE_SIGNATURE_NONE, /* the code is of a kind that bears none */
	BARCODE_SIGNATURE_VALID,
	BARCODE_SIGNATURE_INVALID,
	BARCODE_SIGNATURE_NOT_VERIFIABLE,
	BARCODE_N_SIGNATURES
} BarcodeSignature;

/* Why a signature is not valid. */
typedef enum {
	BARCODE_REASON_NONE,
	BARCODE_REASON_MISMATCH,            /* invalid: not the signature of these bytes by this certificate */
	BARCODE_REASON_MALFORMED,           /* invalid: missing, no Base32, or of a length that no curve has */
	BARCODE_REASON_OUT_OF_VALIDITY,     /* invalid: the certificate was not in force on the day of signature */
	BARCODE_REASON_NO_CERTIFICATES,     /* not verifiable: no list was imported */
	BARCODE_REASON_UNKNOWN_CERTIFICATE, /* not verifiable: not in the list held */
	BARCODE_REASON_SPECIMEN,            /* not verifiable: of a specimen authority, which proves nothing */
	BARCODE_REASON_UNSUPPORTED,         /* not verifiable: a version or key that is not understood */
	BARCODE_N_REASONS
} BarcodeReason;

enum {
	BARCODE_MAX_TEXT = 9000,  /* bytes: what the largest symbols hold, control characters shown */
	BARCODE_MAX_VALUE = 2400, /* bytes of one field */
	BARCODE_MAX_FIELDS = 200, /* of one 2D-Doc */
	BARCODE_MAX_ON_PAGE = 16,
};

typedef struct {
	char id[3];  /* "62", "6Q"... */
	char *label; /* what the identifier means, in French; NULL: not a known one */
	char *value; /* as encoded */
	gboolean truncated;
} BarcodeField;

/* What a 2D-Doc says before and between its separators. Dates are ISO days; NULL: none, or none that is one. */
typedef struct {
	int version;         /* 1 to 4 */
	char authority[5];   /* "FR03": who issued the certificate */
	char certificate[5]; /* its name there */
	char type[3];        /* "16" */
	char *type_label;    /* in French; NULL: not a known one */
	char perimeter[3];   /* "01": ANTS; "" before version 3 */
	char country[3];     /* alpha-2 of the issuer; "" before version 4 */
	char *issue_date, *signature_date;
	gboolean whole;    /* every field was understood to the end */
	GPtrArray *fields; /* BarcodeField, owned, in the code's order */
} BarcodeSeal;

typedef struct {
	BarcodeSymbology symbology;
	char *text; /* UTF-8; control characters as their pictures (U+2400...); NULL: bytes that are no text */
	int page;   /* of the document, from 1 */
	Box box;    /* on that page as given */
	BarcodeSignature signature;
	BarcodeReason reason;
	BarcodeSeal *seal; /* of a 2D-Doc; else NULL */
} Barcode;

/* bytes may be NULL, and need not be text nor end in a zero; NULL text where they are no UTF-8 or too long. */
Barcode *barcode_new(BarcodeSymbology symbology, const char *bytes, gsize n, Box box);
void barcode_free(Barcode *barcode);

BarcodeSeal *barcode_seal_new(void);
void barcode_seal_free(BarcodeSeal *seal);
/* label and value are copied. */
void barcode_seal_add(BarcodeSeal *seal, const char *id, const char *label, const char *value, gboolean truncated);
/* Value of the first field with this identifier; NULL: none. */
const char *barcode_seal_value(const BarcodeSeal *seal, const char *id);

/* "qr", "2d-doc", "code_128"...; "valid", "not_verifiable"...; "mismatch"... NULL for BARCODE_SIGNATURE_NONE and
 * BARCODE_REASON_NONE, which have no word. */
const char *barcode_symbology_name(BarcodeSymbology symbology);
gboolean barcode_symbology_parse(const char *name, BarcodeSymbology *symbology);
const char *barcode_signature_name(BarcodeSignature signature);
gboolean barcode_signature_parse(const char *name, BarcodeSignature *signature);
const char *barcode_reason_name(BarcodeReason reason);
gboolean barcode_reason_parse(const char *name, BarcodeReason *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Barcode, barcode_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BarcodeSeal, barcode_seal_free)
