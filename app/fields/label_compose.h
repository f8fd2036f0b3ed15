/* A label made of words that the lexicon knows one by one: what no list of phrases holds. */
#pragma once
#include "app/fields/label_meaning.h"

typedef struct {
	const char *key;     /* NULL: the words compose to no label */
	const char *loose;   /* as in LabelMeaning; key is NULL */
	const char *subject; /* NULL: not stated */
	guint whose;         /* the token that names the subject; G_MAXUINT: none */
	guint end;           /* the token behind its words, before what closes it */
	double quality;      /* 1, less for unknown and misread words */
	gboolean closed;     /* a colon, dots or a question mark stands behind */
	gboolean question;
	gboolean heading; /* it names a person alone; key is NULL */
	gboolean partner;
	gboolean bare;    /* as in LabelMeaning */
	gboolean unknown; /* not all its words are known */
	gboolean led;     /* the first unknown one stands behind an article or a preposition */
	guint letters;    /* about how much of the page speaks for it */
} ComposedLabel;

/* The label that begins at this token. inside: it does not stand at the beginning of its segment, nor behind another
 * label: only what is closed counts. cell: another cell stands beside the segment, as a sign would. */
ComposedLabel label_compose(const LabelWords *words, guint token, gboolean inside, gboolean cell, DocumentKind kind);

/* The whole segment as the head of a column or a row. */
ComposedLabel label_compose_cell(const LabelRules *rules, const Segment *segment);
