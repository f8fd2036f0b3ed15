#include "app/data/build/glyphs/glyph_spoil.h"
#include <math.h>

typedef struct {
	float *values;
	int width, height;
} Plane;

static double
normal(GRand *random)
{
	double u = g_rand_double_range(random, 1e-9, 1), v = g_rand_double(random);
	return sqrt(-2 * log(u)) * cos(2 * G_PI * v);
}

/* Smooth noise, -1 to 1: random values on a coarse grid, blended. */
static float *
clouds(int width, int height, double grain_px, GRand *random)
{
	int columns = (int)(width / grain_px) + 3, rows = (int)(height / grain_px) + 3;
	g_autofree float *grid = g_new(float, (gsize)columns *(gsize)rows);
	for (int i = 0; i < columns * rows; i++)
		grid[i] = (float)g_rand_double_range(random, -1, 1);
	float *out = g_new(float, (gsize)width *(gsize)height);
	for (int y = 0; y < height; y++) {
		int row = (int)(y / grain_px);
		double low = y / grain_px - row;
		for (int x = 0; x < width; x++) {
			int column = (int)(x / grain_px);
			double right = x / grain_px - column;
			const float *at = grid + row * columns + column;
			double upper = at[0] + (double)(at[1] - at[0]) * right;
			double lower = at[columns] + (double)(at[columns + 1] - at[columns]) * right;
			out[y * width + x] = (float)(upper + (lower - upper) * low);
		}
	}
	return out;
}

static void
blur_lines(const Plane *plane, const float *kernel, int radius, gboolean across)
{
	int n = across ? plane->width : plane->height, lines = across ? plane->height : plane->width;
	int step = across ? 1 : plane->width;
	g_autofree float *line = g_new(float, n);
	for (int i = 0; i < lines; i++) {
		float *at = plane->values + (across ? i * plane->width : i);
		for (int j = 0; j < n; j++)
			line[j] = at[j * step];
		for (int j = 0; j < n; j++) {
			float sum = 0;
			for (int k = -radius; k <= radius; k++)
				sum += kernel[k + radius] * line[CLAMP(j + k, 0, n - 1)];
			at[j * step] = sum;
		}
	}
}

static void
blur(const Plane *plane, double sigma_x, double sigma_y)
{
	for (int across = 0; across < 2; across++) {
		double sigma = across ? sigma_x : sigma_y;
		if (sigma < 0.2)
			continue;
		int radius = MIN((int)ceil(2.5 * sigma), 16);
		float kernel[33], sum = 0;
		for (int k = -radius; k <= radius; k++)
			sum += kernel[k + radius] = (float)exp(-k * k / (2 * sigma * sigma));
		for (int k = 0; k <= 2 * radius; k++)
			kernel[k] /= sum;
		blur_lines(plane, kernel, radius, across);
	}
}

/* Ink that did not take everywhere, and specks. */
static void
wear(const Plane *coverage, double pitch_px, GRand *random)
{
	if (g_rand_double(random) < 0.4) {
		double depth = g_rand_double_range(random, 0.1, 0.7);
		g_autofree float *patches = clouds(coverage->width, coverage->height,
			MAX(1.5, pitch_px * g_rand_double_range(random, 0.08, 0.5)), random);
		for (int i = 0; i < coverage->width * coverage->height; i++)
			coverage->values[i] *= (float)(1 - depth * MAX(0.0, (double)patches[i]));
	}
	if (g_rand_double(random) < 0.2) {
		int n = g_rand_int_range(random, 3, 40);
		for (int i = 0; i < n; i++) {
			int x = g_rand_int_range(random, 0, coverage->width),
			    y = g_rand_int_range(random, 0, coverage->height);
			int side = MAX(1, (int)(pitch_px * g_rand_double_range(random, 0.03, 0.12)));
			float value = g_rand_boolean(random) ? 1 : 0;
			for (int j = 0; j < side * side; j++) {
				int column = x + j % side, row = y + j / side;
				if (column < coverage->width && row < coverage->height)
					coverage->values[row * coverage->width + column] = value;
			}
		}
	}
}

/* A guilloche: a few families of waving lines, fainter than the print. */
static void
weave(const Plane *page, double pitch_px, double contrast, GRand *random)
{
	int n = g_rand_int_range(random, 1, 4);
	for (int family = 0; family < n; family++) {
		double angle = g_rand_double_range(random, 0, G_PI),
		       depth = contrast * g_rand_double_range(random, 0.05, 0.4);
		double period = MAX(2.5, pitch_px * g_rand_double_range(random, 0.12, 0.8));
		double swing = period * g_rand_double_range(random, 0, 2),
		       wave = pitch_px * g_rand_double_range(random, 0.8, 6);
		double cosine = cos(angle), sine = sin(angle);
		for (int y = 0; y < page->height; y++) {
			for (int x = 0; x < page->width; x++) {
				double along = x * cosine + y * sine, across = y * cosine - x * sine;
				double phase = (across + swing * sin(along / wave)) * 2 * G_PI / period;
				double line = sin(phase);
				page->values[y * page->width + x] -= (float)(depth * line * line * line * line);
			}
		}
	}
}

/* A stamp's ring or a stroke of a pen across the line. */
static void
stamp(const Plane *page, double pitch_px, double contrast, GRand *random)
{
	double x0 = g_rand_double_range(random, 0, page->width), y0 = g_rand_double_range(random, -2, 3) * page->height;
	double radius = hypot(g_rand_double_range(random, 0, page->width) - x0, page->height / 2.0 - y0);
	double half = pitch_px * g_rand_double_range(random, 0.03, 0.15),
	       depth = contrast * g_rand_double_range(random, 0.1, 0.6);
	for (int y = 0; y < page->height; y++) {
		for (int x = 0; x < page->width; x++) {
			double away = fabs(hypot(x - x0, y - y0) - radius);
			if (away < half)
				page->values[y * page->width + x] -= (float)depth;
		}
	}
}

/* A pen's stroke: a smooth line that wanders over the text, as dark as the print or darker. */
static void
sign(const Plane *page, double pitch_px, double contrast, GRand *random)
{
	double x = g_rand_double_range(random, -0.1, 1.1) * page->width,
	       y = g_rand_double_range(random, 0, 1) * page->height;
	double heading = g_rand_double_range(random, 0, 2 * G_PI), bend = 0;
	double half = MAX(0.6, pitch_px * g_rand_double_range(random, 0.03, 0.1)),
	       depth = contrast * g_rand_double_range(random, 0.35, 1.0);
	int n = (int)(pitch_px * g_rand_double_range(random, 4, 25)), reach = (int)ceil(half);
	g_autofree guint8 *taken = g_new0(guint8, (gsize)page->width * (gsize)page->height);
	for (int i = 0; i < n; i++) {
		bend = 0.9 * bend + 0.25 / pitch_px * normal(random);
		heading += bend;
		x += cos(heading);
		y += sin(heading);
		for (int dy = -reach; dy <= reach; dy++) {
			for (int dx = -reach; dx <= reach; dx++) {
				int px = (int)x + dx, py = (int)y + dy;
				if (px < 0 || py < 0 || px >= page->width || py >= page->height ||
					dx * dx + dy * dy > half * half || taken[py * page->width + px])
					continue;
				taken[py * page->width + px] = 1;
				page->values[py * page->width + px] -= (float)depth;
			}
		}
	}
}

/* Stamps and signatures across the print. */
static void
cross(const Plane *page, double pitch_px, double contrast, GRand *random)
{
	for (int n = g_rand_int_range(random, 1, 4); n > 0; n--) {
		if (g_rand_boolean(random))
			stamp(page, pitch_px, contrast * g_rand_double_range(random, 1, 1.6), random);
		else
			sign(page, pitch_px, contrast, random);
	}
}

/* The luminance table of the JPEG standard (ITU-T T.81, Annex K.1). */
static const guint8 jpeg_steps[64] = {16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24,
	40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
	92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

static void
transform(const float in[64], float basis[8][8], gboolean inverse, float out[64])
{
	float half[64];
	for (int pass = 0; pass < 2; pass++) {
		const float *from = pass == 0 ? in : half;
		float *to = pass == 0 ? half : out;
		for (int row = 0; row < 8; row++) {
			for (int column = 0; column < 8; column++) {
				float sum = 0;
				for (int k = 0; k < 8; k++)
					sum += from[row * 8 + k] * (inverse ? basis[k][column] : basis[column][k]);
				to[column * 8 + row] = sum;
			}
		}
	}
}

static void
jpeg(const Plane *page, int quality)
{
	float basis[8][8];
	for (int k = 0; k < 8; k++) {
		for (int x = 0; x < 8; x++)
			basis[k][x] = (float)(cos((2 * x + 1) * k * G_PI / 16) * (k == 0 ? sqrt(0.125) : 0.5));
	}
	double scale = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
	for (int y = 0; y + 8 <= page->height; y += 8) {
		for (int x = 0; x + 8 <= page->width; x += 8) {
			float block[64], coefficients[64];
			for (int i = 0; i < 64; i++)
				block[i] = page->values[(y + i / 8) * page->width + x + i % 8] - 128;
			transform(block, basis, FALSE, coefficients);
			for (int i = 0; i < 64; i++) {
				float step = (float)MAX(1.0, jpeg_steps[i] * scale);
				coefficients[i] = roundf(coefficients[i] / step) * step;
			}
			transform(coefficients, basis, TRUE, block);
			for (int i = 0; i < 64; i++)
				page->values[(y + i / 8) * page->width + x + i % 8] = block[i] + 128;
		}
	}
}

/* Black and white as a fax or a photocopier would. */
static void
threshold(const Plane *page, double level)
{
	for (int i = 0; i < page->width * page->height; i++)
		page->values[i] = page->values[i] < level ? 0 : 255;
}

static void
print(const Plane *page, const float *coverage, double paper, double ink, double pitch_px, gboolean crossed,
	GRand *random)
{
	double slope_x = g_rand_double_range(random, -1, 1), slope_y = g_rand_double_range(random, -1, 1);
	double uneven = g_rand_double(random) < 0.5 ? g_rand_double_range(random, 0, 50) : 0;
	g_autofree float *shade = clouds(page->width, page->height, 6 * pitch_px, random);
	for (int y = 0; y < page->height; y++) {
		for (int x = 0; x < page->width; x++) {
			int i = y * page->width + x;
			double slope = slope_x * x / page->width + slope_y * y / page->height + 0.5 * (double)shade[i];
			page->values[i] = (float)(paper + uneven * slope);
		}
	}
	if (g_rand_double(random) < 0.35)
		weave(page, pitch_px, paper - ink, random);
	if (g_rand_double(random) < 0.12)
		stamp(page, pitch_px, paper - ink, random);
	if (crossed)
		cross(page, pitch_px, paper - ink, random);
	for (int i = 0; i < page->width * page->height; i++)
		page->values[i] -= (float)((double)coverage[i] * MAX(0.0, (double)page->values[i] - ink));
}

static void
spoil(float *coverage, int width_px, int height_px, double pitch_px, gboolean crossed, GRand *random, guint8 *pixels)
{
	gsize n = (gsize)width_px * (gsize)height_px;
	g_autofree float *values = g_new(float, n);
	Plane mask = {coverage, width_px, height_px}, page = {values, width_px, height_px};
	double paper = g_rand_double_range(random, 140, 256), ink = g_rand_double_range(random, 0, paper - 60);
	ink = g_rand_double(random) < 0.7 ? MIN(ink, 80) : ink;
	wear(&mask, pitch_px, random);
	print(&page, coverage, paper, ink, pitch_px, crossed, random);
	double sigma = pitch_px * pow(g_rand_double(random), 2) * 0.13 + 0.3;
	double motion = g_rand_double(random) < 0.15 ? pitch_px * g_rand_double_range(random, 0, 0.15) : 0;
	gboolean level = g_rand_boolean(random);
	blur(&page, sigma + (level ? motion : 0), sigma + (level ? 0 : motion));
	double noise = g_rand_double(random) < 0.7 ? pow(g_rand_double(random), 2) * 30 : 0;
	double grain_sigma = g_rand_double(random) < 0.3 ? 0.6 : 0;
	for (gsize i = 0; i < n && noise > 0; i++)
		values[i] += (float)(noise * normal(random));
	if (grain_sigma > 0)
		blur(&page, grain_sigma, grain_sigma);
	if (g_rand_double(random) < 0.12) {
		threshold(&page, ink + (paper - ink) * g_rand_double_range(random, 0.35, 0.7));
		if (g_rand_boolean(random))
			blur(&page, 0.5, 0.5);
	}
	if (g_rand_double(random) < 0.45)
		jpeg(&page, g_rand_int_range(random, 15, 92));
	for (gsize i = 0; i < n; i++)
		pixels[i] = (guint8)CLAMP(values[i] + 0.5F, 0, 255);
}

void
glyph_spoil(float *coverage, int width_px, int height_px, double pitch_px, GRand *random, guint8 *pixels)
{
	spoil(coverage, width_px, height_px, pitch_px, FALSE, random, pixels);
}

void
glyph_spoil_crossed(float *coverage, int width_px, int height_px, double pitch_px, GRand *random, guint8 *pixels)
{
	spoil(coverage, width_px, height_px, pitch_px, TRUE, random, pixels);
}

void
glyph_spoil_lightly(const float *coverage, int width_px, int height_px, GRand *random, guint8 *pixels)
{
	gsize n = (gsize)width_px * (gsize)height_px;
	g_autofree float *values = g_new(float, n);
	Plane page = {values, width_px, height_px};
	double paper = g_rand_double_range(random, 215, 256), ink = g_rand_double_range(random, 0, 110);
	double noise = g_rand_boolean(random) ? g_rand_double_range(random, 0, 14) : 0;
	for (gsize i = 0; i < n; i++)
		values[i] = (float)(paper - (double)coverage[i] * (paper - ink));
	double sigma = g_rand_double_range(random, 0, 1.1);
	blur(&page, sigma, sigma);
	for (gsize i = 0; i < n && noise > 0; i++)
		values[i] += (float)(noise * normal(random));
	if (g_rand_double(random) < 0.4)
		jpeg(&page, g_rand_int_range(random, 40, 92));
	for (gsize i = 0; i < n; i++)
		pixels[i] = (guint8)CLAMP(values[i] + 0.5F, 0, 255);
}
