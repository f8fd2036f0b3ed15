/* links: app/fields app/values app/dossier firmware/base */
#include "firmware/base/error.h"
#include "tests/unit/fields_case.h"

static void
expect_raw(const Document *document, const char *field, const char *raw)
{
	const Fact *fact = document_fact(document, field);
	g_assert_nonnull(fact);
	g_assert_cmpstr(fact->raw, ==, raw);
}

static void
a_birth_extract_with_colons_is_read(void)
{
	g_autoptr(Document) d = read_page("REPUBLIQUE DU MALI\n"
					  "\n"
					  "EXTRAIT D'ACTE DE NAISSANCE\n"
					  "\n"
					  "Nom : TRAORÉ\n"
					  "Prénoms : Aminata Kadia\n"
					  "Sexe : Féminin\n"
					  "Date de naissance : 14 mai 1996\n"
					  "Lieu de naissance : Kayes\n"
					  "Nom et prénoms du père : Moussa TRAORÉ\n"
					  "Profession du père : cultivateur\n"
					  "Nom et prénoms de la mère : Fanta COULIBALY\n"
					  "L'officier de l'état civil : Bakary KEITA\n");
	g_assert_cmpint(d->kind, ==, KIND_BIRTH_RECORD);
	g_assert_cmpfloat(d->kind_confidence, >, 0.5);
	g_assert_cmpstr(d->country, ==, "MLI");
	expect(d, "person.surname", "TRAORÉ");
	expect(d, "person.given_names", "Aminata Kadia");
	expect(d, "person.sex", "F");
	expect(d, "person.birth_date", "1996-05-14");
	expect(d, "person.birth_place", "Kayes");
	expect(d, "father.full_name", "Moussa TRAORÉ");
	expect(d, "mother.full_name", "Fanta COULIBALY");
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_null(strstr(((const Fact *)d->facts->pdata[i])->raw, "KEITA"));
}

static void
labels_above_their_values_are_read(void)
{
	g_autoptr(Document) d = read_page("FORMULAIRE DE DEMANDE D'ASILE\n"
					  "\n"
					  "1. Nom de famille                 2. Prénoms\n"
					  "HAIDARI                           Zahra Nur\n"
					  "\n"
					  "3. Date de naissance              4. Lieu de naissance\n"
					  "02/09/1994                        Herat\n"
					  "\n"
					  "5. Nationalité                    6. Numéro étranger\n"
					  "afghane                           7503112233\n");
	g_assert_cmpint(d->kind, ==, KIND_ASYLUM_FORM);
	expect(d, "person.surname", "HAIDARI");
	expect(d, "person.given_names", "Zahra Nur");
	expect(d, "person.birth_date", "1994-09-02");
	expect(d, "person.birth_place", "Herat");
	expect(d, "person.nationality", "AFG");
	expect(d, "file.foreigner_number", "7503112233");
}

static void
of_two_partners_the_first_stands_as_the_person(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE MARIAGE\n"
					  "\n"
					  "Date du mariage           14 août 2011\n"
					  "Lieu du mariage           Kindia\n"
					  "\n"
					  "ÉPOUX\n"
					  "\n"
					  "Nom                       CAMARA\n"
					  "Prénoms                   Facinet\n"
					  "Né le                     3 mai 1985\n"
					  "\n"
					  "ÉPOUSE\n"
					  "\n"
					  "Nom                       SYLLA\n"
					  "Prénoms                   M'Mah\n"
					  "Née le                    21 juin 1990\n");
	g_assert_cmpint(d->kind, ==, KIND_MARRIAGE_RECORD);
	expect(d, "marriage.date", "2011-08-14");
	expect(d, "person.surname", "CAMARA");
	expect(d, "person.given_names", "Facinet");
	expect(d, "person.birth_date", "1985-05-03");
	expect(d, "spouse.surname", "SYLLA");
	expect(d, "spouse.birth_date", "1990-06-21");
}

static void
a_title_much_like_a_heading_is_none(void)
{
	g_autoptr(Document) d = read_page("DEMANDE D'ASILE\n"
					  "\n"
					  "Notice d'identité\n"
					  "\n"
					  "Nom                       NOORZAI\n"
					  "Prénoms                   Habib\n");
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_cmpstr(((const Fact *)d->facts->pdata[i])->raw, !=, "Notice d'identité");
	expect(d, "person.surname", "NOORZAI");
}

static void
captions_below_their_values_are_read(void)
{
	g_autoptr(Document) d = read_page("СВИДЕТЕЛЬСТВО О РОЖДЕНИИ\n"
					  "\n"
					  "\n"
					  "Морозова\n"
					  "фамилия\n"
					  "\n"
					  "\n"
					  "Дарья Сергеевна\n"
					  "имя, отчество\n"
					  "\n"
					  "\n"
					  "12.03.1991\n"
					  "дата рождения\n");
	g_assert_cmpint(d->kind, ==, KIND_BIRTH_RECORD);
	expect_raw(d, "person.surname", "Морозова");
	expect_raw(d, "person.given_names", "Дарья");
	expect_raw(d, "person.patronymic", "Сергеевна");
	expect(d, "person.birth_date", "1991-03-12");
}

static void
letters_in_boxes_are_joined(void)
{
	g_autoptr(Document) d = read_page("FORMULAIRE DE DEMANDE D'ASILE\n"
					  "\n"
					  "Nom de famille\n"
					  "B  A  R  R  Y\n"
					  "\n"
					  "Date de naissance\n"
					  "0  5  0  2  1  9  9  8\n");
	expect(d, "person.surname", "BARRY");
	expect(d, "person.birth_date", "1998-02-05");
}

static void
a_ticked_box_chooses(void)
{
	g_autoptr(Document) before = read_page("DEMANDE D'ASILE\n\nSexe : ☐ Masculin  ☒ Féminin\n");
	expect(before, "person.sex", "F");
	g_autoptr(Document) behind = read_page("DEMANDE D'ASILE\n\nSexe : M [X]  F []\n");
	expect(behind, "person.sex", "M");
	g_autoptr(Document) none = read_page("DEMANDE D'ASILE\n\nSexe : Masculin / Féminin\n");
	expect(none, "person.sex", NULL);
}

static void
an_arabic_extract_is_read_from_the_right(void)
{
	g_autoptr(Document) d = read_page("الجمهورية العربية السورية\n"
					  "إخراج قيد مدني\n"
					  "\n"
					  "الاسم : يوسف\n"
					  "النسبة : الخطيب\n"
					  "اسم الأب : محمود\n"
					  "محل القيد : إدلب\n"
					  "محل الولادة : حلب\n"
					  "الجنس : ذكر\n"
					  "الديانة : مسلم\n");
	g_assert_cmpint(d->kind, ==, KIND_REGISTRY_EXTRACT);
	g_assert_cmpstr(d->country, ==, "SYR");
	expect_raw(d, "person.given_names", "يوسف");
	expect_raw(d, "person.surname", "الخطيب");
	expect_raw(d, "father.given_names", "محمود");
	expect_raw(d, "person.birth_place", "حلب");
	expect(d, "person.sex", "M");
	const Fact *name = document_fact(d, "person.given_names");
	g_assert_null(name->value);
	g_assert_cmpstr(name->script, ==, "Arab");
	for (guint i = 0; i < d->facts->len; i++) {
		const Fact *fact = d->facts->pdata[i];
		g_assert_cmpstr(fact->raw, !=, "مسلم");
		g_assert_cmpstr(fact->raw, !=, "إدلب");
	}
}

static void
a_translated_tazkira_gives_an_interval(void)
{
	g_autoptr(Document) d = read_page("Traducteur assermenté près la cour d'appel\n"
					  "\n"
					  "TRADUCTION DU DARI\n"
					  "\n"
					  "Nom : Mirwais\n"
					  "Nom du père : Gul Agha\n"
					  "Nom du grand-père : Sher Dil\n"
					  "Âge : 25 ans en 1395\n"
					  "Ethnie : tadjike\n"
					  "Religion : non traduite\n");
	g_assert_cmpint(d->kind, ==, KIND_TRANSLATION);
	expect(d, "person.full_name", "Mirwais");
	expect(d, "father.full_name", "Gul Agha");
	expect(d, "grandfather.given_names", "Sher Dil");
	const Fact *age = document_fact(d, "person.birth_date");
	g_assert_nonnull(age);
	g_assert_nonnull(age->value);
	g_assert_nonnull(strchr(age->value, '/'));
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_cmpstr(((const Fact *)d->facts->pdata[i])->raw, !=, "tadjike");
}

static void
a_decision_in_prose_is_read(void)
{
	g_autoptr(Document) d =
		read_page("DÉCISION\n"
			  "\n"
			  "Vu la convention de Genève du 28 juillet 1951 relative au statut des réfugiés ;\n"
			  "Vu la demande présentée par Madame Fereshta AHMADI, née le 12 mars 1991 à Kaboul,\n"
			  "de nationalité afghane, fille de Abdul Qader et de Zarmina ;\n"
			  "Vu l'entretien du 4 juin 2024 mené par un officier de protection assisté de Karim DOST ;\n");
	g_assert_cmpint(d->kind, ==, KIND_DECISION);
	expect(d, "person.surname", "AHMADI");
	expect(d, "person.given_names", "Fereshta");
	expect(d, "person.birth_date", "1991-03-12");
	expect(d, "person.birth_place", "Kaboul");
	expect(d, "person.nationality", "AFG");
	expect(d, "father.full_name", "Abdul Qader");
	expect(d, "mother.full_name", "Zarmina");
}

static void
a_judgment_gives_the_birth_and_not_the_applicant(void)
{
	g_autoptr(Document) d = read_page(
		"JUGEMENT SUPPLÉTIF TENANT LIEU D'ACTE DE NAISSANCE\n"
		"\n"
		"Vu la requête en date du 3 mai 2019 et les déclarations des témoins Alpha SOW et Oumar BALDE ;\n"
		"Dit que Mariama BARRY, de sexe féminin, est née le quatre juillet deux mille trois à Labé,\n"
		"fille de Ibrahima BARRY, né le 01/01/1970, et de Fatoumata BAH ;\n");
	g_assert_cmpint(d->kind, ==, KIND_COURT_JUDGMENT);
	expect(d, "person.surname", "BARRY");
	expect(d, "person.given_names", "Mariama");
	expect(d, "person.birth_date", "2003-07-04");
	expect(d, "person.birth_place", "Labé");
	expect(d, "father.full_name", "Ibrahima BARRY");
	expect(d, "father.birth_date", "1970-01-01");
	expect(d, "mother.full_name", "Fatoumata BAH");
}

static void
wrong_letters_do_not_hide_a_label(void)
{
	g_autoptr(Document) d = read_page("EXTRAlT D'ACTE DE NAlSSANCE\n"
					  "\n"
					  "Prénons ........ Issa\n"
					  "Date de naissanee ........ 03/04/1988\n"
					  "Lieu de naissance:Kindia\n");
	g_assert_cmpint(d->kind, ==, KIND_BIRTH_RECORD);
	expect(d, "person.given_names", "Issa");
	expect(d, "person.birth_date", "1988-04-03");
	expect(d, "person.birth_place", "Kindia");
}

static void
a_town_that_looks_like_a_heading_is_none(void)
{
	g_autoptr(Document) d = read_page("ATTESTATION DE DEMANDE D'ASILE\n"
					  "\n"
					  "Lieu de naissance :    EL FASHER\n"
					  "Nationalité :          soudanaise\n");
	expect(d, "person.birth_place", "EL FASHER");
	expect(d, "person.nationality", "SDN");
}

static void
ink_that_cannot_be_read_keeps_its_box(void)
{
	g_autoptr(Document) d = read_page("EXTRAIT D'ACTE DE NAISSANCE\n\nNom : %xvwq %ij\nPrénoms :\n");
	const Fact *fact = document_fact(d, "person.surname");
	g_assert_nonnull(fact);
	g_assert_null(fact->raw);
	g_assert_null(fact->value);
	g_assert_cmpint(fact->box.width, >, 0);
	g_assert_null(document_fact(d, "person.given_names"));
}

static void
a_zone_gives_facts_and_the_kind(void)
{
	Mrz *mrz = mrz_new();
	mrz->format = MRZ_TD3;
	mrz->lines = g_strsplit("P<AFGAHMADI<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<\n"
				"P000123456AFG9103128F2603116<<<<<<<<<<<<<<04",
		"\n", 2);
	mrz->box = (Box){100, 2500, 1800, 120};
	mrz->code = g_strdup("P");
	mrz->issuer = g_strdup("AFG");
	mrz->nationality = g_strdup("AFG");
	mrz->surname = g_strdup("AHMADI");
	mrz->given_names = g_strdup("FERESHTA");
	mrz->birth_date = g_strdup("1991-03-12");
	mrz->checks[MRZ_DIGIT_BIRTH_DATE] = MRZ_CHECK_VALID;
	mrz->sex = g_strdup("F");
	g_autoptr(GPtrArray) words = layout_words("");
	g_autoptr(Document) d = fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 2800, mrz, NULL, 2026, 11, 23);
	g_assert_cmpint(d->kind, ==, KIND_PASSPORT);
	g_assert_cmpstr(d->country, ==, "AFG");
	expect(d, "person.birth_date", "1991-03-12");
	expect_raw(d, "person.birth_date", "910312");
	expect(d, "person.nationality", "AFG");
	g_assert_cmpint(document_fact(d, "person.surname")->source, ==, FACT_SOURCE_MRZ);
	g_assert_cmpint(document_fact(d, "person.surname")->box.y, ==, 2500);
}

static void
a_page_without_words_is_another_paper(void)
{
	g_autoptr(Document) d = read_page("");
	g_assert_cmpint(d->kind, ==, KIND_OTHER);
	g_assert_cmpuint(d->facts->len, ==, 0);
}

static void
a_huge_page_of_labels_is_read_in_bounded_time(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int line = 0; line < 400; line++)
		g_string_append(text, "né le née à fils de et de Nom : Nom / Nom Père : le le le né né\n");
	gint64 start = g_get_monotonic_time();
	g_autoptr(Document) d = read_page(text->str);
	g_assert_cmpuint(d->facts->len, <=, 200);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
}

static void
untitled_pages_continue_the_paper_before(void)
{
	GPtrArray *pages = g_ptr_array_new();
	Document *first = read_page("DÉCISION\n\nVu la demande présentée par Madame Fereshta AHMADI ;\n");
	Document *second = read_page("Page 2\n\nNom : AHMADI\n");
	Document *third = read_page("EXTRAIT D'ACTE DE NAISSANCE\n\nNom : AHMADI\n");
	Document *all[] = {first, second, third};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		g_ptr_array_add(all[i]->pages, page_new());
		g_ptr_array_add(pages, all[i]);
	}
	g_autoptr(GPtrArray) papers = fields_group(pages);
	g_assert_cmpuint(papers->len, ==, 2);
	const Document *decision = papers->pdata[0];
	g_assert_cmpuint(decision->pages->len, ==, 2);
	g_assert_cmpstr(decision->id, ==, "d1");
	const Fact *last = decision->facts->pdata[decision->facts->len - 1];
	g_assert_cmpint(last->page, ==, 2);
}

static void
every_kind_has_titles_that_tell_it(void)
{
	static const struct {
		const char *title;
		DocumentKind kind;
	} titles[] = {
		{"TITRE DE SÉJOUR", KIND_RESIDENCE_PERMIT},
		{"TITRE DE VOYAGE POUR RÉFUGIÉ", KIND_TRAVEL_DOCUMENT},
		{"ATTESTATION DE DEMANDE D'ASILE", KIND_ASYLUM_ATTESTATION},
		{"FICHE FAMILIALE DE RÉFÉRENCE", KIND_FAMILY_FORM},
		{"COMPTE RENDU D'ENTRETIEN", KIND_INTERVIEW},
		{"ACTE DE MARIAGE", KIND_MARRIAGE_RECORD},
		{"ACTE DE DÉCÈS", KIND_DEATH_RECORD},
		{"LIVRET DE FAMILLE", KIND_FAMILY_BOOKLET},
		{"CARTE NATIONALE D'IDENTITÉ", KIND_IDENTITY_CARD},
		{"PASSPORT", KIND_PASSPORT},
		{"تذکره", KIND_TAZKIRA},
		{"СВІДОЦТВО ПРО НАРОДЖЕННЯ", KIND_BIRTH_RECORD},
		{"TRADUCTION CERTIFIÉE CONFORME", KIND_TRANSLATION},
		{"NÜFUS KAYIT ÖRNEĞİ", KIND_REGISTRY_EXTRACT},
	};
	for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
		g_autoptr(Document) d = read_page(titles[i].title);
		g_assert_cmpstr(document_kind_name(d->kind), ==, document_kind_name(titles[i].kind));
		g_assert_cmpfloat(d->kind_confidence, >=, 0.5);
	}
}

static void
a_folder_without_kinds_is_refused(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(fields_load("/nonexistent", values, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_MISSING);
}

int
main(int argc, char **argv)
{
	static const FieldsCase cases[] = {{"a birth extract with colons is read", a_birth_extract_with_colons_is_read},
		{"labels above their values are read", labels_above_their_values_are_read},
		{"a title much like a heading is none", a_title_much_like_a_heading_is_none},
		{"of two partners the first stands as the person", of_two_partners_the_first_stands_as_the_person},
		{"captions below their values are read", captions_below_their_values_are_read},
		{"letters in boxes are joined", letters_in_boxes_are_joined},
		{"a ticked box chooses", a_ticked_box_chooses},
		{"an Arabic extract is read from the right", an_arabic_extract_is_read_from_the_right},
		{"a translated tazkira gives an interval", a_translated_tazkira_gives_an_interval},
		{"a decision in prose is read", a_decision_in_prose_is_read},
		{"a judgment gives the birth and not the applicant", a_judgment_gives_the_birth_and_not_the_applicant},
		{"wrong letters do not hide a label", wrong_letters_do_not_hide_a_label},
		{"a town that looks like a heading is none", a_town_that_looks_like_a_heading_is_none},
		{"ink that cannot be read keeps its box", ink_that_cannot_be_read_keeps_its_box},
		{"a zone gives facts and the kind", a_zone_gives_facts_and_the_kind},
		{"a page without words is another paper", a_page_without_words_is_another_paper},
		{"a huge page of labels is read in bounded time", a_huge_page_of_labels_is_read_in_bounded_time},
		{"untitled pages continue the paper before", untitled_pages_continue_the_paper_before},
		{"every kind has titles that tell it", every_kind_has_titles_that_tell_it},
		{"a folder without kinds is refused", a_folder_without_kinds_is_refused}};
	return fields_cases_run(argc, argv, "fields", cases, G_N_ELEMENTS(cases));
}
