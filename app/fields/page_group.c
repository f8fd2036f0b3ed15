/* Pages of one paper. A page that has a title of its own begins a paper; one without is taken for the continuation of
 * the paper before it where such a paper has several sides, and where nothing on it speaks against. */
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
	if (page->facts->len > 0 || page->mrz != NULL || page->pages->len == 0)
		return FALSE;
	for (guint i = 0; i < page->pages->len; i++)
		if ((((const Page *)page->pages->pdata[i])->quality & PAGE_BLANK) == 0)
			return FALSE;
	return TRUE;
}

/* Both say something of the same field, and not the same. */
static gboolean
contradict(const Document *a, const Document *b)
{
	static const char *const fields[] = {"document.number", "person.birth_date", "person.surname", "file.number"};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		const Fact *first = document_fact(a, fields[i]), *second = document_fact(b, fields[i]);
		if (first == NULL || second == NULL || first->value == NULL || second->value == NULL)
			continue;
		g_autofree char *x = g_utf8_casefold(first->value, -1), *y = g_utf8_casefold(second->value, -1);
		if (!g_str_equal(x, y))
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_card_back(const Document *front, const Document *back)
{
	if (front->pages->len != 1 || (front->mrz != NULL && back->mrz != NULL))
		return FALSE;
	gboolean same = back->kind == front->kind || back->kind == KIND_OTHER ||
			(back->mrz != NULL && back->mrz->format != MRZ_TD3 && sides_of(back->kind) == SIDES_CARD);
	return same && (back->kind_confidence < KIND_TITLED || back->mrz != NULL || front->mrz != NULL);
}

static gboolean
continues(const Document *paper, const Document *page)
{
	if (is_blank(page))
		return TRUE;
	if (contradict(paper, page))
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

static void
append_page(Document *paper, Document *page)
{
	int before = (int)paper->pages->len;
	while (page->facts->len > 0) {
		Fact *fact = g_ptr_array_steal_index(page->facts, 0);
		fact->page += before;
		g_ptr_array_add(paper->facts, fact);
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
	for (guint i = 0; i < pages->len; i++) {
		Document *page = pages->pdata[i], *paper = papers->len == 0 ? NULL : papers->pdata[papers->len - 1];
		if (paper != NULL && continues(paper, page))
			append_page(paper, page);
		else
			g_ptr_array_add(papers, page);
	}
	g_ptr_array_unref(pages);
	marriage_roles_settle(papers);
	documents_number(papers);
	return papers;
}
