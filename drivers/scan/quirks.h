/* What is peculiar to scanner models, as data: app/data/scanners/quirks.ini explains keys and groups. */
#pragma once
#include "drivers/scan/scanner.h"

typedef struct QuirkTable QuirkTable;

QuirkTable *quirk_table_new(void);
void quirk_table_free(QuirkTable *table);

/* Adds a file's groups behind those already there; later groups win. An unknown key, a value out of its range or a
 * group that names no scanner is STATION_ERROR_USAGE with file and line; an unreadable file STATION_ERROR_MISSING. */
gboolean quirk_table_load(QuirkTable *table, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The defaults with every group that fits laid over them. vendor and model may be NULL: not known. */
Quirks *quirk_table_find(const QuirkTable *table, const char *device, const char *vendor, const char *model);
void quirks_free(Quirks *quirks);

/* For the way to the child: a{sv}, floating; and back (unknown keys and wrong types are left out). */
GVariant *quirks_to_variant(const Quirks *quirks);
Quirks *quirks_from_variant(GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(QuirkTable, quirk_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Quirks, quirks_free)
