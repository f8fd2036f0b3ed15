#include "app/casework/casework.h"
#include "app/act/act_pdf.h"
#include "app/act/draft.h"
#include "app/compare/compare.h"
#include "app/contract/contract.h"
#include "firmware/base/paths.h"

Casework *
casework_new(GError **error)
{
	g_autoptr(Casework) casework = g_new0(Casework, 1);
	g_autofree char *folder = paths_data("");
	casework->values = values_load(folder, error);
	if (casework->values == NULL)
		return NULL;
	casework->rules = compare_rules_load(folder, error);
	if (casework->rules == NULL)
		return NULL;
	casework->forms = act_forms_load(folder, error);
	if (casework->forms == NULL)
		return NULL;
	return g_steal_pointer(&casework);
}

void
casework_free(Casework *casework)
{
	if (casework == NULL)
		return;
	g_clear_pointer(&casework->forms, act_forms_free);
	g_clear_pointer(&casework->rules, compare_rules_free);
	g_clear_pointer(&casework->values, values_free);
	g_free(casework);
}

void
casework_judge(const Casework *casework, Dossier *dossier)
{
	compare_dossier(casework->values, casework->rules, dossier);
	act_draft(casework->values, casework->forms, dossier);
}

GBytes *
casework_pdf(const Casework *casework, const Dossier *dossier, const Act *act, GError **error)
{
	g_autoptr(GBytes) twin = contract_act(dossier, act);
	return act_pdf(casework->values, casework->forms, dossier, act, twin, error);
}
