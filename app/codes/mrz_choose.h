/* Choosing among the readings of a zone's cells: the cheapest one that the check digits allow, and its rivals. */
#pragma once
#include "app/codes/mrz_layout.h"

enum { MRZ_MAX_OPTIONS = 8, MRZ_MAX_READINGS = 6 };

/* What a cell may be, cheapest first; costs are natural logarithms of odds against, 0 or more. */
typedef struct {
	int n;
	char characters[MRZ_MAX_OPTIONS];
	float costs[MRZ_MAX_OPTIONS];
} MrzOptions;

typedef struct {
	float cost;
	char text[MRZ_MAX_CELLS]; /* no NUL; cells that no check digit covers bear their cheapest option */
} MrzReading;

/* The cost of a check digit that does not hold. */
#define MRZ_COST_VIOLATION 6.0F

/* The best different readings, cheapest first, at most MRZ_MAX_READINGS; returns how many, at least 1. Exact for the
 * best one; time is bounded by the number of cells. */
int mrz_choose(const MrzLayout *layout, const MrzOptions *options, MrzReading *readings);
