/* What happens to a paper on its way through hands and a scanner, and the image file that comes out. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/sheet.h"

typedef enum { LEVEL_CLEAN, LEVEL_GOOD, LEVEL_POOR, LEVEL_N } Level;

typedef struct {
	Level level;
	int dpi;
	int rotation;            /* 0 90 180 270: the clockwise turn that makes the page upright */
	double skew_degrees;     /* how far the upright page leans, clockwise positive */
	double shift_x, shift_y; /* off centre, mm */
	int blur;                /* radius, px */
	double ink;              /* 1: black stays black; 0.6: faint */
	double noise;            /* standard deviation, grey levels */
	double shadow;           /* how much darker the darkest edge is, 0 to 1 */
	int shadow_edge;         /* 0 left 1 top 2 right 3 bottom */
	int paper;               /* grey of the paper, 255: white */
	gboolean stamped;        /* a stamp over some of the text */
	gboolean copied;         /* a copy of a copy: black and white with grain */
	gboolean holes, folded;  /* punched for a binder, folded across */
	double through;          /* how much the other side shows, 0 to 1 */
	double border;           /* dark edge beside the paper, mm; 0: none */
	guint64 seed;            /* of noise and stamp */
	gboolean grey;
} Wear;

const char *level_name(Level level);
gboolean level_parse(const char *name, Level *level);

void wear_choose(Wear *wear, Level level, gboolean coloured, Chance *chance);

/* Where a point of the sheet (px) is in the image file. */
void wear_point(const Sheet *sheet, const Wear *wear, double *x, double *y);

/* "png", "jpg": clean and poor are without loss, good has been through JPEG. */
const char *wear_extension(const Wear *wear);

/* Errors: STORAGE where the file cannot be written. */
gboolean wear_write(const Sheet *sheet, const Wear *wear, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
