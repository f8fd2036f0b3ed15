/* The text is walked once from the left. Wherever a phrase begins, its steps are tried one after the other; the first
 * phrase that fits to its end gives its facts, and the walk goes on behind it. Who is spoken of stays known until the
 * sentence ends: a father's "né le" directly behind his name is his, not the child's. */
#include "app/fields/prose_read.h"
#include "app/dossier/field.h"
#include "app/fields/date_spot.h"
#include "app/fields/label_key.h"
#include "app/fields/person_name.h"
#include "app/fields/phrase_window.h"
#include "app/fields/prose_tell.h"
#include "app/values/place.h"
#include "app/values/sex.h"
#include <string.h>

enum { MAX_SLOTS = 8, SLOT_TOKENS = 16 };

typedef struct {
	const Step *step;
	guint start, end;
} Slot;

typedef struct {
	const FactBuilder *builder;
	const Segment *text;
	guint end;
	Slot slots[MAX_SLOTS];
	guint n_slots;
	guint errors, letters;
	guint stop; /* where the walk goes on, 0: behind the last step */
} Walk;

static gboolean
is_word(const Walk *walk, const Step *step, guint i, guint *errors)
{
	const Token *token = segment_token(walk->text, i);
	if (token->kind != TOKEN_TEXT)
		return FALSE;
	for (guint w = 0; w < step->words->len; w++) {
		const FoldedText *word = &g_array_index(step->words, FoldedText, w);
		/* Short words of a sentence have near neighbours: "officier", "office". */
		guint tolerance = word->n < 6 ? 0 : word->n < 12 ? 1 : 2;
		guint distance = folded_text_distance(&token->folded, word, tolerance);
		if (distance <= tolerance) {
			*errors = distance;
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
ends_sentence(const Walk *walk, guint i)
{
	const Token *token = segment_token(walk->text, i);
	if (token->closes || token->semicolon)
		return TRUE;
	return token->kind == TOKEN_TEXT && token->stop && g_utf8_strlen(token->text, -1) > 4 &&
	       !person_name_is_title(walk->builder->lexicon, token->text);
}

/* Where the answer to a question begins: past its question mark, a dash, "R :", "Réponse". 0: no question ends near. */
static guint
answer_after(const Walk *walk, guint at)
{
	enum { NEAR = 4, SIGNS = 4 };
	gboolean asked = FALSE;
	for (guint i = at - 1; i < walk->end && i < at + NEAR && !asked; i++) {
		asked = strchr(segment_token(walk->text, i)->text, '?') != NULL;
		at = asked ? i + 1 : at;
	}
	for (guint i = 0; asked && i < SIGNS && at < walk->end; i++) {
		const Token *token = segment_token(walk->text, at);
		gboolean mark = token->kind != TOKEN_TEXT || g_str_equal(token->text, "R") ||
				g_str_equal(token->text, "R.") ||
				g_ascii_strncasecmp(token->text, "r\xc3\xa9ponse", 8) == 0;
		if (!mark)
			break;
		at++;
	}
	return asked ? at : 0;
}

static guint
slot_date_end(const Walk *walk, guint start)
{
	guint limit = MIN(start + SLOT_TOKENS, walk->end);
	g_autofree char *text = segment_text(walk->text, start, limit);
	gsize from, to;
	if (!date_spot(walk->builder->values, text, &walk->builder->dates, &from, &to))
		return start;
	g_autofree char *before = g_strndup(text, from);
	if (from > 12 || strchr(before, ',') != NULL)
		return start;
	for (guint i = start + 1; i <= limit; i++) {
		g_autofree char *part = segment_text(walk->text, start, i);
		if (strlen(part) >= to)
			return i;
	}
	return limit;
}

/* A place: capitalised words with small ones between, a country in brackets or behind a comma. */
static guint
slot_place_end(const Walk *walk, guint start)
{
	const Lexicon *lexicon = walk->builder->lexicon;
	guint last = start, limit = MIN(start + SLOT_TOKENS, walk->end);
	gboolean bracket = FALSE;
	for (guint i = start; i < limit; i++) {
		const Token *token = segment_token(walk->text, i);
		gboolean opens = strchr(token->text, '(') != NULL, closes = strchr(token->text, ')') != NULL;
		if (token->kind == TOKEN_JUNK && i > start && !token->comma)
			continue;
		if (token->kind != TOKEN_TEXT || (person_name_breaks(lexicon, token) && !bracket))
			break;
		gunichar first = g_utf8_get_char(token->text + (token->text[0] == '('));
		bracket = (bracket || opens) && !closes;
		if (!bracket && !closes && !opens && !g_unichar_isupper(first) && (i == start || token->folded.n > 4))
			break;
		if (g_unichar_isupper(first) || closes || bracket)
			last = i + 1;
		if (closes || (token->stop && !bracket))
			break;
		if (token->comma && !bracket) {
			/* "Labé, Guinée" */
			char code[4];
			g_autofree char *next =
				i + 1 < walk->end ? text_tidy(segment_text(walk->text, i + 1, i + 2)) : g_strdup("");
			if (*next != '\0' && g_unichar_isupper(g_utf8_get_char(next)) &&
				country_parse(walk->builder->values, next, code))
				last = i + 2;
			break;
		}
	}
	return last;
}

static guint
slot_country_end(const Walk *walk, guint start)
{
	char code[4];
	guint last = start;
	for (guint i = start + 1; i <= MIN(start + 4, walk->end); i++) {
		g_autofree char *text = text_tidy(segment_text(walk->text, start, i));
		if (*text != '\0' && country_parse(walk->builder->values, text, code))
			last = i;
	}
	return last;
}

static guint
slot_word_end(const Walk *walk, guint start, FieldValue kind)
{
	g_autofree char *text = text_tidy(segment_text(walk->text, start, start + 1));
	gboolean fits = kind == FIELD_VALUE_SEX      ? sex_parse(walk->builder->values, text) != 0
			: kind == FIELD_VALUE_STATUS ? marital_status_parse(walk->builder->values, text) != NULL
						     : strpbrk(text, "0123456789") != NULL;
	return fits ? start + 1 : start;
}

static guint
slot_end(const Walk *walk, const Step *step, guint start)
{
	const char *key = step->key, *point = strrchr(key, '.');
	const char *ending = point == NULL || field_is_known(key) ? key : point + 1;
	if (start >= walk->end)
		return start;
	if (g_str_equal(ending, LABEL_NAME) || g_str_equal(ending, LABEL_GIVEN_PATRONYMIC) ||
		g_str_equal(key, "other.full_name"))
		return person_name_end(walk->builder->lexicon, walk->text, start, walk->end);
	if (g_str_equal(ending, LABEL_BIRTH) || g_str_equal(ending, LABEL_MARRIAGE) ||
		g_str_equal(ending, LABEL_DEATH) || g_str_equal(ending, LABEL_AGE))
		return slot_date_end(walk, start);
	g_autofree char *field = field_is_known(key) ? g_strdup(key) : g_strconcat("person.", ending, NULL);
	FieldValue kind = field_value(field);
	switch (kind) {
	case FIELD_VALUE_NAME:
		return person_name_end(walk->builder->lexicon, walk->text, start, walk->end);
	case FIELD_VALUE_DATE:
		return slot_date_end(walk, start);
	case FIELD_VALUE_PLACE:
	case FIELD_VALUE_TEXT:
		return slot_place_end(walk, start);
	case FIELD_VALUE_COUNTRY:
		return slot_country_end(walk, start);
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
	case FIELD_VALUE_NUMBER:
		return slot_word_end(walk, start, kind);
	}
	return start;
}

/* Steps from number `index` on, at token `at`. Returns the token behind the last, 0: they do not fit. Skips try the
 * nearest place first; a phrase has at most a few, so the work stays small. */
static guint
try_steps(Walk *walk, const GPtrArray *steps, guint index, guint at, guint *budget)
{
	if (index == steps->len)
		return at;
	if (*budget == 0)
		return 0;
	(*budget)--;
	const Step *step = steps->pdata[index];
	guint slots = walk->n_slots, errors = 0, end;
	if (step->kind == STEP_HERE) {
		walk->stop = at;
		return try_steps(walk, steps, index + 1, at, budget);
	}
	if (step->kind == STEP_ANSWER) {
		guint answer = answer_after(walk, at);
		return answer == 0 ? 0 : try_steps(walk, steps, index + 1, answer, budget);
	}
	if (step->kind == STEP_SKIP) {
		for (int skipped = 0; skipped <= step->skip && at + (guint)skipped < walk->end; skipped++) {
			end = try_steps(walk, steps, index + 1, at + (guint)skipped, budget);
			if (end != 0)
				return end;
			walk->n_slots = slots;
			if (ends_sentence(walk, at + (guint)skipped))
				return 0;
		}
		return 0;
	}
	if (at < walk->end && step->kind == STEP_WORD && is_word(walk, step, at, &errors)) {
		end = try_steps(walk, steps, index + 1, at + 1, budget);
		if (end != 0) {
			walk->errors += errors;
			walk->letters += segment_token(walk->text, at)->folded.n;
			return end;
		}
	}
	if (at < walk->end && step->kind == STEP_SLOT && walk->n_slots < MAX_SLOTS) {
		guint slot_stop = slot_end(walk, step, at);
		if (slot_stop > at) {
			walk->slots[walk->n_slots++] = (Slot){step, at, slot_stop};
			end = try_steps(walk, steps, index + 1, slot_stop, budget);
			if (end != 0)
				return end;
			walk->n_slots = slots;
		}
	}
	return step->optional ? try_steps(walk, steps, index + 1, at, budget) : 0;
}

static char *
slot_subject(const Step *step)
{
	const char *point = strchr(step->key, '.');
	g_autofree char *subject = point == NULL ? NULL : g_strndup(step->key, (gsize)(point - step->key));
	return subject != NULL && subject_is_known(subject) ? g_steal_pointer(&subject) : NULL;
}

/* Gives the slots' facts; returns of whom is spoken afterwards (the caller's). */
static char *
take_slots(const Walk *walk, const ProsePattern *pattern, const char *subject)
{
	g_autofree char *current = g_strdup(subject);
	for (guint i = 0; i < walk->n_slots; i++) {
		const Slot *slot = &walk->slots[i];
		char *stated = slot_subject(slot->step);
		if (stated != NULL) {
			g_free(current);
			current = stated;
		}
		FactPlace place = {walk->text, slot->start, slot->end, FACT_SOURCE_PROSE,
			1 - (double)walk->errors / MAX(walk->letters, 1)};
		fact_build(walk->builder, current, slot->step->key, &place);
	}
	return pattern->becomes != NULL ? g_strdup(pattern->becomes) : g_steal_pointer(&current);
}

void
prose_read(const FactBuilder *builder, const Segment *text, const char *subject)
{
	guint start = 0, end = text->tokens->len;
	prose_tell(builder, text, subject);
	g_autofree char *current = g_strdup(subject);
	const GPtrArray *patterns = builder->lexicon->patterns;
	for (guint i = start; i < end;) {
		guint stop = 0;
		for (guint p = 0; p < patterns->len && stop == 0; p++) {
			const ProsePattern *pattern = patterns->pdata[p];
			if (pattern->subject != NULL && !g_str_equal(pattern->subject, current))
				continue;
			Walk walk = {.builder = builder, .text = text, .end = end};
			guint budget = 400;
			stop = try_steps(&walk, pattern->steps, 0, i, &budget);
			if (stop != 0) {
				stop = walk.stop != 0 ? walk.stop : stop;
				char *next = take_slots(&walk, pattern, current);
				g_free(current);
				current = next;
			}
		}
		guint next = stop == 0 ? i + 1 : MAX(stop, i + 1);
		Walk walk = {.builder = builder, .text = text, .end = end};
		if (ends_sentence(&walk, next - 1)) {
			g_free(current);
			current = g_strdup(subject);
		}
		i = next;
	}
}
