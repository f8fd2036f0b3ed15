/* A dossier file: [dossier] with name and file_number; [person] with the values every paper bears; further groups of
 * values that a paper takes with "use" (another script); and [paper N] with a template, its own values, and under
 * "differs" which fields differ and why: "person.birth_date: day_month_swap; mother.full_name: other_name". */
#include "app/samples/plan.h"
#include "app/dossier/field.h"
#include "firmware/base/error.h"
#include <string.h>

enum { MAX_PAPERS = 40 };

static void
paper_free(gpointer data)
{
	Paper *paper = data;
	g_free(paper->template);
	g_hash_table_unref(paper->values);
	g_hash_table_unref(paper->reasons);
	g_free(paper);
}

Plan *
plan_new(const char *name, const char *file_number)
{
	Plan *plan = g_new0(Plan, 1);
	plan->name = g_strdup(name);
	plan->file_number = g_strdup(file_number);
	plan->papers = g_ptr_array_new_with_free_func(paper_free);
	return plan;
}

void
plan_free(Plan *plan)
{
	if (plan == NULL)
		return;
	g_free(plan->name);
	g_free(plan->file_number);
	g_ptr_array_unref(plan->papers);
	g_free(plan);
}

static void
copy_values(GHashTable *from, GHashTable *to)
{
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, from);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_replace(to, g_strdup(key), g_strdup(value));
}

Paper *
plan_add_paper(Plan *plan, const char *template, GHashTable *values)
{
	Paper *paper = g_new0(Paper, 1);
	paper->template = g_strdup(template);
	paper->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	paper->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	copy_values(values, paper->values);
	g_ptr_array_add(plan->papers, paper);
	return paper;
}

void
paper_set(Paper *paper, const char *variable, const char *spec)
{
	g_hash_table_replace(paper->values, g_strdup(variable), g_strdup(spec));
}

void
paper_differs(Paper *paper, const char *field, ReasonSet reasons)
{
	g_assert(field_is_known(field));
	g_hash_table_replace(paper->reasons, g_strdup(field), g_memdup2(&reasons, sizeof reasons));
}

static gboolean
read_values(GKeyFile *file, const char *group, GHashTable *values, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, error);
	if (keys == NULL)
		return FALSE;
	for (guint i = 0; keys[i] != NULL; i++)
		g_hash_table_replace(values, g_strdup(keys[i]), g_key_file_get_string(file, group, keys[i], NULL));
	return TRUE;
}

gboolean
plan_origin_values(GKeyFile *origins, const char *country, GHashTable *values, GError **error)
{
	return read_values(origins, "common", values, error) && read_values(origins, country, values, error);
}

/* One "field: reason, reason". */
static gboolean
read_difference(Paper *paper, const char *text, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(text, ":", 2);
	ReasonSet set = 0;
	g_auto(GStrv) names = g_strsplit(parts[0] != NULL && parts[1] != NULL ? parts[1] : "", ",", -1);
	for (guint i = 0; names[i] != NULL; i++) {
		Reason reason;
		if (!reason_parse(g_strstrip(names[i]), &reason)) {
			set = 0;
			break;
		}
		set |= REASON_BIT(reason);
	}
	if (set == 0 || !field_is_known(g_strstrip(parts[0]))) {
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_FAILED, "differs: \"%s\" is not \"field: reason\"", text);
		return FALSE;
	}
	paper_differs(paper, parts[0], set);
	return TRUE;
}

static gboolean
read_paper(Plan *plan, GKeyFile *file, const char *group, GHashTable *common, GError **error)
{
	g_autofree char *template = g_key_file_get_string(file, group, "template", error);
	if (template == NULL)
		return FALSE;
	if (strchr(template, '/') != NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "template: \"%s\" is no name", template);
		return FALSE;
	}
	Paper *paper = plan_add_paper(plan, template, common);
	g_auto(GStrv) used = g_key_file_get_string_list(file, group, "use", NULL, NULL);
	for (guint i = 0; used != NULL && used[i] != NULL; i++)
		if (!read_values(file, used[i], paper->values, error))
			return FALSE;
	if (!read_values(file, group, paper->values, error))
		return FALSE;
	g_autofree char *differs = g_key_file_get_string(file, group, "differs", NULL);
	g_auto(GStrv) differences = g_strsplit(differs != NULL ? differs : "", ";", -1);
	for (guint i = 0; differences[i] != NULL; i++)
		if (*g_strstrip(differences[i]) != '\0' && !read_difference(paper, differences[i], error))
			return FALSE;
	return TRUE;
}

Plan *
plan_load(const char *path, GKeyFile *origins, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GHashTable) common = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autofree char *name = NULL, *number = NULL, *country = NULL;
	if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, error))
		name = g_key_file_get_string(file, "dossier", "name", error);
	if (name != NULL)
		number = g_key_file_get_string(file, "dossier", "file_number", error);
	if (number != NULL)
		country = g_key_file_get_string(file, "dossier", "country", error);
	if (country == NULL || !plan_origin_values(origins, country, common, error) ||
		!read_values(file, "person", common, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	g_hash_table_replace(common, g_strdup("file.number"), g_strdup(number));
	g_autoptr(Plan) plan = plan_new(name, number);
	for (guint i = 1; i <= MAX_PAPERS; i++) {
		g_autofree char *group = g_strdup_printf("paper %u", i);
		if (!g_key_file_has_group(file, group))
			break;
		if (!read_paper(plan, file, group, common, error)) {
			g_prefix_error(error, "%s: [%s]: ", path, group);
			return NULL;
		}
	}
	if (plan->papers->len == 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: no [paper 1]", path);
		return NULL;
	}
	return g_steal_pointer(&plan);
}
