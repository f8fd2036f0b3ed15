#include "app/dossier/barcode.h"

static const char *const symbology_names[BARCODE_N_SYMBOLOGIES] = {
	"qr", "data_matrix", "2d-doc", "code_128", "code_39", "interleaved_2_of_5"};
static const char *const signature_names[BARCODE_N_SIGNATURES] = {NULL, "valid", "invalid", "not_verifiable"};
static const char *const reason_names[BARCODE_N_REASONS] = {NULL, "mismatch", "malformed", "out_of_validity",
	"no_certificates", "unknown_certificate", "specimen", "unsupported"};

enum { CONTROL_PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421 };

/* C0 controls and delete as their pictures; NULL where there are others, or too much of it. */
static char *
show_controls(const char *bytes, gsize n)
{
	if (bytes == NULL || n > BARCODE_MAX_TEXT || !g_utf8_validate_len(bytes, n, NULL))
		return NULL;
	GString *out = g_string_sized_new(n);
	for (const char *p = bytes; p < bytes + n; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c < 0x20)
			c += CONTROL_PICTURES;
		else if (c == 0x7f)
			c = PICTURE_OF_DELETE;
		else if (g_unichar_iscntrl(c)) {
			g_string_free(out, TRUE);
			return NULL;
		}
		g_string_append_unichar(out, c);
	}
	gboolean fits = out->len <= BARCODE_MAX_TEXT;
	char *text = g_string_free(out, FALSE);
	if (!fits)
		g_clear_pointer(&text, g_free);
	return text;
}

Barcode *
barcode_new(BarcodeSymbology symbology, const char *bytes, gsize n, Box box)
{
	Barcode *barcode = g_new0(Barcode, 1);
	*barcode = (Barcode){.symbology = symbology, .text = show_controls(bytes, n), .page = 1, .box = box};
	return barcode;
}

void
barcode_free(Barcode *barcode)
{
	if (barcode == NULL)
		return;
	g_free(barcode->text);
	barcode_seal_free(barcode->seal);
	g_free(barcode);
}

static void
field_free(gpointer data)
{
	BarcodeField *field = data;
	g_free(field->label);
	g_free(field->value);
	g_free(field);
}

BarcodeSeal *
barcode_seal_new(void)
{
	BarcodeSeal *seal = g_new0(BarcodeSeal, 1);
	seal->fields = g_ptr_array_new_with_free_func(field_free);
	return seal;
}

void
barcode_seal_free(BarcodeSeal *seal)
{
	if (seal == NULL)
		return;
	g_free(seal->type_label);
	g_free(seal->issue_date);
	g_free(seal->signature_date);
	g_ptr_array_unref(seal->fields);
	g_free(seal);
}

void
barcode_seal_add(BarcodeSeal *seal, const char *id, const char *label, const char *value, gboolean truncated)
{
	BarcodeField *field = g_new0(BarcodeField, 1);
	*field = (BarcodeField){.label = g_strdup(label), .value = g_strdup(value), .truncated = truncated};
	g_strlcpy(field->id, id, sizeof field->id);
	g_ptr_array_add(seal->fields, field);
}

const char *
barcode_seal_value(const BarcodeSeal *seal, const char *id)
{
	for (guint i = 0; i < seal->fields->len; i++) {
		const BarcodeField *field = seal->fields->pdata[i];
		if (g_str_equal(field->id, id))
			return field->value;
	}
	return NULL;
}

static gboolean
parse(const char *const *names, guint n, const char *name, guint *found)
{
	for (guint i = 0; i < n; i++) {
		if (name != NULL && g_strcmp0(names[i], name) == 0) {
			*found = i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
barcode_symbology_name(BarcodeSymbology symbology)
{
	return (guint)symbology < BARCODE_N_SYMBOLOGIES ? symbology_names[symbology] : NULL;
}

gboolean
barcode_symbology_parse(const char *name, BarcodeSymbology *symbology)
{
	guint found;
	if (!parse(symbology_names, BARCODE_N_SYMBOLOGIES, name, &found))
		return FALSE;
	*symbology = (BarcodeSymbology)found;
	return TRUE;
}

const char *
barcode_signature_name(BarcodeSignature signature)
{
	return (guint)signature < BARCODE_N_SIGNATURES ? signature_names[signature] : NULL;
}

gboolean
barcode_signature_parse(const char *name, BarcodeSignature *signature)
{
	guint found;
	if (!parse(signature_names, BARCODE_N_SIGNATURES, name, &found))
		return FALSE;
	*signature = (BarcodeSignature)found;
	return TRUE;
}

const char *
barcode_reason_name(BarcodeReason reason)
{
	return (guint)reason < BARCODE_N_REASONS ? reason_names[reason] : NULL;
}

gboolean
barcode_reason_parse(const char *name, BarcodeReason *reason)
{
	guint found;
	if (!parse(reason_names, BARCODE_N_REASONS, name, &found))
		return FALSE;
	*reason = (BarcodeReason)found;
	return TRUE;
}
