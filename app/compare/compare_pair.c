#include "app/compare/compare_parts.h"
#include "app/values/date.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include "app/values/sex.h"
#include <string.h>

/* Two values of one field.
 *
 * Names and places are compared as their values in Latin letters, because those are what an act can take. Where one
 * paper wrote them in another script, "alike" is too much to say: the verdict becomes variant/script. Where the
 * romanised value differs, the text as written gets a second chance, for values/ knows more readings of it than the one
 * our table chose. */

static gboolean
is_latin(const Fact *fact)
{
	return fact->script[0] == '\0' || g_str_equal(fact->script, "Latn") || g_str_equal(fact->script, "Zyyy");
}

gboolean
is_romanised(const Fact *fact)
{
	/* Scripts without short vowels have a value only where the paper bears the spelling itself. */
	static const char *const unvowelled[] = {"Arab", "Hebr", "Syrc", NULL};
	FieldValue kind = field_value(fact->field);
	if (fact->value == NULL || is_latin(fact))
		return FALSE;
	return kind == FIELD_VALUE_PLACE || !g_strv_contains(unvowelled, fact->script);
}

const char *
fact_text(const Fact *fact)
{
	return fact->value != NULL ? fact->value : fact->raw;
}

gboolean
fact_says(const Fact *fact, FieldValue kind)
{
	if (kind == FIELD_VALUE_NAME || kind == FIELD_VALUE_PLACE || kind == FIELD_VALUE_NUMBER ||
		kind == FIELD_VALUE_TEXT)
		return fact_text(fact) != NULL && *fact_text(fact) != '\0';
	return fact->value != NULL && *fact->value != '\0';
}

static void
outcome(ValueComparison *out, Match match, ReasonSet reasons, const char *rule)
{
	comparison_init(out, match);
	out->reasons = reasons;
	out->rule = rule;
}

static void
mark_all(ValueComparison *out, const char *a, const char *b)
{
	comparison_mark(out->marks_a, 0, (int)g_utf8_strlen(a, -1));
	comparison_mark(out->marks_b, 0, (int)g_utf8_strlen(b, -1));
}

static NameRole
role_of(const char *field)
{
	const char *ending = field_ending(field);
	if (g_str_equal(ending, "given_names"))
		return NAME_GIVEN;
	if (g_str_equal(ending, "patronymic"))
		return NAME_PATRONYMIC;
	return g_str_equal(ending, "full_name") ? NAME_FULL : NAME_SURNAME;
}

static void
written_compare(const Values *values, const char *field, const char *a, const char *b, ValueComparison *out)
{
	if (field_value(field) == FIELD_VALUE_PLACE)
		place_compare(values, a, b, out);
	else
		name_compare(values, a, b, role_of(field), out);
}

static gboolean
is_more_kin(Match match, Match than)
{
	static const int order[MATCH_N] = {
		[MATCH_SAME] = 0, [MATCH_VARIANT] = 1, [MATCH_CANNOT_TELL] = 2, [MATCH_DIFFERENT] = 3};
	return order[match] < order[than];
}

/* A text that our table or index romanised is compared as written too. Names keep the value's outcome unless the other
 * is kinder, since its marks fit the text shown; of places the index knows more from the text as written. */
static void
compare_as_written(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out)
{
	g_auto(ValueComparison) raw = {0};
	gboolean romanised_a = is_romanised(a), romanised_b = is_romanised(b);
	written_compare(values, field, romanised_a ? a->raw : fact_text(a), romanised_b ? b->raw : fact_text(b), &raw);
	gboolean place = field_value(field) == FIELD_VALUE_PLACE;
	if (place ? is_more_kin(out->match, raw.match) : !is_more_kin(raw.match, out->match))
		return;
	ValueComparison kept = raw;
	raw = *out;
	*out = kept;
	if (romanised_a)
		g_array_set_size(out->marks_a, 0);
	if (romanised_b)
		g_array_set_size(out->marks_b, 0);
}

/* Names and places in any scripts. */
static void
texts_compare(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out)
{
	gboolean place = field_value(field) == FIELD_VALUE_PLACE;
	written_compare(values, field, fact_text(a), fact_text(b), out);
	if ((is_romanised(a) || is_romanised(b)) && a->raw != NULL && b->raw != NULL && out->match != MATCH_SAME)
		compare_as_written(values, field, a, b, out);
	gboolean scripts =
		a->raw != NULL && b->raw != NULL && !(is_latin(a) && is_latin(b)) && !g_str_equal(a->script, b->script);
	if (!scripts || (place && out->match != MATCH_SAME))
		return;
	if (out->match == MATCH_SAME || (out->match == MATCH_VARIANT && out->rule == NULL))
		out->rule = place ? "place/script@1" : "name/script@1";
	if (out->match == MATCH_SAME || out->match == MATCH_VARIANT) {
		out->match = MATCH_VARIANT;
		out->reasons |= REASON_BIT(place ? REASON_PLACE_ALIAS : REASON_SCRIPT);
	}
}

/* Letters and figures of a number, capitals, without what people put between them. */
static char *
number_key(const char *text)
{
	GString *key = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		int digit = g_unichar_digit_value(c);
		if (digit >= 0)
			g_string_append_c(key, (char)('0' + digit));
		else if (g_unichar_isalpha(c))
			g_string_append_unichar(key, g_unichar_toupper(c));
	}
	return g_string_free(key, FALSE);
}

/* Characters that readers take for one another. */
static gboolean
look_alike(char a, char b)
{
	static const char *const classes[] = {"0OQD", "1IL", "2Z", "5S", "6G", "8B"};
	for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
		if (a != '\0' && b != '\0' && strchr(classes[i], a) != NULL && strchr(classes[i], b) != NULL)
			return TRUE;
	return a == b;
}

static void
number_compare(const char *a, const char *b, ValueComparison *out)
{
	g_autofree char *ka = number_key(a), *kb = number_key(b);
	if (g_str_equal(ka, kb)) {
		outcome(out, MATCH_SAME, 0, NULL);
		return;
	}
	gsize n = strlen(ka);
	gboolean alike = n > 0 && n == strlen(kb);
	for (gsize i = 0; alike && i < n; i++)
		alike = look_alike(ka[i], kb[i]);
	const char *za = ka + strspn(ka, "0"), *zb = kb + strspn(kb, "0");
	if (alike)
		outcome(out, MATCH_VARIANT, REASON_BIT(REASON_OCR_DOUBT), "number/look-alike@1");
	else if (*za != '\0' && g_str_equal(za, zb))
		outcome(out, MATCH_VARIANT, REASON_BIT(REASON_TRUNCATION), "number/leading-zero@1");
	else
		outcome(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_VALUE), "number/equal@1");
	mark_all(out, a, b);
}

static void
text_compare(const char *a, const char *b, ValueComparison *out)
{
	g_autofree char *fa = g_utf8_casefold(a, -1), *fb = g_utf8_casefold(b, -1);
	if (g_str_equal(a, b)) {
		outcome(out, MATCH_SAME, 0, NULL);
	} else if (g_str_equal(fa, fb)) {
		outcome(out, MATCH_SAME, REASON_BIT(REASON_CASE), "text/case@1");
	} else {
		outcome(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_VALUE), "text/equal@1");
		mark_all(out, a, b);
	}
}

static const char *
code_rule(FieldValue kind)
{
	if (kind == FIELD_VALUE_COUNTRY)
		return "country/equal@1";
	return kind == FIELD_VALUE_SEX ? "sex/equal@1" : "status/equal@1";
}

static void
plain_compare(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out)
{
	FieldValue kind = field_value(field);
	switch (kind) {
	case FIELD_VALUE_NAME:
	case FIELD_VALUE_PLACE:
		texts_compare(values, field, a, b, out);
		return;
	case FIELD_VALUE_DATE:
		date_compare(values, &(DateSide){a->value, a->raw, a->calendar},
			&(DateSide){b->value, b->raw, b->calendar}, out);
		return;
	case FIELD_VALUE_NUMBER:
		number_compare(fact_text(a), fact_text(b), out);
		return;
	case FIELD_VALUE_COUNTRY:
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
		if (g_str_equal(a->value, b->value)) {
			outcome(out, MATCH_SAME, 0, NULL);
		} else {
			outcome(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_VALUE), code_rule(kind));
			mark_all(out, a->value, b->value);
		}
		return;
	case FIELD_VALUE_TEXT:
		text_compare(fact_text(a), fact_text(b), out);
		return;
	}
}

enum { SURE_PERCENT = 80, MAX_ALTERNATIVES = 8 };

/* TRUE: another reading that the reader itself held possible of a doubtful value is the other's value. */
static gboolean
reads_otherwise(const Values *values, const char *field, const Fact *doubtful, const Fact *other)
{
	if (doubtful->confidence * 100 >= SURE_PERCENT || other->value == NULL)
		return FALSE;
	for (int i = 0; i < MAX_ALTERNATIVES && doubtful->alternatives[i] != NULL; i++) {
		g_autoptr(Fact) read = fact_copy(doubtful);
		g_free(read->value);
		read->value = g_strdup(doubtful->alternatives[i]);
		g_auto(ValueComparison) again = {0};
		plain_compare(values, field, read, other, &again);
		if (again.match == MATCH_SAME)
			return TRUE;
	}
	return FALSE;
}

void
compare_values(const Values *values, const char *field, const Fact *a, const Fact *b, ValueComparison *out)
{
	FieldValue kind = field_value(field);
	if (!fact_says(a, kind) || !fact_says(b, kind)) {
		outcome(out, MATCH_CANNOT_TELL, 0, NULL);
		return;
	}
	plain_compare(values, field, a, b, out);
	/* A swap of day and month is a finding about the paper, whatever the reader doubted. */
	if (out->match != MATCH_DIFFERENT || (out->reasons & REASON_BIT(REASON_DAY_MONTH_SWAP)) != 0)
		return;
	if (reads_otherwise(values, field, a, b) || reads_otherwise(values, field, b, a)) {
		out->match = MATCH_VARIANT;
		out->reasons = REASON_BIT(REASON_OCR_DOUBT);
		out->rule = "reading/alternative@1";
	}
}
