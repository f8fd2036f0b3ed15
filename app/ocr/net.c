/* All packaged models have one build: a 3 x 3 convolution to 16 features, the strongest of each 3 x 3 places, a memory
 * that runs down each column and keeps its last word, then three memories along the line (forward, backward, forward)
 * and a choice among the letters. Weights are bytes with a scale for each sum, what passes between layers is bytes too
 * (held in floats here). As the greatest of nine sums has the greatest tanh, the convolution's tanh is taken after the
 * nine. The form of the file and the sums are those of Tesseract 5 (src/lstm: weightmatrix, lstm, convolve, maxpool).
 */
#include "app/ocr/net.h"
#include "app/ocr/model_file.h"
#include "app/ocr/net_math.h"
#include <math.h>
#include <string.h>

enum {
	FEATURES = 16,
	WINDOW = 9,
	POOL = 3,
	MAX_CELLS = 1024,
	MAX_CLASSES = 8192,
	MAX_HEIGHT = 96,
	PADDING = NET_LANES,
	LEARNING_RATES = 64, /* flag of a layer: rates of learning follow it */
};

/* Sums of a layer: depth x columns, and the last row (what does not depend on the input) as a start. */
typedef struct {
	int depth, columns, n; /* n of the columns mean something */
	float *weights, *start, *scales;
} Matrix;

typedef struct {
	int inputs, size;
	Matrix from_input, from_self; /* columns: the four gates, one after the other; scales of from_input */
} Memory;

struct Net {
	int height_px, classes, blank;
	Matrix convolution, choice;
	Memory down, along[3]; /* along[1] runs backward */
};

typedef struct {
	char *type;
	int flags, inputs, outputs;
} Layer;

static void
layer_clear(Layer *layer)
{
	g_clear_pointer(&layer->type, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Layer, layer_clear)

static void
matrix_clear(Matrix *matrix)
{
	g_free(matrix->weights);
	g_free(matrix->start);
	g_free(matrix->scales);
}

static void
memory_clear(Memory *memory)
{
	matrix_clear(&memory->from_input);
	matrix_clear(&memory->from_self);
}

void
net_free(Net *net)
{
	if (net == NULL)
		return;
	matrix_clear(&net->convolution);
	matrix_clear(&net->choice);
	memory_clear(&net->down);
	for (guint i = 0; i < G_N_ELEMENTS(net->along); i++)
		memory_clear(&net->along[i]);
	g_free(net);
}

static char *
feed_name(Feed *feed)
{
	int n = feed_int(feed);
	const guint8 *text = n >= 0 && n < 256 ? feed_bytes(feed, (gsize)n) : NULL;
	if (text == NULL)
		feed->broken = TRUE;
	return text != NULL ? g_strndup((const char *)text, (gsize)n) : g_strdup("");
}

/* The head that every layer begins with; broken unless it is of the type. */
static Layer
layer_head(Feed *feed, const char *type)
{
	feed_byte(feed);
	Layer layer = {.type = feed_name(feed)};
	feed_bytes(feed, 2); /* whether it learns */
	layer.flags = feed_int(feed);
	layer.inputs = feed_int(feed);
	layer.outputs = feed_int(feed);
	feed_int(feed); /* number of weights */
	g_free(feed_name(feed));
	feed->broken |= strcmp(layer.type, type) != 0 || layer.inputs < 0 || layer.inputs > MAX_CLASSES ||
			layer.outputs < 0 || layer.outputs > MAX_CLASSES;
	return layer;
}

/* Opens a layer of layers; their number. */
static int
group_head(Feed *feed, const char *type, int *flags)
{
	g_auto(Layer) layer = layer_head(feed, type);
	*flags = layer.flags;
	return feed_int(feed);
}

static void
group_end(Feed *feed, int flags)
{
	if ((flags & LEARNING_RATES) == 0)
		return;
	int n = feed_int(feed);
	if (n < 0 || n > 64 || feed_bytes(feed, (gsize)n * sizeof(float)) == NULL)
		feed->broken = TRUE;
}

static Matrix
matrix_new(int depth, int n)
{
	int columns = (n + NET_LANES - 1) / NET_LANES * NET_LANES;
	return (Matrix){.depth = depth,
		.n = n,
		.columns = columns,
		.weights = g_new0(float, (gsize)depth *(gsize)columns + PADDING),
		.start = g_new0(float, (gsize)columns + PADDING),
		.scales = g_new0(float, (gsize)columns + PADDING)};
}

/* Reads n sums of a b bytes, the last for what does not depend on the input: the first depths go to a, the others to b
 * (may be NULL), at column from. */
static void
feed_matrix(Feed *feed, int n, Matrix *a, Matrix *b, int from)
{
	enum { BYTES = 1, DOUBLES = 128 };
	int depth = a->depth + (b != NULL ? b->depth : 0) + 1;
	int mode = feed_byte(feed), rows = feed_int(feed), columns = feed_int(feed);
	feed_byte(feed);
	if ((mode & BYTES) == 0 || (mode & DOUBLES) == 0 || rows != n || columns != depth) {
		feed->broken = TRUE;
		return;
	}
	const gint8 *w = (const gint8 *)feed_bytes(feed, (gsize)n * (gsize)depth);
	if (w == NULL || feed_int(feed) < n) {
		feed->broken = TRUE;
		return;
	}
	for (int i = 0; i < n; i++, w += depth) {
		for (int k = 0; k < a->depth; k++)
			a->weights[(gsize)k * (gsize)a->columns + (gsize)(from + i)] = w[k];
		for (int k = 0; b != NULL && k < b->depth; k++)
			b->weights[(gsize)k * (gsize)b->columns + (gsize)(from + i)] = w[a->depth + k];
		a->start[from + i] = 127.0f * w[depth - 1];
	}
	for (int i = 0; i < n; i++)
		a->scales[from + i] = (float)(feed_double(feed) / 127);
}

static void
feed_memory(Feed *feed, const char *type, int inputs, Memory *out)
{
	g_auto(Layer) layer = layer_head(feed, type);
	int size = layer.outputs;
	if (feed->broken || layer.inputs != inputs || size < NET_LANES || size > MAX_CELLS || size % NET_LANES != 0 ||
		feed_int(feed) != inputs + size) {
		feed->broken = TRUE;
		return;
	}
	*out = (Memory){inputs, size, matrix_new(inputs, 4 * size), matrix_new(size, 4 * size)};
	for (int gate = 0; gate < 4; gate++)
		feed_matrix(feed, size, &out->from_input, &out->from_self, gate * size);
}

static void
feed_input(Feed *feed, Net *net)
{
	g_auto(Layer) layer = layer_head(feed, "Input");
	feed_int(feed);
	net->height_px = feed_int(feed);
	feed_int(feed);
	int depth = feed_int(feed);
	feed_int(feed);
	if (net->height_px < POOL || net->height_px > MAX_HEIGHT || depth != 1)
		feed->broken = TRUE;
}

static void
feed_convolution(Feed *feed, Net *net)
{
	int flags;
	if (group_head(feed, "Series", &flags) != 2)
		feed->broken = TRUE;
	g_auto(Layer) window = layer_head(feed, "Convolve");
	if (feed_int(feed) != 1 || feed_int(feed) != 1)
		feed->broken = TRUE;
	g_auto(Layer) sums = layer_head(feed, "Tanh");
	if (feed->broken || sums.inputs != WINDOW || sums.outputs != FEATURES)
		feed->broken = TRUE;
	net->convolution = matrix_new(WINDOW, FEATURES);
	if (!feed->broken)
		feed_matrix(feed, FEATURES, &net->convolution, NULL, 0);
	group_end(feed, flags);
	g_auto(Layer) pool = layer_head(feed, "Maxpool");
	if (feed_int(feed) != POOL || feed_int(feed) != POOL)
		feed->broken = TRUE;
}

static void
feed_choice(Feed *feed, Net *net)
{
	g_auto(Layer) layer = layer_head(feed, "Softmax");
	if (feed->broken || layer.inputs != net->along[2].size || layer.outputs < 2) {
		feed->broken = TRUE;
		return;
	}
	net->classes = layer.outputs;
	net->choice = matrix_new(layer.inputs, net->classes);
	feed_matrix(feed, net->classes, &net->choice, NULL, 0);
}

static void
feed_network(Feed *feed, Net *net)
{
	int all, flags;
	if (group_head(feed, "Series", &all) != 8)
		feed->broken = TRUE;
	feed_input(feed, net);
	feed_convolution(feed, net);
	if (group_head(feed, "XYTranspose", &flags) != 1)
		feed->broken = TRUE;
	feed_memory(feed, "SummLSTM", FEATURES, &net->down);
	group_end(feed, flags);
	feed_memory(feed, "LSTM", net->down.size, &net->along[0]);
	if (group_head(feed, "RTLReversed", &flags) != 1)
		feed->broken = TRUE;
	feed_memory(feed, "LSTM", net->along[0].size, &net->along[1]);
	group_end(feed, flags);
	feed_memory(feed, "LSTM", net->along[1].size, &net->along[2]);
	feed_choice(feed, net);
	group_end(feed, all);
	g_free(feed_name(feed)); /* the build, in words */
	feed_bytes(feed, 3 * sizeof(gint32));
	net->blank = feed_int(feed);
	if (net->blank < 0 || net->blank >= net->classes)
		feed->broken = TRUE;
}

Net *
net_load(GBytes *part)
{
	g_autoptr(Net) net = g_new0(Net, 1);
	Feed feed = feed_of(part);
	feed_network(&feed, net);
	return feed.broken ? NULL : g_steal_pointer(&net);
}

int
net_height_px(const Net *net)
{
	return net->height_px;
}

int
net_classes(const Net *net, int *blank)
{
	*blank = net->blank;
	return net->classes;
}

int
net_pixels_a_step(const Net *net)
{
	(void)net;
	return POOL;
}

/* A table of rows of numbers. */
static float *
table_new(gsize rows, int columns)
{
	return g_new0(float, rows *(gsize)columns + PADDING);
}

/* Rows of the table begin as the matrix's start. */
static void
table_start(float *table, int rows, const Matrix *matrix)
{
	for (int i = 0; i < rows; i++)
		memcpy(table + (gsize)i * (gsize)matrix->columns, matrix->start,
			(gsize)matrix->columns * sizeof(float));
}

/* The networks were taught with noise about the picture, and read the first and last letters better with it: a
 * generator of Knuth's, always the same. */
static float
noise(guint64 *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (float)((int)(*seed >> 33) % 255 - 127);
}

/* A row of pixels with a pixel of noise at both ends; rows beyond the picture are noise. */
static void
padded_row(const NetPicture *picture, int height, int y, guint64 *seed, float *row)
{
	row[0] = noise(seed);
	row[picture->width_px + 1] = noise(seed);
	if (y >= 0 && y < height) {
		memcpy(row + 1, picture->pixels + (gsize)y * (gsize)picture->width_px,
			(gsize)picture->width_px * sizeof(float));
		return;
	}
	for (int x = 0; x < picture->width_px; x++)
		row[x + 1] = noise(seed);
}

/* The greatest of each three columns of sums, kept where it is greater than what stands there. */
static void
pool_row(const float *sums, int steps, gboolean first, float *best, gsize stride)
{
	for (int t = 0; t < steps; t++) {
		float most = MAX(MAX(sums[POOL * t], sums[POOL * t + 1]), sums[POOL * t + 2]);
		float *place = best + (gsize)t * stride;
		*place = first ? most : MAX(*place, most);
	}
}

/* features[t][y][FEATURES] for steps x rows places. */
static void
convolve(const Net *net, const NetPicture *picture, int steps, float *features)
{
	int w = picture->width_px, rows = net->height_px / POOL;
	const Matrix *m = &net->convolution;
	g_autofree float *padded = g_new0(float, (gsize)(POOL * (w + 2)) + PADDING);
	g_autofree float *sums = g_new0(float, (gsize)w + PADDING);
	guint64 seed = 1;
	for (int y = 0; y < rows * POOL; y++) {
		for (int dy = -1; dy <= 1; dy++)
			padded_row(picture, net->height_px, y + dy, &seed, padded + (gsize)(dy + 1) * (gsize)(w + 2));
		for (int f = 0; f < FEATURES; f++) {
			net_window(padded, w, m->weights + f, (gsize)m->columns, m->start[f], sums);
			pool_row(sums, steps, y % POOL == 0, features + (gsize)(y / POOL) * FEATURES + f,
				(gsize)rows * FEATURES);
		}
	}
	gsize n = (gsize)steps * (gsize)rows * FEATURES;
	for (gsize i = 0; i < n; i++)
		features[i] *= m->scales[i % FEATURES];
	net_tanh(features, n);
	net_bytes(features, n);
}

/* Down each column; its last word goes to out, a row a step. */
static void
run_down(const Net *net, const float *features, int steps, float *out)
{
	const Memory *m = &net->down;
	int rows = net->height_px / POOL;
	g_autofree float *gates = table_new((gsize)steps, 4 * m->size);
	g_autofree float *state = table_new((gsize)steps, m->size);
	for (int y = 0; y < rows; y++) {
		table_start(gates, steps, &m->from_input);
		net_multiply(steps, FEATURES, 4 * m->size, features + (gsize)y * FEATURES, (gsize)rows * FEATURES,
			m->from_input.weights, gates, (gsize)(4 * m->size));
		if (y > 0)
			net_multiply(steps, m->size, 4 * m->size, out, (gsize)m->size, m->from_self.weights, gates,
				(gsize)(4 * m->size));
		net_cell(steps, m->size, gates, m->from_input.scales, state, out, (gsize)m->size);
	}
}

/* Several lines at once: at each step a row for each line that is that long; lines are sorted by falling length. */
typedef struct {
	int n;
	const int *steps;
	gsize *first; /* row of each line's first step in the tables */
	gsize rows;
} Batch;

static void
run_along(const Memory *m, const Batch *batch, gboolean backward, const float *in, float *out)
{
	gsize size = (gsize)m->size, width = 4 * size;
	g_autofree float *gates = table_new(batch->rows, 4 * m->size);
	table_start(gates, (int)batch->rows, &m->from_input);
	net_multiply(
		(int)batch->rows, m->inputs, 4 * m->size, in, (gsize)m->inputs, m->from_input.weights, gates, width);
	g_autofree float *now = table_new((gsize)batch->n, 4 * m->size);
	g_autofree float *state = table_new((gsize)batch->n, m->size);
	g_autofree float *said = table_new((gsize)batch->n, m->size);
	int live = batch->n;
	for (int t = 0; t < batch->steps[0]; t++) {
		while (live > 0 && batch->steps[live - 1] <= t)
			live--;
		for (int i = 0; i < live; i++) {
			gsize row = batch->first[i] + (gsize)(backward ? batch->steps[i] - 1 - t : t);
			memcpy(now + (gsize)i * width, gates + row * width, width * sizeof(float));
		}
		net_multiply(live, m->size, 4 * m->size, said, size, m->from_self.weights, now, width);
		net_cell(live, m->size, now, m->from_input.scales, state, said, size);
		for (int i = 0; i < live; i++) {
			gsize row = batch->first[i] + (gsize)(backward ? batch->steps[i] - 1 - t : t);
			memcpy(out + row * size, said + (gsize)i * size, size * sizeof(float));
		}
	}
}

static NetAnswer
choose(const Net *net, const float *in, int steps)
{
	const Matrix *m = &net->choice;
	NetAnswer answer = {.n_steps = steps, .likelihoods = table_new((gsize)steps, net->classes)};
	g_autofree float *sums = table_new((gsize)steps, m->columns);
	table_start(sums, steps, m);
	net_multiply(steps, m->depth, m->columns, in, (gsize)m->depth, m->weights, sums, (gsize)m->columns);
	for (int t = 0; t < steps; t++) {
		float *row = sums + (gsize)t * (gsize)m->columns;
		net_softmax(row, m->scales, net->classes);
		memcpy(answer.likelihoods + (gsize)t * (gsize)net->classes, row, (gsize)net->classes * sizeof(float));
	}
	return answer;
}

static void
run_batch(const Net *net, const NetPicture *const *pictures, int n, NetAnswer *const *answers)
{
	g_autofree int *steps = g_new0(int, n);
	g_autofree gsize *first = g_new0(gsize, n);
	Batch batch = {.n = n, .steps = steps, .first = first};
	for (int i = 0; i < n; i++) {
		steps[i] = pictures[i]->width_px / POOL;
		first[i] = batch.rows;
		batch.rows += (gsize)steps[i];
	}
	int widest = MAX(net->down.size, MAX(net->along[0].size, net->along[1].size));
	g_autofree float *a = table_new(batch.rows, MAX(widest, net->along[2].size));
	g_autofree float *b = table_new(batch.rows, widest);
	for (int i = 0; i < n; i++) {
		g_autofree float *features = table_new((gsize)steps[i] * (gsize)(net->height_px / POOL), FEATURES);
		convolve(net, pictures[i], steps[i], features);
		run_down(net, features, steps[i], a + first[i] * (gsize)net->down.size);
	}
	run_along(&net->along[0], &batch, FALSE, a, b);
	run_along(&net->along[1], &batch, TRUE, b, a);
	g_autofree float *c = table_new(batch.rows, net->along[2].size);
	run_along(&net->along[2], &batch, FALSE, a, c);
	for (int i = 0; i < n; i++)
		*answers[i] = choose(net, c + first[i] * (gsize)net->along[2].size, steps[i]);
}

static int
compare_widths(gconstpointer a, gconstpointer b, gpointer pictures)
{
	const NetPicture *all = pictures;
	return all[*(const int *)b].width_px - all[*(const int *)a].width_px;
}

void
net_run(const Net *net, const NetPicture *pictures, int n, NetAnswer *answers)
{
	enum { AT_ONCE = 8 };
	g_autofree int *order = g_new(int, n);
	int wide = 0;
	for (int i = 0; i < n; i++) {
		answers[i] = (NetAnswer){0};
		if (pictures[i].width_px >= POOL && pictures[i].width_px <= NET_MAX_WIDTH_PX)
			order[wide++] = i;
	}
	g_qsort_with_data(order, wide, sizeof(int), compare_widths, (gpointer)pictures);
	for (int from = 0; from < wide; from += AT_ONCE) {
		const NetPicture *some[AT_ONCE];
		NetAnswer *theirs[AT_ONCE];
		int k = MIN(wide - from, AT_ONCE);
		for (int i = 0; i < k; i++) {
			some[i] = &pictures[order[from + i]];
			theirs[i] = &answers[order[from + i]];
		}
		run_batch(net, some, k, theirs);
	}
}

void
net_answer_clear(NetAnswer *answer)
{
	g_clear_pointer(&answer->likelihoods, g_free);
	answer->n_steps = 0;
}
