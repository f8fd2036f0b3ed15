/* A page as given -> its machine-readable zones, and nothing else of it. */
#pragma once
#include "app/reader/worker/page_reading.h"

/* Takes given over. Documents of one page each, at least one (without a zone: mrz NULL), boxes on the page as given.
 * NULL with error. */
GPtrArray *zones_read(
	const ReadingTools *tools, const PageRequest *request, Image *given, GError **error) G_GNUC_WARN_UNUSED_RESULT;
