#include "drivers/scan/folder/folder_render.h"
#include <math.h>
#include <string.h>

/* Resampling is separable: a row of the output is a weighted sum of source rows, and then each pixel a weighted sum
 * along that row. Going down, an output pixel covers `scale` source pixels and each weighs as much as it is covered
 * (exact area averaging); going up, the two nearest pixels weigh by distance. */
typedef struct {
	int first, n;
	float *weights;
} Taps;

struct Render {
	FolderImage *image;
	RenderMode mode;
	int width, height;     /* of the output */
	double left, top;      /* of the window, in source pixels */
	double scale;          /* source pixels a pixel of the output */
	float *sums;           /* one source row */
	guint8 *line;          /* one output row of 8-bit channels */
	Taps *columns, across; /* taps of each output column; scratch for a row */
};

static void
taps_set(Taps *taps, double start, double scale, int size)
{
	double from = start, to = start + scale;
	if (scale < 1) {
		from = start + scale / 2 - 0.5;
		taps->first = CLAMP((int)floor(from), 0, size - 1);
		taps->n = MIN(2, size - taps->first);
		double share = CLAMP(from - taps->first, 0, 1);
		taps->weights[0] = (float)(taps->n == 2 ? 1 - share : 1);
		taps->weights[1] = (float)share;
		return;
	}
	taps->first = CLAMP((int)floor(from), 0, size - 1);
	int last = CLAMP((int)ceil(to), taps->first + 1, size);
	taps->n = last - taps->first;
	double total = 0;
	for (int i = 0; i < taps->n; i++) {
		double covered = MIN(to, taps->first + i + 1) - MAX(from, taps->first + i);
		taps->weights[i] = (float)MAX(covered, 0);
		total += MAX(covered, 0);
	}
	for (int i = 0; i < taps->n; i++)
		taps->weights[i] = (float)(total > 0 ? taps->weights[i] / total : 1.0 / taps->n);
}

static gsize
most_taps(const Render *r)
{
	return (gsize)ceil(MAX(r->scale, 1)) + 2;
}

Render *
render_new(FolderImage *image, RenderMode mode, int dpi, RenderWindow window)
{
	folder_image_convert(image, mode == RENDER_COLOR ? 3 : 1);
	double per_mm = image->dpi / 25.4;
	double left = MAX(0, window.left_mm * per_mm), top = MAX(0, window.top_mm * per_mm);
	double right = MIN(image->width, window.right_mm * per_mm);
	double bottom = MIN(image->height, window.bottom_mm * per_mm);
	double scale = (double)image->dpi / dpi;
	int width = (int)floor((right - left) / scale + 0.5), height = (int)floor((bottom - top) / scale + 0.5);
	if (image->dpi == dpi) { /* whole pixels, inside the page */
		left = MIN(round(left), image->width - width);
		top = MIN(round(top), image->height - height);
	}
	if (width < 1 || height < 1) {
		folder_image_free(image);
		return NULL;
	}
	Render *r = g_new0(Render, 1);
	*r = (Render){image, mode, width, height, left, top, scale, NULL, NULL, NULL, {0, 0, NULL}};
	r->line = g_malloc((gsize)(width * image->channels));
	r->sums = g_new(float, (gsize)(image->width * image->channels));
	r->columns = g_new0(Taps, (gsize)width);
	r->across.weights = g_new(float, most_taps(r));
	for (int x = 0; x < width; x++) {
		r->columns[x].weights = g_new(float, most_taps(r));
		taps_set(&r->columns[x], left + x * scale, scale, image->width);
	}
	return r;
}

void
render_free(Render *render)
{
	if (render == NULL)
		return;
	for (int x = 0; x < render->width; x++)
		g_free(render->columns[x].weights);
	g_free(render->columns);
	g_free(render->across.weights);
	g_free(render->sums);
	g_free(render->line);
	folder_image_free(render->image);
	g_free(render);
}

int
render_width(const Render *render)
{
	return render->width;
}

int
render_height(const Render *render)
{
	return render->height;
}

int
render_bytes_per_line(const Render *render)
{
	return render->mode == RENDER_LINEART ? (render->width + 7) / 8 : render->width * render->image->channels;
}

static void
resample(Render *r, int y)
{
	const FolderImage *image = r->image;
	int c = image->channels, n = image->width * c;
	taps_set(&r->across, r->top + y * r->scale, r->scale, image->height);
	memset(r->sums, 0, sizeof(float) * (gsize)n);
	for (int i = 0; i < r->across.n; i++) {
		const guint8 *from = image->pixels + (gsize)(r->across.first + i) * (gsize)n;
		float w = r->across.weights[i];
		for (int x = 0; x < n; x++)
			r->sums[x] += w * from[x];
	}
	for (int x = 0; x < r->width; x++) {
		const Taps *taps = &r->columns[x];
		for (int k = 0; k < c; k++) {
			float sum = 0;
			for (int i = 0; i < taps->n; i++)
				sum += taps->weights[i] * r->sums[(taps->first + i) * c + k];
			r->line[x * c + k] = (guint8)CLAMP(sum + 0.5f, 0, 255);
		}
	}
}

void
render_row(Render *render, int y, guint8 *out)
{
	Render *r = render;
	int c = r->image->channels;
	gsize bytes = (gsize)(r->width * c);
	if (y >= r->height)
		memset(r->line, 255, bytes);
	else if (r->scale == 1)
		memcpy(r->line,
			r->image->pixels +
				(((gsize)r->top + (gsize)y) * (gsize)r->image->width + (gsize)r->left) * (gsize)c,
			bytes);
	else
		resample(r, y);
	if (r->mode != RENDER_LINEART) {
		memcpy(out, r->line, bytes);
		return;
	}
	memset(out, 0, (gsize)render_bytes_per_line(r));
	for (int x = 0; x < r->width; x++) {
		if (r->line[x] < 128)
			out[x / 8] |= (guint8)(0x80 >> (x % 8));
	}
}
