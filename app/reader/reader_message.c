#include "app/reader/reader_message.h"
#include "app/dossier/word.h"
#include "firmware/base/error.h"

static gboolean
bad(GError **error, const char *what)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "the message's %s is out of bounds", what);
	return FALSE;
}

gboolean
page_request_geometry_holds(const PageRequest *r)
{
	return r->kind != INPUT_PIXELS ||
	       (image_size(r->width_px, r->height_px, r->channels) > 0 && r->dpi >= 0 && r->dpi <= MESSAGE_MAX_DPI);
}

void
page_request_clear(PageRequest *request)
{
	g_clear_pointer(&request->languages, g_strfreev);
}

GVariant *
page_request_build(const PageRequest *r)
{
	static const char *const none[] = {NULL};
	const char *const *languages = r->languages != NULL ? (const char *const *)r->languages : none;
	return g_variant_new("(uiiiii^asbbbb(iii))", (guint)r->kind, r->image, r->width_px, r->height_px, r->channels,
		r->dpi, languages, r->decode_only, r->zones_only, r->want_words, r->want_jpeg, r->today_year,
		r->today_month, r->today_day);
}

gboolean
page_request_parse(GVariant *message, PageRequest *out, GError **error)
{
	guint kind;
	g_auto(PageRequest) r = {0};
	g_variant_get(message, "(uiiiii^asbbbb(iii))", &kind, &r.image, &r.width_px, &r.height_px, &r.channels, &r.dpi,
		&r.languages, &r.decode_only, &r.zones_only, &r.want_words, &r.want_jpeg, &r.today_year, &r.today_month,
		&r.today_day);
	if (kind != INPUT_ENCODED && kind != INPUT_PIXELS)
		return bad(error, "kind");
	r.kind = (InputKind)kind;
	if (r.image < 1 || r.image > MESSAGE_MAX_IMAGES)
		return bad(error, "page");
	if (!page_request_geometry_holds(&r))
		return bad(error, "geometry");
	if (g_strv_length(r.languages) > MESSAGE_MAX_LIST)
		return bad(error, "languages");
	if (!g_date_valid_dmy((GDateDay)r.today_day, (GDateMonth)r.today_month, (GDateYear)r.today_year))
		return bad(error, "day");
	*out = r;
	r.languages = NULL;
	return TRUE;
}

/* --- the answer, built in the worker --- */

static GVariant *
box_build(Box box)
{
	return g_variant_new("(iiii)", box.x, box.y, box.width, box.height);
}

static GVariant *
words_build(const Page *page, gboolean want_words)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE("a(s(iiii)dsi)"));
	for (guint i = 0; want_words && i < MIN(page->words->len, MESSAGE_MAX_WORDS); i++) {
		const Word *w = g_ptr_array_index(page->words, i);
		g_variant_builder_add(&list, "(s@(iiii)dsi)", w->text, box_build(w->box), w->confidence,
			w->language != NULL ? w->language : "", w->line);
	}
	return g_variant_builder_end(&list);
}

static GVariant *
facts_build(const GPtrArray *facts)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE("a(smsmssds(iiii)as)"));
	for (guint i = 0; i < MIN(facts->len, MESSAGE_MAX_FACTS); i++) {
		const Fact *f = g_ptr_array_index(facts, i);
		const char *calendar = calendar_name(f->calendar);
		g_variant_builder_add(&list, "(smsmssds@(iiii)^as)", f->field, f->raw, f->value,
			calendar != NULL ? calendar : "", f->confidence, fact_source_name(f->source), box_build(f->box),
			f->alternatives);
	}
	return g_variant_builder_end(&list);
}

static GVariant *
mrz_texts_build(const Mrz *mrz)
{
	const char *const texts[] = {mrz->code, mrz->issuer, mrz->document_number, mrz->nationality, mrz->birth_date,
		mrz->sex, mrz->expiry_date, mrz->surname, mrz->given_names, mrz->optional};
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE("ams"));
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_variant_builder_add(&list, "ms", texts[i]);
	return g_variant_builder_end(&list);
}

static GVariant *
mrz_build(const Mrz *mrz)
{
	GVariantBuilder list, checks, repaired, uncertain;
	g_variant_builder_init(&list, G_VARIANT_TYPE("a(sas(iiii)amsaya(iiyy)a(iis)b)"));
	if (mrz == NULL)
		return g_variant_builder_end(&list);
	g_variant_builder_init(&checks, G_VARIANT_TYPE("ay"));
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		g_variant_builder_add(&checks, "y", (guchar)mrz->checks[i]);
	g_variant_builder_init(&repaired, G_VARIANT_TYPE("a(iiyy)"));
	for (guint i = 0; i < MIN(mrz->repaired->len, MESSAGE_MAX_LIST); i++) {
		const MrzRepair *r = &g_array_index(mrz->repaired, MrzRepair, i);
		g_variant_builder_add(&repaired, "(iiyy)", r->line, r->position, (guchar)r->from, (guchar)r->to);
	}
	g_variant_builder_init(&uncertain, G_VARIANT_TYPE("a(iis)"));
	for (guint i = 0; i < MIN(mrz->uncertain->len, MESSAGE_MAX_LIST); i++) {
		const MrzDoubt *d = g_ptr_array_index(mrz->uncertain, i);
		g_variant_builder_add(&uncertain, "(iis)", d->line, d->position, d->candidates);
	}
	g_variant_builder_add(&list, "(s^as@(iiii)@amsaya(iiyy)a(iis)b)", mrz_format_name(mrz->format), mrz->lines,
		box_build(mrz->box), mrz_texts_build(mrz), &checks, &repaired, &uncertain, mrz->name_truncated);
	return g_variant_builder_end(&list);
}

static GVariant *
message(const char *what, GVariant *thing)
{
	return g_variant_new("(sv)", what, thing);
}

GVariant *
message_ready(const char *const *languages, gboolean landlocked)
{
	return message("ready", g_variant_new("(^asb)", languages, landlocked));
}

GVariant *
message_count(int n_images)
{
	return message("count", g_variant_new_int32(n_images));
}

GVariant *
message_given(const Image *image, GBytes *jpeg_or_pixels)
{
	GVariant *bytes = jpeg_or_pixels != NULL
				  ? g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, jpeg_or_pixels, TRUE)
				  : g_variant_new_array(G_VARIANT_TYPE_BYTE, NULL, 0);
	return message("given",
		g_variant_new("(iiii@ay)", image->width_px, image->height_px, image->channels, image->dpi, bytes));
}

static GVariant *
document_build(const Document *d, gboolean want_words)
{
	const Page *page = g_ptr_array_index(d->pages, 0);
	return g_variant_new("((iiiidus@(iiii))@a(s(iiii)dsi)(sdss^as)@a(smsmssds(iiii)as)"
			     "@a(sas(iiii)amsaya(iiyy)a(iis)b)@" MESSAGE_CODES_FORMAT ")",
		page->width_px, page->height_px, page->dpi, page->rotation, page->skew_degrees, page->quality,
		page->language != NULL ? page->language : "", box_build(page->area), words_build(page, want_words),
		document_kind_name(d->kind), d->kind_confidence, d->subject != NULL ? d->subject : "person", d->country,
		d->languages, facts_build(d->facts), mrz_build(d->mrz), codes_build(d->codes));
}

GVariant *
message_page(const GPtrArray *documents, gboolean want_words)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, MESSAGE_PAGE_TYPE);
	for (guint i = 0; i < MIN(documents->len, MESSAGE_MAX_ITEMS); i++)
		g_variant_builder_add_value(&list, document_build(g_ptr_array_index(documents, i), want_words));
	return message("page", g_variant_builder_end(&list));
}

GVariant *
message_early(const Document *document)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, MESSAGE_EARLY_TYPE);
	g_variant_builder_add_value(&list, document_build(document, FALSE));
	return message("early", g_variant_builder_end(&list));
}

GVariant *
message_error(const GError *error)
{
	return message("error", g_variant_new("(ss)", station_error_name(station_error_code(error)), error->message));
}
