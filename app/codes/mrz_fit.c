#include "app/codes/mrz_fit.h"
#include <complex.h>
#include <math.h>
#include <stdlib.h>

/* The ink of each line is added up across the line, column by column. A fixed pitch shows as one strong frequency of
 * that profile; proportional letters, rules and dots of leaders have none where a zone has it. Phases of that frequency
 * in windows along the line tell where the cells lie, and that the pitch grows or shrinks where the page was held at an
 * angle. */

enum {
	MAX_SAMPLES = 4096, /* along a line */
	BAND_ROWS = 12,
	SEARCH_ROWS = 32,    /* across a line, when its middle is looked for */
	MOST_SEARCHED = 150, /* samples along it, then */
	SEGMENTS = 6,
	MOST_LAG = 3, /* quarters of a turn */
	MARGIN = 10,  /* pitches beyond the ends found, where a line may go on */
};

/* share of the ink that swings with a pitch, below which a line is not looked at more closely */
static const double least_rough = 0.2;

typedef struct {
	double x, y, right_x, right_y; /* origin and unit vector */
} Axis;

static int
gray_at(const GrayView *page, double x, double y)
{
	if (!(x >= 0 && y >= 0 && x < page->width_px && y < page->height_px))
		return -1;
	return page->pixels[(gsize)(int)y * (gsize)page->stride + (gsize)(int)x];
}

static int
gray_on(const GrayView *page, const Axis *axis, double u, double v)
{
	return gray_at(
		page, axis->x + u * axis->right_x - v * axis->right_y, axis->y + u * axis->right_y + v * axis->right_x);
}

/* One line to look along: v = offset + slope * u. */
typedef struct {
	double offset, slope, height, from, step;
	int n;
} Band;

static void
smooth(float *values, int n, int radius)
{
	g_autofree double *sums = g_new(double, n + 1);
	sums[0] = 0;
	for (int i = 0; i < n; i++)
		sums[i + 1] = sums[i] + (double)values[i];
	for (int i = 0; i < n; i++) {
		int low = MAX(0, i - radius), high = MIN(n, i + radius + 1);
		values[i] = (float)((sums[high] - sums[low]) / (high - low));
	}
}

/* The ink per column, less its running mean: what repeats stands out. */
static void
profile(const GrayView *page, const Axis *axis, const Band *band, double pitch, float *ink)
{
	g_autofree float *paper = g_new(float, band->n), *mean = g_new(float, band->n);
	for (int i = 0; i < band->n; i++) {
		double u = band->from + i * band->step, middle = band->offset + band->slope * u;
		int most = 0, sum = 0, n = 0;
		for (int row = 0; row < BAND_ROWS; row++) {
			int gray = gray_on(page, axis, u, middle + band->height * ((row + 0.5) / BAND_ROWS - 0.5));
			if (gray < 0)
				continue;
			most = MAX(most, gray);
			sum += gray;
			n++;
		}
		paper[i] = (float)most;
		ink[i] = n == 0 ? -1 : (float)sum / (float)n;
	}
	int reach = MAX(1, (int)(pitch / band->step));
	smooth(paper, band->n, reach);
	for (int i = 0; i < band->n; i++)
		mean[i] = ink[i] = ink[i] < 0 ? 0 : MAX(0, paper[i] - ink[i]);
	smooth(mean, band->n, reach);
	for (int i = 0; i < band->n; i++)
		ink[i] -= mean[i];
}

/* A swing along a profile: so many samples a turn, and the turns grow by so many per sample. */
typedef struct {
	double pitch, growth;
} Swing;

/* The part of a profile that swings so, as a phasor at u = from + first * step. Complex numbers by hand: the compiler's
 * own care for infinities makes them five times as slow. */
static double complex
resonance(const float *ink, int first, int n, Swing swing)
{
	double angle = -2 * G_PI / swing.pitch, bend = -2 * G_PI * swing.growth;
	float turn_x = (float)cos(angle + bend / 2), turn_y = (float)sin(angle + bend / 2), more_x = (float)cos(bend),
	      more_y = (float)sin(bend), x = 1, y = 0, sum_x = 0, sum_y = 0;
	for (int i = 0; i < n; i++) {
		float value = ink[first + i], next = x * turn_x - y * turn_y;
		sum_x += value * x;
		sum_y += value * y;
		y = x * turn_y + y * turn_x;
		x = next;
		next = turn_x * more_x - turn_y * more_y;
		turn_y = turn_x * more_y + turn_y * more_x;
		turn_x = next;
	}
	return (double)sum_x + I * (double)sum_y;
}

static double
loudness(const float *ink, int n)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		sum += fabs((double)ink[i]);
	return sum;
}

static double
axis_of(const MrzTrack *track, Axis *axis)
{
	double length = hypot(track->x1 - track->x0, track->y1 - track->y0);
	*axis = (Axis){track->x0, track->y0, (track->x1 - track->x0) / length, (track->y1 - track->y0) / length};
	return length;
}

/* The pitch seen by stretches of a line, each for itself: near enough, even where it grows along the line. */
static MrzPitch
rough_pitch(const float *ink, int n, double step, double least, double most)
{
	MrzPitch best = {0, 0};
	int third = n / 3;
	for (double pitch = least; pitch <= most; pitch *= 1.02) {
		double sum = 0;
		for (int i = 0; i < 3; i++)
			sum += cabs(resonance(ink, i * third, third, (Swing){pitch / step, 0}));
		if (sum > best.strength)
			best = (MrzPitch){pitch, sum};
	}
	return best;
}

MrzPitch
mrz_pitch_measure(const GrayView *page, const MrzTrack *track)
{
	Axis axis;
	double length = axis_of(track, &axis), height = track->height, step = height / 7;
	MrzPitch best = {0, 0};
	double least = MAX(0.6 * height, length / 56), most = MIN(1.6 * height, length / 25);
	Band band = {0, 0, height, 0, step, (int)(length / step)};
	if (least >= most || band.n > MAX_SAMPLES || band.n < 24)
		return best;
	g_autofree float *ink = g_new(float, band.n);
	profile(page, &axis, &band, height, ink);
	double whole = MAX(loudness(ink, band.n), 1);
	MrzPitch rough = rough_pitch(ink, band.n, step, least, most);
	if (rough.strength < least_rough * whole)
		return best;
	/* how many turns a camera held at an angle adds or takes between a line's middle and its ends */
	for (int lag = -MOST_LAG; lag <= MOST_LAG; lag++) {
		double growth = 2 * (lag * 0.25) / ((double)band.n * band.n / 4), from = 0.95 * rough.pitch;
		for (double pitch = from; pitch <= 1.05 * rough.pitch; pitch *= 1.006) {
			/* the pitch is meant in the middle */
			double begin = 1 / (step / pitch - growth * band.n / 2);
			double strength = cabs(resonance(ink, 0, band.n, (Swing){begin, growth})) / whole;
			if (strength > best.strength)
				best = (MrzPitch){pitch, strength};
		}
	}
	return best;
}

/* The middle of the ink and its height, seen in one stretch of a line; FALSE when there is none. Change along the line
 * is looked at, as in mrz_tracks.c: shading and rules have none. */
static gboolean
find_middle(
	const GrayView *page, const Axis *axis, const Band *band, double u0, double u1, double *middle, double *high)
{
	double changes[SEARCH_ROWS], most = 0, least = G_MAXDOUBLE, step = band->height * 2.4 / SEARCH_ROWS;
	double stride = MAX(MAX(band->height, 1) / 8, (u1 - u0) / MOST_SEARCHED);
	int peak = SEARCH_ROWS / 2, n_columns = (int)((u1 - u0) / stride);
	for (int row = 0; row < SEARCH_ROWS; row++) {
		double v = (row - (SEARCH_ROWS - 1) / 2.0) * step, sum = 0;
		int before = -1;
		for (int i = 0; i < n_columns; i++) {
			double u = u0 + i * stride;
			int gray = gray_on(page, axis, u, band->offset + band->slope * u + v);
			if (before >= 0 && gray >= 0)
				sum += abs(gray - before);
			before = gray;
		}
		changes[row] = sum;
		least = MIN(least, sum);
		if (fabs(v) < 0.5 * band->height && sum > most) {
			most = sum;
			peak = row;
		}
	}
	double level = least + 0.45 * (most - least);
	int top = peak, bottom = peak;
	while (top > 0 && changes[top - 1] > level)
		top--;
	while (bottom < SEARCH_ROWS - 1 && changes[bottom + 1] > level)
		bottom++;
	if (most <= 1.1 * least || top == 0 || bottom == SEARCH_ROWS - 1)
		return FALSE;
	/* where the level is crossed, between two rows */
	double above = (changes[top] - level) / MAX(changes[top] - changes[top - 1], 1e-9);
	double below = (changes[bottom] - level) / MAX(changes[bottom] - changes[bottom + 1], 1e-9);
	*middle = ((top - above + bottom + below) / 2 - (SEARCH_ROWS - 1) / 2.0) * step;
	*high = (bottom + below - top + above) * step;
	return *high > 0.3 * band->height;
}

gboolean
mrz_track_beside(const GrayView *page, const MrzTrack *track, double pitch, int side, MrzTrack *beside)
{
	Axis axis;
	double length = axis_of(track, &axis), middle, high, best = 0;
	/* the distance at which the ink is highest in the middle of a band that ends on both sides */
	for (double away = 1.3 * pitch; away <= 2.4 * pitch; away += 0.2 * pitch) {
		Band band = {side * away, 0, pitch, 0, pitch / 8, 0};
		if (!find_middle(page, &axis, &band, 0, length, &middle, &high))
			continue;
		if (high < 0.6 * pitch || high > 1.6 * pitch || fabs(middle) > 0.5 * pitch)
			continue;
		double offset = side * away + middle, shift_x = -offset * axis.right_y, shift_y = offset * axis.right_x;
		if (best > 0 && fabs(offset) > best)
			continue;
		best = fabs(offset);
		*beside = (MrzTrack){
			track->x0 + shift_x, track->y0 + shift_y, track->x1 + shift_x, track->y1 + shift_y, high};
	}
	return best > pitch;
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Puts the band on the middle of the ink, straight, from several stretches. */
static void
refine_band(const GrayView *page, const Axis *axis, Band *band, double u0, double u1)
{
	double at[SEGMENTS], middles[SEGMENTS], heights[SEGMENTS], sorted[SEGMENTS];
	int n = 0;
	for (int i = 0; i < SEGMENTS; i++) {
		double from = u0 + (u1 - u0) * i / SEGMENTS, to = u0 + (u1 - u0) * (i + 1) / SEGMENTS;
		if (!find_middle(page, axis, band, from, to, &middles[n], &heights[n]))
			continue;
		at[n] = (from + to) / 2;
		sorted[n] = heights[n];
		n++;
	}
	if (n < 3)
		return;
	qsort(sorted, (size_t)n, sizeof(double), compare_doubles);
	double typical = sorted[n / 2], count = 0, x1 = 0, y1 = 0, xx = 0, xy = 0;
	for (int i = 0; i < n; i++) {
		if (fabs(heights[i] - typical) > 0.25 * typical)
			continue;
		count++;
		x1 += at[i];
		y1 += middles[i];
		xx += at[i] * at[i];
		xy += at[i] * middles[i];
	}
	double spread = count * xx - x1 * x1;
	if (count < 3 || spread <= 0)
		return;
	double slope = (count * xy - x1 * y1) / spread;
	band->slope += slope;
	band->offset += (y1 - slope * x1) / count;
	band->height = typical;
}

static double
column_middle(const MrzFit *fit, double column)
{
	return fit->first + fit->pitch * column + fit->bend * column * column;
}

/* c0 + c1 k + c2 k k through weighted points, given as sums of w k^i and of w r k^i. */
static gboolean
solve_parabola(const double n[5], const double r[3], double c[3])
{
	double a = n[2] * n[4] - n[3] * n[3], b = n[1] * n[4] - n[2] * n[3], d = n[1] * n[3] - n[2] * n[2];
	double det = n[0] * a - n[1] * b + n[2] * d;
	if (!(fabs(det) > 1e-9))
		return FALSE;
	double e = n[0] * n[4] - n[2] * n[2], f = n[0] * n[3] - n[1] * n[2], g = n[0] * n[2] - n[1] * n[1];
	c[0] = (r[0] * a - r[1] * b + r[2] * d) / det;
	c[1] = (-r[0] * b + r[1] * e - r[2] * f) / det;
	c[2] = (r[0] * d - r[1] * f + r[2] * g) / det;
	return TRUE;
}

/* How far the ink around one column lies from where the lattice has it; weight 0: not seen. */
static double
phase_rest(const MrzFit *fit, float *const *inks, const Band *band, double column, double *weight)
{
	double pitch = fit->pitch + 2 * fit->bend * column, middle = column_middle(fit, column);
	int from = (int)((middle - 3.5 * pitch - band->from) / band->step), n = (int)(7 * pitch / band->step);
	double complex sum = 0;
	*weight = 0;
	if (!(pitch > 0.5 * fit->pitch && from >= 0 && from + n <= band->n))
		return 0;
	for (int i = 0; i < fit->n_lines; i++)
		sum += resonance(inks[i], from, n, (Swing){pitch / band->step, 0});
	*weight = cabs(sum);
	double rest = band->from + from * band->step - carg(sum) * pitch / (2 * G_PI) - middle;
	return rest - pitch * round(rest / pitch);
}

/* Where the cells lie: what windows along the lines see of the lattice corrects it, twice, the second time with the
 * pitch each place has. */
static void
fit_phases(MrzFit *fit, float *const *inks, const Band *band, int reach)
{
	for (int pass = 0; pass < 3; pass++) {
		double n[5] = {0}, r[3] = {0}, c[3], most = 0, weight;
		for (int column = -reach; column <= reach; column += 2) {
			phase_rest(fit, inks, band, column, &weight);
			most = MAX(most, weight);
		}
		/* from the middle outwards, so that a rest beyond half a pitch is known by the one before */
		for (int side = -1; side <= 1; side += 2) {
			double before = 0;
			for (int column = side < 0 ? -2 : 0; abs(column) <= reach; column += 2 * side) {
				double rest = phase_rest(fit, inks, band, column, &weight);
				if (weight < 0.3 * most)
					continue;
				rest += fit->pitch * round((before - rest) / fit->pitch);
				before = rest;
				for (int power = 0; power < 5; power++)
					n[power] += weight * pow(column, power);
				for (int power = 0; power < 3; power++)
					r[power] += weight * rest * pow(column, power);
			}
		}
		if (!solve_parabola(n, r, c))
			return;
		fit->first += c[0];
		fit->pitch += c[1];
		fit->bend += c[2];
	}
}

/* The swing of the ink in one cell. */
static double
cell_ink(const MrzFit *fit, const float *ink, const Band *band, int column)
{
	double u = fit->first + fit->pitch * column + fit->bend * column * column;
	int from = (int)((u - fit->pitch / 2 - band->from) / band->step), to = from + (int)(fit->pitch / band->step);
	return from < 0 || to > band->n ? 0 : loudness(ink + from, to - from);
}

static double
column_ink(const MrzFit *fit, float *const *inks, const Band *band, int column)
{
	double sum = 0;
	for (int line = 0; line < fit->n_lines; line++)
		sum += cell_ink(fit, inks[line], band, column);
	return sum;
}

/* The columns from one end of the ink to the other: those of the lines as found, then on while there is ink. */
static void
find_columns(MrzFit *fit, float *const *inks, const Band *band, double u0, double u1)
{
	int first = (int)floor((u0 - fit->first) / fit->pitch) + 1,
	    last = (int)ceil((u1 - fit->first) / fit->pitch) - 1;
	double usual = 0;
	last = MAX(first, last);
	for (int column = first; column <= last; column++)
		usual += column_ink(fit, inks, band, column) / (last - first + 1);
	while (column_ink(fit, inks, band, first - 1) > 0.15 * usual)
		first--;
	while (column_ink(fit, inks, band, last + 1) > 0.15 * usual)
		last++;
	while (first < last && column_ink(fit, inks, band, first) < 0.15 * usual)
		first++;
	while (first < last && column_ink(fit, inks, band, last) < 0.15 * usual)
		last--;
	int n_blank = 0;
	for (int line = 0; line < fit->n_lines; line++) {
		for (int column = first; column <= last; column++)
			n_blank += cell_ink(fit, inks[line], band, column) < 0.15 * usual / fit->n_lines;
	}
	fit->blank = (double)n_blank / ((last - first + 1) * fit->n_lines);
	fit->first_column = first - 2;
	fit->last_column = last + 2;
}

gboolean
mrz_fit_make(MrzFit *fit, const GrayView *page, const MrzTrack *tracks, int n_lines, double pitch)
{
	Axis axis;
	double length = axis_of(&tracks[0], &axis), u0 = 0, u1 = length;
	Band bands[MRZ_MAX_LINES];
	g_autofree float *ink = NULL;
	float *inks[MRZ_MAX_LINES];
	*fit = (MrzFit){.n_lines = n_lines,
		.x = axis.x,
		.y = axis.y,
		.right_x = axis.right_x,
		.right_y = axis.right_y,
		.pitch = pitch};
	double ends[MRZ_MAX_LINES][4];
	for (int i = 0; i < n_lines; i++) {
		const double xs[2] = {tracks[i].x0 - axis.x, tracks[i].x1 - axis.x},
			     ys[2] = {tracks[i].y0 - axis.y, tracks[i].y1 - axis.y};
		for (int k = 0; k < 2; k++) {
			ends[i][2 * k] = xs[k] * axis.right_x + ys[k] * axis.right_y;
			ends[i][2 * k + 1] = ys[k] * axis.right_x - xs[k] * axis.right_y;
		}
		u0 = MIN(u0, ends[i][0]);
		u1 = MAX(u1, ends[i][2]);
	}
	int n = (int)((u1 - u0 + 2 * MARGIN * pitch) * 10 / pitch);
	if (n > MAX_SAMPLES || n < 64)
		return FALSE;
	ink = g_new(float, (gsize)(n * n_lines));
	for (int i = 0; i < n_lines; i++) {
		double slope = (ends[i][3] - ends[i][1]) / (ends[i][2] - ends[i][0]);
		bands[i] = (Band){
			ends[i][1] - slope * ends[i][0], slope, tracks[i].height, u0 - MARGIN * pitch, pitch / 10, n};
		refine_band(page, &axis, &bands[i], ends[i][0], ends[i][2]);
		refine_band(page, &axis, &bands[i], ends[i][0], ends[i][2]);
		fit->offset[i] = bands[i].offset;
		fit->slope[i] = bands[i].slope;
		fit->height += bands[i].height / n_lines;
		inks[i] = ink + i * n;
		profile(page, &axis, &bands[i], pitch, inks[i]);
	}
	double most = 0;
	double complex best = 0;
	for (double p = pitch * 0.98; p < pitch * 1.02; p *= 1.001) {
		double complex sum = 0;
		for (int i = 0; i < n_lines; i++)
			sum += resonance(inks[i], 0, n, (Swing){p / bands[0].step, 0});
		if (cabs(sum) > most) {
			most = cabs(sum);
			best = sum;
			fit->pitch = p;
		}
	}
	fit->first = bands[0].from - carg(best) * fit->pitch / (2 * G_PI);
	/* count columns from the middle: the fitted bend then hardly moves the pitch */
	fit->first += fit->pitch * round(((u0 + u1) / 2 - fit->first) / fit->pitch);
	fit_phases(fit, inks, &bands[0], (int)((u1 - u0) / fit->pitch / 2));
	/* a lens bends a line a little; anything else is not a lattice (nor is what is no number) */
	if (!(fit->pitch > 0.85 * pitch && fit->pitch < 1.15 * pitch && fabs(fit->bend) < 0.006 * pitch))
		return FALSE;
	find_columns(fit, inks, &bands[0], u0, u1);
	return TRUE;
}

CellFrame
mrz_fit_frame(const MrzFit *fit, int line, double column, gboolean turned)
{
	double u = fit->first + fit->pitch * column + fit->bend * column * column;
	double pitch = fit->pitch + 2 * fit->bend * column;
	double v = fit->offset[line] + fit->slope[line] * u, slope = fit->slope[line];
	double sign = turned ? -1 : 1;
	/* the way along the line, then straight down from it, as high as wide: the print is square */
	double along_x = fit->right_x - slope * fit->right_y, along_y = fit->right_y + slope * fit->right_x;
	return (CellFrame){fit->x + u * fit->right_x - v * fit->right_y, fit->y + u * fit->right_y + v * fit->right_x,
		sign * pitch * along_x, sign * pitch * along_y, -sign * pitch * along_y, sign * pitch * along_x};
}
