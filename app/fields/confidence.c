#include "app/fields/confidence.h"
#include "app/dossier/field.h"
#include "app/values/place.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

static const char *const names[EVIDENCE_N] = {"one", "least", "mean", "least_name", "bad", "poor", "fair", "label",
	"parsed", "prose", "table", "name", "date", "place", "number", "text", "country", "words", "odd", "capitals",
	"foreign", "arabic", "digits", "known", "common", "repeated", "rival", "zone_agrees", "zone_differs", "page",
	"alternative", "unusual"};

const char *
evidence_name(EvidenceKind kind)
{
	return names[kind];
}

static gboolean
refuse(const char *name, guint line, const char *why, GError **error)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "%s:%u: %s", name, line, why);
	return FALSE;
}

gboolean
confidence_weights_read(ConfidenceWeights *weights, const char *name, const char *text, GError **error)
{
	enum { MAX_LINES = 200 };
	gboolean seen[EVIDENCE_N + 1] = {FALSE};
	g_auto(GStrv) lines = g_strsplit(text, "\n", MAX_LINES);
	for (guint i = 0; lines[i] != NULL; i++) {
		char *line = g_strstrip(lines[i]), *end = NULL;
		if (*line == '\0' || *line == '#')
			continue;
		char *value = strchr(line, ' ');
		if (value == NULL)
			return refuse(name, i + 1, "a name and a number", error);
		*value++ = '\0';
		double number = g_ascii_strtod(value, &end);
		if (end == value || *end != '\0' || !isfinite(number) || fabs(number) > 1000)
			return refuse(name, i + 1, "not a number", error);
		guint kind = 0;
		while (kind < EVIDENCE_N && !g_str_equal(names[kind], line))
			kind++;
		if (kind == EVIDENCE_N && !g_str_equal(line, "sure"))
			return refuse(name, i + 1, "unknown evidence", error);
		if (kind == EVIDENCE_N && !(number > 0 && number < 1))
			return refuse(name, i + 1, "a chance between 0 and 1", error);
		*(kind == EVIDENCE_N ? &weights->sure : &weights->of[kind]) = number;
		seen[kind] = TRUE;
	}
	for (guint kind = 0; kind <= EVIDENCE_N; kind++)
		if (!seen[kind])
			return refuse(name, g_strv_length(lines), "a weight is missing", error);
	return TRUE;
}

static double
doubt(double confidence)
{
	return CLAMP(1 - confidence, 0, 1);
}

static void
look_at_words(Evidence *evidence, const Segment *segment, guint start, guint end)
{
	double least = 1, sum = 0;
	guint n = 0;
	for (guint i = start; i < end && i < segment->tokens->len; i++) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT)
			continue;
		least = MIN(least, token->confidence);
		sum += token->confidence;
		n++;
	}
	if (n == 0)
		least = 0.5;
	evidence->of[EVIDENCE_LEAST] = doubt(least);
	evidence->of[EVIDENCE_MEAN] = doubt(n == 0 ? 0.5 : sum / n);
	evidence->of[EVIDENCE_BAD] = least < 0.5;
	evidence->of[EVIDENCE_POOR] = least < 0.75;
	evidence->of[EVIDENCE_FAIR] = least < 0.9;
	evidence->of[EVIDENCE_WORDS] = n <= 1 ? 0 : MIN((n - 1) / 4.0, 1);
}

static gboolean
is_odd_word(const char *word)
{
	guint letters = 0, others = 0;
	gboolean lower = FALSE, odd = FALSE;
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		gboolean joint = c == '-' || c == '\'' || c == 0x2019 || g_unichar_ismark(c);
		letters += g_unichar_isalpha(c) != 0;
		others += !g_unichar_isalpha(c) && !joint;
		odd |= lower && g_unichar_isupper(c);
		lower = g_unichar_islower(c) != 0;
		if (joint)
			lower = FALSE;
	}
	return odd || others > 0 || letters < 2;
}

static void
look_at_text(Evidence *evidence, const Fact *fact, FieldValue value)
{
	gboolean lower = FALSE, letter = FALSE;
	for (const char *p = fact->raw; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		lower |= g_unichar_islower(c) != 0;
		letter |= g_unichar_isupper(c) != 0;
		if (g_unichar_isdigit(c) && c > 0x7f)
			evidence->of[EVIDENCE_DIGITS] = 1;
	}
	evidence->of[EVIDENCE_CAPITALS] = letter && !lower;
	gboolean script = !g_str_equal(fact->script, "Latn") && !g_str_equal(fact->script, "Zyyy");
	evidence->of[EVIDENCE_FOREIGN] = script;
	evidence->of[EVIDENCE_ARABIC] = g_str_equal(fact->script, "Arab");
	if (value != FIELD_VALUE_NAME && value != FIELD_VALUE_PLACE)
		return;
	g_auto(GStrv) words = g_strsplit(fact->raw, " ", 16);
	for (char **w = words; *w != NULL; w++)
		if (is_odd_word(*w))
			evidence->of[EVIDENCE_ODD] = 1;
}

void
evidence_of_text(Evidence *evidence, const Values *values, const Fact *fact, const Segment *segment, guint start,
	guint end, double label_quality, double parsed)
{
	static const EvidenceKind kinds[] = {[FIELD_VALUE_NAME] = EVIDENCE_NAME,
		[FIELD_VALUE_DATE] = EVIDENCE_DATE,
		[FIELD_VALUE_PLACE] = EVIDENCE_PLACE,
		[FIELD_VALUE_COUNTRY] = EVIDENCE_COUNTRY,
		[FIELD_VALUE_SEX] = EVIDENCE_ONE,
		[FIELD_VALUE_STATUS] = EVIDENCE_ONE,
		[FIELD_VALUE_NUMBER] = EVIDENCE_NUMBER,
		[FIELD_VALUE_TEXT] = EVIDENCE_TEXT};
	FieldValue value = field_value(fact->field);
	*evidence = (Evidence){0};
	look_at_words(evidence, segment, start, end);
	evidence->of[EVIDENCE_LABEL] = doubt(label_quality);
	evidence->of[EVIDENCE_PARSED] = doubt(parsed);
	evidence->of[EVIDENCE_PROSE] = fact->source == FACT_SOURCE_PROSE;
	evidence->of[EVIDENCE_TABLE] = fact->source == FACT_SOURCE_TABLE;
	evidence->of[kinds[value]] = 1;
	evidence->of[EVIDENCE_ONE] = 1;
	evidence->of[EVIDENCE_ALTERNATIVE] = fact->alternatives[0] != NULL;
	if (value == FIELD_VALUE_NAME || value == FIELD_VALUE_PLACE || value == FIELD_VALUE_NUMBER)
		evidence->of[EVIDENCE_LEAST_NAME] = evidence->of[EVIDENCE_LEAST];
	if (fact->raw == NULL)
		return;
	look_at_text(evidence, fact, value);
	char country[4];
	if (value == FIELD_VALUE_PLACE)
		evidence->of[EVIDENCE_KNOWN] = place_known(values, fact->raw, country);
}

/* Letters alone, so that "DIALLO" and "Diallo" agree, and the zone's "CONDE" with "Condé". */
static gboolean
says_same(const Fact *a, const Fact *b)
{
	FoldedText first, second;
	if (a->value == NULL || b->value == NULL)
		return FALSE;
	folded_text_set(&first, a->value);
	folded_text_set(&second, b->value);
	return folded_text_equal(&first, &second);
}

static gboolean
has_word_of(const Fact *name, const Fact *other)
{
	g_auto(GStrv) words = g_strsplit(name->raw, " ", 16);
	g_auto(GStrv) others = g_strsplit(other->raw, " ", 16);
	for (char **w = words; *w != NULL; w++)
		for (char **o = others; *o != NULL; o++) {
			FoldedText first, second;
			folded_text_set(&first, *w);
			folded_text_set(&second, *o);
			if (first.n >= 3 && folded_text_equal(&first, &second))
				return TRUE;
		}
	return FALSE;
}

void
evidence_of_page(Evidence *evidence, const Document *document, const Fact *fact, const PageLayout *layout)
{
	double sum = 0;
	guint n = 0;
	gboolean name = fact->raw != NULL && field_value(fact->field) == FIELD_VALUE_NAME;
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *other = document->facts->pdata[i];
		if (other == fact || other->raw == NULL)
			continue;
		if (name && other->source != FACT_SOURCE_MRZ && other->source != FACT_SOURCE_BARCODE &&
			field_value(other->field) == FIELD_VALUE_NAME && !g_str_equal(other->field, fact->field) &&
			has_word_of(fact, other))
			evidence->of[EVIDENCE_COMMON] = 1;
		if (!g_str_equal(other->field, fact->field))
			continue;
		gboolean same = says_same(fact, other),
			 zone = other->source == FACT_SOURCE_MRZ || other->source == FACT_SOURCE_BARCODE;
		evidence->of[zone ? (same ? EVIDENCE_ZONE_AGREES : EVIDENCE_ZONE_DIFFERS)
				  : (same ? EVIDENCE_REPEATED : EVIDENCE_RIVAL)] = 1;
	}
	for (guint i = 0; i < layout->tokens->len; i++) {
		const Token *token = layout->tokens->pdata[i];
		if (token->kind == TOKEN_TEXT && token->folded.n > 1) {
			sum += token->confidence;
			n++;
		}
	}
	evidence->of[EVIDENCE_PAGE] = n == 0 ? 1 : doubt(sum / n);
}

double
confidence_weigh(const ConfidenceWeights *weights, const Evidence *evidence)
{
	double sum = 0;
	for (guint i = 0; i < EVIDENCE_N; i++)
		sum += weights->of[i] * evidence->of[i];
	double chance = 1 / (1 + exp(-sum)), sure = weights->sure;
	return chance < sure ? 0.9 * chance / sure : 0.9 + 0.09 * (chance - sure) / (1 - sure);
}
