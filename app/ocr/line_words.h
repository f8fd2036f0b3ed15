/* The letters of a line, as printed -> its words in the order they are read, each with its place on the page. */
#pragma once
#include "app/dossier/image.h"
#include "app/dossier/word.h"
#include "app/ocr/line_decode.h"

/* How the picture of a line lies on the page. */
typedef struct {
	Box clip;
	double page_px_a_step;
	double margin_px; /* of the page: where the picture begins before the clip */
	gboolean inverse; /* light letters on dark */
} LinePlace;

/* Words of letters (ReadLetter, from left to right). language: of the model; they get this line number. Text that runs
 * from right to left comes in its own order, numbers and Latin words in it in theirs. A word's box holds its ink; its
 * confidence is 1 where every letter is certain, and 0.75 where the least certain one is a matter of a coin. */
GPtrArray *line_words(const GArray *letters, const Image *grey, const LinePlace *place, const char *language, int line);
