/* Two parts of names laid beside each other letter by letter, every difference explained by a habit. */
#pragma once
#include "app/values/name_text.h"

typedef struct {
	guint cost;
	ReasonSet reasons;
} LettersMatch;

/* FALSE: no habits explain the difference. With marks, what differs is added to them (characters of each text). */
gboolean name_letters_match(const NameRules *rules, const NameText *a, const NamePart *part_a, const NameText *b,
	const NamePart *part_b, LettersMatch *match, GArray *marks_a, GArray *marks_b);
