/* What words mean in running text, whatever the language: the group [triggers] of words-LANG.ini. */
#pragma once
#include "app/fields/page_layout.h"

/* A word may mean several things ("marié" is both an event and a state). */
typedef enum {
	PROSE_OF,
	PROSE_AND,
	PROSE_AT, /* leads to a place */
	PROSE_IN, /* leads to a year or a country, to a place only where a place must follow */
	PROSE_BY,
	PROSE_WITH,
	PROSE_BETWEEN,
	PROSE_THAT, /* what follows is said of someone else */
	PROSE_IS,
	PROSE_ARTICLE,
	PROSE_POSSESSIVE,
	PROSE_I,
	PROSE_BORN,
	PROSE_BORN_MAN, /* forms that agree with whom they are said of */
	PROSE_BORN_WOMAN,
	PROSE_BIRTH,
	PROSE_DIED,
	PROSE_DEATH,
	PROSE_MARRIED,
	PROSE_MARRIAGE,
	PROSE_CELEBRATED,
	PROSE_RESIDES,
	PROSE_ISSUED,     /* the paper was made on this day */
	PROSE_DRAWN,      /* the act that it copies was */
	PROSE_PRONOUNCED, /* the judgment was */
	PROSE_HEARING,
	PROSE_EXPIRES,
	PROSE_PASSED,   /* anything else that has a day, a place or a number: registered, arrived, heard */
	PROSE_DOCUMENT, /* a paper or a text of law: what follows is its own day and number */
	PROSE_SON,
	PROSE_DAUGHTER,
	PROSE_CHILD,
	PROSE_CHILDREN,
	PROSE_UNION, /* "issu de l'union de" */
	PROSE_FATHER,
	PROSE_MOTHER,
	PROSE_PARENTS,
	PROSE_SPOUSE,
	PROSE_HUSBAND, /* words that agree with the husband, the wife of someone */
	PROSE_WIFE,
	PROSE_GRANDPARENT,
	PROSE_NAMED,
	PROSE_MAN, /* titles and nouns that stand before a name */
	PROSE_WOMAN,
	PROSE_HOLDER, /* of either: "le nommé" */
	PROSE_OTHER,  /* who is never the person: officer, judge, witness */
	PROSE_BESIDE, /* leads to such a one: "assisté de", "devant" */
	PROSE_SAYS,
	PROSE_APPEARED,
	PROSE_UNDERSIGNED,
	PROSE_REQUEST,
	PROSE_SUBJECT, /* whom a paper is about: "concernant", "reconnue à" */
	PROSE_NATIONALITY,
	PROSE_SEX,
	PROSE_AGED,
	PROSE_STATUS,
	PROSE_PLACE,  /* a noun before a place's name: "ville" */
	PROSE_COMMON, /* written with a capital, and yet no name: "Tribunal" */
	PROSE_UNKNOWN,
	PROSE_FILLER,
	PROSE_NAME, /* with a capital it is a name, whatever it means else: "Marie" */
	PROSE_N
} ProseConcept;

/* Concepts are few enough for a set to be a number. */
typedef guint64 ProseSet;
#define PROSE_SET(concept) (G_GUINT64_CONSTANT(1) << (concept))

typedef struct ProseWords ProseWords; /* of one language */

/* language is interned. */
ProseWords *prose_words_new(const char *language);
void prose_words_free(ProseWords *words);
const char *prose_words_language(const ProseWords *words);

/* "born" -> PROSE_BORN; PROSE_N: no such concept. */
ProseConcept prose_concept_parse(const char *name);

/* Adds a word, a phrase of at most 4 words, two letters with a slash ("S/O"), or a stem ("naissan*"); FALSE: it is
 * none. Words with an apostrophe at their end under the key "of" or "article" ("d'", "l'") are parted from what follows
 * them. */
gboolean prose_words_add(ProseWords *words, ProseConcept concept, const char *text);

/* What the words from token i on mean; *n (at least 1) is how many words the meaning takes up. 0: nothing. */
ProseSet prose_words_find(const ProseWords *words, const GPtrArray *tokens, guint i, guint *n);

/* How many letters at the beginning are a word parted by an apostrophe ("d'" of "d'Oran"), in bytes; 0: none. */
gsize prose_words_elided(const ProseWords *words, const char *text, ProseSet *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProseWords, prose_words_free)
