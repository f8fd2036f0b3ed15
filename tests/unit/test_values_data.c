/* links: app/values app/dossier firmware/base */
#include "app/values/values.h"
#include "firmware/base/paths.h"
#include <glib/gstdio.h>
#include <string.h>

static const char *const files[] = {"dates.txt", "sexes.txt", "nationalities.txt", "place-words.txt", "name-words.txt",
	"name-habits.txt", "name-letters.txt", "name-groups.txt"};

/* A copy of the data whose file name has text added at its end (or is missing: text NULL). */
static char *
copy_with(const char *file, const char *text)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("values-XXXXXX", &error);
	g_assert_no_error(error);
	g_autofree char *sub = g_build_filename(folder, "values", NULL);
	g_assert_cmpint(g_mkdir(sub, 0700), ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *relative = g_build_filename("values", files[i], NULL);
		g_autofree char *from = paths_data(relative), *to = g_build_filename(folder, relative, NULL),
				*bytes = NULL;
		g_assert_true(g_file_get_contents(from, &bytes, NULL, NULL));
		gboolean this = strcmp(files[i], file) == 0;
		g_autofree char *all = g_strconcat(bytes, this && text != NULL ? text : "", NULL);
		if (!this || text != NULL)
			g_assert_true(g_file_set_contents(to, all, -1, NULL));
	}
	return folder;
}

static void
remove_copy(const char *folder)
{
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(folder, "values", files[i], NULL);
		g_unlink(path);
	}
	g_autofree char *sub = g_build_filename(folder, "values", NULL),
			*index = g_build_filename(folder, "places.index", NULL);
	g_unlink(index);
	g_rmdir(sub);
	g_rmdir(folder);
}

static void
expect_error(const char *file, const char *text, const char *in_message)
{
	g_autofree char *folder = copy_with(file, text);
	g_autoptr(GError) error = NULL;
	g_autoptr(Values) values = values_load(folder, &error);
	g_assert_null(values);
	g_assert_nonnull(error);
	if (strstr(error->message, file) == NULL || strstr(error->message, in_message) == NULL)
		g_error("%s", error->message);
	remove_copy(folder);
}

static void
test_a_wrong_line_is_named_with_file_and_line(void)
{
	expect_error("dates.txt", "\n[months martian]\n1 = zork\n", "martian");
	expect_error("dates.txt", "\n[months gregorian]\n14 = zork\n", "14");
	expect_error("dates.txt", "\n[nonsense]\n1 = zork\n", "nonsense");
	expect_error("sexes.txt", "\n[sex]\nQ = zork\n", "\"Q\"");
	expect_error("nationalities.txt", "\n[nation]\nafg = zork\n", "afg");
	expect_error("place-words.txt", "no equals sign\n", "key = values");
	expect_error("name-words.txt", "\n[words]\nnonsense = zork\n", "nonsense");
	expect_error("name-habits.txt", "\n[habits any nonsense 5]\na = b\n", "nonsense");
	expect_error("name-habits.txt", "\n[habits any spelling]\na = b\n", "ORIGIN");
	expect_error("name-letters.txt", "\n[broken\n", "[name]");
	expect_error("name-groups.txt", "\n\xff\xfe = x\n", "UTF-8");
	g_autofree char *folder = copy_with("sexes.txt", "\n[sex]\nQ = zork\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(Values) values = values_load(folder, &error);
	g_assert_nonnull(strstr(error->message, "sexes.txt:"));
	remove_copy(folder);
}

static void
test_a_missing_file_is_named(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(files); i++)
		expect_error(files[i], NULL, files[i]);
}

static void
test_a_damaged_index_of_places_is_refused(void)
{
	g_autofree char *real = paths_data("places.index"), *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents(real, &bytes, &size, NULL));
	gsize cuts[] = {0, 4, 8, 31, 1000, size / 2, size - 1};
	for (guint i = 0; i < G_N_ELEMENTS(cuts); i++) {
		g_autofree char *folder = copy_with("", NULL);
		g_autofree char *path = g_build_filename(folder, "places.index", NULL);
		g_assert_true(g_file_set_contents(path, bytes, (gssize)cuts[i], NULL));
		g_autoptr(GError) error = NULL;
		g_autoptr(Values) values = values_load(folder, &error);
		g_assert_null(values);
		g_assert_nonnull(strstr(error->message, "places.index"));
		remove_copy(folder);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/values/a_wrong_line_is_named_with_file_and_line", test_a_wrong_line_is_named_with_file_and_line);
	g_test_add_func("/values/a_missing_file_is_named", test_a_missing_file_is_named);
	g_test_add_func("/values/a_damaged_index_of_places_is_refused", test_a_damaged_index_of_places_is_refused);
	return g_test_run();
}
