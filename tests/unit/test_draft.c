/* links: app/act app/compare app/values app/dossier firmware/base */
#include "tests/unit/compare_case.h"
#include <glib/gstdio.h>
#include <string.h>

static Case c;

static const Act *
draft(Dossier *dossier, ActKind kind)
{
	case_compare(&c, dossier);
	act_draft(c.values, c.forms, dossier);
	for (guint i = 0; i < dossier->drafts->len; i++) {
		const Act *act = dossier->drafts->pdata[i];
		if (act->kind == kind)
			return act;
	}
	return NULL;
}

static gboolean
is_open(const Act *act, const char *field)
{
	return g_ptr_array_find_with_equal_func(act->open, field, g_str_equal, NULL);
}

static const char *
value(const Act *act, const char *field)
{
	const ActField *f = act_field(act, field);
	return f == NULL ? NULL : f->value;
}

static Dossier *
file_of_two(void)
{
	Dossier *dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT), *birth = paper(dossier, KIND_BIRTH_RECORD);
	Document *const both[] = {passport, birth};
	for (guint i = 0; i < 2; i++) {
		says_same(both[i], "person.surname", "AHMADI");
		says_same(both[i], "person.given_names", "FERESHTA");
		says_same(both[i], "person.birth_date", "1991-03-12");
		says_same(both[i], "person.sex", "F");
	}
	says_same(passport, "person.birth_place", "KABOUL");
	return dossier;
}

static void
test_what_papers_agree_on_enters_with_all_its_facts(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "person.surname"), ==, "AHMADI");
	g_assert_cmpstr(value(act, "person.given_names"), ==, "Fereshta");
	g_assert_cmpstr(value(act, "person.birth_place"), ==, "Kaboul");
	g_assert_cmpstr(value(act, "person.birth_date"), ==, "1991-03-12");
	g_assert_cmpuint(act_field(act, "person.surname")->facts->len, ==, 2);
	g_assert_false(is_open(act, "person.surname"));
	g_assert_true(is_open(act, "mother.full_name"));
	g_assert_true(is_open(act, "father.birth_date"));
	g_assert_false(is_open(act, "father.birth_place")); /* optional, and no paper has it */
	g_assert_cmpuint(dossier->drafts->len, ==, 1);
}

static void
test_every_value_has_a_fact_behind_it(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	const Act *act = draft(dossier, ACT_BIRTH);
	for (guint i = 0; i < act->fields->len; i++) {
		const ActField *field = act->fields->pdata[i];
		g_assert_cmpuint(field->facts->len, >, 0);
		for (guint j = 0; j < field->facts->len; j++)
			g_assert_nonnull(dossier_fact(dossier, field->facts->pdata[j], NULL));
	}
}

static void
test_a_conflict_is_never_settled(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(paper(dossier, KIND_DECISION), "person.birth_date", "1991-12-03");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_null(value(act, "person.birth_date"));
	g_assert_true(is_open(act, "person.birth_date"));
}

static void
test_conflicts_the_act_does_not_write_are_open_too(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says(dossier->documents->pdata[0], "person.nationality", "AFGHAN", "AFG");
	says(paper(dossier, KIND_DECISION), "person.nationality", "iranienne", "IRN");
	says_same(dossier->documents->pdata[0], "child1.given_names", "Lina");
	says_same(dossier->documents->pdata[2], "child1.given_names", "Karim");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_true(is_open(act, "person.nationality"));
	g_assert_false(is_open(act, "child1.given_names")); /* another person's act */
}

static void
test_a_spelling_is_never_invented(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says(dossier->documents->pdata[1], "mother.given_names", "زهرا", NULL);
	says(dossier->documents->pdata[1], "father.given_names", "Григорій", "Hryhorii");
	says(dossier->documents->pdata[1], "father.surname", NULL, NULL);
	const Act *act = draft(dossier, ACT_BIRTH);
	static const char *const open[] = {"mother.given_names", "father.given_names", "father.surname"};
	for (guint i = 0; i < G_N_ELEMENTS(open); i++) {
		g_assert_null(value(act, open[i]));
		g_assert_true(is_open(act, open[i]));
	}
}

static void
test_a_letter_french_acts_do_not_admit_enters_and_is_to_be_confirmed(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_PASSPORT), "person.surname", "Muñoz");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "person.surname"), ==, "MUÑOZ");
	g_assert_true(is_open(act, "person.surname"));
}

static void
test_capitals_of_a_paper_become_first_letters(void)
{
	static const struct {
		const char *field, *paper, *act;
	} cases[] = {{"person.given_names", "FATOU BINTA-MARIE", "Fatou Binta-Marie"},
		{"person.given_names", "N'DEYE", "N'Deye"}, {"person.given_names", "Éloïse", "Éloïse"},
		{"person.given_names", "ÉLOÏSE DE LA", "Éloïse De La"},
		{"person.birth_place", "PORT-AU-PRINCE", "Port-au-Prince"},
		{"person.birth_place", "LA GOULETTE", "La Goulette"},
		{"person.birth_place", "Port-Gentil", "Port-Gentil"}, {"person.surname", "de Souza", "DE SOUZA"},
		{"person.surname", "Kéïta", "KÉÏTA"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Dossier) dossier = dossier_new();
		says_same(paper(dossier, KIND_PASSPORT), cases[i].field, cases[i].paper);
		g_assert_cmpstr(value(draft(dossier, ACT_BIRTH), cases[i].field), ==, cases[i].act);
	}
}

static void
test_a_place_named_from_the_index_is_to_be_confirmed(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says(paper(dossier, KIND_TAZKIRA), "person.birth_place", "کابل", "Kaboul");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "person.birth_place"), ==, "Kaboul");
	g_assert_true(is_open(act, "person.birth_place"));
}

static void
test_an_undivided_name_enters_as_it_is(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(dossier->documents->pdata[1], "father.full_name", "Mohammad Zaman");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "father.full_name"), ==, "Mohammad Zaman");
	g_assert_false(is_open(act, "father.full_name"));
	g_assert_null(value(act, "person.full_name")); /* papers divide it */
}

static void
test_parts_do_not_enter_where_an_undivided_name_contradicts_the_whole(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(paper(dossier, KIND_DECISION), "person.full_name", "Karim Bah");
	const Act *act = draft(dossier, ACT_BIRTH);
	static const char *const open[] = {"person.surname", "person.given_names", "person.full_name"};
	for (guint i = 0; i < G_N_ELEMENTS(open); i++) {
		g_assert_null(value(act, open[i]));
		g_assert_true(is_open(act, open[i]));
	}
	g_assert_cmpstr(value(act, "person.birth_date"), ==, "1991-03-12");
}

static void
test_where_one_part_of_a_parents_name_is_known_the_other_is_missing(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(dossier->documents->pdata[1], "mother.given_names", "Zarmina");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "mother.given_names"), ==, "Zarmina");
	g_assert_true(is_open(act, "mother.surname"));
	g_assert_false(is_open(act, "mother.full_name"));
	g_assert_cmpint(row(dossier, "mother.surname")->kind, ==, VERDICT_MISSING);
	g_assert_null(dossier_verdict(dossier, "mother.full_name"));
}

static void
test_a_stray_part_of_a_parents_name_stays_open(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(dossier->documents->pdata[1], "mother.full_name", "Zarmina Karimi");
	says_same(dossier->documents->pdata[0], "mother.surname", "ET PRENOMS");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_null(value(act, "mother.surname"));
	g_assert_true(is_open(act, "mother.surname"));
	g_assert_cmpstr(value(act, "mother.full_name"), ==, "Zarmina Karimi");
	/* One that the whole name holds enters. */
	g_autoptr(Dossier) sound = file_of_two();
	says_same(sound->documents->pdata[1], "mother.full_name", "Zarmina Karimi");
	says_same(sound->documents->pdata[0], "mother.surname", "KARIMI");
	g_assert_cmpstr(value(draft(sound, ACT_BIRTH), "mother.surname"), ==, "KARIMI");
}

static void
test_a_parents_whole_name_gives_way_to_its_parts(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(dossier->documents->pdata[1], "mother.surname", "BAH");
	says_same(dossier->documents->pdata[1], "mother.given_names", "KADIATOU");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "mother.given_names"), ==, "Kadiatou");
	g_assert_null(value(act, "mother.full_name"));
	g_assert_false(is_open(act, "mother.full_name"));
}

static void
test_a_marriage_in_the_papers_gives_a_second_act(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	says_same(paper(dossier, KIND_FAMILY_FORM), "marriage.date", "2012-06-15");
	const Act *act = draft(dossier, ACT_MARRIAGE);
	g_assert_nonnull(act);
	g_assert_cmpstr(value(act, "marriage.date"), ==, "2012-06-15");
	g_assert_cmpstr(value(act, "person.surname"), ==, "AHMADI");
	g_assert_true(is_open(act, "marriage.place"));
	g_assert_true(is_open(act, "spouse.full_name"));
	/* A marriage record nobody could read still tells of one. */
	g_autoptr(Dossier) other = file_of_two();
	paper(other, KIND_MARRIAGE_RECORD);
	g_assert_nonnull(draft(other, ACT_MARRIAGE));
}

static void
test_french_papers_that_differ_call_for_an_attestation(void)
{
	g_autoptr(Dossier) dossier = file_of_two();
	Document *permit = paper(dossier, KIND_RESIDENCE_PERMIT);
	says_same(permit, "person.surname", "Ahmadi");
	g_assert_false(draft(dossier, ACT_BIRTH)->equivalence_attestation);
	says_same(permit, "person.given_names", "Ferechta");
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpstr(value(act, "person.given_names"), ==, "Fereshta");
	g_assert_true(act->equivalence_attestation);
	/* The form a person filled in is no French paper issued to them. */
	g_autoptr(Dossier) declared = file_of_two();
	says_same(paper(declared, KIND_ASYLUM_FORM), "person.given_names", "Ferechta");
	g_assert_false(draft(declared, ACT_BIRTH)->equivalence_attestation);
}

static void
test_an_empty_file_gives_an_act_that_is_all_open(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	const Act *act = draft(dossier, ACT_BIRTH);
	g_assert_cmpuint(act->fields->len, ==, 0);
	g_assert_true(is_open(act, "person.surname"));
	g_assert_false(act->equivalence_attestation);
	act_draft(c.values, c.forms, dossier);
	g_assert_cmpuint(dossier->drafts->len, ==, 1); /* cleared first */
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, "acts", name, NULL);
	g_autoptr(GError) error = NULL;
	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
}

static void
assert_forms_refused(const char *folder, const char *says_what)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ActForms) forms = act_forms_load(folder, &error);
	g_assert_null(forms);
	g_assert_nonnull(error);
	if (strstr(error->message, says_what) == NULL)
		g_error("\"%s\" does not say \"%s\"", error->message, says_what);
}

static void
test_a_wrong_form_is_refused_with_file_and_cause(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("civilia-forms-XXXXXX", &error);
	g_assert_no_error(error);
	g_autofree char *acts = g_build_filename(folder, "acts", NULL);
	g_assert_cmpint(g_mkdir(acts, 0700), ==, 0);
	assert_forms_refused(folder, "acts/office.ini");
	g_autofree char *source = paths_data("acts/office.ini"), *office = NULL;
	g_assert_true(g_file_get_contents(source, &office, NULL, NULL));
	write_file(folder, "office.ini", office);
	assert_forms_refused(folder, "acts/birth.ini");
	static const char *const head =
		"[act]\ntitle=T\nsubtitle=S\nequivalence_kinds=decision\nequivalence_fields=person.surname\n"
		"[section person]\ntitle=P\n";
	static const struct {
		const char *rest, *says;
	} wrong[] = {
		{"[person.shoe_size]\nlabel=L\nneed=asked\nwrite=text\n", "person.shoe_size"},
		{"[person.surname]\nlabel=L\nneed=perhaps\nwrite=text\n", "perhaps"},
		{"[person.surname]\nlabel=L\nneed=asked\nwrite=text\ncolour=red\n", "colour"},
		{"[person.surname]\nneed=asked\nwrite=text\n", "label"},
		{"[person.surname\n", "birth.ini"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autofree char *text = g_strconcat(head, wrong[i].rest, NULL);
		write_file(folder, "birth.ini", text);
		assert_forms_refused(folder, wrong[i].says);
	}
	g_autofree char *birth_file = g_strdup_printf("%s/acts/birth.ini", folder),
			*office_file = g_strdup_printf("%s/acts/office.ini", folder);
	g_assert_cmpint(g_remove(birth_file) | g_remove(office_file) | g_rmdir(acts) | g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	case_load(&c);
	g_test_add_func("/draft/what papers agree on enters with all its facts",
		test_what_papers_agree_on_enters_with_all_its_facts);
	g_test_add_func("/draft/every value has a fact behind it", test_every_value_has_a_fact_behind_it);
	g_test_add_func("/draft/a conflict is never settled", test_a_conflict_is_never_settled);
	g_test_add_func("/draft/conflicts the act does not write are open too",
		test_conflicts_the_act_does_not_write_are_open_too);
	g_test_add_func("/draft/a spelling is never invented", test_a_spelling_is_never_invented);
	g_test_add_func("/draft/a letter French acts do not admit enters and is to be confirmed",
		test_a_letter_french_acts_do_not_admit_enters_and_is_to_be_confirmed);
	g_test_add_func("/draft/a place named from the index is to be confirmed",
		test_a_place_named_from_the_index_is_to_be_confirmed);
	g_test_add_func("/draft/an undivided name enters as it is", test_an_undivided_name_enters_as_it_is);
	g_test_add_func(
		"/draft/capitals of a paper become first letters", test_capitals_of_a_paper_become_first_letters);
	g_test_add_func(
		"/draft/a stray part of a parent's name stays open", test_a_stray_part_of_a_parents_name_stays_open);
	g_test_add_func("/draft/where one part of a parent's name is known the other is missing",
		test_where_one_part_of_a_parents_name_is_known_the_other_is_missing);
	g_test_add_func("/draft/parts do not enter where an undivided name contradicts the whole",
		test_parts_do_not_enter_where_an_undivided_name_contradicts_the_whole);
	g_test_add_func("/draft/a parent's whole name gives way to its parts",
		test_a_parents_whole_name_gives_way_to_its_parts);
	g_test_add_func(
		"/draft/a marriage in the papers gives a second act", test_a_marriage_in_the_papers_gives_a_second_act);
	g_test_add_func("/draft/French papers that differ call for an attestation",
		test_french_papers_that_differ_call_for_an_attestation);
	g_test_add_func(
		"/draft/an empty file gives an act that is all open", test_an_empty_file_gives_an_act_that_is_all_open);
	g_test_add_func(
		"/draft/a wrong form is refused with file and cause", test_a_wrong_form_is_refused_with_file_and_cause);
	int status = g_test_run();
	case_clear(&c);
	return status;
}
