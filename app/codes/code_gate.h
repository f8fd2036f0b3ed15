/* Where on a page a code can be, told without trying to read one: a few milliseconds a page. */
#pragma once
#include "app/dossier/geometry.h"

enum { CODE_SQUARES_MAX = 4, CODE_BARS_MAX = 4, CODE_PLACES_MAX = CODE_SQUARES_MAX + CODE_BARS_MAX };

typedef enum {
	CODE_PLACE_SQUARE, /* QR, DataMatrix */
	CODE_PLACE_BARS,   /* bars side by side, upright */
	CODE_PLACE_RUNGS,  /* bars above each other: the page lies on its side */
} CodePlaceKind;

typedef struct {
	CodePlaceKind kind;
	Box box; /* with room for the quiet zone, clipped to the page */
} CodePlace;

/* gray: 8 bits a pixel, 0 black, stride bytes a row. dpi: 0 not known. Any of four turns, skew up to about 5 degrees.
 * Writes square places, largest first, then bars, and returns how
 * many. */
int code_gate(const guint8 *gray, int width_px, int height_px, int stride, int dpi, CodePlace places[CODE_PLACES_MAX]);
