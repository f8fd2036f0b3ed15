#include "app/dossier/fact.h"
#include "app/dossier/word.h"

static const char *const source_names[FACT_SOURCE_N] = {"mrz", "label", "table", "prose", "barcode", "typed"};

Fact *
fact_new(const char *field, const char *raw, const char *value, double confidence, FactSource source, Box box)
{
	Fact *fact = g_new0(Fact, 1);
	fact->field = g_strdup(field);
	fact->raw = g_strdup(raw);
	if (raw != NULL)
		g_strlcpy(fact->script, script_of(raw), sizeof fact->script);
	fact->value = g_strdup(value);
	fact->confidence = CLAMP(confidence, 0, 1);
	fact->source = source;
	fact->page = 1;
	fact->box = box;
	fact->alternatives = g_new0(char *, 1);
	return fact;
}

Fact *
fact_copy(const Fact *fact)
{
	Fact *copy = g_new(Fact, 1);
	*copy = *fact;
	copy->id = g_strdup(fact->id);
	copy->field = g_strdup(fact->field);
	copy->raw = g_strdup(fact->raw);
	copy->value = g_strdup(fact->value);
	copy->alternatives = g_strdupv(fact->alternatives);
	return copy;
}

void
fact_free(Fact *fact)
{
	if (fact == NULL)
		return;
	g_free(fact->id);
	g_free(fact->field);
	g_free(fact->raw);
	g_free(fact->value);
	g_strfreev(fact->alternatives);
	g_free(fact);
}

const char *
fact_source_name(FactSource source)
{
	return (guint)source < FACT_SOURCE_N ? source_names[source] : NULL;
}

gboolean
fact_source_parse(const char *name, FactSource *source)
{
	for (guint i = 0; i < FACT_SOURCE_N; i++) {
		if (g_strcmp0(source_names[i], name) == 0) {
			*source = (FactSource)i;
			return TRUE;
		}
	}
	return FALSE;
}
