#include "app/compare/compare.h"
#include "app/dossier/edtf.h"
#include "app/values/place.h"
#include "firmware/base/language.h"

static char *
point_for_person(EdtfPoint point)
{
	static const char *const months[] = {N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"),
		N_("juin"), N_("juillet"), N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre")};
	if (point.month == 0)
		return g_strdup_printf("%d", point.year);
	const char *month = _(months[point.month - 1]);
	if (point.day == 0)
		return g_strdup_printf("%s %d", month, point.year);
	if (point.day == 1)
		return g_strdup_printf("%s %s %d", _("1er"), month, point.year);
	return g_strdup_printf("%d %s %d", point.day, month, point.year);
}

static char *
date_for_person(const char *value)
{
	Edtf date;
	if (!edtf_parse(value, &date))
		return g_strdup(value);
	g_autofree char *first = point_for_person(date.first);
	if (date.interval) {
		g_autofree char *last = point_for_person(date.last);
		gboolean days = date.first.day != 0 && date.last.day != 0;
		return g_strdup_printf(days ? _("entre le %s et le %s") : _("entre %s et %s"), first, last);
	}
	if (date.about)
		return g_strdup_printf(_("vers %s"), first);
	return g_steal_pointer(&first);
}

static const char *
word_for_code(const char *code)
{
	static const struct {
		const char *code, *word;
	} words[] = {{"M", N_("masculin")}, {"F", N_("féminin")}, {"X", N_("non précisé")},
		{"single", N_("célibataire")}, {"married", N_("marié(e)")}, {"divorced", N_("divorcé(e)")},
		{"widowed", N_("veuf ou veuve")}, {"partnered", N_("partenaire d’un PACS")}};
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_equal(words[i].code, code))
			return _(words[i].word);
	return code;
}

char *
value_for_person(const Values *values, FieldValue kind, const char *value)
{
	switch (kind) {
	case FIELD_VALUE_DATE:
		return date_for_person(value);
	case FIELD_VALUE_COUNTRY: {
		const char *name =
			values == NULL ? NULL : country_name(values, value, language_current() == LANGUAGE_ENGLISH);
		return g_strdup(name != NULL ? name : value);
	}
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
		return g_strdup(word_for_code(value));
	case FIELD_VALUE_NAME:
	case FIELD_VALUE_PLACE:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		break;
	}
	return g_strdup(value);
}
