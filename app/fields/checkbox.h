/* Ticked boxes: "☒ M  ☐ F", "Masculin [ ]  Féminin [X]". */
#pragma once
#include "app/fields/page_layout.h"
#include "app/values/values.h"

/* 'M', 'F', 'X' where options stand and one is ticked; 0: no tick box, or it does not tell. */
char checkbox_sex(const Values *values, const Segment *segment, guint start, guint end);
