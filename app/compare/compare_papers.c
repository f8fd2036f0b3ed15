#include "app/compare/compare_parts.h"
#include "firmware/base/language.h"
#include <math.h>

/* "passeport", "passeport du conjoint". */
static char *
label_of(const Document *document)
{
	static const struct {
		const char *subject, *format;
	} whose[] = {
		{"spouse", N_("%1$s du conjoint")},
		{"father", N_("%1$s du père")},
		{"mother", N_("%1$s de la mère")},
		{"other", N_("%1$s d’un tiers")},
	};
	const char *noun = document_kind_noun(document->kind);
	for (guint i = 0; i < G_N_ELEMENTS(whose); i++) {
		if (g_strcmp0(document->subject, whose[i].subject) == 0) {
			return sentence_fill(_(whose[i].format), noun, NULL, NULL);
		}
	}
	if (document->subject != NULL && g_str_has_prefix(document->subject, "child"))
		return g_strdup_printf(_("%s de l’enfant %s"), noun, document->subject + 5);
	return g_strdup(noun);
}

GPtrArray *
papers_label(const GPtrArray *documents)
{
	GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) total = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < documents->len; i++) {
		char *label = label_of(documents->pdata[i]);
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(total, label));
		g_hash_table_replace(total, g_strdup(label), GUINT_TO_POINTER(n + 1));
		g_ptr_array_add(labels, label);
	}
	for (guint i = 0; i < labels->len; i++) {
		g_autofree char *label = labels->pdata[i];
		labels->pdata[i] = NULL;
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen, label)) + 1;
		g_hash_table_replace(seen, g_strdup(label), GUINT_TO_POINTER(n));
		gboolean several = GPOINTER_TO_UINT(g_hash_table_lookup(total, label)) > 1;
		labels->pdata[i] = several ? g_strdup_printf("%s %u", label, n) : g_steal_pointer(&label);
	}
	return labels;
}

/* What a machine-readable zone does to a name by its own rules: no accents, no small letters, cut at the end. */
static const ReasonSet zone_losses =
	REASON_BIT(REASON_CASE) | REASON_BIT(REASON_DIACRITICS) | REASON_BIT(REASON_TRANSLITERATION) |
	REASON_BIT(REASON_TRUNCATION) | REASON_BIT(REASON_JOINED) | REASON_BIT(REASON_STRUCTURE) |
	REASON_BIT(REASON_PARTICLE) | REASON_BIT(REASON_INITIALS) | REASON_BIT(REASON_MISSING_PART) |
	REASON_BIT(REASON_EXTRA_PART) | REASON_BIT(REASON_SCRIPT);

/* A printed name and the zone's on one paper: the printed one, unless it looks misread. */
static const Fact *
better_name(const Values *values, const char *field, const Fact *printed, const Fact *zone)
{
	const double margin = 0.05;
	g_auto(ValueComparison) pair = {0};
	compare_values(values, field, printed, zone, &pair);
	if (pair.match == MATCH_SAME || (pair.match == MATCH_VARIANT && (pair.reasons & ~zone_losses) == 0))
		return printed;
	return zone->confidence + margin >= printed->confidence ? zone : printed;
}

static const Fact *
better(const Values *values, const CompareRules *rules, const char *field, const Fact *a, const Fact *b)
{
	const double clearly = 0.15;
	FieldValue kind = field_value(field);
	if (fact_says(a, kind) != fact_says(b, kind))
		return fact_says(a, kind) ? a : b;
	if ((a->raw != NULL) != (b->raw != NULL))
		return a->raw != NULL ? a : b;
	if (!fact_says(a, kind))
		return a;
	if ((b->source == FACT_SOURCE_TYPED) != (a->source == FACT_SOURCE_TYPED))
		return a->source == FACT_SOURCE_TYPED ? a : b;
	if (a->source == FACT_SOURCE_TYPED)
		return b; /* what was typed last */
	if ((a->value != NULL) != (b->value != NULL))
		return a->value != NULL ? a : b;
	if (is_romanised(a) != is_romanised(b))
		return is_romanised(a) ? b : a;
	if (kind == FIELD_VALUE_NAME && (a->source == FACT_SOURCE_MRZ) != (b->source == FACT_SOURCE_MRZ))
		return a->source == FACT_SOURCE_MRZ ? better_name(values, field, b, a)
						    : better_name(values, field, a, b);
	const int *rank = rules->precedence[precedence_of(kind)].sources;
	if (rank[a->source] != rank[b->source] && fabs(a->confidence - b->confidence) <= clearly)
		return rank[a->source] < rank[b->source] ? a : b;
	return b->confidence > a->confidence ? b : a;
}

const Fact *
paper_represent(
	const Values *values, const CompareRules *rules, const char *field, const GPtrArray *facts, const Fact **second)
{
	const double sure = 0.8;
	const Fact *best = facts->pdata[0];
	for (guint i = 1; i < facts->len; i++)
		best = better(values, rules, field, best, facts->pdata[i]);
	if (second == NULL)
		return best;
	*second = NULL;
	if (best->source == FACT_SOURCE_TYPED || best->confidence < sure || !fact_says(best, field_value(field)))
		return best;
	for (guint i = 0; i < facts->len && *second == NULL; i++) {
		const Fact *other = facts->pdata[i];
		if (other == best || other->value == NULL || other->confidence < sure)
			continue;
		g_auto(ValueComparison) pair = {0};
		compare_values(values, field, best, other, &pair);
		if (pair.match == MATCH_DIFFERENT)
			*second = other;
	}
	return best;
}
