/* What a label can announce besides a field of the contract. */
#pragma once
#include <glib.h>

#define LABEL_IGNORE "ignore"   /* a label whose value is never taken: occupation, religion, ethnicity, address */
#define LABEL_CAPTION "caption" /* says how a value is to be written: "jour, mois, année"; no value, no label */
#define LABEL_NAME "name"   /* "Nom", "Name", "نام": surname, given names or all, as the labels beside it decide */
#define LABEL_BIRTH "birth" /* date, place or both: "Né le ... à ..." */
#define LABEL_GIVEN_PATRONYMIC "given_patronymic" /* "Имя, отчество" */
#define LABEL_AGE "age"                           /* an age: a birth date interval */
#define LABEL_MARRIAGE "marriage"                 /* date and place */
#define LABEL_DEATH "death"

/* A field, an ending of a person's field, or one of the above. */
gboolean label_key_is_known(const char *key);

/* Whether the key alone says whose fact it is ("father.full_name", "document.number"). */
gboolean label_key_is_absolute(const char *key);
