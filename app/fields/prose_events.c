/* What has a day and a place: births, deaths, marriages, and the making of the paper. */
#include "app/fields/prose_walk.h"

static void
take_pending(ProseSpan *to, ProseSpan *pending)
{
	if (to->end != 0 || pending->end == 0)
		return;
	*to = *pending;
	to->quality = 0.9;
	pending->end = 0;
}

void
walk_close_event(Walk *walk)
{
	Party *party = people_at(&walk->people, walk->event_of);
	if (walk->event == EVENT_MARRIAGE && walk->event_takes) {
		take_pending(&walk->marriage_date, &walk->pending_date);
		take_pending(&walk->marriage_place, &walk->pending_place);
	}
	if (walk->event_takes && party == NULL && walk->pending_date.end != 0 &&
		(walk->event == EVENT_BIRTH || walk->event == EVENT_DEATH))
		party = people_at(&walk->people, walk_unnamed(walk, walk->event_at));
	if (party != NULL && walk->event == EVENT_BIRTH && walk->event_takes) {
		take_pending(&party->birth_date, &walk->pending_date);
		take_pending(&party->birth_place, &walk->pending_place);
	}
	if (party != NULL && walk->event == EVENT_DEATH && walk->event_takes) {
		take_pending(&party->death_date, &walk->pending_date);
		take_pending(&party->death_place, &walk->pending_place);
	}
	walk->event = EVENT_NONE;
}

static void
open_event(Walk *walk, EventKind event, int of, guint i, gboolean takes)
{
	walk_close_event(walk);
	walk->event = event;
	walk->event_of = of;
	walk->event_at = i;
	walk->event_dated = walk->event_placed = FALSE;
	walk->event_takes = takes;
}

static Party *
event_party(Walk *walk, guint i)
{
	if (walk->event_of == NOBODY) {
		int topic = walk_topic(walk);
		walk->event_of = topic != NOBODY ? topic : walk_unnamed(walk, i);
		if (walk->current == NOBODY)
			walk->current = walk->event_of;
	}
	return people_at(&walk->people, walk->event_of);
}

void
walk_take_date(Walk *walk, guint start, guint end)
{
	enum { FAR = 12 };
	ProseSpan span = {start, end, 1}, *to = NULL;
	switch (walk->event) {
	case EVENT_NONE:
		walk->pending_date = span;
		return;
	case EVENT_BIRTH:
		to = walk->event_dated ? NULL : &event_party(walk, start)->birth_date;
		break;
	case EVENT_DEATH:
		to = walk->event_dated ? NULL : &event_party(walk, start)->death_date;
		break;
	case EVENT_MARRIAGE:
		to = &walk->marriage_date;
		break;
	case EVENT_ISSUE:
	case EVENT_DRAWN:
	case EVENT_PRONOUNCED:
	case EVENT_HEARING:
	case EVENT_EXPIRY:
		to = walk->event_dated ? NULL : &walk->days[walk->event];
		break;
	case EVENT_PASSED:
		if (start > walk->event_at + FAR) {
			walk->pending_date = span;
			walk->event = EVENT_NONE;
			return;
		}
		break;
	case EVENT_N:
		break;
	}
	walk->event_dated = TRUE;
	if (to != NULL && to->end == 0)
		*to = span;
}

void
walk_take_place(Walk *walk, guint start, guint end)
{
	ProseSpan span = {start, end, 1}, *to = NULL;
	if (walk->event == EVENT_NONE && walk->pending_place.end == 0)
		walk->pending_place = span;
	if (walk->event_placed)
		return;
	if (walk->event == EVENT_BIRTH)
		to = &event_party(walk, start)->birth_place;
	else if (walk->event == EVENT_DEATH)
		to = &event_party(walk, start)->death_place;
	else if (walk->event == EVENT_MARRIAGE)
		to = &walk->marriage_place;
	walk->event_placed = TRUE;
	if (to != NULL && to->end == 0)
		*to = span;
}

/* Of whom "born" is said: of whoever was named last, but not of a parent who comes between a person and his birth. */
static int
born_subject(const Walk *walk, guint i)
{
	enum { NEAR = 3, FAR = 60 };
	const Party *party = people_at(&walk->people, walk->current);
	if (party == NULL)
		return walk_topic(walk);
	if (walk->said_at > party->last) {
		int topic = walk_topic(walk);
		return topic;
	}
	if (party->role == ROLE_OPEN || party->role == ROLE_OTHER || party->role == ROLE_SPOUSE)
		return walk->current;
	const Party *owner = people_at(&walk->people, party->of);
	gboolean man = (walk_at(walk, i) & S(BORN_MAN)) != 0, woman = (walk_at(walk, i) & S(BORN_WOMAN)) != 0;
	gboolean father = party->role == ROLE_FATHER;
	if (owner == NULL)
		return walk->current;
	if ((father && woman) || (!father && man))
		return party->of;
	if (owner->birth_date.end > 0 || owner->birth_place.end > 0)
		return walk->current;
	if (father)
		return walk_after(walk, i, FAR, S(AND)) && i <= party->last + NEAR ? walk->current : party->of;
	const Party *partner = people_at(&walk->people, people_relative(&walk->people, ROLE_FATHER, party->of));
	return partner != NULL && (partner->birth_date.end > 0 || partner->birth_place.end > 0) ? walk->current
												: party->of;
}

static void
tell_birth(Walk *walk, guint i)
{
	int of = born_subject(walk, i);
	const Party *party = people_at(&walk->people, of);
	/* "a déclaré que le deux septembre est né l'enfant": of someone still to be named. */
	gboolean verb = walk_before(walk, i, 2, S(IS));
	if (verb && (party == NULL || party->told))
		of = party == NULL ? NOBODY : walk_unnamed(walk, i);
	if (of != NOBODY)
		walk->current = of;
	open_event(walk, EVENT_BIRTH, of, i, TRUE);
}

/* "la naissance de X", "date de naissance"; "acte de naissance" is a paper. */
static void
tell_noun(Walk *walk, EventKind event, guint i)
{
	if (walk_before(walk, i, 3, S(DOCUMENT)) || walk->event == event) {
		walk_expect(walk, EXPECT_NONE, NOBODY, 0);
		walk->open = TRUE;
		return;
	}
	open_event(walk, event, NOBODY, i, TRUE);
	gboolean of = FALSE;
	guint next = walk_past_small(walk, i + 1, 4, &of);
	if (of && prose_name_end(&walk->view, next) > next)
		walk_expect(walk, EXPECT_MENTION, NOBODY, 3);
}

static void
tell_death(Walk *walk, guint i)
{
	const Party *party = people_at(&walk->people, walk->current);
	int of = party != NULL && party->role == ROLE_OPEN && !party->told ? walk->current : NOBODY;
	/* "fils de feu X, décédé": a parent's */
	if (party != NULL && (party->role == ROLE_FATHER || party->role == ROLE_MOTHER))
		of = i <= party->last + 1 && !walk_before(walk, i, 2, S(IS)) ? walk->current : party->of;
	open_event(walk, EVENT_DEATH, of, i, TRUE);
}

static void
tell_marriage(Walk *walk, guint i, ProseSet set)
{
	if ((set & S(MARRIAGE)) && walk_before(walk, i, 3, S(DOCUMENT)))
		return;
	/* "issu du mariage de" */
	gboolean of_birth =
		walk->event == EVENT_BIRTH && walk_before(walk, i, 1, S(OF)) && walk_after(walk, i, 1, S(OF));
	if ((set & S(MARRIAGE)) && (of_birth || walk_before(walk, i, 3, SET_BORN | S(UNION)))) {
		walk_tell_kin(walk, i, S(UNION));
		return;
	}
	gboolean takes = (set & (S(MARRIAGE) | S(CELEBRATED))) != 0 || walk->marriage;
	if ((set & S(CELEBRATED)) && !(set & S(MARRIED)) && !walk->marriage && !walk_after(walk, i, 12, S(MARRIAGE)) &&
		walk->event != EVENT_MARRIAGE)
		return;
	if (walk->event == EVENT_MARRIAGE && !walk->event_dated)
		walk->event_takes |= takes;
	else
		open_event(walk, EVENT_MARRIAGE, NOBODY, i, takes);
	gboolean of = FALSE;
	guint next = walk_past_small(walk, i + 1, 3, &of);
	if ((set & S(MARRIAGE)) && (of || (walk_at(walk, next) & (S(BETWEEN) | S(OF))))) {
		walk->marriage = TRUE;
		walk_expect(walk, EXPECT_MENTION, NOBODY, 4);
		walk->mention_score = 2;
	} else if ((set & S(MARRIED)) && walk_after(walk, i, 2, S(WITH))) {
		int topic = walk_topic(walk);
		const Party *party = people_at(&walk->people, walk->current);
		walk_expect(walk, EXPECT_SPOUSE, party != NULL && party->role == ROLE_OPEN ? walk->current : topic, 4);
	}
}

gboolean
walk_wants_place(const Walk *walk)
{
	return (walk->event == EVENT_BIRTH || walk->event == EVENT_DEATH || walk->event == EVENT_MARRIAGE) &&
	       !walk->event_placed;
}

static void
tell_day_of_paper(Walk *walk, guint i, ProseSet set)
{
	EventKind event = set & S(EXPIRES)      ? EVENT_EXPIRY
			  : set & S(ISSUED)     ? EVENT_ISSUE
			  : set & S(PRONOUNCED) ? EVENT_PRONOUNCED
			  : set & S(DRAWN)      ? EVENT_DRAWN
			  : set & S(HEARING)    ? EVENT_HEARING
						: EVENT_PASSED;
	/* "audience publique": one day, said twice */
	if (walk->event == EVENT_PRONOUNCED && event == EVENT_HEARING && !walk->event_dated)
		return;
	open_event(walk, event, NOBODY, i, FALSE);
}

static void
tell_request(Walk *walk, guint i)
{
	DocumentKind kind = walk->view.builder->document->kind;
	open_event(walk, EVENT_PASSED, NOBODY, i, FALSE);
	if (!walk_after(walk, i, 10, S(OF) | S(BY)))
		return;
	walk_expect(walk, EXPECT_MENTION, NOBODY, 12);
	walk->mention_score = kind == KIND_DECISION ? 1 : -2;
}

static void
tell_speaker(Walk *walk, guint i, ProseSet set)
{
	Party *party = people_at(&walk->people, walk->current);
	if (set & S(SAYS)) {
		if (walk->event == EVENT_PASSED)
			walk_close_event(walk);
		walk->said_at = i;
		walk->open = TRUE;
		if (walk->expects == EXPECT_OTHER)
			walk_expect(walk, EXPECT_NONE, NOBODY, 0);
		return;
	}
	if (party != NULL && party->role == ROLE_OPEN && i <= party->last + 2 && (set & S(APPEARED)) && !walk->marriage)
		party->told = TRUE;
	/* Those who marry appear on the day of their marriage. */
	if (walk->marriage && (set & S(APPEARED)))
		take_pending(&walk->marriage_date, &walk->pending_date);
	walk_expect(walk, EXPECT_MENTION, NOBODY, 6);
	walk->mention_told = !walk->marriage;
}

guint
walk_tell_event(Walk *walk, guint i, ProseSet set)
{
	if (set & SET_BORN)
		tell_birth(walk, i);
	else if (set & S(BIRTH))
		tell_noun(walk, EVENT_BIRTH, i);
	else if (set & S(DIED))
		tell_death(walk, i);
	else if (set & S(DEATH))
		tell_noun(walk, EVENT_DEATH, i);
	else if (set & (S(MARRIED) | S(MARRIAGE) | S(CELEBRATED)))
		tell_marriage(walk, i, set);
	else if (set & S(REQUEST))
		tell_request(walk, i);
	else if (set & (S(ISSUED) | S(DRAWN) | S(PRONOUNCED) | S(HEARING) | S(EXPIRES) | S(PASSED) | S(RESIDES) |
			       S(DOCUMENT)))
		tell_day_of_paper(walk, i, set);
	else if (set & (S(SAYS) | S(APPEARED) | S(UNDERSIGNED)))
		tell_speaker(walk, i, set);
	else
		return 0;
	return i + 1;
}
