#include "app/dossier/verdict.h"

static const char *const match_names[MATCH_N] = {"same", "variant", "different", "cannot_tell"};
static const char *const verdict_names[VERDICT_N] = {"same", "variant", "conflict", "missing", "unreadable"};
static const char *const reason_names[] = {"case", "calendar", "diacritics", "spelling", "transliteration", "script",
	"order", "structure", "joined", "particle", "initials", "missing_part", "extra_part", "truncation", "precision",
	"placeholder_date", "age_interval", "place_alias", "place_level", "ocr_doubt", "day_month_swap",
	"calendar_unconverted", "off_by_one", "century", "other_year", "other_date", "other_name", "role_reversal",
	"replaced_part", "other_place", "other_value"};
G_STATIC_ASSERT(G_N_ELEMENTS(reason_names) == REASON_N);

void
comparison_init(ValueComparison *comparison, Match match)
{
	*comparison = (ValueComparison){.match = match};
	comparison->marks_a = g_array_new(FALSE, FALSE, sizeof(Mark));
	comparison->marks_b = g_array_new(FALSE, FALSE, sizeof(Mark));
}

void
comparison_clear(ValueComparison *comparison)
{
	g_clear_pointer(&comparison->marks_a, g_array_unref);
	g_clear_pointer(&comparison->marks_b, g_array_unref);
}

void
comparison_mark(GArray *marks, int start, int length)
{
	Mark mark = {start, length};
	g_array_append_val(marks, mark);
}

static void
value_free(gpointer data)
{
	VerdictValue *value = data;
	g_free(value->document);
	g_free(value->fact);
	g_free(value->value);
	g_array_unref(value->marks);
	g_free(value);
}

Verdict *
verdict_new(const char *field, VerdictKind kind)
{
	Verdict *verdict = g_new0(Verdict, 1);
	verdict->field = g_strdup(field);
	verdict->kind = kind;
	verdict->values = g_ptr_array_new_with_free_func(value_free);
	verdict->absent = g_ptr_array_new_with_free_func(g_free);
	return verdict;
}

void
verdict_free(Verdict *verdict)
{
	if (verdict == NULL)
		return;
	char *texts[] = {verdict->field, verdict->rule, verdict->explanation, verdict->proposal_value,
		verdict->proposal_document, verdict->proposal_fact, verdict->proposal_why};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_ptr_array_unref(verdict->values);
	g_ptr_array_unref(verdict->absent);
	g_free(verdict);
}

VerdictValue *
verdict_add_value(Verdict *verdict, const char *document, const char *fact, const char *text)
{
	VerdictValue *value = g_new0(VerdictValue, 1);
	value->document = g_strdup(document);
	value->fact = g_strdup(fact);
	value->value = g_strdup(text);
	value->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
	g_ptr_array_add(verdict->values, value);
	return value;
}

Finding *
finding_new(const char *rule, const char *explanation)
{
	Finding *finding = g_new0(Finding, 1);
	finding->rule = g_strdup(rule);
	finding->explanation = g_strdup(explanation);
	finding->fields = g_ptr_array_new_with_free_func(g_free);
	finding->facts = g_ptr_array_new_with_free_func(g_free);
	return finding;
}

void
finding_free(Finding *finding)
{
	if (finding == NULL)
		return;
	g_free(finding->rule);
	g_free(finding->explanation);
	g_ptr_array_unref(finding->fields);
	g_ptr_array_unref(finding->facts);
	g_free(finding);
}

const char *
match_name(Match match)
{
	return (guint)match < MATCH_N ? match_names[match] : NULL;
}

const char *
verdict_name(VerdictKind kind)
{
	return (guint)kind < VERDICT_N ? verdict_names[kind] : NULL;
}

gboolean
verdict_parse(const char *name, VerdictKind *kind)
{
	for (guint i = 0; i < VERDICT_N; i++) {
		if (g_strcmp0(verdict_names[i], name) == 0) {
			*kind = (VerdictKind)i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
reason_name(Reason reason)
{
	return (guint)reason < REASON_N ? reason_names[reason] : NULL;
}

gboolean
reason_parse(const char *name, Reason *reason)
{
	for (guint i = 0; i < REASON_N; i++) {
		if (g_strcmp0(reason_names[i], name) == 0) {
			*reason = (Reason)i;
			return TRUE;
		}
	}
	return FALSE;
}
