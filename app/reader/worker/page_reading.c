#include "app/reader/worker/page_reading.h"
#include "app/codes/barcode_read.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/image/page_quality.h"
#include "app/image/text_grey.h"
#include "app/reader/worker/form_reading.h"
#include "app/reader/worker/hand_reading.h"
#include "app/reader/worker/name_respell.h"
#include "app/reader/worker/upright.h"
#include "firmware/base/error.h"
#include <locale.h>
#include <math.h>
#include <time.h>

/* A page while it is read. Each step adds what it finds; a step that may fail says why. */
typedef struct {
	const ReadingTools *tools;
	const PageRequest *request;
	const EarlyReport *early; /* NULL: nobody wants to know */
	const GlassPlace *place;
	Image *given; /* in its colours; NULL when no later step wants them */
	Image *grey;  /* as given; NULL when no later step wants it */
	int dpi;      /* 0: not known */
	Upright upright;
	guint quality; /* PageQuality bits */
	Mrz *mrz;
	GPtrArray *codes; /* Barcode, boxes on the upright page; NULL: not looked for */
	GArray *taken;    /* Box on the upright page: what other readers see to, noise to a reader of lines */
	FormMarks *marks; /* NULL: no memory */
	GPtrArray *words; /* Word, boxes on the upright page */
	const Model *language;
} Reading;

static void
reading_clear(Reading *reading)
{
	g_clear_pointer(&reading->given, image_free);
	g_clear_pointer(&reading->grey, image_free);
	upright_clear(&reading->upright);
	g_clear_pointer(&reading->mrz, mrz_free);
	g_clear_pointer(&reading->codes, g_ptr_array_unref);
	g_clear_pointer(&reading->taken, g_array_unref);
	g_clear_pointer(&reading->marks, form_marks_free);
	g_clear_pointer(&reading->words, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* JPEG code of some processors reads /proc/cpuinfo at first use, local time its zone: both once, before the sandbox. */
static void
warm_up(void)
{
	tzset();
	guint8 *pixels = g_malloc0(32 * 32);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, 32 * 32);
	g_autoptr(Image) image = image_new(32, 32, 1, 0, bytes);
	g_autoptr(GBytes) jpeg = image_to_jpeg(image, 85);
	image_free(jpeg != NULL ? image_decode(jpeg, 1, NULL, NULL) : NULL);
}

gboolean
reading_tools_load(ReadingTools *tools, const char *data_folder, const char *state, GError **error)
{
	g_auto(ReadingTools) t = {0};
	g_autofree char *languages = g_build_filename(data_folder, "languages.ini", NULL);
	g_autofree char *weights = g_build_filename(data_folder, MRZ_WEIGHTS, NULL);
	g_autofree char *hand = g_build_filename(data_folder, HAND_WEIGHTS, NULL);
	g_autofree char *seals = g_build_filename(data_folder, TWO_D_DOC_TABLE, NULL);
	if ((t.models = models_load(languages, NULL, error)) == NULL ||
		(t.mrz_glyphs = glyphs_load(weights, error)) == NULL ||
		(t.hand_glyphs = glyphs_load(hand, error)) == NULL ||
		(t.seals = two_d_doc_table_load(seals, error)) == NULL ||
		!digit_readers_load(&t.digits, data_folder, error) ||
		(t.values = values_load(data_folder, error)) == NULL ||
		(t.fields = fields_load(data_folder, t.values, error)) == NULL)
		return FALSE;
	/* a list that does not hold is as none: the station's commands say why */
	t.certificates = state != NULL ? code_certificates_load(state, NULL) : NULL;
	t.engines = engines_new(t.models);
	warm_up();
	barcodes_warm_up();
	*tools = t;
	t = (ReadingTools){0};
	return TRUE;
}

void
reading_tools_clear(ReadingTools *tools)
{
	g_clear_pointer(&tools->engines, engines_free);
	g_clear_pointer(&tools->models, models_free);
	g_clear_pointer(&tools->mrz_glyphs, glyphs_free);
	g_clear_pointer(&tools->hand_glyphs, glyphs_free);
	digit_readers_clear(&tools->digits);
	g_clear_pointer(&tools->fields, fields_free);
	g_clear_pointer(&tools->values, values_free);
	g_clear_pointer(&tools->seals, two_d_doc_table_free);
	g_clear_pointer(&tools->certificates, code_certificates_free);
}

Image *
page_decode(const PageRequest *request, GBytes *bytes, GError **error)
{
	if (request->kind == INPUT_ENCODED)
		return image_decode(bytes, request->image, NULL, error);
	Image *image = image_new(request->width_px, request->height_px, request->channels, request->dpi, bytes);
	if (image == NULL)
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "the pixels do not agree with their geometry");
	return image;
}

/* Stated, else that of a sheet of A4 or letter paper scanned to its edges; 0: not known. */
static int
resolution(const Image *image)
{
	if (image->dpi > 0)
		return image->dpi;
	int longer = MAX(image->width_px, image->height_px), shorter = MIN(image->width_px, image->height_px);
	double ratio = (double)longer / shorter;
	if (fabs(ratio - 297.0 / 210) < 0.012 && longer > 800)
		return (int)lround(longer / (297 / 25.4));
	if (fabs(ratio - 11 / 8.5) < 0.008 && longer > 800)
		return (int)lround(longer / 11.0);
	return 0;
}

/* Which side is up, level, an even ground. */
static gboolean
see_upright(Reading *r, GError **error)
{
	r->dpi = resolution(r->given);
	r->grey = image_grey_for_text(r->given);
	g_clear_pointer(&r->given, image_free);
	if (r->grey == NULL) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory to read the page");
		return FALSE;
	}
	r->grey->dpi = r->dpi;
	if (!upright_find(r->tools->engines, r->tools->mrz_glyphs, r->grey, (const char *const *)r->request->languages,
		    &r->upright, error))
		return FALSE;
	r->upright.transform.item = r->place->item;
	r->upright.transform.glass_width_px = r->place->width_px;
	r->upright.transform.glass_height_px = r->place->height_px;
	return TRUE;
}

static gboolean
see_quality(Reading *r, GError **error)
{
	(void)error;
	r->quality = page_quality_judge(r->grey, r->upright.page, r->upright.lines, &r->upright.structure, r->dpi);
	if (!r->upright.sure && (r->quality & PAGE_BLANK) == 0)
		r->quality |= PAGE_ORIENTATION_UNSURE;
	g_clear_pointer(&r->grey, image_free);
	return TRUE;
}

static gboolean
see_zone(Reading *r, GError **error)
{
	(void)error;
	if ((r->quality & PAGE_BLANK) != 0)
		return TRUE;
	const Image *page = r->upright.page;
	r->mrz = mrz_read_page(r->tools->mrz_glyphs, g_bytes_get_data(page->pixels, NULL), page->width_px,
		page->height_px, page->width_px, NULL, r->request->today_year, r->request->today_month,
		r->request->today_day);
	if (r->mrz != NULL)
		g_array_append_val(r->taken, r->mrz->box);
	return TRUE;
}

static gboolean
see_codes(Reading *r, GError **error)
{
	(void)error;
	if ((r->quality & PAGE_BLANK) != 0)
		return TRUE;
	const Image *page = r->upright.page;
	const BarcodeRules rules = {r->tools->seals, r->tools->certificates};
	r->codes = barcodes_read(&rules, g_bytes_get_data(page->pixels, NULL), page->width_px, page->height_px,
		page->width_px, (int)(r->dpi * r->upright.transform.scale));
	for (guint i = 0; i < r->codes->len; i++)
		g_array_append_val(r->taken, ((const Barcode *)r->codes->pdata[i])->box);
	return TRUE;
}

static gboolean
see_form(Reading *r, GError **error)
{
	(void)error;
	r->marks = form_marks_find(r->upright.page);
	g_autoptr(GArray) places = r->marks != NULL ? form_places(r->marks) : NULL;
	if (places != NULL && places->len > 0)
		g_array_append_vals(r->taken, places->data, places->len);
	return TRUE;
}

/* Words of the zone are noise among the others: no model reads its face, and the zone is read on its own. */
static void
drop_words_taken(GPtrArray *words, const GArray *taken)
{
	for (guint i = words->len; i > 0; i--)
		for (guint j = 0; j < taken->len; j++)
			if (box_overlap(((const Word *)g_ptr_array_index(words, i - 1))->box,
				    g_array_index(taken, Box, j)) > 0.5) {
				g_ptr_array_remove_index(words, i - 1);
				break;
			}
}

static gboolean
read_words(Reading *r, GError **error)
{
	(void)error;
	if (r->upright.trial.model == NULL)
		return TRUE;
	r->language = page_text_language(r->upright.text, &r->upright.trial);
	g_autoptr(Image) rest = r->taken->len > 0 ? image_erase(r->upright.page, r->taken) : NULL;
	if (rest != NULL)
		page_text_leave_out(r->upright.text, rest, r->taken);
	page_text_read(r->upright.text, r->language, r->words);
	drop_words_taken(r->words, r->taken);
	return TRUE;
}

static gboolean
read_form(Reading *r, GError **error)
{
	(void)error;
	if (r->marks != NULL && r->language != NULL)
		form_read(r->tools->engines, r->language, r->upright.page, r->marks, r->words);
	digit_combs_read(&r->tools->digits, r->upright.page, r->marks, r->words);
	return TRUE;
}

static gboolean
read_digits(Reading *r, GError **error)
{
	(void)error;
	digit_words_read(&r->tools->digits, r->upright.page, r->upright.lines, r->words);
	return TRUE;
}

/* From the upright page to the page as given. */
static void
map_boxes(Document *document, GPtrArray *words, const PageTransform *transform)
{
	for (guint i = 0; i < document->facts->len; i++) {
		Fact *fact = g_ptr_array_index(document->facts, i);
		fact->box = box_to_given(fact->box, transform);
	}
	for (guint i = 0; i < words->len; i++) {
		Word *word = g_ptr_array_index(words, i);
		word->box = box_to_given(word->box, transform);
	}
	for (guint i = 0; i < document->codes->len; i++) {
		Barcode *code = g_ptr_array_index(document->codes, i);
		code->box = box_to_given(code->box, transform);
	}
	if (document->mrz != NULL)
		document->mrz->box = box_to_given(document->mrz->box, transform);
}

static Page *
describe(const Reading *r)
{
	const PageTransform *transform = &r->upright.transform;
	Page *page = page_new();
	gboolean cut = transform->item.width > 0;
	page->width_px = cut ? transform->glass_width_px : transform->given_width_px;
	page->height_px = cut ? transform->glass_height_px : transform->given_height_px;
	if (cut)
		page->area = turned_box_bounds(transform->item, page->width_px, page->height_px);
	page->dpi = r->dpi;
	page_transform_turn(transform, &page->rotation, &page->skew_degrees);
	page->quality = r->quality;
	page->language = r->language != NULL && r->words->len > 0 ? g_strdup(r->language->name) : NULL;
	return page;
}

/* What is known before any text is read: the verdict on the picture, and what zone and codes say. */
static gboolean
report_early(Reading *r, GError **error)
{
	if (r->early == NULL)
		return TRUE;
	const PageRequest *request = r->request;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	Box zone = r->mrz != NULL ? r->mrz->box : (Box){0};
	g_autoptr(Document) document = NULL;
	if (r->mrz != NULL || (r->codes != NULL && r->codes->len > 0))
		document =
			fields_read(r->tools->fields, none, NULL, r->upright.page->width_px, r->upright.page->height_px,
				r->mrz, r->codes, request->today_year, request->today_month, request->today_day);
	else
		document = document_new(KIND_OTHER);
	map_boxes(document, none, &r->upright.transform);
	g_ptr_array_add(document->pages, describe(r));
	gboolean sent = r->early->send(document, r->early->data, error);
	document->mrz = NULL; /* still the reading's, and on the upright page */
	if (r->mrz != NULL)
		r->mrz->box = zone;
	return sent;
}

/* Handwriting is not guessed. */
static gboolean
drop_handwriting(Reading *r, GError **error)
{
	(void)error;
	hand_words_drop(r->tools->hand_glyphs, r->upright.page, r->words, r->upright.lines);
	return TRUE;
}

typedef gboolean (*Step)(Reading *r, GError **error);

/* What is done with a page, in this order; of a blank one nothing is read. */
static const Step seeing[] = {see_upright, see_quality, see_zone, see_codes, report_early};
static const Step reading[] = {see_form, read_words, read_digits, drop_handwriting, read_form};

static gboolean
take_steps(Reading *r, const Step *steps, gsize n, GError **error)
{
	for (gsize i = 0; i < n; i++)
		if (!steps[i](r, error))
			return FALSE;
	return TRUE;
}

static Document *
understand(Reading *r)
{
	return fields_read(r->tools->fields, r->words, r->upright.lines, r->upright.page->width_px,
		r->upright.page->height_px, g_steal_pointer(&r->mrz), r->codes, r->request->today_year,
		r->request->today_month, r->request->today_day);
}

Document *
page_read(const ReadingTools *tools, const PageRequest *request, Image *given, const GlassPlace *place,
	const EarlyReport *early, GError **error)
{
	g_auto(Reading) r = {.tools = tools, .request = request, .early = early, .given = given, .place = place};
	r.words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	r.taken = g_array_new(FALSE, FALSE, sizeof(Box));
	if (!take_steps(&r, seeing, G_N_ELEMENTS(seeing), error))
		return NULL;
	if ((r.quality & PAGE_BLANK) == 0 && !take_steps(&r, reading, G_N_ELEMENTS(reading), error))
		return NULL;
	Document *document = understand(&r);
	if (r.language != NULL && names_respell(tools->engines, r.upright.page, r.language, document, r.words)) {
		r.mrz = g_steal_pointer(&document->mrz);
		document_free(document);
		document = understand(&r);
	}
	if (r.codes != NULL)
		g_ptr_array_extend_and_steal(document->codes, g_steal_pointer(&r.codes));
	map_boxes(document, r.words, &r.upright.transform);
	Page *page = describe(&r);
	g_ptr_array_extend_and_steal(page->words, g_steal_pointer(&r.words));
	g_ptr_array_add(document->pages, page);
	return document;
}
