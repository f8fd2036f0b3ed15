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

/* Number, nationality, birth, sex, expiry: from column 0 of the second line of a booklet or TD2 card. */
static void
put_holder(char *line, const MrzHolder *holder)
{
	put(line, 0, 9, holder->number);
	line[9] = mrz_write_digit(line, 9);
	put(line, 10, 3, holder->nationality);
	put_date(line, 13, holder->birth_date);
	line[19] = mrz_write_digit(line + 13, 6);
	put(line, 20, 1, g_str_equal(holder->sex, "M") || g_str_equal(holder->sex, "F") ? holder->sex : "<");
	put_date(line, 21, holder->expiry_date);
	line[27] = mrz_write_digit(line + 21, 6);
}

static const char *
optional(const MrzHolder *holder)
{
	return holder->optional != NULL ? holder->optional : "";
}

static void
write_td1(const MrzHolder *holder, const char *names, char lines[][MRZ_MAX_COLUMNS + 1])
{
	char *first = lines[0], *second = lines[1], composite[50];
	put(first, 5, 9, holder->number);
	first[14] = mrz_write_digit(first + 5, 9);
	put(first, 15, 15, optional(holder));
	put_date(second, 0, holder->birth_date);
	second[6] = mrz_write_digit(second, 6);
	put(second, 7, 1, g_str_equal(holder->sex, "M") || g_str_equal(holder->sex, "F") ? holder->sex : "<");
	put_date(second, 8, holder->expiry_date);
	second[14] = mrz_write_digit(second + 8, 6);
	put(second, 15, 3, holder->nationality);
	memcpy(composite, first + 5, 25);
	memcpy(composite + 25, second, 7);
	memcpy(composite + 32, second + 8, 7);
	memcpy(composite + 39, second + 18, 11);
	second[29] = mrz_write_digit(composite, 50);
	put(lines[2], 0, 30, names);
}

/* personal: columns of the optional data of line 2; in a booklet it has a check digit of its own. */
static void
write_two_lines(const MrzHolder *holder, const char *names, gsize columns, char lines[][MRZ_MAX_COLUMNS + 1])
{
	gboolean booklet = columns == MRZ_TD3_COLUMNS;
	char *line = lines[1], composite[39];
	put(lines[0], 5, columns - 5, names);
	put_holder(line, holder);
	put(line, 28, booklet ? 14 : 7, optional(holder));
	if (booklet)
		line[42] = mrz_write_digit(line + 28, 14);
	gsize rest = columns - 1 - 21;
	memcpy(composite, line, 10);
	memcpy(composite + 10, line + 13, 7);
	memcpy(composite + 17, line + 21, rest);
	line[columns - 1] = mrz_write_digit(composite, 17 + rest);
}

int
mrz_write(const MrzHolder *holder, MrzFormat format, char lines[MRZ_MAX_LINES][MRZ_MAX_COLUMNS + 1])
{
	static const gsize columns[MRZ_WRITE_N] = {30, 36, MRZ_TD3_COLUMNS};
	for (int i = 0; i < MRZ_MAX_LINES; i++) {
		memset(lines[i], '<', columns[format]);
		lines[i][columns[format]] = '\0';
	}
	g_autofree char *surname = mrz_write_name(holder->surname);
	g_autofree char *given = mrz_write_name(holder->given_names != NULL ? holder->given_names : "");
	g_autofree char *names = *given != '\0' ? g_strconcat(surname, "<<", given, NULL) : g_strdup(surname);
	const char *code = holder->code != NULL && *holder->code != '\0' ? holder->code
			   : format == MRZ_WRITE_TD3                     ? "P"
									 : "ID";
	put(lines[0], 0, 2, code);
	put(lines[0], 2, 3, holder->issuer);
	if (format == MRZ_WRITE_TD1)
		write_td1(holder, names, lines);
	else
		write_two_lines(holder, names, columns[format], lines);
	return format == MRZ_WRITE_TD1 ? 3 : 2;
}

gboolean
mrz_write_format(const char *name, MrzFormat *format)
{
	static const char *const names[MRZ_WRITE_N] = {"TD1", "TD2", "TD3"};
	for (int i = 0; i < MRZ_WRITE_N; i++) {
		if (g_str_equal(names[i], name)) {
			*format = (MrzFormat)i;
			return TRUE;
		}
	}
	return FALSE;
}
