#include "app/values/name_text.h"
#include "app/values/text_key.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* The letter without its diacritics, lower case. */
static gunichar
base_letter(gunichar c)
{
	static const struct {
		gunichar from, to;
	} plain[] = {{0xdf, 's'}, {0xe6, 'a'}, {0xf0, 'd'}, {0xf8, 'o'}, {0xfe, 't'}, {0x111, 'd'}, {0x127, 'h'},
		{0x131, 'i'}, {0x142, 'l'}, {0x14b, 'n'}, {0x153, 'o'}, {0x167, 't'}, {0x199, 'k'}, {0x1b4, 'y'},
		{0x253, 'b'}, {0x254, 'o'}, {0x256, 'd'}, {0x257, 'd'}, {0x259, 'e'}, {0x25b, 'e'}, {0x1dd, 'e'},
		{0x272, 'n'}};
	if (c < 0x80)
		return c;
	for (guint i = 0; i < G_N_ELEMENTS(plain); i++) {
		if (plain[i].from == c)
			return plain[i].to;
	}
	UErrorCode code = U_ZERO_ERROR;
	UChar parts[16];
	int32_t n = unorm2_getDecomposition(unorm2_getNFDInstance(&code), (UChar32)c, parts, 16, &code);
	return n > 0 && U_SUCCESS(code) ? (gunichar)parts[0] : c;
}

static void
add_letter(NameText *name, gunichar raw, gunichar base, guint at)
{
	if (name->n_letters == NAME_LETTERS) {
		name->cut = TRUE;
		return;
	}
	name->raw[name->n_letters] = raw;
	name->base[name->n_letters] = base;
	name->at[name->n_letters] = (guint16)MIN(at, G_MAXUINT16);
	name->n_letters++;
}

static void
part_word(const NameText *name, const NamePart *part, char word[PART_LETTERS * 4])
{
	gsize n = 0;
	for (guint i = 0; i < part->n && n + 8 < PART_LETTERS * 4; i++)
		n += (gsize)g_unichar_to_utf8(name->base[part->first + i], word + n);
	word[n] = '\0';
}

/* Latin letters as they are. */
static void
add_latin(NameText *name, const char *from, const char *to, guint at)
{
	for (const char *p = from; p < to; p = g_utf8_next_char(p), at++) {
		gunichar c = g_utf8_get_char(p);
		if (c < 0x80) {
			if (g_ascii_isalnum((char)c)) {
				c = (gunichar)g_ascii_tolower((char)c);
				add_letter(name, c, c, at);
			}
			continue;
		}
		if (!u_isalnum((UChar32)c))
			continue;
		c = c == 0x130 ? 'i' : (gunichar)u_tolower((UChar32)c);
		add_letter(name, c, base_letter(c), at);
	}
}

/* A script with a table: its Latin letters, spread over the characters of the part. */
static gboolean
add_romanised(NameText *name, const Romanise *romanise, const char *text, NamePart *part)
{
	g_autofree char *latin = romanise_text(romanise, text, part->script, NULL);
	if (latin == NULL)
		return FALSE;
	glong n = g_utf8_strlen(latin, -1), i = 0;
	for (const char *p = latin; *p != '\0'; p = g_utf8_next_char(p), i++) {
		gunichar c = (gunichar)u_tolower((UChar32)g_utf8_get_char(p));
		if (u_isalnum((UChar32)c))
			add_letter(name, c, base_letter(c),
				part->start + (guint)(i * (glong)(part->end - part->start) / n));
	}
	return TRUE;
}

static void
add_folded(NameText *name, const char *text, const NamePart *part)
{
	g_auto(TextKey) key;
	text_key_init(&key, text);
	for (guint i = 0; i < key.n; i++) {
		if (text_key_is_letter(key.chars[i].letter))
			add_letter(name, key.chars[i].letter, key.chars[i].letter, part->start + key.chars[i].index);
	}
}

static void
add_part(NameText *name, const NameRules *rules, const Romanise *romanise, const char *from, const char *to,
	guint start, guint end, gboolean dotted)
{
	if (name->n_parts == NAME_PARTS || end - start > 4 * PART_LETTERS) {
		name->cut = TRUE;
		return;
	}
	NamePart part = {.first = name->n_letters, .n_words = 1, .start = start, .end = end};
	g_autofree char *text = NULL;
	gboolean ascii = TRUE;
	for (const char *p = from; p < to; p++)
		ascii &= (guchar)*p < 0x80;
	part.script = SCRIPT_LATIN;
	if (!ascii) {
		text = g_strndup(from, (gsize)(to - from));
		part.script = script_of_text(text);
		if (part.script == SCRIPT_GEORGIAN) { /* the tables know small letters only */
			char *small = g_utf8_strdown(text, -1);
			g_free(text);
			text = small;
		}
	}
	if (ascii || part.script == SCRIPT_LATIN || part.script == SCRIPT_NONE)
		add_latin(name, from, to, start);
	else if (part.script == SCRIPT_ARABIC || !add_romanised(name, romanise, text, &part))
		add_folded(name, text, &part);
	part.n = name->n_letters - part.first;
	if (part.n == 0)
		return;
	if (part.n > PART_LETTERS) {
		part.n = PART_LETTERS;
		name->cut = TRUE;
	}
	char word[PART_LETTERS * 4];
	part_word(name, &part, word);
	part.flags = name_rules_word(rules, word);
	if (text != NULL && part.script > SCRIPT_LATIN) {
		g_autofree char *phrase = text_phrase(text);
		part.flags |= name_rules_word(rules, phrase);
		part.n_groups = name_rules_groups(rules, phrase, part.groups);
	}
	if (part.n_groups == 0)
		part.n_groups = name_rules_groups(rules, word, part.groups);
	if (name_rules_is_patronymic(rules, word))
		part.flags |= NAME_WORD_PATRONYMIC;
	part.initial = part.n == 1 || (dotted && part.n == 2 && end - start <= 2 && part.n_groups == 0);
	name->has_connector |= (part.flags & NAME_WORD_CONNECTOR) != 0;
	name->parts[name->n_parts++] = part;
}

NamePart
name_text_join(const NameText *name, const NameRules *rules, guint from, guint n)
{
	NamePart part = name->parts[from];
	const NamePart *last = &name->parts[from + n - 1];
	if (n == 1)
		return part;
	part.n = MIN(last->first + last->n - part.first, PART_LETTERS);
	part.end = last->end;
	part.n_words = 0;
	for (guint i = 0; i < n; i++)
		part.n_words += name->parts[from + i].n_words;
	part.flags = 0;
	part.initial = FALSE;
	char word[PART_LETTERS * 4];
	part_word(name, &part, word);
	part.n_groups = name_rules_groups(rules, word, part.groups);
	return part;
}

/* "abd" "al" "rahman" is one name. */
static void
join_prefixes(NameText *name, const NameRules *rules)
{
	guint out = 0;
	for (guint i = 0; i < name->n_parts;) {
		guint n = 1;
		if (name->parts[i].flags & NAME_WORD_PREFIX) {
			while (i + n + 1 < name->n_parts && (name->parts[i + n].flags & NAME_WORD_PARTICLE) && n < 3)
				n++;
			if (i + n < name->n_parts)
				n++;
		}
		name->parts[out++] = name_text_join(name, rules, i, n);
		i += n;
	}
	name->n_parts = out;
}

static gboolean
separates(gunichar c)
{
	if (c < 0x80)
		return !g_ascii_isalnum((char)c) && c != '\'' && c != '`';
	if (c == 0x2019 || c == 0x2018 || c == 0xb4 || c == 0x640 || u_charType((UChar32)c) == U_FORMAT_CHAR)
		return c == 0x200b;
	int8_t type = u_charType((UChar32)c);
	return !u_isalnum((UChar32)c) && type != U_NON_SPACING_MARK && type != U_COMBINING_SPACING_MARK &&
	       type != U_MODIFIER_LETTER && type != U_MODIFIER_SYMBOL;
}

void
name_text_init(NameText *name, const NameRules *rules, const Romanise *romanise, const char *text)
{
	name->n_letters = name->n_parts = name->n_chars = 0;
	name->has_connector = name->cut = FALSE;
	const char *from = NULL;
	guint start = 0, at = 0;
	const char *p = text;
	for (; at < TEXT_KEY_MAX; p = g_utf8_next_char(p), at++) {
		gunichar c = *p == '\0' ? ' ' : g_utf8_get_char(p);
		gboolean apart = separates(c);
		if (!apart && from == NULL) {
			from = p;
			start = at;
		} else if (apart && from != NULL) {
			add_part(name, rules, romanise, from, p, start, at, c == '.');
			from = NULL;
		}
		if (*p == '\0' || name->cut)
			break;
	}
	name->cut |= *p != '\0';
	name->n_chars = at;
	name->script = SCRIPT_NONE;
	for (guint i = 0; i < name->n_letters && name->script == SCRIPT_NONE; i++)
		name->script = script_of_letter(name->raw[i]);
	join_prefixes(name, rules);
}
