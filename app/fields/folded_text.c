#include "app/fields/folded_text.h"
#include <string.h>

static guint64
bag_bit(gunichar c)
{
	return G_GUINT64_CONSTANT(1) << (c * 2654435761u >> 16 & 63);
}

static void
append_char(FoldedText *folded, gunichar c)
{
	if (folded->n == FOLDED_MAX)
		return;
	folded->chars[folded->n++] = c;
	folded->bag |= bag_bit(c);
}

/* Letters that decomposition leaves apart although one label is written with either. */
static const struct {
	gunichar from;
	const char *to;
} alike[] = {
	{0x0153, "oe"},       /* œ */
	{0x00e6, "ae"},       /* æ */
	{0x00df, "ss"},       /* ß */
	{0x00f8, "o"},        /* ø */
	{0x0142, "l"},        /* ł */
	{0x0111, "d"},        /* đ */
	{0x0131, "i"},        /* ı */
	{0x0259, "e"},        /* ə */
	{0x0629, "\xd9\x87"}, /* teh marbuta, heh */
	{0x0649, "\xdb\x8c"}, /* alef maksura, yeh */
	{0x064a, "\xdb\x8c"}, /* Arabic yeh, Persian yeh */
	{0x06cd, "\xdb\x8c"}, /* yeh with tail (Pashto) */
	{0x06d0, "\xdb\x8c"}, /* e (Pashto) */
	{0x0643, "\xda\xa9"}, /* Arabic kaf, keheh */
	{0x06ab, "\xda\xaf"}, /* kaf with ring (Pashto), gaf */
	{0x0671, "\xd8\xa7"}, /* alef wasla, alef */
	{0x0456, "i"},        /* Ukrainian i: the Latin one is often read for it */
	{0x0491, "\xd0\xb3"}, /* Ukrainian ghe with upturn, ghe */
};

static void
append_folded(FoldedText *folded, gunichar c)
{
	int digit = g_unichar_digit_value(c);
	if (digit >= 0) {
		append_char(folded, (gunichar)('0' + digit));
		return;
	}
	if (c == 0x0640 || !g_unichar_isalpha(c)) /* tatweel only stretches */
		return;
	c = g_unichar_tolower(c);
	for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
		if (alike[i].from != c)
			continue;
		for (const char *p = alike[i].to; *p != '\0'; p = g_utf8_next_char(p))
			append_char(folded, g_utf8_get_char(p));
		return;
	}
	append_char(folded, c);
}

void
folded_text_set(FoldedText *folded, const char *text)
{
	folded->n = 0;
	folded->bag = 0;
	g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_ALL); /* NULL: not UTF-8 */
	for (const char *p = parts; p != NULL && *p != '\0' && folded->n < FOLDED_MAX; p = g_utf8_next_char(p))
		append_folded(folded, g_utf8_get_char(p));
}

void
folded_text_append(FoldedText *folded, const FoldedText *more)
{
	for (guint i = 0; i < more->n; i++)
		append_char(folded, more->chars[i]);
}

gboolean
folded_text_equal(const FoldedText *a, const FoldedText *b)
{
	return a->n == b->n && memcmp(a->chars, b->chars, a->n * sizeof a->chars[0]) == 0;
}

guint
folded_text_distance(const FoldedText *a, const FoldedText *b, guint max)
{
	guint longer = MAX(a->n, b->n), shorter = MIN(a->n, b->n);
	if (longer - shorter > max)
		return max + 1;
	/* Each error changes at most two characters of the bags. */
	if ((guint)__builtin_popcountll(a->bag ^ b->bag) > 2 * max)
		return max + 1;
	guint row[FOLDED_MAX + 1];
	for (guint j = 0; j <= b->n; j++)
		row[j] = j;
	for (guint i = 1; i <= a->n; i++) {
		guint diagonal = row[0], best = i;
		row[0] = i;
		for (guint j = 1; j <= b->n; j++) {
			guint replaced = diagonal + (a->chars[i - 1] != b->chars[j - 1]);
			diagonal = row[j];
			row[j] = MIN(replaced, MIN(row[j], row[j - 1]) + 1);
			best = MIN(best, row[j]);
		}
		if (best > max)
			return max + 1;
	}
	return MIN(row[b->n], max + 1);
}

guint
folded_text_tolerance(guint n)
{
	return n < 5 ? 0 : n < 11 ? 1 : n < 17 ? 2 : n < 25 ? 3 : 4;
}
