/* Which label begins at one place: a listed phrase, or words that compose to one. */
#include "app/fields/label_key.h"
#include "app/fields/label_parts.h"
#include <string.h>

TokenKind
label_kind_at(const Segment *segment, guint i)
{
	return i < segment->tokens->len ? segment_token(segment, i)->kind : TOKEN_LEADER;
}

gboolean
label_is_blank_from(const Segment *segment, guint start)
{
	for (guint i = start; i < segment->tokens->len; i++)
		if (segment_token(segment, i)->kind == TOKEN_TEXT)
			return FALSE;
	return TRUE;
}

/* Past "(s)", "(en capitales)". */
static guint
skip_bracket(const Segment *segment, guint i)
{
	if (i >= segment->tokens->len || segment_token(segment, i)->text[0] != '(')
		return i;
	for (guint end = i; end < segment->tokens->len && end < i + 10; end++)
		if (strchr(segment_token(segment, end)->text, ')') != NULL)
			return end + 1;
	return i;
}

guint
label_skip_signs(const Segment *segment, guint i)
{
	while (i < segment->tokens->len) {
		TokenKind kind = segment_token(segment, i)->kind;
		if (kind != TOKEN_COLON && kind != TOKEN_LEADER && kind != TOKEN_JUNK)
			break;
		i++;
	}
	return i;
}

/* The same label in a second language: "Nom / Surname", "Surname نام خانوادگی". What follows a slash is the label's
 * even in a language that is not known here. */
guint
label_skip_translations(const Search *search, const char *key, guint end)
{
	const Segment *segment = search->segment;
	for (int round = 0; round < 4; round++) {
		end = skip_bracket(segment, end);
		gboolean slash = label_kind_at(segment, end) == TOKEN_SLASH;
		guint next = end;
		while (next < segment->tokens->len &&
			(label_kind_at(segment, next) == TOKEN_SLASH || label_kind_at(segment, next) == TOKEN_JUNK))
			next++;
		if (next >= segment->tokens->len || label_kind_at(segment, next) != TOKEN_TEXT)
			return slash ? next : end;
		LabelHit hit = label_match(&search->rules, search->segment, next);
		if (hit.key != NULL && (slash || (hit.errors == 0 && g_str_equal(hit.key, key) && hit.n >= 4))) {
			end = hit.end;
			continue;
		}
		if (!slash)
			return end;
		for (end = next; end < segment->tokens->len; end++)
			if (label_kind_at(segment, end) == TOKEN_COLON || label_kind_at(segment, end) == TOKEN_LEADER ||
				label_kind_at(segment, end) == TOKEN_SLASH)
				break;
	}
	return end;
}

double
label_quality_of(const LabelHit *hit)
{
	return 1 - (double)hit->errors / MAX(hit->n, 1);
}

static gboolean
has_digit_at(const Segment *segment, guint i)
{
	if (i >= segment->tokens->len)
		return FALSE;
	for (const char *p = segment_token(segment, i)->text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_isdigit(g_utf8_get_char(p)))
			return TRUE;
	return FALSE;
}

/* The label fills its cell and another cell stands beside it. */
static gboolean
is_cell(const Search *search, guint end)
{
	return label_is_blank_from(search->segment, end) && page_layout_beside(search->layout, search->segment) != NULL;
}

/* Whether a label that fills the segment before this one waits for its value. In a line from the right that segment
 * comes later in the layout, so that it is looked at here for the first time. */
static gboolean
is_label_before(const Search *search, gboolean *colon)
{
	const GPtrArray *segments = search->layout->segments;
	guint index = search->segment->rtl ? search->index + 1 : search->index - 1;
	if (index >= segments->len) /* before the first, too */
		return FALSE;
	const Segment *before = segments->pdata[index];
	if (before->line != search->segment->line || before->rtl != search->segment->rtl ||
		segment_token(before, 0)->kind != TOKEN_TEXT)
		return FALSE;
	LabelHit hit = label_match(&search->rules, before, 0);
	*colon = label_kind_at(before, hit.end) == TOKEN_COLON && hit.end < before->tokens->len;
	return hit.key != NULL && hit.errors == 0 && hit.n >= 3 && label_is_blank_from(before, hit.end);
}

/* "Religion : | non", "النسبة | الجاسم": behind a label that waits for its value stands the value, whatever it is like.
 * Only headings of a table follow one another, letter for letter. */
static gboolean
is_awaited(const Search *search, guint start, const LabelHit *hit, gboolean closed)
{
	gboolean colon = FALSE;
	if (closed || start > 0 || !is_label_before(search, &colon))
		return FALSE;
	return colon || hit->errors > 0;
}

/* Whether a label may be taken for one at this place. */
static gboolean
may_stand(const Search *search, guint start, const LabelHit *hit, gboolean begins)
{
	TokenKind next = label_kind_at(search->segment, skip_bracket(search->segment, hit->end));
	gboolean closed = hit->end < search->segment->tokens->len &&
			  (next == TOKEN_COLON || next == TOKEN_LEADER || next == TOKEN_SLASH);
	if (is_awaited(search, start, hit, closed))
		return FALSE;
	if (closed)
		return TRUE;
	/* A short word much like a label is one only in a place of its own: "AUTORISE son titulaire". */
	if (hit->errors > 0 && hit->n < 9 && !label_is_blank_from(search->segment, hit->end))
		return FALSE;
	/* "Né(e) le | À": beside a label of birth the place needs no more than its box. */
	if (hit->n < 3 && begins && g_strcmp0(hit->key, "birth_place") == 0 &&
		label_is_blank_from(search->segment, hit->end) && search->found->labels->len > 0) {
		const FoundLabel *before = search->found->labels->pdata[search->found->labels->len - 1];
		if (before->segment->line == search->segment->line && strstr(before->key, "birth") != NULL)
			return TRUE;
	}
	/* "N°", "Né": nothing but a number or a colon makes them labels. */
	if (hit->n < 3 && (!begins || !(has_digit_at(search->segment, hit->end) || is_cell(search, hit->end))))
		return FALSE;
	/* "Date ou année de naissance (hégire solaire) 11/01/1360" looks like a sentence. */
	if (search->prose)
		return start == 0 && hit->errors == 0 && hit->n >= 12 &&
		       has_digit_at(search->segment, skip_bracket(search->segment, hit->end));
	if (begins)
		return TRUE;
	gunichar first = g_utf8_get_char(segment_token(search->segment, start)->text);
	return search->seen && hit->errors == 0 && hit->n >= 4 && !letter_is_small(first);
}

/* A phrase of the lexicon at start, perhaps with its person before or behind it. */
static Choice
choose_phrase(const Search *search, guint start, gboolean begins)
{
	const Segment *segment = search->segment;
	Choice none = {0};
	LabelHit label = label_match(&search->rules, search->segment, start),
		 subject = subject_match(&search->rules, search->segment, start);
	gboolean surer = subject.errors == 0 && label.errors > 0;
	if (subject.key != NULL && (label.key == NULL || subject.n > label.n || surer)) {
		guint next = label_skip_signs(segment, subject.end);
		LabelHit inner = {0};
		if (next < segment->tokens->len && label_kind_at(segment, next) == TOKEN_TEXT)
			inner = label_match(&search->rules, search->segment, next);
		if (inner.key == NULL || label_key_is_absolute(inner.key) || !may_stand(search, start, &inner, begins))
			return none;
		guint end = label_skip_signs(segment, label_skip_translations(search, inner.key, inner.end));
		return (Choice){inner.key, subject.key, end, label_quality_of(&inner), G_MAXUINT};
	}
	if (label.key == NULL)
		return none;
	const char *stated = NULL;
	LabelHit whole = label;
	if (label.end < segment->tokens->len && label_kind_at(segment, label.end) == TOKEN_TEXT &&
		!label_key_is_absolute(label.key)) {
		LabelHit behind = subject_match(&search->rules, search->segment, label.end);
		if (behind.key != NULL) {
			stated = behind.key;
			whole.end = behind.end;
			whole.n += behind.n;
		}
	}
	if (!may_stand(search, start, &whole, begins))
		return none;
	guint end = label_skip_signs(segment, label_skip_translations(search, label.key, whole.end));
	return (Choice){label.key, stated, end, label_quality_of(&whole), G_MAXUINT};
}

/* In running text a composed label needs its sign: a question's mark anywhere, a colon at the beginning. */
static gboolean
may_compose(const Search *search, const ComposedLabel *label, guint start, gboolean begins)
{
	LabelHit hit = {label->key, label->end, label->quality < 1, label->letters};
	if (is_awaited(search, start, &hit, label->closed))
		return FALSE;
	/* "Sexe : Homme ou femme": what stands behind a label's sign is its value. */
	if (!label->closed && start > 0 && search->seen && label_kind_at(search->segment, start - 1) != TOKEN_TEXT)
		return FALSE;
	/* The answers of an interview are sentences: prose_read.h knows them. */
	if (label->question && search->rules.kind == KIND_INTERVIEW)
		return FALSE;
	if (!search->prose)
		return TRUE;
	return label->closed && (label->question || (begins && start == 0 && label->quality == 1));
}

/* "Né(e) le | Ville | Pays": a place beside the label of an event is the event's. */
static const char *
place_of_event(const Search *search, const char *loose)
{
	const GPtrArray *labels = search->found->labels;
	const FoundLabel *before = labels->len == 0 ? NULL : labels->pdata[labels->len - 1];
	if (before == NULL || before->segment->line + 1 < search->segment->line ||
		before->segment->line > search->segment->line || before->segment->box.x >= search->segment->box.x)
		return NULL;
	const char *ending = strrchr(before->key, '.') == NULL ? before->key : strrchr(before->key, '.') + 1;
	if (g_str_has_prefix(ending, "birth"))
		return loose;
	if (!g_str_equal(loose, "birth_place"))
		return NULL;
	return g_str_has_prefix(before->key, "marriage") ? "marriage.place"
	       : g_str_has_prefix(before->key, "death")  ? "death.place"
							 : NULL;
}

/* A label that follows from its words. */
static Choice
choose_composed(const Search *search, const ComposedLabel *label, guint start, gboolean begins)
{
	Choice none = {0};
	const char *key =
		label->key == NULL && label->loose != NULL ? place_of_event(search, label->loose) : label->key;
	if (key == NULL || !may_compose(search, label, start, begins))
		return none;
	const char *subject = label->subject;
	if (label->key == NULL && !label_key_is_absolute(key)) {
		const FoundLabel *before = search->found->labels->pdata[search->found->labels->len - 1];
		subject = before->subject;
	}
	guint end = label_skip_signs(search->segment, skip_bracket(search->segment, label->end));
	const double BY_NEIGHBOUR = 0.7;
	return (Choice){
		key, subject, end, label->key == NULL ? BY_NEIGHBOUR * label->quality : label->quality, label->whose};
}

static gboolean
is_better(const Choice *composed, const Choice *phrase, const ComposedLabel *words)
{
	if (composed->key == NULL || phrase->key == NULL)
		return composed->key != NULL;
	if (phrase->quality < 1 && composed->quality == 1)
		return composed->end >= phrase->end;
	/* "Situation de famille célibataire": what is not known behind a phrase is its value, but "Nom de l'armateur".
	 */
	return composed->end > phrase->end && (!words->unknown || words->led);
}

Choice
label_choose(const Search *search, guint start, gboolean begins)
{
	ComposedLabel words = label_compose(&search->words, start, !begins,
		!search->prose && page_layout_beside(search->layout, search->segment) != NULL, search->rules.kind);
	Choice phrase = choose_phrase(search, start, begins), composed = choose_composed(search, &words, start, begins);
	return is_better(&composed, &phrase, &words) ? composed : phrase;
}
