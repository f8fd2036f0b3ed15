/* The answers, held against their bounds in the pool's process. */
#include "app/reader/reader_message.h"
#include "app/dossier/field.h"
#include "app/dossier/word.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

static gboolean
bad(GError **error, const char *what)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "the worker's %s is out of bounds", what);
	return FALSE;
}

/* Bounded, and nothing that could play with a terminal. Normal-form strings are UTF-8. */
static gboolean
text_holds(const char *text)
{
	if (text == NULL)
		return TRUE;
	if (strlen(text) > MESSAGE_MAX_TEXT)
		return FALSE;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return FALSE;
	return TRUE;
}

static gboolean
texts_hold(char **texts)
{
	if (g_strv_length(texts) > MESSAGE_MAX_LIST)
		return FALSE;
	for (; *texts != NULL; texts++)
		if (!text_holds(*texts))
			return FALSE;
	return TRUE;
}

static gboolean
language_holds(const char *language)
{
	gsize n = strspn(language, "abcdefghijklmnopqrstuvwxyz_");
	return n <= 16 && language[n] == '\0';
}

static gboolean
share_holds(double share)
{
	return isfinite(share) && share >= 0 && share <= 1;
}

/* Inside the page, or no box at all. */
static gboolean
box_holds(const Box *box, const Page *page)
{
	if (box->width == 0)
		return TRUE;
	return box->x >= 0 && box->y >= 0 && box->width > 0 && box->height > 0 && box->x < page->width_px &&
	       box->y < page->height_px && box->width <= page->width_px - box->x &&
	       box->height <= page->height_px - box->y;
}

static gboolean
page_parse(GVariant *message, Page *page)
{
	const char *language;
	g_variant_get_child(message, 0, "(iiiidu&s(iiii))", &page->width_px, &page->height_px, &page->dpi,
		&page->rotation, &page->skew_degrees, &page->quality, &language, &page->area.x, &page->area.y,
		&page->area.width, &page->area.height);
	page->language = *language != '\0' ? g_strdup(language) : NULL;
	return image_size(page->width_px, page->height_px, 1) > 0 && page->dpi >= 0 && page->dpi <= MESSAGE_MAX_DPI &&
	       page->rotation >= 0 && page->rotation <= 270 && page->rotation % 90 == 0 &&
	       isfinite(page->skew_degrees) && fabs(page->skew_degrees) <= 45 && page->quality < 1u << PAGE_QUALITY_N &&
	       language_holds(language) && box_holds(&page->area, page);
}

static gboolean
words_parse(GVariant *message, Page *page)
{
	g_autoptr(GVariant) list = g_variant_get_child_value(message, 1);
	gsize n = g_variant_n_children(list);
	for (gsize i = 0; i < n; i++) {
		const char *text, *language;
		Box box;
		double confidence;
		int line;
		g_variant_get_child(list, i, "(&s(iiii)d&si)", &text, &box.x, &box.y, &box.width, &box.height,
			&confidence, &language, &line);
		if (n > MESSAGE_MAX_WORDS || !text_holds(text) || *text == '\0' || !language_holds(language) ||
			!box_holds(&box, page) || !share_holds(confidence) || line < 0)
			return FALSE;
		g_ptr_array_add(page->words, word_new(text, box, confidence, language, line));
	}
	return TRUE;
}

static gboolean
country_holds(const char *country)
{
	gsize n = strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return (n == 3 || n == 0) && country[n] == '\0';
}

static gboolean
document_parse(GVariant *message, Document *document)
{
	const char *kind, *subject, *country;
	g_auto(GStrv) languages = NULL;
	g_variant_get_child(
		message, 2, "(&sd&s&s^as)", &kind, &document->kind_confidence, &subject, &country, &languages);
	if (!document_kind_parse(kind, &document->kind) || !share_holds(document->kind_confidence) ||
		!subject_is_known(subject) || !country_holds(country) || !texts_hold(languages))
		return FALSE;
	g_free(document->subject);
	document->subject = g_strdup(subject);
	g_strlcpy(document->country, country, sizeof document->country);
	for (guint i = 0; languages[i] != NULL; i++) {
		if (!language_holds(languages[i]))
			return FALSE;
		document_add_language(document, languages[i]);
	}
	return TRUE;
}

static gboolean
fact_parse(GVariant *item, const Page *page, GPtrArray *facts)
{
	const char *field, *raw, *value, *calendar_text, *source_text;
	double confidence;
	Box box;
	g_auto(GStrv) alternatives = NULL;
	g_variant_get(item, "(&sm&sm&s&sd&s(iiii)^as)", &field, &raw, &value, &calendar_text, &confidence, &source_text,
		&box.x, &box.y, &box.width, &box.height, &alternatives);
	Calendar calendar = CALENDAR_NONE;
	FactSource source;
	if (!text_holds(raw) || !text_holds(value) || !texts_hold(alternatives) || !field_is_known(field) ||
		(*calendar_text != '\0' && !calendar_parse(calendar_text, &calendar)) || !share_holds(confidence) ||
		!fact_source_parse(source_text, &source) || !box_holds(&box, page))
		return FALSE;
	Fact *fact = fact_new(field, raw, value, confidence, source, box);
	fact->calendar = calendar;
	fact->page = 1;
	g_strfreev(fact->alternatives);
	fact->alternatives = g_steal_pointer(&alternatives);
	g_ptr_array_add(facts, fact);
	return TRUE;
}

static gboolean
facts_parse(GVariant *message, const Page *page, GPtrArray *facts)
{
	g_autoptr(GVariant) list = g_variant_get_child_value(message, 3);
	gsize n = g_variant_n_children(list);
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) item = g_variant_get_child_value(list, i);
		if (n > MESSAGE_MAX_FACTS || !fact_parse(item, page, facts))
			return FALSE;
	}
	return TRUE;
}

static gboolean
mrz_lines_hold(char **lines)
{
	guint n = g_strv_length(lines);
	for (guint i = 0; i < n; i++) {
		gsize length = strspn(lines[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<");
		if (lines[i][length] != '\0' || length < 30 || length > 44)
			return FALSE;
	}
	return n == 2 || n == 3;
}

static gboolean
mrz_texts_parse(GVariant *list, Mrz *mrz)
{
	char **const texts[] = {&mrz->code, &mrz->issuer, &mrz->document_number, &mrz->nationality, &mrz->birth_date,
		&mrz->sex, &mrz->expiry_date, &mrz->surname, &mrz->given_names, &mrz->optional};
	if (g_variant_n_children(list) != G_N_ELEMENTS(texts))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_free(*texts[i]);
		g_variant_get_child(list, i, "ms", texts[i]);
		if (!text_holds(*texts[i]))
			return FALSE;
	}
	return TRUE;
}

static gboolean
mrz_marks_parse(GVariant *repaired, GVariant *uncertain, Mrz *mrz)
{
	gsize n_repaired = g_variant_n_children(repaired), n_uncertain = g_variant_n_children(uncertain);
	if (n_repaired > MESSAGE_MAX_LIST || n_uncertain > MESSAGE_MAX_LIST)
		return FALSE;
	for (gsize i = 0; i < n_repaired; i++) {
		int line, position;
		guchar from, to;
		g_variant_get_child(repaired, i, "(iiyy)", &line, &position, &from, &to);
		if (line < 1 || line > 3 || position < 1 || position > 44 || !g_ascii_isgraph(from) ||
			!g_ascii_isgraph(to))
			return FALSE;
		MrzRepair repair = {line, position, (char)from, (char)to};
		g_array_append_val(mrz->repaired, repair);
	}
	for (gsize i = 0; i < n_uncertain; i++) {
		int line, position;
		const char *candidates;
		g_variant_get_child(uncertain, i, "(ii&s)", &line, &position, &candidates);
		if (line < 1 || line > 3 || position < 1 || position > 44 || !text_holds(candidates) ||
			strlen(candidates) > 37)
			return FALSE;
		mrz_doubt(mrz, line, position, candidates);
	}
	return TRUE;
}

static gboolean
mrz_parse_item(GVariant *item, const Page *page, Mrz *mrz)
{
	const char *format;
	g_autoptr(GVariant) texts = NULL, checks = NULL, repaired = NULL, uncertain = NULL;
	g_strfreev(mrz->lines);
	g_variant_get(item, "(&s^as(iiii)@ams@ay@a(iiyy)@a(iis)b)", &format, &mrz->lines, &mrz->box.x, &mrz->box.y,
		&mrz->box.width, &mrz->box.height, &texts, &checks, &repaired, &uncertain, &mrz->name_truncated);
	mrz->page = 1;
	if (!mrz_format_parse(format, &mrz->format) || !mrz_lines_hold(mrz->lines) || !box_holds(&mrz->box, page) ||
		!mrz_texts_parse(texts, mrz) || g_variant_n_children(checks) != MRZ_N_DIGITS)
		return FALSE;
	for (gsize i = 0; i < MRZ_N_DIGITS; i++) {
		guchar check;
		g_variant_get_child(checks, i, "y", &check);
		if (check >= MRZ_CHECK_N)
			return FALSE;
		mrz->checks[i] = (MrzCheck)check;
	}
	return mrz_marks_parse(repaired, uncertain, mrz);
}

static gboolean
mrz_of_message(GVariant *message, const Page *page, Mrz **mrz)
{
	g_autoptr(GVariant) list = g_variant_get_child_value(message, 4);
	if (g_variant_n_children(list) == 0)
		return TRUE;
	g_autoptr(GVariant) item = g_variant_get_child_value(list, 0);
	*mrz = mrz_new();
	return g_variant_n_children(list) == 1 && mrz_parse_item(item, page, *mrz);
}

static gboolean
ready_parse(GVariant *message, Answer *out, GError **error)
{
	g_variant_get(message, "(^asb)", &out->languages, &out->landlocked);
	if (!texts_hold(out->languages))
		return bad(error, "languages");
	return TRUE;
}

static gboolean
count_parse(GVariant *message, Answer *out, GError **error)
{
	out->n_images = g_variant_get_int32(message);
	if (out->n_images < 1 || out->n_images > MESSAGE_MAX_IMAGES)
		return bad(error, "number of pages");
	return TRUE;
}

static gboolean
given_parse(GVariant *message, gboolean want_pixels, Answer *out, GError **error)
{
	int width, height, channels, dpi;
	g_autoptr(GVariant) list = NULL;
	g_variant_get(message, "(iiii@ay)", &width, &height, &channels, &dpi, &list);
	g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(list);
	gsize n = 0;
	const guint8 *data = g_bytes_get_data(bytes, &n);
	if (want_pixels) {
		out->image = image_new(width, height, channels, dpi, bytes);
		return out->image != NULL || bad(error, "pixels");
	}
	if (n == 0)
		return TRUE;
	if (image_size(width, height, channels) == 0 || n < 4 || memcmp(data, "\xff\xd8", 2) != 0 ||
		memcmp(data + n - 2, "\xff\xd9", 2) != 0)
		return bad(error, "jpeg");
	out->jpeg = g_steal_pointer(&bytes);
	return TRUE;
}

static gboolean
error_parse(GVariant *message, Answer *out, GError **error)
{
	const char *name, *text;
	g_variant_get(message, "(&s&s)", &name, &text);
	StationError code;
	if (!station_error_parse(name, &code) || !text_holds(text))
		return bad(error, "error");
	out->error = g_error_new_literal(STATION_ERROR, (int)code, text);
	return TRUE;
}

static gboolean
paper_parse(GVariant *message, Document *d, GError **error)
{
	Page *page = page_new();
	g_ptr_array_add(d->pages, page);
	if (!page_parse(message, page))
		return bad(error, "page");
	if (!words_parse(message, page))
		return bad(error, "words");
	if (!document_parse(message, d))
		return bad(error, "document");
	if (!facts_parse(message, page, d->facts))
		return bad(error, "facts");
	if (!mrz_of_message(message, page, &d->mrz))
		return bad(error, "mrz");
	g_autoptr(GVariant) codes = g_variant_get_child_value(message, 5);
	if (!codes_parse(codes, page->width_px, page->height_px, d->codes))
		return bad(error, "codes");
	return TRUE;
}

static gboolean
page_answer_parse(GVariant *message, Answer *out, GError **error)
{
	gsize n = g_variant_n_children(message);
	if (n < 1 || n > MESSAGE_MAX_ITEMS)
		return bad(error, "number of papers");
	out->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) paper = g_variant_get_child_value(message, i);
		g_ptr_array_add(out->documents, document_new(KIND_OTHER));
		if (!paper_parse(paper, g_ptr_array_index(out->documents, i), error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
early_parse(GVariant *message, Answer *out, GError **error)
{
	if (g_variant_n_children(message) != 1)
		return bad(error, "number of papers");
	if (!page_answer_parse(message, out, error))
		return FALSE;
	const Document *document = g_ptr_array_index(out->documents, 0);
	const Page *page = g_ptr_array_index(document->pages, 0);
	return (page->words->len == 0 && document->codes->len == 0) || bad(error, "early answer");
}

void
answer_clear(Answer *answer)
{
	g_clear_pointer(&answer->languages, g_strfreev);
	g_clear_pointer(&answer->jpeg, g_bytes_unref);
	g_clear_pointer(&answer->image, image_free);
	g_clear_pointer(&answer->documents, g_ptr_array_unref);
	g_clear_error(&answer->error);
}

static gboolean
kind_of(const char *what, GVariant *thing, AnswerKind *kind)
{
	static const char *const words[] = {"ready", "count", "given", "early", "page", "error"};
	const GVariantType *const types[] = {MESSAGE_READY_TYPE, MESSAGE_COUNT_TYPE, MESSAGE_GIVEN_TYPE,
		MESSAGE_EARLY_TYPE, MESSAGE_PAGE_TYPE, MESSAGE_ERROR_TYPE};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(what, words[i]) != 0)
			continue;
		*kind = (AnswerKind)i;
		return g_variant_is_of_type(thing, types[i]);
	}
	return FALSE;
}

static gboolean
thing_parse(GVariant *thing, gboolean want_pixels, Answer *out, GError **error)
{
	switch (out->kind) {
	case ANSWER_READY:
		return ready_parse(thing, out, error);
	case ANSWER_COUNT:
		return count_parse(thing, out, error);
	case ANSWER_GIVEN:
		return given_parse(thing, want_pixels, out, error);
	case ANSWER_EARLY:
		return early_parse(thing, out, error);
	case ANSWER_PAGE:
		return page_answer_parse(thing, out, error);
	case ANSWER_ERROR:
		return error_parse(thing, out, error);
	}
	return bad(error, "kind");
}

gboolean
answer_parse(GVariant *message, gboolean want_pixels, Answer *out, GError **error)
{
	g_auto(Answer) answer = {0};
	const char *what;
	g_autoptr(GVariant) thing = NULL;
	g_variant_get(message, "(&sv)", &what, &thing);
	if (!kind_of(what, thing, &answer.kind))
		return bad(error, "kind");
	if (!thing_parse(thing, want_pixels, &answer, error))
		return FALSE;
	*out = answer;
	answer = (Answer){0};
	return TRUE;
}
