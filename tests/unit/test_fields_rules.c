/* links: app/fields app/values app/dossier firmware/base */
/* The families of rules, each on a small page: labels in every place, tables, questions, partners, what is never taken.
 */
#include "app/fields/shape.h"
#include "firmware/base/error.h"
#include "tests/unit/fields_case.h"

static void
a_label_may_break_over_two_lines(void)
{
	g_autoptr(Document) d = read_page("СВИДЕТЕЛЬСТВО О РОЖДЕНИИ\n"
					  "\n"
					  "Фамилия                    Зайцева\n"
					  "\n"
					  "Место государственной      Отдел ЗАГС города\n"
					  "регистрации\n"
					  "\n"
					  "Дата выдачи                18 января 1996 года\n");
	const Fact *fact = document_fact(d, "document.issuing_authority");
	g_assert_nonnull(fact);
	g_assert_cmpstr(fact->raw, ==, "Отдел ЗАГС города");
	expect(d, "document.issue_date", "1996-01-18");
}

/* A cell from the left beside one from the right: each is the other's next. */
static void
cells_of_two_directions_end(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "Sexe\n"
					  "Masculin          ذكر\n");
	expect(d, "person.sex", "M");
}

static void
a_place_beside_a_birth_is_the_births(void)
{
	g_autoptr(Document) d = read_page("FORMULAIRE DE DEMANDE D'ASILE\n"
					  "\n"
					  "Né(e) le            Ville / City        Pays / Country\n"
					  "12/03/1991          Labé                Guinée\n");
	expect(d, "person.birth_date", "1991-03-12");
	expect(d, "person.birth_place", "Labé");
	expect(d, "person.birth_country", "GIN");
	g_autoptr(Document) alone = read_page("FORMULAIRE DE DEMANDE D'ASILE\n"
					      "\n"
					      "Ville : Labé\n");
	expect(alone, "person.birth_place", NULL);
}

static void
words_of_labels_are_no_names(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "Est né à                Labé\n"
					  "Was born at\n"
					  "\n"
					  "Nom porté par l'enfant       DIALLO\n"
					  "\n"
					  "Prénom attribué              Awa\n");
	expect(d, "person.birth_place", "Labé");
	expect_nowhere(d, "né");
	expect_nowhere(d, "attribué");
	expect(d, "person.given_names", "Awa");
}

static void
two_labels_below_each_other_are_no_broken_one(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "Nom          KEITA\n"
					  "Prénoms      Awa\n");
	expect(d, "person.surname", "KEITA");
	expect(d, "person.given_names", "Awa");
}

static void
captions_explain_and_announce_nothing(void)
{
	g_autoptr(Document) d = read_page("СВИДЕТЕЛЬСТВО О РОЖДЕНИИ\n"
					  "\n"
					  "Родился            29.11.1996\n"
					  "                   число, месяц, год\n"
					  "\n"
					  "Место рождения     Казань\n"
					  "                   город, селение, район\n");
	expect(d, "person.birth_date", "1996-11-29");
	expect_nowhere(d, "число");
	expect_nowhere(d, "город");
}

static void
rows_of_a_table_speak_of_whom_they_name(void)
{
	g_autoptr(Document) d = read_page("COMPOSITION DE LA FAMILLE\n"
					  "\n"
					  "Lien            Nom             Prénom(s)       Né(e) le\n"
					  "Demandeur       SOW             Awa             10/01/1965\n"
					  "Conjoint        BA              Omar            23/02/1969\n"
					  "Enfant 1        BA              Issa            22/08/1990\n"
					  "\n"
					  "Fait le 01/01/2024\n");
	g_assert_cmpint(d->kind, ==, KIND_FAMILY_FORM);
	expect(d, "person.surname", "SOW");
	expect(d, "person.birth_date", "1965-01-10");
	expect(d, "spouse.given_names", "Omar");
	expect(d, "child1.surname", "BA");
	expect(d, "child1.birth_date", "1990-08-22");
	expect(d, "child2.surname", NULL);
}

static void
an_empty_table_gives_no_headings_as_values(void)
{
	g_autoptr(Document) d = read_page("COMPOSITION DE LA FAMILLE\n"
					  "\n"
					  "1er enfant      Nom             Prénom(s)       Né(e) le\n"
					  "2e enfant       Nom             Prénom(s)       Né(e) le\n");
	expect_nowhere(d, "Prénom");
	expect_nowhere(d, "Né");
}

static void
two_labels_may_share_one_line_of_values(void)
{
	g_autoptr(Document) d = read_page("TITRE DE SÉJOUR\n"
					  "\n"
					  "DATE DE DÉLIVRANCE - AUTORITÉ\n"
					  "21/03/2024 - Préfecture de l'Isère\n");
	expect(d, "document.issue_date", "2024-03-21");
	expect(d, "document.issuing_authority", "Préfecture de l'Isère");
}

static void
questions_are_answered(void)
{
	g_autoptr(Document) d = read_page("COMPTE RENDU D'ENTRETIEN\n"
					  "\n"
					  "Officier de protection : M. Lemoine\n"
					  "\n"
					  "- Quelle est votre situation de famille ?\n"
					  "- Je suis célibataire.\n"
					  "- Comment s'appelle votre père ?\n"
					  "- Sayed Hashim.\n"
					  "- Et votre mère ?\n"
					  "- Parwin.\n");
	g_assert_cmpint(d->kind, ==, KIND_INTERVIEW);
	expect(d, "person.marital_status", "single");
	expect(d, "father.full_name", "Sayed Hashim");
	expect(d, "mother.full_name", "Parwin");
	expect_nowhere(d, "Lemoine");
}

static void
a_surname_alone_is_completed_from_the_head(void)
{
	g_autoptr(Document) d =
		read_page("DÉCISION\n"
			  "\n"
			  "M. Roman Hrytsenko\n"
			  "\n"
			  "1. M. Hrytsenko, de nationalité ukrainienne, né le 7 juillet 1960 à Kherson, demande.\n"
			  "Article 2 : La qualité de réfugié est reconnue à M. Hrytsenko.\n");
	expect(d, "person.surname", "Hrytsenko");
	expect(d, "person.given_names", "Roman");
	expect(d, "person.birth_date", "1960-07-07");
}

static void
a_parent_named_alone_is_not_sure(void)
{
	g_autoptr(Document) d = read_page(
		"DÉCISION\n\nVous avez déclaré être né le 20/04/1971 à Labé, et être le fils de Fanta Diallo.\n");
	const Fact *fact = document_fact(d, "father.full_name");
	g_assert_nonnull(fact);
	g_assert_cmpfloat(fact->confidence, <, 0.9);
}

static const char record[] = "EXTRAIT D'ACTE DE MARIAGE\n"
			     "\n"
			     "ÉPOUX\n"
			     "Nom            SIDIBÉ\n"
			     "Prénoms        Moussa\n"
			     "Fils de        Ali SIDIBÉ\n"
			     "\n"
			     "ÉPOUSE\n"
			     "Nom            KONATÉ\n"
			     "Prénoms        Awa\n"
			     "Fille de       Lassana KONATÉ\n";

static Document *
marriage_in_file(const char *other)
{
	GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	g_ptr_array_add(pages, read_page(other));
	g_ptr_array_add(pages, read_page(record));
	for (guint i = 0; i < pages->len; i++)
		g_ptr_array_add(((Document *)pages->pdata[i])->pages, page_new());
	g_autoptr(GPtrArray) papers = fields_group(pages);
	for (guint i = 0; i < papers->len; i++) {
		const Document *paper = papers->pdata[i];
		if (paper->kind == KIND_MARRIAGE_RECORD)
			return g_ptr_array_steal_index(papers, i);
	}
	g_assert_not_reached();
}

static void
the_other_papers_tell_whose_marriage_it_is(void)
{
	g_autoptr(Document) hers = marriage_in_file("PASSEPORT\n\nNom :  KONATÉ\nPrénoms :  Awa\n");
	expect(hers, "person.surname", "KONATÉ");
	expect(hers, "spouse.surname", "SIDIBÉ");
	expect(hers, "father.full_name", "Lassana KONATÉ");
	g_autoptr(Document) his = marriage_in_file("PASSEPORT\n\nNom :  SIDIBÉ\nPrénoms :  Moussa\n");
	expect(his, "person.surname", "SIDIBÉ");
	expect(his, "spouse.given_names", "Awa");
	expect(his, "father.full_name", "Ali SIDIBÉ");
}

static void
a_word_that_is_no_name_without_its_accent_is_one_with_it(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "Nom et prénoms de la mère :  Akissi Marie SORO\n"
					  "Né le :  24 juillet 1961\n");
	expect(d, "mother.full_name", "Akissi Marie SORO");
	expect(d, "person.birth_date", "1961-07-24"); /* "juillet" is no "feuillet" */
}

static void
a_letter_of_another_language_is_no_sex(void)
{
	g_autoptr(Document) d = read_page("ATTESTATION DE DEMANDE D'ASILE\n\nSexe :  E\nNationalité :  malienne\n");
	expect(d, "person.sex", NULL);
	g_autoptr(Document) turkish = read_page("TÜRKİYE CUMHURİYETİ\n\nNÜFUS CÜZDANI\n\nCinsiyeti :  E\n");
	expect(turkish, "person.sex", "M");
}

static void
unread_ink_in_the_place_of_a_value_is_pointed_to(void)
{
	/* Line 4 of the page, behind "Prénoms :". */
	Box written = {100 + 14 * LAYOUT_COLUMN_PX, 100 + 4 * LAYOUT_LINE_PX - 8, 400, 50};
	g_autoptr(GArray) ink = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_val(ink, written);
	g_autoptr(Document) d =
		read_ink("EXTRAIT D'ACTE DE NAISSANCE\n\nNom :        DIALLO\n\nPrénoms :\n\nSexe :       F\n", ink);
	const Fact *fact = document_fact(d, "person.given_names");
	g_assert_nonnull(fact);
	g_assert_null(fact->raw);
	g_assert_null(fact->value);
	g_assert_cmpfloat(fact->confidence, <, 0.5);
	g_assert_cmpint(fact->box.x, ==, written.x);
	expect(d, "person.surname", "DIALLO");
}

static void
ink_that_words_cover_is_no_ink_left(void)
{
	Box line = {80, 100 + 2 * LAYOUT_LINE_PX - 8, 500, 50};
	g_autoptr(GArray) ink = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_val(ink, line);
	g_autoptr(Document) d = read_ink("EXTRAIT D'ACTE DE NAISSANCE\n\nNom :        DIALLO\n", ink);
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_nonnull(((const Fact *)d->facts->pdata[i])->raw);
}

static void
forms_of_numbers_are_known(void)
{
	g_assert_true(shape_fits("I+-AA #? 999999", "II-ОЖ № 877909"));
	g_assert_true(shape_fits("I+-AA #? 999999", "III-АГ 178391"));
	g_assert_false(shape_fits("I+-AA #? 999999", "II-ОЖ № 8779"));
	g_assert_false(shape_fits("I+-AA #? 999999", ""));
	g_assert_false(shape_is_good("no digit"));
	g_assert_false(shape_is_good("+99"));
	g_assert_false(shape_is_good("9999999999999999999999999999999999999999999999"));
	g_autofree char *many = g_strnfill(5000, 'I');
	g_assert_false(shape_fits("I+I+I+I+9", many));
}

static void
a_paper_of_no_kind_is_other_and_never_sure(void)
{
	g_autoptr(Document) d = read_page("Docteur Marchand\n"
					  "\n"
					  "                         CERTIFICAT MÉDICAL\n"
					  "\n"
					  "Nom :  DIALLO\n");
	g_assert_cmpint(d->kind, ==, KIND_OTHER);
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_cmpfloat(((const Fact *)d->facts->pdata[i])->confidence, <, 0.9);
}

/* Data of a special category (GDPR article 9), in the words of every language of the files. */
static void
religion_and_ethnicity_are_never_taken(void)
{
	static const char *const lines[] = {"Religion : zzvalue", "Ethnie : zzvalue", "Origine ethnique : zzvalue",
		"Tribu : zzvalue", "Race : zzvalue", "Ethnicity : zzvalue", "Tribe : zzvalue", "Caste : zzvalue",
		"الديانة : zzvalue", "المذهب : zzvalue", "القومية : zzvalue", "دین : zzvalue", "مذهب : zzvalue",
		"قوم : zzvalue", "قومیت : zzvalue", "Национальность : zzvalue", "Вероисповедание : zzvalue",
		"Національність : zzvalue", "Dini : zzvalue", "Mezhebi : zzvalue", "Religión : zzvalue",
		"Etnia : zzvalue", "Religião : zzvalue", "Feja : zzvalue", "Kombësia : zzvalue", "ეროვნება : zzvalue",
		"რელიგია : zzvalue", "Ազգություն : zzvalue", "Կրոն : zzvalue", "ብሔር : zzvalue", "ሃይማኖት : zzvalue",
		"ብሄር : zzvalue", "ধর্ম : zzvalue", "বর্ণ : zzvalue", "இனம் : zzvalue", "சமயம் : zzvalue", "சாதி : zzvalue",
		"Diinta : zzvalue", "Qabiilka : zzvalue", "Volkszugehörigkeit : zzvalue", "Konfession : zzvalue",
		"ذات : zzvalue", "Relijyon : zzvalue", "نەتەوە : zzvalue", "ئایین : zzvalue", "Ol : zzvalue"};
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *text =
			g_strdup_printf("CARTE NATIONALE D'IDENTITÉ\n\nNom : DIALLO\n%s\nSexe : F\n", lines[i]);
		g_autoptr(Document) d = read_page(text);
		g_test_message("%s", lines[i]);
		expect_nowhere(d, "zzvalue");
	}
}

static void
officers_witnesses_and_translators_are_nobody(void)
{
	g_autoptr(Document) d = read_page("ACTE DE NAISSANCE\n"
					  "\n"
					  "Nom : DIALLO\n"
					  "Prénoms : Awa\n"
					  "\n"
					  "Témoin : Pascal NDONGO\n"
					  "Déclarant : Alassane GUEYE\n"
					  "Officier de l'état civil : Bakary KEITA\n"
					  "Traducteur : Karim BENSAID\n"
					  "Médecin : Hélène MARCHAND\n");
	static const char *const others[] = {"NDONGO", "GUEYE", "KEITA", "BENSAID", "MARCHAND"};
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		expect_nowhere(d, others[i]);
	expect(d, "person.surname", "DIALLO");
}

static void
sentences_of_other_languages_are_read(void)
{
	g_autoptr(Document) spanish = read_page(
		"PARTIDA DE NACIMIENTO\n\nRobert MUKENDI, registrador civil, hace constar que el día 9 de abril de "
		"1972\n"
		"nació en Popayán un niño que lleva por nombre José Ríos, hijo de Wilmer Ríos y de Mónica Gómez.\n");
	expect(spanish, "person.birth_date", "1972-04-09");
	expect(spanish, "father.full_name", "Wilmer Ríos");
	expect(spanish, "mother.full_name", "Mónica Gómez");
	expect_nowhere(spanish, "MUKENDI");
	g_autoptr(Document) english =
		read_page("CERTIFICATE OF BIRTH\n\nThis is to certify that Warsame Liban, was born on 5 November "
			  "1984 at Bossasso, son of Liban Ali and Sahra Osman.\n");
	expect(english, "person.birth_date", "1984-11-05");
}

static void
acts_in_sentences_are_read(void)
{
	g_autoptr(Document) birth =
		read_page("EXTRAIT DU REGISTRE DES ACTES DE NAISSANCE\n"
			  "\n"
			  "L'an deux mille trois, le quatre juillet, est née à Labé un enfant de sexe féminin\n"
			  "nommée Aissatou Diallo, issue du mariage de Mamadou Diallo et de Fatoumata Bah.\n");
	g_assert_cmpint(birth->kind, ==, KIND_BIRTH_RECORD);
	expect(birth, "person.birth_date", "2003-07-04");
	expect(birth, "person.birth_place", "Labé");
	expect(birth, "father.full_name", "Mamadou Diallo");
	expect(birth, "mother.full_name", "Fatoumata Bah");
}

static void
a_title_is_no_label_of_a_number(void)
{
	g_autoptr(Document) d =
		read_page("ACTE DE MARIAGE\n"
			  "\n"
			  "Le 14 août 2011 a été célébré à Kindia le mariage de Monsieur Facinet CAMARA né le\n"
			  "3 mai 1985 à Boké avec Mademoiselle Aminata SYLLA en présence des témoins.\n");
	g_assert_cmpint(d->kind, ==, KIND_MARRIAGE_RECORD);
	expect(d, "marriage.date", "2011-08-14");
	expect(d, "marriage.place", "Kindia");
	expect(d, "person.birth_date", "1985-05-03");
	expect(d, "spouse.surname", "SYLLA");
}

static void
a_judgment_for_a_child_speaks_of_the_child(void)
{
	g_autoptr(Document) d =
		read_page("JUGEMENT SUPPLÉTIF TENANT LIEU D'ACTE DE NAISSANCE\n"
			  "\n"
			  "Vu la requête en date de ce jour présentée par Ousmane Barry tendant à obtenir un acte\n"
			  "pour l'enfant Alpha Barry ;\n"
			  "Attendu que Alpha Barry est né le 12 mai 1999 à Mamou.\n");
	g_assert_cmpint(d->kind, ==, KIND_COURT_JUDGMENT);
	expect(d, "person.full_name", "Alpha Barry");
	expect(d, "person.birth_date", "1999-05-12");
	expect_nowhere(d, "Ousmane");
}

static void
british_registers_are_read(void)
{
	g_autoptr(Document) d = read_page("CERTIFIED COPY OF ENTRY IN REGISTER OF BIRTHS\n"
					  "\n"
					  "When born : 12 March 1990\n"
					  "Where born : Freetown\n"
					  "Name, if any : Alusine Kamara\n"
					  "Name and surname of father : Ibrahim Kamara\n"
					  "Name and maiden surname of mother : Mariama Sesay\n"
					  "Rank or profession of father : Trader\n"
					  "When registered : 20 March 1990\n");
	g_assert_cmpint(d->kind, ==, KIND_BIRTH_RECORD);
	expect(d, "person.birth_date", "1990-03-12");
	expect(d, "person.birth_place", "Freetown");
	expect(d, "person.full_name", "Alusine Kamara");
	expect(d, "father.full_name", "Ibrahim Kamara");
	expect(d, "mother.full_name", "Mariama Sesay");
	expect_nowhere(d, "Trader");
	expect_nowhere(d, "20 March");
}

int
main(int argc, char **argv)
{
	static const FieldsCase cases[] = {{"a label may break over two lines", a_label_may_break_over_two_lines},
		{"cells of two directions end", cells_of_two_directions_end},
		{"a place beside a birth is the birth's", a_place_beside_a_birth_is_the_births},
		{"words of labels are no names", words_of_labels_are_no_names},
		{"two labels below each other are no broken one", two_labels_below_each_other_are_no_broken_one},
		{"captions explain and announce nothing", captions_explain_and_announce_nothing},
		{"rows of a table speak of whom they name", rows_of_a_table_speak_of_whom_they_name},
		{"an empty table gives no headings as values", an_empty_table_gives_no_headings_as_values},
		{"two labels may share one line of values", two_labels_may_share_one_line_of_values},
		{"questions are answered", questions_are_answered},
		{"a surname alone is completed from the head", a_surname_alone_is_completed_from_the_head},
		{"a parent named alone is not sure", a_parent_named_alone_is_not_sure},
		{"the other papers tell whose marriage it is", the_other_papers_tell_whose_marriage_it_is},
		{"a word that is no name without its accent is one with it",
			a_word_that_is_no_name_without_its_accent_is_one_with_it},
		{"a letter of another language is no sex", a_letter_of_another_language_is_no_sex},
		{"unread ink in the place of a value is pointed to", unread_ink_in_the_place_of_a_value_is_pointed_to},
		{"ink that words cover is no ink left", ink_that_words_cover_is_no_ink_left},
		{"forms of numbers are known", forms_of_numbers_are_known},
		{"a paper of no kind is other and never sure", a_paper_of_no_kind_is_other_and_never_sure},
		{"religion and ethnicity are never taken", religion_and_ethnicity_are_never_taken},
		{"officers, witnesses and translators are nobody", officers_witnesses_and_translators_are_nobody},
		{"sentences of other languages are read", sentences_of_other_languages_are_read},
		{"acts in sentences are read", acts_in_sentences_are_read},
		{"a title is no label of a number", a_title_is_no_label_of_a_number},
		{"a judgment for a child speaks of the child", a_judgment_for_a_child_speaks_of_the_child},
		{"British registers are read", british_registers_are_read}};
	return fields_cases_run(argc, argv, "rules", cases, G_N_ELEMENTS(cases));
}
