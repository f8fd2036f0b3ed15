/* One word read from a page. */
#pragma once
#include "app/dossier/geometry.h"

typedef struct {
	char *text;   /* NFC, without spaces */
	char *second; /* what could stand there instead, by the reader; NULL: nothing; not in the contract */
	Box box;
	double confidence; /* 0 to 1 */
	char script[5];    /* ISO 15924, "Latn", "Arab"...; "Zyyy" for digits and signs alone */
	char *language;    /* model that read it: "fra", "ara"... */
	int line;          /* words of one line, as the engine grouped them, share a number; reading order inside it */
} Word;

Word *word_new(const char *text, Box box, double confidence, const char *language, int line);
/* With its second text. */
Word *word_copy(const Word *word);
void word_free(Word *word);

/* ISO 15924 code of the first letter with a script of its own; "Zyyy" where there is none. Static. */
const char *script_of(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Word, word_free)
