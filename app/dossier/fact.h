/* One value read from one place. */
#pragma once
#include "app/dossier/calendar.h"
#include "app/dossier/geometry.h"

typedef enum {
	FACT_SOURCE_MRZ,
	FACT_SOURCE_LABEL, /* beside or below a printed label, or in a numbered or titled box */
	FACT_SOURCE_TABLE,
	FACT_SOURCE_PROSE,
	FACT_SOURCE_BARCODE,
	FACT_SOURCE_TYPED, /* by an agent */
	FACT_SOURCE_N
} FactSource;

typedef struct {
	char *id;          /* "f7", unique in the dossier; NULL until it is numbered */
	char *field;       /* a known field key */
	char *raw;         /* as written, NFC; NULL: ink is there but could not be read */
	char script[5];    /* of raw, ISO 15924; "" when raw is NULL */
	char *value;       /* normalised, Latin letters, dates EDTF; NULL: not known (a name whose paper bears no Latin
			      spelling) */
	Calendar calendar; /* of a date, else CALENDAR_NONE */
	double confidence; /* 0 to 1 */
	FactSource source;
	int page;            /* of the document, from 1 */
	Box box;             /* on that page as given */
	char **alternatives; /* other normalised values that could stand there, best first; never NULL */
} Fact;

/* Script is taken from raw. alternatives are set later, if any. */
Fact *fact_new(const char *field, const char *raw, const char *value, double confidence, FactSource source, Box box);
Fact *fact_copy(const Fact *fact);
void fact_free(Fact *fact);

/* "mrz", "label"... */
const char *fact_source_name(FactSource source);
gboolean fact_source_parse(const char *name, FactSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fact, fact_free)
