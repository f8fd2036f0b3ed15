/* What the labels of a page without a readable title say of its kind. */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"

/* Adds to the score of each kind what its [fields] give for the fields that labels of the page announce; languages: of
 * the page. */
void kind_fields_add(const Lexicon *lexicon, const PageLayout *layout, char **languages, double scores[KIND_N]);
