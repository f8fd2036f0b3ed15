#include "app/fields/label_read.h"
#include "app/fields/label_key.h"
#include "app/fields/prose_read.h"
#include "app/fields/value_find.h"
#include <string.h>

static const char *
ending_of(const char *key)
{
	const char *point = strrchr(key, '.');
	return point == NULL ? key : point + 1;
}

static gboolean
is_of(const FoundLabel *label, const char *subject)
{
	gsize n = strlen(subject);
	if (strncmp(label->key, subject, n) == 0 && label->key[n] == '.')
		return TRUE;
	return strchr(label->key, '.') == NULL && label->subject != NULL && g_str_equal(label->subject, subject);
}

/* Whether the page has another label of this ending for the same person. */
static gboolean
has_label(const FoundLabels *found, const char *subject, const char *ending)
{
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		if (!label->weak && is_of(label, subject) && g_str_equal(ending_of(label->key), ending))
			return TRUE;
	}
	return FALSE;
}

/* "Nom" is the surname beside "Prénoms", "Name" the given names beside "Surname", all where it stands alone. */
static const char *
name_key(const FoundLabels *found, const char *subject)
{
	if (has_label(found, subject, "surname"))
		return "given_names";
	if (has_label(found, subject, "given_names") || has_label(found, subject, LABEL_GIVEN_PATRONYMIC))
		return "surname";
	return "full_name";
}

static gboolean
is_named(const FoundLabels *found, const char *subject)
{
	static const char *const endings[] = {
		"surname", "given_names", "full_name", LABEL_NAME, LABEL_GIVEN_PATRONYMIC};
	for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
		if (has_label(found, subject, endings[i]))
			return TRUE;
	return FALSE;
}

/* The options of a tick box stand far apart: all cells of the line up to the next label. */
static Segment *
whole_line(const PageLayout *layout, const FoundLabels *found, const FoundValue *value)
{
	Segment *line = g_new0(Segment, 1);
	line->tokens = g_ptr_array_new();
	for (guint i = value->start; i < value->end; i++)
		g_ptr_array_add(line->tokens, value->segment->tokens->pdata[i]);
	gboolean whole = value->end == value->segment->tokens->len;
	/* A cell that runs the other way leads back. */
	for (const Segment *cell = whole ? page_layout_beside(layout, value->segment) : NULL;
		cell != NULL && cell->rtl == value->segment->rtl; cell = page_layout_beside(layout, cell)) {
		const FoundLabel *label = found_labels_next(found, cell, 0);
		for (guint i = 0; i < (label == NULL ? cell->tokens->len : label->start); i++)
			g_ptr_array_add(line->tokens, cell->tokens->pdata[i]);
		if (label != NULL)
			break;
	}
	return line;
}

/* Labels of the name there are, but none had a value: what stands beside the heading is it. */
static gboolean
is_unread(const FactBuilder *builder, const char *subject)
{
	static const char *const endings[] = {"surname", "given_names", "full_name"};
	for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *field = g_strconcat(subject, ".", endings[i], NULL);
		if (document_fact(builder->document, field) != NULL)
			return FALSE;
	}
	return !g_str_equal(subject, "person");
}

static gboolean
is_undivided(const FactBuilder *builder)
{
	return builder->document->kind == KIND_TAZKIRA || builder->original == KIND_TAZKIRA;
}

static gboolean
is_given_name(const FoundValue *value)
{
	guint words = 0;
	gboolean arabic = FALSE;
	for (guint i = value->start; i < value->end; i++) {
		const Token *token = segment_token(value->segment, i);
		words += token->kind == TOKEN_TEXT;
		arabic |= token->rtl;
	}
	return words == 1 || (arabic && g_str_has_prefix(value->label->key, "father"));
}

static void
read_value(const FactBuilder *builder, const PageLayout *layout, const FoundLabels *found, const FoundValue *value)
{
	const FoundLabel *label = value->label;
	const char *ending = ending_of(label->key);
	g_autofree char *key = g_strdup(label->key), *subject = g_strdup(value->subject);
	if (g_str_equal(ending, LABEL_NAME)) {
		const char *point = strchr(label->key, '.');
		if (point != NULL) {
			g_free(subject);
			subject = g_strndup(label->key, (gsize)(point - label->key));
		}
		if (label->weak && is_named(found, subject) && !is_unread(builder, subject))
			return;
		g_free(key);
		key = g_strdup(label->weak ? "full_name" : name_key(found, value->table ? label->subject : subject));
	}
	/* Where the paper divides its holder's name, one word behind "Father's name" is the given name; in Arabic
	 * script all of it. */
	if (g_str_equal(ending, LABEL_NAME) && g_str_equal(key, "full_name") &&
		(g_str_equal(subject, "father") || g_str_equal(subject, "mother")) &&
		has_label(found, "person", "surname") && is_given_name(value)) {
		g_free(key);
		key = g_strdup("given_names");
	}
	/* A tazkira divides no name, whatever its translator calls it. */
	if (is_undivided(builder) && g_str_equal(ending, "given_names") && !has_label(found, subject, "surname") &&
		!g_str_equal(subject, "grandfather") && !g_str_equal(key, "grandfather.given_names")) {
		const char *point = strchr(label->key, '.');
		g_free(key);
		key = point == NULL ? g_strdup("full_name")
				    : g_strdup_printf("%.*s.full_name", (int)(point - label->key), label->key);
	}
	FactPlace place = {value->segment, value->start, value->end,
		value->table ? FACT_SOURCE_TABLE : FACT_SOURCE_LABEL, label->quality};
	if (g_str_equal(ending, "sex") || g_str_equal(ending, "marital_status")) {
		Segment *line = whole_line(layout, found, value);
		place.segment = line;
		place.start = 0;
		place.end = line->tokens->len;
		fact_build(builder, subject, key, &place);
		g_ptr_array_unref(line->tokens);
		g_free(line);
		return;
	}
	guint end = fact_build(builder, subject, key, &place);
	/* "DIALLO Ibrahima, né le ... à ..., cultivateur" */
	if (end < value->end) {
		g_autoptr(ProseText) text = prose_text_of(builder->lexicon, value->segment, end, value->end);
		prose_read(builder, &text->segment, subject);
	}
}

static void
use(GHashTable *used, const Segment *segment, guint start, guint end)
{
	for (guint i = start; i < end && i < segment->tokens->len; i++)
		g_hash_table_add(used, segment->tokens->pdata[i]);
}

void
label_read(const FactBuilder *builder, const PageLayout *layout, GHashTable *used)
{
	g_auto(GStrv) languages =
		lexicon_languages(builder->lexicon, builder->document->languages, builder->document->country);
	LabelRules rules = {builder->lexicon, builder->document->kind, builder->original, languages};
	g_autoptr(FoundLabels) found = label_find(&rules, layout);
	g_autoptr(GPtrArray) values = value_find(builder->values, found, layout);
	/* The second partner's facts come last, the parents behind the partner (marriage_roles.h). */
	for (int round = 0; round < 4; round++)
		for (guint i = 0; i < values->len; i++) {
			const FoundValue *value = values->pdata[i];
			gboolean second = value->label->partner == 2;
			if (round == 2 * second + value->label->weak)
				read_value(builder, layout, found, value);
		}
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		use(used, label->segment, label->start, label->end);
	}
	for (guint i = 0; i < values->len; i++) {
		const FoundValue *value = values->pdata[i];
		use(used, value->segment, value->start, value->end);
	}
}
