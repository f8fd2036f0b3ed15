/* Rules that an office edits: key files below the data folder, in which nothing unknown passes unseen. Errors are
 * STATION_ERROR_FAILED and name file and group. */
#pragma once
#include <glib.h>

/* Reads folder/file; messages say file. */
GKeyFile *rules_file_open(const char *folder, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every key of the group must be one of known. */
gboolean rules_file_check(GKeyFile *keys, const char *file, const char *group, const char *const *known,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A text or list that must be there; the caller's. */
char *rules_file_text(
	GKeyFile *keys, const char *file, const char *group, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char **rules_file_list(
	GKeyFile *keys, const char *file, const char *group, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "FILE, [GROUP]: WHAT "WORD""; always FALSE. */
gboolean rules_file_fail(GError **error, const char *file, const char *group, const char *what, const char *word);
