#include "app/image/text_grey.h"
#include "app/image/image_change.h"

/* Where ink is a filter over paper and over other ink, its brightest channel is the one it hardly takes light from: in
 * that channel a stamp is pale and black text as black as ever. Divided by how bright the stamp's ink is there, the
 * stamp becomes paper. Done to a whole page this would take blue handwriting and red headings with it, so tiles of a
 * few millimetres are looked at: only where coloured ink and dark neutral ink touch time and again is the colour taken
 * for what lies over text or under it. Colour fringes of a scanner touch black ink everywhere, and are told by their
 * having no ink of their own. */
enum {
	STEP = 2,           /* pixels looked at, in each direction */
	TINT = 48,          /* channels apart: coloured */
	NEUTRAL = 36,       /* channels at most so far apart: black or grey */
	TOUCH = 2,          /* samples between two inks that touch */
	FEWEST_TOUCHES = 6, /* in a tile and those around it */
	PURE_FROM = 12,     /* channels apart: below nothing is changed, PURE_RANGE above it all is */
	PURE_RANGE = 24,
};

typedef struct {
	guint dark, coloured, touches;
	guint bright;             /* sum of the brightest channel of coloured samples */
	guint paper, paper_light; /* samples without ink; sum of their luma */
} Tile;

typedef struct {
	const guint8 *pixels;
	int width, height, side; /* pixels; side of a tile */
	int columns, rows;       /* of tiles */
	int paper;               /* luma, of the page */
	Tile *tiles;
} Tiling;

static int
luma(const guint8 *p)
{
	return (p[0] * 77 + p[1] * 151 + p[2] * 28) >> 8;
}

static int
brightest(const guint8 *p)
{
	return MAX(p[0], MAX(p[1], p[2]));
}

static int
spread(const guint8 *p)
{
	return brightest(p) - MIN(p[0], MIN(p[1], p[2]));
}

/* Luma that six in ten pixels do not exceed: paper, on any page of text. */
static int
paper_level(const Image *image)
{
	enum { PAPER_STEP = 8 };
	guint counts[256] = {0}, n = 0, sum = 0;
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	for (int y = 0; y < image->height_px; y += PAPER_STEP)
		for (int x = 0; x < image->width_px; x += PAPER_STEP, n++)
			counts[luma(pixels + ((gsize)y * (gsize)image->width_px + (gsize)x) * 3)]++;
	int level = 0;
	while (level < 255 && (sum += counts[level]) * 10 < n * 6)
		level++;
	return level;
}

static void
count_row(Tiling *t, int y)
{
	enum { PAPER, DARK, COLOURED } before = PAPER, now;
	const guint8 *p = t->pixels + (gsize)y * (gsize)t->width * 3;
	Tile *row = t->tiles + y / t->side * t->columns;
	int ink_below = t->paper * 4 / 5, dark_below = t->paper * 9 / 20, since_dark = TOUCH + 1,
	    since_coloured = TOUCH + 1;
	for (int x = 0; x < t->width; x += STEP, p += 3 * STEP, before = now) {
		since_dark++;
		since_coloured++;
		now = PAPER;
		int light = luma(p);
		Tile *tile = row + x / t->side;
		if (light >= ink_below) {
			tile->paper++;
			tile->paper_light += (guint)light;
			continue;
		}
		int apart = spread(p);
		if (apart > TINT) {
			now = COLOURED;
			tile->coloured++;
			tile->bright += (guint)brightest(p);
			tile->touches += before != now && since_dark <= TOUCH + 1;
			since_coloured = 0;
		} else if (light < dark_below && apart <= NEUTRAL) {
			now = DARK;
			tile->dark++;
			tile->touches += before != now && since_coloured <= TOUCH + 1;
			since_dark = 0;
		}
	}
}

static Tile
tile_and_around(const Tiling *t, int column, int row)
{
	Tile sum = {0};
	for (int y = MAX(row - 1, 0); y <= MIN(row + 1, t->rows - 1); y++)
		for (int x = MAX(column - 1, 0); x <= MIN(column + 1, t->columns - 1); x++) {
			const Tile *tile = t->tiles + y * t->columns + x;
			sum.dark += tile->dark;
			sum.coloured += tile->coloured;
			sum.touches += tile->touches;
			sum.bright += tile->bright;
			sum.paper += tile->paper;
			sum.paper_light += tile->paper_light;
		}
	return sum;
}

static gboolean
colour_crosses_text(const Tile *sum, guint samples)
{
	return sum->touches >= FEWEST_TOUCHES && sum->dark * 50 >= samples && sum->coloured * 100 >= samples &&
	       sum->coloured >= 2 * sum->touches && sum->touches * 25 >= sum->dark;
}

static void
lift_tile(const Tiling *t, int column, int row, const Tile *around, guint8 *grey)
{
	/* a little below the middle of what varies: stamps are blotchy */
	int bright = MAX((int)(around->bright / around->coloured) * 9 / 10, 1);
	int paper = around->paper > 0 ? (int)(around->paper_light / around->paper) : t->paper;
	int x1 = MIN((column + 1) * t->side, t->width), y1 = MIN((row + 1) * t->side, t->height);
	for (int y = row * t->side; y < y1; y++) {
		gsize at = (gsize)y * (gsize)t->width + (gsize)(column * t->side);
		const guint8 *p = t->pixels + at * 3;
		for (int x = column * t->side; x < x1; x++, at++, p += 3) {
			int pure = CLAMP(spread(p) - PURE_FROM, 0, PURE_RANGE);
			int lifted = MIN(brightest(p) * paper / bright, paper);
			if (pure > 0 && lifted > grey[at])
				grey[at] = (guint8)(grey[at] + (lifted - grey[at]) * pure / PURE_RANGE);
		}
	}
}

static void
lift_colour(const Tiling *t, guint8 *grey)
{
	guint samples = (guint)(9 * (t->side / STEP) * (t->side / STEP));
	for (int row = 0; row < t->rows; row++)
		for (int column = 0; column < t->columns; column++) {
			Tile sum = tile_and_around(t, column, row);
			if (sum.coloured > 0 && colour_crosses_text(&sum, samples))
				lift_tile(t, column, row, &sum, grey);
		}
}

Image *
image_grey_for_text(const Image *image)
{
	Image *grey = image_grey(image);
	if (grey == NULL || !image_has_colour(image))
		return grey;
	/* tiles of 2.5 mm; a page of unknown resolution is taken for A4 */
	int dpi = image->dpi > 0 ? image->dpi : MAX(image->width_px, image->height_px) / 12;
	Tiling t = {.pixels = g_bytes_get_data(image->pixels, NULL),
		.width = image->width_px,
		.height = image->height_px,
		.side = CLAMP(dpi / 10, 16, 64) / STEP * STEP,
		.paper = paper_level(image)};
	t.columns = (t.width + t.side - 1) / t.side;
	t.rows = (t.height + t.side - 1) / t.side;
	g_autofree Tile *tiles = g_try_new0(Tile, t.columns * t.rows);
	if ((t.tiles = tiles) == NULL)
		return grey;
	for (int y = 0; y < t.height; y += STEP)
		count_row(&t, y);
	gsize n;
	guint8 *pixels = g_bytes_unref_to_data(g_steal_pointer(&grey->pixels), &n);
	lift_colour(&t, pixels);
	grey->pixels = g_bytes_new_take(pixels, n);
	return grey;
}
