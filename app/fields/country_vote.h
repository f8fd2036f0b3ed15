/* The country of a paper that does not name it: what its places, language, telephone numbers, money and facts say. */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"
#include "app/values/values.h"

/* Sets document->country where enough speaks for one country and not for another; the document has its kind,
 * languages and facts. Leaves it alone where it is set. */
void country_vote(const Lexicon *lexicon, const Values *values, const PageLayout *layout, Document *document);
