#include "app/fields/concept.h"

static const char *const names[CONCEPT_N] = {"unknown", "filler", "name", "surname", "given", "patronymic", "usage",
	"full", "call", "who", "birth", "born", "death", "died", "marriage", "married", "event", "date", "year", "hour",
	"age", "place", "region", "country", "sex", "nationality", "status", "number", "document", "file", "national",
	"foreigner", "register", "issue", "expiry", "authority", "office", "person", "infant", "father", "mother",
	"parents", "grandfather", "spouse", "partner", "child", "offspring", "other", "ignore"};

const char *
concept_name(Concept concept)
{
	return names[concept];
}

gboolean
concept_parse(const char *name, Concept *concept)
{
	for (guint i = CONCEPT_UNKNOWN + 1; i < CONCEPT_N; i++) {
		if (g_str_equal(names[i], name)) {
			*concept = (Concept)i;
			return TRUE;
		}
	}
	return FALSE;
}
