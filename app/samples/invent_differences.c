#include "app/samples/invention.h"
#include "app/samples/paper_calendar.h"
#include <string.h>

enum { MIN_DIFFERENCES = 1, MAX_DIFFERENCES = 4 };

static const char *
value(const Paper *paper, const char *variable)
{
	const char *spec = g_hash_table_lookup(paper->values, variable);
	return spec != NULL ? spec : "";
}

/* The letters alone: lower case, without accents, and without what stands between words unless kept. */
static char *
letters(const char *name, gboolean keep_gaps)
{
	g_autofree char *folded = g_utf8_casefold(name, -1);
	g_autofree char *apart = g_utf8_normalize(folded, -1, G_NORMALIZE_NFD);
	GString *out = g_string_new(NULL);
	for (const char *p = apart; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isalpha(c) || (keep_gaps && !g_unichar_ismark(c)))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

static ReasonSet
reason_of_spelling(const Invention *in, const char *a, const char *b)
{
	g_autofree char *a_plain = letters(a, TRUE), *b_plain = letters(b, TRUE);
	g_autofree char *a_joined = letters(a, FALSE), *b_joined = letters(b, FALSE);
	if (g_str_equal(a_plain, b_plain))
		return REASON_BIT(REASON_DIACRITICS);
	if (g_str_equal(a_joined, b_joined))
		return REASON_BIT(REASON_JOINED);
	if (g_str_has_prefix(a_plain, b_plain) && a_plain[strlen(b_plain)] == ' ')
		return REASON_BIT(REASON_MISSING_PART);
	gboolean latin = g_str_equal(in->compose, "african") || g_str_equal(in->compose, "latin") ||
			 g_str_equal(in->compose, "spanish") || g_str_equal(in->compose, "portuguese");
	return REASON_BIT(latin ? REASON_SPELLING : REASON_TRANSLITERATION);
}

/* Another spelling of the name, in this field and where it is part of the whole name. FALSE: there is none. */
static gboolean
respell(Invention *in, Paper *paper, const Pick *pick, const char *field, const char *whole)
{
	guint n = g_strv_length(pick->latin);
	const char *old = pick->latin[0], *at = strstr(value(paper, whole), old);
	if (n < 2)
		return FALSE;
	const char *other = pick->latin[chance_between(&in->chance, 1, (int)n - 1)];
	ReasonSet reason = reason_of_spelling(in, old, other);
	if (at != NULL) {
		g_autofree char *changed = g_strdup_printf(
			"%.*s%s%s", (int)(at - value(paper, whole)), value(paper, whole), other, at + strlen(old));
		paper_set(paper, whole, changed);
		paper_differs(paper, whole, reason);
	}
	if (field != NULL) {
		paper_set(paper, field, other);
		paper_differs(paper, field, reason);
	}
	return TRUE;
}

static gboolean
swap_names(Paper *paper)
{
	g_autofree char *given = g_strdup(value(paper, "person.given_names"));
	paper_set(paper, "person.given_names", value(paper, "person.surname"));
	paper_set(paper, "person.surname", given);
	paper_differs(paper, "person.given_names", REASON_BIT(REASON_ORDER));
	paper_differs(paper, "person.surname", REASON_BIT(REASON_ORDER));
	return TRUE;
}

static gboolean
change_birth(Paper *paper, int year, int month, int day, Reason reason)
{
	if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return FALSE;
	g_autofree char *text = g_strdup_printf("%04d-%02d-%02d", year, month, day);
	paper_set(paper, "person.birth_date", text);
	paper_differs(paper, "person.birth_date", REASON_BIT(reason));
	return TRUE;
}

static gboolean
other_mother(const Invention *in, Paper *paper)
{
	if (g_str_equal(in->other_mother.latin[0], in->mother.latin[0]))
		return FALSE;
	const char *whole = value(paper, "mother.full_name"), *at = strstr(whole, in->mother.latin[0]);
	if (at == NULL)
		return FALSE;
	g_autofree char *changed = g_strdup_printf(
		"%.*s%s%s", (int)(at - whole), whole, in->other_mother.latin[0], at + strlen(in->mother.latin[0]));
	paper_set(paper, "mother.full_name", changed);
	paper_differs(paper, "mother.full_name", REASON_BIT(REASON_OTHER_NAME));
	return TRUE;
}

typedef enum {
	CHANGE_GIVEN,
	CHANGE_SURNAME,
	CHANGE_FATHER,
	CHANGE_MOTHER,
	CHANGE_SWAP,
	CHANGE_DAY_MONTH,
	CHANGE_YEAR_ONLY,
	CHANGE_YEAR,
	CHANGE_OTHER_MOTHER,
	CHANGE_NO_FATHER,
	CHANGE_N
} Change;

/* Passports and cards bear the day. */
static gboolean
has_whole_date(const Invention *in, const Paper *paper)
{
	OwnRule rule = catalogue_family_of(in->catalogue, paper->template)->own;
	return rule == OWN_PASSPORT || rule == OWN_CARD || rule == OWN_PERMIT;
}

/* FALSE: this person or paper does not lend itself to it. */
static gboolean
apply(Invention *in, Change change, Paper *paper)
{
	int year, month, day;
	gregorian_from_day(in->birth_day, &year, &month, &day);
	gboolean plain_date = g_str_equal(value(paper, "person.birth_date"), in->birth);
	switch (change) {
	case CHANGE_GIVEN:
		return respell(in, paper, &in->given, "person.given_names", "person.full_name");
	case CHANGE_SURNAME:
		return respell(in, paper, &in->surname, "person.surname", "person.full_name");
	case CHANGE_FATHER:
		return respell(in, paper, &in->father, "father.given_names", "father.full_name");
	case CHANGE_MOTHER:
		return respell(in, paper, &in->mother, "mother.given_names", "mother.full_name");
	case CHANGE_SWAP:
		return swap_names(paper);
	case CHANGE_DAY_MONTH:
		return plain_date && day <= 12 && day != month &&
		       change_birth(paper, year, day, month, REASON_DAY_MONTH_SWAP);
	case CHANGE_YEAR_ONLY:
		if (!plain_date || has_whole_date(in, paper))
			return FALSE;
		paper_set(paper, "person.birth_date",
			(char[]){in->birth[0], in->birth[1], in->birth[2], in->birth[3], '\0'});
		return TRUE;
	case CHANGE_YEAR:
		return plain_date &&
		       change_birth(paper,
			       year + chance_between(&in->chance, 2, 6) * (chance_percent(&in->chance, 50) ? 1 : -1),
			       month, day, REASON_OTHER_YEAR);
	case CHANGE_OTHER_MOTHER:
		return other_mother(in, paper);
	case CHANGE_NO_FATHER:
		paper_set(paper, "father.full_name", "");
		return TRUE;
	case CHANGE_N:
		break;
	}
	return FALSE;
}

void
invent_differences(Invention *in)
{
	gboolean used[CHANGE_N] = {FALSE};
	int wanted = chance_between(&in->chance, MIN_DIFFERENCES, MAX_DIFFERENCES);
	for (int tries = 0; wanted > 0 && tries < 40 && in->latin_papers->len > 0; tries++) {
		Change change = (Change)chance_below(&in->chance, CHANGE_N);
		Paper *paper = g_ptr_array_index(in->latin_papers, chance_below(&in->chance, in->latin_papers->len));
		gboolean spelt = g_hash_table_size(paper->reasons) > 1; /* one paper is not the scapegoat of all */
		if (used[change] || spelt || !apply(in, change, paper))
			continue;
		used[change] = TRUE;
		wanted--;
	}
}
