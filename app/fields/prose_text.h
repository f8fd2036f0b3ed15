/* Running text made ready: lines in the order of reading, sentences, what each word means, where dates stand. */
#pragma once
#include "app/fields/fact_build.h"
#include "app/fields/prose_words.h"

typedef struct {
	Segment segment;  /* the words, column after column, line after line */
	GPtrArray *parts; /* Token, owned: "d'" and "AKA" of "d'AKA" */
} ProseText;

/* The words of the page as one segment of running text, without those in used (Token; may be NULL), which end a
 * paragraph where they stand. Lines that stand side by side belong to columns of their own. */
ProseText *prose_text_new(const Lexicon *lexicon, const PageLayout *layout, GHashTable *used);

/* The same of a part of a segment. */
ProseText *prose_text_of(const Lexicon *lexicon, const Segment *segment, guint start, guint end);
void prose_text_free(ProseText *text);

/* One word seen as a part of a sentence. */
typedef struct {
	ProseSet set;   /* what it means; 0 nothing known */
	guint date_end; /* a date begins here and ends before that token; 0: none */
	gboolean ends;  /* the last word of a sentence */
	gboolean asks;  /* the last word of a question */
} ProseMark;

/* A mark for each token (array of ProseMark). Each sentence is taken in the language of the page that most of its words
 * belong to. */
GArray *prose_marks_new(const FactBuilder *builder, const Segment *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProseText, prose_text_free)
