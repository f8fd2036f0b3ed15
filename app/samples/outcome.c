/* A verdict follows from what stands on the pages: the plan's stated reasons where a paper says a thing differently on
 * purpose, and what can be seen from the values themselves (another script, a year against a day, an age). A difference
 * that neither explains is a mistake in the sample, and is refused. */
#include "app/samples/outcome.h"
#include "app/dossier/field.h"
#include "firmware/base/error.h"
#include <string.h>

static const char *const subjects[] = {"person", "father", "mother"};
static const char *const endings[] = {"surname", "given_names", "full_name", "patronymic", "usage_name",
	"national_number", "sex", "birth_date", "birth_place", "birth_country", "nationality", "marital_status"};
/* What a birth act asks of everybody and papers often lack. */
static const char *const needed[] = {"person.surname", "person.given_names", "person.sex", "person.birth_date",
	"person.birth_place", "father.full_name", "father.birth_date", "mother.full_name", "mother.birth_date"};

typedef struct {
	char *raw, *value;
	gboolean latin, exact_calendar;
	ReasonSet planned;
} Saying; /* what one paper says of a field */

static void
saying_free(gpointer data)
{
	Saying *saying = data;
	g_free(saying->raw);
	g_free(saying->value);
	g_free(saying);
}

/* The field seen from the person whose act is drafted, on the paper of subject. */
static const PrintedFact *
find_fact(const Sheet *sheet, const char *subject, const char *field)
{
	for (guint i = 0; i < sheet->facts->len; i++) {
		const PrintedFact *fact = g_ptr_array_index(sheet->facts, i);
		g_autofree char *seen = field_seen_from(fact->field, subject);
		if (g_strcmp0(seen, field) == 0 && !fact->handwritten)
			return fact;
	}
	return NULL;
}

static const char *
subject_of(const Paper *paper)
{
	const char *subject = g_hash_table_lookup(paper->values, "subject");
	return subject != NULL ? subject : "person";
}

/* Do papers have the field, but each in handwriting? */
static gboolean
is_only_handwritten(const Plan *plan, const GPtrArray *sheets, const char *field)
{
	for (guint s = 0; s < sheets->len; s++) {
		const Sheet *sheet = g_ptr_array_index(sheets, s);
		const char *subject = subject_of(g_ptr_array_index(plan->papers, s));
		for (guint i = 0; i < sheet->facts->len; i++) {
			const PrintedFact *fact = g_ptr_array_index(sheet->facts, i);
			g_autofree char *seen = field_seen_from(fact->field, subject);
			if (fact->handwritten && g_strcmp0(seen, field) == 0)
				return TRUE;
		}
	}
	return FALSE;
}

static gboolean
is_latin(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_isalpha(g_utf8_get_char(p)))
			return g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_LATIN;
	return TRUE;
}

static ReasonSet
planned(const Paper *paper, const char *field)
{
	const ReasonSet *set = g_hash_table_lookup(paper->reasons, field);
	return set != NULL ? *set : 0;
}

static Saying *
saying_new(const char *raw, const char *value, const char *calendar, ReasonSet reasons)
{
	Saying *saying = g_new0(Saying, 1);
	saying->raw = g_strdup(raw);
	saying->value = g_strdup(value);
	saying->latin = is_latin(raw);
	saying->exact_calendar = calendar != NULL && !g_str_equal(calendar, "gregorian");
	saying->planned = reasons;
	return saying;
}

/* A whole name: as the paper writes it undivided, else given names and surname put together. */
static Saying *
whole_name(const Sheet *sheet, const Paper *paper, const char *subject)
{
	g_autofree char *full_key = g_strconcat(subject, ".full_name", NULL);
	g_autofree char *given_key = g_strconcat(subject, ".given_names", NULL);
	g_autofree char *surname_key = g_strconcat(subject, ".surname", NULL);
	const char *whose = subject_of(paper);
	const PrintedFact *full = find_fact(sheet, whose, full_key), *given = find_fact(sheet, whose, given_key),
			  *surname = find_fact(sheet, whose, surname_key);
	ReasonSet reasons = planned(paper, full_key);
	if (full != NULL)
		return saying_new(full->raw, full->value, NULL, reasons);
	if (given == NULL && surname == NULL)
		return NULL;
	reasons |= given != NULL ? planned(paper, given_key) : 0;
	reasons |= surname != NULL ? planned(paper, surname_key) : 0;
	g_autofree char *raw = g_strconcat(given != NULL ? given->raw : "", given != NULL && surname != NULL ? " " : "",
		surname != NULL ? surname->raw : "", NULL);
	gboolean valued = (given == NULL || given->value != NULL) && (surname == NULL || surname->value != NULL);
	g_autofree char *value = g_strconcat(given != NULL && valued ? given->value : "",
		given != NULL && surname != NULL ? " " : "", surname != NULL && valued ? surname->value : "", NULL);
	return saying_new(raw, valued ? value : NULL, NULL, reasons);
}

static GPtrArray *
collect(const Plan *plan, const GPtrArray *sheets, const char *field)
{
	GPtrArray *sayings = g_ptr_array_new_with_free_func(saying_free);
	for (guint i = 0; i < sheets->len; i++) {
		const Sheet *sheet = g_ptr_array_index(sheets, i);
		const Paper *paper = g_ptr_array_index(plan->papers, i);
		const PrintedFact *fact = find_fact(sheet, subject_of(paper), field);
		Saying *saying = NULL;
		if (g_str_has_suffix(field, ".full_name")) {
			g_autofree char *subject = field_subject(field);
			saying = whole_name(sheet, paper, subject);
		} else if (fact != NULL) {
			saying = saying_new(fact->raw, fact->value, fact->calendar, planned(paper, field));
		}
		if (saying != NULL)
			g_ptr_array_add(sayings, saying);
	}
	return sayings;
}

static guint
count_words(const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	return g_strv_length(words);
}

static ReasonSet
seen_in_names(const Saying *a, const Saying *b, gboolean whole)
{
	ReasonSet reasons = 0;
	if (a->latin != b->latin)
		reasons |= REASON_BIT(REASON_SCRIPT);
	if (whole && count_words(a->raw) != count_words(b->raw))
		reasons |= REASON_BIT(REASON_MISSING_PART);
	return reasons;
}

/* A solar year covers parts of two years, an age parts of three. */
static ReasonSet
seen_in_dates(const Saying *a, const Saying *b)
{
	const Saying *interval = strchr(a->value, '/') != NULL ? a : strchr(b->value, '/') != NULL ? b : NULL;
	if (interval == NULL)
		return strlen(a->value) != strlen(b->value) ? REASON_BIT(REASON_PRECISION) : 0;
	const char *last = strchr(interval->value, '/') + 1;
	gint64 years = g_ascii_strtoll(last, NULL, 10) - g_ascii_strtoll(interval->value, NULL, 10);
	return REASON_BIT(years > 1 ? REASON_AGE_INTERVAL : REASON_PRECISION);
}

/* What the two texts show by themselves. */
static ReasonSet
seen(FieldValue kind, gboolean whole, const Saying *a, const Saying *b)
{
	switch (kind) {
	case FIELD_VALUE_NAME:
		return seen_in_names(a, b, whole);
	case FIELD_VALUE_DATE:
		return g_str_equal(a->value, b->value) ? 0 : seen_in_dates(a, b);
	case FIELD_VALUE_PLACE:
		return a->latin != b->latin ? REASON_BIT(REASON_PLACE_ALIAS) : 0;
	case FIELD_VALUE_COUNTRY:
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		break;
	}
	return 0;
}

/* The same but for case; capitals do not tell the Turkish i from the one without a dot. */
static gboolean
same_word(const char *a, const char *b)
{
	g_autofree char *fold_a = g_utf8_casefold(a, -1), *fold_b = g_utf8_casefold(b, -1);
	g_autofree char *up_a = g_utf8_strup(a, -1), *up_b = g_utf8_strup(b, -1);
	gboolean capitals = g_str_equal(a, up_a) || g_str_equal(b, up_b);
	return g_str_equal(fold_a, fold_b) || (capitals && g_str_equal(up_a, up_b));
}

static gboolean
same_but_for_case(const char *a, const char *b)
{
	g_auto(GStrv) words_a = g_strsplit(a, " ", -1), words_b = g_strsplit(b, " ", -1);
	if (g_strv_length(words_a) != g_strv_length(words_b))
		return FALSE;
	for (guint i = 0; words_a[i] != NULL; i++)
		if (!same_word(words_a[i], words_b[i]))
			return FALSE;
	return TRUE;
}

static gboolean
alike(FieldValue kind, const Saying *a, const Saying *b, ReasonSet *reasons)
{
	if (a->latin != b->latin && (kind == FIELD_VALUE_NAME || kind == FIELD_VALUE_PLACE))
		return FALSE;
	const char *text_a = a->value != NULL ? a->value : a->raw, *text_b = b->value != NULL ? b->value : b->raw;
	if (g_str_equal(text_a, text_b)) {
		if (a->exact_calendar != b->exact_calendar)
			*reasons |= REASON_BIT(REASON_CALENDAR);
		return TRUE;
	}
	if (!same_but_for_case(text_a, text_b))
		return FALSE;
	*reasons |= REASON_BIT(REASON_CASE);
	return TRUE;
}

static VerdictKind
kind_of(ReasonSet reasons)
{
	if (reasons >> REASON_DAY_MONTH_SWAP != 0)
		return VERDICT_CONFLICT;
	return reasons >> REASON_DIACRITICS != 0 ? VERDICT_VARIANT : VERDICT_SAME;
}

/* FALSE: differs without a reason, or a reason without a difference. */
static gboolean
judge(const char *field, const GPtrArray *sayings, Expected *expected, GError **error)
{
	gboolean whole = g_str_has_suffix(field, ".full_name"), any_planned = FALSE, any_difference = FALSE;
	for (guint i = 0; i < sayings->len; i++) {
		const Saying *a = g_ptr_array_index(sayings, i);
		any_planned |= a->planned != 0;
		for (guint j = i + 1; j < sayings->len; j++) {
			const Saying *b = g_ptr_array_index(sayings, j);
			ReasonSet small = 0, both = a->planned | b->planned;
			if (alike(field_value(field), a, b, &small)) {
				expected->reasons |= small;
				continue;
			}
			any_difference = TRUE;
			both |= seen(field_value(field), whole, a, b);
			if (both == 0) {
				g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED,
					"%s differs between papers and the plan does not say why: \"%s\", \"%s\"",
					field, a->raw, b->raw);
				return FALSE;
			}
			expected->reasons |= both;
		}
	}
	if (any_planned && !any_difference && sayings->len > 1 && !whole) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s should differ and does not", field);
		return FALSE;
	}
	expected->kind = kind_of(expected->reasons);
	return TRUE;
}

static void
expected_free(gpointer data)
{
	Expected *expected = data;
	g_free(expected->field);
	g_free(expected);
}

GPtrArray *
outcome_expect(const Plan *plan, const GPtrArray *sheets, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(expected_free);
	for (guint s = 0; s < G_N_ELEMENTS(subjects); s++) {
		for (guint e = 0; e < G_N_ELEMENTS(endings); e++) {
			g_autofree char *field = g_strconcat(subjects[s], ".", endings[e], NULL);
			g_autoptr(GPtrArray) sayings = collect(plan, sheets, field);
			gboolean need =
				g_strv_contains((const char *const[]){needed[0], needed[1], needed[2], needed[3],
							needed[4], needed[5], needed[6], needed[7], needed[8], NULL},
					field);
			gboolean hand = sayings->len == 0 && is_only_handwritten(plan, sheets, field);
			if (sayings->len == 0 && !need && !hand)
				continue;
			Expected *expected = g_new0(Expected, 1);
			expected->field = g_strdup(field);
			expected->kind = hand ? VERDICT_UNREADABLE : VERDICT_MISSING;
			g_ptr_array_add(out, expected);
			if (sayings->len > 0 && !judge(field, sayings, expected, error))
				return NULL;
		}
	}
	return g_steal_pointer(&out);
}

gboolean
outcome_is_open(const Expected *expected, const Plan *plan, const GPtrArray *sheets)
{
	if (expected->kind == VERDICT_CONFLICT || expected->kind == VERDICT_MISSING ||
		expected->kind == VERDICT_UNREADABLE)
		return TRUE;
	if (g_str_has_suffix(expected->field, ".full_name") && !g_str_has_prefix(expected->field, "father.") &&
		!g_str_has_prefix(expected->field, "mother."))
		return FALSE; /* the person's act is drawn up from the divided name */
	gboolean latin = FALSE, found = FALSE;
	for (guint i = 0; i < sheets->len; i++) {
		const char *subject = subject_of(g_ptr_array_index(plan->papers, i));
		const PrintedFact *fact = find_fact(g_ptr_array_index(sheets, i), subject, expected->field);
		found |= fact != NULL;
		latin |= fact != NULL && fact->value != NULL;
	}
	return found && !latin;
}
