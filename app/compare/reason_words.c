#include "app/compare/compare_parts.h"
#include "firmware/base/language.h"

/* What a colleague says of a difference, as a phrase that follows the values and a colon. `many` is for three values or
 * more; NULL: the same as for two. A kind of value takes its own phrase before the general one (ANY). */

enum { ANY = -1, MAX_SAID = 3 };

typedef struct {
	Reason reason;
	int kind; /* FieldValue or ANY */
	const char *two, *many;
} Phrase;

static const Phrase phrases[] = {
	{REASON_CASE, ANY, N_("seules les majuscules changent"), NULL},
	{REASON_CALENDAR, ANY, N_("la même date, dite dans un autre calendrier et convertie exactement"), NULL},
	{REASON_DIACRITICS, FIELD_VALUE_NAME, N_("le même nom, avec et sans accents"), NULL},
	{REASON_DIACRITICS, ANY, N_("le même mot, avec et sans accents"), NULL},
	{REASON_SPELLING, FIELD_VALUE_NAME, N_("deux orthographes du même nom"),
		N_("plusieurs orthographes du même nom")},
	{REASON_SPELLING, FIELD_VALUE_PLACE, N_("deux orthographes du même lieu"),
		N_("plusieurs orthographes du même lieu")},
	{REASON_SPELLING, ANY, N_("la même valeur écrite autrement"), NULL},
	{REASON_TRANSLITERATION, FIELD_VALUE_NAME, N_("deux transcriptions du même nom"),
		N_("plusieurs transcriptions du même nom")},
	{REASON_TRANSLITERATION, ANY, N_("deux transcriptions du même lieu"),
		N_("plusieurs transcriptions du même lieu")},
	{REASON_SCRIPT, FIELD_VALUE_NAME, N_("le même nom dans deux écritures"),
		N_("le même nom dans des écritures différentes")},
	{REASON_SCRIPT, ANY, N_("le même lieu dans deux écritures"), N_("le même lieu dans des écritures différentes")},
	{REASON_ORDER, ANY, N_("les mêmes éléments dans un autre ordre"), NULL},
	{REASON_STRUCTURE, ANY, N_("nom et prénoms ne sont pas séparés au même endroit"), NULL},
	{REASON_JOINED, ANY, N_("les mêmes éléments, attachés ou séparés"), NULL},
	{REASON_PARTICLE, ANY, N_("une particule écrite d’un côté, omise de l’autre"),
		N_("une particule n’est pas écrite partout")},
	{REASON_INITIALS, ANY, N_("un nom entier réduit à son initiale"), NULL},
	{REASON_MISSING_PART, FIELD_VALUE_NAME, N_("un élément du nom manque d’un côté"),
		N_("un élément du nom n’est pas écrit partout")},
	{REASON_MISSING_PART, ANY, N_("un élément manque d’un côté"), N_("un élément n’est pas écrit partout")},
	{REASON_EXTRA_PART, FIELD_VALUE_NAME, N_("un élément du nom en plus d’un côté"),
		N_("un élément du nom n’est pas écrit partout")},
	{REASON_EXTRA_PART, ANY, N_("un élément en plus d’un côté"), N_("un élément n’est pas écrit partout")},
	{REASON_TRUNCATION, FIELD_VALUE_NAME, N_("un nom coupé faute de place"), NULL},
	{REASON_TRUNCATION, FIELD_VALUE_NUMBER, N_("les zéros de tête manquent d’un côté"),
		N_("les zéros de tête ne sont pas écrits partout")},
	{REASON_TRUNCATION, ANY, N_("une valeur coupée faute de place"), NULL},
	{REASON_PRECISION, FIELD_VALUE_DATE, N_("l’une des dates est plus complète et l’autre ne la contredit pas"),
		N_("certaines dates sont plus complètes et les autres ne les contredisent pas")},
	{REASON_PRECISION, ANY, N_("l’une est plus précise que l’autre"),
		N_("certaines sont plus précises que d’autres")},
	{REASON_PLACEHOLDER_DATE, ANY,
		N_("un 1er janvier, un 1er juillet ou un 31 décembre tient sans doute lieu de jour inconnu"), NULL},
	{REASON_AGE_INTERVAL, ANY, N_("la date est dans l’intervalle que donne l’âge ou l’année de l’autre calendrier"),
		NULL},
	{REASON_PLACE_ALIAS, FIELD_VALUE_COUNTRY, N_("le pays d’alors et celui d’aujourd’hui"), NULL},
	{REASON_PLACE_ALIAS, ANY, N_("deux noms du même lieu"), N_("plusieurs noms du même lieu")},
	{REASON_PLACE_LEVEL, ANY, N_("l’un des lieux est dans l’autre (localité, district, province)"),
		N_("des lieux emboîtés (localité, district, province)")},
	{REASON_OCR_DOUBT, ANY, N_("un caractère a pu être mal lu, à vérifier sur l’image"), NULL},
	{REASON_DAY_MONTH_SWAP, ANY, N_("le jour et le mois sont inversés"), NULL},
	{REASON_CALENDAR_UNCONVERTED, ANY, N_("l’année d’un autre calendrier n’a pas été convertie"), NULL},
	{REASON_OFF_BY_ONE, ANY,
		N_("un seul jour ou une seule année d’écart, comme en laisse une conversion de calendrier"), NULL},
	{REASON_CENTURY, ANY, N_("le siècle n’est pas le même"), NULL},
	{REASON_OTHER_YEAR, ANY, N_("l’année n’est pas la même"), NULL},
	{REASON_OTHER_DATE, ANY, N_("ce ne sont pas les mêmes dates"), NULL},
	{REASON_OTHER_NAME, ANY, N_("ce sont des noms différents"), NULL},
	{REASON_ROLE_REVERSAL, ANY, N_("les deux noms sont intervertis, comme un père et son fils"), NULL},
	{REASON_REPLACED_PART, ANY, N_("un élément du nom est remplacé par un autre"), NULL},
	{REASON_OTHER_PLACE, ANY, N_("ce sont des lieux différents"), NULL},
	{REASON_OTHER_VALUE, FIELD_VALUE_STATUS, N_("la situation diffère ; elle a pu changer d’un papier à l’autre"),
		NULL},
	{REASON_OTHER_VALUE, FIELD_VALUE_NUMBER, N_("ce sont des numéros différents"), NULL},
	{REASON_OTHER_VALUE, FIELD_VALUE_COUNTRY, N_("ce sont des pays différents"), NULL},
	{REASON_OTHER_VALUE, ANY, N_("les valeurs diffèrent"), NULL},
};

static const char *
phrase_of(Reason reason, FieldValue kind, guint n_values)
{
	for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
		const Phrase *p = &phrases[i];
		if (p->reason == reason && (p->kind == ANY || p->kind == (int)kind))
			return n_values > 2 && p->many != NULL ? _(p->many) : _(p->two);
	}
	return reason_name(reason);
}

static const char *
phrase_without_reason(FieldValue kind, Match match)
{
	switch (match) {
	case MATCH_SAME:
		return _("écrits de la même façon");
	case MATCH_VARIANT:
		return _("la même valeur écrite autrement");
	case MATCH_CANNOT_TELL:
		return _("rien ne permet de les rapprocher ni de les opposer, à vérifier");
	case MATCH_DIFFERENT:
	case MATCH_N:
		break;
	}
	if (kind == FIELD_VALUE_NAME)
		return _("ce sont des noms différents");
	return _("les valeurs diffèrent");
}

static void
add_phrases(GPtrArray *said, FieldValue kind, ReasonSet reasons, guint n_values)
{
	for (int reason = 0; reason < REASON_N && said->len < MAX_SAID; reason++) {
		if ((reasons & REASON_BIT(reason)) == 0)
			continue;
		const char *phrase = phrase_of((Reason)reason, kind, n_values);
		if (!g_ptr_array_find(said, phrase, NULL))
			g_ptr_array_add(said, (gpointer)phrase);
	}
}

char *
reasons_say(FieldValue kind, Match match, ReasonSet reasons, guint n_values)
{
	static const ReasonSet of_conflict = ~(REASON_BIT(REASON_DAY_MONTH_SWAP) - 1);
	g_autoptr(GPtrArray) said = g_ptr_array_new();
	if (match == MATCH_CANNOT_TELL) {
		g_ptr_array_add(said, (gpointer)phrase_without_reason(kind, match));
	} else {
		ReasonSet first = match == MATCH_DIFFERENT ? reasons & of_conflict : reasons;
		/* Capitals are worth a word only where nothing else differs. */
		if ((first & ~REASON_BIT(REASON_CASE)) != 0)
			first &= ~REASON_BIT(REASON_CASE);
		add_phrases(said, kind, first, n_values);
		/* When one thing cannot be right, what else differs does not help; where nothing says why, it does. */
		if (said->len == 0)
			add_phrases(said, kind, reasons, n_values);
	}
	if (said->len == 0)
		g_ptr_array_add(said, (gpointer)phrase_without_reason(kind, match));
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < said->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? _(" ; ") : "", (const char *)said->pdata[i]);
	return g_string_free(text, FALSE);
}
