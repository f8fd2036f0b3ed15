/* Facts in running text understood by what its words mean ([triggers] of words-LANG.ini), whatever the phrase:
 * values and triggers are met from the left, each value belongs to the nearest trigger, each trigger to whom is spoken
 * of. */
#pragma once
#include "app/fields/fact_build.h"

/* subject: of whom is spoken at the beginning ("person": a whole page; else the text goes on from that person's
 * name). */
void prose_tell(const FactBuilder *builder, const Segment *text, const char *subject);
