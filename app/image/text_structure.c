/* The page is halved until its longer side is below 2000 pixels (A4 at 150 dpi keeps letters of 6 to 20 pixels), made
 * black and white against its local ground, and rid of ruled lines, which have a direction of their own. Text lines are
 * dense and the space between them is empty, so the sum of squared differences of neighbouring rows' ink is far greater
 * along the lines than across them, and greatest when they are level: one measure gives the direction and the angle. */
#include "app/image/text_structure.h"
#include "app/image/pix_bridge.h"
#include <math.h>

enum { WORK_SIDE_PX = 2000, RULE_PX = 70, MIN_MARK_PX = 4, MAX_MARK_PX = 80 };

/* Black and white at working size; *shrink: how many pixels of the page one of it is. */
static PIX *
ink_of(const Image *grey, int *shrink)
{
	AUTO_PIX work = pix_of_image(grey);
	if (work == NULL)
		return NULL;
	*shrink = 1;
	while (MAX(pixGetWidth(work), pixGetHeight(work)) > WORK_SIDE_PX) {
		PIX *half = pixScaleAreaMap2(work);
		pixDestroy(&work);
		if (half == NULL)
			return NULL;
		work = half;
		*shrink *= 2;
	}
	PIX *ink = NULL;
	AUTO_PIX even = pixBackgroundNorm(work, NULL, NULL, 16, 24, 60, 80, 220, 2, 2);
	if (pixSauvolaBinarizeTiled(even != NULL ? even : work, 12, 0.22f, 1, 1, NULL, &ink) != 0)
		return NULL;
	return ink;
}

static PIX *
without_rules(PIX *ink)
{
	AUTO_PIX across = pixOpenBrick(NULL, ink, RULE_PX, 1);
	AUTO_PIX down = pixOpenBrick(NULL, ink, 1, RULE_PX);
	if (across == NULL || down == NULL)
		return NULL;
	pixOr(across, across, down);
	AUTO_PIX thick = pixDilateBrick(NULL, across, 3, 3);
	return thick != NULL ? pixSubtract(NULL, ink, thick) : NULL;
}

static int
compare_ints(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

/* Heights of letter-like marks; their median says how large the text is. */
static void
count_marks(PIX *ink, TextStructure *out)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(int));
	for (int i = 0; i < n; i++) {
		int w, h;
		boxaGetBoxGeometry(boxes, i, NULL, NULL, &w, &h);
		if (h >= MIN_MARK_PX && h <= MAX_MARK_PX && w >= MIN_MARK_PX / 2 && w <= 12 * h)
			g_array_append_val(heights, h);
	}
	boxaDestroy(&boxes);
	g_array_sort(heights, compare_ints);
	out->n_marks = (int)heights->len;
	out->letter_height_px = heights->len > 0 ? g_array_index(heights, int, heights->len / 2) : 0;
}

/* How well level lines explain the ink, and the turn that makes them level. */
static double
level_score(PIX *ink, double *degrees)
{
	float angle = 0, confidence = 0, score = 0;
	*degrees = 0;
	if (pixFindSkewSweepAndSearchScore(ink, &angle, &confidence, &score, 2, 1, 0, 12.0f, 1.0f, 0.02f) != 0)
		return 0;
	if (confidence >= 1.5f)
		*degrees = angle;
	return score;
}

gboolean
text_structure_find(const Image *grey, TextStructure *out)
{
	*out = (TextStructure){.sideways_evidence = 1};
	int shrink;
	AUTO_PIX ink = ink_of(grey, &shrink);
	AUTO_PIX text = ink != NULL ? without_rules(ink) : NULL;
	AUTO_PIX turned = text != NULL ? pixRotateOrth(text, 1) : NULL;
	if (turned == NULL)
		return FALSE;
	count_marks(text, out);
	out->letter_height_px *= shrink;
	double degrees, turned_degrees;
	double upright = level_score(text, &degrees), sideways = level_score(turned, &turned_degrees);
	out->sideways = sideways > upright;
	out->sideways_evidence = MAX(upright, sideways) / MAX(MIN(upright, sideways), 1);
	out->level_degrees = out->sideways ? turned_degrees : degrees;
	return TRUE;
}

GArray *
text_lines_find(const Image *level)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Box));
	int shrink;
	AUTO_PIX ink = ink_of(level, &shrink);
	AUTO_PIX text = ink != NULL ? without_rules(ink) : NULL;
	if (text == NULL)
		return lines;
	TextStructure structure = {0};
	count_marks(text, &structure);
	int height = (int)structure.letter_height_px;
	AUTO_PIX joined = height > 0 ? pixCloseSafeBrick(NULL, text, 2 * height + 1, MAX(height / 3, 1)) : NULL;
	BOXA *boxes = joined != NULL ? pixConnCompBB(joined, 8) : NULL;
	BOXA *sorted = boxes != NULL ? boxaSort(boxes, L_SORT_BY_Y, L_SORT_INCREASING, NULL) : NULL;
	for (int i = 0; sorted != NULL && i < boxaGetCount(sorted); i++) {
		int x, y, w, h;
		boxaGetBoxGeometry(sorted, i, &x, &y, &w, &h);
		if (h < height || h > 5 * height || w < 3 * height)
			continue;
		Box box = {x * shrink, y * shrink, w * shrink, h * shrink};
		g_array_append_val(lines, box);
	}
	boxaDestroy(&boxes);
	boxaDestroy(&sorted);
	return lines;
}
