/* A comb is a run of upright strokes of one height at one pitch, narrower than twice their height: columns of a table
 * are wider, strokes of letters shorter and uneven. A box to tick is a square frame of about the size of a letter. */
#include "app/image/form_marks.h"
#include "app/image/text_ink.h"
#include <string.h>

enum {
	STROKE_PX = 18, /* shortest side of a letter box at working size: 2.5 mm and more */
	MAX_STROKE_PX = 90,
	STROKE_WIDTH_PX = 7,
	MIN_CELLS = 4,
	MAX_CELLS = 80,
	MAX_STROKES = 20000,
};

static void
comb_free(Comb *comb)
{
	g_array_unref(comb->cells);
	g_free(comb);
}

void
form_marks_free(FormMarks *marks)
{
	if (marks == NULL)
		return;
	g_ptr_array_unref(marks->combs);
	g_array_unref(marks->ticks);
	g_free(marks);
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
	const Box *p = a, *q = b;
	return p->y != q->y ? p->y - q->y : p->x - q->x;
}

static GArray *
strokes_find(PIX *ink)
{
	GArray *strokes = g_array_new(FALSE, FALSE, sizeof(Box));
	AUTO_PIX whole = pixCloseSafeBrick(NULL, ink, 1, 7); /* thin rules break up in a poor scan */
	AUTO_PIX down = whole != NULL ? pixOpenBrick(NULL, whole, 1, STROKE_PX) : NULL;
	BOXA *boxes = down != NULL ? pixConnCompBB(down, 8) : NULL;
	int n = boxes != NULL ? MIN(boxaGetCount(boxes), MAX_STROKES) : 0;
	for (int i = 0; i < n; i++) {
		Box box;
		boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.width, &box.height);
		if (box.width <= STROKE_WIDTH_PX && box.height <= MAX_STROKE_PX && box.height >= 7 * box.width)
			g_array_append_val(strokes, box);
	}
	boxaDestroy(&boxes);
	g_array_sort(strokes, compare_rows);
	return strokes;
}

/* The next stroke of the same row to the right of stroke, within reach; NULL: none. used marks those in a comb. */
static const Box *
next_in_row(const GArray *strokes, const gboolean *used, guint i, int reach, guint *index)
{
	const Box *stroke = &g_array_index(strokes, Box, i), *best = NULL;
	int slack = MAX(stroke->height / 8, 3);
	for (int way = -1; way <= 1; way += 2) {
		for (guint j = i + (guint)way; j < strokes->len; j += (guint)way) {
			const Box *other = &g_array_index(strokes, Box, j);
			if (ABS(other->y - stroke->y) > slack)
				break;
			if (!used[j] && other->x > stroke->x + STROKE_WIDTH_PX && other->x - stroke->x <= reach &&
				ABS(other->height - stroke->height) <= slack && (best == NULL || other->x < best->x)) {
				best = other;
				*index = j;
			}
		}
	}
	return best;
}

/* Follows a row of strokes at one pitch; a stroke missing in the scan is bridged. Returns the strokes' x, from..to. */
static GArray *
follow(const GArray *strokes, gboolean *used, guint start)
{
	GArray *xs = g_array_new(FALSE, FALSE, sizeof(int));
	const Box *stroke = &g_array_index(strokes, Box, start);
	int middle = stroke->x + stroke->width / 2, pitch = 0;
	g_array_append_val(xs, middle);
	for (guint i = start, j = 0; xs->len <= MAX_CELLS; i = j) {
		int reach = pitch > 0 ? 2 * pitch + pitch / 4 : 2 * stroke->height;
		const Box *next = next_in_row(strokes, used, i, reach, &j);
		if (next == NULL)
			break;
		int x = next->x + next->width / 2, last = g_array_index(xs, int, xs->len - 1), step = x - last;
		int slack = MAX(pitch / 8, 2);
		if (pitch == 0 && 2 * step < stroke->height) /* no cell is so narrow: stems of two lines of text */
			break;
		if (pitch > 0 && ABS(step - 2 * pitch) <= slack) {
			int between = last + step / 2;
			g_array_append_val(xs, between);
		} else if (pitch > 0 && ABS(step - pitch) > slack) {
			break;
		}
		g_array_append_val(xs, x);
		pitch = (x - middle) / (int)(xs->len - 1);
		used[j] = TRUE;
	}
	return xs;
}

static Comb *
comb_of(const GArray *xs, const Box *stroke, int shrink)
{
	Comb *comb = g_new0(Comb, 1);
	comb->cells = g_array_new(FALSE, FALSE, sizeof(Box));
	int first = g_array_index(xs, int, 0), last = g_array_index(xs, int, xs->len - 1);
	int edge = 2 * shrink, height = stroke->height * shrink;
	comb->frame = (Box){first * shrink - edge, stroke->y * shrink - edge, (last - first) * shrink + 2 * edge,
		height + 2 * edge};
	int margin = MAX(height / 14, edge);
	for (guint i = 0; i + 1 < xs->len; i++) {
		int left = g_array_index(xs, int, i) * shrink + margin;
		int right = g_array_index(xs, int, i + 1) * shrink - margin;
		Box cell = {left, stroke->y * shrink + margin, MAX(right - left, 1), MAX(height - 2 * margin, 1)};
		g_array_append_val(comb->cells, cell);
	}
	return comb;
}

/* Share of the stretch from x0 to x1 that has ink within a pixel of row y. */
static double
inked(PIX *ink, int x0, int x1, int y)
{
	int n = 0;
	for (int x = x0; x < x1; x++) {
		gboolean any = FALSE;
		for (int d = -1; d <= 1 && !any; d++) {
			l_uint32 bit = 0;
			pixGetPixel(ink, x, y + d, &bit);
			any = bit != 0;
		}
		n += any;
	}
	return x1 > x0 ? (double)n / (x1 - x0) : 0;
}

/* The same of the straightest line near row y: the feet of a row of letters lie near one, but not on it. */
static double
ruled(PIX *ink, int x0, int x1, int y)
{
	double most = 0;
	for (int d = -2; d <= 2; d++)
		most = MAX(most, inked(ink, x0, x1, y + d));
	return most;
}

/* A comb stands on a line; without one these are stems of letters. Where the line goes on by a pitch, an outer stroke
 * was lost in the scan. */
static gboolean
stands_on_line(PIX *ink, GArray *xs, const Box *stroke)
{
	int bottom = stroke->y + stroke->height - 1, first = g_array_index(xs, int, 0);
	int last = g_array_index(xs, int, xs->len - 1), pitch = (last - first) / (int)(xs->len - 1);
	if (ruled(ink, first, last, bottom) < 0.85)
		return FALSE;
	int left = first - pitch, right = last + pitch;
	if (left >= 0 && ruled(ink, left, first, bottom) > 0.9 && ruled(ink, left, first, stroke->y) > 0.9)
		g_array_prepend_val(xs, left);
	if (ruled(ink, last, right, bottom) > 0.9 && ruled(ink, last, right, stroke->y) > 0.9)
		g_array_append_val(xs, right);
	return TRUE;
}

static void
find_combs(PIX *ink, int shrink, GPtrArray *combs)
{
	g_autoptr(GArray) strokes = strokes_find(ink);
	g_autofree gboolean *used = g_new0(gboolean, strokes->len + 1);
	g_autofree gboolean *started = g_new0(gboolean, strokes->len + 1);
	/* from the left: the leftmost stroke that is not yet part of a comb starts one */
	for (guint round = 0; round < strokes->len; round++) {
		guint start = strokes->len;
		for (guint i = 0; i < strokes->len; i++)
			if (!used[i] && !started[i] &&
				(start == strokes->len ||
					g_array_index(strokes, Box, i).x < g_array_index(strokes, Box, start).x))
				start = i;
		if (start == strokes->len)
			break;
		started[start] = TRUE;
		g_autofree gboolean *before = g_memdup2(used, (strokes->len + 1) * sizeof *used);
		g_autoptr(GArray) xs = follow(strokes, used, start);
		if (xs->len > MIN_CELLS && stands_on_line(ink, xs, &g_array_index(strokes, Box, start))) {
			used[start] = TRUE;
			g_ptr_array_add(combs, comb_of(xs, &g_array_index(strokes, Box, start), shrink));
		} else {
			memcpy(used, before, (strokes->len + 1) * sizeof *used);
		}
	}
}

/* Share of a side's length that is ink, at the best of its outermost rows or columns. */
static double
side_ink(PIX *ink, Box box, int side)
{
	double best = 0;
	for (int depth = 0; depth < 4; depth++) {
		int n = side < 2 ? box.width : box.height, sum = 0;
		for (int i = 0; i < n; i++) {
			l_uint32 bit = 0;
			int x = side < 2 ? box.x + i : side == 2 ? box.x + depth : box.x + box.width - 1 - depth;
			int y = side >= 2 ? box.y + i : side == 0 ? box.y + depth : box.y + box.height - 1 - depth;
			pixGetPixel(ink, x, y, &bit);
			sum += (int)bit;
		}
		best = MAX(best, (double)sum / n);
	}
	return best;
}

static double
inner_ink(PIX *ink, Box box)
{
	int margin = MAX(box.width / 5, 3), sum = 0, n = 0;
	for (int y = box.y + margin; y < box.y + box.height - margin; y++)
		for (int x = box.x + margin; x < box.x + box.width - margin; x++, n++) {
			l_uint32 bit = 0;
			pixGetPixel(ink, x, y, &bit);
			sum += (int)bit;
		}
	return n > 0 ? (double)sum / n : 0;
}

/* The frame is a thin line: stems of bold letters are not. */
static gboolean
is_thin(PIX *ink, Box box)
{
	int most = MAX(box.width / 7, 3);
	for (int quarter = 1; quarter <= 3; quarter += 2) {
		int x = box.x + box.width * quarter / 4, y = box.y + box.height * quarter / 4;
		int run[4] = {0};
		for (int side = 0; side < 4; side++)
			for (int d = 0; d <= most + 2; d++) {
				l_uint32 bit = 0;
				int px = side == 0 ? box.x + d : side == 1 ? box.x + box.width - 1 - d : x;
				int py = side == 2 ? box.y + d : side == 3 ? box.y + box.height - 1 - d : y;
				pixGetPixel(ink, px, py, &bit);
				run[side] += (int)bit;
			}
		for (int side = 0; side < 4; side++)
			if (run[side] > most)
				return FALSE;
	}
	return TRUE;
}

/* Letters stand close to one another; a box to tick has white beside it. */
static gboolean
stands_free(PIX *ink, Box box)
{
	int clear = MAX(box.width / 6, 3);
	for (int y = box.y; y < box.y + box.height; y++)
		for (int d = 1; d <= clear; d++) {
			l_uint32 left = 0, right = 0;
			pixGetPixel(ink, box.x - d, y, &left);
			pixGetPixel(ink, box.x + box.width - 1 + d, y, &right);
			if (left != 0 || right != 0)
				return FALSE;
		}
	return TRUE;
}

static void
find_ticks(PIX *ink, int shrink, GArray *ticks)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	for (int i = 0; i < n; i++) {
		Box box;
		boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.width, &box.height);
		if (MIN(box.width, box.height) < 12 || MAX(box.width, box.height) > 48 ||
			ABS(box.width - box.height) > MAX(box.width / 6, 2))
			continue;
		gboolean frame = stands_free(ink, box) && is_thin(ink, box);
		for (int side = 0; side < 4 && frame; side++)
			frame = side_ink(ink, box, side) >= 0.95;
		double inside = frame ? inner_ink(ink, box) : 1;
		if (inside > 0.6)
			continue;
		TickBox tick = {
			{box.x * shrink, box.y * shrink, box.width * shrink, box.height * shrink}, inside > 0.07};
		g_array_append_val(ticks, tick);
	}
	boxaDestroy(&boxes);
}

FormMarks *
form_marks_find(const Image *level)
{
	int shrink;
	AUTO_PIX ink = ink_find(level, INK_RULES, &shrink);
	if (ink == NULL)
		return NULL;
	FormMarks *marks = g_new0(FormMarks, 1);
	marks->combs = g_ptr_array_new_with_free_func((GDestroyNotify)comb_free);
	marks->ticks = g_array_new(FALSE, FALSE, sizeof(TickBox));
	find_combs(ink, shrink, marks->combs);
	find_ticks(ink, shrink, marks->ticks);
	return marks;
}
