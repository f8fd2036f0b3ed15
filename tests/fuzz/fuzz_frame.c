/* links: app/image app/dossier firmware/base */
/* Frames, after "FRAM": their stated geometry need not be that of their pixels. Else the bytes of a file, all its first
 * pages. Small pictures that hold go on through all that looks at a page before it is read. fuzz_image.c stops earlier
 * and is faster. */
#include "app/image/form_marks.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/image/page_items.h"
#include "app/image/page_quality.h"
#include "app/image/text_grey.h"
#include "firmware/base/error.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

enum {
	MOST_BYTES = 64 * 1024,
	MOST_IMAGES = 3,       /* of a file */
	LOOKED_AT_PX = 120000, /* larger pictures are decoded only */
	FRAME_SIDE = 300,
	FRAME_HEAD = 4 + 4 + 4 + 1 + 2,
};

static void
check_image(const Image *image)
{
	gsize size = image_size(image->width_px, image->height_px, image->channels);
	g_assert_cmpuint(size, >, 0);
	g_assert_cmpuint(g_bytes_get_size(image->pixels), ==, size);
	g_assert_cmpint(image->dpi, >=, 0);
}

static void
check_items(const Image *image)
{
	g_autoptr(PageItems) found = page_items_find(image);
	if (found == NULL)
		return;
	g_assert_cmpuint(found->items->len, <=, PAGE_ITEMS_MAX);
	g_autoptr(Image) clean = page_items_clean(found, image);
	if (clean != NULL)
		check_image(clean);
	for (guint i = 0; i < found->items->len; i++) {
		TurnedBox box = g_array_index(found->items, TurnedBox, i);
		g_autoptr(Image) cut = page_item_cut(image, &box);
		if (cut != NULL)
			check_image(cut);
	}
}

static void
look_at(const Image *image)
{
	if ((gsize)image->width_px * (gsize)image->height_px > LOOKED_AT_PX)
		return;
	check_items(image);
	g_autoptr(GBytes) jpeg = image_to_jpeg(image, 85);
	g_autoptr(Image) back = jpeg != NULL ? image_decode(jpeg, 1, NULL, NULL) : NULL;
	g_assert(back != NULL && back->width_px == image->width_px && back->height_px == image->height_px);
	g_autoptr(Image) grey = image_grey_for_text(image);
	TextStructure structure;
	if (grey == NULL || !text_structure_find(grey, &structure))
		return;
	g_autoptr(Image) turned = image_turn(grey, structure.sideways ? 90 : 180);
	g_autoptr(Image) even = turned != NULL ? image_even_ground(turned) : NULL;
	g_autoptr(Image) level = even != NULL ? image_level(even, structure.level_degrees) : NULL;
	if (level == NULL)
		return;
	check_image(level);
	g_autoptr(GArray) lines = text_lines_find(level);
	page_quality_judge(grey, level, lines, &structure, image->dpi);
	g_autoptr(FormMarks) marks = form_marks_find(level);
}

static void
decode(const guint8 *data, gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
	int count = image_count(bytes);
	g_assert(count >= 0 && count <= DECODE_MAX_IMAGES);
	for (int i = 0; i <= MOST_IMAGES; i++) {
		g_autoptr(GError) error = NULL;
		int n = 0;
		g_autoptr(Image) image = image_decode(bytes, i, &n, &error);
		g_assert((image == NULL) == (error != NULL));
		g_assert(n >= 0 && n <= DECODE_MAX_IMAGES);
		g_assert(error == NULL || error->domain == STATION_ERROR);
		if (image == NULL)
			continue;
		g_assert(i >= 1 && i <= n);
		check_image(image);
		look_at(image);
	}
}

static void
frame(const guint8 *data, gsize size)
{
	gint32 width, height;
	guint16 dpi;
	memcpy(&width, data + 4, 4);
	memcpy(&height, data + 8, 4);
	memcpy(&dpi, data + 13, 2);
	int channels = (gint8)data[12];
	width = GINT32_FROM_LE(width);
	height = GINT32_FROM_LE(height);
	dpi = GUINT16_FROM_LE(dpi);
	g_autoptr(GBytes) pixels = g_bytes_new_static(data + FRAME_HEAD, size - FRAME_HEAD);
	g_autoptr(Image) stated = image_new(width, height, channels, (gint16)dpi, pixels);
	if (stated != NULL)
		check_image(stated);
	/* the same again as a frame that does not lie: its pixels are the bytes over and over */
	int w = IMAGE_MIN_SIDE_PX + ABS(width % FRAME_SIDE), h = IMAGE_MIN_SIDE_PX + ABS(height % FRAME_SIDE);
	int n = channels & 2 ? 3 : 1;
	gsize all = image_size(w, h, n), given = size - FRAME_HEAD;
	guint8 *filled = g_malloc0(all);
	for (gsize at = 0; at < all && given > 0; at += given)
		memcpy(filled + at, data + FRAME_HEAD, MIN(given, all - at));
	g_autoptr(GBytes) bytes = g_bytes_new_take(filled, all);
	g_autoptr(Image) image = image_new(w, h, n, dpi, bytes);
	g_assert_nonnull(image);
	look_at(image);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	if (size > MOST_BYTES)
		return 0;
	if (size >= FRAME_HEAD && memcmp(data, "FRAM", 4) == 0)
		frame(data, size);
	else
		decode(data, size);
	return 0;
}
