#include "app/compare/compare_parts.h"
#include <string.h>

/* Facts -> rows. Every fact is first seen from the person whose act is drafted, then a paper that says a field several
 * times is represented by its best fact, then whole names are composed where papers divide them. */

enum { MAX_FACTS_OF_FIELD = 32 }; /* of one field on one paper: more is noise or malice */

static void
candidate_free(gpointer data)
{
	Candidate *candidate = data;
	fact_free(candidate->composed);
	g_free(candidate->label);
	g_array_unref(candidate->marks);
	g_free(candidate);
}

void
row_free(gpointer data)
{
	Row *row = data;
	if (row == NULL)
		return;
	g_free(row->field);
	g_ptr_array_unref(row->candidates);
	g_ptr_array_unref(row->unreadable);
	g_ptr_array_unref(row->absent);
	g_free(row);
}

static Row *
row_of(Comparing *c, const char *field)
{
	Row *row = g_hash_table_lookup(c->rows, field);
	if (row != NULL)
		return row;
	row = g_new0(Row, 1);
	row->field = g_strdup(field);
	row->kind = field_value(field);
	row->candidates = g_ptr_array_new_with_free_func(candidate_free);
	row->unreadable = g_ptr_array_new();
	row->absent = g_ptr_array_new();
	g_hash_table_insert(c->rows, row->field, row);
	return row;
}

static Candidate *
row_add(Comparing *c, Row *row, guint paper, const Fact *fact)
{
	Candidate *candidate = g_new0(Candidate, 1);
	candidate->document = c->dossier->documents->pdata[paper];
	candidate->fact = fact;
	candidate->label = g_strdup(c->labels->pdata[paper]);
	candidate->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
	g_ptr_array_add(row->candidates, candidate);
	return candidate;
}

/* Field of the act -> GPtrArray of the paper's facts. */
static GHashTable *
facts_by_field(const Document *document)
{
	GHashTable *fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (!field_is_known(fact->field))
			continue;
		g_autofree char *field = field_seen_from(fact->field, document->subject);
		if (field == NULL || !field_is_known(field) || g_str_has_prefix(field, "document."))
			continue;
		GPtrArray *list = g_hash_table_lookup(fields, field);
		if (list == NULL) {
			list = g_ptr_array_new();
			g_hash_table_insert(fields, g_steal_pointer(&field), list);
		}
		if (list->len < MAX_FACTS_OF_FIELD)
			g_ptr_array_add(list, (gpointer)fact);
	}
	return fields;
}

static void
gather_field(Comparing *c, guint paper, const char *field, const GPtrArray *facts)
{
	const Fact *second = NULL;
	const Fact *best = paper_represent(c->values, c->rules, field, facts, &second);
	Row *row = row_of(c, field);
	if (!fact_says(best, row->kind)) {
		g_ptr_array_add(row->unreadable, c->dossier->documents->pdata[paper]);
		return;
	}
	row_add(c, row, paper, best);
	if (second != NULL)
		row_add(c, row, paper, second)->in_doubt = TRUE;
}

static const Fact *
named(const Comparing *c, const GHashTable *fields, const char *subject, const char *ending)
{
	g_autofree char *field = g_strconcat(subject, ".", ending, NULL);
	const GPtrArray *facts = g_hash_table_lookup((GHashTable *)fields, field);
	if (facts == NULL)
		return NULL;
	const Fact *best = paper_represent(c->values, c->rules, field, facts, NULL);
	return fact_says(best, FIELD_VALUE_NAME) && best->raw != NULL ? best : NULL;
}

static char *
joined(const char *const *parts)
{
	return g_strjoinv(" ", (char **)parts);
}

/* "given patronymic surname" from the facts there are; the value only where each has one. */
static Fact *
compose(const char *field, const Fact *given, const Fact *patronymic, const Fact *surname)
{
	const Fact *facts[] = {given, patronymic, surname};
	const char *values[4] = {NULL}, *raws[4] = {NULL};
	const Fact *named_by = surname != NULL ? surname : given;
	guint n = 0;
	gboolean all = TRUE;
	double confidence = 1;
	for (guint i = 0; i < G_N_ELEMENTS(facts); i++) {
		if (facts[i] == NULL)
			continue;
		all = all && facts[i]->value != NULL;
		raws[n] = facts[i]->raw;
		values[n++] = facts[i]->value;
		confidence = MIN(confidence, facts[i]->confidence);
	}
	g_autofree char *raw = joined(raws), *value = all ? joined(values) : NULL;
	Fact *whole = fact_new(field, raw, value, confidence, named_by->source, named_by->box);
	whole->id = g_strdup(named_by->id);
	whole->page = named_by->page;
	return whole;
}

typedef struct {
	gboolean undivided;  /* a paper bears the whole name in one piece */
	gboolean long_names; /* ... and one of three parts or more */
} WholeNames;

static WholeNames
whole_names(const Row *row)
{
	WholeNames whole = {FALSE, FALSE};
	for (guint i = 0; row != NULL && i < row->candidates->len; i++) {
		const Candidate *candidate = row->candidates->pdata[i];
		g_auto(GStrv) parts = g_strsplit(fact_text(candidate->fact), " ", 4);
		whole.undivided = TRUE;
		whole.long_names |= g_strv_length(parts) >= 3;
	}
	return whole;
}

/* A holder of one name: the machine-readable zone has no secondary identifier (ICAO 9303-3 §4.6). */
static gboolean
has_one_name(const Document *document, const char *subject)
{
	const Mrz *mrz = document->mrz;
	return mrz != NULL && mrz->given_names == NULL && mrz->surname != NULL && !mrz->name_truncated &&
	       g_strcmp0(document->subject, subject) == 0;
}

static void
compose_paper(Comparing *c, guint paper, const GHashTable *fields, const char *subject, WholeNames whole)
{
	const Document *document = c->dossier->documents->pdata[paper];
	g_autofree char *field = g_strconcat(subject, ".full_name", NULL);
	if (g_hash_table_contains((GHashTable *)fields, field))
		return;
	const Fact *given = named(c, fields, subject, "given_names"), *surname = named(c, fields, subject, "surname");
	/* Of parents papers often say the first name alone: it meets an undivided name, and nothing else. */
	gboolean lone_given = given != NULL && surname == NULL && whole.undivided && !g_str_equal(subject, "person");
	gboolean lone_surname = given == NULL && surname != NULL && has_one_name(document, subject);
	if (!(given != NULL && surname != NULL) && !lone_given && !lone_surname)
		return;
	const Fact *patronymic = whole.long_names && given != NULL ? named(c, fields, subject, "patronymic") : NULL;
	Fact *name = compose(field, given, patronymic, surname);
	row_add(c, row_of(c, field), paper, name)->composed = name;
}

static gint
by_paper(gconstpointer a, gconstpointer b, gpointer documents)
{
	guint at[2] = {0, 0};
	const Candidate *const pair[2] = {*(const Candidate *const *)a, *(const Candidate *const *)b};
	for (int i = 0; i < 2; i++)
		g_ptr_array_find(documents, pair[i]->document, &at[i]);
	return at[0] != at[1] ? (at[0] < at[1] ? -1 : 1) : (int)pair[0]->in_doubt - (int)pair[1]->in_doubt;
}

static void
compose_subject(Comparing *c, const GPtrArray *papers, const char *subject)
{
	g_autofree char *field = g_strconcat(subject, ".full_name", NULL);
	WholeNames whole = whole_names(g_hash_table_lookup(c->rows, field));
	for (guint i = 0; i < papers->len; i++)
		compose_paper(c, i, papers->pdata[i], subject, whole);
	Row *row = g_hash_table_lookup(c->rows, field);
	if (row != NULL)
		g_ptr_array_sort_with_data(row->candidates, by_paper, c->dossier->documents);
}

static gboolean
bears(const GHashTable *fields, const char *subject, const char *ending)
{
	g_autofree char *field = g_strconcat(subject, ".", ending, NULL);
	return g_hash_table_contains((GHashTable *)fields, field);
}

/* Whether the paper says this field, in whatever way a name may be divided. */
static gboolean
is_borne(const GHashTable *fields, const char *field)
{
	if (g_hash_table_contains((GHashTable *)fields, field))
		return TRUE;
	g_autofree char *subject = field_subject(field);
	const char *ending = field_ending(field);
	if (g_str_equal(ending, "full_name"))
		return bears(fields, subject, "surname") || bears(fields, subject, "given_names");
	return (g_str_equal(ending, "surname") || g_str_equal(ending, "given_names")) &&
	       bears(fields, subject, "full_name");
}

static void
note_absent(Comparing *c, const GPtrArray *papers)
{
	for (guint i = 0; i < papers->len; i++) {
		Document *document = c->dossier->documents->pdata[i];
		char **expected = c->rules->bearing[document->kind];
		for (; expected != NULL && *expected != NULL; expected++) {
			g_autofree char *field = field_seen_from(*expected, document->subject);
			Row *row = field != NULL ? g_hash_table_lookup(c->rows, field) : NULL;
			if (row != NULL && !is_borne(papers->pdata[i], field))
				g_ptr_array_add(row->absent, document);
		}
	}
}

/* A whole name that an act asks for: where papers give only one of its parts, it is the other part that is missing. */
static void
add_needed_name(Comparing *c, const char *field)
{
	g_autofree char *subject = field_subject(field);
	g_autofree char *surname = g_strconcat(subject, ".surname", NULL),
			*given = g_strconcat(subject, ".given_names", NULL);
	gboolean parts = g_hash_table_contains(c->rows, surname) || g_hash_table_contains(c->rows, given);
	if (g_hash_table_contains(c->rows, field) || !parts) {
		row_of(c, field);
		return;
	}
	row_of(c, surname);
	row_of(c, given);
}

static void
add_needed(Comparing *c, ActKind act)
{
	const GPtrArray *needed = c->rules->needed[act];
	for (guint i = 0; i < needed->len; i++) {
		if (g_str_equal(field_ending(needed->pdata[i]), "full_name"))
			add_needed_name(c, needed->pdata[i]);
		else
			row_of(c, needed->pdata[i]);
	}
}

static gboolean
tells_of_marriage(const Comparing *c)
{
	for (guint i = 0; i < c->dossier->documents->len; i++)
		if (((const Document *)c->dossier->documents->pdata[i])->kind == KIND_MARRIAGE_RECORD)
			return TRUE;
	return g_hash_table_contains(c->rows, "marriage.date") || g_hash_table_contains(c->rows, "marriage.place");
}

void
rows_gather(Comparing *c)
{
	g_autoptr(GPtrArray) papers = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	g_autoptr(GHashTable) subjects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < c->dossier->documents->len; i++) {
		GHashTable *fields = facts_by_field(c->dossier->documents->pdata[i]);
		g_ptr_array_add(papers, fields);
		GHashTableIter iter;
		gpointer field, facts;
		for (g_hash_table_iter_init(&iter, fields); g_hash_table_iter_next(&iter, &field, &facts);) {
			gather_field(c, i, field, facts);
			g_hash_table_add(subjects, field_subject(field));
		}
	}
	GHashTableIter iter;
	gpointer subject;
	for (g_hash_table_iter_init(&iter, subjects); g_hash_table_iter_next(&iter, &subject, NULL);) {
		g_autofree char *field = g_strconcat(subject, ".full_name", NULL);
		if (field_is_known(field))
			compose_subject(c, papers, subject);
	}
	add_needed(c, ACT_BIRTH);
	if (tells_of_marriage(c))
		add_needed(c, ACT_MARRIAGE);
	note_absent(c, papers);
}
