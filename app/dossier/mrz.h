/* A machine-readable zone (ICAO 9303; the old French identity card), parsed and checked. */
#pragma once
#include "app/dossier/geometry.h"

typedef enum { MRZ_TD1, MRZ_TD2, MRZ_TD3, MRZ_MRV_A, MRZ_MRV_B, MRZ_FRID, MRZ_N_FORMATS } MrzFormat;
typedef enum { MRZ_CHECK_ABSENT, MRZ_CHECK_VALID, MRZ_CHECK_INVALID, MRZ_CHECK_REPAIRED, MRZ_CHECK_N } MrzCheck;
typedef enum {
	MRZ_DIGIT_DOCUMENT_NUMBER,
	MRZ_DIGIT_BIRTH_DATE,
	MRZ_DIGIT_EXPIRY_DATE,
	MRZ_DIGIT_OPTIONAL, /* TD3 personal number */
	MRZ_DIGIT_COMPOSITE,
	MRZ_N_DIGITS
} MrzDigit;

typedef struct {
	int line, position; /* from 1 */
	char from, to;
} MrzRepair;

typedef struct {
	int line, position; /* from 1 */
	char *candidates;   /* e.g. "6G" */
} MrzDoubt;

typedef struct {
	MrzFormat format;
	char **lines; /* 2 or 3, after repair */
	int page;     /* of the document, from 1 */
	Box box;      /* on that page as given */
	/* Fields, fillers taken out; NULL where the format has none or it is empty. Dates are EDTF, century decided;
	 * an unreadable or impossible date is NULL. */
	char *code, *issuer, *document_number, *nationality, *birth_date, *sex, *expiry_date, *surname, *given_names,
		*optional;
	MrzCheck checks[MRZ_N_DIGITS];
	GArray *repaired;     /* MrzRepair */
	GPtrArray *uncertain; /* MrzDoubt, owned */
	gboolean name_truncated;
} Mrz;

Mrz *mrz_new(void);
void mrz_free(Mrz *mrz);
void mrz_doubt(Mrz *mrz, int line, int position, const char *candidates);

const char *mrz_format_name(MrzFormat format); /* "TD3", "MRV-A"... */
gboolean mrz_format_parse(const char *name, MrzFormat *format);
const char *mrz_check_name(MrzCheck check); /* "valid", "absent"... */
gboolean mrz_check_parse(const char *name, MrzCheck *check);
const char *mrz_digit_name(MrzDigit digit); /* "document_number"... */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mrz, mrz_free)
