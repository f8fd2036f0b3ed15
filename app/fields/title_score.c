/* A title is a short line, high on the page, in the middle, in larger letters or in capitals. None of these is certain,
 * so each adds to how prominent a line is; what its words say counts by that. Of several kinds that one line names, the
 * strongest word decides: "Jugement supplétif d'acte de naissance" is a judgment, its translation a translation. */
#include "app/fields/title_score.h"
#include "app/fields/label_match.h"
#include "app/fields/title_words.h"

enum { MAX_TOKENS = 14 };

static int
median_height(const Segment *segment)
{
	int heights[MAX_TOKENS], n = 0;
	for (guint i = 0; i < segment->tokens->len && n < MAX_TOKENS; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT || token->folded.n < 3)
			continue;
		int at = n++;
		for (; at > 0 && heights[at - 1] > token->box.height; at--)
			heights[at] = heights[at - 1];
		heights[at] = token->box.height;
	}
	return n == 0 ? segment->box.height : heights[n / 2];
}

static gboolean
is_in_capitals(const Segment *segment)
{
	guint letters = 0, capitals = 0;
	for (guint i = 0; i < segment->tokens->len; i++)
		for (const char *p = segment_token(segment, i)->text; *p != '\0'; p = g_utf8_next_char(p)) {
			gunichar c = g_utf8_get_char(p);
			letters += g_unichar_isupper(c) || g_unichar_islower(c);
			capitals += g_unichar_isupper(c);
		}
	return letters >= 6 && capitals * 10 >= letters * 9;
}

/* 0.3 for a small line far down, about 1 for a headline. */
static double
prominence(const PageLayout *layout, const Segment *segment)
{
	Box box = segment->box;
	double down = (double)box.y / MAX(layout->height_px, 1);
	double larger = (double)median_height(segment) / layout->text_height_px;
	int middle = 2 * box.x + box.width, off = ABS(middle - layout->width_px);
	double sum = 0.45 + 0.3 * CLAMP(1 - down / 0.6, 0, 1) + 0.35 * CLAMP((larger - 1) / 0.5, 0, 1);
	if (off < layout->width_px / 6)
		sum += 0.12;
	if (is_in_capitals(segment))
		sum += 0.12;
	return MIN(sum, 1.15) * (down > 0.6 && larger < 1.2 ? 0.5 : 1);
}

static gboolean
has_leader(const Segment *segment)
{
	for (guint i = 0; i < segment->tokens->len; i++)
		if (segment_token(segment, i)->kind == TOKEN_LEADER)
			return TRUE;
	return FALSE;
}

/* "Date de naissance" is no title, nor "12/03/1991 Date of birth": but "Acte de naissance" may end like a label. */
static gboolean
is_label(const Lexicon *lexicon, const Segment *segment, gboolean paper)
{
	char *none[] = {NULL};
	LabelRules rules = {lexicon, KIND_N, KIND_N, none};
	gboolean first = TRUE;
	for (guint i = 0; i < segment->tokens->len && (first || !paper); i++) {
		if (segment_token(segment, i)->kind != TOKEN_TEXT)
			continue;
		LabelHit hit = label_match(&rules, segment, i);
		if (hit.key != NULL && !g_str_has_prefix(hit.key, "document.") && hit.n >= (first ? 4 : 8))
			return TRUE;
		first = FALSE;
	}
	return FALSE;
}

static void
take_line(const Lexicon *lexicon, const PageLayout *layout, const Segment *segment, GHashTable *decided,
	double scores[KIND_N])
{
	const double ALONE = 0.55, SECOND = 0.3, UNKNOWN_PAPER = 0.55, HEADLINE = 0.85, DECISIVE = 1.5;
	TitleSense sense;
	int best = 0;
	if (segment->box.y > layout->height_px * 0.65 && segment->box.height < layout->text_height_px * 1.2)
		return;
	if (segment->tokens->len > MAX_TOKENS || segment_is_prose(segment) || segment->comb ||
		!title_words_read(lexicon->title_words, segment, &sense))
		return;
	double place = prominence(layout, segment), most;
	for (int kind = 0; kind < KIND_N; kind++)
		best = sense.weight[kind] > sense.weight[best] ? kind : best;
	most = sense.weight[best];
	if (most == 0) {
		if (sense.paper && sense.stranger && place >= HEADLINE && sense.known >= 0.3)
			scores[KIND_OTHER] = MAX(scores[KIND_OTHER], UNKNOWN_PAPER * place);
		return;
	}
	if (is_label(lexicon, segment, sense.paper))
		return;
	double line = place * sense.known * (most >= DECISIVE ? 1 : sense.known) * (has_leader(segment) ? 0.4 : 1);
	if (!sense.paper && most < 1.3)
		line *= ALONE;
	if (most >= DECISIVE && sense.known > 0.6)
		g_hash_table_insert(decided, (gpointer)segment, GINT_TO_POINTER(best + 1));
	for (int kind = 0; kind < KIND_N; kind++) {
		double share = sense.weight[kind] >= most ? 1 : SECOND * sense.weight[kind] / most;
		if (sense.weight[kind] > 0)
			scores[kind] = MAX(scores[kind], line * share * (0.85 + 0.15 * MIN(most, 2)));
	}
}

void
title_scores(const Lexicon *lexicon, const PageLayout *layout, const GPtrArray *joined, GHashTable *decided,
	double scores[KIND_N])
{
	for (int kind = 0; kind < KIND_N; kind++)
		scores[kind] = 0;
	for (guint i = 0; i < layout->segments->len; i++)
		take_line(lexicon, layout, layout->segments->pdata[i], decided, scores);
	for (guint i = 0; i < joined->len; i++)
		take_line(lexicon, layout, joined->pdata[i], decided, scores);
}
