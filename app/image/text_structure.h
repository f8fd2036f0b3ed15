/* Where the text of a page lies and which way it runs, found without reading it. Grey images, on an even ground
 * (image_even_ground()). */
#pragma once
#include "app/dossier/geometry.h"
#include "app/dossier/image.h"

typedef struct {
	gboolean sideways;        /* lines run up or down the page: it wants a quarter turn */
	double sideways_evidence; /* how much better that direction explains the ink than the other; at least 1 */
	double level_degrees;     /* clockwise turn, after a quarter turn if sideways, that makes the lines level */
	int n_marks;              /* pieces of ink of the size of letters */
	double letter_height_px;  /* their median height; 0 without any */
} TextStructure;

/* FALSE: no memory. */
gboolean text_structure_find(const Image *even, TextStructure *out) G_GNUC_WARN_UNUSED_RESULT;

/* Boxes of text lines of a level page, from top to bottom; a line with wide gaps gives several boxes. */
GArray *text_lines_find(const Image *level); /* Box */
