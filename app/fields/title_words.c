/* Every word of the lists is looked for at every word of the line, also over words that the OCR parted, behind an
 * article that sticks to it ("l'acte", "الولادة", "የልደት") and with a letter or two misread. Words of up to three
 * letters are articles and prepositions in most languages and count neither way. */
#include "app/fields/title_words.h"
#include <string.h>

enum { MAX_PARTS = 4, MAX_SPAN = 3, MAX_LINE = 24 };

typedef struct {
	FoldedText text;
	gboolean stem; /* any word that begins so */
} TitleWord;

typedef struct {
	DocumentKind kind;
	double weight;
	guint n_parts;
	guint parts[MAX_PARTS]; /* places among the words */
} TitleEntry;

struct TitleWords {
	GArray *words;      /* TitleWord */
	GHashTable *firsts; /* first letter -> GArray of guint, places among the words */
	GArray *entries;    /* TitleEntry */
	GArray *papers;     /* guint, places among the words */
};

TitleWords *
title_words_new(void)
{
	TitleWords *words = g_new0(TitleWords, 1);
	words->words = g_array_new(FALSE, FALSE, sizeof(TitleWord));
	words->firsts = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	words->entries = g_array_new(FALSE, FALSE, sizeof(TitleEntry));
	words->papers = g_array_new(FALSE, FALSE, sizeof(guint));
	return words;
}

void
title_words_free(TitleWords *words)
{
	if (words == NULL)
		return;
	g_array_unref(words->words);
	g_hash_table_unref(words->firsts);
	g_array_unref(words->entries);
	g_array_unref(words->papers);
	g_free(words);
}

/* The place of a word among the words, which it joins if need be. FALSE: it has fewer than two letters. */
static gboolean
place_of(TitleWords *words, const char *text, guint *place)
{
	TitleWord word = {.stem = g_str_has_suffix(text, "*")};
	folded_text_set(&word.text, text);
	if (word.text.n < 2)
		return FALSE;
	gpointer first = GUINT_TO_POINTER(word.text.chars[0]);
	GArray *alike = g_hash_table_lookup(words->firsts, first);
	for (guint i = 0; alike != NULL && i < alike->len; i++) {
		*place = g_array_index(alike, guint, i);
		const TitleWord *other = &g_array_index(words->words, TitleWord, *place);
		if (other->stem == word.stem && folded_text_equal(&other->text, &word.text))
			return TRUE;
	}
	if (alike == NULL) {
		alike = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(words->firsts, first, alike);
	}
	*place = words->words->len;
	g_array_append_val(alike, *place);
	g_array_append_val(words->words, word);
	return TRUE;
}

gboolean
title_words_add_paper(TitleWords *words, const char *word)
{
	guint place;
	if (!place_of(words, word, &place))
		return FALSE;
	g_array_append_val(words->papers, place);
	return TRUE;
}

gboolean
title_words_add_neutral(TitleWords *words, const char *word)
{
	guint place;
	return place_of(words, word, &place);
}

gboolean
title_words_add(TitleWords *words, DocumentKind kind, const char *entry)
{
	TitleEntry made = {.kind = kind};
	g_autofree char *text = g_strdup(entry);
	char *bar = strrchr(text, '|'), *end = NULL;
	if (bar != NULL) {
		*bar = '\0';
		made.weight = g_ascii_strtod(bar + 1, &end);
		if (end == bar + 1 || *end != '\0' || !(made.weight > 0 && made.weight <= 10))
			return FALSE;
	}
	g_auto(GStrv) parts = g_strsplit(text, "+", MAX_PARTS + 1);
	for (char **p = parts; *p != NULL; p++)
		if (made.n_parts == MAX_PARTS || !place_of(words, *p, &made.parts[made.n_parts++]))
			return FALSE;
	if (bar == NULL)
		made.weight = 0.7 + 0.3 * made.n_parts;
	g_array_append_val(words->entries, made);
	return made.n_parts > 0;
}

/* --- reading a line ------------------------------------------------------------------------------ */

/* What may stick to the front of a word. */
static guint
sticking(const Token *token, guint variant)
{
	static const char *const fronts[] = {"ال", "وال", "بال", "لل", "و", "ب", "ل", "የ", "በ", "ለ", "ና", "ናይ"};
	const gunichar *c = token->folded.chars;
	if (c[0] < 0x250) {
		/* "d'acte", "l'état", "qu'" */
		const char *sign = strpbrk(token->text, "'");
		if (sign == NULL)
			sign = strstr(token->text, "\xe2\x80\x99");
		guint before = sign == NULL ? 1 : (guint)(sign - token->text);
		gboolean article = c[0] == 'd' || c[0] == 'l' || sign != NULL;
		return variant == 0 && article && before <= 2 ? before : 0;
	}
	if (variant >= G_N_ELEMENTS(fronts))
		return 0;
	guint n = 0;
	for (const char *p = fronts[variant]; *p != '\0'; p = g_utf8_next_char(p), n++)
		if (n >= token->folded.n || c[n] != g_utf8_get_char(p))
			return 0;
	return token->folded.n > n + 2 ? n : 0;
}

/* Letters of up to span words from one on, without what sticks to the first; last: where its last word begins. */
static gboolean
join(const Segment *segment, guint start, guint span, guint skip, FoldedText *text, guint *last)
{
	*text = (FoldedText){0};
	const FoldedText *first = &segment_token(segment, start)->folded;
	FoldedText rest = {.n = first->n - skip, .script = first->script};
	memcpy(rest.chars, first->chars + skip, rest.n * sizeof rest.chars[0]);
	folded_text_append(text, &rest);
	*last = 0;
	for (guint i = start + 1; i < start + span; i++) {
		if (i >= segment->tokens->len || segment_token(segment, i)->kind != TOKEN_TEXT)
			return FALSE;
		*last = text->n;
		folded_text_append(text, &segment_token(segment, i)->folded);
	}
	return TRUE;
}

static gboolean
is_met(const TitleWord *word, const FoldedText *text, guint last)
{
	const FoldedText *wanted = &word->text;
	if (word->stem)
		return text->n >= wanted->n && wanted->n > last &&
		       memcmp(text->chars, wanted->chars, wanted->n * sizeof wanted->chars[0]) == 0;
	guint tolerance = wanted->n < 7 ? 0 : wanted->n < 13 ? 1 : 2;
	return wanted->n > last && folded_text_distance(text, wanted, tolerance) <= tolerance;
}

/* Marks the words of the lists that begin at one word of the line. Returns how many words of the line they take up. */
static guint
meet(const TitleWords *words, const Segment *segment, guint start, guint8 *met)
{
	const Token *token = segment_token(segment, start);
	guint most = 0;
	for (guint variant = 0; variant <= 12; variant++) {
		guint skip = variant == 0 ? 0 : sticking(token, variant - 1);
		if (variant > 0 && skip == 0)
			continue;
		for (guint span = 1; span <= MAX_SPAN; span++) {
			FoldedText text;
			guint last;
			if (token->folded.n <= skip || !join(segment, start, span, skip, &text, &last))
				break;
			const GArray *alike = g_hash_table_lookup(words->firsts, GUINT_TO_POINTER(text.chars[0]));
			for (guint i = 0; alike != NULL && i < alike->len; i++) {
				guint place = g_array_index(alike, guint, i);
				if (!is_met(&g_array_index(words->words, TitleWord, place), &text, last))
					continue;
				met[place] = 1;
				most = MAX(most, span);
			}
		}
	}
	return most;
}

static gboolean
has_digit(const Token *token)
{
	for (guint i = 0; i < token->folded.n; i++)
		if (token->folded.chars[i] >= '0' && token->folded.chars[i] <= '9')
			return TRUE;
	return FALSE;
}

static void
weigh(const TitleWords *words, const guint8 *met, TitleSense *sense)
{
	for (guint i = 0; i < words->entries->len; i++) {
		const TitleEntry *entry = &g_array_index(words->entries, TitleEntry, i);
		guint n = 0;
		while (n < entry->n_parts && met[entry->parts[n]])
			n++;
		if (n == entry->n_parts)
			sense->weight[entry->kind] = MAX(sense->weight[entry->kind], entry->weight);
	}
	for (guint i = 0; i < words->papers->len && !sense->paper; i++)
		sense->paper = met[g_array_index(words->papers, guint, i)];
}

gboolean
title_words_read(const TitleWords *words, const Segment *segment, TitleSense *sense)
{
	enum { FILLER = 3 };
	*sense = (TitleSense){0};
	g_autofree guint8 *met = g_new0(guint8, words->words->len + 1);
	guint known = 0, unknown = 0;
	for (guint i = 0; i < segment->tokens->len && i < MAX_LINE;) {
		const Token *token = segment_token(segment, i);
		if (known > 0 && (token->kind == TOKEN_COLON || has_digit(token)))
			break;
		if (token->kind == TOKEN_COLON) /* "Objet : attestation" */
			unknown = 0;
		guint span = token->kind == TOKEN_TEXT ? meet(words, segment, i, met) : 0;
		for (guint j = i; j < i + span; j++)
			known += segment_token(segment, j)->folded.n;
		if (span == 0 && token->kind == TOKEN_TEXT && token->folded.n > FILLER && !has_digit(token)) {
			unknown += token->folded.n;
			sense->stranger |= token->folded.n > FILLER + 1;
		}
		i += MAX(span, 1);
	}
	if (known == 0)
		return FALSE;
	sense->known = (double)known / (known + unknown);
	weigh(words, met, sense);
	return TRUE;
}
