#include "app/data/build/glyphs/hand_text.h"
#include <string.h>

static gunichar
pick(const char *letters, GRand *random)
{
	glong n = g_utf8_strlen(letters, -1);
	return g_utf8_get_char(g_utf8_offset_to_pointer(letters, g_rand_int_range(random, 0, (gint32)n)));
}

/* 12/05/1987, 12 05 87, 1987. */
static void
put_date(GString *text, GRand *random)
{
	static const char *const signs[] = {"/", "/", "/", ".", "-", " "};
	const char *sign = signs[g_rand_int_range(random, 0, 6)];
	int year = g_rand_int_range(random, 1920, 2030);
	if (g_rand_double(random) < 0.2)
		g_string_append_printf(text, "%d", year);
	else
		g_string_append_printf(text, "%02d%s%02d%s%d", g_rand_int_range(random, 1, 32), sign,
			g_rand_int_range(random, 1, 13), sign, g_rand_boolean(random) ? year : year % 100);
}

static void
put_number(GString *text, GRand *random)
{
	int n = g_rand_int_range(random, 1, 10);
	for (int i = 0; i < n; i++)
		g_string_append_c(text, (char)('0' + g_rand_int_range(random, 0, 10)));
}

/* Vowels and consonants by turns, nearly. */
static void
put_latin(GString *text, int n, gboolean capitals, GRand *random)
{
	static const char vowels[] = "aeiouaeioueaéèïôy", others[] = "nrtslmdkbhpvfcgjznrtslmdkbxwqç";
	gboolean vowel = g_rand_double(random) < 0.3;
	gboolean first = g_rand_double(random) < 0.6;
	for (int i = 0; i < n; i++) {
		gunichar c = pick(vowel ? vowels : others, random);
		g_string_append_unichar(text, capitals || (first && i == 0) ? g_unichar_toupper(c) : c);
		vowel = g_rand_double(random) < (vowel ? 0.12 : 0.8);
	}
}

char *
hand_text(const char *letters, GRand *random)
{
	GString *text = g_string_new(NULL);
	double kind = g_rand_double(random);
	int n = g_rand_double(random) < 0.15 ? g_rand_int_range(random, 1, 4) : g_rand_int_range(random, 3, 11);
	if (kind < 0.15)
		put_date(text, random);
	else if (kind < 0.22)
		put_number(text, random);
	else if (letters == NULL)
		put_latin(text, n, kind > 0.75, random);
	else
		for (int i = 0; i < n; i++)
			g_string_append_unichar(text, pick(letters, random));
	if (g_rand_double(random) < 0.08)
		g_string_append_c(text, ",.:-"[g_rand_int_range(random, 0, 4)]);
	return g_string_free(text, FALSE);
}
