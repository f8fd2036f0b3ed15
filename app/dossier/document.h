/* One paper of the file: its pages and what was read from them. */
#pragma once
#include "app/dossier/barcode.h"
#include "app/dossier/fact.h"
#include "app/dossier/mrz.h"
#include "app/dossier/page.h"

typedef enum {
	KIND_PASSPORT,
	KIND_IDENTITY_CARD,
	KIND_RESIDENCE_PERMIT,
	KIND_TRAVEL_DOCUMENT,
	KIND_ASYLUM_ATTESTATION,
	KIND_ASYLUM_FORM,
	KIND_FAMILY_FORM,
	KIND_INTERVIEW,
	KIND_DECISION,
	KIND_BIRTH_RECORD,
	KIND_MARRIAGE_RECORD,
	KIND_DEATH_RECORD,
	KIND_COURT_JUDGMENT,
	KIND_REGISTRY_EXTRACT,
	KIND_FAMILY_BOOKLET,
	KIND_TAZKIRA,
	KIND_TRANSLATION,
	KIND_OTHER,
	KIND_N
} DocumentKind;

typedef struct {
	char *id; /* "d1", unique in the dossier; NULL until numbered */
	DocumentKind kind;
	double kind_confidence;
	char *subject;    /* "person", "father", "spouse"...: whose paper */
	char country[4];  /* alpha-3 of the issuer; "" not known */
	char **languages; /* never NULL */
	GPtrArray *pages; /* Page, owned */
	Mrz *mrz;         /* or NULL */
	GPtrArray *codes; /* Barcode, owned: QR, 2D-Doc... */
	GPtrArray *facts; /* Fact, owned */
} Document;

Document *document_new(DocumentKind kind);
void document_free(Document *document);
void document_add_language(Document *document, const char *language); /* once each */

/* Best fact of a field: the most confident one that has a value, else one that has raw text, else any; NULL: none. */
const Fact *document_fact(const Document *document, const char *field);

/* Gives every document and fact its id, d1... and f1..., in order. documents: Document*. */
void documents_number(GPtrArray *documents);

const char *document_kind_name(DocumentKind kind); /* "passport"... */
gboolean document_kind_parse(const char *name, DocumentKind *kind);
/* The kind as a French (or English) noun for a sentence, "passeport", "extrait de registre"; translated. */
const char *document_kind_noun(DocumentKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)
