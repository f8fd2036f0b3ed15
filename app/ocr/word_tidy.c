#include "app/ocr/word_tidy.h"
#include <string.h>

enum { NON_JOINER = 0x200c, APOSTROPHE = 0x2019 };

static gboolean
is_mark_of_direction(gunichar c)
{
	return c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Persian parts a word with it; Tamil models set it behind every letter without a vowel, where it means nothing. */
static gboolean
joins_nothing(gunichar before, const char *after)
{
	gunichar next = *after != '\0' ? g_utf8_get_char(after) : 0;
	return !g_unichar_isalpha(next) || g_unichar_get_script(before) == G_UNICODE_SCRIPT_TAMIL;
}

/* No language begins a word with l and such a letter: it is a capital I in a face that draws both alike. Spanish and
 * Albanian begin words with ll, Serbian and Croatian with lj, Portuguese with lh. */
static void
raise_capital_i(GString *text, const char *language)
{
	static const char never[] = "bcdfgkmnpqrstvwxz";
	gboolean doubles = g_strcmp0(language, "spa") == 0 || g_strcmp0(language, "sqi") == 0;
	char *l = text->str + strspn(text->str, "(\"'[");
	if (l[0] == 'l' && l[1] != '\0' && (strchr(never, l[1]) != NULL || (l[1] == 'l' && !doubles)))
		l[0] = 'I';
}

/* The models take one apostrophe for the other, and some alphabets have none but the straight one: between letters it
 * is the curved one, once. */
char *
word_tidy(const char *text, const char *language)
{
	if (!g_utf8_validate(text, -1, NULL))
		return NULL;
	g_autoptr(GString) kept = g_string_new(NULL);
	gunichar last = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '\'' && kept->len > 0 && (g_unichar_isalpha(last) || last == APOSTROPHE))
			c = APOSTROPHE;
		if ((c == APOSTROPHE && last == APOSTROPHE) || is_mark_of_direction(c) ||
			(c == NON_JOINER && joins_nothing(last, g_utf8_next_char(p))))
			continue;
		last = c;
		g_string_append_unichar(kept, c);
	}
	raise_capital_i(kept, language);
	return g_utf8_normalize(kept->str, -1, G_NORMALIZE_NFC);
}

/* --- leaders ------------------------------------------------------------------------------------------------- */

static gboolean
is_dot(char c)
{
	return c == '.' || c == ',' || c == '_';
}

static gsize
dots_before(const char *text)
{
	gsize n = 0;
	while (is_dot(text[n]))
		n++;
	return n;
}

/* Whether only a leader gives such a word: dots before letters, a lone dot, dots in a row. */
static gboolean
shows_leader(const char *text)
{
	return dots_before(text) > 0 || strstr(text, "..") != NULL || strstr(text, "__") != NULL;
}

/* The byte where the dots end that part two words of letters inside text, and *begin where they begin; 0: none. */
static gsize
inner_dots(const char *text, gsize *begin)
{
	enum { WORD = 3 }; /* letters; shorter ones are initials */
	glong letters = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		letters = g_unichar_isalpha(g_utf8_get_char(p)) ? letters + 1 : 0;
		const char *dots = g_utf8_next_char(p);
		gsize n = dots_before(dots);
		if (letters >= WORD && n > 0 && g_unichar_isalpha(g_utf8_get_char(dots + n))) {
			*begin = (gsize)(dots - text);
			return *begin + n;
		}
	}
	return 0;
}

/* Bytes [from, to) of the word's text become its text. */
static void
cut(Word *word, gsize from, gsize to)
{
	double all = (double)g_utf8_strlen(word->text, -1);
	double before = (double)g_utf8_strlen(word->text, (gssize)from) / all;
	double kept = (double)g_utf8_strlen(word->text + from, (gssize)(to - from)) / all;
	gboolean leftward = g_str_equal(word->script, "Arab") || g_str_equal(word->script, "Hebr");
	word->box.x += (int)(word->box.width * (leftward ? 1 - before - kept : before));
	word->box.width = MAX((int)(word->box.width * kept), 1);
	char *text = g_strndup(word->text + from, to - from);
	g_free(word->text);
	word->text = text;
	g_clear_pointer(&word->second, g_free);
}

/* Takes dots off both ends; what is nothing but dots stays: it is the line to write on. A comma behind a word is its
 * own.
 */
static void
strip(Word *word)
{
	gsize n = strlen(word->text), from = dots_before(word->text), to = n;
	while (to > from && (word->text[to - 1] == '.' || word->text[to - 1] == '_'))
		to--;
	if (from < to && (from > 0 || to < n))
		cut(word, from, to);
}

void
words_off_leader(GPtrArray *words)
{
	gboolean leader = FALSE;
	for (guint i = 0; i < words->len && !leader; i++)
		leader = shows_leader(((const Word *)words->pdata[i])->text);
	for (guint i = 0; leader && i < words->len; i++) {
		Word *word = words->pdata[i];
		strip(word);
		gsize begin = 0, end = inner_dots(word->text, &begin);
		if (end == 0)
			continue;
		Word *rest = word_copy(word);
		cut(rest, end, strlen(rest->text));
		cut(word, 0, begin);
		g_ptr_array_insert(words, (int)i + 1, rest);
	}
}
