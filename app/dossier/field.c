#include "app/dossier/field.h"
#include "firmware/base/language.h"
#include <string.h>

static const struct {
	const char *ending;
	FieldValue value;
	const char *label;
} person_endings[] =
	{
		{"surname", FIELD_VALUE_NAME, N_("nom de famille")},
		{"given_names", FIELD_VALUE_NAME, N_("prénoms")},
		{"full_name", FIELD_VALUE_NAME, N_("nom complet")},
		{"patronymic", FIELD_VALUE_NAME, N_("patronyme")},
		{"usage_name", FIELD_VALUE_NAME, N_("nom d’usage")},
		{"national_number", FIELD_VALUE_NUMBER, N_("numéro national")},
		{"sex", FIELD_VALUE_SEX, N_("sexe")},
		{"birth_date", FIELD_VALUE_DATE, N_("date de naissance")},
		{"birth_place", FIELD_VALUE_PLACE, N_("lieu de naissance")},
		{"birth_country", FIELD_VALUE_COUNTRY, N_("pays de naissance")},
		{"nationality", FIELD_VALUE_COUNTRY, N_("nationalité")},
		{"marital_status", FIELD_VALUE_STATUS, N_("situation familiale")},
},
  others[] = {
	  {"grandfather.given_names", FIELD_VALUE_NAME, N_("prénoms du grand-père")},
	  {"marriage.date", FIELD_VALUE_DATE, N_("date du mariage")},
	  {"marriage.place", FIELD_VALUE_PLACE, N_("lieu du mariage")},
	  {"death.date", FIELD_VALUE_DATE, N_("date du décès")},
	  {"death.place", FIELD_VALUE_PLACE, N_("lieu du décès")},
	  {"document.number", FIELD_VALUE_NUMBER, N_("numéro du document")},
	  {"document.issue_date", FIELD_VALUE_DATE, N_("date de délivrance")},
	  {"document.expiry_date", FIELD_VALUE_DATE, N_("date d’expiration")},
	  {"document.issuing_authority", FIELD_VALUE_TEXT, N_("autorité de délivrance")},
	  {"file.number", FIELD_VALUE_NUMBER, N_("numéro de dossier")},
	  {"file.foreigner_number", FIELD_VALUE_NUMBER, N_("numéro d’étranger")},
};

static gboolean
is_child(const char *subject, gsize length)
{
	if (length < 6 || length > 7 || strncmp(subject, "child", 5) != 0 || subject[5] == '0')
		return FALSE;
	for (gsize i = 5; i < length; i++)
		if (!g_ascii_isdigit(subject[i]))
			return FALSE;
	return TRUE;
}

static gboolean
is_person(const char *subject, gsize length)
{
	static const char *const persons[] = {"person", "father", "mother", "spouse"};
	for (guint i = 0; i < G_N_ELEMENTS(persons); i++)
		if (strlen(persons[i]) == length && strncmp(subject, persons[i], length) == 0)
			return TRUE;
	return is_child(subject, length);
}

static gboolean
look_up(const char *field, FieldValue *value)
{
	const char *point = strchr(field, '.');
	if (point == NULL)
		return FALSE;
	if (is_person(field, (gsize)(point - field))) {
		for (guint i = 0; i < G_N_ELEMENTS(person_endings); i++) {
			if (g_str_equal(person_endings[i].ending, point + 1)) {
				*value = person_endings[i].value;
				return TRUE;
			}
		}
		return FALSE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		if (g_str_equal(others[i].ending, field)) {
			*value = others[i].value;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
field_is_known(const char *field)
{
	FieldValue value;
	return look_up(field, &value);
}

FieldValue
field_value(const char *field)
{
	FieldValue value = FIELD_VALUE_TEXT;
	gboolean known = look_up(field, &value);
	g_assert(known);
	return value;
}

char *
field_subject(const char *field)
{
	const char *point = strchr(field, '.');
	return point == NULL ? g_strdup("") : g_strndup(field, (gsize)(point - field));
}

const char *
field_ending(const char *field)
{
	const char *point = strchr(field, '.');
	return point == NULL ? field : point + 1;
}

gboolean
subject_is_known(const char *subject)
{
	return is_person(subject, strlen(subject)) || g_str_equal(subject, "other");
}

char *
field_seen_from(const char *field, const char *paper_subject)
{
	if (g_str_equal(paper_subject, "person"))
		return g_strdup(field);
	if (g_str_equal(paper_subject, "other"))
		return NULL;
	g_autofree char *subject = field_subject(field);
	gboolean marriage = g_str_equal(subject, "marriage");
	if (g_str_equal(paper_subject, "spouse") && g_str_equal(subject, "spouse"))
		return g_strconcat("person.", field_ending(field), NULL);
	if (g_str_equal(paper_subject, "spouse") && marriage)
		return g_strdup(field);
	if (g_str_equal(subject, "person"))
		return g_strconcat(paper_subject, ".", field_ending(field), NULL);
	return NULL;
}

/* Whose field it is, after the label: " de la mère". */
static char *
of_whom(const char *subject)
{
	static const struct {
		const char *subject, *of;
	} persons[] = {{"person", ""}, {"father", N_(" du père")}, {"mother", N_(" de la mère")},
		{"spouse", N_(" du conjoint")}};
	for (guint i = 0; i < G_N_ELEMENTS(persons); i++)
		if (g_str_equal(persons[i].subject, subject))
			return g_strdup(persons[i].of[0] != '\0' ? _(persons[i].of) : "");
	return g_strdup_printf(_(" de l’enfant %s"), subject + strlen("child"));
}

char *
field_label(const char *field)
{
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_str_equal(others[i].ending, field))
			return g_strdup(_(others[i].label));
	for (guint i = 0; i < G_N_ELEMENTS(person_endings); i++) {
		if (g_str_equal(person_endings[i].ending, field_ending(field))) {
			g_autofree char *subject = field_subject(field);
			g_autofree char *of = of_whom(subject);
			return g_strconcat(_(person_endings[i].label), of, NULL);
		}
	}
	return g_strdup(field);
}
