#include "app/data/build/glyphs/glyph_train.h"
#include <math.h>
#include <string.h>

enum { BATCH = 32 };

typedef float Lanes __attribute__((vector_size(LAYER_LANES * sizeof(float)), aligned(4), may_alias));

/* One layer's activations and what Adam remembers. Weights and bias lie in one run each: [0] weights, [1] bias. */
typedef struct {
	float *out, *slope; /* of the loss by the layer's output */
	gsize n[2];
	float *gradient[2], *mean[2], *square[2];
} Trace;

struct GlyphTraining {
	const GlyphPlan *plan;
	Layer layers[LAYER_MAX_COUNT];
	Trace traces[LAYER_MAX_COUNT];
	float *input_slope;
	int in_batch, step;
	double rate;
};

GlyphTraining *
glyph_training_new(const GlyphPlan *plan, GRand *random)
{
	GlyphTraining *training = g_new0(GlyphTraining, 1);
	training->plan = plan;
	int width = plan->cell_width, height = plan->cell_height, channels = 1;
	training->input_slope = g_new(float, (gsize)width *(gsize)height);
	for (int i = 0; i < plan->n_layers; i++) {
		Layer *layer = &training->layers[i];
		const GlyphLayerPlan *wanted = &plan->layers[i];
		*layer = (Layer){.kind = wanted->kind,
			.side = wanted->side,
			.stride = wanted->stride,
			.out_channels = wanted->out_channels,
			.is_last = i == plan->n_layers - 1};
		if (!layer_shape(layer, width, height, channels))
			g_error("glyph plan: layer %d has an impossible shape", i + 1);
		Trace *trace = &training->traces[i];
		trace->out = g_new0(float, layer_n_out(layer));
		trace->slope = g_new0(float, layer_n_out(layer));
		trace->n[0] = layer_n_rows(layer) * (gsize)layer->out_padded;
		trace->n[1] = layer_is_weighted(layer) ? (gsize)layer->out_padded : 0;
		for (int k = 0; k < 2; k++) {
			trace->gradient[k] = g_new0(float, trace->n[k]);
			trace->mean[k] = g_new0(float, trace->n[k]);
			trace->square[k] = g_new0(float, trace->n[k]);
		}
		double spread = sqrt(6.0 / (double)MAX(1, layer_n_rows(layer)));
		for (gsize j = 0; j < trace->n[0]; j++) {
			gboolean used = (int)(j % (gsize)layer->out_padded) < layer->out_channels;
			layer->weights[j] = used ? (float)g_rand_double_range(random, -spread, spread) : 0;
		}
		width = layer->out_width;
		height = layer->out_height;
		channels = layer->out_channels;
	}
	return training;
}

void
glyph_training_free(GlyphTraining *training)
{
	if (training == NULL)
		return;
	for (int i = 0; i < training->plan->n_layers; i++) {
		Trace *trace = &training->traces[i];
		g_free(trace->out);
		g_free(trace->slope);
		for (int k = 0; k < 2; k++) {
			g_free(trace->gradient[k]);
			g_free(trace->mean[k]);
			g_free(trace->square[k]);
		}
		layer_clear(&training->layers[i]);
	}
	g_free(training->input_slope);
	g_free(training);
}

/* For one row of weights: its gradient grows by in * slope, and the slope by its input is the product with slope. */
static inline float
back_row(float *gradient, const float *weights, const float *slope, float in, int n)
{
	Lanes sum = {0};
	for (int i = 0; i < n; i += LAYER_LANES) {
		Lanes at = *(const Lanes *)(slope + i);
		*(Lanes *)(gradient + i) += in * at;
		sum += at * *(const Lanes *)(weights + i);
	}
	float total = 0;
	for (int i = 0; i < LAYER_LANES; i++)
		total += sum[i];
	return total;
}

static void
back_convolve(const Layer *layer, Trace *trace, const float *in, float *in_slope)
{
	const int n_out = layer->out_padded, n_in = layer->in_padded, span = layer->side * n_in;
	const float *slope = trace->slope;
	for (int y = 0; y < layer->out_height; y++) {
		for (int x = 0; x < layer->out_width; x++, slope += n_out) {
			gsize row = 0;
			for (int k = 0; k < layer->side; k++) {
				int at = ((y * layer->stride + k) * layer->in_width + x * layer->stride) * n_in;
				for (int i = 0; i < span; i++, row += (gsize)n_out)
					in_slope[at + i] += back_row(trace->gradient[0] + row, layer->weights + row,
						slope, in[at + i], n_out);
			}
			for (int i = 0; i < n_out; i++)
				trace->gradient[1][i] += slope[i];
		}
	}
}

static void
back_pool(const Layer *layer, const Trace *trace, const float *in, float *in_slope)
{
	const int n = layer->out_padded;
	const float *out = trace->out, *slope = trace->slope;
	for (int y = 0; y < layer->out_height; y++) {
		for (int x = 0; x < layer->out_width; x++, out += n, slope += n) {
			for (int channel = 0; channel < n; channel++) {
				for (int i = 0; i < layer->side * layer->side; i++) {
					int row = y * layer->side + i / layer->side,
					    column = x * layer->side + i % layer->side;
					int at = (row * layer->in_width + column) * n + channel;
					if (in[at] == out[channel]) {
						in_slope[at] += slope[channel];
						break;
					}
				}
			}
		}
	}
}

static void
back_dense(const Layer *layer, Trace *trace, const float *in, float *in_slope)
{
	gsize n_rows = layer_n_rows(layer), n = (gsize)layer->out_padded;
	for (gsize i = 0; i < n_rows; i++)
		in_slope[i] += back_row(
			trace->gradient[0] + i * n, layer->weights + i * n, trace->slope, in[i], layer->out_padded);
	for (gsize i = 0; i < n; i++)
		trace->gradient[1][i] += trace->slope[i];
}

static void
adapt(GlyphTraining *training, Layer *layer, Trace *trace)
{
	const double keep_mean = 0.9, keep_square = 0.999;
	double rate =
		training->rate * sqrt(1 - pow(keep_square, training->step)) / (1 - pow(keep_mean, training->step));
	for (int k = 0; k < 2; k++) {
		float *values = k == 0 ? layer->weights : layer->bias;
		for (gsize i = 0; i < trace->n[k]; i++) {
			float gradient = trace->gradient[k][i] / BATCH + (k == 0 ? 1e-5F * values[i] : 0);
			trace->mean[k][i] += (float)(1 - keep_mean) * (gradient - trace->mean[k][i]);
			trace->square[k][i] += (float)(1 - keep_square) * (gradient * gradient - trace->square[k][i]);
			values[i] -= (float)rate * trace->mean[k][i] / (sqrtf(trace->square[k][i]) + 1e-8F);
			trace->gradient[k][i] = 0;
		}
	}
}

static float
loss_slope(const Layer *last, Trace *trace, int label, gboolean *right)
{
	float most = trace->out[0], sum = 0;
	int best = 0;
	for (int i = 1; i < last->out_channels; i++) {
		if (trace->out[i] > most) {
			most = trace->out[i];
			best = i;
		}
	}
	for (int i = 0; i < last->out_channels; i++)
		sum += trace->slope[i] = expf(trace->out[i] - most);
	for (int i = 0; i < last->out_channels; i++)
		trace->slope[i] /= sum;
	float share = MAX(trace->slope[label], 1e-12F);
	trace->slope[label] -= 1;
	*right = best == label;
	return -logf(share);
}

float
glyph_training_learn(GlyphTraining *training, const float *cell, int label, gboolean *right)
{
	int n_layers = training->plan->n_layers;
	for (int i = 0; i < n_layers; i++)
		layer_forward(
			&training->layers[i], i == 0 ? cell : training->traces[i - 1].out, training->traces[i].out);
	float loss = loss_slope(&training->layers[n_layers - 1], &training->traces[n_layers - 1], label, right);
	for (int i = n_layers - 1; i >= 0; i--) {
		const Layer *layer = &training->layers[i];
		Trace *trace = &training->traces[i];
		const float *in = i == 0 ? cell : training->traces[i - 1].out;
		float *in_slope = i == 0 ? training->input_slope : training->traces[i - 1].slope;
		gsize n_in = i == 0 ? (gsize)layer->in_width * (gsize)layer->in_height
				    : layer_n_out(&training->layers[i - 1]);
		memset(in_slope, 0, n_in * sizeof(float));
		if (layer->kind != LAYER_POOL && !layer->is_last) {
			for (gsize j = 0; j < layer_n_out(layer); j++)
				trace->slope[j] = trace->out[j] > 0 ? trace->slope[j] : 0;
		}
		switch (layer->kind) {
		case LAYER_CONVOLUTION:
			back_convolve(layer, trace, in, in_slope);
			break;
		case LAYER_POOL:
			back_pool(layer, trace, in, in_slope);
			break;
		case LAYER_DENSE:
			back_dense(layer, trace, in, in_slope);
			break;
		}
	}
	if (++training->in_batch == BATCH) {
		training->in_batch = 0;
		training->step++;
		for (int i = 0; i < n_layers; i++)
			adapt(training, &training->layers[i], &training->traces[i]);
	}
	return loss;
}

void
glyph_training_rate(GlyphTraining *training, double rate)
{
	training->rate = rate;
}

static void
put(GByteArray *out, guint32 value, int n_bytes)
{
	for (int i = 0; i < n_bytes; i++)
		g_byte_array_append(out, &(guint8){(guint8)(value >> (8 * i))}, 1);
}

static void
put_float(GByteArray *out, float value)
{
	guint32 bits;
	memcpy(&bits, &value, sizeof bits);
	put(out, bits, 4);
}

static void
put_weights(GByteArray *out, const Layer *layer)
{
	gsize n_rows = layer_n_rows(layer), n = (gsize)layer->out_padded;
	float scale[LAYER_MAX_CHANNELS];
	for (int i = 0; i < layer->out_channels; i++)
		put_float(out, layer->bias[i]);
	for (int i = 0; i < layer->out_channels; i++) {
		float most = 1e-6F;
		for (gsize row = 0; row < n_rows; row++)
			most = MAX(most, fabsf(layer->weights[row * n + (gsize)i]));
		scale[i] = most / 127;
		put_float(out, scale[i]);
	}
	for (gsize row = 0; row < n_rows; row++) {
		for (int i = 0; i < layer->out_channels; i++)
			put(out, (guint8)(gint8)lrintf(layer->weights[row * n + (gsize)i] / scale[i]), 1);
	}
}

/* A place in a file's bytes; beyond the end there are zeros, and at is past the end. */
typedef struct {
	const guint8 *bytes;
	gsize at, size;
} Reader;

static guint32
read_int(Reader *reader, int n_bytes)
{
	guint32 value = 0;
	for (int i = 0; i < n_bytes; i++, reader->at++)
		value |= reader->at < reader->size ? (guint32)reader->bytes[reader->at] << (8 * i) : 0;
	return value;
}

static float
read_float(Reader *reader)
{
	guint32 bits = read_int(reader, 4);
	float value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

static void
read_weights(Reader *reader, Layer *layer)
{
	gsize n_rows = layer_n_rows(layer), n = (gsize)layer->out_padded;
	float scale[LAYER_MAX_CHANNELS];
	for (int i = 0; i < layer->out_channels; i++)
		layer->bias[i] = read_float(reader);
	for (int i = 0; i < layer->out_channels; i++)
		scale[i] = read_float(reader);
	for (gsize row = 0; row < n_rows; row++)
		for (int i = 0; i < layer->out_channels; i++)
			layer->weights[row * n + (gsize)i] = scale[i] * (float)(gint8)(guint8)read_int(reader, 1);
}

gboolean
glyph_training_resume(GlyphTraining *training, GBytes *file)
{
	const GlyphPlan *plan = training->plan;
	Reader reader = {.size = g_bytes_get_size(file)};
	reader.bytes = g_bytes_get_data(file, NULL);
	gboolean same = read_int(&reader, 4) == 0x594c4743 && read_int(&reader, 2) == 1 &&
			read_int(&reader, 2) == (guint32)plan->n_classes &&
			read_int(&reader, 2) == (guint32)plan->cell_width &&
			read_int(&reader, 2) == (guint32)plan->cell_height;
	reader.at += 2 * sizeof(float);
	same = same && read_int(&reader, 2) == (guint32)plan->n_layers;
	reader.at += 2;
	for (int i = 0; same && i < plan->n_classes; i++)
		same = read_int(&reader, 4) == plan->classes[i];
	for (int i = 0; same && i < plan->n_layers; i++) {
		Layer *layer = &training->layers[i];
		same = read_int(&reader, 1) == (guint32)layer->kind && read_int(&reader, 1) == (guint32)layer->side;
		reader.at += 2; /* stride */
		same = same && read_int(&reader, 4) == (guint32)layer->out_channels;
		if (same && layer_is_weighted(layer))
			read_weights(&reader, layer);
	}
	return same && reader.at == reader.size;
}

void
glyph_training_run(GlyphTraining *training, const GlyphCourse *course, GRand *random, GlyphSource take, gpointer data)
{
	int values = training->plan->cell_width * training->plan->cell_height;
	g_autofree float *pool = g_new(float, (gsize)course->pool_cells *(gsize)values);
	g_autofree int *labels = g_new(int, course->pool_cells);
	for (int i = 0; i < course->pool_cells; i++)
		labels[i] = take(data, pool + i * values);
	double loss = 0;
	int n_right = 0, n_shown = 0;
	for (int i = 0; i < course->n_cells; i++) {
		int at = g_rand_int_range(random, 0, course->pool_cells);
		double done = (double)i / course->n_cells;
		glyph_training_rate(
			training, course->first_rate * (0.5 + 0.5 * cos(G_PI * done)) * MIN(1, i / 5000.0 + 0.02));
		gboolean right;
		loss += (double)glyph_training_learn(training, pool + at * values, labels[at], &right);
		n_right += right;
		if (i % course->times_used == 0)
			labels[at] = take(data, pool + at * values);
		if (++n_shown == 50000) {
			g_print("%d cells: loss %.4f, wrong %.2f %%\n", i + 1, loss / n_shown,
				100.0 * (n_shown - n_right) / n_shown);
			loss = 0;
			n_right = n_shown = 0;
		}
	}
}

GBytes *
glyph_training_save(const GlyphTraining *training)
{
	const GlyphPlan *plan = training->plan;
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)"CGLY", 4);
	put(out, 1, 2);
	put(out, (guint32)plan->n_classes, 2);
	put(out, (guint32)plan->cell_width, 2);
	put(out, (guint32)plan->cell_height, 2);
	put_float(out, (float)plan->pitches_wide);
	put_float(out, (float)plan->pitches_high);
	put(out, (guint32)plan->n_layers, 2);
	put(out, 0, 2);
	for (int i = 0; i < plan->n_classes; i++)
		put(out, plan->classes[i], 4);
	for (int i = 0; i < plan->n_layers; i++) {
		const Layer *layer = &training->layers[i];
		put(out, (guint32)layer->kind, 1);
		put(out, (guint32)layer->side, 1);
		put(out, (guint32)layer->stride, 1);
		put(out, 0, 1);
		put(out, (guint32)layer->out_channels, 4);
		if (layer_is_weighted(layer))
			put_weights(out, layer);
	}
	return g_byte_array_free_to_bytes(out);
}
