#include "app/reader/reader_codes.h"
#include "app/dossier/edtf.h"
#include <string.h>

#define SEAL_FORMAT "a(isssmsssmsmsba(smssb))"

enum { MAX_LABEL = 200 };

static GVariant *
fields_build(const GPtrArray *fields)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE("a(smssb)"));
	for (guint i = 0; i < MIN(fields->len, BARCODE_MAX_FIELDS); i++) {
		const BarcodeField *f = fields->pdata[i];
		g_variant_builder_add(&list, "(smssb)", f->id, f->label, f->value, f->truncated);
	}
	return g_variant_builder_end(&list);
}

static GVariant *
seal_build(const BarcodeSeal *s)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE(SEAL_FORMAT));
	if (s != NULL)
		g_variant_builder_add(&list, "(isssmsssmsmsb@a(smssb))", s->version, s->authority, s->certificate,
			s->type, s->type_label, s->perimeter, s->country, s->issue_date, s->signature_date, s->whole,
			fields_build(s->fields));
	return g_variant_builder_end(&list);
}

GVariant *
codes_build(const GPtrArray *codes)
{
	GVariantBuilder list;
	g_variant_builder_init(&list, G_VARIANT_TYPE(MESSAGE_CODES_FORMAT));
	for (guint i = 0; i < MIN(codes->len, BARCODE_MAX_ON_PAGE); i++) {
		const Barcode *c = codes->pdata[i];
		g_variant_builder_add(&list, "(sms(iiii)yy@" SEAL_FORMAT ")", barcode_symbology_name(c->symbology),
			c->text, c->box.x, c->box.y, c->box.width, c->box.height, (guchar)c->signature,
			(guchar)c->reason, seal_build(c->seal));
	}
	return g_variant_builder_end(&list);
}

/* --- held against the bounds --- */

static gboolean
text_holds(const char *text, gsize max)
{
	if (text == NULL)
		return TRUE;
	if (strlen(text) > max)
		return FALSE;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return FALSE;
	return TRUE;
}

/* length capital letters and digits, or nothing where that is allowed. */
static gboolean
mark_holds(const char *mark, gsize length, gboolean can_be_empty)
{
	gsize n = strspn(mark, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	return mark[n] == '\0' && (n == length || (n == 0 && can_be_empty));
}

static gboolean
day_holds(const char *day)
{
	Edtf date;
	return day == NULL || (edtf_parse(day, &date) && !date.interval && !date.about && date.first.day > 0);
}

static gboolean
field_parse(GVariant *list, gsize i, BarcodeSeal *seal)
{
	const char *id, *label, *value;
	gboolean truncated;
	g_variant_get_child(list, i, "(&sm&s&sb)", &id, &label, &value, &truncated);
	if (!mark_holds(id, 2, FALSE) || !text_holds(label, MAX_LABEL) || !text_holds(value, BARCODE_MAX_VALUE))
		return FALSE;
	barcode_seal_add(seal, id, label, value, truncated);
	return TRUE;
}

static gboolean
seal_parse(GVariant *list, BarcodeSeal *seal)
{
	const char *authority, *certificate, *type, *label, *perimeter, *country, *issue, *signature;
	g_autoptr(GVariant) fields = NULL;
	g_variant_get_child(list, 0, "(i&s&s&sm&s&s&sm&sm&sb@a(smssb))", &seal->version, &authority, &certificate,
		&type, &label, &perimeter, &country, &issue, &signature, &seal->whole, &fields);
	gsize n = g_variant_n_children(fields);
	if (seal->version < 1 || seal->version > 99 || !mark_holds(authority, 4, FALSE) ||
		!mark_holds(certificate, 4, FALSE) || !mark_holds(type, 2, FALSE) || !text_holds(label, MAX_LABEL) ||
		!mark_holds(perimeter, 2, TRUE) || !mark_holds(country, 2, TRUE) || !day_holds(issue) ||
		!day_holds(signature) || n > BARCODE_MAX_FIELDS)
		return FALSE;
	g_strlcpy(seal->authority, authority, sizeof seal->authority);
	g_strlcpy(seal->certificate, certificate, sizeof seal->certificate);
	g_strlcpy(seal->type, type, sizeof seal->type);
	g_strlcpy(seal->perimeter, perimeter, sizeof seal->perimeter);
	g_strlcpy(seal->country, country, sizeof seal->country);
	seal->type_label = g_strdup(label);
	seal->issue_date = g_strdup(issue);
	seal->signature_date = g_strdup(signature);
	for (gsize i = 0; i < n; i++)
		if (!field_parse(fields, i, seal))
			return FALSE;
	return TRUE;
}

/* Reason and state belong together. */
static gboolean
verdict_holds(guchar signature, guchar reason)
{
	if (signature >= BARCODE_N_SIGNATURES || reason >= BARCODE_N_REASONS)
		return FALSE;
	gboolean refused = signature == BARCODE_SIGNATURE_INVALID || signature == BARCODE_SIGNATURE_NOT_VERIFIABLE;
	return refused == (reason != BARCODE_REASON_NONE);
}

static gboolean
box_holds(Box box, int width_px, int height_px)
{
	if (box.width == 0)
		return TRUE;
	return box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 && box.x < width_px && box.y < height_px &&
	       box.width <= width_px - box.x && box.height <= height_px - box.y;
}

static gboolean
code_parse(GVariant *item, int width_px, int height_px, GPtrArray *codes)
{
	const char *name, *text;
	Box box;
	guchar signature, reason;
	g_autoptr(GVariant) seals = NULL;
	BarcodeSymbology symbology;
	g_variant_get(item, "(&sm&s(iiii)yy@" SEAL_FORMAT ")", &name, &text, &box.x, &box.y, &box.width, &box.height,
		&signature, &reason, &seals);
	if (!barcode_symbology_parse(name, &symbology) || !text_holds(text, BARCODE_MAX_TEXT) ||
		!box_holds(box, width_px, height_px) || !verdict_holds(signature, reason) ||
		g_variant_n_children(seals) != (symbology == BARCODE_2D_DOC) ||
		(symbology == BARCODE_2D_DOC) != (signature != BARCODE_SIGNATURE_NONE))
		return FALSE;
	Barcode *code = barcode_new(symbology, NULL, 0, box);
	g_ptr_array_add(codes, code);
	g_free(code->text);
	code->text = g_strdup(text);
	code->signature = (BarcodeSignature)signature;
	code->reason = (BarcodeReason)reason;
	if (symbology != BARCODE_2D_DOC)
		return TRUE;
	code->seal = barcode_seal_new();
	return seal_parse(seals, code->seal);
}

gboolean
codes_parse(GVariant *list, int width_px, int height_px, GPtrArray *codes)
{
	gsize n = g_variant_n_children(list);
	for (gsize i = 0; i < n; i++) {
		g_autoptr(GVariant) item = g_variant_get_child_value(list, i);
		if (n > BARCODE_MAX_ON_PAGE || !code_parse(item, width_px, height_px, codes))
			return FALSE;
	}
	return TRUE;
}
