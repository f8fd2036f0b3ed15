/* links: app/samples app/dossier firmware/base */
#include "app/samples/invent.h"
#include "app/samples/outcome.h"
#include "app/samples/template.h"
#include "app/samples/truth.h"
#include <glib/gstdio.h>

typedef struct {
	Wording *wording;
	GHashTable *values;
	char *path; /* a layout of the test's own */
} Case;

static void
case_up(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	c->wording = wording_load("app/data/samples/words.ini", &error);
	g_assert_no_error(error);
	c->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	int fd = g_file_open_tmp("samples-XXXXXX.page", &c->path, &error);
	g_assert_no_error(error);
	g_close(fd, NULL);
}

static void
case_down(Case *c, gconstpointer unused)
{
	(void)unused;
	g_unlink(c->path);
	g_free(c->path);
	g_hash_table_unref(c->values);
	wording_free(c->wording);
}

static void
set(Case *c, const char *variable, const char *spec)
{
	g_hash_table_replace(c->values, g_strdup(variable), g_strdup(spec));
}

#define HEAD "kind decision\nlanguages fra\nstyle body 11 #111111 Liberation Serif\n"

static Sheet *
draw(Case *c, const char *layout, GError **error)
{
	g_assert_true(g_file_set_contents(c->path, layout, -1, NULL));
	Chance chance;
	chance_init(&chance, 1, NULL);
	return template_draw(c->path, c->values, c->wording, &chance, error);
}

static char *
words_of(const Sheet *sheet)
{
	g_ptr_array_add(sheet->words, NULL);
	char *words = g_strjoinv(" ", (char **)sheet->words->pdata);
	g_ptr_array_set_size(sheet->words, (int)sheet->words->len - 1);
	return words;
}

static void
test_a_page_records_what_it_shows(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	set(c, "person.surname", "AHMADI");
	set(c, "person.sex", "F");
	set(c, "person.birth_date", "1991");
	set(c, "clerk", "Paul");
	g_autoptr(Sheet) sheet = draw(c,
		HEAD "text body 20 20 100 start | {~M./Mme} {person.surname},\n\t{~né/née} {?person.birth_date/le/en} "
		     "{person.birth_date:fr}{?father.full_name/ de /}{father.full_name} ; {=clerk}\n"
		     "[father.full_name] text body 20 40 100 start | père {father.full_name}\n"
		     "[!father.full_name] text body 20 40 100 start | sans père\n"
		     "tick body 20 60 4 person.sex M | Homme\ntick body 60 60 4 person.sex F | Femme\n",
		&error);
	g_assert_no_error(error);
	g_autofree char *words = words_of(sheet);
	g_assert_cmpstr(words, ==, "Mme AHMADI, née en 1991 ; Paul sans père Homme Femme");
	g_assert_cmpuint(sheet->facts->len, ==, 3);
	const PrintedFact *date = g_ptr_array_index(sheet->facts, 1), *sex = g_ptr_array_index(sheet->facts, 2);
	g_assert_cmpstr(date->field, ==, "person.birth_date");
	g_assert_cmpstr(date->raw, ==, "1991");
	g_assert_cmpstr(sex->field, ==, "person.sex");
	g_assert_cmpstr(sex->raw, ==, "Femme");
	g_assert_cmpstr(sex->value, ==, "F");
}

static void
test_texts_stand_in_rows(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	set(c, "person.surname", "AHMADI");
	g_autoptr(Sheet) sheet = draw(c,
		HEAD "at 40\npick clerk | Paul\npick document.issuing_authority | {=clerk} et fils\n"
		     "cells body 2 20 60 100 | {person.surname} | {=clerk}\n"
		     "grid body 2 20 60 100 | {document.issuing_authority} |\n"
		     "text body 20 +-50 40 start | en haut\n",
		&error);
	g_assert_no_error(error);
	g_autofree char *words = words_of(sheet);
	g_assert_cmpstr(words, ==, "AHMADI Paul Paul et fils en haut");
	g_assert_cmpuint(sheet->facts->len, ==, 2);
	const PrintedFact *authority = g_ptr_array_index(sheet->facts, 1);
	g_assert_cmpstr(authority->raw, ==, "Paul et fils");
}

static void
test_a_zone_is_drawn_from_the_page_s_values(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	set(c, "person.surname", "Коваленко|Kovalenko");
	set(c, "person.given_names", "Oksana");
	set(c, "person.nationality", "UKR");
	set(c, "person.birth_date", "1979-06-24");
	set(c, "person.sex", "F");
	set(c, "document.number", "FB418207");
	set(c, "document.expiry_date", "2028-05-16");
	g_autoptr(Sheet) sheet = draw(c, HEAD "mrz 49 204\n", &error);
	g_assert_no_error(error);
	g_assert_cmpstr(sheet->mrz[0], ==, "P<UKRKOVALENKO<<OKSANA<<<<<<<<<<<<<<<<<<<<<<");
	g_assert_cmpuint(sheet->words->len, ==, 2);
}

static void
test_wrong_layouts_name_file_and_line(Case *c, gconstpointer unused)
{
	(void)unused;
	static const char *const layouts[] = {
		HEAD "dance 1 2\n",
		HEAD "text body 20 20 100 start\n",
		HEAD "text body 20 here 100 start | words\n",
		HEAD "text none 20 20 100 start | words\n",
		HEAD "text body 20 20 100 sideways | words\n",
		HEAD "text body 20 20 100 start | {person.nose}\n",
		HEAD "text body 20 20 100 start | {person.sex\n",
		HEAD "text body 20 20 100 start | {=sex:a}{~one}\n",
		HEAD "style body 11 #111111 No Such Family\n",
		HEAD "style body 11 black Liberation Serif\n",
		HEAD "comb body 20 20 5 6 3 | four\n",
		HEAD "comb body 20 20 5 6 9999 | four\n",
		HEAD "[person.sex text body 20 20 100 start | words\n",
		HEAD "line 0 0 1e9 5 1 #000000\n",
		HEAD "pick person.surname | AHMADI;NOORI\n",
		HEAD "pick clerk | {=person.sex:none}\n",
		HEAD "cells body 2 20 60 100 | one\n",
		HEAD "cells body 2 20 60 here | one | two\n",
		HEAD "text body 20 + 100 start | words\n",
		HEAD "languages a b c d e f g h i j k l m n\n",
	};
	set(c, "person.sex", "F");
	for (guint i = 0; i < G_N_ELEMENTS(layouts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Sheet) sheet = draw(c, layouts[i], &error);
		if (sheet != NULL)
			g_error("drawn: %s", layouts[i]);
		g_autofree char *start = g_strconcat(c->path, ":4: ", NULL);
		if (!g_str_has_prefix(error->message, start))
			g_error("%s: %s", layouts[i], error->message);
	}
}

static void
test_layouts_that_make_no_page_are_refused(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autofree char *long_word = g_strnfill(300 * 1024, 'x');
	const char *const layouts[] = {"", "kind decision\n", "languages fra\n", "\xff\xfe", long_word,
		HEAD "text body 20 290 100 start | one\\ntwo\n"};
	for (guint i = 0; i < G_N_ELEMENTS(layouts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Sheet) sheet = draw(c, layouts[i], &error);
		g_assert_null(sheet);
		g_assert_nonnull(strstr(error->message, c->path));
	}
	g_autoptr(GError) error = NULL;
	Chance chance;
	chance_init(&chance, 1, NULL);
	g_assert_null(template_draw("/no/such.page", c->values, c->wording, &chance, &error));
	g_assert_nonnull(strstr(error->message, "/no/such.page"));
}

/* Two papers of a text each; the second says the surname and the birth date its own way. */
static GPtrArray *
expect(Case *c, const char *surname, ReasonSet why, const char *date, char **message)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_new("x", "1");
	set(c, "person.surname", "DIALLO");
	set(c, "person.birth_date", "1998-02-05");
	plan_add_paper(plan, "a", c->values);
	Paper *second = plan_add_paper(plan, "b", c->values);
	paper_set(second, "person.surname", surname);
	paper_set(second, "person.birth_date", date);
	if (why != 0)
		paper_differs(second, "person.surname", why);
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func((GDestroyNotify)sheet_free);
	for (guint i = 0; i < 2; i++) {
		g_hash_table_unref(c->values);
		c->values = g_hash_table_ref(((Paper *)g_ptr_array_index(plan->papers, i))->values);
		g_ptr_array_add(sheets,
			draw(c, HEAD "text body 20 20 100 start | {person.surname} {person.birth_date:fr}\n", &error));
		g_assert_no_error(error);
	}
	GPtrArray *expected = outcome_expect(plan, sheets, &error);
	*message = error != NULL ? g_strdup(error->message) : NULL;
	return expected;
}

static const Expected *
find(const GPtrArray *expected, const char *field)
{
	for (guint i = 0; i < expected->len; i++)
		if (g_str_equal(((const Expected *)g_ptr_array_index(expected, i))->field, field))
			return g_ptr_array_index(expected, i);
	g_error("no verdict on %s", field);
}

static void
test_verdicts_follow_from_the_pages(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autofree char *none = NULL;
	g_autoptr(GPtrArray) a = expect(c, "Diallo", 0, "1998-02-05", &none);
	g_assert_null(none);
	g_assert_cmpint(find(a, "person.surname")->kind, ==, VERDICT_SAME);
	g_assert_true(find(a, "person.surname")->reasons == REASON_BIT(REASON_CASE));
	g_assert_cmpint(find(a, "mother.birth_date")->kind, ==, VERDICT_MISSING);

	g_autoptr(GPtrArray) b = expect(c, "DIALO", REASON_BIT(REASON_SPELLING), "1998", &none);
	g_assert_null(none);
	g_assert_cmpint(find(b, "person.surname")->kind, ==, VERDICT_VARIANT);
	g_assert_cmpint(find(b, "person.birth_date")->kind, ==, VERDICT_VARIANT);
	g_assert_true(find(b, "person.birth_date")->reasons == REASON_BIT(REASON_PRECISION));

	g_autoptr(GPtrArray) d = expect(c, "BARRY", REASON_BIT(REASON_OTHER_NAME), "1998-02-05", &none);
	g_assert_null(none);
	g_assert_cmpint(find(d, "person.surname")->kind, ==, VERDICT_CONFLICT);
	g_assert_cmpint(find(d, "person.full_name")->kind, ==, VERDICT_CONFLICT);
}

static void
test_truth_that_would_be_wrong_is_refused(Case *c, gconstpointer unused)
{
	(void)unused;
	g_autofree char *unexplained = NULL, *needless = NULL, *dates = NULL;
	g_assert_null(expect(c, "BARRY", 0, "1998-02-05", &unexplained));
	g_assert_nonnull(strstr(unexplained, "person.surname"));
	g_assert_null(expect(c, "DIALLO", REASON_BIT(REASON_SPELLING), "1998-02-05", &needless));
	g_assert_nonnull(strstr(needless, "should differ"));
	g_assert_null(expect(c, "DIALLO", 0, "1994-02-05", &dates));
	g_assert_nonnull(strstr(dates, "person.birth_date"));
}

static void
test_wrong_dossier_files_name_their_fault(Case *c, gconstpointer unused)
{
	(void)unused;
	static const char *const files[] = {"", "[dossier]\nname=x\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=ZZZ\n[person]\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\nperson.sex=F\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\ntemplate=../a\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\ntemplate=a\nuse=none\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\ntemplate=a\ndiffers=person.sex\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\ntemplate=a\ndiffers=person.nose: "
		"spelling\n",
		"[dossier]\nname=x\nfile_number=1\ncountry=AFG\n[person]\n[paper 1]\ntemplate=a\ndiffers=person.sex: "
		"mood\n"};
	g_autoptr(GKeyFile) origins = g_key_file_new();
	g_assert_true(g_key_file_load_from_file(origins, "app/data/samples/origins.ini", G_KEY_FILE_NONE, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(c->path, files[i], -1, NULL));
		g_autoptr(Plan) plan = plan_load(c->path, origins, &error);
		if (plan != NULL)
			g_error("taken: %s", files[i]);
		g_assert_true(g_str_has_prefix(error->message, c->path));
	}
}

static void
test_invented_people_repeat_and_differ(void)
{
	g_autoptr(GKeyFile) origins = g_key_file_new(), pools = g_key_file_new();
	g_autoptr(GError) error = NULL;
	g_assert_true(g_key_file_load_from_file(origins, "app/data/samples/origins.ini", G_KEY_FILE_NONE, NULL));
	g_assert_true(g_key_file_load_from_file(pools, "app/data/samples/pools.ini", G_KEY_FILE_NONE, NULL));
	g_autoptr(Catalogue) catalogue = catalogue_load("app/data/samples", &error);
	g_assert_no_error(error);
	InventRules rules = {.pools = pools, .origins = origins, .catalogue = catalogue};
	g_assert_true(invent_check(&rules, "app/data/samples/pools.ini", &error));
	g_assert_no_error(error);
	g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < 300; i++) {
		g_autoptr(Plan) a = invent_plan(&rules, 9, i, &error);
		g_assert_no_error(error);
		g_autoptr(Plan) b = invent_plan(&rules, 9, i, &error);
		g_assert_cmpstr(a->name, ==, b->name);
		g_assert_cmpuint(a->papers->len, ==, b->papers->len);
		g_assert_cmpuint(a->papers->len, >=, 3);
		g_assert_cmpuint(a->papers->len, <=, 18);
		const Paper *paper = g_ptr_array_index(a->papers, 0), *again = g_ptr_array_index(b->papers, 0);
		g_assert_cmpstr(g_hash_table_lookup(paper->values, "person.given_names"), ==,
			g_hash_table_lookup(again->values, "person.given_names"));
		g_hash_table_add(numbers, g_strdup(a->file_number));
		for (guint k = 0; k < a->papers->len; k++)
			g_assert_false(layout_is_held(((Paper *)g_ptr_array_index(a->papers, k))->template));
	}
	g_assert_cmpuint(g_hash_table_size(numbers), ==, 300);
	rules.only = "tazkira-a";
	g_autoptr(Plan) alone = invent_plan(&rules, 9, 0, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(alone->papers->len, ==, 1);
	g_assert_true(g_str_has_suffix(alone->name, "-afg"));
	rules.only = "no-such-paper";
	g_assert_null(invent_plan(&rules, 9, 0, &error));
	g_assert_nonnull(strstr(error->message, "no-such-paper"));
}

/* A folder samples/ with a families.ini and empty layouts of these names. */
static char *
fake_samples(const char *families, const char *const *layouts)
{
	g_autoptr(GError) error = NULL;
	char *folder = g_dir_make_tmp("samples-XXXXXX", &error);
	g_assert_no_error(error);
	g_autofree char *held = g_build_filename(folder, "papers", "held", NULL);
	g_autofree char *ini = g_build_filename(folder, "families.ini", NULL);
	g_assert_cmpint(g_mkdir_with_parents(held, 0777), ==, 0);
	g_assert_true(g_file_set_contents(ini, families, -1, NULL));
	for (guint i = 0; layouts[i] != NULL; i++) {
		g_autofree char *path = g_build_filename(folder, "papers", layouts[i], NULL);
		g_assert_true(g_file_set_contents(path, "", 0, NULL));
	}
	return folder;
}

static void
remove_samples(const char *folder)
{
	const char *const command[] = {"rm", "-r", folder, NULL};
	g_assert_true(
		g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

static void
test_layouts_belong_to_a_set_and_a_family(void)
{
	static const char *const layouts[] = {"a-b-a.page", "a-b-c.page", "held/a-b-b.page", "held/a-b-a.page", NULL};
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = fake_samples("[a-b]\nkind=other\nown=record\nnative=true\n", layouts);
	g_autoptr(Catalogue) catalogue = catalogue_load(folder, &error);
	g_assert_no_error(error);
	const Family *family = catalogue_family_of(catalogue, "held/a-b-b");
	g_assert_true(family == catalogue_family(catalogue, "a-b"));
	g_assert_cmpint(family->own, ==, OWN_RECORD);
	g_assert_true(family->native && !family->married);
	g_autoptr(GPtrArray) seen = catalogue_layouts(family, SAMPLES_SEEN),
			     held = catalogue_layouts(family, SAMPLES_HELD),
			     all = catalogue_layouts(family, SAMPLES_ALL);
	g_assert_cmpuint(seen->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(seen, 1), ==, "a-b-c");
	g_assert_cmpuint(held->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(held, 0), ==, "held/a-b-a");
	g_assert_cmpuint(all->len, ==, 4);
	g_assert_null(catalogue_family_of(catalogue, "a-b"));
	g_assert_null(catalogue_family_of(catalogue, "a-b-10"));
	remove_samples(folder);
}

static void
test_wrong_families_name_file_and_line(void)
{
	static const struct {
		const char *families, *layout, *place;
	} cases[] = {{"[a]\n\nkind=letter\n", NULL, "families.ini:3: [a] kind"},
		{"[a]\nkind=other\n\n[b]\nown=form\n", NULL, "families.ini:4: [b]"},
		{"[a]\nkind=other\nown=mine\n", NULL, "families.ini:3: [a] own"},
		{"[a]\nkind=other\nnative=1\n", NULL, "families.ini:3: [a] native"},
		{"[a]\nkind=other\nsize=1\n", NULL, "families.ini:3: [a] size"}, {"no group", NULL, "families.ini:1: "},
		{"[a]\nkind=other\n", "b-a.page", "b-a.page:1: "}, {"[a]\nkind=other\n", "a-.page", "a-.page:1: "},
		{"[a]\nkind=other\n", "held/a.page", "held/a.page:1: "}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *const layouts[] = {cases[i].layout, NULL};
		g_autoptr(GError) error = NULL;
		g_autofree char *folder = fake_samples(cases[i].families, layouts);
		g_assert_null(catalogue_load(folder, &error));
		if (strstr(error->message, cases[i].place) == NULL)
			g_error("%s: %s", cases[i].families, error->message);
		remove_samples(folder);
	}
	g_autoptr(GError) error = NULL;
	g_assert_null(catalogue_load("/nonexistent", &error));
	g_assert_nonnull(strstr(error->message, "/nonexistent"));
}

static void
test_wrong_pools_name_file_and_line(Case *c, gconstpointer unused)
{
	(void)unused;
#define GOOD "[AFG]\ncompose=arab\nmale=A;B;C;D\nfemale=A;B;C;D\nplace=A;B;C;D\npapers=passport\n"
	static const struct {
		const char *pools, *place;
	} cases[] = {{"[origins]\n", ":1: [origins] list"}, {"[origins]\n\nlist=XXX\n", ":3: [origins] list"},
		{"[origins]\nlist=AFG\n[AFG]\ncompose=odd\n", ":4: [AFG] compose"},
		{"[origins]\nlist=AFG\n[AFG]\ncompose=arab\nmale=A;B\n", ":5: [AFG] male"},
		{"[origins]\nlist=AFG\n[AFG]\ncompose=arab\nmale=A;B;C;|D\n", ":5: [AFG] male"},
		{"[origins]\nlist=AFG\n" GOOD "[common]\npapers=passport;odd\n", ":10: [common] papers"},
		{"[origins]\nlist=AFG\n" GOOD, ":1: [common] papers"}};
	g_autoptr(GError) none = NULL;
	g_autoptr(GKeyFile) origins = g_key_file_new();
	g_assert_true(g_key_file_load_from_file(origins, "app/data/samples/origins.ini", G_KEY_FILE_NONE, NULL));
	g_autoptr(Catalogue) catalogue = catalogue_load("app/data/samples", &none);
	g_assert_no_error(none);
	const InventRules rules = {.origins = origins, .catalogue = catalogue};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *place = g_strconcat(c->path, cases[i].place, NULL);
		g_assert_true(g_file_set_contents(c->path, cases[i].pools, -1, NULL));
		g_assert_false(invent_check(&rules, c->path, &error));
		if (!g_str_has_prefix(error->message, place))
			g_error("%s: %s", cases[i].pools, error->message);
	}
}

#define TEST(name, function) g_test_add("/samples/" name, Case, NULL, case_up, function, case_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST("a page records the words and facts it shows", test_a_page_records_what_it_shows);
	TEST("texts stand side by side, values are picked", test_texts_stand_in_rows);
	TEST("a zone is drawn from the page's values", test_a_zone_is_drawn_from_the_page_s_values);
	TEST("a wrong layout is refused with file and line", test_wrong_layouts_name_file_and_line);
	TEST("an empty, binary, huge or overflowing layout is refused", test_layouts_that_make_no_page_are_refused);
	TEST("verdicts follow from what the pages show", test_verdicts_follow_from_the_pages);
	TEST("an unexplained difference and a needless reason are refused", test_truth_that_would_be_wrong_is_refused);
	TEST("a wrong dossier file is refused with its name", test_wrong_dossier_files_name_their_fault);
	g_test_add_func(
		"/samples/invented people repeat by seed and differ by number", test_invented_people_repeat_and_differ);
	g_test_add_func("/samples/layouts belong to a set and a family", test_layouts_belong_to_a_set_and_a_family);
	g_test_add_func(
		"/samples/wrong families are refused with file and line", test_wrong_families_name_file_and_line);
	TEST("wrong pools are refused with file and line", test_wrong_pools_name_file_and_line);
	return g_test_run();
}
