/* The data behind reading a form: words of a language (labels, whose part of a paper it is, phrases of running text)
 * and kinds of document. docs/kinds.md describes the files. */
#pragma once
#include "app/dossier/document.h"
#include "app/fields/concept_words.h"
#include "app/fields/folded_text.h"
#include "app/fields/title_words.h"

enum {
	LEXICON_MAX_BYTES = 256 * 1024, /* of one file */
	LEXICON_MAX_PHRASES = 60000,    /* of all */
};

/* A printed label and what stands behind it. */
typedef struct {
	FoldedText text;
	char *key;            /* an ending ("surname"), a whole field ("father.full_name"), or a word of label_key.h */
	DocumentKind kind;    /* counts on papers of this kind only; KIND_N: on all */
	const char *language; /* of the vocabulary; interned; NULL: a kind's */
} Label;

/* Words that say of whom the following speaks: "Père", "Father's", "Témoin". */
typedef struct {
	FoldedText text;
	char *subject;        /* "father"..., "child", "marriage", "other" */
	const char *language; /* of the vocabulary; interned */
} SubjectPhrase;

/* A title or another phrase that tells the kind, or the country of the issuer. */
typedef struct {
	FoldedText text;
	double weight;
	gboolean title;
} Cue;

typedef enum { STEP_WORD, STEP_SLOT, STEP_SKIP, STEP_HERE, STEP_ANSWER } StepKind;

/* One step of a phrase of running text: words of which one must stand there, a slot for a value, or up to so many words
 * that do not matter. */
typedef struct {
	StepKind kind;
	gboolean optional;
	int skip;      /* most words passed over */
	GArray *words; /* FoldedText */
	char *key;     /* of a slot, as in Label */
} Step;

typedef struct {
	char *subject;    /* the phrase holds only while this person is spoken of; NULL: always */
	char *becomes;    /* of whom is spoken afterwards; NULL: the subject of the last slot */
	GPtrArray *steps; /* Step */
} ProsePattern;

/* A field whose label speaks for the kind where no title does. */
typedef struct {
	char *name; /* "death.date", "mother.*" any of hers, "partners", "card": docs/kinds.md */
	double weight;
} KindField;

typedef struct {
	gboolean present;
	GPtrArray *cues;    /* Cue */
	char **mrz_codes;   /* beginnings of the MRZ's document code that speak for the kind; may be NULL */
	char **seal_types;  /* types of 2D-Doc that speak for the kind; may be NULL */
	char country[4];    /* the one country that issues it; "" any */
	GPtrArray *fields;  /* KindField */
	GPtrArray *offices; /* FoldedText: how the name of an issuing office begins */
	gboolean prose;     /* facts also stand in running text */
	char **bears;       /* fields that such a paper usually bears */
	char **untrusted;   /* fields never taken from it */
} KindRules;

/* A word that ends a name: "né", "demeurant". */
typedef struct {
	FoldedText text;
	char *casefolded; /* with its accents: "Marie" is a name, "marié" is not */
} NameBreak;

typedef struct {
	GPtrArray *labels;      /* Label */
	ConceptWords *concepts; /* what single words mean */
	GPtrArray *subjects;    /* SubjectPhrase */
	GPtrArray *relations;   /* SubjectPhrase: relation_words.h */
	GPtrArray *ordinals;    /* SubjectPhrase whose subject is a number */
	GPtrArray *patterns;    /* ProsePattern */
	GPtrArray *prose_words; /* ProseWords (prose_words.h), of a language each */
	GPtrArray *shapes;      /* Shape (shape.h) */
	GPtrArray *sequels;     /* Cue: "page 2", "suite" */
	GPtrArray *titles;      /* char*, folded by g_utf8_casefold: "m.", "mme": set before a name, not part of it */
	GPtrArray *patronymics; /* char*, endings */
	GPtrArray *connectors;  /* char*, casefolded: "à", "le": stand between a date and a place, part of neither */
	GPtrArray *nones;       /* FoldedText: "néant", "inconnu": the paper says that there is nothing */
	GPtrArray *breaks;      /* NameBreak: words that end a name in running text */
	GPtrArray *countries;   /* CountryCue */
	GHashTable *homes;      /* language -> alpha-3 of the one country whose papers are written in it */
	GHashTable *readers;    /* language that no model reads -> char**, those whose models read its papers */
	GHashTable *mostly;     /* language -> alpha-3 of the country that most papers in it come from */
	GHashTable *calling;    /* "224" -> alpha-3 */
	GHashTable *marks;      /* word, casefolded -> alpha-3 of the only country on whose papers it stands */
	char **month_first;     /* countries that write 03/04 for 4 March */
	KindRules kinds[KIND_N];
	TitleWords *title_words; /* of all kinds */
	guint n_phrases;
} Lexicon;

typedef struct {
	FoldedText text;
	char code[4];
} CountryCue;

/* The languages whose words count on a page: those that read it, and those without a model of their own whose papers
 * they read, where the paper is of their country. Free with g_strfreev(). */
char **lexicon_languages(const Lexicon *lexicon, char **read_by, const char *country);

Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *lexicon);

/* Adds the content of one file; name is for messages. An unknown group, key or field, or a malformed text is an error
 * (STATION_ERROR_USAGE) that names the file, and the line or the group and key. */
gboolean lexicon_add(
	Lexicon *lexicon, const char *name, const char *bytes, gsize n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_free)
