/* Between lexicon.c and lexicon_file.c. */
#pragma once
#include "app/fields/lexicon.h"

/* "né|née le <birth_date> à <birth_place>" -> a pattern; FALSE: malformed. */
gboolean lexicon_add_pattern(Lexicon *lexicon, const char *text);
