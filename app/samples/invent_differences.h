/* A person being invented, and the differences put between the papers. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/plan.h"

typedef struct {
	char **latin; /* spellings, the usual one first */
	char *native; /* in the country's script: "native" or "native|romanised" */
} Pick;

typedef struct {
	Chance chance;
	GKeyFile *pools;
	Plan *plan;
	GPtrArray *latin_papers; /* Paper, not owned: those in Latin letters */
	char *country, *compose;
	gboolean female;
	int birth_day; /* since 1970-01-01 */
	char birth[16];
	Pick given, surname, father, father_surname, father_patronymic, mother, mother_surname, mother_patronymic,
		other_mother, grandfather, patronymic, place;
} Invention;

/* Puts one to four differences, each on one paper in Latin letters. */
void invent_differences(Invention *invention);
