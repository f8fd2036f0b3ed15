/* First a person (names, parents, dates, places), then papers, each with the person's values in its own script, then a
 * few differences between them. Which fields a paper shows is its layout's affair: a difference in a field that the
 * layout does not draw comes to nothing. */
#include "app/samples/invent.h"
#include "app/samples/data_file.h"
#include "app/samples/invention.h"
#include "app/samples/paper_calendar.h"
#include "firmware/base/error.h"
#include <string.h>

static const char *const composes[] = {
	"afghan", "arab", "arab_line", "slavic", "african", "latin", "chain", "spanish", "portuguese", NULL};

/* The same of the country, worded as its own papers have it: the lists whose names begin with "own_". */
static gboolean
draw_own_surroundings(Invention *in, GHashTable *values, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(in->pools, in->country, NULL, error);
	for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
		if (!g_str_has_prefix(keys[i], "own_"))
			continue;
		g_auto(GStrv) entries = invention_pool(in, in->country, keys[i], error);
		if (entries == NULL)
			return FALSE;
		guint at = chance_below(&in->aside, g_strv_length(entries));
		values_take(values, keys[i], g_strdup(entries[at]));
	}
	return keys != NULL;
}

/* What stands on papers without being a fact of the person, drawn from lists of words. */
static gboolean
draw_surroundings(Invention *in, GHashTable *values, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(in->pools, "surroundings", NULL, error);
	for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
		char *text = invention_text(in, "surroundings", keys[i], error);
		if (text == NULL)
			return FALSE;
		values_take(values, keys[i], text);
	}
	return keys != NULL && draw_own_surroundings(in, values, error);
}

static void
set_places(Invention *in, GHashTable *values)
{
	const char *town = in->place.latin[0];
	g_autofree char *region = invention_text(in, in->country, "regions", NULL);
	values_take(values, "region_line", g_strdup(region != NULL ? region : ""));
	values_take(values, "commune_line", g_strconcat("Commune de ", town, NULL));
	values_take(values, "issue_place", g_strdup(town));
	values_take(values, "court_place", g_strdup(town));
	values_take(values, "petitioner", g_strdup("le représentant de la famille"));
	char *native_place = g_strndup(in->place.native, strcspn(in->place.native, "|"));
	values_take(values, "registry_office", native_place);
	values_take(values, "register_place", g_strdup(native_place));
}

static void
set_dates(Invention *in, GHashTable *values)
{
	int arrival = gregorian_day(2021, 1, 4) + chance_between(&in->chance, 0, 600);
	const struct {
		const char *variable;
		int day;
	} days[] = {{"departure.date", arrival - chance_between(&in->chance, 60, 900)}, {"entry.date", arrival},
		{"translation.date", arrival + chance_between(&in->chance, 20, 90)},
		{"certificate.date", arrival + chance_between(&in->chance, 30, 120)},
		{"interview.date", arrival + chance_between(&in->chance, 150, 400)},
		{"request.date", gregorian_day(2015, 1, 10) + chance_between(&in->chance, 0, 300)},
		{"hearing.date", gregorian_day(2022, 11, 16)}, {"registration.date", in->birth_day + 6},
		{"transcription.date", gregorian_day(2016, 1, 10) + chance_between(&in->chance, 0, 200)},
		{"person.birth_date", in->birth_day}, {"father.birth_date", in->father_day},
		{"mother.birth_date", in->mother_day}};
	for (guint i = 0; i < G_N_ELEMENTS(days); i++)
		values_take(values, days[i].variable, invention_date(days[i].day));
	values_take(values, "register_year", g_strndup(in->birth, 4));
	values_take(values, "record_number", invention_digits(in, "", 3));
	values_take(values, "translation_number", invention_digits(in, "", 4));
	values_take(values, "person.national_number", invention_digits(in, "", 11));
}

static void
set_family(Invention *in, GHashTable *values)
{
	static const char *const unmarried[] = {"single", "single", "divorced", "widowed"};
	const char *status = in->married ? "married" : unmarried[chance_below(&in->chance, G_N_ELEMENTS(unmarried))];
	values_take(values, "person.marital_status", g_strdup(status));
	if (!in->married)
		return;
	values_take(values, "married", g_strdup("yes"));
	values_take(values, "spouse.birth_date", invention_date(in->spouse_day));
	values_take(values, "spouse.sex", g_strdup(in->female ? "M" : "F"));
	values_take(values, "marriage.date", invention_date(in->wedding_day));
	for (guint i = 0; i < in->n_children; i++) {
		values_take(values, (char[]){'c', 'h', 'i', 'l', 'd', (char)('1' + i), '\0'}, g_strdup("yes"));
		g_autofree char *birth = g_strdup_printf("child%u.birth_date", i + 1);
		g_autofree char *sex = g_strdup_printf("child%u.sex", i + 1);
		values_take(values, birth, invention_date(in->children[i].birth_day));
		values_take(values, sex, g_strdup(in->children[i].female ? "F" : "M"));
	}
}

static gboolean
invent(Invention *in, const InventRules *rules, guint index, GError **error)
{
	g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	in->compose = g_key_file_get_string(in->pools, in->country, "compose", error);
	if (in->compose == NULL || !plan_origin_values(rules->origins, in->country, values, error) ||
		!invention_people(in, error) || !draw_surroundings(in, values, error))
		return FALSE;
	set_places(in, values);
	set_dates(in, values);
	set_family(in, values);
	g_autofree char *number = invention_digits(in, "2", 8);
	g_autofree char *name = g_strdup_printf("%03u-%s", index + 1, in->country);
	for (char *c = name; *c != '\0'; c++)
		*c = g_ascii_tolower(*c);
	in->plan = plan_new(name, number);
	values_take(values, "file.number", g_strdup(number));
	values_take(values, "file.foreigner_number", invention_digits(in, "", 10));
	values_take(values, "person.sex", g_strdup(in->female ? "F" : "M"));
	values_take(values, "person.birth_country", g_strdup(in->country));
	static const char *const citizens[] = {"person", "father", "mother", "spouse"};
	for (guint i = 0; i < G_N_ELEMENTS(citizens); i++)
		g_hash_table_replace(values, g_strconcat(citizens[i], ".nationality", NULL), g_strdup(in->country));
	if (!invention_papers(in, values, error))
		return FALSE;
	invent_differences(in);
	return TRUE;
}

/* Can this country's people have the paper that alone is wanted? */
static gboolean
country_has(const InventRules *rules, const char *country)
{
	if (rules->only == NULL)
		return TRUE;
	const Family *family = catalogue_family_of(rules->catalogue, rules->only);
	const char *wanted = family != NULL ? family->name : rules->only;
	const char *const groups[] = {country, "common"};
	for (guint g = 0; g < G_N_ELEMENTS(groups); g++) {
		g_auto(GStrv) papers = g_key_file_get_string_list(rules->pools, groups[g], "papers", NULL, NULL);
		for (guint i = 0; papers != NULL && papers[i] != NULL; i++) {
			g_auto(GStrv) names = g_strsplit(papers[i], ",", -1);
			if (g_strv_contains((const char *const *)names, wanted))
				return TRUE;
		}
	}
	return FALSE;
}

static char *
choose_country(Invention *in, const InventRules *rules, GError **error)
{
	g_auto(GStrv) list = invention_pool(in, "origins", "list", error);
	if (list == NULL)
		return NULL;
	g_autoptr(GPtrArray) able = g_ptr_array_new();
	for (guint i = 0; list[i] != NULL; i++)
		if (country_has(rules, list[i]))
			g_ptr_array_add(able, list[i]);
	if (able->len > 0)
		return g_strdup(g_ptr_array_index(able, chance_below(&in->chance, able->len)));
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "no country has papers \"%s\"", rules->only);
	return NULL;
}

Plan *
invent_plan(const InventRules *rules, guint64 seed, guint index, GError **error)
{
	Plan *plan = NULL;
	for (guint attempt = 0; plan == NULL && attempt < 100; attempt++) {
		g_autofree char *stream = attempt == 0 ? g_strdup_printf("dossier/%u", index)
						       : g_strdup_printf("dossier/%u/%u", index, attempt);
		Invention in = {.pools = rules->pools,
			.catalogue = rules->catalogue,
			.set = rules->set,
			.only = rules->only,
			.latin_papers = g_ptr_array_new()};
		g_autofree char *aside = g_strconcat(stream, "/aside", NULL);
		chance_init(&in.chance, seed, stream);
		chance_init(&in.aside, seed, aside);
		in.country = choose_country(&in, rules, error);
		gboolean done = in.country != NULL && invent(&in, rules, index, error);
		invention_clear(&in);
		if (done && in.plan->papers->len > 0)
			plan = in.plan;
		else
			plan_free(in.plan);
		if (!done)
			return NULL;
	}
	if (plan == NULL) /* a paper of the married alone is missed by one person, not by a hundred */
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "no layout of this set can be drawn%s%s",
			rules->only != NULL ? ": " : "", rules->only != NULL ? rules->only : "");
	return plan;
}

static gboolean
check_papers(const InventRules *rules, const DataFile *file, const char *group, GError **error)
{
	g_auto(GStrv) papers = g_key_file_get_string_list(file->keys, group, "papers", NULL, NULL);
	if (papers == NULL || papers[0] == NULL)
		return data_file_fail(file, group, "papers", "is missing or empty", error);
	for (guint i = 0; papers[i] != NULL; i++) {
		g_auto(GStrv) names = g_strsplit(papers[i], ",", -1);
		for (guint k = 0; names[k] != NULL; k++) {
			if (catalogue_family(rules->catalogue, names[k]) != NULL)
				continue;
			g_autofree char *what = g_strdup_printf("\"%s\" is no family of families.ini", names[k]);
			return data_file_fail(file, group, "papers", what, error);
		}
	}
	return TRUE;
}

static gboolean
check_country(const InventRules *rules, const DataFile *file, const char *country, GError **error)
{
	static const char *const lists[] = {"male", "female", "place"};
	if (!g_key_file_has_group(file->keys, country) || !g_key_file_has_group(rules->origins, country))
		return data_file_fail(
			file, "origins", "list", "a country without its group here or in origins.ini", error);
	g_autofree char *compose = g_key_file_get_string(file->keys, country, "compose", NULL);
	if (compose == NULL || !g_strv_contains(composes, compose))
		return data_file_fail(file, country, "compose", "no such way to put names together", error);
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_auto(GStrv) entries = g_key_file_get_string_list(file->keys, country, lists[i], NULL, NULL);
		if (entries == NULL || g_strv_length(entries) < 4)
			return data_file_fail(file, country, lists[i], "fewer than four entries", error);
		for (guint k = 0; entries[k] != NULL; k++)
			if (*entries[k] == '\0' || *entries[k] == '|')
				return data_file_fail(
					file, country, lists[i], "an entry without its Latin form", error);
	}
	return check_papers(rules, file, country, error);
}

gboolean
invent_check(const InventRules *rules, const char *pools_path, GError **error)
{
	g_autoptr(DataFile) file = data_file_open(pools_path, error);
	if (file == NULL)
		return FALSE;
	g_auto(GStrv) list = g_key_file_get_string_list(file->keys, "origins", "list", NULL, NULL);
	if (list == NULL || list[0] == NULL)
		return data_file_fail(file, "origins", "list", "is missing or empty", error);
	for (guint i = 0; list[i] != NULL; i++)
		if (!check_country(rules, file, list[i], error))
			return FALSE;
	return check_papers(rules, file, "common", error);
}
