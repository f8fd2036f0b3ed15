#include "app/image/form_marks.h"
#include <string.h>

enum { INK_LEVEL = 150, GROUND = 255 };

static guint8
pixel(const Image *image, int x, int y)
{
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	return pixels[(gsize)y * (gsize)image->width_px + (gsize)x];
}

/* Columns of a cell from its first to its last ink; FALSE: an empty cell. A speck is no letter. */
static gboolean
ink_columns(const Image *level, Box cell, int *from, int *to)
{
	int ink = 0;
	*from = *to = -1;
	for (int x = cell.x; x < cell.x + cell.width; x++) {
		int column = 0;
		for (int y = cell.y; y < cell.y + cell.height; y++)
			column += pixel(level, x, y) < INK_LEVEL;
		if (column == 0)
			continue;
		ink += column;
		if (*from < 0)
			*from = x;
		*to = x + 1;
	}
	return ink * 160 > cell.width * cell.height;
}

static void
copy_columns(const Image *level, Box cell, int from, int to, guint8 *strip, int stride, int at, int top)
{
	for (int y = 0; y < cell.height; y++)
		for (int x = from; x < to; x++)
			strip[(gsize)(top + y) * (gsize)stride + (gsize)(at + x - from)] = pixel(level, x, cell.y + y);
}

Image *
comb_to_strip(const Image *level, const Comb *comb, GArray *places)
{
	Box whole = {0, 0, level->width_px, level->height_px};
	int height = g_array_index(comb->cells, Box, 0).height, margin = height / 3, gap = MAX(height / 9, 2);
	int stride = margin * 2, at = margin;
	for (guint i = 0; i < comb->cells->len; i++)
		stride += g_array_index(comb->cells, Box, i).width + gap;
	gsize size = image_size(stride, height + 2 * margin, 1);
	if (size == 0)
		return NULL;
	guint8 *strip = g_malloc(size);
	memset(strip, GROUND, size);
	gboolean letters = FALSE, space = FALSE;
	for (guint i = 0; i < comb->cells->len; i++) {
		Box cell = box_intersect(g_array_index(comb->cells, Box, i), whole);
		int from, to;
		if (box_is_empty(cell) || cell.height != height || !ink_columns(level, cell, &from, &to)) {
			space = TRUE;
			continue;
		}
		if (letters)
			at += space ? MAX(height / 3, 3 * gap) : gap;
		letters = TRUE;
		space = FALSE;
		copy_columns(level, cell, from, to, strip, stride, at, margin);
		Box place = {at, (int)i, to - from, 1};
		g_array_append_val(places, place);
		at += to - from;
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(strip, size);
	return letters ? image_new(stride, height + 2 * margin, 1, level->dpi, bytes) : NULL;
}

Image *
image_erase(const Image *grey, const GArray *boxes)
{
	gsize size;
	const guint8 *pixels = g_bytes_get_data(grey->pixels, &size);
	guint8 *copy = g_try_malloc(size);
	if (copy == NULL)
		return NULL;
	memcpy(copy, pixels, size);
	Box whole = {0, 0, grey->width_px, grey->height_px};
	for (guint i = 0; i < boxes->len; i++) {
		Box box = box_intersect(g_array_index(boxes, Box, i), whole);
		for (int y = box.y; y < box.y + box.height; y++)
			memset(copy + (gsize)y * (gsize)grey->width_px + (gsize)box.x, GROUND, (gsize)box.width);
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(copy, size);
	return image_new(grey->width_px, grey->height_px, 1, grey->dpi, bytes);
}
