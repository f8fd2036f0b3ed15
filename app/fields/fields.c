#include "app/fields/fields.h"
#include "app/dossier/field.h"
#include "app/fields/code_facts.h"
#include "app/fields/confidence.h"
#include "app/fields/country_vote.h"
#include "app/fields/issue_line.h"
#include "app/fields/kind_tell.h"
#include "app/fields/label_read.h"
#include "app/fields/label_wrap.h"
#include "app/fields/mrz_facts.h"
#include "app/fields/name_divide.h"
#include "app/fields/validity.h"
#include "app/fields/prose_read.h"
#include "app/fields/shape.h"
#include "firmware/base/error.h"
#include <string.h>

struct Fields {
	Lexicon *lexicon;
	ConfidenceWeights weights;
	const Values *values;
};

static gboolean
add_file(Lexicon *lexicon, const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *bytes = NULL;
	gsize size;
	g_autoptr(GError) cause = NULL;
	if (!g_file_get_contents(path, &bytes, &size, &cause)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, "kinds/%s: %s", name, cause->message);
		return FALSE;
	}
	g_autofree char *shown = g_strconcat("kinds/", name, NULL);
	return lexicon_add(lexicon, shown, bytes, size, error);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in order, so that the same files always make the same rules. */
static GPtrArray *
list_files(const char *folder, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
	if (dir == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, "kinds: %s", cause->message);
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
		if (g_str_has_suffix(name, ".ini"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

static gboolean
load_weights(ConfidenceWeights *weights, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "confidence.weights", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) cause = NULL;
	if (!g_file_get_contents(path, &text, NULL, &cause)) {
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_MISSING, "kinds/confidence.weights: %s", cause->message);
		return FALSE;
	}
	return confidence_weights_read(weights, "kinds/confidence.weights", text, error);
}

Fields *
fields_load(const char *data_folder, const Values *values, GError **error)
{
	g_autofree char *folder = g_build_filename(data_folder, "kinds", NULL);
	g_autoptr(GPtrArray) names = list_files(folder, error);
	if (names == NULL)
		return NULL;
	g_autoptr(Lexicon) lexicon = lexicon_new();
	for (guint i = 0; i < names->len; i++)
		if (!add_file(lexicon, folder, names->pdata[i], error))
			return NULL;
	for (int kind = 0; kind < KIND_N; kind++) {
		if (!lexicon->kinds[kind].present) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_MISSING, "kinds: no file for %s",
				document_kind_name((DocumentKind)kind));
			return NULL;
		}
	}
	ConfidenceWeights weights;
	if (!load_weights(&weights, folder, error))
		return NULL;
	Fields *fields = g_new0(Fields, 1);
	fields->weights = weights;
	fields->lexicon = g_steal_pointer(&lexicon);
	fields->values = values;
	return fields;
}

void
fields_free(Fields *fields)
{
	if (fields == NULL)
		return;
	lexicon_free(fields->lexicon);
	g_free(fields);
}

typedef struct {
	const char *language;
	guint letters;
} LanguageCount;

static int
by_letters(gconstpointer a, gconstpointer b)
{
	return (int)((const LanguageCount *)b)->letters - (int)((const LanguageCount *)a)->letters;
}

/* The languages that read a good part of the page, most letters first. */
static void
tell_languages(Document *document, const PageLayout *layout)
{
	g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(LanguageCount));
	guint all = 0;
	for (guint i = 0; i < layout->tokens->len; i++) {
		const Token *token = layout->tokens->pdata[i];
		if (token->kind != TOKEN_TEXT || token->language == NULL || token->confidence < 0.5 ||
			(!token->latin && !token->rtl))
			continue;
		guint j = 0;
		while (j < counts->len &&
			!g_str_equal(g_array_index(counts, LanguageCount, j).language, token->language))
			j++;
		if (j == counts->len) {
			LanguageCount count = {token->language, 0};
			g_array_append_val(counts, count);
		}
		g_array_index(counts, LanguageCount, j).letters += token->folded.n;
		all += token->folded.n;
	}
	g_array_sort(counts, by_letters);
	for (guint j = 0; j < counts->len; j++) {
		const LanguageCount *count = &g_array_index(counts, LanguageCount, j);
		if (count->letters * 10 >= all && count->letters >= 6)
			document_add_language(document, count->language);
	}
}

/* "fils de Mariam Ouattara": whoever is named alone may be either parent. */
static void
doubt_single_parent(Document *document)
{
	const double DOUBTFUL = 0.6;
	if (document_fact(document, "mother.full_name") != NULL ||
		document_fact(document, "mother.given_names") != NULL)
		return;
	for (guint i = 0; i < document->facts->len; i++) {
		Fact *fact = document->facts->pdata[i];
		if (g_str_equal(fact->field, "father.full_name") && fact->source == FACT_SOURCE_PROSE)
			fact->confidence = MIN(fact->confidence, DOUBTFUL);
	}
}

/* The zone has no accents, and no check digit over names: alone it does not prove how one is written. */
static void
weigh_zone_name(const Document *document, Fact *fact)
{
	const double ALONE = 0.88, AS_PRINTED = 0.97;
	if (fact->source != FACT_SOURCE_MRZ || fact->value == NULL || field_value(fact->field) != FIELD_VALUE_NAME)
		return;
	double best = MIN(fact->confidence, ALONE);
	g_autofree char *value = g_utf8_casefold(fact->value, -1);
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *other = document->facts->pdata[i];
		g_autofree char *printed = g_utf8_casefold(other->value != NULL ? other->value : "", -1);
		if (other->source != FACT_SOURCE_MRZ && g_str_equal(other->field, fact->field) &&
			g_str_equal(printed, value))
			best = AS_PRINTED;
	}
	fact->confidence = best;
}

static void
settle_confidence(const Fields *fields, const FactBuilder *builder, const PageLayout *layout)
{
	const double UNKNOWN_PAPER = 0.6; /* nobody says what its fields mean */
	const Document *document = builder->document;
	for (guint i = 0; i < document->facts->len; i++) {
		Fact *fact = document->facts->pdata[i];
		Evidence *evidence = g_hash_table_lookup(builder->evidence, fact);
		weigh_zone_name(document, fact);
		if (evidence == NULL)
			continue;
		evidence_of_page(evidence, document, fact, layout);
		fact->confidence = confidence_weigh(&fields->weights, evidence);
		if (document->kind == KIND_OTHER)
			fact->confidence = MIN(fact->confidence, UNKNOWN_PAPER);
	}
}

/* A page of sentences, whatever its title says. */
static gboolean
is_told(const PageLayout *layout)
{
	enum { LINES = 2 };
	guint lines = 0;
	for (guint i = 0; i < layout->segments->len && lines < LINES; i++)
		lines += segment_is_prose(layout->segments->pdata[i]);
	return lines == LINES;
}

static Document *
read_page(const Fields *fields, const GPtrArray *words, const GArray *ink, int width_px, int height_px, Mrz *mrz,
	const GPtrArray *codes, const int on[3], GHashTable *evidence)
{
	g_autoptr(PageLayout) layout = page_layout_new(words, ink, MAX(width_px, 1), MAX(height_px, 1));
	Document *document = document_new(KIND_OTHER);
	tell_languages(document, layout);
	KindGuess guess = kind_tell(fields->lexicon, layout, document->languages, mrz, codes);
	if (guess.sequel && guess.confidence < KIND_TITLED && mrz == NULL)
		guess = (KindGuess){KIND_OTHER, KIND_N, 0, TRUE};
	document->kind = guess.kind;
	document->kind_confidence = guess.confidence;
	document->mrz = mrz;
	const KindRules *rules = &fields->lexicon->kinds[guess.kind];
	country_tell(fields->lexicon, fields->values, layout, mrz,
		guess.original != KIND_N ? guess.original : guess.kind, document->country);
	const char *const *month_first = (const char *const *)fields->lexicon->month_first;
	FactBuilder builder = {fields->lexicon, fields->values, rules, document, guess.original,
		{.month_first = month_first != NULL && g_strv_contains(month_first, document->country),
			.country = document->country,
			.on_year = on[0],
			.on_month = on[1],
			.on_day = on[2]},
		evidence};
	const char *home = document->languages[0] == NULL || document->country[0] != '\0'
				   ? NULL
				   : g_hash_table_lookup(fields->lexicon->homes, document->languages[0]);
	if (home != NULL)
		g_strlcpy(document->country, home, sizeof document->country);
	if (mrz != NULL)
		mrz_facts(&builder, mrz);
	for (guint i = 0; codes != NULL && i < codes->len; i++)
		code_facts(&builder, codes->pdata[i]);
	label_wrap_join(fields->lexicon, guess.kind, guess.original, layout);
	g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);
	label_read(&builder, layout, used);
	if (rules->prose || is_told(layout)) {
		g_autoptr(ProseText) text = prose_text_new(fields->lexicon, layout, used);
		prose_read(&builder, &text->segment, "person");
		issue_line_read_addressee(&builder, layout);
	}
	validity_settle(&builder, layout);
	issue_line_read(&builder, layout);
	issue_line_read_office(&builder, layout);
	shape_read(&builder, layout);
	name_divide(&builder, layout);
	settle_confidence(fields, &builder, layout);
	doubt_single_parent(document);
	country_vote(fields->lexicon, fields->values, layout, document);
	return document;
}

Document *
fields_read_evidence(const Fields *fields, const GPtrArray *words, const GArray *ink, int width_px, int height_px,
	Mrz *mrz, const GPtrArray *codes, int on_year, int on_month, int on_day, GHashTable **evidence)
{
	g_autoptr(GHashTable) of = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	const int on[3] = {on_year, on_month, on_day};
	Document *document = read_page(fields, words, ink, width_px, height_px, mrz, codes, on, of);
	if (evidence != NULL)
		*evidence = g_steal_pointer(&of);
	return document;
}

Document *
fields_read(const Fields *fields, const GPtrArray *words, const GArray *ink, int width_px, int height_px, Mrz *mrz,
	const GPtrArray *codes, int on_year, int on_month, int on_day)
{
	return fields_read_evidence(
		fields, words, ink, width_px, height_px, mrz, codes, on_year, on_month, on_day, NULL);
}
