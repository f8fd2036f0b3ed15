/* Lines of characters drawn and then spoiled as printers, paper, scanners and telephones spoil them: what a glyph
 * classifier is trained on. Everything follows from the random generator given. */
#pragma once
#include "app/glyphs/cell.h"

enum { GLYPH_LINE_CELLS = 14, GLYPH_LINE_CUTS = 20 };

typedef struct GlyphFonts GlyphFonts;

/* Opens the fonts of a list of files; those that are missing are left out, except the first one. main_share: of the
 * lines, how many use the first n_main files. */
GlyphFonts *glyph_fonts_open(const char *const *files, int n_main, double main_share, const char *const *junk_files,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
void glyph_fonts_free(GlyphFonts *fonts);

typedef struct {
	CellFrame frame;
	int label; /* index into the alphabet; -1: none of its characters */
} GlyphCut;

typedef struct {
	int width_px, height_px;
	guint8 *pixels;
	int n_cuts;
	GlyphCut cuts[GLYPH_LINE_CUTS];
} GlyphLine;

/* How many of the lines drawn have stamps and signatures across them; 0 at first. */
void glyph_fonts_cross(GlyphFonts *fonts, double crossed_share);

/* Draws one line of random characters of the alphabet (ASCII) and says where to cut: mostly about where a reader would,
 * sometimes where there is no character. Free with glyph_line_clear(). */
void glyph_line_draw(const GlyphFonts *fonts, const char *alphabet, GRand *random, GlyphLine *line);
void glyph_line_clear(GlyphLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GlyphFonts, glyph_fonts_free)
