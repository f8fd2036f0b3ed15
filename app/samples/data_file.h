/* A key file of samples/ whose faults are named with their line. */
#pragma once
#include <glib.h>

typedef struct {
	char *path;
	GKeyFile *keys;
	char *text;
} DataFile;

DataFile *data_file_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void data_file_free(DataFile *file);

/* Line of the key in the group, from 1; of the group where key is NULL or not there; 1 without the group. */
guint data_file_line(const DataFile *file, const char *group, const char *key);

/* Sets "PATH:LINE: [GROUP] KEY: WHAT" (STATION_ERROR_FAILED). Always FALSE. */
gboolean data_file_fail(const DataFile *file, const char *group, const char *key, const char *what, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DataFile, data_file_free)
