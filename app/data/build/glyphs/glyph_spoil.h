/* What happens to a drawn page between the printer and the reader's eyes. */
#pragma once
#include <glib.h>

/* Turns a coverage mask (0 paper to 1 ink, changed on the way) into grey pixels: uneven paper, a security pattern
 * behind, a stamp across, worn ink, blur, noise, JPEG blocks, thresholding. pitch_px scales what depends on the print.
 */
void glyph_spoil(float *coverage, int width_px, int height_px, double pitch_px, GRand *random, guint8 *pixels);

/* The same, with stamps and signatures across the print. */
void glyph_spoil_crossed(float *coverage, int width_px, int height_px, double pitch_px, GRand *random, guint8 *pixels);

/* What a good office scanner does: a little blur and noise, JPEG. coverage is not changed. */
void glyph_spoil_lightly(const float *coverage, int width_px, int height_px, GRand *random, guint8 *pixels);
