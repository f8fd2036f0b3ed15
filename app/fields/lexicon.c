#include "app/fields/lexicon_parts.h"
#include "app/dossier/field.h"
#include "app/fields/label_key.h"
#include "app/fields/prose_words.h"
#include "app/fields/shape.h"
#include <string.h>

static void
label_free(Label *label)
{
	g_free(label->key);
	g_free(label);
}

static void
subject_phrase_free(SubjectPhrase *phrase)
{
	g_free(phrase->subject);
	g_free(phrase);
}

static void
name_break_free(NameBreak *name_break)
{
	g_free(name_break->casefolded);
	g_free(name_break);
}

static void
shape_free(Shape *shape)
{
	g_free(shape->form);
	g_free(shape->field);
	g_free(shape);
}

static void
kind_field_free(KindField *field)
{
	g_free(field->name);
	g_free(field);
}

static void
step_free(Step *step)
{
	g_array_unref(step->words);
	g_free(step->key);
	g_free(step);
}

static void
prose_pattern_free(ProsePattern *pattern)
{
	g_free(pattern->subject);
	g_free(pattern->becomes);
	g_ptr_array_unref(pattern->steps);
	g_free(pattern);
}

Lexicon *
lexicon_new(void)
{
	Lexicon *lexicon = g_new0(Lexicon, 1);
	lexicon->labels = g_ptr_array_new_with_free_func((GDestroyNotify)label_free);
	lexicon->concepts = concept_words_new();
	lexicon->subjects = g_ptr_array_new_with_free_func((GDestroyNotify)subject_phrase_free);
	lexicon->relations = g_ptr_array_new_with_free_func((GDestroyNotify)subject_phrase_free);
	lexicon->ordinals = g_ptr_array_new_with_free_func((GDestroyNotify)subject_phrase_free);
	lexicon->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)prose_pattern_free);
	lexicon->prose_words = g_ptr_array_new_with_free_func((GDestroyNotify)prose_words_free);
	lexicon->shapes = g_ptr_array_new_with_free_func((GDestroyNotify)shape_free);
	lexicon->sequels = g_ptr_array_new_with_free_func(g_free);
	lexicon->titles = g_ptr_array_new_with_free_func(g_free);
	lexicon->patronymics = g_ptr_array_new_with_free_func(g_free);
	lexicon->connectors = g_ptr_array_new_with_free_func(g_free);
	lexicon->nones = g_ptr_array_new_with_free_func(g_free);
	lexicon->breaks = g_ptr_array_new_with_free_func((GDestroyNotify)name_break_free);
	lexicon->homes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	lexicon->readers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
	lexicon->mostly = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	lexicon->calling = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	lexicon->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	lexicon->countries = g_ptr_array_new_with_free_func(g_free);
	lexicon->title_words = title_words_new();
	for (int i = 0; i < KIND_N; i++)
		lexicon->kinds[i].cues = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < KIND_N; i++)
		lexicon->kinds[i].fields = g_ptr_array_new_with_free_func((GDestroyNotify)kind_field_free);
	for (int i = 0; i < KIND_N; i++)
		lexicon->kinds[i].offices = g_ptr_array_new_with_free_func(g_free);
	return lexicon;
}

void
lexicon_free(Lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	g_ptr_array_unref(lexicon->labels);
	concept_words_free(lexicon->concepts);
	g_ptr_array_unref(lexicon->subjects);
	g_ptr_array_unref(lexicon->relations);
	g_ptr_array_unref(lexicon->ordinals);
	g_ptr_array_unref(lexicon->patterns);
	g_ptr_array_unref(lexicon->prose_words);
	g_ptr_array_unref(lexicon->shapes);
	g_ptr_array_unref(lexicon->sequels);
	g_ptr_array_unref(lexicon->titles);
	g_ptr_array_unref(lexicon->patronymics);
	g_ptr_array_unref(lexicon->connectors);
	g_ptr_array_unref(lexicon->nones);
	g_ptr_array_unref(lexicon->breaks);
	g_ptr_array_unref(lexicon->countries);
	g_hash_table_unref(lexicon->homes);
	g_hash_table_unref(lexicon->readers);
	g_hash_table_unref(lexicon->mostly);
	g_hash_table_unref(lexicon->calling);
	g_hash_table_unref(lexicon->marks);
	title_words_free(lexicon->title_words);
	g_strfreev(lexicon->month_first);
	for (int i = 0; i < KIND_N; i++) {
		g_ptr_array_unref(lexicon->kinds[i].cues);
		g_ptr_array_unref(lexicon->kinds[i].fields);
		g_ptr_array_unref(lexicon->kinds[i].offices);
		g_strfreev(lexicon->kinds[i].mrz_codes);
		g_strfreev(lexicon->kinds[i].seal_types);
		g_strfreev(lexicon->kinds[i].bears);
		g_strfreev(lexicon->kinds[i].untrusted);
	}
	g_free(lexicon);
}

static const char *
home_of(const Lexicon *lexicon, const char *language)
{
	const char *home = g_hash_table_lookup(lexicon->homes, language);
	return home != NULL ? home : g_hash_table_lookup(lexicon->mostly, language);
}

char **
lexicon_languages(const Lexicon *lexicon, char **read_by, const char *country)
{
	GPtrArray *languages = g_ptr_array_new();
	for (char **l = read_by; l != NULL && *l != NULL; l++)
		g_ptr_array_add(languages, g_strdup(*l));
	GHashTableIter iter;
	gpointer language, readers;
	g_hash_table_iter_init(&iter, lexicon->readers);
	while (g_hash_table_iter_next(&iter, &language, &readers)) {
		gboolean reads = FALSE;
		for (char **r = readers; *r != NULL && read_by != NULL; r++)
			reads |= g_strv_contains((const char *const *)read_by, *r);
		if (reads && g_strcmp0(home_of(lexicon, language), country) == 0)
			g_ptr_array_add(languages, g_strdup(language));
	}
	g_ptr_array_add(languages, NULL);
	return (char **)g_ptr_array_free(languages, FALSE);
}

/* --- phrases of running text --------------------------------------------------------------------- */

static Step *
step_new(StepKind kind)
{
	Step *step = g_new0(Step, 1);
	step->kind = kind;
	step->words = g_array_new(FALSE, FALSE, sizeof(FoldedText));
	return step;
}

/* "né|née", "à?", "<birth_date>", "*12". NULL: malformed. */
static Step *
step_parse(const char *text)
{
	gsize n = strlen(text);
	if (*text == '*') {
		guint64 skip = 0;
		if (!g_ascii_string_to_unsigned(text + 1, 10, 1, 60, &skip, NULL))
			return NULL;
		Step *step = step_new(STEP_SKIP);
		step->skip = (int)skip;
		return step;
	}
	if (g_str_equal(text, "!"))
		return step_new(STEP_HERE);
	if (g_str_equal(text, "//"))
		return step_new(STEP_ANSWER);
	gboolean optional = n > 1 && text[n - 1] == '?';
	g_autofree char *body = g_strndup(text, optional ? n - 1 : n);
	if (*body == '<') {
		if (!g_str_has_suffix(body, ">"))
			return NULL;
		g_autofree char *key = g_strndup(body + 1, strlen(body) - 2);
		if (!label_key_is_known(key) && !g_str_equal(key, "other.full_name"))
			return NULL;
		Step *step = step_new(STEP_SLOT);
		step->key = g_steal_pointer(&key);
		step->optional = optional;
		return step;
	}
	Step *step = step_new(STEP_WORD);
	step->optional = optional;
	g_auto(GStrv) words = g_strsplit(body, "|", 32);
	for (char **w = words; *w != NULL; w++) {
		FoldedText folded;
		folded_text_set(&folded, *w);
		if (folded.n == 0) {
			step_free(step);
			return NULL;
		}
		g_array_append_val(step->words, folded);
	}
	return step;
}

gboolean
lexicon_add_pattern(Lexicon *lexicon, const char *text)
{
	enum { MAX_STEPS = 24 };
	ProsePattern *pattern = g_new0(ProsePattern, 1);
	pattern->steps = g_ptr_array_new_with_free_func((GDestroyNotify)step_free);
	g_auto(GStrv) parts = g_strsplit_set(text, " \t", -1);
	gboolean good = TRUE;
	for (char **p = parts; *p != NULL && good; p++) {
		if (**p == '\0')
			continue;
		if (g_str_has_prefix(*p, "@")) { /* "@father": only while the father is spoken of */
			g_free(pattern->subject);
			pattern->subject = g_strdup(*p + 1);
			good = subject_is_known(pattern->subject);
		} else if (g_str_has_prefix(*p, "=")) { /* "=other": of whom is spoken afterwards */
			g_free(pattern->becomes);
			pattern->becomes = g_strdup(*p + 1);
			good = subject_is_known(pattern->becomes);
		} else {
			Step *step = step_parse(*p);
			good = step != NULL && pattern->steps->len < MAX_STEPS;
			if (step != NULL)
				g_ptr_array_add(pattern->steps, step);
		}
	}
	/* The first step must be something that stands there, or the phrase would begin everywhere. */
	if (good && pattern->steps->len > 0) {
		const Step *first = pattern->steps->pdata[0];
		good = first->kind == STEP_WORD && !first->optional;
	}
	if (!good || pattern->steps->len == 0) {
		prose_pattern_free(pattern);
		return FALSE;
	}
	g_ptr_array_add(lexicon->patterns, pattern);
	return TRUE;
}
