/* What a layout's commands work on; template.c reads the lines, template_commands.c carries them out. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/sheet.h"
#include "app/samples/wording.h"

enum { MAX_WORDS = 10, MAX_TEXTS = 2 };

typedef struct {
	GHashTable *values;
	const Wording *wording;
	Chance *chance;
	Sheet *sheet;
	char *words[MAX_WORDS]; /* the command's own, expanded */
	guint n_words;
	char *texts[MAX_TEXTS]; /* not expanded yet: facts are recorded in the order drawn */
	guint n_texts;
	gboolean failed; /* a word was wrong: said by the caller */
	GError *error;
} Drawing;

typedef struct {
	const char *name;
	guint min_words, max_words, texts;
	void (*draw)(Drawing *drawing);
} Command;

/* NULL: no such command. */
const Command *template_command(const char *name);
