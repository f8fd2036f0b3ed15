#include "app/act/act_parts.h"
#include "app/dossier/field.h"
#include "firmware/base/rules_file.h"
#include <string.h>

static const char *const need_names[] = {"obligatory", "asked", "optional", "undivided", "whole", NULL};
static const char *const writing_names[] = {"capitals", "name", "date", "sex", "country", "text", NULL};

static void
field_free(gpointer data)
{
	FormField *field = data;
	g_free(field->field);
	g_free(field->label);
	g_free(field);
}

/* Index of the word a key bears in a list of names; -1 with error. */
static int
read_choice(
	GKeyFile *keys, const char *file, const char *group, const char *key, const char *const *names, GError **error)
{
	g_autofree char *text = rules_file_text(keys, file, group, key, error);
	if (text == NULL)
		return -1;
	for (int i = 0; names[i] != NULL; i++)
		if (g_str_equal(names[i], text))
			return i;
	rules_file_fail(error, file, group, "unknown word", text);
	return -1;
}

static gboolean
load_head(GKeyFile *keys, const char *file, Form *form, GError **error)
{
	static const char *const known[] = {"title", "subtitle", "equivalence_kinds", "equivalence_fields", NULL};
	if (!rules_file_check(keys, file, "act", known, error))
		return FALSE;
	form->title = rules_file_text(keys, file, "act", "title", error);
	form->subtitle = form->title == NULL ? NULL : rules_file_text(keys, file, "act", "subtitle", error);
	if (form->subtitle == NULL)
		return FALSE;
	g_auto(GStrv) kinds = g_key_file_get_string_list(keys, "act", "equivalence_kinds", NULL, error);
	form->equivalence_fields =
		kinds == NULL ? NULL : g_key_file_get_string_list(keys, "act", "equivalence_fields", NULL, error);
	if (form->equivalence_fields == NULL) {
		g_prefix_error(error, "%s: ", file);
		return FALSE;
	}
	for (char **k = kinds; *k != NULL; k++) {
		DocumentKind kind;
		if (!document_kind_parse(*k, &kind))
			return rules_file_fail(error, file, "act", "unknown kind of document", *k);
		form->equivalence_kinds[kind] = TRUE;
	}
	for (char **f = form->equivalence_fields; *f != NULL; f++)
		if (!field_is_known(*f))
			return rules_file_fail(error, file, "act", "unknown field", *f);
	return TRUE;
}

static gboolean
load_field(GKeyFile *keys, const char *file, const char *group, Form *form, GError **error)
{
	static const char *const known[] = {"label", "need", "write", NULL};
	if (!field_is_known(group))
		return rules_file_fail(error, file, group, "unknown field", group);
	if (form->sections->len == 0)
		return rules_file_fail(error, file, group, "stands before the first section:", group);
	if (!rules_file_check(keys, file, group, known, error))
		return FALSE;
	int need = read_choice(keys, file, group, "need", need_names, error);
	int writing = need < 0 ? -1 : read_choice(keys, file, group, "write", writing_names, error);
	g_autofree char *label = writing < 0 ? NULL : rules_file_text(keys, file, group, "label", error);
	if (label == NULL)
		return FALSE;
	FormField *field = g_new(FormField, 1);
	*field = (FormField){g_strdup(group), g_steal_pointer(&label), (FormNeed)need, (FormWriting)writing,
		form->sections->len - 1};
	g_ptr_array_add(form->fields, field);
	return TRUE;
}

static gboolean
load_form(Form *form, const char *folder, ActKind act, GError **error)
{
	static const char *const known[] = {"title", NULL};
	g_autofree char *file = g_strdup_printf("acts/%s.ini", act_kind_name(act));
	g_autoptr(GKeyFile) keys = rules_file_open(folder, file, error);
	if (keys == NULL || !load_head(keys, file, form, error))
		return FALSE;
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
	for (char **group = groups; *group != NULL; group++) {
		if (g_str_equal(*group, "act"))
			continue;
		if (!g_str_has_prefix(*group, "section ")) {
			if (!load_field(keys, file, *group, form, error))
				return FALSE;
			continue;
		}
		if (!rules_file_check(keys, file, *group, known, error))
			return FALSE;
		char *title = rules_file_text(keys, file, *group, "title", error);
		if (title == NULL)
			return FALSE;
		g_ptr_array_add(form->sections, title);
	}
	return TRUE;
}

static const char *const word_keys[] = {"office.name", "office.line", "office.file", "office.unknown_file",
	"office.watermark", "office.notice", "office.page", "open.text", "open.confirm", "open.conflict",
	"open.missing", "open.unreadable", "open.undecided", "open.spelling", "open.letters", "open.index",
	"open.sources", "open.equivalence", "open.open_list", "open.nothing_open", "words.M", "words.F", "words.X",
	"words.single", "words.married", "words.divorced", "words.widowed", "words.partnered", "words.page",
	"words.typed", "words.of_spouse", "words.of_father", "words.of_mother", "words.of_child", "words.of_other",
	"words.more"};

static gboolean
load_word(ActForms *forms, GKeyFile *keys, const char *key, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(key, ".", 2);
	char *text = rules_file_text(keys, "acts/office.ini", parts[0], parts[1], error);
	if (text == NULL)
		return FALSE;
	g_hash_table_insert(forms->words, g_strdup(key), text);
	return TRUE;
}

static gboolean
load_words(ActForms *forms, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) keys = rules_file_open(folder, "acts/office.ini", error);
	if (keys == NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(word_keys); i++)
		if (!load_word(forms, keys, word_keys[i], error))
			return FALSE;
	for (int kind = 0; kind < KIND_N; kind++) {
		g_autofree char *key = g_strconcat("papers.", document_kind_name((DocumentKind)kind), NULL);
		if (!load_word(forms, keys, key, error))
			return FALSE;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
	for (char **group = groups; *group != NULL; group++) {
		g_auto(GStrv) found = g_key_file_get_keys(keys, *group, NULL, NULL);
		for (char **k = found; k != NULL && *k != NULL; k++) {
			g_autofree char *key = g_strconcat(*group, ".", *k, NULL);
			if (!g_hash_table_contains(forms->words, key))
				return rules_file_fail(error, "acts/office.ini", *group, "unknown key", *k);
		}
	}
	return TRUE;
}

ActForms *
act_forms_load(const char *data_folder, GError **error)
{
	static const ActKind drafted[] = {ACT_BIRTH, ACT_MARRIAGE};
	g_autoptr(ActForms) forms = g_new0(ActForms, 1);
	forms->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (int i = 0; i < ACT_N; i++) {
		forms->forms[i].sections = g_ptr_array_new_with_free_func(g_free);
		forms->forms[i].fields = g_ptr_array_new_with_free_func(field_free);
	}
	gboolean ok = load_words(forms, data_folder, error);
	for (guint i = 0; ok && i < G_N_ELEMENTS(drafted); i++)
		ok = load_form(&forms->forms[drafted[i]], data_folder, drafted[i], error);
	if (!ok) {
		g_prefix_error(error, "forms of acts: ");
		return NULL;
	}
	return g_steal_pointer(&forms);
}

void
act_forms_free(ActForms *forms)
{
	if (forms == NULL)
		return;
	for (int i = 0; i < ACT_N; i++) {
		Form *form = &forms->forms[i];
		g_free(form->title);
		g_free(form->subtitle);
		g_strfreev(form->equivalence_fields);
		g_ptr_array_unref(form->sections);
		g_ptr_array_unref(form->fields);
	}
	g_hash_table_unref(forms->words);
	g_free(forms);
}

const FormField *
form_field(const ActForms *forms, ActKind kind, const char *field)
{
	const GPtrArray *fields = forms->forms[kind].fields;
	for (guint i = 0; i < fields->len; i++) {
		const FormField *f = fields->pdata[i];
		if (g_str_equal(f->field, field))
			return f;
	}
	return NULL;
}

const char *
act_forms_label(const ActForms *forms, ActKind kind, const char *field)
{
	const FormField *f = (guint)kind < ACT_N ? form_field(forms, kind, field) : NULL;
	return f == NULL ? NULL : f->label;
}

const char *
act_word(const ActForms *forms, const char *key)
{
	const char *text = g_hash_table_lookup(forms->words, key);
	return text != NULL ? text : key;
}

char *
act_phrase(const ActForms *forms, const char *key, const char *a, const char *b)
{
	GString *text = g_string_new(NULL);
	for (const char *p = act_word(forms, key); *p != '\0'; p++) {
		if (strncmp(p, "%1$s", 4) != 0 && strncmp(p, "%2$s", 4) != 0) {
			g_string_append_c(text, *p);
			continue;
		}
		const char *part = p[1] == '1' ? a : b;
		g_string_append(text, part != NULL ? part : "");
		p += 3;
	}
	return g_string_free(text, FALSE);
}
