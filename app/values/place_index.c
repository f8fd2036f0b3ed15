#include "app/values/place_index.h"
#include "firmware/base/error.h"
#include <string.h>

enum { HEAD_BYTES = 8 + 6 * 4, PLACE_BYTES = 24, KEY_BYTES = 12, LINK_BYTES = 4, COUNTRY_BYTES = 20 };

struct PlaceIndex {
	GMappedFile *file;
	const guint8 *places, *keys, *links, *countries;
	const char *strings;
	guint32 n_places, n_keys, n_links, n_countries, n_strings;
};

static guint32
word(const guint8 *at)
{
	guint32 little;
	memcpy(&little, at, sizeof little);
	return GUINT32_FROM_LE(little);
}

static gboolean
lay_out(PlaceIndex *index, const guint8 *bytes, gsize size)
{
	if (size < HEAD_BYTES || memcmp(bytes, PLACE_MAGIC, 8) != 0)
		return FALSE;
	index->n_places = word(bytes + 8);
	index->n_keys = word(bytes + 12);
	index->n_links = word(bytes + 16);
	index->n_countries = word(bytes + 20);
	index->n_strings = word(bytes + 24);
	index->places = bytes + HEAD_BYTES;
	index->keys = index->places + (gsize)index->n_places * PLACE_BYTES;
	index->links = index->keys + (gsize)index->n_keys * KEY_BYTES;
	index->countries = index->links + (gsize)index->n_links * LINK_BYTES;
	index->strings = (const char *)(index->countries + (gsize)index->n_countries * COUNTRY_BYTES);
	gsize expected = HEAD_BYTES + (gsize)index->n_places * PLACE_BYTES + (gsize)index->n_keys * KEY_BYTES +
			 (gsize)index->n_links * LINK_BYTES + (gsize)index->n_countries * COUNTRY_BYTES +
			 index->n_strings;
	return size == expected && index->n_strings > 0 && index->strings[index->n_strings - 1] == '\0';
}

PlaceIndex *
place_index_open(const char *path, GError **error)
{
	g_autoptr(PlaceIndex) index = g_new0(PlaceIndex, 1);
	index->file = g_mapped_file_new(path, FALSE, error);
	if (index->file == NULL)
		return NULL;
	const guint8 *bytes = (const guint8 *)g_mapped_file_get_contents(index->file);
	if (bytes == NULL || !lay_out(index, bytes, g_mapped_file_get_length(index->file))) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: not an index of places", path);
		return NULL;
	}
	return g_steal_pointer(&index);
}

void
place_index_close(PlaceIndex *index)
{
	if (index == NULL)
		return;
	g_clear_pointer(&index->file, g_mapped_file_unref);
	g_free(index);
}

const char *
place_index_text(const PlaceIndex *index, guint32 text)
{
	return text < index->n_strings ? index->strings + text : "";
}

guint
place_index_find(const PlaceIndex *index, const char *phrase, guint32 *places, guint max)
{
	guint32 low = 0, high = index->n_keys;
	if (*phrase == '\0')
		return 0;
	while (low < high) {
		guint32 middle = low + (high - low) / 2;
		const guint8 *key = index->keys + (gsize)middle * KEY_BYTES;
		int order = strcmp(phrase, place_index_text(index, word(key)));
		if (order == 0) {
			guint32 first = word(key + 4), n = word(key + 8), found = 0;
			for (guint32 i = 0; i < n && found < max && first + i < index->n_links; i++) {
				guint32 place = word(index->links + (gsize)(first + i) * LINK_BYTES);
				if (place < index->n_places)
					places[found++] = place;
			}
			return found;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

PlaceRecord
place_index_record(const PlaceIndex *index, guint32 place)
{
	if (place >= index->n_places)
		return (PlaceRecord){.country = PLACE_NONE, .region = PLACE_NONE};
	const guint8 *at = index->places + (gsize)place * PLACE_BYTES;
	return (PlaceRecord){word(at), word(at + 4), word(at + 8), word(at + 12), word(at + 16), word(at + 20)};
}

guint
place_index_n_countries(const PlaceIndex *index)
{
	return index->n_countries;
}

PlaceCountry
place_index_country(const PlaceIndex *index, guint32 number)
{
	PlaceCountry country = {.place = PLACE_NONE};
	if (number >= index->n_countries)
		return country;
	const guint8 *at = index->countries + (gsize)number * COUNTRY_BYTES;
	memcpy(country.alpha3, at, 3);
	memcpy(country.alpha2, at + 4, 2);
	country.place = word(at + 8);
	country.french = word(at + 12);
	country.english = word(at + 16);
	return country;
}

guint32
place_index_code(const PlaceIndex *index, const char *code)
{
	for (guint32 i = 0; i < index->n_countries; i++) {
		PlaceCountry country = place_index_country(index, i);
		if (strcmp(country.alpha2, code) == 0 || strcmp(country.alpha3, code) == 0)
			return i;
	}
	return PLACE_NONE;
}
