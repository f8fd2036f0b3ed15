#include "app/act/act_attach.h"
#include "app/act/act_letters.h"
#include "app/act/act_parts.h"
#include "app/act/act_pdf.h"
#include "app/act/act_sheet.h"
#include "app/dossier/field.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <string.h>

enum { MAX_VALUE = 1000, MAX_HINT = 120, MAX_LISTED = 8, MAX_JSON = 4 * 1024 * 1024 };

typedef struct {
	const Values *values;
	const ActForms *forms;
	const Dossier *dossier;
	const Act *act;
	Sheet *sheet;
} Writing;

/* --- texts from papers are hostile ------------------------------------------------------------ */

static gboolean
is_printable(gunichar c)
{
	/* Marks that turn, hide or override the direction of text (Unicode UAX 9), and the soft hyphen. */
	if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C ||
		c == 0x00AD || c == 0xFEFF)
		return FALSE;
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_OTHER_SYMBOL:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return c == 0x00B0; /* "n°" */
	default:
		return TRUE;
	}
}

static gboolean
check_text(const char *what, const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL)) {
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, _("%s : le texte n’est pas de l’UTF-8"), what);
		return FALSE;
	}
	if (g_utf8_strlen(text, -1) > MAX_VALUE) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, _("%s : plus de %d caractères"), what,
			MAX_VALUE);
		return FALSE;
	}
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (!is_printable(g_utf8_get_char(p))) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED,
				_("%s : le caractère U+%04X ne peut pas figurer dans un acte"), what,
				g_utf8_get_char(p));
			return FALSE;
		}
	}
	return TRUE;
}

/* A text shown beside an open field: what cannot be printed is left out, a long one is cut. */
static char *
hint(const char *text)
{
	GString *out = g_string_new(NULL);
	int n = 0;
	for (const char *p = text; *p != '\0' && n < MAX_HINT; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (is_printable(c)) {
			g_string_append_unichar(out, c);
			n++;
		}
	}
	if (n == MAX_HINT)
		g_string_append(out, "…");
	return g_string_free(out, FALSE);
}

/* --- words ------------------------------------------------------------------------------------ */

static char *
say_value(const Writing *w, FieldValue kind, const char *value)
{
	switch (kind) {
	case FIELD_VALUE_DATE:
		return date_in_letters(value);
	case FIELD_VALUE_COUNTRY: {
		const char *name = w->values == NULL ? NULL : country_name(w->values, value, FALSE);
		return g_strdup(name != NULL ? name : value);
	}
	case FIELD_VALUE_SEX:
	case FIELD_VALUE_STATUS: {
		g_autofree char *key = g_strconcat("words.", value, NULL);
		const char *word = act_word(w->forms, key);
		return g_strdup(word == key ? value : word);
	}
	case FIELD_VALUE_NAME:
	case FIELD_VALUE_PLACE:
	case FIELD_VALUE_NUMBER:
	case FIELD_VALUE_TEXT:
		break;
	}
	return g_strdup(value);
}

static guint
number_among_kind(const Dossier *dossier, const Document *document)
{
	guint n = 0, at = 0;
	for (guint i = 0; i < dossier->documents->len; i++) {
		const Document *other = dossier->documents->pdata[i];
		n += other->kind == document->kind ? 1 : 0;
		at = other == document ? n : at;
	}
	return n > 1 ? at : 0;
}

/* "passeport (conjoint)", "décision 2". */
static char *
paper_words(const Writing *w, const Document *document)
{
	g_autofree char *key = g_strconcat("papers.", document_kind_name(document->kind), NULL);
	GString *text = g_string_new(act_word(w->forms, key));
	guint number = number_among_kind(w->dossier, document);
	if (number > 0)
		g_string_append_printf(text, " %u", number);
	if (document->subject != NULL && !g_str_equal(document->subject, "person")) {
		g_autofree char *whose = g_strconcat(
			"words.of_", g_str_has_prefix(document->subject, "child") ? "child" : document->subject, NULL);
		const char *word = act_word(w->forms, whose);
		if (word != whose)
			g_string_append_printf(text, " (%s)", word);
	}
	return g_string_free(text, FALSE);
}

static char *
source_words(const Writing *w, const Fact *fact, const Document *document)
{
	g_autofree char *paper = paper_words(w, document);
	if (fact->source == FACT_SOURCE_TYPED)
		return g_strdup_printf("%s, %s", paper, act_word(w->forms, "words.typed"));
	g_autofree char *number = g_strdup_printf("%d", fact->page);
	g_autofree char *page = act_phrase(w->forms, "words.page", number, NULL);
	return g_strdup_printf("%s, %s", paper, page);
}

static void
add_listed(const Writing *w, GString *text, guint at, guint n, const char *between, const char *item)
{
	if (at < MAX_LISTED) {
		g_string_append_printf(text, "%s%s", at > 0 ? between : "", item);
	} else if (at == MAX_LISTED) {
		g_autofree char *left = g_strdup_printf("%u", n - at);
		g_autofree char *more = act_phrase(w->forms, "words.more", left, NULL);
		g_string_append_printf(text, "%s%s", between, more);
	}
}

/* "12 mars 1991 · Sources : passeport, p. 1 ; acte de naissance, p. 1" */
static char *
small_print(const Writing *w, const ActField *field)
{
	g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < field->facts->len; i++) {
		const Document *document = NULL;
		const Fact *fact = dossier_fact(w->dossier, field->facts->pdata[i], &document);
		char *source = fact == NULL ? NULL : source_words(w, fact, document);
		if (source == NULL || g_ptr_array_find_with_equal_func(sources, source, g_str_equal, NULL))
			g_free(source);
		else
			g_ptr_array_add(sources, source);
	}
	GString *text = g_string_new(NULL);
	if (field_value(field->field) == FIELD_VALUE_DATE) {
		g_autofree char *figures = date_in_figures(field->value);
		g_string_append_printf(text, "%s · ", figures);
	}
	g_string_append_printf(text, "%s : ", act_word(w->forms, "open.sources"));
	for (guint i = 0; i < sources->len; i++)
		add_listed(w, text, i, sources->len, " ; ", sources->pdata[i]);
	return g_string_free(text, FALSE);
}

static const char *const reason_keys[] = {
	[OPEN_CONFLICT] = "open.conflict",
	[OPEN_MISSING] = "open.missing",
	[OPEN_UNREADABLE] = "open.unreadable",
	[OPEN_UNDECIDED] = "open.undecided",
	[OPEN_SPELLING] = "open.spelling",
	[OPEN_LETTERS] = "open.letters",
	[OPEN_INDEX] = "open.index",
	[OPEN_NOT] = "open.confirm",
};

/* Each value that papers give, with its paper, below the reason. */
static char *
open_small_print(const Writing *w, const Verdict *verdict, OpenReason reason)
{
	GString *text = g_string_new(act_word(w->forms, reason_keys[reason]));
	guint n = verdict == NULL ? 0 : verdict->values->len;
	for (guint i = 0; i < n; i++) {
		const VerdictValue *value = verdict->values->pdata[i];
		const Document *document = NULL;
		const Fact *fact = dossier_fact(w->dossier, value->fact, &document);
		FieldValue kind = field_value(verdict->field);
		g_autofree char *said =
			kind == FIELD_VALUE_DATE ? date_in_figures(value->value) : say_value(w, kind, value->value);
		g_autofree char *shown = hint(said != NULL ? said : value->value);
		g_autofree char *source = fact == NULL ? g_strdup(value->document) : source_words(w, fact, document);
		g_autofree char *item = g_strdup_printf("« %s » (%s)", shown, source);
		add_listed(w, text, i, n, " ; ", item);
		if (i == 0)
			g_string_insert(text, (gssize)(text->len - strlen(item)), " : ");
	}
	return g_string_free(text, FALSE);
}

static char *
confirmation(const Writing *w, const Verdict *verdict, const char *value)
{
	OpenReason reason = act_openness(w->dossier, verdict, value);
	g_autofree char *replacement = NULL;
	if (reason == OPEN_LETTERS && name_fits_act(value, &replacement))
		reason = OPEN_NOT;
	if (reason != OPEN_LETTERS && reason != OPEN_INDEX)
		return g_strdup(act_word(w->forms, "open.confirm"));
	g_autofree char *why = act_phrase(w->forms, reason_keys[reason], replacement, NULL);
	return g_strdup_printf("%s : %s", act_word(w->forms, "open.confirm"), why);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static gboolean
add_value(const Writing *w, const FormField *form, const ActField *field, gboolean open, GError **error)
{
	if (!check_text(field->field, field->value, error))
		return FALSE;
	g_autofree char *said = say_value(w, field_value(field->field), field->value);
	if (said == NULL) {
		g_set_error(
			error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, _("%s : ce n’est pas une date"), field->field);
		return FALSE;
	}
	g_autofree char *small = small_print(w, field);
	g_autofree char *remark =
		open ? confirmation(w, dossier_verdict(w->dossier, field->field), field->value) : NULL;
	sheet_add(w->sheet, BLOCK_FIELD, form->label, said, remark, small);
	return TRUE;
}

static void
add_open(const Writing *w, const FormField *form)
{
	const Verdict *verdict = dossier_verdict(w->dossier, form->field);
	OpenReason reason = act_openness(w->dossier, verdict, NULL);
	g_autofree char *small = open_small_print(w, verdict, reason);
	sheet_add(w->sheet, BLOCK_OPEN, form->label, act_word(w->forms, "open.text"), NULL, small);
}

static gboolean
add_fields(const Writing *w, const Form *form, GError **error)
{
	guint section = G_MAXUINT;
	for (guint i = 0; i < form->fields->len; i++) {
		const FormField *field = form->fields->pdata[i];
		const ActField *value = act_field(w->act, field->field);
		gboolean open = g_ptr_array_find_with_equal_func(w->act->open, field->field, g_str_equal, NULL);
		if (value == NULL && !open)
			continue;
		if (field->section != section)
			sheet_add(w->sheet, BLOCK_HEADING, form->sections->pdata[field->section], NULL, NULL, NULL);
		section = field->section;
		if (value == NULL)
			add_open(w, field);
		else if (!add_value(w, field, value, open, error))
			return FALSE;
	}
	return TRUE;
}

/* "Père : Nom ; Mère : Nom, Prénom(s)" */
static char *
open_list(const Writing *w, const Form *form)
{
	GString *text = g_string_new(NULL);
	guint section = G_MAXUINT;
	for (guint i = 0; i < w->act->open->len; i++) {
		const FormField *field = form_field(w->forms, w->act->kind, w->act->open->pdata[i]);
		if (field == NULL) {
			g_autofree char *label = field_label(w->act->open->pdata[i]);
			g_string_append_printf(text, "%s%s", text->len > 0 ? " ; " : "", label);
			section = G_MAXUINT;
			continue;
		}
		if (field->section != section)
			g_string_append_printf(text, "%s%s : %s", text->len > 0 ? " ; " : "",
				(const char *)form->sections->pdata[field->section], field->label);
		else
			g_string_append_printf(text, ", %s", field->label);
		section = field->section;
	}
	if (text->len == 0)
		return g_string_free(g_string_append(text, act_word(w->forms, "open.nothing_open")), FALSE);
	g_string_prepend(text, " – ");
	g_string_prepend(text, act_word(w->forms, "open.open_list"));
	return g_string_free(g_string_append_c(text, '.'), FALSE);
}

/* Every field of the act must have its place on the form: nothing is left out in silence. */
static gboolean
check_act(const ActForms *forms, const Act *act, GBytes *json, GError **error)
{
	if (forms->forms[act->kind].title == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED,
			_("il n’y a pas de formulaire pour cet acte : %s"), act_kind_name(act->kind));
		return FALSE;
	}
	for (guint i = 0; i < act->fields->len; i++) {
		const char *field = ((const ActField *)act->fields->pdata[i])->field;
		if (form_field(forms, act->kind, field) == NULL) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, _("%s : le formulaire n’a pas ce champ"),
				field);
			return FALSE;
		}
	}
	if (json != NULL && g_bytes_get_size(json) > MAX_JSON) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, _("act.json : plus de %d octets"), MAX_JSON);
		return FALSE;
	}
	return TRUE;
}

static gboolean
add_head(const Writing *w, const Form *form, GError **error)
{
	Sheet *sheet = w->sheet;
	const char *number =
		w->dossier->file_number != NULL ? w->dossier->file_number : act_word(w->forms, "office.unknown_file");
	if (!check_text("file.number", number, error))
		return FALSE;
	sheet->title = g_strdup(form->title);
	sheet->subtitle = g_strdup(form->subtitle);
	sheet->office = g_strdup(act_word(w->forms, "office.name"));
	sheet->office_line = g_strdup(act_word(w->forms, "office.line"));
	sheet->file = g_strdup_printf("%s : %s", act_word(w->forms, "office.file"), number);
	sheet->watermark = g_strdup(act_word(w->forms, "office.watermark"));
	sheet->notice = g_strdup(act_word(w->forms, "office.notice"));
	sheet->page_format = act_word(w->forms, "office.page");
	return TRUE;
}

GBytes *
act_pdf(const Values *values, const ActForms *forms, const Dossier *dossier, const Act *act, GBytes *json,
	GError **error)
{
	if (!check_act(forms, act, json, error))
		return NULL;
	g_autoptr(Sheet) sheet = sheet_new();
	const Writing w = {values, forms, dossier, act, sheet};
	const Form *form = &forms->forms[act->kind];
	if (!add_head(&w, form, error) || !add_fields(&w, form, error))
		return NULL;
	g_autofree char *list = open_list(&w, form);
	g_autofree char *note = act->equivalence_attestation
					? g_strdup_printf("%s\n%s", list, act_word(forms, "open.equivalence"))
					: g_strdup(list);
	sheet_add(sheet, BLOCK_NOTE, NULL, note, NULL, NULL);
	g_autoptr(GByteArray) drawn = sheet_draw(sheet, error);
	return drawn == NULL ? NULL : pdf_finish(drawn, json, error);
}
