/* The words of the languages by concept, and where in a text they stand. Words are compared without case, accents and
 * signs, as FoldedText does; "naissan*" is any word that begins so. */
#pragma once
#include "app/fields/concept.h"
#include "app/fields/folded_text.h"

typedef struct ConceptWords ConceptWords;

enum {
	CONCEPT_PHRASE_WORDS = 6, /* words of one entry */
	CONCEPT_WORD_LETTERS = 40 /* of one word; what is longer is no word of the lexicon */
};

/* One word of a text, folded. "l'enfant" and "né(e)" are two and one. */
typedef struct {
	guint n;
	gunichar chars[CONCEPT_WORD_LETTERS];
	gboolean digits;  /* it has a digit */
	gboolean capital; /* it begins with a capital letter */
	gboolean lower;   /* with a small one; letters of most scripts are neither */
	gboolean bracket; /* it stands in brackets */
} PlainWord;

/* A concept met in a text. */
typedef struct {
	Concept concept;
	const char *language; /* interned */
	guint n_words;        /* how many words of the text it covers */
	guint errors;         /* letters misread */
} ConceptHit;

ConceptWords *concept_words_new(void);
void concept_words_free(ConceptWords *words);

/* An entry of a language: one word or a phrase ("nom de jeune fille"), a word's end may be open ("naissan*").
 * language: interned. FALSE: no letters, too long, a star elsewhere or behind fewer than two letters, or the language
 * has the entry under another concept already. */
gboolean concept_words_add(
	ConceptWords *words, const char *language, Concept concept, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Letters that may stick to the front of a word: "l", "d" (lenfant), "ال". FALSE: no letters, or more than four. */
gboolean
concept_words_add_prefix(ConceptWords *words, const char *language, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* The words of one printed text ("d'identité", "né(e)", "N°"), appended to an array of PlainWord. *bracket: whether a
 * bracket is open, before and after. */
void plain_words_append(GArray *plain, const char *text, gboolean *bracket);

/* The longest entry of the languages (NULL-terminated, the first are preferred between equals) that begins at word
 * `at`. lenient: one or two misread letters are forgiven in a long word that means nothing else. FALSE: none. */
gboolean concept_words_at(const ConceptWords *words, const char *const *languages, const GArray *plain, guint at,
	gboolean lenient, ConceptHit *hit);

/* Whether a language has words here at all. */
gboolean concept_words_has(const ConceptWords *words, const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ConceptWords, concept_words_free)
