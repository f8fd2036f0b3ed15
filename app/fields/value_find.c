/* First what stands behind a label in its own segment, then the next cell of its line, then the nearest text below or
 * above. Whether captions stand above or below their values is decided for the whole page: by what the labels that are
 * easily checked (dates, sexes, numbers) find on either side, then by distance. */
#include "app/fields/value_parts.h"
#include "app/fields/label_key.h"
#include "app/fields/table_find.h"
#include <string.h>

void
value_claim(Finder *finder, const FoundLabel *label, const Candidate *at, int row, gboolean table, const char *subject)
{
	FoundValue *value = g_new0(FoundValue, 1);
	*value = (FoundValue){label, at->segment, at->start, at->end, row, table, subject};
	for (guint i = at->start; i < at->end; i++)
		g_hash_table_add(finder->claimed, at->segment->tokens->pdata[i]);
	g_ptr_array_add(finder->result, value);
}

static gboolean
has_text(const Segment *segment, guint start, guint end)
{
	for (guint i = start; i < end; i++) {
		TokenKind kind = segment_token(segment, i)->kind;
		if (kind == TOKEN_TEXT || kind == TOKEN_MARK || kind == TOKEN_INK)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_claimed(const Finder *finder, const Segment *segment, guint start, guint end)
{
	for (guint i = start; i < end; i++)
		if (g_hash_table_contains(finder->claimed, segment->tokens->pdata[i]))
			return TRUE;
	return FALSE;
}

static gboolean
is_closed(const FoundLabel *label)
{
	for (guint i = label->start; i < label->end; i++) {
		TokenKind kind = segment_token(label->segment, i)->kind;
		if (kind == TOKEN_COLON || kind == TOKEN_LEADER)
			return TRUE;
	}
	return FALSE;
}

gboolean
value_free_segment(const Finder *finder, const Segment *segment, Candidate *at)
{
	const FoundLabel *label = found_labels_next(finder->found, segment, 0);
	/* "Préfecture de l'Isère" is a value where another label waits for one. */
	while (label != NULL && g_str_equal(label->key, LABEL_IGNORE) && !is_closed(label) &&
		label->end < segment->tokens->len)
		label = found_labels_next(finder->found, segment, label->end);
	*at = (Candidate){segment, 0, label == NULL ? segment->tokens->len : label->start, 0};
	if (label != NULL && label_is_numbered(segment, label->start))
		return FALSE;
	return at->end > 0 && has_text(segment, at->start, at->end) &&
	       !is_claimed(finder, segment, at->start, at->end) && !found_labels_is_heading(finder->found, segment) &&
	       strstr(segment_token(segment, 0)->text, "<<") == NULL;
}

/* The explanation of a format stands between a value and whatever follows, and is neither. */
static gboolean
is_caption(const Finder *finder, const Segment *segment)
{
	const FoundLabel *label = found_labels_next(finder->found, segment, 0);
	return label != NULL && label->start == 0 && g_str_equal(label->key, LABEL_CAPTION);
}

static gboolean
is_plausible(const Finder *finder, const FoundLabel *label, const Candidate *at)
{
	static const char *const bare[] = {"name", "names", "place", "birth", "patronymic", NULL};
	if (at->start == 0 && g_hash_table_contains(finder->found->wordy, at->segment))
		for (guint i = 0; bare[i] != NULL; i++)
			if (g_str_has_suffix(label->key, bare[i]))
				return FALSE;
	g_autofree char *text = segment_text(at->segment, at->start, at->end);
	return value_is_plausible(finder->values, label->key, text);
}

/* Text that low-confidence ink can be: it is not held to what the label announces. */
static gboolean
is_doubtful(const Candidate *at)
{
	return segment_confidence(at->segment, at->start, at->end) < 0.45;
}

/* Labels whose values have a form of their own. */
static gboolean
is_strict(const FoundLabel *label)
{
	return strstr(label->key, "date") != NULL || strstr(label->key, "sex") != NULL ||
	       strstr(label->key, "number") != NULL || strstr(label->key, "status") != NULL;
}

static gboolean
find_inline(const Finder *finder, const FoundLabel *label, Candidate *at)
{
	const FoundLabel *next = found_labels_next(finder->found, label->segment, label->end);
	*at = (Candidate){label->segment, label->end, next == NULL ? label->segment->tokens->len : next->start, 0};
	if (at->end <= at->start || !has_text(at->segment, at->start, at->end))
		return FALSE;
	/* "Nom porté par l'enfant | DIALLO": a name begins with a capital where the cell beside has the value. */
	const Token *first = segment_token(at->segment, at->start);
	if (!is_closed(label) && g_str_has_suffix(label->key, "name") && first->kind == TOKEN_TEXT &&
		g_unichar_islower(g_utf8_get_char(first->text)) &&
		page_layout_beside(finder->layout, label->segment) != NULL)
		return FALSE;
	/* Without a sign between them, words that cannot be its value say that the label is none. */
	return is_closed(label) || !is_strict(label) || is_plausible(finder, label, at) || is_doubtful(at);
}

/* "Surname / اسم العائلة | YAGOUB": a label in two scripts may have its value on either side. */
static const Segment *
other_side(const Finder *finder, const Segment *segment)
{
	gboolean latin = FALSE;
	guint index;
	for (guint i = 0; i < segment->tokens->len; i++)
		latin |= segment_token(segment, i)->latin;
	if (!segment->rtl || !latin || !g_ptr_array_find(finder->layout->segments, segment, &index) ||
		index + 1 >= finder->layout->segments->len)
		return NULL;
	const Segment *other = finder->layout->segments->pdata[index + 1];
	return other->line == segment->line ? other : NULL;
}

/* Whether another label stands right above or below the segment: then it is that label's. */
static gboolean
has_closer_label(const Finder *finder, const FoundLabel *label, const Segment *segment)
{
	int height = finder->layout->text_height_px;
	Box box = segment->box;
	for (guint i = 0; i < finder->found->labels->len; i++) {
		const FoundLabel *other = finder->found->labels->pdata[i];
		Box at = other->segment->box;
		int gap = MAX(at.y - box.y - box.height, box.y - at.y - at.height);
		int middles = ABS(2 * at.x + at.width - 2 * box.x - box.width) / 2;
		if (other->segment != label->segment && other->segment != segment && !other->weak &&
			!g_str_equal(other->key, LABEL_CAPTION) && gap < height &&
			MIN(middles, ABS(at.x - box.x)) < height)
			return TRUE;
	}
	return FALSE;
}

/* "VILLE / CITY            Congo" with "PAYS / COUNTRY" right below the latter. */
static gboolean
is_far_and_labelled(const Finder *finder, const FoundLabel *label, const Segment *beside)
{
	enum { FAR = 6 };
	Box from = label->segment->box, to = beside->box;
	int gap = MAX(to.x - from.x - from.width, from.x - to.x - to.width);
	return gap > FAR * finder->layout->text_height_px && has_closer_label(finder, label, beside);
}

static gboolean
find_beside(const Finder *finder, const FoundLabel *label, Candidate *at)
{
	const FoundLabel *next = found_labels_next(finder->found, label->segment, label->end);
	const Segment *beside = next != NULL ? NULL : page_layout_beside(finder->layout, label->segment);
	if (next == NULL && beside == NULL)
		beside = other_side(finder, label->segment);
	return beside != NULL && value_free_segment(finder, beside, at) &&
	       !is_far_and_labelled(finder, label, beside) && (is_plausible(finder, label, at) || is_doubtful(at));
}

/* A line of a paragraph is nobody's value but that of a label on it. */
static gboolean
is_sentence(const Segment *segment)
{
	enum { WORDS = 9 };
	return segment->tokens->len >= WORDS && (segment->goes_on || segment_is_prose(segment));
}

/* The nearest free segment above or below that shares columns with the label. */
static gboolean
find_vertical(const Finder *finder, const FoundLabel *label, gboolean below, Candidate *best)
{
	Box at = segment_box(label->segment, label->start, label->end);
	int height = finder->layout->text_height_px, left = at.x - 2 * height, right = at.x + at.width + 2 * height;
	int reach = height * (below ? 3 : 2);
	best->segment = NULL;
	for (guint i = 0; i < finder->layout->segments->len; i++) {
		const Segment *segment = finder->layout->segments->pdata[i];
		Box box = segment->box;
		int distance = below ? box.y - (at.y + at.height) : at.y - (box.y + box.height);
		int beside = MAX(0, MAX(box.x - at.x - at.width, at.x - box.x - box.width));
		if (segment->line == label->segment->line || distance < -height / 2 || distance > reach)
			continue;
		if (box.x > right || box.x + box.width < left ||
			(best->segment != NULL && distance + beside >= best->distance))
			continue;
		Candidate candidate;
		if (is_sentence(segment) || !value_free_segment(finder, segment, &candidate)) {
			/* What another label or heading takes up ends the search in this direction. */
			if (has_text(segment, 0, segment->tokens->len) && !is_caption(finder, segment) &&
				box.x <= at.x + at.width && box.x + box.width >= at.x)
				reach = MIN(reach, distance);
			continue;
		}
		candidate.distance = distance + beside;
		*best = candidate;
	}
	return best->segment != NULL && best->distance <= reach &&
	       (is_plausible(finder, label, best) || is_doubtful(best));
}

gboolean
value_has_label_before(const Finder *finder, const Segment *value)
{
	for (guint i = 0; i < finder->found->labels->len; i++) {
		const FoundLabel *label = finder->found->labels->pdata[i];
		if (label->segment->line == value->line &&
			(value->rtl ? label->segment->box.x > value->box.x : label->segment->box.x < value->box.x))
			return TRUE;
	}
	return FALSE;
}

/* Above a rule the value often stands a little higher than the label before it, in a line of its own. */
static gboolean
find_aside(const Finder *finder, const FoundLabel *label, Candidate *best)
{
	Box at = segment_box(label->segment, label->start, label->end);
	int height = finder->layout->text_height_px, middle = at.y + at.height / 2;
	gboolean rtl = label->segment->rtl;
	best->segment = NULL;
	const Segment *beside = page_layout_beside(finder->layout, label->segment);
	const FoundLabel *other = beside == NULL ? NULL : found_labels_next(finder->found, beside, 0);
	if (label->end < label->segment->tokens->len || (beside != NULL && (other == NULL || other->start > 0)))
		return FALSE;
	for (guint i = 0; i < finder->layout->segments->len; i++) {
		const Segment *segment = finder->layout->segments->pdata[i];
		Box box = segment->box;
		int offset = ABS(box.y + box.height / 2 - middle);
		gboolean after = rtl ? box.x + box.width <= at.x : box.x >= at.x + at.width;
		after = after && (beside == NULL || (rtl ? box.x > beside->box.x : box.x < beside->box.x));
		if (segment->line == label->segment->line || !after || offset > 3 * height / 2 ||
			(best->segment != NULL && offset >= best->distance))
			continue;
		Candidate candidate;
		if (!value_free_segment(finder, segment, &candidate) || !is_plausible(finder, label, &candidate) ||
			value_has_label_before(finder, segment) || is_far_and_labelled(finder, label, segment))
			continue;
		candidate.distance = offset;
		*best = candidate;
	}
	return best->segment != NULL;
}

static gboolean
is_easily_checked(const FoundLabel *label)
{
	return strstr(label->key, "date") != NULL || strstr(label->key, "sex") != NULL ||
	       strstr(label->key, "number") != NULL || strstr(label->key, "birth") != NULL;
}

static gboolean
captions_are_below(const Finder *finder, const GPtrArray *open)
{
	int above = 0, below = 0;
	for (guint i = 0; i < open->len; i++) {
		const FoundLabel *label = open->pdata[i];
		Candidate up, down;
		if (label->weak)
			continue;
		gboolean has_up = find_vertical(finder, label, FALSE, &up),
			 has_down = find_vertical(finder, label, TRUE, &down);
		int weight = is_easily_checked(label) ? 3 : 1;
		if (has_up && !has_down)
			above += weight;
		else if (has_down && !has_up)
			below += weight;
		else if (has_up && up.distance * 10 < down.distance * 9)
			above++;
		else if (has_down && down.distance * 10 < up.distance * 9)
			below++;
	}
	return above > below;
}

/* Further rows of a column: children under "Nom | Prénoms | Né le". */
static void
claim_rows(Finder *finder, const FoundLabel *label, const Candidate *first)
{
	enum { MAX_ROWS = 11 };
	static const char *const children[] = {"child2", "child3", "child4", "child5", "child6", "child7", "child8",
		"child9", "child10", "child11", "child12"};
	Candidate last = *first;
	for (int row = 0; row < MAX_ROWS; row++) {
		FoundLabel step = *label;
		step.segment = last.segment;
		step.start = last.start;
		step.end = last.end;
		Candidate next;
		if (!find_vertical(finder, &step, TRUE, &next))
			return;
		value_claim(finder, label, &next, row + 1, TRUE, children[row]);
		last = next;
	}
}

/* How far the middle of a cell lies from that of the heading, or its edge from the heading's. */
static int
column_offset(const FoundHeading *heading, const Segment *cell)
{
	Box head = heading->segment->box, box = cell->box;
	int middles = ABS(2 * head.x + head.width - 2 * box.x - box.width) / 2;
	int edges = cell->rtl ? ABS(head.x + head.width - box.x - box.width) : ABS(head.x - box.x);
	return MIN(middles, edges);
}

/* "Nom | DIALLO | BAH" under the headings "Père | Mère". */
static gboolean
claim_columns(Finder *finder, const FoundLabel *label)
{
	const FoundHeading *heads[4];
	guint n = 0;
	if (label->stated)
		return FALSE;
	for (guint i = 0; i < finder->found->headings->len; i++) {
		const FoundHeading *heading = finder->found->headings->pdata[i];
		int line = heading->segment->line;
		Box head = heading->segment->box, at = label->segment->box;
		gboolean behind =
			label->segment->rtl ? head.x + head.width < at.x + at.width / 2 : head.x > at.x + at.width / 2;
		if (line >= label->segment->line || !behind)
			continue;
		if (n > 0 && heads[0]->segment->line != line)
			n = 0;
		if (n < G_N_ELEMENTS(heads))
			heads[n++] = heading;
	}
	if (n < 2)
		return FALSE;
	/* Labels of their own on the line, or values behind the heads: a list in columns, no table of persons. */
	for (guint i = 0; i < finder->found->labels->len; i++) {
		const FoundLabel *other = finder->found->labels->pdata[i];
		if (other != label && other->segment != label->segment && other->segment->line == label->segment->line)
			return FALSE;
	}
	gboolean any = FALSE;
	for (const Segment *cell = page_layout_beside(finder->layout, label->segment); cell != NULL;
		cell = page_layout_beside(finder->layout, cell)) {
		Candidate at;
		if (!value_free_segment(finder, cell, &at))
			break;
		guint best = 0;
		for (guint i = 1; i < n; i++)
			if (column_offset(heads[i], cell) < column_offset(heads[best], cell))
				best = i;
		value_claim(finder, label, &at, 0, TRUE, heads[best]->subject);
		any = TRUE;
	}
	return any;
}

static gboolean
is_table_head(const Finder *finder, const FoundLabel *label)
{
	guint n = 0;
	for (guint i = 0; i < finder->found->labels->len; i++) {
		const FoundLabel *other = finder->found->labels->pdata[i];
		n += other->segment->line == label->segment->line && !other->weak;
	}
	return n >= 3;
}

/* Behind a colon nothing was found on a page whose values stand beside their labels: it is empty, and what stands above
 * or below belongs to something else. */
static gboolean
is_left_empty(const Finder *finder, const GPtrArray *open, const FoundLabel *label)
{
	if (finder->result->len < 4 || finder->result->len < 2 * open->len)
		return FALSE;
	for (guint i = label->start; i < label->end; i++)
		if (segment_token(label->segment, i)->kind == TOKEN_COLON)
			return TRUE;
	return FALSE;
}

/* "DATE DE DÉLIVRANCE - AUTORITÉ" over "21 03 2024 - Préfecture de l'Isère": two labels, one line of values. */
static gboolean
claim_both(Finder *finder, const FoundLabel *label, const FoundLabel *next, const Candidate *at)
{
	if (next == NULL || next->segment != label->segment || next->start < label->end || next->start > label->end + 1)
		return FALSE;
	for (guint i = at->start + 1; i + 1 < at->end; i++) {
		TokenKind kind = segment_token(at->segment, i)->kind;
		if (kind != TOKEN_JUNK && kind != TOKEN_SLASH)
			continue;
		Candidate first = *at, second = *at;
		first.end = i;
		second.start = i + 1;
		if (!is_plausible(finder, label, &first) || !is_plausible(finder, next, &second))
			continue;
		value_claim(finder, label, &first, 0, FALSE, label->subject);
		value_claim(finder, next, &second, 0, FALSE, next->subject);
		return TRUE;
	}
	return FALSE;
}

static void
claim_vertical(Finder *finder, GPtrArray *open)
{
	for (guint i = 0; i < open->len; i++)
		if (is_left_empty(finder, open, open->pdata[i]))
			g_ptr_array_remove_index(open, i--);
	gboolean up = captions_are_below(finder, open);
	for (int weak = 0; weak < 2; weak++) {
		for (guint i = 0; i < open->len; i++) {
			const FoundLabel *label = open->pdata[i];
			Candidate at;
			if (label->weak != weak || !find_vertical(finder, label, !up, &at))
				continue;
			gboolean table = is_table_head(finder, label);
			if (claim_both(finder, label, i + 1 < open->len ? open->pdata[i + 1] : NULL, &at))
				continue;
			value_claim(finder, label, &at, 0, table, label->subject);
			if (table && !up && g_str_has_prefix(label->subject, "child"))
				claim_rows(finder, label, &at);
		}
	}
}

static gboolean
is_head_of(const GPtrArray *cells, const FoundLabel *label)
{
	for (guint i = 0; i < cells->len; i++)
		if (((const FoundValue *)cells->pdata[i])->label == label)
			return TRUE;
	return FALSE;
}

GPtrArray *
value_find(const Values *values, FoundLabels *found, const PageLayout *layout)
{
	g_autoptr(GHashTable) claimed = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) later = g_ptr_array_new(), open = g_ptr_array_new();
	Finder finder = {values, found, layout, claimed, g_ptr_array_new_with_free_func(g_free)};
	Candidate at;
	g_autoptr(GPtrArray) cells = table_find(found, layout, claimed);
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		if (is_claimed(&finder, label->segment, label->start, label->end) || is_head_of(cells, label))
			continue;
		if (g_str_equal(label->key, LABEL_CAPTION))
			continue;
		/* "Préfecture de l'Isère" may be what another label waits for. */
		if (g_str_equal(label->key, LABEL_IGNORE) && !is_closed(label) &&
			label->end < label->segment->tokens->len)
			continue;
		if (find_inline(&finder, label, &at))
			value_claim(&finder, label, &at, 0, FALSE, label->subject);
		else
			g_ptr_array_add(later, label);
	}
	for (int weak = 0; weak < 2; weak++) {
		for (guint i = 0; i < later->len; i++) {
			FoundLabel *label = later->pdata[i];
			if (label->weak != weak || claim_columns(&finder, label))
				continue;
			if ((find_beside(&finder, label, &at) && !weak) || find_aside(&finder, label, &at))
				value_claim(&finder, label, &at, 0, FALSE, label->subject);
			else
				g_ptr_array_add(open, label);
		}
	}
	claim_vertical(&finder, open);
	for (guint i = 0; i < open->len; i++) {
		const FoundLabel *label = open->pdata[i];
		if (label->weak && find_beside(&finder, label, &at))
			value_claim(&finder, label, &at, 0, FALSE, label->subject);
	}
	guint n = finder.result->len;
	for (guint i = 0; i < n; i++)
		value_run_on(&finder, found, finder.result->pdata[i]);
	while (cells->len > 0)
		g_ptr_array_add(finder.result, g_ptr_array_steal_index(cells, 0));
	return finder.result;
}
