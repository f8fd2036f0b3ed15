/* A line of three or more labels that fill their cells is the head of a table when the lines below it bear, under its
 * cells, a person in the first column and values in others. Rows end where that stops. */
#include "app/fields/table_find.h"
#include "app/fields/label_key.h"
#include "app/fields/relation_words.h"
#include <string.h>

enum { MIN_COLUMNS = 3, MAX_COLUMNS = 12, MAX_ROWS = 16 };

typedef struct {
	const FoundLabels *found;
	const PageLayout *layout;
	const FoundLabel *columns[MAX_COLUMNS];
	guint n_columns;
	int line;
	guint n_children, n_partners;
	GPtrArray *values;
	GHashTable *taken;
} Table;

static const char *
next_child(Table *table)
{
	static const char *const children[] = {"child1", "child2", "child3", "child4", "child5", "child6", "child7",
		"child8", "child9", "child10", "child11", "child12"};
	return table->n_children < G_N_ELEMENTS(children) ? children[table->n_children++] : "other";
}

/* The labels of one line, each alone in its cell. */
static void
take_head(Table *table, int line)
{
	table->line = line;
	table->n_columns = 0;
	for (guint i = 0; i < table->found->labels->len && table->n_columns < MAX_COLUMNS; i++) {
		const FoundLabel *label = table->found->labels->pdata[i];
		if (label->segment->line == line && !label->weak && label->start == 0 &&
			label->end == label->segment->tokens->len)
			table->columns[table->n_columns++] = label;
	}
}

static const FoundLabel *
column_over(const Table *table, const Segment *cell)
{
	const FoundLabel *best = NULL;
	int least = 2 * table->layout->text_height_px;
	for (guint i = 0; i < table->n_columns; i++) {
		Box head = table->columns[i]->segment->box, box = cell->box;
		int edges = ABS(head.x - box.x), ends = ABS(head.x + head.width - box.x - box.width);
		int middles = ABS(2 * head.x + head.width - 2 * box.x - box.width) / 2;
		int offset = MIN(edges, MIN(ends, middles));
		if (offset < least) {
			least = offset;
			best = table->columns[i];
		}
	}
	return best;
}

/* Of whom a row speaks whose cell says "Conjoint", "زوجة", "Kızı"; NULL: it says nothing of the kind. */
static const char *
role_of(Table *table, const Segment *cell)
{
	const char *role = relation_of(table->found->rules.lexicon, cell, 0, cell->tokens->len);
	if (role == NULL)
		return NULL;
	if (g_str_equal(role, "child"))
		return next_child(table);
	if (g_str_equal(role, "person")) /* their husband or wife is the second of the two */
		table->n_partners = MAX(table->n_partners, 1);
	if (!g_str_equal(role, "partner"))
		return role;
	/* Husband and wife: which of them is the person, the other papers tell (marriage_roles.h). */
	return table->n_partners++ == 0 ? "person" : table->n_partners == 2 ? "spouse" : "other";
}

/* Of whom a row speaks that begins with this cell; NULL: it says nothing of the kind. */
static const char *
row_subject(Table *table, const Segment *first)
{
	guint start = 0;
	while (start + 1 < first->tokens->len && segment_token(first, start)->kind != TOKEN_TEXT)
		start++;
	if (segment_token(first, start)->kind != TOKEN_TEXT)
		return NULL;
	const char *role = role_of(table, first);
	if (role != NULL)
		return role;
	LabelHit hit = subject_match(&table->found->rules, first, start);
	if (hit.key == NULL || hit.errors > 0)
		return NULL;
	return g_str_equal(hit.key, "child") ? next_child(table) : hit.key;
}

static void
take_cell(Table *table, const FoundLabel *column, const Segment *cell, const char *subject, int row)
{
	FoundValue *value = g_new0(FoundValue, 1);
	*value = (FoundValue){column, cell, 0, cell->tokens->len, row, TRUE, subject};
	g_ptr_array_add(table->values, value);
}

static void
mark(Table *table, const Segment *segment)
{
	for (guint i = 0; i < segment->tokens->len; i++)
		g_hash_table_add(table->taken, segment->tokens->pdata[i]);
}

static gboolean
is_label(const Table *table, const Segment *cell)
{
	const FoundLabel *label = found_labels_next(table->found, cell, 0);
	return label != NULL && label->start == 0 && label->end == cell->tokens->len;
}

static guint
n_labels(const Table *table, const Segment *const *cells, guint n, guint head)
{
	guint labels = 0;
	for (guint i = 0; i < n; i++)
		labels += i != head && is_label(table, cells[i]);
	return labels;
}

/* One line below the head. FALSE: it is no row of the table. */
static gboolean
take_row(Table *table, int line, int row)
{
	const Segment *cells[MAX_COLUMNS];
	guint n = 0;
	for (guint i = 0; i < table->layout->segments->len && n < MAX_COLUMNS; i++) {
		const Segment *segment = table->layout->segments->pdata[i];
		if (segment->line == line)
			cells[n++] = segment;
	}
	guint head = n > 0 && table->layout->rtl ? n - 1 : 0;
	if (n < 2)
		return FALSE;
	guint children = table->n_children, partners = table->n_partners;
	const char *subject = row_subject(table, cells[head]);
	for (guint i = 0; i < n && subject == NULL; i++) { /* "1 | BA Omar | Conjoint | ..." */
		subject = role_of(table, cells[i]);
		head = subject != NULL ? i : head;
	}
	guint under = 0;
	for (guint i = 0; i < n; i++)
		under += i != head && column_over(table, cells[i]) != NULL;
	if (subject == NULL || under * 2 < n - 1 || under == 0 || n_labels(table, cells, n, head) > 0) {
		table->n_children = children;
		table->n_partners = partners;
		return FALSE;
	}
	for (guint i = 0; i < n; i++) {
		mark(table, cells[i]);
		const FoundLabel *column = i == head ? NULL : column_over(table, cells[i]);
		if (column != NULL)
			take_cell(table, column, cells[i], subject, row);
	}
	return TRUE;
}

static void
read_table(Table *table)
{
	for (int row = 0, line = table->line + 1; row < MAX_ROWS && line < table->layout->n_lines; row++, line++)
		if (!take_row(table, line, row))
			return;
}

GPtrArray *
table_find(const FoundLabels *found, const PageLayout *layout, GHashTable *taken)
{
	Table table = {
		.found = found, .layout = layout, .values = g_ptr_array_new_with_free_func(g_free), .taken = taken};
	for (int line = 0; line < layout->n_lines; line++) {
		take_head(&table, line);
		if (table.n_columns >= MIN_COLUMNS)
			read_table(&table);
	}
	return table.values;
}
