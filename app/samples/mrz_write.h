/* Writes the machine-readable zone of a passport booklet (ICAO 9303-4, TD3). */
#pragma once
#include <glib.h>

enum { MRZ_TD3_COLUMNS = 44 };

typedef struct {
	const char *issuer, *nationality;  /* alpha-3 */
	const char *surname, *given_names; /* Latin letters; given_names may be NULL or empty */
	const char *number;                /* at most 9 characters */
	const char *birth_date;            /* EDTF; a year or month alone leaves fillers (9303-3 §4.8) */
	const char *sex;                   /* "M", "F", else unspecified */
	const char *expiry_date;           /* EDTF, whole */
	const char *optional;              /* personal number, at most 14 characters, or NULL */
} MrzHolder;

/* Two lines of 44 characters and their ends. */
void mrz_write_td3(const MrzHolder *holder, char lines[2][MRZ_TD3_COLUMNS + 1]);

/* The letters a name has in a zone: accents taken off or spelt out (9303-3 §6), hyphen and space to '<', apostrophe
 * dropped. Caller frees. */
char *mrz_write_name(const char *name);

/* The check digit of 9303-3 §4.9 as a character. */
char mrz_write_digit(const char *text, gsize n);
