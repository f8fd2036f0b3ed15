/* Finds the labels and section headings of a page. */
#pragma once
#include "app/fields/label_match.h"
#include "app/fields/page_layout.h"

typedef struct {
	const Segment *segment;
	guint index;         /* of the segment in the layout */
	guint start, end;    /* its tokens, with what closes it (a colon, dots) */
	const char *key;     /* the lexicon's */
	const char *subject; /* stated by the label itself, else by its section; never NULL after label_find */
	gboolean stated;     /* by the label itself */
	gboolean weak;       /* a section heading that may be a label of a name */
	guint whose;         /* the token that names the subject; G_MAXUINT: the last one does */
	int partner;         /* on a marriage record: 1 or 2, under which partner it stands; 0 neither */
	double quality;      /* 1: letter for letter */
} FoundLabel;

typedef struct {
	const Segment *segment;
	const char *subject; /* "father"...; "child" is counted: "child1" */
	int left;            /* where the column under it begins */
} FoundHeading;

typedef struct {
	GPtrArray *labels;   /* FoundLabel, owned, in the order of the page */
	GPtrArray *headings; /* FoundHeading, owned */
	LabelRules rules;    /* what they were found by */
	GHashTable *wordy;   /* Segment: all its words are those of labels: no name, no place */
	GPtrArray *made;     /* Segment, owned: values that run over two lines */
} FoundLabels;

FoundLabels *label_find(const LabelRules *rules, const PageLayout *layout);
void found_labels_free(FoundLabels *found);

/* The first label at or after token start of the segment, NULL: none. */
const FoundLabel *found_labels_next(const FoundLabels *found, const Segment *segment, guint start);
/* Whether nothing but the number of a box stands before token end: "2 -". */
gboolean label_is_numbered(const Segment *segment, guint end);
gboolean found_labels_is_heading(const FoundLabels *found, const Segment *segment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FoundLabels, found_labels_free)
