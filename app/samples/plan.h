/* One invented person's papers before they are drawn: which layouts, with which values, and where they differ on
 * purpose. */
#pragma once
#include "app/dossier/verdict.h"

typedef struct {
	char *template;      /* "passport-a" */
	GHashTable *values;  /* variable -> spec: the dossier's, then this paper's own */
	GHashTable *reasons; /* field -> ReasonSet*, of what this paper says differently */
} Paper;

typedef struct {
	char *name; /* folder name */
	char *file_number;
	GPtrArray *papers; /* Paper */
} Plan;

Plan *plan_new(const char *name, const char *file_number);
void plan_free(Plan *plan);

/* A paper that bears these values; the caller may change paper->values further. The plan owns it. */
Paper *plan_add_paper(Plan *plan, const char *template, GHashTable *values);
void paper_set(Paper *paper, const char *variable, const char *spec);
void paper_differs(Paper *paper, const char *field, ReasonSet reasons);

/* Adds what all papers of a country share: the groups [common] and [country] of origins.ini. */
gboolean plan_origin_values(
	GKeyFile *origins, const char *country, GHashTable *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads samples/dossiers/NAME.ini. */
Plan *plan_load(const char *path, GKeyFile *origins, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)
