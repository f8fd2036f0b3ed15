/* How far apart the digits of a number stand: gaps within it are alike, that between words is wider. */
#pragma once
#include "app/dossier/geometry.h"

/* From the middle of one character to that of the next. */
double digit_way(Box a, Box b);
/* The paper between them, as if none were narrower than most: a zero is a dot. height: of the digits. */
double digit_gap(Box a, Box b, double height);

typedef struct {
	double height, way, gap; /* of the digits; medians between neighbours */
} DigitPace;

enum { DIGIT_PACE_MAX = 64 };

/* Of n characters (at most DIGIT_PACE_MAX), by the neighbours that are both digits. */
DigitPace digit_pace_of(const Box *boxes, const gboolean *is_digit, int n, double height);

/* How much likelier than not a blank lies between two digits, as a logarithm. */
double digit_blank_odds(const DigitPace *pace, Box a, Box b);

/* Puts a value among n sorted ones. */
void digit_pace_insert(double *values, int n, double value);
