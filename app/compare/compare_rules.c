#include "app/compare/compare_parts.h"
#include "firmware/base/rules_file.h"
#include <string.h>

static const char *const group_names[PRECEDENCE_N] = {"name", "date", "place", "other"};

static gboolean
load_bearing(CompareRules *rules, const char *folder, GError **error)
{
	static const char *const file = "compare/bearing.ini", *const known[] = {"fields", NULL};
	g_autoptr(GKeyFile) keys = rules_file_open(folder, file, error);
	if (keys == NULL)
		return FALSE;
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
	for (char **group = groups; *group != NULL; group++) {
		DocumentKind kind;
		if (!document_kind_parse(*group, &kind))
			return rules_file_fail(error, file, *group, "unknown kind of document", *group);
		if (!rules_file_check(keys, file, *group, known, error))
			return FALSE;
		g_auto(GStrv) fields = rules_file_list(keys, file, *group, "fields", error);
		if (fields == NULL)
			return FALSE;
		for (char **f = fields; *f != NULL; f++)
			if (!field_is_known(*f))
				return rules_file_fail(error, file, *group, "unknown field", *f);
		g_strfreev(rules->bearing[kind]);
		rules->bearing[kind] = g_steal_pointer(&fields);
	}
	return TRUE;
}

static gboolean
read_kinds(GKeyFile *keys, const char *file, const char *group, const char *key, GArray *kinds, GError **error)
{
	g_auto(GStrv) names = rules_file_list(keys, file, group, key, error);
	if (names == NULL)
		return FALSE;
	for (char **n = names; *n != NULL; n++) {
		DocumentKind kind;
		if (!document_kind_parse(*n, &kind))
			return rules_file_fail(error, file, group, "unknown kind of document", *n);
		g_array_append_val(kinds, kind);
	}
	return TRUE;
}

static gboolean
read_precedence(GKeyFile *keys, const char *file, const char *group, Precedence *precedence, GError **error)
{
	static const char *const known[] = {"kinds", "sources", NULL};
	g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(DocumentKind));
	if (!rules_file_check(keys, file, group, known, error) || !read_kinds(keys, file, group, "kinds", kinds, error))
		return FALSE;
	for (int i = 0; i < KIND_N; i++)
		precedence->kinds[i] = KIND_N;
	for (guint i = 0; i < kinds->len; i++)
		precedence->kinds[g_array_index(kinds, DocumentKind, i)] = (int)i;
	g_auto(GStrv) sources = rules_file_list(keys, file, group, "sources", error);
	if (sources == NULL)
		return FALSE;
	for (int i = 0; i < FACT_SOURCE_N; i++)
		precedence->sources[i] = FACT_SOURCE_N;
	for (int i = 0; sources[i] != NULL; i++) {
		FactSource source;
		if (!fact_source_parse(sources[i], &source))
			return rules_file_fail(error, file, group, "unknown source", sources[i]);
		precedence->sources[source] = i;
	}
	return TRUE;
}

static gboolean
load_precedence(CompareRules *rules, const char *folder, GError **error)
{
	static const char *const file = "compare/precedence.ini", *const tier_keys[] = {"procedure", "declared", NULL};
	g_autoptr(GKeyFile) keys = rules_file_open(folder, file, error);
	if (keys == NULL || !rules_file_check(keys, file, "tiers", tier_keys, error))
		return FALSE;
	for (int tier = 0; tier_keys[tier] != NULL; tier++) {
		g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(DocumentKind));
		if (!read_kinds(keys, file, "tiers", tier_keys[tier], kinds, error))
			return FALSE;
		for (guint i = 0; i < kinds->len; i++)
			rules->tiers[g_array_index(kinds, DocumentKind, i)] =
				tier == 0 ? TIER_PROCEDURE : TIER_DECLARED;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
	for (char **g = groups; *g != NULL; g++)
		if (!g_str_equal(*g, "tiers") &&
			!g_strv_contains((const char *const[]){"name", "date", "place", "other", NULL}, *g))
			return rules_file_fail(error, file, *g, "unknown group", *g);
	for (int i = 0; i < PRECEDENCE_N; i++)
		if (!read_precedence(keys, file, group_names[i], &rules->precedence[i], error))
			return FALSE;
	return TRUE;
}

static gboolean
read_years(GKeyFile *keys, const char *file, CompareRules *rules, GError **error)
{
	static const char *const names[] = {
		"mother_min", "mother_max", "father_min", "father_max", "marriage_min", "life_max", NULL};
	int *years[] = {&rules->mother_min, &rules->mother_max, &rules->father_min, &rules->father_max,
		&rules->marriage_min, &rules->life_max};
	if (!rules_file_check(keys, file, "ages", names, error))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(years); i++) {
		g_autoptr(GError) wrong = NULL;
		*years[i] = g_key_file_get_integer(keys, "ages", names[i], &wrong);
		if (wrong != NULL || *years[i] < 0 || *years[i] > 200)
			return rules_file_fail(
				error, file, "ages", "whole years from 0 to 200 are wanted in", names[i]);
	}
	return TRUE;
}

static gboolean
load_family(CompareRules *rules, const char *folder, GError **error)
{
	static const char *const file = "compare/family.ini", *const words[] = {"endings", "words", NULL},
				 *const members[] = {"members", NULL};
	g_autoptr(GKeyFile) keys = rules_file_open(folder, file, error);
	if (keys == NULL || !read_years(keys, file, rules, error) ||
		!rules_file_check(keys, file, "patronymic", words, error) ||
		!rules_file_check(keys, file, "european_union", members, error))
		return FALSE;
	rules->patronymic_endings = rules_file_list(keys, file, "patronymic", "endings", error);
	if (rules->patronymic_endings == NULL)
		return FALSE;
	rules->patronymic_words = rules_file_list(keys, file, "patronymic", "words", error);
	if (rules->patronymic_words == NULL)
		return FALSE;
	rules->union_members = rules_file_list(keys, file, "european_union", "members", error);
	g_auto(GStrv) former =
		g_key_file_get_keys(keys, "successors", NULL, rules->union_members == NULL ? NULL : error);
	if (rules->union_members == NULL || former == NULL)
		return FALSE;
	for (char **f = former; *f != NULL; f++)
		g_hash_table_insert(rules->successors, g_strdup(*f),
			g_key_file_get_string_list(keys, "successors", *f, NULL, NULL));
	return TRUE;
}

/* The fields of an act's form: app/act owns the file and reads all of it; here only the order and the need count. */
static gboolean
load_form(CompareRules *rules, const char *folder, ActKind act, GError **error)
{
	g_autofree char *file = g_strdup_printf("acts/%s.ini", act_kind_name(act));
	g_autoptr(GKeyFile) keys = rules_file_open(folder, file, error);
	if (keys == NULL)
		return FALSE;
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
	for (char **g = groups; *g != NULL; g++) {
		if (g_str_equal(*g, "act") || g_str_has_prefix(*g, "section "))
			continue;
		if (!field_is_known(*g))
			return rules_file_fail(error, file, *g, "unknown field", *g);
		g_autofree char *need = g_key_file_get_string(keys, *g, "need", error);
		if (need == NULL) {
			g_prefix_error(error, "%s: ", file);
			return FALSE;
		}
		if (!g_ptr_array_find_with_equal_func(rules->order, *g, g_str_equal, NULL))
			g_ptr_array_add(rules->order, g_strdup(*g));
		if (g_str_equal(need, "obligatory") || g_str_equal(need, "asked") || g_str_equal(need, "whole"))
			g_ptr_array_add(rules->needed[act], g_strdup(*g));
	}
	return TRUE;
}

CompareRules *
compare_rules_load(const char *data_folder, GError **error)
{
	g_autoptr(CompareRules) rules = g_new0(CompareRules, 1);
	rules->order = g_ptr_array_new_with_free_func(g_free);
	rules->successors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
	for (int i = 0; i < ACT_N; i++)
		rules->needed[i] = g_ptr_array_new_with_free_func(g_free);
	if (!load_bearing(rules, data_folder, error) || !load_precedence(rules, data_folder, error) ||
		!load_family(rules, data_folder, error) || !load_form(rules, data_folder, ACT_BIRTH, error) ||
		!load_form(rules, data_folder, ACT_MARRIAGE, error)) {
		g_prefix_error(error, "rules of comparison: ");
		return NULL;
	}
	return g_steal_pointer(&rules);
}

void
compare_rules_free(CompareRules *rules)
{
	if (rules == NULL)
		return;
	for (int i = 0; i < KIND_N; i++)
		g_strfreev(rules->bearing[i]);
	for (int i = 0; i < ACT_N; i++)
		g_clear_pointer(&rules->needed[i], g_ptr_array_unref);
	g_clear_pointer(&rules->order, g_ptr_array_unref);
	g_strfreev(rules->patronymic_endings);
	g_strfreev(rules->patronymic_words);
	g_strfreev(rules->union_members);
	g_clear_pointer(&rules->successors, g_hash_table_unref);
	g_free(rules);
}

static gboolean
succeeds(const CompareRules *rules, const char *former, const char *today)
{
	const char *const *list = g_hash_table_lookup(rules->successors, former);
	return list != NULL && g_strv_contains(list, today);
}

gboolean
countries_succeed(const CompareRules *rules, const char *a, const char *b)
{
	return succeeds(rules, a, b) || succeeds(rules, b, a);
}
