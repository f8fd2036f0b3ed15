/* Which piece of ink is which character of a drawn line, and from that what to cut. For digit_page.c alone. */
#pragma once
#include "app/data/build/glyphs/digit_page.h"

typedef struct {
	Box box;   /* of its ink, as drawn */
	int label; /* -1: no class bears it */
	int token; /* of the line: characters of one string share it; -1: a letter */
	gboolean is_digit, is_zero, is_slash;
} DigitMark;

/* Appends to cuts: digits and signs in the frame of their string and, digits, in their own; strings' neighbours, parts
 * and pairs as none of them (class none). */
void digit_marks_cut(const DigitInk *ink, const GArray *marks, int none, GRand *random, GArray *cuts);
