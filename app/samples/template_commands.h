/* What a layout's commands work on; template.c reads the lines, template_commands.c carries them out. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/sheet.h"
#include "app/samples/wording.h"

enum { MAX_WORDS = 12, MAX_TEXTS = 8, ANY_TEXTS = 100 };

typedef struct {
	GHashTable *values;
	const Wording *wording;
	Chance *chance;
	Sheet *sheet;
	const char *command;
	char *words[MAX_WORDS]; /* the command's own, expanded */
	guint n_words;
	char *texts[MAX_TEXTS]; /* not expanded yet: facts are recorded in the order drawn */
	guint n_texts;
	gboolean failed; /* a word was wrong: said by the caller */
	GError *error;
} Drawing;

typedef struct {
	const char *name;
	guint min_words, max_words, texts; /* ANY_TEXTS: the command counts them */
	void (*draw)(Drawing *drawing);
} Command;

/* NULL: no such command. */
const Command *template_command(const char *name);

/* The i-th word in mm; "+5" counts from the bottom of the last text, "+-5" above it. */
double drawing_number(Drawing *drawing, guint i);
/* The i-th word, a style of the sheet. NULL: there is none. */
const char *drawing_style(Drawing *drawing, guint i);
/* The i-th text, expanded, its facts recorded. Empty when the place has an error. Free with g_free. */
char *drawing_text(Drawing *drawing, guint i);
