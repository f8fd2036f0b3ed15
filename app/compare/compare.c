#include "app/compare/compare_parts.h"
#include <string.h>

/* The act's order of fields first; what no act asks for after it, person by person. */

enum { UNLISTED = 100000, SUBJECT_STEP = 100 };

static int
subject_rank(const char *field)
{
	static const char *const subjects[] = {
		"person.", "grandfather.", "father.", "mother.", "spouse.", "marriage.", "death.", "file."};
	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (g_str_has_prefix(field, subjects[i]))
			return (int)i;
	return (int)G_N_ELEMENTS(subjects) + (int)g_ascii_strtoll(field + strlen("child"), NULL, 10);
}

static int
ending_rank(const char *field)
{
	static const char *const endings[] = {"surname", "usage_name", "given_names", "patronymic", "full_name", "sex",
		"birth_date", "birth_place", "birth_country", "nationality", "marital_status", "national_number",
		"date", "place", "number", "foreigner_number"};
	for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_equal(field_ending(field), endings[i]))
			return (int)i;
	return (int)G_N_ELEMENTS(endings);
}

static int
rank(const CompareRules *rules, const char *field)
{
	guint at;
	if (g_ptr_array_find_with_equal_func(rules->order, field, g_str_equal, &at))
		return (int)at;
	return UNLISTED + subject_rank(field) * SUBJECT_STEP + ending_rank(field);
}

static gint
by_rank(gconstpointer a, gconstpointer b, gpointer rules)
{
	const char *const *fa = a, *const *fb = b;
	int ra = rank(rules, *fa), rb = rank(rules, *fb);
	return ra != rb ? (ra < rb ? -1 : 1) : strcmp(*fa, *fb);
}

static void
judge_all(Comparing *c)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new();
	GHashTableIter iter;
	gpointer field;
	for (g_hash_table_iter_init(&iter, c->rows); g_hash_table_iter_next(&iter, &field, NULL);)
		g_ptr_array_add(fields, field);
	g_ptr_array_sort_with_data(fields, by_rank, (gpointer)c->rules);
	for (guint i = 0; i < fields->len; i++)
		g_ptr_array_add(c->dossier->verdicts, row_judge(c, g_hash_table_lookup(c->rows, fields->pdata[i])));
}

void
compare_dossier(const Values *values, const CompareRules *rules, Dossier *dossier)
{
	g_ptr_array_set_size(dossier->verdicts, 0);
	g_ptr_array_set_size(dossier->findings, 0);
	Comparing c = {values, rules, dossier, g_hash_table_new_full(g_str_hash, g_str_equal, NULL, row_free),
		papers_label(dossier->documents)};
	rows_gather(&c);
	judge_all(&c);
	findings_papers(&c);
	findings_family(&c);
	g_hash_table_unref(c.rows);
	g_ptr_array_unref(c.labels);
	dossier->compared = TRUE;
}
