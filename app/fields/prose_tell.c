/* The text is walked once. A word with a meaning opens an event (born, died, issued, anything else that has a day) or
 * says who the next name is; dates and places go to the open event, or wait for one until the sentence ends. Who is the
 * person of the paper is settled at the end, from all that was told of everybody. */
#include "app/fields/prose_tell.h"
#include "app/fields/prose_walk.h"
#include "app/values/place.h"
#include <string.h>

/* Past words that only lead on; of: whether one of them was "of". */
guint
walk_past_small(const Walk *walk, guint i, guint most, gboolean *of)
{
	const ProseSet small = S(ARTICLE) | S(FILLER) | S(POSSESSIVE) | SET_TITLE | S(OF);
	for (guint n = 0; n < most && (walk_at(walk, i) & small) != 0 && !prose_may_name(&walk->view, i); n++, i++) {
		if (of != NULL && (walk_at(walk, i) & S(OF)))
			*of = TRUE;
		if (prose_ends(&walk->view, i))
			break;
	}
	return i;
}

gboolean
walk_before(const Walk *walk, guint i, guint near, ProseSet set)
{
	for (guint n = 1; n <= near && n <= i && !prose_ends(&walk->view, i - n); n++)
		if (walk_at(walk, i - n) & set)
			return TRUE;
	return FALSE;
}

gboolean
walk_after(const Walk *walk, guint i, guint near, ProseSet set)
{
	for (guint n = 1; n <= near && !prose_ends(&walk->view, i + n - 1); n++)
		if (walk_at(walk, i + n) & set)
			return TRUE;
	return FALSE;
}

/* --- values of one word --------------------------------------------------------------------------- */

/* Whose sex, nationality, state: parents' are not asked for. */
static Party *
described(Walk *walk, guint i)
{
	Party *party = people_at(&walk->people, walk->current);
	if (party != NULL && party->role == ROLE_OPEN && !party->told)
		return party;
	if (party == NULL || walk_before(walk, i, 2, S(IS)) || (party->told && walk->current != walk_topic(walk))) {
		int topic = walk_topic(walk);
		return people_at(&walk->people, topic != NOBODY ? topic : walk_unnamed(walk, i));
	}
	return party->told ? party : NULL;
}

static guint
tell_sex(Walk *walk, guint i)
{
	guint start, end;
	if (!prose_sex(&walk->view, i + 1, &start, &end))
		return i + 1;
	Party *party = people_at(&walk->people, walk->current);
	if (party != NULL && (party->role == ROLE_FATHER || party->role == ROLE_MOTHER))
		party = people_at(&walk->people, party->of);
	else
		party = described(walk, i);
	if (party != NULL && party->sex_word.end == 0)
		party->sex_word = (ProseSpan){start, end, 1};
	walk->value_end = end;
	return end;
}

static guint
tell_nationality(Walk *walk, guint i)
{
	guint start, end;
	if (!prose_country(&walk->view, i + 1, &start, &end))
		return i + 1;
	Party *party = described(walk, i);
	if (party != NULL && party->nationality.end == 0)
		party->nationality = (ProseSpan){start, end, 1};
	return end;
}

/* "X, célibataire, ...", "je suis marié": said alone, not of a parent. */
static void
tell_status(Walk *walk, guint i)
{
	const Token *token = segment_token(walk->view.text, i);
	gboolean apart = token->comma || prose_ends(&walk->view, i) || (walk_at(walk, i + 1) & (S(WITH) | S(AND)));
	gboolean said =
		walk_before(walk, i, 1, S(IS)) ||
		(i > 0 && (segment_token(walk->view.text, i - 1)->comma || walk_before(walk, i, 3, S(NATIONALITY))));
	Party *party = apart && (said || walk->asked > 0) ? described(walk, i) : NULL;
	if (party != NULL && party->status.end == 0)
		party->status = (ProseSpan){i, i + 1, 1};
}

/* --- the walk -------------------------------------------------------------------------------------- */

static guint
tell_place(Walk *walk, guint i, ProseSet set)
{
	guint start, end;
	char code[4];
	const Party *party = people_at(&walk->people, walk->event_of);
	gboolean apart =
		(walk->event == EVENT_BIRTH || walk->event == EVENT_DEATH) && (party == NULL || party->name.end == 0);
	if (!prose_place(&walk->view, i + 1, apart, &start, &end))
		return i + 1;
	if (!(set & S(AT))) {
		g_autofree char *text = text_tidy(segment_text(walk->view.text, start, end));
		if (!walk_wants_place(walk) && !country_parse(walk->view.builder->values, text, code))
			return i + 1;
	}
	walk_take_place(walk, start, end);
	walk->value_end = end;
	return end;
}

/* "née le 03/08/1983, Karachi,": no word leads to the place, but the index knows it. */
static guint
tell_bare_place(Walk *walk, guint i)
{
	guint start, end;
	char country[4];
	if (walk->event != EVENT_BIRTH || !walk->event_dated || walk->event_placed || i == 0 || i != walk->value_end ||
		!segment_token(walk->view.text, i - 1)->comma || !prose_place(&walk->view, i, FALSE, &start, &end) ||
		start != i)
		return i;
	g_autofree char *text = text_tidy(segment_text(walk->view.text, start, end));
	if (!place_known(walk->view.builder->values, text, country))
		return i;
	walk_take_place(walk, start, end);
	return end;
}

/* Words that say who is named next, or who is not. */
static void
tell_who_follows(Walk *walk, guint i, ProseSet set)
{
	/* "ont comparu devant nous : X" */
	gboolean here = walk->expects == EXPECT_MENTION && (walk_at(walk, i + 1) & S(I)) &&
			!segment_token(walk->view.text, i + 1)->comma;
	if ((set & S(BESIDE)) && !here && (walk->expects == EXPECT_NONE || walk->expects == EXPECT_MENTION))
		walk_expect(walk, EXPECT_OTHER, NOBODY, 8);
	if (set & S(SUBJECT)) {
		walk_expect(walk, EXPECT_MENTION, NOBODY, 5);
		walk->mention_score = 2;
	}
	if (set & S(AND))
		walk_tell_and(walk, i);
	if (set & S(OF))
		walk_tell_of(walk, i);
	if (set & S(BETWEEN)) {
		walk->marriage = TRUE;
		walk_expect(walk, EXPECT_MENTION, NOBODY, 4);
		walk->mention_score = 2;
	}
	if ((set & S(I)) && segment_token(walk->view.text, i)->comma)
		walk_tell_event(walk, i, S(UNDERSIGNED));
	if (set & S(THAT)) {
		walk->open = TRUE;
		if (walk->expects == EXPECT_OTHER)
			walk->expects = EXPECT_NONE;
	}
	if ((set & S(BY)) && walk->event >= EVENT_ISSUE && walk->expects == EXPECT_NONE)
		walk_expect(walk, EXPECT_OTHER, NOBODY, 3);
}

static guint
tell_word(Walk *walk, guint i)
{
	ProseSet set = walk_at(walk, i);
	/* "ku dhashay Hargeysa": born in */
	if ((set & S(AT)) && (set & (SET_BORN | S(DIED))))
		walk_tell_event(walk, i, set);
	if (set & (S(AT) | S(IN))) {
		guint next = tell_place(walk, i, set);
		if (next > i + 1)
			return next;
	}
	guint bare = tell_bare_place(walk, i);
	if (bare > i)
		return bare;
	guint end = prose_name_end(&walk->view, i);
	if (end > i)
		return walk_take_name(walk, i, end);
	if (set & S(NATIONALITY)) {
		guint next = tell_nationality(walk, i);
		if (next > i + 1)
			return next;
	}
	if (set & S(STATUS))
		tell_status(walk, i);
	guint next = walk_tell_kin(walk, i, set);
	if (next == 0)
		next = walk_tell_event(walk, i, set);
	if (next != 0)
		return next;
	if (set & S(SEX))
		return tell_sex(walk, i);
	if (set & S(OTHER))
		walk_tell_other(walk, i);
	tell_who_follows(walk, i, set);
	/* Words without meaning wear out what was expected. */
	if (set == 0 && segment_token(walk->view.text, i)->kind == TOKEN_TEXT && walk->left-- <= 0)
		walk->expects = EXPECT_NONE;
	return i + 1;
}

static void
end_sentence(Walk *walk, gboolean question)
{
	enum { ANSWERS = 2 };
	if (question) {
		walk->asked = ANSWERS;
		walk->left = 6;
		return;
	}
	if (walk->asked > 0 && --walk->asked > 0)
		return;
	walk_close_event(walk);
	walk->pending_date.end = walk->pending_place.end = 0;
	walk->expects = EXPECT_NONE;
	walk->chain_of = NOBODY;
	walk->said_at = 0;
	walk->open = FALSE;
	walk->mention_score = 0;
	walk->mention_told = FALSE;
	walk->current = walk_topic(walk);
}

static void
tell_text(Walk *walk)
{
	guint n = walk->view.text->tokens->len;
	for (guint i = 0; i < n;) {
		guint date = g_array_index(walk->view.marks, ProseMark, i).date_end, next;
		if (date > i) {
			walk_take_date(walk, i, date);
			next = walk->value_end = date;
		} else {
			next = tell_word(walk, i);
		}
		for (guint j = i; j < next && j < n; j++) {
			const ProseMark *mark = &g_array_index(walk->view.marks, ProseMark, j);
			if (mark->ends)
				end_sentence(walk, mark->asks);
		}
		i = next;
	}
	walk_close_event(walk);
}

void
prose_tell(const FactBuilder *builder, const Segment *text, const char *subject)
{
	if (builder->lexicon->prose_words->len == 0 || text->tokens->len == 0)
		return;
	g_autoptr(GArray) marks = prose_marks_new(builder, text);
	Walk walk = {.view = {builder, text, marks},
		.current = NOBODY,
		.event_of = NOBODY,
		.expects_of = NOBODY,
		.chain_of = NOBODY};
	people_init(&walk.people);
	DocumentKind kind = builder->document->kind == KIND_TRANSLATION ? builder->original : builder->document->kind;
	walk.marriage = kind == KIND_MARRIAGE_RECORD;
	if (!g_str_equal(subject, "person")) {
		ProseRole role = g_str_equal(subject, "father")   ? ROLE_FATHER
				 : g_str_equal(subject, "mother") ? ROLE_MOTHER
				 : g_str_equal(subject, "other")  ? ROLE_OTHER
								  : ROLE_OPEN;
		walk.current = people_add(&walk.people, role, NOBODY, 0);
	}
	tell_text(&walk);
	walk_give_facts(&walk, subject);
	people_clear(&walk.people);
}
