/* links: app/dossier app/image firmware/base */
#include "app/image/image_decode.h"
#include "app/image/page_items.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* The bytes of a file, as a worker meets them; a small page that decodes is also looked at for papers. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GError) error = NULL;
	int n = 0;
	g_autoptr(Image) image = image_decode(bytes, 1, &n, &error);
	if ((image == NULL) != (error != NULL) || n < 1 || image_count(bytes) < 1)
		g_error("a page and an error, or neither");
	if (image == NULL || image_size(image->width_px, image->height_px, 1) > 1000 * 1000)
		return 0;
	g_autoptr(PageItems) items = page_items_find(image);
	g_autoptr(Image) clean = items != NULL ? page_items_clean(items, image) : NULL;
	for (guint i = 0; clean != NULL && i < items->items->len; i++) {
		TurnedBox box = g_array_index(items->items, TurnedBox, i);
		image_free(page_item_cut(clean, &box));
	}
	return 0;
}
