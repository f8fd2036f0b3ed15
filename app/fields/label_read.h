/* Facts beside, below or above printed labels, in boxes and tables. */
#pragma once
#include "app/fields/fact_build.h"

/* used receives the tokens (Token, the layout's) that are labels or their values: no running text. */
void label_read(const FactBuilder *builder, const PageLayout *layout, GHashTable *used);
