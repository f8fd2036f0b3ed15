/* What is known while a text is walked from its beginning: between prose_tell.c, prose_mention.c and prose_facts.c. */
#pragma once
#include "app/fields/prose_people.h"

typedef enum {
	EVENT_NONE,
	EVENT_BIRTH,
	EVENT_DEATH,
	EVENT_MARRIAGE,
	EVENT_ISSUE,
	EVENT_DRAWN,
	EVENT_PRONOUNCED,
	EVENT_HEARING,
	EVENT_EXPIRY,
	EVENT_PASSED, /* its day and place are nobody's */
	EVENT_N
} EventKind;

typedef enum {
	EXPECT_NONE,
	EXPECT_FATHER,
	EXPECT_MOTHER,
	EXPECT_SPOUSE,
	EXPECT_OTHER,
	EXPECT_SELF,   /* whoever is spoken of is named */
	EXPECT_MENTION /* someone is */
} Expectation;

typedef struct {
	ProseView view;
	People people;
	int current; /* who is spoken of */

	EventKind event;
	int event_of;
	guint event_at, value_end;                       /* value_end: behind the last date or place */
	gboolean event_dated, event_placed, event_takes; /* takes: also what was said before it */

	Expectation expects; /* of the next name */
	int expects_of;
	int left; /* words without meaning that may still come before it */
	int mention_score;
	gboolean mention_told;

	ProseSpan pending_date, pending_place; /* said before what they belong to */
	int chain_of;                          /* whose father was named: "et de" leads to the mother; NOBODY */
	guint chain_at;
	guint said_at;     /* token of the last verb of saying; 0: none in this sentence */
	gboolean open;     /* a name may come without any sign: "certifie que" */
	gboolean marriage; /* two people are told of */
	guint asked;       /* sentences through which a question still waits for its answer */

	ProseSpan marriage_date, marriage_place, days[EVENT_N]; /* of the paper itself, by event */
} Walk;

/* The name of tokens [start, end), titles included, which stand there. Returns the token to go on from. */
guint walk_take_name(Walk *walk, guint start, guint end);

void walk_expect(Walk *walk, Expectation expects, int of, int left);

/* Who is spoken of when nobody was named: the person of the paper as far as it is known; NOBODY. */
int walk_topic(const Walk *walk);

/* Someone of whom is spoken and who has no name yet, made when there is none. */
int walk_unnamed(Walk *walk, guint at);

/* Says what the walk has learnt, as facts of subject ("person" or whoever the text began with). */
void walk_give_facts(const Walk *walk, const char *subject);

/* --- looking around in the text -------------------------------------------------------------------- */

#define S(concept) PROSE_SET(PROSE_##concept)
#define SET_BORN (S(BORN) | S(BORN_MAN) | S(BORN_WOMAN))
#define SET_TITLE (S(MAN) | S(WOMAN) | S(HOLDER))

/* What token i means. */
static inline ProseSet
walk_at(const Walk *walk, guint i)
{
	return prose_set(&walk->view, i);
}

/* Past words that only lead on, at most so many; of (may be NULL): whether one of them was "of". */
guint walk_past_small(const Walk *walk, guint i, guint most, gboolean *of);

/* Whether one of so many tokens before i, or behind it, in its sentence, means one of the set. */
gboolean walk_before(const Walk *walk, guint i, guint near, ProseSet set);
gboolean walk_after(const Walk *walk, guint i, guint near, ProseSet set);

/* --- parts of the walk ------------------------------------------------------------------------------ */

void walk_close_event(Walk *walk);
void walk_take_date(Walk *walk, guint start, guint end);
void walk_take_place(Walk *walk, guint start, guint end);

/* Whether a place would be that of an event of somebody's life. */
gboolean walk_wants_place(const Walk *walk);

/* The word at i opens an event or says who speaks. Returns the token to go on from; 0: it does neither. */
guint walk_tell_event(Walk *walk, guint i, ProseSet set);

/* The word at i says who the next name is. The same result. */
guint walk_tell_kin(Walk *walk, guint i, ProseSet set);

/* "et", "de": what they lead to depends on what was said. */
void walk_tell_and(Walk *walk, guint i);
void walk_tell_of(Walk *walk, guint i);
void walk_tell_other(Walk *walk, guint i);
