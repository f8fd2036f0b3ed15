#include "app/ocr/models.h"
#include "app/ocr/model_file.h"
#include "firmware/base/error.h"
#include <string.h>

/* Where Debian, other distributions and hand-made installations keep them. */
static const char *const usual_folders[] = {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract/tessdata",
	"/usr/share/tessdata", "/usr/local/share/tessdata", NULL};

static void
model_free(Model *model)
{
	g_free(model->name);
	g_free(model->script);
	g_clear_pointer(&model->data, g_bytes_unref);
	g_hash_table_unref(model->words);
	g_free(model->letters);
	g_strfreev(model->countries);
	g_free(model);
}

void
models_free(Models *models)
{
	if (models == NULL)
		return;
	g_ptr_array_unref(models->models);
	g_free(models);
}

const Model *
models_find(const Models *models, const char *language)
{
	for (guint i = 0; i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (g_strcmp0(model->name, language) == 0)
			return model;
	}
	return NULL;
}

static gboolean
keys_are_known(GKeyFile *file, const char *path, const char *group, GError **error)
{
	static const char *const known[] = {"script", "countries", "words", "letters", NULL};
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, error);
	for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
		if (g_strv_contains(known, keys[i]))
			continue;
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_FAILED, "%s: [%s]: unknown key %s", path, group, keys[i]);
		return FALSE;
	}
	return keys != NULL;
}

static Model *
model_read(GKeyFile *file, const char *path, const char *group, GError **error)
{
	if (!keys_are_known(file, path, group, error))
		return NULL;
	g_autofree char *script = g_key_file_get_string(file, group, "script", error);
	if (script == NULL || strlen(script) != 4) {
		g_prefix_error(error, "%s: [%s]: ", path, group);
		if (script != NULL)
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: [%s]: script is not four letters",
				path, group);
		return NULL;
	}
	Model *model = g_new0(Model, 1);
	model->name = g_strdup(group);
	model->script = g_steal_pointer(&script);
	model->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) words = g_key_file_get_string_list(file, group, "words", NULL, NULL);
	for (guint i = 0; words != NULL && words[i] != NULL; i++)
		g_hash_table_add(model->words, g_utf8_casefold(words[i], -1));
	g_autofree char *letters = g_key_file_get_string(file, group, "letters", NULL);
	model->letters = g_utf8_casefold(letters != NULL ? letters : "", -1);
	model->countries = g_key_file_get_string_list(file, group, "countries", NULL, NULL);
	return model;
}

/* Whether the file bears what engines.c makes an engine of. */
static gboolean
has_parts(GBytes *file)
{
	static const ModelPart parts[] = {MODEL_PART_NETWORK, MODEL_PART_ALPHABET, MODEL_PART_CODES};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GBytes) part = model_file_part(file, parts[i]);
		if (part == NULL)
			return FALSE;
	}
	return TRUE;
}

/* FALSE only when the file is there and cannot be mapped, or is no model. */
static gboolean
model_map(Model *model, const char *folder, GError **error)
{
	g_autofree char *name = g_strconcat(model->name, ".traineddata", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return TRUE;
	g_autoptr(GMappedFile) mapped = g_mapped_file_new(path, FALSE, error);
	if (mapped == NULL)
		return FALSE;
	model->data = g_mapped_file_get_bytes(mapped);
	if (has_parts(model->data))
		return TRUE;
	g_set_error(
		error, STATION_ERROR, STATION_ERROR_FAILED, "%s: not a recognition model of Tesseract 4 or 5", path);
	return FALSE;
}

Models *
models_load(const char *languages_file, const char *const *folders, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	if (!g_key_file_load_from_file(file, languages_file, G_KEY_FILE_NONE, error)) {
		g_prefix_error(error, "%s: ", languages_file);
		return NULL;
	}
	g_autoptr(Models) models = g_new0(Models, 1);
	models->models = g_ptr_array_new_with_free_func((GDestroyNotify)model_free);
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	if (folders == NULL)
		folders = usual_folders;
	for (guint f = 0; folders[f] != NULL && models->models->len == 0; f++)
		for (guint i = 0; groups[i] != NULL; i++) {
			Model *model = model_read(file, languages_file, groups[i], error);
			if (model == NULL)
				return NULL;
			if (!model_map(model, folders[f], error)) {
				model_free(model);
				return NULL;
			}
			if (model->data != NULL)
				g_ptr_array_add(models->models, model);
			else
				model_free(model);
		}
	if (models->models->len > 0)
		return g_steal_pointer(&models);
	g_set_error(
		error, STATION_ERROR, STATION_ERROR_MISSING, "no recognition model (*.traineddata) in %s", folders[0]);
	return NULL;
}
