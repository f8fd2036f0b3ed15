#include "app/values/date_token.h"
#include "app/values/date_number.h"
#include <string.h>
#include <unicode/uchar.h>

enum { PHRASE_MAX = 160, LONG_NUMBER = 9, GEEZ_FIRST = 0x1369, GEEZ_LAST = 0x137c };

/* One word of letters: chars [from, to). */
typedef struct {
	guint from, to;
} Span;

static gboolean
is_digit(gunichar c)
{
	return c >= '0' && c <= '9';
}

static gboolean
is_geez(gunichar c)
{
	return c >= GEEZ_FIRST && c <= GEEZ_LAST;
}

static gboolean
is_word_letter(gunichar c)
{
	return !is_digit(c) && !is_geez(c) && text_key_is_letter(c);
}

static guint
byte_after(const TextKey *key, guint at)
{
	for (guint i = at; i < key->n; i++) {
		if (key->chars[i].index != key->chars[at - 1].index)
			return key->chars[i].byte;
	}
	return key->n_bytes;
}

static int
roman_value(const TextKey *key, guint from, guint to)
{
	static const char *const numerals[] = {
		"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};
	char word[16];
	if (to - from > 4)
		return 0;
	text_key_phrase(key, from, to, word, sizeof word);
	for (guint i = 0; i < G_N_ELEMENTS(numerals); i++) {
		if (strcmp(word, numerals[i]) == 0)
			return (int)i + 1;
	}
	return 0;
}

/* Ethiopic numerals: pairs of tens and units, each pair followed by its power of a hundred. */
static int
geez_value(const TextKey *key, guint from, guint to)
{
	int total = 0, pair = 0;
	for (guint i = from; i < to && total < 1000000; i++) {
		int n = (int)(key->chars[i].letter - GEEZ_FIRST);
		if (n < 9)
			pair += n + 1;
		else if (n < 18)
			pair += (n - 8) * 10;
		else {
			total = (total + (pair == 0 ? 1 : pair)) * 100;
			pair = 0;
		}
	}
	return total + pair;
}

static void
add_number(GArray *tokens, const TextKey *key, guint from, guint to, gboolean geez)
{
	DateToken token = {.kind = TOKEN_NUMBER,
		.geez = geez,
		.digits = geez ? 0 : (int)(to - from),
		.start = key->chars[from].byte,
		.end = byte_after(key, to),
		.glued = from > 0};
	if (from > 0 && key->chars[from - 1].letter == ' ')
		token.glued = FALSE;
	if (geez) {
		token.value = geez_value(key, from, to);
	} else {
		for (guint i = from; i < to && i < from + LONG_NUMBER; i++)
			token.value = token.value * 10 + (int)(key->chars[i].letter - '0');
	}
	g_array_append_val(tokens, token);
}

/* The next word of letters after at, over marks that may stand inside a phrase; FALSE: none so near. */
static gboolean
next_word(const TextKey *key, guint at, Span *span)
{
	guint from = at;
	while (from < key->n && from < at + 4 && strchr(" -'./", (int)(key->chars[from].letter & 0x7f)) != NULL &&
		key->chars[from].letter < 0x80)
		from++;
	if (from >= key->n || !is_word_letter(key->chars[from].letter))
		return FALSE;
	guint to = from;
	while (to < key->n && is_word_letter(key->chars[to].letter))
		to++;
	*span = (Span){from, to};
	return TRUE;
}

static void
add_word(GArray *tokens, const TextKey *key, Span span, const DateWord *word)
{
	DateToken token = {.kind = TOKEN_WORD,
		.word = word,
		.start = key->chars[span.from].byte,
		.end = byte_after(key, span.to),
		.glued = span.from > 0 && key->chars[span.from - 1].letter != ' '};
	if (word == NULL || (word->number < 0 && word->cue == CALENDAR_NONE))
		token.value = roman_value(key, span.from, span.to);
	g_array_append_val(tokens, token);
}

/* "neunzehnhunderteinundneunzig", "quatrevingtonze": number words written together, cut from the left with the longest
 * word that lets the rest be cut too. */
static gboolean
add_compound(const DateWords *words, GArray *tokens, const TextKey *key, Span span)
{
	guint n = span.to - span.from;
	if (n < 5 || n > 64)
		return FALSE;
	guint8 cut[65] = {0}; /* length of the word that begins here; 0: the rest cannot be cut */
	char phrase[PHRASE_MAX];
	for (guint i = n; i-- > 0;) {
		for (guint length = MIN(n - i, 20); length >= 2 && cut[i] == 0; length--) {
			if (i + length < n && cut[i + length] == 0)
				continue;
			text_key_phrase(key, span.from + i, span.from + i + length, phrase, sizeof phrase);
			const DateWord *word = date_words_find(words, phrase);
			if (word != NULL && (word->number >= 0 || (word->flags & WORD_CONNECTOR)))
				cut[i] = (guint8)length;
		}
	}
	guint languages = cut[0] == 0 ? 0 : G_MAXUINT;
	for (guint i = 0; i < n && languages != 0; i += cut[i]) {
		text_key_phrase(key, span.from + i, span.from + i + cut[i], phrase, sizeof phrase);
		languages &= date_words_find(words, phrase)->languages;
	}
	if (languages == 0)
		return FALSE;
	for (guint i = 0; i < n; i += cut[i]) {
		Span part = {span.from + i, span.from + i + cut[i]};
		text_key_phrase(key, part.from, part.to, phrase, sizeof phrase);
		add_word(tokens, key, part, date_words_find(words, phrase));
	}
	return TRUE;
}

/* "მარტს", "ئازاری", "مردادماه": a month or a number and the ending of a case behind it. */
static gboolean
add_with_ending(const DateWords *words, GArray *tokens, const TextKey *key, Span span)
{
	enum { SHORTEST = 2, LONGEST = 4 };
	char phrase[PHRASE_MAX];
	for (guint cut = span.to - 1; cut >= span.from + SHORTEST && cut + LONGEST >= span.to; cut--) {
		text_key_phrase(key, cut, span.to, phrase, sizeof phrase);
		const DateWord *ending = date_words_find(words, phrase);
		if (ending == NULL || !(ending->flags & WORD_ENDING))
			continue;
		text_key_phrase(key, span.from, cut, phrase, sizeof phrase);
		const DateWord *word = date_words_find(words, phrase);
		/* a month of another calendar and one letter is a family's name: Ramazani, Asadi */
		gboolean month = FALSE;
		for (guint i = 0; word != NULL && i < CALENDAR_N; i++)
			month |= word->month[i] != 0 && (i == CALENDAR_GREGORIAN || span.to - cut > 2);
		if (month || (word != NULL && word->number >= 0)) {
			add_word(tokens, key, span, word);
			return TRUE;
		}
	}
	return FALSE;
}

/* The longest known phrase of the words in spans; returns how many of them it takes. */
static guint
longest_phrase(
	const DateWords *words, const TextKey *key, const Span *spans, guint n, guint from, const DateWord **word)
{
	char phrase[PHRASE_MAX];
	for (; n > 0; n--) {
		if (spans[n - 1].to - from > 48)
			continue;
		text_key_phrase(key, from, spans[n - 1].to, phrase, sizeof phrase);
		*word = date_words_find(words, phrase);
		if (*word != NULL)
			return n;
	}
	return 0;
}

/* The longest known phrase that begins with this word; returns where it ends. Arabic and Persian write "and" onto the
 * next word: "وعشرون". */
static guint
add_phrase(const DateWords *words, GArray *tokens, const TextKey *key, Span first)
{
	Span spans[8];
	guint n = 1;
	spans[0] = first;
	while (n < MIN(date_words_longest(words), G_N_ELEMENTS(spans)) && next_word(key, spans[n - 1].to, &spans[n]))
		n++;
	const DateWord *word = NULL, *and = date_words_find(words, "و");
	guint taken = longest_phrase(words, key, spans, n, first.from, &word);
	if (taken > 0) {
		add_word(tokens, key, (Span){first.from, spans[taken - 1].to}, word);
		return spans[taken - 1].to;
	}
	if (and != NULL && key->chars[first.from].letter == 0x648 && first.to - first.from >= 3)
		taken = longest_phrase(words, key, spans, n, first.from + 1, &word);
	if (taken > 0 && word->number >= 0) {
		add_word(tokens, key, (Span){first.from, first.from + 1}, and);
		add_word(tokens, key, (Span){first.from + 1, spans[taken - 1].to}, word);
		return spans[taken - 1].to;
	}
	if (!add_compound(words, tokens, key, first) && !add_with_ending(words, tokens, key, first))
		add_word(tokens, key, first, NULL);
	return first.to;
}

/* "më 6 qershor", "më 5.06.2015" and "23 me": what says nothing elsewhere is a month only where no other stands. */
static void
settle_months(GArray *tokens)
{
	static const DateWord nothing = {.flags = WORD_NOISE, .number = -1};
	for (guint i = 0; i + 2 < tokens->len; i++) {
		DateToken *token = &g_array_index(tokens, DateToken, i);
		gboolean both = token->word != NULL && (token->word->flags & WORD_NOISE) &&
				token->word->month[CALENDAR_GREGORIAN] != 0;
		if (!both || token[1].kind != TOKEN_NUMBER)
			continue;
		gboolean month = token[2].word != NULL && token[2].word->month[CALENDAR_GREGORIAN] != 0;
		gboolean figures = i + 3 < tokens->len && token[2].kind == TOKEN_MARK &&
				   token[3].kind == TOKEN_NUMBER && token[3].digits <= 2 &&
				   strchr("./-", (int)(token[2].mark & 0x7f)) != NULL;
		if (month || figures)
			token->word = &nothing;
	}
}

GArray *
date_tokens(const DateWords *words, const TextKey *key)
{
	g_autoptr(GArray) tokens = g_array_new(FALSE, TRUE, sizeof(DateToken));
	for (guint i = 0; i < key->n;) {
		gunichar c = key->chars[i].letter;
		guint to = i;
		if (is_digit(c) || is_geez(c)) {
			while (to < key->n &&
				(is_digit(c) ? is_digit(key->chars[to].letter) : is_geez(key->chars[to].letter)))
				to++;
			add_number(tokens, key, i, to, is_geez(c));
			i = to;
		} else if (is_word_letter(c)) {
			Span span = {i, i};
			while (span.to < key->n && is_word_letter(key->chars[span.to].letter))
				span.to++;
			i = add_phrase(words, tokens, key, span);
		} else {
			if (c != ' ') {
				DateToken token = {.kind = TOKEN_MARK,
					.mark = c,
					.start = key->chars[i].byte,
					.end = byte_after(key, i + 1)};
				g_array_append_val(tokens, token);
			}
			i++;
		}
	}
	settle_months(tokens);
	return date_numbers_merge(tokens);
}
