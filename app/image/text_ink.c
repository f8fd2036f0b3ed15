#include "app/image/text_ink.h"

enum {
	WORK_SIDE_PX = 2600,
	RULE_ACROSS_PX = 48, /* 8 mm on A4: longer than any stroke of a letter in running text */
	RULE_DOWN_PX = 30,   /* 5 mm */
	SOLID_PX = 14,       /* bars and photographs, which no pen stroke is as thick as */
	MIN_MARK_PX = 4,
	MAX_MARK_PX = 80,
};

PIX *
ink_find(const Image *grey, double share, int *shrink)
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
	if (pixSauvolaBinarizeTiled(even != NULL ? even : work, 12, (float)share, 1, 1, NULL, &ink) != 0)
		return NULL;
	return ink;
}

PIX *
ink_without_rules(PIX *ink)
{
	AUTO_PIX across = pixOpenBrick(NULL, ink, RULE_ACROSS_PX, 1);
	AUTO_PIX down = pixOpenBrick(NULL, ink, 1, RULE_DOWN_PX);
	AUTO_PIX solid = pixOpenBrick(NULL, ink, SOLID_PX, SOLID_PX);
	if (across == NULL || down == NULL || solid == NULL)
		return NULL;
	pixOr(across, across, down);
	pixOr(across, across, solid);
	AUTO_PIX thick = pixDilateBrick(NULL, across, 3, 3);
	AUTO_PIX rest = thick != NULL ? pixSubtract(NULL, ink, thick) : NULL;
	return rest != NULL ? pixSelectBySize(rest, 3, 3, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL) : NULL;
}

static int
compare_heights(gconstpointer a, gconstpointer b)
{
	return ((const Box *)a)->height - ((const Box *)b)->height;
}

GArray *
ink_marks(PIX *ink, int *median_height)
{
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(Box));
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes != NULL ? boxaGetCount(boxes) : 0;
	for (int i = 0; i < n; i++) {
		Box box;
		boxaGetBoxGeometry(boxes, i, &box.x, &box.y, &box.width, &box.height);
		int longer = MAX(box.width, box.height), shorter = MIN(box.width, box.height);
		if (longer >= MIN_MARK_PX && shorter >= MIN_MARK_PX / 2 && shorter <= MAX_MARK_PX &&
			longer <= 12 * shorter)
			g_array_append_val(marks, box);
	}
	boxaDestroy(&boxes);
	g_array_sort(marks, compare_heights);
	*median_height = marks->len > 0 ? g_array_index(marks, Box, marks->len / 2).height : 0;
	return marks;
}
