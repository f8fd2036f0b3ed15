/* Text has about as many steps from dark to light as a code; what tells them apart is that a code has them everywhere.
 * The page is sampled at about 150 dots an inch and cut into tiles of 16 x 16 samples (2.7 mm). In a tile of a square
 * code nearly half of the samples are dark, with steps along and across; between lines of text lie tiles that are
 * nearly white. Bars have steps along one axis and hardly any along the other. Tiles of one sort that touch make a
 * place, when their shape is one that a code can have. */
#include "app/codes/code_gate.h"
#include <math.h>
#include <string.h>

enum {
	TILE = 16,
	SAMPLES_DPI = 150,
	A4_LONGER_MM = 297,
	SHEET_MAX_INCHES = 18, /* longer: the resolution stated is wrong */
	MIN_CONTRAST = 48,
	MAX_TILES_SIDE = 20000 / TILE + 1,
	SQUARE_MIN_TILES = 3,
	SQUARE_MAX_TILES = 34,
	BARS_MIN_TILES = 5,
	BARS_MAX_TILES = 60,
	BARS_MIN_ACROSS = 2,
	MARGIN_TILES = 2,       /* half a tile that was not counted, and a quiet zone */
	BARS_MARGIN_TILES = 12, /* along: a stretch of thin bars may not have counted */
};

/* Of a square code nearly half is dark, of heavy print a third. */
static const double square_dark_share = 0.38;

/* 16 samples; a comparison makes 255 where it holds. */
typedef guint8 Lane __attribute__((vector_size(TILE)));

typedef enum { TILE_PLAIN, TILE_THIN, TILE_SQUARE, TILE_BARS, TILE_RUNGS } TileKind;

typedef struct {
	guint8 kind; /* TileKind */
	guint8 dark; /* dark samples, of 255 */
} Tile;

typedef struct {
	const guint8 *gray;
	int stride, step;  /* pixels a sample */
	int columns, rows; /* tiles */
	Tile *tiles;
	guint8 *samples; /* of one row of tiles: TILE rows of columns * TILE, and one to the left of each is at hand */
} Gate;

static int
sampling_step(int width_px, int height_px, int dpi)
{
	if (dpi <= 0 || MAX(width_px, height_px) > dpi * SHEET_MAX_INCHES)
		dpi = (int)(MAX(width_px, height_px) / (A4_LONGER_MM / 25.4));
	return MAX(1, (dpi + SAMPLES_DPI / 2) / SAMPLES_DPI);
}

static void
sample_row(const guint8 *row, int step, int n_tiles, guint8 *out)
{
	if (step == 1) {
		memcpy(out, row, (gsize)n_tiles * TILE);
	} else if (step == 2) {
		for (int t = 0; t < n_tiles; t++)
			for (int i = 0; i < TILE; i++)
				out[t * TILE + i] = row[2 * (t * TILE + i)];
	} else {
		for (int i = 0; i < n_tiles * TILE; i++)
			out[i] = row[i * step];
	}
}

static Lane
lane_load(const guint8 *from)
{
	Lane lane;
	memcpy(&lane, from, TILE);
	return lane;
}

static int
lane_sum(Lane lane)
{
	int sum = 0;
	for (int i = 0; i < TILE; i++)
		sum += lane[i];
	return sum;
}

/* mask: 255 takes from a, 0 from b. */
static Lane
lane_choose(Lane mask, Lane a, Lane b)
{
	return (mask & a) | (~mask & b);
}

static int
lane_extreme(Lane lane, gboolean highest)
{
	int found = lane[0];
	for (int i = 1; i < TILE; i++)
		found = highest ? MAX(found, lane[i]) : MIN(found, lane[i]);
	return found;
}

/* Halfway between the darkest and the lightest sample; 0: no ink to speak of. Noise alone has its samples near the
 * middle, ink on paper has them near both ends. */
static guint8
tile_threshold(const guint8 *samples, int pitch)
{
	Lane low = lane_load(samples), high = low;
	for (int y = 1; y < TILE; y++) {
		Lane row = lane_load(samples + y * pitch);
		low = lane_choose((Lane)(row < low), row, low);
		high = lane_choose((Lane)(row > high), row, high);
	}
	int darkest = lane_extreme(low, FALSE), lightest = lane_extreme(high, TRUE), range = lightest - darkest;
	if (range < MIN_CONTRAST)
		return 0;
	guint8 middle = (guint8)((lightest + darkest + 1) / 2);
	Lane at = (Lane){0} + middle, apart[2] = {{0}};
	for (int y = 0; y < TILE; y++) {
		Lane row = lane_load(samples + y * pitch), above = (Lane)(row > at);
		/* an eighth of what they are apart, so that eight rows fit */
		apart[y / 8] += lane_choose(above, row - at, at - row) >> 3;
	}
	return lane_sum(apart[0]) + lane_sum(apart[1]) < range * TILE * TILE / 8 / 5 ? 0 : middle;
}

static TileKind
tile_kind(int dark, int along, int across)
{
	/* bars may be few in a tile, or wide */
	if (dark < 24 || dark > 232)
		return TILE_PLAIN;
	if (along >= 16 && across * 4 <= along)
		return TILE_BARS;
	if (across >= 16 && along * 4 <= across)
		return TILE_RUNGS;
	if (dark >= 70 && dark <= 205 && along >= 12 && across >= 12 && along <= 3 * across && across <= 3 * along)
		return TILE_SQUARE;
	return TILE_PLAIN;
}

/* Each sample's left neighbour; the first stands for itself. */
static Lane
lane_shift(Lane lane)
{
	return __builtin_shufflevector(lane, lane, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
}

static Tile
tile_look(const guint8 *samples, int pitch)
{
	guint8 threshold = tile_threshold(samples, pitch);
	if (threshold == 0)
		return (Tile){TILE_PLAIN, 0};
	Lane limit = (Lane){0} + threshold, dark = {0}, along = {0}, across = {0};
	Lane before = (Lane)(lane_load(samples) < limit);
	for (int y = 0; y < TILE; y++) {
		Lane row = (Lane)(lane_load(samples + y * pitch) < limit);
		dark -= row;
		along -= row ^ lane_shift(row);
		across -= row ^ before;
		before = row;
	}
	int n_dark = lane_sum(dark);
	return (Tile){tile_kind(n_dark, lane_sum(along), lane_sum(across)), (guint8)MIN(n_dark, 255)};
}

static void
look_at_row(Gate *gate, int row)
{
	int pitch = gate->columns * TILE;
	for (int y = 0; y < TILE; y++)
		sample_row(gate->gray + (gsize)(row * TILE + y) * (gsize)gate->step * (gsize)gate->stride, gate->step,
			gate->columns, gate->samples + y * pitch);
	for (int c = 0; c < gate->columns; c++)
		gate->tiles[row * gate->columns + c] = tile_look(gate->samples + c * TILE, pitch);
}

static int
darkness(const Gate *gate, int x, int y)
{
	const Tile *tile = &gate->tiles[y * gate->columns + x];
	return tile->kind == TILE_SQUARE || tile->kind == TILE_THIN ? tile->dark : 0;
}

/* Heavy print can touch a code: tiles of it that are dark by chance have no square of four that is. */
static gboolean
is_dense(const Gate *gate, int x, int y)
{
	for (int v = MAX(y - 1, 0); v <= MIN(y, gate->rows - 2); v++)
		for (int u = MAX(x - 1, 0); u <= MIN(x, gate->columns - 2); u++)
			if (darkness(gate, u, v) + darkness(gate, u + 1, v) + darkness(gate, u, v + 1) +
					darkness(gate, u + 1, v + 1) >=
				4 * square_dark_share * TILE * TILE)
				return TRUE;
	return FALSE;
}

static void
drop_thin(Gate *gate)
{
	for (int y = 0; y < gate->rows; y++)
		for (int x = 0; x < gate->columns; x++) {
			Tile *tile = &gate->tiles[y * gate->columns + x];
			if (tile->kind == TILE_SQUARE && !is_dense(gate, x, y))
				tile->kind = TILE_THIN;
		}
}

/* Tiles of one kind that touch, in tiles. */
typedef struct {
	int x0, y0, x1, y1, n, dark;
} Patch;

static Patch
flood(Gate *gate, int start, GArray *stack)
{
	guint8 kind = gate->tiles[start].kind;
	Patch patch = {G_MAXINT, G_MAXINT, 0, 0, 0, 0};
	gate->tiles[start].kind = TILE_PLAIN;
	g_array_set_size(stack, 0);
	g_array_append_val(stack, start);
	while (stack->len > 0) {
		int at = g_array_index(stack, int, stack->len - 1), x = at % gate->columns, y = at / gate->columns;
		g_array_set_size(stack, stack->len - 1);
		patch = (Patch){MIN(patch.x0, x), MIN(patch.y0, y), MAX(patch.x1, x), MAX(patch.y1, y), patch.n + 1,
			patch.dark + gate->tiles[at].dark};
		for (int v = MAX(y - 1, 0); v <= MIN(y + 1, gate->rows - 1); v++)
			for (int u = MAX(x - 1, 0); u <= MIN(x + 1, gate->columns - 1); u++) {
				int next = v * gate->columns + u;
				if (gate->tiles[next].kind != kind)
					continue;
				gate->tiles[next].kind = TILE_PLAIN;
				g_array_append_val(stack, next);
			}
	}
	return patch;
}

static gboolean
can_be_code(const Patch *patch, TileKind kind)
{
	int width = patch->x1 - patch->x0 + 1, height = patch->y1 - patch->y0 + 1;
	double filled = (double)patch->n / (width * height);
	if (kind == TILE_SQUARE)
		return MIN(width, height) >= SQUARE_MIN_TILES && MAX(width, height) <= SQUARE_MAX_TILES &&
		       width <= 2 * height && height <= 2 * width && filled >= 0.5 &&
		       patch->dark >= square_dark_share * TILE * TILE * patch->n;
	int length = kind == TILE_BARS ? width : height, across = kind == TILE_BARS ? height : width;
	return length >= BARS_MIN_TILES && length <= BARS_MAX_TILES && across >= BARS_MIN_ACROSS && filled >= 0.5;
}

/* TRUE: added to a place of the same bars, of which it is another stretch. */
static gboolean
place_join(CodePlace *places, int n, const CodePlace *more)
{
	for (int i = 0; i < n; i++)
		if (places[i].kind == more->kind && box_overlap(places[i].box, more->box) >= 0.25) {
			places[i].box = box_union(places[i].box, more->box);
			return TRUE;
		}
	return FALSE;
}

static void
place_add(const Gate *gate, const Patch *patch, TileKind kind, int width_px, int height_px, CodePlace *places, int *n,
	int max)
{
	int side = TILE * gate->step;
	int mx = kind == TILE_BARS ? BARS_MARGIN_TILES : MARGIN_TILES;
	int my = kind == TILE_RUNGS ? BARS_MARGIN_TILES : MARGIN_TILES;
	Box box = {(patch->x0 - mx) * side, (patch->y0 - my) * side, (patch->x1 - patch->x0 + 1 + 2 * mx) * side,
		(patch->y1 - patch->y0 + 1 + 2 * my) * side};
	static const CodePlaceKind kinds[] = {
		[TILE_SQUARE] = CODE_PLACE_SQUARE, [TILE_BARS] = CODE_PLACE_BARS, [TILE_RUNGS] = CODE_PLACE_RUNGS};
	CodePlace place = {kinds[kind], box_intersect(box, (Box){0, 0, width_px, height_px})};
	if (kind != TILE_SQUARE && place_join(places, *n, &place))
		return;
	int at = *n;
	while (at > 0 && places[at - 1].box.width * places[at - 1].box.height < place.box.width * place.box.height)
		at--;
	if (at >= max)
		return;
	*n = MIN(*n + 1, max);
	memmove(places + at + 1, places + at, (gsize)(*n - at - 1) * sizeof *places);
	places[at] = place;
}

int
code_gate(const guint8 *gray, int width_px, int height_px, int stride, int dpi, CodePlace places[CODE_PLACES_MAX])
{
	int step = sampling_step(width_px, height_px, dpi), n = 0;
	Gate gate = {gray, stride, step, width_px / (step * TILE), height_px / (step * TILE), NULL, NULL};
	if (gate.columns < 1 || gate.rows < 1 || gate.columns > MAX_TILES_SIDE || gate.rows > MAX_TILES_SIDE)
		return 0;
	gate.tiles = g_new(Tile, (gsize)gate.columns * (gsize)gate.rows);
	gate.samples = g_malloc((gsize)gate.columns * TILE * TILE);
	for (int row = 0; row < gate.rows; row++)
		look_at_row(&gate, row);
	drop_thin(&gate);
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(int));
	CodePlace bars[CODE_BARS_MAX];
	int n_bars = 0;
	for (int i = 0; i < gate.columns * gate.rows; i++) {
		TileKind kind = (TileKind)gate.tiles[i].kind;
		if (kind <= TILE_THIN)
			continue;
		Patch patch = flood(&gate, i, stack);
		if (!can_be_code(&patch, kind))
			continue;
		if (kind == TILE_SQUARE)
			place_add(&gate, &patch, kind, width_px, height_px, places, &n, CODE_SQUARES_MAX);
		else
			place_add(&gate, &patch, kind, width_px, height_px, bars, &n_bars, CODE_BARS_MAX);
	}
	memcpy(places + n, bars, (gsize)n_bars * sizeof *bars);
	g_free(gate.tiles);
	g_free(gate.samples);
	return n + n_bars;
}
