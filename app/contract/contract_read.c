/* Reading the contract's JSON back. Every value is looked at: its type, its bounds, its place in a closed list. The
 * first that does not fit ends the reading, and the error says where it stands. */
#include "app/contract/contract.h"
#include "app/dossier/field.h"
#include "app/dossier/word.h"
#include <jansson.h>
#include <string.h>

enum { MAX_ITEMS = 100000, MAX_TEXT = 100000, MAX_PIXEL = 1000000 };

/* Where the reader stands, and what was wrong first. */
typedef struct {
	GString *where;
	char *wrong;
} Cursor;

static void
wrong(Cursor *c, const char *key, const char *what)
{
	if (c->wrong == NULL)
		c->wrong = g_strdup_printf(
			"%s%s%s: %s", c->where->str, c->where->len > 0 && key[0] != '\0' ? "." : "", key, what);
}

static gsize
enter(Cursor *c, const char *key, int index)
{
	gsize mark = c->where->len;
	if (mark > 0)
		g_string_append_c(c->where, '.');
	g_string_append_printf(c->where, "%s[%d]", key, index);
	return mark;
}

static void
leave(Cursor *c, gsize mark)
{
	g_string_truncate(c->where, mark);
}

/* A text or, where absence is allowed, NULL. The result lives as long as the JSON. */
static const char *
text(Cursor *c, const json_t *object, const char *key, gboolean needed)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value)) {
		if (needed)
			wrong(c, key, "missing");
		return NULL;
	}
	if (!json_is_string(value) || json_string_length(value) > MAX_TEXT) {
		wrong(c, key, "not a text, or too long");
		return NULL;
	}
	return json_string_value(value);
}

static double
number(Cursor *c, const json_t *object, const char *key, double low, double high, double absent)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value))
		return absent;
	double n = json_number_value(value);
	if (!json_is_number(value) || !(n >= low && n <= high)) {
		wrong(c, key, "not a number, or out of bounds");
		return absent;
	}
	return n;
}

static int
integer(Cursor *c, const json_t *object, const char *key, int low, int high, int absent)
{
	return (int)number(c, object, key, low, high, absent);
}

/* The array at key, or NULL when there is none. */
static const json_t *
array(Cursor *c, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (value == NULL || json_is_null(value))
		return NULL;
	if (!json_is_array(value) || json_array_size(value) > MAX_ITEMS) {
		wrong(c, key, "not a list, or too long");
		return NULL;
	}
	return value;
}

static char **
strings(Cursor *c, const json_t *object, const char *key)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	const json_t *list = array(c, object, key);
	for (gsize i = 0; list != NULL && i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (json_is_string(item) && json_string_length(item) <= MAX_TEXT)
			g_strv_builder_add(builder, json_string_value(item));
		else
			wrong(c, key, "not a list of texts");
	}
	return g_strv_builder_end(builder);
}

static void
strings_into(Cursor *c, const json_t *object, const char *key, GPtrArray *into)
{
	g_auto(GStrv) all = strings(c, object, key);
	for (char **s = all; *s != NULL; s++)
		g_ptr_array_add(into, g_strdup(*s));
}

static Box
box(Cursor *c, const json_t *object, const char *key)
{
	const json_t *list = array(c, object, key);
	int n[4] = {0};
	if (list == NULL)
		return (Box){0};
	for (gsize i = 0; i < 4; i++) {
		const json_t *item = json_array_get(list, i);
		json_int_t v = json_integer_value(item);
		if (!json_is_integer(item) || json_array_size(list) != 4 || v < 0 || v > MAX_PIXEL) {
			wrong(c, key, "not a box of four pixel counts");
			return (Box){0};
		}
		n[i] = (int)v;
	}
	return (Box){n[0], n[1], n[2], n[3]};
}

typedef gboolean (*Parse)(const char *name, int *value);

#define PARSE(noun, Type)                                          \
	static gboolean parse_##noun(const char *name, int *value) \
	{                                                          \
		Type parsed;                                       \
		if (!noun##_parse(name, &parsed))                  \
			return FALSE;                              \
		*value = (int)parsed;                              \
		return TRUE;                                       \
	}
PARSE(calendar, Calendar)
PARSE(fact_source, FactSource)
PARSE(document_kind, DocumentKind)
PARSE(mrz_format, MrzFormat)
PARSE(mrz_check, MrzCheck)
PARSE(verdict, VerdictKind)
PARSE(act_kind, ActKind)
PARSE(station_error, StationError)

/* A word of a closed list. */
static int
word_of(Cursor *c, const json_t *object, const char *key, Parse parse, gboolean needed, int absent)
{
	const char *name = text(c, object, key, needed);
	int value = absent;
	if (name != NULL && !parse(name, &value))
		wrong(c, key, "not a word of the list");
	return value;
}

static void
read_fact(Cursor *c, const json_t *o, Document *d)
{
	const char *field = text(c, o, "field", TRUE);
	if (field == NULL || !field_is_known(field)) {
		wrong(c, "field", "unknown");
		return;
	}
	Fact *fact = fact_new(field, text(c, o, "raw", FALSE), text(c, o, "value", FALSE),
		number(c, o, "confidence", 0, 1, 0),
		(FactSource)word_of(c, o, "source", parse_fact_source, TRUE, FACT_SOURCE_LABEL), box(c, o, "box"));
	g_ptr_array_add(d->facts, fact);
	fact->id = g_strdup(text(c, o, "id", FALSE));
	const char *script = text(c, o, "script", FALSE);
	if (script != NULL)
		g_strlcpy(fact->script, script, sizeof fact->script);
	fact->calendar = (Calendar)word_of(c, o, "calendar", parse_calendar, FALSE, CALENDAR_NONE);
	fact->page = integer(c, o, "page", 1, MAX_ITEMS, 1);
	g_strfreev(fact->alternatives);
	fact->alternatives = strings(c, o, "alternatives");
}

static void
read_words(Cursor *c, const json_t *o, Page *page)
{
	const json_t *words = array(c, o, "words");
	for (gsize i = 0; words != NULL && i < json_array_size(words); i++) {
		gsize mark = enter(c, "words", (int)i);
		const json_t *w = json_array_get(words, i);
		const char *string = text(c, w, "text", TRUE);
		if (string != NULL)
			g_ptr_array_add(page->words,
				word_new(string, box(c, w, "box"), number(c, w, "confidence", 0, 1, 0),
					text(c, w, "language", FALSE), integer(c, w, "line", 0, MAX_ITEMS, 0)));
		leave(c, mark);
	}
}

static void
read_page(Cursor *c, const json_t *o, Document *d)
{
	Page *page = page_new();
	g_ptr_array_add(d->pages, page);
	page->path = g_strdup(text(c, o, "path", FALSE));
	page->language = g_strdup(text(c, o, "language", FALSE));
	page->image = integer(c, o, "image", 1, MAX_ITEMS, 1);
	page->width_px = integer(c, o, "width", 0, MAX_PIXEL, 0);
	page->height_px = integer(c, o, "height", 0, MAX_PIXEL, 0);
	page->area = box(c, o, "area");
	page->dpi = integer(c, o, "dpi", 0, 100000, 0);
	page->rotation = integer(c, o, "rotation", 0, 270, 0);
	if (page->rotation % 90 != 0)
		wrong(c, "rotation", "not a quarter turn");
	page->skew_degrees = number(c, o, "skew_degrees", -180, 180, 0);
	g_auto(GStrv) quality = strings(c, o, "quality");
	for (char **q = quality; *q != NULL; q++) {
		PageQuality flag;
		if (page_quality_parse(*q, &flag))
			page->quality |= (guint)flag;
		else
			wrong(c, "quality", "not a word of the list");
	}
	read_words(c, o, page);
}

static void
read_mrz_doubts(Cursor *c, const json_t *o, Mrz *m)
{
	const json_t *repaired = array(c, o, "repaired");
	for (gsize i = 0; repaired != NULL && i < json_array_size(repaired); i++) {
		const json_t *r = json_array_get(repaired, i);
		const char *from = text(c, r, "from", TRUE), *to = text(c, r, "to", TRUE);
		MrzRepair repair = {integer(c, r, "line", 1, 3, 1), integer(c, r, "position", 1, 44, 1),
			from != NULL ? from[0] : '<', to != NULL ? to[0] : '<'};
		g_array_append_val(m->repaired, repair);
	}
	const json_t *uncertain = array(c, o, "uncertain");
	for (gsize i = 0; uncertain != NULL && i < json_array_size(uncertain); i++) {
		const json_t *u = json_array_get(uncertain, i);
		g_auto(GStrv) candidates = strings(c, u, "candidates");
		g_autofree char *joined = g_strjoinv("", candidates);
		mrz_doubt(m, integer(c, u, "line", 1, 3, 1), integer(c, u, "position", 1, 44, 1), joined);
	}
}

static Mrz *
read_mrz(Cursor *c, const json_t *o)
{
	Mrz *m = mrz_new();
	m->format = (MrzFormat)word_of(c, o, "format", parse_mrz_format, TRUE, MRZ_TD3);
	m->lines = strings(c, o, "lines");
	m->page = integer(c, o, "page", 1, MAX_ITEMS, 1);
	m->box = box(c, o, "box");
	const json_t *f = json_object_get(o, "fields");
	struct {
		const char *key;
		char **value;
	} all[] = {{"code", &m->code}, {"issuer", &m->issuer}, {"document_number", &m->document_number},
		{"nationality", &m->nationality}, {"birth_date", &m->birth_date}, {"sex", &m->sex},
		{"expiry_date", &m->expiry_date}, {"surname", &m->surname}, {"given_names", &m->given_names},
		{"optional", &m->optional}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		*all[i].value = g_strdup(text(c, f, all[i].key, FALSE));
	const json_t *digits = json_object_get(o, "check_digits");
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		m->checks[i] = (MrzCheck)word_of(
			c, digits, mrz_digit_name((MrzDigit)i), parse_mrz_check, FALSE, MRZ_CHECK_ABSENT);
	read_mrz_doubts(c, o, m);
	m->name_truncated = json_is_true(json_object_get(o, "name_truncated"));
	return m;
}

static void
read_items(Cursor *c, const json_t *o, const char *key, void (*read)(Cursor *, const json_t *, Document *), Document *d)
{
	const json_t *list = array(c, o, key);
	for (gsize i = 0; list != NULL && i < json_array_size(list) && c->wrong == NULL; i++) {
		gsize mark = enter(c, key, (int)i);
		const json_t *item = json_array_get(list, i);
		if (json_is_object(item))
			read(c, item, d);
		else
			wrong(c, "", "not an object");
		leave(c, mark);
	}
}

static void
read_document(Cursor *c, const json_t *o, Dossier *dossier)
{
	Document *d = document_new((DocumentKind)word_of(c, o, "kind", parse_document_kind, TRUE, KIND_OTHER));
	g_ptr_array_add(dossier->documents, d);
	d->id = g_strdup(text(c, o, "id", FALSE));
	d->kind_confidence = number(c, o, "kind_confidence", 0, 1, 0);
	const char *subject = text(c, o, "subject", FALSE), *country = text(c, o, "country", FALSE);
	if (subject != NULL && !subject_is_known(subject)) {
		wrong(c, "subject", "not a word of the list");
	} else if (subject != NULL) {
		g_free(d->subject);
		d->subject = g_strdup(subject);
	}
	if (country != NULL)
		g_strlcpy(d->country, country, sizeof d->country);
	g_strfreev(d->languages);
	d->languages = strings(c, o, "languages");
	read_items(c, o, "pages", read_page, d);
	read_items(c, o, "facts", read_fact, d);
	const json_t *mrz = json_object_get(o, "mrz");
	if (json_is_object(mrz))
		d->mrz = read_mrz(c, mrz);
	else if (mrz != NULL && !json_is_null(mrz))
		wrong(c, "mrz", "not an object");
}

static void
read_marks(Cursor *c, const json_t *o, GArray *marks)
{
	const json_t *list = array(c, o, "marks");
	for (gsize i = 0; list != NULL && i < json_array_size(list); i++) {
		const json_t *pair = json_array_get(list, i);
		json_int_t start = json_integer_value(json_array_get(pair, 0));
		json_int_t length = json_integer_value(json_array_get(pair, 1));
		if (start < 0 || start > MAX_TEXT || length < 0 || length > MAX_TEXT)
			wrong(c, "marks", "out of bounds");
		else
			comparison_mark(marks, (int)start, (int)length);
	}
}

static ReasonSet
read_reasons(Cursor *c, const json_t *o)
{
	ReasonSet set = 0;
	g_auto(GStrv) names = strings(c, o, "reasons");
	for (char **name = names; *name != NULL; name++) {
		Reason reason;
		if (reason_parse(*name, &reason))
			set |= REASON_BIT(reason);
		else
			wrong(c, "reasons", "not a word of the list");
	}
	return set;
}

static void
read_verdict(Cursor *c, const json_t *o, Dossier *dossier)
{
	const char *field = text(c, o, "field", TRUE);
	if (field == NULL || !field_is_known(field)) {
		wrong(c, "field", "unknown");
		return;
	}
	Verdict *v = verdict_new(field, (VerdictKind)word_of(c, o, "verdict", parse_verdict, TRUE, VERDICT_MISSING));
	g_ptr_array_add(dossier->verdicts, v);
	v->reasons = read_reasons(c, o);
	v->rule = g_strdup(text(c, o, "rule", FALSE));
	v->explanation = g_strdup(text(c, o, "explanation", FALSE));
	const json_t *values = array(c, o, "values");
	for (gsize i = 0; values != NULL && i < json_array_size(values); i++) {
		const json_t *item = json_array_get(values, i);
		VerdictValue *value = verdict_add_value(
			v, text(c, item, "document", TRUE), text(c, item, "fact", TRUE), text(c, item, "value", FALSE));
		read_marks(c, item, value->marks);
	}
	strings_into(c, o, "absent", v->absent);
	const json_t *p = json_object_get(o, "proposal");
	v->proposal_value = g_strdup(text(c, p, "value", FALSE));
	v->proposal_document = g_strdup(text(c, p, "document", FALSE));
	v->proposal_fact = g_strdup(text(c, p, "fact", FALSE));
	v->proposal_why = g_strdup(text(c, p, "why", FALSE));
}

static void
read_finding(Cursor *c, const json_t *o, Dossier *dossier)
{
	Finding *finding = finding_new(text(c, o, "rule", TRUE), text(c, o, "explanation", TRUE));
	g_ptr_array_add(dossier->findings, finding);
	strings_into(c, o, "fields", finding->fields);
	strings_into(c, o, "facts", finding->facts);
}

static void
read_draft(Cursor *c, const json_t *o, Dossier *dossier)
{
	Act *act = act_new((ActKind)word_of(c, o, "act", parse_act_kind, TRUE, ACT_BIRTH));
	g_ptr_array_add(dossier->drafts, act);
	const char *field;
	json_t *item;
	json_t *fields = json_object_get(o, "fields");
	json_object_foreach(fields, field, item)
	{
		if (!field_is_known(field)) {
			wrong(c, "fields", "unknown field");
			continue;
		}
		ActField *added = act_add_field(act, field, text(c, item, "value", TRUE));
		strings_into(c, item, "facts", added->facts);
	}
	strings_into(c, o, "open", act->open);
	act->equivalence_attestation = json_is_true(json_object_get(o, "equivalence_attestation"));
}

static void
read_problem(Cursor *c, const json_t *o, Dossier *dossier)
{
	dossier_add_problem(dossier, text(c, o, "path", FALSE),
		(StationError)word_of(c, o, "error", parse_station_error, TRUE, STATION_ERROR_FAILED));
}

static void
read_dossier(Cursor *c, const json_t *root, Dossier *dossier)
{
	static const struct {
		const char *key;
		void (*read)(Cursor *, const json_t *, Dossier *);
	} parts[] = {{"documents", read_document}, {"problems", read_problem}, {"comparison", read_verdict},
		{"findings", read_finding}, {"drafts", read_draft}};
	if (!json_is_object(root) || json_object_get(root, "documents") == NULL)
		wrong(c, "documents", "missing");
	for (guint p = 0; p < G_N_ELEMENTS(parts); p++) {
		const json_t *list = array(c, root, parts[p].key);
		for (gsize i = 0; list != NULL && i < json_array_size(list) && c->wrong == NULL; i++) {
			gsize mark = enter(c, parts[p].key, (int)i);
			const json_t *item = json_array_get(list, i);
			if (json_is_object(item))
				parts[p].read(c, item, dossier);
			else
				wrong(c, "", "not an object");
			leave(c, mark);
		}
	}
	dossier->compared = array(c, root, "comparison") != NULL;
}

Dossier *
contract_dossier_parse(GBytes *bytes, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	if (size > CONTRACT_MAX_BYTES) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "%zu bytes, at most %d are taken", size,
			CONTRACT_MAX_BYTES);
		return NULL;
	}
	json_error_t at;
	json_t *root = json_loadb(data, size, JSON_REJECT_DUPLICATES, &at);
	if (root == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "not JSON (line %d, column %d)", at.line,
			at.column);
		return NULL;
	}
	g_autoptr(Dossier) dossier = dossier_new();
	Cursor cursor = {.where = g_string_new(NULL)};
	read_dossier(&cursor, root, dossier);
	json_decref(root);
	g_string_free(cursor.where, TRUE);
	if (cursor.wrong != NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL, cursor.wrong);
		g_free(cursor.wrong);
		return NULL;
	}
	return g_steal_pointer(&dossier);
}
