/* The parts of two names laid beside each other. */
#pragma once
#include "app/values/name.h"
#include "app/values/name_letters.h"

typedef enum { STEP_MATCH, STEP_SKIP_A, STEP_SKIP_B } NameStepKind;

typedef struct {
	NameStepKind kind;
	guint8 a, n_a, b, n_b; /* parts taken of each */
	ReasonSet reasons;
} NameStep;

typedef struct {
	NameStep steps[2 * NAME_PARTS];
	guint n_steps;
	guint skipped_a, skipped_b; /* parts that are names, not particles or titles */
	guint matched;
	guint cost;
	ReasonSet reasons; /* of the matched parts, and particles that only one side has */
} NameAlignment;

/* Parts in the order in which they stand. */
void name_align(const NameRules *rules, const NameText *a, const NameText *b, NameRole role, NameAlignment *alignment);

/* One part against one part. */
gboolean name_parts_match(const NameRules *rules, const NameText *a, const NamePart *part_a, const NameText *b,
	const NamePart *part_b, LettersMatch *match);

/* Parts that are names: neither particles nor titles. */
guint name_count_parts(const NameText *name);
