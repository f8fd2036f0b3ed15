#include "app/fields/label_words.h"
#include <string.h>

enum { MAX_WORDS = 120 };

gboolean
label_token_asks(const Token *token)
{
	return g_str_has_suffix(token->text, "?") || g_str_has_suffix(token->text, "\xd8\x9f") ||
	       g_str_has_suffix(token->text, "\xcd\xbe");
}

static gboolean
is_plain(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if (strchr("'’-/\\,;&.()[]:`", *p) != NULL || (guchar)*p >= 0xe2)
			return FALSE;
	return TRUE;
}

static void
append_token(GArray *plain, GArray *tokens, const Token *token, guint index, gboolean *bracket)
{
	guint before = plain->len;
	if (is_plain(token->text) && token->folded.n > 0 && token->folded.n <= CONCEPT_WORD_LETTERS) {
		PlainWord word = {.n = token->folded.n, .bracket = *bracket};
		memcpy(word.chars, token->folded.chars, word.n * sizeof word.chars[0]);
		word.capital = g_unichar_isupper(g_utf8_get_char(token->text)) != 0;
		word.lower = letter_is_small(g_utf8_get_char(token->text)) != 0;
		for (const char *p = token->text; *p != '\0'; p = g_utf8_next_char(p))
			word.digits |= g_unichar_isdigit(g_utf8_get_char(p)) != 0;
		g_array_append_val(plain, word);
	} else {
		plain_words_append(plain, token->text, bracket);
	}
	for (guint i = before; i < plain->len; i++)
		g_array_append_val(tokens, index);
}

static const char **
languages_of(const LabelRules *rules)
{
	guint n = rules->languages == NULL ? 0 : g_strv_length(rules->languages), k = 0;
	const char **languages = g_new0(const char *, n + 3);
	for (guint i = 0; i < n; i++)
		languages[k++] = rules->languages[i];
	static const char *const everywhere[] = {"fra", "eng"};
	for (guint i = 0; i < G_N_ELEMENTS(everywhere); i++)
		if (n == 0 || !g_strv_contains((const char *const *)rules->languages, everywhere[i]))
			languages[k++] = everywhere[i];
	return languages;
}

/* A phrase must not reach over a colon: "Nom : de famille". */
static gboolean
is_unbroken(const Segment *segment, guint first, guint last)
{
	for (guint i = first; i < last; i++) {
		TokenKind kind = segment_token(segment, i)->kind;
		if (kind == TOKEN_COLON || kind == TOKEN_LEADER || label_token_asks(segment_token(segment, i)))
			return FALSE;
	}
	return TRUE;
}

/* Whether something parts the two: a bracket, a slash, a dash. */
static gboolean
are_parted(const Segment *segment, const LabelWord *a, const LabelWord *b)
{
	return a->bracket != b->bracket || b->token > a->end ||
	       (a->end > 0 && strpbrk(segment_token(segment, a->end - 1)->text, ",;/") != NULL);
}

/* A single word of another language in the middle of a label is one by chance: "Comment s'appelle", "On" ... */
static void
drop_strangers(LabelWords *words)
{
	guint n = words->words->len;
	for (guint i = 0; i < n; i++) {
		LabelWord *word = &g_array_index(words->words, LabelWord, i);
		if (word->language == NULL)
			continue;
		gboolean strange = FALSE;
		for (int side = -1; side <= 1; side += 2) {
			if ((side < 0 && i == 0) || (side > 0 && i + 1 >= n))
				continue;
			const LabelWord *other = &g_array_index(words->words, LabelWord, (guint)((int)i + side));
			const LabelWord *a = side < 0 ? other : word, *b = side < 0 ? word : other;
			if (other->language == NULL || are_parted(words->segment, a, b))
				continue;
			if (other->language == word->language) {
				strange = FALSE;
				break;
			}
			strange = TRUE;
		}
		if (strange && word->stranger) {
			word->concept = CONCEPT_UNKNOWN;
			word->language = NULL;
			word->errors = 0;
		}
	}
}

void
label_words_set(LabelWords *words, const LabelRules *rules, const Segment *segment)
{
	g_autoptr(GArray) plain = g_array_new(FALSE, FALSE, sizeof(PlainWord));
	g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(guint));
	gboolean bracket = FALSE;
	for (guint i = 0; i < segment->tokens->len && plain->len < MAX_WORDS; i++)
		if (segment_token(segment, i)->kind == TOKEN_TEXT)
			append_token(plain, tokens, segment_token(segment, i), i, &bracket);
	words->segment = segment;
	words->words = g_array_new(FALSE, FALSE, sizeof(LabelWord));
	g_autofree const char **languages = languages_of(rules);
	for (guint at = 0; at < plain->len;) {
		const PlainWord *first = &g_array_index(plain, PlainWord, at);
		guint token = g_array_index(tokens, guint, at), n = 1;
		ConceptHit hit;
		LabelWord word = {CONCEPT_UNKNOWN, NULL, token, token + 1, 0, first->bracket, first->capital,
			first->digits, first->lower, FALSE};
		if (concept_words_at(rules->lexicon->concepts, languages, plain, at, TRUE, &hit)) {
			guint last = g_array_index(tokens, guint, at + hit.n_words - 1);
			if (hit.n_words == 1 || is_unbroken(segment, token, last)) {
				word.concept = hit.concept;
				word.language = hit.language;
				word.errors = hit.errors;
				word.end = last + 1;
				word.stranger = !g_str_equal(hit.language, languages[0]);
				n = hit.n_words;
			}
		}
		g_array_append_val(words->words, word);
		at += n;
	}
	drop_strangers(words);
}

void
label_words_clear(LabelWords *words)
{
	g_clear_pointer(&words->words, g_array_unref);
	words->segment = NULL;
}

gboolean
label_words_are_known(const LabelWords *words)
{
	gboolean fillers = TRUE;
	for (guint i = 0; i < words->words->len; i++) {
		const LabelWord *word = &g_array_index(words->words, LabelWord, i);
		if (word->concept == CONCEPT_UNKNOWN || word->errors > 0 || word->digits)
			return FALSE;
		fillers &= word->concept == CONCEPT_FILLER;
	}
	return words->words->len > 1 || (words->words->len == 1 && fillers);
}

guint
label_words_from(const LabelWords *words, guint token)
{
	guint i = 0;
	while (i < words->words->len && g_array_index(words->words, LabelWord, i).token < token)
		i++;
	return i;
}

guint
label_words_close(const Segment *segment, guint token, gboolean *question)
{
	*question = FALSE;
	for (guint i = token; i < segment->tokens->len; i++) {
		const Token *at = segment_token(segment, i);
		if (at->kind == TOKEN_COLON || at->kind == TOKEN_LEADER)
			return i;
		if (label_token_asks(at)) {
			*question = TRUE;
			return at->kind == TOKEN_TEXT ? i + 1 : i;
		}
		if (at->kind == TOKEN_MARK || at->kind == TOKEN_EMPTY_BOX || at->kind == TOKEN_INK)
			return i;
	}
	return segment->tokens->len;
}
