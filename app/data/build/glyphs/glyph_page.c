#include "app/data/build/glyphs/glyph_page.h"
#include "app/data/build/glyphs/glyph_spoil.h"
#include "firmware/base/error.h"
#include <cairo-ft.h>
#include <math.h>
#include <string.h>

typedef struct {
	cairo_font_face_t *face;
	double advance, cap_height; /* of a font one unit high */
} Font;

struct GlyphFonts {
	FT_Library library;
	GPtrArray *faces; /* FT_Face */
	GArray *fonts, *junk;
	int n_main;
	double main_share, crossed_share;
};

static void
font_clear(gpointer data)
{
	cairo_font_face_destroy(((Font *)data)->face);
}

static void
face_free(gpointer face)
{
	FT_Done_Face(face);
}

void
glyph_fonts_free(GlyphFonts *fonts)
{
	if (fonts == NULL)
		return;
	g_array_unref(fonts->fonts);
	g_array_unref(fonts->junk);
	/* cairo keeps scaled fonts for later use; they must let go of the faces first */
	cairo_debug_reset_static_data();
	g_ptr_array_unref(fonts->faces);
	FT_Done_FreeType(fonts->library);
	g_free(fonts);
}

static gboolean
open_font(GlyphFonts *fonts, const char *file, GArray *into)
{
	FT_Face face;
	if (FT_New_Face(fonts->library, file, 0, &face) != 0)
		return FALSE;
	g_ptr_array_add(fonts->faces, face);
	Font font = {.face = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING)};
	if (FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE) != 0)
		return FALSE;
	font.advance = (double)face->glyph->metrics.horiAdvance / face->units_per_EM;
	font.cap_height = (double)face->glyph->metrics.horiBearingY / face->units_per_EM;
	g_array_append_val(into, font);
	return TRUE;
}

GlyphFonts *
glyph_fonts_open(const char *const *files, int n_main, double main_share, const char *const *junk_files, GError **error)
{
	GlyphFonts *fonts = g_new0(GlyphFonts, 1);
	FT_Init_FreeType(&fonts->library);
	fonts->faces = g_ptr_array_new_with_free_func(face_free);
	fonts->fonts = g_array_new(FALSE, FALSE, sizeof(Font));
	fonts->junk = g_array_new(FALSE, FALSE, sizeof(Font));
	g_array_set_clear_func(fonts->fonts, font_clear);
	g_array_set_clear_func(fonts->junk, font_clear);
	fonts->main_share = main_share;
	for (int i = 0; files[i] != NULL; i++) {
		gboolean opened = open_font(fonts, files[i], fonts->fonts);
		fonts->n_main += opened && i < n_main;
		if (!opened && i == 0) {
			g_set_error(
				error, STATION_ERROR, STATION_ERROR_MISSING, "font %s: it cannot be opened", files[i]);
			glyph_fonts_free(fonts);
			return NULL;
		}
	}
	for (int i = 0; junk_files[i] != NULL; i++)
		open_font(fonts, junk_files[i], fonts->junk);
	return fonts;
}

void
glyph_fonts_cross(GlyphFonts *fonts, double crossed_share)
{
	fonts->crossed_share = crossed_share;
}

/* The line's place on its page: pixels = origin + u * right + v * down, u and v in pitches. */
typedef struct {
	double x, y, right_x, right_y, down_x, down_y;
} Slant;

static CellFrame
frame_at(const Slant *slant, double u, double v)
{
	return (CellFrame){slant->x + u * slant->right_x + v * slant->down_x,
		slant->y + u * slant->right_y + v * slant->down_y, slant->right_x, slant->right_y, slant->down_x,
		slant->down_y};
}

static double
normal(GRand *random)
{
	double sum = 0;
	for (int i = 0; i < 12; i++)
		sum += g_rand_double(random);
	return sum - 6;
}

static void
draw_character(cairo_t *cairo, const Font *font, const char *text, double u, double v, double size, double weight)
{
	cairo_save(cairo);
	cairo_translate(cairo, u, v);
	cairo_move_to(cairo, -font->advance * size / 2, font->cap_height * size / 2);
	cairo_text_path(cairo, text);
	cairo_fill_preserve(cairo);
	/* bolder by a stroke of ink along the edge, lighter by a stroke of paper */
	if (weight < 0)
		cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
	cairo_set_line_width(cairo, fabs(weight));
	if (weight != 0)
		cairo_stroke(cairo);
	cairo_new_path(cairo);
	cairo_restore(cairo);
}

static int
random_label(const char *alphabet, GRand *random)
{
	double kind = g_rand_double(random);
	const char *set = kind < 0.15 ? "<" : kind < 0.5 ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char c = set[g_rand_int_range(random, 0, (gint32)strlen(set))];
	const char *found = strchr(alphabet, c);
	return found != NULL ? (int)(found - alphabet) : g_rand_int_range(random, 0, (gint32)strlen(alphabet));
}

static void
draw_row(cairo_t *cairo, const Font *font, const char *alphabet, double v, double size, double weight, GRand *random,
	int *labels)
{
	for (int i = 0; i < GLYPH_LINE_CELLS; i++) {
		gboolean again = i > 0 && g_rand_double(random) < 0.15;
		labels[i] = again ? labels[i - 1] : random_label(alphabet, random);
		char text[2] = {alphabet[labels[i]], 0};
		draw_character(cairo, font, text, i - (GLYPH_LINE_CELLS - 1) / 2.0 + 0.01 * normal(random),
			v + 0.01 * normal(random), size, weight);
	}
}

/* Leaders, rules and small letters of fixed pitch: the nearest thing to a zone that is none. */
static void
draw_spaced_junk(cairo_t *cairo, const GlyphFonts *fonts, GRand *random)
{
	static const char *const marks[] = {".", "_", "-", "|", ":", ",", "'", "*", "=", "/"};
	const Font *font =
		&g_array_index(fonts->fonts, Font, (guint)g_rand_int_range(random, 0, (gint32)fonts->fonts->len));
	double size = g_rand_double_range(random, 0.7, 1.2) / font->advance;
	const char *mark = marks[g_rand_int_range(random, 0, G_N_ELEMENTS(marks))];
	gboolean letters = g_rand_boolean(random);
	cairo_set_font_face(cairo, font->face);
	cairo_set_font_size(cairo, size);
	for (int i = 0; i < GLYPH_LINE_CELLS; i++) {
		char text[2] = {(char)g_rand_int_range(random, 'a', 'z' + 1), 0};
		draw_character(cairo, font, letters ? text : mark, i - (GLYPH_LINE_CELLS - 1) / 2.0, 0, size, 0);
	}
}

/* Running text in whatever letters a page has: what must not be taken for a zone. */
static void
draw_junk(cairo_t *cairo, const GlyphFonts *fonts, GRand *random)
{
	static const char *const letters[] = {"a", "b", "d", "e", "g", "h", "i", "l", "m", "n", "o", "p", "r", "s", "t",
		"u", "é", "ж", "и", "н", "ш", "я", "ة", "ن", "ك", "ሀ", "አ", ".", ",", "-", "_", "/", "(", ":", "|", " ",
		"«", "&", "A", "M", "4"};
	if (fonts->junk->len == 0 || g_rand_double(random) < 0.1)
		return;
	if (g_rand_double(random) < 0.35) {
		draw_spaced_junk(cairo, fonts, random);
		return;
	}
	const Font *font =
		&g_array_index(fonts->junk, Font, (guint)g_rand_int_range(random, 0, (gint32)fonts->junk->len));
	double size = g_rand_double_range(random, 0.9, 2.2);
	cairo_set_font_face(cairo, font->face);
	cairo_set_font_size(cairo, size);
	gboolean dots = g_rand_double(random) < 0.15;
	cairo_move_to(cairo, -GLYPH_LINE_CELLS / 2.0 - 1, g_rand_double_range(random, 0, 0.5));
	for (int i = 0; i < 60; i++)
		cairo_show_text(cairo, dots ? "." : letters[g_rand_int_range(random, 0, G_N_ELEMENTS(letters))]);
}

static void
add_cut(GlyphLine *line, const Slant *slant, double u, double v, int label, GRand *random)
{
	/* how far a reader's fit is off: place, pitch, height, angle */
	double loose = g_rand_double(random) < 0.2 ? 2 : 1;
	CellFrame frame = frame_at(slant, u + loose * 0.035 * normal(random), v + loose * 0.04 * normal(random));
	double wide = 1 + loose * 0.02 * normal(random), high = wide * (1 + loose * 0.03 * normal(random));
	double turn = loose * 0.012 * normal(random);
	double rx = frame.right_x, ry = frame.right_y, dx = frame.down_x, dy = frame.down_y;
	frame.right_x = wide * (rx + turn * dx);
	frame.right_y = wide * (ry + turn * dy);
	frame.down_x = high * (dx - turn * rx);
	frame.down_y = high * (dy - turn * ry);
	line->cuts[line->n_cuts++] = (GlyphCut){frame, label};
}

static void
choose_cuts(GlyphLine *line, const Slant *slant, const char *alphabet, const int *labels, GRand *random)
{
	for (int i = 0; i < GLYPH_LINE_CELLS; i++)
		add_cut(line, slant, i - (GLYPH_LINE_CELLS - 1) / 2.0, 0, labels == NULL ? -1 : labels[i], random);
	if (labels == NULL)
		return;
	/* just beyond the ends, where the line stops */
	if (g_rand_boolean(random))
		add_cut(line, slant, (g_rand_boolean(random) ? 1 : -1) * (GLYPH_LINE_CELLS + 1) / 2.0, 0, -1, random);
	for (int i = 0; i < 3; i++) {
		int at = g_rand_int_range(random, 1, GLYPH_LINE_CELLS - 1);
		double u = at - (GLYPH_LINE_CELLS - 1) / 2.0, v = 0;
		double sign = g_rand_boolean(random) ? 1 : -1;
		if (i == 0) {
			u += sign * g_rand_double_range(random, 0.36, 0.5);
		} else if (i == 1) {
			v += sign * g_rand_double_range(random, 0.4, 0.9);
		} else {
			/* upside down, where that is no other character */
			if (strchr("ACDEFGJKLPQRTUVY<2347", alphabet[labels[at]]) == NULL)
				continue;
			Slant turned = *slant;
			turned.right_x = -slant->right_x;
			turned.right_y = -slant->right_y;
			turned.down_x = -slant->down_x;
			turned.down_y = -slant->down_y;
			add_cut(line, &turned, -u, 0, -1, random);
			continue;
		}
		add_cut(line, slant, u, v, -1, random);
	}
}

static Slant
random_slant(double pitch_px, int width_px, int height_px, GRand *random)
{
	double angle = g_rand_double_range(random, -0.1, 0.1), lean = 0.02 * normal(random);
	double high = pitch_px * (1 + 0.04 * normal(random));
	return (Slant){width_px / 2.0 + g_rand_double(random), height_px / 2.0 + g_rand_double(random),
		pitch_px * cos(angle), pitch_px * sin(angle), -high * sin(angle + lean), high * cos(angle + lean)};
}

void
glyph_line_draw(const GlyphFonts *fonts, const char *alphabet, GRand *random, GlyphLine *line)
{
	double pitch_px = 9.5 * pow(4.2, pow(g_rand_double(random), 1.2));
	int width_px = (int)((GLYPH_LINE_CELLS + 2) * pitch_px), height_px = (int)(5 * pitch_px);
	Slant slant = random_slant(pitch_px, width_px, height_px, random);
	*line = (GlyphLine){.width_px = width_px, .height_px = height_px};
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width_px, height_px);
	cairo_t *cairo = cairo_create(surface);
	cairo_transform(
		cairo, &(cairo_matrix_t){slant.right_x, slant.right_y, slant.down_x, slant.down_y, slant.x, slant.y});
	gboolean main_font = g_rand_double(random) < fonts->main_share || (int)fonts->fonts->len == fonts->n_main;
	int n_fonts = (int)fonts->fonts->len;
	int which = main_font ? g_rand_int_range(random, 0, fonts->n_main)
			      : g_rand_int_range(random, fonts->n_main, n_fonts);
	const Font *font = &g_array_index(fonts->fonts, Font, (guint)which);
	gboolean junk = g_rand_double(random) < 0.12;
	int labels[GLYPH_LINE_CELLS], beside[GLYPH_LINE_CELLS];
	if (junk) {
		draw_junk(cairo, fonts, random);
	} else {
		double size = (1 + 0.035 * normal(random)) / font->advance, weight = 0.035 * normal(random);
		double row = g_rand_double_range(random, 1.3, 2.2);
		cairo_set_font_face(cairo, font->face);
		cairo_set_font_size(cairo, size);
		draw_row(cairo, font, alphabet, 0, size, weight, random, labels);
		draw_row(cairo, font, alphabet, g_rand_boolean(random) ? row : -row, size, weight, random, beside);
	}
	choose_cuts(line, &slant, alphabet, junk ? NULL : labels, random);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	const guint8 *mask = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	gsize n = (gsize)width_px * (gsize)height_px;
	g_autofree float *coverage = g_new(float, n);
	for (gsize i = 0; i < n; i++)
		coverage[i] = mask[i / (gsize)width_px * (gsize)stride + i % (gsize)width_px] / 255.0F;
	cairo_surface_destroy(surface);
	line->pixels = g_new(guint8, n);
	/* no number is drawn where none is crossed: the first course stays what it was */
	if (fonts->crossed_share > 0 && g_rand_double(random) < fonts->crossed_share)
		glyph_spoil_crossed(coverage, width_px, height_px, pitch_px, random, line->pixels);
	else
		glyph_spoil(coverage, width_px, height_px, pitch_px, random, line->pixels);
}

void
glyph_line_clear(GlyphLine *line)
{
	g_clear_pointer(&line->pixels, g_free);
}
