#include "app/dossier/field.h"
#include "app/fields/prose_walk.h"
#include <string.h>

static void
give(const Walk *walk, const char *subject, const char *key, const ProseSpan *span)
{
	if (span->end <= span->start)
		return;
	FactPlace place = {walk->view.text, span->start, span->end, FACT_SOURCE_PROSE, span->quality};
	fact_build(walk->view.builder, subject, key, &place);
}

static void
give_party(const Walk *walk, int of, const char *subject)
{
	const Party *party = people_at(&walk->people, of);
	if (party == NULL)
		return;
	give(walk, subject, "full_name", &party->name);
	give(walk, subject, "usage_name", &party->usage_name);
	give(walk, subject, "birth_date", &party->birth_date);
	give(walk, subject, "birth_place", &party->birth_place);
	give(walk, subject, "sex", &party->sex_word);
	give(walk, subject, "nationality", &party->nationality);
	give(walk, subject, "marital_status", &party->status);
}

/* Of the days that a paper bears, the one that counts as its own. */
static const ProseSpan *
issue_day(const Walk *walk)
{
	static const EventKind judged[] = {EVENT_PRONOUNCED, EVENT_HEARING, EVENT_DRAWN, EVENT_ISSUE},
			       other[] = {EVENT_ISSUE, EVENT_PRONOUNCED, EVENT_DRAWN};
	DocumentKind kind = walk->view.builder->document->kind;
	gboolean judgment = kind == KIND_COURT_JUDGMENT || walk->view.builder->original == KIND_COURT_JUDGMENT;
	guint n = judgment ? G_N_ELEMENTS(judged) : G_N_ELEMENTS(other);
	for (guint i = 0; i < n; i++) {
		const ProseSpan *day = &walk->days[judgment ? judged[i] : other[i]];
		if (day->end > 0)
			return day;
	}
	return NULL;
}

static gboolean
is_marriage(const Walk *walk)
{
	const FactBuilder *builder = walk->view.builder;
	return builder->document->kind == KIND_MARRIAGE_RECORD || builder->original == KIND_MARRIAGE_RECORD;
}

/* Of a marriage the first two of whom it tells, in their order. */
static void
find_couple(const Walk *walk, int couple[2])
{
	guint n = 0;
	couple[0] = couple[1] = NOBODY;
	for (guint i = 0; i < walk->people.of->len && n < 2; i++) {
		const Party *party = people_at(&walk->people, (int)i);
		gboolean known = party->birth_date.end > 0 || party->birth_place.end > 0 || party->score > 0 ||
				 people_relative(&walk->people, ROLE_FATHER, (int)i) != NOBODY;
		if (party->role == ROLE_OPEN && party->name.end > 0 && (known || walk->marriage))
			couple[n++] = (int)i;
	}
}

static void
give_parents(const Walk *walk, int of)
{
	give_party(walk, people_relative(&walk->people, ROLE_FATHER, of), "father");
	give_party(walk, people_relative(&walk->people, ROLE_MOTHER, of), "mother");
}

/* Who asks for protection lives: a death told there is another's. */
static gboolean
may_be_dead(const Walk *walk)
{
	static const DocumentKind living[] = {KIND_INTERVIEW, KIND_DECISION, KIND_ASYLUM_FORM, KIND_ASYLUM_ATTESTATION,
		KIND_FAMILY_FORM, KIND_RESIDENCE_PERMIT, KIND_TRAVEL_DOCUMENT};
	for (guint i = 0; i < G_N_ELEMENTS(living); i++)
		if (walk->view.builder->document->kind == living[i])
			return FALSE;
	return TRUE;
}

void
walk_give_facts(const Walk *walk, const char *subject)
{
	gboolean whole = g_str_equal(subject, "person");
	int couple[2] = {whole ? people_person(&walk->people) : 0, NOBODY};
	if (whole && is_marriage(walk))
		find_couple(walk, couple);
	if (whole && couple[1] == NOBODY && couple[0] != NOBODY)
		couple[1] = people_relative(&walk->people, ROLE_SPOUSE, couple[0]);
	give_party(walk, couple[0], subject);
	if (whole) {
		give_parents(walk, couple[0]);
		give_party(walk, couple[1], "spouse");
		if (is_marriage(walk) && couple[1] != NOBODY)
			give_parents(walk, couple[1]);
	}
	give(walk, subject, "marriage.date", &walk->marriage_date);
	give(walk, subject, "marriage.place", &walk->marriage_place);
	const Party *person = people_at(&walk->people, couple[0]);
	if (person != NULL && may_be_dead(walk)) {
		give(walk, subject, "death.date", &person->death_date);
		give(walk, subject, "death.place", &person->death_place);
	}
	const ProseSpan *day = issue_day(walk);
	if (whole && day != NULL)
		give(walk, subject, "document.issue_date", day);
	if (whole)
		give(walk, subject, "document.expiry_date", &walk->days[EVENT_EXPIRY]);
}
