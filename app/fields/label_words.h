/* The words of a segment with what each may mean, and how far a label that begins at one of them can reach. */
#pragma once
#include "app/fields/concept_words.h"
#include "app/fields/label_match.h"

typedef struct {
	Concept concept;
	const char *language; /* of the concept; NULL: unknown word */
	guint token, end;     /* first token, token behind the last one */
	guint errors;         /* letters misread */
	gboolean bracket;     /* stands in brackets */
	gboolean capital;     /* begins with a capital letter */
	gboolean digits;
	gboolean lower;    /* begins with a small letter */
	gboolean stranger; /* of another language than the page's first */
} LabelWord;

typedef struct {
	GArray *words; /* LabelWord, in reading order; phrases of the lexicon are one */
	const Segment *segment;
} LabelWords;

/* Words beyond some number are not looked at: no label is so long. */
void label_words_set(LabelWords *words, const LabelRules *rules, const Segment *segment);
void label_words_clear(LabelWords *words);

/* Whether all words, more than one or small ones, are words of labels letter for letter: "Est né à", "De". */
gboolean label_words_are_known(const LabelWords *words);

/* The first word at or after a token; words->len: none. */
guint label_words_from(const LabelWords *words, guint token);

/* The token that closes a label beginning at `token`: a colon, dots to write on, a question's mark; the segment's end
 * when there is none. */
guint label_words_close(const Segment *segment, guint token, gboolean *question);

/* Whether the token ends a question. */
gboolean label_token_asks(const Token *token);
