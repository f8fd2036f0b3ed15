/* Ink that nobody read: handwriting, stains. */
#pragma once
#include "app/dossier/geometry.h"

/* The parts of the lines (Box: ink found on the page, read or not) that no word (Word) covers, wide and high enough to
 * be writing: Box array, the caller's. text_px: the height of printed text. lines may be NULL. */
GArray *ink_left(const GArray *lines, const GPtrArray *words, int text_px);
