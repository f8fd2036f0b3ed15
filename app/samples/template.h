/* A layout file: the drawing commands of one paper, with places for values. docs/samples.md describes the language. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/sheet.h"
#include "app/samples/wording.h"

/* Draws the layout at path. values: variable -> spec ("person.surname" -> "AHMADI"); those whose names are field keys
 * become facts where they are drawn. chance moves only ornaments. Errors name file and line. */
Sheet *template_draw(const char *path, GHashTable *values, const Wording *wording, Chance *chance,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
