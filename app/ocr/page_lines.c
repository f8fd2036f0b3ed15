#include "app/ocr/page_lines.h"

PageText *
page_text_new(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed)
{
	PageText *text = g_new0(PageText, 1);
	text->engines = engines;
	text->level = image_new(level->width_px, level->height_px, 1, level->dpi, level->pixels);
	text->lines = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_vals(text->lines, lines->data, lines->len);
	text->allowed = allowed != NULL && allowed[0] != NULL ? allowed : NULL;
	text->read = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	return text;
}

void
page_text_free(PageText *text)
{
	if (text == NULL)
		return;
	image_free(text->level);
	g_array_unref(text->lines);
	g_hash_table_unref(text->read);
	g_free(text);
}

gboolean
page_lines_allowed(const PageText *text, const Model *model)
{
	return text->allowed == NULL || g_strv_contains(text->allowed, model->name);
}

Box
page_lines_margin(Box box)
{
	int margin = MAX(box.height / 4, 4), aside = MAX(box.height / 7, 3);
	return (Box){box.x - aside, box.y - margin, box.width + 2 * aside, box.height + 2 * margin};
}

static void
words_free(GPtrArray *words)
{
	if (words != NULL)
		g_ptr_array_unref(words);
}

static GPtrArray *
read_by(PageText *text, const Model *model)
{
	GPtrArray *read = g_hash_table_lookup(text->read, model);
	if (read != NULL)
		return read;
	read = g_ptr_array_new_with_free_func((GDestroyNotify)words_free);
	g_ptr_array_set_size(read, (int)text->lines->len);
	g_hash_table_insert(text->read, (gpointer)model, read);
	return read;
}

GPtrArray *
page_lines_words(const PageText *text, const Model *model, guint line)
{
	GPtrArray *read = g_hash_table_lookup(text->read, model);
	return read != NULL ? g_ptr_array_index(read, line) : NULL;
}

void
page_lines_read(PageText *text, const Model *model, const guint *lines, guint n)
{
	GPtrArray *read = read_by(text, model);
	g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autofree guint *which = g_new(guint, n + 1);
	for (guint i = 0; i < n; i++) {
		Box box = g_array_index(text->lines, Box, lines[i]);
		if (box_is_empty(box) || g_ptr_array_index(read, lines[i]) != NULL)
			continue;
		box = page_lines_margin(box);
		which[boxes->len] = lines[i];
		g_array_append_val(boxes, box);
	}
	g_autoptr(GPtrArray) words =
		engines_read(text->engines, model->name, text->level, (const Box *)(gpointer)boxes->data, boxes->len);
	for (guint i = 0; words != NULL && i < words->len; i++)
		g_ptr_array_index(read, which[i]) = g_ptr_array_ref(g_ptr_array_index(words, i));
}

/* Forgets what was read of a line. */
static void
forget(PageText *text, guint line)
{
	GHashTableIter iter;
	gpointer read;
	g_hash_table_iter_init(&iter, text->read);
	while (g_hash_table_iter_next(&iter, NULL, &read)) {
		words_free(g_ptr_array_index((GPtrArray *)read, line));
		g_ptr_array_index((GPtrArray *)read, line) = NULL;
	}
}

void
page_text_leave_out(PageText *text, const Image *rest, const GArray *places)
{
	image_free(text->level);
	text->level = image_new(rest->width_px, rest->height_px, 1, rest->dpi, rest->pixels);
	for (guint i = 0; i < text->lines->len; i++) {
		Box *line = &g_array_index(text->lines, Box, i);
		gboolean touched = FALSE, taken = FALSE;
		for (guint j = 0; j < places->len; j++) {
			Box place = g_array_index(places, Box, j);
			Box both = box_intersect(*line, place);
			touched |= !box_is_empty(both);
			taken |= 2.0 * both.width * both.height > (double)line->width * line->height;
		}
		if (touched)
			forget(text, i);
		if (taken)
			*line = (Box){0};
	}
}

int
text_letters_in(const char *text)
{
	int n = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		n += g_unichar_isalpha(g_utf8_get_char(text)) != 0;
	return n;
}

double
text_familiar(const Model *model, GPtrArray *const *lines, guint n_lines)
{
	double hits = 0, n = 0;
	for (guint l = 0; l < n_lines; l++) {
		for (guint i = 0; lines[l] != NULL && i < lines[l]->len; i++) {
			const Word *word = g_ptr_array_index(lines[l], i);
			g_autofree char *folded = g_utf8_casefold(word->text, -1);
			gboolean letters = FALSE, own = FALSE;
			for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
				gunichar c = g_utf8_get_char(p);
				letters |= g_unichar_isalpha(c);
				own |= g_utf8_strchr(model->letters, -1, c) != NULL;
			}
			n += letters;
			hits += g_hash_table_contains(model->words, folded) ? 1 : own ? 0.5 : 0;
		}
	}
	return n > 0 ? hits / n : 0;
}
