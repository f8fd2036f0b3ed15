#include "app/codes/mrz_tracks.h"
#include <math.h>
#include <stdlib.h>

/* Text is where grey changes along the row. The page is cut into upright strips; in each, rows of much change stand out
 * from those between the lines, however the paper is shaded. Such runs of rows are then linked from strip to strip,
 * which follows a skewed or bent line without knowing its angle, and bridges a stamp. */

enum {
	SMALL_SIDE_PX = 1250, /* about 100 dpi for a page of A4 */
	NEAR_PX = 24,         /* rows up and down that a row is compared with */
	LEAST_CHANGE = 5,
	LEAST_HEIGHT_PX = 4,
	MOST_HEIGHT_PX = 64,
	MOST_OPEN = 400,  /* tracks followed at a time */
	MOST_POINTS = 80, /* strips a track crosses */
	MOST_GAP = 3,     /* strips */
};
static const double steepest = 0.13, least_length = 14; /* in heights */

void
mrz_small_init(MrzSmall *small, const GrayView *page)
{
	int longest = MAX(page->width_px, page->height_px);
	int factor = MAX(1, (longest + SMALL_SIDE_PX / 2) / SMALL_SIDE_PX);
	small->factor = factor;
	small->width_px = page->width_px / factor;
	small->height_px = page->height_px / factor;
	gsize n = (gsize)small->width_px;
	small->pixels = g_new(guint8, n * (gsize)small->height_px);
	g_autofree guint32 *sums = g_new(guint32, n);
	for (int y = 0; y < small->height_px; y++) {
		for (gsize x = 0; x < n; x++)
			sums[x] = 0;
		for (int row = 0; row < factor; row++) {
			const guint8 *at = page->pixels + (gsize)(y * factor + row) * (gsize)page->stride;
			for (gsize x = 0; x < n; x++) {
				guint32 sum = 0;
				for (int i = 0; i < factor; i++)
					sum += *at++;
				sums[x] += sum;
			}
		}
		for (gsize x = 0; x < n; x++)
			small->pixels[(gsize)y * n + x] = (guint8)(sums[x] / (guint32)(factor * factor));
	}
}

void
mrz_small_clear(MrzSmall *small)
{
	g_clear_pointer(&small->pixels, g_free);
}

static guint8 *
transpose(const MrzSmall *small)
{
	gsize width = (gsize)small->width_px, height = (gsize)small->height_px;
	guint8 *turned = g_new(guint8, width * height);
	for (gsize y = 0; y < height; y++) {
		for (gsize x = 0; x < width; x++)
			turned[x * height + y] = small->pixels[y * width + x];
	}
	return turned;
}

/* The change along the row, per strip and row: changes[strip * height + y]. */
static float *
measure_changes(const guint8 *pixels, int width, int height, int n_strips, int strip_px)
{
	float *changes = g_new0(float, (gsize)n_strips *(gsize)height);
	for (int y = 0; y < height; y++) {
		const guint8 *row = pixels + (gsize)y * (gsize)width;
		for (int strip = 0; strip < n_strips; strip++) {
			int from = MAX(strip * strip_px, 1), to = MIN((strip + 1) * strip_px, width - 1), sum = 0;
			for (int x = from; x < to; x++)
				sum += abs(row[x + 1] - row[x - 1]);
			changes[strip * height + y] = (float)sum / (float)strip_px;
		}
	}
	for (int strip = 0; strip < n_strips; strip++) {
		float *at = changes + strip * height, before = at[0];
		for (int y = 1; y + 1 < height; y++) {
			float here = at[y];
			at[y] = (before + 2 * here + at[y + 1]) / 4;
			before = here;
		}
	}
	return changes;
}

/* What noise alone changes: the quietest quarter of a page is paper. */
static float
quiet_level(const float *changes, gsize n)
{
	gsize histogram[512] = {0}, seen = 0;
	for (gsize i = 0; i < n; i++)
		histogram[CLAMP((int)(2 * changes[i]), 0, 511)]++;
	for (int level = 0; level < 512; level++) {
		seen += histogram[level];
		if (4 * seen > n)
			return (float)level / 2;
	}
	return 255;
}

typedef struct {
	float middle, height;
} Run;

/* Runs of rows that change more than their surroundings. */
static void
find_runs(const float *changes, int height, float quiet, GArray *runs)
{
	g_array_set_size(runs, 0);
	int start = -1;
	for (int y = 0; y <= height; y++) {
		gboolean is_text = FALSE;
		if (y < height) {
			float least = changes[y], most = changes[y];
			for (int k = MAX(0, y - NEAR_PX); k <= MIN(height - 1, y + NEAR_PX); k++) {
				least = MIN(least, changes[k]);
				most = MAX(most, changes[k]);
			}
			is_text = most - least > LEAST_CHANGE && changes[y] > least + 0.4F * (most - least) &&
				  changes[y] > 1.5F * quiet;
		}
		if (is_text && start < 0)
			start = y;
		if (!is_text && start >= 0) {
			int high = y - start;
			if (high >= LEAST_HEIGHT_PX && high <= MOST_HEIGHT_PX)
				g_array_append_val(runs, ((Run){(float)(start + y) / 2, (float)high}));
			start = -1;
		}
	}
}

typedef struct {
	int n, strip_px, strips[MOST_POINTS];
	float middles[MOST_POINTS], heights[MOST_POINTS];
} Chain;

static float
chain_expect(const Chain *chain, int strip)
{
	int last = chain->n - 1, first = MAX(0, last - 6);
	float slope = 0;
	if (last - first >= 3)
		slope = (chain->middles[last] - chain->middles[first]) /
			(float)(chain->strips[last] - chain->strips[first]);
	return chain->middles[last] + slope * (float)(strip - chain->strips[last]);
}

static int
compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

/* A straight line through the chain's middles, a second time without what lies far off. */
static gboolean
chain_fit(const Chain *chain, MrzTrack *track)
{
	float heights[MOST_POINTS];
	for (int i = 0; i < chain->n; i++)
		heights[i] = chain->heights[i];
	qsort(heights, (size_t)chain->n, sizeof(float), compare_floats);
	double height = (double)heights[chain->n / 2], offset = 0, slope = 0;
	for (int pass = 0; pass < 2; pass++) {
		double n = 0, x1 = 0, y1 = 0, xx = 0, xy = 0;
		for (int i = 0; i < chain->n; i++) {
			double x = (chain->strips[i] + 0.5) * chain->strip_px, y = (double)chain->middles[i];
			if (pass > 0 && fabs(y - offset - slope * x) > 0.35 * height)
				continue;
			n++;
			x1 += x;
			y1 += y;
			xx += x * x;
			xy += x * y;
		}
		double spread = n * xx - x1 * x1;
		if (n < 4 || spread <= 0)
			return FALSE;
		slope = (n * xy - x1 * y1) / spread;
		offset = (y1 - slope * x1) / n;
	}
	double x0 = chain->strips[0] * chain->strip_px, x1 = (chain->strips[chain->n - 1] + 1) * chain->strip_px;
	*track = (MrzTrack){x0, offset + slope * x0, x1, offset + slope * x1, height};
	return fabs(slope) <= steepest && x1 - x0 >= least_length * height;
}

/* Ends a chain; a long straight one becomes a track in page pixels. */
static void
chain_close(const Chain *chain, const MrzSmall *small, gboolean upright, GArray *tracks)
{
	MrzTrack track;
	if (tracks->len >= MRZ_MAX_TRACKS || !chain_fit(chain, &track))
		return;
	double factor = small->factor;
	if (upright)
		track = (MrzTrack){track.x0 * factor, track.y0 * factor, track.x1 * factor, track.y1 * factor,
			track.height * factor};
	else
		track = (MrzTrack){track.y0 * factor, track.x0 * factor, track.y1 * factor, track.x1 * factor,
			track.height * factor};
	g_array_append_val(tracks, track);
}

static gboolean
chain_extend(GArray *chains, int strip, const Run *run)
{
	Chain *best = NULL;
	float nearest = 0;
	for (guint i = 0; i < chains->len; i++) {
		Chain *chain = &g_array_index(chains, Chain, i);
		float last_height = chain->heights[chain->n - 1];
		if (chain->strips[chain->n - 1] == strip || chain->n == MOST_POINTS)
			continue;
		float away = fabsf(run->middle - chain_expect(chain, strip)), ratio = run->height / last_height;
		if (away > 0.4F * MAX(last_height, run->height) + 1 || ratio > 2 || ratio < 0.5F)
			continue;
		if (best == NULL || away < nearest) {
			best = chain;
			nearest = away;
		}
	}
	if (best == NULL)
		return FALSE;
	best->strips[best->n] = strip;
	best->middles[best->n] = run->middle;
	best->heights[best->n++] = run->height;
	return TRUE;
}

static void
follow_runs(GArray *chains, int strip, int strip_px, const GArray *runs)
{
	for (guint i = 0; i < runs->len; i++) {
		const Run *run = &g_array_index(runs, Run, i);
		if (chain_extend(chains, strip, run) || chains->len >= MOST_OPEN)
			continue;
		Chain chain = {.n = 1, .strip_px = strip_px};
		chain.strips[0] = strip;
		chain.middles[0] = run->middle;
		chain.heights[0] = run->height;
		g_array_append_val(chains, chain);
	}
}

static gint
compare_tracks(gconstpointer a, gconstpointer b)
{
	const MrzTrack *p = a, *q = b;
	double x = p->y0 + p->y1, y = q->y0 + q->y1;
	return (x > y) - (x < y);
}

GArray *
mrz_tracks_find(const MrzSmall *small, gboolean upright, int strip_px)
{
	GArray *tracks = g_array_new(FALSE, FALSE, sizeof(MrzTrack));
	g_autofree guint8 *turned = upright ? NULL : transpose(small);
	int width = upright ? small->width_px : small->height_px, height = upright ? small->height_px : small->width_px;
	int n_strips = width / strip_px;
	if (n_strips < 4 || height < 4)
		return tracks;
	g_autofree float *changes =
		measure_changes(upright ? small->pixels : turned, width, height, n_strips, strip_px);
	float quiet = quiet_level(changes, (gsize)n_strips * (gsize)height);
	g_autoptr(GArray) chains = g_array_new(FALSE, FALSE, sizeof(Chain));
	g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
	for (int strip = 0; strip < n_strips; strip++) {
		find_runs(changes + strip * height, height, quiet, runs);
		follow_runs(chains, strip, strip_px, runs);
		for (guint i = chains->len; i-- > 0;) {
			const Chain *chain = &g_array_index(chains, Chain, i);
			if (strip - chain->strips[chain->n - 1] >= MOST_GAP) {
				chain_close(chain, small, upright, tracks);
				g_array_remove_index_fast(chains, i);
			}
		}
	}
	for (guint i = 0; i < chains->len; i++)
		chain_close(&g_array_index(chains, Chain, i), small, upright, tracks);
	g_array_sort(tracks, compare_tracks);
	return tracks;
}
