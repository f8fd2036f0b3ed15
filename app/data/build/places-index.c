/* links: app/values app/dossier firmware/base */
/* Builds share/civilia/places.index: towns of libgeonames with their names in many languages, regions and countries of
 * iso-codes and ICU. usage: places-index OUTPUT. The same packages give the same bytes.
 *
 * libgeonames translates through its gettext catalogues, whose keys its API does not show: the tool walks all towns
 * once per language. Data: GeoNames, CC-BY 4.0; iso-codes, LGPL-2.1+; Unicode CLDR. */
#include "app/values/place_format.h"
#include "app/values/text_key.h"
#include <geonames/geonames.h>
#include <jansson.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

extern int _nl_msg_cat_cntr; /* glibc: tells gettext that LANGUAGE has changed */

static const char *const languages[] = {"en", "fr", "ar", "fa", "ps", "ru", "uk", "tr", "am", "ti", "de", "es", "pt",
	"it", "nl", "pl", "ro", "sq", "sr", "hr", "bs", "mk", "bg", "el", "hu", "cs", "hy", "ka", "az", "uz", "kk",
	"ky", "tg", "be", "ku", "ckb", "ur", "bn", "ta", "hi", "ne", "si", "he", "so", "sw", "ha", "zh_CN", "zh_TW",
	"ja", "ko", "vi", "bo", "my", "th", "sv", "lv", "lt", "et", "id"};

typedef struct {
	GArray *places;         /* PlaceRecord */
	GPtrArray *countries;   /* PlaceCountry */
	GHashTable *country_of; /* alpha-2 -> index + 1 */
	GHashTable *region_of;  /* "country/key" -> place + 1 */
	GHashTable *links;      /* key -> GArray of place indexes */
	GHashTable *string_of;  /* text -> offset */
	GByteArray *strings;
} Index;

static guint32
intern(Index *index, const char *text)
{
	gpointer found;
	if (g_hash_table_lookup_extended(index->string_of, text, NULL, &found))
		return GPOINTER_TO_UINT(found);
	guint32 at = index->strings->len;
	g_byte_array_append(index->strings, (const guint8 *)text, (guint)strlen(text) + 1);
	g_hash_table_insert(index->string_of, g_strdup(text), GUINT_TO_POINTER(at));
	return at;
}

static void
link_key(Index *index, const char *name, guint32 place)
{
	g_autofree char *key = text_phrase(name);
	if (*key == '\0')
		return;
	GArray *list = g_hash_table_lookup(index->links, key);
	if (list == NULL) {
		list = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_hash_table_insert(index->links, g_steal_pointer(&key), list);
	}
	for (guint i = 0; i < list->len; i++) {
		if (g_array_index(list, guint32, i) == place)
			return;
	}
	g_array_append_val(list, place);
}

static guint32
add_place(Index *index, PlaceKind kind, const char *name, guint32 country, guint32 region, guint32 population)
{
	guint32 text = intern(index, name);
	PlaceRecord record = {.kind = kind,
		.name = text,
		.french = text,
		.country = country,
		.region = region,
		.population = population};
	g_array_append_val(index->places, record);
	link_key(index, name, index->places->len - 1);
	return index->places->len - 1;
}

static void
use_language(const char *language)
{
	g_setenv("LANGUAGE", language, TRUE);
	_nl_msg_cat_cntr++;
}

/* --- countries and regions of iso-codes --- */

static json_t *
load_list(const char *file, const char *key)
{
	json_error_t error;
	g_autofree char *path = g_build_filename("/usr/share/iso-codes/json", file, NULL);
	json_t *root = json_load_file(path, 0, &error);
	json_t *list = root == NULL ? NULL : json_incref(json_object_get(root, key));
	if (root == NULL || !json_is_array(list))
		g_error("%s: %s", path, root == NULL ? error.text : "no list");
	json_decref(root);
	return list;
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void
add_country(Index *index, const json_t *entry)
{
	PlaceCountry *country = g_new0(PlaceCountry, 1);
	const char *name = text_of(entry, "common_name");
	if (name == NULL)
		name = text_of(entry, "name");
	g_strlcpy(country->alpha3, text_of(entry, "alpha_3"), sizeof country->alpha3);
	g_strlcpy(country->alpha2, text_of(entry, "alpha_2"), sizeof country->alpha2);
	g_ptr_array_add(index->countries, country);
	guint32 number = index->countries->len - 1;
	g_hash_table_insert(index->country_of, g_strdup(country->alpha2), GUINT_TO_POINTER(number + 1));
	country->place = add_place(index, PLACE_COUNTRY, name, number, PLACE_NONE, 0);
	link_key(index, text_of(entry, "name"), country->place);
	if (text_of(entry, "official_name") != NULL)
		link_key(index, text_of(entry, "official_name"), country->place);
}

static void
name_country(Index *index, const json_t *entry, const char *language)
{
	static const char *const keys[] = {"name", "common_name", "official_name"};
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(index->country_of, text_of(entry, "alpha_2"))) - 1;
	PlaceCountry *country = index->countries->pdata[number];
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *name = text_of(entry, keys[i]);
		if (name != NULL)
			link_key(index, dgettext("iso_3166-1", name), country->place);
	}
	UErrorCode code = U_ZERO_ERROR;
	UChar wide[200];
	char utf8[600];
	g_autofree char *locale = g_strdup_printf("und_%s", country->alpha2);
	uloc_getDisplayCountry(locale, language, wide, G_N_ELEMENTS(wide), &code);
	u_strToUTF8(utf8, sizeof utf8, NULL, wide, -1, &code);
	if (U_FAILURE(code) || strcmp(utf8, country->alpha2) == 0) /* ICU has no name in this language */
		return;
	link_key(index, utf8, country->place);
	if (g_str_equal(language, "fr"))
		country->french = intern(index, utf8);
	if (g_str_equal(language, "en"))
		country->english = intern(index, utf8);
}

static guint32
region_at(Index *index, guint32 country, const char *name)
{
	g_autofree char *phrase = text_phrase(name);
	g_autofree char *key = g_strdup_printf("%u/%s", country, phrase);
	gpointer found = g_hash_table_lookup(index->region_of, key);
	if (found != NULL)
		return GPOINTER_TO_UINT(found) - 1;
	guint32 place = add_place(index, PLACE_REGION, name, country, PLACE_NONE, 0);
	g_hash_table_insert(index->region_of, g_steal_pointer(&key), GUINT_TO_POINTER(place + 1));
	return place;
}

static void
add_region(Index *index, const json_t *entry, gboolean first)
{
	const char *code = text_of(entry, "code"), *name = text_of(entry, "name");
	g_autofree char *alpha2 = g_strndup(code, 2);
	gpointer country = g_hash_table_lookup(index->country_of, alpha2);
	if (country == NULL)
		return;
	guint32 place = region_at(index, GPOINTER_TO_UINT(country) - 1, name);
	if (!first)
		link_key(index, dgettext("iso_3166-2", name), place);
}

/* --- towns --- */

static void
add_town(Index *index, int number, guint32 *place_of)
{
	g_autoptr(GeonamesCity) city = geonames_get_city(number);
	gpointer country = g_hash_table_lookup(index->country_of, geonames_city_get_country_code(city));
	place_of[number] = PLACE_NONE;
	if (country == NULL)
		return;
	guint32 country_number = GPOINTER_TO_UINT(country) - 1;
	const char *state = geonames_city_get_state(city);
	guint32 region = state == NULL || *state == '\0' ? PLACE_NONE : region_at(index, country_number, state);
	place_of[number] = add_place(index, PLACE_TOWN, geonames_city_get_name(city), country_number, region,
		geonames_city_get_population(city));
}

static void
name_town(Index *index, int number, guint32 place, gboolean french)
{
	g_autoptr(GeonamesCity) city = geonames_get_city(number);
	const char *name = geonames_city_get_name(city), *state = geonames_city_get_state(city);
	PlaceRecord *record = &g_array_index(index->places, PlaceRecord, place);
	link_key(index, name, place);
	if (record->region != PLACE_NONE && state != NULL)
		link_key(index, state, record->region);
	if (!french)
		return;
	guint32 text = intern(index, name);
	g_array_index(index->places, PlaceRecord, place).french = text;
	if (record->region != PLACE_NONE && state != NULL && *state != '\0') {
		text = intern(index, state);
		g_array_index(index->places, PlaceRecord, record->region).french = text;
	}
}

/* --- output --- */

static void
append(GByteArray *out, guint32 number)
{
	guint32 little = GUINT32_TO_LE(number);
	g_byte_array_append(out, (const guint8 *)&little, sizeof little);
}

static int
compare_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GByteArray *
serialise(Index *index)
{
	guint n_keys, first = 0;
	g_autofree char **keys = (char **)g_hash_table_get_keys_as_array(index->links, &n_keys);
	qsort(keys, n_keys, sizeof *keys, compare_text);
	g_autoptr(GByteArray) key_bytes = g_byte_array_new(), link_bytes = g_byte_array_new();
	for (guint i = 0; i < n_keys; i++) {
		const GArray *list = g_hash_table_lookup(index->links, keys[i]);
		append(key_bytes, intern(index, keys[i]));
		append(key_bytes, first);
		append(key_bytes, list->len);
		for (guint k = 0; k < list->len; k++)
			append(link_bytes, g_array_index(list, guint32, k));
		first += list->len;
	}
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)PLACE_MAGIC, 8);
	guint32 head[] = {index->places->len, n_keys, first, index->countries->len, index->strings->len, 0};
	for (guint i = 0; i < G_N_ELEMENTS(head); i++)
		append(out, head[i]);
	for (guint i = 0; i < index->places->len; i++) {
		const PlaceRecord *r = &g_array_index(index->places, PlaceRecord, i);
		guint32 fields[] = {r->kind, r->name, r->french, r->country, r->region, r->population};
		for (guint k = 0; k < G_N_ELEMENTS(fields); k++)
			append(out, fields[k]);
	}
	g_byte_array_append(out, key_bytes->data, key_bytes->len);
	g_byte_array_append(out, link_bytes->data, link_bytes->len);
	for (guint i = 0; i < index->countries->len; i++) {
		const PlaceCountry *c = index->countries->pdata[i];
		g_byte_array_append(out, (const guint8 *)c->alpha3, 4);
		g_byte_array_append(out, (const guint8 *)c->alpha2, 4);
		append(out, c->place);
		append(out, c->french);
		append(out, c->english);
	}
	g_byte_array_append(out, index->strings->data, index->strings->len);
	return out;
}

static void
name_everything(Index *index, const json_t *countries, const json_t *regions, const guint32 *place_of, int n_towns)
{
	for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
		gsize i;
		json_t *entry;
		use_language(languages[l]);
		json_array_foreach((json_t *)countries, i, entry) name_country(index, entry, languages[l]);
		json_array_foreach((json_t *)regions, i, entry) add_region(index, entry, FALSE);
		for (int town = 0; town < n_towns; town++) {
			if (place_of[town] != PLACE_NONE)
				name_town(index, town, place_of[town], g_str_equal(languages[l], "fr"));
		}
	}
}

static void
index_free(Index *index)
{
	g_array_unref(index->places);
	g_ptr_array_unref(index->countries);
	g_hash_table_unref(index->country_of);
	g_hash_table_unref(index->region_of);
	g_hash_table_unref(index->links);
	g_hash_table_unref(index->string_of);
	g_byte_array_unref(index->strings);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		g_printerr("usage: places-index OUTPUT\n");
		return 2;
	}
	setlocale(LC_ALL, "C.UTF-8");
	bind_textdomain_codeset("iso_3166-1", "UTF-8");
	bind_textdomain_codeset("iso_3166-2", "UTF-8");
	use_language("en");
	Index index = {.places = g_array_new(FALSE, FALSE, sizeof(PlaceRecord)),
		.countries = g_ptr_array_new_with_free_func(g_free),
		.country_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.region_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref),
		.string_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.strings = g_byte_array_new()};
	intern(&index, "");
	json_t *countries = load_list("iso_3166-1.json", "3166-1"), *regions = load_list("iso_3166-2.json", "3166-2");
	/* Kosovo has the user-assigned code that CLDR knows. */
	json_array_append_new(
		countries, json_pack("{s:s, s:s, s:s}", "alpha_2", "XK", "alpha_3", "XKX", "name", "Kosovo"));
	gsize i;
	json_t *entry;
	json_array_foreach(countries, i, entry) add_country(&index, entry);
	json_array_foreach(regions, i, entry) add_region(&index, entry, TRUE);
	int n_towns = geonames_get_n_cities();
	g_autofree guint32 *place_of = g_new0(guint32, (gsize)MAX(n_towns, 1));
	for (int town = 0; town < n_towns; town++)
		add_town(&index, town, place_of);
	name_everything(&index, countries, regions, place_of, n_towns);
	json_decref(countries);
	json_decref(regions);
	g_autoptr(GByteArray) out = serialise(&index);
	g_autoptr(GError) error = NULL;
	gboolean good = g_file_set_contents(argv[1], (const char *)out->data, (gssize)out->len, &error);
	if (!good)
		g_printerr("places-index: %s\n", error->message);
	index_free(&index);
	return good ? 0 : 74;
}
