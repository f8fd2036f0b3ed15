#include "app/data/build/glyphs/digit_page.h"
#include "app/data/build/glyphs/digit_marks.h"
#include "app/data/build/glyphs/glyph_spoil.h"
#include "firmware/base/error.h"
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

enum { UNIT_PX = 100, MAX_WIDTH_PX = 1500, MAX_TOKENS = 64 };

typedef struct {
	const DigitFace *face;
	double digit_height; /* of a font one pixel high */
} Face;

struct DigitPages {
	const DigitPlan *plan;
	PangoContext *context;
	GArray *faces; /* Face */
	gunichar *letters, *marks;
	glong n_letters, n_marks;
};

/* A line of text as it grows: what each character is. */
typedef struct {
	GString *text;
	GArray *tokens; /* int, by byte of the text: the string it belongs to, -1 a letter */
	int n_tokens;
	const DigitFace *face;
} Line;

static PangoFontDescription *
describe(const DigitPlan *plan, const char *family, GRand *random, double size_px)
{
	int n_plain = 0;
	while (plan->plain_faces[n_plain] != NULL)
		n_plain++;
	int at = random != NULL ? g_rand_int_range(random, 0, n_plain) : 0;
	g_autofree char *families = g_strdup_printf("%s,%s", family, plan->plain_faces[at]);
	PangoFontDescription *description = pango_font_description_new();
	pango_font_description_set_family(description, families);
	pango_font_description_set_absolute_size(description, size_px * PANGO_SCALE);
	if (random != NULL && g_rand_double(random) < 0.3)
		pango_font_description_set_weight(description, PANGO_WEIGHT_BOLD);
	return description;
}

static gboolean
is_installed(PangoContext *context, const DigitFace *face)
{
	PangoFontDescription *wanted = pango_font_description_new();
	pango_font_description_set_family(wanted, face->family);
	PangoFont *font = pango_context_load_font(context, wanted);
	PangoFontDescription *got = font != NULL ? pango_font_describe(font) : NULL;
	gboolean same = got != NULL && g_ascii_strcasecmp(pango_font_description_get_family(got), face->family) == 0;
	pango_font_description_free(wanted);
	pango_font_description_free(got);
	g_clear_object(&font);
	return same;
}

/* How high the digits two to four of the first set that the face draws stand. */
static double
digit_height(const DigitPages *pages, const DigitFace *face)
{
	int set = 0;
	while ((face->sets >> set & 1) == 0)
		set++;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 2; i <= 4; i++)
		g_string_append_unichar(text, pages->plan->zeros[set] + (gunichar)i);
	PangoFontDescription *description = describe(pages->plan, face->family, NULL, UNIT_PX);
	g_autoptr(PangoLayout) layout = pango_layout_new(pages->context);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	pango_layout_set_text(layout, text->str, -1);
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	return MAX(ink.height, 5) / (double)UNIT_PX;
}

DigitPages *
digit_pages_new(const DigitPlan *plan, GError **error)
{
	DigitPages *pages = g_new0(DigitPages, 1);
	pages->plan = plan;
	pages->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pages->context, options);
	cairo_font_options_destroy(options);
	pages->letters = g_utf8_to_ucs4_fast(plan->letters, -1, &pages->n_letters);
	pages->marks = g_utf8_to_ucs4_fast(plan->marks, -1, &pages->n_marks);
	pages->faces = g_array_new(FALSE, FALSE, sizeof(Face));
	for (const DigitFace *face = plan->faces; face->family != NULL; face++) {
		if (!is_installed(pages->context, face)) {
			g_printerr("font not installed, left out: %s\n", face->family);
			continue;
		}
		Face opened = {face, digit_height(pages, face)};
		g_array_append_val(pages->faces, opened);
	}
	if (pages->faces->len == 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_MISSING, "none of the fonts is installed");
		g_clear_pointer(&pages, digit_pages_free);
	}
	return pages;
}

void
digit_pages_free(DigitPages *pages)
{
	if (pages == NULL)
		return;
	g_object_unref(pages->context);
	g_array_unref(pages->faces);
	g_free(pages->letters);
	g_free(pages->marks);
	g_free(pages);
}

static void
put(Line *line, gunichar c, int token)
{
	gsize before = line->text->len;
	g_string_append_unichar(line->text, c);
	for (gsize i = before; i < line->text->len; i++)
		g_array_append_val(line->tokens, token);
}

static void
put_digits(Line *line, const DigitPlan *plan, gunichar zero, int n, GRand *random)
{
	int n_digits = zero == '0' ? 10 : plan->n_digits;
	for (int i = 0; i < n; i++)
		put(line, zero + (gunichar)g_rand_int_range(random, 0, n_digits), line->n_tokens);
}

/* A date, a number with or without signs, a digit alone. */
static void
put_string(Line *line, const DigitPlan *plan, gunichar zero, GRand *random)
{
	static const char signs[] = "//////----....:";
	double kind = g_rand_double(random);
	gunichar sign = (guchar)signs[g_rand_int_range(random, 0, 15)];
	gboolean spaced = g_rand_double(random) < 0.12;
	if (kind < 0.55) {
		int year = g_rand_double(random) < 0.8 ? 4 : 2, year_first = g_rand_boolean(random);
		int widths[3] = {year_first ? year : g_rand_int_range(random, 1, 3), g_rand_int_range(random, 1, 3),
			year_first ? g_rand_int_range(random, 1, 3) : year};
		for (int i = 0; i < 3; i++) {
			put_digits(line, plan, zero, widths[i], random);
			if (spaced && i < 2)
				put(line, ' ', -1);
			if (i < 2)
				put(line, sign, line->n_tokens);
			if (spaced && i < 2)
				put(line, ' ', -1);
		}
	} else if (kind < 0.85) {
		put_digits(line, plan, zero, g_rand_int_range(random, 2, 11), random);
	} else if (kind < 0.93) {
		put_digits(line, plan, zero, g_rand_int_range(random, 1, 6), random);
		put(line, sign, line->n_tokens);
		put_digits(line, plan, zero, g_rand_int_range(random, 1, 6), random);
	} else {
		put_digits(line, plan, zero, 1, random);
	}
	line->n_tokens++;
}

static void
put_letters(Line *line, const DigitPages *pages, GRand *random)
{
	int n = g_rand_double(random) < 0.2 ? 1 : g_rand_int_range(random, 1, 8);
	gboolean marked = pages->n_marks > 0 && g_rand_double(random) < 0.15;
	for (int i = 0; i < n; i++) {
		put(line, pages->letters[g_rand_int_range(random, 0, (gint32)pages->n_letters)], -1);
		if (marked && g_rand_boolean(random))
			put(line, pages->marks[g_rand_int_range(random, 0, (gint32)pages->n_marks)], -1);
	}
}

static void
put_other(Line *line, GRand *random)
{
	static const char others[] = ":;,()[]*|_+=\"'%#&<>!?";
	double kind = g_rand_double(random);
	int n = g_rand_int_range(random, 1, 7);
	if (kind < 0.45) {
		for (int i = 0; i < n; i++)
			put(line, (gunichar)g_rand_int_range(random, g_rand_double(random) < 0.3 ? 'A' : 'a', 'z' + 1),
				-1);
	} else if (kind < 0.75) {
		put(line, (guchar)others[g_rand_int_range(random, 0, sizeof others - 1)], -1);
	} else {
		for (int i = 0; i < 3 * n; i++)
			put(line, '.', -1);
	}
}

static void
compose(const DigitPages *pages, const DigitFace *face, GRand *random, Line *line)
{
	const DigitPlan *plan = pages->plan;
	int set;
	/* fewer faces have the later sets */
	do
		set = MIN(g_rand_int_range(random, 0, 3), DIGIT_PLAN_SETS - 1);
	while (plan->zeros[set] == 0 || (face->sets >> set & 1) == 0);
	int n = g_rand_int_range(random, 1, 5);
	for (int i = 0; i < n && line->n_tokens < MAX_TOKENS; i++) {
		double kind = g_rand_double(random);
		if (kind < 0.5)
			put_string(line, plan, plan->zeros[set], random);
		else if (kind < 0.6)
			put_string(line, plan, '0', random);
		else if (kind < 0.85)
			put_letters(line, pages, random);
		else
			put_other(line, random);
		if (g_rand_double(random) < 0.9)
			put(line, ' ', -1);
	}
}

static int
label_of(const DigitPlan *plan, const DigitFace *face, gunichar c)
{
	gunichar shape = plan->shape(face, c);
	for (int i = 0; i + 1 < plan->n_classes; i++)
		if (plan->classes[i] == shape)
			return i;
	return -1;
}

static gboolean
is_zero(const DigitPlan *plan, gunichar c)
{
	for (int i = 0; i < DIGIT_PLAN_SETS; i++)
		if (c == plan->zeros[i] && plan->n_digits == 10)
			return TRUE;
	return FALSE;
}

/* The marks of a layout drawn at x, y under the matrix. */
static void
find_marks(const DigitPlan *plan, const DigitFace *face, PangoLayout *layout, const Line *line,
	const cairo_matrix_t *matrix, GArray *marks)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	do {
		int at = pango_layout_iter_get_index(iter);
		PangoRectangle ink;
		pango_layout_iter_get_cluster_extents(iter, &ink, NULL);
		gunichar c = g_utf8_get_char(line->text->str + at);
		if (ink.width <= 0 || ink.height <= 0 || (gsize)at >= line->text->len)
			continue;
		double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
		for (int corner = 0; corner < 4; corner++) {
			double x = (ink.x + (corner & 1 ? ink.width : 0)) / (double)PANGO_SCALE;
			double y = (ink.y + (corner & 2 ? ink.height : 0)) / (double)PANGO_SCALE;
			cairo_matrix_transform_point(matrix, &x, &y);
			x0 = MIN(x0, x);
			x1 = MAX(x1, x);
			y0 = MIN(y0, y);
			y1 = MAX(y1, y);
		}
		int token = g_array_index(line->tokens, int, at);
		gboolean sign = strchr("/-.:", (int)MIN(c, 127)) != NULL;
		DigitMark mark = {{(int)floor(x0), (int)floor(y0), (int)ceil(x1) - (int)floor(x0),
					  (int)ceil(y1) - (int)floor(y0)},
			token >= 0 || sign ? label_of(plan, face, c) : -1, token, !sign, is_zero(plan, c), c == '/'};
		g_array_append_val(marks, mark);
	} while (pango_layout_iter_next_cluster(iter));
	pango_layout_iter_free(iter);
}

/* Rules under and beside the text, and letters of the lines above and below that reach into it. */
static void
draw_around(cairo_t *cairo, const DigitPages *pages, PangoLayout *layout, Box text, double height, GRand *random)
{
	cairo_set_line_width(cairo, MAX(1, height * g_rand_double_range(random, 0.03, 0.09)));
	double below = text.y + text.height + height * g_rand_double_range(random, 0.05, 0.5);
	if (g_rand_double(random) < 0.12) {
		double dash = height * 0.1;
		if (g_rand_boolean(random))
			cairo_set_dash(cairo, &dash, 1, 0);
		cairo_move_to(cairo, 0, below);
		cairo_line_to(cairo, 4000, below);
		cairo_stroke(cairo);
		cairo_set_dash(cairo, NULL, 0, 0);
	}
	if (g_rand_double(random) < 0.12) {
		double away = height * g_rand_double_range(random, 0.2, 0.8);
		double x = g_rand_boolean(random) ? text.x + text.width + away : text.x - away;
		gboolean ends = g_rand_boolean(random);
		cairo_move_to(cairo, x, ends ? text.y - height * g_rand_double_range(random, -0.1, 0.5) : -10);
		cairo_line_to(cairo, x, ends ? below : 1000);
		cairo_stroke(cairo);
	}
	if (g_rand_double(random) < 0.08) {
		double away = height * g_rand_double_range(random, 0.15, 0.6);
		cairo_rectangle(cairo, text.x - away, text.y - away, text.width + 2 * away, text.height + 2 * away);
		cairo_stroke(cairo);
	}
	if (g_rand_double(random) < 0.2) {
		Line line = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(int)), 0, NULL};
		for (int i = 0; i < 4; i++) {
			put_letters(&line, pages, random);
			put(&line, ' ', -1);
		}
		pango_layout_set_text(layout, line.text->str, -1);
		cairo_move_to(cairo, text.x, below + height * 0.2);
		pango_cairo_show_layout(cairo, layout);
		g_string_free(line.text, TRUE);
		g_array_unref(line.tokens);
	}
}

static void
draw_path(cairo_t *cairo, PangoLayout *layout, double height, GRand *random)
{
	double weight = 0.035 * height * (g_rand_double(random) + g_rand_double(random) - 1) * 2;
	cairo_move_to(cairo, 0, 0);
	pango_cairo_layout_path(cairo, layout);
	cairo_fill_preserve(cairo);
	if (weight < 0)
		cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
	cairo_set_line_width(cairo, fabs(weight));
	if (weight != 0)
		cairo_stroke(cairo);
	cairo_new_path(cairo);
	cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

/* The surface's coverage, spoiled. */
static void
spoil(cairo_surface_t *surface, double pitch_px, GRand *random, DigitSample *sample)
{
	cairo_surface_flush(surface);
	const guint8 *mask = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface), width = (gsize)sample->width_px;
	gsize n = width * (gsize)sample->height_px;
	g_autofree float *coverage = g_new(float, n);
	for (gsize i = 0; i < n; i++)
		coverage[i] = mask[i / width * stride + i % width] / 255.0F;
	sample->pixels = g_new(guint8, n);
	if (g_rand_boolean(random))
		glyph_spoil(coverage, sample->width_px, sample->height_px, pitch_px, random, sample->pixels);
	else
		glyph_spoil_lightly(coverage, sample->width_px, sample->height_px, random, sample->pixels);
}

static Box
loosened(PangoRectangle ink, double margin, double height, GRand *random)
{
	double x = margin + ink.x, y = margin;
	double up = height * g_rand_double_range(random, -0.05, 0.3),
	       down = height * g_rand_double_range(random, -0.05, 0.3);
	return (Box){(int)x, (int)(y - up), ink.width, (int)(ink.height + up + down)};
}

static void
draw_layout(DigitPages *pages, PangoLayout *layout, const Line *line, double height, GRand *random, DigitSample *sample)
{
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	double stretch = g_rand_double_range(random, 0.85, 1.18), margin = 0.8 * height + 4;
	double slant = g_rand_double(random) < 0.25 ? g_rand_double_range(random, -0.22, 0.05) : 0;
	double turn = g_rand_double_range(random, -0.012, 0.012);
	ink.width = (int)(ink.width * stretch);
	sample->width_px = MIN((int)(ink.width + 2 * margin), MAX_WIDTH_PX);
	sample->height_px = (int)(ink.height + 2 * margin);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, sample->width_px, sample->height_px);
	cairo_t *cairo = cairo_create(surface);
	cairo_matrix_t matrix = {stretch, turn * stretch, slant, 1, margin - ink.x * stretch + g_rand_double(random),
		margin - ink.y + g_rand_double(random)};
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(DigitMark));
	find_marks(pages->plan, line->face, layout, line, &matrix, marks);
	cairo_set_matrix(cairo, &matrix);
	draw_path(cairo, layout, height, random);
	cairo_identity_matrix(cairo);
	Box text = {(int)margin, (int)margin, ink.width, ink.height};
	draw_around(cairo, pages, layout, text, height, random);
	cairo_destroy(cairo);
	spoil(surface, 0.9 * height, random, sample);
	cairo_surface_destroy(surface);
	GrayView view = {sample->pixels, sample->width_px, sample->height_px, sample->width_px};
	ink.x = 0;
	sample->ink = digit_ink_find(&view, loosened(ink, margin, height, random));
	sample->cuts = g_array_new(FALSE, FALSE, sizeof(DigitCut));
	if (sample->ink != NULL)
		digit_marks_cut(sample->ink, marks, pages->plan->n_classes - 1, random, sample->cuts);
}

void
digit_pages_draw(DigitPages *pages, GRand *random, DigitSample *sample)
{
	const DigitPlan *plan = pages->plan;
	*sample = (DigitSample){0};
	const Face *face =
		&g_array_index(pages->faces, Face, (guint)g_rand_int_range(random, 0, (gint32)pages->faces->len));
	double height = 9.5 * pow(4.6, pow(g_rand_double(random), 1.3));
	Line line = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(int)), 0, face->face};
	compose(pages, face->face, random, &line);
	g_autoptr(PangoLayout) layout = pango_layout_new(pages->context);
	PangoFontDescription *description = describe(plan, face->face->family, random, height / face->digit_height);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	int n_languages = 0;
	while (plan->languages[n_languages] != NULL)
		n_languages++;
	PangoAttrList *attributes = pango_attr_list_new();
	pango_attr_list_insert(attributes, pango_attr_fallback_new(TRUE));
	pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(
						   plan->languages[g_rand_int_range(random, 0, n_languages)])));
	double spacing = g_rand_double(random); /* set so tight that digits touch, or wide */
	if (spacing < 0.4)
		pango_attr_list_insert(attributes,
			pango_attr_letter_spacing_new((int)(height * PANGO_SCALE *
							    (spacing < 0.2 ? g_rand_double_range(random, -0.16, -0.02)
									   : g_rand_double_range(random, 0, 0.3)))));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_context_set_base_dir(pages->context,
		plan->is_rtl && g_rand_double(random) < 0.8 ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_context_changed(layout);
	pango_layout_set_text(layout, line.text->str, -1);
	draw_layout(pages, layout, &line, height, random, sample);
	g_string_free(line.text, TRUE);
	g_array_unref(line.tokens);
}

void
digit_sample_clear(DigitSample *sample)
{
	g_clear_pointer(&sample->pixels, g_free);
	g_clear_pointer(&sample->ink, digit_ink_free);
	g_clear_pointer(&sample->cuts, g_array_unref);
}
