/* Boxes stand all before or all behind their options. Where every box was seen, the order tells; where only the tick
 * was, the nearer option is meant. */
#include "app/fields/checkbox.h"
#include "app/values/sex.h"
#include <string.h>

enum { MAX_ITEMS = 24 };

typedef struct {
	const char *option; /* NULL: a box */
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
collect(const Values *values, CheckboxOption option, const Segment *segment, guint start, guint end, Item *items)
{
	guint n = 0;
	for (guint i = start; i < end && n < MAX_ITEMS; i++) {
		const Token *token = segment_token(segment, i);
		if (looks_ticked(token) || looks_empty(token)) {
			items[n++] = (Item){NULL, looks_ticked(token), token->box};
			continue;
		}
		const char *meant = token->kind == TOKEN_TEXT ? option(values, token->text) : NULL;
		if (meant != NULL && (n == 0 || g_strcmp0(items[n - 1].option, meant) != 0)) /* "Veuf / Veuve" is one */
			items[n++] = (Item){meant, FALSE, token->box};
	}
	return n;
}

static int
gap(Box a, Box b)
{
	return MAX(MAX(a.x - (b.x + b.width), b.x - (a.x + a.width)), 0);
}

/* The option nearest to a box. */
static guint
nearest(const Item *items, guint n, guint box)
{
	guint best = box;
	int least = G_MAXINT;
	for (guint i = 0; i < n; i++) {
		int distance = gap(items[i].box, items[box].box);
		if (items[i].option != NULL && distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

/* The crossed box was not seen at all: every other option has its empty one. */
static const char *
left_over(const Item *items, guint n)
{
	gboolean empty[MAX_ITEMS] = {FALSE};
	const char *left = NULL;
	for (guint i = 0; i < n; i++)
		if (items[i].option == NULL)
			empty[nearest(items, n, i)] = TRUE;
	for (guint i = 0; i < n; i++) {
		if (items[i].option == NULL || empty[i])
			continue;
		if (left != NULL && !g_str_equal(left, items[i].option))
			return NULL;
		left = items[i].option;
	}
	return left;
}

const char *
checkbox_read(const Values *values, CheckboxOption option, const Segment *segment, guint start, guint end)
{
	Item items[MAX_ITEMS];
	guint n = collect(values, option, segment, start, end, items);
	guint options = 0, boxes = 0, ticks = 0, tick = 0;
	for (guint i = 0; i < n; i++) {
		options += items[i].option != NULL;
		boxes += items[i].option == NULL;
		if (items[i].ticked) {
			ticks++;
			tick = i;
		}
	}
	if (options < 2 || ticks > 1 || boxes == 0)
		return NULL;
	if (ticks == 0)
		return boxes + 1 == options ? left_over(items, n) : NULL;
	if (boxes == options) {
		gboolean before = items[0].option == NULL;
		if (before && tick + 1 < n)
			return items[tick + 1].option;
		if (!before && tick > 0)
			return items[tick - 1].option;
	}
	return items[nearest(items, n, tick)].option;
}

const char *
checkbox_sex(const Values *values, const char *text)
{
	char sex = sex_parse(values, text);
	return sex == 'M' ? "M" : sex == 'F' ? "F" : sex == 'X' && g_utf8_strlen(text, -1) > 2 ? "X" : NULL;
}

const char *
checkbox_status(const Values *values, const char *text)
{
	const char *status = marital_status_parse(values, text), *bracket = strchr(text, '(');
	if (status != NULL || bracket == NULL || bracket == text)
		return status;
	g_autofree char *stem = g_strndup(text, (gsize)(bracket - text));
	return marital_status_parse(values, stem);
}
