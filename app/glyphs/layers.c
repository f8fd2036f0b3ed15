#include "app/glyphs/layers.h"
#include <string.h>

/* Lanes of a vector register, spelled so that the compiler chooses the registers of the machine at hand. */
typedef float Lanes __attribute__((vector_size(LAYER_LANES * sizeof(float)), aligned(4), may_alias));

static int
padded(int channels)
{
	return (channels + LAYER_LANES - 1) / LAYER_LANES * LAYER_LANES;
}

gboolean
layer_is_weighted(const Layer *layer)
{
	return layer->kind != LAYER_POOL;
}

gsize
layer_n_out(const Layer *layer)
{
	return (gsize)layer->out_width * (gsize)layer->out_height * (gsize)layer->out_padded;
}

gsize
layer_n_rows(const Layer *layer)
{
	switch (layer->kind) {
	case LAYER_CONVOLUTION:
		return (gsize)layer->side * (gsize)layer->side * (gsize)layer->in_padded;
	case LAYER_DENSE:
		return (gsize)layer->in_width * (gsize)layer->in_height * (gsize)layer->in_padded;
	case LAYER_POOL:
		return 0;
	}
	return 0;
}

gboolean
layer_shape(Layer *layer, int in_width, int in_height, int in_channels)
{
	layer->in_width = in_width;
	layer->in_height = in_height;
	layer->in_channels = in_channels;
	/* the first layer's single channel is not padded: it would be eight times the work */
	layer->in_padded = in_channels == 1 ? 1 : padded(in_channels);
	if (layer->kind == LAYER_DENSE) {
		layer->out_width = layer->out_height = 1;
	} else {
		if (layer->kind == LAYER_POOL) {
			layer->stride = layer->side;
			layer->out_channels = in_channels;
		}
		if (layer->side < 1 || layer->stride < 1 || layer->side > in_width || layer->side > in_height)
			return FALSE;
		layer->out_width = (in_width - layer->side) / layer->stride + 1;
		layer->out_height = (in_height - layer->side) / layer->stride + 1;
	}
	if (layer->out_channels < 1 || layer->out_channels > LAYER_MAX_CHANNELS)
		return FALSE;
	if (layer->kind == LAYER_POOL && layer->in_padded == 1)
		return FALSE;
	layer->out_padded = padded(layer->out_channels);
	gsize n_weights = layer_n_rows(layer) * (gsize)layer->out_padded;
	if (layer_n_out(layer) > LAYER_MAX_VALUES || n_weights > LAYER_MAX_WEIGHTS)
		return FALSE;
	layer->weights = g_new0(float, n_weights);
	layer->bias = g_new0(float, layer->out_padded);
	return TRUE;
}

void
layer_clear(Layer *layer)
{
	g_clear_pointer(&layer->weights, g_free);
	g_clear_pointer(&layer->bias, g_free);
}

/* out (n values) += in (n_rows values) * weights (n_rows rows of n). The sums of a block stay in registers. */
static void
add_rows(float *restrict out, const float *restrict in, const float *restrict weights, int n_rows, int n)
{
	int at = 0;
	for (; at + 4 * LAYER_LANES <= n; at += 4 * LAYER_LANES) {
		Lanes *to = (Lanes *)(out + at);
		const float *from = weights + at;
		Lanes a = to[0], b = to[1], c = to[2], d = to[3];
		for (int i = 0; i < n_rows; i++, from += n) {
			const Lanes *row = (const Lanes *)from;
			a += in[i] * row[0];
			b += in[i] * row[1];
			c += in[i] * row[2];
			d += in[i] * row[3];
		}
		to[0] = a;
		to[1] = b;
		to[2] = c;
		to[3] = d;
	}
	for (; at < n; at += LAYER_LANES) {
		Lanes *to = (Lanes *)(out + at), sum = *to;
		const float *from = weights + at;
		for (int i = 0; i < n_rows; i++, from += n)
			sum += in[i] * *(const Lanes *)from;
		*to = sum;
	}
}

static void
clip_negative(float *values, gsize n)
{
	for (gsize i = 0; i < n; i++)
		values[i] = MAX(values[i], 0.0F);
}

static void
convolve(const Layer *layer, const float *in, float *out)
{
	const int n_out = layer->out_padded, n_in = layer->in_padded, span = layer->side * n_in;
	for (int y = 0; y < layer->out_height; y++) {
		for (int x = 0; x < layer->out_width; x++, out += n_out) {
			memcpy(out, layer->bias, (gsize)n_out * sizeof(float));
			const float *weights = layer->weights;
			for (int row = 0; row < layer->side; row++) {
				const float *from =
					in + ((y * layer->stride + row) * layer->in_width + x * layer->stride) * n_in;
				add_rows(out, from, weights, span, n_out);
				weights += (gsize)span * (gsize)n_out;
			}
		}
	}
}

static void
pool(const Layer *layer, const float *in, float *out)
{
	const int n = layer->out_padded;
	for (int y = 0; y < layer->out_height; y++) {
		for (int x = 0; x < layer->out_width; x++, out += n) {
			for (int i = 0; i < layer->side * layer->side; i++) {
				int row = y * layer->side + i / layer->side, column = x * layer->side + i % layer->side;
				const float *from = in + (row * layer->in_width + column) * n;
				for (int channel = 0; channel < n; channel++)
					out[channel] = i == 0 ? from[channel] : MAX(out[channel], from[channel]);
			}
		}
	}
}

void
layer_forward(const Layer *layer, const float *in, float *out)
{
	switch (layer->kind) {
	case LAYER_CONVOLUTION:
		convolve(layer, in, out);
		clip_negative(out, layer_n_out(layer));
		break;
	case LAYER_POOL:
		pool(layer, in, out);
		break;
	case LAYER_DENSE: {
		gsize n = layer_n_rows(layer);
		memcpy(out, layer->bias, (gsize)layer->out_padded * sizeof(float));
		add_rows(out, in, layer->weights, (int)n, layer->out_padded);
		if (!layer->is_last)
			clip_negative(out, layer_n_out(layer));
		break;
	}
	}
}
