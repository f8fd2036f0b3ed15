/* links: app/dossier app/values app/fields firmware/base */
#include "app/fields/fields.h"

/* A side of a card as the only page of a document, on a glass with others where at > 0. */
static Document *
side_of(DocumentKind kind, double confidence, const char *number, MrzFormat format, int at)
{
	Document *side = document_new(kind);
	Page *page = page_new();
	side->kind_confidence = confidence;
	page->path = g_strdup(at > 0 ? "glass.png" : NULL);
	page->image = 1;
	page->area = at > 0 ? (Box){10, 100 * at, 90, 60} : (Box){0};
	g_ptr_array_add(side->pages, page);
	if (number != NULL)
		g_ptr_array_add(side->facts,
			fact_new("document.number", number, number, 0.9, FACT_SOURCE_LABEL, (Box){1, 1, 2, 2}));
	if (format != MRZ_N_FORMATS) {
		side->mrz = mrz_new();
		side->mrz->format = format;
	}
	return side;
}

static GPtrArray *
grouped(Document **pages, guint n)
{
	GPtrArray *array = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (guint i = 0; i < n; i++)
		g_ptr_array_add(array, pages[i]);
	return fields_group(array);
}

static void
the_sides_of_cards_on_one_glass_find_each_other(void)
{
	Document *sides[] = {side_of(KIND_RESIDENCE_PERMIT, 0.9, "AB12", MRZ_N_FORMATS, 1),
		side_of(KIND_IDENTITY_CARD, 0.9, "CD34", MRZ_N_FORMATS, 2),
		side_of(KIND_RESIDENCE_PERMIT, 0.4, "AB12", MRZ_TD1, 3),
		side_of(KIND_IDENTITY_CARD, 0.4, "CD34", MRZ_TD1, 4)};
	g_autoptr(GPtrArray) papers = grouped(sides, G_N_ELEMENTS(sides));
	g_assert_cmpuint(papers->len, ==, 2);
	for (guint i = 0; i < 2; i++) {
		const Document *card = papers->pdata[i];
		g_assert_cmpuint(card->pages->len, ==, 2);
		g_assert_cmpint(card->kind, ==, i == 0 ? KIND_RESIDENCE_PERMIT : KIND_IDENTITY_CARD);
		g_assert_cmpint(card->mrz->page, ==, 2);
	}
	Document *reversed[] = {
		side_of(KIND_OTHER, 0.2, NULL, MRZ_TD1, 1), side_of(KIND_IDENTITY_CARD, 0.9, "CD34", MRZ_N_FORMATS, 2)};
	g_autoptr(GPtrArray) one = grouped(reversed, 2);
	g_assert_cmpuint(one->len, ==, 1);
	g_assert_cmpint(((Document *)one->pdata[0])->kind, ==, KIND_IDENTITY_CARD);
	Document *doubtful[] = {side_of(KIND_IDENTITY_CARD, 0.9, "AB12", MRZ_N_FORMATS, 1),
		side_of(KIND_IDENTITY_CARD, 0.9, "CD34", MRZ_N_FORMATS, 2), side_of(KIND_OTHER, 0.2, NULL, MRZ_TD1, 3)};
	g_autoptr(GPtrArray) three = grouped(doubtful, 3); /* whose back it is nothing tells */
	g_assert_cmpuint(three->len, ==, 3);
}

static void
blank_sides_are_dropped_and_papers_on_one_glass_stay_apart(void)
{
	Document *pages[] = {side_of(KIND_DECISION, 0.9, "1", MRZ_N_FORMATS, 0),
		side_of(KIND_OTHER, 0, NULL, MRZ_N_FORMATS, 0), side_of(KIND_BIRTH_RECORD, 0.9, NULL, MRZ_N_FORMATS, 1),
		side_of(KIND_OTHER, 0, NULL, MRZ_N_FORMATS, 2)};
	((Page *)pages[1]->pages->pdata[0])->quality = PAGE_BLANK;
	g_autoptr(GPtrArray) papers = grouped(pages, G_N_ELEMENTS(pages));
	g_assert_cmpuint(papers->len, ==, 3);
	for (guint i = 0; i < 3; i++)
		g_assert_cmpuint(((Document *)papers->pdata[i])->pages->len, ==, 1);
	Document *nothing = side_of(KIND_OTHER, 0, NULL, MRZ_N_FORMATS, 0);
	((Page *)nothing->pages->pdata[0])->quality = PAGE_BLANK;
	g_autoptr(GPtrArray) kept = grouped(&nothing, 1);
	g_assert_cmpuint(kept->len, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/fields/group/the sides of cards on one glass find each other",
		the_sides_of_cards_on_one_glass_find_each_other);
	g_test_add_func("/fields/group/blank sides are dropped and papers on one glass stay apart",
		blank_sides_are_dropped_and_papers_on_one_glass_stay_apart);
	return g_test_run();
}
