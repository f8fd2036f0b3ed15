/* links: app/values app/dossier firmware/base */
#include "app/values/place.h"
#include "app/values/sex.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

static void
test_sexes_are_read_in_every_language(void)
{
	static const struct {
		const char *text;
		char sex;
	} cases[] = {{"M", 'M'}, {"F", 'F'}, {"X", 'X'}, {"<", 'X'}, {"m", 'M'}, {"H", 'M'}, {"masculin", 'M'},
		{"Féminin", 'F'}, {"FEMININ", 'F'}, {"Sexe masculin", 'M'}, {"né", 'M'}, {"née", 'F'}, {"Male", 'M'},
		{"female", 'F'}, {"M / Male", 'M'}, {"F/Ж", 'F'}, {"Ж", 'F'}, {"М", 'M'}, {"мужской", 'M'},
		{"женский", 'F'}, {"чоловіча", 'M'}, {"жіноча", 'F'}, {"ذكر", 'M'}, {"أنثى", 'F'}, {"انثى", 'F'},
		{"مرد", 'M'}, {"زن", 'F'}, {"مذکر", 'M'}, {"مونث", 'F'}, {"Erkek", 'M'}, {"Kadın", 'F'}, {"E", 'M'},
		{"K", 'F'}, {"männlich", 'M'}, {"weiblich", 'F'}, {"masculino", 'M'}, {"femenino", 'F'}, {"ወንድ", 'M'},
		{"ሴት", 'F'}, {"কিছু", 0}, {"পুরুষ", 'M'}, {"মহিলা", 'F'}, {"男", 'M'}, {"女", 'F'}, {"Mashkull", 'M'},
		{"Femër", 'F'}, {"M/F", 0}, {"", 0}, {" ", 0}, {"?", 0}, {"Mohammad", 0}, {"\xff", 0}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (sex_parse(values, cases[i].text) != cases[i].sex) {
			g_test_message("\"%s\" is not read as %c", cases[i].text, cases[i].sex ? cases[i].sex : '0');
			g_test_fail();
		}
	}
	g_assert_cmpint(sex_parse(values, NULL), ==, 0);
}

static void
test_marital_statuses_are_read_in_every_language(void)
{
	static const char *const cases[][2] = {{"célibataire", "single"}, {"Single", "single"}, {"أعزب", "single"},
		{"مجرد", "single"}, {"холост", "single"}, {"bekar", "single"}, {"marié", "married"},
		{"Mariée", "married"}, {"marié(e)", "married"}, {"متزوجة", "married"}, {"متأهل", "married"},
		{"замужем", "married"}, {"одружена", "married"}, {"evli", "married"}, {"divorcée", "divorced"},
		{"مطلقة", "divorced"}, {"разведена", "divorced"}, {"veuve", "widowed"}, {"Veuf(ve)", NULL},
		{"أرملة", "widowed"}, {"вдова", "widowed"}, {"pacsé", "partnered"}, {"concubinage", "partnered"},
		{"", NULL}, {"Paris", NULL}, {"célibataire, mariée", NULL}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *got = marital_status_parse(values, cases[i][0]);
		if (g_strcmp0(got, cases[i][1]) != 0) {
			g_test_message("\"%s\" is read as %s, not %s", cases[i][0], got, cases[i][1]);
			g_test_fail();
		}
	}
	g_assert_null(marital_status_parse(values, NULL));
	g_autofree char *huge = g_strnfill(100000, '/');
	g_assert_null(marital_status_parse(values, huge));
}

/* Lines of "text<TAB>table<TAB>value"; "-": the text is none. */
static void
check_line(guint number, const char *line)
{
	g_auto(GStrv) cell = g_strsplit(line, "\t", -1);
	g_assert_cmpuint(g_strv_length(cell), ==, 3);
	char code[4] = "", sex[2] = "";
	const char *got = NULL;
	if (g_str_equal(cell[1], "sex")) {
		sex[0] = sex_parse(values, cell[0]);
		got = sex;
	} else if (g_str_equal(cell[1], "status")) {
		got = marital_status_parse(values, cell[0]);
	} else {
		g_assert_cmpstr(cell[1], ==, "country");
		got = country_parse(values, cell[0], code) ? code : NULL;
	}
	got = got == NULL || *got == '\0' ? "-" : got;
	if (!g_str_equal(got, cell[2])) {
		g_test_message("words-world.tsv:%u: \"%s\": %s, expected %s", number, cell[0], got, cell[2]);
		g_test_fail();
	}
}

static void
test_words_are_read_as_the_papers_of_each_language_write_them(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "values", "words-world.tsv", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] == '\0' || lines[i][0] == '#')
			continue;
		check_line(i + 1, lines[i]);
		n++;
	}
	g_assert_cmpuint(n, >=, 400);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/sexes/sexes_are_read_in_every_language", test_sexes_are_read_in_every_language);
	g_test_add_func(
		"/sexes/marital_statuses_are_read_in_every_language", test_marital_statuses_are_read_in_every_language);
	g_test_add_func("/sexes/words_are_read_as_the_papers_of_each_language_write_them",
		test_words_are_read_as_the_papers_of_each_language_write_them);
	int status = g_test_run();
	values_free(values);
	return status;
}
