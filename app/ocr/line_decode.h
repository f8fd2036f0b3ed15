/* What a network says of a line -> its letters. */
#pragma once
#include "app/ocr/letters.h"
#include "app/ocr/net.h"

/* One letter, or a space, from left to right as the line is printed. */
typedef struct {
	const char *text;    /* of the Letters: they own it */
	const char *second;  /* the letter next likely in its place, where it has a real chance; NULL: none */
	double second_share; /* its likelihood against that of the first; 0: none */
	double middle;       /* step of the answer at which it is surest */
	double certainty;    /* natural logarithm of the likelihood of its least likely part; spaces too */
} ReadLetter;

/* The likeliest text of the line: of all ways to spell it, the sum counts. Array of ReadLetter. space: the class of the
 * space, -1: none. */
GArray *line_decode(const NetAnswer *answer, int n_classes, int blank, const Letters *letters);
