/* links: app/fields app/values app/dossier firmware/base */
#include "app/fields/lexicon.h"
#include "firmware/base/error.h"
#include <string.h>

static void
refuses(const char *text, const char *message)
{
	g_autoptr(Lexicon) lexicon = lexicon_new();
	g_autoptr(GError) error = NULL;
	gboolean added = lexicon_add(lexicon, "kinds/x.ini", text, strlen(text), &error);
	g_assert_false(added);
	g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	g_assert_nonnull(strstr(error->message, "kinds/x.ini"));
	if (strstr(error->message, message) == NULL)
		g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, message));
}

static void
a_vocabulary_is_read(void)
{
	static const char text[] =
		"[vocabulary]\nlanguage=fra\n[labels]\nsurname=Nom de famille\nfather.full_name=Fils de\n"
		"[subjects]\nfather=Père\n[prose]\n1=né|née le? <birth_date> *3 à <birth_place> =father\n";
	g_autoptr(Lexicon) lexicon = lexicon_new();
	g_autoptr(GError) error = NULL;
	gboolean added = lexicon_add(lexicon, "x", text, strlen(text), &error);
	g_assert_no_error(error);
	g_assert_true(added);
	g_assert_cmpuint(lexicon->labels->len, ==, 2);
	g_assert_cmpuint(lexicon->subjects->len, ==, 1);
	const ProsePattern *pattern = lexicon->patterns->pdata[0];
	g_assert_cmpuint(pattern->steps->len, ==, 6);
	g_assert_cmpstr(pattern->becomes, ==, "father");
}

static void
an_unknown_field_is_named(void)
{
	refuses("[vocabulary]\nlanguage=fra\n[labels]\nsurnam=Nom\n", "[labels] surnam: no such field");
	refuses("[kind]\nname=passport\nbears=person.surname;person.religion\n", "[kind] bears: no such field");
}

static void
an_unknown_key_or_group_is_named(void)
{
	refuses("[kind]\nname=passport\ntitel=x\n", "[kind] titel: unknown key");
	refuses("[kind]\nname=passport\n[tittles]\nfra=x\n", "[tittles]");
	refuses("[kind]\nname=pasport\n", "no such kind");
	refuses("[labels]\nsurname=Nom\n", "missing");
}

static void
a_malformed_line_is_counted(void)
{
	refuses("[kind]\nname=passport\nthis is no line\n", "kinds/x.ini:3:");
	refuses("name=passport\n", "kinds/x.ini:1:");
}

static void
a_malformed_phrase_is_refused(void)
{
	static const char *const phrases[] = {"<birth_date>", "né <nothing>", "né <birth_date", "né *0", "né *999",
		"*3 né", "né @nobody", "né =nobody", "le? né", "| né", ""};
	for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
		g_autofree char *text = g_strdup_printf("[vocabulary]\n[prose]\n1=%s\n", phrases[i]);
		refuses(text, "[prose] 1: not a phrase with slots");
	}
}

static void
a_weight_must_be_a_number(void)
{
	refuses("[kind]\nname=passport\n[titles]\nfra=Passeport|heavy\n", "weight");
	refuses("[kind]\nname=passport\n[titles]\nfra=Passeport|-1\n", "weight");
	refuses("[kind]\nname=passport\n[titles]\nfra=Passeport|nan\n", "weight");
	refuses("[kind]\nname=passport\n[titles]\nfra=ab\n", "fewer than 3");
}

static void
empty_and_foreign_bytes_are_refused(void)
{
	refuses("", "empty");
	refuses("[kind]\nname=\xff\xfe\n", "not UTF-8");
	g_autofree char *large = g_malloc(LEXICON_MAX_BYTES + 2);
	memset(large, '#', LEXICON_MAX_BYTES + 1);
	large[LEXICON_MAX_BYTES + 1] = '\0';
	refuses(large, "too large");
}

static void
folding_meets_what_labels_vary_in(void)
{
	static const struct {
		const char *one, *other;
	} pairs[] = {{"Né(e) le :", "NEE LE"}, {"Prénom", "PRENOM"}, {"Ё", "е"}, {"اسم الأب", "اسم الاب"},
		{"مدنية", "مدنيه"}, {"كتاب", "کتاب"}, {"ســـوريا", "سوريا"}, {"ДОЧЬ", "дочь"}, {"۱۳۷۵", "1375"},
		{"Soyadı", "SOYADI"}};
	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
		FoldedText a, b;
		folded_text_set(&a, pairs[i].one);
		folded_text_set(&b, pairs[i].other);
		g_assert_true(folded_text_equal(&a, &b));
	}
}

static void
distance_counts_single_errors(void)
{
	FoldedText a, b;
	folded_text_set(&a, "naissance");
	folded_text_set(&b, "nalssanee");
	g_assert_cmpuint(folded_text_distance(&a, &b, 3), ==, 2);
	g_assert_cmpuint(folded_text_distance(&a, &b, 1), ==, 2);
	folded_text_set(&b, "");
	g_assert_cmpuint(folded_text_distance(&a, &b, 4), ==, 5);
	folded_text_set(&b, "\xff\xfe");
	g_assert_cmpuint(b.n, ==, 0);
	g_assert_cmpuint(folded_text_tolerance(4), ==, 0);
}

static void
a_language_without_a_model_counts_where_its_reader_and_its_country_are(void)
{
	static const char text[] = "[vocabulary]\nlanguage=hat\nmostly=HTI\nreaders=fra;eng\n";
	g_autoptr(Lexicon) lexicon = lexicon_new();
	g_autoptr(GError) error = NULL;
	gboolean added = lexicon_add(lexicon, "x", text, strlen(text), &error);
	g_assert_no_error(error);
	g_assert_true(added);
	char fra[] = "fra", ara[] = "ara", *french[] = {fra, NULL}, *arabic[] = {ara, NULL};
	g_auto(GStrv) both = lexicon_languages(lexicon, french, "HTI");
	g_assert_cmpuint(g_strv_length(both), ==, 2);
	g_assert_cmpstr(both[1], ==, "hat");
	g_auto(GStrv) elsewhere = lexicon_languages(lexicon, french, "FRA");
	g_assert_cmpuint(g_strv_length(elsewhere), ==, 1);
	g_auto(GStrv) other = lexicon_languages(lexicon, arabic, "HTI");
	g_assert_cmpuint(g_strv_length(other), ==, 1);
	g_auto(GStrv) none = lexicon_languages(lexicon, NULL, "");
	g_assert_cmpuint(g_strv_length(none), ==, 0);
	refuses("[vocabulary]\nreaders=fra\n", "readers");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lexicon/a vocabulary is read", a_vocabulary_is_read);
	g_test_add_func("/lexicon/an unknown field is named", an_unknown_field_is_named);
	g_test_add_func("/lexicon/an unknown key or group is named", an_unknown_key_or_group_is_named);
	g_test_add_func("/lexicon/a malformed line is counted", a_malformed_line_is_counted);
	g_test_add_func("/lexicon/a malformed phrase is refused", a_malformed_phrase_is_refused);
	g_test_add_func("/lexicon/a weight must be a number", a_weight_must_be_a_number);
	g_test_add_func("/lexicon/empty and foreign bytes are refused", empty_and_foreign_bytes_are_refused);
	g_test_add_func("/lexicon/a language without a model counts where its reader and its country are",
		a_language_without_a_model_counts_where_its_reader_and_its_country_are);
	g_test_add_func("/lexicon/folding meets what labels vary in", folding_meets_what_labels_vary_in);
	g_test_add_func("/lexicon/distance counts single errors", distance_counts_single_errors);
	return g_test_run();
}
