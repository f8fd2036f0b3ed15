/* links: app/codes app/glyphs app/dossier firmware/base */
#include "app/codes/mrz_parse.h"
#include <string.h>

/* ICAO's own specimens (Utopia), the French administration's, and invented persons. */
static const char *const td3[] = {
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", NULL};
static const char *const td1[] = {
	"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<", NULL};
static const char *const td2[] = {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6", NULL};
static const char *const mrv_a[] = {
	"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<", NULL};
static const char *const mrv_b[] = {
	"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<", NULL};
static const char *const frid[] = {
	"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6", NULL};
static const char *const long_number[] = {
	"I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<", NULL};

static Mrz *
parse(const char *const *lines)
{
	return mrz_parse(lines, (int)g_strv_length((char **)lines), 2026, 11, 23);
}

/* The lines with one character replaced. */
static Mrz *
parse_changed(const char *const *lines, int line, int position, char c)
{
	g_auto(GStrv) changed = g_strdupv((char **)lines);
	changed[line - 1][position - 1] = c;
	return parse((const char *const *)changed);
}

static Mrz *
parse_text(const char *first, const char *second)
{
	return parse((const char *const[]){first, second, NULL});
}

static void
assert_all_valid(const Mrz *mrz)
{
	for (int i = 0; i < MRZ_N_DIGITS; i++)
		g_assert_cmpint(mrz->checks[i], !=, MRZ_CHECK_INVALID);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_DOCUMENT_NUMBER], ==, MRZ_CHECK_VALID);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_BIRTH_DATE], ==, MRZ_CHECK_VALID);
	g_assert_cmpuint(mrz->repaired->len, ==, 0);
	g_assert_cmpuint(mrz->uncertain->len, ==, 0);
}

static void
test_passport(void)
{
	g_autoptr(Mrz) mrz = parse(td3);
	g_assert_nonnull(mrz);
	g_assert_cmpint(mrz->format, ==, MRZ_TD3);
	assert_all_valid(mrz);
	g_assert_cmpstr(mrz->code, ==, "P");
	g_assert_cmpstr(mrz->issuer, ==, "UTO");
	g_assert_cmpstr(mrz->document_number, ==, "L898902C3");
	g_assert_cmpstr(mrz->nationality, ==, "UTO");
	g_assert_cmpstr(mrz->birth_date, ==, "1974-08-12");
	g_assert_cmpstr(mrz->sex, ==, "F");
	g_assert_cmpstr(mrz->expiry_date, ==, "2012-04-15");
	g_assert_cmpstr(mrz->surname, ==, "ERIKSSON");
	g_assert_cmpstr(mrz->given_names, ==, "ANNA MARIA");
	g_assert_cmpstr(mrz->optional, ==, "ZE184226B");
	g_assert_false(mrz->name_truncated);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_VALID);
}

static void
test_other_formats(void)
{
	const struct {
		const char *const *lines;
		MrzFormat format;
		const char *number, *birth, *surname, *given, *expiry;
	} cases[] = {
		{td1, MRZ_TD1, "D23145890", "1974-08-12", "ERIKSSON", "ANNA MARIA", "2012-04-15"},
		{td2, MRZ_TD2, "D23145890", "1974-08-12", "ERIKSSON", "ANNA MARIA", "2012-04-15"},
		{mrv_a, MRZ_MRV_A, "L8988901C", "1940-09-07", "ERIKSSON", "ANNA MARIA", "1996-12-10"},
		{mrv_b, MRZ_MRV_B, "L8988901C", "1940-09-07", "ERIKSSON", "ANNA MARIA", "1996-12-10"},
		{frid, MRZ_FRID, "880692310285", "1965-12-06", "BERTHIER", "CORINNE", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Mrz) mrz = parse(cases[i].lines);
		g_assert_nonnull(mrz);
		g_assert_cmpint(mrz->format, ==, cases[i].format);
		assert_all_valid(mrz);
		g_assert_cmpstr(mrz->document_number, ==, cases[i].number);
		g_assert_cmpstr(mrz->birth_date, ==, cases[i].birth);
		g_assert_cmpstr(mrz->surname, ==, cases[i].surname);
		g_assert_cmpstr(mrz->given_names, ==, cases[i].given);
		g_assert_cmpstr(mrz->expiry_date, ==, cases[i].expiry);
		MrzCheck composite = i == 2 || i == 3 ? MRZ_CHECK_ABSENT : MRZ_CHECK_VALID;
		g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, composite);
	}
}

static void
test_long_number(void)
{
	g_autoptr(Mrz) mrz = parse(long_number);
	g_assert_nonnull(mrz);
	assert_all_valid(mrz);
	g_assert_cmpstr(mrz->document_number, ==, "D23145890734");
	g_assert_null(mrz->optional);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_VALID);
}

/* Numbers of twelve characters on cards: nine, a filler, the rest and its digit; then optional data as usual. */
static void
test_other_long_numbers(void)
{
	const char *const letters[] = {"I<PRT024289582<ZX68<<<<<<<<<<<", "8010100F2006017PRT<<<<<<<<<<<2",
		"CARLOS<MONTEIRO<<AMELIA<VANESS", NULL};
	const char *const belgian[] = {"I<BEL590335801<4851<<<<<<<<<<<", "8502016M2601010BEL850201001764",
		"SPECIMEN<<SPECIMEN<<<<<<<<<<<<", NULL};
	const char *const td2_long[] = {
		"I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8", NULL};
	const struct {
		const char *const *lines;
		const char *number, *optional;
		gboolean truncated;
	} cases[] = {{letters, "024289582ZX6", NULL, TRUE}, {belgian, "590335801485", "85020100176", FALSE},
		{td2_long, "D23145890734", NULL, FALSE}};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Mrz) mrz = parse(cases[i].lines);
		g_assert_nonnull(mrz);
		assert_all_valid(mrz);
		g_assert_cmpstr(mrz->document_number, ==, cases[i].number);
		g_assert_cmpstr(mrz->optional, ==, cases[i].optional);
		g_assert_cmpint(mrz->name_truncated, ==, cases[i].truncated);
	}
	/* one character of the rest changed: the digit after it notices */
	g_autoptr(Mrz) changed = parse_changed(belgian, 1, 17, '9');
	g_assert_nonnull(changed);
	g_assert_true(changed->checks[MRZ_DIGIT_DOCUMENT_NUMBER] == MRZ_CHECK_INVALID || changed->uncertain->len > 0);
}

/* The French administration's specimen of its card of 2021. */
static void
test_french_card(void)
{
	const char *const lines[] = {"IDFRAX4RTBPFW46<<<<<<<<<<<<<<<", "9007138F3002119FRA<<<<<<<<<<<6",
		"MARTIN<<MAELYS<GAELLE<MARIE<<<", NULL};
	g_autoptr(Mrz) mrz = parse(lines);
	g_assert_nonnull(mrz);
	assert_all_valid(mrz);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_VALID);
	g_assert_cmpstr(mrz->document_number, ==, "X4RTBPFW4");
	g_assert_cmpstr(mrz->given_names, ==, "MAELYS GAELLE MARIE");
	g_assert_cmpstr(mrz->birth_date, ==, "1990-07-13");
	g_assert_cmpstr(mrz->expiry_date, ==, "2030-02-11");
}

/* Issuers that are no country of ISO 3166 (ICAO 9303-3 section 5, parts B to D) stay as they are. */
static void
test_issuers(void)
{
	static const char *const codes[] = {
		"XXA", "XXB", "XXC", "XXX", "XOM", "XPO", "RKS", "UNO", "UNA", "UNK", "EUE"};
	for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
		g_autofree char *first = g_strdup_printf("PT%sAHMADI<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<", codes[i]);
		g_autofree char *second = g_strdup_printf("L898902C36%s7408122F1204159ZE184226B<<<<<10", codes[i]);
		g_autoptr(Mrz) mrz = parse_text(first, second);
		g_assert_nonnull(mrz);
		assert_all_valid(mrz);
		g_assert_cmpstr(mrz->code, ==, "PT");
		g_assert_cmpstr(mrz->issuer, ==, codes[i]);
		g_assert_cmpstr(mrz->nationality, ==, codes[i]);
	}
}

static void
test_tidied(void)
{
	g_autoptr(Mrz) mrz = parse_text(
		"  p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\r", "\tl898902c36uto7408122f1204159ze184226b<<<<<10\n");
	g_assert_nonnull(mrz);
	g_assert_cmpstr(mrz->lines[0], ==, td3[0]);
	g_assert_cmpstr(mrz->lines[1], ==, td3[1]);
}

static void
test_proven_repair(void)
{
	/* a letter O in a birth date can only be a zero, and the digit says so */
	g_autoptr(Mrz) mrz = parse_changed(td3, 2, 16, 'O');
	g_assert_nonnull(mrz);
	g_assert_cmpstr(mrz->lines[1], ==, td3[1]);
	g_assert_cmpuint(mrz->repaired->len, ==, 1);
	MrzRepair repair = g_array_index(mrz->repaired, MrzRepair, 0);
	g_assert_cmpint(repair.line, ==, 2);
	g_assert_cmpint(repair.position, ==, 16);
	g_assert_cmpint(repair.from, ==, 'O');
	g_assert_cmpint(repair.to, ==, '0');
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_BIRTH_DATE], ==, MRZ_CHECK_REPAIRED);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_VALID);
	g_assert_cmpstr(mrz->birth_date, ==, "1974-08-12");

	/* both are possible in a document number, but only one satisfies its digit and the composite */
	g_autoptr(Mrz) number = parse_changed(td3, 2, 6, 'O');
	g_assert_cmpstr(number->document_number, ==, "L898902C3");
	g_assert_cmpint(number->checks[MRZ_DIGIT_DOCUMENT_NUMBER], ==, MRZ_CHECK_REPAIRED);
}

static void
test_two_readings(void)
{
	/* the number's last digit is 1 or L (same class); an I there proves neither */
	g_autofree char *number = g_strdup("P00123451");
	char digit = (char)('0' + mrz_check_digit(number, 9));
	g_autofree char *line = g_strdup_printf("%s%cUTO7408122F1204159<<<<<<<<<<<<<<0", number, digit);
	g_autofree char *covered = g_strdup_printf("%.10s%.7s%.22s", line, line + 13, line + 21);
	g_autofree char *whole = g_strdup_printf("%s%d", line, mrz_check_digit(covered, strlen(covered)));
	g_autoptr(Mrz) good = parse_text(td3[0], whole);
	assert_all_valid(good);
	whole[8] = 'I';
	g_autoptr(Mrz) mrz = parse_text(td3[0], whole);
	g_assert_nonnull(mrz);
	g_assert_cmpuint(mrz->repaired->len, ==, 0);
	g_assert_cmpstr(mrz->document_number, ==, "P0012345I");
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_DOCUMENT_NUMBER], ==, MRZ_CHECK_INVALID);
	const MrzDoubt *doubt = NULL;
	for (guint i = 0; i < mrz->uncertain->len; i++) {
		const MrzDoubt *one = g_ptr_array_index(mrz->uncertain, i);
		g_assert_cmpint(one->line, ==, 2);
		if (one->position == 9)
			doubt = one;
	}
	g_assert_nonnull(doubt);
	g_assert_nonnull(strchr(doubt->candidates, '1'));
	g_assert_nonnull(strchr(doubt->candidates, 'L'));
}

static void
test_wrong_digits_stay(void)
{
	/* nothing looks like what would be right: the lines stay as they are, and it is said */
	g_autoptr(Mrz) mrz = parse_changed(td3, 2, 10, '4');
	g_assert_nonnull(mrz);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_DOCUMENT_NUMBER], ==, MRZ_CHECK_INVALID);
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_COMPOSITE], ==, MRZ_CHECK_INVALID);
	g_assert_cmpint(mrz->lines[1][9], ==, '4');
	g_assert_cmpint(mrz->checks[MRZ_DIGIT_BIRTH_DATE], ==, MRZ_CHECK_VALID);
}

static void
test_every_change_of_a_digit_is_noticed(void)
{
	int n = 0, n_repaired = 0;
	for (int position = 1; position <= 43; position++) {
		for (char c = '0'; c <= '9'; c++) {
			if (!g_ascii_isdigit(td3[1][position - 1]) || td3[1][position - 1] == c)
				continue;
			g_autoptr(Mrz) mrz = parse_changed(td3, 2, position, c);
			if (mrz == NULL)
				continue;
			gboolean invalid = FALSE;
			for (int i = 0; i < MRZ_N_DIGITS; i++)
				invalid |= mrz->checks[i] == MRZ_CHECK_INVALID;
			/* either it is said to be wrong, or what was done is shown */
			g_assert_true(invalid || mrz->repaired->len > 0);
			n_repaired += !invalid && !g_str_equal(mrz->lines[1], td3[1]);
			n++;
		}
	}
	/* a slip of the pen can still look like a twin's: rarely */
	g_test_message("%d of %d put right wrongly", n_repaired, n);
	g_assert_cmpint(n_repaired * 10, <=, n);
}

static void
test_digit_in_a_name(void)
{
	g_autoptr(Mrz) mrz = parse_changed(td3, 1, 11, '5');
	g_assert_nonnull(mrz);
	g_assert_cmpuint(mrz->repaired->len, ==, 0);
	g_assert_cmpint(mrz->lines[0][10], ==, '5');
	g_assert_cmpuint(mrz->uncertain->len, ==, 1);
	const MrzDoubt *doubt = g_ptr_array_index(mrz->uncertain, 0);
	g_assert_cmpint(doubt->position, ==, 11);
	g_assert_cmpint(doubt->candidates[0], ==, 'S');
}

static Mrz *
parse_dates(const char *birth, const char *expiry)
{
	g_autofree char *line = g_strdup_printf("L898902C36UTO%s%dF%s%d<<<<<<<<<<<<<<<", birth,
		mrz_check_digit(birth, 6), expiry, mrz_check_digit(expiry, 6));
	g_autofree char *covered = g_strdup_printf("%.10s%.7s%.22s", line, line + 13, line + 21);
	g_autofree char *whole = g_strdup_printf("%s%d", line, mrz_check_digit(covered, strlen(covered)));
	return parse_text(td3[0], whole);
}

static void
test_dates(void)
{
	const struct {
		const char *birth, *expiry, *birth_edtf, *expiry_edtf;
	} cases[] = {
		{"261123", "310101", "2026-11-23", "2031-01-01"},
		{"261124", "991231", "1926-11-24", "1999-12-31"},
		{"9103<<", "<<<<<<", "1991-03", NULL},
		{"91<<<<", "560101", "1991", "2056-01-01"},
		{"910000", "570101", "1991", "1957-01-01"},
		{"<<<<<<", "260101", NULL, "2026-01-01"},
		{"000000", "260101", NULL, "2026-01-01"},
		{"900230", "260230", NULL, NULL},
		{"000229", "240229", "2000-02-29", "2024-02-29"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Mrz) mrz = parse_dates(cases[i].birth, cases[i].expiry);
		g_assert_nonnull(mrz);
		g_assert_cmpstr(mrz->birth_date, ==, cases[i].birth_edtf);
		g_assert_cmpstr(mrz->expiry_date, ==, cases[i].expiry_edtf);
	}
}

static void
test_names(void)
{
	const struct {
		const char *line, *surname, *given;
		gboolean truncated;
	} cases[] = {
		{"P<AFGFERESHTA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "FERESHTA", NULL, FALSE},
		{"P<AFG<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", NULL, "FERESHTA", FALSE},
		{"P<GINCAMARA<DIALLO<<MAMADOU<OURY<<<<<<<<<<<<", "CAMARA DIALLO", "MAMADOU OURY", FALSE},
		{"P<LKABALASUBRAMANIAM<<SIVAKUMARAN<THANGARAJA", "BALASUBRAMANIAM", "SIVAKUMARAN THANGARAJA", TRUE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Mrz) mrz = parse_text(cases[i].line, td3[1]);
		g_assert_nonnull(mrz);
		g_assert_cmpstr(mrz->surname, ==, cases[i].surname);
		g_assert_cmpstr(mrz->given_names, ==, cases[i].given);
		g_assert_cmpint(mrz->name_truncated, ==, cases[i].truncated);
	}
}

static void
test_germany_and_sex(void)
{
	g_autoptr(Mrz) mrz = parse_text(
		"P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "L898902C36D<<7408122<1204159ZE184226B<<<<<10");
	g_assert_nonnull(mrz);
	g_assert_cmpstr(mrz->issuer, ==, "DEU");
	g_assert_cmpstr(mrz->nationality, ==, "DEU");
	g_assert_cmpstr(mrz->sex, ==, "X");
}

static void
test_no_zone(void)
{
	g_autofree char *huge = g_strnfill(1 << 20, '<');
	const struct {
		const char *first, *second;
	} cases[] = {
		{"", ""},
		{td3[0], "L898902C36UTO7408122F1204159ZE184226B<<<<<1"},
		{"P<UTOERIKSSON<<ANNA MARIA<<<<<<<<<<<<<<<<<<<", td3[1]},
		{"P<UTOERIKSSON«ANNA<MARIA<<<<<<<<<<<<<<<<<<<", td3[1]},
		{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<.", td3[1]},
		{"<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"},
		{"PROCESVERBALDECONSTATATIONETABLIPARLAMAIRIEE", "LANDEUXMILLETREIZELEDOUZEAVRILADIXHEURESNOUS"},
		{td3[1], td3[0]},
		{huge, huge},
		{NULL, NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *lines[] = {cases[i].first, cases[i].second};
		g_assert_null(mrz_parse(lines, 2, 2026, 11, 23));
	}
	g_assert_null(mrz_parse(td3, 1, 2026, 11, 23));
	g_assert_null(mrz_parse(td1, 2, 2026, 11, 23));
	g_assert_null(mrz_parse(td3, 1000, 2026, 11, 23));
	g_assert_null(mrz_parse(NULL, 2, 2026, 11, 23));
}

static void
fill_cells(const char *const *lines, int n_columns, MrzCell *cells)
{
	for (int i = 0; lines[i] != NULL; i++) {
		for (int k = 0; k < n_columns; k++)
			cells[i * n_columns + k] = (MrzCell){{lines[i][k]}, {0.999F}};
	}
}

static void
test_alternatives(void)
{
	MrzCell cells[88];
	fill_cells(td3, 44, cells);
	/* the reader prefers B, the digits prove 8 */
	cells[44 + 1] = (MrzCell){{'B', '8', '\0'}, {0.7F, 0.3F}};
	g_autoptr(Mrz) mrz = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_nonnull(mrz);
	g_assert_cmpstr(mrz->lines[1], ==, td3[1]);
	g_assert_cmpuint(mrz->uncertain->len, ==, 0);
	/* 6 and G are one class: near even odds stay open, clear ones do not */
	cells[44 + 1] = (MrzCell){{'8'}, {0.99F}};
	cells[44 + 33] = (MrzCell){{'2', 'W', '\0'}, {0.6F, 0.4F}};
	g_autoptr(Mrz) open = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_cmpuint(open->uncertain->len, ==, 1);
	const MrzDoubt *doubt = g_ptr_array_index(open->uncertain, 0);
	g_assert_cmpstr(doubt->candidates, ==, "2W");
	g_assert_cmpint(doubt->position, ==, 34);
	cells[44 + 33] = (MrzCell){{'2', 'W', '\0'}, {0.98F, 0.02F}};
	g_autoptr(Mrz) clear = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_cmpuint(clear->uncertain->len, ==, 0);
	/* a filler or a K in the name: no digit speaks */
	cells[26] = (MrzCell){{'<', 'K', '\0'}, {0.55F, 0.45F}};
	g_autoptr(Mrz) name = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_cmpuint(name->uncertain->len, ==, 1);
	g_assert_cmpstr(name->surname, ==, "ERIKSSON");
}

static void
test_weak_glyphs(void)
{
	MrzCell cells[88];
	fill_cells(td3, 44, cells);
	/* a weak glyph in a name: no digit speaks, whatever the second best is worth */
	cells[7] = (MrzCell){{'I', 'T', '\0'}, {0.9F, 0.03F}};
	/* one weak glyph in a number: its digit vouches for it */
	cells[44 + 1] = (MrzCell){{'8', 'B', '\0'}, {0.7F, 0.05F}};
	g_autoptr(Mrz) mrz = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_cmpuint(mrz->uncertain->len, ==, 1);
	const MrzDoubt *doubt = g_ptr_array_index(mrz->uncertain, 0);
	g_assert_cmpint(doubt->line, ==, 1);
	g_assert_cmpint(doubt->position, ==, 8);
	g_assert_cmpstr(doubt->candidates, ==, "IT");
	/* not for two: they may satisfy it together by chance */
	cells[44 + 3] = (MrzCell){{'8', 'B', '\0'}, {0.7F, 0.05F}};
	g_autoptr(Mrz) two = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_cmpuint(two->uncertain->len, ==, 3);
}

static void
test_bad_cells(void)
{
	MrzCell cells[88];
	fill_cells(td3, 44, cells);
	g_assert_null(mrz_parse_cells(&(MrzCells){0, 44, cells}, 2026, 11, 23));
	g_assert_null(mrz_parse_cells(&(MrzCells){2, 43, cells}, 2026, 11, 23));
	g_assert_null(mrz_parse_cells(&(MrzCells){3, 1 << 30, cells}, 2026, 11, 23));
	g_assert_null(mrz_parse_cells(&(MrzCells){2, -1, cells}, 2026, 11, 23));
	for (int i = 0; i < 88; i++)
		cells[i] = (MrzCell){{(char)(i * 37), (char)(i * 11), '\0'}, {(float)i - 40, 1e30F}};
	g_autoptr(Mrz) mrz = mrz_parse_cells(&(MrzCells){2, 44, cells}, 2026, 11, 23);
	g_assert_null(mrz);
}

static void
test_check_digit(void)
{
	g_assert_cmpint(mrz_check_digit("520727", 6), ==, 3);
	g_assert_cmpint(mrz_check_digit("AB2134<<<", 9), ==, 5);
	g_assert_cmpint(mrz_check_digit("", 0), ==, 0);
	g_assert_cmpint(mrz_check_digit("a", 1), ==, -1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mrz/a passport's zone gives every field and every digit holds", test_passport);
	g_test_add_func("/mrz/cards, visas and the old French card are told apart", test_other_formats);
	g_test_add_func("/mrz/a long document number continues in the optional data", test_long_number);
	g_test_add_func(
		"/mrz/long numbers of Portuguese, Belgian and TD2 cards are put together", test_other_long_numbers);
	g_test_add_func("/mrz/the French card of 2021 is a TD1", test_french_card);
	g_test_add_func("/mrz/issuers that are no country stay as they are", test_issuers);
	g_test_add_func("/mrz/blanks around lines and small letters are tidied", test_tidied);
	g_test_add_func("/mrz/a repair that digits prove is made and shown", test_proven_repair);
	g_test_add_func("/mrz/two readings that satisfy the digits stay open", test_two_readings);
	g_test_add_func("/mrz/a wrong digit that nothing explains stays and is said", test_wrong_digits_stay);
	g_test_add_func("/mrz/every change of a digit is noticed", test_every_change_of_a_digit_is_noticed);
	g_test_add_func("/mrz/a digit in a name is never silently made a letter", test_digit_in_a_name);
	g_test_add_func("/mrz/centuries are decided and unknown digits give less precise dates", test_dates);
	g_test_add_func("/mrz/names are divided and a cut one is flagged", test_names);
	g_test_add_func("/mrz/Germany's letter becomes its code and an open sex is X", test_germany_and_sex);
	g_test_add_func("/mrz/what is no zone gives nothing", test_no_zone);
	g_test_add_func("/mrz/alternatives of a reader are chosen by digits and rules", test_alternatives);
	g_test_add_func("/mrz/weak glyphs are open where no check digit settles them", test_weak_glyphs);
	g_test_add_func("/mrz/senseless cells are refused", test_bad_cells);
	g_test_add_func("/mrz/check digits are those of ICAO", test_check_digit);
	return g_test_run();
}
