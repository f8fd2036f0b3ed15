/* A label stands at the beginning of a segment, or before a colon or dots, or after another label's value. In running
 * text only a colon makes one: "sa mère" in a sentence announces nothing. */
#include "app/fields/label_find.h"
#include "app/fields/heading_roles.h"
#include "app/fields/label_key.h"
#include "app/fields/label_match.h"
#include <string.h>

enum { MAX_LABELS = 500 };

typedef struct {
	LabelRules rules;
	const PageLayout *layout;
	FoundLabels *found;
	const Segment *segment;
	guint index;
	gboolean prose;
	gboolean seen; /* a label in this segment */
} Search;

static TokenKind
kind_at(const Segment *segment, guint i)
{
	return i < segment->tokens->len ? segment_token(segment, i)->kind : TOKEN_LEADER;
}

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

static gboolean
is_blank_from(const Segment *segment, guint start)
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

static guint
skip_signs(const Segment *segment, guint i)
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
static guint
skip_translations(const Search *search, const char *key, guint end)
{
	const Segment *segment = search->segment;
	for (int round = 0; round < 4; round++) {
		end = skip_bracket(segment, end);
		gboolean slash = kind_at(segment, end) == TOKEN_SLASH;
		guint next = end;
		while (next < segment->tokens->len &&
			(kind_at(segment, next) == TOKEN_SLASH || kind_at(segment, next) == TOKEN_JUNK))
			next++;
		if (next >= segment->tokens->len || kind_at(segment, next) != TOKEN_TEXT)
			return slash ? next : end;
		LabelHit hit = label_match(&search->rules, search->segment, next);
		if (hit.key != NULL && (slash || (hit.errors == 0 && g_str_equal(hit.key, key) && hit.n >= 4))) {
			end = hit.end;
			continue;
		}
		if (!slash)
			return end;
		for (end = next; end < segment->tokens->len; end++)
			if (kind_at(segment, end) == TOKEN_COLON || kind_at(segment, end) == TOKEN_LEADER ||
				kind_at(segment, end) == TOKEN_SLASH)
				break;
	}
	return end;
}

static void
add_label(Search *search, guint start, guint end, const char *key, const char *subject, const LabelHit *hit,
	gboolean weak)
{
	if (search->found->labels->len >= MAX_LABELS)
		return;
	FoundLabel *label = g_new0(FoundLabel, 1);
	label->segment = search->segment;
	label->index = search->index;
	label->start = start;
	label->end = end;
	label->key = key;
	label->subject = subject;
	label->stated = subject != NULL;
	label->weak = weak;
	label->quality = 1 - (double)hit->errors / MAX(hit->n, 1);
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
	return is_blank_from(search->segment, end) && page_layout_beside(search->layout, search->segment) != NULL;
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
	*colon = kind_at(before, hit.end) == TOKEN_COLON && hit.end < before->tokens->len;
	return hit.key != NULL && hit.errors == 0 && hit.n >= 3 && is_blank_from(before, hit.end);
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
	TokenKind next = kind_at(search->segment, skip_bracket(search->segment, hit->end));
	gboolean closed = hit->end < search->segment->tokens->len &&
			  (next == TOKEN_COLON || next == TOKEN_LEADER || next == TOKEN_SLASH);
	if (is_awaited(search, start, hit, closed))
		return FALSE;
	if (closed)
		return TRUE;
	/* A short word much like a label is one only in a place of its own: "AUTORISE son titulaire". */
	if (hit->errors > 0 && hit->n < 9 && !is_blank_from(search->segment, hit->end))
		return FALSE;
	/* "Né(e) le | À": beside a label of birth the place needs no more than its box. */
	if (hit->n < 3 && begins && g_strcmp0(hit->key, "birth_place") == 0 &&
		is_blank_from(search->segment, hit->end) && search->found->labels->len > 0) {
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
	return search->seen && hit->errors == 0 && hit->n >= 4 && !g_unichar_islower(first);
}

/* A label at start, perhaps with its person before or behind it. Returns the token after it, 0: none. */
static guint
take_label(Search *search, guint start, gboolean begins)
{
	const Segment *segment = search->segment;
	LabelHit label = label_match(&search->rules, search->segment, start),
		 subject = subject_match(&search->rules, search->segment, start);
	gboolean surer = subject.errors == 0 && label.errors > 0;
	if (subject.key != NULL && (label.key == NULL || subject.n > label.n || surer)) {
		guint next = skip_signs(segment, subject.end);
		LabelHit inner = {0};
		if (next < segment->tokens->len && kind_at(segment, next) == TOKEN_TEXT)
			inner = label_match(&search->rules, search->segment, next);
		if (inner.key == NULL || label_key_is_absolute(inner.key) || !may_stand(search, start, &inner, begins))
			return 0;
		guint end = skip_signs(segment, skip_translations(search, inner.key, inner.end));
		add_label(search, start, end, inner.key, subject.key, &inner, FALSE);
		return end;
	}
	if (label.key == NULL)
		return 0;
	const char *stated = NULL;
	LabelHit whole = label;
	if (label.end < segment->tokens->len && kind_at(segment, label.end) == TOKEN_TEXT &&
		!label_key_is_absolute(label.key)) {
		LabelHit behind = subject_match(&search->rules, search->segment, label.end);
		if (behind.key != NULL) {
			stated = behind.key;
			whole.end = behind.end;
			whole.n += behind.n;
		}
	}
	if (!may_stand(search, start, &whole, begins))
		return 0;
	guint end = skip_signs(segment, skip_translations(search, label.key, whole.end));
	add_label(search, start, end, label.key, stated, &whole, FALSE);
	return end;
}

/* "Père : DIALLO Ibrahima" is a heading and a label of the name; "PÈRE" alone may be. Returns the token after it. */
static guint
take_subject(Search *search, guint start)
{
	const Segment *segment = search->segment;
	LabelHit subject = subject_match(&search->rules, search->segment, start);
	if (subject.key == NULL)
		return 0;
	/* "Père du demandeur : ..." */
	if (!g_str_equal(subject.key, "person") && kind_at(segment, subject.end) == TOKEN_TEXT) {
		LabelHit whose = subject_match(&search->rules, segment, subject.end);
		if (whose.key != NULL && g_str_equal(whose.key, "person") && whose.errors == 0 && whose.n >= 6)
			subject.end = whose.end;
	}
	TokenKind next = kind_at(segment, subject.end);
	guint end = skip_signs(segment, skip_translations(search, LABEL_NAME, subject.end));
	gboolean alone = is_blank_from(segment, end);
	if (!alone && next != TOKEN_COLON && next != TOKEN_LEADER && next != TOKEN_SLASH)
		return 0;
	if (search->prose && !alone)
		return 0;
	if (alone && subject.errors * 8 > subject.n) /* "DEMANDE D'ASILE" is not "Demandeur d'asile" */
		return 0;
	add_heading(search, subject.key);
	gboolean open = subject.end >= segment->tokens->len || (next != TOKEN_COLON && next != TOKEN_LEADER);
	add_label(search, start, end, LABEL_NAME, subject.key, &subject, alone && open);
	return end;
}

/* "RENSEIGNEMENTS SUR LE PÈRE". */
static void
take_long_heading(Search *search)
{
	const Segment *segment = search->segment;
	guint text = 0;
	for (guint i = 0; i < segment->tokens->len; i++)
		text += kind_at(segment, i) == TOKEN_TEXT;
	if (text > 7)
		return;
	LabelHit best = {0};
	for (guint i = 0; i < segment->tokens->len; i++) {
		if (kind_at(segment, i) != TOKEN_TEXT)
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
	return g_unichar_islower(first) &&
	       ABS(above->box.x - search->segment->box.x) < 2 * search->layout->text_height_px;
}

/* The token after the last sign that can close a label. */
static guint
signs_end(const Segment *segment)
{
	for (guint i = segment->tokens->len; i-- > 0;)
		if (kind_at(segment, i) == TOKEN_COLON || kind_at(segment, i) == TOKEN_LEADER ||
			kind_at(segment, i) == TOKEN_SLASH)
			return i + 1;
	return 0;
}

/* "Comment s'appelle votre père ?" */
static gboolean
is_question(const Segment *segment)
{
	const Token *last = segment_token(segment, segment->tokens->len - 1);
	return g_str_has_suffix(last->text, "?") || g_str_has_suffix(last->text, "\xd8\x9f");
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
	while (i < segment->tokens->len) {
		const Token *token = segment_token(segment, i);
		if (token->kind != TOKEN_TEXT) {
			begins = TRUE;
			i++;
			continue;
		}
		if (begins && is_numbering(token)) {
			guint next = skip_signs(segment, i + 1);
			if (kind_at(segment, next) == TOKEN_TEXT &&
				label_match(&search->rules, search->segment, next).key != NULL) {
				i = next;
				continue;
			}
		}
		/* See may_stand(): here no label could stand. */
		if (i >= closed && (i > 0 || segment->goes_on) && (search->prose || (!begins && !search->seen))) {
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
