/* Facts of several documents -> one verdict per field, findings across fields. Pure once its data are loaded. */
#pragma once
#include "app/compare/compare_rules.h"
#include "app/dossier/dossier.h"
#include "app/dossier/field.h"
#include "app/values/values.h"

/* Fills dossier->verdicts and ->findings (cleared first) from its documents, which must be numbered, and sets
 * ->compared. Sentences are in the current language (firmware/base/language.h). Deterministic: the same documents give
 * the same rows in the same order, the act's order of fields. document.* has no row: it tells of the paper, not of the
 * person, and serves the findings. */
void compare_dossier(const Values *values, const CompareRules *rules, Dossier *dossier);

/* Which rule of comparison holds for two values of a field, as used for rows; out as in values/. */
void compare_values(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out);

/* One sentence that a colleague would say of two values: kind of value, the values, the outcome. name_a and name_b say
 * where each stands ("passeport") or are NULL. Caller frees. */
char *compare_explain(FieldValue kind, const ValueComparison *comparison, const char *a, const char *name_a,
	const char *b, const char *name_b);

/* A value as a person says it, in the current language: "1991-03-12" is "12 mars 1991", "AFG" is "Afghanistan", "F" is
 * "féminin"; names, places and numbers stay as they are. values may be NULL (countries then stay codes). Caller frees.
 */
char *value_for_person(const Values *values, FieldValue kind, const char *value);
