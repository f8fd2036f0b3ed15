/* Two short segments below each other are one label when their letters, laid together, are a known label that runs over
 * the end of the first one, or when a bracket is open at that end. A line that is a label by itself is never joined to
 * the one above: "Nom" over "Prénoms". */
#include "app/fields/label_wrap.h"
#include <string.h>

enum { MAX_TOKENS = 7 };

static gboolean
is_label(const Lexicon *lexicon, DocumentKind kind, DocumentKind original, const FoldedText *text)
{
	for (guint i = 0; i < lexicon->labels->len; i++) {
		const Label *label = lexicon->labels->pdata[i];
		if ((label->kind == KIND_N || label->kind == kind || label->kind == original) &&
			folded_text_equal(&label->text, text))
			return TRUE;
	}
	for (guint i = 0; i < lexicon->subjects->len; i++)
		if (folded_text_equal(&((const SubjectPhrase *)lexicon->subjects->pdata[i])->text, text))
			return TRUE;
	return FALSE;
}

static void
fold(const Segment *segment, guint start, guint end, FoldedText *out)
{
	*out = (FoldedText){0};
	for (guint i = start; i < end; i++)
		folded_text_append(out, &segment_token(segment, i)->folded);
}

/* The segment that goes on below: it begins (seen in the direction of reading) where this one does, close to it. */
static guint
below(const PageLayout *layout, guint index)
{
	const Segment *upper = layout->segments->pdata[index];
	int height = layout->text_height_px, edge = upper->rtl ? upper->box.x + upper->box.width : upper->box.x;
	for (guint i = index + 1; i < layout->segments->len; i++) {
		const Segment *lower = layout->segments->pdata[i];
		int other = lower->rtl ? lower->box.x + lower->box.width : lower->box.x;
		if (lower->line > upper->line + 2)
			break;
		if (lower->line == upper->line || ABS(edge - other) > 3 * height / 2)
			continue;
		int gap = lower->box.y - upper->box.y - upper->box.height;
		return gap < 5 * height / 4 && gap > -height / 2 ? i : 0;
	}
	return 0;
}

/* Whether a label runs over the end of the upper segment. */
static gboolean
runs_over(const Lexicon *lexicon, DocumentKind kind, DocumentKind original, const Segment *upper, guint start,
	const Segment *lower)
{
	FoldedText head, part, first;
	fold(upper, start, upper->tokens->len, &head);
	fold(lower, 0, 1, &first);
	if (head.n < 2 || first.n == 0)
		return FALSE;
	gunichar letter = g_utf8_get_char(segment_token(lower, 0)->text);
	for (guint i = 0; i < lexicon->labels->len; i++) {
		const Label *label = lexicon->labels->pdata[i];
		if ((label->kind != KIND_N && label->kind != kind && label->kind != original) ||
			label->text.n < head.n + first.n ||
			memcmp(label->text.chars, head.chars, head.n * sizeof head.chars[0]) != 0)
			continue;
		for (guint end = 1; end <= lower->tokens->len; end++) {
			fold(lower, 0, end, &part);
			if (head.n + part.n > label->text.n)
				break;
			if (head.n + part.n == label->text.n &&
				memcmp(label->text.chars + head.n, part.chars, part.n * sizeof part.chars[0]) == 0)
				return letter_is_small(letter) || !is_label(lexicon, kind, original, &part);
		}
	}
	return FALSE;
}

/* "Nom patronymique (prénom / du père)". */
static gboolean
has_open_bracket(const Segment *upper, const Segment *lower)
{
	int open = 0;
	for (guint i = 0; i < upper->tokens->len; i++)
		for (const char *p = segment_token(upper, i)->text; *p != '\0'; p++)
			open += (*p == '(') - (*p == ')');
	const Token *last = segment_token(lower, lower->tokens->len - 1);
	return open == 1 && lower->tokens->len <= 4 && g_str_has_suffix(last->text, ")") &&
	       segment_token(lower, 0)->text[0] != '(';
}

static gboolean
is_short(const Segment *segment)
{
	return segment->tokens->len <= MAX_TOKENS && !segment->comb && !segment_is_prose(segment);
}

static guint
after_number(const Segment *segment)
{
	guint i = 0;
	while (i + 1 < segment->tokens->len && segment_token(segment, i)->folded.n <= 2 &&
		(segment_token(segment, i)->folded.n == 0 ||
			g_unichar_isdigit(g_utf8_get_char(segment_token(segment, i)->text))))
		i++;
	return i;
}

void
label_wrap_join(const Lexicon *lexicon, DocumentKind kind, DocumentKind original, PageLayout *layout)
{
	for (guint i = 0; i < layout->segments->len; i++) {
		Segment *upper = layout->segments->pdata[i];
		guint under = is_short(upper) ? below(layout, i) : 0;
		if (under == 0)
			continue;
		Segment *lower = layout->segments->pdata[under];
		if (lower->rtl != upper->rtl || segment_token(lower, 0)->kind != TOKEN_TEXT || !is_short(lower) ||
			segment_token(upper, upper->tokens->len - 1)->kind != TOKEN_TEXT)
			continue;
		if (!runs_over(lexicon, kind, original, upper, after_number(upper), lower) &&
			!has_open_bracket(upper, lower))
			continue;
		for (guint t = 0; t < lower->tokens->len; t++)
			g_ptr_array_add(upper->tokens, lower->tokens->pdata[t]);
		upper->box = box_union(upper->box, lower->box);
		g_ptr_array_remove_index(layout->segments, under);
	}
}
