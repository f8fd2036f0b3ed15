/* Reads what a form's boxes hold: letters one a box, and ticks. */
#pragma once
#include "app/image/form_marks.h"
#include "app/ocr/page_text.h"

/* Appends the words of the combs and a word "☒" or "☐" for each box to tick, on lines of their own. */
void form_read(Engines *engines, const Model *model, const Image *level, const FormMarks *marks, GPtrArray *words);

/* The places of the page that form_read() sees to (Box): they are noise to a reader of lines. */
GArray *form_places(const FormMarks *marks);

/* From a box on a comb's strip (comb_to_strip()) to the boxes of the comb that its letters stand in. */
Box form_comb_box(Box on_strip, const Comb *comb, const GArray *places);
