#include "app/samples/catalogue.h"
#include "app/samples/data_file.h"
#include "firmware/base/error.h"
#include <string.h>

struct Catalogue {
	GHashTable *families; /* name -> Family */
};

static const char *const own_names[OWN_N] = {"form", "passport", "card", "permit", "tazkira", "translation", "marriage",
	"death", "decision", "certificate", "record"};

static const char *const kinds[] = {"passport", "identity_card", "residence_permit", "travel_document",
	"asylum_attestation", "asylum_form", "family_form", "interview", "decision", "birth_record", "marriage_record",
	"death_record", "court_judgment", "registry_extract", "family_booklet", "tazkira", "translation", "other",
	NULL};

static void
family_free(gpointer data)
{
	Family *family = data;
	g_free(family->name);
	g_free(family->kind);
	g_ptr_array_unref(family->layouts);
	g_free(family);
}

void
catalogue_free(Catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	g_hash_table_unref(catalogue->families);
	g_free(catalogue);
}

static gboolean
read_key(const DataFile *file, Family *family, const char *key, GError **error)
{
	g_autofree char *value = g_key_file_get_string(file->keys, family->name, key, error);
	if (value == NULL)
		return FALSE;
	gboolean flag = g_str_equal(value, "true");
	if (g_str_equal(key, "kind") && g_strv_contains(kinds, value)) {
		family->kind = g_steal_pointer(&value);
	} else if (g_str_equal(key, "own")) {
		while (family->own < OWN_N && !g_str_equal(own_names[family->own], value))
			family->own++;
		if (family->own == OWN_N)
			return data_file_fail(file, family->name, key, "no such rule", error);
	} else if (g_str_equal(key, "native") && flag) {
		family->native = TRUE;
	} else if (g_str_equal(key, "married") && flag) {
		family->married = TRUE;
	} else {
		return data_file_fail(file, family->name, key, "unknown key or value", error);
	}
	return TRUE;
}

static gboolean
read_family(Catalogue *catalogue, const DataFile *file, const char *name, GError **error)
{
	Family *family = g_new0(Family, 1);
	family->name = g_strdup(name);
	family->layouts = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_replace(catalogue->families, family->name, family);
	g_auto(GStrv) keys = g_key_file_get_keys(file->keys, name, NULL, error);
	for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
		if (!read_key(file, family, keys[i], error))
			return FALSE;
	if (keys != NULL && family->kind == NULL)
		return data_file_fail(file, name, NULL, "the family has no kind", error);
	return keys != NULL;
}

/* Takes the letter or two off: "birth-extract-b" and "birth-extract-ba" are of the family "birth-extract". */
static Family *
look_up(const Catalogue *catalogue, const char *layout)
{
	const char *name = layout_is_held(layout) ? strchr(layout, '/') + 1 : layout, *dash = strrchr(name, '-');
	gsize letters = dash != NULL ? strspn(dash + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
	if (letters < 1 || letters > 2 || dash[1 + letters] != '\0')
		return NULL;
	g_autofree char *family = g_strndup(name, (gsize)(dash - name));
	return g_hash_table_lookup(catalogue->families, family);
}

static gboolean
list_layouts(Catalogue *catalogue, const char *samples, const char *folder, const char *prefix, GError **error)
{
	g_autofree char *path = g_build_filename(samples, folder, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	for (const char *file = dir != NULL ? g_dir_read_name(dir) : NULL; file != NULL; file = g_dir_read_name(dir)) {
		if (!g_str_has_suffix(file, ".page"))
			continue;
		g_autofree char *name = g_strndup(file, strlen(file) - strlen(".page"));
		g_autofree char *layout = g_strconcat(prefix, name, NULL);
		Family *family = look_up(catalogue, layout);
		if (family == NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED,
				"%s/%s:1: is no layout FAMILY-LETTER.page of a family of families.ini", path, file);
			return FALSE;
		}
		g_ptr_array_add(family->layouts, g_steal_pointer(&layout));
	}
	return TRUE;
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

Catalogue *
catalogue_load(const char *samples, GError **error)
{
	g_autofree char *path = g_build_filename(samples, "families.ini", NULL);
	g_autoptr(DataFile) file = data_file_open(path, error);
	if (file == NULL)
		return NULL;
	g_autoptr(Catalogue) catalogue = g_new0(Catalogue, 1);
	catalogue->families = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, family_free);
	g_auto(GStrv) names = g_key_file_get_groups(file->keys, NULL);
	for (guint i = 0; names[i] != NULL; i++)
		if (!read_family(catalogue, file, names[i], error))
			return NULL;
	if (!list_layouts(catalogue, samples, "papers", "", error) ||
		!list_layouts(catalogue, samples, "papers/held", "held/", error))
		return NULL;
	for (guint i = 0; names[i] != NULL; i++)
		g_ptr_array_sort(catalogue_family(catalogue, names[i])->layouts, compare_texts);
	return g_steal_pointer(&catalogue);
}

const Family *
catalogue_family(const Catalogue *catalogue, const char *name)
{
	return g_hash_table_lookup(catalogue->families, name);
}

const Family *
catalogue_family_of(const Catalogue *catalogue, const char *layout)
{
	return look_up(catalogue, layout);
}

GPtrArray *
catalogue_layouts(const Family *family, SampleSet set)
{
	GPtrArray *out = g_ptr_array_new();
	for (guint i = 0; i < family->layouts->len; i++) {
		char *layout = g_ptr_array_index(family->layouts, i);
		if (set == SAMPLES_ALL || (set == SAMPLES_HELD) == layout_is_held(layout))
			g_ptr_array_add(out, layout);
	}
	return out;
}

static int
compare_families(gconstpointer a, gconstpointer b)
{
	const Family *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

GPtrArray *
catalogue_families(const Catalogue *catalogue)
{
	GPtrArray *out = g_ptr_array_new();
	GHashTableIter iter;
	gpointer family;
	g_hash_table_iter_init(&iter, catalogue->families);
	while (g_hash_table_iter_next(&iter, NULL, &family))
		g_ptr_array_add(out, family);
	g_ptr_array_sort(out, compare_families);
	return out;
}

gboolean
layout_is_held(const char *layout)
{
	return g_str_has_prefix(layout, "held/");
}

gboolean
sample_set_parse(const char *name, SampleSet *set)
{
	static const char *const names[SAMPLES_SET_N] = {"seen", "held", "all"};
	for (int i = 0; i < SAMPLES_SET_N; i++) {
		if (g_str_equal(names[i], name)) {
			*set = (SampleSet)i;
			return TRUE;
		}
	}
	return FALSE;
}
