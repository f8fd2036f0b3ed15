#include "app/compare/compare_parts.h"
#include <string.h>

/* One row: every two different values compared, the worst pair decides, reasons are those of all pairs. */

enum { MAX_DISTINCT = 64 }; /* values compared with each other; those past it are compared with the first ones */

typedef struct {
	Match match;
	ReasonSet reasons;
	const char *rule;
} Worst;

static int
badness(Match match)
{
	static const int order[MATCH_N] = {
		[MATCH_SAME] = 0, [MATCH_VARIANT] = 1, [MATCH_CANNOT_TELL] = 2, [MATCH_DIFFERENT] = 3};
	return order[match];
}

/* Two values that need no comparing: alike as text, as written and in their calendar. */
static gboolean
is_alike(const Fact *a, const Fact *b)
{
	return g_strcmp0(a->value, b->value) == 0 && g_strcmp0(a->raw, b->raw) == 0 && a->calendar == b->calendar;
}

/* Numbers that two states gave are two numbers. */
static gboolean
are_comparable(const Row *row, const Candidate *a, const Candidate *b)
{
	if (!g_str_equal(field_ending(row->field), "national_number"))
		return TRUE;
	const char *ca = a->document->country, *cb = b->document->country;
	return ca[0] == '\0' || cb[0] == '\0' || g_str_equal(ca, cb);
}

/* The same paper's value in the row beside: its given names for its surname. NULL: none. */
static const Fact *
fact_beside(const Comparing *c, const Row *row, const Candidate *candidate)
{
	g_autofree char *subject = field_subject(row->field);
	gboolean surname = g_str_equal(field_ending(row->field), "surname");
	g_autofree char *field = g_strconcat(subject, surname ? ".given_names" : ".surname", NULL);
	const Row *beside = g_hash_table_lookup(c->rows, field);
	for (guint i = 0; beside != NULL && i < beside->candidates->len; i++) {
		const Candidate *other = beside->candidates->pdata[i];
		if (other->document == candidate->document && !other->in_doubt)
			return other->fact;
	}
	return NULL;
}

static gboolean
are_kin(const Comparing *c, const char *field, const Fact *a, const Fact *b, ReasonSet *reasons)
{
	g_auto(ValueComparison) pair = {0};
	compare_values(c->values, field, a, b, &pair);
	*reasons |= pair.reasons & ~REASON_BIT(REASON_CASE);
	return pair.match == MATCH_SAME || pair.match == MATCH_VARIANT;
}

/* Surname and given names written in each other's box on one of two papers: the same name in another order. */
static gboolean
is_swapped(const Comparing *c, const Row *row, const Candidate *a, const Candidate *b, ReasonSet *reasons)
{
	const char *ending = field_ending(row->field);
	if (!g_str_equal(ending, "surname") && !g_str_equal(ending, "given_names"))
		return FALSE;
	const Fact *beside_a = fact_beside(c, row, a), *beside_b = fact_beside(c, row, b);
	if (beside_a == NULL || beside_b == NULL)
		return FALSE;
	g_autofree char *subject = field_subject(row->field), *whole = g_strconcat(subject, ".full_name", NULL);
	*reasons = REASON_BIT(REASON_ORDER);
	return are_kin(c, whole, a->fact, beside_b, reasons) && are_kin(c, whole, beside_a, b->fact, reasons);
}

static void
pair_compare(const Comparing *c, const Row *row, const Candidate *a, const Candidate *b, ValueComparison *out)
{
	compare_values(c->values, row->field, a->fact, b->fact, out);
	if (out->match == MATCH_DIFFERENT && g_str_equal(field_ending(row->field), "birth_country") &&
		countries_succeed(c->rules, a->fact->value, b->fact->value)) {
		out->match = MATCH_VARIANT;
		out->reasons = REASON_BIT(REASON_PLACE_ALIAS);
		out->rule = "country/successor@1";
	}
	ReasonSet swapped;
	if (out->match == MATCH_DIFFERENT && is_swapped(c, row, a, b, &swapped)) {
		out->match = MATCH_VARIANT;
		out->reasons = swapped;
		out->rule = "name/swapped@1";
	}
	if (out->match == MATCH_CANNOT_TELL && out->reasons == 0)
		out->reasons =
			REASON_BIT(g_str_equal(a->fact->script, b->fact->script) ? REASON_SPELLING : REASON_SCRIPT);
}

static void
keep_marks(Candidate *candidate, const ValueComparison *pair, const GArray *marks)
{
	if (candidate->marks->len > 0 && badness(pair->match) <= badness(candidate->worst))
		return;
	g_array_set_size(candidate->marks, 0);
	g_array_append_vals(candidate->marks, marks->data, marks->len);
}

static void
note(Candidate *candidate, const ValueComparison *pair, const GArray *marks)
{
	keep_marks(candidate, pair, marks);
	if (badness(pair->match) > badness(candidate->worst))
		candidate->worst = pair->match;
	candidate->worst_reasons |= pair->reasons;
}

static void
copy_outcome(Candidate *to, const Candidate *from)
{
	g_array_set_size(to->marks, 0);
	g_array_append_vals(to->marks, from->marks->data, from->marks->len);
	to->worst = from->worst;
	to->worst_reasons = from->worst_reasons;
}

/* Alike, and beside alike too: what makes surname and given names an exchange is the pair of them. */
static gboolean
is_repeated(const Row *row, guint i, guint j, const Fact *const *beside)
{
	const Candidate *a = row->candidates->pdata[i], *b = row->candidates->pdata[j];
	if (!is_alike(a->fact, b->fact) || !are_comparable(row, a, b))
		return FALSE;
	if (beside[i] == NULL || beside[j] == NULL)
		return beside[i] == beside[j];
	return is_alike(beside[i], beside[j]);
}

/* first[i]: the first candidate that is written just like candidate i. */
static guint *
find_first(const Comparing *c, const Row *row)
{
	guint n = row->candidates->len;
	guint *first = g_new(guint, n);
	g_autofree const Fact **beside = g_new0(const Fact *, n + 1);
	const char *ending = field_ending(row->field);
	gboolean part = g_str_equal(ending, "surname") || g_str_equal(ending, "given_names");
	for (guint i = 0; i < n; i++) {
		beside[i] = part ? fact_beside(c, row, row->candidates->pdata[i]) : NULL;
		first[i] = i;
		for (guint j = 0; j < i && first[i] == i; j++)
			if (first[j] == j && is_repeated(row, i, j, beside))
				first[i] = j;
	}
	return first;
}

static void
compare_pair(const Comparing *c, Row *row, guint i, guint j, Worst *worst)
{
	Candidate *a = row->candidates->pdata[i], *b = row->candidates->pdata[j];
	if (!are_comparable(row, a, b))
		return;
	g_auto(ValueComparison) pair = {0};
	pair_compare(c, row, a, b, &pair);
	note(a, &pair, pair.marks_a);
	note(b, &pair, pair.marks_b);
	if (badness(pair.match) > badness(worst->match) || worst->rule == NULL) {
		worst->rule = pair.rule;
		row->worst_a = a;
		row->worst_b = b;
		worst->match = badness(pair.match) > badness(worst->match) ? pair.match : worst->match;
	}
	worst->reasons |= pair.reasons;
}

static Worst
compare_all(const Comparing *c, Row *row)
{
	Worst worst = {MATCH_SAME, 0, NULL};
	g_autofree guint *first = find_first(c, row);
	guint others[MAX_DISTINCT], n_others = 0;
	for (guint j = 0; j < row->candidates->len; j++) {
		if (first[j] != j) {
			copy_outcome(row->candidates->pdata[j], row->candidates->pdata[first[j]]);
			continue;
		}
		for (guint k = 0; k < n_others; k++)
			compare_pair(c, row, others[k], j, &worst);
		if (n_others < MAX_DISTINCT)
			others[n_others++] = j;
	}
	for (guint j = 0; j < row->candidates->len; j++)
		if (first[j] != j)
			copy_outcome(row->candidates->pdata[j], row->candidates->pdata[first[j]]);
	return worst;
}

static VerdictKind
kind_of(const Row *row, const Worst *worst)
{
	if (row->candidates->len == 0)
		return row->unreadable->len > 0 ? VERDICT_UNREADABLE : VERDICT_MISSING;
	switch (worst->match) {
	case MATCH_SAME:
		return VERDICT_SAME;
	case MATCH_VARIANT:
	case MATCH_CANNOT_TELL: /* it can be the same, which is all that variant says; but nothing is proposed */
		return VERDICT_VARIANT;
	case MATCH_DIFFERENT:
	case MATCH_N:
		break;
	}
	return VERDICT_CONFLICT;
}

/* Among papers there is no first: what one has more, the other has less. */
static ReasonSet
one_sided(ReasonSet reasons)
{
	if ((reasons & REASON_BIT(REASON_EXTRA_PART)) == 0)
		return reasons;
	return (reasons & ~REASON_BIT(REASON_EXTRA_PART)) | REASON_BIT(REASON_MISSING_PART);
}

Verdict *
row_judge(const Comparing *c, Row *row)
{
	Worst worst = compare_all(c, row);
	Verdict *verdict = verdict_new(row->field, kind_of(row, &worst));
	gboolean undecided = verdict->kind == VERDICT_VARIANT && worst.match == MATCH_CANNOT_TELL;
	verdict->reasons = one_sided(worst.reasons);
	verdict->rule = g_strdup(undecided && worst.rule == NULL ? "row/undecided@1" : worst.rule);
	for (guint i = 0; i < row->candidates->len; i++) {
		const Candidate *candidate = row->candidates->pdata[i];
		VerdictValue *value = verdict_add_value(
			verdict, candidate->document->id, candidate->fact->id, fact_text(candidate->fact));
		g_array_append_vals(value->marks, candidate->marks->data, candidate->marks->len);
	}
	for (guint i = 0; i < row->absent->len; i++)
		g_ptr_array_add(verdict->absent, g_strdup(((const Document *)row->absent->pdata[i])->id));
	if (!undecided && (verdict->kind == VERDICT_SAME || verdict->kind == VERDICT_VARIANT))
		row_propose(c, row, verdict);
	verdict->explanation = row_explain(c, row, verdict, undecided);
	return verdict;
}
