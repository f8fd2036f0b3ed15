/* Drawing on sheets of the bench: prose, tables, stamps, guilloche, lines of one pitch. */
#pragma once
#include <cairo.h>
#include <glib.h>

void zone_draw_prose(cairo_t *cairo, double x, double y, double width, int n_lines, double size, GRand *random);
void zone_draw_table(cairo_t *cairo, double x, double y, double width, double height, GRand *random);
/* Each character in the middle of its own cell; weight_px: strokes grow by so much. */
void
zone_draw_fixed(cairo_t *cairo, const char *face, const char *line, double x, double y, double pitch, double weight_px);
void zone_draw_guilloche(
	cairo_t *cairo, double x, double y, double width, double height, double pitch, double alpha, GRand *random);
void zone_draw_stamp(cairo_t *cairo, double x, double y, double pitch, GRand *random);
void zone_draw_signature(cairo_t *cairo, double x, double y, double width, double pitch, GRand *random);
