/* Letters of a line stand side by side, overlap in height and are about as tall; so each mark is chained to its nearest
 * neighbours on either side, chains that lie on one line are joined over the gaps between words, and what is too small
 * to be a letter (dots, accents, points) goes to the line it is nearest to. Nothing is assumed about columns, tables or
 * the script. */
#include "app/image/text_rows.h"
#include <math.h>

static int
common(int a, int a_length, int b, int b_length)
{
	return MIN(a + a_length, b + b_length) - MAX(a, b);
}

static int
compare_x(gconstpointer a, gconstpointer b)
{
	return ((const Box *)a)->x - ((const Box *)b)->x;
}

static int
chain_of(const Chains *chains, int i)
{
	while (chains->parent[i] != i)
		i = chains->parent[i] = chains->parent[chains->parent[i]];
	return i;
}

/* Whether b, to the right of a, can be the next of its line; *gap: the space between them. */
static gboolean
can_follow(const Box *a, const Box *b, int *gap)
{
	int shorter = MIN(a->height, b->height), taller = MAX(a->height, b->height);
	*gap = b->x - (a->x + a->width);
	return taller <= 3 * shorter && 2 * common(a->y, a->height, b->y, b->height) >= shorter &&
	       *gap <= taller + taller / 2 && *gap >= -MIN(a->width, b->width) / 2;
}

/* Chains each letter to its nearest neighbour on the right and on the left. */
static void
chain_letters(Chains *chains)
{
	guint n = chains->letters->len;
	int reach = 0;
	for (guint i = 0; i < n; i++)
		reach = MAX(reach, g_array_index(chains->letters, Box, i).width);
	g_autofree int *nearest = g_new(int, n + 1); /* the nearest letter on the left found so far */
	g_autofree int *nearest_gap = g_new(int, n + 1);
	for (guint i = 0; i < n; i++)
		nearest[i] = -1;
	for (guint i = 0; i < n; i++) {
		const Box *a = &g_array_index(chains->letters, Box, i);
		int best = -1, best_gap = G_MAXINT, end = a->x + a->width + 3 * a->height * 2;
		for (guint j = i + 1; j < n; j++) {
			const Box *b = &g_array_index(chains->letters, Box, j);
			int gap;
			if (b->x > end)
				break;
			if (!can_follow(a, b, &gap))
				continue;
			if (gap < best_gap) {
				best_gap = gap;
				best = (int)j;
			}
			if (nearest[j] < 0 || gap < nearest_gap[j]) {
				nearest[j] = (int)i;
				nearest_gap[j] = gap;
			}
		}
		if (best >= 0)
			chains->parent[chain_of(chains, best)] = chain_of(chains, (int)i);
	}
	for (guint j = 0; j < n; j++)
		if (nearest[j] >= 0)
			chains->parent[chain_of(chains, (int)j)] = chain_of(chains, nearest[j]);
}

static GArray *
rows_of_chains(const Chains *chains)
{
	GArray *rows = g_array_new(FALSE, TRUE, sizeof(Row));
	g_autofree int *place = g_new(int, chains->letters->len + 1);
	for (guint i = 0; i < chains->letters->len; i++)
		place[i] = -1;
	for (guint i = 0; i < chains->letters->len; i++) {
		int first = chain_of(chains, (int)i);
		if (place[first] < 0) {
			place[first] = (int)rows->len;
			g_array_set_size(rows, rows->len + 1);
		}
		Row *row = &g_array_index(rows, Row, (guint)place[first]);
		const Box *box = &g_array_index(chains->letters, Box, i);
		row->box = box_union(row->box, *box);
		row->n_letters++;
		row->tallest = MAX(row->tallest, box->height);
	}
	return rows;
}

/* Two parts of one line: about as tall, level with each other, and no further apart than words are. */
static gboolean
same_line(const Row *a, const Row *b)
{
	int shorter = MIN(a->box.height, b->box.height), taller = MAX(a->box.height, b->box.height);
	int level = common(a->box.y, a->box.height, b->box.y, b->box.height);
	int gap = -common(a->box.x, a->box.width, b->box.x, b->box.width);
	if (gap < 0) /* one above the other */
		return 4 * level >= 3 * shorter && 2 * taller <= 5 * shorter;
	if (gap < taller / 2)
		return 2 * level >= shorter;
	return gap <= 2 * taller && 10 * level >= 6 * shorter && 10 * taller <= 22 * shorter;
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
	return ((const Row *)a)->box.x - ((const Row *)b)->box.x;
}

static gboolean
frame_between(const GArray *frames, const Box *a, const Box *b)
{
	for (guint i = 0; i < frames->len; i++) {
		const Box *frame = &g_array_index(frames, Box, i);
		int middle = frame->x + frame->width / 2;
		if (middle > a->x + a->width && middle < b->x && common(frame->y, frame->height, a->y, a->height) > 0)
			return TRUE;
	}
	return FALSE;
}

/* Joins rows that are parts of one line, until nothing changes. */
static void
join_rows(GArray *rows, const GArray *frames)
{
	for (gboolean changed = TRUE; changed;) {
		changed = FALSE;
		g_array_sort(rows, compare_rows);
		for (guint i = 0; i < rows->len; i++) {
			for (guint j = i + 1; j < rows->len;) {
				Row *a = &g_array_index(rows, Row, i), *b = &g_array_index(rows, Row, j);
				if (b->box.x > a->box.x + a->box.width + 2 * MAX(a->box.height, b->box.height) &&
					b->box.x > a->box.x + a->box.width + 400)
					break;
				if (!same_line(a, b) || frame_between(frames, &a->box, &b->box)) {
					j++;
					continue;
				}
				a->box = box_union(a->box, b->box);
				a->n_letters += b->n_letters;
				a->tallest = MAX(a->tallest, b->tallest);
				g_array_remove_index(rows, j);
				changed = TRUE;
			}
		}
	}
}

/* Gives dots and accents to the row they are nearest to; they stretch it by half its height at most. */
static void
adopt_small(GArray *rows, const GArray *small)
{
	g_autofree Box *grown = g_new(Box, rows->len + 1);
	for (guint i = 0; i < rows->len; i++)
		grown[i] = g_array_index(rows, Row, i).box;
	for (guint k = 0; k < small->len; k++) {
		const Box *dot = &g_array_index(small, Box, k);
		int best = -1, best_distance = G_MAXINT;
		for (guint i = 0; i < rows->len; i++) {
			const Box *box = &g_array_index(rows, Row, i).box;
			int aside = MAX(MAX(box->x - (dot->x + dot->width), dot->x - (box->x + box->width)), 0);
			int off = MAX(MAX(box->y - (dot->y + dot->height), dot->y - (box->y + box->height)), 0);
			gboolean within = dot->y >= box->y - box->height * 6 / 10 &&
					  dot->y + dot->height <= box->y + box->height * 15 / 10;
			if (within && aside <= box->height / 2 && aside + 2 * off < best_distance) {
				best_distance = aside + 2 * off;
				best = (int)i;
			}
		}
		if (best >= 0)
			grown[best] = box_union(grown[best], *dot);
	}
	for (guint i = 0; i < rows->len; i++)
		g_array_index(rows, Row, i).box = grown[i];
}

/* Ink of each row of pixels of a box. */
static GArray *
profile_of(PIX *ink, Box box)
{
	GArray *profile = g_array_new(FALSE, TRUE, sizeof(int));
	g_array_set_size(profile, (guint)box.height);
	const l_uint32 *data = pixGetData(ink);
	int words = pixGetWpl(ink);
	for (int y = 0; y < box.height; y++) {
		const l_uint32 *line = data + (gsize)(box.y + y) * (gsize)words;
		for (int x = box.x; x < box.x + box.width; x++)
			g_array_index(profile, int, (guint)y) += (int)GET_DATA_BIT(line, x);
	}
	return profile;
}

/* The emptiest row of pixels in the middle of the box, where lines that touch part; -1: it is one line. */
static int
parting(PIX *ink, Box box)
{
	g_autoptr(GArray) profile = profile_of(ink, box);
	int above = 0, below = 0, least = G_MAXINT, at = -1;
	for (int y = 0; y < box.height; y++) {
		int n = g_array_index(profile, int, (guint)y);
		if (y >= box.height / 4 && y < box.height * 3 / 4 && n < least) {
			least = n;
			at = y;
		}
	}
	for (int y = 0; y < box.height; y++) {
		int n = g_array_index(profile, int, (guint)y);
		if (y < at)
			above = MAX(above, n);
		else
			below = MAX(below, n);
	}
	return at >= 0 && 4 * least <= MIN(above, below) ? at : -1;
}

/* The usual height of a line, by the letters that stand in lines of it. */
static int
usual_height(const GArray *rows)
{
	int counts[400] = {0}, all = 0, sum = 0;
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = &g_array_index(rows, Row, i);
		counts[MIN(row->box.height, 399)] += row->n_letters;
		all += row->n_letters;
	}
	for (int h = 0; h < 400; h++)
		if ((sum += counts[h]) * 2 >= all)
			return h;
	return 0;
}

/* Parts rows that hold two lines, over and over. */
static void
part_rows(PIX *ink, GArray *rows)
{
	int usual = usual_height(rows);
	for (guint i = 0; i < rows->len && rows->len < TEXT_MAX_ROWS; i++) {
		Row *row = &g_array_index(rows, Row, i);
		if (10 * row->box.height < 17 * usual || 10 * row->tallest > 9 * row->box.height ||
			row->box.width < 3 * usual || row->n_letters < 4)
			continue;
		int at = parting(ink, row->box);
		if (at < 0)
			continue;
		Row lower = *row;
		lower.box.y += at;
		lower.box.height -= at;
		lower.n_letters = row->n_letters /= 2;
		row->box.height = at;
		row->tallest = lower.tallest = MIN(row->tallest, usual);
		g_array_append_val(rows, lower);
		i--;
	}
}

/* A letter alone counts when it is as tall as others; ink that is no text is rarely so. */
static gboolean
is_text(const Row *row, int height)
{
	Box box = row->box;
	if (box.height < height * 2 / 3 || box.height > 8 * height || box.width < box.height / 4)
		return FALSE;
	return row->n_letters > 1 || (box.height <= 3 * height && box.width <= 4 * box.height);
}

/* The rows of letters of about one height. */
static GArray *
rows_of(PIX *ink, Chains *chains)
{
	g_autofree int *parent = chains->parent = g_new(int, chains->letters->len + 1);
	for (guint i = 0; i < chains->letters->len; i++)
		parent[i] = (int)i;
	chain_letters(chains);
	GArray *rows = rows_of_chains(chains);
	join_rows(rows, chains->frames);
	part_rows(ink, rows);
	for (guint i = rows->len; i > 0; i--)
		if (!is_text(&g_array_index(rows, Row, i - 1), chains->height))
			g_array_remove_index(rows, i - 1);
	return rows;
}

static gboolean
is_beside_row(const GArray *rows, const Box *mark)
{
	for (guint i = 0; i < rows->len; i++) {
		const Box *box = &g_array_index(rows, Row, i).box;
		if (common(box->x - box->height / 2, box->width + box->height, mark->x, mark->width) > 0 &&
			common(box->y - box->height * 6 / 10, box->height * 22 / 10, mark->y, mark->height) > 0)
			return TRUE;
	}
	return FALSE;
}

/* Of small print among large, only letters with a stroke up or down are as tall as a letter is. Those between them
 * stand level with the row, one after the other. */
static void
grow_row(Row *row, const GArray *small, gboolean leftward)
{
	for (guint i = 0; i < small->len; i++) {
		const Box *mark = &g_array_index(small, Box, leftward ? small->len - 1 - i : i);
		const Box *box = &row->box;
		int gap = leftward ? box->x - (mark->x + mark->width) : mark->x - (box->x + box->width);
		if (2 * mark->height >= box->height && mark->y >= box->y - 1 &&
			mark->y + mark->height <= box->y + box->height + box->height / 3 && gap >= -mark->width / 2 &&
			4 * gap <= 3 * box->height) {
			row->box = box_union(row->box, *mark);
			row->n_letters++;
		}
	}
}

/* Two rows that grew over the same marks, from a letter with a stroke up and one with a stroke down. */
static gboolean
same_marks(const Box *a, const Box *b)
{
	int across = common(a->x, a->width, b->x, b->width), level = common(a->y, a->height, b->y, b->height);
	return 10 * across >= 7 * MIN(a->width, b->width) && 2 * level >= MIN(a->height, b->height);
}

static void
grow_rows(const Chains *chains, GArray *rows)
{
	g_array_sort(chains->small, compare_x);
	for (guint i = 0; i < rows->len; i++) {
		grow_row(&g_array_index(rows, Row, i), chains->small, FALSE);
		grow_row(&g_array_index(rows, Row, i), chains->small, TRUE);
	}
	for (guint i = 0; i < rows->len; i++)
		for (guint j = i + 1; j < rows->len;) {
			Row *a = &g_array_index(rows, Row, i), *b = &g_array_index(rows, Row, j);
			if (!same_marks(&a->box, &b->box)) {
				j++;
				continue;
			}
			a->box = box_union(a->box, b->box);
			a->n_letters = MAX(a->n_letters, b->n_letters);
			g_array_remove_index_fast(rows, j);
		}
	join_rows(rows, chains->frames);
}

/* Small print beside large: marks that are too small for letters of the usual height, and stand by no line of these,
 * may be letters of a line of their own. */
static void
add_small_print(PIX *ink, const Chains *usual, GArray *rows)
{
	enum { LEAST_PX = 4, LEAST_ROW_PX = 5, FEWEST = 3 }; /* dots of a leader make lower rows */
	g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(Box));
	int sum = 0;
	for (guint i = 0; i < usual->small->len; i++) {
		const Box *mark = &g_array_index(usual->small, Box, i);
		if (mark->height >= LEAST_PX && mark->width <= 8 * mark->height && !is_beside_row(rows, mark)) {
			g_array_append_val(letters, *mark);
			sum += mark->height;
		}
	}
	if (letters->len < FEWEST)
		return;
	g_array_sort(letters, compare_x);
	Chains chains = {.letters = letters, .frames = usual->frames, .height = sum / (int)letters->len};
	g_autoptr(GArray) found = rows_of(ink, &chains);
	for (guint i = 0; i < found->len && rows->len < TEXT_MAX_ROWS; i++)
		if (g_array_index(found, Row, i).n_letters >= FEWEST &&
			g_array_index(found, Row, i).box.height >= LEAST_ROW_PX)
			g_array_append_val(rows, g_array_index(found, Row, i));
}

GArray *
text_rows_find(PIX *ink, Chains *chains)
{
	GArray *rows = rows_of(ink, chains);
	grow_rows(chains, rows);
	add_small_print(ink, chains, rows);
	adopt_small(rows, chains->small);
	return rows;
}
