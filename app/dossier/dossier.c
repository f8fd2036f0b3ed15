#include "app/dossier/dossier.h"

static void
problem_free(gpointer data)
{
	Problem *problem = data;
	g_free(problem->path);
	g_free(problem);
}

Dossier *
dossier_new(void)
{
	Dossier *dossier = g_new0(Dossier, 1);
	dossier->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	dossier->problems = g_ptr_array_new_with_free_func(problem_free);
	dossier->verdicts = g_ptr_array_new_with_free_func((GDestroyNotify)verdict_free);
	dossier->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	dossier->drafts = g_ptr_array_new_with_free_func((GDestroyNotify)act_free);
	return dossier;
}

void
dossier_free(Dossier *dossier)
{
	if (dossier == NULL)
		return;
	g_free(dossier->file_number);
	g_ptr_array_unref(dossier->documents);
	g_ptr_array_unref(dossier->problems);
	g_ptr_array_unref(dossier->verdicts);
	g_ptr_array_unref(dossier->findings);
	g_ptr_array_unref(dossier->drafts);
	g_free(dossier);
}

void
dossier_add_problem(Dossier *dossier, const char *path, StationError error)
{
	Problem *problem = g_new(Problem, 1);
	*problem = (Problem){g_strdup(path), error};
	g_ptr_array_add(dossier->problems, problem);
}

const Fact *
dossier_fact(const Dossier *dossier, const char *fact_id, const Document **document)
{
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		for (guint j = 0; j < d->facts->len; j++) {
			const Fact *fact = d->facts->pdata[j];
			if (g_strcmp0(fact->id, fact_id) == 0) {
				if (document != NULL)
					*document = d;
				return fact;
			}
		}
	}
	return NULL;
}

const Document *
dossier_document(const Dossier *dossier, const char *document_id)
{
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		if (g_strcmp0(d->id, document_id) == 0)
			return d;
	}
	return NULL;
}

const Verdict *
dossier_verdict(const Dossier *dossier, const char *field)
{
	for (guint i = 0; i < dossier->verdicts->len; i++) {
		const Verdict *verdict = dossier->verdicts->pdata[i];
		if (g_str_equal(verdict->field, field))
			return verdict;
	}
	return NULL;
}
