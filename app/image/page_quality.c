#include "app/image/page_quality.h"
#include <math.h>

enum {
	DARK_GROUND = 125,    /* of 255: paper that is darker than this was badly lit */
	FAINT_CONTRAST = 85,  /* between ink and a ground of 235 */
	SMALL_LETTERS_PX = 9, /* capitals and ascenders together: below, strokes run into one another */
	SMALL_SIDE_PX = 350,
	LOW_DPI = 200,
	GLARE_WHITE = 252,
	GLARE_GROUND = 225,
	BLOCK_PX = 16,
	MAX_SAMPLE_LINES = 40,
};
static const double blur_share = 0.085; /* an edge's spread over the letter's height */

typedef struct {
	guint counts[256];
	gsize n;
} Histogram;

static int
percentile(const Histogram *h, double share)
{
	gsize sum = 0;
	for (int level = 0; level < 256; level++) {
		sum += h->counts[level];
		if ((double)sum >= share * (double)h->n)
			return level;
	}
	return 255;
}

static Histogram
ground_histogram(const Image *given)
{
	Histogram h = {0};
	const guint8 *pixels = g_bytes_get_data(given->pixels, NULL);
	for (int y = 0; y < given->height_px; y += 4)
		for (int x = 0; x < given->width_px; x += 4, h.n++)
			h.counts[pixels[(gsize)y * (gsize)given->width_px + (gsize)x]]++;
	return h;
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double
median(GArray *values)
{
	g_array_sort(values, compare_doubles);
	return values->len > 0 ? g_array_index(values, double, values->len / 2) : 0;
}

/* Ink level of a line, and how far its edges spread: across a step of contrast c blurred by s pixels, the difference of
 * pixels two apart is 0.8 c / s. */
static void
measure_line(const Image *page, Box box, double *ink, double *spread)
{
	Histogram levels = {0}, steps = {0};
	const guint8 *pixels = g_bytes_get_data(page->pixels, NULL);
	for (int y = box.y; y < box.y + box.height; y += 2) {
		const guint8 *row = pixels + (gsize)y * (gsize)page->width_px;
		for (int x = box.x + 1; x < box.x + box.width - 1; x++, levels.n++, steps.n++) {
			levels.counts[row[x]]++;
			steps.counts[ABS(row[x + 1] - row[x - 1])]++;
		}
	}
	*ink = percentile(&levels, 0.03);
	double contrast = MAX(percentile(&levels, 0.9) - *ink, 1);
	*spread = 0.8 * contrast / MAX(percentile(&steps, 0.985), 1);
}

static guint
judge_lines(const Image *upright, const GArray *lines, const TextStructure *structure)
{
	g_autoptr(GArray) inks = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) spreads = g_array_new(FALSE, FALSE, sizeof(double));
	guint step = MAX(lines->len / MAX_SAMPLE_LINES, 1);
	for (guint i = 0; i < lines->len; i += step) {
		Box box =
			box_intersect(g_array_index(lines, Box, i), (Box){0, 0, upright->width_px, upright->height_px});
		double ink, spread;
		if (box.width < 8 || box.height < 4)
			continue;
		measure_line(upright, box, &ink, &spread);
		g_array_append_val(inks, ink);
		g_array_append_val(spreads, spread);
	}
	guint quality = 0;
	if (inks->len > 0 && 235 - median(inks) < FAINT_CONTRAST)
		quality |= PAGE_FAINT;
	else if (spreads->len > 2 && median(spreads) > blur_share * structure->letter_height_px)
		quality |= PAGE_BLURRED; /* of faint ink an edge says nothing */
	return quality;
}

/* Text that touches the edge of the picture. One line may be a mark of the paper's own; several are a page put in
 * askew. */
static gboolean
is_clipped(const Image *upright, const GArray *lines)
{
	int edge = MAX(upright->width_px / 400, 2), left = 0, right = 0, ends = 0;
	for (guint i = 0; i < lines->len; i++) {
		const Box *box = &g_array_index(lines, Box, i);
		left += box->x <= edge;
		right += box->x + box->width >= upright->width_px - edge;
		if (box->width > upright->width_px / 8)
			ends += box->y <= edge || box->y + box->height >= upright->height_px - edge;
	}
	return left >= 3 || right >= 3 || ends >= 1;
}

/* Blocks burnt out to white on paper that is not white itself. */
static gboolean
has_glare(const Image *given, int ground)
{
	if (ground > GLARE_GROUND)
		return FALSE;
	const guint8 *pixels = g_bytes_get_data(given->pixels, NULL);
	gsize burnt = 0, n = 0;
	for (int y = 0; y + BLOCK_PX <= given->height_px; y += BLOCK_PX) {
		for (int x = 0; x + BLOCK_PX <= given->width_px; x += BLOCK_PX, n++) {
			gboolean white = TRUE;
			for (int i = 0; i < BLOCK_PX && white; i++) {
				gsize at = (gsize)(y + i) * (gsize)given->width_px + (gsize)(x + i);
				white = pixels[at] >= GLARE_WHITE;
			}
			burnt += white;
		}
	}
	return n > 0 && burnt * 100 > n && burnt * 100 < n * 60;
}

/* A few marks of the size and blackness of print, as a page's number is, and not of specks and stains. */
static gboolean
bears_a_number(const TextStructure *structure, const Histogram *h, int ground, int dpi)
{
	enum { INK_STEP = 80, INK_SAMPLES = 4, USUAL_DPI = 300 };
	double height_mm = structure->letter_height_px * 25.4 / (dpi > 0 ? dpi : USUAL_DPI);
	guint dark = 0;
	for (int level = 0; level < ground - INK_STEP; level++)
		dark += h->counts[level];
	return structure->n_marks > 0 && dark >= INK_SAMPLES && height_mm > 1.6 && height_mm < 7;
}

guint
page_quality_judge(
	const Image *given, const Image *upright, const GArray *lines, const TextStructure *structure, int dpi)
{
	guint quality = 0;
	Histogram histogram = ground_histogram(given);
	int ground = percentile(&histogram, 0.6);
	if (ground < DARK_GROUND)
		quality |= PAGE_DARK;
	if (has_glare(given, ground))
		quality |= PAGE_GLARE;
	if (dpi > 0 && dpi < LOW_DPI)
		quality |= PAGE_LOW_RESOLUTION;
	if (structure->n_marks < 8 && bears_a_number(structure, &histogram, ground, dpi))
		return quality; /* too little to judge by */
	if (structure->n_marks < 8 || (lines->len == 0 && structure->n_marks < 40))
		return quality | PAGE_BLANK;
	if (structure->letter_height_px < SMALL_LETTERS_PX || MIN(given->width_px, given->height_px) < SMALL_SIDE_PX)
		quality |= PAGE_SMALL;
	if (is_clipped(upright, lines))
		quality |= PAGE_CLIPPED;
	return quality | judge_lines(upright, lines, structure);
}
