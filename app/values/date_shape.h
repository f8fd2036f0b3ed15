/* The elements of a date in the order in which they are written, and the day, month and year they make. */
#pragma once
#include "app/values/date.h"
#include "app/values/date_token.h"

typedef struct {
	int value;
	int digits;            /* as in DateToken */
	const DateWord *month; /* a month's name, else NULL; Roman months bear roman */
	gboolean roman;
	gboolean unknown; /* "XX", "00" */
	gboolean geez;
} DateElement;

typedef struct {
	DateElement of[3];
	int n;
	Calendar cue;
	Calendar usual; /* of the paper's country */
	gboolean about;
	gboolean eastern; /* Persian digits */
} DateElements;

typedef struct {
	Calendar calendar;
	int year, month, day; /* 0: not said */
	int other_century;    /* a year with two figures could mean this one too; 0: none */
	Calendar other;       /* the same words and figures may count in this calendar too; CALENDAR_NONE: no other */
	int other_month;      /* in that calendar */
	gboolean said;        /* the calendar follows from words or the caller, not from the year alone */
	gboolean placed;      /* a month's name, or all figures of a day */
} DateParts;

/* FALSE: the elements are no date. */
gboolean date_shape(const DateElements *elements, const DateContext *context, DateParts *parts);
