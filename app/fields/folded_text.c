#include "app/fields/folded_text.h"
#include <string.h>

gboolean
letter_is_small(gunichar c)
{
	gboolean georgian = c >= 0x10d0 && c <= 0x10ff;
	return g_unichar_islower(c) && !georgian;
}

static guint64
bag_bit(gunichar c)
{
	return G_GUINT64_CONSTANT(1) << (c * 2654435761u >> 16 & 63);
}

static guint
script_class(gunichar c)
{
	static const gunichar ends[] = {
		0x250, 0x400, 0x530, 0x590, 0x600, 0x900, 0x980, 0xa00, 0xb80, 0xc00, 0x10a0, 0x1100, 0x1200, 0x13a0};
	guint class = 1;
	if (c == 'i' || (c >= '0' && c <= '9'))
		return 0;
	while (class <= G_N_ELEMENTS(ends) && c >= ends[class - 1])
		class ++;
	return class;
}

static void
append_char(FoldedText *folded, gunichar c)
{
	if (folded->n == FOLDED_MAX)
		return;
	if (folded->n == 0)
		folded->script = script_class(c);
	if (folded->n > 0)
		folded->pairs |= bag_bit(folded->chars[folded->n - 1] * 31 + c);
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
	{0x06d5, "\xd9\x87"}, /* ae (Kurdish), heh: the readers of Arabic and Persian have no Kurdish letters */
	{0x06c1, "\xd9\x87"}, /* heh goal (Urdu) */
	{0x06be, "\xd9\x87"}, /* heh doachashmee (Urdu) */
	{0x06c3, "\xd9\x87"}, /* teh marbuta goal (Urdu) */
	{0x06d2, "\xdb\x8c"}, /* yeh barree (Urdu) */
	{0x06ce, "\xdb\x8c"}, /* yeh with small v (Kurdish) */
	{0x06c6, "\xd9\x88"}, /* oe (Kurdish), waw */
	{0x06c7, "\xd9\x88"}, /* u (Kurdish) */
	{0x0695, "\xd8\xb1"}, /* reh with small v below (Kurdish), reh */
	{0x06b5, "\xd9\x84"}, /* lam with small v (Kurdish), lam */
	{0x06a4, "\xd9\x81"}, /* veh (Kurdish), feh */
	{0x0456, "i"},        /* Ukrainian i: the Latin one is often read for it */
	{0x0491, "\xd0\xb3"}, /* Ukrainian ghe with upturn, ghe */
};

/* Rows of Ethiopic syllables that sound alike and are written for each other. */
static gunichar
ethiopic_plain(gunichar c)
{
	static const struct {
		gunichar from, to;
	} rows[] = {{0x1210, 0x1200}, {0x1280, 0x1200}, {0x1220, 0x1230}, {0x12d0, 0x12a0}, {0x1340, 0x1338}};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		if (c >= rows[i].from && c < rows[i].from + 7)
			return rows[i].to + (c - rows[i].from);
	return c;
}

static void
append_folded(FoldedText *folded, gunichar c)
{
	int digit = g_unichar_digit_value(c);
	if (digit >= 0) {
		append_char(folded, (gunichar)('0' + digit));
		return;
	}
	if (c >= 0x900 && c < 0xe00 && g_unichar_ismark(c)) { /* India's vowel signs are letters */
		append_char(folded, c);
		return;
	}
	if (c == 0x0640 || !g_unichar_isalpha(c)) /* tatweel only stretches */
		return;
	c = ethiopic_plain(g_unichar_tolower(c));
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
	*folded = (FoldedText){0};
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
folded_chars_distance(const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint max)
{
	guint longer = MAX(n_a, n_b), shorter = MIN(n_a, n_b);
	if (longer - shorter > max)
		return max + 1;
	/* Alike ends cost nothing. */
	while (n_a > 0 && n_b > 0 && a[n_a - 1] == b[n_b - 1])
		n_a--, n_b--;
	while (n_a > 0 && n_b > 0 && *a == *b)
		a++, b++, n_a--, n_b--;
	if (n_a == 0 || n_b == 0)
		return n_a + n_b;
	guint row[FOLDED_MAX + 2];
	for (guint j = 0; j <= n_b; j++)
		row[j] = j;
	for (guint i = 1; i <= n_a; i++) {
		/* Only a band about the diagonal can stay within max. */
		guint first = i > max ? i - max : 1, last = MIN(n_b, i + max);
		guint diagonal = row[first - 1], best = max + 1;
		row[first - 1] = first == 1 ? i : max + 1;
		for (guint j = first; j <= last; j++) {
			guint above = j == i + max ? max + 1 : row[j], replaced = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			row[j] = MIN(replaced, MIN(above, row[j - 1]) + 1);
			best = MIN(best, row[j]);
		}
		if (best > max)
			return max + 1;
	}
	return MIN(row[n_b], max + 1);
}

guint
folded_text_distance(const FoldedText *a, const FoldedText *b, guint max)
{
	if (!folded_bags_near(a->bag, a->pairs, b->bag, b->pairs, max))
		return max + 1;
	return folded_chars_distance(a->chars, a->n, b->chars, b->n, max);
}
