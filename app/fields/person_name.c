#include "app/fields/person_name.h"
#include "app/dossier/word.h"
#include "app/fields/label_key.h"
#include <string.h>

enum { MAX_WORDS = 9 };

gboolean
person_name_is_title(const Lexicon *lexicon, const char *word)
{
	g_autofree char *folded = g_utf8_casefold(word, -1);
	for (guint i = 0; i < lexicon->titles->len; i++)
		if (g_str_equal(lexicon->titles->pdata[i], folded))
			return TRUE;
	return FALSE;
}

/* Without its accents a break may be a name: "Marie", "MARIE" beside "marié". A word written small is none. */
gboolean
person_name_breaks(const Lexicon *lexicon, const Token *token)
{
	enum { SHORT = 4 }; /* "NE", "NEE", "AGE" in capitals without accents */
	for (guint i = 0; i < lexicon->breaks->len; i++) {
		const NameBreak *name_break = lexicon->breaks->pdata[i];
		if (!folded_text_equal(&token->folded, &name_break->text))
			continue;
		if (g_unichar_islower(g_utf8_get_char(token->text)))
			return TRUE;
		g_autofree char *word = g_utf8_casefold(token->text, -1);
		g_strdelimit(word, ",.;:", ' ');
		g_strchomp(word);
		gboolean capitals = !g_unichar_islower(g_utf8_get_char(g_utf8_next_char(token->text)));
		if (g_str_equal(word, name_break->casefolded) || (capitals && token->folded.n <= SHORT))
			return TRUE;
	}
	return FALSE;
}

typedef enum { CASE_NONE, CASE_UPPER, CASE_TITLE, CASE_LOWER } WordCase;

static WordCase
case_of(const char *word)
{
	guint upper = 0, lower = 0;
	gboolean first_upper = FALSE, first = TRUE;
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isalpha(c))
			continue;
		if (c >= 0x10d0 && c <= 0x10ff) /* Georgian has one case, whatever its name */
			return CASE_TITLE;
		if (first)
			first_upper = g_unichar_isupper(c) != 0;
		first = FALSE;
		upper += g_unichar_isupper(c) != 0;
		lower += g_unichar_islower(c) != 0;
	}
	if (upper + lower == 0)
		return CASE_NONE;
	if (lower == 0)
		return upper >= 2 ? CASE_UPPER : CASE_TITLE;
	return first_upper ? CASE_TITLE : CASE_LOWER;
}

static gboolean
has_digit(const char *word)
{
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_isdigit(g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

/* Parts of names that are written small. */
static gboolean
is_particle(const char *word)
{
	static const char *const particles[] = {"ben", "bin", "ibn", "bint", "bent", "ould", "mint", "el", "al", "abou",
		"abu", "ag", "de", "da", "do", "dos", "das", "del", "della", "van", "von", "der", "den", "di", "du",
		"la", "le", "e", "y", "d'", "oglu", "kyzy", "qizi", "uulu", NULL};
	g_autofree char *lower = g_utf8_strdown(word, -1);
	return g_strv_contains(particles, lower);
}

guint
person_name_end(const Lexicon *lexicon, const Segment *segment, guint start, guint end)
{
	guint i = start, last = start, words = 0;
	while (i < end && segment_token(segment, i)->kind == TOKEN_TEXT &&
		person_name_is_title(lexicon, segment_token(segment, i)->text))
		i++;
	for (; i < end && words < MAX_WORDS; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind == TOKEN_JUNK && words > 0 && g_str_equal(token->text, "-"))
			continue;
		if (token->kind != TOKEN_TEXT || has_digit(token->text) || person_name_breaks(lexicon, token))
			break;
		WordCase word_case = case_of(token->text);
		if (word_case == CASE_LOWER && !(words > 0 && is_particle(token->text)))
			break;
		if (word_case == CASE_NONE && !g_unichar_isalpha(g_utf8_get_char(token->text)))
			break;
		words++;
		if (word_case != CASE_LOWER)
			last = i + 1;
		if (token->comma || (token->stop && g_utf8_strlen(token->text, -1) > 3))
			break;
	}
	return last;
}

/* Behind a label the whole cell is the name, but for what a clerk writes on after it. */
static guint
cell_end(const Lexicon *lexicon, const Segment *segment, guint start, guint end)
{
	guint words = 0;
	for (guint i = start; i < end; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT)
			continue;
		if (words > 0 && (has_digit(token->text) || person_name_breaks(lexicon, token) || words == MAX_WORDS))
			return i;
		/* "Issouf Ouattara, tailleur" */
		if (words > 0 && segment_token(segment, i - 1)->comma && case_of(token->text) == CASE_LOWER &&
			!is_particle(token->text))
			return i;
		if (!segment->comb || token->folded.n > 1)
			words++;
	}
	return end;
}

static void
add_name(
	const FactBuilder *builder, const char *subject, const char *key, char **words, guint n, const FactPlace *place)
{
	GString *joined = g_string_new(NULL);
	for (guint i = 0; i < n; i++)
		g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", words[i]);
	g_autofree char *text = text_tidy(g_string_free(joined, FALSE));
	g_autofree char *field = fact_field(subject, key);
	if (field != NULL && *text != '\0')
		fact_add_text(builder, field, text, place);
}

/* "DIALLO Mamadou Saliou", "Mamadou Saliou DIALLO": where capitals change to ordinary writing; 0: they do not, once. */
static guint
divide(char **words, guint n, gboolean *surname_first)
{
	guint changes = 0, at = 0;
	WordCase last = CASE_NONE;
	for (guint i = 0; i < n; i++) {
		WordCase now = case_of(words[i]);
		if (now == CASE_LOWER && is_particle(words[i]))
			continue;
		if (now != CASE_UPPER && now != CASE_TITLE)
			return 0;
		if (last == CASE_NONE) {
			*surname_first = now == CASE_UPPER;
		} else if (now != last) {
			changes++;
			at = i;
			while (at > 1 && case_of(words[at - 1]) == CASE_LOWER)
				at--;
		}
		last = now;
	}
	return changes == 1 ? at : 0;
}

gboolean
person_name_is_patronymic(const Lexicon *lexicon, const char *word)
{
	g_autofree char *folded = g_utf8_casefold(word, -1);
	for (guint i = 0; i < lexicon->patronymics->len; i++)
		if (g_str_has_suffix(folded, lexicon->patronymics->pdata[i]))
			return TRUE;
	return FALSE;
}

static void
build_words(const FactBuilder *builder, const char *subject, const char *key, char **words, guint n, gboolean titled,
	const FactPlace *place)
{
	gboolean surname_first = FALSE;
	if (g_str_equal(key, LABEL_GIVEN_PATRONYMIC)) {
		guint given = n > 1 && person_name_is_patronymic(builder->lexicon, words[n - 1]) ? n - 1 : n;
		add_name(builder, subject, "given_names", words, given, place);
		if (given < n)
			add_name(builder, subject, "patronymic", words + given, n - given, place);
		return;
	}
	/* "Петрова Анна Сергеевна": the patronymic tells the parts, told in a sentence. */
	if (place->source == FACT_SOURCE_PROSE && n == 3 && g_str_equal(key, "full_name") &&
		(g_str_equal(subject, "person") || g_str_equal(subject, "spouse")) &&
		g_str_equal(script_of(words[2]), "Cyrl") && person_name_is_patronymic(builder->lexicon, words[2])) {
		add_name(builder, subject, "surname", words, 1, place);
		add_name(builder, subject, "given_names", words + 1, 1, place);
		add_name(builder, subject, "patronymic", words + 2, 1, place);
		return;
	}
	/* A parent stays one line, as the act of the parent is not at hand to tell the parts. */
	gboolean own = !g_str_equal(subject, "grandfather") && !g_str_equal(subject, "father") &&
		       !g_str_equal(subject, "mother");
	guint at = g_str_equal(key, "full_name") && own ? divide(words, n, &surname_first) : 0;
	/* "M. DIALLO" */
	if (at == 0 && own && n == 1 && g_str_equal(key, "full_name") &&
		(titled || place->source == FACT_SOURCE_PROSE) && case_of(words[0]) == CASE_UPPER)
		key = "surname";
	if (n == 1 && g_str_equal(key, "given_names") && person_name_is_patronymic(builder->lexicon, words[0]))
		key = "patronymic";
	if (at == 0) {
		add_name(builder, subject, key, words, n, place);
		return;
	}
	add_name(builder, subject, surname_first ? "surname" : "given_names", words, at, place);
	add_name(builder, subject, surname_first ? "given_names" : "surname", words + at, n - at, place);
}

/* "AI Halabi": among words that are not all capitals, a capital i is the l of "Al". */
static void
mend_articles(char **words, guint n)
{
	gboolean titled = FALSE;
	for (guint i = 0; i < n; i++)
		titled |= case_of(words[i]) == CASE_TITLE && g_utf8_strlen(words[i], -1) > 2;
	for (guint i = 0; i < n && titled; i++)
		if (g_str_equal(words[i], "AI"))
			words[i][1] = 'l';
}

/* No name is written without a capital, in scripts that have them. */
static gboolean
is_all_lower(char **words, guint n)
{
	for (guint i = 0; i < n; i++)
		if (case_of(words[i]) != CASE_LOWER)
			return FALSE;
	return n > 0;
}

guint
person_name_build(const FactBuilder *builder, const char *subject, const char *key, const FactPlace *whole)
{
	FactPlace place = *whole;
	place.end = place.source == FACT_SOURCE_PROSE
			    ? person_name_end(builder->lexicon, place.segment, place.start, place.end)
			    : cell_end(builder->lexicon, place.segment, place.start, place.end);
	g_autofree char *text = text_tidy(segment_text(place.segment, place.start, place.end));
	g_auto(GStrv) words = g_strsplit(text, " ", 24);
	guint first = 0, n = g_strv_length(words);
	while (first < n && person_name_is_title(builder->lexicon, words[first]))
		first++;
	for (guint i = first; i < n; i++)
		if (strpbrk(words[i], "0123456789") != NULL || words[i][0] == '(')
			n = i;
	mend_articles(words, n);
	gboolean legible = segment_mean_confidence(place.segment, place.start, place.end) > 0.5;
	if (n > first && !(legible && is_all_lower(words + first, n - first)))
		build_words(builder, subject, key, words + first, n - first, first > 0, &place);
	return place.end;
}
