/* Ticked boxes: "☒ M  ☐ F", "Masculin [ ]  Féminin [X]". */
#pragma once
#include "app/fields/page_layout.h"
#include "app/values/values.h"

/* The value that a word stands for; NULL: it is no option. Static. */
typedef const char *(*CheckboxOption)(const Values *values, const char *text);

/* The ticked option among tokens [start, end). NULL: there are no boxes, or they do not tell. */
const char *checkbox_read(const Values *values, CheckboxOption option, const Segment *segment, guint start, guint end);

/* "M", "F", "X". */
const char *checkbox_sex(const Values *values, const char *text);

/* "single"...: "Veuf(ve)", "Divorcé" */
const char *checkbox_status(const Values *values, const char *text);
