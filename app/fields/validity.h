/* "Valable du 02/05/2025 au 02/05/2035": a validity that is told by both its ends. */
#pragma once
#include "app/fields/fact_build.h"

/* Where the date taken for the end of a validity is followed, on its line, by "au" or the like and a later date, it is
 * the beginning: the day of issue, and the later one is the end. */
void validity_settle(const FactBuilder *builder, const PageLayout *layout);
