/* Days of other calendars as days since 1970-01-01, by ICU. */
#pragma once
#include "app/dossier/calendar.h"
#include <glib.h>

typedef struct DateCalendars DateCalendars;

/* Opens one calendar of each kind, in UTC. */
DateCalendars *date_calendars_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;
void date_calendars_free(DateCalendars *calendars);

/* FALSE: the calendar has no such day. Months count from 1 as the calendar's users count them; Hebrew ones as ICU does
 * (1 Tishri, 6 Adar I of a leap year, 7 Adar, 8 Nisan). */
gboolean date_calendar_day(const DateCalendars *calendars, Calendar calendar, int year, int month, int day, int *days);

/* First and last day of a month, or of a year (month 0). */
gboolean
date_calendar_span(const DateCalendars *calendars, Calendar calendar, int year, int month, int *first, int *last);

/* Gregorian, proleptic. */
int date_days_from_civil(int year, int month, int day);
void date_civil_from_days(int days, int *year, int *month, int *day);

/* The same day in another calendar; FALSE when it cannot be said. */
gboolean
date_calendar_fields(const DateCalendars *calendars, Calendar calendar, int days, int *year, int *month, int *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DateCalendars, date_calendars_free)
