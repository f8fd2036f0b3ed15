#include "app/act/act_sheet.h"
#include "firmware/base/error.h"
#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

/* A4 in points. Every block is measured before anything is drawn, so that a heading never ends a page, a field never
 * breaks and the number of pages is known on the first. */

enum {
	PAGE_WIDTH = 595,
	PAGE_HEIGHT = 842,
	LEFT = 62,
	RIGHT = 533,
	TOP = 54,
	BOTTOM = 772,
	FIRST_TOP = 152,
	NEXT_TOP = 84
};
enum { LABEL_WIDTH = 116, VALUE_LEFT = LEFT + 130, PAD = 4, MAX_PAGES = 40 };

#define SANS "Noto Sans"
#define SERIF "Noto Serif"
/* What papers write in other scripts is quoted beside open fields. */
#define OTHERS                                                                                                   \
	",Noto Sans Arabic,Noto Sans Ethiopic,Noto Sans Georgian,Noto Sans Armenian,Noto Sans Hebrew,Noto Sans " \
	"Bengali,Noto Sans Tamil,Noto Sans Devanagari"

typedef struct {
	double red, green, blue;
} Ink;

#define BLACK                    \
	{                        \
		0.09, 0.09, 0.11 \
	}
#define GREY                     \
	{                        \
		0.35, 0.36, 0.40 \
	}
#define ACCENT                   \
	{                        \
		0.13, 0.22, 0.38 \
	}
#define BROWN                    \
	{                        \
		0.55, 0.32, 0.01 \
	}

static const Ink accent = ACCENT, rule = {0.74, 0.77, 0.82}, amber = {0.70, 0.42, 0.02},
		 amber_ground = {1.00, 0.965, 0.89};

typedef struct {
	const Block *block;
	PangoLayout *label, *value, *remark, *small; /* any may be NULL */
	double height;
} Laid;

typedef struct {
	cairo_t *cr;
	const Sheet *sheet;
	GPtrArray *laid; /* Laid, owned */
	guint n_pages, page;
	double y;
} Pen;

/* --- texts ------------------------------------------------------------------------------------ */

typedef struct {
	const char *family;
	double size;
	gboolean bold, italic;
	Ink ink;
} Style;

static const Style heading_style = {SANS, 9.5, TRUE, FALSE, ACCENT}, label_style = {SANS, 9, FALSE, FALSE, GREY},
		   value_style = {SERIF, 12, FALSE, FALSE, BLACK}, open_style = {SERIF, 11.5, FALSE, TRUE, BLACK},
		   remark_style = {SANS, 8, TRUE, FALSE, BROWN}, small_style = {SANS, 7.5, FALSE, FALSE, GREY},
		   note_style = {SANS, 9, FALSE, FALSE, BLACK};

static PangoLayout *
lay(cairo_t *cr, const Style *style, const char *text, double width)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoContext *context = pango_layout_get_context(layout);
	pango_cairo_context_set_resolution(context, 72);
	/* Paper has no pixels: letters stand where the font wants them. */
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(context, FALSE);
	g_autoptr(PangoFontDescription) font = pango_font_description_new();
	g_autofree char *families = g_strconcat(style->family, OTHERS, NULL);
	pango_font_description_set_family(font, families);
	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(layout, FALSE);
	if (width > 0)
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(layout, text, -1);
	pango_layout_context_changed(layout);
	return layout;
}

static double
height_of(PangoLayout *layout)
{
	int height = 0;
	if (layout != NULL)
		pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static double
width_of(PangoLayout *layout)
{
	int width;
	pango_layout_get_size(layout, &width, NULL);
	return (double)width / PANGO_SCALE;
}

static void
use(cairo_t *cr, Ink ink)
{
	cairo_set_source_rgb(cr, ink.red, ink.green, ink.blue);
}

static void
show(cairo_t *cr, PangoLayout *layout, double x, double y, const Style *style)
{
	use(cr, style->ink);
	cairo_move_to(cr, x, y);
	pango_cairo_show_layout(cr, layout);
}

/* Lays a text out, shows it and forgets it; returns its height. */
static double
print(cairo_t *cr, const Style *style, const char *text, double x, double y, double width, PangoAlignment align)
{
	g_autoptr(PangoLayout) layout = lay(cr, style, text, width);
	pango_layout_set_alignment(layout, align);
	show(cr, layout, x, y, style);
	return height_of(layout);
}

/* --- measuring -------------------------------------------------------------------------------- */

static void
laid_free(gpointer data)
{
	Laid *laid = data;
	g_clear_object(&laid->label);
	g_clear_object(&laid->value);
	g_clear_object(&laid->remark);
	g_clear_object(&laid->small);
	g_free(laid);
}

static Laid *
measure(cairo_t *cr, const Block *block)
{
	Laid *laid = g_new0(Laid, 1);
	double width = RIGHT - VALUE_LEFT - PAD;
	laid->block = block;
	if (block->kind == BLOCK_HEADING) {
		laid->label = lay(cr, &heading_style, block->label, RIGHT - LEFT);
		laid->height = height_of(laid->label) + 24;
		return laid;
	}
	if (block->kind == BLOCK_NOTE) {
		laid->value = lay(cr, &note_style, block->value, RIGHT - LEFT - 6 * PAD);
		laid->height = height_of(laid->value) + 8 * PAD;
		return laid;
	}
	laid->label = lay(cr, &label_style, block->label, LABEL_WIDTH);
	if (block->value != NULL)
		laid->value = lay(cr, block->kind == BLOCK_OPEN ? &open_style : &value_style, block->value, width);
	if (block->remark != NULL)
		laid->remark = lay(cr, &remark_style, block->remark, width);
	if (block->small != NULL)
		laid->small = lay(cr, &small_style, block->small, width);
	double right = height_of(laid->value) + height_of(laid->remark) + height_of(laid->small) + 2;
	laid->height = MAX(height_of(laid->label) + 4, right) + 2 * PAD;
	return laid;
}

static gboolean
check_glyphs(const Laid *laid, GError **error)
{
	PangoLayout *layouts[] = {laid->value, laid->small, laid->remark};
	for (guint i = 0; i < G_N_ELEMENTS(layouts); i++) {
		if (layouts[i] != NULL && pango_layout_get_unknown_glyphs_count(layouts[i]) > 0) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED,
				"%s: no installed font has one of its characters",
				laid->block->label != NULL ? laid->block->label : "note");
			return FALSE;
		}
	}
	return TRUE;
}

/* Where each block goes: its page, in order. A heading stays with the block after it. */
static gboolean
paginate(Pen *pen, guint *page_of, GError **error)
{
	double y = FIRST_TOP;
	guint page = 0;
	for (guint i = 0; i < pen->laid->len; i++) {
		const Laid *laid = pen->laid->pdata[i];
		double needed = laid->height;
		if (laid->block->kind == BLOCK_HEADING && i + 1 < pen->laid->len)
			needed += ((const Laid *)pen->laid->pdata[i + 1])->height;
		double top = page == 0 ? FIRST_TOP : NEXT_TOP;
		if (y + needed > BOTTOM && y > top) {
			page++;
			y = NEXT_TOP;
		}
		if (y + laid->height > BOTTOM || page >= MAX_PAGES) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "%s: does not fit on the page",
				laid->block->label != NULL ? laid->block->label : "note");
			return FALSE;
		}
		page_of[i] = page;
		y += laid->height;
	}
	pen->n_pages = page + 1;
	return TRUE;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
line(cairo_t *cr, Ink ink, double width, double x0, double x1, double y)
{
	use(cr, ink);
	cairo_set_line_width(cr, width);
	cairo_move_to(cr, x0, y);
	cairo_line_to(cr, x1, y);
	cairo_stroke(cr);
}

static void
draw_watermark(Pen *pen)
{
	static const Style style = {SANS, 118, TRUE, FALSE, {0.5, 0.5, 0.5}};
	g_autoptr(PangoLayout) layout = lay(pen->cr, &style, pen->sheet->watermark, 0);
	double width = width_of(layout), height = height_of(layout), room = hypot(PAGE_WIDTH, PAGE_HEIGHT) * 0.72;
	double scale = width > room ? room / width : 1;
	cairo_save(pen->cr);
	cairo_translate(pen->cr, PAGE_WIDTH / 2.0, PAGE_HEIGHT / 2.0);
	cairo_rotate(pen->cr, -atan2(PAGE_HEIGHT, PAGE_WIDTH));
	cairo_scale(pen->cr, scale, scale);
	cairo_set_source_rgba(pen->cr, 0.45, 0.50, 0.60, 0.13);
	/* As a shape, not as text: nobody who copies the act copies it. */
	cairo_move_to(pen->cr, -width / 2, -height / 2);
	pango_cairo_layout_path(pen->cr, layout);
	cairo_fill(pen->cr);
	cairo_restore(pen->cr);
}

static void
draw_first_head(Pen *pen)
{
	static const Style office = {SANS, 10.5, TRUE, FALSE, ACCENT}, title = {SERIF, 22, TRUE, FALSE, BLACK},
			   subtitle = {SERIF, 11.5, FALSE, TRUE, GREY}, file = {SANS, 9.5, FALSE, FALSE, BLACK};
	const double half = (RIGHT - LEFT) / 2.0;
	const Sheet *sheet = pen->sheet;
	double y = TOP;
	y += print(pen->cr, &office, sheet->office, LEFT, y, half, PANGO_ALIGN_LEFT);
	print(pen->cr, &label_style, sheet->office_line, LEFT, y + 1, half, PANGO_ALIGN_LEFT);
	print(pen->cr, &file, sheet->file, LEFT + half, TOP + 1, half, PANGO_ALIGN_RIGHT);
	print(pen->cr, &heading_style, sheet->watermark, LEFT + half, TOP + 16, half, PANGO_ALIGN_RIGHT);
	line(pen->cr, accent, 1.2, LEFT, RIGHT, TOP + 38);
	y = TOP + 48;
	cairo_tag_begin(pen->cr, "H1", NULL);
	y += print(pen->cr, &title, sheet->title, LEFT, y, RIGHT - LEFT, PANGO_ALIGN_CENTER);
	cairo_tag_end(pen->cr, "H1");
	print(pen->cr, &subtitle, sheet->subtitle, LEFT, y, RIGHT - LEFT, PANGO_ALIGN_CENTER);
}

static void
draw_head(Pen *pen)
{
	draw_watermark(pen);
	if (pen->page == 0) {
		draw_first_head(pen);
		return;
	}
	const double half = (RIGHT - LEFT) / 2.0;
	g_autofree char *title = g_strdup_printf("%s – %s", pen->sheet->title, pen->sheet->watermark);
	print(pen->cr, &heading_style, title, LEFT, TOP, half, PANGO_ALIGN_LEFT);
	print(pen->cr, &label_style, pen->sheet->file, LEFT + half, TOP, half, PANGO_ALIGN_RIGHT);
	line(pen->cr, rule, 0.7, LEFT, RIGHT, TOP + 20);
}

static void
draw_foot(Pen *pen)
{
	line(pen->cr, rule, 0.7, LEFT, RIGHT, BOTTOM + 10);
	print(pen->cr, &small_style, pen->sheet->notice, LEFT, BOTTOM + 16, RIGHT - LEFT - 60, PANGO_ALIGN_LEFT);
	g_autoptr(GString) number = g_string_new(pen->sheet->page_format);
	g_autofree char *page = g_strdup_printf("%u", pen->page + 1), *pages = g_strdup_printf("%u", pen->n_pages);
	g_string_replace(number, "%1$s", page, 1);
	g_string_replace(number, "%2$s", pages, 1);
	print(pen->cr, &label_style, number->str, RIGHT - 50, BOTTOM + 15, 50, PANGO_ALIGN_RIGHT);
}

static void
draw_open_ground(Pen *pen, const Laid *laid)
{
	use(pen->cr, amber_ground);
	cairo_rectangle(pen->cr, VALUE_LEFT - 10, pen->y + 2, RIGHT - VALUE_LEFT + 10, laid->height - 4);
	cairo_fill(pen->cr);
	use(pen->cr, amber);
	cairo_rectangle(pen->cr, VALUE_LEFT - 10, pen->y + 2, 2.5, laid->height - 4);
	cairo_fill(pen->cr);
}

static void
draw_field(Pen *pen, const Laid *laid)
{
	gboolean open = laid->block->kind == BLOCK_OPEN;
	if (open || laid->block->remark != NULL)
		draw_open_ground(pen, laid);
	double y = pen->y + PAD;
	/* Label and value stand on one line of writing. */
	double lower =
		laid->value == NULL
			? 0
			: (double)(pango_layout_get_baseline(laid->value) - pango_layout_get_baseline(laid->label)) /
				  PANGO_SCALE;
	cairo_tag_begin(pen->cr, "P", NULL);
	show(pen->cr, laid->label, LEFT, y + lower, &label_style);
	if (laid->value != NULL) {
		show(pen->cr, laid->value, VALUE_LEFT, y, open ? &open_style : &value_style);
		y += height_of(laid->value) + 1;
	}
	if (laid->remark != NULL) {
		show(pen->cr, laid->remark, VALUE_LEFT, y, &remark_style);
		y += height_of(laid->remark) + 1;
	}
	if (laid->small != NULL)
		show(pen->cr, laid->small, VALUE_LEFT, y, &small_style);
	cairo_tag_end(pen->cr, "P");
}

static void
draw_note(Pen *pen, const Laid *laid)
{
	use(pen->cr, accent);
	cairo_set_line_width(pen->cr, 0.8);
	cairo_rectangle(pen->cr, LEFT, pen->y + 3 * PAD, RIGHT - LEFT, laid->height - 4 * PAD);
	cairo_stroke(pen->cr);
	cairo_tag_begin(pen->cr, "P", NULL);
	show(pen->cr, laid->value, LEFT + 3 * PAD, pen->y + 5 * PAD, &note_style);
	cairo_tag_end(pen->cr, "P");
}

static void
draw_block(Pen *pen, const Laid *laid)
{
	switch (laid->block->kind) {
	case BLOCK_HEADING:
		cairo_tag_begin(pen->cr, "H2", NULL);
		show(pen->cr, laid->label, LEFT, pen->y + 13, &heading_style);
		cairo_tag_end(pen->cr, "H2");
		line(pen->cr, rule, 0.7, LEFT, RIGHT, pen->y + laid->height - 6);
		break;
	case BLOCK_FIELD:
	case BLOCK_OPEN:
		draw_field(pen, laid);
		break;
	case BLOCK_NOTE:
		draw_note(pen, laid);
		break;
	}
	pen->y += laid->height;
}

static void
draw_pages(Pen *pen, const guint *page_of)
{
	guint next = 0;
	for (pen->page = 0; pen->page < pen->n_pages; pen->page++) {
		pen->y = pen->page == 0 ? FIRST_TOP : NEXT_TOP;
		draw_head(pen);
		for (; next < pen->laid->len && page_of[next] == pen->page; next++)
			draw_block(pen, pen->laid->pdata[next]);
		draw_foot(pen);
		cairo_show_page(pen->cr);
	}
}

static gboolean
check_fonts(cairo_t *cr, GError **error)
{
	g_autoptr(PangoLayout) layout = pango_cairo_create_layout(cr);
	PangoFontMap *map = pango_context_get_font_map(pango_layout_get_context(layout));
	const char *const wanted[] = {SANS, SERIF};
	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
		if (pango_font_map_get_family(map, wanted[i]) == NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "the font \"%s\" is not installed",
				wanted[i]);
			return FALSE;
		}
	}
	return TRUE;
}

static cairo_status_t
append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_all(cairo_t *cr, const Sheet *sheet, GError **error)
{
	Pen pen = {.cr = cr, .sheet = sheet};
	g_autoptr(GPtrArray) laid = g_ptr_array_new_with_free_func(laid_free);
	g_autofree guint *page_of = g_new0(guint, sheet->blocks->len + 1);
	pen.laid = laid;
	for (guint i = 0; i < sheet->blocks->len; i++) {
		g_ptr_array_add(laid, measure(cr, sheet->blocks->pdata[i]));
		if (!check_glyphs(laid->pdata[i], error))
			return FALSE;
	}
	if (!paginate(&pen, page_of, error))
		return FALSE;
	cairo_tag_begin(cr, "Document", NULL);
	draw_pages(&pen, page_of);
	cairo_tag_end(cr, "Document");
	return TRUE;
}

GByteArray *
sheet_draw(const Sheet *sheet, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Civil.ia station");
	cairo_t *cr = cairo_create(surface);
	cairo_surface_destroy(surface);
	gboolean ok = check_fonts(cr, error) && draw_all(cr, sheet, error);
	surface = cairo_surface_reference(cairo_get_target(cr));
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (ok && status != CAIRO_STATUS_SUCCESS) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "drawing the pages: %s",
			cairo_status_to_string(status));
		ok = FALSE;
	}
	return ok ? g_steal_pointer(&bytes) : NULL;
}
