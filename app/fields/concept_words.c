/* Entries are found by the hash of their first word: whole words in one table, open ones ("naissan*") in another, in
 * which every beginning of a word is looked up. The hash grows letter by letter, so that all beginnings cost one walk.
 */
#include "app/fields/concept_words.h"
#include <string.h>

enum { MIN_STEM = 2, MAX_PREFIX = 4, MIN_BEHIND_PREFIX = 3 };

typedef struct {
	guint n;
	gboolean open; /* "naissan*" */
	gunichar chars[CONCEPT_WORD_LETTERS];
} EntryWord;

typedef struct {
	guint64 hash; /* of the first word */
	guint64 bag;  /* which letters the first word has */
	Concept concept;
	const char *language;
	guint n_words;
	EntryWord words[];
} Entry;

typedef struct {
	const char *language;
	guint n;
	gunichar chars[MAX_PREFIX];
} Prefix;

struct ConceptWords {
	GPtrArray *entries;  /* Entry, owned */
	GHashTable *whole;   /* hash -> GPtrArray of Entry */
	GHashTable *open;    /* the same */
	GArray *prefixes;    /* Prefix */
	GHashTable *by_n;    /* letters of the first word -> GPtrArray of Entry: to look for misread words */
	GHashTable *has;     /* languages */
	guint64 open_length; /* which lengths open first words have, by bit */
};

static const guint64 HASH_START = G_GUINT64_CONSTANT(14695981039346656037);

static guint64
hash_step(guint64 hash, gunichar c)
{
	return (hash ^ c) * G_GUINT64_CONSTANT(1099511628211);
}

static guint64
hash_of(const gunichar *chars, guint n)
{
	guint64 hash = HASH_START;
	for (guint i = 0; i < n; i++)
		hash = hash_step(hash, chars[i]);
	return hash;
}

static guint64
bag_of(const gunichar *chars, guint n)
{
	guint64 bag = 0;
	for (guint i = 0; i < n; i++)
		bag |= G_GUINT64_CONSTANT(1) << (chars[i] * 2654435761u >> 16 & 63);
	return bag;
}

static GHashTable *
table_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
}

ConceptWords *
concept_words_new(void)
{
	ConceptWords *words = g_new0(ConceptWords, 1);
	words->entries = g_ptr_array_new_with_free_func(g_free);
	words->whole = table_new();
	words->open = table_new();
	words->prefixes = g_array_new(FALSE, FALSE, sizeof(Prefix));
	words->by_n = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	words->has = g_hash_table_new(NULL, NULL);
	return words;
}

void
concept_words_free(ConceptWords *words)
{
	if (words == NULL)
		return;
	g_hash_table_unref(words->whole);
	g_hash_table_unref(words->open);
	g_hash_table_unref(words->by_n);
	g_hash_table_unref(words->has);
	g_array_unref(words->prefixes);
	g_ptr_array_unref(words->entries);
	g_free(words);
}

/* --- words of a text -------------------------------------------------------------------------------- */

static gboolean
parts_words(gunichar c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x00b4 || c == '`' || c == '-' ||
	       c == 0x2010 || c == 0x2011 || c == 0x2013 || c == '/' || c == '\\' || c == ',' || c == ';' || c == '&' ||
	       c == '.' || c == '(' || c == ')' || c == '[' || c == ']' || c == ':' || c == 0x060c || c == 0x061b ||
	       c == 0x055d || c == 0x0589 || c == 0x0964 || (c >= 0x1361 && c <= 0x1366);
}

/* "(e)", "(s)", "(se)" right behind a letter: the same word in another gender or number. Past it, else p. */
static const char *
skip_ending(const char *text, const char *p)
{
	enum { LONGEST = 4 };
	const char *q = p + 1;
	if (*p != '(' || p == text || !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(p))))
		return p;
	for (guint n = 0; n < LONGEST && *q != '\0' && g_unichar_isalpha(g_utf8_get_char(q)); n++)
		q = g_utf8_next_char(q);
	return *q == ')' && q > p + 1 ? q + 1 : p;
}

static void
add_plain(GArray *plain, const char *text, gsize n, gboolean bracket)
{
	if (n == 0)
		return;
	g_autofree char *part = g_strndup(text, n);
	FoldedText folded;
	folded_text_set(&folded, part);
	if (folded.n == 0)
		return;
	PlainWord word = {.n = MIN(folded.n, CONCEPT_WORD_LETTERS), .bracket = bracket};
	memcpy(word.chars, folded.chars, word.n * sizeof word.chars[0]);
	for (guint i = 0; i < folded.n; i++)
		word.digits |= g_unichar_isdigit(folded.chars[i]) != 0;
	word.capital = g_unichar_isupper(g_utf8_get_char(part)) != 0;
	word.lower = g_unichar_islower(g_utf8_get_char(part)) != 0;
	if (folded.n > CONCEPT_WORD_LETTERS) /* never met */
		word.chars[0] = 0;
	g_array_append_val(plain, word);
}

void
plain_words_append(GArray *plain, const char *text, gboolean *bracket)
{
	const char *start = text;
	for (const char *p = text; *p != '\0';) {
		const char *past = skip_ending(text, p);
		gunichar c = g_utf8_get_char(p);
		/* "D.O.B" is one word, "Nom.Prénom" two. */
		const char *letter = p > start ? g_utf8_prev_char(p) : p;
		gboolean dotted = c == '.' && letter < p && p[1] != '\0' && (letter == start || letter[-1] == '.');
		if (past == p && (!parts_words(c) || dotted)) {
			p = g_utf8_next_char(p);
			continue;
		}
		add_plain(plain, start, (gsize)(p - start), *bracket);
		if (past == p)
			*bracket = c == '(' ? TRUE : c == ')' ? FALSE : *bracket;
		p = past == p ? g_utf8_next_char(p) : past;
		start = p;
	}
	add_plain(plain, start, strlen(start), *bracket);
}

/* --- entries --------------------------------------------------------------------------------------- */

static void
put(GHashTable *table, Entry *entry)
{
	GPtrArray *list = g_hash_table_lookup(table, &entry->hash);
	if (list == NULL) {
		list = g_ptr_array_new();
		g_hash_table_insert(table, &entry->hash, list);
	}
	g_ptr_array_add(list, entry);
}

static gboolean
same_entry(const Entry *a, const Entry *b)
{
	if (a->language != b->language || a->n_words != b->n_words)
		return FALSE;
	for (guint i = 0; i < a->n_words; i++)
		if (a->words[i].n != b->words[i].n || a->words[i].open != b->words[i].open ||
			memcmp(a->words[i].chars, b->words[i].chars, a->words[i].n * sizeof(gunichar)) != 0)
			return FALSE;
	return TRUE;
}

static const Entry *
find_same(GHashTable *table, const Entry *entry)
{
	const GPtrArray *list = g_hash_table_lookup(table, &entry->hash);
	for (guint i = 0; list != NULL && i < list->len; i++)
		if (same_entry(list->pdata[i], entry))
			return list->pdata[i];
	return NULL;
}

/* "nom de naissan*" -> words; NULL: it is none. */
static Entry *
entry_parse(const char *language, Concept concept, const char *text)
{
	g_auto(GStrv) parts = g_strsplit_set(text, " \t", -1);
	Entry *entry = g_malloc0(sizeof(Entry) + CONCEPT_PHRASE_WORDS * sizeof(EntryWord));
	gboolean good = TRUE;
	for (char **p = parts; *p != NULL && good; p++) {
		const char *star = strchr(*p, '*');
		g_autofree char *body = g_strndup(*p, star == NULL ? strlen(*p) : (gsize)(star - *p));
		g_autoptr(GArray) plain = g_array_new(FALSE, FALSE, sizeof(PlainWord));
		gboolean bracket = FALSE;
		plain_words_append(plain, body, &bracket);
		good = (star == NULL || (star[1] == '\0' && plain->len > 0)) &&
		       entry->n_words + plain->len <= CONCEPT_PHRASE_WORDS;
		for (guint i = 0; i < plain->len && good; i++) {
			const PlainWord *word = &g_array_index(plain, PlainWord, i);
			EntryWord *to = &entry->words[entry->n_words++];
			to->n = word->n;
			memcpy(to->chars, word->chars, sizeof to->chars);
			to->open = star != NULL && i + 1 == plain->len;
			good = word->chars[0] != 0 && (!to->open || to->n >= MIN_STEM);
		}
	}
	if (!good || entry->n_words == 0) {
		g_free(entry);
		return NULL;
	}
	entry->hash = hash_of(entry->words[0].chars, entry->words[0].n);
	entry->bag = bag_of(entry->words[0].chars, entry->words[0].n);
	entry->concept = concept;
	entry->language = language;
	return entry;
}

gboolean
concept_words_add(ConceptWords *words, const char *language, Concept concept, const char *text)
{
	Entry *entry = entry_parse(language, concept, text);
	if (entry == NULL)
		return FALSE;
	const EntryWord *first = &entry->words[0];
	GHashTable *table = first->open ? words->open : words->whole;
	const Entry *old = find_same(table, entry);
	if (old != NULL) {
		gboolean same = old->concept == concept;
		g_free(entry);
		return same;
	}
	g_ptr_array_add(words->entries, entry);
	put(table, entry);
	if (first->open)
		words->open_length |= G_GUINT64_CONSTANT(1) << first->n;
	GPtrArray *alike = g_hash_table_lookup(words->by_n, GUINT_TO_POINTER(first->n));
	if (alike == NULL) {
		alike = g_ptr_array_new();
		g_hash_table_insert(words->by_n, GUINT_TO_POINTER(first->n), alike);
	}
	g_ptr_array_add(alike, entry);
	g_hash_table_add(words->has, (gpointer)language);
	return TRUE;
}

gboolean
concept_words_add_prefix(ConceptWords *words, const char *language, const char *text)
{
	FoldedText folded;
	folded_text_set(&folded, text);
	if (folded.n == 0 || folded.n > MAX_PREFIX)
		return FALSE;
	Prefix prefix = {.language = language, .n = folded.n};
	memcpy(prefix.chars, folded.chars, folded.n * sizeof folded.chars[0]);
	g_array_append_val(words->prefixes, prefix);
	return TRUE;
}

gboolean
concept_words_has(const ConceptWords *words, const char *language)
{
	return g_hash_table_contains(words->has, language);
}

/* --- looking up ------------------------------------------------------------------------------------ */

typedef struct {
	const ConceptWords *words;
	const char *const *languages;
	const GArray *plain;
	guint at;
	ConceptHit *best; /* n_words 0: none yet */
	guint best_rank;
	guint best_letters; /* of its first word; a whole word counts one more than an open one */
} Lookup;

static guint
rank_of(const char *const *languages, const char *language)
{
	guint i = 0;
	while (languages[i] != NULL && languages[i] != language && !g_str_equal(languages[i], language))
		i++;
	return languages[i] == NULL ? G_MAXUINT : i;
}

static gboolean
fits_from(const EntryWord *entry, const PlainWord *word, guint offset)
{
	if (word->n < offset + entry->n || (!entry->open && word->n != offset + entry->n))
		return FALSE;
	return memcmp(entry->chars, word->chars + offset, entry->n * sizeof(gunichar)) == 0;
}

/* Whether a word of an entry stands there, perhaps behind letters that stick to it. */
static gboolean
fits(const ConceptWords *words, const char *language, const EntryWord *entry, const PlainWord *word)
{
	if (fits_from(entry, word, 0))
		return TRUE;
	for (guint i = 0; i < words->prefixes->len; i++) {
		const Prefix *prefix = &g_array_index(words->prefixes, Prefix, i);
		if (prefix->language == language && word->n >= prefix->n + MIN_BEHIND_PREFIX &&
			memcmp(prefix->chars, word->chars, prefix->n * sizeof(gunichar)) == 0 &&
			fits_from(entry, word, prefix->n))
			return TRUE;
	}
	return FALSE;
}

static void
try_entry(Lookup *lookup, const Entry *entry, guint errors)
{
	guint rank = rank_of(lookup->languages, entry->language);
	if (rank == G_MAXUINT || lookup->at + entry->n_words > lookup->plain->len)
		return;
	for (guint i = 1; i < entry->n_words; i++)
		if (!fits(lookup->words, entry->language, &entry->words[i],
			    &g_array_index(lookup->plain, PlainWord, lookup->at + i)))
			return;
	ConceptHit *best = lookup->best;
	guint letters = entry->words[0].n * 2 + !entry->words[0].open;
	/* The longer phrase, then the fewer errors, then the longer stem, then the language before. */
	int better = (int)entry->n_words - (int)best->n_words;
	if (better == 0)
		better = (int)best->errors - (int)errors;
	if (better == 0)
		better = (int)letters - (int)lookup->best_letters;
	if (better == 0)
		better = rank < lookup->best_rank ? 1 : -1;
	if (best->n_words > 0 && better < 0)
		return;
	*best = (ConceptHit){entry->concept, entry->language, entry->n_words, errors};
	lookup->best_rank = rank;
	lookup->best_letters = letters;
}

static void
try_list(Lookup *lookup, GHashTable *table, guint64 hash, guint offset, const char *language)
{
	const PlainWord *word = &g_array_index(lookup->plain, PlainWord, lookup->at);
	const GPtrArray *list = g_hash_table_lookup(table, &hash);
	for (guint i = 0; list != NULL && i < list->len; i++) {
		const Entry *entry = list->pdata[i];
		if ((language == NULL || language == entry->language) && fits_from(&entry->words[0], word, offset))
			try_entry(lookup, entry, 0);
	}
}

/* Entries whose first word stands `offset` letters behind the beginning of this one. */
static void
try_from(Lookup *lookup, guint offset, const char *language)
{
	const PlainWord *word = &g_array_index(lookup->plain, PlainWord, lookup->at);
	guint64 hash = HASH_START;
	for (guint n = offset; n < word->n; n++) {
		hash = hash_step(hash, word->chars[n]);
		if (lookup->words->open_length >> (n + 1 - offset) & 1)
			try_list(lookup, lookup->words->open, hash, offset, language);
	}
	try_list(lookup, lookup->words->whole, hash, offset, language);
}

static void
try_prefixes(Lookup *lookup)
{
	const PlainWord *word = &g_array_index(lookup->plain, PlainWord, lookup->at);
	for (guint i = 0; i < lookup->words->prefixes->len; i++) {
		const Prefix *prefix = &g_array_index(lookup->words->prefixes, Prefix, i);
		if (word->n >= prefix->n + MIN_BEHIND_PREFIX &&
			memcmp(prefix->chars, word->chars, prefix->n * sizeof(gunichar)) == 0)
			try_from(lookup, prefix->n, prefix->language);
	}
}

static void
try_misread(Lookup *lookup)
{
	enum { LEAST = 6, LONG = 12 };
	const PlainWord *word = &g_array_index(lookup->plain, PlainWord, lookup->at);
	guint max = word->n < LEAST ? 0 : word->n < LONG ? 1 : 2;
	if (max == 0 || word->digits)
		return;
	guint64 bag = bag_of(word->chars, word->n);
	for (guint n = word->n - 1; n <= word->n + 1; n++) {
		const GPtrArray *list = g_hash_table_lookup(lookup->words->by_n, GUINT_TO_POINTER(n));
		for (guint i = 0; list != NULL && i < list->len; i++) {
			const Entry *entry = list->pdata[i];
			/* An error changes two letters at most: most words are told apart by this alone. */
			if (!folded_bags_near(bag, 0, entry->bag, 0, max) || entry->words[0].open || n < LEAST ||
				rank_of(lookup->languages, entry->language) == G_MAXUINT)
				continue;
			guint errors = folded_chars_distance(word->chars, word->n, entry->words[0].chars, n, max);
			if (errors <= max)
				try_entry(lookup, entry, errors);
		}
	}
}

gboolean
concept_words_at(const ConceptWords *words, const char *const *languages, const GArray *plain, guint at,
	gboolean lenient, ConceptHit *hit)
{
	*hit = (ConceptHit){0};
	if (at >= plain->len || g_array_index(plain, PlainWord, at).n == 0)
		return FALSE;
	Lookup lookup = {words, languages, plain, at, hit, 0, 0};
	try_from(&lookup, 0, NULL);
	if (hit->n_words == 0)
		try_prefixes(&lookup);
	if (hit->n_words == 0 && lenient)
		try_misread(&lookup);
	return hit->n_words > 0;
}
