/* What was received, for a person or as JSON. Opening an act needs the central's secret key: only this, not `serve`,
 * does. */
#pragma once
#include <gio/gio.h>

/* One line an act: id, station, kind, state, parts, bytes, time; as JSON {"acts": [{...}]}. */
char *office_list(const char *folder, gboolean json, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens every part of an act: names, sizes, the receipt, the act's own text; with to (may be NULL) each part is also
 * written into that folder (act.json, documents.json, page-0001.jpg). As JSON {"id", "station", "kind", "receipt",
 * "act": {...}, "parts": [{...}]}. */
char *office_show(
	const char *folder, const char *id, const char *to, gboolean json, GError **error) G_GNUC_WARN_UNUSED_RESULT;
