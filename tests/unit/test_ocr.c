/* links: app/dossier app/ocr firmware/base */
#include "app/ocr/page_text.h"
#include <glib/gstdio.h>
#include <string.h>

static Models *
load(const char *text, GError **error)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("languages-XXXXXX", &path, NULL);
	g_assert_cmpint(fd, >=, 0);
	g_close(fd, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	Models *models = models_load(path, NULL, error);
	g_unlink(path);
	return models;
}

static void
the_project_s_languages_load(void)
{
	g_autofree char *path = g_build_filename("app", "data", "languages.ini", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Models) models = models_load(path, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(models_find(models, "fra")->script, ==, "Latn");
	g_assert_cmpstr(models_find(models, "ukr")->script, ==, "Cyrl");
	g_assert_true(g_hash_table_contains(models_find(models, "fra")->words, "naissance"));
	g_assert_null(models_find(models, "xyz"));
}

static void
a_damaged_language_file_is_an_error(void)
{
	static const char *const bad[] = {"", "[fra\nscript=Latn", "[fra]\nscript=Latin\n", "[fra]\nwords=le\n",
		"[fra]\nscript=Latn\ncolour=red\n", "[xyz]\nscript=Latn\n"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Models) models = load(bad[i], &error);
		g_assert_null(models);
		g_assert_nonnull(error);
	}
	g_assert_null(models_load("/nowhere/languages.ini", NULL, NULL));
}

static void
a_folder_without_models_is_an_error(void)
{
	static const char *const folders[] = {"/nowhere", NULL};
	g_autofree char *path = g_build_filename("app", "data", "languages.ini", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_null(models_load(path, folders, &error));
	g_assert_nonnull(error);
}

static void
a_file_that_is_no_model_is_an_error_that_names_it(void)
{
	static const char *const contents[] = {"", "text", "\x18\0\0\0"};
	g_autofree char *folder = g_dir_make_tmp("civilia-models-XXXXXX", NULL);
	const char *const folders[] = {folder, NULL};
	g_autofree char *languages = g_build_filename("app", "data", "languages.ini", NULL);
	g_autofree char *model = g_build_filename(folder, "fra.traineddata", NULL);
	for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(model, contents[i], i == 2 ? 4 : -1, NULL));
		g_assert_null(models_load(languages, folders, &error));
		g_assert_nonnull(error);
		g_assert_nonnull(strstr(error->message, "fra.traineddata"));
	}
	g_remove(model);
	g_rmdir(folder);
}

static void
a_blank_page_has_no_words_and_an_unknown_language_fails(void)
{
	g_autoptr(Models) models = load("[fra]\nscript=Latn\n", NULL);
	g_assert_nonnull(models);
	g_autoptr(Engines) engines = engines_new(models);
	guint8 *pixels = g_malloc(300 * 200);
	memset(pixels, 245, 300 * 200);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, 300 * 200);
	g_autoptr(Image) image = image_new(300, 200, 1, 300, bytes);
	Box boxes[] = {{0, 0, 300, 200}, {400, 0, 10, 10}, {0, 0, 0, 0}};
	g_autoptr(GPtrArray) lines = engines_read(engines, "fra", image, boxes, G_N_ELEMENTS(boxes));
	g_assert_cmpuint(lines->len, ==, G_N_ELEMENTS(boxes));
	for (guint i = 0; i < lines->len; i++)
		g_assert_cmpuint(((GPtrArray *)g_ptr_array_index(lines, i))->len, ==, 0);
	g_assert_null(engines_read(engines, "xyz", image, boxes, 1));
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(PageText) text = page_text_new(engines, image, none, NULL);
	TextTrial trial = page_text_try(text);
	g_assert_null(trial.model);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ocr/the project's languages load", the_project_s_languages_load);
	g_test_add_func("/ocr/a damaged language file is an error", a_damaged_language_file_is_an_error);
	g_test_add_func("/ocr/a folder without models is an error", a_folder_without_models_is_an_error);
	g_test_add_func("/ocr/a file that is no model is an error that names it",
		a_file_that_is_no_model_is_an_error_that_names_it);
	g_test_add_func("/ocr/a blank page has no words and an unknown language fails",
		a_blank_page_has_no_words_and_an_unknown_language_fails);
	return g_test_run();
}
