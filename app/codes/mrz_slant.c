#include "app/codes/mrz_small.h"
#include <math.h>
#include <stdlib.h>

/* Print consists of strokes along and across its lines, so the directions in which grey changes, modulo 90 degrees,
 * heap up at the angle at which a paper lies; so do its edges. The page is looked at in squares, each of which votes
 * for one angle if it sees one clearly: a card lying askew beside an upright sheet has squares of its own. */

enum {
	SQUARE_PX = 56, /* two centimetres of a page */
	N_BINS = 30,
	BIN_DEGREES = 3,
	LEAST_CHANGE = 36, /* grey levels: of print, not of noise */
	LEAST_POINTS = 90, /* of a square that votes */
	LEAST_VOTES = 7,
	STRAIGHT_BINS = 2, /* either way: such lines are found without being looked for */
	TABLE_SIDE = 128,
};
static const double least_heap = 0.16; /* share of a square's strokes within three bins of thirty */

/* The bin of a change by (dx, dy), by the sizes of both shifted into 0 to TABLE_SIDE - 1, for dx and dy of one sign. */
static void
make_table(guint8 table[TABLE_SIDE][TABLE_SIDE])
{
	for (int x = 0; x < TABLE_SIDE; x++) {
		for (int y = 0; y < TABLE_SIDE; y++) {
			double degrees = atan2(y + 0.5, x + 0.5) * 180 / G_PI;
			table[x][y] = (guint8)((int)((degrees + BIN_DEGREES / 2.0) / BIN_DEGREES) % N_BINS);
		}
	}
}

static int
gather(const MrzSmall *small, int x0, int y0, guint8 table[TABLE_SIDE][TABLE_SIDE], int bins[N_BINS])
{
	int n = 0, x1 = MIN(x0 + SQUARE_PX, small->width_px - 1), y1 = MIN(y0 + SQUARE_PX, small->height_px - 1);
	gsize width = (gsize)small->width_px;
	for (int y = MAX(y0, 1); y < y1; y++) {
		const guint8 *row = small->pixels + (gsize)y * width;
		for (int x = MAX(x0, 1); x < x1; x++) {
			const guint8 *over = row - width, *under = row + width;
			int dx = row[x + 1] - row[x - 1], dy = under[x] - over[x];
			if (abs(dx) + abs(dy) < LEAST_CHANGE)
				continue;
			dx += (over[x + 1] - over[x - 1] + under[x + 1] - under[x - 1]) / 2;
			dy += (under[x + 1] - over[x + 1] + under[x - 1] - over[x - 1]) / 2;
			int wide = abs(dx) >> 2, high = abs(dy) >> 2;
			bins[(dx ^ dy) < 0 ? table[high][wide] : table[wide][high]]++;
			n++;
		}
	}
	return n;
}

static int
heap_at(const int bins[N_BINS], int at)
{
	return bins[(at + N_BINS - 1) % N_BINS] + bins[at] + bins[(at + 1) % N_BINS];
}

static int
highest(const int bins[N_BINS])
{
	int best = 0;
	for (int i = 1; i < N_BINS; i++) {
		if (heap_at(bins, i) > heap_at(bins, best))
			best = i;
	}
	return best;
}

static void
count_votes(const MrzSmall *small, int votes[N_BINS])
{
	guint8 table[TABLE_SIDE][TABLE_SIDE];
	make_table(table);
	for (int y = 0; y < small->height_px; y += SQUARE_PX) {
		for (int x = 0; x < small->width_px; x += SQUARE_PX) {
			int bins[N_BINS] = {0}, n_points = gather(small, x, y, table, bins), best = highest(bins);
			if (n_points >= LEAST_POINTS && heap_at(bins, best) >= least_heap * n_points)
				votes[best]++;
		}
	}
}

/* Takes the votes around a bin away; returns how many. */
static int
clear_votes(int votes[N_BINS], int at, int reach)
{
	int sum = 0;
	for (int i = -reach; i <= reach; i++) {
		sum += votes[(at + N_BINS + i) % N_BINS];
		votes[(at + N_BINS + i) % N_BINS] = 0;
	}
	return sum;
}

int
mrz_slants_find(const MrzSmall *small, double degrees[MRZ_MAX_SLANTS])
{
	int votes[N_BINS] = {0}, n = 0, rest = 0;
	count_votes(small, votes);
	clear_votes(votes, 0, STRAIGHT_BINS);
	for (int i = 0; i < N_BINS; i++)
		rest += votes[i];
	while (n < MRZ_MAX_SLANTS) {
		int best = highest(votes), sum = heap_at(votes, best);
		int before = votes[(best + N_BINS - 1) % N_BINS], after = votes[(best + 1) % N_BINS];
		rest -= clear_votes(votes, best, 2);
		/* votes of squares that bear no print fall anywhere */
		if (sum < LEAST_VOTES + 2 * 3 * rest / N_BINS)
			break;
		double angle = BIN_DEGREES * (best + (double)(after - before) / sum);
		degrees[n++] = angle > 45 ? angle - 90 : angle;
	}
	return n;
}
