#include "drivers/scan/scan_sentence.h"
#include "firmware/base/language.h"

static const char *const sentences[STATION_ERROR_N_CODES] = {
	[STATION_ERROR_FAILED] = N_("Le scanner a signalé une erreur. Éteignez-le, rallumez-le, puis recommencez."),
	[STATION_ERROR_NO_DEVICE] = N_("Ce scanner est introuvable. Vérifiez qu’il est allumé et branché."),
	[STATION_ERROR_NO_PAPER] = N_("Il n’y a pas de papier dans le chargeur. Posez les feuilles, puis recommencez."),
	[STATION_ERROR_JAMMED] = N_("Bourrage papier. Ouvrez le scanner, retirez la feuille, remettez-la sur le "
				    "dessus de la pile et reprenez."),
	[STATION_ERROR_DOUBLE_FEED] = N_("Deux feuilles sont passées ensemble. Séparez-les, remettez-les sur le "
					 "dessus de la pile et reprenez."),
	[STATION_ERROR_COVER_OPEN] = N_("Le capot du scanner est ouvert. Fermez-le et reprenez."),
	[STATION_ERROR_UNPLUGGED] = N_("Le scanner ne répond plus : il est débranché ou éteint. Rebranchez-le et "
				       "reprenez."),
	[STATION_ERROR_BUSY] = N_("Le scanner est occupé. Attendez la fin de l’autre numérisation."),
	[STATION_ERROR_CANCELLED] = N_("Numérisation annulée."),
	[STATION_ERROR_STALLED] = N_("Le scanner n’envoie plus rien. La page en cours est perdue : remettez la "
				     "feuille et reprenez."),
	[STATION_ERROR_BAD_FRAME] = N_("Le scanner a envoyé une page incomplète ou incohérente. Remettez la feuille "
				       "et reprenez."),
	[STATION_ERROR_CRASHED] = N_("Le pilote du scanner s’est arrêté ; il est déjà relancé. Remettez la feuille "
				     "et reprenez."),
	[STATION_ERROR_DENIED] = N_("L’accès au scanner est refusé. Prévenez le technicien."),
	[STATION_ERROR_TOO_LARGE] = N_("La page est trop grande. Choisissez une résolution plus basse."),
	[STATION_ERROR_UNSUPPORTED] = N_("Le scanner ne connaît pas ce réglage."),
};

static char *
kept(guint pages)
{
	return g_strdup_printf(ngettext("La page déjà numérisée est conservée.",
				       "Les %u pages déjà numérisées sont conservées.", pages),
		pages);
}

char *
scan_sentence(StationError code, guint sheet, guint pages)
{
	const char *text = (guint)code < STATION_ERROR_N_CODES ? sentences[code] : NULL;
	if (text == NULL)
		text = sentences[STATION_ERROR_FAILED];
	GString *s = g_string_new(NULL);
	if (sheet > 0)
		g_string_append_printf(s, _("Feuille %u : "), sheet);
	g_string_append(s, _(text));
	if (pages > 0) {
		g_autofree char *more = kept(pages);
		g_string_append_printf(s, " %s", more);
	}
	return g_string_free(s, FALSE);
}

char *
scan_sentence_done(guint pages)
{
	return g_strdup_printf(ngettext("%u page numérisée.", "%u pages numérisées.", pages), pages);
}
