#include "app/values/name.h"
#include "app/values/name_align.h"
#include "app/values/text_key.h"
#include "app/values/values_data.h"
#include <string.h>

/* Reasons of a variant in the order in which one is named as the rule. */
static const struct {
	Reason reason;
	const char *rule;
} rules[] = {
	{REASON_ORDER, "name/order@1"},
	{REASON_TRUNCATION, "name/truncation@1"},
	{REASON_INITIALS, "name/initials@1"},
	{REASON_MISSING_PART, "name/missing-part@1"},
	{REASON_EXTRA_PART, "name/extra-part@1"},
	{REASON_OCR_DOUBT, "name/ocr@1"},
	{REASON_SCRIPT, "name/script@1"},
	{REASON_TRANSLITERATION, "name/transliteration@1"},
	{REASON_SPELLING, "name/spelling@1"},
	{REASON_PARTICLE, "name/particle@1"},
	{REASON_JOINED, "name/joined@1"},
	{REASON_DIACRITICS, "name/diacritics@1"},
	{REASON_CASE, "name/case@1"},
	{REASON_ROLE_REVERSAL, "name/role-reversal@1"},
	{REASON_REPLACED_PART, "name/replaced-part@1"},
	{REASON_OTHER_NAME, "name/other@1"},
};

static void
decide(ValueComparison *out, Match match, ReasonSet reasons)
{
	out->match = match;
	out->reasons = reasons;
	for (guint i = 0; i < G_N_ELEMENTS(rules) && out->rule == NULL; i++) {
		if (reasons & REASON_BIT(rules[i].reason))
			out->rule = rules[i].rule;
	}
}

static void
mark_part(const NamePart *first, const NamePart *last, GArray *marks)
{
	comparison_mark(marks, (int)first->start, (int)(last->end - first->start));
}

static void
mark_alignment(const NameRules *name_rules, const NameText *a, const NameText *b, const NameAlignment *alignment,
	ValueComparison *out)
{
	for (guint i = 0; i < alignment->n_steps; i++) {
		const NameStep *step = &alignment->steps[i];
		if (step->kind == STEP_SKIP_A) {
			mark_part(&a->parts[step->a], &a->parts[step->a], out->marks_a);
		} else if (step->kind == STEP_SKIP_B) {
			mark_part(&b->parts[step->b], &b->parts[step->b], out->marks_b);
		} else if (step->reasons != 0 && !(step->reasons & REASON_BIT(REASON_SCRIPT))) {
			NamePart left = name_text_join(a, name_rules, step->a, step->n_a);
			NamePart right = name_text_join(b, name_rules, step->b, step->n_b);
			LettersMatch match;
			if (left.initial != right.initial || !name_letters_match(name_rules, a, &left, b, &right,
								     &match, out->marks_a, out->marks_b)) {
				mark_part(&left, &left, out->marks_a);
				mark_part(&right, &right, out->marks_b);
			}
		}
	}
}

enum { LONG_NAME = 6 }; /* parts: in a longer one only the first or the last changes its place */

/* What the longer one has besides are patronymics, which stand anywhere and are left out of passports. */
static gboolean
skips_patronymics(const NameText *longer, const NameAlignment *alignment)
{
	for (guint i = 0; i < alignment->n_steps; i++) {
		const NameStep *step = &alignment->steps[i];
		if (step->kind == STEP_MATCH)
			continue;
		const NamePart *part = &longer->parts[step->kind == STEP_SKIP_A ? step->a : step->b];
		if (!(part->flags & NAME_WORD_PATRONYMIC))
			return FALSE;
	}
	return TRUE;
}

/* The shorter one's parts in another order: what stood last comes first, or the other way round. A father's name that
 * is said to be one ("bin") does not move. */
static gboolean
align_rotated(const NameRules *name_rules, const NameText *a, const NameText *b, NameRole role, ValueComparison *out)
{
	gboolean a_shorter = a->n_parts <= b->n_parts;
	const NameText *shorter = a_shorter ? a : b;
	guint n = shorter->n_parts;
	if (n < 2 || a->has_connector || b->has_connector)
		return FALSE;
	NameText turned = *shorter;
	for (guint by = 1; by < n; by++) {
		if (n > LONG_NAME && by > 1 && by + 1 < n)
			continue;
		for (guint i = 0; i < n; i++)
			turned.parts[i] = shorter->parts[(i + by) % n];
		NameAlignment alignment;
		name_align(name_rules, a_shorter ? &turned : a, a_shorter ? b : &turned, role, &alignment);
		guint skipped = alignment.skipped_a + alignment.skipped_b;
		if ((a_shorter ? alignment.skipped_a : alignment.skipped_b) > 0)
			continue;
		const NameStep *last = &alignment.steps[alignment.n_steps - 1];
		if (skipped > 0 && !skips_patronymics(a_shorter ? b : a, &alignment) &&
			(alignment.steps[0].kind != STEP_MATCH || last->kind != STEP_MATCH))
			continue;
		ReasonSet part = REASON_BIT(a_shorter ? REASON_EXTRA_PART : REASON_MISSING_PART);
		decide(out, MATCH_VARIANT, alignment.reasons | REASON_BIT(REASON_ORDER) | (skipped > 0 ? part : 0));
		mark_part(&a->parts[0], &a->parts[a->n_parts - 1], out->marks_a);
		mark_part(&b->parts[0], &b->parts[b->n_parts - 1], out->marks_b);
		return TRUE;
	}
	return FALSE;
}

/* How many parts of a find one of b in any order. */
static guint
count_unordered(const NameRules *name_rules, const NameText *a, const NameText *b, ValueComparison *out)
{
	guint n = 0;
	guint32 taken = 0;
	for (guint i = 0; i < a->n_parts; i++) {
		gboolean found = a->parts[i].flags & (NAME_WORD_PARTICLE | NAME_WORD_CONNECTOR | NAME_WORD_STATUS);
		for (guint j = 0; j < b->n_parts && !found; j++) {
			LettersMatch match;
			if (taken & (1u << j) ||
				!name_parts_match(name_rules, a, &a->parts[i], b, &b->parts[j], &match))
				continue;
			taken |= 1u << j;
			found = TRUE;
			n++;
		}
		if (!found)
			mark_part(&a->parts[i], &a->parts[i], out->marks_a);
	}
	for (guint j = 0; j < b->n_parts; j++) {
		gboolean word = b->parts[j].flags & (NAME_WORD_PARTICLE | NAME_WORD_CONNECTOR | NAME_WORD_STATUS);
		if (!word && !(taken & (1u << j)))
			mark_part(&b->parts[j], &b->parts[j], out->marks_b);
	}
	return n;
}

static void
explain_difference(const NameRules *name_rules, const NameText *a, const NameText *b, ValueComparison *out)
{
	guint n = count_unordered(name_rules, a, b, out), least = MIN(name_count_parts(a), name_count_parts(b));
	Reason reason = n == 0 ? REASON_OTHER_NAME : n >= least ? REASON_ROLE_REVERSAL : REASON_REPLACED_PART;
	if (reason == REASON_ROLE_REVERSAL) {
		mark_part(&a->parts[0], &a->parts[a->n_parts - 1], out->marks_a);
		mark_part(&b->parts[0], &b->parts[b->n_parts - 1], out->marks_b);
	}
	decide(out, MATCH_DIFFERENT, REASON_BIT(reason));
}

/* "bin Salman" is the father of whoever stands before it: without the first name only the father is left. */
static gboolean
leaves_father_only(const NameText *a, const NameText *b, const NameAlignment *alignment)
{
	const NameStep *first = &alignment->steps[0];
	if (first->kind == STEP_MATCH)
		return FALSE;
	const NameText *longer = first->kind == STEP_SKIP_A ? a : b;
	return longer->has_connector && !(longer->parts[0].flags & NAME_WORD_CONNECTOR);
}

static void
compare_parts(const NameRules *name_rules, const NameText *a, const NameText *b, NameRole role, ValueComparison *out)
{
	NameAlignment alignment;
	name_align(name_rules, a, b, role, &alignment);
	gboolean both = alignment.skipped_a > 0 && alignment.skipped_b > 0;
	gboolean alone = alignment.matched == 1 && alignment.steps[0].kind != STEP_MATCH &&
			 alignment.steps[alignment.n_steps - 1].kind != STEP_MATCH;
	if (!both && alignment.matched > 0 && !alone && !leaves_father_only(a, b, &alignment)) {
		ReasonSet reasons = alignment.reasons;
		if (alignment.skipped_a > 0)
			reasons |= REASON_BIT(REASON_MISSING_PART);
		if (alignment.skipped_b > 0)
			reasons |= REASON_BIT(REASON_EXTRA_PART);
		decide(out, MATCH_VARIANT, reasons);
		mark_alignment(name_rules, a, b, &alignment, out);
		return;
	}
	if (both && align_rotated(name_rules, a, b, role, out))
		return;
	explain_difference(name_rules, a, b, out);
}

/* NFC, without the spaces around and the doubled ones between. */
static char *
tidy(const char *text)
{
	gboolean plain = TRUE, gap = TRUE;
	gsize n = 0;
	for (const char *p = text; *p != '\0' && n < TEXT_KEY_MAX * 6; p++, n++) {
		plain &= (guchar)*p < 0x80 && *p >= ' ' && !(*p == ' ' && gap);
		gap = *p == ' ';
	}
	if (plain && !(gap && n > 0))
		return g_strndup(text, n);
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)n);
	g_autofree char *nfc = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
	GString *out = g_string_new(NULL);
	gap = FALSE;
	for (const char *p = nfc; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
			gap = out->len > 0;
			continue;
		}
		if (c >= 0x200b && c <= 0x200f) /* directions and joiners say nothing of the name */
			continue;
		if (gap)
			g_string_append_c(out, ' ');
		gap = FALSE;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

static gboolean
is_same_but_case(const char *a, const char *b)
{
	g_autofree char *left = g_utf8_strdown(a, -1), *right = g_utf8_strdown(b, -1);
	return strcmp(left, right) == 0;
}

void
name_compare(const Values *values, const char *a, const char *b, NameRole role, ValueComparison *out)
{
	comparison_init(out, MATCH_CANNOT_TELL);
	out->rule = "name/unreadable@1";
	if (a == NULL || b == NULL)
		return;
	g_autofree char *tidy_a = tidy(a), *tidy_b = tidy(b);
	NameText left, right;
	name_text_init(&left, values->names, values->romanise, tidy_a);
	name_text_init(&right, values->names, values->romanise, tidy_b);
	if (left.script == SCRIPT_NONE || right.script == SCRIPT_NONE)
		return;
	out->rule = NULL;
	if (strcmp(tidy_a, tidy_b) == 0) {
		decide(out, MATCH_SAME, 0);
		return;
	}
	if (is_same_but_case(tidy_a, tidy_b)) {
		decide(out, MATCH_SAME, REASON_BIT(REASON_CASE));
		return;
	}
	if (left.cut || right.cut) { /* no name is as long as that */
		out->rule = "name/too-long@1";
		return;
	}
	compare_parts(values->names, &left, &right, role, out);
	if (out->match == MATCH_VARIANT && out->reasons == 0) {
		gboolean signs = g_utf8_strlen(tidy_a, -1) != g_utf8_strlen(tidy_b, -1) ||
				 (g_str_is_ascii(tidy_a) && g_str_is_ascii(tidy_b));
		decide(out, MATCH_VARIANT, REASON_BIT(signs ? REASON_JOINED : REASON_DIACRITICS));
	}
}

char *
name_normalise(const Values *values, const char *raw, const char *language)
{
	if (raw == NULL)
		return NULL;
	g_autofree char *text = tidy(raw);
	Script script = script_of_text(text);
	g_autofree char *phrase = text_phrase(text);
	if (script == SCRIPT_NONE || !script_gives_spelling(script) || g_utf8_strlen(text, -1) > NAME_LETTERS ||
		(name_rules_word(values->names, phrase) & NAME_WORD_NONE))
		return NULL;
	if (script == SCRIPT_LATIN)
		return g_steal_pointer(&text);
	return romanise_text(values->romanise, text, script, language);
}
