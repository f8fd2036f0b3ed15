#include "app/dossier/geometry.h"
#include <math.h>

gboolean
box_is_empty(Box box)
{
	return box.width <= 0 || box.height <= 0;
}

Box
box_union(Box a, Box b)
{
	if (box_is_empty(a))
		return b;
	if (box_is_empty(b))
		return a;
	int x = MIN(a.x, b.x), y = MIN(a.y, b.y);
	return (Box){x, y, MAX(a.x + a.width, b.x + b.width) - x, MAX(a.y + a.height, b.y + b.height) - y};
}

Box
box_intersect(Box a, Box b)
{
	int x = MAX(a.x, b.x), y = MAX(a.y, b.y);
	int width = MIN(a.x + a.width, b.x + b.width) - x, height = MIN(a.y + a.height, b.y + b.height) - y;
	return width <= 0 || height <= 0 ? (Box){0} : (Box){x, y, width, height};
}

double
box_overlap(Box a, Box b)
{
	if (box_is_empty(a) || box_is_empty(b))
		return 0;
	Box both = box_intersect(a, b);
	double smaller = MIN((double)a.width * a.height, (double)b.width * b.height);
	return (double)both.width * both.height / smaller;
}

/* A point of the upright page, back through scale, skew and quarter turns. Turning keeps the centre in place. */
static void
point_to_given(double *x, double *y, const PageTransform *t)
{
	gboolean quarter = t->rotation == 90 || t->rotation == 270;
	double width = quarter ? t->given_height_px : t->given_width_px;
	double height = quarter ? t->given_width_px : t->given_height_px;
	double angle = -t->skew_degrees * G_PI / 180;
	double dx = *x / t->scale - width / 2, dy = *y / t->scale - height / 2;
	double ux = width / 2 + dx * cos(angle) - dy * sin(angle);
	double uy = height / 2 + dx * sin(angle) + dy * cos(angle);
	switch (t->rotation) {
	case 90: /* given (x, y) went to (given_height - y, x) */
		*x = uy;
		*y = t->given_height_px - ux;
		break;
	case 180:
		*x = t->given_width_px - ux;
		*y = t->given_height_px - uy;
		break;
	case 270:
		*x = t->given_width_px - uy;
		*y = ux;
		break;
	default:
		*x = ux;
		*y = uy;
	}
}

Box
box_to_given(Box upright, const PageTransform *t)
{
	if (box_is_empty(upright))
		return (Box){0};
	double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
	for (int corner = 0; corner < 4; corner++) {
		double x = upright.x + (corner & 1 ? upright.width : 0);
		double y = upright.y + (corner & 2 ? upright.height : 0);
		point_to_given(&x, &y, t);
		x0 = fmin(x0, x);
		y0 = fmin(y0, y);
		x1 = fmax(x1, x);
		y1 = fmax(y1, y);
	}
	Box box = {(int)floor(x0 + 0.01), (int)floor(y0 + 0.01), 0, 0};
	box.width = (int)ceil(x1 - 0.01) - box.x;
	box.height = (int)ceil(y1 - 0.01) - box.y;
	return box_intersect(box, (Box){0, 0, t->given_width_px, t->given_height_px});
}
