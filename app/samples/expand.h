/* Text of a layout with its places for values filled in. */
#pragma once
#include "app/samples/sheet.h"
#include "app/samples/wording.h"

/* "{person.surname:upper}" is replaced by the value, worded; with a sheet, a field key becomes a fact of it. A variable
 * without a value leaves nothing. "{=name}" never becomes a fact; a field key so drawn is noted as what a reader may
 * report besides.
 * "{latin.person.surname}" and "{native.person.surname}" are the field in other letters than the paper's own.
 * "{~né/née}" chooses by person.sex,
 * "{?person.birth_date/le/en}" by whether the date has its day, "{?father.full_name/de /}" by whether there is a value.
 * "\\n" breaks a line. NULL with an error for a malformed place. Caller frees. */
char *expand(const char *text, GHashTable *values, const Wording *wording, Sheet *sheet, GError **error);
