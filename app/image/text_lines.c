#include "app/image/text_ink.h"
#include "app/image/text_structure.h"

GArray *
text_lines_find(const Image *level)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Box));
	int shrink, height;
	AUTO_PIX ink = ink_find(level, INK_TEXT, &shrink);
	AUTO_PIX text = ink != NULL ? ink_without_rules(ink) : NULL;
	if (text == NULL)
		return lines;
	g_array_unref(ink_marks(text, &height));
	AUTO_PIX joined = height > 0 ? pixCloseSafeBrick(NULL, text, 2 * height + 1, MAX(height / 3, 1)) : NULL;
	BOXA *boxes = joined != NULL ? pixConnCompBB(joined, 8) : NULL;
	BOXA *sorted = boxes != NULL ? boxaSort(boxes, L_SORT_BY_Y, L_SORT_INCREASING, NULL) : NULL;
	for (int i = 0; sorted != NULL && i < boxaGetCount(sorted); i++) {
		int x, y, w, h;
		boxaGetBoxGeometry(sorted, i, &x, &y, &w, &h);
		if (h < height * 2 / 3 || h > 5 * height || w < 2 * height)
			continue;
		Box box = {x * shrink, y * shrink, w * shrink, h * shrink};
		g_array_append_val(lines, box);
	}
	boxaDestroy(&boxes);
	boxaDestroy(&sorted);
	return lines;
}
