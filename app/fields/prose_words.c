#include "app/fields/prose_words.h"
#include <string.h>

enum { MAX_PHRASE = 4, MIN_STEM = 3, FUZZY_LETTERS = 8 };

typedef struct {
	FoldedText words[MAX_PHRASE];
	guint n;
	ProseSet set;
} Phrase;

typedef struct {
	FoldedText text;
	ProseSet set;
	char *casefolded;   /* with its accents: "né" is no "ne" */
	GPtrArray *phrases; /* Phrase that begin with it; NULL: none */
} Entry;

struct ProseWords {
	const char *language;
	GHashTable *entries; /* folded text -> Entry */
	GPtrArray *stems;    /* Phrase of one word */
	GPtrArray *elided;   /* Phrase of one word */
	GPtrArray *slashed;  /* the same of two letters: "S/O" */
	GPtrArray *lengthy;  /* Entry of so many letters that one may be misread; owned by entries */
};

static const char *const names[PROSE_N] = {[PROSE_OF] = "of",
	[PROSE_AND] = "and",
	[PROSE_AT] = "at",
	[PROSE_IN] = "in",
	[PROSE_BY] = "by",
	[PROSE_WITH] = "with",
	[PROSE_BETWEEN] = "between",
	[PROSE_THAT] = "that",
	[PROSE_IS] = "is",
	[PROSE_ARTICLE] = "article",
	[PROSE_POSSESSIVE] = "possessive",
	[PROSE_I] = "i",
	[PROSE_BORN] = "born",
	[PROSE_BORN_MAN] = "born_man",
	[PROSE_BORN_WOMAN] = "born_woman",
	[PROSE_BIRTH] = "birth",
	[PROSE_DIED] = "died",
	[PROSE_DEATH] = "death",
	[PROSE_MARRIED] = "married",
	[PROSE_MARRIAGE] = "marriage",
	[PROSE_CELEBRATED] = "celebrated",
	[PROSE_RESIDES] = "resides",
	[PROSE_ISSUED] = "issued",
	[PROSE_DRAWN] = "drawn",
	[PROSE_PRONOUNCED] = "pronounced",
	[PROSE_HEARING] = "hearing",
	[PROSE_EXPIRES] = "expires",
	[PROSE_PASSED] = "passed",
	[PROSE_DOCUMENT] = "document",
	[PROSE_SON] = "son",
	[PROSE_DAUGHTER] = "daughter",
	[PROSE_CHILD] = "child",
	[PROSE_CHILDREN] = "children",
	[PROSE_UNION] = "union",
	[PROSE_FATHER] = "father",
	[PROSE_MOTHER] = "mother",
	[PROSE_PARENTS] = "parents",
	[PROSE_SPOUSE] = "spouse",
	[PROSE_HUSBAND] = "husband",
	[PROSE_WIFE] = "wife",
	[PROSE_GRANDPARENT] = "grandparent",
	[PROSE_NAMED] = "named",
	[PROSE_MAN] = "man",
	[PROSE_WOMAN] = "woman",
	[PROSE_HOLDER] = "holder",
	[PROSE_OTHER] = "other",
	[PROSE_BESIDE] = "beside",
	[PROSE_SAYS] = "says",
	[PROSE_APPEARED] = "appeared",
	[PROSE_UNDERSIGNED] = "undersigned",
	[PROSE_REQUEST] = "request",
	[PROSE_SUBJECT] = "subject",
	[PROSE_NATIONALITY] = "nationality",
	[PROSE_SEX] = "sex",
	[PROSE_AGED] = "aged",
	[PROSE_STATUS] = "status",
	[PROSE_PLACE] = "place",
	[PROSE_COMMON] = "common",
	[PROSE_UNKNOWN] = "unknown",
	[PROSE_FILLER] = "filler",
	[PROSE_NAME] = "name"};
G_STATIC_ASSERT(PROSE_N <= 64);

static void
entry_free(Entry *entry)
{
	if (entry->phrases != NULL)
		g_ptr_array_unref(entry->phrases);
	g_free(entry->casefolded);
	g_free(entry);
}

ProseWords *
prose_words_new(const char *language)
{
	ProseWords *words = g_new0(ProseWords, 1);
	words->language = language;
	words->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)entry_free);
	words->stems = g_ptr_array_new_with_free_func(g_free);
	words->slashed = g_ptr_array_new_with_free_func(g_free);
	words->elided = g_ptr_array_new_with_free_func(g_free);
	words->lengthy = g_ptr_array_new();
	return words;
}

void
prose_words_free(ProseWords *words)
{
	if (words == NULL)
		return;
	g_hash_table_unref(words->entries);
	g_ptr_array_unref(words->stems);
	g_ptr_array_unref(words->elided);
	g_ptr_array_unref(words->slashed);
	g_ptr_array_unref(words->lengthy);
	g_free(words);
}

const char *
prose_words_language(const ProseWords *words)
{
	return words->language;
}

ProseConcept
prose_concept_parse(const char *name)
{
	guint i = 0;
	while (i < PROSE_N && !g_str_equal(names[i], name))
		i++;
	return (ProseConcept)i;
}

static char *
key_of(const FoldedText *folded)
{
	return g_ucs4_to_utf8(folded->chars, folded->n, NULL, NULL, NULL);
}

static Entry *
entry_of(ProseWords *words, const FoldedText *folded, const char *text)
{
	g_autofree char *key = key_of(folded);
	Entry *entry = g_hash_table_lookup(words->entries, key);
	if (entry != NULL)
		return entry;
	entry = g_new0(Entry, 1);
	entry->text = *folded;
	entry->casefolded = g_utf8_casefold(text, -1);
	g_hash_table_insert(words->entries, g_steal_pointer(&key), entry);
	if (folded->n >= FUZZY_LETTERS)
		g_ptr_array_add(words->lengthy, entry);
	return entry;
}

static void
add_single(GPtrArray *array, const FoldedText *folded, ProseSet set)
{
	Phrase *phrase = g_new0(Phrase, 1);
	phrase->words[0] = *folded;
	phrase->n = 1;
	phrase->set = set;
	g_ptr_array_add(array, phrase);
}

gboolean
prose_words_add(ProseWords *words, ProseConcept concept, const char *text)
{
	ProseSet set = PROSE_SET(concept);
	Phrase phrase = {.set = set};
	if (strchr(text, '/') != NULL) {
		FoldedText folded;
		folded_text_set(&folded, text);
		add_single(words->slashed, &folded, set);
		return folded.n == 2;
	}
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	for (char **p = parts; *p != NULL; p++) {
		if (**p == '\0')
			continue;
		if (phrase.n == MAX_PHRASE)
			return FALSE;
		folded_text_set(&phrase.words[phrase.n], *p);
		if (phrase.words[phrase.n++].n == 0)
			return FALSE;
	}
	if (phrase.n == 0)
		return FALSE;
	if (g_str_has_suffix(text, "*")) {
		add_single(words->stems, &phrase.words[0], set);
		return phrase.n == 1 && phrase.words[0].n >= MIN_STEM;
	}
	if (g_str_has_suffix(text, "'")) {
		add_single(words->elided, &phrase.words[0], set);
		return phrase.n == 1;
	}
	Entry *entry = entry_of(words, &phrase.words[0], parts[0]);
	if (phrase.n == 1) {
		entry->set |= set;
		return TRUE;
	}
	if (entry->phrases == NULL)
		entry->phrases = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(entry->phrases, g_memdup2(&phrase, sizeof phrase));
	return TRUE;
}

gsize
prose_words_elided(const ProseWords *words, const char *text, ProseSet *set)
{
	const char *end = text;
	for (guint letters = 0; letters < 4 && *end != '\0' && *end != '\''; letters++) {
		if (g_str_has_prefix(end, "\xe2\x80\x99"))
			break;
		end = g_utf8_next_char(end);
	}
	gsize sign = *end == '\'' ? 1 : g_str_has_prefix(end, "\xe2\x80\x99") ? 3 : 0;
	if (sign == 0 || end == text || end[sign] == '\0')
		return 0;
	g_autofree char *part = g_strndup(text, (gsize)(end - text));
	FoldedText folded;
	folded_text_set(&folded, part);
	for (guint i = 0; i < words->elided->len; i++) {
		const Phrase *phrase = words->elided->pdata[i];
		if (folded_text_equal(&phrase->words[0], &folded)) {
			*set = phrase->set;
			return (gsize)(end - text) + sign;
		}
	}
	return 0;
}

static gboolean
has_small(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_islower(g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

/* "Marie", "Ne" are names, "marié", "né" are not: a word that begins with a capital must be written with its accents,
 * unless it has nothing but capitals. */
static gboolean
is_written(const Entry *entry, const char *text)
{
	if (!g_unichar_isupper(g_utf8_get_char(text)) || !has_small(text))
		return TRUE;
	g_autofree char *word = g_utf8_casefold(text, -1);
	g_strdelimit(word, ",.;:?!)", ' ');
	g_strchomp(word);
	return g_str_equal(word + (word[0] == '('), entry->casefolded);
}

static const Entry *
find_entry(const ProseWords *words, const Token *token, const FoldedText *folded, const char *text)
{
	char key[FOLDED_MAX * 6 + 1];
	char *p = key;
	for (guint i = 0; i < folded->n; i++)
		p += g_unichar_to_utf8(folded->chars[i], p);
	*p = '\0';
	const Entry *entry = g_hash_table_lookup(words->entries, key);
	if (entry != NULL)
		return is_written(entry, text) ? entry : NULL;
	/* A long word may have a letter misread; one with a capital may be a name. */
	if (folded->n < FUZZY_LETTERS || g_unichar_isupper(g_utf8_get_char(text)) || token->confidence > 0.999)
		return NULL;
	for (guint i = 0; i < words->lengthy->len; i++) {
		entry = words->lengthy->pdata[i];
		if (entry->set != 0 && folded_text_distance(folded, &entry->text, 1) <= 1)
			return entry;
	}
	return NULL;
}

static ProseSet
find_stem(const ProseWords *words, const FoldedText *folded, const char *text)
{
	enum { OF_NAMES = 5 }; /* a short beginning of a capitalised word is a name's as well */
	ProseSet set = 0;
	gboolean titled = g_unichar_isupper(g_utf8_get_char(text)) && has_small(text);
	for (guint i = 0; i < words->stems->len; i++) {
		const FoldedText *stem = &((const Phrase *)words->stems->pdata[i])->words[0];
		if (stem->n <= folded->n && (!titled || stem->n >= OF_NAMES) &&
			memcmp(stem->chars, folded->chars, stem->n * sizeof(gunichar)) == 0)
			set |= ((const Phrase *)words->stems->pdata[i])->set;
	}
	return set;
}

static gboolean
goes_on(const Phrase *phrase, const GPtrArray *tokens, guint i)
{
	for (guint w = 1; w < phrase->n; w++) {
		const Token *token = i + w < tokens->len ? tokens->pdata[i + w] : NULL;
		if (token == NULL || token->kind != TOKEN_TEXT || !folded_text_equal(&token->folded, &phrase->words[w]))
			return FALSE;
	}
	return TRUE;
}

/* "S/O" comes as three tokens. */
static ProseSet
find_slashed(const ProseWords *words, const GPtrArray *tokens, guint i)
{
	const Token *first = tokens->pdata[i];
	if (first->folded.n != 1 || i + 2 >= tokens->len || ((const Token *)tokens->pdata[i + 1])->kind != TOKEN_SLASH)
		return 0;
	FoldedText both = first->folded;
	folded_text_append(&both, &((const Token *)tokens->pdata[i + 2])->folded);
	for (guint s = 0; s < words->slashed->len; s++) {
		const Phrase *phrase = words->slashed->pdata[s];
		if (folded_text_equal(&phrase->words[0], &both))
			return phrase->set;
	}
	return 0;
}

ProseSet
prose_words_find(const ProseWords *words, const GPtrArray *tokens, guint i, guint *n)
{
	const Token *token = tokens->pdata[i];
	*n = 1;
	if (token->kind != TOKEN_TEXT || token->folded.n == 0)
		return 0;
	ProseSet slashed = find_slashed(words, tokens, i);
	if (slashed != 0) {
		*n = 3;
		return slashed;
	}
	const char *text = token->text[0] == '(' ? token->text + 1 : token->text;
	const FoldedText *folded = &token->folded;
	for (guint e = 0; folded->n <= 3 && g_str_has_suffix(text, "'") && e < words->elided->len; e++) {
		const Phrase *phrase = words->elided->pdata[e];
		if (folded_text_equal(&phrase->words[0], folded))
			return phrase->set;
	}
	FoldedText rest;
	ProseSet elided = 0;
	gsize cut = prose_words_elided(words, text, &elided);
	if (cut > 0) {
		text += cut;
		folded_text_set(&rest, text);
		folded = &rest;
	}
	const Entry *entry = find_entry(words, token, folded, text);
	ProseSet set = entry == NULL ? find_stem(words, folded, text) : entry->set;
	for (guint p = 0; entry != NULL && entry->phrases != NULL && p < entry->phrases->len; p++) {
		const Phrase *phrase = entry->phrases->pdata[p];
		if (phrase->n > *n && goes_on(phrase, tokens, i)) {
			*n = phrase->n;
			set = phrase->set;
		} else if (phrase->n == *n && *n > 1 && goes_on(phrase, tokens, i)) {
			set |= phrase->set;
		}
	}
	if (set & PROSE_SET(PROSE_NAME))
		set = g_unichar_isupper(g_utf8_get_char(text)) ? 0 : set & ~PROSE_SET(PROSE_NAME);
	return set | (set != 0 || !g_unichar_isupper(g_utf8_get_char(text)) ? elided : 0);
}
