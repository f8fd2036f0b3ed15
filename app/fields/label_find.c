/* A label stands at the beginning of a segment, or before a colon or dots, or after another label's value. In running
 * text only a colon makes one: "sa mère" in a sentence announces nothing. */
#include "app/fields/label_find.h"
#include "app/fields/heading_roles.h"
#include "app/fields/label_key.h"
#include "app/fields/label_parts.h"
#include <string.h>

enum { MAX_LABELS = 500 };

/* "3.", "(3)", "5a": the number of a box. */
static gboolean
is_numbering(const Token *token)
{
	const char *p = token->text;
	guint digits = 0;
	if (token->kind != TOKEN_TEXT)
		return FALSE;
	if (*p == '(')
		p++;
	for (; g_ascii_isdigit(*p) || (*p == '.' && g_ascii_isdigit(p[1])); p++) /* "3", "2.1" */
		digits += *p != '.';
	if (digits == 0 || digits > 2)
		return FALSE;
	if (g_ascii_islower(*p))
		p++;
	p += strspn(p, ".)°-");
	return *p == '\0';
}

gboolean
label_is_numbered(const Segment *segment, guint end)
{
	for (guint i = 0; i < end; i++)
		if (segment_token(segment, i)->kind == TOKEN_TEXT && !is_numbering(segment_token(segment, i)))
			return FALSE;
	return end > 0;
}

static void
add_label(Search *search, guint start, const Choice *choice, gboolean weak)
{
	if (search->found->labels->len >= MAX_LABELS)
		return;
	FoundLabel *label = g_new0(FoundLabel, 1);
	label->segment = search->segment;
	label->index = search->index;
	label->start = start;
	label->end = choice->end;
	label->key = choice->key;
	label->subject = choice->subject;
	label->stated = choice->subject != NULL;
	label->weak = weak;
	label->quality = choice->quality;
	label->whose = choice->whose;
	g_ptr_array_add(search->found->labels, label);
	search->seen = TRUE;
}

/* A witness or an officer has a part of a paper only behind the part of the person: at the head of a page stands the
 * translator's address, or who held the interview. */
static gboolean
is_person_behind(const FoundLabels *found)
{
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		if (!label->weak && !label_key_is_absolute(label->key) &&
			(label->subject == NULL || !g_str_equal(label->subject, "other")))
			return TRUE;
	}
	return FALSE;
}

static void
add_heading(Search *search, const char *subject)
{
	if (g_str_equal(subject, "other") && !is_person_behind(search->found))
		return;
	FoundHeading *heading = g_new0(FoundHeading, 1);
	heading->segment = search->segment;
	heading->subject = subject;
	g_ptr_array_add(search->found->headings, heading);
}

/* A label at start: the listed phrase, unless the words say more. Returns the token after it, 0: none. */
static guint
take_label(Search *search, guint start, gboolean begins)
{
	Choice best = label_choose(search, start, begins);
	if (best.key == NULL)
		return 0;
	add_label(search, start, &best, FALSE);
	return best.end;
}

/* "Père : DIALLO Ibrahima" is a heading and a label of the name; "PÈRE" alone may be. Returns the token after it. */
static guint
take_subject(Search *search, guint start)
{
	const Segment *segment = search->segment;
	LabelHit subject = subject_match(&search->rules, search->segment, start);
	ComposedLabel words = label_compose(&search->words, start, FALSE, FALSE, search->rules.kind);
	static const char *const vague[] = {"person", "parents", NULL};
	/* Single words are listed: "Enseignant" is a value. */
	if (words.heading && words.quality == 1 && (words.closed || words.end > start + 1) &&
		!g_strv_contains(vague, words.subject) && !(words.question && search->rules.kind == KIND_INTERVIEW) &&
		(subject.key == NULL || words.end > subject.end))
		subject = (LabelHit){words.subject, words.end, 0, words.letters};
	if (subject.key == NULL)
		return 0;
	/* "Père du demandeur : ..." */
	if (!g_str_equal(subject.key, "person") && label_kind_at(segment, subject.end) == TOKEN_TEXT) {
		LabelHit whose = subject_match(&search->rules, segment, subject.end);
		if (whose.key != NULL && g_str_equal(whose.key, "person") && whose.errors == 0 && whose.n >= 6)
			subject.end = whose.end;
	}
	TokenKind next = label_kind_at(segment, subject.end);
	guint end = label_skip_signs(segment, label_skip_translations(search, LABEL_NAME, subject.end));
	gboolean alone = label_is_blank_from(segment, end);
	if (!alone && next != TOKEN_COLON && next != TOKEN_LEADER && next != TOKEN_SLASH)
		return 0;
	if (search->prose && !alone)
		return 0;
	if (alone && subject.errors * 8 > subject.n) /* "DEMANDE D'ASILE" is not "Demandeur d'asile" */
		return 0;
	add_heading(search, subject.key);
	gboolean open = subject.end >= segment->tokens->len || (next != TOKEN_COLON && next != TOKEN_LEADER);
	Choice choice = {LABEL_NAME, subject.key, end, label_quality_of(&subject), G_MAXUINT};
	add_label(search, start, &choice, alone && open);
	return end;
}

/* "RENSEIGNEMENTS SUR LE PÈRE". */
static void
take_long_heading(Search *search)
{
	const Segment *segment = search->segment;
	guint text = 0;
	for (guint i = 0; i < segment->tokens->len; i++)
		text += label_kind_at(segment, i) == TOKEN_TEXT;
	if (text > 7)
		return;
	LabelHit best = {0};
	for (guint i = 0; i < segment->tokens->len; i++) {
		if (label_kind_at(segment, i) != TOKEN_TEXT)
			continue;
		LabelHit hit = subject_match(&search->rules, search->segment, i);
		if (hit.key != NULL && hit.n >= 4 && label_hit_is_better(&best, hit.n, hit.errors))
			best = hit;
	}
	if (best.key != NULL)
		add_heading(search, best.key);
}

/* The last, short line of a paragraph: it begins small, below the one before. */
static gboolean
runs_on(const Search *search)
{
	if (search->index == 0)
		return FALSE;
	const Segment *above = search->layout->segments->pdata[search->index - 1];
	gunichar first = g_utf8_get_char(segment_token(search->segment, 0)->text);
	return letter_is_small(first) &&
	       ABS(above->box.x - search->segment->box.x) < 2 * search->layout->text_height_px;
}

/* The token after the last sign that can close a label. */
static guint
signs_end(const Segment *segment)
{
	for (guint i = segment->tokens->len; i-- > 0;)
		if (label_kind_at(segment, i) == TOKEN_COLON || label_kind_at(segment, i) == TOKEN_LEADER ||
			label_kind_at(segment, i) == TOKEN_SLASH || label_token_asks(segment_token(segment, i)))
			return i + 1;
	return 0;
}

/* "Comment s'appelle votre père ?" */
static gboolean
is_question(const Segment *segment)
{
	return label_token_asks(segment_token(segment, segment->tokens->len - 1));
}

static gboolean
is_label_at(const Search *search, guint token)
{
	return label_match(&search->rules, search->segment, token).key != NULL ||
	       label_compose(&search->words, token, FALSE, FALSE, search->rules.kind).key != NULL;
}

static void
search_segment(Search *search)
{
	const Segment *segment = search->segment;
	guint i = 0;
	gboolean begins = TRUE;
	search->prose = segment_is_prose(segment) || segment->goes_on || (search->prose && runs_on(search));
	search->seen = FALSE;
	guint closed = signs_end(segment);
	label_words_set(&search->words, &search->rules, segment);
	gboolean told = segment_is_prose(segment);
	if (label_words_are_known(&search->words))
		g_hash_table_add(search->found->wordy, (gpointer)segment);
	while (i < segment->tokens->len) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT) {
			begins = TRUE;
			i++;
			continue;
		}
		if (begins && is_numbering(token)) {
			guint next = label_skip_signs(segment, i + 1);
			if (label_kind_at(segment, next) == TOKEN_TEXT && is_label_at(search, next)) {
				i = next;
				continue;
			}
		}
		/* See may_stand(): here no label could stand. */
		if (i >= closed && (i > 0 || segment->goes_on || told) &&
			(search->prose || (!begins && !search->seen))) {
			begins = FALSE;
			i++;
			continue;
		}
		guint end = take_label(search, i, begins);
		if (end == 0 && begins)
			end = take_subject(search, i);
		begins = end != 0;
		i = end != 0 ? end : i + 1;
	}
	if (!search->seen && !search->prose && !segment->comb && !is_question(segment))
		take_long_heading(search);
	label_words_clear(&search->words);
}

static void
made_free(Segment *segment)
{
	g_ptr_array_unref(segment->tokens);
	g_free(segment);
}

/* "Mariage célébré le ... à ...": a place of one or two letters goes on with the event before it. */
static void
join_places(FoundLabels *found)
{
	for (guint i = 1; i < found->labels->len; i++) {
		const FoundLabel *before = found->labels->pdata[i - 1];
		FoundLabel *label = found->labels->pdata[i];
		if (!g_str_equal(label->key, "birth_place") ||
			segment_token(label->segment, label->start)->folded.n > 2 ||
			label->segment->line > before->segment->line + 2)
			continue;
		if (g_str_has_prefix(before->key, "marriage"))
			label->key = "marriage.place";
		else if (g_str_has_prefix(before->key, "death"))
			label->key = "death.place";
		else if (g_str_has_prefix(before->key, "document."))
			label->key = LABEL_IGNORE;
	}
}

FoundLabels *
label_find(const LabelRules *rules, const PageLayout *layout)
{
	FoundLabels *found = g_new0(FoundLabels, 1);
	found->labels = g_ptr_array_new_with_free_func(g_free);
	found->headings = g_ptr_array_new_with_free_func(g_free);
	found->wordy = g_hash_table_new(NULL, NULL);
	found->made = g_ptr_array_new_with_free_func((GDestroyNotify)made_free);
	found->rules = *rules;
	Search search = {.rules = *rules, .layout = layout, .found = found};
	for (guint i = 0; i < layout->segments->len; i++) {
		search.segment = layout->segments->pdata[i];
		search.index = i;
		search_segment(&search);
	}
	join_places(found);
	heading_roles_assign(found, layout);
	return found;
}

void
found_labels_free(FoundLabels *found)
{
	if (found == NULL)
		return;
	g_ptr_array_unref(found->labels);
	g_ptr_array_unref(found->headings);
	g_ptr_array_unref(found->made);
	g_hash_table_unref(found->wordy);
	g_free(found);
}

const FoundLabel *
found_labels_next(const FoundLabels *found, const Segment *segment, guint start)
{
	const FoundLabel *next = NULL;
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		if (label->segment == segment && label->start >= start && (next == NULL || label->start < next->start))
			next = label;
	}
	return next;
}

gboolean
found_labels_is_heading(const FoundLabels *found, const Segment *segment)
{
	for (guint i = 0; i < found->headings->len; i++)
		if (((const FoundHeading *)found->headings->pdata[i])->segment == segment)
			return TRUE;
	return FALSE;
}
