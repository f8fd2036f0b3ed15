/* links: app/contract app/dossier firmware/base */
#include "app/contract/contract.h"
#include "app/dossier/word.h"
#include <string.h>

static void
add_codes(Document *d)
{
	Barcode *code = barcode_new(BARCODE_2D_DOC, "DC04\x1d", 5, (Box){10, 20, 30, 40});
	code->signature = BARCODE_SIGNATURE_INVALID;
	code->reason = BARCODE_REASON_MISMATCH;
	code->seal = barcode_seal_new();
	code->seal->version = 4;
	g_strlcpy(code->seal->authority, "FR03", 5);
	g_strlcpy(code->seal->certificate, "A012", 5);
	g_strlcpy(code->seal->type, "16", 3);
	code->seal->issue_date = g_strdup("2021-07-02");
	barcode_seal_add(code->seal, "60", "Liste des prénoms", "NATACHA/CORINNE", TRUE);
	g_ptr_array_add(d->codes, code);
	g_ptr_array_add(d->codes, barcode_new(BARCODE_QR, "https://example.org/é", 22, (Box){0}));
}

static Dossier *
full_dossier(void)
{
	Dossier *dossier = dossier_new();
	Document *d = document_new(KIND_PASSPORT);
	g_ptr_array_add(dossier->documents, d);
	d->kind_confidence = 0.97;
	g_strlcpy(d->country, "AFG", sizeof d->country);
	document_add_language(d, "eng");
	Page *page = page_new();
	g_ptr_array_add(d->pages, page);
	page->path = g_strdup("page « 1 ».png");
	page->width_px = 2480;
	page->height_px = 3508;
	page->dpi = 300;
	page->rotation = 90;
	page->skew_degrees = -1.3;
	page->quality = PAGE_BLURRED | PAGE_BLANK;
	g_ptr_array_add(page->words, word_new("Nom", (Box){1, 2, 3, 4}, 0.9, "fra", 1));
	Fact *fact = fact_new(
		"person.birth_date", "۱۳۷۰/۰۵/۱۲", "1991-08-03", 0.97, FACT_SOURCE_LABEL, (Box){812, 1033, 240, 41});
	fact->calendar = CALENDAR_PERSIAN;
	g_strfreev(fact->alternatives);
	fact->alternatives = g_strsplit("1991-05-12", "|", -1);
	g_ptr_array_add(d->facts, fact);
	g_ptr_array_add(d->facts, fact_new("person.surname", NULL, NULL, 0, FACT_SOURCE_LABEL, (Box){1, 1, 2, 2}));
	d->mrz = mrz_new();
	d->mrz->format = MRZ_TD3;
	d->mrz->lines = g_strsplit("P<AFGAHMADI<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<|P00123456", "|", -1);
	d->mrz->birth_date = g_strdup("1991-08-03");
	d->mrz->checks[MRZ_DIGIT_BIRTH_DATE] = MRZ_CHECK_REPAIRED;
	MrzRepair repair = {2, 14, 'O', '0'};
	g_array_append_val(d->mrz->repaired, repair);
	mrz_doubt(d->mrz, 2, 3, "6G");
	add_codes(d);
	documents_number(dossier->documents);
	dossier_add_problem(dossier, "x.png", STATION_ERROR_TRUNCATED);
	Verdict *v = verdict_new("person.birth_date", VERDICT_CONFLICT);
	g_ptr_array_add(dossier->verdicts, v);
	v->reasons = REASON_BIT(REASON_DAY_MONTH_SWAP) | REASON_BIT(REASON_OTHER_DATE);
	v->rule = g_strdup("date/day-month@1");
	v->explanation = g_strdup("Jour et mois échangés.");
	comparison_mark(verdict_add_value(v, "d1", "f1", "1991-08-03")->marks, 5, 2);
	g_ptr_array_add(v->absent, g_strdup("d1"));
	Finding *finding = finding_new("family/mother-age@1", "La mère serait plus jeune que l’enfant.");
	g_ptr_array_add(finding->fields, g_strdup("mother.birth_date"));
	g_ptr_array_add(dossier->findings, finding);
	Act *act = act_new(ACT_BIRTH);
	g_ptr_array_add(dossier->drafts, act);
	g_ptr_array_add(act_add_field(act, "person.surname", "AHMADI")->facts, g_strdup("f2"));
	g_ptr_array_add(act->open, g_strdup("mother.surname"));
	dossier->compared = TRUE;
	return dossier;
}

static void
what_is_written_is_read_back_whole(void)
{
	g_autoptr(Dossier) dossier = full_dossier();
	g_autoptr(GBytes) once = contract_dossier(dossier, CONTRACT_WORDS | CONTRACT_COMPARISON);
	g_autoptr(GError) error = NULL;
	g_autoptr(Dossier) back = contract_dossier_parse(once, &error);
	g_assert_no_error(error);
	g_autoptr(GBytes) twice = contract_dossier(back, CONTRACT_WORDS | CONTRACT_COMPARISON);
	g_assert_true(g_bytes_equal(once, twice));
	g_assert_true(back->compared);
	const Page *page = ((const Document *)back->documents->pdata[0])->pages->pdata[0];
	g_assert_cmpuint(page->words->len, ==, 1);
	const Verdict *v = back->verdicts->pdata[0];
	g_assert_cmpuint(v->values->len, ==, 1);
	g_assert_cmpuint(((const VerdictValue *)v->values->pdata[0])->marks->len, ==, 1);
	const Document *d = back->documents->pdata[0];
	g_assert_cmpuint(d->facts->len, ==, 2);
	g_assert_cmpuint(d->mrz->repaired->len, ==, 1);
	g_assert_cmpuint(d->mrz->uncertain->len, ==, 1);
	g_assert_cmpuint(back->findings->len, ==, 1);
	g_assert_cmpuint(back->drafts->len, ==, 1);
	g_assert_cmpuint(back->problems->len, ==, 1);
}

static void
confidences_have_two_decimals_and_unknown_is_null(void)
{
	g_autoptr(Dossier) dossier = full_dossier();
	g_autoptr(GBytes) bytes = contract_dossier(dossier, CONTRACT_COMPACT);
	g_autofree char *json = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_assert_nonnull(strstr(json, "\"confidence\":0.97,"));
	g_assert_nonnull(strstr(json, "\"skew_degrees\":-1.3,"));
	g_assert_nonnull(strstr(json, "\"field\":\"person.surname\",\"raw\":null,\"script\":null,\"value\":null"));
	g_assert_null(strstr(json, "\"words\""));
	g_assert_null(strstr(json, "\"comparison\""));
}

static void
what_does_not_keep_to_the_contract_is_refused_with_its_place(void)
{
	const struct {
		const char *json, *where;
	} cases[] = {
		{"", "not JSON"},
		{"[]", "documents: missing"},
		{"{\"documents\": 3}", "documents: not a list"},
		{"{\"documents\": [3]}", "documents[0]: not an object"},
		{"{\"documents\": [{}]}", "documents[0].kind: missing"},
		{"{\"documents\": [{\"kind\": \"menu\"}]}", "documents[0].kind: not a word"},
		{"{\"documents\": [{\"kind\": \"other\", \"subject\": \"uncle\"}]}", "documents[0].subject"},
		{"{\"documents\": [{\"kind\": \"other\", \"facts\": [{\"field\": \"person.religion\"}]}]}",
			"documents[0].facts[0].field: unknown"},
		{"{\"documents\": [{\"kind\": \"other\", \"facts\": [{\"field\": \"person.sex\", \"source\": \"mrz\", "
		 "\"confidence\": 7}]}]}",
			"documents[0].facts[0].confidence"},
		{"{\"documents\": [{\"kind\": \"other\", \"facts\": [{\"field\": \"person.sex\", \"source\": \"mrz\", "
		 "\"box\": "
		 "[1,2,3]}]}]}",
			"documents[0].facts[0].box"},
		{"{\"documents\": [{\"kind\": \"other\", \"facts\": [{\"field\": \"person.sex\", \"source\": \"mrz\", "
		 "\"box\": "
		 "[1,2,3,-4]}]}]}",
			"documents[0].facts[0].box"},
		{"{\"documents\": [{\"kind\": \"other\", \"pages\": [{\"rotation\": 45}]}]}",
			"documents[0].pages[0].rotation"},
		{"{\"documents\": [], \"documents\": []}", "not JSON"},
		{"{\"documents\": [{\"kind\": \"other\", \"mrz\": 5}]}", "documents[0].mrz"},
		{"{\"documents\": [], \"comparison\": [{\"field\": \"person.sex\", \"verdict\": \"fraud\"}]}",
			"comparison[0].verdict"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(cases[i].json, strlen(cases[i].json));
		g_autoptr(GError) error = NULL;
		g_assert_null(contract_dossier_parse(bytes, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
		if (strstr(error->message, cases[i].where) == NULL)
			g_error("case %u: \"%s\" does not say \"%s\"", i, error->message, cases[i].where);
	}
}

static void
every_beginning_of_a_text_is_refused_without_harm(void)
{
	g_autoptr(Dossier) dossier = full_dossier();
	g_autoptr(GBytes) whole = contract_dossier(dossier, CONTRACT_WORDS | CONTRACT_COMPARISON | CONTRACT_COMPACT);
	for (gsize n = 0; n < g_bytes_get_size(whole); n += 7) {
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(whole, 0, n);
		g_autoptr(Dossier) none = contract_dossier_parse(cut, NULL);
		g_assert_null(none);
	}
}

static void
nesting_without_end_is_refused(void)
{
	g_autofree char *deep = g_strnfill(1000000, '[');
	g_autoptr(GBytes) bytes = g_bytes_new(deep, strlen(deep));
	g_autoptr(GError) error = NULL;
	g_assert_null(contract_dossier_parse(bytes, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/contract/what_is_written_is_read_back_whole", what_is_written_is_read_back_whole);
	g_test_add_func("/contract/confidences_have_two_decimals_and_unknown_is_null",
		confidences_have_two_decimals_and_unknown_is_null);
	g_test_add_func("/contract/what_does_not_keep_to_the_contract_is_refused_with_its_place",
		what_does_not_keep_to_the_contract_is_refused_with_its_place);
	g_test_add_func("/contract/every_beginning_of_a_text_is_refused_without_harm",
		every_beginning_of_a_text_is_refused_without_harm);
	g_test_add_func("/contract/nesting_without_end_is_refused", nesting_without_end_is_refused);
	return g_test_run();
}
