/* Pages of one paper. A page that has a title of its own begins a paper; one without is taken for the continuation of
 * the paper before it where such a paper has several sides, and where nothing on it speaks against. Of papers that lay
 * on one glass the order says little: there the two sides of a card find each other by what both say. */
#include "app/fields/fields.h"
#include "app/fields/kind_tell.h"
#include "app/fields/marriage_roles.h"

typedef enum { SIDES_ONE, SIDES_CARD, SIDES_MANY } Sides;

static Sides
sides_of(DocumentKind kind)
{
	switch (kind) {
	case KIND_PASSPORT:
	case KIND_OTHER:
		return SIDES_ONE;
	case KIND_IDENTITY_CARD:
	case KIND_RESIDENCE_PERMIT:
	case KIND_TRAVEL_DOCUMENT:
	case KIND_ASYLUM_ATTESTATION:
		return SIDES_CARD;
	case KIND_ASYLUM_FORM:
	case KIND_FAMILY_FORM:
	case KIND_INTERVIEW:
	case KIND_DECISION:
	case KIND_BIRTH_RECORD:
	case KIND_MARRIAGE_RECORD:
	case KIND_DEATH_RECORD:
	case KIND_COURT_JUDGMENT:
	case KIND_REGISTRY_EXTRACT:
	case KIND_FAMILY_BOOKLET:
	case KIND_TAZKIRA:
	case KIND_TRANSLATION:
	case KIND_N:
		break;
	}
	return SIDES_MANY;
}

static gboolean
is_blank(const Document *page)
{
	if (page->facts->len > 0 || page->codes->len > 0 || page->mrz != NULL || page->pages->len == 0)
		return FALSE;
	for (guint i = 0; i < page->pages->len; i++)
		if ((((const Page *)page->pages->pdata[i])->quality & PAGE_BLANK) == 0)
			return FALSE;
	return TRUE;
}

/* How many fields both say alike; -1: of some field both say something, and not the same. */
static int
agreement(const Document *a, const Document *b)
{
	static const char *const fields[] = {"document.number", "person.birth_date", "person.surname", "file.number"};
	int alike = 0;
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		const Fact *first = document_fact(a, fields[i]), *second = document_fact(b, fields[i]);
		if (first == NULL || second == NULL || first->value == NULL || second->value == NULL)
			continue;
		g_autofree char *x = g_utf8_casefold(first->value, -1), *y = g_utf8_casefold(second->value, -1);
		if (!g_str_equal(x, y))
			return -1;
		alike++;
	}
	return alike;
}

static gboolean
is_card_back(const Document *front, const Document *back)
{
	/* "Certificat médical": no kind of ours, but a paper of its own. */
	if (back->kind == KIND_OTHER && back->kind_confidence >= KIND_TITLED)
		return FALSE;
	if (front->pages->len != 1 || (front->mrz != NULL && back->mrz != NULL))
		return FALSE;
	/* An attestation that lies behind a permit is not the permit's other side. */
	gboolean both_titled = front->kind != KIND_OTHER && front->kind_confidence >= KIND_TITLED &&
			       back->kind_confidence >= KIND_TITLED;
	gboolean same = back->kind == front->kind || back->kind == KIND_OTHER ||
			(back->mrz != NULL && back->mrz->format != MRZ_TD3 && sides_of(back->kind) == SIDES_CARD &&
				!both_titled);
	return same && (back->kind_confidence < KIND_TITLED || back->mrz != NULL || front->mrz != NULL);
}

static gboolean
continues(const Document *paper, const Document *page)
{
	if (agreement(paper, page) < 0)
		return FALSE;
	if (page->kind == KIND_OTHER && page->kind_confidence <= 0) /* "page 2/3" */
		return TRUE;
	switch (sides_of(paper->kind)) {
	case SIDES_ONE:
		return FALSE;
	case SIDES_CARD:
		return is_card_back(paper, page);
	case SIDES_MANY:
		break;
	}
	return page->mrz == NULL && page->kind_confidence < KIND_TITLED &&
	       (page->kind == KIND_OTHER || page->kind == paper->kind);
}

/* The same image, on which each of them is but a part. */
static gboolean
share_glass(const Document *a, const Document *b)
{
	const Page *p = a->pages->pdata[a->pages->len - 1], *q = b->pages->pdata[0];
	return !box_is_empty(p->area) && !box_is_empty(q->area) && p->image == q->image &&
	       g_strcmp0(p->path, q->path) == 0;
}

static gboolean
are_card_sides(const Document *a, const Document *b)
{
	return (sides_of(a->kind) == SIDES_CARD && is_card_back(a, b)) ||
	       (sides_of(b->kind) == SIDES_CARD && b->pages->len == 1 && is_card_back(b, a) && a->pages->len == 1);
}

/* The paper on the same glass that this page is the other side of: the one it agrees with best, and where nothing can
 * be compared, the only one that it can be. */
static Document *
other_side(const GPtrArray *papers, const Document *page)
{
	Document *best = NULL;
	int most = 0, n = 0;
	for (guint i = papers->len; i > 0; i--) {
		Document *paper = papers->pdata[i - 1];
		int alike = agreement(paper, page);
		if (alike < 0 || !share_glass(paper, page) || !are_card_sides(paper, page))
			continue;
		if (best == NULL || alike > most) {
			best = paper;
			most = alike;
		}
		n++;
	}
	return most > 0 || n == 1 ? best : NULL;
}

/* The paper that this page belongs to; NULL: it begins one. */
static Document *
paper_of(const GPtrArray *papers, const Document *page)
{
	if (papers->len == 0)
		return NULL;
	Document *last = papers->pdata[papers->len - 1];
	if (share_glass(last, page))
		return other_side(papers, page);
	if (continues(last, page))
		return last;
	/* a card laid on its face first: its two sides must say something alike */
	return are_card_sides(last, page) && agreement(last, page) > 0 ? last : NULL;
}

static void
append_page(Document *paper, Document *page)
{
	int before = (int)paper->pages->len;
	if (page->kind_confidence > paper->kind_confidence) {
		paper->kind = page->kind;
		paper->kind_confidence = page->kind_confidence;
	}
	while (page->facts->len > 0) {
		Fact *fact = g_ptr_array_steal_index(page->facts, 0);
		fact->page += before;
		g_ptr_array_add(paper->facts, fact);
	}
	while (page->codes->len > 0) {
		Barcode *code = g_ptr_array_steal_index(page->codes, 0);
		code->page += before;
		g_ptr_array_add(paper->codes, code);
	}
	if (paper->mrz == NULL && page->mrz != NULL) {
		paper->mrz = g_steal_pointer(&page->mrz);
		paper->mrz->page += before;
	}
	while (page->pages->len > 0)
		g_ptr_array_add(paper->pages, g_ptr_array_steal_index(page->pages, 0));
	for (char **language = page->languages; *language != NULL; language++)
		document_add_language(paper, *language);
	if (paper->country[0] == '\0')
		g_strlcpy(paper->country, page->country, sizeof paper->country);
	document_free(page);
}

GPtrArray *
fields_group(GPtrArray *pages)
{
	GPtrArray *papers = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	g_ptr_array_set_free_func(pages, NULL);
	guint n_blank = 0;
	for (guint i = 0; i < pages->len; i++)
		n_blank += is_blank(pages->pdata[i]);
	for (guint i = 0; i < pages->len; i++) {
		Document *page = pages->pdata[i], *paper = paper_of(papers, page);
		if (is_blank(page) && n_blank < pages->len)
			document_free(page);
		else if (paper != NULL)
			append_page(paper, page);
		else
			g_ptr_array_add(papers, page);
	}
	g_ptr_array_unref(pages);
	marriage_roles_settle(papers);
	documents_number(papers);
	return papers;
}
