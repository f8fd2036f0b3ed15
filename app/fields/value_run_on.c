#include "app/fields/label_key.h"
#include "app/fields/value_parts.h"
#include <string.h>

/* Labels whose values may be long: names, places, authorities. */
static gboolean
may_run_on(const char *key)
{
	const char *ending = strrchr(key, '.') == NULL ? key : strrchr(key, '.') + 1;
	return g_str_equal(ending, "issuing_authority") || g_str_has_suffix(ending, "place") ||
	       g_str_has_suffix(ending, "name") || g_str_has_suffix(ending, "names");
}

/* The line below that goes on: it begins where the value does, closer than lines of a form, in letters as high. */
static const Segment *
next_line(const Finder *finder, const Segment *value, Box from)
{
	int height = MAX(from.height, finder->layout->text_height_px);
	int edge = value->rtl ? from.x + from.width : from.x;
	for (guint i = 0; i < finder->layout->segments->len; i++) {
		const Segment *segment = finder->layout->segments->pdata[i];
		Box box = segment->box;
		int gap = box.y - from.y - from.height, other = segment->rtl ? box.x + box.width : box.x;
		Candidate at;
		if (segment->line > value->line && gap > -height / 3 && gap < height * 4 / 5 &&
			ABS(other - edge) < height && box.height * 10 > from.height * 6 &&
			box.height * 6 < from.height * 10 && value_free_segment(finder, segment, &at) &&
			at.end == segment->tokens->len && segment_token(segment, 0)->kind == TOKEN_TEXT)
			return segment;
	}
	return NULL;
}

static gboolean
same_script(const Segment *a, guint start, const Segment *b)
{
	const FoldedText *first = NULL, *second = NULL;
	for (guint i = start; i < a->tokens->len && (first == NULL || first->n == 0); i++)
		first = &segment_token(a, i)->folded;
	for (guint i = 0; i < b->tokens->len && (second == NULL || second->n == 0); i++)
		second = &segment_token(b, i)->folded;
	return first == NULL || second == NULL || folded_text_same_script(first, second);
}

void
value_run_on(Finder *finder, FoundLabels *found, FoundValue *value)
{
	if (!may_run_on(value->label->key) || value->end != value->segment->tokens->len || value->segment->comb)
		return;
	Box from = segment_box(value->segment, value->start, value->end);
	const Segment *next = next_line(finder, value->segment, from);
	if (next == NULL || value_has_label_before(finder, next))
		return;
	/* "ሰናይት ብርሃነ" over "Senait Berhane": the same once more, not its end. */
	if (!same_script(value->segment, value->start, next)) {
		Candidate at = {next, 0, next->tokens->len, 0};
		value_claim(finder, value->label, &at, 0, value->table, value->subject);
		return;
	}
	Segment *whole = g_new0(Segment, 1);
	whole->tokens = g_ptr_array_new();
	whole->rtl = value->segment->rtl;
	whole->line = value->segment->line;
	for (guint i = value->start; i < value->end; i++)
		g_ptr_array_add(whole->tokens, value->segment->tokens->pdata[i]);
	for (guint i = 0; i < next->tokens->len; i++) {
		g_ptr_array_add(whole->tokens, next->tokens->pdata[i]);
		g_hash_table_add(finder->claimed, next->tokens->pdata[i]);
	}
	whole->box = box_union(from, next->box);
	g_ptr_array_add(found->made, whole);
	value->segment = whole;
	value->start = 0;
	value->end = whole->tokens->len;
}
