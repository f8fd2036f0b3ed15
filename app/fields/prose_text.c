#include "app/fields/prose_text.h"
#include "app/fields/paragraph.h"
#include "app/fields/person_name.h"
#include <string.h>

static Token *
token_part(const Token *whole, const char *text, gsize from, gsize n)
{
	Token *token = g_memdup2(whole, sizeof *whole);
	gsize total = strlen(text);
	token->text = g_strndup(text + from, n);
	folded_text_set(&token->folded, token->text);
	if (from + n < total)
		token->comma = token->stop = token->semicolon = token->closes = FALSE;
	token->box.x += (int)((gsize)whole->box.width * from / total);
	token->box.width = MAX(1, (int)((gsize)whole->box.width * n / total));
	return token;
}

/* "d'AKA" is two words, "N'Guessan" one: what is parted is written small. */
static void
add_token(ProseText *text, const Lexicon *lexicon, Token *token)
{
	ProseSet set;
	gsize cut = 0;
	if (token->kind == TOKEN_TEXT && letter_is_small(g_utf8_get_char(token->text)))
		for (guint i = 0; i < lexicon->prose_words->len && cut == 0; i++)
			cut = prose_words_elided(lexicon->prose_words->pdata[i], token->text, &set);
	if (cut == 0 || !g_unichar_isupper(g_utf8_get_char(token->text + cut))) {
		g_ptr_array_add(text->segment.tokens, token);
		return;
	}
	Token *first = token_part(token, token->text, 0, cut);
	Token *rest = token_part(token, token->text, cut, strlen(token->text) - cut);
	g_ptr_array_add(text->parts, first);
	g_ptr_array_add(text->parts, rest);
	g_ptr_array_add(text->segment.tokens, first);
	g_ptr_array_add(text->segment.tokens, rest);
}

static void
token_part_free(Token *token)
{
	g_free(token->text);
	g_free(token);
}

static ProseText *
text_new(void)
{
	ProseText *text = g_new0(ProseText, 1);
	text->segment.tokens = g_ptr_array_new();
	text->parts = g_ptr_array_new_with_free_func((GDestroyNotify)token_part_free);
	return text;
}

ProseText *
prose_text_new(const Lexicon *lexicon, const PageLayout *layout, GHashTable *used)
{
	ProseText *text = text_new();
	g_autoptr(GPtrArray) columns = paragraph_columns(layout);
	for (guint c = 0; c < columns->len; c++) {
		const Column *column = columns->pdata[c];
		for (guint l = 0; l < column->lines->len; l++) {
			const Segment *line = column->lines->pdata[l];
			GPtrArray *tokens = text->segment.tokens;
			for (guint i = 0; i < line->tokens->len; i++) {
				if (used == NULL || !g_hash_table_contains(used, line->tokens->pdata[i]))
					add_token(text, lexicon, line->tokens->pdata[i]);
				else if (tokens->len > 0)
					((Token *)tokens->pdata[tokens->len - 1])->closes = TRUE;
			}
			text->segment.box = box_union(text->segment.box, line->box);
		}
	}
	return text;
}

ProseText *
prose_text_of(const Lexicon *lexicon, const Segment *segment, guint start, guint end)
{
	ProseText *text = text_new();
	for (guint i = start; i < end; i++)
		add_token(text, lexicon, segment->tokens->pdata[i]);
	text->segment.box = segment->box;
	return text;
}

void
prose_text_free(ProseText *text)
{
	if (text == NULL)
		return;
	g_ptr_array_unref(text->segment.tokens);
	g_ptr_array_unref(text->parts);
	g_free(text);
}

/* --- marks --------------------------------------------------------------------------------------- */

static ProseMark *
mark_at(GArray *marks, guint i)
{
	return &g_array_index(marks, ProseMark, i);
}

static gboolean
begins_upper(const Segment *text, guint i)
{
	if (i >= text->tokens->len)
		return TRUE;
	const char *word = segment_token(text, i)->text;
	gunichar first = g_utf8_get_char(word[0] == '(' || word[0] == '"' ? word + 1 : word);
	return !letter_is_small(first) && !g_unichar_isdigit(first);
}

/* A full stop ends a sentence unless it shortens a word: "Mr.", "J.", "n." */
static gboolean
ends_sentence(const FactBuilder *builder, const Segment *text, guint i)
{
	const Token *token = segment_token(text, i);
	if (token->closes || token->semicolon || strchr(token->text, '?') != NULL || strchr(token->text, '!') != NULL)
		return TRUE;
	/* The full stops of Urdu, of Armenia, of India and of Ethiopia. */
	if (g_str_has_suffix(token->text, "\xdb\x94") || g_str_has_suffix(token->text, "\xd6\x89") ||
		g_str_has_suffix(token->text, "\xe0\xa5\xa4") || g_str_has_suffix(token->text, "\xe1\x8d\xa2") ||
		strstr(token->text, "\xd8\x9f") != NULL)
		return TRUE;
	if (token->kind != TOKEN_TEXT || !token->stop || !begins_upper(text, i + 1))
		return FALSE;
	return g_utf8_strlen(token->text, -1) > 3 && !person_name_is_title(builder->lexicon, token->text);
}

static gboolean
asks(const Segment *text, guint i)
{
	const char *word = segment_token(text, i)->text;
	return strchr(word, '?') != NULL || strstr(word, "\xd8\x9f") != NULL;
}

static guint
known_words(const ProseWords *words, const Segment *text, guint start, guint end)
{
	guint known = 0, n;
	for (guint i = start; i < end; i += n)
		known += prose_words_find(words, text->tokens, i, &n) != 0 ? n : 0;
	return known;
}

static void
mark_words(const ProseWords *words, const Segment *text, guint start, guint end, GArray *marks)
{
	guint n;
	for (guint i = start; i < end; i += n) {
		mark_at(marks, i)->set = prose_words_find(words, text->tokens, i, &n);
		for (guint j = i + 1; j < i + n && j < end; j++)
			mark_at(marks, j)->set = PROSE_SET(PROSE_FILLER) | PROSE_SET(PROSE_COMMON);
	}
}

static gboolean
is_year(const char *text, int on_year)
{
	char digits[5] = "";
	guint n = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		int d = g_unichar_digit_value(g_utf8_get_char(p));
		if (d < 0 && !(n == 4 && (strchr(",.;)", *p) != NULL || g_str_has_prefix(p, "،"))))
			return FALSE;
		if (d >= 0 && n == 4)
			return FALSE;
		if (d >= 0)
			digits[n++] = (char)('0' + d);
	}
	int year = n == 4 ? (int)g_ascii_strtoll(digits, NULL, 10) : 0;
	return year > 1300 && year <= MAX(on_year, 1900);
}

/* Where the tokens of a sentence stand in its text, as bytes. */
static char *
sentence_text(const Segment *text, guint start, guint end, GArray *offsets)
{
	GString *joined = g_string_new(NULL);
	for (guint i = start; i < end; i++) {
		const Token *token = segment_token(text, i);
		gsize offset = joined->len;
		g_array_append_val(offsets, offset);
		if (token->kind == TOKEN_TEXT || token->kind == TOKEN_SLASH)
			g_string_append_printf(joined, "%s ", token->text);
	}
	return g_string_free(joined, FALSE);
}

static guint
token_of(const GArray *offsets, gsize byte)
{
	guint i = 0;
	while (i + 1 < offsets->len && g_array_index(offsets, gsize, i + 1) <= byte)
		i++;
	return i;
}

/* An age says nothing without the day on which it was told. */
static gboolean
is_age(const DateReading *reading, GArray *marks, guint first)
{
	for (guint i = first > 2 ? first - 2 : 0; i <= first; i++)
		if (mark_at(marks, i)->set & PROSE_SET(PROSE_AGED))
			return TRUE;
	return strchr(reading->edtf, '/') != NULL && reading->calendar == CALENDAR_GREGORIAN;
}

static void
mark_dates(const FactBuilder *builder, const Segment *text, guint start, guint end, GArray *marks)
{
	enum { MAX_DATES = 24 };
	g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autofree char *joined = sentence_text(text, start, end, offsets);
	gsize from = 0, first, last;
	for (guint n = 0; n < MAX_DATES; n++) {
		g_auto(DateReading) reading = {0};
		if (!date_find(builder->values, joined, from, &builder->dates, &reading, &first, &last) || last <= from)
			break;
		guint at = start + token_of(offsets, first), stop = start + token_of(offsets, last - 1) + 1;
		if (!is_age(&reading, marks, at))
			mark_at(marks, at)->date_end = stop;
		from = last;
	}
	/* "en 1982": a number alone is a year only behind such a word. */
	for (guint i = start + 1; i < end; i++)
		if ((mark_at(marks, i - 1)->set & PROSE_SET(PROSE_IN)) && mark_at(marks, i)->date_end == 0 &&
			is_year(segment_token(text, i)->text, builder->dates.on_year))
			mark_at(marks, i)->date_end = i + 1;
}

static const ProseWords *
language_of(const GPtrArray *languages, const guint *page, const Segment *text, guint start, guint end)
{
	guint best_known = 0;
	const ProseWords *best = NULL;
	for (guint l = 0; l < languages->len; l++) {
		if (page[l] == 0)
			continue;
		guint known = 4 * known_words(languages->pdata[l], text, start, end) + (page[l] > 1);
		if (known > best_known) {
			best_known = known;
			best = languages->pdata[l];
		}
	}
	return best;
}

/* Which languages the page may be written in: 2 the one with most of its words, 1 such as come near, 0 others. */
static guint *
languages_of_page(const GPtrArray *languages, const Segment *text)
{
	guint *known = g_new0(guint, languages->len + 1), most = 0;
	for (guint l = 0; l < languages->len; l++) {
		known[l] = known_words(languages->pdata[l], text, 0, text->tokens->len);
		most = MAX(most, known[l]);
	}
	for (guint l = 0; l < languages->len; l++)
		known[l] = known[l] == 0 || known[l] * 3 < most ? 0 : known[l] == most ? 2 : 1;
	return known;
}

GArray *
prose_marks_new(const FactBuilder *builder, const Segment *text)
{
	const GPtrArray *languages = builder->lexicon->prose_words;
	guint n = text->tokens->len;
	GArray *marks = g_array_sized_new(FALSE, TRUE, sizeof(ProseMark), n + 1);
	g_array_set_size(marks, n);
	g_autofree guint *page = languages_of_page(languages, text);
	for (guint start = 0, end; start < n; start = end) {
		end = start;
		while (end + 1 < n && !ends_sentence(builder, text, end))
			end++;
		mark_at(marks, end)->ends = TRUE;
		mark_at(marks, end)->asks = asks(text, end);
		end++;
		const ProseWords *words = language_of(languages, page, text, start, end);
		if (words != NULL)
			mark_words(words, text, start, end, marks);
		mark_dates(builder, text, start, end, marks);
	}
	return marks;
}
