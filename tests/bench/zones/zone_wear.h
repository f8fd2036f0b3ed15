/* What happens to a sheet between the printer and the frame: laid down, seen through a lens, copied, compressed. */
#pragma once
#include "tests/bench/zones/zone_page.h"

/* Ink of a sheet, 0 none to 255. */
typedef struct {
	const guint8 *ink;
	int width_px, height_px, stride;
} BenchSheet;

/* Where the sheet lies on a page: its middle, turned, the camera tilted about both axes. */
typedef struct {
	double middle_x, middle_y, turn_degrees, tilt_x_degrees, tilt_y_degrees;
} BenchPlace;

/* A point of the sheet -> the page. */
void
zone_wear_place(const BenchSheet *sheet, const BenchPlace *place, double x, double y, double *page_x, double *page_y);

/* Fills page (its size is set, its pixels are made). */
void
zone_wear(BenchPage *page, const BenchSheet *sheet, const BenchPlace *place, const BenchLevel *level, GRand *random);
