/* Facts in running text, by the phrases of the lexicon: "est né le quatre juillet deux mille trois à Labé, de ...". */
#pragma once
#include "app/fields/fact_build.h"

/* Reads tokens [start, end). subject: of whom is spoken at the beginning. */
void prose_read(const FactBuilder *builder, const Segment *text, guint start, guint end, const char *subject);

/* The words of the page, line after line, as one segment of running text, without those in used (Token; may be NULL),
 * which end a paragraph where they stand; free with prose_text_free(). */
Segment *prose_text_new(const PageLayout *layout, GHashTable *used);
void prose_text_free(Segment *text);
