#include "app/data/build/glyphs/digit_marks.h"
#include <math.h>

static const double same_place = 0.55, tall = 0.75;

typedef struct {
	const DigitInk *ink;
	const GArray *marks;
	int none;
	GRand *random;
	GArray *cuts;
	int *owners;        /* by piece: the mark it is; -1 none, -2 part of one, -3 several */
	DigitFrame *frames; /* by token; top == bottom: not known */
	int n_tokens;
} Cutting;

static double
normal(GRand *random)
{
	double sum = 0;
	for (int i = 0; i < 12; i++)
		sum += g_rand_double(random);
	return sum - 6;
}

static double
agreement(Box a, Box b)
{
	Box both = box_intersect(a, b);
	double area = (double)both.width * both.height;
	return area / ((double)a.width * a.height + (double)b.width * b.height - area);
}

static const DigitMark *
mark_at(const Cutting *c, int i)
{
	return &g_array_index(c->marks, DigitMark, i);
}

static Box
piece_box(const Cutting *c, int i)
{
	return g_array_index(c->ink->pieces, DigitPiece, i).box;
}

static int
owner_of(const Cutting *c, Box piece)
{
	int n_touched = 0, part_of = -1;
	for (guint i = 0; i < c->marks->len; i++) {
		Box box = mark_at(c, (int)i)->box;
		if (agreement(piece, box) >= same_place)
			return (int)i;
		Box both = box_intersect(piece, box);
		double shared = (double)both.width * both.height;
		if (shared > 0.4 * box.width * box.height)
			n_touched++;
		if (shared > 0.6 * piece.width * piece.height && mark_at(c, (int)i)->label >= 0)
			part_of = (int)i;
	}
	return n_touched >= 2 ? -3 : part_of >= 0 ? -2 : -1;
}

static void
add(Cutting *c, int first, int last, Box cut, DigitFrame frame, int label)
{
	double height = frame.bottom - frame.top, loose = g_rand_double(c->random) < 0.2 ? 0.08 : 0.03;
	frame.top += loose * height * normal(c->random);
	frame.bottom += loose * height * normal(c->random);
	if (frame.bottom - frame.top < 4)
		return;
	DigitCut made = {{first, last, cut.x, cut.x + cut.width, 0}, frame, label};
	g_array_append_val(c->cuts, made);
}

static void
add_slanted(Cutting *c, int piece, int from_x, int to_x, DigitFrame frame, int label)
{
	guint n = c->cuts->len;
	add(c, piece, piece, (Box){from_x, 0, to_x - from_x, 0}, frame, label);
	if (c->cuts->len > n)
		g_array_index(c->cuts, DigitCut, n).part.slant = DIGIT_SLASH_SLANT;
}

static DigitFrame
own_frame(Box box)
{
	return (DigitFrame){box.y, box.y + box.height};
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
	double difference = *(const double *)a - *(const double *)b;
	return difference < 0 ? -1 : difference > 0;
}

static double
median(GArray *values)
{
	g_array_sort(values, compare_doubles);
	return g_array_index(values, double, values->len / 2);
}

/* As a reader finds it: from the tall digits of the string. */
static DigitFrame
token_frame(const Cutting *c, int token)
{
	int highest = 0;
	g_autoptr(GArray) tops = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) bottoms = g_array_new(FALSE, FALSE, sizeof(double));
	for (int pass = 0; pass < 2; pass++) {
		for (guint i = 0; i < c->ink->pieces->len; i++) {
			if (c->owners[i] < 0)
				continue;
			const DigitMark *mark = mark_at(c, c->owners[i]);
			Box box = piece_box(c, (int)i);
			if (mark->token != token || !mark->is_digit || mark->is_zero)
				continue;
			if (pass == 0) {
				highest = MAX(highest, box.height);
			} else if (box.height >= tall * highest) {
				double top = box.y, bottom = box.y + box.height;
				g_array_append_val(tops, top);
				g_array_append_val(bottoms, bottom);
			}
		}
	}
	return tops->len > 0 ? (DigitFrame){median(tops), median(bottoms)} : (DigitFrame){0, 0};
}

/* The frame of the string next to a box, if one is near. */
static gboolean
near_frame(const Cutting *c, Box box, DigitFrame *frame)
{
	double nearest = 1e9;
	for (guint i = 0; i < c->marks->len; i++) {
		const DigitMark *mark = mark_at(c, (int)i);
		if (mark->token < 0 || c->frames[mark->token].bottom <= c->frames[mark->token].top)
			continue;
		double away = MAX(mark->box.x - (box.x + box.width), box.x - (mark->box.x + mark->box.width));
		if (away < nearest) {
			nearest = away;
			*frame = c->frames[mark->token];
		}
	}
	return nearest < 3 * (frame->bottom - frame->top);
}

static void
cut_none(Cutting *c, int piece)
{
	Box box = piece_box(c, piece), whole = {0};
	DigitFrame frame = {0, 0};
	if (box.width > 4 * box.height + 20)
		return;
	if (box.height >= DIGIT_MIN_HEIGHT_PX && g_rand_double(c->random) < 0.3)
		add(c, piece, piece, whole, own_frame(box), c->none);
	if (near_frame(c, box, &frame) && g_rand_double(c->random) < 0.3)
		add(c, piece, piece, whole, frame, c->none);
	if (g_rand_double(c->random) < 0.1) {
		double height = box.height * g_rand_double_range(c->random, 0.9, 2.5);
		double shift = (g_rand_double(c->random) - 0.5) * 1.2 * height,
		       middle = box.y + box.height / 2.0 + shift;
		if (height >= DIGIT_MIN_HEIGHT_PX)
			add(c, piece, piece, whole, (DigitFrame){middle - height / 2, middle + height / 2}, c->none);
	}
}

static void
cut_known(Cutting *c, int piece, const DigitMark *mark)
{
	Box box = piece_box(c, piece), whole = {0};
	DigitFrame frame = c->frames[mark->token];
	gboolean framed = frame.bottom > frame.top;
	double height = framed ? frame.bottom - frame.top : box.height;
	if (framed)
		add(c, piece, piece, whole, frame, mark->label);
	if (framed && mark->is_digit && g_rand_double(c->random) < 0.06 && box.width > 0.3 * height) {
		Box half = {box.x, box.y, (int)(box.width * g_rand_double_range(c->random, 0.3, 0.7)), box.height};
		add(c, piece, piece, half, frame, c->none);
	}
	if (box.height < DIGIT_MIN_HEIGHT_PX)
		return;
	gboolean is_tall = box.height > 0.5 * height;
	if (mark->is_digit && !(mark->is_zero && !is_tall) && g_rand_double(c->random) < 0.5)
		add(c, piece, piece, whole, own_frame(box), mark->label);
	if (mark->is_zero && !is_tall && g_rand_double(c->random) < 0.3)
		add(c, piece, piece, whole, own_frame(box), c->none);
	if (!mark->is_digit && is_tall && g_rand_double(c->random) < 0.3)
		add(c, piece, piece, whole, own_frame(box), mark->label);
}

/* A slash that touches the digits beside it: all three are cut along it. */
static void
cut_along_slash(Cutting *c, int piece, DigitFrame frame)
{
	const DigitMark *slash = NULL, *left = NULL, *right = NULL;
	Box box = piece_box(c, piece);
	for (guint i = 0; i < c->marks->len; i++) {
		const DigitMark *mark = mark_at(c, (int)i);
		if (mark->label < 0 || mark->token < 0 || box_overlap(mark->box, box) <= 0.8)
			continue;
		if (mark->is_slash) {
			if (slash != NULL)
				return;
			slash = mark;
		} else if (slash == NULL) {
			left = mark;
		} else if (right == NULL) {
			right = mark;
		}
	}
	if (slash == NULL)
		return;
	double lean = DIGIT_SLASH_SLANT * slash->box.height, stroke = MAX(slash->box.width - lean, 2.0),
	       middle = slash->box.x + slash->box.width / 2.0 +
			DIGIT_SLASH_SLANT * (slash->box.y + slash->box.height / 2.0 - (frame.top + frame.bottom) / 2);
	int from = (int)(middle - stroke / 2), to = (int)ceil(middle + stroke / 2);
	if (left != NULL)
		add_slanted(c, piece, left->box.x - (int)lean, from, frame, left->label);
	add_slanted(c, piece, from, to, frame, slash->label);
	if (right != NULL)
		add_slanted(c, piece, to, right->box.x + right->box.width + (int)lean, frame, right->label);
}

/* Two digits that touch: the pair is none, each half is a digit. */
static void
cut_pair(Cutting *c, int piece)
{
	Box box = piece_box(c, piece), whole = {0};
	DigitFrame frame = {0, 0};
	if (!near_frame(c, box, &frame) || box.width > 3 * (frame.bottom - frame.top))
		return;
	add(c, piece, piece, whole, frame, c->none);
	for (guint i = 0; i < c->marks->len; i++) {
		const DigitMark *mark = mark_at(c, (int)i);
		if (mark->label >= 0 && mark->token >= 0 && box_overlap(mark->box, box) > 0.8)
			add(c, piece, piece, (Box){mark->box.x, box.y, mark->box.width, box.height}, frame,
				mark->label);
	}
	cut_along_slash(c, piece, frame);
}

/* A digit that broke: its pieces together, where nothing else lies between them. */
static void
cut_broken(Cutting *c, const DigitMark *mark)
{
	int first = -1, last = -1;
	Box all = {0};
	for (guint i = 0; i < c->ink->pieces->len; i++) {
		if (box_overlap(piece_box(c, (int)i), mark->box) < 0.7 || c->owners[i] != -2)
			continue;
		first = first < 0 ? (int)i : first;
		last = (int)i;
		all = box_union(all, piece_box(c, (int)i));
	}
	DigitFrame frame = c->frames[mark->token];
	if (last <= first || last - first > 2 || agreement(all, mark->box) < same_place || frame.bottom <= frame.top)
		return;
	for (int i = first; i <= last; i++)
		if (c->owners[i] != -2)
			return;
	add(c, first, last, (Box){0}, frame, mark->label);
}

static void
cut_neighbours(Cutting *c, int piece)
{
	DigitFrame frame = {0, 0};
	Box both = box_union(piece_box(c, piece), piece_box(c, piece + 1));
	if (g_rand_double(c->random) < 0.08 && near_frame(c, both, &frame) &&
		both.width < 1.5 * (frame.bottom - frame.top))
		add(c, piece, piece + 1, (Box){0}, frame, c->none);
}

void
digit_marks_cut(const DigitInk *ink, const GArray *marks, int none, GRand *random, GArray *cuts)
{
	int n_pieces = (int)ink->pieces->len;
	g_autofree int *owners = g_new(int, n_pieces + 1);
	g_autofree DigitFrame *frames = g_new0(DigitFrame, marks->len + 1);
	Cutting c = {ink, marks, none, random, cuts, owners, frames, 0};
	for (int i = 0; i < n_pieces; i++)
		owners[i] = owner_of(&c, piece_box(&c, i));
	for (guint i = 0; i < marks->len; i++)
		c.n_tokens = MAX(c.n_tokens, mark_at(&c, (int)i)->token + 1);
	for (int token = 0; token < c.n_tokens; token++)
		frames[token] = token_frame(&c, token);
	for (int i = 0; i < n_pieces; i++) {
		const DigitMark *mark = owners[i] >= 0 ? mark_at(&c, owners[i]) : NULL;
		if (mark != NULL && mark->label >= 0 && mark->token >= 0)
			cut_known(&c, i, mark);
		else if (mark != NULL && mark->label >= 0)
			continue; /* leaders and colons look like the signs of a string */
		else if (owners[i] == -3)
			cut_pair(&c, i);
		else if (mark != NULL || owners[i] == -1 || g_rand_double(random) < 0.15)
			cut_none(&c, i);
		if (i + 1 < n_pieces && mark != NULL && owners[i + 1] >= 0)
			cut_neighbours(&c, i);
	}
	for (guint i = 0; i < marks->len; i++) {
		const DigitMark *mark = mark_at(&c, (int)i);
		if (mark->label >= 0 && mark->token >= 0)
			cut_broken(&c, mark);
	}
}
