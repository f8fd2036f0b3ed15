/* The people of whom a text speaks, until it is known whose paper it is. */
#pragma once
#include "app/fields/prose_spans.h"

typedef enum { ROLE_OPEN, ROLE_FATHER, ROLE_MOTHER, ROLE_SPOUSE, ROLE_OTHER } ProseRole;

/* Tokens of a value; end 0: not told. */
typedef struct {
	guint start, end;
	double quality;
} ProseSpan;

typedef struct {
	ProseRole role;
	int of;        /* whose father, mother, spouse; NOBODY: of the person of the paper */
	int score;     /* how much speaks for the person of the paper */
	char sex;      /* from titles and forms of words; 0 not known */
	guint last;    /* token after the last mention */
	guint first;   /* where he is first spoken of */
	gboolean told; /* the paper is his declaration */
	ProseSpan name, usage_name, birth_date, birth_place, sex_word, nationality, status, death_date, death_place;
} Party;

enum { NOBODY = -1 };

typedef struct {
	GArray *of; /* Party */
} People;

void people_init(People *people);
void people_clear(People *people);

/* NULL for NOBODY. Valid until the next people_add(). */
Party *people_at(const People *people, int i);
int people_add(People *people, ProseRole role, int of, guint at);

/* Who bears this name: the same words, or, where short names are meant too, some of them; NOBODY. */
int people_find(const People *people, const ProseView *view, guint start, guint end, gboolean short_too);

/* The father, mother or spouse of somebody; NOBODY. */
int people_relative(const People *people, ProseRole role, int of);

/* Whose paper it is, as far as was told; NOBODY. */
int people_person(const People *people);
