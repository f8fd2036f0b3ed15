/* Between label_find.c and label_choose.c. */
#pragma once
#include "app/fields/label_compose.h"
#include "app/fields/label_find.h"

typedef struct {
	LabelRules rules;
	const PageLayout *layout;
	FoundLabels *found;
	const Segment *segment;
	guint index;
	gboolean prose;
	gboolean seen;    /* a label in this segment */
	LabelWords words; /* of the segment */
} Search;

/* A label that may be taken at one place. */
typedef struct {
	const char *key;     /* NULL: none */
	const char *subject; /* stated; NULL: not */
	guint end;           /* behind its signs */
	double quality;
	guint whose; /* as in FoundLabel */
} Choice;

/* The label that begins at this token; key NULL: none. begins: at the beginning of the segment, or behind another
 * label or a sign. */
Choice label_choose(const Search *search, guint start, gboolean begins);

/* A leader beyond the segment's end. */
TokenKind label_kind_at(const Segment *segment, guint i);
gboolean label_is_blank_from(const Segment *segment, guint start);

/* Past what closes a label; past the same label in other languages. */
guint label_skip_signs(const Segment *segment, guint i);
guint label_skip_translations(const Search *search, const char *key, guint end);

double label_quality_of(const LabelHit *hit);
