#include "tests/bench/zones/zone_draw.h"
#include <math.h>

static const char *const text_faces[] = {
	"Liberation Serif", "Liberation Sans", "DejaVu Sans Mono", "Noto Sans", "Noto Naskh Arabic"};
static const char *const words[] = {"acte", "de", "naissance", "REPUBLIQUE", "l’an", "deux", "mille", "le", "né(e)",
	"fils", "12/04/1991", "commune", "........................", "officier", "N° 004512", "<<<<", "PASSPORT", "|",
	"____________", "свидетельство", "о", "рождении", "MINISTERE", "DE L’INTERIEUR", "0000000", "A", "شهادة",
	"ميلاد", "الاسم"};

void
zone_draw_prose(cairo_t *cairo, double x, double y, double width, int n_lines, double size, GRand *random)
{
	cairo_select_font_face(cairo, text_faces[g_rand_int_range(random, 0, G_N_ELEMENTS(text_faces))],
		CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, size);
	for (int i = 0; i < n_lines; i++) {
		double at = x, ignored;
		cairo_move_to(cairo, x, y + i * size * 1.35);
		while (at < x + width) {
			cairo_show_text(cairo, words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
			cairo_show_text(cairo, " ");
			cairo_get_current_point(cairo, &at, &ignored);
		}
	}
}

void
zone_draw_table(cairo_t *cairo, double x, double y, double width, double height, GRand *random)
{
	int columns = g_rand_int_range(random, 4, 44), rows = g_rand_int_range(random, 2, 12);
	cairo_set_line_width(cairo, 2);
	for (int i = 0; i <= columns; i++) {
		cairo_move_to(cairo, x + width * i / columns, y);
		cairo_rel_line_to(cairo, 0, height);
	}
	for (int i = 0; i <= rows; i++) {
		cairo_move_to(cairo, x, y + height * i / rows);
		cairo_rel_line_to(cairo, width, 0);
	}
	cairo_stroke(cairo);
}

void
zone_draw_fixed(cairo_t *cairo, const char *face, const char *line, double x, double y, double pitch, double weight_px)
{
	cairo_text_extents_t extents;
	cairo_select_font_face(cairo, face, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, 100);
	cairo_text_extents(cairo, "A", &extents);
	cairo_set_font_size(cairo, 100 * pitch / extents.x_advance);
	for (int k = 0; line[k] != '\0'; k++) {
		cairo_move_to(cairo, x + k * pitch, y);
		cairo_text_path(cairo, (char[]){line[k], '\0'});
	}
	if (weight_px <= 0) {
		cairo_fill_preserve(cairo);
		cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
	} else {
		cairo_fill_preserve(cairo);
	}
	cairo_set_line_width(cairo, fabs(weight_px));
	if (weight_px != 0)
		cairo_stroke(cairo);
	cairo_new_path(cairo);
	cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

void
zone_draw_guilloche(
	cairo_t *cairo, double x, double y, double width, double height, double pitch, double alpha, GRand *random)
{
	double swing = g_rand_double_range(random, 0.5, 3) * pitch, length = g_rand_double_range(random, 1, 6) * pitch;
	cairo_set_source_rgba(cairo, 0, 0, 0, alpha);
	cairo_set_line_width(cairo, g_rand_double_range(random, 1, 2));
	for (int wave = 0; wave < 30; wave++) {
		double phase = g_rand_double_range(random, 0, 1) + wave * 0.2;
		cairo_move_to(cairo, x, y + height * wave / 30);
		for (double at = 0; at < width; at += pitch / 4)
			cairo_line_to(cairo, x + at,
				y + height * wave / 30 + swing * sin(at / length + phase) * cos(at / length / 3));
		cairo_stroke(cairo);
	}
}

void
zone_draw_stamp(cairo_t *cairo, double x, double y, double pitch, GRand *random)
{
	static const char *const legends[] = {"PREFECTURE DE POLICE", "MAIRIE", "REPUBLIQUE DE GUINEE", "ВИДАНО"};
	double radius = g_rand_double_range(random, 3, 6) * pitch;
	cairo_save(cairo);
	cairo_set_source_rgba(cairo, 0, 0, 0, g_rand_double_range(random, 0.25, 0.55));
	cairo_set_line_width(cairo, pitch * g_rand_double_range(random, 0.08, 0.2));
	cairo_translate(cairo, x, y);
	cairo_rotate(cairo, g_rand_double_range(random, -0.6, 0.6));
	cairo_arc(cairo, 0, 0, radius, 0, 2 * G_PI);
	cairo_stroke(cairo);
	cairo_arc(cairo, 0, 0, radius * 0.7, 0, 2 * G_PI);
	cairo_stroke(cairo);
	cairo_select_font_face(cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(cairo, pitch * 0.9);
	cairo_move_to(cairo, -radius * 0.8, 0);
	cairo_show_text(cairo, legends[g_rand_int_range(random, 0, G_N_ELEMENTS(legends))]);
	cairo_restore(cairo);
}

void
zone_draw_signature(cairo_t *cairo, double x, double y, double width, double pitch, GRand *random)
{
	cairo_set_source_rgba(cairo, 0, 0, 0, g_rand_double_range(random, 0.5, 0.9));
	cairo_set_line_width(cairo, pitch * g_rand_double_range(random, 0.06, 0.14));
	cairo_move_to(cairo, x, y);
	for (int i = 1; i <= 8; i++)
		cairo_curve_to(cairo, x + width * (i - 0.8) / 8, y - pitch * g_rand_double_range(random, -3, 4),
			x + width * (i - 0.2) / 8, y - pitch * g_rand_double_range(random, -3, 3), x + width * i / 8,
			y - pitch * g_rand_double_range(random, -1.5, 1.5));
	cairo_stroke(cairo);
}
