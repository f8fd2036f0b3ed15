#include "app/reader/worker/glass_reading.h"
#include "app/image/page_items.h"
#include "firmware/base/error.h"

static gboolean
out_of_memory(GError **error)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory to read the page");
	return FALSE;
}

static gboolean
says_something(const Document *document)
{
	const Page *page = g_ptr_array_index(document->pages, 0);
	return page->words->len > 0 || document->facts->len > 0 || document->mrz != NULL;
}

/* Each item as a paper of its own; *legible: at least one of them says something. */
static gboolean
read_items(const ReadingTools *tools, const PageRequest *request, const Image *page, const GArray *items,
	const EarlyReport *early, GPtrArray *documents, gboolean *legible, GError **error)
{
	*legible = FALSE;
	for (guint i = 0; i < items->len; i++) {
		GlassPlace place = {g_array_index(items, TurnedBox, i), page->width_px, page->height_px};
		Image *cut = page_item_cut(page, &place.item);
		if (cut == NULL)
			return out_of_memory(error);
		Document *document = page_read(tools, request, cut, &place, early, error);
		if (document == NULL)
			return FALSE;
		*legible |= says_something(document);
		g_ptr_array_add(documents, document);
	}
	return TRUE;
}

GPtrArray *
glass_read(
	const ReadingTools *tools, const PageRequest *request, Image *given, const EarlyReport *early, GError **error)
{
	g_autoptr(Image) page = given;
	g_autoptr(PageItems) found = page_items_find(page);
	if (found == NULL && !out_of_memory(error))
		return NULL;
	if (found->dirt != NULL) {
		Image *clean = page_items_clean(found, page);
		if (clean == NULL && !out_of_memory(error))
			return NULL;
		image_free(page);
		page = clean;
	}
	g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	gboolean legible = FALSE;
	if (found->items->len > 0 && !read_items(tools, request, page, found->items, early, documents, &legible, error))
		return NULL;
	if (legible)
		return g_steal_pointer(&documents);
	g_ptr_array_set_size(documents, 0); /* no items, or what was taken for some bears no text */
	static const GlassPlace whole = {0};
	Document *document = page_read(tools, request, g_steal_pointer(&page), &whole, early, error);
	if (document == NULL)
		return NULL;
	g_ptr_array_add(documents, document);
	return g_steal_pointer(&documents);
}
