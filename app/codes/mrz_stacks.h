/* Two or three lines of one fixed pitch under each other: what a zone looks like from afar. */
#pragma once
#include "app/codes/mrz_fit.h"

typedef struct {
	int n_lines;
	MrzTrack tracks[MRZ_MAX_LINES]; /* in the order of mrz_fit_make() */
	double pitch, strength;
} MrzStack;

/* Array of MrzStack whose lines run along the rows of small, or along its columns, strongest first. */
GArray *mrz_stacks_find(const GrayView *page, const MrzSmall *small, gboolean along_rows);
