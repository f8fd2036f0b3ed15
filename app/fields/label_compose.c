#include "app/fields/label_compose.h"
#include "app/fields/label_key.h"
#include <string.h>

enum { MAX_LABEL_WORDS = 24 };

static const LabelWord *
word_at(const LabelWords *words, guint i)
{
	return &g_array_index(words->words, LabelWord, i);
}

/* Whether all letters of the label are capitals: then those of a word say nothing. */
static gboolean
is_shouted(const LabelWords *words, guint start, guint end)
{
	for (guint i = start; i < end; i++) {
		const LabelWord *word = word_at(words, i);
		if (word->concept > CONCEPT_UNKNOWN && word->lower)
			return FALSE;
	}
	return TRUE;
}

/* An unknown word that is a value rather than a part of the label: "Nom DIALLO Prénom :". */
static gboolean
has_value(const LabelWords *words, guint start, guint end)
{
	gboolean shouted = is_shouted(words, start, end);
	for (guint i = start; i < end; i++) {
		const LabelWord *word = word_at(words, i);
		if (word->concept != CONCEPT_UNKNOWN || word->bracket)
			continue;
		gboolean led = i > start && word_at(words, i - 1)->concept == CONCEPT_FILLER;
		if (word->digits || (word->capital && !(shouted && led)))
			return TRUE;
	}
	return FALSE;
}

static guint
letters_of(const LabelWords *words, guint start, guint end)
{
	guint n = 0;
	for (guint i = start; i < end; i++)
		for (guint t = word_at(words, i)->token; t < word_at(words, i)->end; t++)
			n += segment_token(words->segment, t)->folded.n;
	return n;
}

static double
quality_of(const LabelMeaning *meaning, guint letters)
{
	const double PER_UNKNOWN = 0.15, LEAST = 0.4;
	double quality = 1 - PER_UNKNOWN * meaning->unknown - (double)meaning->errors / MAX(letters, 1);
	return MAX(quality, LEAST);
}

static ComposedLabel
composed(const LabelWords *words, guint start, guint end, const LabelMeaning *meaning)
{
	guint letters = letters_of(words, start, end), unknown = start;
	while (unknown < end &&
		(word_at(words, unknown)->concept != CONCEPT_UNKNOWN || word_at(words, unknown)->bracket))
		unknown++;
	gboolean led = unknown > start && unknown < end && word_at(words, unknown - 1)->concept == CONCEPT_FILLER;
	return (ComposedLabel){.unknown = unknown < end,
		.led = led,
		.key = meaning->key,
		.subject = meaning->subject,
		.end = word_at(words, end - 1)->end,
		.loose = meaning->unknown == 0 ? meaning->loose : NULL,
		.whose = meaning->person < end ? word_at(words, meaning->person)->token : G_MAXUINT,
		.quality = quality_of(meaning, letters),
		.heading = meaning->heading,
		.partner = meaning->partner,
		.bare = meaning->bare,
		.letters = letters};
}

/* Words that were not understood stand between: a name of something else ("Nom de la banque :"), or a label that says
 * a little more than is known here. */
static void
judge_unknown(ComposedLabel *label, const LabelMeaning *meaning)
{
	if (meaning->unknown == 0)
		return;
	static const char *const vague[] = {LABEL_NAME, "full_name", LABEL_AGE, "document.number", NULL};
	if (meaning->key != NULL && g_strv_contains(vague, meaning->key) &&
		(meaning->subject == NULL || meaning->unknown > 1)) {
		label->key = LABEL_IGNORE;
	} else if (meaning->key == NULL || meaning->unknown > meaning->content) {
		label->key = NULL;
		label->heading = FALSE;
	}
}

static ComposedLabel
compose_closed(const LabelWords *words, guint start, guint end, gboolean question, DocumentKind kind)
{
	ComposedLabel none = {0};
	if (end == start || end - start > MAX_LABEL_WORDS || has_value(words, start, end))
		return none;
	LabelMeaning meaning = label_meaning(words->words, start, end, question, kind);
	ComposedLabel label = composed(words, start, end, &meaning);
	judge_unknown(&label, &meaning);
	/* "Situation de famille marié :", "D = décès": a value, an explanation. */
	if (meaning.bare && (meaning.unknown > 0 || (word_at(words, start)->lower && word_at(words, start)->token > 0)))
		return none;
	label.closed = TRUE;
	label.question = question;
	return label;
}

/* Whether the value of a label may begin with this word: it is no part of a sentence. */
static gboolean
may_begin_value(const LabelWords *words, guint i, guint token)
{
	const Segment *segment = words->segment;
	if (token < segment->tokens->len && segment_token(segment, token)->kind != TOKEN_TEXT)
		return TRUE;
	return i >= words->words->len || !word_at(words, i)->lower;
}

static gboolean
is_blank_behind(const Segment *segment, guint token)
{
	for (guint i = token; i < segment->tokens->len; i++)
		if (segment_token(segment, i)->kind == TOKEN_TEXT)
			return FALSE;
	return TRUE;
}

/* What an open label must have beyond a key. An event alone needs its date behind it; a word that is never taken is
 * too often a heading, a motto, a word of a sentence. */
static gboolean
may_stay_open(const LabelWords *words, guint start, guint end, gboolean whole, const LabelMeaning *meaning)
{
	const LabelWord *next = end < words->words->len ? word_at(words, end) : NULL;
	if (meaning->key == NULL)
		return (meaning->heading || meaning->loose != NULL) && whole;
	/* "né le, à" in a cell of its own; "Né" before a date. */
	gboolean led = word_at(words, end - 1)->concept == CONCEPT_FILLER && meaning->verb &&
		       (word_at(words, start)->concept != CONCEPT_FILLER || !word_at(words, start)->lower);
	if (meaning->bare && (whole ? !led : next == NULL || !next->digits))
		return FALSE;
	if (g_str_equal(meaning->key, LABEL_IGNORE) && (meaning->content < 2 || !meaning->telling))
		return FALSE;
	/* "AU NOM DU PEUPLE" */
	if (!whole && is_shouted(words, start, end) && next != NULL && next->concept == CONCEPT_FILLER)
		return FALSE;
	return whole || word_at(words, start)->concept != CONCEPT_FILLER;
}

/* No sign closes it: the longest beginning whose words are all known letter for letter. */
static ComposedLabel
compose_open(const LabelWords *words, guint start, guint end, DocumentKind kind)
{
	ComposedLabel best = {0};
	gboolean misread = FALSE;
	for (guint i = start; i < end && i < start + MAX_LABEL_WORDS; i++) {
		const LabelWord *word = word_at(words, i);
		if (word->concept == CONCEPT_UNKNOWN && word->bracket)
			continue;
		if (word->concept == CONCEPT_UNKNOWN)
			break;
		/* "Lieu de naissance LA PAZ": the article may be the value's. */
		if (word->concept == CONCEPT_FILLER && !word->lower)
			continue;
		misread |= word->errors > 0;
		if (misread && !is_blank_behind(words->segment, word_at(words, end - 1)->end))
			break;
		if (word->errors > 0) /* "Gonder" is a town */
			continue;
		guint behind = word->end;
		gboolean whole = is_blank_behind(words->segment, behind);
		if (!whole && !may_begin_value(words, i + 1, behind))
			continue;
		LabelMeaning meaning = label_meaning(words->words, start, i + 1, FALSE, kind);
		if (may_stay_open(words, start, i + 1, whole, &meaning))
			best = composed(words, start, i + 1, &meaning);
	}
	return best;
}

ComposedLabel
label_compose(const LabelWords *words, guint token, gboolean inside, gboolean cell, DocumentKind kind)
{
	ComposedLabel label = {0};
	guint start = label_words_from(words, token);
	if (start >= words->words->len || word_at(words, start)->token != token)
		return label;
	gboolean question = FALSE;
	guint close = label_words_close(words->segment, token, &question), end = start;
	while (end < words->words->len && word_at(words, end)->token < close)
		end++;
	gboolean closed = close < words->segment->tokens->len || question;
	gboolean filled = !closed && cell && !inside && end == words->words->len && end - start > 1;
	if (closed || filled)
		label = compose_closed(words, start, end, question, kind);
	if (filled && label.bare) /* a word alone needs its sign */
		label = (ComposedLabel){0};
	label.closed = closed;
	if (label.key != NULL || label.heading || label.loose != NULL) {
		if (inside && (label.quality < 1 || word_at(words, start)->lower))
			return (ComposedLabel){0};
		return label;
	}
	return inside || question ? (ComposedLabel){0} : compose_open(words, start, end, kind);
}

ComposedLabel
label_compose_cell(const LabelRules *rules, const Segment *segment)
{
	LabelWords words;
	label_words_set(&words, rules, segment);
	ComposedLabel label = {0};
	if (words.words->len > 0)
		label = compose_closed(&words, 0, words.words->len, FALSE, rules->kind);
	label.closed = FALSE;
	label_words_clear(&words);
	return label;
}
