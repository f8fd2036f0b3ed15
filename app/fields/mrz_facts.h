/* Facts of a machine-readable zone. */
#pragma once
#include "app/fields/fact_build.h"

void mrz_facts(const FactBuilder *builder, const Mrz *mrz);
