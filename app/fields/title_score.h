/* How much the lines of a page, taken as titles, speak for each kind by the words they are made of (title_words.h). */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"

/* joined: Segment, further lines (titles that run over two). scores: about 1 for a kind whose title stands at the top
 * or in large letters, 0 where nothing speaks for it. A prominent title of a paper that is none of the kinds counts for
 * KIND_OTHER. decided receives the lines whose words leave no doubt: Segment -> kind + 1. */
void title_scores(const Lexicon *lexicon, const PageLayout *layout, const GPtrArray *joined, GHashTable *decided,
	double scores[KIND_N]);
