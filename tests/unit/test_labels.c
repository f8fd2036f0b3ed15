/* links: app/fields app/values app/dossier firmware/base */
/* Labels that no list of phrases holds: what they announce follows from their words. */
#include "app/fields/label_compose.h"
#include "app/fields/label_key.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

static Lexicon *lexicon;

static Lexicon *
load(void)
{
	static const char *const files[] = {"kinds/words-fra.ini", "kinds/words-eng.ini"};
	Lexicon *loaded = lexicon_new();
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = paths_data(files[i]), *bytes = NULL;
		gsize n;
		g_autoptr(GError) error = NULL;
		gboolean read = g_file_get_contents(path, &bytes, &n, &error);
		g_assert_no_error(error);
		g_assert_true(read && lexicon_add(loaded, files[i], bytes, n, &error));
		g_assert_no_error(error);
	}
	return loaded;
}

/* Composes the label at the beginning of a line; phrases of [labels] play no part. */
static ComposedLabel
compose(const char *text, const char *language, DocumentKind kind)
{
	g_autoptr(GPtrArray) words = layout_words(text);
	g_autoptr(PageLayout) layout = page_layout_new(words, NULL, LAYOUT_WIDTH_PX, 2800);
	char *languages[] = {(char *)language, NULL};
	LabelRules rules = {lexicon, kind, KIND_N, languages};
	const Segment *segment = layout->segments->pdata[0];
	LabelWords of;
	label_words_set(&of, &rules, segment);
	ComposedLabel label = {0};
	guint start = 0;
	while (start < segment->tokens->len && segment_token(segment, start)->kind != TOKEN_TEXT)
		start++;
	label = label_compose(&of, start, FALSE, FALSE, kind);
	label_words_clear(&of);
	return label;
}

typedef struct {
	const char *text, *key, *subject;
} Case;

static void
check(const Case *cases, guint n, const char *language, DocumentKind kind)
{
	for (guint i = 0; i < n; i++) {
		ComposedLabel label = compose(cases[i].text, language, kind);
		const char *subject = cases[i].key == NULL ? NULL : label.subject;
		if (g_strcmp0(label.key, cases[i].key) == 0 && g_strcmp0(subject, cases[i].subject) == 0)
			continue;
		g_test_message("%s %s of %s", cases[i].text, label.key, label.subject);
		g_test_fail();
	}
}

static void
french_labels_follow_from_their_words(void)
{
	static const Case cases[] = {
		{"Noms complets du papa de l’intéressé :", "full_name", "father"},
		{"Date exacte de la naissance de l’enfant :", "birth_date", "person"},
		{"Commune et pays où l’enfant est né :", "birth_place", "person"},
		{"Localité de naissance de la maman :", "birth_place", "mother"},
		{"Jour, mois et année de venue au monde :", "birth_date", NULL},
		{"Nationalité actuelle du conjoint :", "nationality", "spouse"},
		{"Prénoms usuels de la mère de l’enfant :", "given_names", "mother"},
		{"Numéro du présent extrait :", "document.number", NULL},
		{"Numéro national d’identification de l’usager :", "national_number", "person"},
		{"Autorité ayant établi la pièce :", "document.issuing_authority", NULL},
		{"Passeport valable jusqu’à la date du :", "document.expiry_date", NULL},
		{"Date à laquelle le titre a été délivré :", "document.issue_date", NULL},
		{"Lieu où le mariage a été célébré :", "marriage.place", NULL},
		{"Date du trépas :", "death.date", NULL},
	};
	check(cases, G_N_ELEMENTS(cases), "fra", KIND_BIRTH_RECORD);
}

static void
english_labels_follow_from_their_words(void)
{
	static const Case cases[] = {
		{"Complete name of the applicant’s father:", "full_name", "father"},
		{"Town and country where you were born:", "birth_place", "person"},
		{"Date on which the child was born:", "birth_date", "person"},
		{"Family name of the bearer at birth:", "surname", "person"},
		{"Nationality or citizenship of the spouse:", "nationality", "spouse"},
		{"Date this card was issued:", "document.issue_date", NULL},
		{"Number of this permit:", "document.number", NULL},
		{"Village where the mother was born:", "birth_place", "mother"},
		{"Marital status of the applicant:", "marital_status", "person"},
		{"Other given names of the baby:", "given_names", "person"},
	};
	check(cases, G_N_ELEMENTS(cases), "eng", KIND_BIRTH_RECORD);
}

static void
questions_are_labels(void)
{
	static const Case french[] = {
		{"Quand êtes-vous né(e) ?", "birth_date", "person"},
		{"Où votre mère est-elle née ?", "birth_place", "mother"},
		{"Dans quelle ville est née votre mère ?", "birth_place", "mother"},
		{"Où et quand êtes-vous née ?", "birth", "person"},
		{"Comment s’appelle votre papa ?", "full_name", "father"},
		{"Quel est le prénom de votre conjointe ?", "given_names", "spouse"},
		{"De quelle nationalité êtes-vous ?", "nationality", "person"},
		{"Êtes-vous marié(e) ?", "marital_status", "person"},
		{"Quel est le numéro de votre passeport ?", "document.number", "person"},
		{"Quelle est votre profession ?", LABEL_IGNORE, "person"},
		{"Pourquoi avez-vous fui ?", NULL, NULL},
	};
	static const Case english[] = {
		{"When were you born?", "birth_date", "person"},
		{"In which town was your father born?", "birth_place", "father"},
		{"What is your mother’s full name?", "full_name", "mother"},
		{"Who is your husband?", "full_name", "spouse"},
		{"What is your occupation?", LABEL_IGNORE, "person"},
	};
	check(french, G_N_ELEMENTS(french), "fra", KIND_ASYLUM_FORM);
	check(english, G_N_ELEMENTS(english), "eng", KIND_ASYLUM_FORM);
}

static void
two_languages_say_the_same(void)
{
	static const Case cases[] = {
		{"Nom / Surname", "surname", NULL},
		{"Prénoms / Given names", "given_names", NULL},
		{"Date de naissance / Date of birth", "birth_date", NULL},
		{"Lieu de naissance - Place of birth", "birth_place", NULL},
		{"Nom du père / Name of father", LABEL_NAME, "father"},
		{"Sexe / Sex", "sex", NULL},
		{"Nom / Prénoms", "full_name", NULL},
	};
	check(cases, G_N_ELEMENTS(cases), "fra", KIND_PASSPORT);
}

static void
other_persons_and_things_are_never_taken(void)
{
	static const Case cases[] = {
		{"Nom de l’agent vérificateur :", LABEL_IGNORE, "other"},
		{"Date de naissance du premier témoin :", LABEL_IGNORE, "other"},
		{"Nom de la banque :", LABEL_IGNORE, NULL},
		{"Nom de l’armateur du navire :", LABEL_IGNORE, NULL},
		{"Profession de la mère :", LABEL_IGNORE, "mother"},
		{"Date du mariage des parents :", LABEL_IGNORE, "parents"},
		{"Date du décès du père :", LABEL_IGNORE, "father"},
		{"Date de dépôt de la demande :", LABEL_IGNORE, NULL},
		{"Numéro du registre :", LABEL_IGNORE, NULL},
		{"Tribu et clan du père :", LABEL_IGNORE, "father"},
		{"Religion de l’enfant :", LABEL_IGNORE, "person"},
		{"Lieu de résidence du demandeur :", LABEL_IGNORE, "person"},
		{"Province de naissance :", LABEL_IGNORE, NULL},
		{"Père du conjoint :", NULL, NULL},
	};
	check(cases, G_N_ELEMENTS(cases), "fra", KIND_BIRTH_RECORD);
}

static void
titles_sentences_and_values_are_no_labels(void)
{
	static const Case cases[] = {
		{"EXTRAIT D’ACTE DE NAISSANCE", NULL, NULL},
		{"CERTIFICAT DE NATIONALITÉ", NULL, NULL},
		{"DÉCLARATION DE NAISSANCE", NULL, NULL},
		{"AU NOM DU PEUPLE FRANÇAIS", NULL, NULL},
		{"PAR CES MOTIFS", NULL, NULL},
		{"Mairie de Ratoma", NULL, NULL},
		{"Marié", NULL, NULL},
		{"né de parents inconnus", NULL, NULL},
		{"Audience publique du 16 novembre 2022", NULL, NULL},
		{"la date de naissance figurant sur la carte est fausse", NULL, NULL},
		{"", NULL, NULL},
	};
	for (guint i = 0; i + 1 < G_N_ELEMENTS(cases); i++)
		check(&cases[i], 1, "fra", KIND_BIRTH_RECORD);
}

static void
a_label_without_sign_ends_where_its_value_begins(void)
{
	static const struct {
		const char *text, *key;
		guint end;
	} cases[] = {{"Nom complet de la maman KEITA Awa", "full_name", 5}, {"Sexe Masculin", "sex", 1},
		{"Lieu de naissance LA PAZ", "birth_place", 3}, {"DATE DE NAISSANCE 12/03/1991", "birth_date", 3},
		{"Naissance 12/03/1991 à Labé", LABEL_BIRTH, 1}, {"Lieu de naissance Gonder", "birth_place", 3}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		ComposedLabel label = compose(cases[i].text, "fra", KIND_BIRTH_RECORD);
		g_test_message("%s", cases[i].text);
		g_assert_cmpstr(label.key, ==, cases[i].key);
		g_assert_cmpuint(label.end, ==, cases[i].end);
		g_assert_false(label.closed);
	}
}

static void
unknown_words_speak_against(void)
{
	ComposedLabel known = compose("Date de naissance du père :", "fra", KIND_BIRTH_RECORD),
		      unknown = compose("Date de naissance coutumière du père :", "fra", KIND_BIRTH_RECORD),
		      misread = compose("Date de naissence du père :", "fra", KIND_BIRTH_RECORD);
	g_assert_cmpfloat(known.quality, ==, 1);
	g_assert_cmpstr(unknown.key, ==, "birth_date");
	g_assert_cmpfloat(unknown.quality, <, 0.9);
	g_assert_cmpstr(misread.key, ==, "birth_date");
	g_assert_cmpfloat(misread.quality, <, 1);
	ComposedLabel lost = compose("Ordre alphabétique selon date :", "fra", KIND_BIRTH_RECORD);
	g_assert_true(lost.key == NULL || g_str_equal(lost.key, LABEL_IGNORE));
}

static void
a_child_is_the_person_or_one_of_the_family(void)
{
	ComposedLabel record = compose("Nom complet de l’enfant :", "fra", KIND_BIRTH_RECORD),
		      form = compose("Nom complet de l’enfant :", "fra", KIND_FAMILY_FORM);
	g_assert_cmpstr(record.subject, ==, "person");
	g_assert_cmpstr(form.subject, ==, "child");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	lexicon = load();
	g_test_add_func("/labels/french_labels_follow_from_their_words", french_labels_follow_from_their_words);
	g_test_add_func("/labels/english_labels_follow_from_their_words", english_labels_follow_from_their_words);
	g_test_add_func("/labels/questions_are_labels", questions_are_labels);
	g_test_add_func("/labels/two_languages_say_the_same", two_languages_say_the_same);
	g_test_add_func("/labels/other_persons_and_things_are_never_taken", other_persons_and_things_are_never_taken);
	g_test_add_func("/labels/titles_sentences_and_values_are_no_labels", titles_sentences_and_values_are_no_labels);
	g_test_add_func("/labels/a_label_without_sign_ends_where_its_value_begins",
		a_label_without_sign_ends_where_its_value_begins);
	g_test_add_func("/labels/unknown_words_speak_against", unknown_words_speak_against);
	g_test_add_func(
		"/labels/a_child_is_the_person_or_one_of_the_family", a_child_is_the_person_or_one_of_the_family);
	int status = g_test_run();
	lexicon_free(lexicon);
	return status;
}
