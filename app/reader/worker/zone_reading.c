#include "app/reader/worker/zone_reading.h"
#include "app/image/image_change.h"
#include "firmware/base/error.h"

static Document *
make_document(const Image *image, Mrz *mrz, int rotation)
{
	Document *document = document_new(KIND_OTHER);
	Page *page = page_new();
	page->width_px = image->width_px;
	page->height_px = image->height_px;
	page->dpi = image->dpi;
	page->rotation = rotation;
	g_ptr_array_add(document->pages, page);
	document->mrz = mrz;
	if (mrz != NULL)
		mrz->page = 1;
	return document;
}

GPtrArray *
zones_read(const ReadingTools *tools, const PageRequest *request, Image *given, GError **error)
{
	g_autoptr(Image) grey = image_grey(given);
	image_free(given);
	if (grey == NULL) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory to read the page");
		return NULL;
	}
	int rotations[MRZ_MAX_ZONES];
	g_autoptr(GPtrArray) zones =
		mrz_read_all(tools->mrz_glyphs, g_bytes_get_data(grey->pixels, NULL), grey->width_px, grey->height_px,
			grey->width_px, rotations, request->today_year, request->today_month, request->today_day);
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (guint i = 0; i < zones->len; i++)
		g_ptr_array_add(documents, make_document(grey, g_steal_pointer(&zones->pdata[i]), rotations[i]));
	if (zones->len == 0)
		g_ptr_array_add(documents, make_document(grey, NULL, 0));
	return documents;
}
