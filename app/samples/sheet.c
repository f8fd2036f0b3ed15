#include "app/samples/sheet.h"
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

static const double A4_WIDTH_MM = 210, A4_HEIGHT_MM = 297;

double
sheet_px(double mm)
{
	return mm * SHEET_DPI / 25.4;
}

static void
fact_free(gpointer data)
{
	PrintedFact *fact = data;
	g_free(fact->field);
	g_free(fact->raw);
	g_free(fact->value);
	g_free(fact->calendar);
	g_free(fact);
}

static void
style_free(gpointer data)
{
	Style *style = data;
	pango_font_description_free(style->font);
	g_free(style);
}

/* Grey antialiasing without hinting, and a fixed language: neither the desktop's settings nor the locale reach a page.
 */
static PangoContext *
context_new(cairo_t *cairo)
{
	PangoContext *context = pango_cairo_create_context(cairo);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(context, pango_language_from_string("fr"));
	return context;
}

Sheet *
sheet_new(void)
{
	Sheet *sheet = g_new0(Sheet, 1);
	sheet->surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)lround(sheet_px(A4_WIDTH_MM)), (int)lround(sheet_px(A4_HEIGHT_MM)));
	sheet->cairo = cairo_create(sheet->surface);
	cairo_set_source_rgb(sheet->cairo, 1, 1, 1);
	cairo_paint(sheet->cairo);
	sheet->pango = context_new(sheet->cairo);
	sheet->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
	sheet->left = 20;
	sheet->width = 170;
	sheet->words = g_ptr_array_new_with_free_func(g_free);
	sheet->places = g_array_new(FALSE, FALSE, sizeof(Place));
	sheet->ticks = g_array_new(FALSE, FALSE, sizeof(Tick));
	sheet->facts = g_ptr_array_new_with_free_func(fact_free);
	sheet->also = g_ptr_array_new_with_free_func(fact_free);
	sheet->spots = g_array_new(FALSE, FALSE, sizeof(Spot));
	sheet->codes = g_ptr_array_new_with_free_func(g_free);
	sheet->country = g_strdup("");
	return sheet;
}

void
sheet_free(Sheet *sheet)
{
	if (sheet == NULL)
		return;
	g_hash_table_unref(sheet->styles);
	g_object_unref(sheet->pango);
	cairo_destroy(sheet->cairo);
	cairo_surface_destroy(sheet->surface);
	g_ptr_array_unref(sheet->words);
	g_array_unref(sheet->places);
	g_array_unref(sheet->ticks);
	g_ptr_array_unref(sheet->facts);
	g_ptr_array_unref(sheet->also);
	g_array_unref(sheet->spots);
	g_ptr_array_unref(sheet->codes);
	for (guint i = 0; i < G_N_ELEMENTS(sheet->mrz); i++)
		g_free(sheet->mrz[i]);
	g_free(sheet->kind);
	g_free(sheet->country);
	g_strfreev(sheet->languages);
	g_free(sheet);
}

void
sheet_colour(Sheet *sheet, guint32 rgb, double alpha)
{
	cairo_set_source_rgba(sheet->cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, alpha);
}

/* Fontconfig replaces a missing family by another without a word; a sample must be what its layout says. */
static gboolean
family_is_there(const char *family)
{
	PangoFontFamily **families;
	int n;
	gboolean there = FALSE;
	pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &n);
	for (int i = 0; i < n && !there; i++)
		there = g_ascii_strcasecmp(pango_font_family_get_name(families[i]), family) == 0;
	g_free(families);
	return there;
}

gboolean
sheet_style(Sheet *sheet, const char *name, const char *font, double size_pt, guint32 colour, char **missing)
{
	Style *style = g_new0(Style, 1);
	style->font = pango_font_description_from_string(font);
	style->size_pt = size_pt;
	style->colour = colour;
	pango_font_description_set_absolute_size(style->font, size_pt * SHEET_DPI / 72 * PANGO_SCALE);
	const char *family = pango_font_description_get_family(style->font);
	if (family == NULL || !family_is_there(family)) {
		*missing = g_strdup(family != NULL ? family : font);
		style_free(style);
		return FALSE;
	}
	g_hash_table_replace(sheet->styles, g_strdup(name), style);
	return TRUE;
}

void
sheet_style_is_hand(Sheet *sheet, const char *name)
{
	Style *style = g_hash_table_lookup(sheet->styles, name);
	g_assert(style != NULL);
	style->hand = TRUE;
}

static gboolean
is_hand(Sheet *sheet, const char *name)
{
	const Style *style = g_hash_table_lookup(sheet->styles, name);
	return style != NULL && style->hand;
}

static PangoLayout *
layout_new(Sheet *sheet, const char *style_name, const char *text)
{
	const Style *style = g_hash_table_lookup(sheet->styles, style_name);
	g_assert(style != NULL);
	PangoLayout *layout = pango_layout_new(sheet->pango);
	pango_layout_set_font_description(layout, style->font);
	pango_layout_set_text(layout, text, -1);
	if (pango_context_get_base_dir(sheet->pango) != PANGO_DIRECTION_RTL) {
		/* office programs and typewriters set "fi" as two letters */
		PangoAttrList *attributes = pango_attr_list_new();
		pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0"));
		pango_layout_set_attributes(layout, attributes);
		pango_attr_list_unref(attributes);
	}
	sheet_colour(sheet, style->colour, 1);
	return layout;
}

static void
add_word(Sheet *sheet, const char *word, gsize n, Place place)
{
	g_ptr_array_add(sheet->words, g_strndup(word, n));
	g_array_append_val(sheet->places, place);
}

static gboolean
is_blank(gunichar c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0xa0;
}

/* The next word of text from p on: its end, p moved to its beginning; NULL: no more. */
static const char *
next_word(const char **p)
{
	while (**p != '\0' && is_blank(g_utf8_get_char(*p)))
		*p = g_utf8_next_char(*p);
	const char *end = *p;
	while (*end != '\0' && !is_blank(g_utf8_get_char(end)))
		end = g_utf8_next_char(end);
	return end > *p ? end : NULL;
}

/* Of the line that holds this byte, Pango units from the top of the layout. */
static int
baseline_of(PangoLayout *layout, int index)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	int line, baseline = pango_layout_iter_get_baseline(iter);
	pango_layout_index_to_line_x(layout, index, FALSE, &line, NULL);
	for (int i = 0; i < line && pango_layout_iter_next_line(iter); i++)
		baseline = pango_layout_iter_get_baseline(iter);
	pango_layout_iter_free(iter);
	return baseline;
}

/* Across: where the layout set the characters; in height: the ink that the word has by itself. A word that was broken
 * counts where it begins. */
static Place
place_of(Sheet *sheet, const char *style, PangoLayout *layout, const char *text, const char *word, const char *end)
{
	g_autofree char *alone = g_strndup(word, (gsize)(end - word));
	g_autoptr(PangoLayout) single = layout_new(sheet, style, alone);
	PangoRectangle ink, at;
	double left, top;
	cairo_get_current_point(sheet->cairo, &left, &top);
	pango_layout_get_pixel_extents(single, &ink, NULL);
	pango_layout_index_to_pos(layout, (int)(word - text), &at);
	int first = MIN(at.x, at.x + at.width), last = MAX(at.x, at.x + at.width), line = at.y;
	int baseline = baseline_of(layout, (int)(word - text)) - pango_layout_get_baseline(single);
	for (const char *c = word; c < end; c = g_utf8_next_char(c)) {
		pango_layout_index_to_pos(layout, (int)(c - text), &at);
		if (at.y != line)
			break;
		first = MIN(first, MIN(at.x, at.x + at.width));
		last = MAX(last, MAX(at.x, at.x + at.width));
	}
	return (Place){(int)left + first / PANGO_SCALE, (int)top + baseline / PANGO_SCALE + ink.y,
		MAX(1, (last - first) / PANGO_SCALE), MAX(1, ink.height)};
}

static void
record_words(Sheet *sheet, const char *style, PangoLayout *layout, const char *text)
{
	const char *word = text;
	for (const char *end = next_word(&word); end != NULL; end = next_word(&word)) {
		add_word(sheet, word, (gsize)(end - word), place_of(sheet, style, layout, text, word, end));
		word = end;
	}
}

static void
box_add(Box *box, Box more)
{
	gboolean empty = box->x1 <= box->x0;
	*box = empty ? more
		     : (Box){MIN(box->x0, more.x0), MIN(box->y0, more.y0), MAX(box->x1, more.x1),
			       MAX(box->y1, more.y1)};
}

/* The box of a stretch of the layout's text whose corner is at (x, y) px: its ink up and down, its letters across. */
static Box
stretch_box(PangoLayout *layout, double x, double y, gsize start, gsize end)
{
	Box box = {0};
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	do {
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
		gsize first = (gsize)line->start_index, last = first + (gsize)line->length;
		if (start >= last || end <= first)
			continue;
		PangoRectangle ink;
		int *ranges, n;
		pango_layout_iter_get_line_extents(iter, &ink, NULL);
		pango_layout_line_get_x_ranges(line, (int)MAX(start, first), (int)MIN(end, last), &ranges, &n);
		for (int i = 0; i < n; i++)
			box_add(&box, (Box){x + pango_units_to_double(ranges[2 * i]), y + pango_units_to_double(ink.y),
					      x + pango_units_to_double(ranges[2 * i + 1]),
					      y + pango_units_to_double(ink.y + ink.height)});
		g_free(ranges);
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
	return box;
}

static void
mark_handwritten(PrintedFact *fact)
{
	fact->handwritten = TRUE;
	g_clear_pointer(&fact->raw, g_free);
	g_clear_pointer(&fact->value, g_free);
	g_clear_pointer(&fact->calendar, g_free);
}

static void
place_stretches(Sheet *sheet, PangoLayout *layout, double x, double y, gboolean hand)
{
	for (; sheet->n_placed < sheet->facts->len; sheet->n_placed++) {
		PrintedFact *fact = g_ptr_array_index(sheet->facts, sheet->n_placed);
		fact->box = stretch_box(layout, x, y, fact->start, fact->end);
		if (hand)
			mark_handwritten(fact);
	}
}

void
sheet_place_facts(Sheet *sheet, Box box)
{
	for (; sheet->n_placed < sheet->facts->len; sheet->n_placed++)
		((PrintedFact *)g_ptr_array_index(sheet->facts, sheet->n_placed))->box = box;
}

static double
draw(Sheet *sheet, const char *style, double x, double y, double width, Align align, const char *text)
{
	g_autoptr(PangoLayout) layout = layout_new(sheet, style, text);
	int height;
	pango_layout_set_width(layout, (int)(sheet_px(width) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_justify(layout, align == ALIGN_JUSTIFY);
	gboolean rtl = pango_context_get_base_dir(sheet->pango) == PANGO_DIRECTION_RTL;
	pango_layout_set_auto_dir(layout, !rtl);
	pango_layout_set_alignment(layout, align == ALIGN_CENTER         ? PANGO_ALIGN_CENTER
					   : (align == ALIGN_END) != rtl ? PANGO_ALIGN_RIGHT
									 : PANGO_ALIGN_LEFT);
	pango_layout_set_line_spacing(layout, 1.12F);
	cairo_move_to(sheet->cairo, sheet_px(x), sheet_px(y));
	pango_cairo_show_layout(sheet->cairo, layout);
	if (!is_hand(sheet, style))
		record_words(sheet, style, layout, text);
	place_stretches(sheet, layout, sheet_px(x), sheet_px(y), is_hand(sheet, style));
	pango_layout_get_pixel_size(layout, NULL, &height);
	return y + height * 25.4 / SHEET_DPI;
}

void
sheet_text(Sheet *sheet, const char *style, double x, double y, double width, Align align, const char *text)
{
	sheet->y = draw(sheet, style, x, y, width, align, text);
	double reach = MIN(width, sheet_text_width(sheet, style, text));
	Spot spot = {.x = x + (align == ALIGN_CENTER       ? width / 2
				      : align == ALIGN_END ? width - reach / 2
							   : reach / 2),
		.y = (y + sheet->y) / 2};
	g_array_append_val(sheet->spots, spot);
	if (x < 0 || x + (align == ALIGN_START ? reach : width) > A4_WIDTH_MM || y < 0 || sheet->y > A4_HEIGHT_MM)
		sheet->off_page = TRUE;
}

double
sheet_baseline(Sheet *sheet, const char *style)
{
	g_autoptr(PangoLayout) layout = layout_new(sheet, style, "x");
	return pango_layout_get_baseline(layout) / (double)PANGO_SCALE * 25.4 / SHEET_DPI;
}

double
sheet_text_width(Sheet *sheet, const char *style, const char *text)
{
	g_autoptr(PangoLayout) layout = layout_new(sheet, style, text);
	int width;
	pango_layout_get_pixel_size(layout, &width, NULL);
	return width * 25.4 / SHEET_DPI;
}

/* The cells of the facts in a text of one character a cell. */
static void
place_cells(Sheet *sheet, double x, double y, double pitch, double height, const char *text, gboolean hand)
{
	for (; sheet->n_placed < sheet->facts->len; sheet->n_placed++) {
		PrintedFact *fact = g_ptr_array_index(sheet->facts, sheet->n_placed);
		double first = (double)g_utf8_pointer_to_offset(text, text + fact->start);
		double last = (double)g_utf8_pointer_to_offset(text, text + fact->end);
		fact->box = (Box){
			sheet_px(x + first * pitch), sheet_px(y), sheet_px(x + last * pitch), sheet_px(y + height)};
		if (hand)
			mark_handwritten(fact);
	}
}

void
sheet_cells(Sheet *sheet, const char *style, double x, double y, double pitch, double height, const char *text)
{
	gboolean hand = is_hand(sheet, style);
	place_cells(sheet, x, y, pitch, height, text, hand);
	const char *word = text;
	for (const char *end = next_word(&word); end != NULL && !hand; end = next_word(&word)) {
		glong before = g_utf8_strlen(text, word - text), n = g_utf8_strlen(word, end - word);
		Place place = {(int)sheet_px(x + pitch * (double)before), (int)sheet_px(y + height / 5),
			(int)sheet_px(pitch * (double)n), (int)sheet_px(height * 3 / 5)};
		add_word(sheet, word, (gsize)(end - word), place);
		word = end;
	}
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p), x += pitch) {
		char letter[8] = {0};
		memcpy(letter, p, (gsize)(g_utf8_next_char(p) - p));
		g_autoptr(PangoLayout) layout = layout_new(sheet, style, letter);
		int w, h;
		pango_layout_get_pixel_size(layout, &w, &h);
		cairo_move_to(sheet->cairo, sheet_px(x + pitch / 2) - w / 2.0, sheet_px(y + height / 2) - h / 2.0);
		pango_cairo_show_layout(sheet->cairo, layout);
	}
}

void
sheet_tick(Sheet *sheet, double x, double y, double size, gboolean crossed)
{
	Tick tick = {{(int)sheet_px(x), (int)sheet_px(y), (int)sheet_px(size), (int)sheet_px(size)}, crossed};
	g_array_append_val(sheet->ticks, tick);
}

static PrintedFact *
fact_new(const char *field, const char *raw, const char *value, const char *calendar)
{
	PrintedFact *fact = g_new0(PrintedFact, 1);
	fact->field = g_strdup(field);
	fact->raw = g_utf8_normalize(raw, -1, G_NORMALIZE_NFC);
	fact->value = g_strdup(value);
	fact->calendar = g_strdup(calendar);
	return fact;
}

void
sheet_fact(Sheet *sheet, const char *field, const char *raw, const char *value, const char *calendar, gsize start)
{
	PrintedFact *fact = fact_new(field, raw, value, calendar);
	fact->start = start;
	fact->end = start + strlen(raw);
	g_ptr_array_add(sheet->facts, fact);
}

void
sheet_also(Sheet *sheet, const char *field, const char *raw, const char *value)
{
	g_ptr_array_add(sheet->also, fact_new(field, raw, value, NULL));
}
