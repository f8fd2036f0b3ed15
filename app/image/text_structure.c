/* Letters stand closer to the next letter of their line than to the next line. So every letter-like mark votes for the
 * direction in which its nearest neighbour lies; this holds in all scripts, in forms and tables, at any small angle.
 * The angle: text lines are dense and the space between them is empty, so the sum of squared differences of
 * neighbouring rows' ink is greatest when the lines are level. */
#include "app/image/text_structure.h"
#include "app/image/text_ink.h"

enum { MAX_VOTERS = 6000 };

static int
compare_x(gconstpointer a, gconstpointer b)
{
	return ((const Box *)a)->x - ((const Box *)b)->x;
}

/* Length of the common part of two stretches. */
static int
common(int a, int a_length, int b, int b_length)
{
	return MIN(a + a_length, b + b_length) - MAX(a, b);
}

/* The gap from a to b when b lies beside (across TRUE) or above or below it; -1 when it does not. */
static int
gap_between(const Box *a, const Box *b, gboolean across)
{
	int side = across ? common(a->y, a->height, b->y, b->height) : common(a->x, a->width, b->x, b->width);
	int least = across ? MIN(a->height, b->height) : MIN(a->width, b->width);
	if (2 * side < least)
		return -1;
	int along = across ? common(a->x, a->width, b->x, b->width) : common(a->y, a->height, b->y, b->height);
	return MAX(-along, 0);
}

/* Votes of the marks (sorted by x) for lines across and down. Dots and accents have no vote: they belong to a letter.
 */
static void
count_votes(const GArray *marks, int size, double *across, double *down)
{
	guint step = MAX(marks->len / MAX_VOTERS, 1);
	*across = *down = 0;
	for (guint i = 0; i < marks->len; i += step) {
		const Box *mark = &g_array_index(marks, Box, i);
		int best[2] = {G_MAXINT, G_MAXINT};
		if (MAX(mark->width, mark->height) < size * 2 / 3)
			continue;
		for (int way = -1; way <= 1; way += 2) {
			for (guint j = i + (guint)way; j < marks->len; j += (guint)way) {
				const Box *other = &g_array_index(marks, Box, j);
				if (ABS(other->x - mark->x) > 8 * size)
					break;
				if (MAX(other->width, other->height) < size * 2 / 3)
					continue;
				for (int d = 0; d < 2; d++) {
					int gap = gap_between(mark, other, d == 0);
					if (gap >= 0 && gap < best[d])
						best[d] = gap;
				}
			}
		}
		if (MIN(best[0], best[1]) > size || best[0] == best[1])
			continue;
		*(best[0] < best[1] ? across : down) += 1;
	}
}

static double
level_degrees(PIX *ink)
{
	float angle = 0, confidence = 0, score = 0;
	if (pixFindSkewSweepAndSearchScore(ink, &angle, &confidence, &score, 2, 1, 0, 12.0f, 1.0f, 0.02f) != 0)
		return 0;
	return confidence >= 1.5f ? (double)angle : 0;
}

gboolean
text_structure_find(const Image *even, TextStructure *out)
{
	*out = (TextStructure){.sideways_evidence = 1};
	int shrink, size;
	AUTO_PIX ink = ink_find(even, INK_TEXT, &shrink);
	AUTO_PIX text = ink != NULL ? ink_without_rules(ink) : NULL;
	if (text == NULL)
		return FALSE;
	g_autoptr(GArray) marks = ink_marks(text, &size);
	g_array_sort(marks, compare_x);
	double across, down;
	count_votes(marks, size, &across, &down);
	out->n_marks = (int)marks->len;
	out->letter_height_px = size * shrink;
	out->sideways = down > across;
	out->sideways_evidence = (MAX(across, down) + 5) / (MIN(across, down) + 5);
	AUTO_PIX turned = out->sideways ? pixRotateOrth(text, 1) : pixClone(text);
	if (turned == NULL)
		return FALSE;
	out->level_degrees = level_degrees(turned);
	return TRUE;
}
