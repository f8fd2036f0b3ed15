/* links: app/fields app/values app/dossier firmware/base */
#include "app/fields/concept_words.h"

static const char *const french[] = {"fra", NULL};

static GArray *
plain_of(const char *text)
{
	GArray *plain = g_array_new(FALSE, FALSE, sizeof(PlainWord));
	gboolean bracket = FALSE;
	plain_words_append(plain, text, &bracket);
	return plain;
}

static Concept
concept_of(const ConceptWords *words, const char *text, guint *n_words)
{
	g_autoptr(GArray) plain = g_array_new(FALSE, FALSE, sizeof(PlainWord));
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	gboolean bracket = FALSE;
	for (char **p = parts; *p != NULL; p++)
		plain_words_append(plain, *p, &bracket);
	ConceptHit hit;
	gboolean found = concept_words_at(words, french, plain, 0, TRUE, &hit);
	*n_words = hit.n_words;
	return found ? hit.concept : CONCEPT_UNKNOWN;
}

static void
apostrophes_hyphens_and_brackets_part_words(void)
{
	static const struct {
		const char *text;
		guint n;
	} cases[] = {{"né(e)", 1}, {"d'identité", 2}, {"Prénom(s)", 1}, {"post-nom", 2}, {"N°", 1}, {"D.O.B.", 1},
		{"(père)", 1}, {"!?", 0}, {"", 0}, {"...", 0}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) plain = plain_of(cases[i].text);
		g_test_message("%s", cases[i].text);
		g_assert_cmpuint(plain->len, ==, cases[i].n);
	}
	g_autoptr(GArray) plain = plain_of("(père)");
	g_assert_true(g_array_index(plain, PlainWord, 0).bracket);
}

static void
the_longest_entry_counts(void)
{
	g_autoptr(ConceptWords) words = concept_words_new();
	const char *fra = g_intern_static_string("fra");
	g_assert_true(concept_words_add(words, fra, CONCEPT_NAME, "nom"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_SURNAME, "nom de jeune fille"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_BIRTH, "naissan*"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_INFANT, "enfant"));
	g_assert_true(concept_words_add_prefix(words, fra, "l"));
	guint n = 0;
	g_assert_cmpint(concept_of(words, "NOM DE BANQUE", &n), ==, CONCEPT_NAME);
	g_assert_cmpuint(n, ==, 1);
	g_assert_cmpint(concept_of(words, "Nom de jeune fille", &n), ==, CONCEPT_SURNAME);
	g_assert_cmpuint(n, ==, 4);
	g_assert_cmpint(concept_of(words, "naissances", &n), ==, CONCEPT_BIRTH);
	g_assert_cmpint(concept_of(words, "l’enfant", &n), ==, CONCEPT_UNKNOWN); /* two words: l, enfant */
	g_assert_cmpint(concept_of(words, "lenfant", &n), ==, CONCEPT_INFANT);
	g_assert_cmpint(concept_of(words, "enfent", &n), ==, CONCEPT_INFANT); /* misread */
	g_assert_cmpint(concept_of(words, "nam", &n), ==, CONCEPT_UNKNOWN);
}

static void
a_whole_word_counts_before_a_stem_and_a_longer_stem_before_a_shorter(void)
{
	g_autoptr(ConceptWords) words = concept_words_new();
	const char *fra = g_intern_static_string("fra");
	g_assert_true(concept_words_add(words, fra, CONCEPT_FATHER, "والد*"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_MOTHER, "والدته"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_PARENTS, "والدين*"));
	guint n = 0;
	g_assert_cmpint(concept_of(words, "والدكم", &n), ==, CONCEPT_FATHER);
	g_assert_cmpint(concept_of(words, "والدته", &n), ==, CONCEPT_MOTHER);
	g_assert_cmpint(concept_of(words, "والدينا", &n), ==, CONCEPT_PARENTS);
	g_assert_cmpint(concept_of(words, "والدته،", &n), ==, CONCEPT_MOTHER);
}

static void
the_signs_between_words_of_every_script_part_them(void)
{
	static const char *const texts[] = {"የአባት፡ስም", "պաշտոն՝ անուն", "নাম।পিতা", "الاسم؛اللقب", NULL};
	for (guint i = 0; texts[i] != NULL; i++) {
		g_autoptr(GArray) plain = plain_of(texts[i]);
		g_assert_cmpuint(plain->len, ==, 2);
	}
}

static void
words_of_other_languages_do_not_count(void)
{
	g_autoptr(ConceptWords) words = concept_words_new();
	g_assert_true(concept_words_add(words, g_intern_static_string("tur"), CONCEPT_NAME, "ad"));
	guint n = 0;
	g_assert_cmpint(concept_of(words, "ad", &n), ==, CONCEPT_UNKNOWN);
	g_assert_true(concept_words_has(words, g_intern_static_string("tur")));
	g_assert_false(concept_words_has(words, g_intern_static_string("fra")));
}

static void
malformed_entries_are_refused(void)
{
	static const char *const bad[] = {"", "...", "*", "a*", "na*issance", "un deux trois quatre cinq six sept",
		"anticonstitutionnellementanticonstitutionnellement"};
	g_autoptr(ConceptWords) words = concept_words_new();
	const char *fra = g_intern_static_string("fra");
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_test_message("%s", bad[i]);
		g_assert_false(concept_words_add(words, fra, CONCEPT_NAME, bad[i]));
	}
	g_assert_true(concept_words_add(words, fra, CONCEPT_NAME, "nom"));
	g_assert_true(concept_words_add(words, fra, CONCEPT_NAME, "NOM"));
	g_assert_false(concept_words_add(words, fra, CONCEPT_GIVEN, "nom"));
	g_assert_false(concept_words_add_prefix(words, fra, "'"));
	g_assert_false(concept_words_add_prefix(words, fra, "abcde"));
	Concept concept;
	g_assert_true(concept_parse("born", &concept));
	g_assert_cmpstr(concept_name(concept), ==, "born");
	g_assert_false(concept_parse("unknown", &concept));
	g_assert_false(concept_parse("tribe", &concept));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/concepts/apostrophes_hyphens_and_brackets_part_words", apostrophes_hyphens_and_brackets_part_words);
	g_test_add_func("/concepts/the_longest_entry_counts", the_longest_entry_counts);
	g_test_add_func("/concepts/a_whole_word_counts_before_a_stem_and_a_longer_stem_before_a_shorter",
		a_whole_word_counts_before_a_stem_and_a_longer_stem_before_a_shorter);
	g_test_add_func("/concepts/the_signs_between_words_of_every_script_part_them",
		the_signs_between_words_of_every_script_part_them);
	g_test_add_func("/concepts/words_of_other_languages_do_not_count", words_of_other_languages_do_not_count);
	g_test_add_func("/concepts/malformed_entries_are_refused", malformed_entries_are_refused);
	return g_test_run();
}
