#include "app/fields/heading_roles.h"
#include "app/fields/child_count.h"
#include "app/fields/label_key.h"
#include "app/fields/relation_words.h"
#include <string.h>

/* Headings of one row side by side: of which one stands nearest to the left; NULL: none. */
static const FoundHeading *
left_neighbour(const FoundLabels *found, const FoundHeading *heading, int row_px)
{
	const FoundHeading *best = NULL;
	Box box = heading->segment->box;
	for (guint i = 0; i < found->headings->len; i++) {
		const FoundHeading *other = found->headings->pdata[i];
		Box at = other->segment->box;
		if (ABS(at.y - box.y) < row_px && at.x + at.width <= box.x &&
			(best == NULL || at.x > best->segment->box.x))
			best = other;
	}
	return best;
}

/* Whether a label below begins where the heading does: else it stands in the middle of its column. */
static gboolean
is_aligned(const FoundLabels *found, const PageLayout *layout, const FoundHeading *heading)
{
	Box box = heading->segment->box;
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *label = found->labels->pdata[i];
		Box at = label->segment->box;
		int offset = heading->segment->rtl ? at.x + at.width - box.x - box.width : at.x - box.x;
		if (label->segment->line > heading->segment->line &&
			label->segment->line < heading->segment->line + 8 && ABS(offset) < layout->text_height_px)
			return TRUE;
	}
	return FALSE;
}

static void
find_columns(const FoundLabels *found, const PageLayout *layout, int row_px)
{
	for (guint i = 0; i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		const FoundHeading *left = left_neighbour(found, heading, row_px);
		Box box = heading->segment->box;
		heading->left = box.x;
		if (left == NULL || is_aligned(found, layout, heading))
			continue;
		Box before = left->segment->box;
		heading->left = (2 * before.x + before.width + 2 * box.x + box.width) / 4;
	}
}

/* The heading that a place of the page stands under: of the lowest row of headings above it, the one whose column it
 * is in. */
static const FoundHeading *
heading_over(const FoundLabels *found, const Segment *place, int row_px, gboolean (*counts)(const FoundHeading *))
{
	const FoundHeading *best = NULL;
	for (guint i = 0; i < found->headings->len; i++) {
		const FoundHeading *heading = found->headings->pdata[i];
		Box box = heading->segment->box;
		gboolean same = heading->segment == place;
		if (counts != NULL && !counts(heading))
			continue;
		if (!same && (heading->segment->line > place->line ||
				     (heading->segment->line == place->line && box.x > place->box.x)))
			continue;
		if (best == NULL || same) {
			best = heading;
			continue;
		}
		Box old = best->segment->box;
		if (box.y > old.y + row_px) {
			best = heading;
			continue;
		}
		/* The same row: the nearest beginning to the left. */
		int reach = place->box.x + place->box.width / 2;
		if (heading->left <= reach && (best->left > reach || heading->left > best->left))
			best = heading;
	}
	return best;
}

static gboolean
is_partner(const char *subject)
{
	return subject != NULL && g_str_equal(subject, "partner");
}

/* The partners' places in the order of the page, each once. */
static GPtrArray *
partner_places(const FoundLabels *found)
{
	GPtrArray *places = g_ptr_array_new();
	for (guint i = 0; i < found->headings->len; i++) {
		const FoundHeading *heading = found->headings->pdata[i];
		if (is_partner(heading->subject) && !g_ptr_array_find(places, heading->segment, NULL))
			g_ptr_array_add(places, (gpointer)heading->segment);
	}
	return places;
}

static gboolean
is_partner_heading(const FoundHeading *heading)
{
	return is_partner(heading->subject);
}

/* The word that names the partner inside "Nom de l'époux". */
static const FoldedText *
partner_word(const FoundLabel *label)
{
	if (label->whose < label->end)
		return &segment_token(label->segment, label->whose)->folded;
	for (guint i = label->end; i-- > label->start;)
		if (segment_token(label->segment, i)->kind == TOKEN_TEXT)
			return &segment_token(label->segment, i)->folded;
	return NULL;
}

/* Of which partner each label speaks: of the one under whose heading it stands; without headings, of the first one
 * named, or of the other. */
static void
part_labels(FoundLabels *found, const PageLayout *layout, const Segment *first)
{
	const FoldedText *first_word = NULL;
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		const FoundHeading *heading =
			heading_over(found, label->segment, layout->text_height_px * 3 / 2, is_partner_heading);
		if (first != NULL) {
			label->partner = heading == NULL ? 0 : heading->segment == first ? 1 : 2;
			continue;
		}
		const FoldedText *word = is_partner(label->subject) && !label->weak ? partner_word(label) : NULL;
		if (word == NULL)
			continue;
		if (first_word == NULL)
			first_word = word;
		label->partner = folded_text_equal(word, first_word) ? 1 : 2;
	}
}

static gboolean
has_both(const FoundLabels *found)
{
	guint seen = 0;
	for (guint i = 0; i < found->labels->len; i++)
		seen |= 1u << ((const FoundLabel *)found->labels->pdata[i])->partner;
	return (seen & 6) == 6;
}

static void
part_partners(FoundLabels *found, const PageLayout *layout)
{
	g_autoptr(GPtrArray) places = partner_places(found);
	const Segment *first = places->len > 1 ? places->pdata[0] : NULL;
	part_labels(found, layout, first);
	gboolean both = has_both(found);
	for (guint i = 0; i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		if (is_partner(heading->subject))
			heading->subject = heading->segment == first ? "person" : "spouse";
	}
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		if (is_partner(label->subject))
			label->subject = both && label->partner == 1 ? "person" : "spouse";
	}
}

/* "Père   DIALLO Ibrahima" may be a row of a list and no heading at all. */
static gboolean
is_row(const FoundLabels *found, const PageLayout *layout, const FoundHeading *heading)
{
	const Segment *beside = page_layout_beside(layout, heading->segment);
	const FoundLabel *inside = found_labels_next(found, heading->segment, 0);
	gboolean valued = inside != NULL && !inside->weak && inside->end < heading->segment->tokens->len;
	return valued || (beside != NULL && found_labels_next(found, beside, 0) == NULL);
}

/* Below such a row a label goes on about the parent only if the person, or the other parent, has one of the kind too:
 * "Sexe" behind "Mère" in a list is the person's. */
static gboolean
is_repeated(const FoundLabels *found, const FoundLabel *label)
{
	for (guint i = 0; i < found->labels->len; i++) {
		const FoundLabel *other = found->labels->pdata[i];
		if (other != label && !other->weak && !other->stated && g_str_equal(other->key, label->key))
			return TRUE;
	}
	return FALSE;
}

/* "1 - Prénoms", "Né le", "2 - Prénoms": under one heading for all children the same label begins the next child. */
static const char *
repeated_child(const FoundLabels *found, guint at, const FoundHeading *heading)
{
	const FoundLabel *label = found->labels->pdata[at];
	guint before = 0;
	if (!g_str_equal(heading->subject, "child1"))
		return heading->subject;
	for (guint i = 0; i < at; i++) {
		const FoundLabel *other = found->labels->pdata[i];
		before += !other->weak && other->subject != NULL && g_str_has_prefix(other->subject, "child") &&
			  other->segment->line > heading->segment->line &&
			  other->segment->line < label->segment->line && g_str_equal(other->key, label->key);
	}
	const char *child = relation_child(before + 1);
	return child != NULL ? child : "other";
}

static void
give_subjects(FoundLabels *found, const PageLayout *layout)
{
	for (guint i = 0; i < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		const FoundHeading *heading = heading_over(found, label->segment, layout->text_height_px * 3 / 2, NULL);
		if (label->subject != NULL && g_str_equal(label->subject, "child"))
			label->subject = heading != NULL && g_str_has_prefix(heading->subject, "child")
						 ? heading->subject
						 : "child1";
		if (label->subject == NULL)
			label->subject =
				heading == NULL || (heading->segment != label->segment &&
							   is_row(found, layout, heading) && !is_repeated(found, label))
					? "person"
					: repeated_child(found, i, heading);
	}
}

/* A lone "Épouse" opens a part of the paper where marriages are spoken of; elsewhere it is a word of the print. */
static gboolean
may_bear_spouse(DocumentKind kind)
{
	switch (kind) {
	case KIND_MARRIAGE_RECORD:
	case KIND_DEATH_RECORD:
	case KIND_FAMILY_FORM:
	case KIND_FAMILY_BOOKLET:
	case KIND_ASYLUM_FORM:
	case KIND_REGISTRY_EXTRACT:
	case KIND_INTERVIEW:
	case KIND_DECISION:
	case KIND_COURT_JUDGMENT:
	case KIND_TRANSLATION:
	case KIND_OTHER:
		return TRUE;
	case KIND_PASSPORT:
	case KIND_IDENTITY_CARD:
	case KIND_RESIDENCE_PERMIT:
	case KIND_TRAVEL_DOCUMENT:
	case KIND_ASYLUM_ATTESTATION:
	case KIND_BIRTH_RECORD:
	case KIND_TAZKIRA:
	case KIND_N:
		break;
	}
	return FALSE;
}

static void
drop_lone_partner(FoundLabels *found)
{
	g_autoptr(GPtrArray) places = partner_places(found);
	if (places->len != 1 || may_bear_spouse(found->rules.kind))
		return;
	for (guint i = 0; i < found->headings->len; i++)
		if (is_partner(((const FoundHeading *)found->headings->pdata[i])->subject))
			g_ptr_array_remove_index(found->headings, i--);
}

static gboolean
is_closed(const FoundLabel *label)
{
	TokenKind last = segment_token(label->segment, label->end - 1)->kind;
	return last == TOKEN_COLON || last == TOKEN_LEADER;
}

static gboolean
names_partner(const FoundLabels *found, const Segment *segment)
{
	const char *role = relation_of(found->rules.lexicon, segment, 0, segment->tokens->len);
	return role != NULL && g_str_equal(role, "partner");
}

/* "الزوجة" beside the heading "الزوج": both are partners, whatever else either word may mean. */
static gboolean
is_beside_partner(const FoundLabels *found, const Segment *segment)
{
	gboolean beside = FALSE;
	for (guint i = 0; names_partner(found, segment) && i < found->headings->len; i++) {
		FoundHeading *heading = found->headings->pdata[i];
		if (heading->segment->line != segment->line || !names_partner(found, heading->segment))
			continue;
		heading->subject = "partner";
		beside = TRUE;
	}
	for (guint i = 0; !beside && i < found->labels->len; i++) {
		const Segment *other = ((const FoundLabel *)found->labels->pdata[i])->segment;
		beside = other != segment && other->line == segment->line && names_partner(found, other) &&
			 names_partner(found, segment);
	}
	return beside;
}

/* "3. Conjoint / Spouse" alone on its line, with labels of names below: a part of the form, not a label. */
static gboolean
opens_part(const FoundLabel *label, const FoundLabel *next)
{
	int line = label->segment->line;
	/* "Mother's name" below "Father's name" is of its own person, and has the father's between. */
	return !next->stated && !label_key_is_absolute(next->key) && next->segment->line > line &&
	       next->segment->line <= line + 2 && strstr(next->key, "name") != NULL;
}

static void
open_parts(FoundLabels *found)
{
	for (guint i = 0; i + 1 < found->labels->len; i++) {
		FoundLabel *label = found->labels->pdata[i];
		const Segment *segment = label->segment;
		gsize n = strcspn(label->key, ".");
		if (!g_str_equal(label->key + n, ".full_name") || label->end < segment->tokens->len ||
			is_closed(label) || !(label->start == 0 || label_is_numbered(segment, label->start)))
			continue;
		gboolean partner = is_beside_partner(found, segment);
		if (!partner && !opens_part(label, found->labels->pdata[i + 1]))
			continue;
		g_autofree char *subject = g_strndup(label->key, n);
		FoundHeading *heading = g_new0(FoundHeading, 1);
		heading->segment = segment;
		heading->subject = partner ? "partner" : g_intern_string(subject);
		g_ptr_array_add(found->headings, heading);
		label->key = LABEL_NAME;
		label->subject = heading->subject;
		label->stated = label->weak = TRUE;
	}
}

void
heading_roles_assign(FoundLabels *found, const PageLayout *layout)
{
	open_parts(found);
	find_columns(found, layout, layout->text_height_px * 3 / 2);
	child_count(found);
	drop_lone_partner(found);
	part_partners(found, layout);
	give_subjects(found, layout);
}
