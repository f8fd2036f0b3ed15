/* How the names of a country are put together on its papers. */
#include "app/samples/invention.h"
#include <string.h>

/* Puts parts into one spec; each may be "native|romanised". */
static char *
join(const char *a, const char *b, const char *c)
{
	const char *parts[] = {a, b, c};
	g_autoptr(GString) raw = g_string_new(NULL), value = g_string_new(NULL);
	gboolean romanised = FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(parts) && parts[i] != NULL; i++) {
		const char *bar = strchr(parts[i], '|');
		romanised |= bar != NULL;
		g_string_append_printf(raw, "%s%.*s", i > 0 ? " " : "",
			(int)(bar != NULL ? bar - parts[i] : (int)strlen(parts[i])), parts[i]);
		g_string_append_printf(value, "%s%s", i > 0 ? " " : "", bar != NULL ? bar + 1 : parts[i]);
	}
	return romanised ? g_strconcat(raw->str, "|", value->str, NULL) : g_strdup(raw->str);
}

typedef struct {
	const Invention *in;
	GHashTable *values;
	const char *prefix;
	gboolean native;
} Names;

static const char *
side(const Names *names, const Pick *pick)
{
	return names->native ? pick->native : pick->latin != NULL ? pick->latin[0] : NULL;
}

static void
take(const Names *names, const char *variable, char *spec)
{
	g_hash_table_replace(names->values, g_strconcat(names->prefix, variable, NULL), spec);
}

static void
put(const Names *names, const char *variable, const Pick *pick)
{
	take(names, variable, g_strdup(side(names, pick)));
}

static void
put_afghan(const Names *names)
{
	const Invention *in = names->in;
	put(names, "person.full_name", &in->given);
	put(names, "father.full_name", &in->father);
	put(names, "mother.full_name", &in->mother);
	put(names, "spouse.full_name", &in->spouse);
}

static void
put_slavic(const Names *names)
{
	const Invention *in = names->in;
	put(names, "person.patronymic", &in->patronymic);
	put(names, "father.surname", &in->father_surname);
	put(names, "mother.surname", &in->mother_surname);
	put(names, "father.patronymic", &in->father_patronymic);
	put(names, "mother.patronymic", &in->mother_patronymic);
	take(names, "person.full_name",
		join(side(names, &in->surname), side(names, &in->given), side(names, &in->patronymic)));
	take(names, "father.full_name",
		join(side(names, &in->father_surname), side(names, &in->father), side(names, &in->father_patronymic)));
	take(names, "mother.full_name",
		join(side(names, &in->mother_surname), side(names, &in->mother), side(names, &in->mother_patronymic)));
	take(names, "spouse.full_name", join(side(names, &in->spouse_surname), side(names, &in->spouse), NULL));
}

static void
put_chain(const Names *names)
{
	const Invention *in = names->in;
	const char *father = side(names, &in->father), *grandfather = side(names, &in->grandfather);
	take(names, "person.full_name", join(side(names, &in->given), father, grandfather));
	take(names, "father.full_name", join(father, grandfather, NULL));
	take(names, "mother.full_name", join(side(names, &in->mother), side(names, &in->mother_father), NULL));
	take(names, "spouse.full_name", join(side(names, &in->spouse), side(names, &in->spouse_surname), NULL));
}

static void
put_plain(const Names *names)
{
	const Invention *in = names->in;
	put(names, "father.surname", &in->father_surname);
	put(names, "mother.surname", &in->mother_surname);
	take(names, "person.full_name", join(side(names, &in->given), side(names, &in->surname), NULL));
	take(names, "father.full_name", join(side(names, &in->father), side(names, &in->father_surname), NULL));
	take(names, "mother.full_name", join(side(names, &in->mother), side(names, &in->mother_surname), NULL));
	take(names, "spouse.full_name", join(side(names, &in->spouse), side(names, &in->spouse_surname), NULL));
}

static void
put_children(const Names *names)
{
	const Invention *in = names->in;
	gboolean chain = g_str_equal(in->compose, "chain");
	for (guint i = 0; i < in->n_children; i++) {
		g_autofree char *given = g_strdup_printf("child%u.given_names", i + 1);
		g_autofree char *surname = g_strdup_printf("child%u.surname", i + 1);
		put(names, given, &in->children[i].given);
		if (chain) /* children are called after their father */
			put(names, surname, in->female ? &in->spouse : &in->given);
		else
			put(names, surname, in->female ? &in->spouse_surname : &in->surname);
	}
}

void
invention_names(const Invention *in, GHashTable *values, const char *prefix, gboolean native)
{
	const Names names = {.in = in, .values = values, .prefix = prefix, .native = native};
	put(&names, "person.given_names", &in->given);
	put(&names, "person.surname", &in->surname);
	put(&names, "person.birth_place", &in->place);
	put(&names, "father.given_names", &in->father);
	put(&names, "mother.given_names", &in->mother);
	put(&names, "grandfather.given_names", &in->grandfather);
	if (g_str_equal(in->compose, "afghan"))
		put_afghan(&names);
	else if (g_str_equal(in->compose, "slavic"))
		put_slavic(&names);
	else if (g_str_equal(in->compose, "chain"))
		put_chain(&names);
	else
		put_plain(&names);
	if (!in->married)
		return;
	put(&names, "spouse.given_names", &in->spouse);
	put(&names, "spouse.surname", &in->spouse_surname);
	put(&names, "spouse.birth_place", &in->spouse_place);
	put(&names, "marriage.place", &in->place);
	if (in->spouse_patronymic.latin != NULL)
		put(&names, "spouse.patronymic", &in->spouse_patronymic);
	put(&names, "in_law_father", &in->spouse_father);
	put(&names, "in_law_mother", &in->spouse_mother);
	put_children(&names);
}
