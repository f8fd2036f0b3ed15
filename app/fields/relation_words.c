#include "app/fields/relation_words.h"

const char *
relation_child(guint number)
{
	static const char *const children[RELATION_MAX_CHILDREN] = {"child1", "child2", "child3", "child4", "child5",
		"child6", "child7", "child8", "child9", "child10", "child11", "child12"};
	return number >= 1 && number <= RELATION_MAX_CHILDREN ? children[number - 1] : NULL;
}

/* A whole number up to 12, with what forms put about it: "(2)", "3.", "n°2"; 0: none. */
static guint
number_of(const Token *token)
{
	guint number = 0, digits = 0;
	for (guint i = 0; i < token->folded.n; i++) {
		gunichar c = token->folded.chars[i];
		if (c < '0' || c > '9')
			return 0;
		number = number * 10 + (c - '0');
		if (++digits > 2)
			return 0;
	}
	return number <= RELATION_MAX_CHILDREN ? number : 0;
}

const char *
relation_of(const Lexicon *lexicon, const Segment *segment, guint start, guint end)
{
	FoldedText text = {0};
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT || token->text[0] == '(' || number_of(token) > 0)
			continue;
		if (text.n + token->folded.n >= FOLDED_MAX / 2)
			return NULL;
		folded_text_append(&text, &token->folded);
	}
	for (guint i = 0; text.n > 0 && i < lexicon->relations->len; i++) {
		const SubjectPhrase *relation = lexicon->relations->pdata[i];
		guint tolerance = relation->text.n < 9 ? 0 : 1;
		if (folded_text_distance(&text, &relation->text, tolerance) <= tolerance)
			return relation->subject;
	}
	return NULL;
}

guint
relation_ordinal(const Lexicon *lexicon, const Segment *segment, guint start, guint end)
{
	gboolean first = TRUE;
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT)
			continue;
		guint number = number_of(token);
		if (number > 0 && !first) /* "4. ENFANTS" is the fourth part of a form */
			return number;
		first = FALSE;
		for (guint j = 0; j < lexicon->ordinals->len; j++) {
			const SubjectPhrase *ordinal = lexicon->ordinals->pdata[j];
			if (folded_text_equal(&ordinal->text, &token->folded))
				return (guint)g_ascii_strtoull(ordinal->subject, NULL, 10);
		}
	}
	return 0;
}
