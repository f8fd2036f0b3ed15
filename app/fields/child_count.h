/* Which child each heading and label speaks of. */
#pragma once
#include "app/fields/label_find.h"

/* Subjects "child" become "child1"... : by the ordinal that stands there ("2e enfant", "Enfant 3"), else in the order
 * of the page. A heading over all of them ("ENFANTS" above "Premier enfant") counts none. A label that names a child
 * by its ordinal also opens its part of the page. */
void child_count(FoundLabels *found);
