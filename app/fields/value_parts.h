/* Between value_find.c and value_run_on.c. */
#pragma once
#include "app/fields/value_find.h"

typedef struct {
	const Values *values;
	const FoundLabels *found;
	const PageLayout *layout;
	GHashTable *claimed; /* Token: they are a value already */
	GPtrArray *result;
} Finder;

typedef struct {
	const Segment *segment;
	guint start, end;
	int distance;
} Candidate;

/* The text at this place becomes the label's value. */
void
value_claim(Finder *finder, const FoundLabel *label, const Candidate *at, int row, gboolean table, const char *subject);

/* A whole segment that no label, heading or value takes up, up to a label that begins inside it. */
gboolean value_free_segment(const Finder *finder, const Segment *segment, Candidate *at);

/* Whether a label stands before this segment on its line: then it is that label's. */
gboolean value_has_label_before(const Finder *finder, const Segment *value);

/* A value of several lines: the next one is joined to it (found owns the whole), or, in another script, is the label's
 * value once more. */
void value_run_on(Finder *finder, FoundLabels *found, FoundValue *value);
