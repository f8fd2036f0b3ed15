#include "app/reader/worker/page_reading.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/image/page_quality.h"
#include "app/reader/worker/form_reading.h"
#include "app/reader/worker/upright.h"
#include "firmware/base/error.h"
#include <locale.h>
#include <math.h>
#include <time.h>

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
reading_tools_load(ReadingTools *tools, const char *data_folder, GError **error)
{
	g_auto(ReadingTools) t = {0};
	g_autofree char *languages = g_build_filename(data_folder, "languages.ini", NULL);
	g_autofree char *weights = g_build_filename(data_folder, MRZ_WEIGHTS, NULL);
	if ((t.models = models_load(languages, NULL, error)) == NULL ||
		(t.mrz_glyphs = glyphs_load(weights, error)) == NULL ||
		(t.values = values_load(data_folder, error)) == NULL ||
		(t.fields = fields_load(data_folder, t.values, error)) == NULL)
		return FALSE;
	t.engines = engines_new(t.models);
	warm_up();
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
	g_clear_pointer(&tools->fields, fields_free);
	g_clear_pointer(&tools->values, values_free);
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

static Mrz *
read_zone(const ReadingTools *tools, const PageRequest *request, const Upright *upright)
{
	const guint8 *pixels = g_bytes_get_data(upright->page->pixels, NULL);
	int width = upright->page->width_px;
	return mrz_read_page(tools->mrz_glyphs, pixels, width, upright->page->height_px, width, NULL,
		request->today_year, request->today_month, request->today_day);
}

/* Words of the zone are noise among the others: no model reads its face, and the zone is read on its own. */
static void
drop_words_in(GPtrArray *words, Box zone)
{
	for (guint i = words->len; i > 0; i--)
		if (box_overlap(((const Word *)g_ptr_array_index(words, i - 1))->box, zone) > 0.5)
			g_ptr_array_remove_index(words, i - 1);
}

static void
drop_lines_in(GArray *lines, const GArray *places)
{
	for (guint i = lines->len; i > 0; i--)
		for (guint j = 0; j < places->len; j++)
			if (box_overlap(g_array_index(lines, Box, i - 1), g_array_index(places, Box, j)) > 0.5) {
				g_array_remove_index(lines, i - 1);
				break;
			}
}

static void
drop_zone(GArray *lines, Box zone)
{
	g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_val(one, zone);
	drop_lines_in(lines, one);
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
	if (document->mrz != NULL)
		document->mrz->box = box_to_given(document->mrz->box, transform);
}

static Page *
describe(const Upright *upright, int dpi, guint quality)
{
	Page *page = page_new();
	page->width_px = upright->transform.given_width_px;
	page->height_px = upright->transform.given_height_px;
	page->dpi = dpi;
	page->rotation = upright->transform.rotation;
	page->skew_degrees = upright->transform.skew_degrees == 0 ? 0 : -upright->transform.skew_degrees;
	page->quality = quality;
	return page;
}

/* The words, in the language found; FALSE only when the engine failed. */
static gboolean
read_words(const ReadingTools *tools, const PageRequest *request, const Upright *upright, Page *page, GPtrArray *words,
	GError **error)
{
	const char *const *allowed = (const char *const *)request->languages;
	if (upright->trial.model == NULL)
		return TRUE;
	const Model *model = text_language(tools->engines, upright->page, upright->lines, allowed, &upright->trial);
	g_autoptr(FormMarks) marks = form_marks_find(upright->page);
	g_autoptr(GArray) places = marks != NULL ? form_places(marks) : NULL;
	g_autoptr(Image) rest = places != NULL && places->len > 0 ? image_erase(upright->page, places) : NULL;
	if (rest != NULL)
		drop_lines_in(upright->lines, places);
	if (!text_read(tools->engines, rest != NULL ? rest : upright->page, upright->lines, allowed, model, words)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_WORKER_FAILED, "the text engine failed");
		return FALSE;
	}
	if (rest != NULL)
		form_read(tools->engines, model, upright->page, marks, words);
	page->language = words->len > 0 ? g_strdup(model->name) : NULL;
	return TRUE;
}

Document *
page_read(const ReadingTools *tools, const PageRequest *request, Image *given, GError **error)
{
	const char *const *languages = (const char *const *)request->languages;
	int dpi = resolution(given);
	g_autoptr(Image) grey = image_grey(given);
	image_free(given);
	if (grey == NULL) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory to read the page");
		return NULL;
	}
	grey->dpi = dpi;
	g_auto(Upright) upright = {0};
	if (!upright_find(tools->engines, tools->mrz_glyphs, grey, languages, &upright, error))
		return NULL;
	guint quality = page_quality_judge(grey, upright.page, upright.lines, &upright.structure, dpi);
	g_clear_pointer(&grey, image_free);
	if (!upright.sure && (quality & PAGE_BLANK) == 0)
		quality |= PAGE_ORIENTATION_UNSURE;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_autoptr(Page) page = describe(&upright, dpi, quality);
	Mrz *mrz = NULL;
	if ((quality & PAGE_BLANK) == 0) {
		mrz = read_zone(tools, request, &upright);
		if (mrz != NULL)
			drop_zone(upright.lines, mrz->box);
		if (!read_words(tools, request, &upright, page, words, error)) {
			mrz_free(mrz);
			return NULL;
		}
		if (mrz != NULL)
			drop_words_in(words, mrz->box);
	}
	Document *document = fields_read(tools->fields, words, upright.page->width_px, upright.page->height_px, mrz,
		request->today_year, request->today_month, request->today_day);
	map_boxes(document, words, &upright.transform);
	g_ptr_array_extend_and_steal(page->words, g_steal_pointer(&words));
	g_ptr_array_add(document->pages, g_steal_pointer(&page));
	return document;
}
