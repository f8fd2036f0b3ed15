/* links: app/fields app/values app/dossier firmware/base */
/* Several people on one paper: whose part of the page, whose column, whose row, which child. */
#include "tests/unit/fields_case.h"

static void
headings_in_the_middle_of_their_columns(void)
{
	g_autoptr(Document) d = read_page("                     EXTRAIT D'ACTE DE MARIAGE\n"
					  "\n"
					  "               ÉPOUX                              ÉPOUSE\n"
					  "\n"
					  "Nom       KEITA                        Nom       TRAORE\n"
					  "Prénoms   Modibo                       Prénoms   Awa\n"
					  "Né le     12/03/1981                   Née le    04/05/1985\n");
	expect(d, "person.surname", "KEITA");
	expect(d, "person.birth_date", "1981-03-12");
	expect(d, "spouse.surname", "TRAORE");
	expect(d, "spouse.given_names", "Awa");
	expect(d, "spouse.birth_date", "1985-05-04");
}

static void
ordinals_tell_which_child(void)
{
	g_autoptr(Document) d = read_page("                     LIVRET DE FAMILLE\n"
					  "\n"
					  "4. ENFANTS\n"
					  "\n"
					  "Premier enfant\n"
					  "Prénoms   Moussa\n"
					  "Né le     12/03/2011\n"
					  "\n"
					  "Deuxième enfant\n"
					  "Prénoms   Awa\n"
					  "Né le     04/05/2015\n");
	expect(d, "child1.given_names", "Moussa");
	expect(d, "child1.birth_date", "2011-03-12");
	expect(d, "child2.given_names", "Awa");
	expect(d, "child2.birth_date", "2015-05-04");
	expect(d, "child3.given_names", NULL);
}

static void
a_row_is_of_whom_any_of_its_cells_names(void)
{
	g_autoptr(Document) d = read_page("                     COMPOSITION DE LA FAMILLE\n"
					  "\n"
					  "N°       Nom             Prénom(s)       Lien            Né(e) le\n"
					  "1        SOW             Awa             Intéressée      10/01/1965\n"
					  "2        BA              Omar            Époux           23/02/1969\n"
					  "3        BA              Issa            Fils            22/08/1990\n"
					  "4        BA              Mariam          Nièce           22/08/1992\n"
					  "5        BA              Binta           Fille           12/05/1994\n"
					  "\n"
					  "Fait le 01/01/2024\n");
	expect(d, "person.surname", "SOW");
	expect(d, "person.birth_date", "1965-01-10");
	expect(d, "child1.given_names", "Issa");
	expect(d, "child2.given_names", "Binta");
	expect(d, "child2.birth_date", "1994-05-12");
	expect(d, "child3.given_names", NULL);
}

static void
a_couples_paper_is_turned_to_the_person_of_the_file(void)
{
	const char *booklet = "                     LIVRET DE FAMILLE\n"
			      "\n"
			      "               ÉPOUX                              ÉPOUSE\n"
			      "\n"
			      "Nom       KEITA                        Nom       TRAORE\n"
			      "Prénoms   Modibo                       Prénoms   Awa\n";
	const char *card = "                     CARTE D'IDENTITÉ\n"
			   "\n"
			   "Nom       TRAORE\n"
			   "Prénoms   Awa\n";
	GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	g_ptr_array_add(pages, read_page(booklet));
	g_ptr_array_add(pages, read_page(card));
	for (guint i = 0; i < pages->len; i++)
		g_ptr_array_add(((Document *)pages->pdata[i])->pages, page_new());
	g_autoptr(GPtrArray) papers = fields_group(pages);
	g_assert_cmpuint(papers->len, ==, 2);
	expect(papers->pdata[0], "person.surname", "TRAORE");
	expect(papers->pdata[0], "spouse.surname", "KEITA");
}

int
main(int argc, char **argv)
{
	static const FieldsCase cases[] = {
		{"headings in the middle of their columns", headings_in_the_middle_of_their_columns},
		{"ordinals tell which child", ordinals_tell_which_child},
		{"a row is of whom any of its cells names", a_row_is_of_whom_any_of_its_cells_names},
		{"a couple's paper is turned to the person of the file",
			a_couples_paper_is_turned_to_the_person_of_the_file}};
	return fields_cases_run(argc, argv, "families", cases, G_N_ELEMENTS(cases));
}
