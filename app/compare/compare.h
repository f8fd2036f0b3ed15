/* Facts of several documents -> one verdict per field, findings across fields. Pure. */
#pragma once
#include "app/dossier/dossier.h"
#include "app/dossier/field.h"
#include "app/values/values.h"

/* Fills dossier->verdicts and ->findings (cleared first) from its documents, and sets ->compared. Sentences are in the
 * current language (firmware/base/language.h). Deterministic: the same documents give the same rows in the same order,
 * the act's order of fields. */
void compare_dossier(const Values *values, Dossier *dossier);

/* Which rule of comparison holds for two values of a field, as used for rows; out as in values/. */
void compare_values(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out);

/* One sentence that a colleague would say of two values: kind of value, the values, the outcome. name_a and name_b say
 * where each stands ("passeport") or are NULL. Caller frees. */
char *compare_explain(FieldValue kind, const ValueComparison *comparison, const char *a, const char *name_a,
	const char *b, const char *name_b);
