/* Which kind of document a page belongs to, and which country issued it. */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"
#include "app/values/values.h"

typedef struct {
	DocumentKind kind;
	DocumentKind original; /* of a translation: what was translated; else KIND_N */
	double confidence;     /* below KIND_TITLED: the page has no title of its own */
	gboolean sequel;       /* it says of itself that it is not the first page */
} KindGuess;

#define KIND_TITLED 0.5

/* languages: of the page. codes: Barcode; may be NULL. */
KindGuess
kind_tell(const Lexicon *lexicon, const PageLayout *layout, char **languages, const Mrz *mrz, const GPtrArray *codes);

/* Alpha-3 into code; "" where nothing tells. */
void country_tell(const Lexicon *lexicon, const Values *values, const PageLayout *layout, const Mrz *mrz,
	DocumentKind kind, char code[4]);
