/* links: app/values app/dossier firmware/base */
#include "app/values/place.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

static void
check_line(guint number, char **cell)
{
	g_auto(ValueComparison) there = {0}, back = {0};
	place_compare(values, cell[0], cell[1], &there);
	place_compare(values, cell[1], cell[0], &back);
	Reason wanted;
	gboolean good = g_str_equal(match_name(there.match), cell[2]) && there.match == back.match &&
			there.reasons == back.reasons;
	if (g_str_equal(cell[3], "-"))
		good = good && there.reasons == 0;
	else if (!g_str_equal(cell[3], "*"))
		good = good && reason_parse(cell[3], &wanted) && (there.reasons & REASON_BIT(wanted));
	if (!good) {
		g_test_message("places.tsv:%u: \"%s\" | \"%s\": %s, back %s, expected %s %s", number, cell[0], cell[1],
			match_name(there.match), match_name(back.match), cell[2], cell[3]);
		g_test_fail();
	}
}

static void
test_every_pair_of_the_table_is_judged_as_it_says(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "values", "places.tsv", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] == '\0' || lines[i][0] == '#')
			continue;
		g_auto(GStrv) cell = g_strsplit(lines[i], "\t", -1);
		if (g_strv_length(cell) != 4)
			g_error("places.tsv:%u: four cells are expected", i + 1);
		check_line(i + 1, cell);
		n++;
	}
	g_assert_cmpuint(n, >=, 100);
}

static void
test_a_place_gets_its_french_name_only_from_the_index(void)
{
	static const struct {
		const char *raw, *value;
	} cases[] = {{"کابل", "Kaboul"}, {"Кабул", "Kaboul"}, {" Kabul ", "Kabul"},
		{"Ville  de Conakry", "Ville de Conakry"}, {"دمشق", "Damas"}, {"حلب، سوريا", "Alep, Syrie"},
		{"м. Полтава, Українська РСР", "m. Poltava, Ukrayinska RSR"},
		{"Кабул, провинция Иксово", "Kabul, provintsiya Iksovo"}, {"قریه فلان بن فلان", NULL}, {"", NULL},
		{"12", NULL}, {NULL, NULL}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean ukrainian = cases[i].raw != NULL && strstr(cases[i].raw, "ї") != NULL;
		g_autofree char *value = place_normalise(values, cases[i].raw, ukrainian ? "ukr" : "rus");
		g_assert_cmpstr(value, ==, cases[i].value);
	}
}

static void
test_known_places_say_their_country_when_all_agree(void)
{
	char country[4];
	g_assert_true(place_known(values, "Kaboul", country));
	g_assert_cmpstr(country, ==, "AFG");
	g_assert_true(place_known(values, "Tripoli (Liban)", country));
	g_assert_cmpstr(country, ==, "LBN");
	g_assert_true(place_known(values, "Tripoli", country));
	g_assert_cmpstr(country, ==, "");
	g_assert_true(place_known(values, "Helmand", NULL));
	g_assert_false(place_known(values, "Xyzdorf", country));
	g_assert_false(place_known(values, "", country));
	g_assert_false(place_known(values, NULL, country));
}

static void
test_countries_are_read_from_names_adjectives_and_codes(void)
{
	static const char *const cases[][2] = {{"Afghanistan", "AFG"}, {"afghane", "AFG"}, {"AFGHANE", "AFG"},
		{"AFG", "AFG"}, {"AF", "AFG"}, {"افغانستان", "AFG"}, {"افغان", "AFG"}, {"Афганистан", "AFG"},
		{"Afghane / Afghan", "AFG"}, {"République islamique d’Afghanistan", "AFG"}, {"Syrie", "SYR"},
		{"syrienne", "SYR"}, {"سوري", "SYR"}, {"سوريا", "SYR"}, {"République arabe syrienne", "SYR"},
		{"irakien", "IRQ"}, {"Iraqi", "IRQ"}, {"Guinée", "GIN"}, {"guinéenne", "GIN"}, {"Guinée-Bissau", "GNB"},
		{"Guinée équatoriale", "GNQ"}, {"ivoirienne", "CIV"}, {"Côte d’Ivoire", "CIV"},
		{"COTE D'IVOIRE", "CIV"}, {"malien", "MLI"}, {"RDC", "COD"}, {"Zaïre", "COD"},
		{"République démocratique du Congo", "COD"}, {"érythréenne", "ERI"}, {"Eritrean", "ERI"},
		{"ኤርትራ", "ERI"}, {"éthiopienne", "ETH"}, {"somalien", "SOM"}, {"Soomaaliya", "SOM"},
		{"soudanaise", "SDN"}, {"Sud-Soudan", "SSD"}, {"South Sudan", "SSD"}, {"turque", "TUR"},
		{"T.C.", "TUR"}, {"Türkiye", "TUR"}, {"Turkey", "TUR"}, {"russe", "RUS"},
		{"Российская Федерация", "RUS"}, {"Fédération de Russie", "RUS"}, {"ukrainienne", "UKR"},
		{"Україна", "UKR"}, {"українка", "UKR"}, {"géorgien", "GEO"}, {"arménienne", "ARM"},
		{"Հայաստան", "ARM"}, {"bangladaise", "BGD"}, {"বাংলাদেশ", "BGD"}, {"sri lankaise", "LKA"},
		{"albanaise", "ALB"}, {"Shqipëria", "ALB"}, {"kosovare", "XKX"}, {"chinoise", "CHN"}, {"中国", "CHN"},
		{"française", "FRA"}, {"haïtienne", "HTI"}, {"nigérien", "NER"}, {"nigérian", "NGA"}, {"USA", "USA"},
		{"Deutschland", "DEU"}, {"España", "ESP"}};
	char code[4];
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (!country_parse(values, cases[i][0], code) || strcmp(code, cases[i][1]) != 0) {
			g_test_message("\"%s\" is not read as %s", cases[i][0], cases[i][1]);
			g_test_fail();
		}
	}
}

static void
test_what_is_no_country_is_refused(void)
{
	static const char *const bad[] = {
		"", " ", "Kaboul", "ZZZ", "Q", "12", "Afghane / Iranienne", "né", "ma", "\xff", NULL};
	char code[4] = "???";
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(country_parse(values, bad[i], code));
	g_assert_cmpstr(code, ==, "???");
	g_autofree char *huge = g_strnfill(100000, 'a');
	g_assert_false(country_parse(values, huge, code));
}

static void
test_countries_have_french_and_english_names(void)
{
	g_assert_cmpstr(country_name(values, "AFG", FALSE), ==, "Afghanistan");
	g_assert_cmpstr(country_name(values, "SYR", FALSE), ==, "Syrie");
	g_assert_cmpstr(country_name(values, "SYR", TRUE), ==, "Syria");
	g_assert_null(country_name(values, "ZZZ", FALSE));
	g_assert_null(country_name(values, "SY", FALSE));
	g_assert_null(country_name(values, NULL, FALSE));
}

static void
test_odd_and_long_text_is_answered(void)
{
	static const char *const odd[] = {
		"", ",,,,", "(((", "\xff\xfe", "🙂", "a,b,c,d,e,f,g,h,i", "12e", "ville de", "-"};
	g_autofree char *commas = g_strnfill(10000, ','), *words = g_strnfill(10000, 'w');
	for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
		for (guint k = 0; k < G_N_ELEMENTS(odd); k++) {
			g_auto(ValueComparison) got = {0};
			place_compare(values, odd[i], odd[k], &got);
		}
		g_auto(ValueComparison) one = {0}, two = {0};
		place_compare(values, odd[i], commas, &one);
		place_compare(values, words, odd[i], &two);
		g_autofree char *value = place_normalise(values, odd[i], NULL);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/places/every_pair_of_the_table_is_judged_as_it_says",
		test_every_pair_of_the_table_is_judged_as_it_says);
	g_test_add_func("/places/a_place_gets_its_french_name_only_from_the_index",
		test_a_place_gets_its_french_name_only_from_the_index);
	g_test_add_func("/places/known_places_say_their_country_when_all_agree",
		test_known_places_say_their_country_when_all_agree);
	g_test_add_func("/places/countries_are_read_from_names_adjectives_and_codes",
		test_countries_are_read_from_names_adjectives_and_codes);
	g_test_add_func("/places/what_is_no_country_is_refused", test_what_is_no_country_is_refused);
	g_test_add_func(
		"/places/countries_have_french_and_english_names", test_countries_have_french_and_english_names);
	g_test_add_func("/places/odd_and_long_text_is_answered", test_odd_and_long_text_is_answered);
	int status = g_test_run();
	values_free(values);
	return status;
}
