#include "app/fields/phrase_window.h"

static void
collect(PhraseWindow *window, const Segment *segment, guint start)
{
	for (guint i = start; i < segment->tokens->len && window->n < WINDOW_MAX_TOKENS; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind == TOKEN_JUNK || (token->kind == TOKEN_SLASH && i > start)) /* "Volume / page" */
			continue;
		if (token->kind != TOKEN_TEXT || window->text.n + token->folded.n > FOLDED_MAX)
			return;
		folded_text_append(&window->text, &token->folded);
		window->lengths[window->n] = window->text.n;
		window->bags[window->n] = window->text.bag;
		window->pairs[window->n] = window->text.pairs;
		window->ends[window->n++] = i + 1;
	}
}

void
phrase_window_set(PhraseWindow *window, const Segment *segment, guint start)
{
	window->n = 0;
	window->text.n = 0;
	window->text.bag = window->text.pairs = 0;
	window->text.script = 0;
	collect(window, segment, start);
	for (guint n = 0, i = 0; n <= FOLDED_MAX; n++) {
		while (i < window->n && window->lengths[i] < n)
			i++;
		window->from[n] = (guint8)i;
	}
}

gboolean
phrase_window_match(const PhraseWindow *window, const FoldedText *phrase, guint *end, guint *errors)
{
	guint tolerance = folded_text_tolerance(phrase->n), best = tolerance + 1;
	/* A word more or less is no misread letter. */
	guint reach = MIN(tolerance, phrase->n < 14 ? 1 : 2), longest = phrase->n + reach;
	if (!folded_text_same_script(&window->text, phrase))
		return FALSE;
	for (guint i = window->from[phrase->n - reach]; i < window->n && window->lengths[i] <= longest && best > 0;
		i++) {
		if (!folded_bags_near(window->bags[i], window->pairs[i], phrase->bag, phrase->pairs, best - 1))
			continue;
		guint distance = folded_chars_distance(
			window->text.chars, window->lengths[i], phrase->chars, phrase->n, best - 1);
		if (distance < best) {
			best = distance;
			*end = window->ends[i];
		}
	}
	if (best > tolerance)
		return FALSE;
	*errors = best;
	return TRUE;
}
