/* The text of a 2D-Doc taken apart (versions 1 to 4 in C40): header, fields, signature. Pure; the table is data. */
#pragma once
#include "app/dossier/barcode.h"

/* Where the table stands below the data folder. */
#define TWO_D_DOC_TABLE "codes/2d-doc.ini"

typedef struct TwoDDocTable TwoDDocTable;

/* An unknown key, a length that is none or over BARCODE_MAX_VALUE: error with the file's name. */
TwoDDocTable *
two_d_doc_table_parse(const char *bytes, gsize size, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
TwoDDocTable *two_d_doc_table_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void two_d_doc_table_free(TwoDDocTable *table);

/* Parts of the bytes parsed, which must live as long as this is used. */
typedef struct {
	gsize signed_size;     /* what the signature is over: everything before US */
	const char *signature; /* Base32 after US, up to GS (an annex, which nothing signs, follows that) or the end;
				  NULL: there is no US */
	gsize signature_size;
} TwoDDocParts;

/* NULL: bytes that do not begin with the header of a version known. Fields are read as long as they can be understood:
 * seal->whole says whether that was to the end. A field whose identifier is not in the table is kept up to the next
 * separator, and the rest then is not whole, for nothing tells how long it was. */
BarcodeSeal *two_d_doc_parse(const TwoDDocTable *table, const char *bytes, gsize n, TwoDDocParts *parts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TwoDDocTable, two_d_doc_table_free)
