/* Closed values and the words that mean them, in every language of the data. */
#pragma once
#include <glib.h>

typedef enum {
	WORDS_SEX,     /* "M", "F", "X" */
	WORDS_STATUS,  /* "single"... */
	WORDS_NATION,  /* alpha-3 of an adjective or another name of a country */
	WORDS_CITIZEN, /* "noise": "citizen of", beside a country */
	WORDS_PLACE,   /* "noise": says what kind of place it is; "part": a numbered part of a town */
	WORDS_SHORT,   /* the word that is written short: "st" -> "saint" */
	WORDS_OLD_NAME /* a place's name of another time or language -> the name the index knows */
} WordTable;
enum { WORD_TABLES = WORDS_OLD_NAME + 1 };

typedef struct WordValues WordValues;

WordValues *word_values_load(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void word_values_free(WordValues *words);

/* Whether a part of "Casado/a", "متزوج(ة)" is but the ending of the other sex: one letter. */
gboolean word_is_ending(const char *phrase);

/* phrase: in the form of text_phrase(). NULL: no such word. Owned by words. */
const char *word_values_find(const WordValues *words, WordTable table, const char *phrase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordValues, word_values_free)
