#include "app/fields/ink_left.h"
#include "app/dossier/word.h"

enum { MAX_LINES = 2000, MAX_LEFT = 300 };

typedef struct {
	int from, to;
} Span;

static int
by_start(gconstpointer a, gconstpointer b)
{
	return ((const Span *)a)->from - ((const Span *)b)->from;
}

/* What the words cover of a line, from the left. */
static GArray *
covered(Box line, const GPtrArray *words, int margin)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(Span));
	for (guint i = 0; i < words->len; i++) {
		Box box = ((const Word *)words->pdata[i])->box;
		int top = MAX(box.y, line.y), bottom = MIN(box.y + box.height, line.y + line.height);
		if (2 * (bottom - top) < MIN(box.height, line.height) || box.x >= line.x + line.width ||
			box.x + box.width <= line.x)
			continue;
		Span span = {box.x - margin, box.x + box.width + margin};
		g_array_append_val(spans, span);
	}
	g_array_sort(spans, by_start);
	return spans;
}

static void
add(GArray *left, Box line, int from, int to, int text_px)
{
	Box box = {from, line.y, to - from, line.height};
	if (box.width >= 3 * text_px / 2 && left->len < MAX_LEFT)
		g_array_append_val(left, box);
}

GArray *
ink_left(const GArray *lines, const GPtrArray *words, int text_px)
{
	GArray *left = g_array_new(FALSE, FALSE, sizeof(Box));
	for (guint i = 0; lines != NULL && i < lines->len && i < MAX_LINES; i++) {
		Box line = g_array_index(lines, Box, i);
		/* A rule is flat, a photograph high. */
		if (box_is_empty(line) || line.height < text_px / 2 || line.height > 5 * text_px)
			continue;
		g_autoptr(GArray) spans = covered(line, words, text_px / 2);
		int at = line.x;
		for (guint s = 0; s < spans->len; s++) {
			const Span *span = &g_array_index(spans, Span, s);
			if (span->from > at)
				add(left, line, at, span->from, text_px);
			at = MAX(at, span->to);
		}
		if (at < line.x + line.width)
			add(left, line, at, line.x + line.width, text_px);
	}
	return left;
}
