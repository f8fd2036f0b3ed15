/* The finishing of a PDF that Cairo cannot do: language, attachment, no dates, the same bytes every time. */
#pragma once
#include <glib.h>

/* pdf as drawn; json (may be NULL) is attached as "act.json". Bytes are the caller's. */
GBytes *pdf_finish(const GByteArray *pdf, GBytes *json, GError **error) G_GNUC_WARN_UNUSED_RESULT;
