#include "app/fields/page_layout.h"
#include <string.h>

const Segment *
page_layout_beside(const PageLayout *layout, const Segment *segment)
{
	guint index;
	if (!g_ptr_array_find(layout->segments, segment, &index))
		return NULL;
	if (segment->rtl ? index == 0 : index + 1 >= layout->segments->len)
		return NULL;
	const Segment *beside = layout->segments->pdata[segment->rtl ? index - 1 : index + 1];
	return beside->line == segment->line ? beside : NULL;
}

static int
comb_pitch(const Segment *segment, guint start, guint end)
{
	int pitch = G_MAXINT;
	for (guint i = start + 1; i < end; i++) {
		const Token *a = segment_token(segment, i - 1), *b = segment_token(segment, i);
		int step = ABS(b->box.x + b->box.width / 2 - a->box.x - a->box.width / 2);
		if (a->kind == TOKEN_TEXT && b->kind == TOKEN_TEXT && step > 0)
			pitch = MIN(pitch, step);
	}
	return pitch;
}

/* Letters of a comb follow each other box by box; an empty box is a blank between words. */
static gboolean
is_joined(const Segment *segment, const Token *a, const Token *b, int pitch)
{
	if (!segment->comb || a->folded.n > 2 || b->folded.n > 2)
		return FALSE;
	int step = ABS(b->box.x + b->box.width / 2 - a->box.x - a->box.width / 2);
	return step < pitch * 1.7;
}

/* "Port- Soudan": the hyphen belongs to both, however the OCR parted them. */
static gboolean
is_hyphenated(const Token *a, const Token *b)
{
	gsize n = strlen(a->text);
	return a->kind == TOKEN_TEXT && b->kind == TOKEN_TEXT && a->folded.n > 1 && n > 1 && a->text[n - 1] == '-' &&
	       g_unichar_isupper(g_utf8_get_char(b->text));
}

char *
segment_text(const Segment *segment, guint start, guint end)
{
	GString *text = g_string_new(NULL);
	int pitch = segment->comb ? comb_pitch(segment, start, end) : 0;
	const Token *last = NULL;
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT && token->kind != TOKEN_SLASH && token->kind != TOKEN_COLON)
			continue;
		if (last == NULL && token->kind != TOKEN_TEXT)
			continue;
		if (last != NULL && !is_joined(segment, last, token, pitch) && !is_hyphenated(last, token))
			g_string_append_c(text, ' ');
		g_string_append(text, token->text);
		last = token;
	}
	return g_string_free(text, FALSE);
}

Box
segment_box(const Segment *segment, guint start, guint end)
{
	Box box = {0};
	for (guint i = start; i < end && i < segment->tokens->len; i++)
		if (segment_token(segment, i)->kind != TOKEN_LEADER)
			box = box_union(box, segment_token(segment, i)->box);
	return box;
}

double
segment_mean_confidence(const Segment *segment, guint start, guint end)
{
	double sum = 0;
	guint n = 0;
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		if (segment_token(segment, i)->kind == TOKEN_TEXT) {
			sum += segment_token(segment, i)->confidence;
			n++;
		}
	}
	return n == 0 ? 0 : sum / n;
}

/* The weakest word decides most: one wrong word makes the value wrong. */
double
segment_confidence(const Segment *segment, guint start, guint end)
{
	double sum = 0, least = 1;
	guint n = 0;
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT)
			continue;
		sum += token->confidence;
		least = MIN(least, token->confidence);
		n++;
	}
	return n == 0 ? 0 : (sum / n + 2 * least) / 3;
}

gboolean
segment_is_prose(const Segment *segment)
{
	guint text = 0, lower = 0, cased = 0, small = 0, commas = 0;
	for (guint i = 0; i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind == TOKEN_COLON && text < 6)
			return FALSE;
		if (token->kind == TOKEN_LEADER)
			return FALSE;
		if (token->kind != TOKEN_TEXT)
			continue;
		gunichar first = g_utf8_get_char(token->text);
		text++;
		cased += g_unichar_isupper(first) || letter_is_small(first);
		lower += letter_is_small(first) != 0;
		small += token->folded.n <= 3;
		commas += token->comma;
	}
	/* "NE LE 14 MAI 1988 A LABE, DIALLO MAMADOU, DE SEXE MASCULIN": sentences in capitals have small words and
	 * commas. */
	if (lower == 0 && cased > text / 2)
		return text >= 9 && commas >= 2 && small * 4 >= text;
	return cased > text / 2 ? text >= 7 && lower * 2 >= (text < 10 ? text : cased) : text >= 12;
}
