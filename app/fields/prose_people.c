#include "app/fields/prose_people.h"
#include <string.h>

void
people_init(People *people)
{
	people->of = g_array_new(FALSE, TRUE, sizeof(Party));
}

void
people_clear(People *people)
{
	g_array_unref(people->of);
}

Party *
people_at(const People *people, int i)
{
	return i < 0 ? NULL : &g_array_index(people->of, Party, i);
}

static const Party *
party(const People *people, guint i)
{
	return &g_array_index(people->of, Party, i);
}

int
people_add(People *people, ProseRole role, int of, guint at)
{
	enum { MAX_PEOPLE = 60 };
	if (people->of->len >= MAX_PEOPLE)
		return (int)people->of->len - 1;
	Party added = {.role = role, .of = of, .first = at, .last = at};
	g_array_append_val(people->of, added);
	return (int)people->of->len - 1;
}

enum { NAME_WORDS = 12 };

static guint
fold_words(const ProseView *view, guint start, guint end, FoldedText *words)
{
	const ProseSet titles = PROSE_SET(PROSE_MAN) | PROSE_SET(PROSE_WOMAN) | PROSE_SET(PROSE_HOLDER);
	guint n = 0;
	for (guint i = start; i < end && n < NAME_WORDS; i++) {
		const Token *token = segment_token(view->text, i);
		if (token->kind == TOKEN_TEXT && token->folded.n > 0 && (prose_set(view, i) & titles) == 0)
			words[n++] = token->folded;
	}
	return n;
}

/* How many words of a are among those of b. */
static guint
shared(const FoldedText *a, guint n_a, const FoldedText *b, guint n_b)
{
	guint met = 0;
	for (guint i = 0; i < n_a; i++)
		for (guint j = 0; j < n_b; j++)
			if (folded_text_equal(&a[i], &b[j])) {
				met++;
				break;
			}
	return met;
}

int
people_find(const People *people, const ProseView *view, guint start, guint end, gboolean short_too)
{
	FoldedText wanted[NAME_WORDS], other[NAME_WORDS];
	guint n = fold_words(view, start, end, wanted);
	int best = NOBODY;
	for (guint p = 0; p < people->of->len && n > 0; p++) {
		const Party *one = party(people, p);
		guint m = one->name.end == 0 ? 0 : fold_words(view, one->name.start, one->name.end, other);
		guint met = m == 0 ? 0 : shared(wanted, n, other, m);
		if (met == n && met == m)
			return (int)p;
		/* "M. DADAEV" of "Ruslan DADAEV": the one last spoken of. */
		if (short_too && met > 0 && (met == n || met == m) &&
			(best == NOBODY || one->last > party(people, (guint)best)->last))
			best = (int)p;
	}
	return best;
}

int
people_relative(const People *people, ProseRole role, int of)
{
	for (guint p = 0; p < people->of->len; p++) {
		const Party *one = party(people, p);
		if (one->role == role && (one->of == of || one->of == NOBODY))
			return (int)p;
	}
	return NOBODY;
}

int
people_person(const People *people)
{
	enum { BORN = 4, BORN_AT = 2, DIED = 6, PARENTS = 3, DETAIL = 1, TOLD = -4, LEAST = 1 };
	int best = NOBODY, best_score = LEAST - 1;
	for (guint p = 0; p < people->of->len; p++) {
		const Party *one = party(people, p);
		if (one->role != ROLE_OPEN)
			continue;
		int score = one->score + (one->birth_date.end > 0 ? BORN : 0) +
			    (one->birth_place.end > 0 ? BORN_AT : 0) + (one->death_date.end > 0 ? DIED : 0) +
			    (one->sex_word.end > 0 ? DETAIL : 0) + (one->nationality.end > 0 ? DETAIL : 0) +
			    (one->told ? TOLD : 0);
		for (guint q = 0; q < people->of->len; q++) {
			const Party *parent = party(people, q);
			if (parent->of == (int)p && (parent->role == ROLE_FATHER || parent->role == ROLE_MOTHER))
				score += PARENTS;
		}
		if (score > best_score) {
			best = (int)p;
			best_score = score;
		}
	}
	return best;
}
