/* Tables whose first column says of whom each row speaks: "Lien | Nom | Prénoms | Né(e) le", "Conjoint | ...". */
#pragma once
#include "app/fields/value_find.h"

/* FoundValue of every cell under a heading, owned; taken receives the tokens (Token) of the cells and of the first
 * column, where no label is to be looked for. */
GPtrArray *table_find(const FoundLabels *found, const PageLayout *layout, GHashTable *taken);
