#include "app/compare/compare_parts.h"
#include "firmware/base/language.h"

enum { MAX_SAID_GROUPS = 6, MAX_SAID_CHARACTERS = 200 };

/* Papers that say the same. */
typedef struct {
	char *key;
	char *said;        /* the value, as a person says it */
	GPtrArray *papers; /* char* */
} Group;

static void
group_free(gpointer data)
{
	Group *group = data;
	g_free(group->key);
	g_free(group->said);
	g_ptr_array_unref(group->papers);
	g_free(group);
}

char *
join_and(const GPtrArray *parts)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < parts->len; i++) {
		const char *between = i == 0 ? "" : i + 1 == parts->len ? _(" et ") : ", ";
		g_string_append_printf(text, "%s%s", between, (const char *)parts->pdata[i]);
	}
	return g_string_free(text, FALSE);
}

char *
sentence_fill(const char *sentence, const char *a, const char *b, const char *c)
{
	const char *parts[] = {a, b, c};
	GString *text = g_string_new(NULL);
	for (const char *p = sentence; *p != '\0'; p++) {
		gboolean hole = p[0] == '%' && p[1] >= '1' && p[1] <= '3' && p[2] == '$' && p[3] == 's';
		if (!hole) {
			g_string_append_c(text, *p);
			continue;
		}
		const char *part = parts[p[1] - '1'];
		g_string_append(text, part != NULL ? part : "");
		p += 3;
	}
	return g_string_free(text, FALSE);
}

/* A value of a page of text would drown the sentence. */
static char *
shortened(char *text)
{
	if (g_utf8_strlen(text, -1) <= MAX_SAID_CHARACTERS)
		return text;
	g_autofree char *whole = text, *start = g_utf8_substring(text, 0, MAX_SAID_CHARACTERS);
	return g_strconcat(start, "…", NULL);
}

static const char *
calendar_words(Calendar calendar)
{
	switch (calendar) {
	case CALENDAR_PERSIAN:
		return _("calendrier solaire de l’hégire");
	case CALENDAR_ISLAMIC:
	case CALENDAR_ISLAMIC_UMALQURA:
		return _("calendrier lunaire de l’hégire");
	case CALENDAR_ETHIOPIC:
		return _("calendrier éthiopien");
	case CALENDAR_HEBREW:
		return _("calendrier hébraïque");
	case CALENDAR_BUDDHIST:
		return _("calendrier bouddhique");
	case CALENDAR_BENGALI:
		return _("calendrier bengali");
	case CALENDAR_NONE:
	case CALENDAR_GREGORIAN:
	case CALENDAR_N:
		break;
	}
	return NULL;
}

static char *
paper_words(const Candidate *candidate)
{
	const char *calendar = calendar_words(candidate->fact->calendar);
	if (candidate->in_doubt)
		return g_strdup_printf(_("%s, autre mention"), candidate->label);
	if (calendar != NULL)
		return g_strdup_printf("%s, %s", candidate->label, calendar);
	return g_strdup(candidate->label);
}

static GPtrArray *
group_values(const Comparing *c, const Row *row)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
	for (guint i = 0; i < row->candidates->len; i++) {
		const Candidate *candidate = row->candidates->pdata[i];
		g_autofree char *key = g_utf8_casefold(fact_text(candidate->fact), -1);
		Group *group = NULL;
		for (guint j = 0; j < groups->len && group == NULL; j++)
			if (g_str_equal(((Group *)groups->pdata[j])->key, key))
				group = groups->pdata[j];
		if (group == NULL) {
			group = g_new0(Group, 1);
			group->key = g_steal_pointer(&key);
			group->said = shortened(value_for_person(c->values, row->kind, fact_text(candidate->fact)));
			group->papers = g_ptr_array_new_with_free_func(g_free);
			g_ptr_array_add(groups, group);
		}
		g_ptr_array_add(group->papers, paper_words(candidate));
	}
	return groups;
}

static char *
papers_listed(const GPtrArray *papers)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < papers->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)papers->pdata[i]);
	return g_string_free(text, FALSE);
}

/* "« Mohammad » (passeport, acte de naissance) et « Mohamed » (décision)" */
static char *
groups_listed(const GPtrArray *groups)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < groups->len && i < MAX_SAID_GROUPS; i++) {
		const Group *group = groups->pdata[i];
		g_autofree char *papers = papers_listed(group->papers);
		g_ptr_array_add(parts, g_strdup_printf(_("« %s » (%s)"), group->said, papers));
	}
	if (groups->len > MAX_SAID_GROUPS)
		g_ptr_array_add(parts, g_strdup_printf(_("%u autres valeurs"), groups->len - MAX_SAID_GROUPS));
	return join_and(parts);
}

static char *
labels_of(const Comparing *c, const GPtrArray *documents)
{
	g_autoptr(GPtrArray) labels = g_ptr_array_new();
	for (guint i = 0; i < documents->len; i++) {
		guint at;
		if (g_ptr_array_find(c->dossier->documents, documents->pdata[i], &at))
			g_ptr_array_add(labels, c->labels->pdata[at]);
	}
	return papers_listed(labels);
}

static char *
explain_none(const Comparing *c, const Row *row)
{
	if (row->unreadable->len > 0) {
		g_autofree char *papers = labels_of(c, row->unreadable);
		return g_strdup_printf(_("Écrit, mais illisible (%s) : à saisir d’après l’image."), papers);
	}
	if (row->absent->len > 0) {
		g_autofree char *papers = labels_of(c, row->absent);
		return g_strdup_printf(_("Aucun papier ne le donne ; il était attendu ici : %s."), papers);
	}
	return g_strdup(_("Aucun papier du dossier ne le donne."));
}

static char *
explain_same(const Verdict *verdict, const GPtrArray *groups)
{
	const Group *group = groups->pdata[0];
	g_autofree char *papers = papers_listed(group->papers);
	if (verdict->values->len == 1)
		return g_strdup_printf(_("« %s » : un seul papier le donne (%s)"), group->said, papers);
	if ((verdict->reasons & REASON_BIT(REASON_CALENDAR)) != 0)
		return g_strdup_printf(_("« %s » : la même date, convertie exactement d’un calendrier à l’autre (%s)"),
			group->said, papers);
	return g_strdup_printf(_("« %s » : les papiers concordent (%s)"), group->said, papers);
}

/* Of three values or more, which two cannot both be right. */
static char *
explain_conflict(const Comparing *c, const Row *row, const GPtrArray *groups, const char *values, const char *phrase)
{
	if (groups->len <= 2 || row->worst_a == NULL)
		return g_strdup_printf(_("%s : %s ; à trancher"), values, phrase);
	g_autofree char *a = shortened(value_for_person(c->values, row->kind, fact_text(row->worst_a->fact))),
			*b = shortened(value_for_person(c->values, row->kind, fact_text(row->worst_b->fact)));
	return g_strdup_printf(_("%s : entre « %s » et « %s », %s ; à trancher"), values, a, b, phrase);
}

static Match
match_of(const Verdict *verdict, gboolean undecided)
{
	if (verdict->kind == VERDICT_SAME)
		return MATCH_SAME;
	if (verdict->kind == VERDICT_CONFLICT)
		return MATCH_DIFFERENT;
	return undecided ? MATCH_CANNOT_TELL : MATCH_VARIANT;
}

char *
row_explain(const Comparing *c, const Row *row, const Verdict *verdict, gboolean undecided)
{
	if (row->candidates->len == 0)
		return explain_none(c, row);
	g_autoptr(GPtrArray) groups = group_values(c, row);
	g_autofree char *said = NULL;
	if (verdict->kind == VERDICT_SAME && groups->len == 1) {
		said = explain_same(verdict, groups);
	} else {
		Match match = match_of(verdict, undecided);
		g_autofree char *values = groups_listed(groups);
		g_autofree char *phrase = reasons_say(row->kind, match, verdict->reasons, groups->len);
		said = match == MATCH_DIFFERENT ? explain_conflict(c, row, groups, values, phrase)
						: g_strdup_printf(_("%s : %s"), values, phrase);
	}
	if (row->unreadable->len == 0)
		return g_strconcat(said, ".", NULL);
	g_autofree char *papers = labels_of(c, row->unreadable);
	return g_strdup_printf(_("%s ; illisible ailleurs (%s)."), said, papers);
}

static char *
side(FieldValue kind, const char *value, const char *name)
{
	g_autofree char *said = shortened(value_for_person(NULL, kind, value));
	return name == NULL ? g_strdup_printf(_("« %s »"), said) : g_strdup_printf(_("« %s » (%s)"), said, name);
}

char *
compare_explain(FieldValue kind, const ValueComparison *comparison, const char *a, const char *name_a, const char *b,
	const char *name_b)
{
	g_autofree char *side_a = side(kind, a, name_a), *side_b = side(kind, b, name_b);
	g_autofree char *phrase = reasons_say(kind, comparison->match, comparison->reasons, 2);
	if (comparison->match == MATCH_SAME && g_str_equal(a, b) && name_a == NULL && name_b == NULL)
		return g_strdup_printf(_("%s des deux côtés : %s."), side_a, phrase);
	g_autofree char *both = g_strconcat(side_a, _(" et "), side_b, NULL);
	return g_strdup_printf(_("%s : %s."), both, phrase);
}
