#include "app/samples/invention.h"
#include "app/samples/paper_calendar.h"
#include "firmware/base/error.h"
#include <stdio.h>
#include <string.h>

enum { EXTRA_PERCENT = 35 };

/* What a tazkira says of birth: an age, a year or a day, by the solar calendar; and its own date. */
static void
set_tazkira(Invention *in, Paper *paper)
{
	int year, month, day, issued = chance_between(&in->chance, 1380, 1399);
	solar_from_day(in->birth_day, &year, &month, &day);
	issued = MAX(issued, year + 1);
	switch (chance_below(&in->chance, 3)) {
	case 0:
		values_take(paper->values, "person.birth_date",
			g_strdup_printf(
				"age:%d@%d", MAX(1, issued - year - chance_between(&in->chance, 0, 1)), issued));
		break;
	case 1:
		values_take(paper->values, "person.birth_date", g_strdup_printf("sh:%d", year));
		break;
	default:
		values_take(paper->values, "person.birth_date", g_strdup_printf("sh:%d-%02d-%02d", year, month, day));
	}
	values_take(paper->values, "document.issue_date",
		g_strdup_printf("sh:%d-%02d-%02d", issued, chance_between(&in->chance, 1, 12),
			chance_between(&in->chance, 1, 29)));
	values_take(paper->values, "document.number", invention_digits(in, "", 8));
}

/* A passport or card of the home country. */
static void
set_passport(Invention *in, Paper *paper, int decided)
{
	char letter[2] = {(char)('A' + chance_below(&in->chance, 26)), '\0'};
	int issued = decided - chance_between(&in->chance, 400, 2200);
	values_take(paper->values, "document.number", invention_digits(in, letter, 8));
	values_take(paper->values, "document.issue_date", invention_date(issued));
	values_take(paper->values, "document.expiry_date",
		invention_date(issued + (chance_percent(&in->chance, 50) ? 1825 : 3651)));
	values_take(paper->values, "document.issuing_authority", invention_digits(in, "", 4));
	if (in->place.latin[1] == NULL || catalogue_family_of(in->catalogue, paper->template)->native)
		return;
	paper_set(paper, "person.birth_place", in->place.latin[1]);
	paper_differs(paper, "person.birth_place", REASON_BIT(REASON_PLACE_ALIAS));
}

/* A card or booklet that France gave. */
static void
set_permit(Invention *in, Paper *paper, int decided)
{
	static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
	char prefix[3] = {letters[chance_below(&in->chance, 23)], letters[chance_below(&in->chance, 23)], '\0'};
	int issued = decided + chance_between(&in->chance, 60, 300);
	values_take(paper->values, "document.number", invention_digits(in, prefix, 7));
	values_take(
		paper->values, "mrz_optional", g_strdup(g_hash_table_lookup(paper->values, "file.foreigner_number")));
	paper_set(paper, "document.issuing_authority", g_hash_table_lookup(paper->values, "prefecture_title"));
	values_take(paper->values, "document.issue_date", invention_date(issued));
	values_take(paper->values, "document.expiry_date",
		invention_date(issued + (chance_percent(&in->chance, 50) ? 1460 : 3652)));
}

/* Series, number and office of a certificate on a numbered form. */
static gboolean
set_series(Invention *in, Paper *paper, GError **error)
{
	g_autofree char *prefix = invention_text(in, in->country, "number_prefix", error);
	char *authority = prefix != NULL ? invention_text(in, in->country, "authorities", error) : NULL;
	if (authority == NULL)
		return FALSE;
	values_take(paper->values, "document.issuing_authority", authority);
	values_take(paper->values, "document.number", invention_digits(in, prefix, 6));
	return TRUE;
}

/* Does the country give its certificates on such forms? */
static gboolean
has_series(const Invention *in)
{
	return g_key_file_has_key(in->pools, in->country, "number_prefix", NULL);
}

static gboolean
set_certificate(Invention *in, Paper *paper, GError **error)
{
	if (!set_series(in, paper, error))
		return FALSE;
	values_take(paper->values, "document.issue_date",
		invention_date(in->birth_day + chance_between(&in->chance, 5, 40)));
	return TRUE;
}

/* The record of a parent's death: the paper is the parent's, its person is who died. */
static void
set_death(Invention *in, Paper *paper, int decided)
{
	static const char *const endings[] = {"given_names", "surname", "full_name", "birth_date"};
	const char *who = chance_percent(&in->chance, 50) ? "father" : "mother";
	g_autofree char *partner = g_strdup(g_str_equal(who, "father") ? "mother" : "father");
	g_autofree char *partner_name = g_strconcat(partner, ".full_name", NULL);
	g_autofree char *spouse = g_strdup(g_hash_table_lookup(paper->values, partner_name));
	for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *from = g_strconcat(who, ".", endings[i], NULL);
		g_autofree char *to = g_strconcat("person.", endings[i], NULL);
		values_take(paper->values, to, g_strdup(g_hash_table_lookup(paper->values, from)));
	}
	static const char *const gone[] = {"father.given_names", "father.surname", "father.full_name",
		"father.birth_date", "mother.given_names", "mother.surname", "mother.full_name", "mother.birth_date",
		"spouse.given_names", "spouse.surname", "person.patronymic", "person.marital_status"};
	for (guint i = 0; i < G_N_ELEMENTS(gone); i++)
		g_hash_table_remove(paper->values, gone[i]);
	paper_set(paper, "subject", who);
	paper_set(paper, "person.sex", g_str_equal(who, "father") ? "M" : "F");
	values_take(paper->values, "spouse.full_name", g_steal_pointer(&spouse));
	const gboolean native = catalogue_family_of(in->catalogue, paper->template)->native;
	paper_set(paper, "death.place", native ? in->place.native : in->place.latin[0]);
	int dead = in->death_day, issued = dead + chance_between(&in->chance, 1, 60);
	values_take(paper->values, "death.date", invention_date(dead));
	values_take(paper->values, "registration.date", invention_date(dead + chance_between(&in->chance, 0, 9)));
	values_take(paper->values, "document.issue_date", invention_date(MIN(issued, decided)));
	values_take(paper->values, "document.number", invention_digits(in, "", 4));
}

/* The steps before a court and before the Office, as near to the paper's own date as they really are. */
static void
set_steps(Invention *in, Paper *paper, OwnRule rule)
{
	int year, month, day;
	const char *issued = g_hash_table_lookup(paper->values, "document.issue_date");
	if (issued == NULL || sscanf(issued, "%4d-%2d-%2d", &year, &month, &day) != 3)
		return;
	int dated = gregorian_day(year, month, day);
	gboolean judged = g_str_has_prefix(catalogue_family_of(in->catalogue, paper->template)->name, "court-judgment");
	if (rule != OWN_RECORD) {
		values_take(paper->values, "hearing.date", invention_date(dated - chance_between(&in->aside, 14, 35)));
		values_take(
			paper->values, "request.date", invention_date(dated - chance_between(&in->aside, 200, 500)));
		if (rule == OWN_DECISION)
			values_take(paper->values, "interview.date",
				invention_date(dated - chance_between(&in->aside, 40, 150)));
		return;
	}
	int heard = dated - (judged ? chance_between(&in->aside, 0, 9) : chance_between(&in->aside, 40, 90));
	values_take(paper->values, "hearing.date", invention_date(heard));
	values_take(paper->values, "request.date", invention_date(heard - chance_between(&in->aside, 8, 60)));
	values_take(paper->values, "transcription.date",
		invention_date(judged ? dated + chance_between(&in->aside, 9, 40)
				      : heard + chance_between(&in->aside, 9, 39)));
}

/* Numbers, dates and places of the paper itself. */
static gboolean
set_own(Invention *in, Paper *paper, OwnRule rule, GError **error)
{
	int decided = gregorian_day(2023, 1, 1) + chance_between(&in->chance, 0, 700);
	values_take(paper->values, "document.number", invention_digits(in, "", 7));
	values_take(paper->values, "document.issue_date", invention_date(decided));
	values_take(paper->values, "document.expiry_date", invention_date(decided + 300));
	switch (rule) {
	case OWN_PASSPORT:
	case OWN_CARD:
		set_passport(in, paper, decided);
		break;
	case OWN_PERMIT:
		set_permit(in, paper, decided);
		break;
	case OWN_TAZKIRA:
		set_tazkira(in, paper);
		break;
	case OWN_TRANSLATION:
		values_take(paper->values, "document.issue_date",
			invention_date(decided - chance_between(&in->chance, 300, 3000)));
		break;
	case OWN_MARRIAGE:
		values_take(paper->values, "registration.date", invention_date(in->wedding_day + 3));
		values_take(paper->values, "document.issue_date",
			invention_date(in->wedding_day + chance_between(&in->chance, 10, 200)));
		values_take(paper->values, "document.number", invention_digits(in, "", 4));
		return !has_series(in) || set_series(in, paper, error);
	case OWN_DEATH:
		set_death(in, paper, decided);
		return !has_series(in) || set_series(in, paper, error);
	case OWN_DECISION:
		values_take(paper->values, "document.number",
			g_strdup_printf("%d-%06d", 2023, chance_between(&in->chance, 100, 99999)));
		break;
	case OWN_CERTIFICATE:
		return set_certificate(in, paper, error);
	case OWN_RECORD:
		values_take(paper->values, "document.issue_date",
			invention_date(decided - chance_between(&in->chance, 300, 3000)));
		values_take(
			paper->values, "document.number", invention_digits(in, "", chance_between(&in->chance, 3, 5)));
		break;
	case OWN_FORM:
	case OWN_N:
		break;
	}
	return TRUE;
}

/* The faces a paper is set in, where its layout leaves them open; held layouts have faces of their own. */
static gboolean
set_fonts(Invention *in, Paper *paper, GError **error)
{
	const char *group = layout_is_held(paper->template) ? "fonts-held" : "fonts";
	g_auto(GStrv) faces = g_key_file_get_keys(in->pools, group, NULL, error);
	for (guint i = 0; faces != NULL && faces[i] != NULL; i++) {
		char *font = invention_text(in, group, faces[i], error);
		if (font == NULL)
			return FALSE;
		values_take(paper->values, faces[i], font);
	}
	return faces != NULL;
}

static gboolean
add_paper(Invention *in, const char *layout, GHashTable *values, GError **error)
{
	const Family *family = catalogue_family_of(in->catalogue, layout);
	Paper *paper = plan_add_paper(in->plan, layout, values);
	invention_names(in, paper->values, "", family->native);
	invention_names(in, paper->values, "native.", TRUE);
	invention_names(in, paper->values, "latin.", FALSE);
	/* passports leave the patronymic out */
	if (!family->native && g_str_equal(in->compose, "slavic") && g_str_has_prefix(family->name, "passport"))
		paper_set(paper, "person.patronymic", "");
	if (!set_own(in, paper, family->own, error) || !set_fonts(in, paper, error))
		return FALSE;
	set_steps(in, paper, family->own);
	if (!family->native && family->own != OWN_DEATH)
		g_ptr_array_add(in->latin_papers, paper);
	return TRUE;
}

/* The layouts of "family,family" that may be drawn now. */
static gboolean
choices(const Invention *in, const char *group, GPtrArray *layouts, GError **error)
{
	g_auto(GStrv) names = g_strsplit(group, ",", -1);
	for (guint i = 0; names[i] != NULL; i++) {
		const Family *family = catalogue_family(in->catalogue, names[i]);
		if (family == NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED,
				"[%s] papers: \"%s\" is no family of families.ini", in->country, names[i]);
			return FALSE;
		}
		g_autoptr(GPtrArray) some = catalogue_layouts(family, in->set);
		for (guint k = 0; k < some->len && (in->married || !family->married); k++) {
			char *layout = g_ptr_array_index(some, k);
			if (in->only == NULL || g_str_equal(in->only, layout) || g_str_equal(in->only, names[i]))
				g_ptr_array_add(layouts, layout);
		}
	}
	return TRUE;
}

gboolean
invention_papers(Invention *in, GHashTable *values, GError **error)
{
	g_auto(GStrv) own = invention_pool(in, in->country, "papers", error);
	g_auto(GStrv) common = own != NULL ? invention_pool(in, "common", "papers", error) : NULL;
	if (common == NULL)
		return FALSE;
	guint sure = (guint)g_key_file_get_integer(in->pools, "common", "sure", NULL);
	g_autoptr(GPtrArray) groups = g_ptr_array_new();
	for (guint i = 0; own[i] != NULL; i++)
		g_ptr_array_add(groups, own[i]);
	for (guint i = 0; common[i] != NULL; i++) /* the first ones right after the country's first */
		g_ptr_array_insert(groups, i < sure ? (gint)i + 1 : -1, common[i]);
	for (guint i = 0; i < groups->len; i++) {
		g_autoptr(GPtrArray) layouts = g_ptr_array_new();
		if (!choices(in, g_ptr_array_index(groups, i), layouts, error))
			return FALSE;
		gboolean wanted = in->only != NULL || i <= sure || chance_percent(&in->chance, EXTRA_PERCENT);
		if (!wanted || layouts->len == 0)
			continue;
		if (!add_paper(in, g_ptr_array_index(layouts, chance_below(&in->chance, layouts->len)), values, error))
			return FALSE;
	}
	return TRUE;
}
