#include "app/samples/mrz_write.h"
#include <string.h>

char
mrz_write_digit(const char *text, gsize n)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;
	for (gsize i = 0; i < n; i++) {
		int value = 0;
		if (g_ascii_isdigit(text[i]))
			value = text[i] - '0';
		else if (g_ascii_isupper(text[i]))
			value = text[i] - 'A' + 10;
		sum += value * weights[i % 3];
	}
	return (char)('0' + sum % 10);
}

/* Letters that decomposition does not bring to A-Z (9303-3 §6 A). */
static const struct {
	gunichar letter;
	const char *zone;
} spelt[] = {
	{0xC4, "AE"},
	{0xD6, "OE"},
	{0xDC, "UE"},
	{0xC5, "AA"},
	{0xC6, "AE"},
	{0xD8, "OE"},
	{0x152, "OE"},
	{0xDE, "TH"},
	{0x1E9E, "SS"},
	{0xDF, "SS"},
	{0x130, "I"},
	{0x131, "I"},
	{0x141, "L"},
	{0x110, "D"},
	{0xD1, "N"},
};

static void
append_letter(GString *zone, gunichar c)
{
	for (guint i = 0; i < G_N_ELEMENTS(spelt); i++) {
		if (spelt[i].letter == c) {
			g_string_append(zone, spelt[i].zone);
			return;
		}
	}
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
	if (n > 0 && parts[0] < 128 && g_ascii_isalpha((char)parts[0]))
		g_string_append_c(zone, (char)parts[0]);
}

char *
mrz_write_name(const char *name)
{
	GString *zone = g_string_new(NULL);
	for (const char *p = name; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_unichar_toupper(g_utf8_get_char(p));
		if (c == ' ' || c == '-')
			g_string_append_c(zone, '<');
		else
			append_letter(zone, c);
	}
	return g_string_free(zone, FALSE);
}

/* Copies text over the fillers of a line from a column on, cut to the room there is. */
static void
put(char *line, gsize column, gsize room, const char *text)
{
	for (gsize i = 0; i < room && text[i] != '\0'; i++)
		line[column + i] = text[i];
}

/* YYMMDD; what an EDTF date leaves out stays a filler. */
static void
put_date(char *line, gsize column, const char *edtf)
{
	if (strlen(edtf) >= 4)
		put(line, column, 2, edtf + 2);
	if (strlen(edtf) >= 7)
		put(line, column + 2, 2, edtf + 5);
	if (strlen(edtf) >= 10)
		put(line, column + 4, 2, edtf + 8);
}

void
mrz_write_td3(const MrzHolder *holder, char lines[2][MRZ_TD3_COLUMNS + 1])
{
	for (int i = 0; i < 2; i++) {
		memset(lines[i], '<', MRZ_TD3_COLUMNS);
		lines[i][MRZ_TD3_COLUMNS] = '\0';
	}
	g_autofree char *surname = mrz_write_name(holder->surname);
	g_autofree char *given = mrz_write_name(holder->given_names != NULL ? holder->given_names : "");
	g_autofree char *names = *given != '\0' ? g_strconcat(surname, "<<", given, NULL) : g_strdup(surname);
	put(lines[0], 0, 1, "P");
	put(lines[0], 2, 3, holder->issuer);
	put(lines[0], 5, MRZ_TD3_COLUMNS - 5, names);

	char *line = lines[1];
	put(line, 0, 9, holder->number);
	line[9] = mrz_write_digit(line, 9);
	put(line, 10, 3, holder->nationality);
	put_date(line, 13, holder->birth_date);
	line[19] = mrz_write_digit(line + 13, 6);
	put(line, 20, 1, g_str_equal(holder->sex, "M") || g_str_equal(holder->sex, "F") ? holder->sex : "<");
	put_date(line, 21, holder->expiry_date);
	line[27] = mrz_write_digit(line + 21, 6);
	put(line, 28, 14, holder->optional != NULL ? holder->optional : "");
	line[42] = mrz_write_digit(line + 28, 14);
	char composite[39];
	memcpy(composite, line, 10);
	memcpy(composite + 10, line + 13, 7);
	memcpy(composite + 17, line + 21, 22);
	line[43] = mrz_write_digit(composite, 39);
}
