/* A small classifier for cut-out glyphs: one engine, a weights file per script (OCR-B, eastern digits). The file says
 * how large a cell is, which characters it knows and which layers follow each other. Pure once loaded. */
#pragma once
#include <glib.h>

typedef struct Glyphs Glyphs;

enum {
	GLYPHS_MAX_CLASSES = 128,
	GLYPHS_MAX_SIDE = 64,              /* pixels of a cell */
	GLYPHS_MAX_FILE = 4 * 1024 * 1024, /* bytes */
};

/* Reads a weights file (docs/mrz.md describes it). A malformed one is an error that names the file and the cause. */
Glyphs *glyphs_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from bytes; they need not outlive the call. name is for the error's text. */
Glyphs *glyphs_parse(gconstpointer bytes, gsize size, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void glyphs_free(Glyphs *glyphs);

int glyphs_cell_width(const Glyphs *glyphs);
int glyphs_cell_height(const Glyphs *glyphs);
/* The area a cell covers on the page, in pitches of its line: how a cell must be cut (cell.h). */
double glyphs_cell_pitches_wide(const Glyphs *glyphs);
double glyphs_cell_pitches_high(const Glyphs *glyphs);

/* The characters known, in the order of the scores. The last class may be 0: "none of them". */
int glyphs_n_classes(const Glyphs *glyphs);
gunichar glyphs_class(const Glyphs *glyphs, int index);

/* Scores n cells (each cell_width x cell_height floats, rows top down, 0 background to 1 ink): n x n_classes
 * probabilities, each row summing to 1. */
void glyphs_classify(const Glyphs *glyphs, const float *cells, int n, float *scores);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Glyphs, glyphs_free)
