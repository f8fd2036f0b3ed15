#include "app/codes/mrz_tracks.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Text is where grey changes along the row. The page is cut into upright strips; in each, rows of much change stand out
 * from those between the lines, however the paper is shaded. Such runs of rows are then linked from strip to strip,
 * which follows a skewed or bent line without knowing its angle, and bridges a stamp. */

enum {
	/* widths of the strips a page is looked at in: several letters each, for small print and for large */
	NARROW_PX = 24,
	JOINED = 3,
	NEAR_PX = 30, /* rows up and down that a row is compared with */
	LEAST_CHANGE = 5,
	LEAST_HEIGHT_PX = 4,
	MOST_HEIGHT_PX = 64,
	MOST_OPEN = 400,  /* tracks followed at a time */
	MOST_POINTS = 80, /* strips a track crosses */
	MOST_GAP = 3,     /* strips */
};
static const double steepest = 0.13, least_length = 14; /* in heights */

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
measure_changes(const guint8 *pixels, int width, int height, int n_strips)
{
	float *changes = g_new0(float, (gsize)n_strips *(gsize)height);
	for (int y = 0; y < height; y++) {
		const guint8 *row = pixels + (gsize)y * (gsize)width;
		for (int strip = 0; strip < n_strips; strip++) {
			int from = MAX(strip * NARROW_PX, 1), to = MIN((strip + 1) * NARROW_PX, width - 1), sum = 0;
			for (int x = from; x < to; x++)
				sum += abs(row[x + 1] - row[x - 1]);
			changes[strip * height + y] = (float)sum / NARROW_PX;
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

/* Several strips made one. */
static float *
join_strips(const float *changes, int height, int n_strips)
{
	float *joined = g_new0(float, (gsize)(n_strips / JOINED) * (gsize)height);
	for (int strip = 0; strip < n_strips / JOINED; strip++) {
		for (int i = 0; i < JOINED; i++) {
			const float *from = changes + (strip * JOINED + i) * height;
			for (int y = 0; y < height; y++)
				joined[strip * height + y] += from[y] / JOINED;
		}
	}
	return joined;
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

/* The least and the most of each row's neighbours, NEAR_PX up and down: every window is the end of one block and the
 * beginning of the next, whose running extremes are known. */
typedef struct {
	float *least, *most; /* per row */
	float *ends;         /* room for the work, four times window_room() */
} Window;

static gsize
window_room(int n)
{
	return (gsize)(n + 2 * NEAR_PX);
}

static void
find_extremes(const float *values, int n, Window *window)
{
	const int block = 2 * NEAR_PX + 1, room = n + 2 * NEAR_PX;
	float *low_to = window->ends, *low_from = low_to + room, *high_to = low_from + room,
	      *high_from = high_to + room;
	for (int i = 0; i < room; i++) {
		gboolean inside = i >= NEAR_PX && i < n + NEAR_PX, begins = i % block == 0;
		float low = inside ? values[i - NEAR_PX] : FLT_MAX, high = inside ? values[i - NEAR_PX] : -FLT_MAX;
		low_from[i] = low;
		high_from[i] = high;
		low_to[i] = begins ? low : MIN(low, low_to[i - 1]);
		high_to[i] = begins ? high : MAX(high, high_to[i - 1]);
	}
	for (int i = room - 2; i >= 0; i--) {
		if (i % block == block - 1)
			continue;
		low_from[i] = MIN(low_from[i], low_from[i + 1]);
		high_from[i] = MAX(high_from[i], high_from[i + 1]);
	}
	for (int i = 0; i < n; i++) {
		window->least[i] = MIN(low_from[i], low_to[i + block - 1]);
		window->most[i] = MAX(high_from[i], high_to[i + block - 1]);
	}
}

/* Runs of rows that change more than their surroundings. */
static void
find_runs(const float *changes, int height, float quiet, Window *window, GArray *runs)
{
	g_array_set_size(runs, 0);
	find_extremes(changes, height, window);
	int start = -1;
	for (int y = 0; y <= height; y++) {
		gboolean is_text = FALSE;
		if (y < height) {
			float least = window->least[y], swing = window->most[y] - least;
			is_text =
				swing > LEAST_CHANGE && changes[y] > least + 0.4F * swing && changes[y] > 1.5F * quiet;
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

/* From the small page, rows and columns changed or not, to the page. */
static void
to_page(const MrzSmall *small, gboolean along_rows, double *x, double *y)
{
	double across = along_rows ? *x : *y, down = along_rows ? *y : *x;
	*x = small->x + across * small->right_x - down * small->right_y;
	*y = small->y + across * small->right_y + down * small->right_x;
}

/* Ends a chain; a long straight one becomes a track in page pixels. */
static void
chain_close(const Chain *chain, const MrzSmall *small, gboolean along_rows, GArray *tracks)
{
	MrzTrack track;
	if (tracks->len >= MRZ_MAX_TRACKS || !chain_fit(chain, &track))
		return;
	to_page(small, along_rows, &track.x0, &track.y0);
	to_page(small, along_rows, &track.x1, &track.y1);
	track.height *= hypot(small->right_x, small->right_y);
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

/* Where the strips come from. */
typedef struct {
	const MrzSmall *small;
	gboolean along_rows;
	const float *changes;
	int height, n_strips, strip_px;
} Strips;

static void
follow_strips(const Strips *strips, GArray *tracks)
{
	if (strips->n_strips < 4 || strips->height < 4)
		return;
	float quiet = quiet_level(strips->changes, (gsize)strips->n_strips * (gsize)strips->height);
	g_autofree float *room = g_new(float, (gsize)strips->height * 2 + 4 * window_room(strips->height));
	Window window = {room, room + strips->height, room + 2 * strips->height};
	g_autoptr(GArray) chains = g_array_new(FALSE, FALSE, sizeof(Chain));
	g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
	for (int strip = 0; strip < strips->n_strips; strip++) {
		find_runs(strips->changes + strip * strips->height, strips->height, quiet, &window, runs);
		follow_runs(chains, strip, strips->strip_px, runs);
		for (guint i = chains->len; i-- > 0;) {
			const Chain *chain = &g_array_index(chains, Chain, i);
			if (strip - chain->strips[chain->n - 1] >= MOST_GAP) {
				chain_close(chain, strips->small, strips->along_rows, tracks);
				g_array_remove_index_fast(chains, i);
			}
		}
	}
	for (guint i = 0; i < chains->len; i++)
		chain_close(&g_array_index(chains, Chain, i), strips->small, strips->along_rows, tracks);
}

GArray *
mrz_tracks_find(const MrzSmall *small, gboolean along_rows)
{
	GArray *tracks = g_array_new(FALSE, FALSE, sizeof(MrzTrack));
	g_autofree guint8 *turned = along_rows ? NULL : transpose(small);
	int width = along_rows ? small->width_px : small->height_px;
	int height = along_rows ? small->height_px : small->width_px, n_strips = width / NARROW_PX;
	if (n_strips < 4)
		return tracks;
	g_autofree float *narrow = measure_changes(along_rows ? small->pixels : turned, width, height, n_strips);
	g_autofree float *wide = join_strips(narrow, height, n_strips);
	follow_strips(&(Strips){small, along_rows, wide, height, n_strips / JOINED, NARROW_PX * JOINED}, tracks);
	follow_strips(&(Strips){small, along_rows, narrow, height, n_strips, NARROW_PX}, tracks);
	return tracks;
}
