/* Headings that several persons of a page share: "Enfant", "Époux". */
#pragma once
#include "app/fields/label_find.h"

/* Gives each its own person, in the order of the page: children are counted, "child1", "child2"...; of two partners (a
 * marriage record) the first stands as the person, the other as the spouse; one alone is the spouse of the person.
 * Whose file it is, the other papers decide. */
void heading_roles_assign(FoundLabels *found, const PageLayout *layout);
