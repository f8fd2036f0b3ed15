/* links: app/act app/compare app/values app/dossier firmware/base */
#include "app/act/act_pdf.h"
#include "firmware/base/error.h"
#include "tests/unit/compare_case.h"
#include <glib/gstdio.h>
#include <string.h>

/* The pages are read back with poppler's own programs: what they print is what an office would search and copy. */

static Case c;

static Dossier *
full_file(void)
{
	Dossier *dossier = dossier_new();
	dossier->file_number = g_strdup("921004417");
	Document *passport = paper(dossier, KIND_PASSPORT), *birth = paper(dossier, KIND_BIRTH_RECORD),
		 *decision = paper(dossier, KIND_DECISION), *form = paper(dossier, KIND_ASYLUM_FORM),
		 *tazkira = paper(dossier, KIND_TAZKIRA);
	Document *const latin[] = {passport, birth, form};
	for (guint i = 0; i < G_N_ELEMENTS(latin); i++) {
		says_same(latin[i], "person.surname", "AHMADI");
		says_same(latin[i], "person.given_names", "FERESHTA");
		says_same(latin[i], "person.birth_date", "1991-03-12");
		says(latin[i], "person.sex", "F", "F");
	}
	says_same(decision, "person.given_names", "Ferechta");
	says_same(decision, "person.surname", "AHMADI");
	says_same(passport, "person.birth_place", "Kaboul");
	says(passport, "person.birth_country", "AFGHANISTAN", "AFG");
	says_same(birth, "father.given_names", "Mohammad Zaman");
	says_same(birth, "father.birth_date", "1962");
	says_same(birth, "mother.given_names", "ZAHRA");
	says_same(form, "mother.given_names", "Nasrin");
	says(birth, "mother.surname", NULL, NULL);
	says(tazkira, "person.full_name", "فرشته احمدی", NULL);
	says(tazkira, "father.surname", "احمدی", NULL);
	says_same(birth, "mother.birth_date", "1965-03-21/1966-03-20");
	return dossier;
}

static GBytes *
print(Dossier *dossier, guint draft, GBytes *json, GError **error)
{
	case_compare(&c, dossier);
	act_draft(c.values, c.forms, dossier);
	return act_pdf(c.values, c.forms, dossier, dossier->drafts->pdata[draft], json, error);
}

/* Standard output of a program that reads the PDF from standard input or from a file named as "@". */
static char *
run(GBytes *pdf, const char *const *argv)
{
	g_autofree char *path = NULL, *out = NULL, *messages = NULL;
	g_autoptr(GError) error = NULL;
	int fd = g_file_open_tmp("civilia-act-XXXXXX.pdf", &path, &error), status;
	g_assert_no_error(error);
	g_assert_true(g_close(fd, NULL));
	g_assert_true(g_file_set_contents(path, g_bytes_get_data(pdf, NULL), (gssize)g_bytes_get_size(pdf), &error));
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	for (; *argv != NULL; argv++)
		g_ptr_array_add(words, (gpointer)(g_str_equal(*argv, "@") ? path : *argv));
	g_ptr_array_add(words, NULL);
	g_spawn_sync(
		NULL, (char **)words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &messages, &status, &error);
	g_remove(path);
	g_assert_no_error(error);
	g_assert_cmpint(status, ==, 0);
	g_assert_cmpstr(messages, ==, "");
	return g_steal_pointer(&out);
}

static char *
text_of(GBytes *pdf)
{
	g_autofree char *text = run(pdf, (const char *const[]){"pdftotext", "@", "-", NULL});
	g_autoptr(GString) plain = g_string_new(text);
	g_string_replace(plain, "\u00A0", " ", 0);
	g_auto(GStrv) words = g_strsplit_set(plain->str, " \n\f", 0);
	GString *flat = g_string_new(NULL);
	for (char **w = words; *w != NULL; w++)
		if (**w != '\0')
			g_string_append_printf(flat, "%s%s", flat->len > 0 ? " " : "", *w);
	return g_string_free(flat, FALSE);
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		g_error("\"%s\" is not in: %s", part, text);
}

static void
test_the_page_says_the_act_in_french(void)
{
	g_autoptr(Dossier) dossier = full_file();
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) pdf = print(dossier, 0, NULL, &error);
	g_assert_no_error(error);
	g_autofree char *text = text_of(pdf);
	static const char *const parts[] = {"Certificat de naissance", "921004417", "AHMADI", "Fereshta", "féminin",
		"le douze mars mil neuf cent quatre-vingt-onze", "12 mars 1991", "Kaboul", "Afghanistan",
		"Mohammad Zaman", "en mil neuf cent soixante-deux",
		"entre le vingt et un mars mil neuf cent soixante-cinq et le vingt mars mil neuf cent soixante-six",
		"PROJET", "passeport, p. 1", "à compléter par l’agent", "les pièces se contredisent",
		"« ZAHRA » (acte de naissance, p. 1)", "« Nasrin » (formulaire d’asile, p. 1)", "écrit, mais illisible",
		"Attestation d’équivalence", "1/"};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		assert_has(text, parts[i]);
	/* Never filled in beforehand. */
	static const char *const never[] = {"Signature", "Fait à", "Sceau"};
	for (guint i = 0; i < G_N_ELEMENTS(never); i++)
		g_assert_null(strstr(text, never[i]));
}

static void
test_the_file_has_title_language_embedded_fonts_and_no_person_in_its_metadata(void)
{
	g_autoptr(Dossier) dossier = full_file();
	g_autoptr(GBytes) pdf = print(dossier, 0, NULL, NULL);
	g_assert_nonnull(pdf);
	g_autofree char *info = run(pdf, (const char *const[]){"pdfinfo", "@", NULL});
	assert_has(info, "Certificat de naissance");
	assert_has(info, "Tagged:          yes");
	assert_has(info, "A4");
	g_assert_null(strstr(info, "AHMADI"));
	g_assert_null(strstr(info, "CreationDate"));
	g_autofree char *fonts = run(pdf, (const char *const[]){"pdffonts", "@", NULL});
	g_auto(GStrv) lines = g_strsplit(fonts, "\n", 0);
	guint n = 0;
	for (char **line = lines + 2; *line != NULL && **line != '\0'; line++, n++) {
		assert_has(*line, "Noto");
		assert_has(*line, " yes yes yes"); /* embedded, subset, has Unicode */
	}
	g_assert_cmpuint(n, >, 1);
	g_autofree char *tree = run(pdf, (const char *const[]){"pdfinfo", "-struct-text", "@", NULL});
	assert_has(tree, "H1");
	assert_has(tree, "H2");
	/* qpdf wrote /Lang in the clear catalogue or in an object stream; poppler does not print it. */
	gsize size;
	const char *data = g_bytes_get_data(pdf, &size);
	g_assert_nonnull(memmem(data, size, "fr-FR", 5));
}

static void
test_the_record_is_attached_and_comes_out_unchanged(void)
{
	g_autoptr(Dossier) dossier = full_file();
	g_autoptr(GBytes) json = g_bytes_new_static("{\"act\": \"birth\"}", 16);
	g_autoptr(GBytes) pdf = print(dossier, 0, json, NULL);
	g_autofree char *list = run(pdf, (const char *const[]){"pdfdetach", "-list", "@", NULL});
	assert_has(list, "act.json");
	g_autofree char *folder = g_dir_make_tmp("civilia-detach-XXXXXX", NULL),
			*out = g_build_filename(folder, "j", NULL);
	g_autofree char *said =
		run(pdf, (const char *const[]){"pdfdetach", "-savefile", "act.json", "-o", out, "@", NULL});
	g_autofree char *back = NULL;
	g_assert_true(g_file_get_contents(out, &back, NULL, NULL));
	g_assert_cmpstr(back, ==, "{\"act\": \"birth\"}");
	g_assert_cmpint(g_remove(out) | g_rmdir(folder), ==, 0);
}

static void
test_the_same_act_gives_the_same_bytes(void)
{
	g_autoptr(Dossier) dossier = full_file();
	g_autoptr(GBytes) first = print(dossier, 0, NULL, NULL);
	g_autoptr(GBytes) second = print(dossier, 0, NULL, NULL);
	g_assert_true(g_bytes_equal(first, second));
}

static void
test_long_values_wrap_and_stay_on_the_page(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autofree char *name = g_strnfill(300, 'W'), *place = g_strnfill(1000, 'm');
	Document *passport = paper(dossier, KIND_PASSPORT);
	says_same(passport, "person.given_names", name);
	says_same(passport, "person.birth_place", place);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) pdf = print(dossier, 0, NULL, &error);
	g_assert_no_error(error);
	g_autofree char *boxes = run(pdf, (const char *const[]){"pdftotext", "-bbox", "@", "-", NULL});
	g_auto(GStrv) words = g_strsplit(boxes, "<word ", 0);
	guint letters = 0;
	for (char **w = words + 1; *w != NULL; w++) {
		const char *right = strstr(*w, "xMax=\""), *low = strstr(*w, "yMax=\"");
		g_assert_nonnull(right);
		g_assert_cmpfloat(g_ascii_strtod(right + 6, NULL), <=, 595);
		g_assert_cmpfloat(g_ascii_strtod(low + 6, NULL), <=, 842);
		for (const char *p = strchr(*w, '>'); p != NULL && *p != '\0' && *p != '<'; p++)
			letters += *p == 'm' ? 1 : 0;
	}
	g_assert_cmpuint(letters, >=, 1000);
	g_autofree char *info = run(pdf, (const char *const[]){"pdfinfo", "@", NULL});
	g_assert_null(strstr(info, "Pages:           1\n")); /* the second page was needed */
	g_autofree char *text = text_of(pdf);
	assert_has(text, "3/3");
}

static void
assert_refused(const char *field, const char *value, int code)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autoptr(Act) act = act_new(ACT_BIRTH);
	act_add_field(act, field, value);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) pdf = act_pdf(c.values, c.forms, dossier, act, NULL, &error);
	g_assert_null(pdf);
	g_assert_error(error, STATION_ERROR, code);
	assert_has(error->message, field);
}

static void
test_what_cannot_stand_in_an_act_is_refused_by_name(void)
{
	assert_refused("person.surname", "AHMADI\xE2\x80\xAEIDAMHA", STATION_ERROR_UNSUPPORTED); /* U+202E */
	assert_refused("person.surname", "AHMADI\xE2\x81\xA6", STATION_ERROR_UNSUPPORTED);       /* U+2066 */
	assert_refused("person.surname", "AHM\001ADI", STATION_ERROR_UNSUPPORTED);
	assert_refused("person.surname", "AHM\nADI", STATION_ERROR_UNSUPPORTED);
	assert_refused("person.given_names", "Lina \xF0\x9F\x98\x80", STATION_ERROR_UNSUPPORTED);
	assert_refused("person.given_names", "Lina \xEE\x80\x80", STATION_ERROR_UNSUPPORTED); /* private use */
	assert_refused("person.given_names", "\xFF\xFE", STATION_ERROR_UNSUPPORTED);
	assert_refused("person.birth_date", "12/03/1991", STATION_ERROR_UNSUPPORTED);
	assert_refused("spouse.surname", "NAZARI", STATION_ERROR_USAGE); /* not on the birth form */
	g_autofree char *endless = g_strnfill(1001, 'a');
	assert_refused("person.surname", endless, STATION_ERROR_TOO_LARGE);
}

static void
test_an_act_without_form_and_a_huge_record_are_refused(void)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autoptr(Act) death = act_new(ACT_DEATH);
	g_autoptr(Act) birth = act_new(ACT_BIRTH);
	g_autoptr(GError) no_form = NULL;
	g_autoptr(GError) too_large = NULL;
	g_assert_null(act_pdf(c.values, c.forms, dossier, death, NULL, &no_form));
	g_assert_error(no_form, STATION_ERROR, STATION_ERROR_UNSUPPORTED);
	g_autoptr(GBytes) json = g_bytes_new_take(g_malloc0(5 * 1024 * 1024), 5 * 1024 * 1024);
	g_assert_null(act_pdf(c.values, c.forms, dossier, birth, json, &too_large));
	g_assert_error(too_large, STATION_ERROR, STATION_ERROR_TOO_LARGE);
}

static void
test_a_marriage_has_its_own_form(void)
{
	g_autoptr(Dossier) dossier = full_file();
	says_same(dossier->documents->pdata[1], "marriage.date", "2012-06-01");
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) pdf = print(dossier, 1, NULL, &error);
	g_assert_no_error(error);
	g_autofree char *text = text_of(pdf);
	assert_has(text, "Certificat de mariage");
	assert_has(text, "le premier juin deux mille douze");
}

int
main(int argc, char **argv)
{
	/* With a file name: writes that act, to be looked at. */
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	case_load(&c);
	if (argc > 1) {
		g_autoptr(Dossier) dossier = full_file();
		says_same(dossier->documents->pdata[0], "spouse.surname", "Muñoz");
		says_same(dossier->documents->pdata[0], "marriage.date", "2012-06-01");
		g_autoptr(GBytes) pdf = print(dossier, argc > 2 ? 1 : 0, NULL, NULL);
		return g_file_set_contents(argv[1], g_bytes_get_data(pdf, NULL), (gssize)g_bytes_get_size(pdf), NULL)
			       ? 0
			       : 1;
	}
	g_test_add_func("/act pdf/the page says the act in French", test_the_page_says_the_act_in_french);
	g_test_add_func("/act pdf/the file has title, language, embedded fonts and no person in its metadata",
		test_the_file_has_title_language_embedded_fonts_and_no_person_in_its_metadata);
	g_test_add_func("/act pdf/the record is attached and comes out unchanged",
		test_the_record_is_attached_and_comes_out_unchanged);
	g_test_add_func("/act pdf/the same act gives the same bytes", test_the_same_act_gives_the_same_bytes);
	g_test_add_func("/act pdf/long values wrap and stay on the page", test_long_values_wrap_and_stay_on_the_page);
	g_test_add_func("/act pdf/what cannot stand in an act is refused by name",
		test_what_cannot_stand_in_an_act_is_refused_by_name);
	g_test_add_func("/act pdf/an act without form and a huge record are refused",
		test_an_act_without_form_and_a_huge_record_are_refused);
	g_test_add_func("/act pdf/a marriage has its own form", test_a_marriage_has_its_own_form);
	int status = g_test_run();
	case_clear(&c);
	return status;
}
