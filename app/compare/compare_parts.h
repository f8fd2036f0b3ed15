/* What the files of compare/ share; nobody outside includes it. */
#pragma once
#include "app/compare/compare.h"

/* An order of preference for one kind of value. */
typedef struct {
	int kinds[KIND_N];          /* 0 is preferred */
	int sources[FACT_SOURCE_N]; /* 0 is preferred */
} Precedence;

typedef enum { PRECEDENCE_NAME, PRECEDENCE_DATE, PRECEDENCE_PLACE, PRECEDENCE_OTHER, PRECEDENCE_N } PrecedenceKind;

/* How near to the event a paper stands. */
typedef enum { TIER_ORIGIN, TIER_PROCEDURE, TIER_DECLARED } Tier;

struct CompareRules {
	char **bearing[KIND_N]; /* fields a paper of the kind should bear */
	Tier tiers[KIND_N];
	Precedence precedence[PRECEDENCE_N];
	GPtrArray *order;         /* char*: fields of the forms, in the order of the acts */
	GPtrArray *needed[ACT_N]; /* char*: fields that an act needs or asks for */
	int mother_min, mother_max, father_min, father_max, marriage_min, life_max; /* years */
	char **patronymic_endings, **patronymic_words, **union_members;
	GHashTable *successors; /* former alpha-3 -> char** of today's */
};

/* One value of a row: a fact, or a whole name composed from two. */
typedef struct {
	const Document *document;
	const Fact *fact; /* what is compared */
	Fact *composed;   /* owned; fact points to it when set */
	char *label;      /* the paper, as sentences name it */
	GArray *marks;    /* Mark, from the pair that differs most */
	Match worst;      /* of all its pairs */
	ReasonSet worst_reasons;
	gboolean in_doubt; /* a second reading of a paper that says two things */
} Candidate;

typedef struct {
	char *field;
	FieldValue kind;
	GPtrArray *candidates;              /* Candidate, owned, in the order of the documents */
	GPtrArray *unreadable;              /* const Document*: ink is there, nothing could be read */
	GPtrArray *absent;                  /* const Document* */
	const Candidate *worst_a, *worst_b; /* the pair that decided; NULL before judging and where nothing differs */
} Row;

typedef struct {
	const Values *values;
	const CompareRules *rules;
	Dossier *dossier;
	GHashTable *rows;  /* field -> Row, owned */
	GPtrArray *labels; /* char*, one per document */
} Comparing;

/* compare_gather.c */
void rows_gather(Comparing *c);
void row_free(gpointer row);
/* The text that is compared and shown: the value, or the raw text where there is none. */
const char *fact_text(const Fact *fact);
/* Whether a fact can be compared at all: a date, sex or country needs a value, a name or place a value or raw text. */
gboolean fact_says(const Fact *fact, FieldValue kind);
gboolean is_romanised(const Fact *fact); /* the Latin letters come from a table or an index, not from the paper */

/* compare_papers.c */
GPtrArray *papers_label(const GPtrArray *documents); /* char*, one per document */
/* Which fact stands for a paper that bears a field several times; *second (may be NULL) receives one that truly
 * disagrees with it, with both readings sure, else NULL. facts: Fact*, not empty. */
const Fact *paper_represent(const Values *values, const CompareRules *rules, const char *field, const GPtrArray *facts,
	const Fact **second);

/* compare_row.c */
Verdict *row_judge(const Comparing *c, Row *row);

/* compare_proposal.c: sets the proposal of a verdict that is same or variant. */
void row_propose(const Comparing *c, const Row *row, Verdict *verdict);
PrecedenceKind precedence_of(FieldValue kind);

/* compare_sentence.c */
char *row_explain(const Comparing *c, const Row *row, const Verdict *verdict, gboolean undecided);
/* A phrase for each reason, joined; kind conflict says those of a conflict first. Caller frees. */
char *reasons_say(FieldValue kind, Match match, ReasonSet reasons, guint n_values);
char *join_and(const GPtrArray *parts); /* "a, b et c" */
/* A sentence with its %1$s, %2$s, %3$s filled in: chosen at run time, so not for printf. c may be NULL. */
char *sentence_fill(const char *sentence, const char *a, const char *b, const char *c);

/* compare_findings.c, compare_family.c */
void findings_papers(Comparing *c);
void findings_family(Comparing *c);
Finding *finding_add(Dossier *dossier, const char *rule, const char *explanation);
void finding_names(Finding *finding, const char *field, const Fact *fact); /* fact may be NULL; each once */

/* Whether a country of then and one of today can be the same place. */
gboolean countries_succeed(const CompareRules *rules, const char *a, const char *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Row, row_free)
