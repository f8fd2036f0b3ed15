#include "app/fields/validity.h"
#include "app/fields/date_spot.h"
#include <string.h>

enum { FULL_DATE = 10, LONGEST_LEAD = 6 }; /* bytes of "2025-05-02"; of "au", "to", "bis", "până" */

static Fact *
printed_expiry(const Document *document)
{
	for (guint i = 0; i < document->facts->len; i++) {
		Fact *fact = document->facts->pdata[i];
		if (g_str_equal(fact->field, "document.expiry_date") && fact->source != FACT_SOURCE_MRZ &&
			fact->source != FACT_SOURCE_BARCODE && fact->value != NULL && strlen(fact->value) == FULL_DATE)
			return fact;
	}
	return NULL;
}

/* The tokens of the segment that stand to the right of a box on its line; FALSE: none do. */
static gboolean
stands_right(const Segment *segment, Box box, FactPlace *place)
{
	int middle = box.y + box.height / 2;
	if (segment->rtl || middle < segment->box.y || middle > segment->box.y + segment->box.height)
		return FALSE;
	guint start = 0;
	while (start < segment->tokens->len && segment_token(segment, start)->box.x < box.x + box.width)
		start++;
	*place = (FactPlace){segment, start, segment->tokens->len, FACT_SOURCE_LABEL, 0.9};
	return start < segment->tokens->len;
}

/* The date that a text begins with but for a short word, when it is later than another; the caller's. */
static char *
later_date(const FactBuilder *builder, const char *text, const char *than)
{
	gsize start, end;
	if (!date_spot(builder->values, text, &builder->dates, &start, &end) || start > LONGEST_LEAD ||
		memchr(text, ':', start) != NULL)
		return NULL;
	char *raw = text_tidy(g_strndup(text + start, end - start));
	g_auto(DateReading) reading = {0};
	date_read(builder->values, raw, &builder->dates, &reading);
	if (reading.status == DATE_READ && strlen(reading.edtf) == FULL_DATE && strcmp(reading.edtf, than) > 0)
		return raw;
	g_free(raw);
	return NULL;
}

/* Both dates in one value: keeps the first in the fact and gives the second; NULL: there is but one. */
static char *
part_second(const FactBuilder *builder, Fact *first)
{
	gsize start, end;
	if (!date_spot(builder->values, first->raw, &builder->dates, &start, &end))
		return NULL;
	char *second = later_date(builder, first->raw + end + strspn(first->raw + end, " "), first->value);
	if (second != NULL)
		first->raw[end] = '\0';
	return second;
}

void
validity_settle(const FactBuilder *builder, const PageLayout *layout)
{
	Fact *first = printed_expiry(builder->document);
	if (first == NULL)
		return;
	g_autofree char *raw = part_second(builder, first);
	Box from = first->box;
	from.width = raw != NULL ? 0 : from.width;
	FactPlace place;
	gboolean placed = FALSE;
	for (guint i = 0; !placed && i < layout->segments->len; i++) {
		if (!stands_right(layout->segments->pdata[i], from, &place))
			continue;
		g_autofree char *text = segment_text(place.segment, place.start, place.end);
		raw = raw != NULL ? raw : later_date(builder, text, first->value);
		placed = raw != NULL;
	}
	if (!placed)
		return;
	if (document_fact(builder->document, "document.issue_date") == NULL) {
		g_free(first->field);
		first->field = g_strdup("document.issue_date");
	} else {
		g_hash_table_remove(builder->evidence, first);
		g_ptr_array_remove(builder->document->facts, first);
	}
	fact_add_text(builder, "document.expiry_date", raw, &place);
}
