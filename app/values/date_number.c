#include "app/values/date_number.h"

/* A number grows word by word. Each word must fit into the place that is still free: a unit behind tens, tens behind
 * hundreds; "hundred" and "thousand" multiply. What does not fit ends the number, so that "deux mille trois quatre"
 * is 2003 and 4. French counts 60 + 10..19 and 4 x 20; German and Arabic put the unit before the tens. */
typedef struct {
	int total;   /* thousands that are closed */
	int current; /* below thousand */
	gboolean started;
	gboolean year_pair; /* "nineteen ninety": the first pair is in current already times 100 */
	gboolean and;       /* a connector was just read */
	guint languages;
} Number;

static gboolean
add_small(Number *number, int v)
{
	int rest = number->current % 100;
	int old = number->current;
	if (v == 20 && rest == 4) /* quatre-vingts */
		number->current += 76;
	else if (v == 0)
		return !number->started;
	else if (v < 10 && rest % 10 == 0) /* behind ten, too: on iki, տասն երկու */
		number->current += v;
	else if (v < 20 && (rest == 0 || rest == 60 || rest == 80))
		number->current += v;
	else if (v >= 20 && rest == 0)
		number->current += v;
	else if (v >= 20 && rest < 10 && number->and) /* einundneunzig */
		number->current += v;
	else if (v >= 10 && v < 20 && rest == 10)
		return FALSE;
	else if (v >= 10 && rest >= 10 && rest <= 20 && old == rest && number->total == 0 && !number->year_pair) {
		number->current = rest * 100 + v; /* nineteen ninety */
		number->year_pair = TRUE;
	}
	return number->current != old;
}

static gboolean
add_value(Number *number, int v)
{
	if (v < 100)
		return add_small(number, v);
	/* "تسعة وثمانون وتسعمائة وألف": from the units up, each behind an "and" */
	gboolean upwards = number->and &&number->total == 0;
	if (upwards && v < 1000 && number->current < 100) {
		number->current += v;
		return TRUE;
	}
	if (upwards && v == 1000 && number->current < 1000) {
		number->total = v;
		return TRUE;
	}
	if (v == 100) {
		int rest = number->current;
		if (rest >= 100)
			return FALSE;
		number->current = rest == 0 ? 100 : rest * 100;
		return TRUE;
	}
	if (v < 1000) {
		if (number->current != 0)
			return FALSE;
		number->current = v;
		return TRUE;
	}
	if (number->total != 0 || number->current >= 1000)
		return FALSE;
	number->total = v == 1000 ? (number->current == 0 ? 1 : number->current) * 1000 : v;
	if (v != 1000 && number->current != 0)
		return FALSE;
	number->current = 0;
	return TRUE;
}

static gboolean
add_word(Number *number, const DateToken *token)
{
	const DateWord *word = token->word;
	guint languages = number->started ? number->languages & word->languages : word->languages;
	if (languages == 0)
		return FALSE;
	Number grown = *number;
	if (!add_value(&grown, word->number))
		return FALSE;
	grown.languages = languages;
	grown.started = TRUE;
	grown.and = FALSE;
	*number = grown;
	return TRUE;
}

static gboolean
is_number_word(const DateToken *token)
{
	return token->kind == TOKEN_WORD && token->word != NULL && token->word->number >= 0;
}

static gboolean
is_month_word(const DateToken *token)
{
	if (token->kind != TOKEN_WORD || token->word == NULL)
		return FALSE;
	for (guint i = 0; i < CALENDAR_N; i++) {
		if (token->word->month[i] != 0)
			return TRUE;
	}
	return FALSE;
}

/* Reads the number that begins at a word; returns the tokens it takes. */
static guint
number_at(const GArray *tokens, guint at, Number *number)
{
	guint i = at, end = at;
	while (i < tokens->len) {
		const DateToken *token = &g_array_index(tokens, DateToken, i);
		if (is_number_word(token) && add_word(number, token)) {
			end = ++i;
			continue;
		}
		gboolean and = token->kind == TOKEN_WORD && token->word != NULL &&
			       (token->word->flags & WORD_CONNECTOR) &&
			       (token->word->languages & number->languages) != 0;
		gboolean hyphen = token->kind == TOKEN_MARK && token->mark == '-';
		if ((!and&&!hyphen) || i == at || i - end > 3)
			break;
		number->and |= and;
		i++;
	}
	return end - at;
}

/* "sept" alone and "on" alone: what follows tells whether it is a number, a month or an English preposition. */
static gboolean
is_alone_other(const GArray *tokens, guint at)
{
	const DateToken *token = &g_array_index(tokens, DateToken, at);
	if (token->word->flags &
		(WORD_NOISE | WORD_HOUR | WORD_ABOUT)) { /* "um de janeiro" is a day, "um 1990" is not */
		const DateToken *next = at + 2 < tokens->len ? token + 1 : NULL;
		return next == NULL || next->kind != TOKEN_WORD || next->word == NULL ||
		       !(next->word->flags & WORD_NOISE) || !is_month_word(token + 2);
	}
	if (!is_month_word(token))
		return FALSE;
	for (guint i = at + 1; i < tokens->len; i++) {
		const DateToken *next = &g_array_index(tokens, DateToken, i);
		if (is_month_word(next))
			return FALSE;
		if (next->kind == TOKEN_NUMBER || next->word == NULL || !(next->word->flags & WORD_NOISE))
			return TRUE;
	}
	return TRUE;
}

/* "tres (03) de mayo", "12 (doce)": a number told a second time in brackets. Returns the tokens of the repetition. */
static guint
repeated(const GArray *tokens, guint at, int value)
{
	if (at + 2 >= tokens->len || g_array_index(tokens, DateToken, at).mark != '(' || value == 0)
		return 0;
	Number number = {0};
	const DateToken *inner = &g_array_index(tokens, DateToken, at + 1);
	guint n = inner->kind == TOKEN_NUMBER ? 1 : is_number_word(inner) ? number_at(tokens, at + 1, &number) : 0;
	int told = inner->kind == TOKEN_NUMBER ? inner->value : number.total + number.current;
	gboolean closed = n > 0 && at + 1 + n < tokens->len && g_array_index(tokens, DateToken, at + 1 + n).mark == ')';
	return closed && told == value ? n + 2 : 0;
}

GArray *
date_numbers_merge(const GArray *tokens)
{
	GArray *merged = g_array_sized_new(FALSE, TRUE, sizeof(DateToken), tokens->len);
	for (guint i = 0; i < tokens->len;) {
		DateToken token = g_array_index(tokens, DateToken, i);
		Number number = {0};
		guint n = is_number_word(&token) ? number_at(tokens, i, &number) : 0;
		if (n == 0 || (n == 1 && is_alone_other(tokens, i))) {
			g_array_append_val(merged, token);
			i++;
			if (token.kind == TOKEN_NUMBER)
				i += repeated(tokens, i, token.value);
			continue;
		}
		DateToken spelled = {.kind = TOKEN_NUMBER,
			.value = number.total + number.current,
			.start = token.start,
			.end = g_array_index(tokens, DateToken, i + n - 1).end};
		g_array_append_val(merged, spelled);
		i += n;
		i += repeated(tokens, i, spelled.value);
	}
	return merged;
}
