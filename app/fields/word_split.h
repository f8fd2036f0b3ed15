/* One word as the OCR gives it -> tokens: "Nom:DIALLO", "Prénom/Given" and "D|I|A" are several, dotted leaders and
 * boxes are told from text. */
#pragma once
#include "app/fields/page_layout.h"

/* Appends the word's tokens. A part's box is cut from the word's by its share of the characters. */
void word_split(const Word *word, GPtrArray *tokens);
