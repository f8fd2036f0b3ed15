/* The arithmetic of a recognition network, in plain vectors of floats: numbers are whole (a byte's worth) wherever the
 * network says so, which floats up to 2^24 hold exactly. For this folder only. */
#pragma once
#include <glib.h>

enum { NET_LANES = 8 }; /* columns of a matrix come in multiples of this */

/* sums[row][column] += rows[row][k] * weights[k][column], for n_rows rows of depth numbers. columns: a multiple of
 * NET_LANES. The strides are in numbers. */
void net_multiply(int n_rows, int depth, int columns, const float *rows, gsize row_stride, const float *weights,
	float *sums, gsize sum_stride);

/* sums[x] = start + the 3 x 3 window about x: rows of width + 2 numbers, three on end; the weight of window column i
 * and row j is weights[(3 * i + j) * stride]. */
void net_window(const float *rows, int width, const float *weights, gsize stride, float start, float *sums);

/* In place: a share of 1 as a whole byte, -127 to 127. */
void net_bytes(float *values, gsize n);

/* In place, to 1e-4. */
void net_tanh(float *values, gsize n);

/* A cell of long short-term memory, n_rows at once: gates holds four blocks of `size` sums a row (cell, in, forget,
 * out), each to be multiplied by its scale; state and out hold `size` a row. out becomes whole, -127 to 127. */
void
net_cell(int n_rows, int size, const float *gates, const float *scales, float *state, float *out, gsize out_stride);

/* values *= scales; then what share each has of the sum of exp(): n of a row of `columns`. */
void net_softmax(float *values, const float *scales, int n);
