#include "app/samples/invention.h"
#include "app/samples/paper_calendar.h"
#include "firmware/base/error.h"
#include <string.h>

enum { FATHER_PARTS = 9, ADULT_DAYS = 18 * 366 };

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
		pick->native = g_strdup(pick->latin[0]);
}

static void
pick_clear(Pick *pick)
{
	g_strfreev(pick->latin);
	g_free(pick->native);
	*pick = (Pick){0};
}

static void
pick_copy(const Pick *from, Pick *to)
{
	pick_clear(to);
	to->latin = g_strdupv(from->latin);
	to->native = g_strdup(from->native);
}

char **
invention_pool(const Invention *in, const char *group, const char *key, GError **error)
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

char *
invention_text(Invention *in, const char *group, const char *key, GError **error)
{
	g_auto(GStrv) entries = invention_pool(in, group, key, error);
	return entries != NULL ? g_strdup(entries[chance_below(&in->chance, g_strv_length(entries))]) : NULL;
}

static gboolean
pick_draw(Invention *in, const char *key, Pick *pick, GError **error)
{
	g_autofree char *entry = invention_text(in, in->country, key, error);
	if (entry == NULL)
		return FALSE;
	pick_clear(pick);
	pick_parse(entry, pick);
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
draw_patronymics_of_parents(Invention *in, GError **error)
{
	for (int parent = 0; parent < 2; parent++) {
		g_autofree char *entry = invention_text(in, in->country, "fathers", error);
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
	g_autofree char *entry = invention_text(in, in->country, "fathers", error);
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
	g_auto(GStrv) male = invention_pool(in, in->country, "surname", error);
	g_auto(GStrv) female = male != NULL ? invention_pool(in, in->country, "surname_f", error) : NULL;
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

/* A surname of both families': theirs in this order. */
static void
two_surnames(Pick *pick, const Pick *first, const Pick *second)
{
	g_autofree char *both = g_strconcat(first->latin[0], " ", second->latin[0], NULL);
	pick_clear(pick);
	pick_parse(both, pick);
}

static gboolean
draw_surnames(Invention *in, GError **error)
{
	if (g_str_equal(in->compose, "slavic"))
		return draw_father_with_patronymic(in, error) && draw_slavic_surname(in, error);
	if (!pick_other(in, "male", &in->father, &in->given, &in->grandfather, error))
		return FALSE;
	if (g_str_equal(in->compose, "chain")) { /* no family name: one's own, the father's, the grandfather's */
		pick_copy(&in->father, &in->surname);
		pick_copy(&in->mother_father, &in->mother_surname);
		return TRUE;
	}
	if (!pick_draw(in, "surname", &in->father_surname, error) ||
		!pick_other(in, "surname", &in->mother_surname, &in->father_surname, &in->father_surname, error))
		return FALSE;
	if (g_str_equal(in->compose, "spanish"))
		two_surnames(&in->surname, &in->father_surname, &in->mother_surname);
	else if (g_str_equal(in->compose, "portuguese"))
		two_surnames(&in->surname, &in->mother_surname, &in->father_surname);
	else
		pick_copy(&in->father_surname, &in->surname);
	return TRUE;
}

static gboolean
draw_names(Invention *in, GError **error)
{
	return pick_draw(in, in->female ? "female" : "male", &in->given, error) &&
	       pick_other(in, "female", &in->mother, &in->given, &in->given, error) &&
	       pick_other(in, "female", &in->other_mother, &in->given, &in->mother, error) &&
	       pick_other(in, "male", &in->grandfather, &in->given, &in->given, error) &&
	       pick_other(in, "male", &in->mother_father, &in->given, &in->grandfather, error) &&
	       pick_draw(in, "place", &in->place, error) && draw_surnames(in, error);
}

static void
draw_dates(Invention *in)
{
	int first = gregorian_day(1958, 1, 1), last = gregorian_day(2003, 12, 31);
	int year, month, day;
	in->birth_day = chance_between(&in->chance, first, last);
	gregorian_from_day(in->birth_day, &year, &month, &day);
	g_snprintf(in->birth, sizeof in->birth, "%04d-%02d-%02d", year, month, day);
	in->father_day = in->birth_day - chance_between(&in->chance, 20 * 365, 45 * 365);
	in->mother_day = in->birth_day - chance_between(&in->chance, ADULT_DAYS, 38 * 365);
	in->death_day = in->birth_day + chance_between(&in->chance, 5 * 365, 18 * 365);
}

/* One of a list, by the chance of what stands beside the facts. */
static gboolean
pick_aside(Invention *in, const char *key, Pick *pick, GError **error)
{
	g_auto(GStrv) entries = invention_pool(in, in->country, key, error);
	if (entries == NULL)
		return FALSE;
	pick_clear(pick);
	pick_parse(entries[chance_below(&in->aside, g_strv_length(entries))], pick);
	return TRUE;
}

/* The spouse's parents, and the patronymic that the father's name makes. */
static gboolean
draw_spouse_parents(Invention *in, GError **error)
{
	if (!pick_aside(in, "female", &in->spouse_mother, error))
		return FALSE;
	if (!g_str_equal(in->compose, "slavic"))
		return pick_aside(in, "male", &in->spouse_father, error);
	g_auto(GStrv) entries = invention_pool(in, in->country, "fathers", error);
	if (entries == NULL)
		return FALSE;
	g_auto(GStrv) parts = g_strsplit(entries[chance_below(&in->aside, g_strv_length(entries))], "|", -1);
	if (g_strv_length(parts) != FATHER_PARTS)
		return FALSE;
	char **own = parts + (in->female ? 3 : 6);
	g_autofree char *father = g_strjoin("|", parts[0], parts[1], parts[2], NULL);
	g_autofree char *patronymic = g_strjoin("|", own[0], own[1], own[2], NULL);
	pick_parse(father, &in->spouse_father);
	pick_parse(patronymic, &in->spouse_patronymic);
	return TRUE;
}

static gboolean
draw_spouse(Invention *in, GError **error)
{
	gboolean slavic = g_str_equal(in->compose, "slavic");
	const char *surnames = slavic && !in->female ? "surname_f" : "surname";
	if (!pick_other(in, in->female ? "male" : "female", &in->spouse, &in->given, &in->mother, error) ||
		!pick_draw(in, "place", &in->spouse_place, error))
		return FALSE;
	if (g_str_equal(in->compose, "chain")) {
		if (!pick_other(in, "male", &in->spouse_surname, &in->father, &in->spouse, error))
			return FALSE;
	} else if (!pick_other(in, surnames, &in->spouse_surname, &in->surname, &in->father_surname, error)) {
		return FALSE;
	}
	in->wedding_day = in->birth_day + chance_between(&in->chance, ADULT_DAYS, 22 * 366);
	in->wedding_day = MIN(in->wedding_day, gregorian_day(2022, 6, 30));
	in->spouse_day = in->birth_day + chance_between(&in->chance, -1500, -30);
	return TRUE;
}

static gboolean
draw_children(Invention *in, GError **error)
{
	in->n_children = in->married ? chance_below(&in->chance, MAX_CHILDREN + 1) : 0;
	int day = in->wedding_day;
	for (guint i = 0; i < in->n_children; i++) {
		Child *child = &in->children[i];
		const Pick *before = i > 0 ? &in->children[i - 1].given : &in->given;
		child->female = chance_percent(&in->chance, 50);
		day += chance_between(&in->chance, 280, 800);
		child->birth_day = day;
		if (!pick_other(in, child->female ? "female" : "male", &child->given, before, &in->spouse, error))
			return FALSE;
	}
	/* papers speak of children from 2023 on */
	while (in->n_children > 0 && in->children[in->n_children - 1].birth_day >= gregorian_day(2023, 1, 1))
		in->n_children--;
	return TRUE;
}

gboolean
invention_people(Invention *in, GError **error)
{
	in->female = chance_percent(&in->chance, 50);
	draw_dates(in);
	g_autofree char *status = invention_text(in, "common", "status", error);
	if (status == NULL)
		return FALSE;
	in->married = g_str_equal(status, "married");
	return draw_names(in, error) && draw_spouse(in, error) && draw_children(in, error) &&
	       draw_spouse_parents(in, error);
}

void
invention_clear(Invention *in)
{
	Pick *const picks[] = {&in->given, &in->surname, &in->father, &in->father_surname, &in->father_patronymic,
		&in->mother, &in->mother_surname, &in->mother_patronymic, &in->mother_father, &in->other_mother,
		&in->grandfather, &in->patronymic, &in->place, &in->spouse, &in->spouse_surname, &in->spouse_place,
		&in->spouse_father, &in->spouse_mother, &in->spouse_patronymic};
	for (guint i = 0; i < G_N_ELEMENTS(picks); i++)
		pick_clear(picks[i]);
	for (guint i = 0; i < MAX_CHILDREN; i++)
		pick_clear(&in->children[i].given);
	g_clear_pointer(&in->country, g_free);
	g_clear_pointer(&in->compose, g_free);
	g_clear_pointer(&in->latin_papers, g_ptr_array_unref);
}

char *
invention_digits(Invention *in, const char *prefix, int n)
{
	GString *out = g_string_new(prefix);
	g_string_append_c(out, (char)('1' + chance_below(&in->chance, 9)));
	for (int i = 1; i < n; i++)
		g_string_append_c(out, (char)('0' + chance_below(&in->chance, 10)));
	return g_string_free(out, FALSE);
}

char *
invention_date(int day)
{
	int y, m, d;
	gregorian_from_day(day, &y, &m, &d);
	return g_strdup_printf("%04d-%02d-%02d", y, m, d);
}
