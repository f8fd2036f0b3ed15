/* truth.json: what the pages of one dossier at one level say, and what comparing them should come to. */
#pragma once
#include "app/samples/outcome.h"
#include "app/samples/wear.h"

/* names: file name of each page; wears: what was done to it. Caller frees. */
char *truth_write(const Plan *plan, const char *level, const GPtrArray *sheets, char *const *names, const Wear *wears,
	const GPtrArray *expected);
