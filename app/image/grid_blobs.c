#include "app/image/grid_blobs.h"
#include <math.h>
#include <string.h>

typedef struct {
	int x, y;
} Point;

Grid
grid_new(int width, int height)
{
	return (Grid){width, height, g_malloc0((gsize)width * (gsize)height)};
}

void
grid_clear(Grid *grid)
{
	g_clear_pointer(&grid->on, g_free);
}

/* One way of growing (fill 1) or shrinking (fill 0): a cell becomes fill when one within radius is. */
static void
spread_line(guint8 *cells, int n, int step, int radius, guint8 fill, guint8 *line)
{
	int last = -radius - 1;
	for (int i = 0; i < n; i++) {
		if (cells[i * step] == fill)
			last = i;
		line[i] = i - last <= radius ? fill : !fill;
	}
	last = n + radius;
	for (int i = n - 1; i >= 0; i--) {
		if (cells[i * step] == fill)
			last = i;
		cells[i * step] = last - i <= radius ? fill : line[i];
	}
}

static void
spread(Grid *grid, int radius, guint8 fill)
{
	g_autofree guint8 *line = g_malloc((gsize)MAX(grid->width, grid->height));
	for (int y = 0; y < grid->height; y++)
		spread_line(grid->on + (gsize)y * (gsize)grid->width, grid->width, 1, radius, fill, line);
	for (int x = 0; x < grid->width; x++)
		spread_line(grid->on + x, grid->height, grid->width, radius, fill, line);
}

void
grid_grow(Grid *grid, int radius)
{
	spread(grid, radius, 1);
}

void
grid_shrink(Grid *grid, int radius)
{
	spread(grid, radius, 0);
}

/* Marks with 2 the cells of this value that can be reached from cell at, itself of this value; hears of each. */
static int
flood(Grid *grid, gsize at, guint8 value, GArray *stack, void (*hear)(int x, int y, gpointer data), gpointer data)
{
	int n = 0;
	gsize width = (gsize)grid->width, end = width * (gsize)grid->height;
	grid->on[at] = 2;
	g_array_append_val(stack, at);
	while (stack->len > 0) {
		at = g_array_index(stack, gsize, stack->len - 1);
		g_array_set_size(stack, stack->len - 1);
		gsize x = at % width;
		const gsize next[4] = {at - 1, at + 1, at - width, at + width};
		const gboolean inside[4] = {x > 0, x + 1 < width, at >= width, at + width < end};
		n++;
		if (hear != NULL)
			hear((int)x, (int)(at / width), data);
		for (int i = 0; i < 4; i++)
			if (inside[i] && grid->on[next[i]] == value) {
				grid->on[next[i]] = 2;
				g_array_append_val(stack, next[i]);
			}
	}
	return n;
}

static void
flood_rim(Grid *grid, guint8 value)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(gsize));
	gsize width = (gsize)grid->width, height = (gsize)grid->height;
	for (gsize y = 0; y < height; y++) {
		gsize step = y == 0 || y + 1 == height ? 1 : MAX(width - 1, 1);
		for (gsize x = 0; x < width; x += step)
			if (grid->on[y * width + x] == value)
				flood(grid, y * width + x, value, stack, NULL, NULL);
	}
}

void
grid_keep_from_rim(Grid *grid)
{
	flood_rim(grid, 1);
	for (gsize i = 0; i < (gsize)grid->width * (gsize)grid->height; i++)
		grid->on[i] = grid->on[i] == 2;
}

void
grid_fill_holes(Grid *grid)
{
	flood_rim(grid, 0);
	for (gsize i = 0; i < (gsize)grid->width * (gsize)grid->height; i++)
		grid->on[i] = grid->on[i] != 2;
}

/* --- the smallest rectangle round an area --- */

static double
cross(Point o, Point a, Point b)
{
	return (double)(a.x - o.x) * (b.y - o.y) - (double)(a.y - o.y) * (b.x - o.x);
}

static int
compare_points(gconstpointer a, gconstpointer b)
{
	const Point *p = a, *q = b;
	return p->x != q->x ? p->x - q->x : p->y - q->y;
}

/* The convex hull (Andrew's monotone chain) of points, sorted here. */
static GArray *
hull_of(GArray *points)
{
	GArray *hull = g_array_new(FALSE, FALSE, sizeof(Point));
	g_array_sort(points, compare_points);
	for (int pass = 0; pass < 2; pass++) {
		guint base = hull->len;
		for (guint i = 0; i < points->len; i++) {
			Point p = g_array_index(points, Point, pass == 0 ? i : points->len - 1 - i);
			while (hull->len >= base + 2 && cross(g_array_index(hull, Point, hull->len - 2),
								g_array_index(hull, Point, hull->len - 1), p) <= 0)
				g_array_set_size(hull, hull->len - 1);
			g_array_append_val(hull, p);
		}
		g_array_set_size(hull, hull->len - 1); /* the next chain begins with it */
	}
	return hull;
}

/* The rectangle round the hull with one side along a direction. */
static TurnedBox
box_along(const GArray *hull, double angle)
{
	double c = cos(angle), s = sin(angle), u0 = INFINITY, u1 = -INFINITY, v0 = INFINITY, v1 = -INFINITY;
	for (guint i = 0; i < hull->len; i++) {
		Point p = g_array_index(hull, Point, i);
		double u = p.x * c + p.y * s, v = p.y * c - p.x * s;
		u0 = fmin(u0, u), u1 = fmax(u1, u);
		v0 = fmin(v0, v), v1 = fmax(v1, v);
	}
	double u = (u0 + u1) / 2, v = (v0 + v1) / 2;
	return (TurnedBox){u * c - v * s, u * s + v * c, u1 - u0, v1 - v0, angle * 180 / G_PI};
}

/* One side of the smallest rectangle lies along an edge of the hull. */
static TurnedBox
smallest_box(const GArray *hull)
{
	TurnedBox best = box_along(hull, 0);
	for (guint i = 0; i < hull->len; i++) {
		Point a = g_array_index(hull, Point, i), b = g_array_index(hull, Point, (i + 1) % hull->len);
		TurnedBox box = box_along(hull, atan2(b.y - a.y, b.x - a.x));
		if (box.width * box.height < best.width * best.height * 0.999)
			best = box;
	}
	while (best.degrees > 45 || best.degrees <= -45) {
		double width = best.width;
		best.width = best.height;
		best.height = width;
		best.degrees += best.degrees > 45 ? -90 : 90;
	}
	return best;
}

/* First and last cell of each row of an area. */
typedef struct {
	int top, bottom;
	int *first, *last;
} Extent;

static void
extent_add(int x, int y, gpointer data)
{
	Extent *e = data;
	e->top = MIN(e->top, y);
	e->bottom = MAX(e->bottom, y);
	e->first[y] = MIN(e->first[y], x);
	e->last[y] = MAX(e->last[y], x);
}

static Blob
blob_of(const Extent *e, int n)
{
	g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(Point));
	Blob blob = {.n = n};
	for (int y = e->top; y <= e->bottom; y++) {
		const Point corners[4] = {
			{e->first[y], y}, {e->first[y], y + 1}, {e->last[y] + 1, y}, {e->last[y] + 1, y + 1}};
		g_array_append_vals(points, corners, 4);
		blob.box = box_union(blob.box, (Box){e->first[y], y, e->last[y] + 1 - e->first[y], 1});
	}
	g_autoptr(GArray) hull = hull_of(points);
	blob.outline = smallest_box(hull);
	return blob;
}

GArray *
grid_blobs(const Grid *grid, int least)
{
	GArray *blobs = g_array_new(FALSE, FALSE, sizeof(Blob));
	gsize n = (gsize)grid->width * (gsize)grid->height;
	g_auto(Grid) work = {grid->width, grid->height, g_memdup2(grid->on, n)};
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autofree int *first = g_new(int, (gsize)grid->height), *last = g_new(int, (gsize)grid->height);
	for (int y = 0; y < grid->height; y++) {
		first[y] = G_MAXINT;
		last[y] = -1;
	}
	for (gsize at = 0; at < n; at++) {
		if (work.on[at] != 1)
			continue;
		Extent e = {G_MAXINT, -1, first, last};
		int cells = flood(&work, at, 1, stack, extent_add, &e);
		if (cells >= least) {
			Blob blob = blob_of(&e, cells);
			g_array_append_val(blobs, blob);
		}
		for (int y = e.top; y <= e.bottom; y++) {
			first[y] = G_MAXINT;
			last[y] = -1;
		}
	}
	return blobs;
}
