/* One date among tokens: where it ends, its parts, and the EDTF they make. */
#pragma once
#include "app/values/date_shape.h"

typedef struct {
	guint first, end; /* tokens [first, end) */
	DateElements elements;
	DateParts parts;
	gboolean is_age;
	int age; /* in years, or in months */
	gboolean age_months;
	gboolean age_dated; /* parts say when the age was that */
} DateScan;

/* Whether looking for a date at this token is worth while. */
gboolean date_scan_may_begin(const DateToken *token);

/* Reads a date or an age that begins at a token; with whole, words before it that say nothing are skipped. */
gboolean date_scan(const Values *values, const GArray *tokens, guint at, const DateContext *context, gboolean eastern,
	gboolean whole, DateScan *scan);

/* Fills status, calendar, edtf and alternatives. */
void date_scan_finish(const Values *values, const DateScan *scan, const DateContext *context, DateReading *reading);
