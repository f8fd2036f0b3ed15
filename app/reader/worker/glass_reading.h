/* A page as given -> the papers that lie on it, each read on its own. */
#pragma once
#include "app/reader/worker/page_reading.h"

/* Takes given over. Documents of one page each, at least one, boxes on the page as given. NULL with error. */
GPtrArray *glass_read(
	const ReadingTools *tools, const PageRequest *request, Image *given, GError **error) G_GNUC_WARN_UNUSED_RESULT;
