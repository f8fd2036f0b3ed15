/* The calendars a paper may count in. */
#pragma once
#include <glib.h>

typedef enum {
	CALENDAR_NONE, /* not a date, or not known */
	CALENDAR_GREGORIAN,
	CALENDAR_PERSIAN, /* solar hijri */
	CALENDAR_ISLAMIC, /* lunar hijri, civil (tabular) */
	CALENDAR_ISLAMIC_UMALQURA,
	CALENDAR_ETHIOPIC,
	CALENDAR_HEBREW,
	CALENDAR_BUDDHIST,
	CALENDAR_BENGALI, /* as Bangladesh counts since 1987 */
	CALENDAR_N
} Calendar;

/* "gregorian", "persian", "islamic", "islamic-umalqura"...; NULL for CALENDAR_NONE. */
const char *calendar_name(Calendar calendar);
/* The same, but NULL for a calendar that the contract has no word for: its dates are given in the Gregorian one alone.
 */
const char *calendar_contract_name(Calendar calendar);
gboolean calendar_parse(const char *name, Calendar *calendar);
