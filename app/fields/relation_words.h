/* Words in the rows of family tables: whose row it is ("Conjoint", "Kızı"), and which child ("2e", "الثاني"). */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"

enum { RELATION_MAX_CHILDREN = 12 };

/* "child1" to "child12"; NULL: no such child. Static. */
const char *relation_child(guint number);

/* Which person tokens [start, end) name and nothing else: "person", "spouse", "partner", "child", "father", "mother",
 * "other"; NULL: none. A bracket or a number behind the word does not matter. */
const char *relation_of(const Lexicon *lexicon, const Segment *segment, guint start, guint end);

/* Which child the tokens tell: by an ordinal or a number up to 12; 0: they do not. */
guint relation_ordinal(const Lexicon *lexicon, const Segment *segment, guint start, guint end);
