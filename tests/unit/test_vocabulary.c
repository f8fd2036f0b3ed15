/* links: app/fields app/values app/dossier firmware/base */
/* Labels of the world's papers: tests/golden/labels/LANGUAGE.ini holds values, and pages of labels with what stands
 * beside each. Every page is laid out with colons, with columns, and with its values below; nearly all must be read,
 * and nothing of what stands behind "ignore" may be. */
#include "app/fields/fields.h"
#include "firmware/base/error.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

static Values *values;
static Fields *fields;

typedef enum { LAYOUT_COLON, LAYOUT_COLUMNS, LAYOUT_BELOW, LAYOUT_N } Layout;

typedef struct {
	guint labels, right, taken; /* taken: ignored ones that were taken */
} Sum;

/* How an expectation is called in the files, and the field. ends_with_dot: the beginning of fields among which the
 * words of a name may be divided. */
static const struct {
	const char *name, *value, *field;
	gboolean coded; /* the normalised value counts, not the words */
} keys[] = {{"given", "given", "person.given_names", FALSE}, {"surname", "surname", "person.surname", FALSE},
	{"patronymic", "patronymic", "person.patronymic", FALSE}, {"full", "full", "person.", FALSE},
	{"father", "father", "father.", FALSE}, {"mother", "mother", "mother.", FALSE},
	{"grandfather", "grandfather", "grandfather.", FALSE}, {"spouse", "spouse", "spouse.", FALSE},
	{"place", "place", "person.birth_place", FALSE}, {"country", "country", "person.birth_country", TRUE},
	{"date", "date", "person.birth_date", TRUE}, {"sex", "sex", "person.sex", TRUE},
	{"nationality", "nationality", "person.nationality", TRUE}, {"status", "status", "person.marital_status", TRUE},
	{"national", "national", "person.national_number", FALSE}, {"number", "number", "document.number", FALSE},
	{"issue", "issue", "document.issue_date", TRUE}, {"expiry", "expiry", "document.expiry_date", TRUE},
	{"authority", "authority", "document.issuing_authority", FALSE},
	{"marriage_date", "marriage", "marriage.date", TRUE}, {"marriage_place", "place", "marriage.place", FALSE},
	{"death_date", "death", "death.date", TRUE}, {"death_place", "place", "death.place", FALSE},
	{"ignore", "ignore", "", FALSE}};

static guint
key_of(const char *name)
{
	guint i = 0;
	while (i < G_N_ELEMENTS(keys) && !g_str_equal(keys[i].name, name))
		i++;
	if (i == G_N_ELEMENTS(keys))
		g_error("\"%s\" is no expectation", name);
	return i;
}

/* "12/03/1991|1991-03-12": what is printed, and what it means. */
static char **
value_of(GKeyFile *file, guint key)
{
	g_autofree char *text = g_key_file_get_string(file, "values", keys[key].value, NULL);
	if (text == NULL)
		g_error("no value for \"%s\"", keys[key].name);
	char **pair = g_strsplit(text, "|", 2);
	return pair;
}

static void
append_row(GString *page, Layout layout, const char *label, const char *value)
{
	glong n = g_utf8_strlen(label, -1);
	if (layout == LAYOUT_COLON)
		g_string_append_printf(page, "%s : %s\n\n", label, value);
	else if (layout == LAYOUT_COLUMNS)
		g_string_append_printf(page, "%s%*s%s\n\n", label, (int)MAX(44 - n, 4), "", value);
	else
		g_string_append_printf(page, "%s\n%s\n\n", label, value);
}

static Document *
read_text(const char *text, const char *language)
{
	g_autoptr(GPtrArray) words = layout_words(text);
	for (guint i = 0; i < words->len; i++) {
		Word *word = words->pdata[i];
		g_free(word->language);
		word->language = g_strdup(language);
	}
	return fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 4000, NULL, NULL, 2026, 11, 23);
}

/* Every word of the text in the facts whose field begins so. */
static gboolean
has_words(const Document *document, const char *field, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	gboolean whole = !g_str_has_suffix(field, ".");
	for (char **w = words; *w != NULL; w++) {
		gboolean found = FALSE;
		for (guint i = 0; i < document->facts->len && !found; i++) {
			const Fact *fact = document->facts->pdata[i];
			if (fact->raw == NULL ||
				!(whole ? g_str_equal(fact->field, field) : g_str_has_prefix(fact->field, field)))
				continue;
			g_auto(GStrv) parts = g_strsplit(fact->raw, " ", -1);
			found = g_strv_contains((const char *const *)parts, *w) &&
				(!whole || g_str_equal(fact->raw, text));
		}
		if (!found)
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_right(const Document *document, guint key, char **value)
{
	if (!keys[key].coded)
		return has_words(document, keys[key].field, value[0]);
	const Fact *fact = document_fact(document, keys[key].field);
	return fact != NULL && g_strcmp0(fact->value, value[1]) == 0;
}

static gboolean
is_taken(const Document *document, const char *text)
{
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (fact->raw != NULL && strstr(fact->raw, text) != NULL)
			return TRUE;
	}
	return FALSE;
}

static void
explain(const Document *document, const char *language, const char *group, Layout layout, const char *row,
	const char *field)
{
	g_test_message("%s [%s] %d: %s", language, group, layout, row);
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (g_str_has_prefix(fact->field, field) && *field != '\0')
			g_test_message("    %s: %s (%s)", fact->field, fact->raw, fact->value);
	}
}

static void
check_page(GKeyFile *file, const char *language, const char *group, Layout layout, Sum *sum)
{
	g_autoptr(GString) page = g_string_new(NULL);
	g_auto(GStrv) titles = g_key_file_get_string_list(file, group, "title", NULL, NULL);
	g_auto(GStrv) rows = g_key_file_get_string_list(file, group, "labels", NULL, NULL);
	g_assert_nonnull(rows);
	for (char **t = titles; *t != NULL; t++)
		g_string_append_printf(page, "%s\n\n", *t);
	for (guint pass = 0; pass < 2; pass++) {
		g_autoptr(Document) document = pass == 0 ? NULL : read_text(page->str, language);
		for (char **r = rows; *r != NULL; r++) {
			g_auto(GStrv) row = g_strsplit(*r, ">", 2);
			guint key = key_of(row[1]);
			g_auto(GStrv) value = value_of(file, key);
			if (pass == 0) {
				append_row(page, layout, row[0], value[0]);
				continue;
			}
			gboolean ignored = *keys[key].field == '\0';
			gboolean taken = ignored && is_taken(document, value[0]);
			gboolean right = ignored ? !taken : is_right(document, key, value);
			sum->labels++;
			sum->right += right;
			sum->taken += taken;
			if (taken)
				explain(document, language, group, layout, value[0], "person");
			if (!right)
				explain(document, language, group, layout, *r, keys[key].field);
		}
	}
}

static void
add(Sum *to, const Sum *sum)
{
	to->labels += sum->labels;
	to->right += sum->right;
	to->taken += sum->taken;
}

static Sum
check_language(const char *folder, const char *name)
{
	Sum whole = {0};
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *own = g_strndup(name, 3);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) error = NULL;
	g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &error);
	g_assert_no_error(error);
	g_autofree char *reader = g_key_file_get_string(file, "values", "reader", NULL);
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (int layout = 0; layout < LAYOUT_N; layout++) {
		Sum sum = {0};
		for (char **g = groups; *g != NULL; g++)
			if (!g_str_equal(*g, "values"))
				check_page(file, reader == NULL ? own : reader, *g, (Layout)layout, &sum);
		g_test_message("%s layout %d: %u of %u right, %u taken", own, layout, sum.right, sum.labels, sum.taken);
		add(&whole, &sum);
	}
	return whole;
}

static void
labels_of_every_language_are_read(void)
{
	enum { LEAST_PERCENT = 98, LEAST_OF_LANGUAGE = 91, MOST_TAKEN = 0 };
	g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "golden", "labels", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_assert_nonnull(dir);
	Sum all = {0};
	const char *name;
	while ((name = g_dir_read_name(dir)) != NULL) {
		Sum sum = check_language(folder, name);
		add(&all, &sum);
		g_assert_cmpuint(sum.labels, >, 0);
		if (sum.right * 100 < sum.labels * LEAST_OF_LANGUAGE) {
			g_test_message("%s: only %u of %u", name, sum.right, sum.labels);
			g_test_fail();
		}
	}
	g_test_message("all: %u of %u right, %u taken", all.right, all.labels, all.taken);
	g_assert_cmpuint(all.labels, >, 2500);
	g_assert_cmpuint(all.right * 100, >=, all.labels * LEAST_PERCENT);
	g_assert_cmpuint(all.taken, <=, MOST_TAKEN);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	fields = fields_load(folder, values, &error);
	g_assert_no_error(error);
	g_test_add_func("/vocabulary/labels_of_every_language_are_read", labels_of_every_language_are_read);
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
