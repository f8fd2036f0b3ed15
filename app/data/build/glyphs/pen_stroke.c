/* The middle lines are what is left when the form is thinned from both sides in turn (T. Y. Zhang and C. Y. Suen, "A
 * fast parallel algorithm for thinning digital patterns", Communications of the ACM 27, 1984); each place's way to the
 * nearest of them comes from a chamfer of two passes. */
#include "app/data/build/glyphs/pen_stroke.h"
#include "app/data/build/glyphs/drift.h"
#include <math.h>

typedef struct {
	guint8 *ink; /* 1 ink; the outermost pixels are paper */
	int width, height;
} Form;

/* The eight neighbours, clockwise from above. */
static void
neighbours(const Form *form, int at, int p[8])
{
	const int w = form->width, ways[8] = {-w, 1 - w, 1, w + 1, w, w - 1, -1, -w - 1};
	for (int i = 0; i < 8; i++)
		p[i] = form->ink[at + ways[i]];
}

static gboolean
may_go(const int p[8], int pass)
{
	int n = 0, turns = 0;
	for (int i = 0; i < 8; i++) {
		n += p[i];
		turns += p[i] == 0 && p[(i + 1) % 8] == 1;
	}
	if (n < 2 || n > 6 || turns != 1)
		return FALSE;
	if (pass == 0)
		return p[0] * p[2] * p[4] == 0 && p[2] * p[4] * p[6] == 0;
	return p[0] * p[2] * p[6] == 0 && p[0] * p[4] * p[6] == 0;
}

static void
thin(const Form *form)
{
	g_autoptr(GArray) going = g_array_new(FALSE, FALSE, sizeof(int));
	gboolean changed = TRUE;
	while (changed) {
		changed = FALSE;
		for (int pass = 0; pass < 2; pass++) {
			g_array_set_size(going, 0);
			for (int y = 1; y + 1 < form->height; y++)
				for (int x = 1; x + 1 < form->width; x++) {
					int at = y * form->width + x, p[8];
					if (form->ink[at] == 0)
						continue;
					neighbours(form, at, p);
					if (may_go(p, pass))
						g_array_append_val(going, at);
				}
			for (guint i = 0; i < going->len; i++)
				form->ink[g_array_index(going, int, i)] = 0;
			changed |= going->len > 0;
		}
	}
}

/* Way to the nearest ink, in pixels. */
static float *
ways(const Form *form)
{
	const float straight = 0.955F, slanting = 1.369F;
	int w = form->width, h = form->height;
	float *way = g_new(float, (gsize)w *(gsize)h);
	for (int i = 0; i < w * h; i++)
		way[i] = form->ink[i] != 0 ? 0 : 1e6F;
	for (int y = 1; y < h; y++)
		for (int x = 1; x + 1 < w; x++) {
			float *at = way + y * w + x;
			at[0] = MIN(MIN(at[0], at[-1] + straight),
				MIN(at[-w] + straight, MIN(at[-w - 1], at[1 - w]) + slanting));
		}
	for (int y = h - 2; y >= 0; y--)
		for (int x = w - 2; x > 0; x--) {
			float *at = way + y * w + x;
			at[0] = MIN(MIN(at[0], at[1] + straight),
				MIN(at[w] + straight, MIN(at[w + 1], at[w - 1]) + slanting));
		}
	return way;
}

void
pen_stroke(guint8 *mask, int width_px, int height_px, double half_px, double sway, GRand *random, float *coverage)
{
	Form form = {mask, width_px, height_px};
	for (int i = 0; i < width_px * height_px; i++) {
		int x = i % width_px, y = i / width_px;
		gboolean edge = x == 0 || y == 0 || x == width_px - 1 || y == height_px - 1;
		mask[i] = !edge && mask[i] >= 128;
	}
	thin(&form);
	g_autofree float *way = ways(&form);
	g_autoptr(Drift) pressure = drift_new(width_px, height_px, height_px / 2.5, random);
	for (int i = 0; i < width_px * height_px; i++) {
		double half = half_px * (1 + sway * drift_at(pressure, i % width_px, i / width_px));
		coverage[i] = (float)CLAMP(half - (double)way[i] + 0.5, 0, 1);
	}
}
