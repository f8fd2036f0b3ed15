#include "app/fields/word_split.h"
#include <string.h>

static gboolean
is_leader_char(gunichar c)
{
	return c == '.' || c == '_' || c == 0x2026 || c == 0x00b7 || c == 0x2022 || c == 0x2024 || c == 0x2025 ||
	       c == 0x06d4 || c == '-' || c == 0x2013 || c == 0x2014 || c == '~';
}

static gboolean
is_colon(gunichar c)
{
	return c == ':' || c == 0xff1a || c == 0xfe55 || c == 0x05c3 || c == 0x2236 || c == '=' || c == 0x055d ||
	       c == 0x1366; /* Armenian, Ethiopic */
}

static gboolean
is_tick(gunichar c)
{
	return c == 0x2612 || c == 0x2611 || c == 0x2713 || c == 0x2714 || c == 0x2717 || c == 0x2718 || c == 0x2715 ||
	       c == 0x25a0 || c == 0x25cf || c == 0x2b1b || c == 0x00d7 || c == 0x2327 || c == 0x25c9;
}

static gboolean
is_hollow(gunichar c)
{
	return c == 0x2610 || c == 0x25a1 || c == 0x25a2 || c == 0x25cb || c == 0x25ef || c == 0x2b1c || c == 0x25fb;
}

/* Where a word ends inside the OCR's word: at a colon, a bar, a slash between letters, a run of leaders. */
static gboolean
is_cut(const char *text, const char *p)
{
	gunichar c = g_utf8_get_char(p);
	const char *next = g_utf8_next_char(p);
	gunichar after = *next == '\0' ? 0 : g_utf8_get_char(next);
	gunichar before = p == text ? 0 : g_utf8_get_char(g_utf8_prev_char(p));
	if (c == '|' || c == 0x2610 || c == 0x2612 || c == 0x2611)
		return TRUE;
	if (c == 0x1361) /* an Ethiopic word's end, a colon where no word follows */
		return after == 0 || after == '-';
	if (is_colon(c)) /* 10:30 stays one */
		return !(g_unichar_isdigit(before) && g_unichar_isdigit(after));
	if (c == '/' || c == '\\') /* so do 12/03/1991 and n°5/EC */
		return (before == 0 || g_unichar_isalpha(before) || before == ')') &&
		       (after == 0 || g_unichar_isalpha(after) || after == '(');
	if (is_leader_char(c) && c != '-' && c != '~')
		return c == 0x2026 || (after != 0 && is_leader_char(after) && after != '-') ||
		       (before != 0 && is_leader_char(before) && before != '-');
	return FALSE;
}

static TokenKind
kind_of(const char *text)
{
	gboolean alnum = FALSE, tick = FALSE, hollow = FALSE, leader = TRUE;
	guint n = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p), n++) {
		gunichar c = g_utf8_get_char(p);
		alnum |= g_unichar_isalnum(c) || c == 0x2116; /* № */
		tick |= is_tick(c);
		hollow |= is_hollow(c);
		leader &= is_leader_char(c);
	}
	static const char *const crossed[] = {"[x]", "[X]", "(x)", "(X)", "[x", "x]", "[X", "X]", "[v]", "[V]"};
	for (guint i = 0; i < G_N_ELEMENTS(crossed); i++)
		if (g_str_equal(crossed[i], text))
			return TOKEN_MARK;
	if (tick)
		return TOKEN_MARK;
	if (hollow || g_str_equal(text, "[]") || g_str_equal(text, "()") || g_str_equal(text, "L]"))
		return TOKEN_EMPTY_BOX;
	if (alnum)
		return TOKEN_TEXT;
	if (n == 1 && is_colon(g_utf8_get_char(text)))
		return TOKEN_COLON;
	if (g_str_equal(text, "/") || g_str_equal(text, "\\"))
		return TOKEN_SLASH;
	return leader && (n > 1 || *text != '-') ? TOKEN_LEADER : TOKEN_JUNK;
}

static void
add_part(const Word *word, glong offset, glong length, glong total, const char *text, GPtrArray *tokens)
{
	gboolean blank = TRUE; /* a ruled line comes as a word of blanks */
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		blank &= !g_unichar_isgraph(g_utf8_get_char(p));
	if (blank)
		return;
	Token *token = g_new0(Token, 1);
	token->text = g_strdup(text);
	token->kind = kind_of(text);
	if (word->second != NULL && g_utf8_strlen(word->second, -1) == total)
		token->second = g_utf8_substring(word->second, offset, offset + length);
	if (g_strcmp0(token->second, text) == 0)
		g_clear_pointer(&token->second, g_free);
	folded_text_set(&token->folded, text);
	token->confidence = word->confidence;
	token->language = word->language;
	const char *script = script_of(text);
	token->rtl = g_str_equal(script, "Arab") || g_str_equal(script, "Hebr") || g_str_equal(script, "Syrc") ||
		     g_str_equal(script, "Thaa") || g_str_equal(script, "Nkoo");
	token->latin = !token->rtl && !g_str_equal(script, "Zyyy");
	gsize n = strlen(text);
	token->comma = n > 0 && strchr(",;", text[n - 1]) != NULL;
	token->comma |= g_str_has_suffix(text, "\xd8\x8c"); /* Arabic comma */
	token->semicolon = n > 0 && text[n - 1] == ';';
	token->stop = n > 1 && text[n - 1] == '.';
	token->box = word->box;
	if (total > 0 && length < total) {
		glong from = token->rtl ? total - offset - length : offset;
		token->box.x += (int)(word->box.width * from / total);
		token->box.width = MAX(1, (int)(word->box.width * length / total));
	}
	g_ptr_array_add(tokens, token);
}

static gboolean
is_sane(Box box)
{
	enum { MAX_PX = 100000 };
	return ABS((gint64)box.x) < MAX_PX && ABS((gint64)box.y) < MAX_PX && box.width < MAX_PX && box.height < MAX_PX;
}

void
word_split(const Word *word, GPtrArray *tokens)
{
	enum { MAX_WORD = 200 }; /* characters; longer is no word */
	if (word->text == NULL || !g_utf8_validate(word->text, -1, NULL) || box_is_empty(word->box) ||
		!is_sane(word->box))
		return;
	glong total = g_utf8_strlen(word->text, -1), start_offset = 0, offset = 0;
	if (total == 0 || total > MAX_WORD)
		return;
	const char *start = word->text;
	gboolean in_cut = FALSE;
	for (const char *p = word->text;; p = g_utf8_next_char(p), offset++) {
		gboolean cut = *p != '\0' && is_cut(word->text, p);
		gunichar c = *p == '\0' ? 0 : g_utf8_get_char(p);
		gboolean runs_on = cut && in_cut && is_leader_char(c);
		if (p > start && (*p == '\0' || (cut != in_cut) || (cut && !runs_on))) {
			g_autofree char *part = g_strndup(start, (gsize)(p - start));
			if (!g_str_equal(part, "|"))
				add_part(word, start_offset, offset - start_offset, total, part, tokens);
			start = p;
			start_offset = offset;
		}
		if (*p == '\0')
			return;
		in_cut = cut;
	}
}
