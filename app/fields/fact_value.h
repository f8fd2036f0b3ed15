/* The normalised value of one field's text. */
#pragma once
#include "app/fields/fact_build.h"

typedef struct {
	char *text; /* NULL: not known */
	Calendar calendar;
	char **alternatives; /* never NULL */
	double parsed;       /* 1: it is what the field asks for; near 0: it is not */
	gboolean none;       /* the text says that there is nothing, or is no value of this field at all */
} FactValue;

void fact_value_init(FactValue *value);
void fact_value_clear(FactValue *value);
void
fact_value_read(const FactBuilder *builder, const char *field, const char *raw, const char *language, FactValue *value);

/* A place's text, from which a country at its end or in brackets is parted: "Kaboul (Afghanistan)". */
void fact_add_place(const FactBuilder *builder, const char *field, const char *raw, const FactPlace *place);
