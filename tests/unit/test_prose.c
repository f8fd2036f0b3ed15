/* links: app/fields app/values app/dossier firmware/base */
#include "app/fields/fields.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

/* Sentences as registers, courts and offices write them (golden/prose/): "## title", the lines of the page, then "=
 * field=value" for every fact that it bears. "person.name" is the whole name, divided or not, in either order. */
static Values *values;
static Fields *fields;

typedef struct {
	char *title;
	GString *page;
	GPtrArray *facts; /* "field=value" */
} Sentence;

static void
sentence_free(Sentence *sentence)
{
	g_free(sentence->title);
	g_string_free(sentence->page, TRUE);
	g_ptr_array_unref(sentence->facts);
	g_free(sentence);
}

static GPtrArray *
read_sentences(const char *name)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "prose", name, NULL);
	g_autofree char *text = NULL;
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	GPtrArray *sentences = g_ptr_array_new_with_free_func((GDestroyNotify)sentence_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (g_str_has_prefix(*line, "## ")) {
			Sentence *sentence = g_new0(Sentence, 1);
			sentence->title = g_strdup(*line + 3);
			sentence->page = g_string_new(NULL);
			sentence->facts = g_ptr_array_new_with_free_func(g_free);
			g_ptr_array_add(sentences, sentence);
			continue;
		}
		g_assert_cmpuint(sentences->len, >, 0);
		Sentence *sentence = sentences->pdata[sentences->len - 1];
		if (g_str_has_prefix(*line, "= "))
			g_ptr_array_add(sentence->facts, g_strdup(*line + 2));
		else
			g_string_append_printf(sentence->page, "%s\n", *line);
	}
	return sentences;
}

static const char *
value_of(const Document *document, const char *subject, const char *ending, gboolean own)
{
	g_autofree char *field = g_strconcat(subject, ".", ending, NULL);
	const Fact *fact = document_fact(document, field);
	return fact == NULL ? NULL : own || fact->value == NULL ? fact->raw : fact->value;
}

static gboolean
is_named(const Document *document, const char *subject, const char *name)
{
	gboolean own = !g_str_equal(script_of(name), "Latn"); /* in its own letters */
	const char *patronymic = value_of(document, subject, "patronymic", own);
	const char *full = value_of(document, subject, "full_name", own),
		   *surname = value_of(document, subject, "surname", own),
		   *given = value_of(document, subject, "given_names", own);
	if (full != NULL || surname == NULL || given == NULL)
		return g_strcmp0(full != NULL ? full : surname != NULL ? surname : given, name) == 0;
	if (patronymic != NULL) {
		g_autofree char *whole =
			g_strjoin(" ", surname == NULL ? "" : surname, given == NULL ? "" : given, patronymic, NULL);
		return g_str_equal(whole, name);
	}
	g_autofree char *first = g_strconcat(surname, " ", given, NULL), *last = g_strconcat(given, " ", surname, NULL);
	return g_str_equal(first, name) || g_str_equal(last, name);
}

static gboolean
is_given(const Document *document, const char *wanted)
{
	const char *value = strchr(wanted, '=') + 1, *ending = strchr(wanted, '.');
	g_autofree char *field = g_strndup(wanted, (gsize)(value - 1 - wanted));
	g_autofree char *subject = g_strndup(wanted, (gsize)(ending - wanted));
	if (g_str_has_suffix(field, ".name"))
		return is_named(document, subject, value);
	const Fact *fact = document_fact(document, field);
	return fact != NULL && (g_strcmp0(fact->value, value) == 0 ||
				       (!g_str_equal(script_of(value), "Latn") && g_strcmp0(fact->raw, value) == 0));
}

/* What a paper may bear besides is not listed: numbers, the office, the country beside a town. */
static gboolean
is_wanted(const Fact *fact, const GPtrArray *wanted)
{
	if (g_str_has_suffix(fact->field, "number") || g_str_has_suffix(fact->field, "authority") ||
		g_str_has_suffix(fact->field, "birth_country"))
		return TRUE;
	g_autofree char *name = g_strndup(fact->field, strcspn(fact->field, "."));
	for (guint i = 0; i < wanted->len; i++) {
		const char *field = wanted->pdata[i];
		g_autofree char *key = g_strndup(field, strcspn(field, "="));
		if (g_str_equal(key, fact->field))
			return TRUE;
		gboolean of_name = g_str_has_suffix(fact->field, "name") || g_str_has_suffix(fact->field, "names") ||
				   g_str_has_suffix(fact->field, "patronymic");
		if (of_name && g_str_has_suffix(key, ".name") && strlen(name) + 5 == strlen(key) &&
			g_str_has_prefix(key, name))
			return TRUE;
	}
	return FALSE;
}

static void
show_others(const Document *document, const char *wanted)
{
	gsize subject = strcspn(wanted, ".") + 1;
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (strncmp(fact->field, wanted, subject) == 0)
			g_test_message("    %s: %s", fact->field, fact->value);
	}
}

static guint
faults_of(const Sentence *sentence)
{
	guint faults = 0;
	g_autoptr(GPtrArray) words = layout_words(sentence->page->str);
	g_autoptr(Document) document =
		fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 2800, NULL, NULL, 2026, 11, 23);
	for (guint i = 0; i < sentence->facts->len; i++) {
		if (is_given(document, sentence->facts->pdata[i]))
			continue;
		g_test_message("%s: no %s", sentence->title, (const char *)sentence->facts->pdata[i]);
		show_others(document, sentence->facts->pdata[i]);
		faults++;
	}
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (is_wanted(fact, sentence->facts))
			continue;
		g_test_message("%s: %s is not said: %s", sentence->title, fact->field, fact->value);
		faults++;
	}
	return faults;
}

/* Not all of the world's sentences are understood yet; none may give less than it does. */
static void
sentences_of_the_world_give_their_facts(void)
{
	enum { LEAST = 15 };
	g_autoptr(GPtrArray) sentences = read_sentences("world.txt");
	guint good = 0;
	for (guint i = 0; i < sentences->len; i++)
		good += faults_of(sentences->pdata[i]) == 0;
	g_test_message("world.txt: %u of %u", good, sentences->len);
	g_assert_cmpuint(good, >=, LEAST);
}

static void
sentences_give_their_facts(gconstpointer name)
{
	g_autoptr(GPtrArray) sentences = read_sentences(name);
	guint good = 0;
	for (guint i = 0; i < sentences->len; i++)
		good += faults_of(sentences->pdata[i]) == 0;
	g_test_message("%s: %u of %u", (const char *)name, good, sentences->len);
	if (good < sentences->len)
		g_test_fail();
}

/* What a clerk writes behind a value is read as the sentence of whom the label named. */
static void
a_sentence_may_begin_with_any_word(void)
{
	static const char *const words[] = {"mère", "père", "de", "née", "et", "épouse", "juge", "?", "à", "fils de",
		"que", "le", "décédé", "nationalité", "sexe", "union", "marié", "12/03/1990", "KEITA", "d'AKA", "S/O",
		"I,"};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *page =
			g_strdup_printf("ACTE DE NAISSANCE\n\nMère : Aminata SYLLA, %s\n\n%s\n", words[i], words[i]);
		g_autoptr(GPtrArray) read = layout_words(page);
		g_autoptr(Document) document =
			fields_read(fields, read, NULL, LAYOUT_WIDTH_PX, 2800, NULL, NULL, 2026, 11, 23);
		g_assert_cmpint(document->kind, ==, KIND_BIRTH_RECORD);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(data, &error);
	g_assert_no_error(error);
	fields = fields_load(data, values, &error);
	g_assert_no_error(error);
	g_test_add_data_func("/prose/sentences give their facts and no other", "first.txt", sentences_give_their_facts);
	g_test_add_func("/prose/sentences of the world give their facts", sentences_of_the_world_give_their_facts);
	g_test_add_data_func("/prose/more sentences give them too", "second.txt", sentences_give_their_facts);
	g_test_add_func("/prose/a sentence may begin with any word", a_sentence_may_begin_with_any_word);
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
