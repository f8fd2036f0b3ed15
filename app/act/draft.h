/* Verdicts -> draft acts. Pure. */
#pragma once
#include "app/act/act_form.h"
#include "app/dossier/dossier.h"
#include "app/values/values.h"

/* Fills dossier->drafts (cleared first) from its verdicts: a birth act always, a marriage act where papers tell of a
 * marriage. A field enters with a value only where the verdict is same, or a variant whose proposal has a Latin
 * spelling; conflicts, missing, unreadable and spelling-less values are listed as open. A value that enters but that
 * the agent must confirm (a letter French acts do not admit; a place named from the index) stands in both. */
void act_draft(const Values *values, const ActForms *forms, Dossier *dossier);
