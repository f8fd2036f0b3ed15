#include "app/glyphs/digit_ink.h"
#include <math.h>
#include <string.h>

/* A piece's own pixels and the blurred edge around them, as ink on white paper; then resampled by tents, as wide as a
 * pixel of the cell or of the page, whichever is larger. */

enum { MAX_PATCH_PX = 2 * DIGIT_LINE_MAX_PX };

typedef struct {
	int x, y, width, height; /* in the region */
	float *values;
} Patch;

/* A part while it is looked at. */
typedef struct {
	const DigitInk *ink;
	const DigitPart *part;
	double middle; /* row of the page where from_x and to_x hold */
} Own;

/* x and y in the region. */
static gboolean
is_own(const Own *own, int x, int y)
{
	const DigitInk *ink = own->ink;
	const DigitPart *part = own->part;
	int label = ink->labels[(gsize)y * (gsize)ink->region.width + (gsize)x];
	if (label <= part->first || label > part->last + 1)
		return FALSE;
	if (part->to_x <= part->from_x)
		return TRUE;
	double at = ink->region.x + x + part->slant * (ink->region.y + y - own->middle);
	return at >= part->from_x && at < part->to_x;
}

/* Whether the pixel is paper with a pixel of the part beside it. */
static gboolean
is_edge(const Own *own, int x, int y)
{
	const DigitInk *ink = own->ink;
	if (ink->labels[(gsize)y * (gsize)ink->region.width + (gsize)x] != 0)
		return FALSE;
	for (int ny = MAX(y - 1, 0); ny <= MIN(y + 1, ink->region.height - 1); ny++)
		for (int nx = MAX(x - 1, 0); nx <= MIN(x + 1, ink->region.width - 1); nx++)
			if (is_own(own, nx, ny))
				return TRUE;
	return FALSE;
}

static void
fill_patch(const Own *own, Patch *patch)
{
	const DigitInk *ink = own->ink;
	patch->values = g_new0(float, (gsize)patch->width *(gsize)patch->height);
	for (int y = 0; y < patch->height; y++) {
		for (int x = 0; x < patch->width; x++) {
			int at_x = patch->x + x, at_y = patch->y + y;
			if (is_own(own, at_x, at_y) || is_edge(own, at_x, at_y))
				patch->values[y * patch->width + x] =
					ink->ink[(gsize)at_y * (gsize)ink->region.width + (gsize)at_x];
		}
	}
}

/* n values from start, step apart, each the mean under a tent of a line of n_from values; what lies outside is paper.
 */
static void
resample(const float *from, int n_from, int stride_from, double start, double step, float *to, int n, int stride_to)
{
	double radius = MAX(step, 1.0);
	for (int i = 0; i < n; i++) {
		double middle = start + (i + 0.5) * step - 0.5, sum = 0, weights = 0;
		int low = (int)ceil(middle - radius), high = (int)floor(middle + radius);
		for (int k = low; k <= high; k++) {
			double weight = 1 - fabs(k - middle) / radius;
			weights += weight;
			if (k >= 0 && k < n_from)
				sum += weight * (double)from[k * stride_from];
		}
		to[i * stride_to] = (float)(sum / weights);
	}
}

Box
digit_part_box(const DigitInk *ink, const DigitPart *part, const DigitFrame *frame)
{
	Box box = {0};
	for (int i = part->first; i <= part->last; i++)
		box = box_union(box, g_array_index(ink->pieces, DigitPiece, i).box);
	if (part->to_x <= part->from_x)
		return box;
	if (part->slant == 0)
		return box_intersect(box, (Box){part->from_x, box.y, part->to_x - part->from_x, box.height});
	Own own = {ink, part, (frame->top + frame->bottom) / 2};
	int x0 = G_MAXINT, y0 = G_MAXINT, x1 = -1, y1 = -1;
	for (int y = box.y; y < box.y + box.height; y++) {
		for (int x = box.x; x < box.x + box.width; x++) {
			if (!is_own(&own, x - ink->region.x, y - ink->region.y))
				continue;
			x0 = MIN(x0, x);
			x1 = MAX(x1, x);
			y0 = MIN(y0, y);
			y1 = MAX(y1, y);
		}
	}
	return x1 >= 0 ? (Box){x0, y0, x1 - x0 + 1, y1 - y0 + 1} : (Box){0};
}

void
digit_cell_cut(const DigitInk *ink, const DigitPart *part, const DigitFrame *frame, int width, int height, double high,
	float *cell)
{
	memset(cell, 0, (gsize)width * (gsize)height * sizeof(float));
	Box box = digit_part_box(ink, part, frame);
	double step = high * (frame->bottom - frame->top) / height;
	if (box_is_empty(box) || box.width > MAX_PATCH_PX || !(step > 0.05 && step < MAX_PATCH_PX))
		return;
	/* a cut goes through ink: no edge of paper beside it */
	int side = part->to_x > part->from_x && part->slant == 0 ? 0 : 1;
	Box around = box_intersect((Box){box.x - side, box.y - 1, box.width + 2 * side, box.height + 2}, ink->region);
	Patch patch = {around.x - ink->region.x, around.y - ink->region.y, around.width, around.height, NULL};
	Own own = {ink, part, (frame->top + frame->bottom) / 2};
	fill_patch(&own, &patch);
	double left = box.x + box.width / 2.0 - step * width / 2 - around.x;
	double top = (frame->top + frame->bottom) / 2 - step * height / 2 - around.y;
	g_autofree float *rows = g_new(float, (gsize)patch.height *(gsize)width);
	for (int y = 0; y < patch.height; y++)
		resample(patch.values + y * patch.width, patch.width, 1, left, step, rows + y * width, width, 1);
	for (int x = 0; x < width; x++)
		resample(rows + x, patch.height, width, top, step, cell + x, height, width);
	g_free(patch.values);
}
