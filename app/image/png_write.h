/* Pixels -> PNG file. */
#pragma once
#include "app/dossier/image.h"

/* Writes a new file and has it on the disk when it returns: a temporary file beside it, fsync, rename, fsync of the
 * folder. An existing file is not touched. Errors: STATION_ERROR_STORAGE (_FULL), STATION_ERROR_DENIED when the name
 * is taken. */
gboolean image_write_png(const Image *image, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
