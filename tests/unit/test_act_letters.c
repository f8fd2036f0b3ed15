/* links: app/act app/values app/dossier firmware/base */
#include "app/act/act_letters.h"

static void
assert_number(int number, gboolean is_year, const char *expected)
{
	g_autofree char *said = number_in_letters(number, is_year);
	g_assert_cmpstr(said, ==, expected);
}

static void
test_numbers_are_written_as_grammars_write_them(void)
{
	static const struct {
		int number;
		const char *cardinal;
	} cases[] = {{1, "un"}, {16, "seize"}, {17, "dix-sept"}, {20, "vingt"}, {21, "vingt et un"}, {22, "vingt-deux"},
		{31, "trente et un"}, {60, "soixante"}, {61, "soixante et un"}, {70, "soixante-dix"},
		{71, "soixante et onze"}, {72, "soixante-douze"}, {79, "soixante-dix-neuf"}, {80, "quatre-vingts"},
		{81, "quatre-vingt-un"}, {90, "quatre-vingt-dix"}, {91, "quatre-vingt-onze"},
		{99, "quatre-vingt-dix-neuf"}, {100, "cent"}, {101, "cent un"}, {180, "cent quatre-vingts"},
		{200, "deux cents"}, {201, "deux cent un"}, {280, "deux cent quatre-vingts"}, {1000, "mille"},
		{1999, "mille neuf cent quatre-vingt-dix-neuf"}, {2000, "deux mille"},
		{9999, "neuf mille neuf cent quatre-vingt-dix-neuf"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_number(cases[i].number, FALSE, cases[i].cardinal);
}

static void
test_years_are_ranks_and_say_mil(void)
{
	assert_number(1991, TRUE, "mil neuf cent quatre-vingt-onze");
	assert_number(1980, TRUE, "mil neuf cent quatre-vingt");
	assert_number(1900, TRUE, "mil neuf cent");
	assert_number(1971, TRUE, "mil neuf cent soixante et onze");
	assert_number(1001, TRUE, "mil un");
	assert_number(1000, TRUE, "mille");
	assert_number(2000, TRUE, "deux mille");
	assert_number(2003, TRUE, "deux mille trois");
	assert_number(2200, TRUE, "deux mille deux cent");
}

static void
test_numbers_out_of_range_are_refused(void)
{
	assert_number(0, FALSE, NULL);
	assert_number(-5, FALSE, NULL);
	assert_number(10000, FALSE, NULL);
	assert_number(G_MAXINT, TRUE, NULL);
}

static void
assert_date(const char *edtf, const char *letters, const char *figures)
{
	g_autofree char *said = date_in_letters(edtf), *written = date_in_figures(edtf);
	g_assert_cmpstr(said, ==, letters);
	g_assert_cmpstr(written, ==, figures);
}

static void
test_dates_of_every_precision_are_said_and_never_padded(void)
{
	assert_date("1991-03-12", "le douze mars mil neuf cent quatre-vingt-onze", "12 mars 1991");
	assert_date("2003-08-01", "le premier août deux mille trois", "1er août 2003");
	assert_date("1991-03", "en mars mil neuf cent quatre-vingt-onze", "en mars 1991");
	assert_date("1991", "en mil neuf cent quatre-vingt-onze", "en 1991");
	assert_date("1985~", "vers mil neuf cent quatre-vingt-cinq", "vers 1985");
	assert_date("1990-03-21/1991-03-20",
		"entre le vingt et un mars mil neuf cent quatre-vingt-dix et le vingt mars mil neuf cent "
		"quatre-vingt-onze",
		"entre le 21 mars 1990 et le 20 mars 1991");
	assert_date("1990/1991", "entre mil neuf cent quatre-vingt-dix et mil neuf cent quatre-vingt-onze",
		"entre 1990 et 1991");
}

static void
test_what_is_no_date_is_refused(void)
{
	assert_date("", NULL, NULL);
	assert_date(NULL, NULL, NULL);
	assert_date("12 mars 1991", NULL, NULL);
	assert_date("1991-02-30", NULL, NULL);
	assert_date("1991-03-12T00:00", NULL, NULL);
}

/* An independent writing: every word of the letters is turned back into a number by adding and multiplying. */
static int
value_of_word(const char *word)
{
	static const char *const words[] = {"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit",
		"neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"};
	static const struct {
		const char *word;
		int value;
	} round[] = {
		{"vingt", 20}, {"vingts", 20}, {"trente", 30}, {"quarante", 40}, {"cinquante", 50}, {"soixante", 60}};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_equal(words[i], word))
			return (int)i;
	for (guint i = 0; i < G_N_ELEMENTS(round); i++)
		if (g_str_equal(round[i].word, word))
			return round[i].value;
	return -1;
}

static int
number_back(const char *letters)
{
	g_auto(GStrv) words = g_strsplit_set(letters, " -", 0);
	int total = 0, current = 0;
	for (char **w = words; *w != NULL; w++) {
		if (g_str_equal(*w, "et"))
			continue;
		if (g_str_equal(*w, "mil") || g_str_equal(*w, "mille")) {
			total += MAX(current, 1) * 1000;
			current = 0;
		} else if (g_str_has_prefix(*w, "cent")) {
			current = MAX(current, 1) * 100;
		} else if (g_str_has_prefix(*w, "vingt") && current % 10 == 4 && current % 100 == 4) {
			current += 76; /* quatre-vingt */
		} else {
			int value = value_of_word(*w);
			g_assert_cmpint(value, >, 0);
			current += value;
		}
	}
	return total + current;
}

static void
test_every_number_reads_back(void)
{
	for (int n = 1; n <= 9999; n++) {
		g_autofree char *cardinal = number_in_letters(n, FALSE), *year = number_in_letters(n, TRUE);
		g_assert_cmpint(number_back(cardinal), ==, n);
		g_assert_cmpint(number_back(year), ==, n);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/act/numbers are written as grammars write them", test_numbers_are_written_as_grammars_write_them);
	g_test_add_func("/act/years are ranks and say mil", test_years_are_ranks_and_say_mil);
	g_test_add_func("/act/numbers out of range are refused", test_numbers_out_of_range_are_refused);
	g_test_add_func("/act/dates of every precision are said and never padded",
		test_dates_of_every_precision_are_said_and_never_padded);
	g_test_add_func("/act/what is no date is refused", test_what_is_no_date_is_refused);
	g_test_add_func("/act/every number reads back", test_every_number_reads_back);
	return g_test_run();
}
