/* Dates as papers write them -> EDTF, always Gregorian (ISO 8601-2; the forms are those of the command line's
 * contract). */
#pragma once
#include "app/dossier/calendar.h"
#include "app/dossier/verdict.h"
#include "app/values/values.h"

typedef enum {
	DATE_NONE,    /* the text is no date */
	DATE_INVALID, /* it is one, but an impossible one: 31/02/1990 */
	DATE_READ
} DateStatus;

typedef struct {
	DateStatus status;
	Calendar calendar; /* the figures' calendar */
	char edtf[48];     /* "1991-03-12", "1991-03", "1991", "1991~", "1990-03-21/1991-03-20"; "" unless DATE_READ */
	char **alternatives; /* other EDTF readings of the same text, best first; never NULL after date_read */
} DateReading;

typedef struct {
	Calendar calendar;    /* the figures' calendar; CALENDAR_NONE: the text decides */
	const char *country;  /* of the paper, alpha-3; "" or NULL: not known. Says what figures count where neither
				 the text nor calendar do */
	gboolean month_first; /* 03/04/1991 is 4 March: papers of countries that write so */
	int on_year, on_month, on_day; /* the day of reading, Gregorian: two-digit years and ages count from it */
} DateContext;

/* Today as the day of reading, no calendar, day first. The only function here that asks the clock. */
void date_context_init(DateContext *context);

/* Reads a whole text as one date. Free with date_reading_clear(). */
void date_read(const Values *values, const char *text, const DateContext *context, DateReading *reading);

/* Finds the first date in running text at or after byte offset from. TRUE: reading is filled, *start and *end are byte
 * offsets of what was read. Free with date_reading_clear(). */
gboolean date_find(const Values *values, const char *text, gsize from, const DateContext *context, DateReading *reading,
	gsize *start, gsize *end);
void date_reading_clear(DateReading *reading);

/* One date of a comparison: the EDTF value, and how the paper said it. */
typedef struct {
	const char *edtf;
	const char *raw;   /* as written, or NULL */
	Calendar calendar; /* of raw */
} DateSide;

/* Compares two EDTF dates. out is initialised by the call; clear it with comparison_clear(). Marks count characters of
 * the EDTF texts. */
void date_compare(const Values *values, const DateSide *a, const DateSide *b, ValueComparison *out);

/* First and last day of an EDTF value as days since 1970-01-01; FALSE for a text that is none. "1991~" is 1990 to 1992.
 */
gboolean date_bounds(const char *edtf, int *first_day, int *last_day);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DateReading, date_reading_clear)
