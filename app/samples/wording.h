/* How papers word a value: dates in the ways and calendars of several languages, sexes, civil statuses, countries.
 * The words stand in samples/words.ini. */
#pragma once
#include "app/dossier/field.h"

typedef struct Wording Wording;

/* What is drawn for a value, and what it means by the command line's contract. */
typedef struct {
	char *raw;
	char *value;          /* NULL: has none (a name in a script without vowels) */
	const char *calendar; /* static, or NULL */
} Phrase;

Wording *wording_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void wording_free(Wording *wording);

/* spec is the value as a dossier gives it:
 *  - names, places, texts: as written, or "as written|in Latin letters";
 *  - dates: EDTF day, month or year; "sh:1370" or "sh:1370-02-15" (solar hijri); "age:25@1395" (aged 25 in that
 *    solar year); "lh:1410-09-01" (lunar hijri), "et:1983-04-29" (Ethiopic);
 *  - sexes M F X, civil statuses single married..., countries alpha-3.
 * format names a section of words.ini ("fr" of [date fr]); NULL is the value as it is. male chooses between two forms.
 * FALSE with an error for a format or value it does not know. */
gboolean wording_phrase(const Wording *wording, FieldValue kind, const char *spec, const char *format, gboolean male,
	Phrase *phrase, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void phrase_clear(Phrase *phrase);

/* "mil neuf cent quatre-vingt-onze"; number 0 to 2999. */
char *wording_number_fr(int number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wording, wording_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Phrase, phrase_clear)
