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

/* A point of the cut item, from its top left corner, on the glass. */
static void
point_to_glass(double *x, double *y, TurnedBox item)
{
	double angle = item.degrees * G_PI / 180, dx = *x - item.width / 2, dy = *y - item.height / 2;
	*x = item.x + dx * cos(angle) - dy * sin(angle);
	*y = item.y + dx * sin(angle) + dy * cos(angle);
}

typedef struct {
	double x0, y0, x1, y1;
} Bounds;

static void
bounds_add(Bounds *b, double x, double y)
{
	b->x0 = fmin(b->x0, x);
	b->y0 = fmin(b->y0, y);
	b->x1 = fmax(b->x1, x);
	b->y1 = fmax(b->y1, y);
}

static Box
bounds_box(const Bounds *b, int width_px, int height_px)
{
	Box box = {(int)floor(b->x0 + 0.01), (int)floor(b->y0 + 0.01), 0, 0};
	box.width = (int)ceil(b->x1 - 0.01) - box.x;
	box.height = (int)ceil(b->y1 - 0.01) - box.y;
	return box_intersect(box, (Box){0, 0, width_px, height_px});
}

static const Bounds nothing = {INFINITY, INFINITY, -INFINITY, -INFINITY};

Box
turned_box_bounds(TurnedBox turned, int width_px, int height_px)
{
	Bounds b = nothing;
	for (int corner = 0; corner < 4; corner++) {
		double x = corner & 1 ? turned.width : 0, y = corner & 2 ? turned.height : 0;
		point_to_glass(&x, &y, turned);
		bounds_add(&b, x, y);
	}
	return bounds_box(&b, width_px, height_px);
}

void
page_transform_turn(const PageTransform *t, int *rotation, double *lean_degrees)
{
	double lean = t->skew_degrees == 0 ? 0 : -t->skew_degrees;
	int turn = t->rotation;
	if (t->item.width > 0)
		lean += t->item.degrees;
	for (; lean > 45; lean -= 90)
		turn += 270;
	for (; lean <= -45; lean += 90)
		turn += 90;
	*rotation = turn % 360;
	*lean_degrees = lean;
}

Box
box_to_given(Box upright, const PageTransform *t)
{
	if (box_is_empty(upright))
		return (Box){0};
	gboolean cut = t->item.width > 0;
	Bounds b = nothing;
	for (int corner = 0; corner < 4; corner++) {
		double x = upright.x + (corner & 1 ? upright.width : 0);
		double y = upright.y + (corner & 2 ? upright.height : 0);
		point_to_given(&x, &y, t);
		if (cut)
			point_to_glass(&x, &y, t->item);
		bounds_add(&b, x, y);
	}
	return bounds_box(
		&b, cut ? t->glass_width_px : t->given_width_px, cut ? t->glass_height_px : t->given_height_px);
}
