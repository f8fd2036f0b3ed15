/* Machine-readable zones of invented persons, in every format, for the bench: valid by the rules of ICAO 9303. */
#pragma once
#include "app/dossier/mrz.h"

typedef struct {
	MrzFormat format;
	int n_lines, n_columns;
	char lines[3][48]; /* NUL-terminated */
} ZoneText;

void zone_text_make(ZoneText *zone, GRand *random);
