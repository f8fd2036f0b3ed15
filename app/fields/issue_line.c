#include "app/fields/issue_line.h"
#include "app/fields/date_spot.h"
#include "app/fields/person_name.h"
#include "app/fields/phrase_window.h"
#include <string.h>

/* A capitalised word with a comma, one leading word at most, then nothing but a date. */
static gboolean
read_segment(const FactBuilder *builder, const Segment *segment)
{
	for (guint i = 0; i + 2 < segment->tokens->len; i++) {
		const Token *town = segment_token(segment, i);
		if (town->kind != TOKEN_TEXT || !town->comma || !g_unichar_isupper(g_utf8_get_char(town->text)))
			continue;
		g_autofree char *rest = segment_text(segment, i + 1, segment->tokens->len);
		gsize start, end;
		if (!date_spot(builder->values, rest, &builder->dates, &start, &end))
			return FALSE;
		const char *after = rest + end;
		if (start > 6 || strlen(after) > 2)
			return FALSE;
		FactPlace place = {segment, i + 1, segment->tokens->len, FACT_SOURCE_LABEL, 0.8};
		g_autofree char *date = text_tidy(g_strndup(rest + start, end - start));
		fact_add_text(builder, "document.issue_date", date, &place);
		return TRUE;
	}
	return FALSE;
}

void
issue_line_read(const FactBuilder *builder, const PageLayout *layout)
{
	if (document_fact(builder->document, "document.issue_date") != NULL)
		return;
	for (guint i = 0; i < layout->segments->len; i++) {
		const Segment *segment = layout->segments->pdata[i];
		if (!segment_is_prose(segment) && segment->tokens->len <= 14 && read_segment(builder, segment))
			return;
	}
}

void
issue_line_read_addressee(const FactBuilder *builder, const PageLayout *layout)
{
	const Document *document = builder->document;
	if (document_fact(document, "person.given_names") != NULL ||
		document_fact(document, "person.full_name") != NULL)
		return;
	for (guint i = 0; i < layout->segments->len; i++) {
		const Segment *segment = layout->segments->pdata[i];
		guint n = segment->tokens->len;
		if (segment->box.y > layout->height_px / 2 || n < 3 || n > 8 ||
			!person_name_is_title(builder->lexicon, segment_token(segment, 0)->text) ||
			person_name_end(builder->lexicon, segment, 0, n) != n)
			continue;
		FactPlace place = {segment, 0, n, FACT_SOURCE_PROSE, 0.8};
		fact_build(builder, "person", "full_name", &place);
		return;
	}
}

void
issue_line_read_office(const FactBuilder *builder, const PageLayout *layout)
{
	const GPtrArray *offices = builder->rules->offices;
	if (offices->len == 0 || document_fact(builder->document, "document.issuing_authority") != NULL)
		return;
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		PhraseWindow window;
		phrase_window_set(&window, segment, 0);
		for (guint i = 0; i < offices->len && window.n > 1 && segment->tokens->len <= 8; i++) {
			guint end, errors;
			if (!phrase_window_match(&window, offices->pdata[i], &end, &errors) || errors > 0)
				continue;
			FactPlace place = {segment, 0, segment->tokens->len, FACT_SOURCE_LABEL, 0.8};
			fact_build(builder, "person", "document.issuing_authority", &place);
			return;
		}
	}
}
