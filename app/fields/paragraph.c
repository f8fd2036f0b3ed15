/* A segment goes on the column whose last line stands right above it. A paragraph ends where the first word of the next
 * line would still have fitted behind the last of this one. */
#include "app/fields/paragraph.h"
#include <stdlib.h>
#include <string.h>

static void
column_free(Column *column)
{
	g_ptr_array_unref(column->lines);
	g_free(column);
}

static int
right_of(const Segment *segment)
{
	return segment->box.x + segment->box.width;
}

static gboolean
stands_alone(const PageLayout *layout, guint i)
{
	const Segment *segment = layout->segments->pdata[i];
	const Segment *before = i > 0 ? layout->segments->pdata[i - 1] : NULL;
	const Segment *after = i + 1 < layout->segments->len ? layout->segments->pdata[i + 1] : NULL;
	return (before == NULL || before->line != segment->line) && (after == NULL || after->line != segment->line);
}

/* The column that ends right above the segment, and begins or ends where it does. */
static Column *
column_above(const GPtrArray *columns, const Segment *segment, int height)
{
	for (guint i = columns->len; i-- > 0;) {
		Column *column = columns->pdata[i];
		const Segment *last = column->lines->pdata[column->lines->len - 1];
		int gap = segment->box.y - last->box.y - last->box.height;
		int shared = MIN(right_of(segment), right_of(last)) - MAX(segment->box.x, last->box.x);
		if (last->line < segment->line && gap < 2 * height && shared > 0 &&
			(ABS(segment->box.x - last->box.x) < 3 * height ||
				ABS(right_of(segment) - right_of(last)) < 3 * height))
			return column;
	}
	return NULL;
}

GPtrArray *
paragraph_columns(const PageLayout *layout)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func((GDestroyNotify)column_free);
	Column *open = NULL; /* of lines that stand alone: they follow one another however wide */
	for (guint i = 0; i < layout->segments->len; i++) {
		Segment *segment = layout->segments->pdata[i];
		gboolean alone = stands_alone(layout, i);
		Column *column = alone ? open : column_above(columns, segment, layout->text_height_px);
		if (column == NULL) {
			column = g_new0(Column, 1);
			column->lines = g_ptr_array_new();
			column->left = segment->box.x;
			g_ptr_array_add(columns, column);
		}
		open = alone ? column : NULL;
		g_ptr_array_add(column->lines, segment);
		column->left = MIN(column->left, segment->box.x);
		column->right = MAX(column->right, right_of(segment));
	}
	return columns;
}

static int
by_number(gconstpointer a, gconstpointer b)
{
	return *(const int *)b - *(const int *)a;
}

/* Where lines around this one end at most: where at least two end, for a headline may be wider than the text. */
static int
margin_near(const Column *column, guint at, int height, gboolean rtl)
{
	enum { AROUND = 4 };
	int ends[2 * AROUND + 1];
	guint n = 0, first = at > AROUND ? at - AROUND : 0;
	for (guint l = first; l < column->lines->len && l <= at + AROUND; l++) {
		const Segment *line = column->lines->pdata[l];
		ends[n++] = rtl ? -line->box.x : right_of(line);
	}
	qsort(ends, n, sizeof *ends, by_number);
	for (guint i = 0; i + 1 < n; i++)
		if (ends[i] - ends[i + 1] < 3 * height)
			return ends[i];
	return ends[0];
}

static gboolean
is_headline(const Segment *line)
{
	guint upper = 0, lower = 0;
	for (guint i = 0; i < line->tokens->len; i++)
		for (const char *p = segment_token(line, i)->text; *p != '\0'; p = g_utf8_next_char(p)) {
			upper += g_unichar_isupper(g_utf8_get_char(p)) != 0;
			lower += letter_is_small(g_utf8_get_char(p)) != 0;
		}
	return upper > 3 && lower * 8 < upper;
}

/* Whether the text breaks off behind this line. */
static gboolean
closes_paragraph(const Column *column, guint at, int height)
{
	const Segment *line = column->lines->pdata[at];
	const Segment *next = at + 1 < column->lines->len ? column->lines->pdata[at + 1] : NULL;
	if (next == NULL)
		return TRUE;
	const Token *last = line->tokens->pdata[line->tokens->len - 1], *first = segment_token(next, 0);
	int gap = next->box.y - line->box.y - line->box.height;
	if (gap > 3 * height || line->comb || next->comb || line->rtl != next->rtl ||
		(is_headline(line) && !is_headline(next)))
		return TRUE;
	if ((last->comma && !last->semicolon) || letter_is_small(g_utf8_get_char(first->text)))
		return FALSE;
	int room = margin_near(column, at, height, line->rtl) - (line->rtl ? -line->box.x : right_of(line));
	/* Running text ends with a sign; where none stands, a ragged margin is the likelier cause. */
	int spare =
		last->stop || last->semicolon || !segment_is_prose(line) ? height : (column->right - column->left) / 4;
	return room > first->box.width + spare || next->box.x - column->left > (column->right - column->left) / 4;
}

/* Colons, dotted lines and boxes are a form's. */
static gboolean
is_form(const Segment *line)
{
	for (guint i = 0; i < line->tokens->len; i++) {
		TokenKind kind = segment_token(line, i)->kind;
		if (kind != TOKEN_TEXT && kind != TOKEN_JUNK)
			return TRUE;
	}
	return FALSE;
}

void
paragraph_mark(PageLayout *layout)
{
	enum { SENTENCE = 9 };
	g_autoptr(GPtrArray) columns = paragraph_columns(layout);
	for (guint c = 0; c < columns->len; c++) {
		const Column *column = columns->pdata[c];
		for (guint l = 0; l < column->lines->len; l++) {
			Segment *line = column->lines->pdata[l];
			Segment *next = l + 1 < column->lines->len ? column->lines->pdata[l + 1] : NULL;
			Token *end = line->tokens->pdata[line->tokens->len - 1];
			end->closes = closes_paragraph(column, l, layout->text_height_px);
			if (next == NULL || end->closes || is_form(line))
				continue;
			/* "I, Sunday Eze, male, of Aba, Nigerian, / do hereby": its words alone would not tell. */
			line->goes_on |= line->tokens->len >= SENTENCE &&
					 g_unichar_islower(g_utf8_get_char(segment_token(next, 0)->text));
			next->goes_on = !is_form(next) && (segment_is_prose(line) || line->goes_on);
		}
	}
}
