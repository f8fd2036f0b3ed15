/* Places and countries. */
#pragma once
#include "app/dossier/verdict.h"
#include "app/values/values.h"

/* The value of a place fact: the name in Latin letters as the paper spells it, tidied; for another script the French
 * names of places the index knows ("کابل" -> "Kaboul"), else the whole romanised by a named table where the script
 * writes its vowels ("м. Полтава, Українська РСР"; language "ukr" or NULL chooses the table); NULL when it is neither.
 */
char *place_normalise(const Values *values, const char *raw, const char *language);

/* Country name, adjective of nationality (both in any language of the data), alpha-2 or alpha-3 code -> alpha-3 into
 * code; FALSE: not one. */
gboolean country_parse(const Values *values, const char *text, char code[4]);

/* "Afghanistan" of "AFG", in French or English; NULL: no such country. Owned by values. */
const char *country_name(const Values *values, const char *code, gboolean english);

/* Compares two places in any scripts. out is initialised by the call; clear it with comparison_clear(). */
void place_compare(const Values *values, const char *a, const char *b, ValueComparison *out);

/* TRUE: the index knows a place or region of this name; country (may be NULL) receives its alpha-3 when all agree, else
 * "". */
gboolean place_known(const Values *values, const char *text, char country[4]);
