/* Which character may stand where in each format of zone, and what the check digits cover (ICAO 9303 parts 4 to 7; the
 * old French identity card's ranges were verified on a specimen). */
#pragma once
#include "app/dossier/mrz.h"

enum { MRZ_MAX_LINES = 3, MRZ_MAX_COLUMNS = 44, MRZ_MAX_CELLS = 90 };

typedef enum {
	MRZ_PART_CODE,
	MRZ_PART_ISSUER,
	MRZ_PART_NUMBER,
	MRZ_PART_NUMBER_REST, /* of a number longer than nine characters */
	MRZ_PART_NATIONALITY,
	MRZ_PART_BIRTH,
	MRZ_PART_SEX,
	MRZ_PART_EXPIRY,
	MRZ_PART_NAMES, /* surname<<given names; on the French card the surname alone */
	MRZ_PART_GIVEN_NAMES,
	MRZ_PART_OPTIONAL,
	MRZ_PART_OPTIONAL_MORE,
	MRZ_N_PARTS
} MrzPart;

typedef struct {
	MrzFormat format;
	int n_lines, n_columns;
	int start[MRZ_N_PARTS], length[MRZ_N_PARTS]; /* in cells, row after row; length 0: the format has none */
	struct {
		const char *allowed;   /* characters that may stand here */
		gint8 sum;             /* the MrzDigit that covers this cell, or -1 (the composite apart) */
		gint8 check;           /* the MrzDigit that stands here, or -1 */
		gboolean in_composite; /* the composite covers it */
	} cells[MRZ_MAX_CELLS];
} MrzLayout;

/* number_rest: on TD1 and TD2, how many characters of a long document number stand in the optional data, before its
 * check digit (ICAO 9303-5 §4.2.4, 9303-6 §4.2.4); 0 else. FALSE when the format has no room for that many. */
gboolean mrz_layout_init(MrzLayout *layout, MrzFormat format, int number_rest);

/* Lines and columns of a format. */
void mrz_format_size(MrzFormat format, int *n_lines, int *n_columns);

/* The value of a character in a check sum; -1 outside the alphabet. */
int mrz_character_value(char c);
