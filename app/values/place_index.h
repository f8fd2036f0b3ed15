/* The index of places that the build makes: towns, regions, countries, by any of their names. */
#pragma once
#include "app/values/place_format.h"

typedef struct PlaceIndex PlaceIndex;

PlaceIndex *place_index_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void place_index_close(PlaceIndex *index);

/* Places of a name in the form of text_phrase(); returns their number, at most max. */
guint place_index_find(const PlaceIndex *index, const char *phrase, guint32 *places, guint max);

/* A record; the place must come from place_index_find() or a record. */
PlaceRecord place_index_record(const PlaceIndex *index, guint32 place);
const char *place_index_text(const PlaceIndex *index, guint32 text);

guint place_index_n_countries(const PlaceIndex *index);
PlaceCountry place_index_country(const PlaceIndex *index, guint32 number);

/* Number of a country by alpha-2 or alpha-3, capitals; PLACE_NONE: none. */
guint32 place_index_code(const PlaceIndex *index, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlaceIndex, place_index_close)
