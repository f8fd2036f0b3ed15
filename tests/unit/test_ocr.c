/* links: app/dossier app/ocr firmware/base */
#include "app/ocr/line_words.h"
#include "app/ocr/page_text.h"
#include "app/ocr/word_tidy.h"
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

enum { SPACE, LETTER_A, LETTER_B, BLANK, N_CLASSES };

/* An alphabet of a space, "a" and "b", in the form of a model file. */
static Letters *
two_letters(void)
{
	static const char alphabet[] = "3\nNULL 0\na 3\nb 3\n";
	static const guint8 codes[] = {4, 0, 0, 0, /* four letters: each a flag, how many classes, the classes */
		0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0,
		0};
	g_autoptr(GBytes) names = g_bytes_new_static(alphabet, sizeof alphabet - 1);
	g_autoptr(GBytes) classes = g_bytes_new_static(codes, sizeof codes);
	return letters_load(names, classes, BLANK);
}

static void
a_letter_in_doubt_leaves_its_rival(void)
{
	float steps[][N_CLASSES] = {{0, 0.98f, 0.01f, 0.01f}, {0, 0.02f, 0.02f, 0.96f}, {0, 0.35f, 0.6f, 0.05f},
		{0.01f, 0.02f, 0.02f, 0.95f}};
	NetAnswer answer = {G_N_ELEMENTS(steps), &steps[0][0]};
	g_autoptr(Letters) letters = two_letters();
	g_assert_nonnull(letters);
	g_autoptr(GArray) read = line_decode(&answer, N_CLASSES, BLANK, letters);
	g_assert_cmpuint(read->len, ==, 2);
	g_assert_null(g_array_index(read, ReadLetter, 0).second);
	g_assert_cmpstr(g_array_index(read, ReadLetter, 1).second, ==, "a");
	g_autofree guint8 *pixels = g_malloc(64 * 32);
	memset(pixels, 200, 64 * 32);
	g_autoptr(GBytes) bytes = g_bytes_new(pixels, 64 * 32);
	g_autoptr(Image) grey = image_new(64, 32, 1, 300, bytes);
	LinePlace place = {.clip = {0, 0, 64, 32}, .page_px_a_step = 10};
	g_autoptr(GPtrArray) words = line_words(read, grey, &place, "fra", 0);
	g_assert_cmpuint(words->len, ==, 1);
	const Word *word = g_ptr_array_index(words, 0);
	g_assert_cmpstr(word->text, ==, "ab");
	g_assert_cmpstr(word->second, ==, "aa");
	g_autoptr(Word) copy = word_copy(word);
	g_assert_cmpstr(copy->second, ==, "aa");
}

static void
words_are_kept_tidy(void)
{
	static const struct {
		const char *language, *read, *kept;
	} cases[] = {{"fra", "lrakienne", "Irakienne"}, {"sqi", "llir", "llir"}, {"fra", "llir", "Ilir"},
		{"spa", "lleva", "lleva"}, {"fra", "le", "le"}, {"por", "lhe", "lhe"}, {"fra", "l'an", "l’an"},
		{"tam", "\u0b95\u0ba9\u0bcd\u200c", "\u0b95\u0ba9\u0bcd"},
		{"fas", "\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"},
		{"ara", "\u200f\u0627\u0628\u200e", "\u0627\u0628"}, {"fra", "e\u0301", "é"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *kept = word_tidy(cases[i].read, cases[i].language);
		g_assert_cmpstr(kept, ==, cases[i].kept);
	}
	g_assert_null(word_tidy("\xff", "fra"));
}

static GPtrArray *
line_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	for (guint i = 0; parts[i] != NULL; i++)
		g_ptr_array_add(words, word_new(parts[i], (Box){(int)i * 200, 0, 160, 30}, 0.9, "fra", 0));
	return words;
}

static char *
text_of(const GPtrArray *words)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " " : "", ((const Word *)words->pdata[i])->text);
	return g_string_free(text, FALSE);
}

static void
dots_of_a_leader_leave_the_words_written_on_it(void)
{
	static const char *const cases[][2] = {{"Nom .Guerline.Estimé.. ....", "Nom Guerline Estimé ...."},
		{"Né .12.03.1991. à .Labé,.", "Né 12.03.1991 à Labé,"},
		{"M. Diallo, fils de A.B. Bah.", "M. Diallo, fils de A.B. Bah."},
		{". . Omar. Hamwi.", ". . Omar Hamwi"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) words = line_of(cases[i][0]);
		words_off_leader(words);
		g_autofree char *text = text_of(words);
		g_assert_cmpstr(text, ==, cases[i][1]);
	}
	g_autoptr(GPtrArray) words = line_of(".Awa.Diallo.");
	words_off_leader(words);
	g_assert_cmpuint(words->len, ==, 2);
	const Word *first = words->pdata[0], *second = words->pdata[1];
	g_assert_cmpint(first->box.x, >, 0);
	g_assert_cmpint(first->box.x + first->box.width, <=, second->box.x);
	g_assert_cmpint(second->box.x + second->box.width, <, 160);
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
	g_test_add_func("/ocr/words are kept tidy", words_are_kept_tidy);
	g_test_add_func(
		"/ocr/dots of a leader leave the words written on it", dots_of_a_leader_leave_the_words_written_on_it);
	g_test_add_func("/ocr/a letter in doubt leaves its rival", a_letter_in_doubt_leaves_its_rival);
	return g_test_run();
}
