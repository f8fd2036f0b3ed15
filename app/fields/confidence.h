/* How sure a fact is, from what is known when it is made: a logistic formula whose weights are a data file
 * (kinds/confidence.weights), fitted by app/data/build/fit-confidence.c on drawn samples that were really read. */
#pragma once
#include "app/dossier/document.h"
#include "app/fields/page_layout.h"
#include "app/values/values.h"

typedef enum {
	EVIDENCE_ONE,        /* always 1 */
	EVIDENCE_LEAST,      /* how doubtful the worst word is, 0 to 1 */
	EVIDENCE_MEAN,       /* how doubtful the words are */
	EVIDENCE_LEAST_NAME, /* the same of names, places and numbers, which nothing proves */
	EVIDENCE_BAD,        /* a word below 0.5 */
	EVIDENCE_POOR,       /* a word below 0.75 */
	EVIDENCE_FAIR,       /* a word below 0.9 */
	EVIDENCE_LABEL,      /* letters of the label misread, share */
	EVIDENCE_PARSED,     /* how far the text is from what the field asks for */
	EVIDENCE_PROSE,
	EVIDENCE_TABLE,
	EVIDENCE_NAME, /* kinds of value */
	EVIDENCE_DATE,
	EVIDENCE_PLACE,
	EVIDENCE_NUMBER,
	EVIDENCE_TEXT,
	EVIDENCE_COUNTRY,
	EVIDENCE_WORDS,    /* how many words more than one, to 1 at five */
	EVIDENCE_ODD,      /* a name with signs, digits, capitals inside a word, or a word of one letter */
	EVIDENCE_CAPITALS, /* all in capitals */
	EVIDENCE_FOREIGN,  /* another script than Latin */
	EVIDENCE_ARABIC,   /* Arabic script */
	EVIDENCE_DIGITS,   /* Eastern or other digits than ours */
	EVIDENCE_KNOWN,    /* a place that the index knows */
	EVIDENCE_COMMON,   /* a word of the name stands in another name of the page */
	EVIDENCE_REPEATED, /* another place of the page says the same */
	EVIDENCE_RIVAL,    /* another place of the page says something else */
	EVIDENCE_ZONE_AGREES,
	EVIDENCE_ZONE_DIFFERS,
	EVIDENCE_PAGE,        /* how doubtful the words of the page are */
	EVIDENCE_ALTERNATIVE, /* the text can be read in another way */
	EVIDENCE_UNUSUAL,     /* papers of the kind do not usually bear the field */
	EVIDENCE_N
} EvidenceKind;

typedef struct {
	double of[EVIDENCE_N];
} Evidence;

typedef struct {
	double of[EVIDENCE_N];
	double sure; /* the chance from which on at most a few in a thousand were wrong: it is shown as 0.9 */
} ConfidenceWeights;

/* "least", "label"... */
const char *evidence_name(EvidenceKind kind);

/* The text of kinds/confidence.weights. FALSE with STATION_ERROR_USAGE, file and line, where it is not one. */
gboolean confidence_weights_read(
	ConfidenceWeights *weights, const char *name, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What can be told of a fact from its own text: words [start, end) of a segment. parsed: 1: it is what the field asks
 * for. */
void evidence_of_text(Evidence *evidence, const Values *values, const Fact *fact, const Segment *segment, guint start,
	guint end, double label_quality, double parsed);

/* What the other facts and the page say of it. */
void evidence_of_page(Evidence *evidence, const Document *document, const Fact *fact, const PageLayout *layout);

/* 0 to 0.99. */
double confidence_weigh(const ConfidenceWeights *weights, const Evidence *evidence);
