#include "app/glyphs/digit_ink.h"
#include <math.h>
#include <string.h>

/* Black and white first, tile by tile along the line, so that shade and a bold label do not decide for the digits
 * beside them; rules are taken out; what hangs together is a piece. The cell is cut from the grey levels, because black
 * and white loses what tells small digits apart. */

enum {
	LEAST_CONTRAST = 45, /* grey levels between paper and ink */
	PAPER_PERCENT = 75,
	INK_PERMILLE = 12,
};
static const double ink_share = 0.42, rule_lengths = 6.0, rule_thickness = 0.22;

typedef struct {
	int paper, ink;
} Levels;

static int
percentile(const int *histogram, int n, int permille)
{
	gint64 wanted = (gint64)n * permille / 1000, seen = 0;
	for (int level = 0; level < 256; level++) {
		seen += histogram[level];
		if (seen > wanted)
			return level;
	}
	return 255;
}

static Levels
levels_of(const GrayView *page, Box box)
{
	int histogram[256] = {0};
	for (int y = box.y; y < box.y + box.height; y++) {
		const guint8 *row = page->pixels + (gsize)y * (gsize)page->stride;
		for (int x = box.x; x < box.x + box.width; x++)
			histogram[row[x]]++;
	}
	int n = box.width * box.height;
	return (Levels){percentile(histogram, n, 10 * PAPER_PERCENT), percentile(histogram, n, INK_PERMILLE)};
}

/* Share of ink of every pixel of the region. A tile without ink of its own takes the line's level. */
static void
fill_ink(const GrayView *page, DigitInk *ink, Levels whole)
{
	Box region = ink->region;
	int tile = 3 * region.height;
	for (int x0 = 0; x0 < region.width; x0 += tile) {
		Box part = {region.x + x0, region.y, MIN(tile, region.width - x0), region.height};
		Levels levels = levels_of(page, part);
		int contrast = whole.paper - whole.ink;
		if (levels.paper - levels.ink < 0.5 * contrast) {
			levels.paper = MAX(levels.paper, whole.paper - contrast / 4);
			levels.ink = MIN(levels.ink, levels.paper - contrast / 2);
		}
		float scale = 1.0F / (float)MAX(levels.paper - levels.ink, LEAST_CONTRAST / 2), share[256];
		for (int level = 0; level < 256; level++)
			share[level] = CLAMP((float)(levels.paper - level) * scale, 0.0F, 1.0F);
		for (int y = 0; y < region.height; y++) {
			const guint8 *row = page->pixels + (gsize)(region.y + y) * (gsize)page->stride + part.x;
			float *to = ink->ink + (gsize)y * (gsize)region.width + x0;
			for (int x = 0; x < part.width; x++)
				to[x] = share[row[x]];
		}
	}
}

/* Ink above and below one pixel, itself included. */
static int
run_down(const guint8 *black, int width, int height, int x, int y, int enough)
{
	int n = 1;
	for (int k = y - 1; k >= 0 && black[(gsize)k * (gsize)width + (gsize)x] != 0 && n <= enough; k--)
		n++;
	for (int k = y + 1; k < height && black[(gsize)k * (gsize)width + (gsize)x] != 0 && n <= enough; k++)
		n++;
	return n;
}

/* Long runs across the line go, but where a stroke crosses them: black 2 marks what goes. */
static void
drop_rules(guint8 *black, int width, int height, int line_height)
{
	int least = MAX((int)MIN(rule_lengths * line_height, 0.8 * width), 3 * line_height),
	    thick = MAX((int)(rule_thickness * line_height), 3);
	gboolean found = FALSE;
	for (int y = 0; y < height; y++) {
		guint8 *row = black + (gsize)y * (gsize)width;
		for (int x = 0; x < width;) {
			int end = x;
			while (end < width && row[end] != 0)
				end++;
			for (int i = x; end - x >= least && i < end; i++)
				row[i] = run_down(black, width, height, i, y, thick) <= thick ? 2 : row[i];
			found |= end - x >= least;
			x = end + 1;
		}
	}
	for (gsize i = 0; found && i < (gsize)width * (gsize)height; i++)
		black[i] = black[i] == 1;
}

typedef struct {
	guint8 *black;
	int width, height;
	guint32 *stack;
	DigitInk *ink;
} Flood;

/* One piece, from a first pixel; black becomes 0 where it was taken. */
static DigitPiece
take_piece(Flood *flood, gsize first, guint16 label)
{
	int x0 = flood->width, y0 = flood->height, x1 = -1, y1 = -1, n = 0;
	gsize depth = 0;
	flood->stack[depth++] = (guint32)first;
	flood->black[first] = 0;
	while (depth > 0) {
		guint32 at = flood->stack[--depth];
		int x = (int)(at % (guint32)flood->width), y = (int)(at / (guint32)flood->width);
		flood->ink->labels[at] = label;
		n++;
		x0 = MIN(x0, x);
		x1 = MAX(x1, x);
		y0 = MIN(y0, y);
		y1 = MAX(y1, y);
		for (int ny = MAX(y - 1, 0); ny <= MIN(y + 1, flood->height - 1); ny++) {
			for (int nx = MAX(x - 1, 0); nx <= MIN(x + 1, flood->width - 1); nx++) {
				gsize next = (gsize)ny * (gsize)flood->width + (gsize)nx;
				if (flood->black[next] == 0)
					continue;
				flood->black[next] = 0;
				flood->stack[depth++] = (guint32)next;
			}
		}
	}
	Box region = flood->ink->region;
	return (DigitPiece){{region.x + x0, region.y + y0, x1 - x0 + 1, y1 - y0 + 1}, n};
}

typedef struct {
	DigitPiece piece;
	guint16 label;
} Found;

static int
compare_middles(gconstpointer a, gconstpointer b)
{
	const Box *p = &((const Found *)a)->piece.box, *q = &((const Found *)b)->piece.box;
	int by_middle = 2 * p->x + p->width - 2 * q->x - q->width;
	return by_middle != 0 ? by_middle : p->y - q->y;
}

/* The side of a frame: from the top of the region to its bottom. */
static gboolean
is_upright_rule(Box box, Box region)
{
	return box.height >= region.height - 1 && box.width < 0.35 * box.height;
}

static void
find_pieces(DigitInk *ink, guint8 *black)
{
	gsize n = (gsize)ink->region.width * (gsize)ink->region.height;
	g_autofree guint32 *stack = g_new(guint32, n);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Found));
	Flood flood = {black, ink->region.width, ink->region.height, stack, ink};
	for (gsize i = 0; i < n && all->len < DIGIT_MAX_PIECES; i++) {
		if (black[i] == 0)
			continue;
		Found found = {.label = (guint16)(all->len + 1)};
		found.piece = take_piece(&flood, i, found.label);
		g_array_append_val(all, found);
	}
	g_array_sort(all, compare_middles);
	guint16 number[DIGIT_MAX_PIECES + 1] = {0};
	for (guint i = 0; i < all->len; i++) {
		const Found *found = &g_array_index(all, Found, i);
		if (is_upright_rule(found->piece.box, ink->region))
			continue;
		g_array_append_val(ink->pieces, found->piece);
		number[found->label] = (guint16)ink->pieces->len;
	}
	for (gsize i = 0; i < n; i++)
		ink->labels[i] = number[ink->labels[i]];
}

DigitInk *
digit_ink_find(const GrayView *page, Box line)
{
	if (line.height < DIGIT_LINE_MIN_PX || line.height > DIGIT_LINE_MAX_PX || line.width < 1)
		return NULL;
	line = box_intersect(line, (Box){0, 0, page->width_px, page->height_px});
	int margin = MAX(line.height / 3, 3),
	    side = 2 * line.height; /* zeros are dots: a line may seem to end before them */
	Box region = {line.x - side, line.y - margin, line.width + 2 * side, line.height + 2 * margin};
	region = box_intersect(region, (Box){0, 0, page->width_px, page->height_px});
	if (line.height < DIGIT_LINE_MIN_PX || box_is_empty(region) ||
		(gint64)region.width * region.height > DIGIT_LINE_MAX_PIXELS)
		return NULL;
	Levels whole = levels_of(page, region);
	if (whole.paper - whole.ink < LEAST_CONTRAST)
		return NULL;
	gsize n = (gsize)region.width * (gsize)region.height;
	DigitInk *ink = g_new0(DigitInk, 1);
	ink->region = region;
	ink->pieces = g_array_new(FALSE, FALSE, sizeof(DigitPiece));
	ink->labels = g_new0(guint16, n);
	ink->ink = g_new(float, n);
	fill_ink(page, ink, whole);
	g_autofree guint8 *black = g_new(guint8, n);
	for (gsize i = 0; i < n; i++)
		black[i] = (double)ink->ink[i] > ink_share;
	drop_rules(black, region.width, region.height, line.height);
	find_pieces(ink, black);
	return ink;
}

void
digit_ink_free(DigitInk *ink)
{
	if (ink == NULL)
		return;
	g_array_unref(ink->pieces);
	g_free(ink->labels);
	g_free(ink->ink);
	g_free(ink);
}
