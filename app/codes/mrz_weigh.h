/* What one cell of a zone may be, and at what cost. */
#pragma once
#include "app/codes/mrz_choose.h"
#include "app/codes/mrz_parse.h"

/* Logarithms of odds: a reader errs on a clear character about once in fifty; one that cannot stand there is an error
 * already. */
#define MRZ_COST_TWIN 4.0F
#define MRZ_COST_LOOK_ALIKE 6.0F

/* One cell as it came, and what it may be here. */
typedef struct {
	char read;
	gboolean forced; /* what was read cannot stand here */
	gboolean broken; /* and nothing else can */
	float share;     /* of the reader's score; 1: typed */
} MrzOrigin;

/* allowed: what may stand here; with_alikes: it may be something that looks like what was read. */
void
mrz_weigh_cell(const MrzCell *cell, const char *allowed, gboolean with_alikes, MrzOptions *options, MrzOrigin *origin);

/* A filler with fillers on both sides, or on one and an end of the line on the other. */
gboolean mrz_is_in_fill(const MrzCells *cells, int cell);

/* What this character costs here; high for none of the options. */
float mrz_option_cost(const MrzOptions *options, char c);
