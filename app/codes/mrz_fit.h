/* A closer look at lines found on a page: is their pitch fixed, and where lies each of their cells? */
#pragma once
#include "app/codes/mrz_layout.h"
#include "app/codes/mrz_tracks.h"

/* How strongly one line repeats, and at which pitch; strength 0 to about 0.8, running text stays below 0.2. */
typedef struct {
	double pitch, strength;
} MrzPitch;

MrzPitch mrz_pitch_measure(const GrayView *page, const MrzTrack *track);

/* The line of text beside another one: parallel to it, above (side -1) or below (side 1), at the distance at which rows
 * of a zone stand, as long as it. FALSE: there is no ink. */
gboolean mrz_track_beside(const GrayView *page, const MrzTrack *track, double pitch, int side, MrzTrack *beside);

/* Two or three lines on one lattice. Along the lines from the origin: the middle of column k lies at
 * first + pitch * k + bend * k * k; across them line i lies at offset[i] + slope[i] * that. */
typedef struct {
	int n_lines;
	double x, y, right_x, right_y; /* origin, unit vector */
	double first, pitch, bend;
	double offset[MRZ_MAX_LINES], slope[MRZ_MAX_LINES];
	double height;                 /* of the glyphs */
	int first_column, last_column; /* that may bear ink, an end too many rather than one too few */
	double blank; /* share of the cells between the ends without ink: a zone has none, words have spaces */
} MrzFit;

/* tracks: in the order of their distance, all pointing the same way. FALSE: no lattice. */
gboolean mrz_fit_make(MrzFit *fit, const GrayView *page, const MrzTrack *tracks, int n_lines, double pitch);

/* The cell in column k of a line; turned: seen with the page upside down. */
CellFrame mrz_fit_frame(const MrzFit *fit, int line, double column, gboolean turned);
