#include "app/compare/compare_parts.h"
#include "app/values/date.h"
#include "firmware/base/language.h"

/* What one paper says against itself. */

enum { MAX_FINDINGS = 200 };

Finding *
finding_add(Dossier *dossier, const char *rule, const char *explanation)
{
	Finding *finding = finding_new(rule, explanation);
	if (dossier->findings->len >= MAX_FINDINGS) {
		finding_free(finding);
		return NULL;
	}
	g_ptr_array_add(dossier->findings, finding);
	return finding;
}

static void
add_once(GPtrArray *list, const char *text)
{
	if (text != NULL && !g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
		g_ptr_array_add(list, g_strdup(text));
}

void
finding_names(Finding *finding, const char *field, const Fact *fact)
{
	if (finding == NULL)
		return;
	add_once(finding->fields, field);
	if (fact != NULL)
		add_once(finding->facts, fact->id);
}

static const char *
label_of(const Comparing *c, const Document *document)
{
	guint at = 0;
	g_ptr_array_find(c->dossier->documents, document, &at);
	return c->labels->pdata[at];
}

/* The field as rows name it; document.* as it is. Caller frees. */
static char *
row_field(const Document *document, const char *field)
{
	char *seen = field_seen_from(field, document->subject);
	return seen != NULL ? seen : g_strdup(field);
}

static const char *
disagreement(const Fact *a, const Fact *b, const char **format)
{
	if ((a->source == FACT_SOURCE_MRZ) != (b->source == FACT_SOURCE_MRZ)) {
		*format =
			_("%1$s : la zone de lecture optique et la page imprimée ne disent pas la même chose, « %2$s » "
			  "et « %3$s ».");
		return "document/zones@1";
	}
	if (!g_str_equal(a->script, b->script) && a->raw != NULL && b->raw != NULL) {
		*format = _("%1$s : la ligne latine ne correspond pas à l’autre écriture, « %2$s » et « %3$s ».");
		return "document/scripts@1";
	}
	*format = _("%1$s : le même renseignement y est donné deux fois, différemment, « %2$s » et « %3$s ».");
	return "document/two-values@1";
}

static void
check_pair(Comparing *c, const Document *document, const Fact *a, const Fact *b)
{
	FieldValue kind = field_value(a->field);
	g_auto(ValueComparison) pair = {0};
	compare_values(c->values, a->field, a, b, &pair);
	if (pair.match != MATCH_DIFFERENT)
		return;
	const char *format;
	const char *rule = disagreement(a, b, &format);
	const Fact *zone = a->source == FACT_SOURCE_MRZ ? a : b->source == FACT_SOURCE_MRZ ? b : a;
	const Fact *other = zone == a ? b : a;
	g_autofree char *first = value_for_person(c->values, kind, fact_text(zone)),
			*second = value_for_person(c->values, kind, fact_text(other));
	g_autofree char *said = sentence_fill(format, label_of(c, document), first, second);
	g_autofree char *field = row_field(document, a->field);
	Finding *finding = finding_add(c->dossier, rule, said);
	finding_names(finding, field, zone);
	finding_names(finding, field, other);
}

/* Every fact of a field against the paper's best one of it. */
static void
check_zones(Comparing *c, const Document *document)
{
	g_autoptr(GHashTable) bests = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (!field_is_known(fact->field) || !fact_says(fact, field_value(fact->field)))
			continue;
		const Fact *best = g_hash_table_lookup(bests, fact->field);
		if (best == NULL) {
			best = document_fact(document, fact->field);
			g_hash_table_insert(bests, fact->field, (gpointer)best);
		}
		if (best != fact && fact_says(best, field_value(fact->field)))
			check_pair(c, document, best, fact);
	}
}

static void
check_zone_digits(Comparing *c, const Document *document)
{
	if (document->mrz == NULL)
		return;
	static const struct {
		MrzDigit digit;
		const char *field;
	} fields[] = {{MRZ_DIGIT_DOCUMENT_NUMBER, "document.number"}, {MRZ_DIGIT_BIRTH_DATE, "person.birth_date"},
		{MRZ_DIGIT_EXPIRY_DATE, "document.expiry_date"}, {MRZ_DIGIT_COMPOSITE, NULL}};
	g_autoptr(GPtrArray) wrong = g_ptr_array_new_with_free_func(g_free);
	gboolean any = FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (document->mrz->checks[fields[i].digit] != MRZ_CHECK_INVALID)
			continue;
		any = TRUE;
		if (fields[i].field != NULL)
			g_ptr_array_add(wrong, row_field(document, fields[i].field));
	}
	if (!any)
		return;
	g_autofree char *said = g_strdup_printf(
		_("%s : un chiffre de contrôle de la zone de lecture optique est faux ; lecture ou papier à vérifier."),
		label_of(c, document));
	Finding *finding = finding_add(c->dossier, "document/check-digit@1", said);
	for (guint i = 0; i < wrong->len; i++)
		finding_names(finding, wrong->pdata[i], NULL);
}

static void
check_dates(Comparing *c, const Document *document)
{
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (!field_is_known(fact->field) || field_value(fact->field) != FIELD_VALUE_DATE || fact->raw == NULL ||
			fact->value != NULL)
			continue;
		if (document_fact(document, fact->field)->value != NULL)
			continue; /* the paper says it elsewhere, legibly: its zone, most often */
		g_autofree char *start = g_utf8_substring(fact->raw, 0, MIN(g_utf8_strlen(fact->raw, -1), 60));
		g_autofree char *said =
			g_strdup_printf(_("%s : « %s » n’est pas une date possible, ou n’a pas pu être comprise."),
				label_of(c, document), start);
		g_autofree char *field = row_field(document, fact->field);
		finding_names(finding_add(c->dossier, "date/not-a-date@1", said), field, fact);
	}
}

/* A rule "earlier must not come after later" on one paper. */
static void
check_order(Comparing *c, const Document *document, const char *earlier, const char *later, const char *rule,
	const char *format)
{
	const Fact *a = document_fact(document, earlier), *b = document_fact(document, later);
	int first_a, last_a, first_b, last_b;
	if (a == NULL || b == NULL || a->value == NULL || b->value == NULL ||
		!date_bounds(a->value, &first_a, &last_a) || !date_bounds(b->value, &first_b, &last_b) ||
		first_a <= last_b)
		return;
	g_autofree char *said_a = value_for_person(c->values, FIELD_VALUE_DATE, a->value),
			*said_b = value_for_person(c->values, FIELD_VALUE_DATE, b->value);
	g_autofree char *said = sentence_fill(format, label_of(c, document), said_a, said_b);
	g_autofree char *field_a = row_field(document, earlier), *field_b = row_field(document, later);
	Finding *finding = finding_add(c->dossier, rule, said);
	finding_names(finding, field_a, a);
	finding_names(finding, field_b, b);
}

void
findings_papers(Comparing *c)
{
	for (guint i = 0; i < c->dossier->documents->len; i++) {
		const Document *document = c->dossier->documents->pdata[i];
		check_zones(c, document);
		check_zone_digits(c, document);
		check_dates(c, document);
		check_order(c, document, "person.birth_date", "document.issue_date", "date/birth-after-issue@1",
			_("%1$s : la naissance (%2$s) serait postérieure à la délivrance du papier (%3$s)."));
		check_order(c, document, "document.issue_date", "document.expiry_date", "date/expiry-before-issue@1",
			_("%1$s : la délivrance (%2$s) serait postérieure à l’expiration (%3$s)."));
		check_order(c, document, "marriage.date", "document.issue_date", "date/marriage-after-issue@1",
			_("%1$s : le mariage (%2$s) serait postérieur à la délivrance du papier (%3$s)."));
		check_order(c, document, "person.birth_date", "death.date", "date/birth-after-death@1",
			_("%1$s : la naissance (%2$s) serait postérieure au décès (%3$s)."));
	}
}
