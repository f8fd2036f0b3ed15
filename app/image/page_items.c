/* Two kinds of lid. A dark one is what can be reached from the rim over dark pixels; the papers are what is left. On a
 * light one a paper is told by its ground alone: cells of a millimetre or so are given the mean of what is no ink in
 * them, and then the lightest of their neighbourhood, which wipes out text but not the tint of a printed ground; what
 * differs from the lid is a paper where it fills a rectangle. The lid's own shade is taken as the sum of a profile
 * across and one down the page, since light falls off along the lamp and along its way; where that finds nothing, the
 * lid may be darker than the papers, and its shade is that of the rim. A tinted field of a form looks the same: but
 * there is text beside it, and then the page stays one. */
#include "app/image/page_items.h"
#include "app/image/grid_blobs.h"
#include "app/image/page_thumb.h"
#include <math.h>
#include <string.h>

enum {
	CELL = 4,        /* thumb pixels: 1.3 mm */
	WIPE_CELLS = 2,  /* text is wiped within 5 cells: wider than any line of text is high */
	TINT_STEP = 4,   /* levels between a printed ground and the lid */
	INK_BELOW = 40,  /* levels under the lightest of a cell: no ground */
	CHROMA_STEP = 9, /* the same in colour */
	INK_STEP = 45,   /* levels by which a cell with text is darker than the lid */
	STRAY_CELLS = 60 /* with ink beside the items: hairs, dust, a word */
};
static const double least_side_mm = 32, least_area_mm2 = 1800, filled = 0.8, whole_page = 0.65, askew_degrees = 8,
		    margin_mm = 0.7;

void
page_items_free(PageItems *items)
{
	if (items == NULL)
		return;
	g_array_unref(items->items);
	g_free(items->dirt);
	g_free(items);
}

/* --- a dark lid, black borders --- */

/* Dark and not thinner than a millimetre: text that runs off the page does not count. */
static Grid
dark_from_rim(const PageThumb *t, int bright)
{
	Grid dark = grid_new(t->width, t->height);
	gsize n = (gsize)t->width * (gsize)t->height, n_dark = 0;
	for (gsize i = 0; i < n; i++) {
		dark.on[i] = t->grey[i] * 100 < bright * 45;
		n_dark += dark.on[i];
	}
	if (n_dark * 500 < n) { /* hardly any ink, let alone a border */
		memset(dark.on, 0, n);
		return dark;
	}
	grid_shrink(&dark, 1);
	grid_grow(&dark, 1);
	grid_keep_from_rim(&dark);
	return dark;
}

static int
count_on(const Grid *grid)
{
	int n = 0;
	for (gsize i = 0; i < (gsize)grid->width * (gsize)grid->height; i++)
		n += grid->on[i];
	return n;
}

/* Round, solid, as large as a punch makes it, and near an edge. */
static void
add_holes(const PageThumb *t, int bright, Grid *dirt)
{
	g_auto(Grid) dark = grid_new(t->width, t->height);
	for (gsize i = 0; i < (gsize)t->width * (gsize)t->height; i++)
		dark.on[i] = t->grey[i] * 2 < bright && !dirt->on[i];
	int edge = (int)(22 * t->px_per_mm);
	double least = 3.8 * t->px_per_mm, most = 9 * t->px_per_mm;
	g_autoptr(GArray) blobs = grid_blobs(&dark, (int)(least * least * 0.6));
	for (guint i = 0; i < blobs->len; i++) {
		const Blob *b = &g_array_index(blobs, Blob, i);
		double share = (double)b->n / (b->box.width * b->box.height);
		gboolean near = b->box.x < edge || b->box.y < edge || b->box.x + b->box.width > t->width - edge ||
				b->box.y + b->box.height > t->height - edge;
		if (!near || MIN(b->box.width, b->box.height) < least || MAX(b->box.width, b->box.height) > most ||
			abs(b->box.width - b->box.height) > 2 || share < 0.66 || share > 0.9)
			continue;
		for (int y = b->box.y; y < b->box.y + b->box.height; y++)
			memset(dirt->on + (gsize)y * (gsize)t->width + b->box.x, 1, (gsize)b->box.width);
	}
}

/* Rows or columns at the very edge that are darker than what lies behind them, along most of it: scanners leave one or
 * two pixels, which a thumb shows as grey. */
static void
add_edge_lines(const PageThumb *t, Grid *dirt)
{
	enum { DEEP = 3, BEHIND = 6 };
	for (int side = 0; side < 4; side++) {
		gboolean across = side < 2;
		int n = across ? t->width : t->height, depth = across ? t->height : t->width;
		int step = across ? 1 : t->width, away = across ? t->width : 1;
		int start = side % 2 == 0 ? 0 : (depth - 1) * away;
		away = side % 2 == 0 ? away : -away;
		for (int d = 0; d < DEEP && depth > 4 * BEHIND; d++) {
			int dark = 0;
			for (int i = 0; i < n; i++)
				dark += t->grey[start + d * away + i * step] * 100 <
					t->grey[start + BEHIND * away + i * step] * 75;
			if (dark * 10 < n * 6)
				break;
			for (int i = 0; i < n; i++)
				dirt->on[start + d * away + i * step] = 1;
		}
	}
}

static TurnedBox
to_page(TurnedBox box, double scale, double grow_px)
{
	return (TurnedBox){box.x * scale, box.y * scale, box.width * scale + 2 * grow_px,
		box.height * scale + 2 * grow_px, box.degrees};
}

static gboolean
is_item(const Blob *blob, double cells_per_mm)
{
	double w = blob->outline.width / cells_per_mm, h = blob->outline.height / cells_per_mm;
	return MIN(w, h) >= least_side_mm && w * h >= least_area_mm2 &&
	       blob->n >= filled * blob->outline.width * blob->outline.height;
}

/* So large and so straight that cutting it out would change nothing. */
static gboolean
is_whole(const Blob *blob, int width, int height)
{
	return blob->n > whole_page * width * height && fabs(blob->outline.degrees) < askew_degrees;
}

/* Papers on a dark lid. One that nearly fills the glass and lies straight needs no cutting. */
static void
find_on_dark(const PageThumb *t, const Grid *lid, GArray *items)
{
	g_auto(Grid) paper = grid_new(t->width, t->height);
	for (gsize i = 0; i < (gsize)t->width * (gsize)t->height; i++)
		paper.on[i] = !lid->on[i];
	grid_shrink(&paper, 1); /* a shadow's bridge between two papers */
	g_autoptr(GArray) blobs = grid_blobs(&paper, (int)(600 * t->px_per_mm * t->px_per_mm));
	for (guint i = 0; i < blobs->len; i++) {
		const Blob *blob = &g_array_index(blobs, Blob, i);
		TurnedBox box = to_page(blob->outline, t->factor, t->factor);
		if (is_item(blob, t->px_per_mm) && !is_whole(blob, t->width, t->height))
			g_array_append_val(items, box);
	}
}

/* --- a light lid --- */

typedef struct {
	int width, height;
	guint8 *light, *dark, *chroma; /* mean of a cell's ground, its darkest pixel, its mean chroma */
	gint16 *lid;
} Cells;

static void
cells_clear(Cells *c)
{
	g_clear_pointer(&c->light, g_free);
	g_clear_pointer(&c->dark, g_free);
	g_clear_pointer(&c->chroma, g_free);
	g_clear_pointer(&c->lid, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cells, cells_clear)

static void
cell_fill(Cells *c, gsize to, const PageThumb *t, gsize from)
{
	int light = 0, dark = 255, chroma = 0, sum = 0, n = 0;
	for (int j = 0; j < CELL; j++)
		for (int i = 0; i < CELL; i++) {
			gsize at = from + (gsize)j * (gsize)t->width + (gsize)i;
			light = MAX(light, t->grey[at]);
			dark = MIN(dark, t->grey[at]);
			chroma += t->chroma[at];
		}
	for (int j = 0; j < CELL; j++)
		for (int i = 0; i < CELL; i++) {
			int level = t->grey[from + (gsize)j * (gsize)t->width + (gsize)i];
			if (level >= light - INK_BELOW) {
				sum += level;
				n++;
			}
		}
	c->light[to] = (guint8)((sum + n / 2) / n);
	c->dark[to] = (guint8)dark;
	c->chroma[to] = (guint8)(chroma / (CELL * CELL));
}

static Cells
cells_of(const PageThumb *t, const Grid *dirt, int paper)
{
	Cells c = {.width = t->width / CELL, .height = t->height / CELL};
	gsize n = (gsize)c.width * (gsize)c.height;
	c.light = g_malloc(n);
	c.dark = g_malloc(n);
	c.chroma = g_malloc(n);
	c.lid = g_new0(gint16, n);
	for (int y = 0; y < c.height; y++)
		for (int x = 0; x < c.width; x++) {
			gsize to = (gsize)y * (gsize)c.width + (gsize)x;
			gsize from = (gsize)y * CELL * (gsize)t->width + (gsize)x * CELL;
			gsize last = from + (gsize)(CELL - 1) * (gsize)t->width + CELL - 1;
			cell_fill(&c, to, t, from);
			if (dirt->on[from] || dirt->on[last] || dirt->on[from + CELL - 1]) {
				c.light[to] = c.dark[to] = (guint8)paper;
				c.chroma[to] = 0;
			}
		}
	return c;
}

/* Each value becomes the greatest (sign 1) or least (-1) within radius along a line. */
static void
rank_line(guint8 *values, int n, int step, int radius, int sign, guint8 *line)
{
	for (int i = 0; i < n; i++)
		line[i] = values[i * step];
	for (int i = 0; i < n; i++) {
		guint8 best = line[i];
		for (int k = MAX(i - radius, 0); k <= MIN(i + radius, n - 1); k++)
			best = sign > 0 ? MAX(best, line[k]) : MIN(best, line[k]);
		values[i * step] = best;
	}
}

static void
rank(guint8 *values, int width, int height, int radius, int sign)
{
	g_autofree guint8 *line = g_malloc((gsize)MAX(width, height));
	for (int y = 0; y < height; y++)
		rank_line(values + (gsize)y * (gsize)width, width, 1, radius, sign, line);
	for (int x = 0; x < width; x++)
		rank_line(values + x, height, width, radius, sign, line);
}

/* The value that a twentieth of the counts lie above; values run from -256 to 255. */
static int
upper_twentieth(const guint *counts, int n)
{
	int above = 0;
	for (int v = 511; v > 0; v--)
		if ((above += (int)counts[v]) * 20 >= n)
			return v - 256;
	return -256;
}

static void
model_lid(Cells *c)
{
	g_autofree int *across = g_new(int, (gsize)c->width);
	for (int x = 0; x < c->width; x++) {
		guint counts[512] = {0};
		for (int y = 0; y < c->height; y++)
			counts[256 + c->light[y * c->width + x]]++;
		across[x] = upper_twentieth(counts, c->height);
	}
	for (int y = 0; y < c->height; y++) {
		guint counts[512] = {0};
		for (int x = 0; x < c->width; x++)
			counts[256 + c->light[y * c->width + x] - across[x]]++;
		int down = upper_twentieth(counts, c->width);
		for (int x = 0; x < c->width; x++)
			c->lid[y * c->width + x] = (gint16)(across[x] + down);
	}
}

static int
compare_bytes(gconstpointer a, gconstpointer b)
{
	return *(const guint8 *)a - *(const guint8 *)b;
}

/* Median of a strip along one side of the page. */
static int
rim_level(const Cells *c, int side)
{
	enum { DEEP = 4 };
	g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, 1);
	int n = side < 2 ? c->width : c->height;
	for (int d = 1; d <= DEEP; d++)
		for (int i = 0; i < n; i++) {
			int x = side < 2 ? i : side == 2 ? d : c->width - 1 - d;
			int y = side >= 2 ? i : side == 0 ? d : c->height - 1 - d;
			g_array_append_val(levels, c->light[y * c->width + x]);
		}
	g_array_sort(levels, compare_bytes);
	return g_array_index(levels, guint8, levels->len / 2);
}

/* FALSE: the rim is as light as anything on the page, so that it is the lid that model_lid() saw already. */
static gboolean
model_lid_from_rim(Cells *c)
{
	int rim[4], mean = 0, n_lighter = 0, n = c->width * c->height;
	for (int side = 0; side < 4; side++) {
		rim[side] = rim_level(c, side);
		mean += rim[side];
	}
	for (int y = 0; y < c->height; y++)
		for (int x = 0; x < c->width; x++) {
			int down = rim[0] + (rim[1] - rim[0]) * y / c->height;
			int across = rim[2] + (rim[3] - rim[2]) * x / c->width;
			c->lid[y * c->width + x] = (gint16)(down + across - mean / 4);
			n_lighter += c->light[y * c->width + x] > c->lid[y * c->width + x] + 2 * TINT_STEP;
		}
	return n_lighter * 50 > n;
}

static gboolean
inside(const TurnedBox *box, double x, double y, double margin)
{
	double a = box->degrees * G_PI / 180, dx = x - box->x, dy = y - box->y;
	return fabs(dx * cos(a) + dy * sin(a)) <= box->width / 2 + margin &&
	       fabs(dy * cos(a) - dx * sin(a)) <= box->height / 2 + margin;
}

/* Cells with ink that belong to no item. The rim does not count: shadows of the lid's edge lie there. */
static int
count_strays(const Cells *c, const GArray *found, double cells_per_mm)
{
	int strays = 0, rim = (int)ceil(4 * cells_per_mm);
	for (int y = rim; y < c->height - rim; y++)
		for (int x = rim; x < c->width - rim; x++) {
			if (c->lid[y * c->width + x] - c->dark[y * c->width + x] < INK_STEP)
				continue;
			gboolean owned = FALSE;
			for (guint i = 0; i < found->len && !owned; i++)
				owned = inside(
					&g_array_index(found, Blob, i).outline, x + 0.5, y + 0.5, 2 * cells_per_mm);
			strays += !owned;
		}
	return strays;
}

/* What differs from the lid and fills a rectangle. FALSE: nothing, or there is text beside it. */
static gboolean
find_against_lid(const Cells *c, const PageThumb *t, GArray *items)
{
	double cells_per_mm = t->px_per_mm / CELL;
	g_auto(Grid) ground = grid_new(c->width, c->height);
	for (gsize i = 0; i < (gsize)c->width * (gsize)c->height; i++)
		ground.on[i] = abs(c->lid[i] - c->light[i]) > TINT_STEP || c->chroma[i] > CHROMA_STEP;
	grid_grow(&ground, 1);
	grid_shrink(&ground, 1);
	grid_fill_holes(&ground);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Blob));
	g_autoptr(GArray) blobs = grid_blobs(&ground, (int)(least_area_mm2 / 2 * cells_per_mm * cells_per_mm));
	for (guint i = 0; i < blobs->len; i++) {
		const Blob *blob = &g_array_index(blobs, Blob, i);
		if (is_whole(blob, c->width, c->height))
			return FALSE;
		if (is_item(blob, cells_per_mm))
			g_array_append_val(found, *blob);
	}
	if (found->len == 0 || count_strays(c, found, cells_per_mm) > STRAY_CELLS)
		return FALSE;
	for (guint i = 0; i < found->len; i++) {
		const Blob *blob = &g_array_index(found, Blob, i);
		TurnedBox box = to_page(blob->outline, CELL * t->factor, margin_mm * t->px_per_mm * t->factor);
		g_array_append_val(items, box);
	}
	return TRUE;
}

/* The mean of each value and its neighbours: noise goes, edges stay within a cell. */
static void
smooth(guint8 *values, int width, int height)
{
	g_autofree guint8 *from = g_memdup2(values, (gsize)width * (gsize)height);
	for (int y = 1; y < height - 1; y++)
		for (int x = 1; x < width - 1; x++) {
			const guint8 *p = from + (gsize)y * (gsize)width + x;
			int sum = 4;
			for (int j = -width; j <= width; j += width)
				sum += p[j - 1] + p[j] + p[j + 1];
			values[y * width + x] = (guint8)(sum / 9);
		}
}

static void
find_on_light(const PageThumb *t, const Grid *dirt, int paper, GArray *items)
{
	if (t->width < 8 * CELL || t->height < 8 * CELL)
		return;
	g_auto(Cells) c = cells_of(t, dirt, paper);
	smooth(c.light, c.width, c.height);
	rank(c.light, c.width, c.height, WIPE_CELLS, 1);
	rank(c.light, c.width, c.height, WIPE_CELLS, -1);
	rank(c.chroma, c.width, c.height, 1, -1);
	rank(c.chroma, c.width, c.height, 1, 1);
	model_lid(&c);
	if (!find_against_lid(&c, t, items) && model_lid_from_rim(&c))
		find_against_lid(&c, t, items);
}

/* From above, items whose middles are nearly level from the left. */
static int
compare_items(gconstpointer a, gconstpointer b)
{
	const TurnedBox *p = a, *q = b;
	if (fabs(p->y - q->y) > MIN(MIN(p->width, p->height), MIN(q->width, q->height)) / 2)
		return p->y < q->y ? -1 : 1;
	return (p->x > q->x) - (p->x < q->x);
}

PageItems *
page_items_find(const Image *image)
{
	g_autoptr(PageThumb) t = page_thumb_new(image);
	if (t == NULL)
		return NULL;
	PageItems *result = g_new0(PageItems, 1);
	result->items = g_array_new(FALSE, FALSE, sizeof(TurnedBox));
	int bright = page_thumb_level(t, 0.97);
	g_auto(Grid) dirt = dark_from_rim(t, bright);
	int n_dark = count_on(&dirt);
	if (n_dark * 50 > t->width * t->height)
		find_on_dark(t, &dirt, result->items);
	result->paper = bright;
	if (result->items->len == 0) {
		add_holes(t, bright, &dirt);
		add_edge_lines(t, &dirt);
		find_on_light(t, &dirt, bright, result->items);
	}
	g_array_sort(result->items, compare_items);
	if (result->items->len > PAGE_ITEMS_MAX)
		g_array_set_size(result->items, PAGE_ITEMS_MAX);
	if (count_on(&dirt) > 0) {
		grid_grow(&dirt, 1);
		result->dirt = g_steal_pointer(&dirt.on);
		result->dirt_width = t->width;
		result->dirt_height = t->height;
		result->cell_px = t->factor;
	}
	return result;
}
