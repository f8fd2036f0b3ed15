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

static gboolean
is_own(const DigitInk *ink, int x, int y, int first, int last)
{
	int label = ink->labels[(gsize)y * (gsize)ink->region.width + (gsize)x];
	return label > first && label <= last + 1;
}

/* Whether the pixel is paper with a pixel of these pieces beside it. */
static gboolean
is_edge(const DigitInk *ink, int x, int y, int first, int last)
{
	if (ink->labels[(gsize)y * (gsize)ink->region.width + (gsize)x] != 0)
		return FALSE;
	for (int ny = MAX(y - 1, 0); ny <= MIN(y + 1, ink->region.height - 1); ny++)
		for (int nx = MAX(x - 1, 0); nx <= MIN(x + 1, ink->region.width - 1); nx++)
			if (is_own(ink, nx, ny, first, last))
				return TRUE;
	return FALSE;
}

static void
fill_patch(const DigitInk *ink, int first, int last, Patch *patch)
{
	patch->values = g_new0(float, (gsize)patch->width *(gsize)patch->height);
	for (int y = 0; y < patch->height; y++) {
		for (int x = 0; x < patch->width; x++) {
			int at_x = patch->x + x, at_y = patch->y + y;
			if (is_own(ink, at_x, at_y, first, last) || is_edge(ink, at_x, at_y, first, last))
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

static Box
pieces_box(const DigitInk *ink, int first, int last, int from_x, int to_x)
{
	Box box = {0};
	for (int i = first; i <= last; i++)
		box = box_union(box, g_array_index(ink->pieces, DigitPiece, i).box);
	if (to_x > from_x)
		box = box_intersect(box, (Box){from_x, box.y, to_x - from_x, box.height});
	return box;
}

void
digit_cell_cut(const DigitInk *ink, int first, int last, int from_x, int to_x, const DigitFrame *frame, int width,
	int height, double high, float *cell)
{
	memset(cell, 0, (gsize)width * (gsize)height * sizeof(float));
	Box box = pieces_box(ink, first, last, from_x, to_x);
	double step = high * (frame->bottom - frame->top) / height;
	if (box_is_empty(box) || box.width > MAX_PATCH_PX || !(step > 0.05 && step < MAX_PATCH_PX))
		return;
	/* a cut goes through ink: no edge of paper beside it */
	int side = to_x > from_x ? 0 : 1;
	Box around = box_intersect((Box){box.x - side, box.y - 1, box.width + 2 * side, box.height + 2}, ink->region);
	Patch patch = {around.x - ink->region.x, around.y - ink->region.y, around.width, around.height, NULL};
	fill_patch(ink, first, last, &patch);
	double left = box.x + box.width / 2.0 - step * width / 2 - around.x;
	double top = (frame->top + frame->bottom) / 2 - step * height / 2 - around.y;
	g_autofree float *rows = g_new(float, (gsize)patch.height *(gsize)width);
	for (int y = 0; y < patch.height; y++)
		resample(patch.values + y * patch.width, patch.width, 1, left, step, rows + y * width, width, 1);
	for (int x = 0; x < width; x++)
		resample(rows + x, patch.height, width, top, step, cell + x, height, width);
	g_free(patch.values);
}
