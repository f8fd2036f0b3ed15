/* Facts in running text: by what its words mean (prose_tell.h), then by the phrases of the lexicon, for what does not
 * compose. */
#pragma once
#include "app/fields/prose_text.h"

/* subject: of whom is spoken at the beginning; "person" for a whole page. */
void prose_read(const FactBuilder *builder, const Segment *text, const char *subject);
