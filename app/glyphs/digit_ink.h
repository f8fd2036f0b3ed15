/* The pieces of ink of one text line of a level page, and the cells that digits are classified from: the same code when
 * weights are trained and when a page is read. Digits are proportional and do not join, so a piece is mostly one. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/glyphs/cell.h"

enum {
	DIGIT_LINE_MIN_PX = 6,
	DIGIT_LINE_MAX_PX = 400,             /* higher: a heading or no line of text */
	DIGIT_LINE_MAX_PIXELS = 4000 * 1000, /* of the region looked at */
	DIGIT_MAX_PIECES = 2000,             /* of one line: beyond it is a pattern, no text */
	DIGIT_MIN_HEIGHT_PX = 7,             /* of a digit that can be told */
};

typedef struct {
	Box box; /* on the page */
	int n_pixels;
} DigitPiece;

typedef struct {
	Box region;      /* of the page */
	GArray *pieces;  /* DigitPiece, by the middle of their boxes from the left */
	guint16 *labels; /* region, row by row: number of the piece from 1, 0 paper */
	float *ink;      /* region: 0 paper to 1 ink */
} DigitInk;

/* The line's box with a margin. Long thin rules are taken out. NULL: the box is no line of text (limits above) or bears
 * no ink. */
DigitInk *digit_ink_find(const GrayView *page, Box line);
void digit_ink_free(DigitInk *ink);

/* How high digits stand here, and where: pixels of the page. */
typedef struct {
	double top, bottom;
} DigitFrame;

#define DIGIT_SLASH_SLANT 0.45 /* columns a row that slashes lean to the right, upwards */

/* What stands for one character: a piece, or neighbours. from_x < to_x: only what lies between two parallel lines that
 * cross the middle of the frame there and lean to the right by slant columns a row, upwards; else all. */
typedef struct {
	int first, last; /* pieces, from 0 */
	int from_x, to_x;
	double slant;
} DigitPart;

/* Where its own ink lies; empty without any. */
Box digit_part_box(const DigitInk *ink, const DigitPart *part, const DigitFrame *frame);

/* Fills cell (width x height floats): the part alone on paper, its middle in the middle, high frame heights from top to
 * bottom about the frame's middle. */
void digit_cell_cut(const DigitInk *ink, const DigitPart *part, const DigitFrame *frame, int width, int height,
	double high, float *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigitInk, digit_ink_free)
