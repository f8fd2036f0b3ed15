/* Which lines of a page go on with one another: columns of running text, and where their paragraphs end. */
#pragma once
#include "app/fields/page_layout.h"

/* Segments that follow one another from above to below: a column, or lines that have the page's width to themselves. */
typedef struct {
	GPtrArray *lines; /* Segment, borrowed */
	int left, right;  /* of all lines */
} Column;

/* Columns (Column, owned) in the order in which they are read; every segment is in one. */
GPtrArray *paragraph_columns(const PageLayout *layout);

/* Tells the last word of each line whether a paragraph ends with it, and each line whether it goes on with one. */
void paragraph_mark(PageLayout *layout);
