/* First a person (names, parents, dates, places), then papers, each with the person's values in its own script, then a
 * few differences between them. Which fields a paper shows is its layout's affair: a difference in a field that the
 * layout does not draw comes to nothing. */
#include "app/samples/invent.h"
#include "app/samples/invent_differences.h"
#include "app/samples/solar.h"
#include "firmware/base/error.h"
#include <string.h>

enum { SURE_PAPERS = 3, EXTRA_PERCENT = 55, FATHER_PARTS = 9 };

/* "Latin/other|native|romanised". */
static void
pick_parse(const char *entry, Pick *pick)
{
	g_auto(GStrv) parts = g_strsplit(entry, "|", 3);
	guint n = g_strv_length(parts);
	pick->latin = g_strsplit(parts[0], "/", -1);
	if (n > 1)
		pick->native = n > 2 ? g_strconcat(parts[1], "|", parts[2], NULL) : g_strdup(parts[1]);
	else
		pick->native = g_strdup(parts[0]);
}

static void
pick_clear(Pick *pick)
{
	g_strfreev(pick->latin);
	g_free(pick->native);
	*pick = (Pick){0};
}

static char **
pool(const Invention *in, const char *group, const char *key, GError **error)
{
	g_auto(GStrv) entries = g_key_file_get_string_list(in->pools, group, key, NULL, error);
	if (entries == NULL)
		return NULL;
	if (entries[0] == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "[%s] %s is empty", group, key);
		return NULL;
	}
	return g_steal_pointer(&entries);
}

static char *
pick_text(Invention *in, const char *group, const char *key, GError **error)
{
	g_auto(GStrv) entries = pool(in, group, key, error);
	return entries != NULL ? g_strdup(entries[chance_below(&in->chance, g_strv_length(entries))]) : NULL;
}

static gboolean
pick_draw(Invention *in, const char *key, Pick *pick, GError **error)
{
	g_autofree char *entry = pick_text(in, in->country, key, error);
	if (entry == NULL)
		return FALSE;
	pick_clear(pick);
	pick_parse(entry, pick);
	return TRUE;
}

static gboolean
draw_patronymics_of_parents(Invention *in, GError **error)
{
	for (int parent = 0; parent < 2; parent++) {
		g_autofree char *entry = pick_text(in, in->country, "fathers", error);
		g_auto(GStrv) parts = g_strsplit(entry != NULL ? entry : "", "|", -1);
		if (entry == NULL || g_strv_length(parts) != FATHER_PARTS)
			return FALSE;
		char **own = parts + (parent == 1 ? 6 : 3);
		g_autofree char *patronymic = g_strjoin("|", own[0], own[1], own[2], NULL);
		pick_parse(patronymic, parent == 1 ? &in->mother_patronymic : &in->father_patronymic);
	}
	return TRUE;
}

/* The father of a country with patronymics: his name and what it makes of his children's. */
static gboolean
draw_father_with_patronymic(Invention *in, GError **error)
{
	g_autofree char *entry = pick_text(in, in->country, "fathers", error);
	g_auto(GStrv) parts = g_strsplit(entry != NULL ? entry : "", "|", -1);
	if (entry == NULL)
		return FALSE;
	if (g_strv_length(parts) != FATHER_PARTS) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "[%s] fathers: \"%s\" has not %d parts",
			in->country, entry, FATHER_PARTS);
		return FALSE;
	}
	char **own = parts + (in->female ? 6 : 3);
	g_autofree char *father = g_strjoin("|", parts[0], parts[1], parts[2], NULL);
	g_autofree char *patronymic = g_strjoin("|", own[0], own[1], own[2], NULL);
	pick_parse(father, &in->father);
	pick_parse(patronymic, &in->patronymic);
	return pick_draw(in, "surname", &in->father_surname, error) && draw_patronymics_of_parents(in, error);
}

/* Surnames by sex stand at the same place of two lists. */
static gboolean
draw_slavic_surname(Invention *in, GError **error)
{
	g_auto(GStrv) male = pool(in, in->country, "surname", error);
	g_auto(GStrv) female = male != NULL ? pool(in, in->country, "surname_f", error) : NULL;
	if (female == NULL || g_strv_length(female) != g_strv_length(male)) {
		if (female != NULL)
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED,
				"[%s] surname and surname_f differ in length", in->country);
		return FALSE;
	}
	guint at = chance_below(&in->chance, g_strv_length(male));
	pick_clear(&in->father_surname);
	pick_parse(male[at], &in->father_surname);
	pick_parse(female[at], &in->mother_surname);
	pick_parse(in->female ? female[at] : male[at], &in->surname);
	return TRUE;
}

/* Somebody of another name than the ones already there. */
static gboolean
pick_other(Invention *in, const char *key, Pick *pick, const Pick *a, const Pick *b, GError **error)
{
	for (int tries = 0; tries < 20; tries++) {
		if (!pick_draw(in, key, pick, error))
			return FALSE;
		if (g_strcmp0(pick->latin[0], a->latin[0]) != 0 && g_strcmp0(pick->latin[0], b->latin[0]) != 0)
			break;
	}
	return TRUE;
}

static gboolean
draw_names(Invention *in, GError **error)
{
	if (!pick_draw(in, in->female ? "female" : "male", &in->given, error) ||
		!pick_other(in, "female", &in->mother, &in->given, &in->given, error) ||
		!pick_other(in, "female", &in->other_mother, &in->given, &in->mother, error) ||
		!pick_other(in, "male", &in->grandfather, &in->given, &in->given, error) ||
		!pick_draw(in, "place", &in->place, error))
		return FALSE;
	if (g_str_equal(in->compose, "slavic"))
		return draw_father_with_patronymic(in, error) && draw_slavic_surname(in, error);
	return pick_other(in, "male", &in->father, &in->given, &in->grandfather, error) &&
	       pick_draw(in, "surname", &in->surname, error) &&
	       pick_other(in, "surname", &in->mother_surname, &in->surname, &in->surname, error);
}

static void
draw_dates(Invention *in)
{
	int first = gregorian_day(1958, 1, 1), last = gregorian_day(2003, 12, 31);
	int year, month, day;
	in->birth_day = chance_between(&in->chance, first, last);
	gregorian_from_day(in->birth_day, &year, &month, &day);
	g_snprintf(in->birth, sizeof in->birth, "%04d-%02d-%02d", year, month, day);
}

/* The latin or native side of a name; which chooses among its Latin spellings. */
static const char *
side(const Pick *pick, gboolean native)
{
	return native ? pick->native : pick->latin[0];
}

/* Puts parts into one spec; each may be "native|romanised". */
static char *
join(const char *a, const char *b, const char *c)
{
	const char *parts[] = {a, b, c};
	g_autoptr(GString) raw = g_string_new(NULL), value = g_string_new(NULL);
	gboolean romanised = FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(parts) && parts[i] != NULL; i++) {
		const char *bar = strchr(parts[i], '|');
		romanised |= bar != NULL;
		g_string_append_printf(raw, "%s%.*s", i > 0 ? " " : "",
			(int)(bar != NULL ? bar - parts[i] : (int)strlen(parts[i])), parts[i]);
		g_string_append_printf(value, "%s%s", i > 0 ? " " : "", bar != NULL ? bar + 1 : parts[i]);
	}
	return romanised ? g_strconcat(raw->str, "|", value->str, NULL) : g_strdup(raw->str);
}

static void
set_taken(Paper *paper, const char *variable, char *spec)
{
	g_hash_table_replace(paper->values, g_strdup(variable), spec);
}

static void
set_names(const Invention *in, Paper *paper, gboolean native)
{
	const char *given = side(&in->given, native), *surname = side(&in->surname, native);
	const char *father = side(&in->father, native), *mother = side(&in->mother, native);
	paper_set(paper, "person.given_names", given);
	paper_set(paper, "person.surname", surname);
	paper_set(paper, "person.birth_place", side(&in->place, native));
	paper_set(paper, "father.given_names", father);
	if (g_str_equal(in->compose, "afghan")) {
		paper_set(paper, "person.full_name", given);
		paper_set(paper, "father.full_name", father);
		paper_set(paper, "mother.full_name", mother);
		paper_set(paper, "grandfather.given_names", side(&in->grandfather, native));
	} else if (g_str_equal(in->compose, "slavic")) {
		paper_set(paper, "person.patronymic", side(&in->patronymic, native));
		set_taken(paper, "father.full_name",
			join(side(&in->father_surname, native), father, side(&in->father_patronymic, native)));
		set_taken(paper, "mother.full_name",
			join(side(&in->mother_surname, native), mother, side(&in->mother_patronymic, native)));
	} else {
		set_taken(paper, "person.full_name", join(given, surname, NULL));
		set_taken(paper, "father.full_name", join(father, surname, NULL));
		set_taken(paper, "mother.full_name", join(mother, side(&in->mother_surname, native), NULL));
	}
}

static char *
digits(Invention *in, const char *prefix, int n)
{
	GString *out = g_string_new(prefix);
	g_string_append_c(out, (char)('1' + chance_below(&in->chance, 9)));
	for (int i = 1; i < n; i++)
		g_string_append_c(out, (char)('0' + chance_below(&in->chance, 10)));
	return g_string_free(out, FALSE);
}

static char *
date_text(int day)
{
	int y, m, d;
	gregorian_from_day(day, &y, &m, &d);
	return g_strdup_printf("%04d-%02d-%02d", y, m, d);
}

/* What a tazkira says of birth: an age, a year or a day, by the solar calendar; and its own date. */
static void
set_tazkira(Invention *in, Paper *paper)
{
	int year, month, day, issued = chance_between(&in->chance, 1380, 1399);
	solar_from_day(in->birth_day, &year, &month, &day);
	issued = MAX(issued, year + 1);
	switch (chance_below(&in->chance, 3)) {
	case 0:
		set_taken(paper, "person.birth_date",
			g_strdup_printf(
				"age:%d@%d", MAX(1, issued - year - chance_between(&in->chance, 0, 1)), issued));
		break;
	case 1:
		set_taken(paper, "person.birth_date", g_strdup_printf("sh:%d", year));
		break;
	default:
		set_taken(paper, "person.birth_date", g_strdup_printf("sh:%d-%02d-%02d", year, month, day));
	}
	set_taken(paper, "document.issue_date",
		g_strdup_printf("sh:%d-%02d-%02d", issued, chance_between(&in->chance, 1, 12),
			chance_between(&in->chance, 1, 29)));
	set_taken(paper, "document.number", digits(in, "", 8));
}

/* Who the person married, where and when. */
static gboolean
set_marriage(Invention *in, Paper *paper, GError **error)
{
	Pick given = {0}, surname = {0}, place = {0};
	gboolean done = pick_draw(in, in->female ? "male" : "female", &given, error) &&
			pick_other(in, "surname", &surname, &in->surname, &in->surname, error) &&
			pick_draw(in, "place", &place, error);
	if (done) {
		int wedding = in->birth_day + chance_between(&in->chance, 18 * 366, 22 * 366);
		paper_set(paper, "spouse.given_names", given.latin[0]);
		paper_set(paper, "spouse.surname", surname.latin[0]);
		paper_set(paper, "spouse.birth_place", place.latin[0]);
		paper_set(paper, "marriage.place", in->place.latin[0]);
		set_taken(
			paper, "spouse.birth_date", date_text(in->birth_day + chance_between(&in->chance, -1500, -30)));
		set_taken(paper, "marriage.date", date_text(wedding));
		set_taken(paper, "document.issue_date", date_text(wedding + chance_between(&in->chance, 10, 200)));
		set_taken(paper, "document.number", digits(in, "", 4));
	}
	pick_clear(&given);
	pick_clear(&surname);
	pick_clear(&place);
	return done;
}

static gboolean
has(const char *template, const char *start)
{
	return g_str_has_prefix(template, start);
}

/* Numbers, dates and places of the paper itself. */
static gboolean
set_own(Invention *in, Paper *paper, GError **error)
{
	const char *t = paper->template;
	int decided = gregorian_day(2023, 1, 1) + chance_between(&in->chance, 0, 700);
	set_taken(paper, "document.number", digits(in, "", 7));
	set_taken(paper, "document.issue_date", date_text(decided));
	set_taken(paper, "document.expiry_date", date_text(decided + 300));
	if (has(t, "passport")) {
		char letter[2] = {(char)('A' + chance_below(&in->chance, 26)), '\0'};
		int issued = decided - chance_between(&in->chance, 400, 2200);
		set_taken(paper, "document.number", digits(in, letter, 8));
		set_taken(paper, "document.issue_date", date_text(issued));
		set_taken(paper, "document.expiry_date",
			date_text(issued + (chance_percent(&in->chance, 50) ? 1825 : 3651)));
		set_taken(paper, "document.issuing_authority", digits(in, "", 4));
		const char *place = in->place.latin[in->place.latin[1] != NULL ? 1 : 0];
		paper_set(paper, "person.birth_place", place);
		if (in->place.latin[1] != NULL)
			paper_differs(paper, "person.birth_place", REASON_BIT(REASON_PLACE_ALIAS));
	} else if (has(t, "tazkira")) {
		set_tazkira(in, paper);
	} else if (has(t, "translation")) {
		set_taken(paper, "document.issue_date", date_text(decided - chance_between(&in->chance, 300, 3000)));
	} else if (has(t, "marriage")) {
		return set_marriage(in, paper, error);
	} else if (has(t, "decision")) {
		set_taken(paper, "document.number",
			g_strdup_printf("%d-%06d", 2023, chance_between(&in->chance, 100, 99999)));
	} else if (has(t, "birth-certificate") && g_str_equal(in->compose, "slavic")) {
		g_autofree char *prefix = pick_text(in, in->country, "number_prefix", error);
		char *authority = prefix != NULL ? pick_text(in, in->country, "authorities", error) : NULL;
		if (authority == NULL)
			return FALSE;
		set_taken(paper, "document.issuing_authority", authority);
		set_taken(paper, "document.number", digits(in, prefix, 6));
		set_taken(paper, "document.issue_date", date_text(in->birth_day + chance_between(&in->chance, 5, 40)));
	} else if (has(t, "birth-extract") || has(t, "registry") || has(t, "birth-certificate") || has(t, "court")) {
		set_taken(paper, "document.issue_date", date_text(decided - chance_between(&in->chance, 300, 3000)));
		set_taken(paper, "document.number", digits(in, "", chance_between(&in->chance, 3, 5)));
	}
	return TRUE;
}

/* What stands on papers without being a fact of the person. */
static gboolean
set_surroundings(Invention *in, GHashTable *values, GError **error)
{
	static const struct {
		const char *variable, *group, *key;
	} drawn[] = {{"translator", "common", "translators"}, {"translation_place", "common", "towns"},
		{"person.marital_status", "common", "status"}, {"father_job", "common", "jobs_m"},
		{"mother_job", "common", "jobs_f"}};
	for (guint i = 0; i < G_N_ELEMENTS(drawn); i++) {
		char *text = pick_text(in, drawn[i].group, drawn[i].key, error);
		if (text == NULL)
			return FALSE;
		g_hash_table_replace(values, g_strdup(drawn[i].variable), text);
	}
	g_autofree char *region = pick_text(in, in->country, "regions", NULL);
	const char *town = in->place.latin[0];
	g_hash_table_replace(values, g_strdup("region_line"), g_strdup(region != NULL ? region : ""));
	g_hash_table_replace(values, g_strdup("commune_line"), g_strconcat("Commune de ", town, NULL));
	g_hash_table_replace(values, g_strdup("issue_place"), g_strdup(town));
	g_hash_table_replace(values, g_strdup("court_place"), g_strdup(town));
	g_hash_table_replace(values, g_strdup("petitioner"), g_strdup("le représentant de la famille"));
	int arrival = gregorian_day(2021, 1, 4) + chance_between(&in->chance, 0, 600);
	g_hash_table_replace(
		values, g_strdup("departure.date"), date_text(arrival - chance_between(&in->chance, 60, 900)));
	g_hash_table_replace(values, g_strdup("entry.date"), date_text(arrival));
	g_hash_table_replace(
		values, g_strdup("translation.date"), date_text(arrival + chance_between(&in->chance, 20, 90)));
	g_hash_table_replace(
		values, g_strdup("certificate.date"), date_text(arrival + chance_between(&in->chance, 30, 120)));
	g_hash_table_replace(values, g_strdup("request.date"), date_text(gregorian_day(2015, 1, 10)));
	g_hash_table_replace(values, g_strdup("hearing.date"), date_text(gregorian_day(2022, 11, 16)));
	g_hash_table_replace(values, g_strdup("registration.date"), date_text(in->birth_day + 6));
	g_hash_table_replace(values, g_strdup("register_year"), g_strndup(in->birth, 4));
	g_hash_table_replace(values, g_strdup("record_number"), digits(in, "", 3));
	g_hash_table_replace(values, g_strdup("translation_number"), digits(in, "", 4));
	g_hash_table_replace(values, g_strdup("person.national_number"), digits(in, "", 11));
	g_autofree char *native_place = g_strndup(in->place.native, strcspn(in->place.native, "|"));
	g_hash_table_replace(values, g_strdup("registry_office"), g_strdup(native_place));
	g_hash_table_replace(values, g_strdup("register_place"), g_strdup(native_place));
	return TRUE;
}

/* The faces a paper is set in, where its layout leaves them open. */
static gboolean
set_fonts(Invention *in, Paper *paper, GError **error)
{
	static const char *const faces[] = {"serif", "sans", "mono", "typed", "naskh"};
	for (guint i = 0; i < G_N_ELEMENTS(faces); i++) {
		char *font = pick_text(in, "fonts", faces[i], error);
		if (font == NULL)
			return FALSE;
		set_taken(paper, faces[i], font);
	}
	return TRUE;
}

static gboolean
add_papers(Invention *in, GHashTable *values, GError **error)
{
	g_auto(GStrv) groups = pool(in, in->country, "papers", error);
	g_auto(GStrv) native = g_key_file_get_string_list(in->pools, in->country, "native", NULL, NULL);
	gboolean married = g_strcmp0(g_hash_table_lookup(values, "person.marital_status"), "married") == 0;
	for (guint i = 0; groups != NULL && groups[i] != NULL; i++) {
		gboolean wanted = has(groups[i], "marriage") ? married : chance_percent(&in->chance, EXTRA_PERCENT);
		if (i >= SURE_PAPERS && !wanted)
			continue;
		g_auto(GStrv) layouts = g_strsplit(groups[i], ",", -1);
		const char *layout = layouts[chance_below(&in->chance, g_strv_length(layouts))];
		Paper *paper = plan_add_paper(in->plan, layout, values);
		gboolean in_native = native != NULL && g_strv_contains((const char *const *)native, layout);
		set_names(in, paper, in_native);
		if (!in_native && g_str_equal(in->compose, "slavic") && has(layout, "passport"))
			paper_set(paper, "person.patronymic", "");
		if (!set_own(in, paper, error) || !set_fonts(in, paper, error))
			return FALSE;
		if (!in_native)
			g_ptr_array_add(in->latin_papers, paper);
	}
	return groups != NULL;
}

static gboolean
invent(Invention *in, GKeyFile *origins, guint index, GError **error)
{
	g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	in->country = pick_text(in, "origins", "list", error);
	in->compose = in->country != NULL ? g_key_file_get_string(in->pools, in->country, "compose", error) : NULL;
	if (in->compose == NULL || !plan_origin_values(origins, in->country, values, error))
		return FALSE;
	in->female = chance_percent(&in->chance, 50);
	draw_dates(in);
	if (!draw_names(in, error) || !set_surroundings(in, values, error))
		return FALSE;
	g_autofree char *number = digits(in, "2", 8);
	g_autofree char *name = g_strdup_printf("%03u-%s", index + 1, in->country);
	for (char *c = name; *c != '\0'; c++)
		*c = g_ascii_tolower(*c);
	in->plan = plan_new(name, number);
	g_hash_table_replace(values, g_strdup("file.number"), g_strdup(number));
	g_hash_table_replace(values, g_strdup("file.foreigner_number"), digits(in, "", 10));
	g_hash_table_replace(values, g_strdup("person.sex"), g_strdup(in->female ? "F" : "M"));
	g_hash_table_replace(values, g_strdup("person.birth_date"), g_strdup(in->birth));
	g_hash_table_replace(values, g_strdup("person.birth_country"), g_strdup(in->country));
	g_hash_table_replace(values, g_strdup("person.nationality"), g_strdup(in->country));
	if (!add_papers(in, values, error))
		return FALSE;
	invent_differences(in);
	return TRUE;
}

Plan *
invent_plan(GKeyFile *pools, GKeyFile *origins, guint64 seed, guint index, GError **error)
{
	g_autofree char *stream = g_strdup_printf("dossier/%u", index);
	Invention in = {.pools = pools, .latin_papers = g_ptr_array_new()};
	chance_init(&in.chance, seed, stream);
	gboolean done = invent(&in, origins, index, error);
	Pick *const picks[] = {&in.given, &in.surname, &in.father, &in.father_surname, &in.father_patronymic,
		&in.mother, &in.mother_surname, &in.mother_patronymic, &in.other_mother, &in.grandfather,
		&in.patronymic, &in.place};
	for (guint i = 0; i < G_N_ELEMENTS(picks); i++)
		pick_clear(picks[i]);
	g_free(in.country);
	g_free(in.compose);
	g_ptr_array_unref(in.latin_papers);
	if (!done)
		g_clear_pointer(&in.plan, plan_free);
	return in.plan;
}
