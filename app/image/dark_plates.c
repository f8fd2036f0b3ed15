/* A plate is found by what print never has: a dark area thicker than any stroke. What hangs together with it in the
 * dark is the plate without its letters; its holes are the letters. */
#include "app/image/dark_plates.h"
#include "app/dossier/geometry.h"
#include "app/image/pix_bridge.h"
#include <string.h>

enum { MAX_PLATES = 200, LEVELS = 256, DPI_OF_CELLS = 75 };

typedef struct {
	const guint8 *pixels; /* of the page */
	guint8 *turned;       /* a copy of them in which plates are turned; NULL: there was none yet */
	int width, height;
	int step;        /* page pixels of one cell */
	double cells_mm; /* cells of one millimetre */
	int paper;       /* grey of the ground */
} Plates;

/* The grey that a share of the page's pixels is darker than. */
static int
grey_at(const guint *histogram, guint n, double share)
{
	guint sum = 0;
	for (int i = 0; i < LEVELS; i++)
		if ((sum += histogram[i]) >= (guint)(n * share))
			return i;
	return LEVELS - 1;
}

static int
paper_level(const Plates *p)
{
	guint histogram[LEVELS] = {0}, n = 0;
	for (int y = 0; y < p->height; y += 2 * p->step)
		for (int x = 0; x < p->width; x += 2 * p->step, n++)
			histogram[p->pixels[(gsize)y * (gsize)p->width + (gsize)x]]++;
	return grey_at(histogram, n, 0.7);
}

static PIX *
dark_cells(const Plates *p)
{
	int across = p->width / p->step, down = p->height / p->step, limit = p->paper * 6 / 10;
	PIX *dark = across > 0 && down > 0 ? pixCreate(across, down, 1) : NULL;
	for (int y = 0; dark != NULL && y < down; y++) {
		const guint8 *row = p->pixels + (gsize)(y * p->step) * (gsize)p->width;
		guint32 *words = pixGetData(dark) + (gsize)y * (gsize)pixGetWpl(dark);
		for (int x = 0; x < across; x++)
			if (row[x * p->step] < limit)
				words[x / 32] |= 0x80000000U >> (x % 32);
	}
	return dark;
}

/* What the plate's cells and the holes in them are like on the page. */
typedef struct {
	guint ground[LEVELS], letters[LEVELS];
	guint n_ground, n_letters;
} Shades;

static inline gboolean
bit_at(PIX *pix, int x, int y)
{
	return GET_DATA_BIT(pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix), x) != 0;
}

static void
count_shades(const Plates *p, Box at, PIX *plate, PIX *filled, Shades *shades)
{
	for (int y = 0; y < at.height; y++) {
		const guint8 *row = p->pixels + (gsize)((at.y + y) * p->step) * (gsize)p->width;
		for (int x = 0; x < at.width; x++) {
			guint8 grey = row[(at.x + x) * p->step];
			if (bit_at(plate, x, y)) {
				shades->ground[grey]++;
				shades->n_ground++;
			} else if (bit_at(filled, x, y)) {
				shades->letters[grey]++;
				shades->n_letters++;
			}
		}
	}
}

/* Holes that can be letters: of about one height, lower than the plate. */
static int
letter_holes(const Plates *p, PIX *holes)
{
	BOXA *boxes = pixConnCompBB(holes, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0, letters = 0;
	for (int i = 0; i < n; i++) {
		l_int32 width, height;
		boxaGetBoxGeometry(boxes, i, NULL, NULL, &width, &height);
		letters += height >= 1.2 * p->cells_mm && height <= 0.85 * pixGetHeight(holes) && width <= 8 * height;
	}
	boxaDestroy(&boxes);
	return letters;
}

static gboolean
is_plate(const Plates *p, Box at, PIX *plate, PIX *filled, PIX *holes, Shades *shades)
{
	enum { FEWEST_LETTERS = 3, GROUND_SPREAD = 60, CONTRAST = 60 };
	l_int32 n_filled = 0;
	pixCountPixels(filled, &n_filled, NULL);
	if (n_filled < 0.7 * at.width * at.height || letter_holes(p, holes) < FEWEST_LETTERS)
		return FALSE;
	count_shades(p, at, plate, filled, shades);
	int low = grey_at(shades->ground, shades->n_ground, 0.1), high = grey_at(shades->ground, shades->n_ground, 0.8);
	int letters = shades->n_letters > 0 ? grey_at(shades->letters, shades->n_letters, 0.7) : 0;
	return shades->n_letters * 33 > shades->n_ground && shades->n_letters * 2 < shades->n_ground &&
	       high - low <= GROUND_SPREAD && letters - high >= CONTRAST / 2 && letters - low >= CONTRAST;
}

static gboolean
is_in(PIX *filled, int x, int y)
{
	return x >= 0 && y >= 0 && x < pixGetWidth(filled) && y < pixGetHeight(filled) && bit_at(filled, x, y);
}

static gboolean
is_beside(PIX *filled, int x, int y)
{
	for (int dy = -1; dy <= 1; dy++)
		for (int dx = -1; dx <= 1; dx++)
			if (is_in(filled, x + dx, y + dy))
				return TRUE;
	return FALSE;
}

/* Cells of area get the grey that to gives for theirs (NULL: that of paper). A cell more on each side becomes paper:
 * the area's edge lies somewhere in it. */
static void
repaint(Plates *p, Box at, PIX *area, const guint8 *to)
{
	if (p->turned == NULL)
		p->turned = g_memdup2(p->pixels, (gsize)p->width * (gsize)p->height);
	p->pixels = p->turned;
	for (int y = MAX(at.y - 1, 0) * p->step; y < MIN((at.y + at.height + 1) * p->step, p->height); y++) {
		guint8 *row = p->turned + (gsize)y * (gsize)p->width;
		for (int x = MAX(at.x - 1, 0) * p->step; x < MIN((at.x + at.width + 1) * p->step, p->width); x++) {
			int column = x / p->step - at.x, line = y / p->step - at.y;
			if (to != NULL && is_in(area, column, line))
				row[x] = to[row[x]];
			else if (is_beside(area, column, line))
				row[x] = (guint8)p->paper;
		}
	}
}

/* Ground becomes paper, letters become ink. */
static void
turn(Plates *p, Box at, PIX *filled, const Shades *shades)
{
	enum { INK = 20 };
	int ground = grey_at(shades->ground, shades->n_ground, 0.5);
	int letters = grey_at(shades->letters, shades->n_letters, 0.7);
	guint8 to[LEVELS];
	for (int v = 0; v < LEVELS; v++)
		to[v] = (guint8)CLAMP(p->paper - (v - ground) * (p->paper - INK) / (letters - ground), INK, p->paper);
	repaint(p, at, filled, to);
}

/* What is thick in both directions is a photograph, a seal or a shadow. Its edge would pass for letters, so it becomes
 * paper, with what hangs on it nearby. */
static void
erase_thick(Plates *p, PIX *area, Box at)
{
	const double THICK_MM = 5, NEAR_MM = 2;
	int thick = (int)(THICK_MM * p->cells_mm), near = (int)(NEAR_MM * p->cells_mm);
	AUTO_PIX core = pixOpenBrick(NULL, area, thick, thick);
	l_int32 none = 1;
	if (core != NULL)
		pixZero(core, &none);
	AUTO_PIX whole = none ? NULL : pixSeedfillBinaryRestricted(NULL, core, area, 8, near, near);
	if (whole != NULL)
		repaint(p, at, whole, NULL);
}

static gboolean
try_plate(Plates *p, PIX *plate, Box at)
{
	AUTO_PIX holes = pixHolesByFilling(plate, 4);
	AUTO_PIX filled = holes != NULL ? pixOr(NULL, holes, plate) : NULL;
	Shades shades = {0};
	if (filled == NULL || !is_plate(p, at, plate, filled, holes, &shades)) {
		erase_thick(p, plate, at);
		return FALSE;
	}
	turn(p, at, filled, &shades);
	return TRUE;
}

/* The dark areas that hold a bar longer and thicker than print has. */
static PIX *
dark_areas(const Plates *p)
{
	int length = (int)(8 * p->cells_mm), thickness = MAX((int)p->cells_mm, 2);
	AUTO_PIX dark = dark_cells(p);
	AUTO_PIX across = dark != NULL ? pixOpenBrick(NULL, dark, length, thickness) : NULL;
	AUTO_PIX down = dark != NULL ? pixOpenBrick(NULL, dark, thickness, length) : NULL;
	if (across == NULL || down == NULL)
		return NULL;
	pixOr(across, across, down);
	l_int32 none = 1;
	pixZero(across, &none);
	return none ? NULL : pixSeedfillBinary(NULL, across, dark, 8);
}

int
image_turn_plates(Image *grey, int dpi)
{
	const double SHORTEST_MM = 3.5, LONGEST_MM = 10;
	dpi = dpi > 0 ? dpi : MAX(grey->width_px, grey->height_px) / 12;
	Plates p = {.pixels = g_bytes_get_data(grey->pixels, NULL),
		.width = grey->width_px,
		.height = grey->height_px,
		.step = MAX(dpi / DPI_OF_CELLS, 1)};
	p.cells_mm = dpi / (25.4 * p.step);
	p.paper = paper_level(&p);
	AUTO_PIX areas = dark_areas(&p);
	PIXA *parts = NULL;
	BOXA *boxes = areas != NULL ? pixConnComp(areas, &parts, 8) : NULL;
	int n = boxes != NULL ? MIN(boxaGetCount(boxes), MAX_PLATES) : 0, turned = 0;
	for (int i = 0; i < n; i++) {
		Box at;
		boxaGetBoxGeometry(boxes, i, &at.x, &at.y, &at.width, &at.height);
		if (MIN(at.width, at.height) < SHORTEST_MM * p.cells_mm ||
			MAX(at.width, at.height) < LONGEST_MM * p.cells_mm)
			continue;
		AUTO_PIX plate = pixaGetPix(parts, i, L_CLONE);
		turned += plate != NULL && try_plate(&p, plate, at);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	if (p.turned != NULL) {
		g_bytes_unref(grey->pixels);
		grey->pixels = g_bytes_new_take(p.turned, (gsize)p.width * (gsize)p.height);
	}
	return turned;
}
