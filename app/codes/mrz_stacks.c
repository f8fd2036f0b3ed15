#include "app/codes/mrz_stacks.h"
#include <math.h>

enum {
	MAX_LINES = 120, /* of fixed pitch, on a page */
	MAX_SOUGHT = 16, /* beside them */
	TEXT_LINES = 7,  /* under each other */
};
static const double least_pitch_px = 8.5, least_strength = 0.2, seed_strength = 0.3;

typedef struct {
	MrzTrack track;
	MrzPitch pitch;
	double u0, u1, v; /* along and across the axis */
} Line;

static gint
compare_lines(gconstpointer a, gconstpointer b)
{
	const Line *x = a, *y = b;
	return (x->v > y->v) - (x->v < y->v);
}

/* The way along the lines of one axis, a unit vector. */
typedef struct {
	double x, y;
} Way;

static gint
compare_strengths(gconstpointer a, gconstpointer b)
{
	const Line *x = a, *y = b;
	return (x->pitch.strength < y->pitch.strength) - (x->pitch.strength > y->pitch.strength);
}

static Line
make_line(const GrayView *page, const MrzTrack *track, const Way *way)
{
	return (Line){*track, mrz_pitch_measure(page, track), track->x0 * way->x + track->y0 * way->y,
		track->x1 * way->x + track->y1 * way->y,
		((track->y0 + track->y1) * way->x - (track->x0 + track->x1) * way->y) / 2};
}

static gboolean
is_known(const GArray *lines, const Line *line)
{
	for (guint i = 0; i < lines->len; i++) {
		const Line *other = &g_array_index(lines, Line, i);
		double overlap = MIN(other->u1, line->u1) - MAX(other->u0, line->u0);
		if (fabs(other->v - line->v) < 0.6 * line->pitch.pitch && overlap > 0.6 * (line->u1 - line->u0))
			return TRUE;
	}
	return FALSE;
}

/* The fixed pitch lines of one axis. */
static GArray *
find_lines(const GrayView *page, const GArray *tracks, const Way *way)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
	for (guint i = 0; i < tracks->len && lines->len < MAX_LINES; i++) {
		Line line = make_line(page, &g_array_index(tracks, MrzTrack, i), way);
		if (line.pitch.strength >= least_strength && line.pitch.pitch >= least_pitch_px &&
			!is_known(lines, &line))
			g_array_append_val(lines, line);
	}
	return lines;
}

/* Whether a line already found lies where the next one on this side would. */
static gboolean
has_neighbour(const GArray *lines, const Line *line, int side)
{
	for (guint i = 0; i < lines->len; i++) {
		const Line *other = &g_array_index(lines, Line, i);
		double apart = (other->v - line->v) * side,
		       overlap = MIN(other->u1, line->u1) - MAX(other->u0, line->u0);
		gboolean same = fabs(other->pitch.pitch - line->pitch.pitch) < 0.06 * line->pitch.pitch;
		if (same && apart > 1.1 * line->pitch.pitch && apart < 2.6 * line->pitch.pitch &&
			overlap > 0.8 * (line->u1 - line->u0))
			return TRUE;
	}
	return FALSE;
}

/* A line of a zone has others of its pitch beside it, even where they were not found as lines: a stamp cut them, or
 * other print ran into them. */
static void
add_neighbours(const GrayView *page, GArray *lines, const Way *way)
{
	g_array_sort(lines, compare_strengths);
	for (guint i = 0, n_sought = 0; i < lines->len && lines->len < MAX_LINES; i++) {
		Line line = g_array_index(lines, Line, i);
		if (line.pitch.strength < seed_strength)
			continue;
		for (int side = -1; side <= 1; side += 2) {
			MrzTrack beside;
			if (n_sought >= MAX_SOUGHT || has_neighbour(lines, &line, side))
				continue;
			n_sought++;
			if (!mrz_track_beside(page, &line.track, line.pitch.pitch, side, &beside))
				continue;
			Line found = make_line(page, &beside, way);
			if (found.pitch.strength >= least_strength &&
				fabs(found.pitch.pitch - line.pitch.pitch) < 0.05 * line.pitch.pitch &&
				!is_known(lines, &found))
				g_array_append_val(lines, found);
		}
	}
	g_array_sort(lines, compare_lines);
}

/* Whether b lies below a as the next line of a zone does. */
static gboolean
is_next(const Line *a, const Line *b)
{
	double pitch = (a->pitch.pitch + b->pitch.pitch) / 2, apart = b->v - a->v;
	double overlap = MIN(a->u1, b->u1) - MAX(a->u0, b->u0), longest = MAX(a->u1 - a->u0, b->u1 - b->u0);
	return fabs(a->pitch.pitch - b->pitch.pitch) < 0.08 * pitch && apart > 1.1 * pitch && apart < 2.9 * pitch &&
	       overlap > 0.6 * longest;
}

static gint
compare_stacks(gconstpointer a, gconstpointer b)
{
	const MrzStack *x = a, *y = b;
	return (x->strength < y->strength) - (x->strength > y->strength);
}

/* Takes out the lines of running text: so many of one pitch under each other are no zone. */
static void
drop_text(GArray *lines)
{
	Line *at = (Line *)(gpointer)lines->data;
	int above[MAX_LINES], below[MAX_LINES], n = (int)lines->len;
	for (int i = 0; i < n; i++) {
		above[i] = 0;
		for (int k = 0; k < i; k++)
			above[i] = is_next(&at[k], &at[i]) ? MAX(above[i], above[k] + 1) : above[i];
	}
	for (int i = n - 1; i >= 0; i--) {
		below[i] = 0;
		for (int k = i + 1; k < n; k++)
			below[i] = is_next(&at[i], &at[k]) ? MAX(below[i], below[k] + 1) : below[i];
	}
	for (int i = n - 1; i >= 0; i--) {
		if (above[i] + 1 + below[i] >= TEXT_LINES)
			g_array_remove_index(lines, (guint)i);
	}
}

static GArray *
find_stacks(const GArray *lines)
{
	GArray *stacks = g_array_new(FALSE, FALSE, sizeof(MrzStack));
	const Line *at = (const Line *)(gconstpointer)lines->data;
	for (guint i = 0; i < lines->len; i++) {
		for (guint j = i + 1; j < lines->len; j++) {
			if (!is_next(&at[i], &at[j]))
				continue;
			double pitch =
				at[i].pitch.strength > at[j].pitch.strength ? at[i].pitch.pitch : at[j].pitch.pitch;
			double strength = at[i].pitch.strength + at[j].pitch.strength;
			MrzStack pair = {2, {at[i].track, at[j].track}, pitch, strength};
			g_array_append_val(stacks, pair);
			for (guint k = j + 1; k < lines->len; k++) {
				if (!is_next(&at[j], &at[k]))
					continue;
				MrzStack three = {3, {at[i].track, at[j].track, at[k].track}, pitch,
					strength + at[k].pitch.strength};
				g_array_append_val(stacks, three);
			}
		}
	}
	g_array_sort(stacks, compare_stacks);
	return stacks;
}

GArray *
mrz_stacks_find(const GrayView *page, const MrzSmall *small, gboolean along_rows)
{
	double scale = hypot(small->right_x, small->right_y);
	Way way = {small->right_x / scale, small->right_y / scale};
	if (!along_rows)
		way = (Way){-way.y, way.x};
	g_autoptr(GArray) tracks = mrz_tracks_find(small, along_rows);
	g_autoptr(GArray) lines = find_lines(page, tracks, &way);
	add_neighbours(page, lines, &way);
	drop_text(lines);
	return find_stacks(lines);
}
