/* A lattice looked at cell by cell: are they glyphs of a zone's alphabet, which, and where does the zone begin and end?
 */
#pragma once
#include "app/codes/mrz_fit.h"
#include "app/codes/mrz_parse.h"
#include "app/glyphs/glyphs.h"

enum { SIGHT_MAX_COLUMNS = 72, SIGHT_MAX_WINDOWS = 4 };

/* Eyes: the page, the weights, and room to work in. */
typedef struct {
	const Glyphs *glyphs;
	GrayView page;
	float *cells, *scores; /* of one line */
	int n_left;            /* cells that may still be looked at: time is bounded on any page */
	int n_searches;        /* lines that may still be searched for beside a clear one */
} MrzEyes;

/* FALSE: the weights are not those of a zone's alphabet. */
gboolean mrz_eyes_init(MrzEyes *eyes, const Glyphs *glyphs, const GrayView *page);
void mrz_eyes_clear(MrzEyes *eyes);

/* Whether a few cells of each line are clear glyphs, one way up or (may_turn) the other; moves the lattice a little
 * where that helps. */
gboolean mrz_sight_probe(MrzEyes *eyes, MrzFit *fit, gboolean may_turn, gboolean *turned);

/* Cells of all lines as read, column by column from the reader's left. */
typedef struct {
	int n_lines, n_columns;
	MrzCell cells[MRZ_MAX_LINES][SIGHT_MAX_COLUMNS];
	float character[MRZ_MAX_LINES][SIGHT_MAX_COLUMNS]; /* how surely it is one */
	gboolean beyond[MRZ_MAX_LINES][SIGHT_MAX_COLUMNS]; /* its middle lies outside the page */
} MrzSight;

/* Looks at all columns, and at more where characters stand at an end of them (fit then says so). */
void mrz_sight_look(MrzEyes *eyes, MrzFit *fit, gboolean turned, MrzSight *sight);

/* Of three lines of which the first or the last bears no characters, leaves the other two. FALSE: it is not so. */
gboolean mrz_sight_drop_line(MrzFit *fit, gboolean turned, MrzSight *sight);

/* A run of columns as long as a format's lines that bears characters and hardly goes on beyond. */
typedef struct {
	int first, n_columns;
} MrzWindow;

/* At most SIGHT_MAX_WINDOWS, of each length the best first. */
int mrz_sight_windows(const MrzSight *sight, MrzWindow *windows);
