/* Training of a glyph classifier by stochastic gradient descent (Adam), one thread, and the weights file it ends in. */
#pragma once
#include "app/glyphs/glyphs.h"
#include "app/glyphs/layers.h"

typedef struct GlyphTraining GlyphTraining;

typedef struct {
	LayerKind kind;
	int side, stride, out_channels;
} GlyphLayerPlan;

/* classes: code points in the order of the labels; the last one 0 for "none of them". */
typedef struct {
	int cell_width, cell_height;
	double pitches_wide, pitches_high;
	int n_classes;
	const gunichar *classes;
	int n_layers;
	const GlyphLayerPlan *layers;
} GlyphPlan;

/* Random first weights from the generator; the plan must outlive the training. */
GlyphTraining *glyph_training_new(const GlyphPlan *plan, GRand *random);
void glyph_training_free(GlyphTraining *training);

/* Takes the weights of a file of the same plan. FALSE: it is of another. */
gboolean glyph_training_resume(GlyphTraining *training, GBytes *file) G_GNUC_WARN_UNUSED_RESULT;

/* Learns from one cell; the weights move once per batch. Returns the loss before it, and whether the label won. */
float glyph_training_learn(GlyphTraining *training, const float *cell, int label, gboolean *right);
/* The size of the next steps. */
void glyph_training_rate(GlyphTraining *training, double rate);

/* Fills a cell (cell_width x cell_height floats) and returns its label. */
typedef int (*GlyphSource)(gpointer data, float *cell);

/* How cells are shown: drawn from a pool, so that a batch is not one line; a cell is used some times, then another
 * takes its place. The rate falls from the first one to 0 along half a cosine. */
typedef struct {
	int n_cells, pool_cells, times_used;
	double first_rate;
} GlyphCourse;

/* Learns the whole course; says how it goes on standard output, every 50,000 cells. */
void
glyph_training_run(GlyphTraining *training, const GlyphCourse *course, GRand *random, GlyphSource take, gpointer data);

/* The weights file (8 bits a weight). */
GBytes *glyph_training_save(const GlyphTraining *training);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GlyphTraining, glyph_training_free)
