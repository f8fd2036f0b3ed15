/* Files of invented people, built by hand for the tests of comparing and drafting. */
#pragma once
#include "app/act/draft.h"
#include "app/compare/compare.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"

typedef struct {
	Values *values;
	CompareRules *rules;
	ActForms *forms;
} Case;

static inline void
case_load(Case *c)
{
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	c->values = values_load(data, &error);
	g_assert_no_error(error);
	c->rules = compare_rules_load(data, &error);
	g_assert_no_error(error);
	c->forms = act_forms_load(data, &error);
	g_assert_no_error(error);
}

static inline void
case_clear(Case *c)
{
	values_free(c->values);
	compare_rules_free(c->rules);
	act_forms_free(c->forms);
}

static inline Document *
paper(Dossier *dossier, DocumentKind kind)
{
	Document *document = document_new(kind);
	g_ptr_array_add(dossier->documents, document);
	return document;
}

static inline Fact *
says(Document *document, const char *field, const char *raw, const char *value)
{
	Fact *fact = fact_new(field, raw, value, 0.95, FACT_SOURCE_LABEL, (Box){10, 10, 100, 20});
	if (value != NULL && field_is_known(field) && field_value(field) == FIELD_VALUE_DATE)
		fact->calendar = CALENDAR_GREGORIAN;
	g_ptr_array_add(document->facts, fact);
	return fact;
}

/* A Latin value that is written as it is. */
static inline Fact *
says_same(Document *document, const char *field, const char *value)
{
	return says(document, field, value, value);
}

static inline void
case_compare(const Case *c, Dossier *dossier)
{
	documents_number(dossier->documents);
	compare_dossier(c->values, c->rules, dossier);
}

static inline const Verdict *
row(const Dossier *dossier, const char *field)
{
	const Verdict *verdict = dossier_verdict(dossier, field);
	if (verdict == NULL)
		g_error("no row %s", field);
	return verdict;
}

static inline const Finding *
finding(const Dossier *dossier, const char *rule)
{
	for (guint i = 0; i < dossier->findings->len; i++) {
		const Finding *f = dossier->findings->pdata[i];
		if (g_str_equal(f->rule, rule))
			return f;
	}
	return NULL;
}

/* The same, which must be there. */
static inline const Finding *
found(const Dossier *dossier, const char *rule)
{
	const Finding *f = finding(dossier, rule);
	if (f == NULL)
		g_error("no finding %s", rule);
	return f;
}

#define HAS(verdict, reason) (((verdict)->reasons & REASON_BIT(reason)) != 0)
