/* Labels that a narrow column breaks over two lines: "Место государственной / регистрации". */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"

/* original: of a translation, what was translated; else KIND_N. Joins the second line of such a label to the first: its
 * words become the end of the segment above. */
void label_wrap_join(const Lexicon *lexicon, DocumentKind kind, DocumentKind original, PageLayout *layout);
