/* Where on the page the value of each label stands: behind it, in the next cell, below, or above (a caption). */
#pragma once
#include "app/fields/label_find.h"
#include "app/values/values.h"

typedef struct {
	const FoundLabel *label;
	const Segment *segment; /* NULL: nothing stands there */
	guint start, end;
	int row; /* 0; 1... for further rows below the heading of a column */
	gboolean table;
	const char *subject; /* the label's, or a column's */
} FoundValue;

/* One entry for each label that has a value: FoundValue, owned, in the order in which they were found. found receives
 * the segments of values that run over two lines. */
GPtrArray *value_find(const Values *values, FoundLabels *found, const PageLayout *layout);

/* Whether the text can be what the label (its key) announces at all. */
gboolean value_is_plausible(const Values *values, const char *key, const char *text);
