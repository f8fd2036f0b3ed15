#include "app/fields/phrase_window.h"
#include <string.h>

void
phrase_window_set(PhraseWindow *window, const Segment *segment, guint start)
{
	window->n = 0;
	window->text.n = 0;
	window->text.bag = 0;
	for (guint i = start; i < segment->tokens->len && window->n < WINDOW_MAX_TOKENS; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind == TOKEN_JUNK)
			continue;
		if (token->kind != TOKEN_TEXT || window->text.n + token->folded.n > FOLDED_MAX)
			return;
		folded_text_append(&window->text, &token->folded);
		window->lengths[window->n] = window->text.n;
		window->bags[window->n] = window->text.bag;
		window->ends[window->n++] = i + 1;
	}
}

gboolean
phrase_window_match(const PhraseWindow *window, const FoldedText *phrase, guint *end, guint *errors)
{
	guint best = folded_text_tolerance(phrase->n) + 1;
	for (guint i = 0; i < window->n && best > 0; i++) {
		guint n = window->lengths[i];
		if (n + best <= phrase->n)
			continue;
		if (n >= phrase->n + best)
			break;
		/* A word more or less is no misread letter. */
		if (ABS((int)n - (int)phrase->n) > (phrase->n < 14 ? 1 : 2))
			continue;
		if ((guint)__builtin_popcountll(window->bags[i] ^ phrase->bag) > 2 * (best - 1))
			continue;
		FoldedText part;
		part.n = n;
		part.bag = window->bags[i];
		memcpy(part.chars, window->text.chars, n * sizeof part.chars[0]);
		guint distance = folded_text_distance(&part, phrase, best - 1);
		if (distance < best) {
			best = distance;
			*end = window->ends[i];
		}
	}
	if (best > folded_text_tolerance(phrase->n))
		return FALSE;
	*errors = best;
	return TRUE;
}
