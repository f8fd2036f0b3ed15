#include "app/compare/compare_parts.h"
#include "app/dossier/edtf.h"
#include "firmware/base/language.h"
#include <string.h>

/* The proposal: a list of questions asked in a fixed order (compare/precedence.ini says it in words). Each gives a
 * value a number, the smaller is preferred; the first question that separates the best value from the next one is the
 * reason that is said. Nothing counts votes. */

typedef enum {
	ASK_TIER,
	ASK_SPELLING,
	ASK_LANGUAGE,
	ASK_PLACEHOLDER,
	ASK_PRECISION,
	ASK_WHOLE,
	ASK_KIND,
	ASK_SOURCE,
	ASK_CONFIDENCE,
	ASK_N
} Question;

typedef struct {
	const Candidate *candidate;
	int answers[ASK_N];
} Answered;

PrecedenceKind
precedence_of(FieldValue kind)
{
	if (kind == FIELD_VALUE_NAME)
		return PRECEDENCE_NAME;
	if (kind == FIELD_VALUE_DATE)
		return PRECEDENCE_DATE;
	return kind == FIELD_VALUE_PLACE || kind == FIELD_VALUE_COUNTRY ? PRECEDENCE_PLACE : PRECEDENCE_OTHER;
}

/* 1 January, 31 December, 1 July: days that offices write where they know only the year. */
static gboolean
is_placeholder(const char *value)
{
	Edtf date;
	if (!edtf_parse(value, &date) || date.interval)
		return FALSE;
	EdtfPoint p = date.first;
	return (p.month == 1 && p.day == 1) || (p.month == 12 && p.day == 31) || (p.month == 7 && p.day == 1);
}

/* 0 a day ... 3 an interval or "about". */
static int
vagueness(const char *value)
{
	Edtf date;
	if (!edtf_parse(value, &date) || date.interval || date.about)
		return 3;
	if (date.first.day != 0)
		return 0;
	return date.first.month != 0 ? 1 : 2;
}

/* Cut short by a zone of fixed width, or with an initial for a name. */
static gboolean
is_cut(const Candidate *candidate)
{
	if (candidate->fact->source == FACT_SOURCE_MRZ && candidate->document->mrz != NULL &&
		candidate->document->mrz->name_truncated)
		return TRUE;
	g_auto(GStrv) parts = g_strsplit_set(fact_text(candidate->fact), " -", 0);
	for (char **part = parts; *part != NULL; part++) {
		gsize letters = 0;
		for (const char *p = *part; *p != '\0'; p = g_utf8_next_char(p))
			letters += g_unichar_isalpha(g_utf8_get_char(p)) ? 1 : 0;
		if (letters == 1 && g_str_equal(candidate->fact->script, "Latn"))
			return TRUE;
	}
	return FALSE;
}

static Answered
answer(const Comparing *c, const Row *row, const Candidate *candidate, ReasonSet reasons)
{
	const Fact *fact = candidate->fact;
	const Precedence *order = &c->rules->precedence[precedence_of(row->kind)];
	Answered a = {.candidate = candidate};
	a.answers[ASK_TIER] = (int)c->rules->tiers[candidate->document->kind];
	if (row->kind == FIELD_VALUE_NAME || row->kind == FIELD_VALUE_PLACE)
		a.answers[ASK_SPELLING] = fact->value == NULL ? 2 : is_romanised(fact) ? 1 : 0;
	if (row->kind == FIELD_VALUE_PLACE)
		a.answers[ASK_LANGUAGE] =
			g_strv_contains((const char *const *)candidate->document->languages, "fra") ? 0 : 1;
	if (row->kind == FIELD_VALUE_DATE) {
		gboolean doubted = (reasons & REASON_BIT(REASON_PLACEHOLDER_DATE)) != 0;
		a.answers[ASK_PLACEHOLDER] = doubted && is_placeholder(fact->value) ? 1 : 0;
		a.answers[ASK_PRECISION] = vagueness(fact->value);
	}
	if (row->kind == FIELD_VALUE_NAME)
		a.answers[ASK_WHOLE] = is_cut(candidate) ? 1 : 0;
	a.answers[ASK_KIND] = order->kinds[candidate->document->kind];
	a.answers[ASK_SOURCE] = fact->source == FACT_SOURCE_TYPED ? -1 : order->sources[fact->source];
	a.answers[ASK_CONFIDENCE] = (int)(100 - fact->confidence * 100);
	return a;
}

/* The first question on which they part; ASK_N: none. */
static Question
parts_at(const Answered *a, const Answered *b)
{
	Question q = ASK_TIER;
	while (q < ASK_N && a->answers[q] == b->answers[q])
		q++;
	return q;
}

static gboolean
is_before(const Answered *a, const Answered *b)
{
	Question q = parts_at(a, b);
	return q < ASK_N && a->answers[q] < b->answers[q];
}

static const char *
format_of(Question question, const Answered *best, const Answered *next)
{
	switch (question) {
	case ASK_TIER:
		if (next->answers[ASK_TIER] == TIER_DECLARED)
			return _("%1$s avant %2$s : un papier établi par une autorité passe avant ce qui a été "
				 "déclaré.");
		return _("%1$s avant %2$s : les papiers d’origine passent avant ceux de la procédure en France.");
	case ASK_SPELLING:
		return _("%1$s avant %2$s : une graphie latine portée par le papier passe avant une romanisation.");
	case ASK_LANGUAGE:
		return _("%1$s avant %2$s : un papier en français nomme le lieu en français.");
	case ASK_PLACEHOLDER:
		return _("%1$s avant %2$s : un 1er janvier, un 1er juillet ou un 31 décembre tient souvent lieu de "
			 "date inconnue.");
	case ASK_PRECISION:
		return _("%1$s avant %2$s : la date la plus complète, que l’autre ne contredit pas.");
	case ASK_WHOLE:
		return _("%1$s avant %2$s : un nom entier passe avant un nom coupé ou réduit à une initiale.");
	case ASK_KIND:
		if (next->candidate->document->kind == KIND_TRANSLATION &&
			best->candidate->document->kind != KIND_TRANSLATION)
			return _("%1$s avant %2$s : un original passe avant une traduction.");
		return _("%1$s avant %2$s : ordre de préférence des papiers.");
	case ASK_SOURCE:
		return _("%1$s avant %2$s : ordre de préférence des zones d’un papier.");
	case ASK_CONFIDENCE:
		return _("%1$s avant %2$s : la lecture est plus sûre.");
	case ASK_N:
		break;
	}
	return _("%1$s et %2$s se valent : le premier papier du dossier est proposé.");
}

static char *
why(const Answered *answers, guint n, guint best, gboolean agree)
{
	if (n == 1)
		return g_strdup(_("Seul papier qui le donne."));
	if (agree)
		return g_strdup(_("Tous les papiers qui le donnent concordent."));
	const char *text = fact_text(answers[best].candidate->fact);
	const Answered *next = NULL;
	for (guint i = 0; i < n; i++) {
		const Answered *other = &answers[i];
		if (i != best && !g_str_equal(fact_text(other->candidate->fact), text) &&
			(next == NULL || is_before(other, next)))
			next = other;
	}
	if (next == NULL)
		return g_strdup(_("Tous les papiers qui le donnent concordent."));
	Question question = parts_at(&answers[best], next);
	return sentence_fill(format_of(question, &answers[best], next), answers[best].candidate->label,
		next->candidate->label, NULL);
}

void
row_propose(const Comparing *c, const Row *row, Verdict *verdict)
{
	guint n = row->candidates->len;
	g_autofree Answered *answers = g_new(Answered, n);
	guint best = 0;
	for (guint i = 0; i < n; i++) {
		answers[i] = answer(c, row, row->candidates->pdata[i], verdict->reasons);
		if (is_before(&answers[i], &answers[best]))
			best = i;
	}
	const Fact *fact = answers[best].candidate->fact;
	/* A spelling is never invented: a name of our own romanisation is shown, not proposed. */
	if (fact->value == NULL || (row->kind == FIELD_VALUE_NAME && is_romanised(fact)))
		return;
	verdict->proposal_value = g_strdup(fact->value);
	verdict->proposal_document = g_strdup(answers[best].candidate->document->id);
	verdict->proposal_fact = g_strdup(fact->id);
	verdict->proposal_why = why(answers, n, best, verdict->kind == VERDICT_SAME);
}
