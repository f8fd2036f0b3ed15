/* Labels of a page -> facts. */
#pragma once
#include "app/fields/fact_build.h"

void label_read(const FactBuilder *builder, const PageLayout *layout);
