#include "app/codes/mrz_read.h"
#include "app/codes/mrz_fields.h"
#include "app/codes/mrz_stacks.h"
#include <math.h>
#include <string.h>

/* From coarse to fine, so that a page without a zone costs little: text lines (mrz_tracks.c); those of fixed pitch;
 * two or three of one pitch, stacked; their lattice (mrz_fit.c); a few cells, in both directions, to see whether they
 * bear glyphs of the alphabet; then all of them. Lines may have a cell too many at their ends (a stain, a border), so
 * every window of a format's length competes. What is read must parse, and check digits or clear glyphs must vouch for
 * it: otherwise there is no zone. */

enum {
	MAX_STACKS = 6,   /* looked at closely */
	MAX_COLUMNS = 72, /* classified in a line */
	MAX_CLASSES = GLYPHS_MAX_CLASSES,
	PROBE_STEP = 5,
	MIN_SIDE_PX = 120,
	MAX_SIDE_PX = 20000,
	N_WINDOWS = 4,
	MAX_ROUNDS = 3,
	WIDEN_COLUMNS = 6,
};
static const double most_blank = 0.13;                                       /* of a stack's cells */
static const double least_probe = 0.35, fair_probe = 0.55, good_probe = 0.9; /* of a few cells: how clear they are */
static const double least_share = 0.8; /* of a window's cells that are characters */

/* What was read best so far. */
typedef struct {
	Mrz *mrz;
	double quality;
	int rotation;
	gboolean is_sure; /* every check digit holds */
} Found;

typedef struct {
	const Glyphs *glyphs;
	GrayView page;
	MrzToday today;
	float *cells; /* room for one line */
	Found found;
} Scan;

static void
classify(const Scan *scan, const MrzFit *fit, int line, int column, int step, int n, gboolean turned, float *scores)
{
	int width = glyphs_cell_width(scan->glyphs), height = glyphs_cell_height(scan->glyphs);
	for (int i = 0; i < n; i++) {
		CellFrame frame = mrz_fit_frame(fit, line, column + i * step, turned);
		CellLevels levels = cell_levels(&scan->page, &frame);
		cell_cut(&scan->page, &frame, &levels, width, height, glyphs_cell_pitches_wide(scan->glyphs),
			glyphs_cell_pitches_high(scan->glyphs), scan->cells + i * width * height);
	}
	glyphs_classify(scan->glyphs, scan->cells, n, scores);
}

/* The best class that is a character, and how much of the score characters have. */
static int
best_class(const Scan *scan, const float *scores, double *character)
{
	int n = glyphs_n_classes(scan->glyphs), best = -1;
	*character = 0;
	for (int i = 0; i < n; i++) {
		if (glyphs_class(scan->glyphs, i) == 0)
			continue;
		*character += (double)scores[i];
		if (best < 0 || scores[i] > scores[best])
			best = i;
	}
	return best;
}

/* How clearly a few cells of each line are characters, 0 to 1. */
static double
probe(const Scan *scan, const MrzFit *fit, gboolean turned)
{
	float scores[MAX_COLUMNS * MAX_CLASSES];
	int from = fit->first_column + 4, n = MIN((fit->last_column - 4 - from) / PROBE_STEP + 1, MAX_COLUMNS);
	double sum = 0;
	if (n < 2)
		return 0;
	for (int line = 0; line < fit->n_lines; line++) {
		classify(scan, fit, line, from + line % PROBE_STEP, PROBE_STEP, n, turned, scores);
		for (int i = 0; i < n; i++) {
			double character;
			const float *at = scores + i * glyphs_n_classes(scan->glyphs);
			sum += (double)at[best_class(scan, at, &character)];
		}
	}
	return sum / (n * fit->n_lines);
}

/* Moves the lattice a little where that makes glyphs clearer. */
static double
nudge(const Scan *scan, MrzFit *fit, gboolean turned, double quality)
{
	static const double moves[][2] = {{-0.08, 0}, {0.08, 0}, {0, -0.08}, {0, 0.08}};
	for (int round = 0; round < 2 && quality < good_probe; round++) {
		double before = quality;
		MrzFit best = *fit;
		for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
			MrzFit moved = *fit;
			moved.first += moves[i][0] * fit->pitch;
			for (int line = 0; line < fit->n_lines; line++)
				moved.offset[line] += moves[i][1] * fit->pitch;
			double clearer = probe(scan, &moved, turned);
			if (clearer > quality) {
				quality = clearer;
				best = moved;
			}
		}
		*fit = best;
		if (quality < before + 0.01)
			break;
	}
	return quality;
}

/* Cells of all lines as read, column by column from the reader's left. */
typedef struct {
	int n_lines, n_columns;
	MrzCell cells[MRZ_MAX_LINES][MAX_COLUMNS];
	float character[MRZ_MAX_LINES][MAX_COLUMNS];
} Sight;

static MrzCell
make_cell(const Scan *scan, const float *scores, float *character)
{
	MrzCell cell = {{0}, {0}};
	int n = glyphs_n_classes(scan->glyphs);
	double all;
	int best = best_class(scan, scores, &all);
	*character = (float)all;
	for (int rank = 0; rank < 3; rank++) {
		if (best < 0 || (rank > 0 && scores[best] < 1e-3F))
			break;
		cell.candidates[rank] = (char)glyphs_class(scan->glyphs, best);
		cell.confidence[rank] = scores[best];
		int next = -1;
		for (int i = 0; i < n; i++) {
			gunichar c = glyphs_class(scan->glyphs, i);
			if (c != 0 && memchr(cell.candidates, (char)c, (size_t)rank + 1) == NULL &&
				(next < 0 || scores[i] > scores[next]))
				next = i;
		}
		best = next;
	}
	return cell;
}

static void
look(const Scan *scan, const MrzFit *fit, gboolean turned, Sight *sight)
{
	float scores[MAX_COLUMNS * MAX_CLASSES];
	int n = MIN(fit->last_column - fit->first_column + 1, MAX_COLUMNS);
	sight->n_lines = fit->n_lines;
	sight->n_columns = n;
	for (int line = 0; line < fit->n_lines; line++) {
		int row = turned ? fit->n_lines - 1 - line : line;
		classify(scan, fit, line, fit->first_column, 1, n, turned, scores);
		for (int i = 0; i < n; i++) {
			int column = turned ? n - 1 - i : i;
			sight->cells[row][column] = make_cell(
				scan, scores + i * glyphs_n_classes(scan->glyphs), &sight->character[row][column]);
		}
	}
}

/* A run of columns as long as a format's lines, and how much it looks like all of the zone and nothing else. */
typedef struct {
	int first, n_columns;
	double score;
} Window;

/* How much a column bears characters, as a mean over the lines; columns not looked at bear none. */
static double
column_share(const Sight *sight, int column)
{
	double sum = 0;
	if (column < 0 || column >= sight->n_columns)
		return 0;
	for (int line = 0; line < sight->n_lines; line++)
		sum += (double)sight->character[line][column] / sight->n_lines;
	return sum;
}

static double
window_score(const Sight *sight, int first, int length)
{
	double score = 0;
	for (int column = first; column < first + length; column++)
		score += (column_share(sight, column) - 0.5) * sight->n_lines;
	return score;
}

/* Whether the lines go on beyond the window: then it is a part of something longer. */
static gboolean
is_cut_short(const Sight *sight, int first, int length)
{
	double before = (column_share(sight, first - 1) + column_share(sight, first - 2)) / 2;
	double after = (column_share(sight, first + length) + column_share(sight, first + length + 1)) / 2;
	return MAX(before, after) > 0.7;
}

/* Of each length a format of so many lines has, the two best. */
static void
find_windows(const Sight *sight, Window windows[N_WINDOWS])
{
	static const int lengths[] = {36, 44};
	for (int i = 0; i < N_WINDOWS; i++) {
		int length = sight->n_lines == 3 ? 30 : lengths[i / 2];
		Window *best = &windows[i];
		*best = (Window){0, 0, -G_MAXDOUBLE};
		if (sight->n_lines == 3 && i >= 2)
			continue;
		for (int first = 0; first + length <= sight->n_columns; first++) {
			double score = window_score(sight, first, length);
			gboolean is_taken =
				i % 2 == 1 && windows[i - 1].n_columns != 0 && windows[i - 1].first == first;
			if (score > best->score && !is_taken && !is_cut_short(sight, first, length))
				*best = (Window){first, length, score};
		}
	}
}

static Box
box_of(const MrzFit *fit, int first, int last, const GrayView *page)
{
	double x0 = G_MAXDOUBLE, y0 = G_MAXDOUBLE, x1 = -G_MAXDOUBLE, y1 = -G_MAXDOUBLE;
	for (int line = 0; line < fit->n_lines; line++) {
		for (int corner = 0; corner < 4; corner++) {
			CellFrame frame = mrz_fit_frame(fit, line, corner & 1 ? last : first, FALSE);
			double u = corner & 1 ? 0.5 : -0.5, v = corner & 2 ? 0.6 : -0.6;
			double x = frame.x + u * frame.right_x + v * frame.down_x,
			       y = frame.y + u * frame.right_y + v * frame.down_y;
			x0 = MIN(x0, x);
			y0 = MIN(y0, y);
			x1 = MAX(x1, x);
			y1 = MAX(y1, y);
		}
	}
	int left = (int)CLAMP(x0, 0, page->width_px), top = (int)CLAMP(y0, 0, page->height_px);
	return (Box){left, top, (int)CLAMP(ceil(x1), 0, page->width_px) - left,
		(int)CLAMP(ceil(y1), 0, page->height_px) - top};
}

/* How many cells stand in the lines otherwise than the glyph at first sight says. */
static int
count_changed(const Mrz *mrz, const MrzCells *cells)
{
	int n = 0;
	for (int i = 0; i < cells->n_lines * cells->n_columns; i++)
		n += mrz->lines[i / cells->n_columns][i % cells->n_columns] != cells->cells[i].candidates[0];
	return n;
}

/* Whether what was parsed is a zone. Digits and letters stand where they must at first sight (any text can be bent to
 * some zone, with many changes), check digits hold, and the glyphs are clear. */
static gboolean
is_vouched_for(const Mrz *mrz, const MrzCells *cells, double clear, int *n_valid, int *n_invalid)
{
	int n_changed = count_changed(mrz, cells), n_cells = cells->n_lines * cells->n_columns;
	*n_valid = *n_invalid = 0;
	for (int i = 0; i < MRZ_N_DIGITS; i++) {
		*n_valid += mrz->checks[i] == MRZ_CHECK_VALID || mrz->checks[i] == MRZ_CHECK_REPAIRED;
		*n_invalid += mrz->checks[i] == MRZ_CHECK_INVALID;
	}
	if (mrz->issuer == NULL || mrz->birth_date == NULL || (mrz->surname == NULL && mrz->given_names == NULL))
		*n_invalid += 1;
	if (n_changed * 10 > n_cells || *n_valid <= *n_invalid)
		return FALSE;
	return (*n_valid >= 3 && clear > 0.5) || (*n_valid >= 2 && clear > 0.6) || (*n_valid >= 1 && clear > 0.9);
}

static void
try_window(Scan *scan, const MrzFit *fit, const Sight *sight, const Window *window, gboolean turned, int rotation)
{
	MrzCell cells[MRZ_MAX_CELLS];
	double clear = 0;
	int n = 0, n_valid, n_invalid;
	if (window->n_columns == 0 || window->score < (least_share - 0.5) * window->n_columns * sight->n_lines)
		return;
	for (int line = 0; line < sight->n_lines; line++) {
		for (int i = 0; i < window->n_columns; i++) {
			cells[n] = sight->cells[line][window->first + i];
			clear += (double)cells[n++].confidence[0];
		}
	}
	clear /= n;
	MrzCells all = {sight->n_lines, window->n_columns, cells};
	g_autoptr(Mrz) mrz = mrz_parse_cells(&all, scan->today.year, scan->today.month, scan->today.day);
	if (mrz == NULL || !is_vouched_for(mrz, &all, clear, &n_valid, &n_invalid))
		return;
	double quality = clear + 0.3 * n_valid - 0.3 * n_invalid;
	if (scan->found.mrz != NULL && quality <= scan->found.quality)
		return;
	mrz_free(scan->found.mrz);
	int first = fit->first_column + window->first, last = first + window->n_columns - 1;
	if (turned) {
		last = fit->first_column + sight->n_columns - 1 - window->first;
		first = last - window->n_columns + 1;
	}
	mrz->box = box_of(fit, first, last, &scan->page);
	scan->found = (Found){g_steal_pointer(&mrz), quality, rotation, n_invalid == 0 && n_valid >= 2 && clear > 0.8};
}

static gboolean
widen(MrzFit *fit, const Sight *sight, gboolean turned)
{
	gboolean at_left = column_share(sight, 0) > 0.5 || column_share(sight, 1) > 0.5;
	gboolean at_right =
		column_share(sight, sight->n_columns - 1) > 0.5 || column_share(sight, sight->n_columns - 2) > 0.5;
	if (turned ? at_right : at_left)
		fit->first_column -= WIDEN_COLUMNS;
	if (turned ? at_left : at_right)
		fit->last_column += WIDEN_COLUMNS;
	return (at_left || at_right) && fit->last_column - fit->first_column < MAX_COLUMNS;
}

static void
try_stack(Scan *scan, const MrzStack *stack, gboolean upright, gboolean may_turn)
{
	MrzFit fit;
	if (!mrz_fit_make(&fit, &scan->page, stack->tracks, stack->n_lines, stack->pitch) || fit.blank > most_blank)
		return;
	double straight = probe(scan, &fit, FALSE), over = may_turn ? probe(scan, &fit, TRUE) : 0;
	gboolean turned = over > straight;
	if (MAX(over, straight) < least_probe)
		return;
	if (nudge(scan, &fit, turned, MAX(over, straight)) < fair_probe)
		return;
	g_autofree Sight *sight = g_new0(Sight, 1);
	look(scan, &fit, turned, sight);
	/* the ends of the ink were guessed: where characters stand at an end, more may follow */
	for (int round = 0; round < MAX_ROUNDS && widen(&fit, sight, turned); round++)
		look(scan, &fit, turned, sight);
	Window windows[N_WINDOWS];
	find_windows(sight, windows);
	int rotation = upright ? (turned ? 180 : 0) : (turned ? 90 : 270);
	for (int i = 0; i < N_WINDOWS && !scan->found.is_sure; i++)
		try_window(scan, &fit, sight, &windows[i], turned, rotation);
}

static gboolean
scan_init(Scan *scan, const Glyphs *glyphs, const GrayView *page, const MrzToday *today)
{
	*scan = (Scan){.glyphs = glyphs, .page = *page, .today = *today};
	if (page->pixels == NULL || page->width_px < MIN_SIDE_PX || page->height_px < MIN_SIDE_PX / 2 ||
		page->width_px > MAX_SIDE_PX || page->height_px > MAX_SIDE_PX || page->stride < page->width_px)
		return FALSE;
	for (int i = 0; i < glyphs_n_classes(glyphs); i++) {
		gunichar c = glyphs_class(glyphs, i);
		if (c >= 128 || (c != 0 && mrz_character_value((char)c) < 0))
			return FALSE;
	}
	gsize values = (gsize)(glyphs_cell_width(glyphs) * glyphs_cell_height(glyphs));
	scan->cells = g_new(float, values *MAX_COLUMNS);
	return TRUE;
}

static void
scan_axis(Scan *scan, const MrzSmall *small, gboolean upright, gboolean may_turn)
{
	g_autoptr(GArray) stacks = mrz_stacks_find(&scan->page, small, upright);
	for (guint i = 0; i < stacks->len && i < MAX_STACKS && !scan->found.is_sure; i++)
		try_stack(scan, &g_array_index(stacks, MrzStack, i), upright, may_turn);
}

Mrz *
mrz_read_page(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, Box *box,
	int today_year, int today_month, int today_day)
{
	Scan scan;
	if (!scan_init(&scan, glyphs, &(GrayView){gray, width_px, height_px, stride},
		    &(MrzToday){today_year, today_month, today_day}))
		return NULL;
	MrzSmall small;
	mrz_small_init(&small, &scan.page);
	scan_axis(&scan, &small, TRUE, FALSE);
	mrz_small_clear(&small);
	g_free(scan.cells);
	if (box != NULL && scan.found.mrz != NULL)
		*box = scan.found.mrz->box;
	return scan.found.mrz;
}

static Mrz *
read_turned(const Glyphs *glyphs, const GrayView *page, const MrzToday *today, int *rotation, gboolean *is_sure)
{
	Scan scan;
	if (!scan_init(&scan, glyphs, page, today))
		return NULL;
	MrzSmall small;
	mrz_small_init(&small, &scan.page);
	scan_axis(&scan, &small, TRUE, TRUE);
	if (!scan.found.is_sure)
		scan_axis(&scan, &small, FALSE, TRUE);
	mrz_small_clear(&small);
	g_free(scan.cells);
	*is_sure = scan.found.is_sure;
	if (scan.found.mrz != NULL)
		*rotation = scan.found.rotation;
	return scan.found.mrz;
}

Mrz *
mrz_read_turned(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, int *rotation,
	int today_year, int today_month, int today_day)
{
	gboolean is_sure;
	return read_turned(glyphs, &(GrayView){gray, width_px, height_px, stride},
		&(MrzToday){today_year, today_month, today_day}, rotation, &is_sure);
}

int
mrz_find_rotation(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride)
{
	int rotation = -1;
	gboolean is_sure = FALSE;
	/* the day only decides centuries */
	g_autoptr(Mrz) mrz = read_turned(
		glyphs, &(GrayView){gray, width_px, height_px, stride}, &(MrzToday){2000, 1, 1}, &rotation, &is_sure);
	return mrz != NULL && is_sure ? rotation : -1;
}
