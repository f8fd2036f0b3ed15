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

/* How the upright page was made from the page as given: turned by rotation (0, 90, 180, 270, clockwise), then turned by
 * skew_degrees (clockwise positive, about the centre), then scaled by scale. */
typedef struct {
	int given_width_px, given_height_px;
	int rotation;
	double skew_degrees;
	double scale;
} PageTransform;

/* The smallest upright rectangle, in pixels of the page as given and clipped to it, that holds this box of the upright
 * page. An empty box stays empty. */
Box box_to_given(Box upright, const PageTransform *transform);
