#include "app/glyphs/glyphs.h"
#include "app/glyphs/layers.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

/* The weights file, little-endian:
 *   "CGLY" u16 version=1, u16 classes, u16 cell width, u16 cell height, f32 pitches wide, f32 pitches high, u16 layers,
 *   u16 0; u32 code point per class; per layer: u8 kind, u8 side, u8 stride, u8 0, u32 channels out and, for a weighted
 *   one, f32 bias and f32 scale per channel, then rows of i8 weights, one per channel out. Nothing follows. */

enum { VERSION = 1 };

struct Glyphs {
	int width, height, n_classes, n_layers;
	double pitches_wide, pitches_high;
	gunichar classes[GLYPHS_MAX_CLASSES];
	Layer layers[LAYER_MAX_COUNT];
	gsize most_values;
};

typedef struct {
	const guint8 *at, *end;
	gboolean failed;
} Cursor;

static guint32
take(Cursor *cursor, int n_bytes)
{
	if (cursor->end - cursor->at < n_bytes) {
		cursor->failed = TRUE;
		return 0;
	}
	guint32 value = 0;
	for (int i = 0; i < n_bytes; i++)
		value |= (guint32)cursor->at[i] << (8 * i);
	cursor->at += n_bytes;
	return value;
}

static float
take_float(Cursor *cursor)
{
	guint32 bits = take(cursor, 4);
	float value;
	memcpy(&value, &bits, sizeof value);
	/* a not-a-number would spread through every score */
	if (!isfinite(value) || fabsf(value) > 1e6F)
		cursor->failed = TRUE;
	return cursor->failed ? 0 : value;
}

static const char *
take_header(Cursor *cursor, Glyphs *glyphs)
{
	if (cursor->end - cursor->at < 4 || memcmp(cursor->at, "CGLY", 4) != 0)
		return "it is not a weights file";
	cursor->at += 4;
	if (take(cursor, 2) != VERSION)
		return "its version is not known";
	glyphs->n_classes = (int)take(cursor, 2);
	glyphs->width = (int)take(cursor, 2);
	glyphs->height = (int)take(cursor, 2);
	glyphs->pitches_wide = (double)take_float(cursor);
	glyphs->pitches_high = (double)take_float(cursor);
	glyphs->n_layers = (int)take(cursor, 2);
	take(cursor, 2);
	if (glyphs->n_classes < 2 || glyphs->n_classes > GLYPHS_MAX_CLASSES)
		return "its number of classes is out of bounds";
	if (glyphs->width < 4 || glyphs->width > GLYPHS_MAX_SIDE || glyphs->height < 4 ||
		glyphs->height > GLYPHS_MAX_SIDE || !(glyphs->pitches_wide > 0.1 && glyphs->pitches_wide < 16) ||
		!(glyphs->pitches_high > 0.1 && glyphs->pitches_high < 16))
		return "its cell is out of bounds";
	if (glyphs->n_layers < 1 || glyphs->n_layers > LAYER_MAX_COUNT) {
		glyphs->n_layers = 0;
		return "its number of layers is out of bounds";
	}
	for (int i = 0; i < glyphs->n_classes; i++) {
		glyphs->classes[i] = take(cursor, 4);
		if (glyphs->classes[i] != 0 && !g_unichar_validate(glyphs->classes[i]))
			return "a class is no character";
	}
	return NULL;
}

static void
take_weights(Cursor *cursor, Layer *layer)
{
	float scale[LAYER_MAX_CHANNELS];
	for (int i = 0; i < layer->out_channels; i++)
		layer->bias[i] = take_float(cursor);
	for (int i = 0; i < layer->out_channels; i++)
		scale[i] = take_float(cursor);
	gsize n_rows = layer_n_rows(layer);
	if (cursor->failed || (gsize)(cursor->end - cursor->at) / (gsize)layer->out_channels < n_rows) {
		cursor->failed = TRUE;
		return;
	}
	for (gsize row = 0; row < n_rows; row++) {
		for (int i = 0; i < layer->out_channels; i++)
			layer->weights[row * (gsize)layer->out_padded + (gsize)i] =
				(float)(gint8)*cursor->at++ * scale[i];
	}
}

static const char *
take_layers(Cursor *cursor, Glyphs *glyphs)
{
	int width = glyphs->width, height = glyphs->height, channels = 1;
	glyphs->most_values = (gsize)width * (gsize)height;
	for (int i = 0; i < glyphs->n_layers; i++) {
		Layer *layer = &glyphs->layers[i];
		guint32 kind = take(cursor, 1);
		layer->side = (int)take(cursor, 1);
		layer->stride = (int)take(cursor, 1);
		take(cursor, 1);
		guint32 n_out = take(cursor, 4);
		if (kind < LAYER_CONVOLUTION || kind > LAYER_DENSE || n_out > LAYER_MAX_CHANNELS)
			return "a layer is of no known kind or size";
		layer->kind = (LayerKind)kind;
		layer->out_channels = (int)n_out;
		layer->is_last = i == glyphs->n_layers - 1;
		if (!layer_shape(layer, width, height, channels))
			return "a layer's shape is out of bounds";
		if (layer_is_weighted(layer))
			take_weights(cursor, layer);
		if (cursor->failed)
			return "it is cut short or holds a value out of bounds";
		width = layer->out_width;
		height = layer->out_height;
		channels = layer->out_channels;
		glyphs->most_values = MAX(glyphs->most_values, layer_n_out(layer));
	}
	const Layer *last = &glyphs->layers[glyphs->n_layers - 1];
	if (last->kind != LAYER_DENSE || last->out_channels != glyphs->n_classes)
		return "its last layer does not give its classes";
	return cursor->at == cursor->end ? NULL : "bytes follow its end";
}

Glyphs *
glyphs_parse(gconstpointer bytes, gsize size, const char *name, GError **error)
{
	g_autoptr(Glyphs) glyphs = g_new0(Glyphs, 1);
	/* an empty file is mapped as no bytes at all */
	const guint8 *first = size > 0 ? bytes : (const guint8 *)"";
	Cursor cursor = {first, first + size, FALSE};
	const char *cause = size > GLYPHS_MAX_FILE ? "it is too large" : take_header(&cursor, glyphs);
	if (cause == NULL)
		cause = cursor.failed ? "it is cut short or holds a value out of bounds" : take_layers(&cursor, glyphs);
	if (cause != NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "glyph weights %s: %s", name, cause);
		return NULL;
	}
	return g_steal_pointer(&glyphs);
}

Glyphs *
glyphs_load(const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &cause);
	if (file == NULL) {
		StationError code = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? STATION_ERROR_MISSING
											     : STATION_ERROR_FAILED;
		g_set_error(error, STATION_ERROR, code, "glyph weights %s: %s", path, cause->message);
		return NULL;
	}
	return glyphs_parse(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), path, error);
}

void
glyphs_free(Glyphs *glyphs)
{
	if (glyphs == NULL)
		return;
	for (int i = 0; i < LAYER_MAX_COUNT; i++)
		layer_clear(&glyphs->layers[i]);
	g_free(glyphs);
}

int
glyphs_cell_width(const Glyphs *glyphs)
{
	return glyphs->width;
}

int
glyphs_cell_height(const Glyphs *glyphs)
{
	return glyphs->height;
}

double
glyphs_cell_pitches_wide(const Glyphs *glyphs)
{
	return glyphs->pitches_wide;
}

double
glyphs_cell_pitches_high(const Glyphs *glyphs)
{
	return glyphs->pitches_high;
}

int
glyphs_n_classes(const Glyphs *glyphs)
{
	return glyphs->n_classes;
}

gunichar
glyphs_class(const Glyphs *glyphs, int index)
{
	g_assert(index >= 0 && index < glyphs->n_classes);
	return glyphs->classes[index];
}

static void
softmax(const float *values, int n, float *scores)
{
	float most = values[0], sum = 0;
	for (int i = 1; i < n; i++)
		most = MAX(most, values[i]);
	for (int i = 0; i < n; i++)
		sum += scores[i] = expf(values[i] - most);
	for (int i = 0; i < n; i++)
		scores[i] /= sum;
}

void
glyphs_classify(const Glyphs *glyphs, const float *cells, int n, float *scores)
{
	g_autofree float *buffers = g_new(float, 2 * glyphs->most_values);
	for (int i = 0; i < n; i++) {
		const float *in = cells + (gsize)i * (gsize)glyphs->width * (gsize)glyphs->height;
		float *out = buffers, *other = buffers + glyphs->most_values;
		for (int layer = 0; layer < glyphs->n_layers; layer++) {
			layer_forward(&glyphs->layers[layer], in, out);
			in = out;
			out = other;
			other = (float *)in;
		}
		softmax(in, glyphs->n_classes, scores + (gsize)i * (gsize)glyphs->n_classes);
	}
}
