#include "app/dossier/page.h"
#include "app/dossier/word.h"

static const char *const quality_names[PAGE_QUALITY_N] = {
	"blurred", "clipped", "dark", "faint", "glare", "small", "low_resolution", "blank", "orientation_unsure"};

Page *
page_new(void)
{
	Page *page = g_new0(Page, 1);
	page->image = 1;
	page->words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	return page;
}

void
page_free(Page *page)
{
	if (page == NULL)
		return;
	g_free(page->path);
	g_free(page->language);
	g_ptr_array_unref(page->words);
	g_free(page);
}

const char *
page_quality_name(int index)
{
	return index >= 0 && index < PAGE_QUALITY_N ? quality_names[index] : NULL;
}

gboolean
page_quality_parse(const char *name, PageQuality *quality)
{
	for (int i = 0; i < PAGE_QUALITY_N; i++) {
		if (g_strcmp0(quality_names[i], name) == 0) {
			*quality = (PageQuality)(1 << i);
			return TRUE;
		}
	}
	return FALSE;
}
