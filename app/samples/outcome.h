/* What a comparison of the drawn papers should come to: the verdict of every field of the person and the parents. */
#pragma once
#include "app/samples/plan.h"
#include "app/samples/sheet.h"

typedef struct {
	char *field;
	VerdictKind kind;
	ReasonSet reasons;
} Expected;

/* sheets: one a paper, in order. NULL with an error where papers differ though the plan states no reason, or a reason
 * is stated that nothing drawn shows: the truth would be wrong. The array owns its Expected. */
GPtrArray *outcome_expect(const Plan *plan, const GPtrArray *sheets, GError **error);

/* Is the field one that an agent must decide or type? No paper gives it a Latin spelling, or verdict is not settled. */
gboolean outcome_is_open(const Expected *expected, const Plan *plan, const GPtrArray *sheets);
