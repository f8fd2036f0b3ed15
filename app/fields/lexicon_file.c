/* One file of kinds/: a GKeyFile with either a group [vocabulary] (the words of a language) or a group [kind]. */
#include "app/dossier/field.h"
#include "app/fields/label_key.h"
#include "app/fields/lexicon_parts.h"
#include "app/fields/prose_words.h"
#include "app/fields/shape.h"
#include "firmware/base/error.h"
#include <string.h>

typedef struct {
	Lexicon *lexicon;
	GKeyFile *file;
	const char *name;
	DocumentKind kind;    /* KIND_N: a vocabulary */
	const char *language; /* interned; NULL: a kind */
	GError **error;
} Source;

static gboolean
refuse(const Source *source, const char *group, const char *key, const char *why)
{
	g_set_error(source->error, STATION_ERROR, STATION_ERROR_USAGE, "%s: [%s] %s: %s", source->name, group,
		key == NULL ? "" : key, why);
	return FALSE;
}

/* The list behind a key, blanks tidied; NULL with error when it is not one. */
static char **
list_of(const Source *source, const char *group, const char *key)
{
	g_autoptr(GError) error = NULL;
	gsize n = 0;
	char **list = g_key_file_get_string_list(source->file, group, key, &n, &error);
	if (list == NULL) {
		refuse(source, group, key, error->message);
		return NULL;
	}
	source->lexicon->n_phrases += (guint)n;
	if (source->lexicon->n_phrases > LEXICON_MAX_PHRASES) {
		g_strfreev(list);
		refuse(source, group, key, "too many phrases");
		return NULL;
	}
	for (gsize i = 0; i < n; i++)
		g_strstrip(list[i]);
	return list;
}

static gboolean
read_labels(const Source *source, const char *group, const char *key)
{
	if (!label_key_is_known(key))
		return refuse(source, group, key, "no such field");
	g_auto(GStrv) phrases = list_of(source, group, key);
	for (char **p = phrases; p != NULL && *p != NULL; p++) {
		Label *label = g_new0(Label, 1);
		folded_text_set(&label->text, *p);
		label->key = g_strdup(key);
		label->kind = source->kind;
		label->language = source->language;
		g_ptr_array_add(source->lexicon->labels, label);
		if (label->text.n == 0)
			return refuse(source, group, key, "a label without letters");
	}
	return phrases != NULL;
}

static gboolean
read_subjects(const Source *source, const char *group, const char *key)
{
	static const char *const shared[] = {"child", "partner", "grandfather", NULL};
	if (!subject_is_known(key) && !g_strv_contains(shared, key))
		return refuse(source, group, key, "no such person");
	g_auto(GStrv) phrases = list_of(source, group, key);
	for (char **p = phrases; p != NULL && *p != NULL; p++) {
		SubjectPhrase *phrase = g_new0(SubjectPhrase, 1);
		folded_text_set(&phrase->text, *p);
		phrase->subject = g_strdup(key);
		phrase->language = source->language;
		g_ptr_array_add(source->lexicon->subjects, phrase);
		if (phrase->text.n == 0)
			return refuse(source, group, key, "a phrase without letters");
	}
	return phrases != NULL;
}

/* "Acte de naissance|0.8": a weight may follow. */
static gboolean
read_cues(const Source *source, const char *group, const char *key, GPtrArray *cues, double weight)
{
	g_auto(GStrv) phrases = list_of(source, group, key);
	for (char **p = phrases; p != NULL && *p != NULL; p++) {
		Cue *cue = g_new0(Cue, 1);
		cue->weight = weight;
		cue->title = g_str_equal(group, "titles");
		g_ptr_array_add(cues, cue);
		char *bar = strrchr(*p, '|'), *end = NULL;
		if (bar != NULL) {
			*bar = '\0';
			cue->weight = g_ascii_strtod(bar + 1, &end);
			if (end == bar + 1 || *end != '\0' || !(cue->weight > 0 && cue->weight <= 10))
				return refuse(source, group, key, "a weight must be a number above 0, at most 10");
		}
		folded_text_set(&cue->text, *p);
		if (cue->text.n < 3)
			return refuse(source, group, key, "a phrase of fewer than 3 letters");
	}
	return phrases != NULL;
}

static gboolean
read_patterns(const Source *source, const char *group, const char *key)
{
	g_autofree char *text = g_key_file_get_string(source->file, group, key, NULL);
	if (text == NULL || !lexicon_add_pattern(source->lexicon, text))
		return refuse(source, group, key, "not a phrase with slots");
	source->lexicon->n_phrases++;
	return TRUE;
}

static gboolean
read_triggers(const Source *source, const char *group, const char *key)
{
	GPtrArray *languages = source->lexicon->prose_words;
	ProseConcept concept = prose_concept_parse(key);
	if (concept == PROSE_N)
		return refuse(source, group, key, "no such meaning");
	ProseWords *words = languages->len > 0 ? languages->pdata[languages->len - 1] : NULL;
	if (words == NULL || prose_words_language(words) != source->language) {
		words = prose_words_new(source->language);
		g_ptr_array_add(languages, words);
	}
	g_auto(GStrv) list = list_of(source, group, key);
	for (char **w = list; w != NULL && *w != NULL; w++)
		if (!prose_words_add(words, concept, *w))
			return refuse(source, group, key, "no word, phrase of 4 words or stem of 3 letters");
	return list != NULL;
}

static gboolean
read_shapes(const Source *source, const char *group, const char *key)
{
	if (!field_is_known(key))
		return refuse(source, group, key, "no such field");
	g_auto(GStrv) forms = list_of(source, group, key);
	for (char **f = forms; f != NULL && *f != NULL; f++) {
		if (!shape_is_good(*f))
			return refuse(source, group, key, "not a form with a digit, of at most 40 signs");
		Shape *shape = g_new0(Shape, 1);
		shape->form = g_strdup(*f);
		shape->field = g_strdup(key);
		shape->kind = source->kind;
		g_ptr_array_add(source->lexicon->shapes, shape);
	}
	return forms != NULL;
}

static gboolean
read_countries(const Source *source, const char *group, const char *key)
{
	if (strlen(key) != 3)
		return refuse(source, group, key, "not an alpha-3 code");
	g_auto(GStrv) phrases = list_of(source, group, key);
	for (char **p = phrases; p != NULL && *p != NULL; p++) {
		CountryCue *cue = g_new0(CountryCue, 1);
		folded_text_set(&cue->text, *p);
		g_strlcpy(cue->code, key, sizeof cue->code);
		g_ptr_array_add(source->lexicon->countries, cue);
		if (cue->text.n < 4)
			return refuse(source, group, key, "a phrase of fewer than 4 letters");
	}
	return phrases != NULL;
}

static gboolean
read_names(const Source *source, const char *group, const char *key)
{
	Lexicon *lexicon = source->lexicon;
	g_auto(GStrv) words = list_of(source, group, key);
	if (words == NULL)
		return FALSE;
	for (char **w = words; *w != NULL; w++) {
		if (g_str_equal(key, "titles")) {
			g_ptr_array_add(lexicon->titles, g_utf8_casefold(*w, -1));
		} else if (g_str_equal(key, "patronymics")) {
			g_ptr_array_add(lexicon->patronymics, g_utf8_casefold(*w, -1));
		} else if (g_str_equal(key, "connectors")) {
			g_ptr_array_add(lexicon->connectors, g_utf8_casefold(*w, -1));
		} else if (g_str_equal(key, "breaks")) {
			NameBreak *name_break = g_new0(NameBreak, 1);
			folded_text_set(&name_break->text, *w);
			name_break->casefolded = g_utf8_casefold(*w, -1);
			g_ptr_array_add(lexicon->breaks, name_break);
		} else if (g_str_equal(key, "nones")) {
			FoldedText *folded = g_new0(FoldedText, 1);
			folded_text_set(folded, *w);
			g_ptr_array_add(lexicon->nones, folded);
		} else {
			return refuse(source, group, key, "unknown key");
		}
	}
	return TRUE;
}

static gboolean
read_concepts(const Source *source, const char *group, const char *key)
{
	Concept concept = CONCEPT_UNKNOWN;
	gboolean prefixes = g_str_equal(key, "prefixes");
	if (!prefixes && !concept_parse(key, &concept))
		return refuse(source, group, key, "no such concept");
	g_auto(GStrv) entries = list_of(source, group, key);
	for (char **e = entries; e != NULL && *e != NULL; e++) {
		if (prefixes ? !concept_words_add_prefix(source->lexicon->concepts, source->language, *e)
			     : !concept_words_add(source->lexicon->concepts, source->language, concept, *e)) {
			g_autofree char *why =
				g_strdup_printf("\"%s\" is no word, or stands under another concept already", *e);
			return refuse(source, group, key, why);
		}
	}
	return entries != NULL;
}

static gboolean
read_title_words(const Source *source, const char *group, const char *key)
{
	TitleWords *words = source->lexicon->title_words;
	g_auto(GStrv) entries = list_of(source, group, key);
	for (char **e = entries; e != NULL && *e != NULL; e++) {
		gboolean good = g_str_equal(group, "papers")    ? title_words_add_paper(words, *e)
				: g_str_equal(group, "neutral") ? title_words_add_neutral(words, *e)
								: title_words_add(words, source->kind, *e);
		if (!good)
			return refuse(source, group, key, "not words of two letters and more, with a weight");
	}
	return entries != NULL;
}

/* [relations] by person, [ordinals] by number. */
static gboolean
read_relations(const Source *source, const char *group, const char *key)
{
	gboolean ordinals = g_str_equal(group, "ordinals");
	guint64 number;
	if (ordinals ? !g_ascii_string_to_unsigned(key, 10, 1, 12, &number, NULL)
		     : !subject_is_known(key) && !g_str_equal(key, "child") && !g_str_equal(key, "partner"))
		return refuse(source, group, key, ordinals ? "not a number from 1 to 12" : "no such person");
	g_auto(GStrv) list = list_of(source, group, key);
	for (char **w = list; w != NULL && *w != NULL; w++) {
		SubjectPhrase *phrase = g_new0(SubjectPhrase, 1);
		folded_text_set(&phrase->text, *w);
		phrase->subject = g_strdup(key);
		g_ptr_array_add(ordinals ? source->lexicon->ordinals : source->lexicon->relations, phrase);
		if (phrase->text.n == 0)
			return refuse(source, group, key, "a word without letters");
	}
	return list != NULL;
}

/* By country: its telephone codes, or words that stand on no other country's papers. */
static gboolean
read_states(const Source *source, const char *group, const char *key)
{
	gboolean calling = g_str_equal(group, "calling");
	GHashTable *table = calling ? source->lexicon->calling : source->lexicon->marks;
	if (strlen(key) != 3)
		return refuse(source, group, key, "not an alpha-3 code");
	g_auto(GStrv) list = list_of(source, group, key);
	for (char **w = list; w != NULL && *w != NULL; w++) {
		gsize n = strlen(*w);
		if (calling ? n < 2 || n > 4 || strspn(*w, "0123456789") != n : n < 3)
			return refuse(source, group, key, "not two to four digits, or too short a word");
		g_hash_table_insert(table, g_utf8_casefold(*w, -1), g_strdup(key));
	}
	return list != NULL;
}

static gboolean
read_fields(const Source *source, const char *group, const char *key, char ***fields)
{
	g_strfreev(*fields);
	*fields = list_of(source, group, key);
	for (char **f = *fields; f != NULL && *f != NULL; f++)
		if (!field_is_known(*f))
			return refuse(source, group, key, "no such field");
	return *fields != NULL;
}

/* "death.date=0.5": how much the label of a field speaks for the kind. */
static gboolean
read_kind_fields(const Source *source, const char *group, const char *key)
{
	g_autoptr(GError) error = NULL;
	double weight = g_key_file_get_double(source->file, group, key, &error);
	if (error != NULL || !(weight > 0 && weight <= 2))
		return refuse(source, group, key, "a weight must be a number above 0, at most 2");
	KindField *field = g_new0(KindField, 1);
	field->name = g_strdup(key);
	field->weight = weight;
	g_ptr_array_add(source->lexicon->kinds[source->kind].fields, field);
	return TRUE;
}

static gboolean
read_offices(const Source *source, const char *group, const char *key)
{
	g_auto(GStrv) phrases = list_of(source, group, key);
	for (char **p = phrases; p != NULL && *p != NULL; p++) {
		FoldedText *office = g_new0(FoldedText, 1);
		folded_text_set(office, *p);
		g_ptr_array_add(source->lexicon->kinds[source->kind].offices, office);
		if (office->n < 5)
			return refuse(source, group, key, "a phrase of fewer than 5 letters");
	}
	return phrases != NULL;
}

static gboolean
read_kind(const Source *source, const char *group, const char *key)
{
	KindRules *rules = &source->lexicon->kinds[source->kind];
	if (g_str_equal(key, "name"))
		return TRUE;
	if (g_str_equal(key, "mrz")) {
		g_strfreev(rules->mrz_codes);
		rules->mrz_codes = list_of(source, group, key);
		return rules->mrz_codes != NULL;
	}
	if (g_str_equal(key, "seal")) {
		g_strfreev(rules->seal_types);
		rules->seal_types = list_of(source, group, key);
		return rules->seal_types != NULL;
	}
	if (g_str_equal(key, "country")) {
		g_autofree char *code = g_key_file_get_string(source->file, group, key, NULL);
		if (code == NULL || strlen(code) != 3)
			return refuse(source, group, key, "not an alpha-3 code");
		g_strlcpy(rules->country, code, sizeof rules->country);
		return TRUE;
	}
	if (g_str_equal(key, "prose")) {
		g_autoptr(GError) error = NULL;
		rules->prose = g_key_file_get_boolean(source->file, group, key, &error);
		return error == NULL || refuse(source, group, key, "neither true nor false");
	}
	if (g_str_equal(key, "bears"))
		return read_fields(source, group, key, &rules->bears);
	if (g_str_equal(key, "untrusted"))
		return read_fields(source, group, key, &rules->untrusted);
	return refuse(source, group, key, "unknown key");
}

static gboolean
read_vocabulary(const Source *source, const char *group, const char *key)
{
	if (g_str_equal(key, "language"))
		return TRUE;
	if (g_str_equal(key, "country") || g_str_equal(key, "mostly")) {
		GHashTable *table = g_str_equal(key, "country") ? source->lexicon->homes : source->lexicon->mostly;
		g_autofree char *language = g_key_file_get_string(source->file, group, "language", NULL);
		g_autofree char *code = g_key_file_get_string(source->file, group, key, NULL);
		if (language == NULL || code == NULL || strlen(code) != 3)
			return refuse(source, group, key, "not an alpha-3 code of a language");
		g_hash_table_insert(table, g_steal_pointer(&language), g_steal_pointer(&code));
		return TRUE;
	}
	if (g_str_equal(key, "readers")) {
		g_auto(GStrv) readers = list_of(source, group, key);
		if (readers == NULL || source->language == NULL)
			return readers != NULL && refuse(source, group, key, "of no language");
		g_hash_table_insert(source->lexicon->readers, g_strdup(source->language), g_steal_pointer(&readers));
		return TRUE;
	}
	if (!g_str_equal(key, "month_first"))
		return refuse(source, group, key, "unknown key");
	g_strfreev(source->lexicon->month_first);
	source->lexicon->month_first = list_of(source, group, key);
	return source->lexicon->month_first != NULL;
}

static gboolean
read_key(const Source *source, const char *group, const char *key)
{
	gboolean is_kind = source->kind != KIND_N;
	if (g_str_equal(group, "labels"))
		return read_labels(source, group, key);
	if (g_str_equal(group, "prose"))
		return read_patterns(source, group, key);
	if (g_str_equal(group, "shapes"))
		return read_shapes(source, group, key);
	if (is_kind) {
		GPtrArray *cues = source->lexicon->kinds[source->kind].cues;
		if (g_str_equal(group, "kind"))
			return read_kind(source, group, key);
		if (g_str_equal(group, "titles"))
			return read_cues(source, group, key, cues, 1);
		if (g_str_equal(group, "words"))
			return read_title_words(source, group, key);
		if (g_str_equal(group, "fields"))
			return read_kind_fields(source, group, key);
		if (g_str_equal(group, "authorities"))
			return read_offices(source, group, key);
		if (g_str_equal(group, "cues"))
			return read_cues(source, group, key, cues, 0.25);
		return refuse(source, group, NULL, "unknown group");
	}
	if (g_str_equal(group, "relations") || g_str_equal(group, "ordinals"))
		return read_relations(source, group, key);
	if (g_str_equal(group, "calling") || g_str_equal(group, "marks"))
		return read_states(source, group, key);
	if (g_str_equal(group, "papers") || g_str_equal(group, "neutral"))
		return read_title_words(source, group, key);
	if (g_str_equal(group, "vocabulary"))
		return read_vocabulary(source, group, key);
	if (g_str_equal(group, "subjects"))
		return read_subjects(source, group, key);
	if (g_str_equal(group, "triggers"))
		return read_triggers(source, group, key);
	if (g_str_equal(group, "names"))
		return read_names(source, group, key);
	if (g_str_equal(group, "concepts"))
		return read_concepts(source, group, key);
	if (g_str_equal(group, "countries"))
		return read_countries(source, group, key);
	if (g_str_equal(group, "sequels"))
		return read_cues(source, group, key, source->lexicon->sequels, 1);
	return refuse(source, group, NULL, "unknown group");
}

static gboolean
read_groups(const Source *source)
{
	g_auto(GStrv) groups = g_key_file_get_groups(source->file, NULL);
	for (char **g = groups; *g != NULL; g++) {
		g_auto(GStrv) keys = g_key_file_get_keys(source->file, *g, NULL, NULL);
		for (char **k = keys; k != NULL && *k != NULL; k++)
			if (!read_key(source, *g, *k))
				return FALSE;
	}
	return TRUE;
}

static gboolean
loads(const char *bytes, gsize n_bytes)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	return n_bytes == 0 || g_key_file_load_from_data(file, bytes, n_bytes, G_KEY_FILE_NONE, NULL);
}

/* GKeyFile names no line: the one it stops at is the first up to which the text does not load. */
static guint
line_of_error(const char *bytes, gsize n_bytes)
{
	g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(gsize));
	for (gsize i = 0; i < n_bytes; i++) {
		if (bytes[i] == '\n' || i + 1 == n_bytes) {
			gsize end = i + 1;
			g_array_append_val(ends, end);
		}
	}
	guint good = 0, bad = ends->len; /* lines */
	while (good + 1 < bad) {
		guint middle = (good + bad) / 2;
		if (loads(bytes, g_array_index(ends, gsize, middle - 1)))
			good = middle;
		else
			bad = middle;
	}
	return bad;
}

gboolean
lexicon_add(Lexicon *lexicon, const char *name, const char *bytes, gsize n_bytes, GError **error)
{
	if (n_bytes > LEXICON_MAX_BYTES || n_bytes == 0 || !g_utf8_validate(bytes, (gssize)n_bytes, NULL)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "%s: %s", name,
			n_bytes == 0                  ? "empty"
			: n_bytes > LEXICON_MAX_BYTES ? "too large"
						      : "not UTF-8");
		return FALSE;
	}
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) malformed = NULL;
	if (!g_key_file_load_from_data(file, bytes, n_bytes, G_KEY_FILE_NONE, &malformed)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "%s:%u: %s", name, line_of_error(bytes, n_bytes),
			malformed->message);
		return FALSE;
	}
	g_autofree char *language = g_key_file_get_string(file, "vocabulary", "language", NULL);
	Source source = {lexicon, file, name, KIND_N, language == NULL ? NULL : g_intern_string(language), error};
	g_autofree char *kind = g_key_file_get_string(file, "kind", "name", NULL);
	if (kind != NULL && !document_kind_parse(kind, &source.kind))
		return refuse(&source, "kind", "name", "no such kind");
	if (kind == NULL && !g_key_file_has_group(file, "vocabulary") && !g_key_file_has_group(file, "papers") &&
		!g_key_file_has_group(file, "calling") && !g_key_file_has_group(file, "relations"))
		return refuse(&source, "kind", "name", "missing");
	if (kind != NULL)
		lexicon->kinds[source.kind].present = TRUE;
	return read_groups(&source);
}
