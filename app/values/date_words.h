/* The words that dates are written with. */
#pragma once
#include "app/dossier/calendar.h"
#include "app/values/value_file.h"

typedef enum {
	WORD_NOISE = 1 << 0,     /* "le", "of", weekdays: says nothing */
	WORD_ABOUT = 1 << 1,     /* "vers", "circa" */
	WORD_YEARS = 1 << 2,     /* "ans", "years": an age's unit */
	WORD_AGED = 1 << 3,      /* "âgé", "aged": an age follows or preceded */
	WORD_IN = 1 << 4,        /* "en", "in": a year may follow */
	WORD_CONNECTOR = 1 << 5, /* "et" inside a number */
	WORD_ORDINAL = 1 << 6,   /* "er", "st": only right behind figures */
	WORD_HOUR = 1 << 7,      /* "à", "heures": a time of day begins */
	WORD_UNKNOWN = 1 << 8,   /* "xx" in place of a day or month */
	WORD_EQUALS = 1 << 9,    /* "correspondant au": the same day in another calendar follows */
	WORD_MONTHS = 1 << 10,   /* "mois": an age's unit */
	WORD_ENDING = 1 << 11    /* of a case: stands behind a month or a number without a blank */
} DateWordFlags;

typedef struct {
	guint flags;
	guint8 month[CALENDAR_N];
	int number;      /* -1: no number word */
	guint languages; /* of the number word and of the connector, one bit each */
	Calendar cue;    /* the word names a calendar */
} DateWord;

typedef struct DateWords DateWords;

DateWords *date_words_load(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void date_words_free(DateWords *words);

/* A phrase in the form of text_phrase(); NULL: no word of dates. */
const DateWord *date_words_find(const DateWords *words, const char *phrase);

/* Words in the longest phrase. */
guint date_words_longest(const DateWords *words);

/* The calendar that papers of a country (alpha-3) count in where they do not say it; CALENDAR_NONE: none of its own. */
Calendar date_words_usual(const DateWords *words, const char *country);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DateWords, date_words_free)
