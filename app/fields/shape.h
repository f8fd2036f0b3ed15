/* Numbers that no label announces, known by their form: "II-ОЖ № 877909" at the foot of a certificate. */
#pragma once
#include "app/fields/fact_build.h"

/* A form: 9 a digit, A a capital letter, I a Roman figure, # a number sign, a blank where blanks may be; + after one of
 * them: once or more, ? : may be missing; other characters stand for themselves. */
typedef struct {
	char *form;
	char *field;
	DocumentKind kind; /* KIND_N: on papers of every kind */
} Shape;

/* Whether a form is well made. */
gboolean shape_is_good(const char *form);

/* Whether the whole text has the form. */
gboolean shape_fits(const char *form, const char *text);

/* Adds the facts of segments that have a form of the paper's kind and whose field the paper has not yet. */
void shape_read(const FactBuilder *builder, const PageLayout *layout);
