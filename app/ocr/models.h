/* The recognition models, mapped into memory before the sandbox closes, and what tells their languages apart. */
#pragma once
#include <glib.h>

typedef struct {
	char *name;        /* "fra" */
	char *script;      /* ISO 15924, "Latn" */
	GBytes *data;      /* the model file, mapped */
	GHashTable *words; /* set of char*, casefolded */
	char *letters;     /* UTF-8, casefolded; never NULL */
	char **countries;  /* alpha-3: names of their people are written in it; NULL: none is named */
} Model;

typedef struct {
	GPtrArray *models; /* Model, owned, in the order of the language file */
} Models;

/* Reads languages_file (app/data/languages.ini) and maps the models of those languages found as NAME.traineddata in the
 * first of the folders that has any; folders NULL: the usual ones. An unknown key, a damaged file, or no model at all
 * is an error. */
Models *models_load(const char *languages_file, const char *const *folders, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void models_free(Models *models);

const Model *models_find(const Models *models, const char *language); /* NULL: not installed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Models, models_free)
