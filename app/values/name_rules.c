#include "app/values/name_rules.h"
#include "app/values/text_key.h"
#include "app/values/value_file.h"
#include "firmware/base/error.h"
#include <string.h>

enum { CLASSES_MAX = 400, CODE_POINTS = 0x3100, ORIGINS_MAX = 31 };

typedef struct {
	guint16 of[NAME_GROUPS];
	guint n;
} Groups;

struct NameRules {
	GPtrArray *habits; /* Habit */
	guint16 *class_of; /* letter -> number of its row; 0: no habit knows it */
	guint n_classes;
	GPtrArray **buckets; /* CLASSES x CLASSES, by first letters; class 0 is nothing */
	GPtrArray *origins;  /* names */
	GPtrArray *endings;  /* of patronymics */
	GHashTable *words;   /* word -> flags */
	GHashTable *groups;  /* word -> Groups */
	guint16 n_groups;
};

static gboolean
fail(GError **error, const char *text, const char *why)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "\"%s\": %s", text, why);
	return FALSE;
}

static gboolean
origin_bit(NameRules *rules, const char *name, guint32 *bit, GError **error)
{
	if (strcmp(name, "any") == 0) {
		*bit = G_MAXUINT32;
		return TRUE;
	}
	guint i = 0;
	while (i < rules->origins->len && strcmp(rules->origins->pdata[i], name) != 0)
		i++;
	if (i >= ORIGINS_MAX)
		return fail(error, name, "too many origins");
	if (i == rules->origins->len)
		g_ptr_array_add(rules->origins, g_strdup(name));
	*bit = 1u << i;
	return TRUE;
}

static guint
class_at(NameRules *rules, gunichar letter)
{
	if (letter == 0 || letter >= CODE_POINTS)
		return 0;
	if (rules->class_of[letter] == 0 && rules->n_classes + 1 < CLASSES_MAX)
		rules->class_of[letter] = (guint16)++rules->n_classes;
	return rules->class_of[letter];
}

static gboolean
set_letters(const char *text, gunichar *letters, guint8 *n, Habit *habit, GError **error)
{
	const char *p = text;
	*n = 0;
	if (*p == '^') {
		habit->at_start = TRUE;
		p++;
	} else if (*p == '.') {
		habit->inside = TRUE;
		p++;
	}
	for (; *p != '\0'; p = g_utf8_next_char(p)) {
		if (*p == '$' && p[1] == '\0') {
			habit->at_end = TRUE;
			break;
		}
		if (*p == '-' && p[1] == '\0')
			break;
		if (*n == HABIT_LETTERS)
			return fail(error, text, "too long for a habit");
		letters[(*n)++] = g_utf8_get_char(p);
	}
	return TRUE;
}

static void
file_habit(NameRules *rules, const Habit *habit)
{
	Habit *kept = g_memdup2(habit, sizeof *habit);
	guint a = kept->n_a == 0 ? 0 : class_at(rules, kept->a[0]),
	      b = kept->n_b == 0 ? 0 : class_at(rules, kept->b[0]);
	GPtrArray **bucket = &rules->buckets[a * CLASSES_MAX + b];
	if (*bucket == NULL)
		*bucket = g_ptr_array_new();
	g_ptr_array_add(*bucket, kept);
	g_ptr_array_add(rules->habits, kept);
}

static gboolean
read_habit(NameRules *rules, char **section, const char *key, char **values, GError **error)
{
	Habit habit = {0};
	Reason reason;
	int cost;
	if (g_strv_length(section) != 4)
		return fail(error, section[0], "write [habits ORIGIN REASON COST]");
	if (!origin_bit(rules, section[1], &habit.origins, error) ||
		!value_file_number(section[3], 0, 100, &cost, error))
		return FALSE;
	if (!reason_parse(section[2], &reason))
		return fail(error, section[2], "no reason");
	habit.reason = (guint8)reason;
	habit.cost = (guint8)cost;
	for (guint i = 0; values[i] != NULL; i++) {
		Habit one = habit;
		if (!set_letters(key, one.a, &one.n_a, &one, error) ||
			!set_letters(values[i], one.b, &one.n_b, &one, error))
			return FALSE;
		if (one.n_a + one.n_b == 0)
			return fail(error, key, "nothing stands for nothing");
		file_habit(rules, &one);
		Habit other = one;
		memcpy(other.a, one.b, sizeof other.a);
		memcpy(other.b, one.a, sizeof other.b);
		other.n_a = one.n_b;
		other.n_b = one.n_a;
		file_habit(rules, &other);
	}
	return TRUE;
}

static gboolean
add_to_group(NameRules *rules, const char *text, guint16 group, GError **error)
{
	g_autofree char *spaced = text_phrase(text);
	g_auto(GStrv) words = g_strsplit(spaced, " ", -1);
	g_autofree char *phrase = g_strjoinv("", words); /* parts are looked up as they are joined */
	Groups *groups = g_hash_table_lookup(rules->groups, phrase);
	if (groups == NULL) {
		groups = g_new0(Groups, 1);
		g_hash_table_insert(rules->groups, g_strdup(phrase), groups);
	}
	if (groups->n > 0 && groups->of[groups->n - 1] == group)
		return TRUE;
	if (groups->n == NAME_GROUPS)
		return fail(error, text, "stands in too many groups");
	groups->of[groups->n++] = group;
	return TRUE;
}

static gboolean
read_group(NameRules *rules, const char *key, char **values, gboolean apart, GError **error)
{
	if (!apart) {
		rules->n_groups++;
		if (!add_to_group(rules, key, rules->n_groups, error))
			return FALSE;
	}
	for (guint i = 0; values[i] != NULL; i++) {
		if (rules->n_groups == G_MAXUINT16)
			return fail(error, key, "too many groups of names");
		if (apart)
			rules->n_groups++;
		if (!add_to_group(rules, values[i], rules->n_groups, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
read_word(NameRules *rules, const char *key, char **values, GError **error)
{
	static const char *const kinds[] = {"particle", "connector", "status", "prefix", "none"};
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(key, kinds[i]) != 0)
			continue;
		for (guint v = 0; values[v] != NULL; v++) {
			char *phrase = text_phrase(values[v]);
			guint flags = GPOINTER_TO_UINT(g_hash_table_lookup(rules->words, phrase)) | 1u << i;
			g_hash_table_replace(rules->words, phrase, GUINT_TO_POINTER(flags));
		}
		return TRUE;
	}
	if (strcmp(key, "patronymic") == 0) {
		for (guint v = 0; values[v] != NULL; v++)
			g_ptr_array_add(rules->endings, text_phrase(values[v]));
		return TRUE;
	}
	return fail(error, key, "no kind of word");
}

static gboolean
read_line(char **section, const char *key, char **values, gpointer data, GError **error)
{
	NameRules *rules = data;
	if (strcmp(section[0], "habits") == 0)
		return read_habit(rules, section, key, values, error);
	if (strcmp(section[0], "names") == 0)
		return read_group(rules, key, values, FALSE, error);
	if (strcmp(section[0], "apart") == 0)
		return read_group(rules, key, values, TRUE, error);
	if (strcmp(section[0], "words") == 0)
		return read_word(rules, key, values, error);
	return fail(error, section[0], "no section of this file");
}

NameRules *
name_rules_load(const char *folder, GError **error)
{
	static const char *const files[] = {"name-words.txt", "name-habits.txt", "name-letters.txt", "name-groups.txt"};
	g_autoptr(NameRules) rules = g_new0(NameRules, 1);
	rules->habits = g_ptr_array_new_with_free_func(g_free);
	rules->class_of = g_new0(guint16, CODE_POINTS);
	rules->buckets = g_new0(GPtrArray *, CLASSES_MAX * CLASSES_MAX);
	rules->origins = g_ptr_array_new_with_free_func(g_free);
	rules->endings = g_ptr_array_new_with_free_func(g_free);
	rules->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	rules->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		if (!value_file_read(folder, files[i], read_line, rules, error))
			return NULL;
	}
	return g_steal_pointer(&rules);
}

void
name_rules_free(NameRules *rules)
{
	if (rules == NULL)
		return;
	for (guint i = 0; i < CLASSES_MAX * CLASSES_MAX; i++)
		g_clear_pointer(&rules->buckets[i], g_ptr_array_unref);
	g_free(rules->buckets);
	g_ptr_array_unref(rules->habits);
	g_free(rules->class_of);
	g_ptr_array_unref(rules->origins);
	g_ptr_array_unref(rules->endings);
	g_hash_table_unref(rules->words);
	g_hash_table_unref(rules->groups);
	g_free(rules);
}

const Habit *const *
name_rules_habits(const NameRules *rules, gunichar a, gunichar b, guint *n)
{
	*n = 0;
	guint row = a == 0 || a >= CODE_POINTS ? 0 : rules->class_of[a];
	guint column = b == 0 || b >= CODE_POINTS ? 0 : rules->class_of[b];
	if ((a != 0 && row == 0) || (b != 0 && column == 0))
		return NULL;
	const GPtrArray *bucket = rules->buckets[row * CLASSES_MAX + column];
	if (bucket == NULL)
		return NULL;
	*n = bucket->len;
	return (const Habit *const *)bucket->pdata;
}

guint
name_rules_n_origins(const NameRules *rules)
{
	return rules->origins->len;
}

guint
name_rules_word(const NameRules *rules, const char *word)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(rules->words, word));
}

gboolean
name_rules_is_patronymic(const NameRules *rules, const char *word)
{
	gsize n = strlen(word);
	for (guint i = 0; i < rules->endings->len; i++) {
		const char *ending = rules->endings->pdata[i];
		if (n >= strlen(ending) + 2 && g_str_has_suffix(word, ending))
			return TRUE;
	}
	return FALSE;
}

guint
name_rules_groups(const NameRules *rules, const char *word, guint16 groups[NAME_GROUPS])
{
	const Groups *found = g_hash_table_lookup(rules->groups, word);
	if (found == NULL)
		return 0;
	memcpy(groups, found->of, sizeof found->of);
	return found->n;
}
