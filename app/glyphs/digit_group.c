#include "app/glyphs/digit_group.h"
#include <math.h>

enum { BATCH = 32, MAX_GROUPS = 64 };
static const double seed_share = 0.5, strong_share = 0.8, most_gap = 1.6, same_height = 0.2;

typedef struct {
	const DigitInk *ink;
	double *seeds; /* by piece: how likely it is a tall digit; 0: it is no seed */
} Search;

static Box
box_of(const DigitInk *ink, int piece)
{
	return g_array_index(ink->pieces, DigitPiece, piece).box;
}

/* Of a size and shape that a digit as high as itself can have. */
static gboolean
may_seed(const DigitInk *ink, Box box)
{
	return box.height >= DIGIT_MIN_HEIGHT_PX && box.width <= 1.3 * box.height && box.height <= ink->region.height &&
	       6 * box.height >= ink->region.height && box.width >= 2;
}

/* A tall digit: zeros of other scripts are dots or small rings, and say nothing about the height. */
static double
tall_share(const DigitSets *sets, const float *scores)
{
	double share = 1;
	share -= (double)scores[sets->none];
	for (int i = 0; i < sets->n_signs; i++)
		share -= (double)scores[sets->signs[i]];
	if (sets->sets[0].n == 10)
		share -= (double)scores[sets->sets[0].classes[0]];
	return share;
}

static void
find_seeds(const Glyphs *glyphs, const DigitSets *sets, Search *search)
{
	const DigitInk *ink = search->ink;
	int width = glyphs_cell_width(glyphs), height = glyphs_cell_height(glyphs),
	    n_classes = glyphs_n_classes(glyphs);
	gsize values = (gsize)width * (gsize)height;
	g_autofree float *cells = g_new(float, BATCH *values);
	g_autofree float *scores = g_new(float, BATCH *n_classes);
	int waiting[BATCH], n = 0;
	for (int i = 0; i < (int)ink->pieces->len; i++) {
		Box box = box_of(ink, i);
		if (may_seed(ink, box)) {
			DigitFrame own = {box.y, box.y + box.height};
			digit_cell_cut(ink, &(DigitPart){i, i, 0, 0, 0}, &own, width, height,
				glyphs_cell_pitches_high(glyphs), cells + (gsize)n * values);
			waiting[n++] = i;
		}
		if (n == 0 || (n < BATCH && i + 1 < (int)ink->pieces->len))
			continue;
		glyphs_classify(glyphs, cells, n, scores);
		for (int k = 0; k < n; k++) {
			double share = tall_share(sets, scores + k * n_classes);
			search->seeds[waiting[k]] = share >= seed_share ? share : 0;
		}
		n = 0;
	}
}

typedef enum { PLACE_JOINS, PLACE_ASIDE, PLACE_STOPS } Place;

/* Whether a piece may belong to a string of this frame: by its size and its height on the line. */
static Place
place_of(const DigitPiece *piece, const DigitFrame *frame, double most_high)
{
	Box box = piece->box;
	double height = frame->bottom - frame->top, middle = box.y + box.height / 2.0;
	gboolean beside = middle > frame->top - 0.25 * height && middle < frame->bottom + 0.3 * height;
	gboolean is_rule = box.width > 1.3 * height && box.height < 0.25 * height;
	/* what is left of a rule that leans a little */
	gboolean is_sliver = box.height < 0.09 * height && middle > frame->bottom - 0.1 * height;
	/* what is left of a frame around the line */
	gboolean is_frame = box.width > 3 * height && piece->n_pixels < 0.1 * box.width * box.height;
	if (is_rule || is_sliver || is_frame)
		return PLACE_ASIDE;
	double shared = MIN(box.y + box.height, frame->bottom) - MAX(box.y, frame->top);
	if (!beside)
		return box.width > 1.6 * height && shared > 0.25 * height ? PLACE_STOPS : PLACE_ASIDE;
	/* beside small digits a stroke of another face is tall; a rule is thin */
	gboolean is_stroke = box.height < 3 * height && box.width > 0.2 * box.height && box.width < 0.8 * box.height;
	if (box.height > most_high * height && !is_stroke)
		return PLACE_STOPS;
	return box.width > 3.1 * height ? PLACE_STOPS : PLACE_JOINS;
}

static void
extend(const Search *search, int from, int step, const DigitFrame *frame, double most_high, DigitGroup *group)
{
	double height = frame->bottom - frame->top;
	Box last = box_of(search->ink, from);
	for (int i = from + step; i >= 0 && i < (int)search->ink->pieces->len; i += step) {
		Box box = box_of(search->ink, i);
		int gap = step > 0 ? box.x - (last.x + last.width) : last.x - (box.x + box.width);
		/* a piece's middle may lie behind a wide one that ends beside us */
		if (gap > (most_gap + 3.1) * height)
			return;
		switch (place_of(&g_array_index(search->ink->pieces, DigitPiece, i), frame, most_high)) {
		case PLACE_ASIDE:
			continue;
		case PLACE_STOPS:
			return;
		case PLACE_JOINS:
			break;
		}
		if (gap > most_gap * height || group->n == DIGIT_GROUP_MAX)
			return;
		group->pieces[group->n++] = i;
		last = box;
	}
}

static int
compare_ints(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

static void
gather(const Search *search, int seed, double most_high, DigitGroup *group)
{
	group->n = 0;
	group->pieces[group->n++] = seed;
	DigitFrame frame = group->frame;
	extend(search, seed, -1, &frame, most_high, group);
	extend(search, seed, 1, &frame, most_high, group);
	qsort(group->pieces, (gsize)group->n, sizeof(int), compare_ints);
}

/* What the other seeds say for a frame that is one seed's own height, and the medians of those that do. */
static double
support(const Search *search, const DigitGroup *group, Box own, DigitFrame *frame)
{
	int n = 0, tops[DIGIT_GROUP_MAX], bottoms[DIGIT_GROUP_MAX];
	double sum = 0;
	for (int i = 0; i < group->n; i++) {
		Box box = box_of(search->ink, group->pieces[i]);
		double share = search->seeds[group->pieces[i]];
		if (share <= 0 || ABS(box.y - own.y) > same_height * own.height ||
			ABS(box.y + box.height - own.y - own.height) > same_height * own.height)
			continue;
		sum += share * share;
		tops[n] = box.y;
		bottoms[n++] = box.y + box.height;
	}
	qsort(tops, (gsize)n, sizeof(int), compare_ints);
	qsort(bottoms, (gsize)n, sizeof(int), compare_ints);
	*frame = (DigitFrame){tops[n / 2], bottoms[n / 2]};
	return sum;
}

/* The height that most seeds share; of two that as many do, the larger: fives and some others are low. FALSE: no seed
 * is beyond doubt. */
static gboolean
fit_frame(const Search *search, DigitGroup *group)
{
	double most = 0;
	gboolean strong = FALSE;
	for (int i = 0; i < group->n; i++) {
		double share = search->seeds[group->pieces[i]];
		if (share <= 0)
			continue;
		DigitFrame frame;
		Box own = box_of(search->ink, group->pieces[i]);
		double sum = support(search, group, own, &frame) * sqrt(own.height);
		strong |= share >= strong_share;
		if (sum <= most)
			continue;
		most = sum;
		group->frame = frame;
	}
	return strong;
}

GArray *
digit_groups_find(const Glyphs *glyphs, const DigitSets *sets, const DigitInk *ink)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(DigitGroup));
	int n = (int)ink->pieces->len;
	g_autofree double *seeds = g_new0(double, n + 1);
	g_autofree gboolean *used = g_new0(gboolean, n + 1);
	Search search = {ink, seeds};
	find_seeds(glyphs, sets, &search);
	for (int i = 0; i < n && groups->len < MAX_GROUPS; i++) {
		if (seeds[i] <= 0 || used[i])
			continue;
		Box box = box_of(ink, i);
		DigitGroup group = {.frame = {box.y, box.y + box.height}};
		gather(&search, i, 2.2, &group);
		if (!fit_frame(&search, &group))
			continue;
		gather(&search, i, 1.7, &group);
		if (!fit_frame(&search, &group))
			continue;
		for (int k = 0; k < group.n; k++)
			used[group.pieces[k]] = TRUE;
		g_array_append_val(groups, group);
	}
	return groups;
}
