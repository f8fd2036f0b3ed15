/* The layers of a glyph classifier, shared by the classifier and by the program that trains one. Values lie row by row,
 * channels innermost; channels are padded to a multiple of LAYER_LANES with zeros. */
#pragma once
#include <glib.h>

enum {
	LAYER_LANES = 4,
	LAYER_MAX_COUNT = 8,
	LAYER_MAX_CHANNELS = 256,
	LAYER_MAX_VALUES = 1 << 16, /* of one layer's output */
	LAYER_MAX_WEIGHTS = 1 << 21,
};

typedef enum {
	LAYER_CONVOLUTION = 1, /* side x side, no padding, then negative values to zero */
	LAYER_POOL = 2,        /* the largest of side x side, edges that do not fill one are dropped */
	LAYER_DENSE = 3,       /* then negative values to zero, except after the last layer */
} LayerKind;

typedef struct {
	LayerKind kind;
	int side, stride;
	int in_width, in_height, in_channels;
	int out_width, out_height, out_channels;
	int in_padded, out_padded; /* channels */
	gboolean is_last;
	float *weights; /* [side][side][in_padded][out_padded]; dense: [in_height][in_width][in_padded][out_padded] */
	float *bias;    /* [out_padded] */
} Layer;

/* Fills in the shape from kind, side, stride, out_channels and the layer before (or the cell) and allocates zeroed
 * weights. FALSE: the shape is impossible or beyond the limits above. */
gboolean layer_shape(Layer *layer, int in_width, int in_height, int in_channels);
void layer_clear(Layer *layer);

gsize layer_n_out(const Layer *layer);  /* values, padding included */
gsize layer_n_rows(const Layer *layer); /* rows of out_padded weights; 0 for a pool */
gboolean layer_is_weighted(const Layer *layer);

void layer_forward(const Layer *layer, const float *in, float *out);
