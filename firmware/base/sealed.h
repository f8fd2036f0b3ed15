/* Bytes that pass between processes as a sealed memfd: who received one may map it, and nobody can change or shrink it
 * under the reader's eyes. */
#pragma once
#include <glib.h>

/* A new memfd, CLOEXEC, of exactly these bytes, sealed against writing, growing and shrinking. -1 with error. */
int sealed_new(gconstpointer data, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new unsealed memfd of this size for a producer that fills it piece by piece; finish with sealed_seal(). */
int sealed_create(gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean sealed_seal(int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Maps a received memfd read-only. Refuses one that is not fully sealed (STATION_ERROR_PROTOCOL), that is larger than
 * maximum (STATION_ERROR_TOO_LARGE) or, with exact > 0, of another size than exact (STATION_ERROR_BAD_FRAME). The fd
 * stays the caller's; the bytes live as long as the GBytes. */
GBytes *sealed_map(int fd, gsize exact, gsize maximum, GError **error) G_GNUC_WARN_UNUSED_RESULT;
