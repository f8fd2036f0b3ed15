/* Geometry is one resampling by Cairo (shift, skew, resolution), light and noise one pass over the pixels, blur,
 * turning and encoding are Leptonica's. */
#include "app/samples/wear.h"
#include "app/samples/ornament.h"
#include "firmware/base/error.h"
#include <leptonica/allheaders.h>
#include <math.h>
#include <string.h>

enum { NOISE_SIZE = 8192, JPEG_QUALITY = 75, PNG_LEVEL = 3 };
static const double A4_WIDTH_MM = 210, A4_HEIGHT_MM = 297;
static const char *const names[LEVEL_N] = {"clean", "good", "poor"};

const char *
level_name(Level level)
{
	return names[level];
}

gboolean
level_parse(const char *name, Level *level)
{
	for (int i = 0; i < LEVEL_N; i++) {
		if (g_str_equal(names[i], name)) {
			*level = (Level)i;
			return TRUE;
		}
	}
	return FALSE;
}

static void
choose_good(Wear *wear, gboolean coloured, Chance *chance)
{
	wear->skew_degrees = round(chance_real(chance, -2, 2) * 100) / 100;
	wear->shift_x = chance_real(chance, -2, 2);
	wear->shift_y = chance_real(chance, -2, 2);
	wear->ink = chance_real(chance, 0.82, 0.95);
	wear->noise = chance_real(chance, 3, 7);
	wear->shadow = chance_real(chance, 0.03, 0.15);
	wear->shadow_edge = (int)chance_below(chance, 4);
	wear->paper = chance_between(chance, 236, 250);
	wear->grey = !coloured || chance_percent(chance, 50);
}

static void
choose_poor(Wear *wear, Chance *chance)
{
	static const int turns[] = {0, 0, 90, 180, 270, 180};
	wear->dpi = chance_percent(chance, 60) ? 200 : SHEET_DPI;
	wear->rotation = turns[chance_below(chance, G_N_ELEMENTS(turns))];
	wear->skew_degrees = round(chance_real(chance, -1.8, 1.8) * 100) / 100;
	wear->shift_x = chance_real(chance, -7, 7);
	wear->shift_y = chance_real(chance, -8, 8);
	wear->blur = wear->dpi == SHEET_DPI ? chance_between(chance, 1, 2) : chance_between(chance, 0, 1);
	wear->ink = chance_real(chance, 0.5, 0.8);
	wear->noise = chance_real(chance, 3, 6);
	wear->shadow = chance_real(chance, 0.1, 0.3);
	wear->shadow_edge = (int)chance_below(chance, 4);
	wear->paper = chance_between(chance, 218, 240);
	wear->stamped = chance_percent(chance, 60);
	wear->grey = TRUE;
	wear->copied = chance_percent(chance, 20);
	if (wear->copied) /* a shadow would come out black */
		wear->shadow *= 0.4;
	wear->holes = chance_percent(chance, 25);
	wear->folded = chance_percent(chance, 25);
	wear->through = chance_percent(chance, 20) ? chance_real(chance, 0.04, 0.1) : 0;
	wear->border = chance_percent(chance, 25) ? chance_real(chance, 1, 4) : 0;
	if (wear->dpi < SHEET_DPI && chance_percent(chance, 15))
		wear->dpi = 150;
	if (wear->dpi == 150)
		wear->blur = 0;
}

void
wear_choose(Wear *wear, Level level, gboolean coloured, Chance *chance)
{
	*wear = (Wear){.level = level, .dpi = SHEET_DPI, .ink = 1, .paper = 255, .grey = !coloured};
	wear->seed = chance_next(chance);
	switch (level) {
	case LEVEL_GOOD:
		choose_good(wear, coloured, chance);
		break;
	case LEVEL_POOR:
		choose_poor(wear, chance);
		break;
	case LEVEL_CLEAN:
	case LEVEL_N:
		break;
	}
}

const char *
wear_extension(const Wear *wear)
{
	return wear->level == LEVEL_GOOD ? "jpg" : "png";
}

/* On one of the page's texts, with the worn copy's pixels under it. */
static void
stamp(const Sheet *sheet, cairo_surface_t *surface, cairo_t *cairo, guint64 seed)
{
	static const char *const texts[] = {
		"COPIE CONFORME", "BUREAU DU COURRIER", "ARCHIVES CENTRALES", "REÇU AU GREFFE"};
	Chance chance;
	chance_init(&chance, seed, "stamp");
	Sheet on_top = *sheet; /* the same fonts and places */
	on_top.surface = surface;
	on_top.cairo = cairo;
	Spot spot = {105, 140};
	if (sheet->spots->len > 0)
		spot = g_array_index(sheet->spots, Spot, chance_below(&chance, sheet->spots->len));
	double radius = chance_real(&chance, 14, 19), ink = chance_real(&chance, 0.3, 0.55);
	ornament_seal(&on_top, spot.x + chance_real(&chance, -6, 6), spot.y + chance_real(&chance, -4, 4), radius,
		0x303058, ink, chance_real(&chance, -40, 40), texts[chance_below(&chance, G_N_ELEMENTS(texts))]);
}

/* On the paper, in pixels of the sheet: holes of a binder, a fold, the other side's text. */
static void
damage(const Sheet *sheet, const Wear *wear, cairo_t *cairo)
{
	double width = cairo_image_surface_get_width(sheet->surface);
	double middle = cairo_image_surface_get_height(sheet->surface) / 2.0;
	if (wear->through > 0) {
		cairo_save(cairo);
		cairo_translate(cairo, width, 0);
		cairo_scale(cairo, -1, 1);
		cairo_set_operator(cairo, CAIRO_OPERATOR_MULTIPLY);
		cairo_set_source_surface(cairo, sheet->surface, 0, 0);
		cairo_paint_with_alpha(cairo, wear->through);
		cairo_restore(cairo);
	}
	for (int side = -1; wear->holes && side <= 1; side += 2) {
		cairo_set_source_rgb(cairo, 0.25, 0.25, 0.25);
		cairo_arc(cairo, sheet_px(11), middle + side * sheet_px(40), sheet_px(2.8), 0, 2 * G_PI);
		cairo_fill(cairo);
	}
	if (wear->folded) {
		cairo_set_source_rgba(cairo, 0.3, 0.3, 0.3, 0.3);
		cairo_rectangle(cairo, 0, middle, width, sheet_px(0.4));
		cairo_fill(cairo);
		cairo_set_source_rgba(cairo, 1, 1, 1, 0.5);
		cairo_rectangle(cairo, 0, middle + sheet_px(0.4), width, sheet_px(0.5));
		cairo_fill(cairo);
	}
}

/* The dark lid beside the paper, along the left and lower edge of the image. */
static void
darken_border(const Wear *wear, cairo_t *cairo, int width, int height)
{
	double band = wear->border * wear->dpi / 25.4;
	cairo_identity_matrix(cairo);
	cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
	cairo_rectangle(cairo, 0, 0, band, height);
	cairo_rectangle(cairo, 0, height - band * 0.7, width, band);
	cairo_fill(cairo);
}

/* The page as the scanner's glass sees it: moved, askew, in the scan's resolution; white lid around it. */
static cairo_surface_t *
resample(const Sheet *sheet, const Wear *wear)
{
	double scale = (double)wear->dpi / SHEET_DPI;
	int width = (int)lround(A4_WIDTH_MM * wear->dpi / 25.4), height = (int)lround(A4_HEIGHT_MM * wear->dpi / 25.4);
	cairo_surface_t *out = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cairo = cairo_create(out);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_translate(
		cairo, width / 2.0 + wear->shift_x * wear->dpi / 25.4, height / 2.0 + wear->shift_y * wear->dpi / 25.4);
	cairo_rotate(cairo, wear->skew_degrees * G_PI / 180);
	cairo_scale(cairo, scale, scale);
	cairo_translate(cairo, -cairo_image_surface_get_width(sheet->surface) / 2.0,
		-cairo_image_surface_get_height(sheet->surface) / 2.0);
	cairo_set_source_surface(cairo, sheet->surface, 0, 0);
	cairo_paint(cairo);
	damage(sheet, wear, cairo);
	if (wear->stamped)
		stamp(sheet, out, cairo, wear->seed);
	if (wear->border > 0)
		darken_border(wear, cairo, width, height);
	cairo_destroy(cairo);
	cairo_surface_flush(out);
	return out;
}

void
wear_point(const Sheet *sheet, const Wear *wear, double *x, double *y)
{
	double mm = wear->dpi / 25.4, width = round(A4_WIDTH_MM * mm), height = round(A4_HEIGHT_MM * mm);
	double at_x = *x - cairo_image_surface_get_width(sheet->surface) / 2.0;
	double at_y = *y - cairo_image_surface_get_height(sheet->surface) / 2.0;
	double scale = (double)wear->dpi / SHEET_DPI, angle = wear->skew_degrees * G_PI / 180;
	double up_x = width / 2 + wear->shift_x * mm + scale * (at_x * cos(angle) - at_y * sin(angle));
	double up_y = height / 2 + wear->shift_y * mm + scale * (at_x * sin(angle) + at_y * cos(angle));
	switch ((360 - wear->rotation) % 360) { /* turned clockwise by as much */
	case 90:
		*x = height - up_y;
		*y = up_x;
		break;
	case 180:
		*x = width - up_x;
		*y = height - up_y;
		break;
	case 270:
		*x = up_y;
		*y = width - up_x;
		break;
	default:
		*x = up_x;
		*y = up_y;
	}
}

/* Approximately normal: the sum of twelve even draws. */
static void
fill_noise(gint16 *table, double deviation, Chance *chance)
{
	for (int i = 0; i < NOISE_SIZE; i++) {
		double sum = -6;
		for (int k = 0; k < 12; k++)
			sum += chance_real(chance, 0, 1);
		table[i] = (gint16)lround(sum * deviation);
	}
}

/* Light over the page: 1 in the open, less towards one edge. In 1/1024. */
static int
light(const Wear *wear, int x, int y, int width, int height)
{
	const double along[] = {(double)x / width, (double)y / height, 1 - (double)x / width, 1 - (double)y / height};
	double near = 1 - along[wear->shadow_edge] * 2.2;
	return near <= 0 ? 1024 : (int)(1024 * (1 - wear->shadow * near * near));
}

static PIX *
expose(cairo_surface_t *surface, const Wear *wear)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	const guchar *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	PIX *pix = pixCreate(width, height, wear->grey ? 8 : 32);
	pixSetResolution(pix, wear->dpi, wear->dpi);
	guchar tone[256];
	for (int v = 0; v < 256; v++)
		tone[v] = (guchar)lround(wear->paper * (1 - wear->ink * (255 - v) / 255.0));
	int step_x = 16;
	for (int y = 0; y < height; y++) {
		const guint32 *in = (const guint32 *)(const void *)(data + (gsize)y * (gsize)stride);
		l_uint32 *line = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
		int lit = 1024;
		for (int x = 0; x < width; x++) {
			if (x % step_x == 0 && wear->shadow > 0)
				lit = light(wear, x, y, width, height);
			int r = tone[in[x] >> 16 & 255] * lit >> 10, g = tone[in[x] >> 8 & 255] * lit >> 10,
			    b = tone[in[x] & 255] * lit >> 10;
			if (wear->grey)
				SET_DATA_BYTE(line, x, (77 * r + 151 * g + 28 * b) >> 8);
			else
				line[x] = (l_uint32)r << 24 | (l_uint32)g << 16 | (l_uint32)b << 8;
		}
	}
	return pix;
}

static void
add_noise(PIX *pix, const Wear *wear)
{
	gint16 table[NOISE_SIZE];
	Chance chance;
	chance_init(&chance, wear->seed, "noise");
	fill_noise(table, wear->noise, &chance);
	int width = pixGetWidth(pix), height = pixGetHeight(pix), bytes = pixGetDepth(pix) / 8;
	for (int y = 0; y < height; y++) {
		l_uint32 *line = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
		guint32 at = (guint32)chance_next(&chance);
		for (int i = 0; i < width * bytes; i++) {
			if (bytes == 4 && i % 4 == 3)
				continue;
			at = at * 1664525U + 1013904223U;
			int value = GET_DATA_BYTE(line, i) + table[at >> 19];
			SET_DATA_BYTE(line, i, value < 0 ? 0 : value > 255 ? 255 : value);
		}
	}
}

/* A copier's black and white, softened once more by the next copier's lens. */
static void
copy_black_and_white(PIX *pix, const Wear *wear)
{
	guint32 at = (guint32)wear->seed | 1;
	int paper = wear->paper, cut = paper - (int)(paper * wear->ink * 0.42);
	for (guint y = 0; y < (guint)pixGetHeight(pix); y++) {
		l_uint32 *line = pixGetData(pix) + (gsize)y * (gsize)pixGetWpl(pix);
		for (int x = 0; x < pixGetWidth(pix); x++) {
			at = at * 1664525U + 1013904223U;
			int grain = (int)(at >> 26) - 32, speck = (at >> 8) % 4000;
			int value = (int)GET_DATA_BYTE(line, x) + grain < cut ? 30 : 245;
			SET_DATA_BYTE(line, x, speck == 0 ? 60 : value);
		}
	}
}

static void
replace(PIX **pix, PIX *by)
{
	if (by == NULL)
		return;
	pixDestroy(pix);
	*pix = by;
}

gboolean
wear_write(const Sheet *sheet, const Wear *wear, const char *path, GError **error)
{
	cairo_surface_t *surface =
		wear->level == LEVEL_CLEAN ? cairo_surface_reference(sheet->surface) : resample(sheet, wear);
	cairo_surface_flush(surface);
	PIX *pix = expose(surface, wear);
	cairo_surface_destroy(surface);
	if (wear->blur > 0)
		replace(&pix, pixBlockconv(pix, wear->blur, wear->blur));
	if (wear->noise > 0)
		add_noise(pix, wear);
	if (wear->copied && wear->grey) {
		copy_black_and_white(pix, wear);
		replace(&pix, pixBlockconv(pix, 1, 1));
	}
	if (wear->rotation != 0)
		replace(&pix, pixRotateOrth(pix, (360 - wear->rotation) / 90));
	pixSetResolution(pix, wear->dpi, wear->dpi);
	l_ok failed;
	setMsgSeverity(L_SEVERITY_NONE);
	if (g_str_equal(wear_extension(wear), "jpg")) {
		failed = pixWriteJpeg(path, pix, JPEG_QUALITY, 0);
	} else {
		pixSetSpecial(pix, 10 + PNG_LEVEL);
		failed = pixWrite(path, pix, IFF_PNG);
	}
	pixDestroy(&pix);
	if (failed) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, "%s: the page could not be written", path);
		return FALSE;
	}
	return TRUE;
}
