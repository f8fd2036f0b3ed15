/* What the documents of a file say of one field, compared. */
#pragma once
#include <glib.h>

/* Two values. */
typedef enum { MATCH_SAME, MATCH_VARIANT, MATCH_DIFFERENT, MATCH_CANNOT_TELL, MATCH_N } Match;

/* One field over all documents. */
typedef enum {
	VERDICT_SAME,
	VERDICT_VARIANT,
	VERDICT_CONFLICT,
	VERDICT_MISSING,
	VERDICT_UNREADABLE,
	VERDICT_N
} VerdictKind;

/* Why values differ: the contract's closed list, in its order. */
typedef enum {
	/* with `same` */
	REASON_CASE,
	REASON_CALENDAR,
	/* with `variant` */
	REASON_DIACRITICS,
	REASON_SPELLING,
	REASON_TRANSLITERATION,
	REASON_SCRIPT,
	REASON_ORDER,
	REASON_STRUCTURE,
	REASON_JOINED,
	REASON_PARTICLE,
	REASON_INITIALS,
	REASON_MISSING_PART,
	REASON_EXTRA_PART,
	REASON_TRUNCATION,
	REASON_PRECISION,
	REASON_PLACEHOLDER_DATE,
	REASON_AGE_INTERVAL,
	REASON_PLACE_ALIAS,
	REASON_PLACE_LEVEL,
	REASON_OCR_DOUBT,
	/* with `conflict` */
	REASON_DAY_MONTH_SWAP,
	REASON_CALENDAR_UNCONVERTED,
	REASON_OFF_BY_ONE,
	REASON_CENTURY,
	REASON_OTHER_YEAR,
	REASON_OTHER_DATE,
	REASON_OTHER_NAME,
	REASON_ROLE_REVERSAL,
	REASON_REPLACED_PART,
	REASON_OTHER_PLACE,
	REASON_OTHER_VALUE,
	REASON_N
} Reason;

typedef guint64 ReasonSet; /* 1 << Reason */
#define REASON_BIT(reason) ((ReasonSet)1 << (reason))

typedef struct {
	int start, length; /* in characters (code points) of the value */
} Mark;

/* The outcome of comparing two values. Embedded: clear with comparison_clear(). */
typedef struct {
	Match match;
	ReasonSet reasons;
	const char *rule;          /* "name/transliteration@3", static; NULL when match is same without reasons */
	GArray *marks_a, *marks_b; /* Mark: what differs in each; never NULL */
} ValueComparison;

typedef struct {
	char *document, *fact; /* ids */
	char *value;           /* as compared: the fact's value, or its raw text where it has none */
	GArray *marks;         /* Mark */
} VerdictValue;

typedef struct {
	char *field;
	VerdictKind kind;
	ReasonSet reasons;
	char *rule;        /* or NULL */
	char *explanation; /* one sentence for the agent, in the language of the run */
	GPtrArray *values; /* VerdictValue, owned */
	GPtrArray *absent; /* char*, ids of documents that should bear the field and do not */
	/* The proposal; proposal_value NULL: none. */
	char *proposal_value, *proposal_document, *proposal_fact, *proposal_why;
} Verdict;

/* Something about several fields that an agent should know. */
typedef struct {
	char *rule;
	GPtrArray *fields; /* char* */
	GPtrArray *facts;  /* char*, ids */
	char *explanation;
} Finding;

void comparison_init(ValueComparison *comparison, Match match);
void comparison_clear(ValueComparison *comparison);
void comparison_mark(GArray *marks, int start, int length);

Verdict *verdict_new(const char *field, VerdictKind kind);
void verdict_free(Verdict *verdict);
VerdictValue *verdict_add_value(Verdict *verdict, const char *document, const char *fact, const char *value);
Finding *finding_new(const char *rule, const char *explanation);
void finding_free(Finding *finding);

const char *match_name(Match match);        /* "same", "variant", "different", "cannot_tell" */
const char *verdict_name(VerdictKind kind); /* "same"..."unreadable" */
gboolean verdict_parse(const char *name, VerdictKind *kind);
const char *reason_name(Reason reason); /* "day_month_swap" */
gboolean reason_parse(const char *name, Reason *reason);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ValueComparison, comparison_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)
