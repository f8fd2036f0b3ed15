#include "app/fields/fact_build.h"
#include "app/fields/date_spot.h"
#include "app/dossier/field.h"
#include "app/fields/checkbox.h"
#include "app/fields/fact_value.h"
#include "app/fields/label_key.h"
#include "app/fields/person_name.h"
#include "app/values/sex.h"
#include <string.h>

static const double UNREADABLE = 0.2; /* confidence of a fact without a text */

/* Signs of other scripts that end a clause. */
static gboolean
cut_sign(char *text)
{
	static const char *const signs[] = {
		"،", "؛", "۔", "։", "՝", "।", "።", "፣", "፤", "፡", "፦", "«", "»", "“", "”", "„"};
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++) {
		gsize n = strlen(signs[i]);
		if (g_str_has_suffix(text, signs[i])) {
			text[strlen(text) - n] = '\0';
			return TRUE;
		}
		if (g_str_has_prefix(text, signs[i])) {
			memmove(text, text + n, strlen(text) - n + 1);
			return TRUE;
		}
	}
	return FALSE;
}

char *
text_tidy(char *text)
{
	static const char loose[] = " .,;:-_*'\"=|/\\~^<>";
	gsize n;
	g_strstrip(text);
	do {
		while ((n = strlen(text)) > 0 && strchr(loose, text[n - 1]) != NULL)
			text[n - 1] = '\0';
	} while (cut_sign(text));
	gsize lead = strspn(text, loose);
	memmove(text, text + lead, strlen(text) - lead + 1);
	/* A bracket without its partner. */
	n = strlen(text);
	if (n > 0 && text[n - 1] == ')' && strchr(text, '(') == NULL)
		text[n - 1] = '\0';
	if (text[0] == '(' && strchr(text, ')') == NULL)
		memmove(text, text + 1, strlen(text));
	return g_strstrip(text);
}

char *
fact_field(const char *subject, const char *key)
{
	if (field_is_known(key))
		return g_strdup(key);
	if (strchr(key, '.') != NULL)
		return NULL;
	/* No act asks for it, and on Soviet papers the line in its place is the ethnicity of the parents. */
	if (g_str_equal(key, "nationality") && (g_str_equal(subject, "father") || g_str_equal(subject, "mother")))
		return NULL;
	g_autofree char *field = NULL;
	if (g_str_equal(subject, "grandfather"))
		return g_str_equal(key, "full_name") || g_str_equal(key, "given_names")
			       ? g_strdup("grandfather.given_names")
			       : NULL;
	field = g_strconcat(subject, ".", key, NULL);
	return field_is_known(field) ? g_steal_pointer(&field) : NULL;
}

static gboolean
is_same(const Fact *a, const Fact *b)
{
	return g_str_equal(a->field, b->field) &&
	       (g_strcmp0(a->value, b->value) == 0 || (b->source == FACT_SOURCE_PROSE && a->source != FACT_SOURCE_MRZ));
}

void
fact_add(const FactBuilder *builder, Fact *fact)
{
	enum { MAX_FACTS = 200 };
	GPtrArray *facts = builder->document->facts;
	const char *const *untrusted = (const char *const *)builder->rules->untrusted;
	gboolean drop = facts->len >= MAX_FACTS || (untrusted != NULL && g_strv_contains(untrusted, fact->field));
	for (guint i = 0; i < facts->len && !drop; i++) {
		Fact *old = facts->pdata[i];
		if (old->source == FACT_SOURCE_MRZ || old->source == FACT_SOURCE_BARCODE ||
			!g_str_equal(old->field, fact->field))
			continue;
		if (old->value == NULL && fact->value != NULL) {
			g_hash_table_remove(builder->evidence, old);
			g_ptr_array_remove_index(facts, i--);
			continue;
		}
		drop = is_same(old, fact) || (old->value != NULL && fact->value == NULL);
		Evidence *evidence = g_hash_table_lookup(builder->evidence, old);
		if (evidence != NULL && old->value != NULL && g_strcmp0(old->value, fact->value) == 0 &&
			box_overlap(old->box, fact->box) < 0.5)
			evidence->of[EVIDENCE_REPEATED] = 1;
	}
	if (drop) {
		g_hash_table_remove(builder->evidence, fact);
		fact_free(fact);
	} else {
		g_ptr_array_add(facts, fact);
	}
}

static const char *
language_of(const FactPlace *place)
{
	for (guint i = place->start; i < place->end; i++)
		if (segment_token(place->segment, i)->kind == TOKEN_TEXT &&
			segment_token(place->segment, i)->language != NULL)
			return segment_token(place->segment, i)->language;
	return NULL;
}

/* What the value would be if a doubtful word were read the other way. */
static char *
other_value(const FactBuilder *builder, const Fact *fact, const Token *token, const char *language)
{
	const char *at = token->second != NULL ? strstr(fact->raw, token->text) : NULL;
	if (at == NULL)
		return NULL;
	g_autofree char *raw =
		g_strdup_printf("%.*s%s%s", (int)(at - fact->raw), fact->raw, token->second, at + strlen(token->text));
	FactValue value;
	fact_value_init(&value);
	fact_value_read(builder, fact->field, text_tidy(raw), language, &value);
	gboolean fits = !value.none && value.parsed > 0.9;
	char *text = fits ? g_steal_pointer(&value.text) : NULL;
	fact_value_clear(&value);
	return text;
}

/* The letters that the reader was in doubt of, as other values of the fact. */
static void
add_doubts(const FactBuilder *builder, Fact *fact, const FactPlace *place)
{
	enum { MOST = 4 };
	FieldValue kind = field_value(fact->field);
	if (fact->raw == NULL || fact->value == NULL ||
		(kind != FIELD_VALUE_NAME && kind != FIELD_VALUE_PLACE && kind != FIELD_VALUE_DATE &&
			kind != FIELD_VALUE_NUMBER))
		return;
	g_autoptr(GStrvBuilder) all = g_strv_builder_new();
	g_strv_builder_addv(all, (const char **)fact->alternatives);
	guint n = g_strv_length(fact->alternatives);
	for (guint i = place->start; i < place->end && n < MOST; i++) {
		g_autofree char *other =
			other_value(builder, fact, segment_token(place->segment, i), language_of(place));
		if (other == NULL || g_str_equal(other, fact->value) ||
			g_strv_contains((const char *const *)fact->alternatives, other))
			continue;
		g_strv_builder_add(all, other);
		n++;
	}
	g_strfreev(fact->alternatives);
	fact->alternatives = g_strv_builder_end(all);
}

void
fact_add_read(const FactBuilder *builder, Fact *fact, const FactPlace *place, double parsed)
{
	add_doubts(builder, fact, place);
	Evidence *evidence = g_new0(Evidence, 1);
	evidence_of_text(
		evidence, builder->values, fact, place->segment, place->start, place->end, place->quality, parsed);
	const char *const *bears = (const char *const *)builder->rules->bears;
	evidence->of[EVIDENCE_UNUSUAL] = bears != NULL && !g_strv_contains(bears, fact->field);
	g_hash_table_insert(builder->evidence, fact, evidence);
	fact_add(builder, fact);
}

/* Scribble makes no dates and no long numbers: what has such a form was printed, whatever the engine thinks of it. */
static gboolean
is_unreadable(const char *field, const char *raw, double mean, const FactValue *value)
{
	enum { LONG_NUMBER = 6 };
	const double ILLEGIBLE = 0.35, DOUBTFUL = 0.55;
	FieldValue kind = field_value(field);
	guint digits = 0, letters = 0;
	for (const char *p = raw; *p != '\0'; p = g_utf8_next_char(p)) {
		digits += g_unichar_isdigit(g_utf8_get_char(p)) != 0;
		letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
	}
	if ((kind == FIELD_VALUE_DATE && value->text != NULL && value->parsed > 0.9 && digits >= LONG_NUMBER) ||
		(kind == FIELD_VALUE_NUMBER && digits >= LONG_NUMBER && letters == 0) ||
		(kind == FIELD_VALUE_COUNTRY && value->text != NULL && letters > 4) ||
		(kind == FIELD_VALUE_STATUS && value->text != NULL))
		return FALSE;
	return mean < ILLEGIBLE || (mean < DOUBTFUL && value->parsed < 0.5);
}

void
fact_add_text(const FactBuilder *builder, const char *field, const char *raw, const FactPlace *place)
{
	FactValue value;
	fact_value_init(&value);
	fact_value_read(builder, field, raw, language_of(place), &value);
	double mean = segment_mean_confidence(place->segment, place->start, place->end);
	Box box = segment_box(place->segment, place->start, place->end);
	gboolean unreadable = is_unreadable(field, raw, mean, &value);
	if (value.none && !unreadable) {
		fact_value_clear(&value);
		return;
	}
	double parsed = value.parsed;
	Fact *fact = unreadable ? fact_new(field, NULL, NULL, UNREADABLE, place->source, box)
				: fact_new(field, raw, value.text, 0, place->source, box);
	if (!unreadable) {
		fact->calendar = value.calendar;
		g_strfreev(fact->alternatives);
		fact->alternatives = g_steal_pointer(&value.alternatives);
	}
	fact_value_clear(&value);
	if (unreadable)
		fact_add(builder, fact);
	else
		fact_add_read(builder, fact, place, parsed);
}

/* The first token whose text begins at or after this byte of the place's text. */
static guint
token_at(const FactPlace *place, gsize byte)
{
	for (guint i = place->start; i < place->end; i++) {
		g_autofree char *before = segment_text(place->segment, place->start, i + 1);
		if (strlen(before) > byte)
			return i;
	}
	return place->end;
}

static gboolean
is_connector(const Lexicon *lexicon, const char *word)
{
	g_autofree char *folded = g_utf8_casefold(word, -1);
	for (guint i = 0; i < lexicon->connectors->len; i++)
		if (g_str_equal(lexicon->connectors->pdata[i], folded))
			return TRUE;
	return FALSE;
}

/* Words that only lead over from date to place, off both ends. */
static char *
strip_connectors(const Lexicon *lexicon, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 60);
	guint first = 0, last = g_strv_length(words);
	while (first < last &&
		(is_connector(lexicon, words[first]) || strspn(words[first], ",.;:-/") == strlen(words[first])))
		first++;
	while (last > first && (is_connector(lexicon, words[last - 1]) ||
				       strspn(words[last - 1], ",.;:-/") == strlen(words[last - 1])))
		last--;
	GString *kept = g_string_new(NULL);
	for (guint i = first; i < last; i++)
		g_string_append_printf(kept, "%s%s", i > first ? " " : "", words[i]);
	return text_tidy(g_string_free(kept, FALSE));
}

static gboolean
has_letters(const char *text)
{
	guint n = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		n += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
	return n >= 2;
}

/* "(calendrier solaire)" behind a date is no place, nor what a line leaves of it. */
static gboolean
is_remark(const char *text)
{
	const char *close = strchr(text, ')');
	if (text[0] != '(')
		return FALSE;
	return (close != NULL && close[1] == '\0') || g_unichar_islower(g_utf8_get_char(text + 1));
}

static void
add_place(const FactBuilder *builder, const char *field, const char *text, FactPlace place)
{
	g_autofree char *tidy = strip_connectors(builder->lexicon, text);
	if (has_letters(tidy) && field != NULL && strchr(tidy, ':') == NULL && !is_remark(tidy))
		fact_add_place(builder, field, tidy, &place);
}

/* "1967", "en 1967": running text is full of such numbers, but behind "Né(e) le" it is the year. */
static gboolean
is_year(const char *text)
{
	guint digits = 0, length = 0;
	for (const char *p = text; *p != '\0' && *p != '('; p = g_utf8_next_char(p), length++)
		digits += g_unichar_isdigit(g_utf8_get_char(p)) != 0;
	return digits == 4 && length <= 12;
}

/* "12/03/1991 à Labé", "à Kaboul, le ...": a date, a place or both. */
static void
build_event(const FactBuilder *builder, const char *date_field, const char *place_field, const char *text,
	const FactPlace *place)
{
	gsize start, end;
	gboolean dated = date_field != NULL || strpbrk(text, "0123456789") != NULL;
	if (!dated || !date_spot(builder->values, text, &builder->dates, &start, &end)) {
		if (is_year(text) && date_field != NULL) {
			g_autofree char *year = text_tidy(g_strndup(text, strcspn(text, "(")));
			fact_add_text(builder, date_field, year, place);
			return;
		}
		add_place(builder, place_field, text, *place);
		return;
	}
	g_autofree char *before = g_strndup(text, start), *date = text_tidy(g_strndup(text + start, end - start));
	guint first = token_at(place, start), after = token_at(place, end);
	FactPlace part = *place;
	part.start = first;
	part.end = MAX(after, first + 1);
	if (date_field != NULL)
		fact_add_text(builder, date_field, date, &part);
	part.start = MIN(after, place->end - 1);
	part.end = place->end;
	const char *behind = text + end + strspn(text + end, " ");
	g_autofree char *rest = is_remark(behind) ? g_strdup("") : strip_connectors(builder->lexicon, behind);
	if (has_letters(rest)) {
		add_place(builder, place_field, rest, part);
		return;
	}
	part.start = place->start;
	part.end = MAX(first, place->start + 1);
	if (has_letters(before))
		add_place(builder, place_field, before, part);
}

static void
build_age(const FactBuilder *builder, const char *subject, const char *text, const FactPlace *place)
{
	/* Without the year in which the age was told, it says nothing: the paper's own day is not known here. */
	guint run = 0, longest = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		run = g_unichar_isdigit(g_utf8_get_char(p)) ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	g_autofree char *field = fact_field(subject, "birth_date");
	if (longest >= 4 && field != NULL)
		fact_add_text(builder, field, text, place);
}

/* One of a few words, printed or ticked. */
static void
build_choice(const FactBuilder *builder, const char *field, const char *text, const FactPlace *place, gboolean sex)
{
	const char *value = checkbox_read(
		builder->values, sex ? checkbox_sex : checkbox_status, place->segment, place->start, place->end);
	if (value == NULL) {
		fact_add_text(builder, field, text, place);
		return;
	}
	Box box = segment_box(place->segment, place->start, place->end);
	fact_add_read(builder, fact_new(field, text, value, 0, place->source, box), place, 0.95);
}

gboolean
fact_place_is_ink(const FactPlace *place)
{
	gboolean ink = FALSE;
	for (guint i = place->start; i < place->end; i++) {
		TokenKind kind = segment_token(place->segment, i)->kind;
		if (kind == TOKEN_TEXT || kind == TOKEN_MARK)
			return FALSE;
		ink |= kind == TOKEN_INK;
	}
	return ink;
}

/* Ink that nobody read: an agent types what stands there. A label of a date and a place announces both. */
static void
build_ink(const FactBuilder *builder, const char *subject, const char *key, const FactPlace *place)
{
	static const struct {
		const char *key, *fields[2];
	} events[] = {{LABEL_BIRTH, {"birth_date", "birth_place"}},
		{LABEL_MARRIAGE, {"marriage.date", "marriage.place"}}, {LABEL_DEATH, {"death.date", "death.place"}},
		{LABEL_GIVEN_PATRONYMIC, {"given_names", "patronymic"}}, {LABEL_AGE, {"birth_date", NULL}}};
	const char *fields[2] = {key, NULL};
	for (guint i = 0; i < G_N_ELEMENTS(events); i++)
		if (g_str_equal(events[i].key, key))
			memcpy(fields, events[i].fields, sizeof fields);
	for (guint i = 0; i < G_N_ELEMENTS(fields) && fields[i] != NULL; i++) {
		g_autofree char *field = fact_field(subject, fields[i]);
		if (field != NULL)
			fact_add(builder, fact_new(field, NULL, NULL, UNREADABLE, place->source,
						  segment_box(place->segment, place->start, place->end)));
	}
}

/* The field of a key. France knows a foreigner by one number (AGDREF), however its papers call it: "numéro personnel",
 * "identifiant". */
static char *
field_of(const FactBuilder *builder, const char *subject, const char *key)
{
	char *field = fact_field(subject, key);
	DocumentKind kind = builder->document->kind;
	gboolean of_france =
		kind == KIND_RESIDENCE_PERMIT || kind == KIND_TRAVEL_DOCUMENT || kind == KIND_ASYLUM_ATTESTATION;
	if (!of_france || !g_str_equal(builder->rules->country, "FRA") ||
		g_strcmp0(field, "person.national_number") != 0)
		return field;
	g_free(field);
	return g_strdup("file.foreigner_number");
}

guint
fact_build(const FactBuilder *builder, const char *subject, const char *key, const FactPlace *place)
{
	const char *point = strchr(key, '.');
	g_autofree char *stated = NULL;
	stated = point == NULL ? NULL : g_strndup(key, (gsize)(point - key));
	if (stated != NULL && subject_is_known(stated)) {
		subject = stated;
		key = point + 1;
	}
	if ((g_str_equal(subject, "other") && !label_key_is_absolute(key)) || g_str_equal(key, LABEL_IGNORE) ||
		g_str_equal(key, LABEL_CAPTION))
		return place->end;
	if (fact_place_is_ink(place)) {
		build_ink(builder, subject, key, place);
		return place->end;
	}
	g_autofree char *text = text_tidy(segment_text(place->segment, place->start, place->end));
	if (g_str_equal(key, LABEL_BIRTH)) {
		g_autofree char *date = fact_field(subject, "birth_date"), *where = fact_field(subject, "birth_place");
		build_event(builder, date, where, text, place);
		return place->end;
	}
	if (g_str_equal(key, LABEL_MARRIAGE) || g_str_equal(key, LABEL_DEATH)) {
		gboolean marriage = g_str_equal(key, LABEL_MARRIAGE);
		build_event(builder, marriage ? "marriage.date" : "death.date",
			marriage ? "marriage.place" : "death.place", text, place);
		return place->end;
	}
	if (g_str_equal(key, LABEL_AGE)) {
		build_age(builder, subject, text, place);
		return place->end;
	}
	if (g_str_equal(key, LABEL_GIVEN_PATRONYMIC))
		return person_name_build(builder, subject, key, place);
	g_autofree char *field = field_of(builder, subject, key);
	if (field == NULL)
		return place->end;
	switch (field_value(field)) {
	case FIELD_VALUE_NAME:
		return person_name_build(builder, subject, key, place);
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS:
		build_choice(builder, field, text, place, field_value(field) == FIELD_VALUE_SEX);
		break;
	case FIELD_VALUE_PLACE:
		if (g_str_has_suffix(field, "birth_place")) {
			build_event(builder, NULL, field, text, place);
			break;
		}
		add_place(builder, field, text, *place);
		break;
	case FIELD_VALUE_DATE:
	case FIELD_VALUE_COUNTRY:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		fact_add_text(builder, field, text, place);
		break;
	}
	return place->end;
}
