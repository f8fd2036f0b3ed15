#include "app/values/place.h"
#include "app/values/name.h"
#include "app/values/place_text.h"
#include "app/values/text_key.h"
#include "app/values/values_data.h"
#include <string.h>

static void
decide(ValueComparison *out, Match match, ReasonSet reasons, const char *rule)
{
	out->match = match;
	out->reasons = reasons;
	out->rule = rule;
}

static gboolean
share_place(const PlaceLevel *a, const PlaceLevel *b)
{
	for (guint i = 0; i < a->n; i++) {
		for (guint k = 0; k < b->n; k++) {
			if (a->places[i] == b->places[k])
				return TRUE;
		}
	}
	return FALSE;
}

/* A level of other holds the place a: its region or country, or the very same name. */
static gboolean
is_level_of(const Values *values, const PlaceText *a, const PlaceText *other)
{
	const PlaceLevel *first = &a->levels[0];
	for (guint k = 0; k < other->n; k++) {
		const PlaceLevel *level = &other->levels[k];
		if (k > 0 && (share_place(first, level) || strcmp(first->name, level->name) == 0))
			return TRUE;
		for (guint i = 0; i < first->n; i++) {
			for (guint j = 0; j < level->n && k == 0; j++) {
				if (place_is_in(values, level->places[j], first->places[i]))
					return TRUE;
			}
		}
	}
	return FALSE;
}

/* Both say in which country or region, and these are not one in the other. */
static gboolean
containers_conflict(const Values *values, const PlaceText *a, const PlaceText *b)
{
	for (guint i = 1; i < a->n; i++) {
		for (guint k = 1; k < b->n; k++) {
			const PlaceLevel *left = &a->levels[i], *right = &b->levels[k];
			if (left->n == 0 || right->n == 0)
				continue;
			gboolean related = share_place(left, right);
			for (guint x = 0; x < left->n && !related; x++) {
				for (guint y = 0; y < right->n && !related; y++)
					related = place_is_in(values, left->places[x], right->places[y]) ||
						  place_is_in(values, right->places[y], left->places[x]);
			}
			if (related)
				return FALSE;
		}
	}
	for (guint i = 1; i < a->n; i++) {
		for (guint k = 1; k < b->n; k++) {
			if (a->levels[i].n > 0 && b->levels[k].n > 0)
				return TRUE;
		}
	}
	return FALSE;
}

static Script
level_script(const PlaceLevel *level)
{
	return script_of_text(level->name);
}

static void
mark_all(const char *a, const char *b, ValueComparison *out)
{
	comparison_mark(out->marks_a, 0, (int)g_utf8_strlen(a, -1));
	comparison_mark(out->marks_b, 0, (int)g_utf8_strlen(b, -1));
}

/* How one name of a place came to be the other. */
static ReasonSet
compare_names(const Values *values, const PlaceLevel *a, const PlaceLevel *b, gboolean known)
{
	if (strcmp(a->phrase, b->phrase) == 0)
		return 0;
	ValueComparison names;
	name_compare(values, a->name, b->name, NAME_FULL, &names);
	ReasonSet part = REASON_BIT(REASON_MISSING_PART) | REASON_BIT(REASON_EXTRA_PART) | REASON_BIT(REASON_INITIALS);
	ReasonSet reasons = names.match == MATCH_VARIANT && !(names.reasons & part) ? names.reasons : 0;
	gboolean same = names.match == MATCH_SAME;
	comparison_clear(&names);
	if (a->old_name != b->old_name)
		return REASON_BIT(REASON_PLACE_ALIAS);
	if (same)
		return REASON_BIT(REASON_PLACE_LEVEL);
	ReasonSet small = REASON_BIT(REASON_DIACRITICS) | REASON_BIT(REASON_JOINED) | REASON_BIT(REASON_CASE);
	if (known && (reasons == 0 || (reasons & ~small)))
		return REASON_BIT(REASON_PLACE_ALIAS) |
		       (level_script(a) != level_script(b) ? REASON_BIT(REASON_SCRIPT) : 0);
	return reasons;
}

/* Only commas, brackets and spaces differ. */
static gboolean
same_letters(const char *a, const char *b)
{
	for (;;) {
		while (*a != '\0' && !g_unichar_isalnum(g_utf8_get_char(a)))
			a = g_utf8_next_char(a);
		while (*b != '\0' && !g_unichar_isalnum(g_utf8_get_char(b)))
			b = g_utf8_next_char(b);
		if (*a == '\0' || *b == '\0')
			return *a == *b;
		if (g_utf8_get_char(a) != g_utf8_get_char(b))
			return FALSE;
		a = g_utf8_next_char(a);
		b = g_utf8_next_char(b);
	}
}

/* "Lyon 3e" and "Lyon 7e" are two town halls. */
static gboolean
numbers_differ(const PlaceLevel *a, const PlaceLevel *b)
{
	gsize n = strcspn(a->phrase, "0123456789"), m = strcspn(b->phrase, "0123456789");
	if (a->phrase[n] == '\0' || b->phrase[m] == '\0')
		return FALSE;
	return g_ascii_strtoull(a->phrase + n, NULL, 10) != g_ascii_strtoull(b->phrase + m, NULL, 10);
}

static void
compare_first(
	const Values *values, const PlaceText *a, const PlaceText *b, gboolean written_alike, ValueComparison *out)
{
	const PlaceLevel *left = &a->levels[0], *right = &b->levels[0];
	gboolean known = left->n > 0 && right->n > 0, shared = share_place(left, right);
	gboolean equal = strcmp(left->name, right->name) == 0, numbers = numbers_differ(left, right);
	ReasonSet reasons = known && !shared && !equal ? 0 : compare_names(values, left, right, shared);
	if (!numbers && (shared || equal || reasons != 0) && !(known && !shared) &&
		!containers_conflict(values, a, b)) {
		if (a->n != b->n)
			reasons |= REASON_BIT(REASON_PLACE_LEVEL);
		if (reasons == 0)
			reasons = REASON_BIT(written_alike ? REASON_SPELLING : REASON_DIACRITICS);
		decide(out, MATCH_VARIANT, reasons,
			reasons & REASON_BIT(REASON_PLACE_ALIAS)   ? "place/alias@1"
			: reasons & REASON_BIT(REASON_PLACE_LEVEL) ? "place/level@1"
								   : "place/spelling@1");
		return;
	}
	if (!numbers && !(known && shared) && !containers_conflict(values, a, b) &&
		(is_level_of(values, a, b) || is_level_of(values, b, a))) {
		decide(out, MATCH_VARIANT, REASON_BIT(REASON_PLACE_LEVEL), "place/level@1");
		return;
	}
	decide(out, MATCH_DIFFERENT, REASON_BIT(REASON_OTHER_PLACE), known ? "place/other@1" : "place/other-unknown@1");
}

void
place_compare(const Values *values, const char *a, const char *b, ValueComparison *out)
{
	comparison_init(out, MATCH_CANNOT_TELL);
	out->rule = "place/unreadable@1";
	if (a == NULL || b == NULL)
		return;
	PlaceText left, right;
	place_text_init(&left, values, a);
	place_text_init(&right, values, b);
	if (left.n == 0 || right.n == 0 || level_script(&left.levels[0]) == SCRIPT_NONE ||
		level_script(&right.levels[0]) == SCRIPT_NONE)
		return;
	out->rule = NULL;
	g_autofree char *valid_a = g_utf8_make_valid(a, -1), *valid_b = g_utf8_make_valid(b, -1);
	g_autofree char *nfc_a = g_utf8_normalize(g_strstrip(valid_a), -1, G_NORMALIZE_NFC);
	g_autofree char *nfc_b = g_utf8_normalize(g_strstrip(valid_b), -1, G_NORMALIZE_NFC);
	g_autofree char *case_a = g_utf8_casefold(nfc_a, -1), *case_b = g_utf8_casefold(nfc_b, -1);
	if (strcmp(case_a, case_b) == 0) {
		gboolean letter_case = strcmp(nfc_a, nfc_b) != 0;
		decide(out, MATCH_SAME, letter_case ? REASON_BIT(REASON_CASE) : 0, letter_case ? "place/case@1" : NULL);
		return;
	}
	place_text_narrow(&left, values);
	place_text_narrow(&right, values);
	compare_first(values, &left, &right, same_letters(case_a, case_b), out);
	mark_all(nfc_a, nfc_b, out);
}

gboolean
place_known(const Values *values, const char *text, char country[4])
{
	PlaceText place;
	place_text_init(&place, values, text);
	place_text_narrow(&place, values);
	if (country != NULL)
		country[0] = '\0';
	if (place.n == 0 || place.levels[0].n == 0)
		return FALSE;
	const PlaceLevel *level = &place.levels[0];
	PlaceRecord first = place_index_record(values->places, level->places[0]);
	for (guint i = 1; i < level->n; i++) {
		if (place_index_record(values->places, level->places[i]).country != first.country)
			return TRUE;
	}
	if (country != NULL)
		g_strlcpy(country, place_index_country(values->places, first.country).alpha3, 4);
	return TRUE;
}

/* The most populous place of a name; a town goes before its region. */
static guint32
best_place(const Values *values, const PlaceLevel *level)
{
	guint32 best = level->places[0];
	for (guint i = 1; i < level->n; i++) {
		PlaceRecord one = place_index_record(values->places, level->places[i]);
		PlaceRecord held = place_index_record(values->places, best);
		if (one.population > held.population ||
			(one.population == held.population && one.kind == PLACE_COUNTRY))
			best = level->places[i];
	}
	return best;
}

char *
place_normalise(const Values *values, const char *raw, const char *language)
{
	if (raw == NULL)
		return NULL;
	g_autofree char *valid = g_utf8_make_valid(raw, -1);
	Script script = script_of_text(valid);
	if (script == SCRIPT_NONE)
		return NULL;
	if (script == SCRIPT_LATIN) {
		g_autofree char *nfc = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
		g_auto(GStrv) words = g_strsplit_set(nfc, " \t\r\n\v\f", -1);
		GString *out = g_string_new(NULL);
		for (guint i = 0; words[i] != NULL; i++) {
			if (words[i][0] != '\0')
				g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", words[i]);
		}
		return g_string_free(out, FALSE);
	}
	PlaceText place;
	place_text_init(&place, values, valid);
	place_text_narrow(&place, values);
	if (place.n == 0)
		return NULL;
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < place.n; i++) {
		if (place.levels[i].n ==
			0) { /* a spelling is not invented: it is romanised by a table that can, or none */
			g_string_free(out, TRUE);
			return script_gives_spelling(script) ? romanise_text(values->romanise, valid, script, language)
							     : NULL;
		}
		PlaceRecord record = place_index_record(values->places, best_place(values, &place.levels[i]));
		const char *name = record.kind == PLACE_COUNTRY
					   ? place_index_text(values->places,
						     place_index_country(values->places, record.country).french)
					   : place_index_text(values->places, record.french);
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", name);
	}
	return g_string_free(out, FALSE);
}
