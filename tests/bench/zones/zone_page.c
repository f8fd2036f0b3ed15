#include "tests/bench/zones/zone_draw.h"
#include "tests/bench/zones/zone_wear.h"
#include <math.h>
#include <string.h>

static const char *const faces_like[] = {"OCR B S", "OCR B"},
			 *const faces_taught[] = {"Liberation Mono", "DejaVu Sans Mono", "Nimbus Mono PS",
				 "Noto Sans Mono"},
			 *const faces_other[] = {"Courier Prime", "FreeMono", "PT Mono"};

static const char *
face_of(FaceKind kind, GRand *random)
{
	switch (kind) {
	case FACE_OCR_B:
		return "OCR B";
	case FACE_OCR_B_LIKE:
		return faces_like[g_rand_int_range(random, 0, G_N_ELEMENTS(faces_like))];
	case FACE_MONO_TAUGHT:
		return faces_taught[g_rand_int_range(random, 0, G_N_ELEMENTS(faces_taught))];
	case FACE_MONO_OTHER:
		return faces_other[g_rand_int_range(random, 0, G_N_ELEMENTS(faces_other))];
	}
	return "OCR B";
}

void
bench_page_clear(BenchPage *page)
{
	g_clear_pointer(&page->pixels, g_free);
}

/* Where things stand on the sheet, in pixels. */
typedef struct {
	double pitch, spacing, x, y, width, height, sheet_width, sheet_height;
} Plan;

/* The paper itself (a passport's page, a card), or a sheet of A4 that bears a copy of it. */
static Plan
plan_sheet(const BenchLevel *level, const ZoneText *zone, GRand *random)
{
	Plan plan = {.pitch = g_rand_double_range(random, level->pitch_px[0], level->pitch_px[1])};
	double n = zone->n_columns, p = plan.pitch;
	gboolean is_sheet = level->askew_degrees == 0 && g_rand_double(random) < 0.5;
	plan.spacing = g_rand_double_range(random, 1.5, 2.1) * p;
	plan.width = n * p;
	plan.height = (zone->n_lines - 1) * plan.spacing + p;
	plan.sheet_width = is_sheet ? 82 * p : (n + g_rand_double_range(random, 3.5, 8)) * p;
	plan.sheet_height = is_sheet ? 117 * p : plan.sheet_width * g_rand_double_range(random, 0.62, 0.72);
	plan.x = is_sheet ? g_rand_double_range(random, 3, 82 - n - 3) * p
			  : (plan.sheet_width - plan.width) * g_rand_double_range(random, 0.3, 0.7);
	plan.y = is_sheet ? g_rand_double_range(random, 10, 105) * p
			  : plan.sheet_height - plan.height - g_rand_double_range(random, 1.5, 3) * p;
	return plan;
}

static void
draw_sheet(cairo_t *cairo, const Plan *plan, const BenchLevel *level, const ZoneText *zone, GRand *random)
{
	double p = plan->pitch, size = p * g_rand_double_range(random, 0.9, 1.6);
	if (g_rand_double(random) < level->guilloche)
		zone_draw_guilloche(cairo, plan->x - 2 * p, plan->y - 10 * p, plan->width + 4 * p,
			plan->height + 13 * p, p, g_rand_double_range(random, 0.08, 0.35), random);
	cairo_set_source_rgba(cairo, 0, 0, 0, g_rand_double_range(random, 0.7, 1));
	double above = MAX(plan->y - 14 * p, p), gap = plan->y - 2 * p - above;
	zone_draw_prose(
		cairo, plan->x, above + size, plan->width * 0.8, (int)CLAMP(gap / (size * 1.35), 0, 7), size, random);
	if (plan->y + plan->height + 10 * p < plan->sheet_height)
		zone_draw_prose(cairo, plan->x, plan->y + plan->height + 4 * p, plan->width * 0.7, 3, size, random);
	cairo_set_source_rgba(cairo, 0, 0, 0, 1);
	const char *face = face_of(level->faces, random);
	double weight = g_rand_double_range(random, level->weight_px[0], level->weight_px[1] + 1e-9) * p;
	for (int i = 0; i < zone->n_lines; i++)
		zone_draw_fixed(cairo, face, zone->lines[i], plan->x, plan->y + 0.85 * p + i * plan->spacing, p,
			fabs(weight) < 0.01 * p ? 0 : weight);
	if (g_rand_double(random) < level->stamp)
		zone_draw_stamp(cairo, plan->x + plan->width * g_rand_double(random),
			plan->y + plan->height * g_rand_double_range(random, -1, 2), p, random);
	if (g_rand_double(random) < level->signature)
		zone_draw_signature(cairo, plan->x + plan->width * g_rand_double_range(random, 0, 0.6),
			plan->y + plan->height * g_rand_double_range(random, -0.5, 1), plan->width * 0.35, p, random);
}

static void
lay_out(BenchPage *page, BenchPlace *place, const BenchSheet *sheet, const BenchLevel *level, double *rotation,
	GRand *random)
{
	double skew = g_rand_double_range(random, -1, 1) * level->skew_degrees;
	if (level->askew_degrees > 0) {
		skew = g_rand_double_range(random, 10, level->askew_degrees) * (g_rand_boolean(random) ? 1 : -1);
	}
	int quarters = level->is_turned ? g_rand_int_range(random, 0, 4) : 0;
	place->turn_degrees = skew + 90 * quarters;
	place->tilt_x_degrees = g_rand_double_range(random, -1, 1) * level->tilt_degrees;
	place->tilt_y_degrees = g_rand_double_range(random, -1, 1) * level->tilt_degrees;
	double width = quarters % 2 == 1 ? sheet->height_px : sheet->width_px;
	double height = quarters % 2 == 1 ? sheet->width_px : sheet->height_px;
	double slack = level->askew_degrees > 0 ? 0.75 * MAX(width, height) : 0.02 * width;
	page->width_px = (int)(width + 2 * slack);
	page->height_px = (int)(height + 2 * slack);
	place->middle_x = page->width_px / 2.0 + g_rand_double_range(random, -0.4, 0.4) * slack;
	place->middle_y = page->height_px / 2.0 + g_rand_double_range(random, -0.4, 0.4) * slack;
	*rotation = fmod(720 - place->turn_degrees, 360);
}

/* Moves the sheet so that a few columns, or a part of a line, lie beyond the page's edge. */
static void
clip_zone(BenchPlace *place, const BenchPage *page, const Plan *plan, const double box[4], GRand *random)
{
	double away = g_rand_double_range(random, 1.2, 6) * plan->pitch;
	switch (g_rand_int_range(random, 0, 3)) {
	case 0:
		place->middle_x -= box[0] + away;
		break;
	case 1:
		place->middle_x += page->width_px - box[2] + away;
		break;
	default:
		place->middle_y += page->height_px - box[3] + g_rand_double_range(random, 0.6, 1.5) * plan->pitch;
	}
}

static void
find_box(const BenchSheet *sheet, const BenchPlace *place, const Plan *plan, double box[4])
{
	box[0] = box[1] = G_MAXDOUBLE;
	box[2] = box[3] = -G_MAXDOUBLE;
	for (int corner = 0; corner < 4; corner++) {
		double x, y;
		zone_wear_place(sheet, place, plan->x + (corner & 1 ? plan->width : 0),
			plan->y + (corner & 2 ? plan->height : 0), &x, &y);
		box[0] = MIN(box[0], x);
		box[1] = MIN(box[1], y);
		box[2] = MAX(box[2], x);
		box[3] = MAX(box[3], y);
	}
}

void
zone_page_make(
	BenchPage *page, const BenchLevel *level, const ZoneText *zone, GRand *random, double *rotation, double box[4])
{
	Plan plan = plan_sheet(level, zone, random);
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_A8, (int)plan.sheet_width, (int)plan.sheet_height);
	cairo_t *cairo = cairo_create(surface);
	draw_sheet(cairo, &plan, level, zone, random);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	BenchSheet sheet = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
		cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
	BenchPlace place;
	lay_out(page, &place, &sheet, level, rotation, random);
	find_box(&sheet, &place, &plan, box);
	if (level->is_clipped) {
		clip_zone(&place, page, &plan, box, random);
		find_box(&sheet, &place, &plan, box);
	}
	zone_wear(page, &sheet, &place, level, random);
	cairo_surface_destroy(surface);
}
