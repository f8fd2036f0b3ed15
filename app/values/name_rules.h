/* Rules of names, read from data: habits of transcription, particles, words that are no names, groups of spellings that
 * are one name. */
#pragma once
#include "app/dossier/verdict.h"
#include <glib.h>

enum { HABIT_LETTERS = 8, NAME_GROUPS = 4 };

/* Two letter sequences that stand for each other; n 0: nothing. */
typedef struct {
	gunichar a[HABIT_LETTERS], b[HABIT_LETTERS];
	guint8 n_a, n_b;
	guint8 cost;
	guint8 reason;
	gboolean at_start, at_end, inside; /* inside: neither first nor last */
	guint32 origins;                   /* bits of the traditions that have this habit */
} Habit;

typedef enum {
	NAME_WORD_PARTICLE = 1 << 0,  /* al, van, de: may be there or not */
	NAME_WORD_CONNECTOR = 1 << 1, /* bin, bint, ould: the father follows */
	NAME_WORD_STATUS = 1 << 2,    /* hajji, mr: no part of the name */
	NAME_WORD_PREFIX = 1 << 3,    /* abd, abu: one name with what follows */
	NAME_WORD_NONE = 1 << 4,      /* "sans prénom", "unknown": no name at all */
	NAME_WORD_PATRONYMIC = 1 << 5 /* ends like a patronymic: Ivanovich, Petrivna */
} NameWord;

typedef struct NameRules NameRules;

NameRules *name_rules_load(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void name_rules_free(NameRules *rules);

/* Habits that begin with these letters, 0 for nothing on one side. *n receives their number. */
const Habit *const *name_rules_habits(const NameRules *rules, gunichar a, gunichar b, guint *n);

/* Traditions of writing that the data name; their bits are 0 to this minus one. */
guint name_rules_n_origins(const NameRules *rules);

/* Flags of NameWord for a folded word. */
guint name_rules_word(const NameRules *rules, const char *word);

/* A long word that ends like a patronymic. */
gboolean name_rules_is_patronymic(const NameRules *rules, const char *word);

/* Groups that a folded spelling belongs to; 0 of them: not in the lists. */
guint name_rules_groups(const NameRules *rules, const char *word, guint16 groups[NAME_GROUPS]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(NameRules, name_rules_free)
