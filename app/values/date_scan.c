#include "app/values/date_scan.h"
#include "app/values/values_data.h"
#include <string.h>

/* What is known of the paper beside the tokens. */
typedef struct {
	const DateContext *context;
	gboolean eastern; /* Persian digits were seen */
	Calendar usual;   /* of its country */
} Paper;

static gboolean
is_month_word(const DateToken *token)
{
	for (guint i = 0; token->kind == TOKEN_WORD && token->word != NULL && i < CALENDAR_N; i++) {
		if (token->word->month[i] != 0)
			return TRUE;
	}
	return FALSE;
}

static guint
flags_of(const DateToken *token)
{
	return token->kind == TOKEN_WORD && token->word != NULL ? token->word->flags : 0;
}

static gboolean
is_separator(gunichar c)
{
	return (c < 0x80 && strchr("./-,'\"|_\\", (int)c) != NULL) || c == 0xb7 || c == 0x2022 || c == 0x60c ||
	       c == 0x60d || c == 0x589 || c == 0x1361 || c == 0x1362 || c == 0x3001 || c == 0x2219 || c == 0xab ||
	       c == 0xbb || c == 0x201c || c == 0x201d;
}

static gboolean
has_month(const DateElements *elements)
{
	for (int i = 0; i < elements->n; i++) {
		if (elements->of[i].month != NULL || elements->of[i].roman)
			return TRUE;
	}
	return FALSE;
}

/* "12.III.1991": a Roman numeral is a month only between figures. */
static gboolean
is_roman_month(const GArray *tokens, guint at, const DateElements *elements)
{
	const DateToken *token = &g_array_index(tokens, DateToken, at);
	if (token->kind != TOKEN_WORD || token->value == 0 || elements->n == 0 || has_month(elements))
		return FALSE;
	guint next = at + 1;
	while (next < tokens->len && g_array_index(tokens, DateToken, next).kind == TOKEN_MARK && next < at + 3)
		next++;
	return next < tokens->len && g_array_index(tokens, DateToken, next).kind == TOKEN_NUMBER;
}

/* "12 MAR/MARS 1991": the month in two languages. */
static gboolean
is_same_month(const DateToken *token, const DateElements *elements)
{
	for (int i = 0; i < elements->n; i++) {
		const DateWord *month = elements->of[i].month;
		for (guint c = 0; month != NULL && c < CALENDAR_N; c++) {
			if (month->month[c] != 0 && month->month[c] == token->word->month[c])
				return TRUE;
		}
	}
	return FALSE;
}

/* "۱۳۹۵ کال کې ۲۵ کلن": behind the year stands an age. */
static gboolean
is_age_behind_year(const GArray *tokens, guint at, const DateElements *elements)
{
	if (at + 1 >= tokens->len || g_array_index(tokens, DateToken, at).kind != TOKEN_NUMBER)
		return FALSE;
	guint behind = flags_of(&g_array_index(tokens, DateToken, at + 1));
	gboolean year = FALSE;
	for (int i = 0; i < elements->n; i++)
		year |= elements->of[i].month == NULL && elements->of[i].value > 999;
	return year && (behind & WORD_YEARS) && !(behind & (WORD_NOISE | WORD_IN));
}

static gboolean
add_element(const GArray *tokens, guint at, DateElements *elements)
{
	const DateToken *token = &g_array_index(tokens, DateToken, at);
	if (elements->n == 3)
		return FALSE;
	if (is_age_behind_year(tokens, at, elements))
		return FALSE;
	DateElement element = {.value = token->value, .digits = token->digits, .geez = token->geez};
	if (token->kind == TOKEN_NUMBER) {
		element.unknown = token->value == 0;
	} else if (is_month_word(token)) {
		if (has_month(elements))
			return FALSE;
		element.month = token->word;
	} else if (is_roman_month(tokens, at, elements)) {
		element.roman = TRUE;
	} else if (flags_of(token) & WORD_UNKNOWN) {
		element.unknown = TRUE;
		element.digits = 0;
	} else {
		return FALSE;
	}
	elements->of[elements->n++] = element;
	return TRUE;
}

/* Words around the elements. FALSE: not part of a date. */
static gboolean
take_word(const DateToken *token, DateElements *elements)
{
	guint flags = flags_of(token);
	if (token->word == NULL)
		return FALSE;
	/* "E.C. 12/7/1983"; a single letter leads nothing. */
	gboolean leads = elements->n > 0 || (!(flags & WORD_NOISE) && token->end - token->start > 2);
	if (token->word->cue != CALENDAR_NONE && elements->cue == CALENDAR_NONE && leads) {
		elements->cue = token->word->cue;
		return TRUE;
	}
	if (flags & WORD_ABOUT) {
		elements->about = TRUE;
		return elements->n == 0;
	}
	if ((flags & WORD_ORDINAL) && token->glued && elements->n > 0)
		return TRUE;
	if ((flags & WORD_AGED) && elements->n > 0)
		return FALSE;
	return (flags & (WORD_NOISE | WORD_IN)) != 0;
}

/* Gathers elements from a token on; *end is behind the last that belongs to the date. */
static void
gather(const GArray *tokens, guint at, DateElements *elements, guint *end)
{
	guint last = at;
	for (guint i = at; i < tokens->len && i < at + 40; i++) {
		const DateToken *token = &g_array_index(tokens, DateToken, i);
		if (add_element(tokens, i, elements)) {
			last = i + 1;
			continue;
		}
		if (token->kind == TOKEN_NUMBER || (token->kind == TOKEN_MARK && !is_separator(token->mark)))
			break;
		if (token->kind == TOKEN_MARK || (is_month_word(token) && is_same_month(token, elements)))
			continue;
		Calendar before = elements->cue;
		if (!take_word(token, elements))
			break;
		if (elements->cue != before)
			last = i + 1;
	}
	*end = last;
}

/* A calendar's name in brackets behind the date: "1370 (h.s.)". */
static void
take_cue_behind(const GArray *tokens, DateElements *elements, guint *end)
{
	guint i = *end;
	if (elements->cue != CALENDAR_NONE)
		return;
	while (i < tokens->len && i < *end + 2 && g_array_index(tokens, DateToken, i).kind == TOKEN_MARK)
		i++;
	const DateToken *token = i < tokens->len ? &g_array_index(tokens, DateToken, i) : NULL;
	if (token != NULL && token->kind == TOKEN_WORD && token->word != NULL && token->word->cue != CALENDAR_NONE) {
		elements->cue = token->word->cue;
		*end = i + 1;
	}
}

static gboolean
scan_date(const GArray *tokens, guint at, const Paper *paper, gboolean whole, DateScan *scan)
{
	*scan = (DateScan){.first = at};
	scan->elements.eastern = paper->eastern;
	scan->elements.usual = paper->usual;
	gather(tokens, at, &scan->elements, &scan->end);
	while (scan->elements.n > 0) {
		take_cue_behind(tokens, &scan->elements, &scan->end);
		if (date_shape(&scan->elements, paper->context, &scan->parts))
			return TRUE;
		if (whole)
			return FALSE;
		/* In running text the last element may belong to what follows. */
		int keep = scan->elements.n - 1;
		guint end = at;
		scan->elements = (DateElements){.eastern = paper->eastern, .usual = paper->usual};
		for (guint i = at; i < tokens->len && scan->elements.n < keep; i++) {
			if (!add_element(tokens, i, &scan->elements) &&
				g_array_index(tokens, DateToken, i).kind == TOKEN_WORD)
				take_word(&g_array_index(tokens, DateToken, i), &scan->elements);
			end = i + 1;
		}
		scan->end = end;
		if (keep == 0)
			return FALSE;
	}
	return FALSE;
}

static guint
skip_noise(const GArray *tokens, guint at, guint flags)
{
	while (at < tokens->len) {
		const DateToken *token = &g_array_index(tokens, DateToken, at);
		if (token->kind == TOKEN_NUMBER || is_month_word(token) ||
			(token->kind == TOKEN_WORD && !(flags_of(token) & flags)))
			break;
		at++;
	}
	return at;
}

/* "25 ans", "6 mois", "âgé de 25": *end is behind it. */
static gboolean
scan_age_number(const GArray *tokens, guint at, gboolean aged, DateScan *scan)
{
	const DateToken *number = at < tokens->len ? &g_array_index(tokens, DateToken, at) : NULL;
	if (number == NULL || number->kind != TOKEN_NUMBER || number->value > 120 || number->digits > 3)
		return FALSE;
	guint unit = at + 1;
	const DateToken *word = unit < tokens->len ? &g_array_index(tokens, DateToken, unit) : NULL;
	guint flags = word == NULL ? 0 : flags_of(word);
	if (!aged && !(flags & (WORD_YEARS | WORD_MONTHS)))
		return FALSE;
	scan->age = number->value;
	scan->age_months = (flags & WORD_MONTHS) && !(flags & WORD_YEARS);
	if (!aged && scan->age_months)
		return FALSE;
	scan->end = flags & (WORD_YEARS | WORD_MONTHS) ? unit + 1 : unit;
	return TRUE;
}

/* "25 ans en 1395", "âgé de 25 ans au 12/03/2010", "در سال ۱۳۹۵ بیست و پنج ساله". */
static gboolean
scan_age(const GArray *tokens, guint at, const Paper *paper, gboolean whole, DateScan *scan)
{
	guint i = skip_noise(tokens, at, WORD_NOISE | (whole ? WORD_ABOUT : 0));
	gboolean aged = i < tokens->len && (flags_of(&g_array_index(tokens, DateToken, i)) & WORD_AGED);
	if (!whole && !aged && i != at)
		return FALSE;
	DateScan age = {.first = at, .is_age = TRUE};
	if (aged)
		i = skip_noise(tokens, i + 1, WORD_NOISE | WORD_AGED | WORD_ABOUT);
	if (scan_age_number(tokens, i, aged, &age)) {
		gboolean about = FALSE;
		for (guint k = at; k < i; k++)
			about |= (flags_of(&g_array_index(tokens, DateToken, k)) & WORD_ABOUT) != 0;
		guint next = skip_noise(tokens, age.end, WORD_NOISE | WORD_IN | WORD_AGED);
		DateScan when;
		gboolean near = next < age.end + 6 && next < tokens->len;
		if (near && scan_date(tokens, next, paper, whole, &when) && when.parts.year > 0) {
			age.parts = when.parts;
			age.elements = when.elements;
			age.age_dated = TRUE;
			age.end = when.end;
		}
		age.elements.about = about;
		*scan = age;
		return TRUE;
	}
	/* the year first */
	guint year_at = skip_noise(tokens, at, WORD_NOISE | WORD_IN);
	DateScan when;
	if (!scan_date(tokens, year_at, paper, FALSE, &when) || when.parts.year == 0)
		return FALSE;
	i = skip_noise(tokens, when.end, WORD_NOISE | WORD_AGED);
	aged = FALSE;
	for (guint k = when.end; k < i; k++)
		aged |= (flags_of(&g_array_index(tokens, DateToken, k)) & WORD_AGED) != 0;
	if (!scan_age_number(tokens, i, aged, &age))
		return FALSE;
	age.parts = when.parts;
	age.elements = when.elements;
	age.age_dated = TRUE;
	*scan = age;
	return TRUE;
}

gboolean
date_scan_may_begin(const DateToken *token)
{
	return token->kind == TOKEN_NUMBER || is_month_word(token) ||
	       (flags_of(token) & (WORD_ABOUT | WORD_AGED | WORD_UNKNOWN));
}

gboolean
date_scan(const Values *values, const GArray *tokens, guint at, const DateContext *context, gboolean eastern,
	gboolean whole, DateScan *scan)
{
	const char *country = context->country == NULL ? "" : context->country;
	const Paper own = {context, eastern, date_words_usual(values->date_words, country)}, *paper = &own;
	if (scan_age(tokens, at, paper, whole, scan))
		return TRUE;
	if (whole)
		at = skip_noise(tokens, at, WORD_NOISE | WORD_IN | WORD_EQUALS);
	if (at > 0 && whole && (flags_of(&g_array_index(tokens, DateToken, at - 1)) & WORD_ABOUT)) {
		if (!scan_date(tokens, at, paper, whole, scan))
			return FALSE;
		scan->elements.about = TRUE;
		return TRUE;
	}
	return at < tokens->len && scan_date(tokens, at, paper, whole, scan);
}
