/* The phrase of the lexicon that the words from one place on are. */
#pragma once
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"

/* Whose labels count: of all papers, of this kind, and of a translation's original (else KIND_N). */
typedef struct {
	const Lexicon *lexicon;
	DocumentKind kind, original;
	char **languages; /* of the page */
} LabelRules;

typedef struct {
	const char *key;      /* the lexicon's, or the subject; NULL: no phrase stands there */
	guint end, errors, n; /* the token after it, letters misread, letters */
} LabelHit;

/* Whether a phrase of n letters met with errors is worth more than the best so far. */
gboolean label_hit_is_better(const LabelHit *best, guint n, guint errors);

LabelHit label_match(const LabelRules *rules, const Segment *segment, guint start);
LabelHit subject_match(const LabelRules *rules, const Segment *segment, guint start);
