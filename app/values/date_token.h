/* A text of a date cut into figures, known words and marks; spelled numbers become numbers. */
#pragma once
#include "app/values/date_words.h"
#include "app/values/text_key.h"

typedef enum { TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK } DateTokenKind;

typedef struct {
	DateTokenKind kind;
	int value;             /* of a number; Roman value of a word that can be read so, else 0 */
	int digits;            /* figures a number is written with; 0: in words or Ethiopic numerals */
	const DateWord *word;  /* of a word; NULL: unknown */
	const DateWord *month; /* a number word that is a month's name too: "sept" */
	gunichar mark;
	gboolean glued;   /* nothing stands between it and the token before */
	gboolean geez;    /* written with Ethiopic numerals */
	guint start, end; /* bytes of the text */
} DateToken;

/* Array of DateToken. */
GArray *date_tokens(const DateWords *words, const TextKey *key);
