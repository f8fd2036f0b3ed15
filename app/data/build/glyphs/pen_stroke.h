/* A drawn letter form -> the same form as a pen would write it: its middle lines, drawn with one width of stroke. It
 * turns print of any script into writing whose strokes are a pen's. */
#pragma once
#include <glib.h>

/* mask (0 paper to 255 ink, changed on the way) -> coverage (0 to 1): middle lines drawn half_px to either side, less
 * or more by up to `sway` (0 to 1) from place to place. */
void pen_stroke(guint8 *mask, int width_px, int height_px, double half_px, double sway, GRand *random, float *coverage);
