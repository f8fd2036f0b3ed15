#include "app/values/text_key.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* Letters that Unicode does not decompose, and letters of the Arabic script that keyboards mix up. */
static const struct {
	gunichar from;
	const char *to;
} plain[] = {
	{0x00df, "ss"},
	{0x00e6, "ae"},
	{0x00f0, "d"},
	{0x00f8, "o"},
	{0x00fe, "th"},
	{0x0111, "d"},
	{0x0127, "h"},
	{0x0131, "i"},
	{0x0138, "k"},
	{0x0142, "l"},
	{0x014b, "ng"},
	{0x0153, "oe"},
	{0x0167, "t"},
	{0x0180, "b"},
	{0x0199, "k"},
	{0x019a, "l"},
	{0x01b4, "y"},
	{0x01dd, "e"},
	{0x0251, "a"},
	{0x0253, "b"},
	{0x0254, "o"},
	{0x0256, "d"},
	{0x0257, "d"},
	{0x0259, "e"},
	{0x025b, "e"},
	{0x0263, "g"},
	{0x0268, "i"},
	{0x0269, "i"},
	{0x026f, "u"},
	{0x0272, "ny"},
	{0x0289, "u"},
	{0x028b, "v"},
	{0x0649, "ي"},
	{0x06cc, "ي"},
	{0x06d0, "ي"},
	{0x06cd, "ي"},
	{0x06d2, "ي"},
	{0x06a9, "ك"},
	{0x06aa, "ك"},
	{0x0629, "ه"},
	{0x06be, "ه"},
	{0x06c1, "ه"},
	{0x06d5, "ه"},
	{0x06c3, "ه"},
	{0x0671, "ا"},
	{0x0621, ""},
	{0x0640, ""},
};

static gboolean
is_dropped(UChar32 c)
{
	if (c == 0xad || u_charType(c) == U_FORMAT_CHAR)
		return TRUE;
	if (u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_ENCLOSING_MARK)
		return FALSE;
	return c < 0x370 || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5c7) || (c >= 0x610 && c <= 0x61a) ||
	       (c >= 0x64b && c <= 0x65f) || c == 0x670 || (c >= 0x6d6 && c <= 0x6ed) || (c >= 0x1ab0 && c <= 0x1aff) ||
	       (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0x135d && c <= 0x135f) ||
	       (c >= 0xfe00 && c <= 0xfe0f);
}

static void
add(TextKey *key, GArray *out, UChar32 c, guint index, guint byte)
{
	KeyChar one = {0, index, byte};
	int digit = c < 0x80 ? -1 : u_charDigitValue(c);
	if (digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
		key->eastern |= c >= 0x6f0 && c <= 0x6f9;
		one.letter = '0' + (gunichar)digit;
		g_array_append_val(out, one);
		return;
	}
	c = u_tolower(c);
	for (guint i = 0; c >= 0xdf && i < G_N_ELEMENTS(plain); i++) {
		if (plain[i].from != (gunichar)c)
			continue;
		for (const char *p = plain[i].to; *p != '\0'; p = g_utf8_next_char(p)) {
			one.letter = g_utf8_get_char(p);
			g_array_append_val(out, one);
		}
		return;
	}
	if (c == 0x2019 || c == 0x2018 || c == 0x2bc || c == 0x2bb || c == 0x2be || c == 0x2bf || c == 0x2b9 ||
		c == 0x2b0 || c == 0xb4 || c == '`')
		c = '\'';
	else if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212)
		c = '-';
	else if (u_isUWhiteSpace(c))
		c = ' ';
	one.letter = (gunichar)c;
	if (!is_dropped(c))
		g_array_append_val(out, one);
}

void
text_key_init(TextKey *key, const char *text)
{
	*key = (TextKey){0};
	GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(KeyChar), 32);
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
	const char *p = text == NULL ? "" : text;
	guint index = 0;
	while (*p != '\0' && index < TEXT_KEY_MAX) {
		gunichar c = g_utf8_get_char_validated(p, -1);
		if (c == (gunichar)-1 || c == (gunichar)-2)
			break;
		guint byte = (guint)(p - text);
		UChar parts[32];
		code = U_ZERO_ERROR;
		int32_t n = c < 0x80 || c == 0xb4 ? -1 : unorm2_getDecomposition(nfkd, (UChar32)c, parts, 32, &code);
		if (n < 0 || U_FAILURE(code)) {
			add(key, out, (UChar32)c, index, byte);
		} else {
			for (int32_t i = 0; i < n;) {
				UChar32 part;
				U16_NEXT(parts, i, n, part);
				/* Persian digits have no decomposition; spaces of presentation forms are harmless. */
				add(key, out, part, index, byte);
			}
		}
		p = g_utf8_next_char(p);
		index++;
	}
	key->n_bytes = text == NULL ? 0 : (guint)(p - text);
	key->n = out->len;
	key->chars = (KeyChar *)(void *)g_array_free(out, FALSE);
}

void
text_key_clear(TextKey *key)
{
	g_clear_pointer(&key->chars, g_free);
	key->n = 0;
}

gboolean
text_key_is_letter(gunichar letter)
{
	if (letter < 0x80)
		return g_ascii_isalnum((char)letter);
	int8_t type = u_charType((UChar32)letter);
	return u_isalpha((UChar32)letter) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
	       type == U_OTHER_NUMBER || type == U_LETTER_NUMBER || type == U_DECIMAL_DIGIT_NUMBER;
}

gsize
text_key_phrase(const TextKey *key, guint from, guint to, char *out, gsize size)
{
	gsize n = 0;
	gboolean gap = FALSE;
	for (guint i = from; i < to && i < key->n && n + 8 < size; i++) {
		gunichar c = key->chars[i].letter;
		if (!text_key_is_letter(c)) {
			gap = n > 0;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = FALSE;
		n += (gsize)g_unichar_to_utf8(c, out + n);
	}
	out[n] = '\0';
	return n;
}

char *
text_phrase(const char *text)
{
	g_auto(TextKey) key;
	text_key_init(&key, text);
	gsize size = (gsize)key.n * 6 + 16;
	char *out = g_malloc(size);
	text_key_phrase(&key, 0, key.n, out, size);
	return out;
}
