/* Days and years in the words of a language, from the tables [numbers NAME] of words.ini. */
#pragma once
#include <glib.h>

/* pattern with its %p and %P replaced by the day and the year in words. table NULL: a copy. A table holds
 *  days: the 31 words of a day;
 *  rest: 100 words of a year's last two figures, the first empty;
 *  hundreds: ten words of the third, the first empty;
 *  thousands: the words of 1000 and 2000;
 *  join: what stands between them (a space without it); the last part after a word is rest.
 * NULL with an error where a list is too short or the year is not of 1000 to 2999. */
char *numbers_fill(GKeyFile *words, const char *table, const char *pattern, int day, int year,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
