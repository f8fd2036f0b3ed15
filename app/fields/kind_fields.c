#include "app/fields/kind_fields.h"
#include "app/fields/label_find.h"
#include <string.h>

/* The words of the page fill no more than a card lying on it, or the page itself has the sides of one. */
static gboolean
is_card(const PageLayout *layout)
{
	Box all = {0};
	for (guint i = 0; i < layout->segments->len; i++)
		all = box_union(all, ((const Segment *)layout->segments->pdata[i])->box);
	double width = (double)all.width / layout->width_px, height = (double)all.height / layout->height_px;
	double sides = (double)layout->width_px / layout->height_px;
	/* ISO 7810: ID-1 is 85.6 by 54 mm, a good third of an A4 page across */
	return (width < 0.48 && height < 0.25 && layout->segments->len >= 4) || (sides > 1.45 && sides < 1.72);
}

/* The person and the field of a label as one word: "mother.surname", "marriage". */
static char *
name_of(const FoundLabel *label)
{
	return strchr(label->key, '.') != NULL || label->subject == NULL
		       ? g_strdup(label->key)
		       : g_strconcat(label->subject, ".", label->key, NULL);
}

static gboolean
is_met(const FoundLabels *found, const char *name, gboolean card)
{
	guint partners = 0;
	gsize n = strlen(name);
	if (g_str_equal(name, "card"))
		return card;
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		g_autofree char *of = name_of(label);
		partners |= 1u << label->partner;
		if (label->weak)
			continue;
		if (name[n - 1] == '*' ? strncmp(of, name, n - 1) == 0
				       : g_str_equal(of, name) || g_str_equal(label->key, name))
			return TRUE;
	}
	return g_str_equal(name, "partners") && (partners & 6) == 6;
}

void
kind_fields_add(const Lexicon *lexicon, const PageLayout *layout, char **languages, double scores[KIND_N])
{
	LabelRules rules = {lexicon, KIND_OTHER, KIND_N, languages};
	g_autoptr(FoundLabels) found = label_find(&rules, layout);
	gboolean card = is_card(layout);
	for (int kind = 0; kind < KIND_N; kind++) {
		const GPtrArray *fields = lexicon->kinds[kind].fields;
		for (guint i = 0; i < fields->len; i++) {
			const KindField *field = fields->pdata[i];
			if (is_met(found, field->name, card))
				scores[kind] += field->weight;
		}
	}
}
