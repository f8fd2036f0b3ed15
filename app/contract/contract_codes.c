/* Codes on papers in the contract's JSON, there and back. */
#include "app/contract/contract_cursor.h"
#include "app/contract/contract_write.h"
#include "app/dossier/edtf.h"
#include <string.h>

static json_t *
write_seal(const BarcodeSeal *s)
{
	json_t *root = json_object();
	json_object_set_new(root, "version", json_integer(s->version));
	const struct {
		const char *key, *value;
	} all[] = {{"authority", s->authority}, {"certificate", s->certificate}, {"type", s->type},
		{"type_label", s->type_label}, {"perimeter", s->perimeter}, {"country", s->country},
		{"issue_date", s->issue_date}, {"signature_date", s->signature_date}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		gboolean none = all[i].value == NULL || all[i].value[0] == '\0';
		json_object_set_new(root, all[i].key, write_text(none ? NULL : all[i].value));
	}
	json_object_set_new(root, "whole", json_boolean(s->whole));
	json_t *fields = json_array();
	for (guint i = 0; i < s->fields->len; i++) {
		const BarcodeField *f = s->fields->pdata[i];
		json_array_append_new(fields, write_pack("{sssososb}", "id", f->id, "label", write_text(f->label),
						      "value", write_text(f->value), "truncated", f->truncated));
	}
	json_object_set_new(root, "fields", fields);
	return root;
}

json_t *
write_codes(const GPtrArray *codes)
{
	json_t *list = json_array();
	for (guint i = 0; i < codes->len; i++) {
		const Barcode *c = codes->pdata[i];
		json_t *root = json_object();
		json_object_set_new(root, "symbology", json_string(barcode_symbology_name(c->symbology)));
		json_object_set_new(root, "text", write_text(c->text));
		json_object_set_new(root, "page", json_integer(c->page));
		json_object_set_new(root, "box", write_box(c->box));
		json_object_set_new(root, "signature", write_text(barcode_signature_name(c->signature)));
		json_object_set_new(root, "reason", write_text(barcode_reason_name(c->reason)));
		json_object_set_new(root, "seal", c->seal != NULL ? write_seal(c->seal) : json_null());
		json_array_append_new(list, root);
	}
	return list;
}

#define PARSE(noun, Type)                                          \
	static gboolean parse_##noun(const char *name, int *value) \
	{                                                          \
		Type parsed;                                       \
		if (!barcode_##noun##_parse(name, &parsed))        \
			return FALSE;                              \
		*value = (int)parsed;                              \
		return TRUE;                                       \
	}
PARSE(symbology, BarcodeSymbology)
PARSE(signature, BarcodeSignature)
PARSE(reason, BarcodeReason)

static void
read_mark(Cursor *c, const json_t *o, const char *key, char *into, gsize size, gboolean needed)
{
	const char *mark = cursor_text(c, o, key, needed);
	if (mark == NULL)
		return;
	gsize n = strspn(mark, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	if (n != size - 1 || mark[n] != '\0')
		cursor_wrong(c, key, "not letters and digits, or too many");
	else
		g_strlcpy(into, mark, size);
}

static char *
read_day(Cursor *c, const json_t *o, const char *key)
{
	const char *day = cursor_text(c, o, key, FALSE);
	Edtf date;
	if (day != NULL && (!edtf_parse(day, &date) || date.interval || date.about || date.first.day == 0)) {
		cursor_wrong(c, key, "not a day");
		return NULL;
	}
	return g_strdup(day);
}

static void
read_field(Cursor *c, const json_t *o, BarcodeSeal *seal)
{
	char id[3] = "";
	read_mark(c, o, "id", id, sizeof id, TRUE);
	const char *value = cursor_text(c, o, "value", TRUE);
	if (value != NULL)
		barcode_seal_add(seal, id, cursor_text(c, o, "label", FALSE), value,
			json_is_true(json_object_get(o, "truncated")));
}

static BarcodeSeal *
read_seal(Cursor *c, const json_t *o)
{
	BarcodeSeal *s = barcode_seal_new();
	s->version = cursor_integer(c, o, "version", 1, 99, 1);
	read_mark(c, o, "authority", s->authority, sizeof s->authority, TRUE);
	read_mark(c, o, "certificate", s->certificate, sizeof s->certificate, TRUE);
	read_mark(c, o, "type", s->type, sizeof s->type, TRUE);
	read_mark(c, o, "perimeter", s->perimeter, sizeof s->perimeter, FALSE);
	read_mark(c, o, "country", s->country, sizeof s->country, FALSE);
	s->type_label = g_strdup(cursor_text(c, o, "type_label", FALSE));
	s->issue_date = read_day(c, o, "issue_date");
	s->signature_date = read_day(c, o, "signature_date");
	s->whole = json_is_true(json_object_get(o, "whole"));
	const json_t *fields = cursor_array(c, o, "fields");
	for (gsize i = 0; fields != NULL && i < json_array_size(fields) && c->wrong == NULL; i++) {
		gsize mark = cursor_enter(c, "fields", (int)i);
		if (i >= BARCODE_MAX_FIELDS)
			cursor_wrong(c, "", "too many");
		else
			read_field(c, json_array_get(fields, i), s);
		cursor_leave(c, mark);
	}
	return s;
}

void
read_code(Cursor *c, const json_t *o, Document *document)
{
	BarcodeSymbology symbology =
		(BarcodeSymbology)cursor_word(c, o, "symbology", parse_symbology, TRUE, BARCODE_QR);
	Barcode *code = barcode_new(symbology, NULL, 0, cursor_box(c, o, "box"));
	g_ptr_array_add(document->codes, code);
	g_free(code->text);
	code->text = g_strdup(cursor_text(c, o, "text", FALSE));
	code->page = cursor_integer(c, o, "page", 1, CURSOR_MAX_ITEMS, 1);
	code->signature =
		(BarcodeSignature)cursor_word(c, o, "signature", parse_signature, FALSE, BARCODE_SIGNATURE_NONE);
	code->reason = (BarcodeReason)cursor_word(c, o, "reason", parse_reason, FALSE, BARCODE_REASON_NONE);
	const json_t *seal = json_object_get(o, "seal");
	if (json_is_object(seal))
		code->seal = read_seal(c, seal);
	if ((symbology == BARCODE_2D_DOC) != (code->seal != NULL))
		cursor_wrong(c, "seal", "belongs to a 2D-Doc, and only there");
}
