/* What forms are filled in: rows of letter boxes ("combs"), and boxes to tick. Found by their rules, on a level page.
 */
#pragma once
#include "app/dossier/geometry.h"
#include "app/dossier/image.h"

typedef struct {
	Box frame;
	GArray *cells; /* Box: the inside of each box, from the left */
} Comb;

typedef struct {
	Box box;
	gboolean ticked;
} TickBox;

typedef struct {
	GPtrArray *combs; /* Comb, owned, from top to bottom */
	GArray *ticks;    /* TickBox */
} FormMarks;

/* NULL: no memory. */
FormMarks *form_marks_find(const Image *level);
void form_marks_free(FormMarks *marks);

/* The letters of a comb set side by side as they would be printed, an empty box between letters as a space, so that a
 * line reader can read them. places receives one Box a box that bears ink: x and width on the strip, y the index of the
 * cell. NULL: the comb is empty. */
Image *comb_to_strip(const Image *level, const Comb *comb, GArray *places);

/* A copy with these boxes (Box) made white. */
Image *image_erase(const Image *grey, const GArray *boxes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormMarks, form_marks_free)
