#include "app/codes/mrz_sight.h"
#include <string.h>

enum {
	MAX_CLASSES = GLYPHS_MAX_CLASSES,
	GLANCE_STEP = 11,
	PROBE_STEP = 5,
	MAX_ROUNDS = 3,
	WIDEN_COLUMNS = 6,
	MAX_CELLS = 1700,      /* of a page: a zone takes about three hundred */
	LEAST_CHARACTERS = 30, /* of a line of a zone with two, and what chance gives a line that is none */
	MOST_CHARACTERS_BLANK = 12,
	MAX_SEARCHES = 4, /* of a page: a search takes about eighty */
};
static const double least_glance = 0.3, least_probe = 0.35, fair_probe = 0.55,
		    good_probe = 0.9; /* how clear cells are */
/* of a line that shows where the others are, and of one that lies beside its row; distances of rows, in pitches */
static const double clear_line = 0.75, strayed_line = 0.6, least_rows = 1.1, most_rows = 2.6, rows_step = 0.12;
static const double least_share = 0.8; /* of a window's cells that are characters */

gboolean
mrz_eyes_init(MrzEyes *eyes, const Glyphs *glyphs, const GrayView *page)
{
	for (int i = 0; i < glyphs_n_classes(glyphs); i++) {
		gunichar c = glyphs_class(glyphs, i);
		if (c >= 128 || (c != 0 && mrz_character_value((char)c) < 0))
			return FALSE;
	}
	gsize values = (gsize)(glyphs_cell_width(glyphs) * glyphs_cell_height(glyphs));
	*eyes = (MrzEyes){glyphs, *page, g_new(float, values *SIGHT_MAX_COLUMNS),
		g_new(float, (gsize)MAX_CLASSES *SIGHT_MAX_COLUMNS), MAX_CELLS, MAX_SEARCHES};
	return TRUE;
}

void
mrz_eyes_clear(MrzEyes *eyes)
{
	g_clear_pointer(&eyes->cells, g_free);
	g_clear_pointer(&eyes->scores, g_free);
}

static void
classify(MrzEyes *eyes, const MrzFit *fit, int line, int column, int step, int n, gboolean turned)
{
	int width = glyphs_cell_width(eyes->glyphs), height = glyphs_cell_height(eyes->glyphs);
	for (int i = 0; i < n; i++) {
		CellFrame frame = mrz_fit_frame(fit, line, column + i * step, turned);
		CellLevels levels = cell_levels(&eyes->page, &frame);
		cell_cut(&eyes->page, &frame, &levels, width, height, glyphs_cell_pitches_wide(eyes->glyphs),
			glyphs_cell_pitches_high(eyes->glyphs), eyes->cells + i * width * height);
	}
	glyphs_classify(eyes->glyphs, eyes->cells, n, eyes->scores);
	eyes->n_left -= n;
}

/* The best class that is a character, and how much of the score characters have. */
static int
best_class(const MrzEyes *eyes, const float *scores, double *character)
{
	int n = glyphs_n_classes(eyes->glyphs), best = -1;
	*character = 0;
	for (int i = 0; i < n; i++) {
		if (glyphs_class(eyes->glyphs, i) == 0)
			continue;
		*character += (double)scores[i];
		if (best < 0 || scores[i] > scores[best])
			best = i;
	}
	return best;
}

/* How clearly every step-th cell of a line is a character, 0 to 1. */
static double
probe_line(MrzEyes *eyes, const MrzFit *fit, int line, gboolean turned, int step)
{
	int from = fit->first_column + 4, n = MIN((fit->last_column - 4 - from) / step + 1, SIGHT_MAX_COLUMNS);
	double sum = 0;
	if (n < 2)
		return 0;
	classify(eyes, fit, line, from + line % step, step, n, turned);
	for (int i = 0; i < n; i++) {
		double character;
		const float *at = eyes->scores + i * glyphs_n_classes(eyes->glyphs);
		sum += (double)at[best_class(eyes, at, &character)];
	}
	return sum / n;
}

/* The mean over the lines. */
static double
probe(MrzEyes *eyes, const MrzFit *fit, gboolean turned, int step)
{
	double sum = 0;
	for (int line = 0; line < fit->n_lines; line++)
		sum += probe_line(eyes, fit, line, turned, step);
	return sum / fit->n_lines;
}

/* A line that strayed onto its neighbours, beside one that is clear: a row of a zone runs parallel to the other, at the
 * distance at which rows stand. */
static void
put_right(MrzEyes *eyes, MrzFit *fit, gboolean turned)
{
	double clear[MRZ_MAX_LINES];
	int best = 0;
	for (int line = 0; line < fit->n_lines; line++) {
		clear[line] = probe_line(eyes, fit, line, turned, PROBE_STEP);
		best = clear[line] > clear[best] ? line : best;
	}
	int n_left = eyes->n_left;
	for (int line = 0; line < fit->n_lines; line++) {
		if (clear[best] < clear_line || clear[line] > strayed_line || eyes->n_searches <= 0)
			continue;
		eyes->n_searches--;
		MrzFit moved = *fit;
		moved.slope[line] = fit->slope[best];
		for (double rows = least_rows; rows <= most_rows; rows += rows_step) {
			moved.offset[line] = fit->offset[best] + (line - best) * rows * fit->pitch;
			double clearer = probe_line(eyes, &moved, line, turned, GLANCE_STEP);
			if (clearer <= clear[line] + 0.05)
				continue;
			clear[line] = clearer;
			fit->offset[line] = moved.offset[line];
			fit->slope[line] = moved.slope[line];
		}
	}
	eyes->n_left = n_left; /* searches are counted apart: lines of prose must not use up what a zone needs */
}

/* Moves the lattice a little where that makes glyphs clearer. */
static double
nudge(MrzEyes *eyes, MrzFit *fit, gboolean turned, double quality)
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
			double clearer = probe(eyes, &moved, turned, PROBE_STEP);
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

gboolean
mrz_sight_probe(MrzEyes *eyes, MrzFit *fit, gboolean may_turn, gboolean *turned)
{
	double straight = probe(eyes, fit, FALSE, GLANCE_STEP),
	       over = may_turn ? probe(eyes, fit, TRUE, GLANCE_STEP) : 0;
	if (MAX(straight, over) < least_glance)
		return FALSE;
	straight = straight < over - 0.3 ? 0 : probe(eyes, fit, FALSE, PROBE_STEP);
	over = !may_turn || over < straight - 0.3 ? 0 : probe(eyes, fit, TRUE, PROBE_STEP);
	*turned = over > straight;
	double quality = MAX(over, straight);
	if (quality < least_probe)
		return FALSE;
	if (quality < good_probe) {
		MrzFit before = *fit;
		put_right(eyes, fit, *turned);
		if (memcmp(&before, fit, sizeof before) != 0)
			quality = probe(eyes, fit, *turned, PROBE_STEP);
	}
	return nudge(eyes, fit, *turned, quality) >= fair_probe;
}

static MrzCell
make_cell(const MrzEyes *eyes, const float *scores, float *character)
{
	MrzCell cell = {{0}, {0}};
	int n = glyphs_n_classes(eyes->glyphs);
	double all;
	int best = best_class(eyes, scores, &all);
	*character = (float)all;
	for (int rank = 0; rank < 3; rank++) {
		if (best < 0 || (rank > 0 && scores[best] < 1e-3F))
			break;
		cell.candidates[rank] = (char)glyphs_class(eyes->glyphs, best);
		cell.confidence[rank] = scores[best];
		int next = -1;
		for (int i = 0; i < n; i++) {
			gunichar c = glyphs_class(eyes->glyphs, i);
			if (c != 0 && memchr(cell.candidates, (char)c, (size_t)rank + 1) == NULL &&
				(next < 0 || scores[i] > scores[next]))
				next = i;
		}
		best = next;
	}
	return cell;
}

static void
look(MrzEyes *eyes, const MrzFit *fit, gboolean turned, MrzSight *sight)
{
	int n = MIN(fit->last_column - fit->first_column + 1, SIGHT_MAX_COLUMNS);
	sight->n_lines = fit->n_lines;
	sight->n_columns = n;
	for (int line = 0; line < fit->n_lines; line++) {
		int row = turned ? fit->n_lines - 1 - line : line;
		classify(eyes, fit, line, fit->first_column, 1, n, turned);
		for (int i = 0; i < n; i++) {
			int column = turned ? n - 1 - i : i;
			CellFrame frame = mrz_fit_frame(fit, line, fit->first_column + i, turned);
			sight->beyond[row][column] = frame.x < 0 || frame.y < 0 || frame.x >= eyes->page.width_px ||
						     frame.y >= eyes->page.height_px;
			sight->cells[row][column] = make_cell(eyes, eyes->scores + i * glyphs_n_classes(eyes->glyphs),
				&sight->character[row][column]);
		}
	}
}

static int
count_characters(const MrzSight *sight, int line)
{
	int n = 0;
	for (int column = 0; column < sight->n_columns; column++)
		n += sight->character[line][column] > 0.5F;
	return n;
}

gboolean
mrz_sight_drop_line(MrzFit *fit, gboolean turned, MrzSight *sight)
{
	if (sight->n_lines != 3)
		return FALSE;
	gboolean is_first = count_characters(sight, 0) < count_characters(sight, 2);
	int out = is_first ? 0 : 2, line = turned ? 2 - out : out;
	if (count_characters(sight, out) > MOST_CHARACTERS_BLANK ||
		MIN(count_characters(sight, 1), count_characters(sight, 2 - out)) < LEAST_CHARACTERS)
		return FALSE;
	for (int i = 0; i < 2; i++) {
		int row = is_first ? i + 1 : i, from = line == 0 ? i + 1 : i;
		memmove(sight->cells[i], sight->cells[row], sizeof sight->cells[i]);
		memmove(sight->character[i], sight->character[row], sizeof sight->character[i]);
		memmove(sight->beyond[i], sight->beyond[row], sizeof sight->beyond[i]);
		fit->offset[i] = fit->offset[from];
		fit->slope[i] = fit->slope[from];
	}
	fit->n_lines = sight->n_lines = 2;
	return TRUE;
}

/* How much a column bears characters, as a mean over the lines; columns not looked at bear none. */
static double
column_share(const MrzSight *sight, int column)
{
	double sum = 0;
	if (column < 0 || column >= sight->n_columns)
		return 0;
	for (int line = 0; line < sight->n_lines; line++)
		sum += (double)sight->character[line][column] / sight->n_lines;
	return sum;
}

static double
window_score(const MrzSight *sight, int first, int length)
{
	double score = 0;
	for (int column = first; column < first + length; column++)
		score += (column_share(sight, column) - 0.5) * sight->n_lines;
	return score;
}

/* Whether the lines go on beyond the window: then it is a part of something longer. */
static gboolean
is_cut_short(const MrzSight *sight, int first, int length)
{
	double before = (column_share(sight, first - 1) + column_share(sight, first - 2)) / 2;
	double after = (column_share(sight, first + length) + column_share(sight, first + length + 1)) / 2;
	return MAX(before, after) > 0.7;
}

/* The ends of the ink were guessed: where characters stand at an end, more may follow. */
static gboolean
widen(MrzFit *fit, const MrzSight *sight, gboolean turned)
{
	gboolean at_left = column_share(sight, 0) > 0.5 || column_share(sight, 1) > 0.5;
	gboolean at_right =
		column_share(sight, sight->n_columns - 1) > 0.5 || column_share(sight, sight->n_columns - 2) > 0.5;
	if (turned ? at_right : at_left)
		fit->first_column -= WIDEN_COLUMNS;
	if (turned ? at_left : at_right)
		fit->last_column += WIDEN_COLUMNS;
	return (at_left || at_right) && fit->last_column - fit->first_column < SIGHT_MAX_COLUMNS;
}

void
mrz_sight_look(MrzEyes *eyes, MrzFit *fit, gboolean turned, MrzSight *sight)
{
	look(eyes, fit, turned, sight);
	for (int round = 0; round < MAX_ROUNDS && widen(fit, sight, turned); round++)
		look(eyes, fit, turned, sight);
}

int
mrz_sight_windows(const MrzSight *sight, MrzWindow *windows)
{
	static const int lengths[] = {36, 44};
	int n = 0;
	for (int i = 0; i < (sight->n_lines == 3 ? 1 : 2); i++) {
		int length = sight->n_lines == 3 ? 30 : lengths[i], taken = -1;
		for (int rank = 0; rank < 2; rank++) {
			double best = (least_share - 0.5) * length * sight->n_lines;
			int at = -1;
			for (int first = 0; first + length <= sight->n_columns; first++) {
				double score = window_score(sight, first, length);
				if (score < best || first == taken || is_cut_short(sight, first, length))
					continue;
				best = score;
				at = first;
			}
			if (at < 0)
				break;
			windows[n++] = (MrzWindow){at, length};
			taken = at;
		}
	}
	return n;
}
