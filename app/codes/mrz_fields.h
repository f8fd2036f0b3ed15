/* The text of a zone -> its fields. */
#pragma once
#include "app/codes/mrz_layout.h"

typedef struct {
	int year, month, day;
} MrzToday;

/* Fills the fields of mrz from the cells' text, as ICAO 9303 prints them: upper case, fillers taken out. */
void mrz_fill_fields(Mrz *mrz, const MrzLayout *layout, const char *text, const MrzToday *today);

/* Six characters YYMMDD with "<<" or "00" where month or day is not known -> EDTF; NULL for none or an impossible one.
 * A birth is not after today; an expiry is at most thirty years ahead. */
char *mrz_birth_edtf(const char *text, const MrzToday *today);
char *mrz_expiry_edtf(const char *text, const MrzToday *today);
