/* links: app/dossier firmware/base */
#include "app/dossier/edtf.h"

static void
test_forms_of_the_contract_are_read(void)
{
	Edtf e;
	g_assert_true(edtf_parse("1991-03-12", &e));
	g_assert_cmpint(e.first.year, ==, 1991);
	g_assert_cmpint(e.first.month, ==, 3);
	g_assert_cmpint(e.first.day, ==, 12);
	g_assert_false(e.interval || e.about);
	g_assert_true(edtf_parse("1991-03", &e));
	g_assert_cmpint(e.first.day, ==, 0);
	g_assert_true(edtf_parse("1991~", &e));
	g_assert_true(e.about);
	g_assert_true(edtf_parse("1990-03-21/1991-03-20", &e));
	g_assert_true(e.interval);
	g_assert_cmpint(e.last.day, ==, 20);
}

static void
test_what_is_no_date_is_refused(void)
{
	static const char *const bad[] = {NULL, "", "1", "199", "1991-", "1991-3", "1991-13", "1991-00", "1991-02-29",
		"1900-02-29", "1991-04-31", "0000", "-991", "1991-03-12x", "1991-03-12~~", "1991/", "/1991",
		"1992/1991", "1991-05/1991-03", "1991/1992/1993", "１９９１", "99999999999999999999999999999999999999",
		"1991~/1992"};
	Edtf e = {.about = TRUE};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(edtf_parse(bad[i], &e));
	g_assert_true(e.about);
	g_assert_true(edtf_parse("1992-02-29", &e));
	g_assert_true(edtf_parse("2000-02-29", &e));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/edtf/forms of the contract are read", test_forms_of_the_contract_are_read);
	g_test_add_func("/edtf/what is no date is refused", test_what_is_no_date_is_refused);
	return g_test_run();
}
