/* links: app/fields app/values app/dossier firmware/base */
/* What a value may be, and what is known of it beside: numbers, dates that are none, readings in doubt. */
#include "tests/unit/fields_case.h"

static void
colons_of_a_column_belong_to_their_labels(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "NUMERO ACTE        :     958\n"
					  "NOM                :     ABANDA\n"
					  "PRENOM(S)          :     FELIX\n"
					  "NE(E) LE           :     09/06/1990\n"
					  "A                  :     EBOLOWA\n"
					  "SEXE               :     M\n"
					  "NOM PERE           :     ABOUBAKAR ABANDA\n"
					  "NOM MERE           :     BRIGITTE NGONO\n");
	expect(d, "document.number", "958");
	expect(d, "person.surname", "ABANDA");
	expect(d, "person.given_names", "FELIX");
	expect(d, "person.birth_date", "1990-06-09");
	expect(d, "person.birth_place", "EBOLOWA");
	expect(d, "person.sex", "M");
	expect(d, "father.full_name", "ABOUBAKAR ABANDA");
	expect(d, "mother.full_name", "BRIGITTE NGONO");
}

static void
a_date_is_no_number(void)
{
	g_autoptr(Document) d = read_page("CARTE D'IDENTITE\n"
					  "\n"
					  "Carte n° : 27.07.2018\n"
					  "Nom : MBOUMBA\n"
					  "Prénoms : Judith\n");
	g_assert_null(document_fact(d, "document.number"));
	expect(d, "person.surname", "MBOUMBA");
}

static void
a_permit_names_the_foreigners_number(void)
{
	g_autoptr(Document) d = read_page("TITRE DE SEJOUR\n"
					  "\n"
					  "Nom : MBOUMBA\n"
					  "Prénoms : Judith\n"
					  "N° national d'identification : 9253338960\n");
	expect(d, "file.foreigner_number", "9253338960");
	g_assert_null(document_fact(d, "person.national_number"));
}

static void
a_validity_may_be_told_by_both_ends(void)
{
	static const char *const lines[] = {"Valable du : 02/05/2025      au 02/05/2035\n",
		"Valable du : 02/05/2025 au 02/05/2035\n", "Valable jusqu'au : 02/05/2035\nDélivré le : 02/05/2025\n",
		"Expire le : 02/05/2035      Délivré le : 02/05/2025\n"};
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *page =
			g_strconcat("TITRE DE SEJOUR\n\nNom : MBOUMBA\nPrénoms : Judith\n", lines[i], NULL);
		g_autoptr(Document) d = read_page(page);
		expect(d, "document.issue_date", "2025-05-02");
		expect(d, "document.expiry_date", "2035-05-02");
	}
}

static void
what_the_reader_doubts_is_kept_beside(void)
{
	g_autoptr(GPtrArray) words = layout_words("EXTRAIT D'ACTE DE NAISSANCE\n"
						  "\n"
						  "Nom : DIALLO\n"
						  "Prénoms : Awa\n"
						  "Date de naissance : 12/03/1991\n");
	for (guint i = 0; i < words->len; i++) {
		Word *word = g_ptr_array_index(words, i);
		if (g_str_equal(word->text, "DIALLO"))
			word->second = g_strdup("DIALLQ");
		if (g_str_equal(word->text, "12/03/1991"))
			word->second = g_strdup("12/08/1991");
	}
	g_autoptr(Document) d = fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 2800, NULL, NULL, 2026, 11, 23);
	expect(d, "person.surname", "DIALLO");
	g_assert_cmpstr(document_fact(d, "person.surname")->alternatives[0], ==, "DIALLQ");
	expect(d, "person.birth_date", "1991-03-12");
	char **others = document_fact(d, "person.birth_date")->alternatives;
	g_assert_true(g_strv_contains((const char *const *)others, "1991-08-12"));
}

int
main(int argc, char **argv)
{
	static const FieldsCase cases[] = {
		{"colons of a column belong to their labels", colons_of_a_column_belong_to_their_labels},
		{"a date is no number", a_date_is_no_number},
		{"a permit names the foreigner's number", a_permit_names_the_foreigners_number},
		{"a validity may be told by both ends", a_validity_may_be_told_by_both_ends},
		{"what the reader doubts is kept beside", what_the_reader_doubts_is_kept_beside}};
	return fields_cases_run(argc, argv, "values", cases, G_N_ELEMENTS(cases));
}
