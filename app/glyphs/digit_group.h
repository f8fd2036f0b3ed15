/* Where on a line digits stand together: pieces that look like digits on their own are seeds, their neighbours of a
 * digit's size and place join them, and the tall ones say how high the string is. */
#pragma once
#include "app/glyphs/digit_ink.h"
#include "app/glyphs/digit_sets.h"

enum { DIGIT_GROUP_MAX = 64 }; /* pieces of a group */

typedef struct {
	DigitFrame frame;
	int n;
	int pieces[DIGIT_GROUP_MAX]; /* numbers, from the left */
} DigitGroup;

GArray *digit_groups_find(const Glyphs *glyphs, const DigitSets *sets, const DigitInk *ink); /* DigitGroup */
