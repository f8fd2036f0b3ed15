#include "app/data/build/glyphs/drift.h"

struct Drift {
	int columns, rows;
	double grain;
	float *grid;
};

Drift *
drift_new(double width, double height, double grain, GRand *random)
{
	Drift *drift = g_new(Drift, 1);
	*drift = (Drift){(int)(width / grain) + 2, (int)(height / grain) + 2, grain, NULL};
	int n = drift->columns * drift->rows;
	drift->grid = g_new(float, n);
	for (int i = 0; i < n; i++)
		drift->grid[i] = (float)g_rand_double_range(random, -1, 1);
	return drift;
}

void
drift_free(Drift *drift)
{
	if (drift == NULL)
		return;
	g_free(drift->grid);
	g_free(drift);
}

static double
eased(double t)
{
	return t * t * (3 - 2 * t);
}

double
drift_at(const Drift *drift, double x, double y)
{
	x = CLAMP(x / drift->grain, 0, drift->columns - 1.001);
	y = CLAMP(y / drift->grain, 0, drift->rows - 1.001);
	int column = (int)x, row = (int)y;
	double right = eased(x - column), low = eased(y - row);
	const float *at = drift->grid + row * drift->columns + column, *below = at + drift->columns;
	double upper = (double)at[0] + (double)(at[1] - at[0]) * right;
	double lower = (double)below[0] + (double)(below[1] - below[0]) * right;
	return upper + (lower - upper) * low;
}
