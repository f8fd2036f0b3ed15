/* Each sign is weak: a town has namesakes, a person may be born abroad, a form in English comes from anywhere. They are
 * added up by country, and a country is named only when what speaks for it is worth two signs and half as much again as
 * what speaks for any other. On a paper that is no record the holder's birth says nothing of who wrote it. */
#include "app/fields/country_vote.h"
#include "app/values/place.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_COUNTRIES = 24, MAX_PLACES = 60 };

typedef struct {
	char code[MAX_COUNTRIES][4];
	double votes[MAX_COUNTRIES];
	guint n;
} Ballot;

static void
vote(Ballot *ballot, const char *code, double weight)
{
	guint i = 0;
	while (i < ballot->n && !g_str_equal(ballot->code[i], code))
		i++;
	if (*code == '\0' || i == MAX_COUNTRIES)
		return;
	if (i == ballot->n) {
		g_strlcpy(ballot->code[i], code, 4);
		ballot->votes[i] = 0;
		ballot->n++;
	}
	ballot->votes[i] += weight;
}

/* What the facts say: where the events were, of which state the holder is. */
static void
vote_facts(Ballot *ballot, const Values *values, const Document *document)
{
	static const struct {
		const char *field;
		double weight;
	} fields[] = {{"person.birth_place", 0.9}, {"marriage.place", 0.9}, {"death.place", 0.7},
		{"father.birth_place", 0.3}, {"mother.birth_place", 0.3}, {"spouse.birth_place", 0.4},
		{"child1.birth_place", 0.4}, {"person.birth_country", 0.7}, {"person.nationality", 0.9}};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		const Fact *fact = document_fact(document, fields[i].field);
		char code[4] = "";
		if (fact == NULL || fact->raw == NULL)
			continue;
		if (g_str_has_suffix(fields[i].field, "place"))
			place_known(values, fact->raw, code);
		else if (fact->value != NULL)
			g_strlcpy(code, fact->value, sizeof code);
		vote(ballot, code, fields[i].weight);
	}
}

/* "+224 620 00 00 00", "00224 ...": digits of the token from a plus or two zeros on. */
static void
vote_calling(Ballot *ballot, const Lexicon *lexicon, const Token *token)
{
	const char *text = token->text + (*token->text == '(');
	const char *digits = *text == '+' ? text + 1 : g_str_has_prefix(text, "00") ? text + 2 : NULL;
	if (digits == NULL || !g_ascii_isdigit(*digits) || *digits == '0')
		return;
	for (int n = 4; n >= 2; n--) {
		g_autofree char *code = g_strndup(digits, (gsize)n);
		const char *country = strlen(code) == (gsize)n ? g_hash_table_lookup(lexicon->calling, code) : NULL;
		if (country != NULL) {
			vote(ballot, country, 0.8);
			return;
		}
	}
}

static gboolean
is_capitalised(const Token *token)
{
	return token->kind == TOKEN_TEXT && token->folded.n >= 3 &&
	       (token->rtl || !token->latin || g_unichar_isupper(g_utf8_get_char(token->text)));
}

/* "38100 Grenoble", "1205 Genève" */
static gboolean
is_postal(const Token *token)
{
	gsize n = strspn(token->text, "0123456789");
	return n >= 4 && n <= 6 && token->text[n] == '\0';
}

static void
vote_towns(Ballot *ballot, const Values *values, const PageLayout *layout)
{
	const double TOWN = 0.35, ADDRESS = 0.8, IN_TEXT = 0.2;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		gboolean prose = segment_is_prose(segment), top = segment->box.y < layout->height_px / 4;
		for (guint i = 0; i < segment->tokens->len && g_hash_table_size(seen) < MAX_PLACES; i++) {
			const Token *token = segment_token(segment, i);
			gboolean postal = i > 0 && is_postal(segment_token(segment, i - 1));
			char code[4];
			if (!is_capitalised(token) || (prose && i == 0 && !postal) ||
				!g_hash_table_add(seen, g_strdup(token->text)) ||
				!place_known(values, token->text, code))
				continue;
			vote(ballot, code, postal ? ADDRESS : prose || !top ? IN_TEXT : TOWN);
		}
	}
}

static void
vote_words(Ballot *ballot, const Lexicon *lexicon, const PageLayout *layout)
{
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		for (guint i = 0; i < segment->tokens->len; i++) {
			const Token *token = segment_token(segment, i);
			if (token->kind != TOKEN_TEXT)
				continue;
			vote_calling(ballot, lexicon, token);
			g_autofree char *folded = g_utf8_casefold(token->text, -1);
			const char *country = g_hash_table_lookup(lexicon->marks, folded);
			if (country != NULL)
				vote(ballot, country, 0.5);
		}
	}
}

void
country_vote(const Lexicon *lexicon, const Values *values, const PageLayout *layout, Document *document)
{
	const double LANGUAGE = 0.45, ENOUGH = 0.7, LEAD = 1.5;
	Ballot ballot = {.n = 0};
	if (document->country[0] != '\0')
		return;
	const char *mostly =
		document->languages[0] == NULL ? NULL : g_hash_table_lookup(lexicon->mostly, document->languages[0]);
	if (mostly != NULL)
		vote(&ballot, mostly, LANGUAGE);
	if (document->kind != KIND_OTHER)
		vote_facts(&ballot, values, document);
	if (document->kind != KIND_TRANSLATION)
		vote_towns(&ballot, values, layout);
	vote_words(&ballot, lexicon, layout);
	guint best = 0;
	double second = 0;
	for (guint i = 1; i < ballot.n; i++) {
		second = MAX(second, MIN(ballot.votes[i], ballot.votes[best]));
		best = ballot.votes[i] > ballot.votes[best] ? i : best;
	}
	if (ballot.n > 0 && ballot.votes[best] >= ENOUGH && ballot.votes[best] >= LEAD * second)
		g_strlcpy(document->country, ballot.code[best], sizeof document->country);
}
