/* A date value of the contract (EDTF, always Gregorian) taken apart. */
#pragma once
#include <glib.h>

typedef struct {
	int year, month, day; /* month, day 0: not said */
} EdtfPoint;

typedef struct {
	EdtfPoint first;
	EdtfPoint last;    /* of an interval */
	gboolean interval; /* "1990-03-21/1991-03-20": one day somewhere in it */
	gboolean about;    /* "1991~" */
} Edtf;

/* FALSE: none of "1991-03-12", "1991-03", "1991", each with or without "~", "A/B" with the first no later than the
 * last; or a day that the calendar does not have. Years 1 to 9999. */
gboolean edtf_parse(const char *text, Edtf *edtf);
