/* Who is who: the words that say whose father, child or spouse the next name is. */
#include "app/fields/prose_walk.h"

/* Whose parents follow. */
static int
child_of_filiation(Walk *walk, guint i)
{
	const Party *party = people_at(&walk->people, walk->current);
	if (party == NULL)
		return walk->event_of != NOBODY && walk->event == EVENT_BIRTH ? walk->event_of
		       : walk_topic(walk) != NOBODY                           ? walk_topic(walk)
									      : walk_unnamed(walk, i);
	if (party->role == ROLE_FATHER || party->role == ROLE_MOTHER)
		return party->of != NOBODY ? party->of : walk_topic(walk);
	return walk->current;
}

static guint
tell_child_word(Walk *walk, guint i)
{
	const Party *party = people_at(&walk->people, walk->current);
	gboolean of = FALSE;
	guint next = walk_past_small(walk, i + 1, 4, &of);
	if (of && prose_name_end(&walk->view, next) > next && !(walk_at(walk, i) & S(CHILDREN))) {
		walk_expect(walk, EXPECT_FATHER, child_of_filiation(walk, i), 3);
		return i + 1;
	}
	if (walk_at(walk, i) & S(CHILDREN)) {
		walk_expect(walk, EXPECT_OTHER, NOBODY, 4);
		return i + 1;
	}
	if (walk->expects == EXPECT_FATHER || walk->expects == EXPECT_MOTHER)
		return i + 1;
	walk_expect(walk, EXPECT_MENTION, NOBODY, 4);
	walk->mention_score = 3;
	if (party == NULL || party->told || party->role != ROLE_OPEN) {
		int topic = walk_topic(walk);
		const Party *known = people_at(&walk->people, topic);
		walk->current = known != NULL && !known->told ? topic : walk_unnamed(walk, i);
	}
	return i + 1;
}

/* "a déclaré reconnaître pour sa fille X": on a child's paper the child. */
static void
tell_own_child(Walk *walk, guint i)
{
	DocumentKind kind = walk->view.builder->document->kind;
	Party *party = people_at(&walk->people, walk->current);
	gboolean child =
		kind == KIND_BIRTH_RECORD || kind == KIND_COURT_JUDGMENT || walk_before(walk, i, 4, S(SUBJECT));
	walk_expect(walk, child ? EXPECT_MENTION : EXPECT_OTHER, NOBODY, 3);
	if (!child)
		return;
	walk->mention_score = 3;
	if (party != NULL && party->role == ROLE_OPEN) {
		party->role = party->sex == 'F' ? ROLE_MOTHER : ROLE_FATHER;
		party->of = NOBODY;
	}
	walk->current = NOBODY;
}

static guint
tell_filiation(Walk *walk, guint i)
{
	enum { ADJECTIVES = 4 };
	guint of = i + 1;
	while (of <= i + ADJECTIVES && !(walk_at(walk, of) & S(OF)) && !prose_may_name(&walk->view, of) &&
		!prose_ends(&walk->view, of - 1))
		of++;
	gboolean stated = (walk_at(walk, of) & S(OF)) != 0;
	guint next = i + 1;
	while ((walk_at(walk, next) & S(FILLER)) && next < of)
		next++;
	if (walk_before(walk, i, 1, S(POSSESSIVE))) {
		tell_own_child(walk, i);
		return i + 1;
	}
	if (!stated && walk_before(walk, i, 1, S(ARTICLE)) && walk_after(walk, i, 4, S(NAMED) | S(SEX)))
		return tell_child_word(walk, i);
	if (!stated && (of != next || !prose_may_name(&walk->view, of)))
		return i + 1;
	const Party *party = people_at(&walk->people, walk->current);
	/* "sa mère FENNICHE Malika fille de Ahmed": the grandfather */
	gboolean parent = party != NULL &&
			  (party->role == ROLE_FATHER || party->role == ROLE_MOTHER || party->role == ROLE_OTHER);
	if (parent && i <= party->last + 1)
		walk_expect(walk, EXPECT_OTHER, NOBODY, 3);
	else
		walk_expect(walk, EXPECT_FATHER, child_of_filiation(walk, i), 4);
	return stated ? of + 1 : next;
}

static guint
tell_union(Walk *walk, guint i)
{
	int child = child_of_filiation(walk, i);
	if (walk_before(walk, i, 1, S(POSSESSIVE)) && walk_after(walk, i, 3, S(WITH))) {
		for (guint p = 0; p < walk->people.of->len; p++) {
			Party *party = people_at(&walk->people, (int)p);
			if (party->told && party->role == ROLE_OPEN && (int)p != child) {
				party->role = ROLE_FATHER;
				party->of = child;
			}
		}
		walk_expect(walk, EXPECT_MOTHER, child, 5);
		return i + 1;
	}
	walk_expect(walk, EXPECT_FATHER, child, 5);
	return i + 1;
}

/* Whoever says "I". */
static int
teller(const Walk *walk)
{
	for (guint i = walk->people.of->len; i-- > 0;)
		if (people_at(&walk->people, (int)i)->told)
			return (int)i;
	return NOBODY;
}

/* "son père, X", "le père de l'enfant", "X, père de Y", "je suis le père de Y". */
static guint
tell_parent(Walk *walk, guint i, Expectation expects)
{
	enum { AWAY = 6 };
	Party *party = people_at(&walk->people, walk->current);
	gboolean of = (walk_at(walk, i + 1) & S(OF)) != 0;
	gboolean own = walk_before(walk, i, 1, S(POSSESSIVE));
	if (party == NULL && walk_before(walk, i, 3, S(I))) {
		walk->current = teller(walk);
		party = people_at(&walk->people, walk->current);
		if (party == NULL && of) {
			walk_expect(walk, EXPECT_MENTION, NOBODY, 5);
			walk->mention_score = 3;
			return i + 2;
		}
	}
	gboolean is = walk_before(walk, i, 3, S(IS)) && !walk_before(walk, i, 3, S(THAT));
	gboolean behind = party != NULL && party->last > 0 && i <= party->last + 1 &&
			  segment_token(walk->view.text, party->last - 1)->comma;
	if (of && !own && party != NULL && party->role == ROLE_OPEN && (is || behind)) {
		party->role = expects == EXPECT_FATHER ? ROLE_FATHER : ROLE_MOTHER;
		party->of = NOBODY;
		walk->current = NOBODY;
		walk_expect(walk, EXPECT_MENTION, NOBODY, 5);
		walk->mention_score = 3;
		return i + 2;
	}
	if (prose_is_none(&walk->view, i + 1)) {
		walk->chain_of = child_of_filiation(walk, i);
		walk->chain_at = i;
		return i + 2;
	}
	int child = walk->chain_of != NOBODY ? walk->chain_of : child_of_filiation(walk, i);
	const Party *owner = people_at(&walk->people, child);
	if (owner != NULL && owner->role != ROLE_OPEN)
		child = walk_topic(walk);
	walk_expect(walk, expects, child, AWAY);
	return i + 1;
}

static guint
tell_spouse(Walk *walk, guint i)
{
	Party *party = people_at(&walk->people, walk->current);
	gboolean of = FALSE, own = walk_before(walk, i, 1, S(POSSESSIVE));
	guint next = walk_past_small(walk, i + 1, 3, &of);
	guint end = prose_name_end(&walk->view, next);
	gboolean behind = party != NULL && i <= party->last + 1;
	if (behind && !of && !own && next == i + 1 && end > next && party->role == ROLE_OPEN && !walk->marriage) {
		party->usage_name = (ProseSpan){next, end, 1};
		party->last = end;
		return end;
	}
	if (party != NULL && behind && party->role != ROLE_OPEN && !own) {
		gboolean other = (party->role == ROLE_MOTHER && (walk_at(walk, i) & S(HUSBAND))) ||
				 (party->role == ROLE_FATHER && (walk_at(walk, i) & S(WIFE)));
		if (other)
			walk_expect(walk, EXPECT_SPOUSE, party->of, 4);
		else
			walk_expect(walk, EXPECT_OTHER, NOBODY, 4);
		return i + 1;
	}
	if (walk->marriage && !of) {
		walk_expect(walk, EXPECT_MENTION, NOBODY, 3);
		walk->mention_score = 1;
		return i + 1;
	}
	if (of || own || walk_at(walk, i + 1) & (S(WITH) | S(NAMED)) || end > next)
		walk_expect(walk, EXPECT_SPOUSE,
			party != NULL && party->role == ROLE_OPEN ? walk->current : walk_topic(walk), 4);
	return i + 1;
}

static guint
tell_named(Walk *walk, guint i)
{
	if (walk->expects != EXPECT_NONE && walk->expects != EXPECT_OTHER) {
		walk->left = MAX(walk->left, 4);
		return i + 1;
	}
	const Party *party = people_at(&walk->people, walk->current);
	if (walk_before(walk, i, 3, S(I)) || (walk_at(walk, i) & S(I))) {
		walk_expect(walk, EXPECT_MENTION, NOBODY, 4);
		walk->mention_score = 4;
		return i + 1;
	}
	if (party == NULL || party->role != ROLE_OPEN || party->told) {
		int topic = walk_topic(walk);
		const Party *known = people_at(&walk->people, topic);
		walk->current = known != NULL && !known->told ? topic : walk_unnamed(walk, i);
	}
	walk_expect(walk, EXPECT_SELF, walk->current, 4);
	return i + 1;
}

void
walk_tell_other(Walk *walk, guint i)
{
	enum { AWAY = 8 };
	Party *party = people_at(&walk->people, walk->current);
	/* "M. Lefèvre, président" */
	if (party != NULL && party->role == ROLE_OPEN && party->name.end > 0 && i <= party->last + 1 &&
		party->birth_date.end == 0 && party->birth_place.end == 0)
		party->role = ROLE_OTHER;
	if (walk->expects == EXPECT_NONE || walk->expects == EXPECT_MENTION)
		walk_expect(walk, EXPECT_OTHER, NOBODY, AWAY);
}

/* "fils de X et de Y"; between two who marry it may lead to the second. */
void
walk_tell_and(Walk *walk, guint i)
{
	enum { CLOSE = 3, FAR = 40 };
	gboolean of = FALSE;
	guint next = walk_past_small(walk, i + 1, 4, &of);
	guint end = prose_name_end(&walk->view, next);
	gboolean named = end > next && !(walk_at(walk, next) & (S(FATHER) | S(MOTHER)));
	if (walk->chain_of != NOBODY && prose_is_none(&walk->view, next)) {
		walk->chain_of = NOBODY;
		return;
	}
	gboolean partner =
		walk->marriage && !of &&
		(walk_after(walk, end - 1, 2, S(SON) | S(DAUGHTER) | SET_BORN) || !walk_after(walk, end, FAR, S(AND)));
	if (walk->chain_of != NOBODY && named && !partner && (of || i <= walk->chain_at + CLOSE)) {
		walk_expect(walk, EXPECT_MOTHER, walk->chain_of, 3);
		return;
	}
	if (walk->marriage && named && !of) {
		walk->chain_of = NOBODY;
		walk_expect(walk, EXPECT_MENTION, NOBODY, 3);
	}
}

/* "né à Bana, de TCHOUMI Emmanuel et de ..." */
void
walk_tell_of(Walk *walk, guint i)
{
	enum { FAR = 40 };
	const Party *party = people_at(&walk->people, walk->event_of);
	if (walk->event != EVENT_BIRTH || walk->expects != EXPECT_NONE || party == NULL || party->role != ROLE_OPEN ||
		(i != walk->value_end && i != walk->event_at + 1))
		return;
	guint next = walk_past_small(walk, i + 1, 3, NULL), end = prose_name_end(&walk->view, next);
	if (end == next)
		return;
	/* "né X, de Labé": behind a name only what goes on with "et de" are his parents. */
	gboolean named = i == party->last && i != walk->event_at + 1;
	if (people_relative(&walk->people, ROLE_FATHER, walk->event_of) != NOBODY) {
		if (!named && people_relative(&walk->people, ROLE_MOTHER, walk->event_of) == NOBODY)
			walk_expect(walk, EXPECT_MOTHER, walk->event_of, 3);
		return;
	}
	if (!named || walk_after(walk, end - 1, FAR, S(AND)))
		walk_expect(walk, EXPECT_FATHER, walk->event_of, 3);
}

/* Words that say of whom is spoken. Returns where to go on, 0: it is no such word. */
guint
walk_tell_kin(Walk *walk, guint i, ProseSet set)
{
	if (set & (S(SON) | S(DAUGHTER)))
		return tell_filiation(walk, i);
	if (set & S(UNION))
		return tell_union(walk, i);
	if (set & S(FATHER))
		return tell_parent(walk, i, EXPECT_FATHER);
	if (set & S(MOTHER))
		return tell_parent(walk, i, EXPECT_MOTHER);
	if (set & S(PARENTS)) {
		walk_expect(walk, EXPECT_FATHER, child_of_filiation(walk, i), 6);
		return i + 1;
	}
	if (set & (S(SPOUSE) | S(HUSBAND) | S(WIFE)))
		return tell_spouse(walk, i);
	if (set & (S(CHILD) | S(CHILDREN)))
		return tell_child_word(walk, i);
	if (set & S(NAMED))
		return tell_named(walk, i);
	return 0;
}
