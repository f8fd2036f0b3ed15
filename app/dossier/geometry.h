/* Places on a page: boxes in pixels, and the way from the page turned upright back to the page as given. */
#pragma once
#include <glib.h>

typedef struct {
	int x, y, width, height; /* pixels; x to the right, y down; width 0: no box */
} Box;

gboolean box_is_empty(Box box);
Box box_union(Box a, Box b); /* an empty box adds nothing */
Box box_intersect(Box a, Box b);
/* Share of the smaller box that lies in the other, 0 to 1. */
double box_overlap(Box a, Box b);

/* A rectangle that may lie askew: its middle, its sides, and how far it is turned clockwise about its middle. */
typedef struct {
	double x, y, width, height;
	double degrees;
} TurnedBox;

/* The smallest box that holds it, clipped to a page of these sides. */
Box turned_box_bounds(TurnedBox turned, int width_px, int height_px);

/* How the upright page was made from the page as given: turned by rotation (0, 90, 180, 270, clockwise), then turned by
 * skew_degrees (clockwise positive, about the centre), then scaled by scale. Where the page as given was first cut from
 * a glass with several papers on it, item is its place there (width 0: it was not), and boxes are on the glass. */
typedef struct {
	int given_width_px, given_height_px;
	int rotation;
	double skew_degrees;
	double scale;
	TurnedBox item;
	int glass_width_px, glass_height_px;
} PageTransform;

/* The whole way in two figures: the quarter turn (clockwise) that makes the page upright, and how far it then leans,
 * clockwise positive, above -45 and at most 45. */
void page_transform_turn(const PageTransform *transform, int *rotation, double *lean_degrees);

/* The smallest upright rectangle, in pixels of the page as given (of the glass, with an item) and clipped to it, that
 * holds this box of the upright page. An empty box stays empty. */
Box box_to_given(Box upright, const PageTransform *transform);
