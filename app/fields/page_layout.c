/* Lines from boxes. Words are taken from the left; each joins the line whose last word it overlaps most in height, so
 * that a line may climb a little. A line is then cut at wide gaps into segments: what a form prints in different
 * columns must not be read as one phrase. */
#include "app/fields/page_layout.h"
#include "app/fields/ink_left.h"
#include "app/fields/paragraph.h"
#include "app/fields/word_split.h"
#include <string.h>

static void
token_free(Token *token)
{
	g_free(token->text);
	g_free(token->second);
	g_free(token);
}

static void
segment_free(Segment *segment)
{
	g_ptr_array_unref(segment->tokens);
	g_free(segment);
}

static int
by_left(gconstpointer a, gconstpointer b)
{
	const Token *left = *(Token *const *)a, *right = *(Token *const *)b;
	return left->box.x != right->box.x ? left->box.x - right->box.x : left->box.y - right->box.y;
}

static int
by_number(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

static int
median_height(const GPtrArray *tokens)
{
	g_autoptr(GArray) heights = g_array_new(FALSE, FALSE, sizeof(int));
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = tokens->pdata[i];
		if (token->kind == TOKEN_TEXT && token->folded.n > 1)
			g_array_append_val(heights, token->box.height);
	}
	if (heights->len == 0)
		return 1;
	g_array_sort(heights, by_number);
	return MAX(1, g_array_index(heights, int, heights->len / 2));
}

static gboolean
runs_from_right(const GPtrArray *tokens)
{
	guint rtl = 0, latin = 0;
	for (guint i = 0; i < tokens->len; i++) {
		const Token *token = tokens->pdata[i];
		rtl += token->rtl ? token->folded.n : 0;
		latin += token->latin ? token->folded.n : 0;
	}
	return rtl > latin;
}

static GPtrArray *
tokens_of(const GPtrArray *words)
{
	GPtrArray *tokens = g_ptr_array_new_with_free_func((GDestroyNotify)token_free);
	for (guint i = 0; i < words->len && tokens->len < LAYOUT_MAX_TOKENS; i++)
		word_split(words->pdata[i], tokens);
	return tokens;
}

typedef struct {
	GPtrArray *tokens; /* borrowed */
	int middle;        /* of height, where the line was last seen */
} Row;

static void
row_free(Row *row)
{
	g_ptr_array_unref(row->tokens);
	g_free(row);
}

static int
by_height(gconstpointer a, gconstpointer b)
{
	const Row *upper = *(Row *const *)a, *lower = *(Row *const *)b;
	const Token *first = upper->tokens->pdata[0], *second = lower->tokens->pdata[0];
	int above = first->box.y + first->box.height / 2, below = second->box.y + second->box.height / 2;
	return above != below ? above - below : first->box.x - second->box.x;
}

static double
height_shared(const Token *a, const Token *b)
{
	int top = MAX(a->box.y, b->box.y);
	int bottom = MIN(a->box.y + a->box.height, b->box.y + b->box.height);
	return (double)(bottom - top) / MAX(1, MIN(a->box.height, b->box.height));
}

/* The last real word of a row: a dot is too flat to tell where the line runs. */
static const Token *
row_end(const Row *row)
{
	for (guint i = row->tokens->len; i-- > 0;) {
		const Token *token = row->tokens->pdata[i];
		if (token->kind == TOKEN_TEXT)
			return token;
	}
	return row->tokens->pdata[row->tokens->len - 1];
}

static gboolean
fits(const Row *row, const Token *token, int height)
{
	const Token *end = row_end(row);
	if (token->kind != TOKEN_TEXT || end->kind != TOKEN_TEXT) {
		int middle = token->box.y + token->box.height / 2, other = end->box.y + end->box.height / 2;
		/* Writing stands above the line that print stands on, and is higher. */
		int written = token->kind == TOKEN_INK ? MIN(token->box.height, 2 * height) : 0;
		return ABS(middle - other) < MAX(written, MAX(height, end->box.height)) * 0.8;
	}
	/* A headline beside small print is another line even where they overlap. */
	if (token->box.height > 3 * end->box.height || end->box.height > 3 * token->box.height)
		return FALSE;
	return height_shared(end, token) >= 0.5;
}

static GPtrArray *
rows_of(const GPtrArray *sorted, int height)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	for (guint i = 0; i < sorted->len; i++) {
		Token *token = sorted->pdata[i];
		Row *best = NULL;
		int best_offset = G_MAXINT;
		for (guint j = 0; j < rows->len; j++) {
			Row *row = rows->pdata[j];
			int offset = ABS(token->box.y + token->box.height / 2 - row->middle);
			if (offset < best_offset && fits(row, token, height)) {
				best = row;
				best_offset = offset;
			}
		}
		if (best == NULL) {
			best = g_new0(Row, 1);
			best->tokens = g_ptr_array_new();
			g_ptr_array_add(rows, best);
		}
		g_ptr_array_add(best->tokens, token);
		if (token->kind == TOKEN_TEXT || best->tokens->len == 1)
			best->middle = token->box.y + token->box.height / 2;
	}
	g_ptr_array_sort(rows, by_height);
	return rows;
}

static gboolean
is_single(const Token *token)
{
	return token->kind == TOKEN_TEXT && token->folded.n == 1;
}

/* How far apart the letters of a word stand that was read from the boxes of a comb; 0: it was not. */
static int
comb_step(const Token *token, int text_px)
{
	if (token->kind != TOKEN_TEXT || token->folded.n < 2)
		return 0;
	int step = token->box.width / (int)token->folded.n;
	/* The box may be as high as the comb's. */
	return step * 20 > MIN(token->box.height, text_px * 5 / 4) * 19 ? step : 0;
}

/* Letters of a comb stand far apart and yet belong together. */
static double
gap_allowed(const Token *left, const Token *right, int height, int text_px)
{
	if (is_single(left) && is_single(right))
		return 3.2 * MAX(height, MAX(left->box.height, right->box.height));
	if (comb_step(left, text_px) > 0 && comb_step(right, text_px) > 0)
		return MAX(1.5 * height, 1.7 * MAX(comb_step(left, text_px), comb_step(right, text_px)));
	/* colons of a column stand below each other, far behind the shorter labels: "NOM          :" */
	if ((right->kind == TOKEN_COLON && left->kind == TOKEN_TEXT) || (left->kind == TOKEN_COLON && right->rtl))
		return 20 * height;
	if (right->kind == TOKEN_COLON || left->kind == TOKEN_MARK || left->kind == TOKEN_EMPTY_BOX)
		return 2.5 * height;
	return 1.5 * height;
}

/* Digits, and signs between them, run from the left even in a line from the right. */
static gboolean
runs_left(const Token *token)
{
	return !token->rtl && (token->latin || token->folded.n > 0 || token->kind == TOKEN_SLASH);
}

static void
turn(GPtrArray *tokens, guint start, guint end)
{
	for (guint a = start, b = end; a + 1 < b; a++) {
		gpointer swap = tokens->pdata[a];
		tokens->pdata[a] = tokens->pdata[--b];
		tokens->pdata[b] = swap;
	}
}

static void
order_from_right(GPtrArray *tokens)
{
	guint n = tokens->len;
	turn(tokens, 0, n);
	for (guint i = 0; i < n;) {
		guint end = i;
		while (end < n && runs_left(tokens->pdata[end]))
			end++;
		turn(tokens, i, end);
		i = MAX(end, i + 1);
	}
}

/* Words of a script from the right inside a line from the left: "Date of issue / تاريخ الإصدار 02/05/2021". */
static void
order_islands(GPtrArray *tokens)
{
	guint i = 0;
	while (i < tokens->len) {
		guint last = i;
		/* Digits end the island: they are the value. */
		for (guint end = i; end < tokens->len; end++) {
			const Token *token = tokens->pdata[end];
			if (!token->rtl && (token->latin || token->folded.n > 0 || last == i))
				break;
			if (token->rtl)
				last = end + 1;
		}
		turn(tokens, i, last);
		i = MAX(last, i + 1);
	}
}

static void
segment_close(PageLayout *layout, Segment *segment)
{
	guint rtl = 0, latin = 0, single = 0, text = 0;
	for (guint i = 0; i < segment->tokens->len; i++) {
		const Token *token = segment->tokens->pdata[i];
		segment->box = box_union(segment->box, token->box);
		rtl += token->rtl ? token->folded.n : 0;
		latin += token->latin ? token->folded.n : 0;
		text += token->kind == TOKEN_TEXT;
		single += is_single(token);
	}
	/* Where two scripts meet in a line, it runs as the page does. */
	segment->rtl = rtl > 0 && (latin == 0 || layout->rtl);
	segment->comb = single >= 3 && single * 4 >= text * 3;
	if (segment->rtl)
		order_from_right(segment->tokens);
	else if (rtl > 0)
		order_islands(segment->tokens);
	g_ptr_array_add(layout->segments, segment);
}

static void
cut_row(PageLayout *layout, const Row *row)
{
	Segment *segment = NULL;
	const Token *left = NULL;
	int height = MAX(median_height(row->tokens), layout->text_height_px * 3 / 4);
	for (guint i = 0; i < row->tokens->len; i++) {
		Token *token = row->tokens->pdata[i];
		int gap = left == NULL ? 0 : token->box.x - (left->box.x + left->box.width);
		if (segment != NULL && gap > gap_allowed(left, token, height, layout->text_height_px)) {
			segment_close(layout, segment);
			segment = NULL;
		}
		if (segment == NULL) {
			segment = g_new0(Segment, 1);
			segment->tokens = g_ptr_array_new();
			segment->line = layout->n_lines;
		}
		g_ptr_array_add(segment->tokens, token);
		left = token;
	}
	if (segment != NULL)
		segment_close(layout, segment);
	layout->n_lines++;
}

static void
add_ink(PageLayout *layout, const GPtrArray *words, const GArray *ink)
{
	g_autoptr(GArray) left = ink_left(ink, words, layout->text_height_px);
	for (guint i = 0; i < left->len && layout->tokens->len < LAYOUT_MAX_TOKENS; i++) {
		Token *token = g_new0(Token, 1);
		token->kind = TOKEN_INK;
		token->text = g_strdup("");
		token->box = g_array_index(left, Box, i);
		g_ptr_array_add(layout->tokens, token);
	}
}

PageLayout *
page_layout_new(const GPtrArray *words, const GArray *ink, int width_px, int height_px)
{
	PageLayout *layout = g_new0(PageLayout, 1);
	layout->tokens = tokens_of(words);
	layout->segments = g_ptr_array_new_with_free_func((GDestroyNotify)segment_free);
	layout->width_px = width_px;
	layout->height_px = height_px;
	layout->text_height_px = median_height(layout->tokens);
	add_ink(layout, words, ink);
	layout->rtl = runs_from_right(layout->tokens);
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	for (guint i = 0; i < layout->tokens->len; i++)
		g_ptr_array_add(sorted, layout->tokens->pdata[i]);
	g_ptr_array_sort(sorted, by_left);
	g_autoptr(GPtrArray) rows = rows_of(sorted, layout->text_height_px);
	for (guint i = 0; i < rows->len; i++)
		cut_row(layout, rows->pdata[i]);
	paragraph_mark(layout);
	return layout;
}

void
page_layout_free(PageLayout *layout)
{
	if (layout == NULL)
		return;
	g_ptr_array_unref(layout->segments);
	g_ptr_array_unref(layout->tokens);
	g_free(layout);
}
