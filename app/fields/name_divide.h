/* A name that the text writes as one, divided by what the rest of the page says: "Awa Maïga", then "Mme Maïga". */
#pragma once
#include "app/fields/fact_build.h"

/* Where the person's full name stands alone on a French or English paper, and a title before a part of it, or the last
 * word of the father's name, tells the surname: two facts in its place. */
void name_divide(const FactBuilder *builder, const PageLayout *layout);
