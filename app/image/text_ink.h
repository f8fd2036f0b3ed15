/* The ink of a page at working size, and the part of it that can be letters; for this folder only. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/image/pix_bridge.h"

/* Black and white against the local ground, the longer side below 2000 pixels; *shrink: how many pixels of the page one
 * of it is. NULL: no memory. */
PIX *ink_find(const Image *grey, int *shrink);

/* Ruled lines, frames of boxes and solid areas taken out, and specks. */
PIX *ink_without_rules(PIX *ink);

/* Boxes of letter-like pieces of ink (Box), and their median height; 0 without any. */
GArray *ink_marks(PIX *ink, int *median_height);
