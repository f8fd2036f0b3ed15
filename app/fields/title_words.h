/* Titles by composition: what the words of a line make of it. "Copie certifiée de l'acte n° 3 de naissance" holds a
 * word for a paper and a word for the event, wherever they stand; nobody need have listed it. docs/kinds.md describes
 * the groups [words] and [papers]. */
#pragma once
#include "app/dossier/document.h"
#include "app/fields/page_layout.h"

typedef struct TitleWords TitleWords;

TitleWords *title_words_new(void);
void title_words_free(TitleWords *words);

/* "acte", "extrait*": names a paper of any kind. FALSE: no word. */
gboolean title_words_add_paper(TitleWords *words, const char *word);
/* "intégrale", "conforme", "république": says nothing of the kind. */
gboolean title_words_add_neutral(TitleWords *words, const char *word);
/* "naissance", "formulaire+asile|1.4": words that together speak for the kind, and how much. FALSE: malformed. */
gboolean title_words_add(TitleWords *words, DocumentKind kind, const char *entry);

typedef struct {
	double weight[KIND_N]; /* of the strongest entry of each kind that is met; 0: none */
	double known;          /* share of the line's letters that some word accounts for, 0 to 1 */
	gboolean paper;        /* a word for a paper stands there */
	gboolean stranger;     /* so does a longer word that nobody knows */
} TitleSense;

/* FALSE: the line holds none of the words. */
gboolean title_words_read(const TitleWords *words, const Segment *segment, TitleSense *sense);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TitleWords, title_words_free)
