/* Parts of writing shared inside this folder. */
#pragma once
#include "app/dossier/dossier.h"
#include <jansson.h>

/* json_pack() that cannot fail in silence: a format that does not match its arguments is our mistake. */
json_t *write_pack(const char *format, ...);
json_t *write_text(const char *text);        /* NULL: null; text that is not UTF-8 is shown as such */
json_t *write_decimals(double number);       /* rounded to two decimals */
json_t *write_box(Box box);                  /* null for an empty one */
json_t *write_strings(GPtrArray *strings);   /* of char* */
json_t *write_mrz(const Mrz *mrz);           /* null for NULL */
json_t *write_codes(const GPtrArray *codes); /* Barcode */
json_t *write_reasons(ReasonSet reasons);
json_t *write_problems(const Dossier *dossier);
json_t *write_comparison(const Dossier *dossier);
json_t *write_findings(const Dossier *dossier);
json_t *write_drafts(const Dossier *dossier);
/* Takes root over. */
GBytes *write_bytes(json_t *root, gboolean compact);
