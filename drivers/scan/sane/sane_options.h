/* The options of an open SANE device by what they mean. Devices word the same thing in many ways; the words that
 * follow the standard or a common habit are known here, others come as a quirk. */
#pragma once
#include "drivers/scan/scanner.h"
#include <sane/sane.h>

/* "color", "gray"... as this device writes it, owned by the device; NULL: it has none. */
const char *sane_mode_word(SANE_Handle handle, ScannerMode mode);

/* Whether the device has this source. */
gboolean sane_has_source(SANE_Handle handle, const Quirks *quirks, ScannerSource source);

/* The resolutions that the device offers, of the usual ones; GArray of int. */
GArray *sane_resolutions(SANE_Handle handle);

/* Width and height of the largest area in mm; 0 where the device does not tell. */
void sane_largest_area(SANE_Handle handle, double *width_mm, double *height_mm);

/* A sensor: FALSE where the device has no such option. */
gboolean sane_sensor(SANE_Handle handle, const char *name, gboolean *value);

/* Each sets what the request says (or a good default) and writes back what the device took. */
gboolean sane_set_source(SANE_Handle handle, const Quirks *quirks, ScannerRequest *request, GError **error);
gboolean sane_set_mode(SANE_Handle handle, ScannerRequest *request, GError **error);
gboolean sane_set_resolution(SANE_Handle handle, ScannerRequest *request, GError **error);
gboolean sane_set_area(SANE_Handle handle, const ScannerRequest *request, GError **error);
