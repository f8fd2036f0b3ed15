/* What single words of a label or a sentence mean. Which words mean it, a language's file says: docs/kinds.md lists
 * what belongs under each. */
#pragma once
#include <glib.h>

typedef enum {
	CONCEPT_UNKNOWN, /* no word of the lexicon */
	CONCEPT_FILLER,  /* articles, prepositions, "quel est", "indiquer", "en majuscules" */
	/* names */
	CONCEPT_NAME, /* "nom": surname, given names or all of it, as the rest of the page decides */
	CONCEPT_SURNAME,
	CONCEPT_GIVEN,
	CONCEPT_PATRONYMIC,
	CONCEPT_USAGE, /* "nom d'usage" */
	CONCEPT_FULL,  /* "complet" beside a name */
	CONCEPT_CALL,  /* "s'appelle" */
	CONCEPT_WHO,
	/* events: the noun, then the participle or verb */
	CONCEPT_BIRTH,
	CONCEPT_BORN,
	CONCEPT_DEATH,
	CONCEPT_DIED,
	CONCEPT_MARRIAGE,
	CONCEPT_MARRIED,
	CONCEPT_EVENT, /* others: registration, declaration, arrival, divorce */
	/* of an event */
	CONCEPT_DATE,
	CONCEPT_YEAR,
	CONCEPT_HOUR,
	CONCEPT_AGE,
	CONCEPT_PLACE,
	CONCEPT_REGION, /* a part of a country: its name is no place of birth */
	CONCEPT_COUNTRY,
	/* of a person */
	CONCEPT_SEX,
	CONCEPT_NATIONALITY,
	CONCEPT_STATUS,
	/* of a paper */
	CONCEPT_NUMBER,
	CONCEPT_DOCUMENT,
	CONCEPT_FILE,
	CONCEPT_NATIONAL, /* "identification", "NNI": makes a number the person's */
	CONCEPT_FOREIGNER,
	CONCEPT_REGISTER,
	CONCEPT_ISSUE,
	CONCEPT_EXPIRY,
	CONCEPT_AUTHORITY,
	CONCEPT_OFFICE, /* "mairie", "bureau": a label only beside what speaks of issuing, else a value */
	/* persons */
	CONCEPT_PERSON,
	CONCEPT_INFANT, /* "enfant": whose birth it is, or a child of the family, as the paper's kind decides */
	CONCEPT_FATHER,
	CONCEPT_MOTHER,
	CONCEPT_PARENTS,
	CONCEPT_GRANDFATHER,
	CONCEPT_SPOUSE,
	CONCEPT_PARTNER, /* "époux": on a marriage record one of two */
	CONCEPT_CHILD,
	CONCEPT_OFFSPRING, /* "fils de": what follows is a parent */
	CONCEPT_OTHER,     /* witnesses, officers, translators */
	CONCEPT_IGNORE,    /* what is never taken: occupation, address, religion, telephone */
	CONCEPT_N
} Concept;

/* "birth"; the key of a language's file. */
const char *concept_name(Concept concept);

/* FALSE: no such concept, or "unknown". */
gboolean concept_parse(const char *name, Concept *concept);
