/* What the files of act/ share; nobody outside includes it. */
#pragma once
#include "app/act/act_form.h"
#include "app/dossier/dossier.h"
#include "app/values/values.h"

typedef enum { NEED_OBLIGATORY, NEED_ASKED, NEED_OPTIONAL, NEED_UNDIVIDED, NEED_WHOLE } FormNeed;
typedef enum { WRITE_CAPITALS, WRITE_NAME, WRITE_DATE, WRITE_SEX, WRITE_COUNTRY, WRITE_TEXT } FormWriting;

typedef struct {
	char *field, *label;
	FormNeed need;
	FormWriting writing;
	guint section; /* index into Form.sections */
} FormField;

typedef struct {
	char *title, *subtitle; /* title NULL: there is no form of this act */
	GPtrArray *sections;    /* char*, titles */
	GPtrArray *fields;      /* FormField, owned, in order */
	gboolean equivalence_kinds[KIND_N];
	char **equivalence_fields;
} Form;

struct ActForms {
	Form forms[ACT_N];
	GHashTable *words; /* "group.key" -> text of acts/office.ini */
};

/* A text of office.ini; the loader has checked that all of them are there. */
const char *act_word(const ActForms *forms, const char *key);
/* The same with its %1$s and %2$s filled in. Caller frees. */
char *act_phrase(const ActForms *forms, const char *key, const char *a, const char *b);
const FormField *form_field(const ActForms *forms, ActKind kind, const char *field); /* NULL: none */

/* A value in the letters an act is written in: capitals of a surname, first letters of given names. Caller frees. */
char *act_writing(FormWriting writing, const char *value);

/* Why an open field is open, in French, for the office.ini key it belongs to ("conflict", "letters"...). */
typedef enum {
	OPEN_CONFLICT,
	OPEN_MISSING,
	OPEN_UNREADABLE,
	OPEN_UNDECIDED,
	OPEN_SPELLING,
	OPEN_LETTERS, /* the value stands in the act and is to be confirmed */
	OPEN_INDEX,   /* likewise */
	OPEN_NOT
} OpenReason;

/* What holds for one field of a form, given the verdict (NULL: no row). */
OpenReason act_openness(const Dossier *dossier, const Verdict *verdict, const char *value);
