#include "app/fields/name_divide.h"
#include "app/fields/person_name.h"
#include "app/values/name.h"
#include <string.h>

enum { MAX_WORDS = 8 };

/* How many words at the end of name are the words of part; 0: part does not end it, or is all of it. */
static guint
ending(char **name, guint n, char **part, guint n_part)
{
	if (n_part == 0 || n_part >= n)
		return 0;
	for (guint i = 0; i < n_part; i++) {
		g_autofree char *a = g_utf8_casefold(name[n - n_part + i], -1), *b = g_utf8_casefold(part[i], -1);
		if (!g_str_equal(a, b))
			return 0;
	}
	return n_part;
}

/* "la nommée": the last of the titles that begin at i. */
static guint
last_title(const Lexicon *lexicon, const Segment *segment, guint i)
{
	while (i + 1 < segment->tokens->len && person_name_is_title(lexicon, segment_token(segment, i + 1)->text))
		i++;
	return i;
}

/* "M. DIALLO", "Mme Maïga" somewhere on the page: the words behind the title. */
static guint
said_after_title(const FactBuilder *builder, const PageLayout *layout, char **name, guint n)
{
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		for (guint i = 0; i + 1 < segment->tokens->len; i++) {
			if (!person_name_is_title(builder->lexicon, segment_token(segment, i)->text))
				continue;
			i = last_title(builder->lexicon, segment, i);
			guint end = person_name_end(builder->lexicon, segment, i, segment->tokens->len);
			if (end <= i + 1)
				continue;
			g_autofree char *text = text_tidy(segment_text(segment, i + 1, end));
			g_auto(GStrv) words = g_strsplit(text, " ", MAX_WORDS);
			guint found = ending(name, n, words, g_strv_length(words));
			if (found > 0)
				return found;
		}
	}
	return 0;
}

/* The words that the name and the father's share at their ends. */
static guint
shared_with(const Document *document, const char *field, char **name, guint n)
{
	const Fact *parent = document_fact(document, field);
	if (parent == NULL || parent->raw == NULL)
		return 0;
	g_auto(GStrv) words = g_strsplit(parent->raw, " ", MAX_WORDS);
	guint m = g_strv_length(words), shared = 0;
	while (shared + 1 < m && shared + 1 < n && ending(name, n, words + m - shared - 1, shared + 1) > 0)
		shared++;
	return shared;
}

/* "Roman Bondarenko", father "Bondarenko Viktor Petrovych": before a patronymic the surname stands first. A daughter's
 * may be longer by a letter. */
static guint
before_patronymic(const FactBuilder *builder, const char *field, char **name, guint n)
{
	const Fact *parent = document_fact(builder->document, field);
	if (parent == NULL || parent->raw == NULL || n < 2)
		return 0;
	g_auto(GStrv) words = g_strsplit(parent->raw, " ", MAX_WORDS);
	guint m = g_strv_length(words);
	if (m < 3 || !person_name_is_patronymic(builder->lexicon, words[m - 1]))
		return 0;
	g_autofree char *surname = g_utf8_casefold(words[0], -1), *last = g_utf8_casefold(name[n - 1], -1);
	gboolean same = g_str_has_prefix(last, surname) && strlen(last) <= strlen(surname) + 1;
	return same || g_str_has_prefix(surname, last) ? 1 : 0;
}

/* evidence: of the whole name, or NULL. */
static void
add_part(const FactBuilder *builder, const Fact *whole, const char *field, char **words, guint n,
	const Evidence *evidence)
{
	GString *raw = g_string_new(NULL);
	for (guint i = 0; i < n; i++)
		g_string_append_printf(raw, "%s%s", i > 0 ? " " : "", words[i]);
	g_autofree char *text = g_string_free(raw, FALSE);
	g_autofree char *value = name_normalise(builder->values, text, NULL);
	Fact *fact = fact_new(field, text, value, 0, whole->source, whole->box);
	if (evidence != NULL)
		g_hash_table_insert(builder->evidence, fact, g_memdup2(evidence, sizeof *evidence));
	fact_add(builder, fact);
}

/* "M. Roman Hrytsenko" at the head, "M. Hrytsenko" in the text: the longest name behind a title that ends in the words
 * already read. The caller's; NULL: none is longer. */
static char *
longest_mention(const FactBuilder *builder, const PageLayout *layout, char **part, guint n_part)
{
	g_autofree char *best = NULL;
	guint longest = n_part;
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		for (guint i = 0; i + 1 < segment->tokens->len; i++) {
			if (!person_name_is_title(builder->lexicon, segment_token(segment, i)->text))
				continue;
			i = last_title(builder->lexicon, segment, i);
			guint end = person_name_end(builder->lexicon, segment, i, segment->tokens->len);
			g_autofree char *text =
				end <= i + 1 ? g_strdup("") : text_tidy(segment_text(segment, i + 1, end));
			g_auto(GStrv) words = g_strsplit(text, " ", MAX_WORDS);
			guint n = g_strv_length(words);
			if (n <= longest || ending(words, n, part, n_part) == 0)
				continue;
			longest = n;
			g_free(best);
			best = g_steal_pointer(&text);
		}
	}
	return g_steal_pointer(&best);
}

/* "Dembélé Seydou", father "Bakary Dembélé": the words at the beginning that end the father's name, behind a label that
 * names both. */
static guint
shared_first(const Document *document, const char *field, char **name, guint n)
{
	const Fact *parent = document_fact(document, field);
	if (parent == NULL || parent->raw == NULL)
		return 0;
	g_auto(GStrv) words = g_strsplit(parent->raw, " ", MAX_WORDS);
	guint m = g_strv_length(words);
	for (guint k = MIN(n, m) - (n <= m); k > 0; k--) {
		gboolean same = k < n && k < m;
		for (guint i = 0; i < k && same; i++) {
			g_autofree char *a = g_utf8_casefold(name[i], -1), *b = g_utf8_casefold(words[m - k + i], -1);
			same = g_str_equal(a, b);
		}
		if (same)
			return k;
	}
	return 0;
}

/* The caller's; NULL: none is kept of it. */
static Evidence *
take_evidence(const FactBuilder *builder, const Fact *fact)
{
	const Evidence *evidence = g_hash_table_lookup(builder->evidence, fact);
	Evidence *copy = evidence == NULL ? NULL : g_memdup2(evidence, sizeof *evidence);
	g_hash_table_remove(builder->evidence, fact);
	return copy;
}

/* A surname, or what was taken for a whole name, that the page also bears behind given names. */
static gboolean
complete(const FactBuilder *builder, const PageLayout *layout, const Fact *known)
{
	g_auto(GStrv) part = g_strsplit(known->raw, " ", MAX_WORDS);
	guint n_part = g_strv_length(part);
	g_autofree char *whole = longest_mention(builder, layout, part, n_part);
	if (whole == NULL)
		return FALSE;
	g_auto(GStrv) words = g_strsplit(whole, " ", MAX_WORDS);
	guint n = g_strv_length(words);
	g_autoptr(Fact) copy = fact_copy(known);
	g_autofree Evidence *evidence = take_evidence(builder, known);
	g_ptr_array_remove(builder->document->facts, (gpointer)known);
	add_part(builder, copy, "person.surname", words + n - n_part, n_part, evidence);
	add_part(builder, copy, "person.given_names", words, n - n_part, evidence);
	return TRUE;
}

static void
divide_at(const FactBuilder *builder, const Fact *whole, char **words, guint n, guint surname)
{
	g_autoptr(Fact) copy = fact_copy(whole);
	g_autofree Evidence *evidence = take_evidence(builder, whole);
	if (evidence != NULL)
		evidence->of[EVIDENCE_PARSED] = MAX(evidence->of[EVIDENCE_PARSED], 0.1);
	g_ptr_array_remove(builder->document->facts, (gpointer)whole);
	add_part(builder, copy, "person.surname", words, surname, evidence);
	add_part(builder, copy, "person.given_names", words + surname, n - surname, evidence);
}

void
name_divide(const FactBuilder *builder, const PageLayout *layout)
{
	const Document *document = builder->document;
	const Fact *whole = document_fact(document, "person.full_name"),
		   *surname_fact = document_fact(document, "person.surname");
	if (document_fact(document, "person.given_names") != NULL)
		return;
	const Fact *known = whole != NULL ? whole : surname_fact;
	if (known != NULL && known->raw != NULL && known->source == FACT_SOURCE_PROSE &&
		g_str_equal(known->script, "Latn") && complete(builder, layout, known))
		return;
	whole = document_fact(document, "person.full_name");
	if (whole == NULL || whole->raw == NULL || whole->source == FACT_SOURCE_MRZ ||
		!g_str_equal(whole->script, "Latn") || document_fact(document, "person.given_names") != NULL)
		return;
	g_auto(GStrv) words = g_strsplit(whole->raw, " ", MAX_WORDS);
	guint n = g_strv_length(words), first = shared_first(document, "father.full_name", words, n);
	if (first > 0) {
		divide_at(builder, whole, words, n, first);
		return;
	}
	if (whole->source != FACT_SOURCE_PROSE)
		return;
	guint surname = said_after_title(builder, layout, words, n);
	gboolean said = surname > 0;
	if (surname == 0) {
		surname = shared_with(document, "father.full_name", words, n);
		if (surname == 0)
			surname = before_patronymic(builder, "father.full_name", words, n);
		if (surname == 0)
			surname = before_patronymic(builder, "mother.full_name", words, n);
	}
	if (surname == 0 || surname >= n)
		return;
	g_autoptr(Fact) copy = fact_copy(whole);
	g_autofree Evidence *evidence = take_evidence(builder, whole);
	if (evidence != NULL && !said)
		evidence->of[EVIDENCE_PARSED] = MAX(evidence->of[EVIDENCE_PARSED], 0.1);
	g_ptr_array_remove(document->facts, (gpointer)whole);
	add_part(builder, copy, "person.surname", words + n - surname, surname, evidence);
	add_part(builder, copy, "person.given_names", words, n - surname, evidence);
}
