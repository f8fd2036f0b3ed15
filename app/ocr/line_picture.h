/* A part of a page -> the picture of a line that a network wants. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/dossier/image.h"
#include "app/ocr/net.h"

/* The part of the grey page scaled to the height, ink at -127 and ground at 127 by the line's own contrast. clip lies
 * on the page. inverse: the letters are lighter than their ground. *scale: pixels of the page per pixel of the picture;
 * *margin_px: columns of ground put before its first. FALSE: no memory, or out of the network's bounds. picture->pixels
 * is freed by the caller. */
gboolean line_picture_make(const Image *grey, Box clip, int height_px, gboolean inverse, NetPicture *picture,
	double *scale, int *margin_px) G_GNUC_WARN_UNUSED_RESULT;
