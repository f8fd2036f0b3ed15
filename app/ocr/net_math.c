#include "app/ocr/net_math.h"
#include <math.h>
#include <string.h>

/* The same C for every processor; on x86 the compiler makes one version for each width of vectors, and the loader
 * takes the widest that the machine has. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define HAS_CLONES
#define EVERY_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_WIDTH
#endif

typedef float Lanes __attribute__((vector_size(NET_LANES * sizeof(float)), aligned(4), may_alias));

/* Without AVX a lane of eight takes two registers of sixteen: a tile of two lanes would not stay in them. */
enum { TILE_ROWS = 4, MOST_LANES = 4 };

#define INLINE static inline __attribute__((always_inline))

/* A tile of the product: few enough sums to stay in registers. */
INLINE void
tile(int n_rows, int n_lanes, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride)
{
	Lanes sum[TILE_ROWS][MOST_LANES];
	for (int r = 0; r < n_rows; r++)
		for (int l = 0; l < n_lanes; l++)
			sum[r][l] = *(const Lanes *)(sums + (gsize)r * sum_stride + l * NET_LANES);
	for (int k = 0; k < depth; k++) {
		const float *w = weights + (gsize)k * (gsize)columns;
		Lanes weight[MOST_LANES];
		for (int l = 0; l < n_lanes; l++)
			weight[l] = *(const Lanes *)(w + l * NET_LANES);
		for (int r = 0; r < n_rows; r++)
			for (int l = 0; l < n_lanes; l++)
				sum[r][l] += rows[(gsize)r * row_stride + (gsize)k] * weight[l];
	}
	for (int r = 0; r < n_rows; r++)
		for (int l = 0; l < n_lanes; l++)
			*(Lanes *)(sums + (gsize)r * sum_stride + l * NET_LANES) = sum[r][l];
}

/* Some rows, all columns. */
INLINE void
strip(int n_rows, int n_lanes, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride)
{
	int c = 0;
	for (; c + n_lanes * NET_LANES <= columns; c += n_lanes * NET_LANES)
		tile(n_rows, n_lanes, depth, columns, rows, row_stride, weights + c, sums + c, sum_stride);
	for (; c < columns; c += NET_LANES)
		tile(n_rows, 1, depth, columns, rows, row_stride, weights + c, sums + c, sum_stride);
}

INLINE void
multiply(int tile_lanes, int n_rows, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride)
{
	int r = 0;
	for (; r + TILE_ROWS <= n_rows; r += TILE_ROWS)
		strip(TILE_ROWS, tile_lanes, depth, columns, rows + (gsize)r * row_stride, row_stride, weights,
			sums + (gsize)r * sum_stride, sum_stride);
	/* a row alone has few sums: more of its columns at once hide how long each takes */
	for (; r < n_rows; r++)
		strip(1, MOST_LANES, depth, columns, rows + (gsize)r * row_stride, row_stride, weights,
			sums + (gsize)r * sum_stride, sum_stride);
}

#ifdef HAS_CLONES
EVERY_WIDTH static void
multiply_wide(int n_rows, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride)
{
	multiply(2, n_rows, depth, columns, rows, row_stride, weights, sums, sum_stride);
}
#endif

static void
multiply_narrow(int n_rows, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride)
{
	multiply(1, n_rows, depth, columns, rows, row_stride, weights, sums, sum_stride);
}

void
net_multiply(int n_rows, int depth, int columns, const float *rows, gsize row_stride, const float *weights, float *sums,
	gsize sum_stride)
{
#ifdef HAS_CLONES
	if (__builtin_cpu_supports("avx2")) {
		multiply_wide(n_rows, depth, columns, rows, row_stride, weights, sums, sum_stride);
		return;
	}
#endif
	multiply_narrow(n_rows, depth, columns, rows, row_stride, weights, sums, sum_stride);
}

/* Lambert's continued fraction, cut after x^7; beyond 4.97 it would pass 1. */
INLINE float
tanh_near(float x)
{
	x = x > 4.97f ? 4.97f : x < -4.97f ? -4.97f : x;
	float q = x * x;
	return x * (135135 + q * (17325 + q * (378 + q))) / (135135 + q * (62370 + q * (3150 + q * 28)));
}

INLINE float
logistic_near(float x)
{
	return 0.5f + 0.5f * tanh_near(0.5f * x);
}

/* To the nearest whole number: a float this large has no room for less. */
INLINE float
whole(float x)
{
	const float large = 12582912.0f;
	return (x + large) - large;
}

EVERY_WIDTH void
net_window(const float *rows, int width, const float *weights, gsize stride, float start, float *sums)
{
	const float *a = rows, *b = a + width + 2, *c = b + width + 2;
	float w[9];
	for (int i = 0; i < 9; i++)
		w[i] = weights[(gsize)i * stride];
	for (int x = 0; x < width; x++)
		sums[x] = start + w[0] * a[x] + w[1] * b[x] + w[2] * c[x] + w[3] * a[x + 1] + w[4] * b[x + 1] +
			  w[5] * c[x + 1] + w[6] * a[x + 2] + w[7] * b[x + 2] + w[8] * c[x + 2];
}

EVERY_WIDTH void
net_bytes(float *values, gsize n)
{
	for (gsize i = 0; i < n; i++)
		values[i] = whole(127 * values[i]);
}

EVERY_WIDTH void
net_tanh(float *values, gsize n)
{
	for (gsize i = 0; i < n; i++)
		values[i] = tanh_near(values[i]);
}

EVERY_WIDTH void
net_cell(int n_rows, int size, const float *gates, const float *scales, float *state, float *out, gsize out_stride)
{
	for (int r = 0; r < n_rows; r++) {
		const float *g = gates + (gsize)r * 4 * (gsize)size;
		float *s = state + (gsize)r * (gsize)size;
		float *o = out + (gsize)r * out_stride;
		for (int i = 0; i < size; i++) {
			float cell = tanh_near(g[i] * scales[i]);
			float in = logistic_near(g[size + i] * scales[size + i]);
			float forget = logistic_near(g[2 * size + i] * scales[2 * size + i]);
			float let_out = logistic_near(g[3 * size + i] * scales[3 * size + i]);
			float next = s[i] * forget + cell * in;
			s[i] = next > 100 ? 100 : next < -100 ? -100 : next;
			o[i] = whole(127 * tanh_near(s[i]) * let_out);
		}
	}
}

EVERY_WIDTH void
net_softmax(float *values, const float *scales, int n)
{
	float most = -G_MAXFLOAT, sum = 0;
	for (int i = 0; i < n; i++) {
		values[i] *= scales[i];
		most = MAX(most, values[i]);
	}
	for (int i = 0; i < n; i++) {
		/* 2^y, y <= 0: whole part into the exponent, the rest by its series */
		float y = MAX((values[i] - most) * 1.44269504f, -80);
		float floor_y = whole(y - 0.5f), f = (y - floor_y) * 0.69314718f;
		float series = 1 + f * (1 + f * (0.5f + f * (1 / 6.0f + f * (1 / 24.0f + f / 120))));
		union {
			gint32 bits;
			float value;
		} power = {.bits = ((gint32)floor_y + 127) << 23};
		values[i] = series * power.value;
		sum += values[i];
	}
	for (int i = 0; i < n; i++)
		values[i] /= sum;
}
