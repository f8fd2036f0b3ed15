#include "app/values/date.h"
#include "app/values/date_scan.h"
#include "app/values/values_data.h"
#include <string.h>

void
date_context_init(DateContext *context)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	*context = (DateContext){0};
	g_date_time_get_ymd(now, &context->on_year, &context->on_month, &context->on_day);
}

void
date_reading_clear(DateReading *reading)
{
	g_clear_pointer(&reading->alternatives, g_strfreev);
}

static void
reading_init(DateReading *reading)
{
	*reading = (DateReading){0};
	reading->alternatives = g_new0(char *, 1);
}

/* Behind a date: the time of day, brackets and the same day in another calendar. */
static gboolean
is_tail(const GArray *tokens, guint from)
{
	gboolean hour = FALSE;
	for (guint i = from; i < tokens->len; i++) {
		const DateToken *token = &g_array_index(tokens, DateToken, i);
		if (token->kind == TOKEN_NUMBER) {
			gboolean colon = i + 1 < tokens->len && (g_array_index(tokens, DateToken, i + 1).mark == ':');
			if (!hour && !colon)
				return FALSE;
			hour = TRUE;
		} else if (token->kind == TOKEN_MARK) {
			hour |= token->mark == ':';
			if (strchr(".,;:)]/-|_\"'*", (int)(token->mark & 0x7f)) == NULL && token->mark != 0x60c &&
				token->mark != 0xbb && token->mark != 0x3002)
				return FALSE;
		} else if (token->word == NULL) {
			return FALSE;
		} else if (token->word->flags & WORD_HOUR) {
			hour = TRUE;
		} else if (!(token->word->flags & (WORD_NOISE | WORD_ORDINAL | WORD_ABOUT | WORD_IN)) &&
			   token->word->cue == CALENDAR_NONE) {
			return FALSE;
		}
	}
	return TRUE;
}

/* "1370/05/12 (3 août 1991)": both must tell the same day, give or take the two that lunar months leave open. */
static gboolean
read_second(const Values *values, const GArray *tokens, guint from, const DateContext *context, gboolean eastern,
	DateReading *reading)
{
	while (from < tokens->len) {
		const DateToken *token = &g_array_index(tokens, DateToken, from);
		gboolean passed = token->kind == TOKEN_WORD && token->word != NULL && token->word->number < 0 &&
				  (token->word->flags & (WORD_EQUALS | WORD_NOISE));
		if (token->kind != TOKEN_MARK && !passed)
			break;
		from++;
	}
	DateContext plain = *context;
	plain.calendar = CALENDAR_NONE;
	DateScan scan;
	if (from >= tokens->len || !date_scan(values, tokens, from, &plain, eastern, FALSE, &scan) ||
		!is_tail(tokens, scan.end))
		return FALSE;
	g_auto(DateReading) second;
	reading_init(&second);
	date_scan_finish(values, &scan, &plain, &second);
	if (second.calendar == reading->calendar)
		return strcmp(second.edtf, reading->edtf) == 0; /* in figures and in words */
	if (second.status != DATE_READ)
		return FALSE;
	int first_a, last_a, first_b, last_b;
	gboolean agree = reading->status == DATE_READ && date_bounds(reading->edtf, &first_a, &last_a) &&
			 date_bounds(second.edtf, &first_b, &last_b) && first_a <= last_b + 1 && first_b <= last_a + 1;
	gboolean better = agree && second.calendar == CALENDAR_GREGORIAN;
	g_strfreev(reading->alternatives);
	reading->alternatives = g_new0(char *, 2);
	if (!agree)
		reading->alternatives[0] = g_strdup(second.edtf);
	if (better) {
		g_strlcpy(reading->edtf, second.edtf, sizeof reading->edtf);
		reading->calendar = second.calendar;
	}
	return TRUE;
}

void
date_read(const Values *values, const char *text, const DateContext *context, DateReading *reading)
{
	reading_init(reading);
	g_auto(TextKey) key;
	text_key_init(&key, text);
	g_autoptr(GArray) tokens = date_tokens(values->date_words, &key);
	DateScan scan;
	if (!date_scan(values, tokens, 0, context, key.eastern, TRUE, &scan))
		return;
	date_scan_finish(values, &scan, context, reading);
	if (is_tail(tokens, scan.end) || read_second(values, tokens, scan.end, context, key.eastern, reading))
		return;
	date_reading_clear(reading);
	reading_init(reading);
}

/* A serial number ("12/03/1991/45", "n° 12-2003-B") is no date. */
static gboolean
is_in_serial(const GArray *tokens, guint from, guint end)
{
	if (from > 0) {
		const DateToken *before = &g_array_index(tokens, DateToken, from - 1);
		const DateToken *first = &g_array_index(tokens, DateToken, from);
		if (before->kind == TOKEN_MARK && strchr("/-_", (int)(before->mark & 0x7f)) != NULL &&
			before->mark < 0x80 && before->end == first->start && from > 1 &&
			g_array_index(tokens, DateToken, from - 2).end == before->start)
			return TRUE;
	}
	if (end + 1 < tokens->len) {
		const DateToken *last = &g_array_index(tokens, DateToken, end - 1);
		const DateToken *mark = &g_array_index(tokens, DateToken, end);
		const DateToken *next = &g_array_index(tokens, DateToken, end + 1);
		/* "12-ին": the ending of a case */
		gboolean ending = next->kind == TOKEN_WORD && next->word != NULL && (next->word->flags & WORD_ORDINAL);
		if (mark->kind == TOKEN_MARK && (mark->mark == '/' || mark->mark == '-') && mark->start == last->end &&
			next->start == mark->end && next->kind != TOKEN_MARK && !ending)
			return TRUE;
	}
	return FALSE;
}

/* "01 23 45 67 89": figures with nothing but spaces between are a date only when a whole year is among them and no
 * other figures stand beside. */
static gboolean
is_loose_figures(const GArray *tokens, guint from, guint end)
{
	gboolean loose = FALSE, year = FALSE;
	for (guint i = from; i < end; i++) {
		const DateToken *token = &g_array_index(tokens, DateToken, i);
		year |= token->digits == 4;
		loose |= i > from && token->kind == TOKEN_NUMBER && token->digits > 0 &&
			 g_array_index(tokens, DateToken, i - 1).kind == TOKEN_NUMBER;
	}
	gboolean before = from > 0 && g_array_index(tokens, DateToken, from - 1).kind == TOKEN_NUMBER;
	gboolean after = end < tokens->len && g_array_index(tokens, DateToken, end).kind == TOKEN_NUMBER;
	return loose && (!year || before || after);
}

static gboolean
has_flag_before(const GArray *tokens, guint at, guint flags)
{
	if (at == 0)
		return FALSE;
	const DateToken *token = &g_array_index(tokens, DateToken, at - 1);
	return token->kind == TOKEN_WORD && token->word != NULL && (token->word->flags & flags);
}

gboolean
date_find(const Values *values, const char *text, gsize from, const DateContext *context, DateReading *reading,
	gsize *start, gsize *end)
{
	reading_init(reading);
	gsize length = text == NULL ? 0 : strlen(text);
	if (from >= length)
		return FALSE;
	g_auto(TextKey) key;
	text_key_init(&key, text + from);
	g_autoptr(GArray) tokens = date_tokens(values->date_words, &key);
	for (guint i = 0; i < tokens->len; i++) {
		DateScan scan;
		if (!date_scan_may_begin(&g_array_index(tokens, DateToken, i)) ||
			!date_scan(values, tokens, i, context, key.eastern, FALSE, &scan) ||
			is_in_serial(tokens, scan.first, scan.end) || is_loose_figures(tokens, scan.first, scan.end))
			continue;
		if (!scan.is_age && !scan.parts.placed && !scan.elements.about && scan.elements.cue == CALENDAR_NONE &&
			!has_flag_before(tokens, scan.first, WORD_IN | WORD_YEARS))
			continue;
		date_scan_finish(values, &scan, context, reading);
		if (reading->status == DATE_NONE)
			continue;
		*start = from + g_array_index(tokens, DateToken, scan.first).start;
		*end = from + g_array_index(tokens, DateToken, scan.end - 1).end;
		return TRUE;
	}
	return FALSE;
}
