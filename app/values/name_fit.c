#include "app/values/name.h"
#include <string.h>
#include <unicode/unorm2.h>

/* Letters of a French act: circulaire of 23 July 2014 on civil status, « à â ä é è ê ë ï î ô ö ù û ü ÿ ç æ œ ». */
static const char allowed[] = "àâäéèêëïîôöùûüÿçæœÀÂÄÉÈÊËÏÎÔÖÙÛÜŸÇÆŒ";

/* Letters without a decomposition, by the letters that ICAO 9303-3 §6 A gives or the usual plain ones. */
static const struct {
	gunichar letter;
	const char *plain;
} others[] = {{0xdf, "ss"}, {0xd0, "D"}, {0xf0, "d"}, {0xde, "TH"}, {0xfe, "th"}, {0x110, "D"}, {0x111, "d"},
	{0x126, "H"}, {0x127, "h"}, {0x131, "i"}, {0x130, "I"}, {0x141, "L"}, {0x142, "l"}, {0x14a, "N"}, {0x14b, "n"},
	{0x166, "T"}, {0x167, "t"}, {0x18f, "E"}, {0x259, "e"}, {0x1dd, "e"}, {0x186, "O"}, {0x254, "o"}, {0x190, "E"},
	{0x25b, "e"}, {0x181, "B"}, {0x253, "b"}, {0x18a, "D"}, {0x257, "d"}, {0x198, "K"}, {0x199, "k"}, {0x19d, "N"},
	{0x272, "n"}, {0x1b3, "Y"}, {0x1b4, "y"}, {0x2019, "'"}, {0x2018, "'"}, {0x2bc, "'"}, {0x2bb, "'"}, {0x2be, ""},
	{0x2bf, ""}, {0x2b9, ""}, {0x2ba, ""}, {0x2010, "-"}, {0x2011, "-"}, {0x2013, "-"}, {0xd8, "O"}, {0xf8, "o"}};

static gboolean
is_allowed(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalpha((char)c) || strchr(" -',.()", (int)c) != NULL;
	return c == 0x2019 || g_utf8_strchr(allowed, -1, c) != NULL;
}

static void
append_plain(GString *out, gunichar c)
{
	for (guint i = G_N_ELEMENTS(others); i-- > 0;) {
		if (others[i].letter == c) {
			g_string_append(out, others[i].plain);
			return;
		}
	}
	UErrorCode code = U_ZERO_ERROR;
	UChar parts[16];
	int32_t n = unorm2_getDecomposition(unorm2_getNFDInstance(&code), (UChar32)c, parts, 16, &code);
	if (n > 0 && U_SUCCESS(code) && parts[0] < 0x80)
		g_string_append_c(out, (char)parts[0]);
}

gboolean
name_fits_act(const char *value, char **replacement)
{
	if (replacement != NULL)
		*replacement = NULL;
	if (value == NULL)
		return TRUE;
	g_autofree char *valid = g_utf8_make_valid(value, -1);
	g_autofree char *nfc = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
	gboolean fits = TRUE;
	GString *out = g_string_new(NULL);
	for (const char *p = nfc; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (is_allowed(c)) {
			g_string_append_unichar(out, c);
			continue;
		}
		fits = FALSE;
		append_plain(out, c);
	}
	if (fits || replacement == NULL)
		g_string_free(out, TRUE);
	else
		*replacement = g_string_free(out, FALSE);
	return fits;
}
