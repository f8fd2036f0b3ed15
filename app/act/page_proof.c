#include "app/act/page_proof.h"
#include "app/dossier/field.h"
#include "firmware/base/error.h"
#include <pango/pangocairo.h>

typedef struct {
	cairo_surface_t *surface;
	cairo_t *cairo;
	cairo_matrix_t from_given; /* pixels of the page as given -> pixels of the proof */
} Proof;

static void
proof_clear(Proof *proof)
{
	g_clear_pointer(&proof->cairo, cairo_destroy);
	g_clear_pointer(&proof->surface, cairo_surface_destroy);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Proof, proof_clear)

/* The pixels in cairo's order. The caller destroys the surface. */
static cairo_surface_t *
picture(const Image *image)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->width_px, image->height_px);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		return surface;
	const guint8 *from = g_bytes_get_data(image->pixels, NULL);
	guint8 *rows = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	for (int y = 0; y < image->height_px; y++) {
		guint32 *row = (guint32 *)(void *)(rows + (gsize)y * (gsize)stride);
		for (int x = 0; x < image->width_px; x++, from += image->channels) {
			guint32 r = from[0], g = image->channels == 3 ? from[1] : r,
				b = image->channels == 3 ? from[2] : r;
			row[x] = r << 16 | g << 8 | b;
		}
	}
	cairo_surface_mark_dirty(surface);
	return surface;
}

/* Quarter turns as matrices, then the scale. */
static cairo_matrix_t
matrix(const Image *image, int rotation, double scale)
{
	double w = image->width_px, h = image->height_px;
	cairo_matrix_t m;
	cairo_matrix_init_identity(&m);
	if (rotation == 90)
		cairo_matrix_init(&m, 0, 1, -1, 0, h, 0);
	else if (rotation == 180)
		cairo_matrix_init(&m, -1, 0, 0, -1, w, h);
	else if (rotation == 270)
		cairo_matrix_init(&m, 0, -1, 1, 0, 0, w);
	cairo_matrix_t by;
	cairo_matrix_init_scale(&by, scale, scale);
	cairo_matrix_multiply(&m, &m, &by);
	return m;
}

static void
draw_picture(Proof *proof, const Image *image)
{
	cairo_surface_t *given = picture(image);
	cairo_save(proof->cairo);
	cairo_set_matrix(proof->cairo, &proof->from_given);
	cairo_set_source_surface(proof->cairo, given, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(proof->cairo), CAIRO_FILTER_GOOD);
	cairo_paint(proof->cairo);
	cairo_restore(proof->cairo);
	cairo_surface_destroy(given);
}

static void
draw_label(Proof *proof, const char *text, double x, double y)
{
	PangoLayout *layout = pango_cairo_create_layout(proof->cairo);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans 13px");
	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, text, -1);
	pango_layout_set_width(layout, 700 * PANGO_SCALE);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	int width, height;
	pango_layout_get_pixel_size(layout, &width, &height);
	x = CLAMP(x, 0, MAX(cairo_image_surface_get_width(proof->surface) - width - 6, 0));
	y = MAX(y - height, 0);
	cairo_set_source_rgb(proof->cairo, 0.05, 0.2, 0.55);
	cairo_rectangle(proof->cairo, x, y, width + 6, height);
	cairo_fill(proof->cairo);
	cairo_set_source_rgb(proof->cairo, 1, 1, 1);
	cairo_move_to(proof->cairo, x + 3, y);
	pango_cairo_show_layout(proof->cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
}

static gboolean
is_same_place(Box a, Box b)
{
	Box both = box_intersect(a, b), whole = box_union(a, b);
	return (double)both.width * both.height >= 0.9 * whole.width * whole.height;
}

/* The labels of all facts that stand in this box, at its first; NULL at a later one. */
static char *
labels_of(const GPtrArray *facts, guint index, int page_number)
{
	const Fact *first = facts->pdata[index];
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (fact->page != page_number || !is_same_place(fact->box, first->box))
			continue;
		if (i < index) {
			g_string_free(text, TRUE);
			return NULL;
		}
		g_autofree char *label = field_label(fact->field);
		g_string_append_printf(text, "%s%s", text->len > 0 ? " · " : "", label);
	}
	return g_string_free(text, FALSE);
}

static void
draw_facts(Proof *proof, const GPtrArray *facts, int page_number)
{
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (fact->page != page_number || box_is_empty(fact->box))
			continue;
		g_autofree char *label = labels_of(facts, i, page_number);
		if (label == NULL) /* drawn with the first fact of the same place */
			continue;
		double x0 = fact->box.x, y0 = fact->box.y, x1 = x0 + fact->box.width, y1 = y0 + fact->box.height;
		cairo_matrix_transform_point(&proof->from_given, &x0, &y0);
		cairo_matrix_transform_point(&proof->from_given, &x1, &y1);
		double x = MIN(x0, x1) - 2, y = MIN(y0, y1) - 2;
		cairo_rectangle(proof->cairo, x, y, ABS(x1 - x0) + 4, ABS(y1 - y0) + 4);
		cairo_set_source_rgba(proof->cairo, 1, 0.85, 0, 0.22);
		cairo_fill_preserve(proof->cairo);
		cairo_set_source_rgb(proof->cairo, 0.05, 0.2, 0.55);
		cairo_set_line_width(proof->cairo, 2);
		cairo_stroke(proof->cairo);
		draw_label(proof, label, x, y);
	}
}

static cairo_status_t
append(void *closure, const unsigned char *data, unsigned int length)
{
	g_byte_array_append(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

GBytes *
page_proof(const Image *image, const Page *page, const GPtrArray *facts, int page_number, GError **error)
{
	gboolean quarter = page->rotation == 90 || page->rotation == 270;
	int width = quarter ? image->height_px : image->width_px, height = quarter ? image->width_px : image->height_px;
	double scale = MIN(1.0, (double)PAGE_PROOF_SIDE_PX / MAX(width, height));
	g_auto(Proof) proof = {.from_given = matrix(image, page->rotation, scale)};
	proof.surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, MAX(1, (int)(width * scale)), MAX(1, (int)(height * scale)));
	proof.cairo = cairo_create(proof.surface);
	draw_picture(&proof, image);
	draw_facts(&proof, facts, page_number);
	g_autoptr(GByteArray) png = g_byte_array_new();
	if (cairo_status(proof.cairo) != CAIRO_STATUS_SUCCESS ||
		cairo_surface_write_to_png_stream(proof.surface, append, png) != CAIRO_STATUS_SUCCESS) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_FAILED, "the page could not be drawn");
		return NULL;
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&png));
}
