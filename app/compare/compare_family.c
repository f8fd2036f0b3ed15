#include "app/compare/compare_parts.h"
#include "app/values/date.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include "firmware/base/language.h"
#include <string.h>

/* What values of the whole file say against each other. A date that is an interval or a year is given the benefit of
 * every day in it. */

static const double days_a_year = 365.2425;

/* Whole years between two dates: the most and the least that their bounds allow. FALSE: one is no date. */
static gboolean
years_between(const char *from, const char *to, double *least, double *most)
{
	int from_first, from_last, to_first, to_last;
	if (from == NULL || to == NULL || !date_bounds(from, &from_first, &from_last) ||
		!date_bounds(to, &to_first, &to_last))
		return FALSE;
	*least = (to_first - from_last) / days_a_year;
	*most = (to_last - from_first) / days_a_year;
	return TRUE;
}

typedef struct {
	const char *older, *younger; /* fields, or "marriage.date" */
	int least, most;             /* years; most 0: no limit */
	const char *rule;
	const char *too_young, *too_old; /* %1$s, %2$s: the dates */
} AgeRule;

static void
report_age(Comparing *c, const AgeRule *rule, const Fact *older, const Fact *younger, gboolean young)
{
	g_autofree char *a = value_for_person(c->values, FIELD_VALUE_DATE, older->value),
			*b = value_for_person(c->values, FIELD_VALUE_DATE, younger->value);
	g_autofree char *said = sentence_fill(young ? rule->too_young : rule->too_old, a, b, NULL);
	Finding *finding = finding_add(c->dossier, rule->rule, said);
	finding_names(finding, rule->older, older);
	finding_names(finding, rule->younger, younger);
}

/* One finding a rule: the first pair of values that breaks it. */
static void
check_ages(Comparing *c, const AgeRule *rule)
{
	const Row *older = g_hash_table_lookup(c->rows, rule->older),
		  *younger = g_hash_table_lookup(c->rows, rule->younger);
	for (guint i = 0; older != NULL && younger != NULL && i < older->candidates->len; i++) {
		for (guint j = 0; j < younger->candidates->len; j++) {
			const Fact *a = ((const Candidate *)older->candidates->pdata[i])->fact,
				   *b = ((const Candidate *)younger->candidates->pdata[j])->fact;
			double least, most;
			if (!years_between(a->value, b->value, &least, &most))
				continue;
			gboolean young = most<rule->least, old = rule->most> 0 && least > rule->most + 1;
			if (young || old) {
				report_age(c, rule, a, b, young);
				return;
			}
		}
	}
}

static void
check_all_ages(Comparing *c)
{
	const CompareRules *r = c->rules;
	const AgeRule rules[] = {
		{"mother.birth_date", "person.birth_date", r->mother_min, r->mother_max, "family/mother-age@1",
			_("La mère (née : %1$s) serait trop jeune pour une naissance à cette date (%2$s)."),
			_("La mère (née : %1$s) serait trop âgée pour une naissance à cette date (%2$s).")},
		{"father.birth_date", "person.birth_date", r->father_min, r->father_max, "family/father-age@1",
			_("Le père (né : %1$s) serait trop jeune pour une naissance à cette date (%2$s)."),
			_("Le père (né : %1$s) serait trop âgé pour une naissance à cette date (%2$s).")},
		{"person.birth_date", "marriage.date", r->marriage_min, r->life_max, "family/marriage-age@1",
			_("Naissance : %1$s ; mariage : %2$s. La personne aurait été mariée trop jeune."),
			_("Naissance : %1$s ; mariage : %2$s. L’écart dépasse une vie.")},
		{"spouse.birth_date", "marriage.date", r->marriage_min, r->life_max, "family/spouse-age@1",
			_("Naissance du conjoint : %1$s ; mariage : %2$s. Le conjoint aurait été marié trop jeune."),
			_("Naissance du conjoint : %1$s ; mariage : %2$s. L’écart dépasse une vie.")},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
		check_ages(c, &rules[i]);
	for (int n = 1; n <= 99; n++) {
		g_autofree char *field = g_strdup_printf("child%d.birth_date", n);
		if (g_hash_table_contains(c->rows, field)) {
			AgeRule rule = {"person.birth_date", field, MIN(r->mother_min, r->father_min), r->father_max,
				"family/child-age@1",
				_("La personne (née : %1$s) serait trop jeune pour cet enfant (né : %2$s)."),
				_("La personne (née : %1$s) serait trop âgée pour cet enfant (né : %2$s).")};
			check_ages(c, &rule);
		}
	}
}

/* A patronymic without its ending, Latin letters without accents, lower case; NULL: no known ending. */
static char *
patronymic_stem(const CompareRules *rules, const char *patronymic)
{
	g_autofree char *plain = g_str_to_ascii(patronymic, "C"), *lower = g_ascii_strdown(plain, -1);
	g_auto(GStrv) words = g_strsplit(lower, " ", 2);
	if (words[0] != NULL && words[1] != NULL &&
		g_strv_contains((const char *const *)rules->patronymic_words, words[1]))
		return g_strdup(words[0]);
	gsize longest = 0, length = strlen(lower);
	for (char **e = rules->patronymic_endings; *e != NULL; e++)
		if (g_str_has_suffix(lower, *e) && strlen(*e) > longest)
			longest = strlen(*e);
	return longest == 0 || length - longest < 1 ? NULL : g_strndup(lower, length - longest);
}

/* Consonants alone: a stem loses or changes its vowels (Pavel, Pavlovich; Lev, Lvovich). */
static char *
consonants(const char *text)
{
	g_autofree char *plain = g_str_to_ascii(text, "C");
	GString *kept = g_string_new(NULL);
	for (const char *p = plain; *p != '\0'; p++) {
		char letter = g_ascii_tolower(*p);
		if (letter == 'x')
			g_string_append(kept, "ks");
		else if (g_ascii_isalpha(letter) && strchr("aeiouyjh", letter) == NULL &&
			 (kept->len == 0 || kept->str[kept->len - 1] != letter))
			g_string_append_c(kept, letter);
	}
	return g_string_free(kept, FALSE);
}

static gboolean
patronymic_fits(const Comparing *c, const char *stem, const char *given)
{
	g_autofree char *a = consonants(stem), *b = consonants(given);
	if (g_str_has_prefix(a, b) || g_str_has_prefix(b, a))
		return TRUE;
	g_auto(ValueComparison) pair = {0};
	name_compare(c->values, stem, given, NAME_GIVEN, &pair);
	return pair.match != MATCH_DIFFERENT;
}

/* The first name of a father: his given names, or any part of his undivided name may be it. */
static gboolean
father_fits(const Comparing *c, const char *stem, const Fact *father)
{
	g_auto(GStrv) parts = g_strsplit_set(father->value, " -", 0);
	for (char **part = parts; *part != NULL; part++)
		if (**part != '\0' && patronymic_fits(c, stem, *part))
			return TRUE;
	return FALSE;
}

static void
check_patronymic(Comparing *c)
{
	const Row *own = g_hash_table_lookup(c->rows, "person.patronymic"),
		  *father = g_hash_table_lookup(c->rows, "father.given_names");
	if (father == NULL || father->candidates->len == 0)
		father = g_hash_table_lookup(c->rows, "father.full_name");
	for (guint i = 0; own != NULL && father != NULL && i < own->candidates->len; i++) {
		const Fact *patronymic = ((const Candidate *)own->candidates->pdata[i])->fact;
		g_autofree char *stem = patronymic->value == NULL ? NULL : patronymic_stem(c->rules, patronymic->value);
		for (guint j = 0; stem != NULL && j < father->candidates->len; j++) {
			const Fact *given = ((const Candidate *)father->candidates->pdata[j])->fact;
			if (given->value == NULL || father_fits(c, stem, given))
				continue;
			g_autofree char *said =
				g_strdup_printf(_("Le patronyme « %s » ne vient pas du prénom du père, « %s »."),
					patronymic->value, given->value);
			Finding *finding = finding_add(c->dossier, "family/patronymic@1", said);
			finding_names(finding, own->field, patronymic);
			finding_names(finding, father->field, given);
			return;
		}
	}
}

static void
check_union(Comparing *c)
{
	const Row *row = g_hash_table_lookup(c->rows, "person.birth_country");
	for (guint i = 0; row != NULL && i < row->candidates->len; i++) {
		const Fact *fact = ((const Candidate *)row->candidates->pdata[i])->fact;
		if (!g_strv_contains((const char *const *)c->rules->union_members, fact->value))
			continue;
		g_autofree char *country = value_for_person(c->values, FIELD_VALUE_COUNTRY, fact->value);
		g_autofree char *said = g_strdup_printf(_("Naissance dans un État membre de l’Union européenne (%s) : "
							  "en principe, l’acte n’est pas reconstitué."),
			country);
		finding_names(finding_add(c->dossier, "act/union-member@1", said), row->field, fact);
		return;
	}
}

static void
check_place_country(Comparing *c)
{
	const Row *places = g_hash_table_lookup(c->rows, "person.birth_place"),
		  *countries = g_hash_table_lookup(c->rows, "person.birth_country");
	for (guint i = 0; places != NULL && countries != NULL && i < places->candidates->len; i++) {
		const Fact *place = ((const Candidate *)places->candidates->pdata[i])->fact;
		char code[4] = "";
		if (!place_known(c->values, fact_text(place), code) || code[0] == '\0')
			continue;
		for (guint j = 0; j < countries->candidates->len; j++) {
			const Fact *country = ((const Candidate *)countries->candidates->pdata[j])->fact;
			if (g_str_equal(country->value, code) || countries_succeed(c->rules, country->value, code))
				continue;
			g_autofree char *here = value_for_person(c->values, FIELD_VALUE_COUNTRY, code),
					*there = value_for_person(c->values, FIELD_VALUE_COUNTRY, country->value);
			g_autofree char *said = g_strdup_printf(_("« %s » est connu comme un lieu de ce pays : %s ; le "
								  "pays de naissance écrit est : %s."),
				fact_text(place), here, there);
			Finding *finding = finding_add(c->dossier, "place/other-country@1", said);
			finding_names(finding, places->field, place);
			finding_names(finding, countries->field, country);
			return;
		}
	}
}

void
findings_family(Comparing *c)
{
	check_all_ages(c);
	check_patronymic(c);
	check_union(c);
	check_place_country(c);
}
