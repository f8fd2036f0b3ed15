#include "app/reader/worker/form_reading.h"

enum { INK_LEVEL = 150 }; /* on a ground of 235 */

GArray *
form_places(const FormMarks *marks)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(Box));
	for (guint i = 0; i < marks->combs->len; i++)
		g_array_append_val(places, ((const Comb *)g_ptr_array_index(marks->combs, i))->frame);
	for (guint i = 0; i < marks->ticks->len; i++)
		g_array_append_val(places, g_array_index(marks->ticks, TickBox, i).box);
	return places;
}

Box
form_comb_box(Box on_strip, const Comb *comb, const GArray *places)
{
	Box box = {0};
	for (guint i = 0; i < places->len; i++) {
		const Box *place = &g_array_index(places, Box, i);
		int middle = place->x + place->width / 2;
		if (middle >= on_strip.x && middle < on_strip.x + on_strip.width)
			box = box_union(box, g_array_index(comb->cells, Box, place->y));
	}
	return box_is_empty(box) ? comb->frame : box;
}

/* What of a strip holds ink, with a margin of a quarter of its height. */
static Box
inked(const Image *strip)
{
	const guint8 *pixels = g_bytes_get_data(strip->pixels, NULL);
	Box box = {0};
	for (int y = 0; y < strip->height_px; y++)
		for (int x = 0; x < strip->width_px; x++)
			if (pixels[(gsize)y * (gsize)strip->width_px + (gsize)x] < INK_LEVEL)
				box = box_union(box, (Box){x, y, 1, 1});
	int margin = MAX(box.height / 4, 4);
	return box_is_empty(box)
		       ? box
		       : (Box){box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

static void
read_comb(Engines *engines, const Model *model, const Image *level, const Comb *comb, GPtrArray *words, int *line)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(Image) strip = comb_to_strip(level, comb, places);
	if (strip == NULL)
		return;
	Box ink = inked(strip);
	g_autoptr(GPtrArray) read = engines_read(engines, model->name, strip, &ink, 1);
	GPtrArray *letters = read != NULL ? g_ptr_array_index(read, 0) : NULL;
	for (guint i = 0; letters != NULL && i < letters->len; i++) {
		Word *word = word_copy(g_ptr_array_index(letters, i));
		word->box = form_comb_box(word->box, comb, places);
		word->line = *line;
		g_ptr_array_add(words, word);
	}
	(*line)++;
}

void
form_read(Engines *engines, const Model *model, const Image *level, const FormMarks *marks, GPtrArray *words)
{
	int line = 0;
	for (guint i = 0; i < words->len; i++)
		line = MAX(line, ((const Word *)g_ptr_array_index(words, i))->line + 1);
	for (guint i = 0; i < marks->combs->len; i++)
		read_comb(engines, model, level, g_ptr_array_index(marks->combs, i), words, &line);
	for (guint i = 0; i < marks->ticks->len; i++) {
		const TickBox *tick = &g_array_index(marks->ticks, TickBox, i);
		g_ptr_array_add(words, word_new(tick->ticked ? "☒" : "☐", tick->box, 0.9, model->name, line++));
	}
}
