#include "tests/bench/zones/zone_wear.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

/* A camera looks at the sheet from about a page's length away. */
typedef struct {
	double m[3][3];  /* turns the sheet in space */
	double distance; /* pixels */
} Camera;

static Camera
camera_make(const BenchSheet *sheet, const BenchPlace *place)
{
	double a = place->tilt_x_degrees * G_PI / 180, b = place->tilt_y_degrees * G_PI / 180,
	       c = place->turn_degrees * G_PI / 180;
	double ca = cos(a), sa = sin(a), cb = cos(b), sb = sin(b), cc = cos(c), sc = sin(c);
	return (Camera){{{cb * cc, -cb * sc, sb}, {ca * sc + sa * sb * cc, ca * cc - sa * sb * sc, -sa * cb},
				{sa * sc - ca * sb * cc, sa * cc + ca * sb * sc, ca * cb}},
		1.5 * MAX(sheet->width_px, sheet->height_px)};
}

void
zone_wear_place(const BenchSheet *sheet, const BenchPlace *place, double x, double y, double *page_x, double *page_y)
{
	Camera camera = camera_make(sheet, place);
	double u = x - sheet->width_px / 2.0, v = y - sheet->height_px / 2.0;
	double depth = 1 + (camera.m[2][0] * u + camera.m[2][1] * v) / camera.distance;
	*page_x = place->middle_x + (camera.m[0][0] * u + camera.m[0][1] * v) / depth;
	*page_y = place->middle_y + (camera.m[1][0] * u + camera.m[1][1] * v) / depth;
}

/* The page's point -> the sheet. */
static void
look_back(const BenchSheet *sheet, const BenchPlace *place, const Camera *camera, double x, double y, double *u,
	double *v)
{
	double dx = x - place->middle_x, dy = y - place->middle_y, d = camera->distance;
	double a = camera->m[0][0] - dx * camera->m[2][0] / d, b = camera->m[0][1] - dx * camera->m[2][1] / d;
	double e = camera->m[1][0] - dy * camera->m[2][0] / d, f = camera->m[1][1] - dy * camera->m[2][1] / d;
	double det = a * f - b * e;
	*u = (dx * f - b * dy) / det + sheet->width_px / 2.0;
	*v = (a * dy - e * dx) / det + sheet->height_px / 2.0;
}

static double
sample(const BenchSheet *sheet, double u, double v)
{
	int x = (int)floor(u), y = (int)floor(v);
	if (x < 0 || y < 0 || x + 1 >= sheet->width_px || y + 1 >= sheet->height_px)
		return 0;
	const guint8 *at = sheet->ink + (gsize)y * (gsize)sheet->stride + x;
	double fx = u - x, fy = v - y;
	return ((at[0] * (1 - fx) + at[1] * fx) * (1 - fy) +
		(at[sheet->stride] * (1 - fx) + at[sheet->stride + 1] * fx) * fy);
}

/* A thermal head leaves out columns and fades in bands. */
static double
thermal_share(int x, int y, guint32 seed)
{
	guint32 column = ((guint32)x / 2 * 2654435761U + seed) >> 24,
		band = ((guint32)y / 9 * 2246822519U + seed) >> 24;
	return (column < 14 ? 0.45 : 1) * (0.7 + 0.3 * band / 255.0);
}

static void
lay_down(float *gray, const BenchPage *page, const BenchSheet *sheet, const BenchPlace *place, const BenchLevel *level,
	GRand *random)
{
	Camera camera = camera_make(sheet, place);
	double paper = g_rand_double_range(random, 195, 250);
	double lid = level->askew_degrees > 0 ? g_rand_double_range(random, 40, 255) : paper;
	double strength = g_rand_double_range(random, level->faint, 1), ink = 0.92 * strength * paper;
	guint32 seed = g_rand_int(random);
	for (int y = 0; y < page->height_px; y++) {
		for (int x = 0; x < page->width_px; x++) {
			double u, v;
			look_back(sheet, place, &camera, x, y, &u, &v);
			gboolean inside = u >= 0 && v >= 0 && u < sheet->width_px && v < sheet->height_px;
			double share = sample(sheet, u, v) / 255;
			if (level->is_thermal && share > 0)
				share *= thermal_share((int)u, (int)v, seed);
			gray[(gsize)y * (gsize)page->width_px + (gsize)x] = (float)(inside ? paper - ink * share : lid);
		}
	}
}

static void
blur_rows(float *values, int width, int height, int step, int stride, double sigma)
{
	int radius = (int)ceil(2.5 * sigma);
	float kernel[33], sum = 0, line[16384];
	radius = MIN(radius, 16);
	for (int i = -radius; i <= radius; i++)
		sum += kernel[i + radius] = (float)exp(-i * i / (2 * sigma * sigma));
	for (int row = 0; row < height; row++) {
		float *at = values + (gsize)row * (gsize)stride;
		for (int i = 0; i < width; i++)
			line[i] = at[(gsize)i * (gsize)step];
		for (int i = radius; i < width - radius; i++) {
			float all = 0;
			for (int k = -radius; k <= radius; k++)
				all += kernel[k + radius] * line[i + k];
			at[(gsize)i * (gsize)step] = all / sum;
		}
	}
}

static void
blur(float *values, const BenchPage *page, double sigma)
{
	if (sigma < 0.2)
		return;
	blur_rows(values, page->width_px, page->height_px, 1, page->width_px, sigma);
	blur_rows(values, page->height_px, page->width_px, page->width_px, 1, sigma);
}

/* Uneven light, and a bright stripe where a lamp mirrors itself. */
static void
light(float *values, const BenchPage *page, const BenchPlace *place, const BenchLevel *level, GRand *random)
{
	double angle = g_rand_double_range(random, 0, 2 * G_PI), c = cos(angle), s = sin(angle);
	double shade = level->shade * g_rand_double(random) / MAX(page->width_px, page->height_px);
	gboolean is_glaring = g_rand_double(random) < level->glare;
	double pitch = level->pitch_px[1], wide = pitch * g_rand_double_range(random, 1, 4);
	double off = g_rand_double_range(random, -20, 20) * pitch, peak = g_rand_double_range(random, 40, 130);
	for (int y = 0; y < page->height_px; y++) {
		for (int x = 0; x < page->width_px; x++) {
			double along = c * (x - page->width_px / 2.0) + s * (y - page->height_px / 2.0);
			double here = c * (x - place->middle_x) + s * (y - place->middle_y) - off;
			float *at = &values[(gsize)y * (gsize)page->width_px + (gsize)x];
			*at *= (float)(1 + shade * along);
			if (is_glaring && fabs(here) < 3 * wide)
				*at += (float)(peak * exp(-here * here / (wide * wide)));
		}
	}
}

static float
noise_of(guint32 *state)
{
	float sum = 0;
	for (int i = 0; i < 3; i++) {
		*state ^= *state << 13;
		*state ^= *state >> 17;
		*state ^= *state << 5;
		sum += (float)(*state & 0xffff) / 65536;
	}
	return 2 * sum - 3;
}

/* A copier: hard contrast, specks, a little larger or thinner strokes each time. */
static void
copy_once(float *values, const BenchPage *page, GRand *random)
{
	double level = g_rand_double_range(random, 105, 165), steep = g_rand_double_range(random, 3, 6);
	gsize n = (gsize)page->width_px * (gsize)page->height_px, n_specks = n / 30000;
	blur(values, page, 0.6);
	for (gsize i = 0; i < n; i++)
		values[i] = (float)CLAMP(128 + steep * ((double)values[i] - level), 0, 250);
	for (gsize i = 0; i < n_specks; i++) {
		gsize at = (gsize)(g_rand_double(random) * (double)(n - (gsize)page->width_px - 2));
		values[at] = values[at + 1] = values[at + (gsize)page->width_px] = 30;
	}
}

static void
compress(BenchPage *page, int quality)
{
	struct jpeg_error_mgr errors;
	struct jpeg_compress_struct out = {.err = jpeg_std_error(&errors)};
	struct jpeg_decompress_struct in = {.err = &errors};
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	jpeg_create_compress(&out);
	jpeg_mem_dest(&out, &bytes, &size);
	out.image_width = (JDIMENSION)page->width_px;
	out.image_height = (JDIMENSION)page->height_px;
	out.input_components = 1;
	out.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&out);
	jpeg_set_quality(&out, quality, TRUE);
	jpeg_start_compress(&out, TRUE);
	while (out.next_scanline < out.image_height) {
		JSAMPROW row = page->pixels + (gsize)out.next_scanline * (gsize)page->width_px;
		jpeg_write_scanlines(&out, &row, 1);
	}
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);
	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, bytes, size);
	jpeg_read_header(&in, TRUE);
	jpeg_start_decompress(&in);
	while (in.output_scanline < in.output_height) {
		JSAMPROW row = page->pixels + (gsize)in.output_scanline * (gsize)page->width_px;
		jpeg_read_scanlines(&in, &row, 1);
	}
	jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
	free(bytes); /* libjpeg's */
}

void
zone_wear(BenchPage *page, const BenchSheet *sheet, const BenchPlace *place, const BenchLevel *level, GRand *random)
{
	gsize n = (gsize)page->width_px * (gsize)page->height_px;
	g_autofree float *values = g_new(float, n);
	lay_down(values, page, sheet, place, level, random);
	blur(values, page, level->blur_px * g_rand_double_range(random, 0.5, 1));
	light(values, page, place, level, random);
	for (int i = 0; i < level->n_copies; i++)
		copy_once(values, page, random);
	page->pixels = g_new(guint8, n);
	guint32 state = g_rand_int(random) | 1;
	for (gsize i = 0; i < n; i++) {
		float value = values[i] + (float)level->noise * (level->noise > 0 ? noise_of(&state) : 0);
		page->pixels[i] = (guint8)CLAMP(value, 0, 255);
	}
	if (level->jpeg_quality > 0)
		compress(page, level->jpeg_quality);
}
