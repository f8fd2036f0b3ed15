#include "app/dossier/calendar.h"

static const char *const names[CALENDAR_N] = {
	NULL, "gregorian", "persian", "islamic", "islamic-umalqura", "ethiopic", "hebrew", "buddhist", "bengali"};

const char *
calendar_name(Calendar calendar)
{
	return (guint)calendar < CALENDAR_N ? names[calendar] : NULL;
}

const char *
calendar_contract_name(Calendar calendar)
{
	return calendar == CALENDAR_BENGALI ? NULL : calendar_name(calendar);
}

gboolean
calendar_parse(const char *name, Calendar *calendar)
{
	for (guint i = CALENDAR_NONE + 1; i < CALENDAR_N; i++) {
		if (g_strcmp0(names[i], name) == 0) {
			*calendar = (Calendar)i;
			return TRUE;
		}
	}
	return FALSE;
}
