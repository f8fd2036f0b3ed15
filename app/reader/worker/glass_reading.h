/* A page as given -> the papers that lie on it, each read on its own. */
#pragma once
#include "app/reader/worker/page_reading.h"

/* Takes given over. Documents of one page each, at least one, boxes on the page as given. early may be
 * NULL; where what was taken for papers bears no text, it hears of them, and then of the whole page. NULL with error.
 */
GPtrArray *glass_read(const ReadingTools *tools, const PageRequest *request, Image *given, const EarlyReport *early,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
