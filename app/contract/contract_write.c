#include "app/contract/contract_write.h"
#include "app/contract/contract.h"
#include "app/dossier/word.h"
#include <math.h>
#include <string.h>

json_t *
write_pack(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	json_t *packed = json_vpack_ex(NULL, 0, format, args);
	va_end(args);
	g_assert(packed != NULL);
	return packed;
}

json_t *
write_text(const char *text)
{
	if (text == NULL)
		return json_null();
	json_t *value = json_string(text);
	if (value != NULL)
		return value;
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	return json_string(valid);
}

json_t *
write_decimals(double number)
{
	double rounded = round(number * 100) / 100;
	return json_real(rounded == 0 ? 0 : rounded);
}

json_t *
write_box(Box box)
{
	return box_is_empty(box) ? json_null() : write_pack("[iiii]", box.x, box.y, box.width, box.height);
}

json_t *
write_strings(GPtrArray *strings)
{
	json_t *array = json_array();
	for (guint i = 0; i < strings->len; i++)
		json_array_append_new(array, write_text(strings->pdata[i]));
	return array;
}

json_t *
write_reasons(ReasonSet reasons)
{
	json_t *array = json_array();
	for (int i = 0; i < REASON_N; i++)
		if (reasons & REASON_BIT(i))
			json_array_append_new(array, json_string(reason_name((Reason)i)));
	return array;
}

static json_t *
mrz_fields(const Mrz *m)
{
	json_t *fields = json_object();
	const struct {
		const char *key, *value;
	} all[] = {{"code", m->code}, {"issuer", m->issuer}, {"document_number", m->document_number},
		{"nationality", m->nationality}, {"birth_date", m->birth_date}, {"sex", m->sex},
		{"expiry_date", m->expiry_date}, {"surname", m->surname}, {"given_names", m->given_names},
		{"optional", m->optional}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		json_object_set_new(fields, all[i].key, write_text(all[i].value));
	return fields;
}

json_t *
write_mrz(const Mrz *m)
{
	if (m == NULL)
		return json_null();
	json_t *root = json_object();
	json_object_set_new(root, "format", json_string(mrz_format_name(m->format)));
	json_t *lines = json_array();
	for (char **line = m->lines; line != NULL && *line != NULL; line++)
		json_array_append_new(lines, write_text(*line));
	json_object_set_new(root, "lines", lines);
	json_object_set_new(root, "page", json_integer(m->page));
	json_object_set_new(root, "box", write_box(m->box));
	json_object_set_new(root, "fields", mrz_fields(m));
	json_t *digits = json_object();
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		json_object_set_new(digits, mrz_digit_name((MrzDigit)i), json_string(mrz_check_name(m->checks[i])));
	json_object_set_new(root, "check_digits", digits);
	json_t *repaired = json_array();
	for (guint i = 0; i < m->repaired->len; i++) {
		const MrzRepair *r = &g_array_index(m->repaired, MrzRepair, i);
		char from[2] = {r->from, '\0'}, to[2] = {r->to, '\0'};
		json_array_append_new(repaired,
			write_pack("{sisissss}", "line", r->line, "position", r->position, "from", from, "to", to));
	}
	json_object_set_new(root, "repaired", repaired);
	json_t *uncertain = json_array();
	for (guint i = 0; i < m->uncertain->len; i++) {
		const MrzDoubt *doubt = m->uncertain->pdata[i];
		json_t *candidates = json_array();
		for (const char *c = doubt->candidates; *c != '\0'; c++)
			json_array_append_new(candidates, json_stringn(c, 1));
		json_array_append_new(uncertain, write_pack("{sisiso}", "line", doubt->line, "position",
							 doubt->position, "candidates", candidates));
	}
	json_object_set_new(root, "uncertain", uncertain);
	json_object_set_new(root, "name_truncated", json_boolean(m->name_truncated));
	return root;
}

static json_t *
write_fact(const Fact *fact)
{
	json_t *root = json_object();
	json_object_set_new(root, "id", write_text(fact->id));
	json_object_set_new(root, "field", write_text(fact->field));
	json_object_set_new(root, "raw", write_text(fact->raw));
	json_object_set_new(root, "script", write_text(fact->script[0] != '\0' ? fact->script : NULL));
	json_object_set_new(root, "value", write_text(fact->value));
	json_object_set_new(root, "calendar", write_text(calendar_contract_name(fact->calendar)));
	json_object_set_new(root, "confidence", write_decimals(fact->confidence));
	json_object_set_new(root, "source", json_string(fact_source_name(fact->source)));
	json_object_set_new(root, "page", json_integer(fact->page));
	json_object_set_new(root, "box", write_box(fact->box));
	json_t *alternatives = json_array();
	for (char **a = fact->alternatives; *a != NULL; a++)
		json_array_append_new(alternatives, write_text(*a));
	json_object_set_new(root, "alternatives", alternatives);
	return root;
}

static json_t *
write_word(const Word *word)
{
	return write_pack("{sososososo si}", "text", write_text(word->text), "box", write_box(word->box), "confidence",
		write_decimals(word->confidence), "script", write_text(word->script), "language",
		write_text(word->language), "line", word->line);
}

static json_t *
write_page(const Page *page, gboolean words)
{
	json_t *root = json_object();
	json_object_set_new(root, "path", write_text(page->path));
	json_object_set_new(root, "image", json_integer(page->image));
	if (page->width_px > 0 && page->height_px > 0) {
		json_object_set_new(root, "width", json_integer(page->width_px));
		json_object_set_new(root, "height", json_integer(page->height_px));
	}
	if (!box_is_empty(page->area))
		json_object_set_new(root, "area", write_box(page->area));
	json_object_set_new(root, "rotation", json_integer(page->rotation));
	json_object_set_new(root, "skew_degrees", write_decimals(page->skew_degrees));
	json_object_set_new(root, "dpi", page->dpi > 0 ? json_integer(page->dpi) : json_null());
	json_t *quality = json_array();
	for (int i = 0; i < PAGE_QUALITY_N; i++)
		if (page->quality & (1u << i))
			json_array_append_new(quality, json_string(page_quality_name(i)));
	json_object_set_new(root, "quality", quality);
	json_object_set_new(root, "language", write_text(page->language));
	if (words) {
		json_t *array = json_array();
		for (guint i = 0; i < page->words->len; i++)
			json_array_append_new(array, write_word(page->words->pdata[i]));
		json_object_set_new(root, "words", array);
	}
	return root;
}

static json_t *
write_document(const Document *d, gboolean words)
{
	json_t *root = json_object();
	json_object_set_new(root, "id", write_text(d->id));
	json_object_set_new(root, "kind", json_string(document_kind_name(d->kind)));
	json_object_set_new(root, "kind_confidence", write_decimals(d->kind_confidence));
	json_object_set_new(root, "subject", write_text(d->subject));
	json_object_set_new(root, "country", write_text(d->country[0] != '\0' ? d->country : NULL));
	json_t *languages = json_array();
	for (char **l = d->languages; *l != NULL; l++)
		json_array_append_new(languages, write_text(*l));
	json_object_set_new(root, "languages", languages);
	json_t *pages = json_array();
	for (guint i = 0; i < d->pages->len; i++)
		json_array_append_new(pages, write_page(d->pages->pdata[i], words));
	json_object_set_new(root, "pages", pages);
	json_object_set_new(root, "mrz", write_mrz(d->mrz));
	json_object_set_new(root, "codes", write_codes(d->codes));
	json_t *facts = json_array();
	for (guint i = 0; i < d->facts->len; i++)
		json_array_append_new(facts, write_fact(d->facts->pdata[i]));
	json_object_set_new(root, "facts", facts);
	return root;
}

json_t *
write_problems(const Dossier *dossier)
{
	json_t *problems = json_array();
	for (guint i = 0; i < dossier->problems->len; i++) {
		const Problem *p = dossier->problems->pdata[i];
		json_array_append_new(problems,
			write_pack("{soss}", "path", write_text(p->path), "error", station_error_name(p->error)));
	}
	return problems;
}

GBytes *
write_bytes(json_t *root, gboolean compact)
{
	/* six significant digits hold what write_decimals left, and no tail of binary fractions */
	char *text = json_dumps(root, JSON_REAL_PRECISION(6) | (compact ? JSON_COMPACT : JSON_INDENT(2)));
	json_decref(root);
	g_assert(text != NULL);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

GBytes *
contract_dossier(const Dossier *dossier, ContractFlags flags)
{
	json_t *root = json_object();
	json_t *documents = json_array();
	for (guint i = 0; i < dossier->documents->len; i++)
		json_array_append_new(
			documents, write_document(dossier->documents->pdata[i], (flags & CONTRACT_WORDS) != 0));
	json_object_set_new(root, "documents", documents);
	json_object_set_new(root, "problems", write_problems(dossier));
	if (flags & CONTRACT_COMPARISON) {
		json_object_set_new(root, "comparison", write_comparison(dossier));
		json_object_set_new(root, "findings", write_findings(dossier));
		json_object_set_new(root, "drafts", write_drafts(dossier));
	}
	return write_bytes(root, (flags & CONTRACT_COMPACT) != 0);
}

GBytes *
contract_act(const Dossier *dossier, const Act *act)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_ptr_array_add(one, (gpointer)act);
	Dossier view = *dossier;
	view.drafts = one;
	return contract_dossier(&view, CONTRACT_COMPARISON);
}

GBytes *
contract_mrz(const Mrz *mrz)
{
	return write_bytes(write_mrz(mrz), TRUE);
}

GBytes *
contract_mrz_list(const Dossier *dossier)
{
	json_t *list = json_array();
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *d = dossier->documents->pdata[i];
		if (d->mrz == NULL)
			continue;
		json_t *mrz = write_mrz(d->mrz);
		const Page *page = d->mrz->page >= 1 && (guint)d->mrz->page <= d->pages->len
					   ? d->pages->pdata[d->mrz->page - 1]
					   : NULL;
		json_object_set_new(mrz, "path", write_text(page != NULL ? page->path : NULL));
		json_object_set_new(mrz, "image", page != NULL ? json_integer(page->image) : json_null());
		json_array_append_new(list, mrz);
	}
	return write_bytes(write_pack("{soso}", "mrz", list, "problems", write_problems(dossier)), FALSE);
}
