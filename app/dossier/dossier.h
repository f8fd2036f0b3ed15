/* A person's file: papers, and what was found out about them. */
#pragma once
#include "app/dossier/act.h"
#include "app/dossier/document.h"
#include "app/dossier/verdict.h"
#include "firmware/base/error.h"

/* An input that could not be read. */
typedef struct {
	char *path;
	StationError error; /* MISSING ... TIMEOUT */
} Problem;

typedef struct {
	char *file_number;    /* or NULL */
	GPtrArray *documents; /* Document, owned, numbered */
	GPtrArray *problems;  /* Problem, owned */
	/* Filled by comparing and drafting; empty before. */
	GPtrArray *verdicts; /* Verdict, owned */
	GPtrArray *findings; /* Finding, owned */
	GPtrArray *drafts;   /* Act, owned */
	gboolean compared;
} Dossier;

Dossier *dossier_new(void);
void dossier_free(Dossier *dossier);
void dossier_add_problem(Dossier *dossier, const char *path, StationError error);

/* NULL: no such id. *document (may be NULL) receives the document that bears the fact. */
const Fact *dossier_fact(const Dossier *dossier, const char *fact_id, const Document **document);
const Document *dossier_document(const Dossier *dossier, const char *document_id);
const Verdict *dossier_verdict(const Dossier *dossier, const char *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dossier, dossier_free)
