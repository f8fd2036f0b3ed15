/* A file that is there whole, and stays there, or is not there at all. */
#pragma once
#include <gio/gio.h>

/* Creates path with these bytes and mode: written beside, flushed, linked into place, folder flushed. A file that is
 * there is left alone: G_IO_ERROR_EXISTS. Other errors: STORAGE_FULL, STORAGE. */
gboolean
durable_create(const char *path, gconstpointer bytes, gsize size, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A folder with mode 0700, and those above it; one that is there is taken as it is. */
gboolean durable_folder(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A whole file of at most maximum bytes. NOT_FOUND, DENIED, TOO_LARGE, STORAGE. */
GBytes *durable_read(const char *path, gsize maximum, GError **error) G_GNUC_WARN_UNUSED_RESULT;
