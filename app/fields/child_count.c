#include "app/fields/child_count.h"
#include "app/fields/label_key.h"
#include "app/fields/relation_words.h"

static gboolean
is_child(const char *subject)
{
	return subject != NULL && g_str_equal(subject, "child");
}

static guint
ordinal_of(const FoundLabels *found, const FoundHeading *heading)
{
	return relation_ordinal(found->rules.lexicon, heading->segment, 0, heading->segment->tokens->len);
}

static gboolean
has_heading(const FoundLabels *found, const Segment *segment)
{
	for (guint i = 0; i < found->headings->len; i++)
		if (((const FoundHeading *)found->headings->pdata[i])->segment == segment)
			return TRUE;
	return FALSE;
}

/* "1er enfant, prénoms :" begins what the lines behind it say of that child. */
static void
open_parts(FoundLabels *found)
{
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		if (!is_child(label->subject) || label->weak || label_key_is_absolute(label->key))
			continue;
		guint ordinal = relation_ordinal(found->rules.lexicon, label->segment, label->start, label->end);
		if (ordinal == 0 || has_heading(found, label->segment))
			continue;
		FoundHeading *heading = g_new0(FoundHeading, 1);
		heading->segment = label->segment;
		heading->subject = "child";
		heading->left = label->segment->box.x;
		g_ptr_array_add(found->headings, heading);
	}
}

static int
by_place(gconstpointer a, gconstpointer b)
{
	const FoundHeading *first = *(FoundHeading *const *)a, *second = *(FoundHeading *const *)b;
	int lines = first->segment->line - second->segment->line;
	int across = first->segment->box.x - second->segment->box.x;
	return lines != 0 ? lines : first->segment->rtl ? -across : across;
}

void
child_count(FoundLabels *found)
{
	gboolean numbered = FALSE;
	guint last = 0, before = 0; /* children of parts that began to count anew: of another marriage */
	open_parts(found);
	g_ptr_array_sort(found->headings, by_place);
	for (guint i = 0; i < found->headings->len; i++) {
		const FoundHeading *heading = found->headings->pdata[i];
		numbered |= is_child(heading->subject) && ordinal_of(found, heading) > 0;
	}
	for (guint i = 0; i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		if (!is_child(heading->subject))
			continue;
		guint ordinal = ordinal_of(found, heading);
		if (ordinal == 1 && last > 0)
			before = last;
		guint number = ordinal > 0 ? before + ordinal : numbered ? MAX(last, 1) : last + 1;
		heading->subject = relation_child(number) != NULL ? relation_child(number) : "other";
		last = MAX(last, numbered && ordinal == 0 ? last : number);
	}
}
