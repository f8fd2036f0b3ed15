/* Dates of a group of pieces: three numbers between two signs of one kind, with a day and a month that exist and a year
 * of the last centuries. The form tells a full stop from a zero, a slash beside a one from an eight, and where letters
 * that look like digits (alif, heh) do not belong to it. */
#pragma once
#include "app/glyphs/digit_path.h"

typedef struct {
	int from, to;      /* nodes of the lattice */
	int set;           /* index into the sets */
	double confidence; /* against other dates that the same pieces could be, and other digits at each place */
	GArray *steps;     /* DigitStep, their indices as the date has them */
} DigitDate;

/* From the left; array of DigitDate, owned, which must not outlive the lattice. */
GPtrArray *digit_dates_find(const DigitSets *sets, const DigitLattice *lattice);
void digit_date_free(DigitDate *date);
