#include "tests/bench/zones/zone_text.h"
#include "app/codes/mrz_layout.h"
#include "app/codes/mrz_parse.h"
#include <string.h>

static const char *const surnames[] = {"AHMADI", "DIALLO", "TRAORE", "KOVALENKO", "GEBREMEDHIN", "RAHMAN", "SIVAKUMAR",
	"OEZDEMIR", "HAXHIU", "MUKENDI<KALALA", "AL<HASSAN", "TSERING", "ZHUKOVA", "QADERI", "O<CONNOR", "XHAFERI"};
static const char *const given[] = {"FERESHTA", "MOHAMMAD<ZAMAN", "AICHA", "OLEKSANDR", "SELAM<TESFAY", "MD<JAHANGIR",
	"KAVITHA", "YUSUF<KEMAL", "VJOSA", "GRACE<WIVINE", "XHEVAHIR", "LOBSANG<DORJE"};
static const char *const states[] = {"AFG", "GIN", "MLI", "UKR", "ERI", "BGD", "LKA", "TUR", "ALB", "COD", "SYR", "D<<",
	"XXA", "XXB", "XXC", "RKS", "UNO", "EUE", "FRA", "IRQ"};
static const char digits[] = "0123456789", any[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static const char *
pick(const char *const *from, gsize n, GRand *random)
{
	return from[g_rand_int_range(random, 0, (gint32)n)];
}

static gboolean
chance(GRand *random, double share)
{
	return g_rand_double(random) < share;
}

/* At most room characters: what is longer is cut, as ICAO cuts it. */
static void
put(char *line, int from, int room, const char *text)
{
	memcpy(line + from - 1, text, MIN(strlen(text), (gsize)room));
}

static void
put_random(char *line, int from, int n, const char *alphabet, GRand *random)
{
	for (int i = 0; i < n; i++)
		line[from - 1 + i] = alphabet[g_rand_int_range(random, 0, (gint32)strlen(alphabet))];
}

/* The digit over positions from to to of a line. */
static char
digit_over(const char *line, int from, int to)
{
	return (char)('0' + mrz_check_digit(line + from - 1, (gsize)(to - from + 1)));
}

static void
append_syllables(GString *name, int n, GRand *random)
{
	static const char consonants[] = "BCDFGHJKLMNPQRSTVWXZ", vowels[] = "AEIOUY";
	for (int i = 0; i < n; i++) {
		g_string_append_c(name, consonants[g_rand_int_range(random, 0, sizeof consonants - 1)]);
		g_string_append_c(name, vowels[g_rand_int_range(random, 0, sizeof vowels - 1)]);
		if (chance(random, 0.3))
			g_string_append_c(name, consonants[g_rand_int_range(random, 0, sizeof consonants - 1)]);
	}
}

/* surname<<given names; now and then one name alone, or more than there is room for. */
static char *
make_name(GRand *random)
{
	GString *name = g_string_new(NULL);
	if (chance(random, 0.5))
		g_string_append(name, pick(surnames, G_N_ELEMENTS(surnames), random));
	else
		append_syllables(name, g_rand_int_range(random, 1, 6), random);
	if (chance(random, 0.07))
		return g_string_free(name, FALSE);
	g_string_append(name, "<<");
	if (chance(random, 0.5))
		g_string_append(name, pick(given, G_N_ELEMENTS(given), random));
	else
		append_syllables(name, g_rand_int_range(random, 1, 5), random);
	while (chance(random, 0.15)) {
		g_string_append_c(name, '<');
		append_syllables(name, 4, random);
	}
	return g_string_free(name, FALSE);
}

static void
put_birth(char *line, int at, GRand *random)
{
	g_autofree char *born = g_strdup_printf("%02d%02d%02d", g_rand_int_range(random, 0, 100),
		g_rand_int_range(random, 1, 13), g_rand_int_range(random, 1, 29));
	if (chance(random, 0.08))
		memset(born + (chance(random, 0.5) ? 2 : 4), '<', 2);
	if (born[2] == '<')
		memset(born + 2, '<', 4);
	put(line, at, 6, born);
	line[at + 5] = digit_over(line, at, at + 5);
}

static void
put_expiry(char *line, int at, GRand *random)
{
	g_autofree char *until = g_strdup_printf("%02d%02d%02d", g_rand_int_range(random, 10, 36),
		g_rand_int_range(random, 1, 13), g_rand_int_range(random, 1, 29));
	put(line, at, 6, until);
	line[at + 5] = digit_over(line, at, at + 5);
}

/* Nine characters and a digit; a long number goes on in the optional data at rest. TRUE: it did. */
static gboolean
put_number(char *line, int at, int rest, int room, GRand *random)
{
	const char *alphabet = chance(random, 0.5) ? digits : any;
	char number[16];
	int n_rest = g_rand_int_range(random, 1, 5);
	if (rest == 0 || n_rest + 2 > room || !chance(random, 0.2)) {
		put_random(line, at, chance(random, 0.8) ? 9 : 7, alphabet, random);
		line[at + 8] = digit_over(line, at, at + 8);
		return FALSE;
	}
	put_random(number, 1, 9 + n_rest, alphabet, random);
	memcpy(line + at - 1, number, 9);
	memcpy(line + rest - 1, number + 9, (gsize)n_rest);
	line[rest - 1 + n_rest] = digit_over(number, 1, 9 + n_rest);
	return TRUE;
}

static void
put_composite(ZoneText *zone)
{
	MrzLayout layout;
	char covered[MRZ_MAX_CELLS];
	gsize n = 0;
	int at = -1;
	mrz_layout_init(&layout, zone->format, 0);
	for (int i = 0; i < zone->n_lines * zone->n_columns; i++) {
		if (layout.cells[i].in_composite)
			covered[n++] = zone->lines[i / zone->n_columns][i % zone->n_columns];
		if (layout.cells[i].check == MRZ_DIGIT_COMPOSITE)
			at = i;
	}
	if (at >= 0)
		zone->lines[at / zone->n_columns][at % zone->n_columns] = (char)('0' + mrz_check_digit(covered, n));
}

static void
make_td1(ZoneText *zone, const char *state, const char *name, GRand *random)
{
	static const char *const codes[] = {"I<", "ID", "IR", "AR", "C<", "AC"};
	char *first = zone->lines[0], *second = zone->lines[1];
	put(first, 1, 2, pick(codes, G_N_ELEMENTS(codes), random));
	put(first, 3, 3, state);
	if (!put_number(first, 6, 16, 15, random) && chance(random, 0.5))
		put_random(first, 16, g_rand_int_range(random, 4, 16), any, random);
	put_birth(second, 1, random);
	second[7] = "MF<"[g_rand_int_range(random, 0, 3)];
	put_expiry(second, 9, random);
	put(second, 16, 3, state);
	if (chance(random, 0.3))
		put_random(second, 19, 11, digits, random);
	put(zone->lines[2], 1, 30, name);
}

static void
make_frid(ZoneText *zone, const char *name, GRand *random)
{
	char *first = zone->lines[0], *second = zone->lines[1];
	g_auto(GStrv) parts = g_strsplit(name, "<<", 2);
	put(first, 1, 5, "IDFRA");
	put(first, 6, 25, parts[0]);
	put_random(first, 31, chance(random, 0.5) ? 6 : 3, digits, random);
	put_random(second, 1, 12, digits, random);
	second[12] = digit_over(second, 1, 12);
	put(second, 14, 14, parts[1] != NULL ? parts[1] : "ANNE");
	put_birth(second, 28, random);
	second[34] = "MF"[g_rand_int_range(random, 0, 2)];
}

static void
make_two_lines(ZoneText *zone, const char *state, const char *name, GRand *random)
{
	static const char *const codes[MRZ_N_FORMATS][3] = {
		[MRZ_TD2] = {"I<", "ID", "AC"},
		[MRZ_TD3] = {"P<", "PD", "PT"},
		[MRZ_MRV_A] = {"V<", "VC", "VS"},
		[MRZ_MRV_B] = {"V<", "VC", "VD"},
	};
	char *first = zone->lines[0], *second = zone->lines[1];
	gboolean is_td2 = zone->format == MRZ_TD2;
	put(first, 1, 2, pick(codes[zone->format], 3, random));
	put(first, 3, 3, state);
	put(first, 6, zone->n_columns - 5, name);
	gboolean is_long = put_number(second, 1, is_td2 ? 29 : 0, 7, random);
	put(second, 11, 3, state);
	put_birth(second, 14, random);
	second[20] = "MF<"[g_rand_int_range(random, 0, 3)];
	put_expiry(second, 22, random);
	int room = zone->n_columns - 28 - (zone->format == MRZ_TD3 ? 2 : is_td2 ? 1 : 0);
	if (!is_long && chance(random, 0.5))
		put_random(second, 29, g_rand_int_range(random, 3, room + 1), any, random);
	if (zone->format == MRZ_TD3)
		second[42] = second[28] == '<' && chance(random, 0.5) ? '<' : digit_over(second, 29, 42);
}

void
zone_text_make(ZoneText *zone, GRand *random)
{
	static const MrzFormat often[] = {
		MRZ_TD3, MRZ_TD3, MRZ_TD3, MRZ_TD1, MRZ_TD1, MRZ_TD2, MRZ_MRV_A, MRZ_MRV_B, MRZ_FRID};
	*zone = (ZoneText){.format = often[g_rand_int_range(random, 0, G_N_ELEMENTS(often))]};
	mrz_format_size(zone->format, &zone->n_lines, &zone->n_columns);
	for (int i = 0; i < zone->n_lines; i++)
		memset(zone->lines[i], '<', (gsize)zone->n_columns);
	const char *state = pick(states, G_N_ELEMENTS(states), random);
	g_autofree char *name = make_name(random);
	if (zone->format == MRZ_TD1)
		make_td1(zone, state, name, random);
	else if (zone->format == MRZ_FRID)
		make_frid(zone, name, random);
	else
		make_two_lines(zone, state, name, random);
	put_composite(zone);
}
