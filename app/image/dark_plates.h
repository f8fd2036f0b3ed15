/* Light letters on dark plates: the headings of many forms. */
#pragma once
#include "app/dossier/image.h"

/* Turns the plates of a grey page (dark areas of one shade, at least 10 x 3.5 mm, with lighter letters on them) into
 * dark letters on paper, in place. Dark areas thick in both directions (photographs) become paper. dpi: 0: not known.
 * Returns how many plates there were. */
int image_turn_plates(Image *grey, int dpi);
