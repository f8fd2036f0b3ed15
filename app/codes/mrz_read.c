#include "app/codes/mrz_read.h"
#include "app/codes/mrz_fields.h"
#include "app/codes/mrz_sight.h"
#include "app/codes/mrz_stacks.h"
#include <math.h>

/* From coarse to fine, so that a page without a zone costs little: text lines (mrz_tracks.c); those of fixed pitch;
 * two or three of one pitch, stacked; their lattice (mrz_fit.c); a few cells, in both directions, to see whether they
 * bear glyphs of the alphabet; then all of them (mrz_sight.c). Lines may have a cell too many at their ends (a stain, a
 * border), so every window of a format's length competes. What is read must parse, and check digits or clear glyphs
 * must vouch for it: otherwise there is no zone. The page is looked at along its rows and columns first; then at the
 * angles at which something else seems to lie on it (mrz_slant.c). */

enum {
	MAX_STACKS = 8, /* looked at closely, of one axis */
	MIN_SIDE_PX = 120,
	MAX_SIDE_PX = 20000,
	MIN_COLUMNS =
		26, /* of a lattice with a zone in it: some may be faint at its ends, or other print go on there */
	MAX_COLUMNS = 56,
};
static const double most_blank = 0.13; /* of a stack's cells */
/* pitches in lines as found: a zone's ends may be faint, other print may go on there */
static const double shortest = 22, longest = 56;

typedef struct {
	Mrz *mrz;
	double quality;
	int rotation;
	gboolean is_sure; /* every check digit holds */
} Found;

static void
found_clear(Found *found)
{
	mrz_free(found->mrz);
}

typedef struct {
	MrzEyes eyes;
	MrzToday today;
	gboolean may_turn, want_all;
	GArray *found; /* Found, at different places */
} Scan;

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
	/* digits over nothing but fillers hold of themselves */
	if (mrz->document_number == NULL || n_changed * 10 > n_cells || *n_valid <= *n_invalid)
		return FALSE;
	return (*n_valid >= 3 && clear > 0.5) || (*n_valid >= 2 && clear > 0.6) || (*n_valid >= 1 && clear > 0.9);
}

static gboolean
is_same_place(const Box *a, const Box *b)
{
	int x = a->x + a->width / 2, y = a->y + a->height / 2;
	return x >= b->x && x < b->x + b->width && y >= b->y && y < b->y + b->height;
}

/* Takes the reading: beside the others, or for one of the same place that is no better. */
static void
keep(Scan *scan, Found found)
{
	for (guint i = 0; i < scan->found->len; i++) {
		Found *other = &g_array_index(scan->found, Found, i);
		if (!is_same_place(&found.mrz->box, &other->mrz->box) &&
			!is_same_place(&other->mrz->box, &found.mrz->box))
			continue;
		if (found.quality > other->quality) {
			Found worse = *other;
			*other = found;
			found = worse;
		}
		found_clear(&found);
		return;
	}
	if (scan->found->len < MRZ_MAX_ZONES)
		g_array_append_val(scan->found, found);
	else
		found_clear(&found);
}

static gboolean
is_settled(const Scan *scan)
{
	for (guint i = 0; i < scan->found->len && !scan->want_all; i++) {
		if (g_array_index(scan->found, Found, i).is_sure)
			return TRUE;
	}
	return scan->eyes.n_left <= 0;
}

/* Whether a zone that needs no other reading lies under this line. */
static gboolean
is_read_already(const Scan *scan, const MrzTrack *track)
{
	Box middle = {(int)((track->x0 + track->x1) / 2), (int)((track->y0 + track->y1) / 2), 1, 1};
	for (guint i = 0; i < scan->found->len; i++) {
		const Found *found = &g_array_index(scan->found, Found, i);
		if (found->is_sure && is_same_place(&middle, &found->mrz->box))
			return TRUE;
	}
	return FALSE;
}

static void
try_window(Scan *scan, const MrzFit *fit, const MrzSight *sight, const MrzWindow *window, gboolean turned, int rotation)
{
	MrzCell cells[MRZ_MAX_CELLS];
	double clear = 0;
	int n = 0, n_beyond = 0, n_empty = 0, n_valid, n_invalid;
	for (int line = 0; line < sight->n_lines; line++) {
		for (int i = 0; i < window->n_columns; i++) {
			cells[n] = sight->cells[line][window->first + i];
			clear += (double)cells[n++].confidence[0];
			n_empty += sight->character[line][window->first + i] < 0.3F;
			n_beyond += sight->beyond[line][window->first + i];
		}
	}
	/* what the page does not show is not guessed; a text with blanks is none */
	if (n_beyond > 0 || n_empty * 12 > n)
		return;
	clear /= n;
	MrzCells all = {sight->n_lines, window->n_columns, cells};
	g_autoptr(Mrz) mrz = mrz_parse_cells(&all, scan->today.year, scan->today.month, scan->today.day);
	if (mrz == NULL || !is_vouched_for(mrz, &all, clear, &n_valid, &n_invalid))
		return;
	int first = fit->first_column + window->first, last = first + window->n_columns - 1;
	if (turned) {
		last = fit->first_column + sight->n_columns - 1 - window->first;
		first = last - window->n_columns + 1;
	}
	mrz->box = box_of(fit, first, last, &scan->eyes.page);
	gboolean is_sure = n_invalid == 0 && n_valid >= 2 && clear > 0.8;
	keep(scan, (Found){g_steal_pointer(&mrz), clear + 0.3 * n_valid - 0.3 * n_invalid, rotation, is_sure});
}

/* The lines' lengths in pitches, as found. */
static void
measure_lengths(const MrzStack *stack, double *least, double *most)
{
	*least = G_MAXDOUBLE;
	*most = 0;
	for (int i = 0; i < stack->n_lines; i++) {
		const MrzTrack *track = &stack->tracks[i];
		double length = hypot(track->x1 - track->x0, track->y1 - track->y0) / stack->pitch;
		*least = MIN(*least, length);
		*most = MAX(*most, length);
	}
}

static void
try_stack(Scan *scan, const MrzStack *stack, gboolean along_rows)
{
	MrzFit fit;
	gboolean turned;
	double least, most;
	measure_lengths(stack, &least, &most);
	gboolean is_long = least > longest; /* typed text mostly goes on */
	if (most < shortest || !mrz_fit_make(&fit, &scan->eyes.page, stack->tracks, stack->n_lines, stack->pitch))
		return;
	if ((is_long && fit.last_column - fit.first_column > longest) || fit.blank > most_blank ||
		!mrz_sight_probe(&scan->eyes, &fit, scan->may_turn, &turned))
		return;
	g_autofree MrzSight *sight = g_new0(MrzSight, 1);
	MrzWindow windows[SIGHT_MAX_WINDOWS];
	mrz_sight_look(&scan->eyes, &fit, turned, sight);
	int rotation = along_rows ? (turned ? 180 : 0) : (turned ? 90 : 270);
	do {
		int n = mrz_sight_windows(sight, windows);
		for (int i = 0; i < n; i++)
			try_window(scan, &fit, sight, &windows[i], turned, rotation);
	} while (mrz_sight_drop_line(&fit, turned, sight));
}

static void
scan_axis(Scan *scan, const MrzSmall *small, gboolean along_rows)
{
	if (is_settled(scan))
		return;
	g_autoptr(GArray) stacks = mrz_stacks_find(&scan->eyes.page, small, along_rows);
	for (guint i = 0, n = 0; i < stacks->len && n < MAX_STACKS && !is_settled(scan); i++) {
		const MrzStack *stack = &g_array_index(stacks, MrzStack, i);
		if (is_read_already(scan, &stack->tracks[0]))
			continue;
		try_stack(scan, stack, along_rows);
		n++;
	}
}

static void
scan_page(Scan *scan)
{
	MrzSmall small;
	double slants[MRZ_MAX_SLANTS];
	mrz_small_init(&small, &scan->eyes.page);
	scan_axis(scan, &small, TRUE);
	if (scan->may_turn)
		scan_axis(scan, &small, FALSE);
	int n = is_settled(scan) ? 0 : mrz_slants_find(&small, slants);
	for (int i = 0; i < n && !is_settled(scan); i++) {
		MrzSmall slanted;
		mrz_small_slant(&slanted, &small, slants[i]);
		scan_axis(scan, &slanted, TRUE);
		if (scan->may_turn)
			scan_axis(scan, &slanted, FALSE);
		mrz_small_clear(&slanted);
	}
	mrz_small_clear(&small);
}

static gint
compare_found(gconstpointer a, gconstpointer b)
{
	const Found *x = a, *y = b;
	return (x->quality < y->quality) - (x->quality > y->quality);
}

/* What stands on the page, the best read first: array of Found, the caller's. */
static GArray *
find_zones(const Glyphs *glyphs, const GrayView *page, const MrzToday *today, gboolean may_turn, gboolean want_all)
{
	Scan scan = {.today = *today, .may_turn = may_turn, .want_all = want_all};
	scan.found = g_array_new(FALSE, FALSE, sizeof(Found));
	g_array_set_clear_func(scan.found, (GDestroyNotify)found_clear);
	if (page->pixels == NULL || page->width_px < MIN_SIDE_PX || page->height_px < MIN_SIDE_PX / 2 ||
		page->width_px > MAX_SIDE_PX || page->height_px > MAX_SIDE_PX || page->stride < page->width_px ||
		!mrz_eyes_init(&scan.eyes, glyphs, page))
		return scan.found;
	scan_page(&scan);
	mrz_eyes_clear(&scan.eyes);
	g_array_sort(scan.found, compare_found);
	return scan.found;
}

Mrz *
mrz_read_page(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, Box *box,
	int today_year, int today_month, int today_day)
{
	g_autoptr(GArray) found = find_zones(glyphs, &(GrayView){gray, width_px, height_px, stride},
		&(MrzToday){today_year, today_month, today_day}, FALSE, FALSE);
	if (found->len == 0)
		return NULL;
	Mrz *mrz = g_steal_pointer(&g_array_index(found, Found, 0).mrz);
	if (box != NULL)
		*box = mrz->box;
	return mrz;
}

Mrz *
mrz_read_turned(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, int *rotation,
	int today_year, int today_month, int today_day)
{
	g_autoptr(GArray) found = find_zones(glyphs, &(GrayView){gray, width_px, height_px, stride},
		&(MrzToday){today_year, today_month, today_day}, TRUE, FALSE);
	if (found->len == 0)
		return NULL;
	*rotation = g_array_index(found, Found, 0).rotation;
	return g_steal_pointer(&g_array_index(found, Found, 0).mrz);
}

GPtrArray *
mrz_read_all(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride, int *rotations,
	int today_year, int today_month, int today_day)
{
	g_autoptr(GArray) found = find_zones(glyphs, &(GrayView){gray, width_px, height_px, stride},
		&(MrzToday){today_year, today_month, today_day}, TRUE, TRUE);
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)mrz_free);
	for (guint i = 0; i < found->len; i++) {
		g_ptr_array_add(all, g_steal_pointer(&g_array_index(found, Found, i).mrz));
		if (rotations != NULL)
			rotations[i] = g_array_index(found, Found, i).rotation;
	}
	return all;
}

int
mrz_find_rotation(const Glyphs *glyphs, const guint8 *gray, int width_px, int height_px, int stride)
{
	/* the day only decides centuries */
	g_autoptr(GArray) found = find_zones(
		glyphs, &(GrayView){gray, width_px, height_px, stride}, &(MrzToday){2000, 1, 1}, TRUE, FALSE);
	const Found *best = (const Found *)(gconstpointer)found->data;
	return found->len > 0 && best->is_sure ? best->rotation : -1;
}
