#include "app/samples/ornament.h"
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

void
ornament_line(Sheet *sheet, double x1, double y1, double x2, double y2, double width, guint32 colour)
{
	sheet_colour(sheet, colour, 1);
	cairo_set_line_width(sheet->cairo, sheet_px(width));
	cairo_move_to(sheet->cairo, sheet_px(x1), sheet_px(y1));
	cairo_line_to(sheet->cairo, sheet_px(x2), sheet_px(y2));
	cairo_stroke(sheet->cairo);
}

void
ornament_dots(Sheet *sheet, double x1, double x2, double y)
{
	sheet_colour(sheet, 0x222222, 1);
	for (double x = x1 + 0.8; x < x2; x += 1.1) {
		cairo_arc(sheet->cairo, sheet_px(x), sheet_px(y), sheet_px(0.16), 0, 2 * G_PI);
		cairo_fill(sheet->cairo);
	}
}

void
ornament_rect(Sheet *sheet, double x, double y, double w, double h, double line, guint32 colour)
{
	sheet_colour(sheet, colour, 1);
	cairo_set_line_width(sheet->cairo, sheet_px(line));
	cairo_rectangle(sheet->cairo, sheet_px(x), sheet_px(y), sheet_px(w), sheet_px(h));
	cairo_stroke(sheet->cairo);
}

void
ornament_fill(Sheet *sheet, double x, double y, double w, double h, guint32 colour)
{
	sheet_colour(sheet, colour, 1);
	cairo_rectangle(sheet->cairo, sheet_px(x), sheet_px(y), sheet_px(w), sheet_px(h));
	cairo_fill(sheet->cairo);
}

void
ornament_guilloche(Sheet *sheet, double x, double y, double w, double h, guint32 colour)
{
	cairo_t *cairo = sheet->cairo;
	cairo_save(cairo);
	cairo_rectangle(cairo, sheet_px(x), sheet_px(y), sheet_px(w), sheet_px(h));
	cairo_clip(cairo);
	sheet_colour(sheet, colour, 0.55);
	cairo_set_line_width(cairo, sheet_px(0.12));
	for (int wave = 0; wave < 2; wave++) {
		for (double base = -6; base < h + 6; base += 2.2) {
			for (double at = 0; at <= w; at += 1.5)
				cairo_line_to(cairo, sheet_px(x + at),
					sheet_px(y + base + 3 * sin(at / 9 + wave * G_PI) + sin(at / 3.7 + base / 9)));
			cairo_stroke(cairo);
		}
	}
	cairo_restore(cairo);
}

void
ornament_photo(Sheet *sheet, double x, double y, double w, double h, Chance *chance)
{
	cairo_t *cairo = sheet->cairo;
	double lean = chance_real(chance, -0.04, 0.04), face = chance_real(chance, 0.18, 0.22);
	ornament_fill(sheet, x, y, w, h, 0xc9ced4);
	cairo_save(cairo);
	cairo_rectangle(cairo, sheet_px(x), sheet_px(y), sheet_px(w), sheet_px(h));
	cairo_clip(cairo);
	cairo_translate(cairo, sheet_px(x + w * (0.5 + lean)), sheet_px(y + h * 0.42));
	cairo_scale(cairo, sheet_px(w), sheet_px(h));
	sheet_colour(sheet, 0x4a4642, 1);
	cairo_save(cairo);
	cairo_translate(cairo, 0, 0.62);
	cairo_scale(cairo, 0.48, 0.36);
	cairo_arc(cairo, 0, 0, 1, 0, 2 * G_PI);
	cairo_restore(cairo);
	cairo_fill(cairo);
	sheet_colour(sheet, 0x2e2a28, 1);
	cairo_save(cairo);
	cairo_scale(cairo, face + 0.06, 0.27);
	cairo_arc(cairo, 0, -0.1, 1, 0, 2 * G_PI);
	cairo_restore(cairo);
	cairo_fill(cairo);
	sheet_colour(sheet, 0xb08d74, 1);
	cairo_save(cairo);
	cairo_scale(cairo, face, 0.24);
	cairo_arc(cairo, 0, 0.08, 1, 0, 2 * G_PI);
	cairo_restore(cairo);
	cairo_fill(cairo);
	cairo_restore(cairo);
	ornament_rect(sheet, x, y, w, h, 0.2, 0x777777);
}

void
ornament_signature(Sheet *sheet, double x, double y, double w, Chance *chance)
{
	cairo_t *cairo = sheet->cairo;
	sheet_colour(sheet, 0x1b2a66, 0.9);
	cairo_set_line_width(cairo, sheet_px(0.45));
	cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
	cairo_move_to(cairo, sheet_px(x), sheet_px(y));
	int n = chance_between(chance, 4, 7);
	for (int i = 1; i <= n; i++) {
		double end = x + w * i / n;
		cairo_curve_to(cairo, sheet_px(end - w / n * chance_real(chance, 0.2, 1.2)),
			sheet_px(y - chance_real(chance, 2, 9)), sheet_px(end + chance_real(chance, -2, 4)),
			sheet_px(y + chance_real(chance, 0, 6)), sheet_px(end),
			sheet_px(y - chance_real(chance, -1, 2)));
	}
	cairo_stroke(cairo);
}

void
ornament_emblem(Sheet *sheet, double x, double y, double radius, guint32 colour)
{
	cairo_t *cairo = sheet->cairo;
	sheet_colour(sheet, colour, 1);
	cairo_set_line_width(cairo, sheet_px(radius / 14));
	cairo_new_path(cairo);
	cairo_arc(cairo, sheet_px(x), sheet_px(y), sheet_px(radius), 0, 2 * G_PI);
	cairo_stroke(cairo);
	cairo_arc(cairo, sheet_px(x), sheet_px(y), sheet_px(radius * 0.82), 0, 2 * G_PI);
	cairo_stroke(cairo);
	cairo_new_path(cairo);
	for (int i = 0; i < 16; i++) {
		double reach = i % 2 == 0 ? 0.68 : 0.34, angle = i * G_PI / 8 - G_PI / 2;
		cairo_line_to(
			cairo, sheet_px(x + radius * reach * cos(angle)), sheet_px(y + radius * reach * sin(angle)));
	}
	cairo_close_path(cairo);
	cairo_fill(cairo);
}

/* Letters stand on the rim, each turned towards the centre. */
static void
rim_text(Sheet *sheet, double radius, const char *text)
{
	cairo_t *cairo = sheet->cairo;
	g_autoptr(PangoLayout) layout = pango_layout_new(sheet->pango);
	PangoFontDescription *font = pango_font_description_from_string("Liberation Sans Bold");
	pango_font_description_set_absolute_size(font, sheet_px(radius * 0.21) * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	glong n = g_utf8_strlen(text, -1);
	double step = MIN(0.24, 2 * G_PI / (double)(n + 2)), angle = -step * (double)(n - 1) / 2;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p), angle += step) {
		int w, h;
		pango_layout_set_text(layout, p, (int)(g_utf8_next_char(p) - p));
		pango_layout_get_pixel_size(layout, &w, &h);
		cairo_save(cairo);
		cairo_rotate(cairo, angle);
		cairo_move_to(cairo, -w / 2.0, -sheet_px(radius * 0.94));
		pango_cairo_show_layout(cairo, layout);
		cairo_restore(cairo);
	}
}

/* Joined scripts cannot be cut into letters: their text stands straight in the middle. */
static void
band_text(Sheet *sheet, double radius, const char *text)
{
	g_autoptr(PangoLayout) layout = pango_layout_new(sheet->pango);
	PangoFontDescription *font = pango_font_description_from_string("Noto Naskh Arabic Bold");
	pango_font_description_set_absolute_size(font, sheet_px(radius * 0.2) * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(sheet_px(radius * 1.1) * PANGO_SCALE));
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	pango_layout_set_text(layout, text, -1);
	int height;
	pango_layout_get_pixel_size(layout, NULL, &height);
	cairo_move_to(sheet->cairo, -sheet_px(radius * 0.55), -height / 2.0);
	pango_cairo_show_layout(sheet->cairo, layout);
}

void
ornament_seal(Sheet *sheet, double x, double y, double radius, guint32 colour, double alpha, double turn_degrees,
	const char *text)
{
	cairo_t *cairo = sheet->cairo;
	cairo_save(cairo);
	cairo_translate(cairo, sheet_px(x), sheet_px(y));
	cairo_rotate(cairo, turn_degrees * G_PI / 180);
	sheet_colour(sheet, colour, alpha);
	cairo_set_line_width(cairo, sheet_px(0.55));
	cairo_new_path(cairo);
	cairo_arc(cairo, 0, 0, sheet_px(radius), 0, 2 * G_PI);
	cairo_stroke(cairo);
	cairo_set_line_width(cairo, sheet_px(0.3));
	cairo_arc(cairo, 0, 0, sheet_px(radius * 0.66), 0, 2 * G_PI);
	cairo_stroke(cairo);
	if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_ARABIC) {
		band_text(sheet, radius, text);
		cairo_restore(cairo);
		return;
	}
	rim_text(sheet, radius, text);
	cairo_new_path(cairo);
	for (int i = 0; i < 10; i++) {
		double reach = radius * (i % 2 == 0 ? 0.42 : 0.18), angle = i * G_PI / 5 - G_PI / 2;
		cairo_line_to(cairo, sheet_px(reach) * cos(angle), sheet_px(reach) * sin(angle));
	}
	cairo_close_path(cairo);
	cairo_fill(cairo);
	cairo_restore(cairo);
}
