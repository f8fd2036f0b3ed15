/* Facts of a 2D-Doc. */
#pragma once
#include "app/fields/fact_build.h"

/* Adds what the seal's fields say of the holder, or of the deceased. How sure depends on the signature: what an invalid
 * one covers is shown, and never sure. */
void code_facts(const FactBuilder *builder, const Barcode *code);
