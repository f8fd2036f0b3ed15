#include "app/act/act_parts.h"
#include "app/act/draft.h"
#include "app/dossier/field.h"
#include "app/values/date.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include <string.h>

/* From verdicts to a record. Nothing is decided here that the comparison left undecided: a value enters with the facts
 * behind it, or the field stays open. */

static gboolean
has_small_letters(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_islower(g_utf8_get_char(text)))
			return TRUE;
	return FALSE;
}

/* Words that a French place name writes small inside: Port-au-Prince, Saint-Louis-du-Nord. */
static gboolean
is_small_word(const char *word)
{
	static const char *const small[] = {
		"au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "sous", "sur", NULL};
	g_autofree char *lower = g_utf8_strdown(word, -1);
	return g_strv_contains(small, lower);
}

/* Appends one word: first letter as it is, the others small. */
static void
add_word(GString *out, const char *word, gboolean small)
{
	gboolean start = !small;
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		g_string_append_unichar(out, start ? c : g_unichar_tolower(c));
		if (g_unichar_isalpha(c))
			start = FALSE;
	}
}

/* "FATOU BINTA-MARIE" -> "Fatou Binta-Marie", "PORT-AU-PRINCE" -> "Port-au-Prince" for a place. What is already written
 * in small letters stays as the paper has it. */
static char *
first_letters(const char *text, gboolean is_place)
{
	if (has_small_letters(text))
		return g_strdup(text);
	GString *out = g_string_new(NULL);
	g_autoptr(GString) word = g_string_new(NULL);
	for (const char *p = text;; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c != 0 && (g_unichar_isalpha(c) || g_unichar_ismark(c))) {
			g_string_append_unichar(word, c);
			continue;
		}
		add_word(out, word->str, is_place && out->len > 0 && is_small_word(word->str));
		g_string_truncate(word, 0);
		if (c == 0)
			break;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *
act_writing(FormWriting writing, const char *value)
{
	switch (writing) {
	case WRITE_CAPITALS:
		return g_utf8_strup(value, -1);
	case WRITE_NAME:
		return first_letters(value, FALSE);
	case WRITE_TEXT:
		return first_letters(value, TRUE);
	case WRITE_DATE:
	case WRITE_SEX:
	case WRITE_COUNTRY:
		break;
	}
	return g_strdup(value);
}

static gboolean
is_latin(const char *script)
{
	return g_str_equal(script, "Latn") || g_str_equal(script, "Zyyy") || script[0] == '\0';
}

OpenReason
act_openness(const Dossier *dossier, const Verdict *verdict, const char *value)
{
	if (verdict == NULL)
		return OPEN_MISSING;
	switch (verdict->kind) {
	case VERDICT_CONFLICT:
		return OPEN_CONFLICT;
	case VERDICT_MISSING:
		return OPEN_MISSING;
	case VERDICT_UNREADABLE:
		return OPEN_UNREADABLE;
	case VERDICT_SAME:
	case VERDICT_VARIANT:
	case VERDICT_N:
		break;
	}
	if (verdict->proposal_value == NULL) {
		for (guint i = 0; i < verdict->values->len; i++) {
			const Fact *fact =
				dossier_fact(dossier, ((const VerdictValue *)verdict->values->pdata[i])->fact, NULL);
			if (fact != NULL && is_latin(fact->script))
				return OPEN_UNDECIDED;
		}
		return OPEN_SPELLING;
	}
	FieldValue kind = field_value(verdict->field);
	if (kind != FIELD_VALUE_NAME && kind != FIELD_VALUE_PLACE)
		return OPEN_NOT;
	const Fact *fact = dossier_fact(dossier, verdict->proposal_fact, NULL);
	if (kind == FIELD_VALUE_PLACE && fact != NULL && !is_latin(fact->script))
		return OPEN_INDEX;
	g_autofree char *replacement = NULL;
	return name_fits_act(value != NULL ? value : verdict->proposal_value, &replacement) ? OPEN_NOT : OPEN_LETTERS;
}

typedef struct {
	const Values *values;
	const Dossier *dossier;
} Writer;

/* The facts behind a proposal: its own first, then every other that says it in the same letters. */
static void
add_facts(ActField *field, const Verdict *verdict)
{
	if (verdict->proposal_fact != NULL)
		g_ptr_array_add(field->facts, g_strdup(verdict->proposal_fact));
	g_autofree char *proposed = g_utf8_casefold(verdict->proposal_value, -1);
	for (guint i = 0; i < verdict->values->len; i++) {
		const VerdictValue *value = verdict->values->pdata[i];
		g_autofree char *said = g_utf8_casefold(value->value, -1);
		if (value->fact != NULL && g_str_equal(said, proposed) &&
			!g_ptr_array_find_with_equal_func(field->facts, value->fact, g_str_equal, NULL))
			g_ptr_array_add(field->facts, g_strdup(value->fact));
	}
}

static gboolean
has_values(const Dossier *dossier, const char *subject, const char *ending)
{
	g_autofree char *field = g_strconcat(subject, ".", ending, NULL);
	const Verdict *verdict = dossier_verdict(dossier, field);
	return verdict != NULL && verdict->values->len > 0;
}

static const Verdict *
verdict_beside(const Dossier *dossier, const char *field, const char *ending)
{
	g_autofree char *subject = field_subject(field), *beside = g_strconcat(subject, ".", ending, NULL);
	return dossier_verdict(dossier, beside);
}

static gboolean
is_conflict(const Verdict *verdict)
{
	return verdict != NULL && verdict->kind == VERDICT_CONFLICT;
}

static gboolean
is_part(const char *field)
{
	return g_str_equal(field_ending(field), "surname") || g_str_equal(field_ending(field), "given_names");
}

/* TRUE: the parts of a name agree where papers divide it, but a paper that does not divide it contradicts the whole.
 * Then no part may enter as if nothing were wrong. */
static gboolean
is_held_back(const Dossier *dossier, const char *field)
{
	return is_part(field) && is_conflict(verdict_beside(dossier, field, "full_name")) &&
	       !is_conflict(verdict_beside(dossier, field, "surname")) &&
	       !is_conflict(verdict_beside(dossier, field, "given_names"));
}

/* TRUE: one part alone of a parent's name, and the whole name that is known does not hold it: one of them is not what
 * it seems (a label read as a value, another person). */
static gboolean
is_stray_part(const Writer *w, const char *field, const char *value)
{
	gboolean surname = g_str_equal(field_ending(field), "surname");
	if (!is_part(field) || g_str_has_prefix(field, "person."))
		return FALSE;
	const Verdict *other = verdict_beside(w->dossier, field, surname ? "given_names" : "surname"),
		      *whole = verdict_beside(w->dossier, field, "full_name");
	if ((other != NULL && other->values->len > 0) || whole == NULL || whole->proposal_value == NULL)
		return FALSE;
	g_auto(ValueComparison) pair = {0};
	name_compare(w->values, value, whole->proposal_value, NAME_FULL, &pair);
	return pair.match == MATCH_DIFFERENT;
}

/* Whether both parts of a whole name stand in the act already: forms name the parts first. */
static gboolean
parts_entered(const Act *act, const char *field)
{
	g_autofree char *subject = field_subject(field);
	g_autofree char *surname = g_strconcat(subject, ".surname", NULL),
			*given = g_strconcat(subject, ".given_names", NULL);
	return act_field(act, surname) != NULL && act_field(act, given) != NULL;
}

/* Whether the act speaks of this field at all. */
static gboolean
is_wanted(const Dossier *dossier, const FormField *field, const Verdict *verdict, const Act *act)
{
	gboolean seen = verdict != NULL && verdict->kind != VERDICT_MISSING;
	g_autofree char *subject = field_subject(field->field);
	switch (field->need) {
	case NEED_OBLIGATORY:
	case NEED_ASKED:
		return TRUE;
	case NEED_OPTIONAL:
		/* The comparison has a row for a missing part only where the other part is known. */
		return seen || (verdict != NULL && is_part(field->field));
	case NEED_WHOLE:
		if (verdict == NULL)
			return verdict_beside(dossier, field->field, "surname") == NULL &&
			       verdict_beside(dossier, field->field, "given_names") == NULL;
		return is_conflict(verdict) || !parts_entered(act, field->field);
	case NEED_UNDIVIDED:
		break;
	}
	return is_conflict(verdict) ||
	       (seen && !has_values(dossier, subject, "surname") && !has_values(dossier, subject, "given_names"));
}

static void
draft_field(const Writer *w, const FormField *field, Act *act)
{
	const Dossier *dossier = w->dossier;
	const Verdict *verdict = dossier_verdict(dossier, field->field);
	if (!is_wanted(dossier, field, verdict, act))
		return;
	gboolean agreed = verdict != NULL && (verdict->kind == VERDICT_SAME || verdict->kind == VERDICT_VARIANT) &&
			  !is_held_back(dossier, field->field);
	g_autofree char *value = NULL;
	if (agreed && verdict->proposal_value != NULL && verdict->proposal_fact != NULL &&
		!is_stray_part(w, field->field, verdict->proposal_value)) {
		value = act_writing(field->writing, verdict->proposal_value);
		add_facts(act_add_field(act, field->field, value), verdict);
	}
	if (value == NULL || act_openness(dossier, verdict, value) != OPEN_NOT)
		g_ptr_array_add(act->open, g_strdup(field->field));
}

/* TRUE: the French paper's value is another identity than the act's. Capitals and accents do not make one, nor does a
 * place said otherwise. */
static gboolean
is_other_identity(const Values *values, const char *field, const char *in_act, const char *on_paper)
{
	static const ReasonSet trifles =
		REASON_BIT(REASON_CASE) | REASON_BIT(REASON_DIACRITICS) | REASON_BIT(REASON_ORDER);
	g_auto(ValueComparison) pair = {0};
	switch (field_value(field)) {
	case FIELD_VALUE_NAME:
		name_compare(values, in_act, on_paper,
			g_str_has_suffix(field, ".full_name")     ? NAME_FULL
			: g_str_has_suffix(field, ".given_names") ? NAME_GIVEN
								  : NAME_SURNAME,
			&pair);
		return pair.match == MATCH_DIFFERENT || (pair.match != MATCH_SAME && (pair.reasons & ~trifles) != 0);
	case FIELD_VALUE_DATE:
		return !g_str_equal(in_act, on_paper);
	case FIELD_VALUE_PLACE:
		place_compare(values, in_act, on_paper, &pair);
		return pair.match == MATCH_DIFFERENT;
	case FIELD_VALUE_COUNTRY:
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		break;
	}
	return !g_str_equal(in_act, on_paper);
}

/* The act's value of a field; a whole name is composed from its parts. Caller frees; NULL: none. */
static char *
act_says(const Act *act, const char *field)
{
	const ActField *said = act_field(act, field);
	if (said != NULL)
		return g_strdup(said->value);
	if (!g_str_equal(field_ending(field), "full_name"))
		return NULL;
	g_autofree char *subject = field_subject(field);
	g_autofree char *surname = g_strconcat(subject, ".surname", NULL),
			*given = g_strconcat(subject, ".given_names", NULL);
	const ActField *s = act_field(act, surname), *g = act_field(act, given);
	return s == NULL || g == NULL ? NULL : g_strconcat(g->value, " ", s->value, NULL);
}

static gboolean
needs_equivalence(const Values *values, const Form *form, const Dossier *dossier, const Act *act)
{
	for (char **field = form->equivalence_fields; *field != NULL; field++) {
		const Verdict *verdict = dossier_verdict(dossier, *field);
		g_autofree char *said = act_says(act, *field);
		if (verdict == NULL || said == NULL)
			continue;
		for (guint i = 0; i < verdict->values->len; i++) {
			const VerdictValue *value = verdict->values->pdata[i];
			const Document *paper = dossier_document(dossier, value->document);
			if (paper != NULL && form->equivalence_kinds[paper->kind] &&
				is_other_identity(values, *field, said, value->value))
				return TRUE;
		}
	}
	return FALSE;
}

/* Whether the form speaks of the person, or the marriage, that a field belongs to. */
static gboolean
concerns(const Form *form, const char *field)
{
	g_autofree char *subject = field_subject(field), *prefix = g_strconcat(subject, ".", NULL);
	for (guint i = 0; i < form->fields->len; i++)
		if (g_str_has_prefix(((const FormField *)form->fields->pdata[i])->field, prefix))
			return TRUE;
	return FALSE;
}

/* What the act does not write but papers contradict each other on (a nationality, a patronymic) is the agent's too. */
static void
add_other_conflicts(const ActForms *forms, const Dossier *dossier, Act *act)
{
	for (guint i = 0; i < dossier->verdicts->len; i++) {
		const Verdict *verdict = dossier->verdicts->pdata[i];
		if (is_conflict(verdict) && form_field(forms, act->kind, verdict->field) == NULL &&
			concerns(&forms->forms[act->kind], verdict->field))
			g_ptr_array_add(act->open, g_strdup(verdict->field));
	}
}

static void
draft_act(const Values *values, const ActForms *forms, Dossier *dossier, ActKind kind)
{
	const Form *form = &forms->forms[kind];
	Act *act = act_new(kind);
	for (guint i = 0; i < form->fields->len; i++)
		draft_field(&(Writer){values, dossier}, form->fields->pdata[i], act);
	add_other_conflicts(forms, dossier, act);
	act->equivalence_attestation = needs_equivalence(values, form, dossier, act);
	g_ptr_array_add(dossier->drafts, act);
}

static gboolean
tells_of_marriage(const Dossier *dossier)
{
	static const char *const fields[] = {"marriage.date", "marriage.place"};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		const Verdict *verdict = dossier_verdict(dossier, fields[i]);
		if (verdict != NULL && verdict->kind != VERDICT_MISSING)
			return TRUE;
	}
	for (guint i = 0; i < dossier->documents->len; i++)
		if (((const Document *)dossier->documents->pdata[i])->kind == KIND_MARRIAGE_RECORD)
			return TRUE;
	return FALSE;
}

void
act_draft(const Values *values, const ActForms *forms, Dossier *dossier)
{
	g_ptr_array_set_size(dossier->drafts, 0);
	draft_act(values, forms, dossier, ACT_BIRTH);
	if (tells_of_marriage(dossier))
		draft_act(values, forms, dossier, ACT_MARRIAGE);
}
