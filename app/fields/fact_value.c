#include "app/fields/fact_value.h"
#include "app/dossier/field.h"
#include "app/dossier/word.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include "app/values/sex.h"
#include <stdio.h>
#include <string.h>

void
fact_value_init(FactValue *value)
{
	*value = (FactValue){.alternatives = g_new0(char *, 1), .parsed = 0.3};
}

void
fact_value_clear(FactValue *value)
{
	g_free(value->text);
	g_strfreev(value->alternatives);
}

static gboolean
is_none(const Lexicon *lexicon, const char *raw)
{
	FoldedText folded;
	folded_text_set(&folded, raw);
	for (guint i = 0; i < lexicon->nones->len; i++)
		if (folded_text_equal(&folded, lexicon->nones->pdata[i]))
			return TRUE;
	return folded.n == 0;
}

/* The boxes of a form leave digits without signs: 12031991, 12 03 1991. NULL: not so. */
static char *
dated_digits(const char *raw)
{
	char digits[9];
	guint n = 0;
	for (const char *p = raw; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		int digit = g_unichar_digit_value(c);
		if (digit < 0 && c != ' ')
			return NULL;
		if (digit >= 0 && n == 8)
			return NULL;
		if (digit >= 0)
			digits[n++] = (char)('0' + digit);
	}
	if (n != 8)
		return NULL;
	digits[8] = '\0';
	int day = (digits[0] - '0') * 10 + digits[1] - '0', month = (digits[2] - '0') * 10 + digits[3] - '0';
	gboolean year_first = day < 1 || day > 31 || month < 1 || month > 12;
	return year_first ? g_strdup_printf("%.4s/%.2s/%.2s", digits, digits + 4, digits + 6)
			  : g_strdup_printf("%.2s/%.2s/%.4s", digits, digits + 2, digits + 4);
}

static void
read_date(const FactBuilder *builder, const char *raw, FactValue *value)
{
	g_autofree char *spread = dated_digits(raw);
	const char *text = spread != NULL ? spread : raw;
	DateReading reading;
	gsize start, end;
	date_read(builder->values, text, &builder->dates, &reading);
	value->parsed = 1;
	if (reading.status == DATE_NONE) {
		date_reading_clear(&reading);
		value->parsed = 0.85;
		if (!date_find(builder->values, text, 0, &builder->dates, &reading, &start, &end)) {
			date_reading_clear(&reading);
			value->parsed = 0.3;
			value->none = strpbrk(raw, "0123456789") == NULL && script_of(raw)[0] != 'A';
			return;
		}
	}
	value->calendar = reading.calendar;
	if (reading.status == DATE_READ) {
		value->text = g_strdup(reading.edtf);
		g_strfreev(value->alternatives);
		value->alternatives = g_steal_pointer(&reading.alternatives);
		if (value->alternatives == NULL)
			value->alternatives = g_new0(char *, 1);
		value->parsed *= value->alternatives[0] == NULL ? 1 : 0.95;
	} else {
		value->parsed = 0.35;
	}
	date_reading_clear(&reading);
}

static void
read_country(const FactBuilder *builder, const char *raw, FactValue *value)
{
	char code[4] = "";
	if (country_parse(builder->values, raw, code)) {
		value->text = g_strdup(code);
		value->parsed = 1;
		return;
	}
	g_auto(GStrv) words = g_strsplit_set(raw, " ,/;()", 16);
	for (char **w = words; *w != NULL && value->text == NULL; w++)
		if (strlen(*w) >= 3 && country_parse(builder->values, *w, code))
			value->text = g_strdup(code);
	value->parsed = value->text == NULL ? 0.3 : 0.85;
}

/* "12/03/1991", "01.01.2016": what stands where a number should is its neighbour's value. */
static gboolean
is_plain_date(const char *raw)
{
	int day, month, year, end = 0;
	if (sscanf(raw, "%2d%*1[./-]%2d%*1[./-]%4d%n", &day, &month, &year, &end) != 3 || raw[end] != '\0')
		return FALSE;
	return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1900 && year <= 2100;
}

/* Up to the first word that can be no part of a number: "12 345 du 4 mai". */
static void
read_number(const char *raw, FactValue *value)
{
	g_auto(GStrv) words = g_strsplit(raw, " ", 16);
	GString *number = g_string_new(NULL);
	gboolean digit = FALSE;
	for (char **w = words; *w != NULL; w++) {
		gboolean has_digit = FALSE, lower = FALSE;
		for (const char *p = *w; *p != '\0'; p = g_utf8_next_char(p)) {
			has_digit |= g_unichar_isdigit(g_utf8_get_char(p));
			lower |= g_unichar_islower(g_utf8_get_char(p)) != 0;
		}
		FoldedText sign; /* "I-KE n° 274518": a sign between series and number */
		folded_text_set(&sign, *w);
		gboolean is_sign = sign.n <= 2 && sign.n > 0 && sign.chars[0] == 'n';
		if (is_sign && number->len == 0)
			continue;
		if (!has_digit && !is_sign && (lower || g_utf8_strlen(*w, -1) > (strchr(*w, '-') != NULL ? 8 : 4)))
			break;
		digit |= has_digit;
		if (number->len > 0)
			g_string_append_c(number, ' ');
		/* Digits of any script become our own; the rest stays as it is. */
		for (const char *p = *w; *p != '\0'; p = g_utf8_next_char(p)) {
			int d = g_unichar_digit_value(g_utf8_get_char(p));
			if (d >= 0)
				g_string_append_c(number, (char)('0' + d));
			else
				g_string_append_unichar(number, g_utf8_get_char(p));
		}
	}
	value->text = text_tidy(g_string_free(number, FALSE));
	value->parsed = digit ? 1 : 0;
	value->none = !digit;
	if (!digit)
		g_clear_pointer(&value->text, g_free);
}

/* One Latin letter other than M, F, X means a sex in one language alone ("E", erkek): elsewhere it is a misread one. */
static gboolean
is_foreign_letter(const FactBuilder *builder, const char *word)
{
	static const char *const turkic[] = {"TUR", "AZE", "TKM", NULL};
	return g_ascii_isalpha(word[0]) && word[1] == '\0' && strchr("MFXmfx", word[0]) == NULL &&
	       !g_strv_contains(turkic, builder->document->country);
}

static void
read_sex(const FactBuilder *builder, const char *raw, FactValue *value)
{
	char sex = is_foreign_letter(builder, raw) ? 0 : sex_parse(builder->values, raw);
	gboolean whole = sex != 0;
	g_auto(GStrv) words = g_strsplit_set(raw, " /,.", 12);
	guint both = 0;
	for (char **w = words; *w != NULL && sex == 0; w++) {
		char one = is_foreign_letter(builder, *w) ? 0 : sex_parse(builder->values, *w);
		if (one == 'M' || one == 'F') /* an X among others is a tick */
			both |= 1u << (one == 'F');
	}
	if (sex == 0 && both != 0 && both != 3)
		sex = both == 2 ? 'F' : 'M';
	if (sex != 0)
		value->text = g_strndup(&sex, 1);
	/* What stands beside it may be a box that was misread, and the other option lost. */
	value->parsed = whole ? 1 : sex != 0 ? 0.5 : 0.3;
	value->none = sex == 0;
}

/* Several states in one text are the printed options of a form. */
static void
read_status(const FactBuilder *builder, const char *raw, FactValue *value)
{
	const char *found = marital_status_parse(builder->values, raw);
	g_auto(GStrv) words = g_strsplit_set(raw, " /,", 16);
	for (char **w = words; *w != NULL; w++) {
		const char *one = marital_status_parse(builder->values, *w);
		value->none |= one != NULL && found != NULL && !g_str_equal(one, found);
		found = found == NULL ? one : found;
	}
	value->text = value->none ? NULL : g_strdup(found);
	value->parsed = value->text != NULL ? 1 : 0.3;
}

/* Letters of another script inside a name are an error of the reading. */
static gboolean
has_mixed_scripts(const char *raw)
{
	g_auto(GStrv) words = g_strsplit(raw, " ", 16);
	const char *first = "Zyyy";
	for (char **w = words; *w != NULL; w++) {
		const char *script = script_of(*w);
		if (g_str_equal(first, "Zyyy"))
			first = script;
		else if (!g_str_equal(script, "Zyyy") && !g_str_equal(script, first))
			return TRUE;
	}
	return FALSE;
}

/* The engine gives a typewriter's apostrophe for the printed one. "N'Guessan" and "N’Guessan" are one name. */
static void
print_apostrophes(char **text)
{
	if (*text == NULL || strchr(*text, '\'') == NULL)
		return;
	g_auto(GStrv) parts = g_strsplit(*text, "'", -1);
	g_free(*text);
	*text = g_strjoinv("\xe2\x80\x99", parts);
}

static gboolean
is_latin_paper(const FactBuilder *builder)
{
	return g_str_equal(builder->rules->country, "FRA") || builder->document->kind == KIND_TRANSLATION;
}

void
fact_value_read(const FactBuilder *builder, const char *field, const char *raw, const char *language, FactValue *value)
{
	if (is_none(builder->lexicon, raw)) {
		value->none = TRUE;
		return;
	}
	switch (field_value(field)) {
	case FIELD_VALUE_NAME:
		value->text = name_normalise(builder->values, raw, language);
		value->parsed = value->text != NULL ? 0.97 : g_str_equal(script_of(raw), "Arab") ? 0.9 : 0.4;
		if (g_str_equal(script_of(raw), "Latn"))
			print_apostrophes(&value->text);
		if (has_mixed_scripts(raw) || (is_latin_paper(builder) && !g_str_equal(script_of(raw), "Latn")))
			value->parsed *= 0.5;
		break;
	case FIELD_VALUE_PLACE:
		value->text = place_normalise(builder->values, raw, language);
		value->parsed = value->text != NULL ? 0.97 : 0.8;
		if (g_str_equal(script_of(raw), "Latn"))
			print_apostrophes(&value->text);
		break;
	case FIELD_VALUE_DATE:
		read_date(builder, raw, value);
		break;
	case FIELD_VALUE_COUNTRY:
		read_country(builder, raw, value);
		break;
	case FIELD_VALUE_SEX:
		read_sex(builder, raw, value);
		break;
	case FIELD_VALUE_STATUS:
		read_status(builder, raw, value);
		break;
	case FIELD_VALUE_NUMBER:
		if (is_plain_date(raw))
			value->none = TRUE;
		else
			read_number(raw, value);
		break;
	case FIELD_VALUE_TEXT:
		value->text = g_str_equal(script_of(raw), "Latn") || g_str_equal(script_of(raw), "Zyyy") ? g_strdup(raw)
													 : NULL;
		value->parsed = 0.9;
		break;
	}
}

/* "Kaboul (Afghanistan)", "Labé, Guinée", "Conakry - République de Guinée" -> the text of the country, its offset. */
static const char *
country_part(const FactBuilder *builder, const char *raw, char code[4])
{
	for (const char *p = raw + strlen(raw); p > raw; p--) {
		gboolean dash = *p == '-' && p[-1] == ' ' && p[1] == ' ';
		if (*p != '(' && *p != ',' && *p != '/' && !dash)
			continue;
		g_autofree char *part = text_tidy(g_strdup(p + 1));
		gsize n = strlen(part);
		if (n > 0 && part[n - 1] == ')')
			part[n - 1] = '\0';
		return n > 2 && country_parse(builder->values, part, code) ? p : NULL;
	}
	return NULL;
}

void
fact_add_place(const FactBuilder *builder, const char *field, const char *raw, const FactPlace *place)
{
	char code[4] = "";
	const char *country = g_str_has_suffix(field, ".birth_place") ? country_part(builder, raw, code) : NULL;
	g_autofree char *subject = field_subject(field);
	g_autofree char *country_field = g_strconcat(subject, ".birth_country", NULL);
	if (country != NULL) {
		g_autofree char *town = text_tidy(g_strndup(raw, (gsize)(country - raw)));
		g_autofree char *name = text_tidy(g_strdup(country + 1));
		g_strdelimit(name, "()", ' ');
		g_strstrip(name);
		if (*town != '\0')
			fact_add_text(builder, field, town, place);
		fact_add_text(builder, country_field, name, place);
		return;
	}
	fact_add_text(builder, field, raw, place);
}
