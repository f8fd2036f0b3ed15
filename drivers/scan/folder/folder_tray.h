/* The paper tray: the page images of a folder, taken as sheets in name order. */
#pragma once
#include <glib.h>

typedef struct {
	char *front; /* file name in the folder */
	char *back;  /* NULL: the back is blank */
} TraySheet;

/* The sheets that lie in the folder now: TraySheet, owned. Files named ...-front.png and ...-back.png are two sides of
 * one sheet. Without such names every image is a sheet of its own, or, with in_pairs, each two images in name order are
 * the two sides of one. Images: .png .jpg .jpeg .pbm .pgm .ppm .pnm. A folder that cannot be read is empty. */
GPtrArray *tray_sheets(const char *folder, gboolean in_pairs);

/* Puts a sheet into the output tray, the subfolder "scanned"; nothing there is overwritten. */
gboolean tray_eject(const char *folder, const TraySheet *sheet, GError **error) G_GNUC_WARN_UNUSED_RESULT;
