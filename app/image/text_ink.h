/* The ink of a page at working size, and the part of it that can be letters; for this folder only. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/image/pix_bridge.h"

/* Black and white of a page on an even ground, the longer side at most 2600 pixels; *shrink: how many pixels of the
 * page one of it is. Ink is what is darker than its surroundings by a share of their contrast; a smaller share finds
 * fainter ink, and more dirt. NULL: no memory. */
PIX *ink_find(const Image *even, double share, int *shrink);

#define INK_TEXT 0.22
#define INK_RULES 0.12

/* Ruled lines, frames of boxes and solid areas taken out, and specks. */
PIX *ink_without_rules(PIX *ink);

/* Boxes of letter-like pieces of ink (Box), and their median height, that of letters where most are the dots of
 * leaders; 0 without any. */
GArray *ink_marks(PIX *ink, int *median_height);
