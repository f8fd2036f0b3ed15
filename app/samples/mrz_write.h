/* Writes machine-readable zones: passport booklets (ICAO 9303-4, TD3), cards (9303-5, TD1; 9303-6, TD2). */
#pragma once
#include <glib.h>

enum { MRZ_TD3_COLUMNS = 44, MRZ_MAX_COLUMNS = 44, MRZ_MAX_LINES = 3 };

typedef enum { MRZ_WRITE_TD1, MRZ_WRITE_TD2, MRZ_WRITE_TD3, MRZ_WRITE_N } MrzFormat;

typedef struct {
	const char *code;                  /* "P", "ID", "IR"; NULL or empty: "P" of a booklet, "ID" of a card */
	const char *issuer, *nationality;  /* alpha-3 */
	const char *surname, *given_names; /* Latin letters; given_names may be NULL or empty */
	const char *number;                /* at most 9 characters */
	const char *birth_date;            /* EDTF; a year or month alone leaves fillers (9303-3 §4.8) */
	const char *sex;                   /* "M", "F", else unspecified */
	const char *expiry_date;           /* EDTF, whole */
	const char *optional;              /* personal number, at most 14 characters, or NULL */
} MrzHolder;

/* The lines and their ends; how many they are. */
int mrz_write(const MrzHolder *holder, MrzFormat format, char lines[MRZ_MAX_LINES][MRZ_MAX_COLUMNS + 1]);

/* "TD1", "TD2", "TD3". */
gboolean mrz_write_format(const char *name, MrzFormat *format);

/* The letters a name has in a zone: accents taken off or spelt out (9303-3 §6), hyphen and space to '<', apostrophe
 * dropped. Caller frees. */
char *mrz_write_name(const char *name);

/* The check digit of 9303-3 §4.9 as a character. */
char mrz_write_digit(const char *text, gsize n);
