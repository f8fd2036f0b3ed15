#include "app/fields/label_match.h"
#include "app/fields/label_key.h"
#include "app/fields/phrase_window.h"
#include <string.h>

gboolean
label_hit_is_better(const LabelHit *best, guint n, guint errors)
{
	enum { PER_ERROR = 4 };
	int worth = (int)n - PER_ERROR * (int)errors, old = (int)best->n - PER_ERROR * (int)best->errors;
	return best->key == NULL || worth > old || (worth == old && errors < best->errors);
}

static gboolean
ends_alike(const Segment *segment, guint end, const FoldedText *label)
{
	for (guint i = end; i-- > 0;) {
		const FoldedText *last = &segment_token(segment, i)->folded;
		if (last->n > 0)
			return last->chars[last->n - 1] == label->chars[label->n - 1];
	}
	return FALSE;
}

/* "Attestation n°" */
static gboolean
ends_in_number_sign(const FoldedText *label)
{
	return label->chars[label->n - 1] == 'n' ||
	       (label->chars[label->n - 1] == 'o' && label->chars[label->n - 2] == 'n');
}

/* Short words of a language that the page is not written in are something else: "es" is no Turkish spouse. French and
 * English stand on papers of every country. */
static gboolean
is_of_page(const LabelRules *rules, const char *language, const FoldedText *text)
{
	enum { TELLING = 6 };
	if (language == NULL || text->n >= TELLING || g_str_equal(language, "fra") || g_str_equal(language, "eng"))
		return TRUE;
	return text->chars[0] > 0x24f || g_strv_contains((const char *const *)rules->languages, language);
}

LabelHit
label_match(const LabelRules *rules, const Segment *segment, guint start)
{
	LabelHit best = {0};
	PhraseWindow window;
	phrase_window_set(&window, segment, start);
	for (guint i = 0; i < rules->lexicon->labels->len && window.n > 0; i++) {
		const Label *label = rules->lexicon->labels->pdata[i];
		guint end, errors;
		if ((label->kind != KIND_N && label->kind != rules->kind && label->kind != rules->original) ||
			!phrase_window_may(&window, &label->text) ||
			!phrase_window_match(&window, &label->text, &end, &errors))
			continue;
		if (!is_of_page(rules, label->language, &label->text))
			continue;
		/* "Acte n°" is not "Acte", nor is "Extrait", nor "Acte de naissance" a label of its number. */
		if (errors > 0 && (g_str_has_suffix(label->key, "number") || g_str_equal(label->key, LABEL_IGNORE)) &&
			(label->text.n < 10 || ends_in_number_sign(&label->text) ||
				!ends_alike(segment, end, &label->text)))
			continue;
		/* Between equals, the kind's own word counts. */
		gboolean own =
			label->kind != KIND_N && best.key != NULL && label->text.n == best.n && errors == best.errors;
		if (own || label_hit_is_better(&best, label->text.n, errors))
			best = (LabelHit){label->key, end, errors, label->text.n};
	}
	return best;
}

LabelHit
subject_match(const LabelRules *rules, const Segment *segment, guint start)
{
	LabelHit best = {0};
	PhraseWindow window;
	phrase_window_set(&window, segment, start);
	for (guint i = 0; i < rules->lexicon->subjects->len && window.n > 0; i++) {
		const SubjectPhrase *phrase = rules->lexicon->subjects->pdata[i];
		guint end, errors;
		/* "Fasher" is a town, not a father. */
		if (phrase_window_may(&window, &phrase->text) &&
			phrase_window_match(&window, &phrase->text, &end, &errors) &&
			(errors == 0 || (phrase->text.n >= 12 && errors * 12 <= phrase->text.n)) &&
			is_of_page(rules, phrase->language, &phrase->text) &&
			label_hit_is_better(&best, phrase->text.n, errors))
			best = (LabelHit){phrase->subject, end, errors, phrase->text.n};
	}
	return best;
}
