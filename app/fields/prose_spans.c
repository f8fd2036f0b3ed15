#include "app/fields/prose_spans.h"
#include "app/fields/person_name.h"
#include "app/values/place.h"
#include "app/values/sex.h"
#include <string.h>

/* What may stand inside a name although it means something. */
static const ProseSet PARTICLES = PROSE_SET(PROSE_OF) | PROSE_SET(PROSE_ARTICLE) | PROSE_SET(PROSE_FILLER) |
				  PROSE_SET(PROSE_AT) | PROSE_SET(PROSE_IN) | PROSE_SET(PROSE_IS);
static const ProseSet TITLES = PROSE_SET(PROSE_MAN) | PROSE_SET(PROSE_WOMAN) | PROSE_SET(PROSE_HOLDER);

/* In a script without capitals nothing but its meaning tells a small word from a part of a name. */
static ProseSet
inside_name(const char *text)
{
	gunichar first = g_utf8_get_char(text[0] == '(' || text[0] == '"' ? text + 1 : text);
	gboolean cased = g_unichar_isupper(first) || g_unichar_islower(first);
	return cased && first < 0x10a0 ? PARTICLES : 0;
}

static gboolean
is_capital(const char *text)
{
	gunichar first = g_utf8_get_char(text[0] == '(' || text[0] == '"' ? text + 1 : text);
	return g_unichar_isalpha(first) && !letter_is_small(first);
}

static gboolean
is_all_capitals(const char *text)
{
	guint upper = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (letter_is_small(c))
			return FALSE;
		upper += g_unichar_isupper(c) != 0;
	}
	return upper >= 2;
}

gboolean
prose_may_name(const ProseView *view, guint i)
{
	if (i >= view->text->tokens->len)
		return FALSE;
	const Token *token = segment_token(view->text, i);
	/* "El", "La" begin names as well; "Es hijo de" does not. */
	return token->kind == TOKEN_TEXT && is_capital(token->text) && !(prose_set(view, i) & PROSE_SET(PROSE_IS)) &&
	       (prose_set(view, i) & ~inside_name(token->text)) == 0 &&
	       g_array_index(view->marks, ProseMark, i).date_end == 0 &&
	       !person_name_breaks(view->builder->lexicon, token) && strpbrk(token->text, "0123456789") == NULL;
}

guint
prose_name_end(const ProseView *view, guint i)
{
	enum { MAX_TITLES = 3 };
	guint first = i;
	while (first < i + MAX_TITLES && first < view->text->tokens->len && (prose_set(view, first) & TITLES) != 0 &&
		!prose_ends(view, first))
		first++;
	if (!prose_may_name(view, first))
		return i;
	guint limit = first + 1;
	while (limit < view->text->tokens->len && !prose_ends(view, limit - 1) &&
		(prose_set(view, limit) & ~inside_name(segment_token(view->text, limit)->text)) == 0 &&
		g_array_index(view->marks, ProseMark, limit).date_end == 0)
		limit++;
	guint end = person_name_end(view->builder->lexicon, view->text, first, limit);
	/* A comma ends it, a bracket too. */
	for (guint j = first; j < end; j++)
		if (strchr(segment_token(view->text, j)->text, '(') != NULL)
			end = j;
	return end > first ? end : i;
}

/* "Santiago de Cuba", "Maquela do Zombo": a small word leads on where the index knows the whole, or where no parent can
 * follow it. */
static guint
place_leads_on(const ProseView *view, guint start, guint end)
{
	guint i = end;
	if (i + 1 >= view->text->tokens->len || segment_token(view->text, end - 1)->comma || prose_ends(view, end - 1))
		return end;
	const char *small = segment_token(view->text, i)->text;
	if (!letter_is_small(g_utf8_get_char(small)) || g_utf8_strlen(small, -1) > 4 ||
		!is_capital(segment_token(view->text, i + 1)->text))
		return end;
	char country[4];
	g_autofree char *whole = text_tidy(segment_text(view->text, start, i + 2));
	gboolean parts =
		(prose_set(view, i) & ~(PROSE_SET(PROSE_OF) | PROSE_SET(PROSE_ARTICLE) | PROSE_SET(PROSE_FILLER))) == 0;
	static const char *const inner[] = {
		"do", "da", "dos", "das", "del", "sur", "sous", "la", "el", "al", "les", "ben", "bou", NULL};
	if (place_known(view->builder->values, whole, country) || (parts && g_strv_contains(inner, small)))
		return i + 2;
	return end;
}

static gboolean
is_place_word(const ProseView *view, guint i)
{
	const Token *token = segment_token(view->text, i);
	if (token->kind != TOKEN_TEXT || g_array_index(view->marks, ProseMark, i).date_end != 0 ||
		strpbrk(token->text, "0123456789") != NULL)
		return FALSE;
	return is_capital(token->text) &&
	       (prose_set(view, i) & ~(inside_name(token->text) | PROSE_SET(PROSE_PLACE) | PROSE_SET(PROSE_COMMON))) ==
		       0 &&
	       !person_name_breaks(view->builder->lexicon, token);
}

/* Where a name begins inside capitalised words that follow "né à": at a change of case, or behind the longest place
 * that the index knows. */
static guint
name_inside(const ProseView *view, guint start, guint end)
{
	for (guint i = start + 1; i < end; i++)
		if (!is_all_capitals(segment_token(view->text, start)->text) &&
			is_all_capitals(segment_token(view->text, i)->text))
			return i;
	for (guint i = end - 1; i > start && end - start > 2; i--) {
		char country[4];
		g_autofree char *town = text_tidy(segment_text(view->text, start, i));
		if (end - i >= 2 && place_known(view->builder->values, town, country))
			return i;
	}
	return end;
}

/* "Labé, Guinée", "Labé (Guinée)": the country belongs to the place. */
static guint
with_country(const ProseView *view, guint end)
{
	char code[4];
	for (guint n = 1; n <= 4 && end + n <= view->text->tokens->len; n++) {
		g_autofree char *next = text_tidy(segment_text(view->text, end, end + n));
		g_strdelimit(next, "()", ' ');
		g_strstrip(next);
		if (*next != '\0' && is_capital(next) && country_parse(view->builder->values, next, code) &&
			strlen(next) > 3)
			return end + n;
	}
	return end;
}

gboolean
prose_place(const ProseView *view, guint i, gboolean apart, guint *start, guint *end)
{
	enum { MAX_BEFORE = 7, MAX_WORDS = 6 };
	const ProseSet before = PROSE_SET(PROSE_ARTICLE) | PROSE_SET(PROSE_PLACE) | PROSE_SET(PROSE_OF) |
				PROSE_SET(PROSE_FILLER) | PROSE_SET(PROSE_NAMED);
	guint n = view->text->tokens->len, first = i;
	while (first < n && first < i + MAX_BEFORE && (prose_set(view, first) & before) != 0 &&
		!is_place_word(view, first) && !prose_ends(view, first))
		first++;
	if (first >= n || !is_place_word(view, first))
		return FALSE;
	guint last = first + 1;
	while (last < n && last < first + MAX_WORDS && is_place_word(view, last) &&
		!segment_token(view->text, last - 1)->comma && !segment_token(view->text, last - 1)->stop &&
		!prose_ends(view, last - 1))
		last++;
	last = apart ? name_inside(view, first, last) : last;
	last = place_leads_on(view, first, last);
	const Token *token = segment_token(view->text, last - 1);
	gboolean bracket = last < n && segment_token(view->text, last)->text[0] == '(';
	if ((token->comma || bracket) && !prose_ends(view, last - 1))
		last = with_country(view, last);
	*start = first;
	*end = last;
	return TRUE;
}

gboolean
prose_country(const ProseView *view, guint i, guint *start, guint *end)
{
	char code[4];
	guint n = view->text->tokens->len;
	for (guint first = i; first < MIN(i + 3, n); first++) {
		for (guint last = MIN(first + 4, n); last > first; last--) {
			g_autofree char *text = text_tidy(segment_text(view->text, first, last));
			/* "DE" is a small word, not Germany's code */
			if (g_utf8_strlen(text, -1) > 2 && country_parse(view->builder->values, text, code)) {
				*start = first;
				*end = last;
				return TRUE;
			}
		}
		if (prose_ends(view, first))
			break;
	}
	return FALSE;
}

gboolean
prose_sex(const ProseView *view, guint i, guint *start, guint *end)
{
	for (guint first = i; first < MIN(i + 2, view->text->tokens->len); first++) {
		g_autofree char *text = text_tidy(segment_text(view->text, first, first + 1));
		if (*text != '\0' && sex_parse(view->builder->values, text) != 0) {
			*start = first;
			*end = first + 1;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
prose_is_none(const ProseView *view, guint i)
{
	return (prose_set(view, i) & PROSE_SET(PROSE_UNKNOWN)) != 0;
}
