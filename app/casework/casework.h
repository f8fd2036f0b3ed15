/* What agents' work needs, loaded once: values, rules of comparison, forms of acts; and the step from documents to
 * verdicts and drafts. The command line and the kiosk both work through here. */
#pragma once
#include "app/act/act_form.h"
#include "app/compare/compare_rules.h"
#include "app/dossier/dossier.h"
#include "app/values/values.h"

typedef struct {
	Values *values;
	CompareRules *rules;
	ActForms *forms;
} Casework;

Casework *casework_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;
void casework_free(Casework *casework);

/* Verdicts, findings and drafts of a dossier whose documents are numbered; what was there before is replaced. */
void casework_judge(const Casework *casework, Dossier *dossier);

/* A draft as paper, with its machine-readable twin attached. Caller owns the bytes. */
GBytes *casework_pdf(
	const Casework *casework, const Dossier *dossier, const Act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Casework, casework_free)
