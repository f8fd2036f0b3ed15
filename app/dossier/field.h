/* Field keys ("person.birth_date", "mother.surname", "child2.given_names", "document.number"): the closed list of the
 * command line's contract. */
#pragma once
#include <glib.h>

typedef enum {
	FIELD_VALUE_NAME, /* surname, given_names, full_name, patronymic, usage_name */
	FIELD_VALUE_DATE,
	FIELD_VALUE_PLACE,
	FIELD_VALUE_COUNTRY, /* ISO 3166-1 alpha-3 */
	FIELD_VALUE_SEX,     /* M F X */
	FIELD_VALUE_STATUS,  /* single, married, divorced, widowed, partnered */
	FIELD_VALUE_NUMBER,  /* document and file numbers */
	FIELD_VALUE_TEXT     /* issuing authority */
} FieldValue;

gboolean field_is_known(const char *field);

/* What kind of value the field bears. The field must be known. */
FieldValue field_value(const char *field);

/* "person" of "person.surname"; the part after the point. field_subject's result is the caller's, field_ending points
 * into field. */
char *field_subject(const char *field);
const char *field_ending(const char *field);

/* The same field seen from the person whose act is drafted: "person.surname" on the paper of "spouse" is
 * "spouse.surname". NULL where the act has no such field (the father of a spouse). document.* and file.* of another
 * person's paper are NULL too. */
char *field_seen_from(const char *field, const char *paper_subject);

/* "person", "father", "mother", "spouse", "child1"..., "other": whose paper a document can be. */
gboolean subject_is_known(const char *subject);

/* The field as a noun for a person, "nom de famille", "date de naissance de la mère"; in the current language. Caller
 * frees. */
char *field_label(const char *field);
