#include "app/fields/prose_walk.h"

static const ProseSet BIRTHS = PROSE_SET(PROSE_BORN) | PROSE_SET(PROSE_BORN_MAN) | PROSE_SET(PROSE_BORN_WOMAN);

void
walk_expect(Walk *walk, Expectation expects, int of, int left)
{
	walk->expects = expects;
	walk->expects_of = of;
	walk->left = left;
	walk->mention_score = 0;
	walk->mention_told = FALSE;
}

int
walk_topic(const Walk *walk)
{
	int person = people_person(&walk->people);
	for (guint i = walk->people.of->len; person == NOBODY && i-- > 0;) {
		const Party *party = people_at(&walk->people, (int)i);
		if (party->role == ROLE_OPEN && !party->told)
			person = (int)i;
	}
	return person;
}

int
walk_unnamed(Walk *walk, guint at)
{
	for (guint i = walk->people.of->len; i-- > 0;) {
		const Party *party = people_at(&walk->people, (int)i);
		if (party->role == ROLE_OPEN && party->name.end == 0)
			return (int)i;
	}
	return people_add(&walk->people, ROLE_OPEN, NOBODY, at);
}

static gboolean
has_unnamed(const Walk *walk)
{
	const Party *party = people_at(&walk->people, walk->current);
	return party != NULL && party->role == ROLE_OPEN && party->name.end == 0;
}

/* "X, de sexe masculin, né le": whoever is told of in this way is one of the people of the paper. */
static gboolean
is_told_of(const Walk *walk, guint end)
{
	enum { NEAR = 5 };
	const ProseSet tells = BIRTHS | PROSE_SET(PROSE_SON) | PROSE_SET(PROSE_DAUGHTER) | PROSE_SET(PROSE_DIED) |
			       PROSE_SET(PROSE_SEX) | PROSE_SET(PROSE_NATIONALITY);
	for (guint i = end; i < end + NEAR && i < walk->view.marks->len && !prose_ends(&walk->view, i - 1); i++)
		if (prose_set(&walk->view, i) & tells)
			return TRUE;
	return FALSE;
}

/* "province de Uíge": no one's name. */
static gboolean
is_led_to(const Walk *walk, guint start)
{
	return start > 0 && !prose_ends(&walk->view, start - 1) &&
	       (prose_set(&walk->view, start - 1) & (PROSE_SET(PROSE_OF) | PROSE_SET(PROSE_AT) | PROSE_SET(PROSE_IN) |
							    PROSE_SET(PROSE_PLACE) | PROSE_SET(PROSE_ARTICLE))) != 0;
}

static void
set_name(Walk *walk, int of, guint start, guint end)
{
	Party *party = people_at(&walk->people, of);
	if (party->name.end == 0 || end - start > party->name.end - party->name.start)
		party->name = (ProseSpan){start, end, 1};
	party->last = end;
	walk->current = of;
}

static void
take_relative(Walk *walk, ProseRole role, guint start, guint end)
{
	int of = walk->expects_of, known = people_relative(&walk->people, role, of);
	int same = people_find(&walk->people, &walk->view, start, end, FALSE);
	Party *party = people_at(&walk->people, same);
	if (known != NOBODY && known != same && people_at(&walk->people, known)->name.end > 0) {
		/* One has one father: who is called so once more is spoken of, or another's. */
		int other = same != NOBODY ? same : people_add(&walk->people, ROLE_OTHER, NOBODY, start);
		set_name(walk, other, start, end);
		return;
	}
	if (party != NULL && same != of && (party->role == ROLE_OPEN || party->role == ROLE_OTHER)) {
		party->role = role;
		party->of = of;
	} else if (party == NULL || party->role != role) {
		same = people_add(&walk->people, role, of, start);
	}
	set_name(walk, same, start, end);
	if (role == ROLE_FATHER) {
		walk->chain_of = of;
		walk->chain_at = end;
	}
}

static char
sex_of_titles(const Walk *walk, guint start, guint first)
{
	char sex = 0;
	for (guint i = start; i < first; i++) {
		ProseSet set = prose_set(&walk->view, i);
		sex = set & PROSE_SET(PROSE_MAN) ? 'M' : set & PROSE_SET(PROSE_WOMAN) ? 'F' : sex;
	}
	return sex;
}

static void
take_mention(Walk *walk, guint start, guint end, gboolean titled, char sex)
{
	enum { MAX_SCORE = 8 };
	int of = people_find(&walk->people, &walk->view, start, end, titled || end - start == 1);
	const Party *known = people_at(&walk->people, of);
	if (known != NULL && sex != 0 && known->sex != 0 && sex != known->sex)
		of = NOBODY;
	if (of == NOBODY && walk->expects == EXPECT_OTHER)
		of = people_add(&walk->people, ROLE_OTHER, NOBODY, start);
	if (of == NOBODY)
		of = has_unnamed(walk) ? walk->current : people_add(&walk->people, ROLE_OPEN, NOBODY, start);
	Party *party = people_at(&walk->people, of);
	party->score = CLAMP(party->score + walk->mention_score + (titled ? 1 : 0), -MAX_SCORE, MAX_SCORE);
	party->told |= walk->mention_told;
	party->sex = party->sex != 0 ? party->sex : sex;
	set_name(walk, of, start, end);
	walk->value_end = end;
	if (walk->event == EVENT_BIRTH && walk->event_of == NOBODY)
		walk->event_of = of;
	if (walk->event == EVENT_DEATH && walk->event_of == NOBODY)
		walk->event_of = of;
}

guint
walk_take_name(Walk *walk, guint start, guint end)
{
	const ProseSet titles = PROSE_SET(PROSE_MAN) | PROSE_SET(PROSE_WOMAN) | PROSE_SET(PROSE_HOLDER);
	guint first = start;
	while (first + 1 < end && (prose_set(&walk->view, first) & titles) != 0 && !prose_may_name(&walk->view, first))
		first++;
	gboolean titled = first > start, taken = TRUE;
	switch (walk->expects) {
	case EXPECT_FATHER:
		take_relative(walk, ROLE_FATHER, first, end);
		break;
	case EXPECT_MOTHER:
		take_relative(walk, ROLE_MOTHER, first, end);
		walk->chain_of = NOBODY;
		break;
	case EXPECT_SPOUSE:
		take_relative(walk, ROLE_SPOUSE, first, end);
		break;
	case EXPECT_SELF: {
		const Party *party = people_at(&walk->people, walk->current);
		if (party != NULL && party->name.end == 0)
			set_name(walk, walk->current, first, end);
		else
			take_mention(walk, first, end, TRUE, 0);
		break;
	}
	case EXPECT_OTHER:
	case EXPECT_MENTION:
		take_mention(walk, first, end, titled, sex_of_titles(walk, start, first));
		break;
	case EXPECT_NONE:
		/* Where no letter is small every word looks like a name: one alone is none. */
		if (!titled && end - first < 2 &&
			!g_unichar_isupper(g_utf8_get_char(segment_token(walk->view.text, first)->text))) {
			taken = FALSE;
			break;
		}
		taken = titled ||
			(!is_led_to(walk, first) &&
				(walk->open || has_unnamed(walk) || is_told_of(walk, end) ||
					people_find(&walk->people, &walk->view, first, end, FALSE) != NOBODY));
		if (taken)
			take_mention(walk, first, end, titled, sex_of_titles(walk, start, first));
		break;
	}
	walk->expects = EXPECT_NONE;
	if (taken) {
		walk->mention_score = 0;
		walk->mention_told = FALSE;
		walk->open = FALSE;
	}
	return end;
}
