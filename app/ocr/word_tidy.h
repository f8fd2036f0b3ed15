/* What networks get wrong about words whatever the page: signs of direction, a small l for a capital I, the dots of the
 * line that a word is written on. */
#pragma once
#include "app/dossier/word.h"

/* The text of a word as it is kept: NFC. language: of the model. The caller's; NULL: text is not UTF-8. */
char *word_tidy(const char *text, const char *language);

/* The words of one line (Word, in reading order): where dots of a leader run between them, they are taken off their
 * ends, and two words that only dots part are parted. */
void words_off_leader(GPtrArray *words);
