/* The codes of a page in a worker's answer. */
#pragma once
#include "app/dossier/document.h"

/* Of each: symbology, text, box, signature, reason (both as numbers of app/dossier/barcode.h) and, of a 2D-Doc alone,
 * one entry with version, authority, certificate, type, its label, perimeter, country, day of issue, day of signature,
 * whole, and the fields: identifier, label, value, truncated. */
#define MESSAGE_CODES_FORMAT "a(sms(iiii)yya(isssmsssmsmsba(smssb)))"

GVariant *codes_build(const GPtrArray *codes);
/* Appends to codes. FALSE: something is out of bounds. */
gboolean codes_parse(GVariant *list, int width_px, int height_px, GPtrArray *codes) G_GNUC_WARN_UNUSED_RESULT;
