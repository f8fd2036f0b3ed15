#include "app/image/text_ink.h"
#include <math.h>
#include <string.h>

enum {
	WORK_SIDE_PX = 2600,
	WORK_DPI = 220,      /* the lengths below are for 150 dpi, which A4 at 300 dpi is halved to */
	REACH_PX = 12,       /* of the window around a pixel that says what is dark there */
	RULE_ACROSS_PX = 48, /* 8 mm on A4: longer than any stroke of a letter in running text */
	RULE_DOWN_PX = 30,   /* 5 mm */
	HEADING_PX = 80,     /* 13 mm: the tallest letters of a heading */
	SOLID_PX = 14,       /* bars and photographs, which no pen stroke is as thick as */
	MIN_MARK_PX = 4,
	MAX_MARK_PX = 80,
};

static gboolean
is_too_large(const Image *grey, int width, int height, int shrink)
{
	return MAX(width, height) > WORK_SIDE_PX || grey->dpi > WORK_DPI * shrink;
}

/* The page at half its size until its longer side, and its resolution where it is known, are small enough. NULL: no
 * memory. */
static guint8 *
work_pixels(const Image *grey, int *width, int *height, int *shrink)
{
	const guint8 *from = g_bytes_get_data(grey->pixels, NULL);
	guint8 *work = NULL;
	*width = grey->width_px;
	*height = grey->height_px;
	*shrink = 1;
	do {
		gboolean halve = is_too_large(grey, *width, *height, *shrink);
		int across = halve ? MAX(*width / 2, 1) : *width, down = halve ? MAX(*height / 2, 1) : *height;
		int right = halve && *width > 1, below = halve && *height > 1 ? *width : 0;
		guint8 *to = g_try_malloc((gsize)across * (gsize)down);
		for (int y = 0; to != NULL && y < down; y++) {
			const guint8 *row = (work != NULL ? work : from) + (gsize)y * (gsize)(*width) * (halve ? 2 : 1);
			guint8 *out = to + (gsize)y * (gsize)across;
			if (!halve)
				memcpy(out, row, (gsize)across);
			for (int x = 0; halve && x < across; x++, row += 2)
				out[x] = (guint8)((row[0] + row[right] + row[below] + row[below + right] + 2) / 4);
		}
		g_free(work);
		work = to;
		*width = across;
		*height = down;
		*shrink *= halve ? 2 : 1;
	} while (work != NULL && is_too_large(grey, *width, *height, *shrink));
	return work;
}

/* Sums over the rows of a window, column by column, and from the left up to each column. They wrap; differences do not.
 */
typedef struct {
	guint32 *column, *column_squares; /* width */
	guint32 *left, *left_squares;     /* width + 1 */
} WindowSums;

static void
sums_add(WindowSums *sums, const guint8 *row, int width, guint32 sign)
{
	for (int x = 0; x < width; x++) {
		guint32 v = row[x];
		sums->column[x] += sign * v;
		sums->column_squares[x] += sign * v * v;
	}
}

static void
sums_run(WindowSums *sums, int width)
{
	for (int x = 0; x < width; x++) {
		sums->left[x + 1] = sums->left[x] + sums->column[x];
		sums->left_squares[x + 1] = sums->left_squares[x] + sums->column_squares[x];
	}
}

/* Marks the ink of columns from..to, whose windows begin at column + low and end before column + high. */
static inline void
mark_ink(const WindowSums *sums, const guint8 *row, int from, int to, int low, int high, int n_rows, float share,
	guint8 *ink)
{
	float each = 1.0f / (float)(n_rows * (high - low));
	for (int x = from; x < to; x++) {
		float mean = (float)(sums->left[x + high] - sums->left[x + low]) * each;
		float square = (float)(sums->left_squares[x + high] - sums->left_squares[x + low]) * each;
		float spread = sqrtf(MAX(square - mean * mean, 0.0f));
		ink[x] = (float)row[x] < mean * (1 - share * (1 - spread / 128));
	}
}

static void
pack(const guint8 *ink, int width, guint32 *words)
{
	for (int x = 0; x < width; x++)
		words[x / 32] |= (guint32)ink[x] << (31 - x % 32);
}

/* J. Sauvola, M. Pietikäinen, Adaptive document image binarization (2000), on a window of 2 * REACH_PX + 1 pixels. */
static void
find_ink(const guint8 *grey, int width, int height, float share, WindowSums *sums, guint8 *ink, PIX *out)
{
	for (int y = 0; y < MIN(REACH_PX, height); y++)
		sums_add(sums, grey + (gsize)y * (gsize)width, width, 1);
	for (int y = 0; y < height; y++) {
		const guint8 *row = grey + (gsize)y * (gsize)width;
		if (y + REACH_PX < height)
			sums_add(sums, row + (gsize)REACH_PX * (gsize)width, width, 1);
		if (y > REACH_PX)
			sums_add(sums, row - (gsize)(REACH_PX + 1) * (gsize)width, width, (guint32)-1);
		sums_run(sums, width);
		int n_rows = MIN(y + REACH_PX, height - 1) - MAX(y - REACH_PX, 0) + 1;
		int left = MIN(REACH_PX, width), right = MAX(width - REACH_PX, left);
		for (int x = 0; x < left; x++)
			mark_ink(sums, row, x, x + 1, -x, MIN(REACH_PX + 1, width - x), n_rows, share, ink);
		mark_ink(sums, row, left, right, -REACH_PX, REACH_PX + 1, n_rows, share, ink);
		for (int x = right; x < width; x++)
			mark_ink(sums, row, x, x + 1, -MIN(REACH_PX, x), width - x, n_rows, share, ink);
		pack(ink, width, pixGetData(out) + (gsize)y * (gsize)pixGetWpl(out));
	}
}

PIX *
ink_find(const Image *even, double share, int *shrink)
{
	int width, height;
	g_autofree guint8 *work = work_pixels(even, &width, &height, shrink);
	setMsgSeverity(L_SEVERITY_NONE);
	PIX *out = work != NULL ? pixCreate(width, height, 1) : NULL;
	if (out == NULL)
		return NULL;
	g_autofree guint32 *room = g_new0(guint32, 4 * (gsize)width + 2);
	g_autofree guint8 *ink = g_malloc((gsize)width);
	WindowSums sums = {room, room + width, room + 2 * width, room + 3 * width + 1};
	find_ink(work, width, height, (float)share, &sums, ink, out);
	return out;
}

/* Upright strokes (opened out of the ink) that may be stems of the letters of a heading; NULL: there is none. */
static PIX *
stems_among(PIX *down)
{
	BOXA *boxes = pixConnCompBB(down, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	PIX *stems = NULL;
	for (int i = 0; i < n; i++) {
		l_int32 x, y, width, height;
		boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
		if (height > HEADING_PX || width > height / 3)
			continue;
		if (stems == NULL && (stems = pixCreateTemplate(down)) == NULL)
			break;
		pixRasterop(stems, x, y, width, height, PIX_SRC, down, x, y);
	}
	boxaDestroy(&boxes);
	return stems;
}

/* Whether a piece of ink with stems in it is a letter: as a frame is, it is not closed around with two of them. */
static gboolean
is_heading_letter(PIX *piece, PIX *stems, int x, int y)
{
	int width = pixGetWidth(piece), height = pixGetHeight(piece);
	if (height > HEADING_PX || width > 2 * height)
		return FALSE;
	AUTO_PIX in = pixCreateTemplate(piece);
	AUTO_PIX holes = pixHolesByFilling(piece, 4);
	if (in == NULL || holes == NULL)
		return FALSE;
	pixRasterop(in, 0, 0, width, height, PIX_SRC, stems, x, y);
	pixAnd(in, in, piece);
	l_int32 n_stems = 0, hollow = 0, inked = 0;
	pixCountConnComp(in, 8, &n_stems);
	pixCountPixels(holes, &hollow, NULL);
	pixCountPixels(piece, &inked, NULL);
	return n_stems < 2 || 20 * (hollow + inked) < 17 * width * height || 3 * hollow < width * height;
}

/* Stems of large headings are as long as short rules are: the letters whose stems they are. NULL: none. */
static PIX *
heading_letters(PIX *ink, PIX *down)
{
	AUTO_PIX stems = stems_among(down);
	AUTO_PIX pieces = stems != NULL ? pixSeedfillBinary(NULL, stems, ink, 8) : NULL;
	PIXA *parts = NULL;
	BOXA *boxes = pieces != NULL ? pixConnComp(pieces, &parts, 8) : NULL;
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	PIX *letters = n > 0 ? pixCreateTemplate(ink) : NULL;
	for (int i = 0; letters != NULL && i < n; i++) {
		l_int32 x, y;
		AUTO_PIX piece = pixaGetPix(parts, i, L_CLONE);
		boxaGetBoxGeometry(boxes, i, &x, &y, NULL, NULL);
		if (piece != NULL && is_heading_letter(piece, stems, x, y))
			pixRasterop(letters, x, y, pixGetWidth(piece), pixGetHeight(piece), PIX_PAINT, piece, 0, 0);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	return letters;
}

PIX *
ink_without_rules(PIX *ink)
{
	AUTO_PIX across = pixOpenBrick(NULL, ink, RULE_ACROSS_PX, 1);
	AUTO_PIX down = pixOpenBrick(NULL, ink, 1, RULE_DOWN_PX);
	AUTO_PIX solid = pixOpenBrick(NULL, ink, SOLID_PX, SOLID_PX);
	if (across == NULL || down == NULL || solid == NULL)
		return NULL;
	AUTO_PIX letters = heading_letters(ink, down);
	pixOr(across, across, down);
	pixOr(across, across, solid);
	AUTO_PIX thick = pixDilateBrick(NULL, across, 3, 3);
	AUTO_PIX rest = thick != NULL ? pixSubtract(NULL, ink, thick) : NULL;
	if (rest != NULL && letters != NULL)
		pixOr(rest, rest, letters);
	return rest != NULL ? pixSelectBySize(rest, 3, 3, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL) : NULL;
}

static int
compare_heights(gconstpointer a, gconstpointer b)
{
	return ((const Box *)a)->height - ((const Box *)b)->height;
}

/* Of marks sorted by height. On a form most marks may be the dots of its leaders: where letters more than so many times
 * as high are no mere headings among them, the size of print is that of the marks above the dots. */
static int
median_of_letters(const GArray *marks)
{
	enum { TIMES_A_DOT = 3, LEAST_LETTERS = 20, LEAST_PERCENT = 8, ALIKE_PERCENT = 80 };
	if (marks->len == 0)
		return 0;
	int median = g_array_index(marks, Box, marks->len / 2).height;
	guint n_dots = 0, n_low = 0, from = marks->len;
	for (guint i = marks->len; i-- > 0;) {
		const Box *mark = &g_array_index(marks, Box, i);
		from = mark->height >= TIMES_A_DOT * median ? i : from;
		if (mark->height > median * 3 / 2)
			continue;
		n_low++;
		n_dots += ABS(mark->width - mark->height) <= 1 && ABS(mark->height - median) <= 1;
	}
	guint n_letters = marks->len - from;
	if (n_letters < LEAST_LETTERS || 100 * n_letters < LEAST_PERCENT * marks->len ||
		100 * n_dots < ALIKE_PERCENT * n_low)
		return median;
	while (from > 0 && g_array_index(marks, Box, from - 1).height > 2 * median)
		from--;
	return g_array_index(marks, Box, (from + marks->len) / 2).height;
}

GArray *
ink_marks(PIX *ink, int *median_height)
{
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(Box));
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	for (int i = 0; i < n; i++) {
		Box box;
		boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.width, &box.height);
		int longer = MAX(box.width, box.height), shorter = MIN(box.width, box.height);
		if (longer >= MIN_MARK_PX && shorter >= MIN_MARK_PX / 2 && shorter <= MAX_MARK_PX &&
			longer <= 12 * shorter)
			g_array_append_val(marks, box);
	}
	boxaDestroy(&boxes);
	g_array_sort(marks, compare_heights);
	*median_height = median_of_letters(marks);
	return marks;
}
