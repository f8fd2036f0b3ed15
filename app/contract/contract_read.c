/* Reading the contract's JSON back. Every value is looked at: its type, its bounds, its place in a closed list. The
 * first that does not fit ends the reading, and the error says where it stands. */
#include "app/contract/contract.h"
#include "app/contract/contract_cursor.h"
#include "app/dossier/field.h"
#include "app/dossier/word.h"
#include <string.h>

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

static void
read_fact(Cursor *c, const json_t *o, Document *d)
{
	const char *field = cursor_text(c, o, "field", TRUE);
	if (field == NULL || !field_is_known(field)) {
		cursor_wrong(c, "field", "unknown");
		return;
	}
	Fact *fact = fact_new(field, cursor_text(c, o, "raw", FALSE), cursor_text(c, o, "value", FALSE),
		cursor_number(c, o, "confidence", 0, 1, 0),
		(FactSource)cursor_word(c, o, "source", parse_fact_source, TRUE, FACT_SOURCE_LABEL),
		cursor_box(c, o, "box"));
	g_ptr_array_add(d->facts, fact);
	fact->id = g_strdup(cursor_text(c, o, "id", FALSE));
	const char *script = cursor_text(c, o, "script", FALSE);
	if (script != NULL)
		g_strlcpy(fact->script, script, sizeof fact->script);
	fact->calendar = (Calendar)cursor_word(c, o, "calendar", parse_calendar, FALSE, CALENDAR_NONE);
	fact->page = cursor_integer(c, o, "page", 1, CURSOR_MAX_ITEMS, 1);
	g_strfreev(fact->alternatives);
	fact->alternatives = cursor_strings(c, o, "alternatives");
}

static void
read_words(Cursor *c, const json_t *o, Page *page)
{
	const json_t *words = cursor_array(c, o, "words");
	for (gsize i = 0; words != NULL && i < json_array_size(words); i++) {
		gsize mark = cursor_enter(c, "words", (int)i);
		const json_t *w = json_array_get(words, i);
		const char *string = cursor_text(c, w, "text", TRUE);
		if (string != NULL)
			g_ptr_array_add(page->words,
				word_new(string, cursor_box(c, w, "box"), cursor_number(c, w, "confidence", 0, 1, 0),
					cursor_text(c, w, "language", FALSE),
					cursor_integer(c, w, "line", 0, CURSOR_MAX_ITEMS, 0)));
		cursor_leave(c, mark);
	}
}

static void
read_page(Cursor *c, const json_t *o, Document *d)
{
	Page *page = page_new();
	g_ptr_array_add(d->pages, page);
	page->path = g_strdup(cursor_text(c, o, "path", FALSE));
	page->language = g_strdup(cursor_text(c, o, "language", FALSE));
	page->image = cursor_integer(c, o, "image", 1, CURSOR_MAX_ITEMS, 1);
	page->width_px = cursor_integer(c, o, "width", 0, CURSOR_MAX_PIXEL, 0);
	page->height_px = cursor_integer(c, o, "height", 0, CURSOR_MAX_PIXEL, 0);
	page->area = cursor_box(c, o, "area");
	page->dpi = cursor_integer(c, o, "dpi", 0, 100000, 0);
	page->rotation = cursor_integer(c, o, "rotation", 0, 270, 0);
	if (page->rotation % 90 != 0)
		cursor_wrong(c, "rotation", "not a quarter turn");
	page->skew_degrees = cursor_number(c, o, "skew_degrees", -180, 180, 0);
	g_auto(GStrv) quality = cursor_strings(c, o, "quality");
	for (char **q = quality; *q != NULL; q++) {
		PageQuality flag;
		if (page_quality_parse(*q, &flag))
			page->quality |= (guint)flag;
		else
			cursor_wrong(c, "quality", "not a word of the list");
	}
	read_words(c, o, page);
}

static void
read_mrz_doubts(Cursor *c, const json_t *o, Mrz *m)
{
	const json_t *repaired = cursor_array(c, o, "repaired");
	for (gsize i = 0; repaired != NULL && i < json_array_size(repaired); i++) {
		const json_t *r = json_array_get(repaired, i);
		const char *from = cursor_text(c, r, "from", TRUE), *to = cursor_text(c, r, "to", TRUE);
		MrzRepair repair = {cursor_integer(c, r, "line", 1, 3, 1), cursor_integer(c, r, "position", 1, 44, 1),
			from != NULL ? from[0] : '<', to != NULL ? to[0] : '<'};
		g_array_append_val(m->repaired, repair);
	}
	const json_t *uncertain = cursor_array(c, o, "uncertain");
	for (gsize i = 0; uncertain != NULL && i < json_array_size(uncertain); i++) {
		const json_t *u = json_array_get(uncertain, i);
		g_auto(GStrv) candidates = cursor_strings(c, u, "candidates");
		g_autofree char *joined = g_strjoinv("", candidates);
		mrz_doubt(m, cursor_integer(c, u, "line", 1, 3, 1), cursor_integer(c, u, "position", 1, 44, 1), joined);
	}
}

static Mrz *
read_mrz(Cursor *c, const json_t *o)
{
	Mrz *m = mrz_new();
	m->format = (MrzFormat)cursor_word(c, o, "format", parse_mrz_format, TRUE, MRZ_TD3);
	m->lines = cursor_strings(c, o, "lines");
	m->page = cursor_integer(c, o, "page", 1, CURSOR_MAX_ITEMS, 1);
	m->box = cursor_box(c, o, "box");
	const json_t *f = json_object_get(o, "fields");
	struct {
		const char *key;
		char **value;
	} all[] = {{"code", &m->code}, {"issuer", &m->issuer}, {"document_number", &m->document_number},
		{"nationality", &m->nationality}, {"birth_date", &m->birth_date}, {"sex", &m->sex},
		{"expiry_date", &m->expiry_date}, {"surname", &m->surname}, {"given_names", &m->given_names},
		{"optional", &m->optional}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		*all[i].value = g_strdup(cursor_text(c, f, all[i].key, FALSE));
	const json_t *digits = json_object_get(o, "check_digits");
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		m->checks[i] = (MrzCheck)cursor_word(
			c, digits, mrz_digit_name((MrzDigit)i), parse_mrz_check, FALSE, MRZ_CHECK_ABSENT);
	read_mrz_doubts(c, o, m);
	m->name_truncated = json_is_true(json_object_get(o, "name_truncated"));
	return m;
}

static void
read_items(Cursor *c, const json_t *o, const char *key, void (*read)(Cursor *, const json_t *, Document *), Document *d)
{
	const json_t *list = cursor_array(c, o, key);
	for (gsize i = 0; list != NULL && i < json_array_size(list) && c->wrong == NULL; i++) {
		gsize mark = cursor_enter(c, key, (int)i);
		const json_t *item = json_array_get(list, i);
		if (json_is_object(item))
			read(c, item, d);
		else
			cursor_wrong(c, "", "not an object");
		cursor_leave(c, mark);
	}
}

static void
read_document(Cursor *c, const json_t *o, Dossier *dossier)
{
	Document *d = document_new((DocumentKind)cursor_word(c, o, "kind", parse_document_kind, TRUE, KIND_OTHER));
	g_ptr_array_add(dossier->documents, d);
	d->id = g_strdup(cursor_text(c, o, "id", FALSE));
	d->kind_confidence = cursor_number(c, o, "kind_confidence", 0, 1, 0);
	const char *subject = cursor_text(c, o, "subject", FALSE), *country = cursor_text(c, o, "country", FALSE);
	if (subject != NULL && !subject_is_known(subject)) {
		cursor_wrong(c, "subject", "not a word of the list");
	} else if (subject != NULL) {
		g_free(d->subject);
		d->subject = g_strdup(subject);
	}
	if (country != NULL)
		g_strlcpy(d->country, country, sizeof d->country);
	g_strfreev(d->languages);
	d->languages = cursor_strings(c, o, "languages");
	read_items(c, o, "pages", read_page, d);
	read_items(c, o, "codes", read_code, d);
	read_items(c, o, "facts", read_fact, d);
	const json_t *mrz = json_object_get(o, "mrz");
	if (json_is_object(mrz))
		d->mrz = read_mrz(c, mrz);
	else if (mrz != NULL && !json_is_null(mrz))
		cursor_wrong(c, "mrz", "not an object");
}

static void
read_marks(Cursor *c, const json_t *o, GArray *marks)
{
	const json_t *list = cursor_array(c, o, "marks");
	for (gsize i = 0; list != NULL && i < json_array_size(list); i++) {
		const json_t *pair = json_array_get(list, i);
		json_int_t start = json_integer_value(json_array_get(pair, 0));
		json_int_t length = json_integer_value(json_array_get(pair, 1));
		if (start < 0 || start > CURSOR_MAX_TEXT || length < 0 || length > CURSOR_MAX_TEXT)
			cursor_wrong(c, "marks", "out of bounds");
		else
			comparison_mark(marks, (int)start, (int)length);
	}
}

static ReasonSet
read_reasons(Cursor *c, const json_t *o)
{
	ReasonSet set = 0;
	g_auto(GStrv) names = cursor_strings(c, o, "reasons");
	for (char **name = names; *name != NULL; name++) {
		Reason reason;
		if (reason_parse(*name, &reason))
			set |= REASON_BIT(reason);
		else
			cursor_wrong(c, "reasons", "not a word of the list");
	}
	return set;
}

static void
read_verdict(Cursor *c, const json_t *o, Dossier *dossier)
{
	const char *field = cursor_text(c, o, "field", TRUE);
	if (field == NULL || !field_is_known(field)) {
		cursor_wrong(c, "field", "unknown");
		return;
	}
	Verdict *v =
		verdict_new(field, (VerdictKind)cursor_word(c, o, "verdict", parse_verdict, TRUE, VERDICT_MISSING));
	g_ptr_array_add(dossier->verdicts, v);
	v->reasons = read_reasons(c, o);
	v->rule = g_strdup(cursor_text(c, o, "rule", FALSE));
	v->explanation = g_strdup(cursor_text(c, o, "explanation", FALSE));
	const json_t *values = cursor_array(c, o, "values");
	for (gsize i = 0; values != NULL && i < json_array_size(values); i++) {
		const json_t *item = json_array_get(values, i);
		VerdictValue *value = verdict_add_value(v, cursor_text(c, item, "document", TRUE),
			cursor_text(c, item, "fact", TRUE), cursor_text(c, item, "value", FALSE));
		read_marks(c, item, value->marks);
	}
	cursor_strings_into(c, o, "absent", v->absent);
	const json_t *p = json_object_get(o, "proposal");
	v->proposal_value = g_strdup(cursor_text(c, p, "value", FALSE));
	v->proposal_document = g_strdup(cursor_text(c, p, "document", FALSE));
	v->proposal_fact = g_strdup(cursor_text(c, p, "fact", FALSE));
	v->proposal_why = g_strdup(cursor_text(c, p, "why", FALSE));
}

static void
read_finding(Cursor *c, const json_t *o, Dossier *dossier)
{
	Finding *finding = finding_new(cursor_text(c, o, "rule", TRUE), cursor_text(c, o, "explanation", TRUE));
	g_ptr_array_add(dossier->findings, finding);
	cursor_strings_into(c, o, "fields", finding->fields);
	cursor_strings_into(c, o, "facts", finding->facts);
}

static void
read_draft(Cursor *c, const json_t *o, Dossier *dossier)
{
	Act *act = act_new((ActKind)cursor_word(c, o, "act", parse_act_kind, TRUE, ACT_BIRTH));
	g_ptr_array_add(dossier->drafts, act);
	const char *field;
	json_t *item;
	json_t *fields = json_object_get(o, "fields");
	json_object_foreach(fields, field, item)
	{
		if (!field_is_known(field)) {
			cursor_wrong(c, "fields", "unknown field");
			continue;
		}
		ActField *added = act_add_field(act, field, cursor_text(c, item, "value", TRUE));
		cursor_strings_into(c, item, "facts", added->facts);
	}
	cursor_strings_into(c, o, "open", act->open);
	act->equivalence_attestation = json_is_true(json_object_get(o, "equivalence_attestation"));
}

static void
read_problem(Cursor *c, const json_t *o, Dossier *dossier)
{
	dossier_add_problem(dossier, cursor_text(c, o, "path", FALSE),
		(StationError)cursor_word(c, o, "error", parse_station_error, TRUE, STATION_ERROR_FAILED));
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
		cursor_wrong(c, "documents", "missing");
	for (guint p = 0; p < G_N_ELEMENTS(parts); p++) {
		const json_t *list = cursor_array(c, root, parts[p].key);
		for (gsize i = 0; list != NULL && i < json_array_size(list) && c->wrong == NULL; i++) {
			gsize mark = cursor_enter(c, parts[p].key, (int)i);
			const json_t *item = json_array_get(list, i);
			if (json_is_object(item))
				parts[p].read(c, item, dossier);
			else
				cursor_wrong(c, "", "not an object");
			cursor_leave(c, mark);
		}
	}
	dossier->compared = cursor_array(c, root, "comparison") != NULL;
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
