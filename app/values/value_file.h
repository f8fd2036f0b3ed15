/* The data files of values: UTF-8 text, "# comment", "[section words]" and "key = value, value, ..." lines. */
#pragma once
#include <glib.h>

/* One line. section is the words of its header, values the trimmed texts after "="; both end with NULL. FALSE with an
 * error stops the reading. */
typedef gboolean (*ValueLine)(char **section, const char *key, char **values, gpointer data, GError **error);

/* Reads a whole file. Errors say file and line. */
gboolean value_file_read(
	const char *folder, const char *name, ValueLine line, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A whole number of a data file, in [low, high]; FALSE with an error naming it. */
gboolean value_file_number(const char *text, int low, int high, int *number, GError **error) G_GNUC_WARN_UNUSED_RESULT;
