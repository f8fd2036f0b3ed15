#include "app/fields/marriage_roles.h"
#include "app/fields/folded_text.h"
#include <string.h>

enum { MAX_WORDS = 8 };

static gboolean
is_of(const Fact *fact, const char *subject)
{
	gsize n = strlen(subject);
	return strncmp(fact->field, subject, n) == 0 && fact->field[n] == '.';
}

static gboolean
is_name(const Fact *fact)
{
	return g_str_has_suffix(fact->field, "name") || g_str_has_suffix(fact->field, "names");
}

static gboolean
has_word(const Document *document, const char *word)
{
	FoldedText wanted, other;
	folded_text_set(&wanted, word);
	guint tolerance = wanted.n < 5 ? 0 : 1;
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (!is_of(fact, "person") || !is_name(fact) || fact->raw == NULL)
			continue;
		g_auto(GStrv) words = g_strsplit(fact->value != NULL ? fact->value : fact->raw, " ", MAX_WORDS);
		for (char **w = words; *w != NULL; w++) {
			folded_text_set(&other, *w);
			if (folded_text_distance(&wanted, &other, tolerance) <= tolerance)
				return TRUE;
		}
	}
	return FALSE;
}

/* Papers of a couple: which of the two is the person of the file they do not say. */
static gboolean
bears_partners(DocumentKind kind)
{
	return kind == KIND_MARRIAGE_RECORD || kind == KIND_FAMILY_BOOKLET || kind == KIND_REGISTRY_EXTRACT;
}

/* How much of a partner the other papers know as their person: the share of the name's words, and the birth date. */
static double
likeness(const Document *record, const char *subject, const GPtrArray *papers)
{
	double sum = 0;
	for (guint p = 0; p < papers->len; p++) {
		const Document *paper = papers->pdata[p];
		if (paper == record || bears_partners(paper->kind) || !g_str_equal(paper->subject, "person"))
			continue;
		guint words = 0, met = 0;
		for (guint i = 0; i < record->facts->len; i++) {
			const Fact *fact = record->facts->pdata[i];
			const char *text = fact->value != NULL ? fact->value : fact->raw; /* Arabic names */
			if (!is_of(fact, subject) || text == NULL)
				continue;
			const Fact *place = document_fact(paper, "person.birth_place");
			if (g_str_has_suffix(fact->field, ".birth_place") && place != NULL && fact->value != NULL)
				sum += 0.4 * (g_strcmp0(place->value, fact->value) == 0);
			const Fact *same = document_fact(paper, "person.birth_date");
			if (g_str_has_suffix(fact->field, ".birth_date") && same != NULL && fact->value != NULL)
				sum += g_strcmp0(same->value, fact->value) == 0;
			if (!is_name(fact))
				continue;
			g_auto(GStrv) parts = g_strsplit(text, " ", MAX_WORDS);
			for (char **w = parts; *w != NULL; w++, words++)
				met += has_word(paper, *w);
		}
		sum += words == 0 ? 0 : (double)met / words;
	}
	return sum;
}

static void
rename_subject(Fact *fact, const char *subject)
{
	g_autofree char *field = g_strconcat(subject, strchr(fact->field, '.'), NULL);
	g_free(fact->field);
	fact->field = g_steal_pointer(&field);
}

static void
settle(Document *record, const GPtrArray *papers)
{
	guint boundary = record->facts->len;
	gboolean person = FALSE;
	for (guint i = record->facts->len; i-- > 0;) {
		boundary = is_of(record->facts->pdata[i], "spouse") ? i : boundary;
		person |= is_of(record->facts->pdata[i], "person");
	}
	if (boundary == record->facts->len || !person)
		return;
	gboolean swap = likeness(record, "spouse", papers) > likeness(record, "person", papers);
	for (guint i = 0, place = 0; i < record->facts->len; place++) {
		Fact *fact = record->facts->pdata[i];
		gboolean parent = is_of(fact, "father") || is_of(fact, "mother");
		if (parent && (place >= boundary) != swap) {
			g_ptr_array_remove_index(record->facts, i);
			continue;
		}
		if (swap && is_of(fact, "person"))
			rename_subject(fact, "spouse");
		else if (swap && is_of(fact, "spouse"))
			rename_subject(fact, "person");
		i++;
	}
}

void
marriage_roles_settle(const GPtrArray *papers)
{
	for (guint i = 0; i < papers->len; i++) {
		Document *paper = papers->pdata[i];
		if (bears_partners(paper->kind))
			settle(paper, papers);
	}
}
