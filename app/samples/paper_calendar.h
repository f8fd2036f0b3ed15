/* Calendars of the papers, for the years that living people's papers bear. Days count from 1970-01-01. */
#pragma once
#include <glib.h>

enum { SOLAR_YEAR_MIN = 1300, SOLAR_YEAR_MAX = 1473 }; /* where the 33-year rule is the true calendar */

/* Day of a solar hijri date; year within the bounds above, month 1 to 12, day 1 to 31. */
int solar_day(int year, int month, int day);
void solar_from_day(int days, int *year, int *month, int *day);

/* The civil (tabular) lunar hijri calendar, epoch 16 July 622; and the Ethiopic one, months 1 to 13. */
int islamic_day(int year, int month, int day);
void islamic_from_day(int days, int *year, int *month, int *day);
int ethiopic_day(int year, int month, int day);
void ethiopic_from_day(int days, int *year, int *month, int *day);

/* The same for Gregorian dates. */
int gregorian_day(int year, int month, int day);
void gregorian_from_day(int days, int *year, int *month, int *day);
