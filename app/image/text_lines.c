/* The marks of a page told apart: letters, what is too small for one, boxes to tick; and the lines that they make. */
#include "app/image/text_rows.h"
#include "app/image/text_structure.h"

static int
compare_x(gconstpointer a, gconstpointer b)
{
	return ((const Box *)a)->x - ((const Box *)b)->x;
}

/* Whether ink fills a strip, but for a fifth. */
static gboolean
is_filled(PIX *ink, int x0, int y0, int x1, int y1, gboolean across)
{
	int filled = 0, n = across ? x1 - x0 : y1 - y0;
	for (int i = 0; i < n; i++) {
		gboolean any = FALSE;
		for (int k = 0; !any && k < (across ? y1 - y0 : x1 - x0); k++) {
			l_uint32 bit = 0;
			pixGetPixel(ink, across ? x0 + i : x0 + k, across ? y0 + k : y0 + i, &bit);
			any = bit != 0;
		}
		filled += any;
	}
	return 5 * filled >= 4 * n;
}

/* Whether the middle of a side is drawn: between the serifs of an H it is not. */
static gboolean
spans_middle(PIX *ink, const Box *box, int y0, int y1)
{
	int fifth = MAX(box->width / 5, 2), x0 = box->x + (box->width - fifth) / 2;
	return is_filled(ink, x0, y0, x0 + fifth, y1, TRUE);
}

/* A square with four straight sides that meet in corners, larger than a letter. */
static gboolean
is_frame(PIX *ink, const Box *box, int height)
{
	enum { SIDE = 3, CORNER = 2 };
	int right = box->x + box->width, bottom = box->y + box->height;
	if (10 * box->height < 13 * height || box->height > 4 * height || 4 * box->width < 3 * box->height ||
		3 * box->width > 4 * box->height)
		return FALSE;
	const int corners[][2] = {{box->x, box->y}, {right - CORNER, box->y}, {box->x, bottom - CORNER},
		{right - CORNER, bottom - CORNER}};
	for (guint i = 0; i < G_N_ELEMENTS(corners); i++) {
		int x = corners[i][0], y = corners[i][1];
		if (!is_filled(ink, x, y, x + CORNER, y + CORNER, TRUE))
			return FALSE;
	}
	return spans_middle(ink, box, box->y, box->y + SIDE) && spans_middle(ink, box, bottom - SIDE, bottom) &&
	       is_filled(ink, box->x, box->y, right, box->y + SIDE, TRUE) &&
	       is_filled(ink, box->x, bottom - SIDE, right, bottom, TRUE) &&
	       is_filled(ink, box->x, box->y, box->x + SIDE, bottom, FALSE) &&
	       is_filled(ink, right - SIDE, box->y, right, bottom, FALSE);
}

static void
sort_marks(PIX *ink, Chains *chains)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	for (int i = 0; i < n; i++) {
		Box box;
		boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.width, &box.height);
		int longer = MAX(box.width, box.height);
		if (box.height > 10 * chains->height || box.width > 60 * chains->height)
			continue;
		gboolean letter = box.height * 10 >= 5 * chains->height && longer * 10 >= 6 * chains->height &&
				  box.height <= 5 * chains->height;
		if (letter && is_frame(ink, &box, chains->height)) {
			g_array_append_val(chains->frames, box);
			continue;
		}
		if (letter && chains->letters->len < TEXT_MAX_LETTERS)
			g_array_append_val(chains->letters, box);
		else if (longer <= 2 * chains->height && chains->small->len < TEXT_MAX_LETTERS)
			g_array_append_val(chains->small, box);
	}
	boxaDestroy(&boxes);
	g_array_sort(chains->letters, compare_x);
}

/* From the top to the bottom, and from the left to the right what stands side by side. */
static int
compare_lines(gconstpointer a, gconstpointer b)
{
	const Box *p = a, *q = b;
	return p->y + p->height / 2 - (q->y + q->height / 2);
}

static void
order_lines(GArray *lines)
{
	g_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len;) {
		const Box *first = &g_array_index(lines, Box, i);
		int middle = first->y + first->height / 2;
		guint end = i + 1;
		while (end < lines->len && g_array_index(lines, Box, end).y < middle)
			end++;
		qsort(&g_array_index(lines, Box, i), end - i, sizeof(Box), compare_x);
		i = end;
	}
}

GArray *
text_lines_find(const Image *level)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Box));
	int shrink, height;
	AUTO_PIX ink = ink_find(level, INK_TEXT, &shrink);
	AUTO_PIX text = ink != NULL ? ink_without_rules(ink) : NULL;
	if (text == NULL)
		return lines;
	g_array_unref(ink_marks(text, &height));
	if (height == 0)
		return lines;
	g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(GArray) small = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(GArray) frames = g_array_new(FALSE, FALSE, sizeof(Box));
	Chains chains = {.letters = letters, .small = small, .frames = frames, .height = height};
	sort_marks(text, &chains);
	g_autoptr(GArray) rows = text_rows_find(text, &chains);
	for (guint i = 0; i < rows->len && lines->len < TEXT_MAX_ROWS; i++) {
		const Row *row = &g_array_index(rows, Row, i);
		Box box = {row->box.x * shrink, row->box.y * shrink, row->box.width * shrink, row->box.height * shrink};
		g_array_append_val(lines, box);
	}
	order_lines(lines);
	return lines;
}
