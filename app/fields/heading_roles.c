#include "app/fields/heading_roles.h"

static void
count_children(FoundLabels *found)
{
	static const char *const children[] = {"child1", "child2", "child3", "child4", "child5", "child6", "child7",
		"child8", "child9", "child10", "child11", "child12"};
	guint n = 0;
	for (guint i = 0; i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		if (g_str_equal(heading->subject, "child") && n < G_N_ELEMENTS(children))
			heading->subject = children[n++];
		else if (g_str_equal(heading->subject, "child"))
			heading->subject = "other";
	}
}

static gboolean
is_partner(const char *subject)
{
	return subject != NULL && g_str_equal(subject, "partner");
}

/* The partners' places in the order of the page, each once. */
static GPtrArray *
partner_places(const FoundLabels *found)
{
	GPtrArray *places = g_ptr_array_new();
	for (guint i = 0; i < found->headings->len; i++) {
		const FoundHeading *heading = found->headings->pdata[i];
		if (is_partner(heading->subject) && !g_ptr_array_find(places, heading->segment, NULL))
			g_ptr_array_add(places, (gpointer)heading->segment);
	}
	return places;
}

static void
part_partners(FoundLabels *found)
{
	g_autoptr(GPtrArray) places = partner_places(found);
	const Segment *first = places->len > 1 ? places->pdata[0] : NULL;
	for (guint i = 0; i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		if (is_partner(heading->subject))
			heading->subject = heading->segment == first ? "person" : "spouse";
	}
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		if (is_partner(label->subject))
			label->subject = label->segment == first ? "person" : "spouse";
	}
}

void
heading_roles_assign(FoundLabels *found)
{
	count_children(found);
	part_partners(found);
}
