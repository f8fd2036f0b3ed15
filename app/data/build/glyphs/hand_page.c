/* A word is set in a face, its outline is bent (much where it is to look written, hardly where it is printed), perhaps
 * redrawn with a pen's strokes, put among what stands beside words on forms, and spoiled like a page. */
#include "app/data/build/glyphs/hand_page.h"
#include "app/data/build/glyphs/drift.h"
#include "app/data/build/glyphs/glyph_spoil.h"
#include "app/data/build/glyphs/hand_text.h"
#include "app/data/build/glyphs/pen_stroke.h"
#include "firmware/base/error.h"
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

enum { SET_PX = 100, PEN_SCALE = 2, MAX_WIDTH_PX = 400 };

struct HandPages {
	const HandFace *faces;
	PangoContext *context;
	GPtrArray *installed[2]; /* const HandFace*, by kind */
};

/* How a word is made. Lengths are shares of its height. */
typedef struct {
	const HandFace *face;
	gboolean by_hand, by_pen;
	double height_px;              /* of its ink */
	double wander, stretch, slant; /* of the line, of widths and heights, from letter to letter */
	double tremble;                /* of the strokes */
	double pen, sway;              /* half the stroke; how it changes */
	double turn;
} Manner;

static gboolean
is_installed(PangoContext *context, const char *family)
{
	PangoFontDescription *wanted = pango_font_description_new();
	pango_font_description_set_family(wanted, family);
	PangoFont *font = pango_context_load_font(context, wanted);
	PangoFontDescription *got = font != NULL ? pango_font_describe(font) : NULL;
	gboolean same = got != NULL && g_ascii_strcasecmp(pango_font_description_get_family(got), family) == 0;
	pango_font_description_free(wanted);
	pango_font_description_free(got);
	g_clear_object(&font);
	return same;
}

HandPages *
hand_pages_new(const HandFace *faces, GError **error)
{
	g_autoptr(HandPages) pages = g_new0(HandPages, 1);
	pages->faces = faces;
	pages->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pages->context, options);
	cairo_font_options_destroy(options);
	for (int kind = 0; kind < 2; kind++)
		pages->installed[kind] = g_ptr_array_new();
	for (const HandFace *face = faces; face->family != NULL; face++) {
		if (is_installed(pages->context, face->family))
			g_ptr_array_add(pages->installed[face->kind], (gpointer)face);
		else
			g_printerr("font not installed, left out: %s\n", face->family);
	}
	if (pages->installed[HAND_FACE_PRINT]->len == 0 || pages->installed[HAND_FACE_WRITING]->len == 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_MISSING, "none of the fonts is installed");
		return NULL;
	}
	return g_steal_pointer(&pages);
}

void
hand_pages_free(HandPages *pages)
{
	if (pages == NULL)
		return;
	g_clear_object(&pages->context);
	for (int kind = 0; kind < 2; kind++)
		g_clear_pointer(&pages->installed[kind], g_ptr_array_unref);
	g_free(pages);
}

static Manner
choose(const HandPages *pages, GRand *random)
{
	Manner m = {.by_hand = g_rand_boolean(random)};
	m.by_pen = m.by_hand && g_rand_double(random) < 0.45;
	const GPtrArray *faces = pages->installed[m.by_hand && !m.by_pen ? HAND_FACE_WRITING : HAND_FACE_PRINT];
	m.face = faces->pdata[g_rand_int_range(random, 0, (gint32)faces->len)];
	m.height_px = 10 * pow(4.6, g_rand_double(random));
	double unruly = m.by_pen ? g_rand_double_range(random, 0.45, 1) : pow(g_rand_double(random), 1.5);
	if (!m.by_hand) /* a typewriter's letters dance a little, and a page is never quite flat */
		unruly = g_rand_double(random) < 0.3 ? g_rand_double_range(random, 0, 0.12) : 0;
	m.wander = 0.16 * unruly;
	m.stretch = 0.28 * unruly;
	m.slant = 0.22 * unruly;
	m.tremble = 0.05 * unruly * g_rand_double(random);
	m.pen = g_rand_double_range(random, 0.018, 0.06);
	m.sway = g_rand_double_range(random, 0, 0.5);
	m.turn = g_rand_double_range(random, -1, 1) * (m.by_hand ? 0.06 * unruly + 0.01 : 0.01);
	return m;
}

typedef struct {
	Drift *wander, *wide, *high, *slant, *tremble_x, *tremble_y;
} Bends;

static Bends
bends_new(double width, double height, GRand *random)
{
	double letter = height * g_rand_double_range(random, 0.35, 1.2);
	return (Bends){drift_new(width, 0, letter * g_rand_double_range(random, 1, 4), random),
		drift_new(width, 0, letter * 1.5, random), drift_new(width, 0, letter, random),
		drift_new(width, 0, letter * 1.5, random), drift_new(width, height * 3, height * 0.25, random),
		drift_new(width, height * 3, height * 0.25, random)};
}

static void
bends_clear(Bends *bends)
{
	drift_free(bends->wander);
	drift_free(bends->wide);
	drift_free(bends->high);
	drift_free(bends->slant);
	drift_free(bends->tremble_x);
	drift_free(bends->tremble_y);
}

/* x, y: from the left end of the baseline, y down; height: of the word. */
static void
bend(const Bends *bends, const Manner *m, double height, double lean, double *x, double *y)
{
	double along = MAX(*x, 0), up = *y * (1 + m->stretch * drift_at(bends->high, along, 0));
	double sideways = up * (lean + m->slant * drift_at(bends->slant, along, 0));
	double ahead = height * m->stretch * drift_at(bends->wide, along, 0);
	double x_tremble = height * m->tremble * drift_at(bends->tremble_x, along, *y + height * 1.5);
	double y_tremble = height * m->tremble * drift_at(bends->tremble_y, along, *y + height * 1.5);
	double drop = height * m->wander * drift_at(bends->wander, along, 0);
	*x += ahead - sideways + x_tremble;
	*y = up + drop + y_tremble + along * m->turn;
}

static void
bend_point(cairo_path_data_t *point, const Bends *bends, const Manner *m, double height, double lean)
{
	bend(bends, m, height, lean, &point->point.x, &point->point.y);
}

/* From the size that it is set in to a height of ink. A full stop does not become as high as a word. */
static double
word_scale(PangoLayout *layout, double height_px)
{
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	return height_px / CLAMP(ink.height, SET_PX * 3 / 10, 2 * SET_PX);
}

/* The layout's outline as a new path, bent, its baseline's left end at the origin. */
static void
lay_path(cairo_t *cairo, PangoLayout *layout, const Manner *m, double height, GRand *random)
{
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	double scale = word_scale(layout, height);
	cairo_new_path(cairo);
	cairo_save(cairo);
	cairo_scale(cairo, scale, scale);
	cairo_move_to(cairo, -ink.x, -(double)pango_layout_get_baseline(layout) / PANGO_SCALE);
	pango_cairo_layout_path(cairo, layout);
	cairo_restore(cairo);
	cairo_path_t *path = cairo_copy_path_flat(cairo);
	Bends bends = bends_new(MAX(ink.width * scale, 1), MAX(height, 1), random);
	double lean = m->by_hand && m->wander > 0 ? g_rand_double_range(random, -0.15, 0.4) : 0;
	cairo_new_path(cairo);
	for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
		cairo_path_data_t *part = &path->data[i];
		if (part->header.type == CAIRO_PATH_CLOSE_PATH) {
			cairo_close_path(cairo);
			continue;
		}
		bend_point(&part[1], &bends, m, height, lean);
		if (part->header.type == CAIRO_PATH_MOVE_TO)
			cairo_move_to(cairo, part[1].point.x, part[1].point.y);
		else
			cairo_line_to(cairo, part[1].point.x, part[1].point.y);
	}
	cairo_path_destroy(path);
	bends_clear(&bends);
}

/* Always set in the same size: to find a font of a new size costs more than to draw the word. */
static PangoLayout *
set_word(HandPages *pages, const HandFace *face, gboolean plain, GRand *random)
{
	PangoLayout *layout = pango_layout_new(pages->context);
	PangoAttrList *attributes = pango_attr_list_new();
	pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE));
	if (g_rand_double(random) < 0.2 && face->letters == NULL)
		pango_attr_list_insert(
			attributes, pango_attr_letter_spacing_new(
					    (int)(SET_PX * PANGO_SCALE * g_rand_double_range(random, -0.03, 0.2))));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, face->family);
	pango_font_description_set_absolute_size(font, SET_PX * PANGO_SCALE);
	if (g_rand_double(random) < 0.25)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	if (g_rand_double(random) < 0.2 && !plain)
		pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
	for (int i = 0; i < 8; i++) { /* a face may lack a letter */
		g_autofree char *text = hand_text(face->letters, random);
		pango_layout_set_font_description(layout, font);
		pango_layout_set_text(layout, text, -1);
		if (pango_layout_get_unknown_glyphs_count(layout) == 0)
			break;
	}
	pango_font_description_free(font);
	return layout;
}

typedef struct {
	cairo_surface_t *surface; /* A8 */
	cairo_t *cairo;
	int width, height;
} Canvas;

static Canvas
canvas_new(int width, int height)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	return (Canvas){surface, cairo_create(surface), width, height};
}

static void
canvas_clear(Canvas *canvas)
{
	cairo_destroy(canvas->cairo);
	cairo_surface_destroy(canvas->surface);
}

/* Its bytes, packed. */
static guint8 *
canvas_mask(const Canvas *canvas)
{
	cairo_surface_flush(canvas->surface);
	const guint8 *data = cairo_image_surface_get_data(canvas->surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(canvas->surface), width = (gsize)canvas->width;
	guint8 *mask = g_new(guint8, width * (gsize)canvas->height);
	for (gsize y = 0; y < (gsize)canvas->height; y++)
		memcpy(mask + y * width, data + y * stride, width);
	return mask;
}

/* Coverage of a canvas PEN_SCALE times as large, redrawn with a pen, at the canvas's own size. */
static void
pen_down(const Canvas *large, const Manner *m, int width, int height, GRand *random, float *coverage)
{
	g_autofree guint8 *mask = canvas_mask(large);
	g_autofree float *fine = g_new(float, (gsize)large->width *(gsize)large->height);
	double half = MAX(m->pen * m->height_px * PEN_SCALE, 0.9);
	pen_stroke(mask, large->width, large->height, half, m->sway, random, fine);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			float sum = 0;
			for (int i = 0; i < PEN_SCALE * PEN_SCALE; i++)
				sum += fine[(y * PEN_SCALE + i / PEN_SCALE) * large->width + x * PEN_SCALE +
					    i % PEN_SCALE];
			coverage[y * width + x] = sum / (PEN_SCALE * PEN_SCALE);
		}
}

static Box
ink_box(const float *coverage, int width, int height)
{
	Box box = {0};
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			if (coverage[y * width + x] > 0.3F)
				box = box_union(box, (Box){x, y, 1, 1});
	return box;
}

static void
add_canvas(const Canvas *canvas, float *coverage)
{
	g_autofree guint8 *mask = canvas_mask(canvas);
	for (int i = 0; i < canvas->width * canvas->height; i++)
		coverage[i] = MAX(coverage[i], mask[i] / 255.0F);
}

/* Other words close by, the rule or dots that the word stands on, the frame of its box. */
static void
surround(HandPages *pages, const Manner *m, const Canvas *canvas, Box word, GRand *random)
{
	cairo_t *cairo = canvas->cairo;
	double h = word.height;
	if (g_rand_double(random) < 0.3) {
		double y = word.y + word.height + h * g_rand_double_range(random, -0.2, 0.3);
		double dashes[2] = {MAX(1, h * 0.06), MAX(1.5, h * g_rand_double_range(random, 0.1, 0.25))};
		cairo_set_line_width(cairo, MAX(1, h * g_rand_double_range(random, 0.02, 0.08)));
		if (g_rand_boolean(random))
			cairo_set_dash(cairo, dashes, 2, 0);
		cairo_move_to(cairo, 0, y);
		cairo_line_to(cairo, canvas->width, y);
		cairo_stroke(cairo);
		cairo_set_dash(cairo, NULL, 0, 0);
	}
	if (g_rand_double(random) < 0.15) {
		double away = h * g_rand_double_range(random, 0.1, 0.4);
		cairo_set_line_width(cairo, MAX(1, h * 0.04));
		cairo_rectangle(cairo, word.x - away, word.y - away, word.width + 2 * away, word.height + 2 * away);
		cairo_stroke(cairo);
	}
	if (g_rand_double(random) < 0.4) { /* what stands beside is of the same kind, or not */
		const GPtrArray *faces = pages->installed[g_rand_double(random) < 0.3];
		const HandFace *face = g_rand_double(random) < 0.6
					       ? m->face
					       : faces->pdata[g_rand_int_range(random, 0, (gint32)faces->len)];
		g_autoptr(PangoLayout) layout = set_word(pages, face, m->by_hand, random);
		double scale = word_scale(layout, m->height_px);
		double away = h * g_rand_double_range(random, 0.25, 0.8);
		PangoRectangle ink;
		pango_layout_get_pixel_extents(layout, &ink, NULL);
		double x = g_rand_boolean(random) ? word.x + word.width + away : word.x - away - ink.width * scale;
		cairo_translate(
			cairo, x - ink.x * scale, word.y - ink.y * scale + h * g_rand_double_range(random, -0.1, 0.1));
		cairo_scale(cairo, scale, scale);
		pango_cairo_show_layout(cairo, layout);
	}
}

/* Letters made of dots, as needles or a worn head print them. */
static void
dot(float *coverage, int width, int height, double pitch)
{
	g_autofree float *old = g_memdup2(coverage, (gsize)width * (gsize)height * sizeof(float));
	memset(coverage, 0, (gsize)width * (gsize)height * sizeof(float));
	double radius = pitch * 0.55;
	for (double y = pitch / 2; y < height; y += pitch)
		for (double x = pitch / 2; x < width; x += pitch) {
			if (old[(int)y * width + (int)x] < 0.4F)
				continue;
			for (int v = MAX((int)(y - pitch), 0); v <= MIN((int)(y + pitch), height - 1); v++)
				for (int u = MAX((int)(x - pitch), 0); u <= MIN((int)(x + pitch), width - 1); u++) {
					double in = radius - hypot(u + 0.5 - x, v + 0.5 - y) + 0.5;
					float *at = &coverage[v * width + u];
					*at = MAX(*at, (float)CLAMP(in, 0, 1));
				}
		}
}

static void
loosen(Box *box, GRand *random)
{
	double h = box->height;
	int up = (int)(h * g_rand_double_range(random, -0.04, 0.1)),
	    down = (int)(h * g_rand_double_range(random, -0.04, 0.1));
	int left = (int)(h * g_rand_double_range(random, -0.05, 0.12)),
	    right = (int)(h * g_rand_double_range(random, -0.05, 0.12));
	*box = (Box){box->x - left, box->y - up, MAX(box->width + left + right, 4), MAX(box->height + up + down, 4)};
}

/* The word alone as coverage of width x height. */
static float *
draw_word(const Manner *m, PangoLayout *layout, double left, double baseline, int width, int height, GRand *random)
{
	float *coverage = g_new0(float, (gsize)width *(gsize)height);
	int scale = m->by_pen ? PEN_SCALE : 1;
	Canvas canvas = canvas_new(width * scale, height * scale);
	lay_path(canvas.cairo, layout, m, m->height_px, random);
	cairo_path_t *path = cairo_copy_path(canvas.cairo);
	cairo_new_path(canvas.cairo);
	cairo_scale(canvas.cairo, scale, scale);
	cairo_translate(canvas.cairo, left, baseline);
	cairo_append_path(canvas.cairo, path);
	cairo_path_destroy(path);
	cairo_fill_preserve(canvas.cairo);
	double weight = 0.03 * m->height_px * g_rand_double_range(random, -1, 1.3);
	if (weight < 0)
		cairo_set_operator(canvas.cairo, CAIRO_OPERATOR_DEST_OUT);
	cairo_set_line_width(canvas.cairo, fabs(weight));
	if (!m->by_pen)
		cairo_stroke(canvas.cairo);
	if (m->by_pen)
		pen_down(&canvas, m, width, height, random, coverage);
	else
		add_canvas(&canvas, coverage);
	canvas_clear(&canvas);
	return coverage;
}

void
hand_pages_draw(HandPages *pages, GRand *random, HandSample *sample)
{
	Manner m = choose(pages, random);
	*sample = (HandSample){.by_hand = m.by_hand};
	g_autoptr(PangoLayout) layout = set_word(pages, m.face, m.by_hand, random);
	double scale = word_scale(layout, m.height_px);
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	double margin = 0.6 * m.height_px + 4,
	       baseline = scale * ((double)pango_layout_get_baseline(layout) / PANGO_SCALE - ink.y);
	sample->width_px = MIN((int)(ink.width * scale + 2 * margin), MAX_WIDTH_PX);
	sample->height_px = (int)(MAX(ink.height * scale, m.height_px / 2) + 2 * margin);
	g_autofree float *coverage =
		draw_word(&m, layout, margin, margin + baseline, sample->width_px, sample->height_px, random);
	if (!m.by_hand && g_rand_double(random) < 0.08 && m.height_px > 16)
		dot(coverage, sample->width_px, sample->height_px, m.height_px / g_rand_double_range(random, 7, 12));
	sample->word = ink_box(coverage, sample->width_px, sample->height_px);
	if (!box_is_empty(sample->word)) {
		Canvas around = canvas_new(sample->width_px, sample->height_px);
		surround(pages, &m, &around, sample->word, random);
		add_canvas(&around, coverage);
		canvas_clear(&around);
		loosen(&sample->word, random);
	}
	sample->pixels = g_new(guint8, (gsize)sample->width_px * (gsize)sample->height_px);
	if (g_rand_double(random) < 0.2)
		glyph_spoil(coverage, sample->width_px, sample->height_px, 0.7 * m.height_px, random, sample->pixels);
	else
		glyph_spoil_lightly(coverage, sample->width_px, sample->height_px, random, sample->pixels);
}

void
hand_sample_clear(HandSample *sample)
{
	g_clear_pointer(&sample->pixels, g_free);
}
