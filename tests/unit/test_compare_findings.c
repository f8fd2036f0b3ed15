/* links: app/compare app/act app/values app/dossier firmware/base */
#include "tests/unit/compare_case.h"
#include <glib/gstdio.h>
#include <string.h>

static Case c;

static void
assert_found(Dossier *dossier, const char *rule, gboolean expected)
{
	case_compare(&c, dossier);
	const Finding *f = finding(dossier, rule);
	if ((f != NULL) != expected)
		g_error("%s: %s", rule, f != NULL ? f->explanation : "not found");
	if (f == NULL)
		return;
	g_assert_cmpuint(f->fields->len, >, 0);
	g_assert_true(g_utf8_validate(f->explanation, -1, NULL));
	g_assert_null(strchr(f->explanation, '%'));
	for (guint i = 0; i < f->facts->len; i++)
		g_assert_nonnull(dossier_fact(dossier, f->facts->pdata[i], NULL));
}

/* One paper that says two things; whether the rule finds something. */
static void
assert_pair(const char *field_a, const char *a, const char *field_b, const char *b, const char *rule, gboolean expected)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *document = paper(dossier, KIND_BIRTH_RECORD);
	says_same(document, field_a, a);
	says_same(document, field_b, b);
	assert_found(dossier, rule, expected);
}

static void
test_a_mother_is_older_than_her_child_and_not_too_old(void)
{
	static const char *const rule = "family/mother-age@1";
	assert_pair("mother.birth_date", "1991-05-01", "person.birth_date", "1991-03-12", rule, TRUE);
	assert_pair("mother.birth_date", "1980-05-01", "person.birth_date", "1991-03-12", rule, TRUE);
	assert_pair("mother.birth_date", "1925", "person.birth_date", "1991-03-12", rule, TRUE);
	assert_pair("mother.birth_date", "1970-05-01", "person.birth_date", "1991-03-12", rule, FALSE);
	/* A year alone has the benefit of its first and last day. */
	assert_pair("mother.birth_date", "1979", "person.birth_date", "1991-03-12", rule, FALSE);
	assert_pair("mother.birth_date", "1970/1979", "person.birth_date", "1991", rule, FALSE);
	assert_pair("father.birth_date", "1985", "person.birth_date", "1991", "family/father-age@1", TRUE);
	assert_pair("father.birth_date", "1920", "person.birth_date", "1991", "family/father-age@1", FALSE);
}

static void
test_a_marriage_and_a_child_need_an_age(void)
{
	assert_pair("person.birth_date", "1991-03-12", "marriage.date", "2003-01-01", "family/marriage-age@1", TRUE);
	assert_pair("person.birth_date", "1991-03-12", "marriage.date", "2012-01-01", "family/marriage-age@1", FALSE);
	assert_pair("spouse.birth_date", "2000", "marriage.date", "2003-01-01", "family/spouse-age@1", TRUE);
	assert_pair("person.birth_date", "1991-03-12", "child2.birth_date", "1995", "family/child-age@1", TRUE);
	assert_pair("person.birth_date", "1991-03-12", "child2.birth_date", "2015", "family/child-age@1", FALSE);
}

static void
test_a_paper_keeps_the_order_of_its_dates(void)
{
	assert_pair("person.birth_date", "1991-03-12", "document.issue_date", "1990-01-01", "date/birth-after-issue@1",
		TRUE);
	assert_pair(
		"person.birth_date", "1991", "document.issue_date", "1991-02-01", "date/birth-after-issue@1", FALSE);
	assert_pair("document.issue_date", "2020-05-05", "document.expiry_date", "2015-05-04",
		"date/expiry-before-issue@1", TRUE);
	assert_pair("document.issue_date", "2015-05-05", "document.expiry_date", "2025-05-04",
		"date/expiry-before-issue@1", FALSE);
	assert_pair("person.birth_date", "1991-03-12", "death.date", "1990", "date/birth-after-death@1", TRUE);
}

static void
test_a_patronymic_comes_from_the_fathers_name(void)
{
	static const struct {
		const char *patronymic, *father;
		gboolean odd;
	} cases[] = {{"Ivanovych", "Ivan", FALSE}, {"Petrovich", "Pyotr", FALSE}, {"Pavlovna", "Pavel", FALSE},
		{"Lvovich", "Lev", FALSE}, {"Andriivna", "Andrii", FALSE}, {"Nikitich", "Nikita", FALSE},
		{"Ilyinichna", "Ilya", FALSE}, {"Mykolaivna", "Mykola", FALSE}, {"Hryhorovych", "Hryhorii", FALSE},
		{"Magomedovich", "Magomed", FALSE}, {"Aslan oglu", "Aslan", FALSE}, {"Ivanovych", "Mykola", TRUE},
		{"Petrivna", "Oleksandr", TRUE}, {"Magomedovich", "Ruslan", TRUE}, {"Zahra", "Karim", FALSE}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_pair("person.patronymic", cases[i].patronymic, "father.given_names", cases[i].father,
			"family/patronymic@1", cases[i].odd);
	assert_pair("person.patronymic", "Ivanovych", "father.full_name", "Shevchenko Ivan Petrovych",
		"family/patronymic@1", FALSE);
}

static void
test_a_birth_in_a_member_state_is_told(void)
{
	assert_pair("person.birth_country", "FRA", "person.sex", "F", "act/union-member@1", TRUE);
	assert_pair("person.birth_country", "AFG", "person.sex", "F", "act/union-member@1", FALSE);
}

static void
test_a_false_check_digit_is_told(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	passport->mrz = mrz_new();
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		passport->mrz->checks[i] = MRZ_CHECK_VALID;
	case_compare(&c, dossier);
	g_assert_null(finding(dossier, "document/check-digit@1"));
	passport->mrz->checks[MRZ_DIGIT_BIRTH_DATE] = MRZ_CHECK_INVALID;
	case_compare(&c, dossier);
	const Finding *f = found(dossier, "document/check-digit@1");
	g_assert_cmpstr(f->fields->pdata[0], ==, "person.birth_date");
}

static void
test_text_that_is_no_date_is_no_reason_to_fail(void)
{
	assert_pair("mother.birth_date", "yesterday", "person.birth_date", "1991-03-12", "family/mother-age@1", FALSE);
	assert_pair("mother.birth_date", "9999-12-31", "person.birth_date", "0001-01-01", "family/mother-age@1", TRUE);
}

static void
test_a_date_misread_in_print_is_no_finding_where_the_zone_says_it(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	says(passport, "document.expiry_date", "46 MAY 2028", NULL);
	assert_found(dossier, "date/not-a-date@1", TRUE);
	says_same(passport, "document.expiry_date", "2028-05-16")->source = FACT_SOURCE_MRZ;
	assert_found(dossier, "date/not-a-date@1", FALSE);
}

static void
test_findings_are_bounded(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *other = paper(dossier, KIND_OTHER);
	for (int i = 0; i < 2000; i++)
		says(other, "person.birth_date", "31/02/1990", NULL);
	case_compare(&c, dossier);
	g_assert_cmpuint(dossier->findings->len, >, 0);
	g_assert_cmpuint(dossier->findings->len, <=, 200);
}

/* A copy of the rules with one file replaced. */
static void
assert_rules_refused(const char *file, const char *text, const char *says_what)
{
	static const char *const files[] = {"compare/bearing.ini", "compare/precedence.ini", "compare/family.ini",
		"acts/birth.ini", "acts/marriage.ini"};
	g_autofree char *folder = g_dir_make_tmp("civilia-rules-XXXXXX", NULL);
	g_autofree char *compare = g_build_filename(folder, "compare", NULL),
			*acts = g_build_filename(folder, "acts", NULL);
	g_assert_cmpint(g_mkdir(compare, 0700) | g_mkdir(acts, 0700), ==, 0);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *from = paths_data(files[i]), *to = g_build_filename(folder, files[i], NULL),
				*kept = NULL;
		g_assert_true(g_file_get_contents(from, &kept, NULL, NULL));
		if (!g_str_equal(files[i], file) || text != NULL)
			g_assert_true(g_file_set_contents(to, g_str_equal(files[i], file) ? text : kept, -1, NULL));
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(CompareRules) rules = compare_rules_load(folder, &error);
	g_assert_null(rules);
	g_assert_nonnull(error);
	if (strstr(error->message, file) == NULL || strstr(error->message, says_what) == NULL)
		g_error("\"%s\" does not name %s and \"%s\"", error->message, file, says_what);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(folder, files[i], NULL);
		g_remove(path);
	}
	g_assert_cmpint(g_rmdir(compare) | g_rmdir(acts) | g_rmdir(folder), ==, 0);
}

static void
test_wrong_rules_are_refused_with_file_and_cause(void)
{
	assert_rules_refused("compare/bearing.ini", NULL, "rules of comparison");
	assert_rules_refused("compare/bearing.ini", "[library_card]\nfields=\n", "library_card");
	assert_rules_refused("compare/bearing.ini", "[passport]\nfields=person.hat\n", "person.hat");
	assert_rules_refused("compare/bearing.ini", "[passport]\nfield=person.sex\n", "\"field\"");
	assert_rules_refused("compare/bearing.ini", "fields", "bearing.ini");
	assert_rules_refused("compare/precedence.ini", "[tiers]\nprocedure=decision\n", "declared");
	assert_rules_refused("compare/family.ini", "[ages]\nmother_min=-1\n", "mother_min");
	assert_rules_refused("compare/family.ini", "", "ages");
	assert_rules_refused("acts/birth.ini", "[person.hat]\nneed=asked\n", "person.hat");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	case_load(&c);
	g_test_add_func("/findings/a mother is older than her child and not too old",
		test_a_mother_is_older_than_her_child_and_not_too_old);
	g_test_add_func("/findings/a marriage and a child need an age", test_a_marriage_and_a_child_need_an_age);
	g_test_add_func("/findings/a paper keeps the order of its dates", test_a_paper_keeps_the_order_of_its_dates);
	g_test_add_func(
		"/findings/a patronymic comes from the father's name", test_a_patronymic_comes_from_the_fathers_name);
	g_test_add_func("/findings/a birth in a member state is told", test_a_birth_in_a_member_state_is_told);
	g_test_add_func("/findings/a false check digit is told", test_a_false_check_digit_is_told);
	g_test_add_func(
		"/findings/text that is no date is no reason to fail", test_text_that_is_no_date_is_no_reason_to_fail);
	g_test_add_func("/findings/a date misread in print is no finding where the zone says it",
		test_a_date_misread_in_print_is_no_finding_where_the_zone_says_it);
	g_test_add_func("/findings/findings are bounded", test_findings_are_bounded);
	g_test_add_func("/findings/wrong rules are refused with file and cause",
		test_wrong_rules_are_refused_with_file_and_cause);
	int status = g_test_run();
	case_clear(&c);
	return status;
}
