/* links: app/fields app/values app/dossier firmware/base */
/* Kinds of pages by titles that no list holds, by papers that bear no fact, and by labels alone. */
#include "app/fields/fields.h"
#include "app/fields/title_words.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

static Values *values;
static Fields *fields;

static Document *
read_page(const char *text)
{
	g_autoptr(GPtrArray) words = layout_words(text);
	return fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 2800, NULL, NULL, 2026, 11, 23);
}

typedef struct {
	const char *page;
	DocumentKind kind;
} Case;

static void
expect_kinds(const Case *cases, guint n)
{
	guint wrong = 0;
	for (guint i = 0; i < n; i++) {
		g_autoptr(Document) d = read_page(cases[i].page);
		if (d->kind == cases[i].kind)
			continue;
		g_test_message("%s: %s %.2f", cases[i].page, document_kind_name(d->kind), d->kind_confidence);
		wrong++;
	}
	g_assert_cmpuint(wrong, ==, 0);
}

static void
titles_are_understood_by_their_words(void)
{
	static const Case cases[] = {
		{"               EXTRAIT CONFORME DU REGISTRE DES DÉCLARATIONS DE NAISSANCES", KIND_BIRTH_RECORD},
		{"               DUPLICATA DE BULLETIN DE NAISSANCE", KIND_BIRTH_RECORD},
		{"               VOLET DE NAISSANCE DESTINÉ AUX PARENTS", KIND_BIRTH_RECORD},
		{"               CERTIFICATION OF BIRTH FACTS", KIND_BIRTH_RECORD},
		{"               SHORT FORM RECORD OF A BIRTH", KIND_BIRTH_RECORD},
		{"               COPIA LITERAL DEL ACTA DE UN NACIMIENTO", KIND_BIRTH_RECORD},
		{"               ВЫПИСКА ИЗ АКТОВОЙ КНИГИ О РОЖДЕНИИ", KIND_BIRTH_RECORD},
		{"               AMTLICHE GEBURTSBESCHEINIGUNG", KIND_BIRTH_RECORD},
		{"               إفادة رسمية بالولادة", KIND_BIRTH_RECORD},
		{"               ამონაწერი დაბადების წიგნიდან", KIND_BIRTH_RECORD},
		{"               EXTRAIT CERTIFIÉ DES REGISTRES DES MARIAGES", KIND_MARRIAGE_RECORD},
		{"               CERTIFIED RECORD OF A MARRIAGE", KIND_MARRIAGE_RECORD},
		{"               BOLETIM OFICIAL DE CASAMENTO", KIND_MARRIAGE_RECORD},
		{"               محضر رسمي بعقد زواج", KIND_MARRIAGE_RECORD},
		{"               COPIE DU VOLET DE DÉCÈS", KIND_DEATH_RECORD},
		{"               EXTRACT OF AN ENTRY OF DEATH", KIND_DEATH_RECORD},
		{"               إشعار رسمي بالوفاة", KIND_DEATH_RECORD},
		{"               EXPÉDITION DU JUGEMENT TENANT LIEU D'ACTE DE NAISSANCE", KIND_COURT_JUDGMENT},
		{"               TRADUCTION ASSERMENTÉE D'UN EXTRAIT DE NAISSANCE", KIND_TRANSLATION},
		{"               CERTIFIED TRANSLATION OF A DEATH CERTIFICATE", KIND_TRANSLATION},
		{"               LIVRET DE LA FAMILLE", KIND_FAMILY_BOOKLET},
		{"               FICHE INDIVIDUELLE DU DEMANDEUR D'ASILE", KIND_ASYLUM_FORM},
		{"               ATTESTATION PROVISOIRE DE DEMANDE D'ASILE", KIND_ASYLUM_ATTESTATION},
		{"               CARTE CONSULAIRE PROVISOIRE D'IDENTITÉ", KIND_IDENTITY_CARD},
		{"               NOTICE RELATIVE À LA SITUATION DE FAMILLE", KIND_FAMILY_FORM},
	};
	expect_kinds(cases, G_N_ELEMENTS(cases));
}

static void
papers_without_facts_are_no_records(void)
{
	static const Case cases[] = {
		{"               CERTIFICAT DE PRATIQUE SPORTIVE\n\nNé le 12/03/1991 à Labé", KIND_OTHER},
		{"               ATTESTATION DE CHAMBRE MEUBLÉE", KIND_OTHER},
		{"               BULLETIN DE SALAIRE MENSUEL\n\nNom : DIALLO\n\nDate de naissance : 12/03/1991",
			KIND_OTHER},
		{"               CERTIFICAT MÉDICAL DE NON CONTAGION", KIND_OTHER},
		{"               AVIS DE PASSAGE DU RELEVEUR", KIND_OTHER},
		{"               RELEVÉ DE VOTRE COMPTE BANCAIRE", KIND_OTHER},
		{"               CONVOCATION À UN RENDEZ-VOUS", KIND_OTHER},
		{"               OFFICIAL SALES RECEIPT", KIND_OTHER},
		{"               SECONDARY SCHOOL EXAMINATION CERTIFICATE", KIND_OTHER},
		{"               MEDICAL EXAMINATION REPORT", KIND_OTHER},
		{"               СПРАВКА С МЕСТА УЧЁБЫ СТУДЕНТА", KIND_OTHER},
		{"               شهادة مدرسية للسنة", KIND_OTHER},
		{"Bonjour Madame,\n\nMerci pour la naissance annoncée hier et le mariage à venir.\n\nBien à vous",
			KIND_OTHER},
		{"", KIND_OTHER},
	};
	expect_kinds(cases, G_N_ELEMENTS(cases));
}

static void
labels_tell_a_page_without_a_title(void)
{
	static const Case cases[] = {
		{"Nom : DIALLO\n\nPrénoms : Awa\n\nNée le : 12/03/1991\n\nPère : DIALLO Ibrahima\n\nMère : BAH Mariama",
			KIND_BIRTH_RECORD},
		{"Nom : DIALLO\n\nPrénoms : Awa\n\nDate du décès : 12/03/1991\n\nLieu du décès : Labé",
			KIND_DEATH_RECORD},
	};
	expect_kinds(cases, G_N_ELEMENTS(cases));
}

static void
the_country_is_voted_where_nobody_names_it(void)
{
	static const struct {
		const char *page, *country;
	} cases[] = {
		{"Association L'Escale\n3, impasse des Lilas - 38100 Grenoble\nTél. +33 4 00 00 00 00\n\n              "
		 " ATTESTATION D'HÉBERGEMENT",
			"FRA"},
		{"               ACTE DE NAISSANCE\n\nNom : DIALLO\n\nNé le : 12/03/1991\n\nLieu de naissance : "
		 "Conakry",
			"GIN"},
		{"               CERTIFICATE OF BIRTH\n\nRegistration District of Lahore\n\nPlace of birth : Lahore",
			"PAK"},
		{"RÉPUBLIQUE DÉMOCRATIQUE DU\nCONGO\n\n               ACTE DE NAISSANCE", "COD"},
		{"TRIBUNAL D'INSTANCE\nDE MAN\n\n               JUGEMENT", ""},
		{"               CERTIFICATE OF BIRTH\n\nName : John Smith", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) d = read_page(cases[i].page);
		if (!g_str_equal(d->country, cases[i].country))
			g_test_message("%s", cases[i].page);
		g_assert_cmpstr(d->country, ==, cases[i].country);
	}
}

static void
malformed_words_are_refused(void)
{
	g_autoptr(TitleWords) words = title_words_new();
	g_assert_true(title_words_add_paper(words, "acte*"));
	g_assert_false(title_words_add_paper(words, "*"));
	g_assert_false(title_words_add_paper(words, ""));
	g_assert_true(title_words_add(words, KIND_BIRTH_RECORD, "naissance|1.2"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, "naissance|"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, "naissance|x"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, "naissance|-1"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, "acte+"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, "aa+bb+cc+dd+ee"));
	g_assert_false(title_words_add(words, KIND_BIRTH_RECORD, ""));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *data = paths_data("");
	values = values_load(data, NULL);
	fields = fields_load(data, values, NULL);
	g_assert_nonnull(fields);
	g_test_add_func("/fields/kinds/titles are understood by their words", titles_are_understood_by_their_words);
	g_test_add_func("/fields/kinds/papers without facts are no records", papers_without_facts_are_no_records);
	g_test_add_func("/fields/kinds/labels tell a page without a title", labels_tell_a_page_without_a_title);
	g_test_add_func(
		"/fields/kinds/the country is voted where nobody names it", the_country_is_voted_where_nobody_names_it);
	g_test_add_func("/fields/kinds/malformed words are refused", malformed_words_are_refused);
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
