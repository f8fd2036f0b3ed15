/* The file places.index: little-endian words, written by app/data/build/places-index.c, read by place_index.c.
 * PLACE_MAGIC, six counts (places, keys, links, countries, bytes of strings, 0), then the tables in this order; texts
 * are offsets into the strings. Keys are sorted by their bytes. */
#pragma once
#include <glib.h>

#define PLACE_MAGIC "CIVPLAC1"
#define PLACE_NONE G_MAXUINT32

typedef enum { PLACE_TOWN, PLACE_REGION, PLACE_COUNTRY } PlaceKind;

typedef struct {
	guint32 kind, name, french;
	guint32 country;    /* number of the country */
	guint32 region;     /* place, or PLACE_NONE */
	guint32 population; /* 0: not known */
} PlaceRecord;

typedef struct {
	guint32 text, first, n; /* of the links */
} PlaceKey;

typedef struct {
	char alpha3[4], alpha2[4];
	guint32 place, french, english;
} PlaceCountry;
