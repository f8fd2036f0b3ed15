/* Machine-readable zones as text -> fields, checked (ICAO 9303 parts 3 to 7; the old French identity card). Pure. */
#pragma once
#include "app/dossier/mrz.h"

/* One character cell as a reader saw it: what it may be, best first. */
typedef struct {
	char candidates[4];  /* NUL-terminated, "8B"; never empty */
	float confidence[3]; /* of each, 0 to 1 */
} MrzCell;

/* Two or three lines of cells, rows of n_columns. */
typedef struct {
	int n_lines, n_columns;
	const MrzCell *cells; /* row after row */
} MrzCells;

/* Parses text lines (2 or 3; blanks and case tidied, "«" and spaces inside a line refused). Single characters are
 * repaired only where check digits and field rules (a digit, a letter) prove one reading; what stays open stands under
 * uncertain. today (year, month, day) decides centuries. NULL: not a zone of any format. */
Mrz *mrz_parse(const char *const *lines, int n_lines, int today_year, int today_month, int today_day);

/* The same from cells with alternatives: check digits and field rules choose among them. */
Mrz *mrz_parse_cells(const MrzCells *cells, int today_year, int today_month, int today_day);

/* The check digit of ICAO 9303-3 §4.9 over n characters, 0-9; -1 for a character outside the alphabet. */
int mrz_check_digit(const char *text, gsize n);
