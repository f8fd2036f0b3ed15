#include "app/samples/code_draw.h"
#include "app/samples/code_modules.h"
#include "app/samples/expand.h"
#include "firmware/base/error.h"
#include "firmware/base/paths.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <math.h>
#include <string.h>

enum { BAR_HEIGHT_MM = 11, HALF_P256 = 32 };

/* Whose code the specimen seals are: app/data/samples/seals. */
static const char authority[] = "ZZ01", certificate[] = "A001", signer[] = "samples/seals/signer.pem";

static double
number(Drawing *drawing, guint i)
{
	char *end = NULL;
	double value = g_ascii_strtod(drawing->words[i], &end);
	if (end == drawing->words[i] || *end != '\0' || !(value >= 0 && value <= 300))
		drawing->failed = TRUE;
	return value;
}

/* What C40 of a 2D-Doc holds: capitals without accents, digits, a few signs. */
static char *
plain(const char *text)
{
	g_autofree char *ascii = g_str_to_ascii(text, "C");
	g_autofree char *upper = g_ascii_strup(ascii, -1);
	GString *out = g_string_new(NULL);
	for (const char *p = upper; *p != '\0'; p++)
		if (g_ascii_isalnum(*p) || strchr(" -'/", *p) != NULL)
			g_string_append_c(out, *p);
	return g_string_free(out, FALSE);
}

static char *
latin(const Drawing *d, const char *key)
{
	const char *spec = g_hash_table_lookup(d->values, key);
	const char *bar = spec != NULL ? strchr(spec, '|') : NULL;
	return plain(bar != NULL ? bar + 1 : spec != NULL ? spec : "");
}

/* "1991-03-12" -> "12031991"; NULL: no whole day. */
static char *
day_first(const Drawing *d, const char *key)
{
	const char *spec = g_hash_table_lookup(d->values, key);
	if (spec == NULL || strlen(spec) != 10 || spec[4] != '-' || spec[7] != '-')
		return NULL;
	return g_strdup_printf("%.2s%.2s%.4s", spec + 8, spec + 5, spec);
}

/* Days since 2000-01-01 as four hexadecimal digits; FFFF without a day. */
static char *
day_hex(const Drawing *d, const char *key)
{
	const char *spec = g_hash_table_lookup(d->values, key);
	GDate date, first;
	g_date_clear(&date, 1);
	g_date_clear(&first, 1);
	if (spec != NULL && strlen(spec) == 10)
		g_date_set_dmy(&date, (GDateDay)g_ascii_strtoll(spec + 8, NULL, 10),
			(GDateMonth)g_ascii_strtoll(spec + 5, NULL, 10), (GDateYear)g_ascii_strtoll(spec, NULL, 10));
	g_date_set_dmy(&first, 1, G_DATE_JANUARY, 2000);
	return g_date_valid(&date) ? g_strdup_printf("%04X", g_date_days_between(&first, &date) & 0xffff)
				   : g_strdup("FFFF");
}

/* A field of variable length, cut where it is too long. */
static void
append_text(GString *out, const char *id, const char *value, gsize longest)
{
	gsize n = MIN(strlen(value), longest);
	if (n == 0)
		return;
	g_string_append_printf(out, "%s%.*s", id, (int)n, value);
	if (strlen(value) > longest)
		g_string_append_c(out, 0x1e);
	else if (n < longest)
		g_string_append_c(out, 0x1d);
}

static void
append_fixed(GString *out, const char *id, const char *value)
{
	if (value != NULL)
		g_string_append_printf(out, "%s%s", id, value);
}

/* Alpha-2 of the countries that the samples' people come from would need a table: these papers leave it out. */
static char *
seal_message(const Drawing *d, const char *type)
{
	g_autofree char *issued = day_hex(d, "document.issue_date"), *born = day_first(d, "person.birth_date");
	g_autofree char *until = day_first(d, "document.expiry_date"), *given = latin(d, "person.given_names");
	g_autofree char *surname = latin(d, "person.surname"), *place = latin(d, "person.birth_place");
	g_autofree char *foreigner = latin(d, "file.foreigner_number"), *sex = latin(d, "person.sex");
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "DC04%s%s%s%s%s01FR", authority, certificate, issued, issued, type);
	g_strdelimit(given, " ", '/');
	append_text(out, "62", surname, 38);
	append_text(out, "60", given, 60);
	append_text(out, "6Q", foreigner, 10);
	append_fixed(out, "68", strlen(sex) == 1 ? sex : NULL);
	append_fixed(out, "69", born);
	append_text(out, "6A", place, 32);
	append_fixed(out, "6O", until);
	append_fixed(out, "G0", g_str_equal(type, "16") ? "PN" : NULL);
	return g_string_free(out, FALSE);
}

static void
append_base32(GString *out, const guint8 *bytes, gsize n)
{
	guint32 bits = 0;
	int held = 0;
	for (gsize i = 0; i < n; i++) {
		bits = bits << 8 | bytes[i];
		for (held += 8; held >= 5; held -= 5)
			g_string_append_c(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits >> (held - 5) & 31]);
	}
	if (held > 0)
		g_string_append_c(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits << (5 - held) & 31]);
}

/* The last 32 bytes of a number, zeros before it. */
static void
put_number(guint8 out[HALF_P256], const gnutls_datum_t *number_read)
{
	gsize n = MIN(number_read->size, HALF_P256);
	memset(out, 0, HALF_P256);
	memcpy(out + HALF_P256 - n, number_read->data + number_read->size - n, n);
}

/* The same message gives the same signature (RFC 6979): samples are drawn alike each time. */
static gboolean
sign(gnutls_privkey_t key, const char *message, guint8 rs[2 * HALF_P256])
{
	gnutls_datum_t data = {(unsigned char *)message, (unsigned int)strlen(message)}, der, r, s;
	if (gnutls_privkey_sign_data2(key, GNUTLS_SIGN_ECDSA_SHA256, GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE, &data, &der) < 0)
		return FALSE;
	gboolean ok = gnutls_decode_rs_value(&der, &r, &s) >= 0;
	gnutls_free(der.data);
	if (!ok)
		return FALSE;
	put_number(rs, &r);
	put_number(rs + HALF_P256, &s);
	gnutls_free(r.data);
	gnutls_free(s.data);
	return TRUE;
}

static char *
seal_text(Drawing *d, const char *type)
{
	g_autofree char *path = paths_data(signer), *pem = NULL, *message = seal_message(d, type);
	gsize size;
	guint8 rs[2 * HALF_P256];
	gnutls_privkey_t key = NULL;
	gboolean ok =
		strlen(type) == 2 && g_file_get_contents(path, &pem, &size, NULL) && gnutls_privkey_init(&key) >= 0;
	gnutls_datum_t datum = {(unsigned char *)pem, ok ? (unsigned int)size : 0};
	ok = ok && gnutls_privkey_import_x509_raw(key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0 &&
	     sign(key, message, rs);
	if (key != NULL)
		gnutls_privkey_deinit(key);
	if (!ok) {
		g_set_error(
			&d->error, STATION_ERROR, STATION_ERROR_MISSING, "the seal cannot be signed with %s", signer);
		return NULL;
	}
	GString *out = g_string_new(message);
	g_string_append_c(out, 0x1f);
	append_base32(out, rs, sizeof rs);
	return g_string_free(out, FALSE);
}

static void
print_modules(Sheet *sheet, const CodeModules *code, CodeKind kind, double x, double y, double size)
{
	double module = size / code->width, bar = kind == CODE_128 ? BAR_HEIGHT_MM : module;
	double quiet = code_quiet_zone(kind) * module;
	cairo_save(sheet->cairo);
	sheet_colour(sheet, 0xffffff, 1);
	cairo_rectangle(sheet->cairo, sheet_px(x - quiet), sheet_px(y - quiet), sheet_px(size + 2 * quiet),
		sheet_px(code->height * bar + 2 * quiet));
	cairo_fill(sheet->cairo);
	sheet_colour(sheet, 0x101010, 1);
	for (int row = 0; row < code->height; row++)
		for (int column = 0; column < code->width; column++)
			if (code->dark[row * code->width + column])
				cairo_rectangle(sheet->cairo, sheet_px(x + column * module), sheet_px(y + row * bar),
					sheet_px(module), sheet_px(bar));
	cairo_fill(sheet->cairo);
	cairo_restore(sheet->cairo);
}

void
code_command(Drawing *d)
{
	static const struct {
		const char *name, *symbology;
		CodeKind kind;
	} kinds[] = {{"qr", "qr", CODE_QR}, {"code128", "code_128", CODE_128}, {"2ddoc", "2d-doc", CODE_DATA_MATRIX}};
	double x = number(d, 1), y = number(d, 2), size = number(d, 3);
	guint i = 0;
	while (i < G_N_ELEMENTS(kinds) && !g_str_equal(d->words[0], kinds[i].name))
		i++;
	if (i == G_N_ELEMENTS(kinds) || d->failed) {
		d->failed = TRUE;
		return;
	}
	g_autofree char *said = expand(d->texts[0], d->values, d->wording, d->sheet, &d->error);
	if (said == NULL)
		return;
	g_autofree char *text = kinds[i].kind == CODE_DATA_MATRIX ? seal_text(d, said) : g_strdup(said);
	g_autoptr(CodeModules) code = text != NULL ? code_modules(kinds[i].kind, text) : NULL;
	if (code != NULL) {
		print_modules(d->sheet, code, kinds[i].kind, x, y, size);
		g_ptr_array_add(d->sheet->codes, g_strdup_printf("%s %s", kinds[i].symbology, text));
	} else if (d->error == NULL) {
		g_set_error_literal(&d->error, STATION_ERROR, STATION_ERROR_FAILED, "the text fits no such code");
	}
}
