/* What a paper says of a place, cut into its levels and looked up. */
#pragma once
#include "app/values/place_index.h"
#include "app/values/values.h"

enum { PLACE_LEVELS = 6, PLACE_FOUND = 64, PLACE_PHRASE = 256 };

typedef struct {
	char phrase[PLACE_PHRASE]; /* as written, folded */
	char name[PLACE_PHRASE];   /* without words like "province" and numbers of arrondissements */
	gboolean stripped;         /* name is shorter than phrase */
	gboolean old_name;         /* found by a name of another time */
	guint n;                   /* places of this name */
	guint32 places[PLACE_FOUND];
} PlaceLevel;

typedef struct {
	PlaceLevel levels[PLACE_LEVELS]; /* the smallest first, as papers write them */
	guint n;
} PlaceText;

void place_text_init(PlaceText *place, const Values *values, const char *text);

/* Keeps of the first level only the places that lie in one of the places of the other levels, if any do. */
void place_text_narrow(PlaceText *place, const Values *values);

/* inner lies in outer: its region or its country. */
gboolean place_is_in(const Values *values, guint32 inner, guint32 outer);
