/* Letters -> the rows that they stand in; for this folder only. Boxes are in pixels of the working size. */
#pragma once
#include "app/image/text_ink.h"

enum { TEXT_MAX_LETTERS = 20000, TEXT_MAX_ROWS = 1500 };

/* A line, or a part of one. */
typedef struct {
	Box box;
	int n_letters;
	int tallest;
} Row;

/* The marks of a page. */
typedef struct {
	GArray *letters; /* Box, by x */
	GArray *small;   /* Box: dots, accents, points */
	GArray *frames;  /* Box: boxes to tick, which part what stands on either side */
	int *parent;     /* of each letter: another of its chain; itself for the first; for text_rows.c */
	int height;      /* the usual one */
} Chains;

/* The rows of all letters, with the small marks that belong to them (Row). */
GArray *text_rows_find(PIX *ink, Chains *chains);
