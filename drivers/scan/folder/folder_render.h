/* What a scanner's sensor would give of a page image: a window of it at another resolution, row by row. */
#pragma once
#include "drivers/scan/folder/folder_image.h"

typedef enum { RENDER_LINEART, RENDER_GRAY, RENDER_COLOR } RenderMode;

typedef struct {
	double left_mm, top_mm, right_mm, bottom_mm;
} RenderWindow;

typedef struct Render Render;

/* Takes the image. The window is cut to the sheet; NULL where nothing is left. At the image's own resolution every
 * pixel comes out as it is; otherwise pixels are averaged (down) or interpolated (up). */
Render *render_new(FolderImage *image, RenderMode mode, int dpi, RenderWindow window);
void render_free(Render *render);

int render_width(const Render *render);
int render_height(const Render *render);
int render_bytes_per_line(const Render *render);

/* Row y (any y: rows below the page are white) into bytes_per_line bytes, as SANE wants them: lineart 1 is black. */
void render_row(Render *render, int y, guint8 *out);
