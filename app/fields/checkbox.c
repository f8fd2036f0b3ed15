/* Boxes stand all before or all behind their options. Where every box was seen, the order tells; where only the tick
 * was, the nearer option is meant. */
#include "app/fields/checkbox.h"
#include "app/values/sex.h"

enum { MAX_ITEMS = 12 };

typedef struct {
	char sex; /* 0: a box */
	gboolean ticked;
	Box box;
} Item;

/* The OCR reads a drawn tick as a letter x, an empty box as o, O, D or 0. */
static gboolean
looks_ticked(const Token *token)
{
	return token->kind == TOKEN_MARK || g_str_equal(token->text, "x") || g_str_equal(token->text, "X") ||
	       g_str_equal(token->text, "xx") || g_str_equal(token->text, "XX") || g_str_equal(token->text, "\xc3\x97");
}

static gboolean
looks_empty(const Token *token)
{
	static const char *const hollow[] = {"o", "O", "D", "0", "\xe2\x96\xa1", "[", "]", "U", NULL};
	return token->kind == TOKEN_EMPTY_BOX || g_strv_contains(hollow, token->text);
}

static guint
collect(const Values *values, const Segment *segment, guint start, guint end, Item *items)
{
	guint n = 0;
	for (guint i = start; i < end && n < MAX_ITEMS; i++) {
		const Token *token = segment_token(segment, i);
		char sex = 0;
		if (looks_ticked(token) || looks_empty(token)) {
			items[n++] = (Item){0, looks_ticked(token), token->box};
			continue;
		}
		if (token->kind == TOKEN_TEXT)
			sex = sex_parse(values, token->text);
		if (sex != 0)
			items[n++] = (Item){sex, FALSE, token->box};
	}
	return n;
}

static int
gap(Box a, Box b)
{
	return MAX(MAX(a.x - (b.x + b.width), b.x - (a.x + a.width)), 0);
}

char
checkbox_sex(const Values *values, const Segment *segment, guint start, guint end)
{
	Item items[MAX_ITEMS];
	guint n = collect(values, segment, start, end, items);
	guint options = 0, boxes = 0, ticks = 0, tick = 0;
	for (guint i = 0; i < n; i++) {
		options += items[i].sex != 0;
		boxes += items[i].sex == 0;
		if (items[i].ticked) {
			ticks++;
			tick = i;
		}
	}
	if (ticks != 1 || options < 2)
		return 0;
	if (boxes == options) {
		gboolean before = items[0].sex == 0;
		if (before && tick + 1 < n)
			return items[tick + 1].sex;
		if (!before && tick > 0)
			return items[tick - 1].sex;
	}
	char nearest = 0;
	int best = G_MAXINT;
	for (guint i = 0; i < n; i++) {
		int distance = gap(items[i].box, items[tick].box);
		if (items[i].sex != 0 && distance < best) {
			best = distance;
			nearest = items[i].sex;
		}
	}
	return nearest;
}
