/* Names of persons: normal form and comparison. */
#pragma once
#include "app/dossier/verdict.h"
#include "app/values/values.h"

/* What a name field compares: a role tells which rules hold (a surname's particle, a patronymic's ending). */
typedef enum { NAME_FULL, NAME_SURNAME, NAME_GIVEN, NAME_PATRONYMIC } NameRole;

/* The value of a fact from its raw text: NFC, spaces tidied, in Latin letters; Cyrillic, Ethiopic, Georgian, Greek,
 * Armenian... romanised by a named table (language, "rus", "ukr"... or NULL, chooses it). NULL for Arabic script and
 * others that write no short vowels: a spelling is never invented. NULL for text that is no name at all. */
char *name_normalise(const Values *values, const char *raw, const char *language);

/* Compares two names in any scripts: what b writes otherwise than a (b lacks a part of a: missing_part). out is
 * initialised by the call; clear it with comparison_clear(). */
void name_compare(const Values *values, const char *a, const char *b, NameRole role, ValueComparison *out);

/* The sixteen accented letters and plain Latin only (French act). FALSE: *replacement (caller frees) proposes one. */
gboolean name_fits_act(const char *value, char **replacement);
