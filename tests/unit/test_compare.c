/* links: app/compare app/act app/values app/dossier firmware/base */
#include "tests/unit/compare_case.h"
#include <string.h>

static Case c;

static void
assert_kind(const Verdict *verdict, VerdictKind kind)
{
	if (verdict->kind != kind)
		g_error("%s: %s, expected %s: %s", verdict->field, verdict_name(verdict->kind), verdict_name(kind),
			verdict->explanation);
}

static void
test_papers_that_agree_give_a_same_row_with_a_proposal(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT), *decision = paper(dossier, KIND_DECISION);
	says_same(passport, "person.surname", "AHMADI");
	says_same(decision, "person.surname", "Ahmadi");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.surname");
	assert_kind(verdict, VERDICT_SAME);
	g_assert_true(HAS(verdict, REASON_CASE));
	g_assert_cmpuint(verdict->values->len, ==, 2);
	g_assert_cmpstr(verdict->proposal_value, ==, "AHMADI");
	g_assert_cmpstr(verdict->proposal_document, ==, "d1");
	g_assert_cmpstr(verdict->explanation, ==, "« AHMADI » : les papiers concordent (passeport, décision).");
	g_assert_true(dossier->compared);
}

static void
test_transcriptions_are_a_variant_that_groups_equal_papers(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT), *decision = paper(dossier, KIND_DECISION),
		 *birth = paper(dossier, KIND_BIRTH_RECORD);
	says_same(passport, "person.given_names", "Mohammad");
	says_same(decision, "person.given_names", "Mohamed");
	says_same(birth, "person.given_names", "Mohammad");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.given_names");
	assert_kind(verdict, VERDICT_VARIANT);
	g_assert_cmpstr(verdict->proposal_value, ==, "Mohammad");
	g_assert_nonnull(verdict->proposal_why);
	g_assert_nonnull(strchr(verdict->rule, '@'));
	g_assert_true(g_str_has_prefix(
		verdict->explanation, "« Mohammad » (passeport, acte de naissance) et « Mohamed » (décision) : "));
	for (guint i = 0; i < 3; i++)
		g_assert_cmpuint(((const VerdictValue *)verdict->values->pdata[i])->marks->len, >, 0);
}

static void
test_one_paper_alone_is_said_to_be_alone(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_PASSPORT), "person.birth_date", "1991-03-12");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.birth_date");
	assert_kind(verdict, VERDICT_SAME);
	g_assert_cmpstr(verdict->explanation, ==, "« 12 mars 1991 » : un seul papier le donne (passeport).");
	g_assert_cmpstr(verdict->proposal_why, ==, "Seul papier qui le donne.");
}

static void
test_a_conflict_has_no_proposal_whatever_the_majority(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	for (int i = 0; i < 4; i++)
		says_same(paper(dossier, KIND_PASSPORT), "person.birth_date", "1991-03-12");
	says_same(paper(dossier, KIND_ASYLUM_FORM), "person.birth_date", "1991-12-03");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.birth_date");
	assert_kind(verdict, VERDICT_CONFLICT);
	g_assert_true(HAS(verdict, REASON_DAY_MONTH_SWAP));
	g_assert_null(verdict->proposal_value);
	g_assert_nonnull(strstr(verdict->explanation, "« 3 décembre 1991 » (formulaire d’asile)"));
	g_assert_nonnull(strstr(verdict->explanation, "passeport 4"));
	g_assert_nonnull(strstr(verdict->explanation, "le jour et le mois sont inversés ; à trancher."));
	/* A third value: the sentence names the two that cannot both be right. */
	says_same(paper(dossier, KIND_TAZKIRA), "person.birth_date", "1991");
	case_compare(&c, dossier);
	g_assert_nonnull(strstr(row(dossier, "person.birth_date")->explanation,
		" : entre « 12 mars 1991 » et « 3 décembre 1991 », le jour et le mois sont inversés ; à trancher."));
}

static void
test_what_nobody_gives_is_missing_and_expected_papers_are_named(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	says_same(passport, "person.surname", "AHMADI");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "mother.full_name"), VERDICT_MISSING);
	assert_kind(row(dossier, "father.birth_date"), VERDICT_MISSING);
	const Verdict *date = row(dossier, "person.birth_date");
	assert_kind(date, VERDICT_MISSING);
	g_assert_cmpuint(date->values->len, ==, 0);
	g_assert_cmpuint(date->absent->len, ==, 1);
	g_assert_cmpstr(date->absent->pdata[0], ==, "d1");
	g_assert_nonnull(strstr(date->explanation, "passeport"));
	g_assert_null(dossier_verdict(dossier, "marriage.date"));
}

static void
test_ink_that_nobody_could_read_is_unreadable(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *birth = paper(dossier, KIND_BIRTH_RECORD);
	says(birth, "mother.surname", NULL, NULL);
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "mother.surname");
	assert_kind(verdict, VERDICT_UNREADABLE);
	g_assert_nonnull(strstr(verdict->explanation, "acte de naissance"));
	/* Another paper's value counts; the ink is still mentioned. */
	says_same(paper(dossier, KIND_ASYLUM_FORM), "mother.surname", "KARIMI");
	case_compare(&c, dossier);
	verdict = row(dossier, "mother.surname");
	assert_kind(verdict, VERDICT_SAME);
	g_assert_nonnull(strstr(verdict->explanation, "illisible ailleurs (acte de naissance)"));
}

static void
test_a_spouses_paper_speaks_of_the_spouse(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *own = paper(dossier, KIND_MARRIAGE_RECORD), *theirs = paper(dossier, KIND_PASSPORT);
	g_free(theirs->subject);
	theirs->subject = g_strdup("spouse");
	says_same(own, "spouse.surname", "NAZARI");
	says_same(theirs, "person.surname", "NAZARI");
	says_same(theirs, "father.given_names", "Jawad");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "spouse.surname");
	assert_kind(verdict, VERDICT_SAME);
	g_assert_cmpuint(verdict->values->len, ==, 2);
	g_assert_nonnull(strstr(verdict->explanation, "passeport du conjoint"));
	assert_kind(row(dossier, "person.surname"), VERDICT_MISSING);
	g_assert_null(dossier_verdict(dossier, "father.given_names"));
	assert_kind(row(dossier, "marriage.date"), VERDICT_MISSING);
}

static void
test_an_undivided_name_meets_the_divided_ones(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT), *form = paper(dossier, KIND_ASYLUM_FORM);
	says_same(passport, "person.surname", "AHMADI");
	says_same(passport, "person.given_names", "FERESHTA");
	says_same(form, "person.full_name", "Fereshta Ahmadi");
	case_compare(&c, dossier);
	const Verdict *whole = row(dossier, "person.full_name");
	assert_kind(whole, VERDICT_SAME);
	g_assert_cmpuint(whole->values->len, ==, 2);
	const VerdictValue *composed = whole->values->pdata[0];
	g_assert_cmpstr(composed->value, ==, "FERESHTA AHMADI");
	g_assert_nonnull(dossier_fact(dossier, composed->fact, NULL));
	/* The form bears the name, undivided: it is not absent from the rows of its parts. */
	g_assert_cmpuint(row(dossier, "person.surname")->values->len, ==, 1);
	g_assert_cmpuint(row(dossier, "person.surname")->absent->len, ==, 0);
}

static void
test_surname_and_given_names_in_each_others_box_are_a_matter_of_order(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT), *form = paper(dossier, KIND_ASYLUM_FORM);
	says_same(passport, "person.surname", "KOVALENKO");
	says_same(passport, "person.given_names", "OKSANA");
	says_same(form, "person.surname", "OKSANA");
	says_same(form, "person.given_names", "KOVALENKO");
	case_compare(&c, dossier);
	static const char *const fields[] = {"person.surname", "person.given_names", "person.full_name"};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		assert_kind(row(dossier, fields[i]), VERDICT_VARIANT);
		g_assert_true(HAS(row(dossier, fields[i]), REASON_ORDER));
	}
	g_assert_cmpstr(row(dossier, "person.surname")->proposal_value, ==, "KOVALENKO");
	/* One box alone that differs is no exchange. */
	says_same(paper(dossier, KIND_DECISION), "person.surname", "OKSANA");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "person.surname"), VERDICT_CONFLICT);
}

static void
test_a_zone_without_accents_is_no_conflict_inside_its_paper(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	Fact *zone = says_same(passport, "person.given_names", "ANDRE");
	zone->source = FACT_SOURCE_MRZ;
	zone->confidence = 0.99;
	says_same(passport, "person.given_names", "André");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.given_names");
	assert_kind(verdict, VERDICT_SAME);
	g_assert_cmpuint(verdict->values->len, ==, 1);
	g_assert_cmpstr(verdict->proposal_value, ==, "André");
	g_assert_null(finding(dossier, "document/zones@1"));
}

static void
test_a_zone_that_says_another_date_is_a_conflict_and_a_finding(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	Fact *zone = says_same(passport, "person.birth_date", "1991-03-12");
	zone->source = FACT_SOURCE_MRZ;
	says_same(passport, "person.birth_date", "1987-07-25");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.birth_date");
	assert_kind(verdict, VERDICT_CONFLICT);
	g_assert_cmpuint(verdict->values->len, ==, 2);
	const Finding *f = found(dossier, "document/zones@1");
	g_assert_cmpuint(f->facts->len, ==, 2);
	g_assert_cmpstr(f->explanation, ==,
		"passeport : la zone de lecture optique et la page imprimée ne disent pas la même chose, « 12 mars "
		"1991 » et "
		"« 25 juillet 1987 ».");
	/* A label read with little confidence is told, and does not make a conflict. */
	((Fact *)passport->facts->pdata[1])->confidence = 0.4;
	case_compare(&c, dossier);
	assert_kind(row(dossier, "person.birth_date"), VERDICT_SAME);
	g_assert_nonnull(finding(dossier, "document/zones@1"));
}

static void
test_what_an_agent_typed_stands_for_its_paper(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *passport = paper(dossier, KIND_PASSPORT);
	says_same(passport, "person.surname", "AHMAD1");
	says_same(passport, "person.surname", "AHMADI")->source = FACT_SOURCE_TYPED;
	case_compare(&c, dossier);
	g_assert_cmpstr(row(dossier, "person.surname")->proposal_value, ==, "AHMADI");
}

static void
test_a_name_without_latin_letters_is_shown_and_not_proposed(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says(paper(dossier, KIND_TAZKIRA), "person.full_name", "فرشته احمدی", NULL);
	says(paper(dossier, KIND_BIRTH_RECORD), "father.given_names", "Григорій", "Hryhorii");
	case_compare(&c, dossier);
	const Verdict *arabic = row(dossier, "person.full_name"), *cyrillic = row(dossier, "father.given_names");
	assert_kind(arabic, VERDICT_SAME);
	g_assert_null(arabic->proposal_value);
	g_assert_cmpstr(((const VerdictValue *)arabic->values->pdata[0])->value, ==, "فرشته احمدی");
	g_assert_null(cyrillic->proposal_value);
	/* With a paper that bears a Latin spelling, that spelling is proposed. */
	says_same(paper(dossier, KIND_PASSPORT), "father.given_names", "HRYHORII");
	case_compare(&c, dossier);
	cyrillic = row(dossier, "father.given_names");
	assert_kind(cyrillic, VERDICT_VARIANT);
	g_assert_true(HAS(cyrillic, REASON_SCRIPT));
	g_assert_cmpstr(cyrillic->proposal_value, ==, "HRYHORII");
}

static void
test_a_declared_paper_never_comes_before_an_authoritys(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_ASYLUM_FORM), "person.birth_date", "1991-03-12");
	says_same(paper(dossier, KIND_BIRTH_RECORD), "person.birth_date", "1991");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.birth_date");
	assert_kind(verdict, VERDICT_VARIANT);
	g_assert_cmpstr(verdict->proposal_value, ==, "1991");
	g_assert_nonnull(strstr(verdict->proposal_why, "déclaré"));
	/* Among papers of origin the fuller date is proposed. */
	says_same(paper(dossier, KIND_PASSPORT), "person.birth_date", "1991-03-12");
	case_compare(&c, dossier);
	verdict = row(dossier, "person.birth_date");
	g_assert_cmpstr(verdict->proposal_document, ==, "d3");
	g_assert_nonnull(strstr(verdict->proposal_why, "la plus complète"));
}

static void
test_an_original_comes_before_its_translation(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_TRANSLATION), "person.given_names", "Mohamed");
	says_same(paper(dossier, KIND_BIRTH_RECORD), "person.given_names", "Mohammad");
	case_compare(&c, dossier);
	const Verdict *verdict = row(dossier, "person.given_names");
	g_assert_cmpstr(verdict->proposal_document, ==, "d2");
	g_assert_nonnull(strstr(verdict->proposal_why, "un original passe avant une traduction"));
}

static void
test_numbers_are_compared_without_their_punctuation(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_DECISION), "file.number", "123 456 789");
	says_same(paper(dossier, KIND_FAMILY_FORM), "file.number", "123456789");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "file.number"), VERDICT_SAME);
	says_same(paper(dossier, KIND_INTERVIEW), "file.number", "I23456789");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "file.number"), VERDICT_VARIANT);
	g_assert_true(HAS(row(dossier, "file.number"), REASON_OCR_DOUBT));
	says_same(paper(dossier, KIND_OTHER), "file.number", "123456780");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "file.number"), VERDICT_CONFLICT);
}

static void
test_a_former_country_and_its_successor_are_a_variant(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says(paper(dossier, KIND_BIRTH_RECORD), "person.birth_country", "СССР", "SUN");
	says(paper(dossier, KIND_PASSPORT), "person.birth_country", "UKRAINE", "UKR");
	says(dossier->documents->pdata[0], "person.nationality", "СССР", "SUN");
	says(dossier->documents->pdata[1], "person.nationality", "UKRAINE", "UKR");
	case_compare(&c, dossier);
	assert_kind(row(dossier, "person.birth_country"), VERDICT_VARIANT);
	g_assert_true(HAS(row(dossier, "person.birth_country"), REASON_PLACE_ALIAS));
	assert_kind(row(dossier, "person.nationality"), VERDICT_CONFLICT);
}

static void
test_the_numbers_of_papers_have_no_row(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	says_same(paper(dossier, KIND_PASSPORT), "document.number", "P0012345");
	says_same(paper(dossier, KIND_TAZKIRA), "document.number", "98765");
	case_compare(&c, dossier);
	g_assert_null(dossier_verdict(dossier, "document.number"));
}

static void
test_rows_stand_in_the_order_of_the_act_and_are_the_same_every_time(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	Document *form = paper(dossier, KIND_ASYLUM_FORM);
	says_same(form, "file.number", "123456789");
	says_same(form, "child1.given_names", "Lina");
	says_same(form, "mother.given_names", "Zahra");
	says_same(form, "person.surname", "AHMADI");
	case_compare(&c, dossier);
	static const char *const order[] = {
		"person.surname", "mother.given_names", "file.number", "child1.given_names"};
	guint found = 0;
	for (guint i = 0; i < dossier->verdicts->len && found < G_N_ELEMENTS(order); i++)
		if (g_str_equal(((const Verdict *)dossier->verdicts->pdata[i])->field, order[found]))
			found++;
	g_assert_cmpuint(found, ==, G_N_ELEMENTS(order));
	guint rows = dossier->verdicts->len;
	case_compare(&c, dossier);
	g_assert_cmpuint(dossier->verdicts->len, ==, rows);
}

static void
test_hostile_files_are_compared_in_bounded_time(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autofree char *huge = g_strnfill(20000, 'a');
	for (int i = 0; i < 150; i++) {
		Document *other = paper(dossier, KIND_OTHER);
		g_autofree char *name = g_strdup_printf("Nom %d", i);
		says_same(other, "person.surname", name);
		says_same(other, "no.such_field", name);
		says(other, "person.given_names", i % 2 == 0 ? "" : "\xE2\x80\xAE", i % 3 == 0 ? "" : NULL);
	}
	says_same(paper(dossier, KIND_OTHER), "person.birth_place", huge);
	says(paper(dossier, KIND_OTHER), "person.birth_date", "31/02/1990", NULL);
	gint64 start = g_get_monotonic_time();
	case_compare(&c, dossier);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
	assert_kind(row(dossier, "person.birth_date"), VERDICT_UNREADABLE);
	g_assert_nonnull(finding(dossier, "date/not-a-date@1"));
	g_assert_cmpuint(strlen(row(dossier, "person.birth_place")->explanation), <, 1000);
	g_assert_cmpuint(strlen(row(dossier, "person.surname")->explanation), <, 1000);
}

static void
test_an_empty_file_is_all_missing(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	case_compare(&c, dossier);
	g_assert_cmpuint(dossier->verdicts->len, >, 5);
	for (guint i = 0; i < dossier->verdicts->len; i++)
		assert_kind(dossier->verdicts->pdata[i], VERDICT_MISSING);
	g_assert_cmpuint(dossier->findings->len, ==, 0);
}

static void
test_values_are_said_as_people_say_them(void)
{
	static const struct {
		FieldValue kind;
		const char *value, *said;
	} cases[] = {{FIELD_VALUE_DATE, "1991-03-12", "12 mars 1991"},
		{FIELD_VALUE_DATE, "1991-08-01", "1er août 1991"}, {FIELD_VALUE_DATE, "1991-03", "mars 1991"},
		{FIELD_VALUE_DATE, "1991", "1991"}, {FIELD_VALUE_DATE, "1985~", "vers 1985"},
		{FIELD_VALUE_DATE, "1990-03-21/1991-03-20", "entre le 21 mars 1990 et le 20 mars 1991"},
		{FIELD_VALUE_DATE, "not a date", "not a date"}, {FIELD_VALUE_SEX, "F", "féminin"},
		{FIELD_VALUE_STATUS, "widowed", "veuf ou veuve"}, {FIELD_VALUE_COUNTRY, "ZZZ", "ZZZ"},
		{FIELD_VALUE_COUNTRY, "AFG", "Afghanistan"}, {FIELD_VALUE_NAME, "AHMADI", "AHMADI"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *said = value_for_person(c.values, cases[i].kind, cases[i].value);
		g_assert_cmpstr(said, ==, cases[i].said);
	}
}

static void
test_a_pair_is_explained_with_and_without_papers(void)
{
	g_auto(ValueComparison) pair = {0};
	comparison_init(&pair, MATCH_VARIANT);
	pair.reasons = REASON_BIT(REASON_TRANSLITERATION);
	g_autofree char *bare = compare_explain(FIELD_VALUE_NAME, &pair, "Mohammad", NULL, "Mohamed", NULL);
	g_assert_cmpstr(bare, ==, "« Mohammad » et « Mohamed » : deux transcriptions du même nom.");
	pair.match = MATCH_DIFFERENT;
	pair.reasons = REASON_BIT(REASON_CENTURY);
	g_autofree char *dates =
		compare_explain(FIELD_VALUE_DATE, &pair, "1891-03-12", "passeport", "1991-03-12", "décision");
	g_assert_cmpstr(dates, ==,
		"« 12 mars 1891 » (passeport) et « 12 mars 1991 » (décision) : le siècle n’est pas le même.");
	for (int match = 0; match < MATCH_N; match++) {
		for (int reason = -1; reason < REASON_N; reason++) {
			pair.match = (Match)match;
			pair.reasons = reason < 0 ? 0 : REASON_BIT(reason);
			g_autofree char *said = compare_explain(FIELD_VALUE_PLACE, &pair, "A", NULL, "B", NULL);
			g_assert_true(g_str_has_suffix(said, "."));
			g_assert_null(strchr(said, '_')); /* every reason has its words */
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	case_load(&c);
	static const struct {
		const char *name;
		void (*test)(void);
	} tests[] = {
		{"papers that agree give a same row with a proposal",
			test_papers_that_agree_give_a_same_row_with_a_proposal},
		{"transcriptions are a variant that groups equal papers",
			test_transcriptions_are_a_variant_that_groups_equal_papers},
		{"one paper alone is said to be alone", test_one_paper_alone_is_said_to_be_alone},
		{"a conflict has no proposal whatever the majority",
			test_a_conflict_has_no_proposal_whatever_the_majority},
		{"what nobody gives is missing and expected papers are named",
			test_what_nobody_gives_is_missing_and_expected_papers_are_named},
		{"ink that nobody could read is unreadable", test_ink_that_nobody_could_read_is_unreadable},
		{"a spouse's paper speaks of the spouse", test_a_spouses_paper_speaks_of_the_spouse},
		{"an undivided name meets the divided ones", test_an_undivided_name_meets_the_divided_ones},
		{"surname and given names in each other's box are a matter of order",
			test_surname_and_given_names_in_each_others_box_are_a_matter_of_order},
		{"a zone without accents is no conflict inside its paper",
			test_a_zone_without_accents_is_no_conflict_inside_its_paper},
		{"a zone that says another date is a conflict and a finding",
			test_a_zone_that_says_another_date_is_a_conflict_and_a_finding},
		{"what an agent typed stands for its paper", test_what_an_agent_typed_stands_for_its_paper},
		{"a name without Latin letters is shown and not proposed",
			test_a_name_without_latin_letters_is_shown_and_not_proposed},
		{"a declared paper never comes before an authority's",
			test_a_declared_paper_never_comes_before_an_authoritys},
		{"an original comes before its translation", test_an_original_comes_before_its_translation},
		{"numbers are compared without their punctuation", test_numbers_are_compared_without_their_punctuation},
		{"a former country and its successor are a variant",
			test_a_former_country_and_its_successor_are_a_variant},
		{"the numbers of papers have no row", test_the_numbers_of_papers_have_no_row},
		{"rows stand in the order of the act and are the same every time",
			test_rows_stand_in_the_order_of_the_act_and_are_the_same_every_time},
		{"hostile files are compared in bounded time", test_hostile_files_are_compared_in_bounded_time},
		{"an empty file is all missing", test_an_empty_file_is_all_missing},
		{"values are said as people say them", test_values_are_said_as_people_say_them},
		{"a pair is explained with and without papers", test_a_pair_is_explained_with_and_without_papers},
	};
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
		g_autofree char *path = g_strconcat("/compare/", tests[i].name, NULL);
		g_test_add_func(path, tests[i].test);
	}
	int status = g_test_run();
	case_clear(&c);
	return status;
}
