/* What the words of a label say together: which field, and of whom. */
#pragma once
#include "app/dossier/document.h"
#include "app/fields/label_words.h"

typedef struct {
	const char *key;   /* as in Label; static; NULL: no field follows from the words */
	const char *loose; /* "birth_place", "birth_country": a place or a country alone, of which event others tell */
	const char *subject; /* "father"..., "infant", "partner", "parents"; static; NULL: they name nobody */
	guint person;        /* the first word that names one; end where none does */
	gboolean heading;    /* they name a person and nothing of it: "Père de l'enfant" */
	gboolean bare;       /* an event or a person without date, place or name: "Né", "Délivré" */
	gboolean verb;       /* a participle is among them: "né", "délivré" */
	gboolean telling;    /* a date, place, name or number is among them */
	gboolean partner;    /* the subject is a partner's: "Père de l'époux" */
	guint content;       /* how many words mean something */
	guint unknown;
	guint errors; /* letters misread */
} LabelMeaning;

/* Words [start, end); question: they ask. kind decides whether "enfant" is the person or a child of the family. */
LabelMeaning label_meaning(const GArray *words, guint start, guint end, gboolean question, DocumentKind kind);
