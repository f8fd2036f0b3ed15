/* The file `trouble` in a virtual scanner's folder: what shall go wrong. One directive a line, `#` begins a comment:
 *     [sheet N:] WORD [P%]        e.g. "sheet 3: jam 50%"
 *     slow N ms/line
 * It is read anew at every question, so that a cover can be opened and closed while a program runs. docs/scanner.md
 * lists the words. */
#pragma once
#include <glib.h>

typedef enum {
	TROUBLE_JAM,
	TROUBLE_DOUBLE_FEED,
	TROUBLE_COVER_OPEN,
	TROUBLE_EMPTY,
	TROUBLE_LATE_EMPTY, /* "no more paper" comes from reading instead of from starting, as on some real devices */
	TROUBLE_BUSY,
	TROUBLE_DENIED,
	TROUBLE_STALL,
	TROUBLE_SHORT,
	TROUBLE_ENDLESS,
	TROUBLE_UNKNOWN_LENGTH, /* the number of lines is not announced */
	TROUBLE_CRASH,
	TROUBLE_VANISH,
	TROUBLE_IO_ERROR,
	TROUBLE_SLOW,
	TROUBLE_BUTTON, /* not a trouble: the button is held */
	TROUBLE_N
} TroubleKind;

typedef struct {
	TroubleKind kind;
	int sheet;    /* of the batch, from 1; 0: any */
	double share; /* of the page's lines before it happens, 0 to 1 */
	int slow_ms;  /* a line */
} Trouble;

/* Array of Trouble; empty without a file. NULL with error for a line that is no directive. */
GArray *trouble_read(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first of this kind for this sheet (sheet 0: only those that name no sheet), NULL: none. */
const Trouble *trouble_find(const GArray *troubles, TroubleKind kind, int sheet);
