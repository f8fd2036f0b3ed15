#include "app/codes/mrz_fields.h"
#include <string.h>

enum { EXPIRY_YEARS_AHEAD = 30 };

/* Codes of the zone that are not ISO 3166-1 alpha-3 of today: Germany's (ICAO 9303-3 §5) and names that one successor
 * took over (ISO 3166-3). Codes for people without a state (XXA, XXB...) stay as they are. */
static const char *const code_now[][2] = {
	{"D", "DEU"}, {"ROM", "ROU"}, {"ZAR", "COD"}, {"TMP", "TLS"}, {"BUR", "MMR"}, {"DDR", "DEU"}};

static char *
part_text(const MrzLayout *layout, const char *text, MrzPart part)
{
	return g_strndup(text + layout->start[part], (gsize)layout->length[part]);
}

static char *
null_if_empty(char *text)
{
	if (*text != '\0')
		return text;
	g_free(text);
	return NULL;
}

/* Fillers at the ends go; inside they become between (0: nothing). */
static char *
without_fillers(const char *text, gsize n, char between)
{
	GString *out = g_string_new(NULL);
	for (gsize i = 0; i < n; i++) {
		if (text[i] != '<')
			g_string_append_c(out, text[i]);
		else if (between != '\0' && out->len > 0 && out->str[out->len - 1] != between)
			g_string_append_c(out, between);
	}
	while (between != '\0' && out->len > 0 && out->str[out->len - 1] == between)
		g_string_truncate(out, out->len - 1);
	return null_if_empty(g_string_free(out, FALSE));
}

static char *
part_value(const MrzLayout *layout, const char *text, MrzPart part, char between)
{
	return without_fillers(text + layout->start[part], (gsize)layout->length[part], between);
}

static char *
state_code(const MrzLayout *layout, const char *text, MrzPart part)
{
	char *code = part_value(layout, text, part, '\0');
	for (gsize i = 0; i < G_N_ELEMENTS(code_now); i++) {
		if (g_strcmp0(code, code_now[i][0]) == 0) {
			g_free(code);
			return g_strdup(code_now[i][1]);
		}
	}
	return code;
}

static int
two_digits(const char *text)
{
	return g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) ? (text[0] - '0') * 10 + text[1] - '0' : 0;
}

typedef struct {
	int year, month, day; /* year of the century; month and day 0: not known */
} ShortDate;

static gboolean
read_date(const char *text, ShortDate *date)
{
	if (!g_ascii_isdigit(text[0]) || !g_ascii_isdigit(text[1]) || memcmp(text, "000000", 6) == 0)
		return FALSE;
	*date = (ShortDate){two_digits(text), two_digits(text + 2), two_digits(text + 4)};
	for (int i = 2; i < 6; i++) {
		if (!g_ascii_isdigit(text[i]) && text[i] != '<')
			return FALSE;
	}
	if (date->month == 0)
		date->day = 0;
	return date->month <= 12;
}

static char *
edtf(int year, const ShortDate *date)
{
	if (date->month == 0)
		return g_strdup_printf("%04d", year);
	if (date->day == 0)
		return g_strdup_printf("%04d-%02d", year, date->month);
	if (!g_date_valid_dmy((GDateDay)date->day, (GDateMonth)date->month, (GDateYear)year))
		return NULL;
	return g_strdup_printf("%04d-%02d-%02d", year, date->month, date->day);
}

char *
mrz_birth_edtf(const char *text, const MrzToday *today)
{
	ShortDate date;
	if (!read_date(text, &date))
		return NULL;
	int year = today->year / 100 * 100 + date.year;
	gboolean later = year > today->year || (year == today->year && date.month > today->month) ||
			 (year == today->year && date.month == today->month && date.day > today->day);
	return edtf(later ? year - 100 : year, &date);
}

char *
mrz_expiry_edtf(const char *text, const MrzToday *today)
{
	ShortDate date;
	if (!read_date(text, &date))
		return NULL;
	int year = today->year / 100 * 100 + date.year;
	if (year > today->year + EXPIRY_YEARS_AHEAD)
		year -= 100;
	else if (year <= today->year + EXPIRY_YEARS_AHEAD - 100)
		year += 100;
	return edtf(year, &date);
}

static void
fill_names(Mrz *mrz, const MrzLayout *layout, const char *text)
{
	const char *names = text + layout->start[MRZ_PART_NAMES];
	gsize n = (gsize)layout->length[MRZ_PART_NAMES];
	mrz->name_truncated = names[n - 1] != '<';
	if (layout->length[MRZ_PART_GIVEN_NAMES] > 0) {
		const char *given = text + layout->start[MRZ_PART_GIVEN_NAMES];
		gsize n_given = (gsize)layout->length[MRZ_PART_GIVEN_NAMES];
		mrz->name_truncated |= given[n_given - 1] != '<';
		mrz->surname = without_fillers(names, n, ' ');
		mrz->given_names = without_fillers(given, n_given, ' ');
		return;
	}
	const char *divider = g_strstr_len(names, (gssize)n, "<<");
	gsize n_surname = divider == NULL ? n : (gsize)(divider - names);
	mrz->surname = without_fillers(names, n_surname, ' ');
	mrz->given_names = without_fillers(names + n_surname, n - n_surname, ' ');
}

static char *
optional_data(const MrzLayout *layout, const char *text)
{
	g_autofree char *first = part_value(layout, text, MRZ_PART_OPTIONAL, ' ');
	g_autofree char *more = part_value(layout, text, MRZ_PART_OPTIONAL_MORE, ' ');
	if (first != NULL && more != NULL)
		return g_strconcat(first, " ", more, NULL);
	return first != NULL ? g_steal_pointer(&first) : g_steal_pointer(&more);
}

void
mrz_fill_fields(Mrz *mrz, const MrzLayout *layout, const char *text, const MrzToday *today)
{
	mrz->code = part_value(layout, text, MRZ_PART_CODE, '\0');
	mrz->issuer = state_code(layout, text, MRZ_PART_ISSUER);
	mrz->nationality = state_code(layout, text, MRZ_PART_NATIONALITY);
	g_autofree char *number = part_text(layout, text, MRZ_PART_NUMBER);
	g_autofree char *rest = part_text(layout, text, MRZ_PART_NUMBER_REST);
	g_autofree char *whole = g_strconcat(number, rest, NULL);
	mrz->document_number = without_fillers(whole, strlen(whole), '\0');
	mrz->optional = optional_data(layout, text);
	mrz->birth_date = mrz_birth_edtf(text + layout->start[MRZ_PART_BIRTH], today);
	if (layout->length[MRZ_PART_EXPIRY] > 0)
		mrz->expiry_date = mrz_expiry_edtf(text + layout->start[MRZ_PART_EXPIRY], today);
	/* "<" is how the zone writes the X of the visual zone (ICAO 9303-4 §4.2.2) */
	char sex = text[layout->start[MRZ_PART_SEX]];
	if (strchr("MF", sex) != NULL)
		mrz->sex = g_strndup(&sex, 1);
	else if (strchr("X<", sex) != NULL)
		mrz->sex = g_strdup("X");
	fill_names(mrz, layout, text);
}
