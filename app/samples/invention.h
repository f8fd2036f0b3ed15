/* A person being invented, with those around them; the parts of invent.c. */
#pragma once
#include "app/samples/catalogue.h"
#include "app/samples/chance.h"
#include "app/samples/plan.h"

enum { MAX_CHILDREN = 3 };

typedef struct {
	char **latin; /* spellings, the usual one first */
	char *native; /* in the country's script: "native" or "native|romanised" */
} Pick;

typedef struct {
	Pick given;
	gboolean female;
	int birth_day;
} Child;

typedef struct {
	Chance chance, aside; /* aside: what stands on papers beside the facts, so that it moves nothing else */
	GKeyFile *pools;
	const Catalogue *catalogue;
	SampleSet set;
	const char *only; /* draw this family or layout alone, or NULL */
	Plan *plan;
	GPtrArray *latin_papers; /* Paper, not owned: those of the person in Latin letters */
	char *country, *compose;
	gboolean female, married;
	int birth_day; /* since 1970-01-01 */
	char birth[16];
	int father_day, mother_day, spouse_day, wedding_day, death_day;
	Pick given, surname, father, father_surname, father_patronymic, mother, mother_surname, mother_patronymic,
		mother_father, other_mother, grandfather, patronymic, place, spouse, spouse_surname, spouse_place,
		spouse_father, spouse_mother, spouse_patronymic;
	Child children[MAX_CHILDREN];
	guint n_children;
} Invention;

/* Draws the person and the family: names, dates, places. */
gboolean invention_people(Invention *in, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void invention_clear(Invention *in);

/* Sets the name and place variables of everybody, in the country's script or in Latin letters, under prefix ("",
 * "native." or "latin."). */
void invention_names(const Invention *in, GHashTable *values, const char *prefix, gboolean native);

/* Chooses the papers and gives each its own number, dates and faces. values: what all have in common. */
gboolean invention_papers(Invention *in, GHashTable *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts one to four differences, each on one paper in Latin letters. */
void invent_differences(Invention *in);

/* A list of a group of pools.ini, at least one entry; and one of them. */
char **invention_pool(const Invention *in, const char *group, const char *key, GError **error);
char *invention_text(Invention *in, const char *group, const char *key, GError **error);

/* prefix and n digits, the first not 0. */
char *invention_digits(Invention *in, const char *prefix, int n);
char *invention_date(int day);

static inline void
values_take(GHashTable *values, const char *variable, char *spec)
{
	g_hash_table_replace(values, g_strdup(variable), spec);
}
