/* A name cut into parts, its letters folded and, where its script has a table, in Latin letters. */
#pragma once
#include "app/values/name_rules.h"
#include "app/values/romanise.h"

enum { NAME_PARTS = 16, NAME_LETTERS = 400, PART_LETTERS = 48 };

typedef struct {
	guint first, n; /* letters of the text */
	guint n_words;  /* words as written: "abd al rahman" is one part of three */
	guint flags;    /* NameWord */
	gboolean initial;
	guint start, end; /* characters of the NFC text */
	Script script;
	guint n_groups;
	guint16 groups[NAME_GROUPS];
} NamePart;

typedef struct {
	gunichar raw[NAME_LETTERS];  /* lower case */
	gunichar base[NAME_LETTERS]; /* without diacritics */
	guint16 at[NAME_LETTERS];    /* character it comes from */
	guint n_letters, n_parts;
	NamePart parts[NAME_PARTS];
	guint n_chars;
	Script script;
	gboolean has_connector;
	gboolean cut; /* longer than a name can be: not all was read */
} NameText;

/* text is NFC. */
void name_text_init(NameText *name, const NameRules *rules, const Romanise *romanise, const char *text);

/* Parts [from, from + n) as one. */
NamePart name_text_join(const NameText *name, const NameRules *rules, guint from, guint n);
