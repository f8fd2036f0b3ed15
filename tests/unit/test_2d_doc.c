/* links: app/codes app/glyphs app/dossier firmware/base */
/* Specimen texts are of the specification's own shape; keys and certificates are made here, at each run. */
#include "app/codes/barcode_read.h"
#include "app/codes/code_import.h"
#include "firmware/base/error.h"
#include "firmware/base/paths.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <glib/gstdio.h>
#include <string.h>

#define MESSAGE                                    \
	"DC04ZZ01A001FFFF26101601FR62SPECIMEN\x1d" \
	"60NATACHA/CORINNE\x1d"                    \
	"6Q75031205216O300720216912071973G0PNG1BR67XXG20782614686ABFG"

enum { DAY = 24 * 3600, SIGNED_DAY = 9744 /* 0x2610: 2026-09-05 */ };

static TwoDDocTable *
table_load(void)
{
	g_autofree char *path = paths_data(TWO_D_DOC_TABLE);
	g_autoptr(GError) error = NULL;
	TwoDDocTable *table = two_d_doc_table_load(path, &error);
	g_assert_no_error(error);
	return table;
}

/* --- keys of our own --- */

static gnutls_privkey_t
key_new(gnutls_pk_algorithm_t algorithm, gnutls_ecc_curve_t curve)
{
	gnutls_privkey_t key;
	g_assert_cmpint(gnutls_privkey_init(&key), ==, 0);
	unsigned int bits = algorithm == GNUTLS_PK_RSA ? 2048 : GNUTLS_CURVE_TO_BITS(curve);
	g_assert_cmpint(gnutls_privkey_generate(key, algorithm, bits, 0), ==, 0);
	return key;
}

static gint64
day_seconds(int day)
{
	return 946684800 + (gint64)day * DAY; /* days since 2000-01-01 */
}

static char *
certificate_base64(gnutls_privkey_t key, int first_day, int last_day)
{
	gnutls_x509_crt_t crt;
	gnutls_pubkey_t public;
	gnutls_datum_t der;
	gnutls_x509_crt_init(&crt);
	gnutls_pubkey_init(&public);
	gnutls_pubkey_import_privkey(public, key, 0, 0);
	gnutls_x509_crt_set_version(crt, 3);
	gnutls_x509_crt_set_serial(crt, "\1", 1);
	gnutls_x509_crt_set_dn(crt, "CN=Specimen", NULL);
	gnutls_x509_crt_set_pubkey(crt, public);
	gnutls_x509_crt_set_activation_time(crt, day_seconds(first_day));
	gnutls_x509_crt_set_expiration_time(crt, day_seconds(last_day));
	g_assert_cmpint(gnutls_x509_crt_privkey_sign(crt, crt, key, GNUTLS_DIG_SHA256, 0), ==, 0);
	g_assert_cmpint(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der), ==, 0);
	char *base64 = g_base64_encode(der.data, der.size);
	gnutls_free(der.data);
	gnutls_pubkey_deinit(public);
	gnutls_x509_crt_deinit(crt);
	return base64;
}

static GBytes *
public_pem(gnutls_privkey_t key)
{
	gnutls_pubkey_t public;
	gnutls_datum_t pem;
	gnutls_pubkey_init(&public);
	gnutls_pubkey_import_privkey(public, key, 0, 0);
	g_assert_cmpint(gnutls_pubkey_export2(public, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
	GBytes *bytes = g_bytes_new(pem.data, pem.size);
	gnutls_free(pem.data);
	gnutls_pubkey_deinit(public);
	return bytes;
}

static GBytes *
list_signed(gnutls_privkey_t office, const char *body)
{
	gnutls_datum_t data = {(unsigned char *)body, (unsigned int)strlen(body)}, signature;
	g_assert_cmpint(gnutls_privkey_sign_data2(office, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &signature), ==, 0);
	g_autofree char *base64 = g_base64_encode(signature.data, signature.size);
	gnutls_free(signature.data);
	char *text = g_strdup_printf("%ssignature %s\n", body, base64);
	return g_bytes_new_take(text, strlen(text));
}

/* Base32 of r and s side by side. */
static char *
sign_text(gnutls_privkey_t key, gnutls_sign_algorithm_t algorithm, gsize half, const char *text)
{
	gnutls_datum_t data = {(unsigned char *)text, (unsigned int)strlen(text)}, der, r, s;
	guint8 rs[132] = {0};
	g_assert_cmpint(gnutls_privkey_sign_data2(key, algorithm, 0, &data, &der), ==, 0);
	g_assert_cmpint(gnutls_decode_rs_value(&der, &r, &s), ==, 0);
	gsize skip_r = r.size > half ? r.size - half : 0, skip_s = s.size > half ? s.size - half : 0;
	memcpy(rs + half - (r.size - skip_r), r.data + skip_r, r.size - skip_r);
	memcpy(rs + 2 * half - (s.size - skip_s), s.data + skip_s, s.size - skip_s);
	gnutls_free(der.data);
	gnutls_free(r.data);
	gnutls_free(s.data);
	GString *out = g_string_new(NULL);
	guint32 bits = 0;
	int held = 0;
	for (gsize i = 0; i < 2 * half; i++) {
		bits = bits << 8 | rs[i];
		for (held += 8; held >= 5; held -= 5)
			g_string_append_c(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits >> (held - 5) & 31]);
	}
	if (held > 0)
		g_string_append_c(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits << (5 - held) & 31]);
	return g_string_free(out, FALSE);
}

typedef struct {
	TwoDDocTable *table;
	gnutls_privkey_t office, p256, p384, p521, rsa, late;
	GBytes *office_pem;
	CodeCertificates *certificates;
} World;

static char *
list_body(const World *w, int sequence)
{
	g_autofree char *a = certificate_base64(w->p256, SIGNED_DAY - 100, SIGNED_DAY + 100);
	g_autofree char *b = certificate_base64(w->p384, SIGNED_DAY - 100, SIGNED_DAY + 100);
	g_autofree char *c = certificate_base64(w->p521, SIGNED_DAY - 100, SIGNED_DAY + 100);
	g_autofree char *d = certificate_base64(w->rsa, SIGNED_DAY - 100, SIGNED_DAY + 100);
	g_autofree char *e = certificate_base64(w->late, SIGNED_DAY + 1, SIGNED_DAY + 100);
	return g_strdup_printf("civilia-codes 1\nsequence %d\nissued 2026-11-20\n"
			       "certificate ZZ01 A001 %s\ncertificate ZZ01 A384 %s\ncertificate ZZ01 A521 %s\n"
			       "certificate ZZ01 ARSA %s\ncertificate ZZ01 LATE %s\ncertificate FR00 0001 %s\n",
		sequence, a, b, c, d, e, a);
}

static World *
world(void)
{
	static World w;
	if (w.table != NULL)
		return &w;
	w.table = table_load();
	w.office = key_new(GNUTLS_PK_EDDSA_ED25519, GNUTLS_ECC_CURVE_ED25519);
	w.p256 = key_new(GNUTLS_PK_ECDSA, GNUTLS_ECC_CURVE_SECP256R1);
	w.p384 = key_new(GNUTLS_PK_ECDSA, GNUTLS_ECC_CURVE_SECP384R1);
	w.p521 = key_new(GNUTLS_PK_ECDSA, GNUTLS_ECC_CURVE_SECP521R1);
	w.rsa = key_new(GNUTLS_PK_RSA, 0);
	w.late = key_new(GNUTLS_PK_ECDSA, GNUTLS_ECC_CURVE_SECP256R1);
	w.office_pem = public_pem(w.office);
	g_autofree char *body = list_body(&w, 7);
	g_autoptr(GBytes) list = list_signed(w.office, body);
	g_autoptr(GError) error = NULL;
	w.certificates = code_certificates_parse(list, w.office_pem, &error);
	g_assert_no_error(error);
	return &w;
}

static Barcode *
understand(const World *w, const char *text)
{
	const BarcodeRules rules = {w->table, w->certificates};
	return barcode_understand(&rules, BARCODE_DATA_MATRIX, text, strlen(text), (Box){1, 2, 3, 4});
}

static void
assert_judged(const World *w, const char *text, BarcodeSignature signature, BarcodeReason reason)
{
	g_autoptr(Barcode) code = understand(w, text);
	g_assert_cmpint(code->symbology, ==, BARCODE_2D_DOC);
	g_assert_cmpint(code->reason, ==, reason);
	g_assert_cmpint(code->signature, ==, signature);
}

/* --- tests --- */

static void
header_and_fields_are_read(void)
{
	g_autoptr(Barcode) code = understand(world(), MESSAGE "\x1d\x1f"
							      "AAAA");
	const BarcodeSeal *seal = code->seal;
	g_assert_cmpint(seal->version, ==, 4);
	g_assert_cmpstr(seal->authority, ==, "ZZ01");
	g_assert_cmpstr(seal->certificate, ==, "A001");
	g_assert_null(seal->issue_date);
	g_assert_cmpstr(seal->signature_date, ==, "2026-09-05");
	g_assert_cmpstr(seal->type, ==, "16");
	g_assert_cmpstr(seal->type_label, ==, "Attestation de demande d’asile");
	g_assert_cmpstr(seal->perimeter, ==, "01");
	g_assert_cmpstr(seal->country, ==, "FR");
	static const char *const expected[][2] = {{"62", "SPECIMEN"}, {"60", "NATACHA/CORINNE"}, {"6Q", "7503120521"},
		{"6O", "30072021"}, {"69", "12071973"}, {"G0", "PN"}, {"G1", "BR"}, {"67", "XX"},
		{"G2", "0782614686ABFG"}};
	g_assert_true(seal->whole);
	g_assert_cmpuint(seal->fields->len, ==, G_N_ELEMENTS(expected));
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		const BarcodeField *field = seal->fields->pdata[i];
		g_assert_cmpstr(field->id, ==, expected[i][0]);
		g_assert_cmpstr(field->value, ==, expected[i][1]);
		g_assert_nonnull(field->label);
	}
}

static void
each_version_has_its_header(void)
{
	static const struct {
		const char *text, *perimeter, *country;
	} all[] = {{"DC01ZZ01A001000026101662A", "", ""}, {"DC02ZZ01A001000026101662A", "", ""},
		{"DC03ZZ01A00100002610160162A", "01", ""}, {"DC04ZZ01A00100002610160162A", NULL, NULL},
		{"DC04ZZ01A001000026101601FR62A", "01", "FR"}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		TwoDDocParts parts;
		g_autoptr(BarcodeSeal) seal = two_d_doc_parse(world()->table, all[i].text, strlen(all[i].text), &parts);
		g_assert_nonnull(seal);
		if (all[i].perimeter == NULL)
			continue;
		g_assert_cmpstr(seal->perimeter, ==, all[i].perimeter);
		g_assert_cmpstr(seal->country, ==, all[i].country);
		g_assert_cmpstr(seal->issue_date, ==, "2000-01-01");
		g_assert_cmpstr(barcode_seal_value(seal, "62"), ==, "A");
	}
}

static void
what_is_no_header_stays_a_data_matrix(void)
{
	static const char *const none[] = {"", "D", "DC0", "DC04", "DC04ZZ01A001FFFF26101601F",
		"DC05ZZ01A001FFFF26101601FR", "dc04ZZ01A001FFFF26101601FR",
		"DC04ZZ01A001FFFF2610\x1d"
		"601FR",
		"XX04ZZ01A001FFFF26101601FR"};
	for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
		g_autoptr(Barcode) code = understand(world(), none[i]);
		g_assert_cmpint(code->symbology, ==, BARCODE_DATA_MATRIX);
		g_assert_null(code->seal);
		g_assert_cmpint(code->signature, ==, BARCODE_SIGNATURE_NONE);
	}
}

/* What cannot be understood ends the reading, keeps what came before, and is said. */
static void
broken_messages_are_not_whole(void)
{
	static const struct {
		const char *fields;
		guint kept;
		gboolean whole;
	} all[] = {{"62A\x1d"
		    "68F",
			   2, TRUE},
		{"62A\x1e"
		 "68F",
			2, TRUE},
		{"62A\x1d"
		 "6912",
			1, FALSE},
		{"62A\x1d"
		 "69",
			1, FALSE},
		{"62A\x1d"
		 "6",
			1, FALSE},
		{"69120719\x1d"
		 "68F",
			0, FALSE},
		{"62A\x1d"
		 "ZZ12345\x1d"
		 "68F",
			2, FALSE},
		{"62A\x1d"
		 "z1A",
			1, FALSE},
		{"62A\x01"
		 "68F",
			0, FALSE},
		{"62\x1d"
		 "68F",
			2, TRUE},
		{"68F\x1d"
		 "62A",
			2, TRUE},
		{"6G\x1d"
		 "68F",
			0, FALSE},
		{"", 0, TRUE}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		g_autofree char *text = g_strconcat("DC04ZZ01A001FFFF26101601FR", all[i].fields, NULL);
		TwoDDocParts parts;
		g_autoptr(BarcodeSeal) seal = two_d_doc_parse(world()->table, text, strlen(text), &parts);
		g_test_message("%u", i);
		g_assert_cmpuint(seal->fields->len, ==, all[i].kept);
		g_assert_cmpint(seal->whole, ==, all[i].whole);
	}
}

static void
a_truncated_value_says_so(void)
{
	g_autoptr(Barcode) code = understand(world(), "DC04ZZ01A001FFFF26101601FR6ABUENOS\x1e"
						      "62A");
	const BarcodeField *place = code->seal->fields->pdata[0], *name = code->seal->fields->pdata[1];
	g_assert_true(place->truncated);
	g_assert_false(name->truncated);
}

/* A thousand empty fields, a value without end. */
static void
hostile_lengths_are_bounded(void)
{
	GString *many = g_string_new("DC04ZZ01A001FFFF26101601FR"), *longest = g_string_new(many->str);
	for (int i = 0; i < 1000; i++)
		g_string_append(many, "01\x1d");
	g_string_append(longest, "01");
	for (int i = 0; i < 3000; i++)
		g_string_append_c(longest, 'A');
	TwoDDocParts parts;
	g_autoptr(BarcodeSeal) a = two_d_doc_parse(world()->table, many->str, many->len, &parts);
	g_autoptr(BarcodeSeal) b = two_d_doc_parse(world()->table, longest->str, longest->len, &parts);
	g_assert_cmpuint(a->fields->len, ==, BARCODE_MAX_FIELDS);
	g_assert_false(a->whole);
	g_assert_cmpuint(b->fields->len, ==, 0);
	g_assert_false(b->whole);
	g_string_free(many, TRUE);
	g_string_free(longest, TRUE);
}

static char *
signed_by(gnutls_privkey_t key, gnutls_sign_algorithm_t algorithm, gsize half, const char *message)
{
	g_autofree char *signature = sign_text(key, algorithm, half, message);
	return g_strconcat(message, "\x1f", signature, NULL);
}

static void
true_signatures_are_valid_on_each_curve(void)
{
	const World *w = world();
	for (int i = 0; i < 40; i++) { /* small numbers, with zeros before them, come up now and then */
		g_autofree char *a = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, MESSAGE "\x1d");
		assert_judged(w, a, BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE);
		g_autofree char *b =
			signed_by(w->p384, GNUTLS_SIGN_ECDSA_SHA384, 48, "DC04ZZ01A384FFFF26101601FR62SPECIMEN");
		assert_judged(w, b, BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE);
		g_autofree char *c =
			signed_by(w->p521, GNUTLS_SIGN_ECDSA_SHA512, 66, "DC04ZZ01A521FFFF26101601FR62SPECIMEN");
		assert_judged(w, c, BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE);
	}
	/* an annex follows the signature, and nothing signs it */
	g_autofree char *own = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, MESSAGE);
	g_autofree char *annexed = g_strconcat(own,
		"\x1d"
		"62OTHER",
		NULL);
	assert_judged(w, annexed, BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE);
	g_autoptr(Barcode) code = understand(w, annexed);
	g_assert_cmpstr(barcode_seal_value(code->seal, "62"), ==, "SPECIMEN");
	g_assert_cmpuint(code->seal->fields->len, ==, 9);
}

static void
each_changed_character_makes_it_invalid(void)
{
	const World *w = world();
	g_autofree char *text = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, MESSAGE);
	gsize message = strlen(MESSAGE), all = strlen(text);
	for (gsize i = 12; i + 1 < all; i += i < message ? 1 : 17) {
		g_autofree char *forged = g_strdup(text);
		if (forged[i] < 0x20)
			continue;
		forged[i] = forged[i] == 'A' ? 'B' : 'A';
		g_autoptr(Barcode) code = understand(w, forged);
		g_assert_cmpint(code->signature, ==, BARCODE_SIGNATURE_INVALID);
	}
}

static void
malformed_signatures_are_invalid(void)
{
	const World *w = world();
	g_autofree char *text = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, MESSAGE);
	g_autofree char *cut = g_strndup(text, strlen(text) - 8);
	g_autofree char *more = g_strconcat(text, "AAAAAAAA", NULL);
	g_autofree char *much = g_strconcat(text, text + strlen(MESSAGE) + 1, text + strlen(MESSAGE) + 1, NULL);
	g_autofree char *letters = g_strdup(text);
	letters[strlen(MESSAGE) + 5] = '1'; /* not in the alphabet */
	const char *const all[] = {
		MESSAGE, MESSAGE "\x1f", MESSAGE "\x1f\x1d", MESSAGE "\x1f========", cut, more, much, letters};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		assert_judged(w, all[i], BARCODE_SIGNATURE_INVALID, BARCODE_REASON_MALFORMED);
	g_autofree char *undated =
		signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01A001FFFFFFFF1601FR62SPECIMEN");
	assert_judged(w, undated, BARCODE_SIGNATURE_INVALID, BARCODE_REASON_MALFORMED);
	/* of another curve than the certificate's */
	g_autofree char *other = signed_by(w->p384, GNUTLS_SIGN_ECDSA_SHA384, 48, MESSAGE);
	assert_judged(w, other, BARCODE_SIGNATURE_INVALID, BARCODE_REASON_MISMATCH);
}

static void
what_cannot_be_verified_says_why(void)
{
	const World *w = world();
	g_autofree char *unknown =
		signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01B001FFFF26101601FR62SPECIMEN");
	assert_judged(w, unknown, BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_UNKNOWN_CERTIFICATE);
	/* truly signed, by a certificate on the list: the specimen authority still proves nothing */
	g_autofree char *specimen =
		signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04FR000001FFFF26101601FR62SPECIMEN");
	assert_judged(w, specimen, BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_SPECIMEN);
	g_autofree char *rsa = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01ARSAFFFF26101601FR62SPECIMEN");
	assert_judged(w, rsa, BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_UNSUPPORTED);
	World without = *w;
	without.certificates = NULL;
	g_autofree char *text = signed_by(w->p256, GNUTLS_SIGN_ECDSA_SHA256, 32, MESSAGE);
	assert_judged(&without, text, BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_NO_CERTIFICATES);
}

static void
a_certificate_counts_on_the_day_of_signature(void)
{
	const World *w = world();
	g_autofree char *early =
		signed_by(w->late, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01LATEFFFF26101601FR62SPECIMEN");
	assert_judged(w, early, BARCODE_SIGNATURE_INVALID, BARCODE_REASON_OUT_OF_VALIDITY);
	g_autofree char *in_time =
		signed_by(w->late, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01LATEFFFF26111601FR62SPECIMEN");
	assert_judged(w, in_time, BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE);
	g_autofree char *expired =
		signed_by(w->late, GNUTLS_SIGN_ECDSA_SHA256, 32, "DC04ZZ01LATEFFFF26991601FR62SPECIMEN");
	assert_judged(w, expired, BARCODE_SIGNATURE_INVALID, BARCODE_REASON_OUT_OF_VALIDITY);
}

static void
a_list_says_what_it_holds(void)
{
	const World *w = world();
	g_assert_cmpuint(code_certificates_sequence(w->certificates), ==, 7);
	g_assert_cmpstr(code_certificates_issued(w->certificates), ==, "2026-11-20");
	g_assert_cmpuint(code_certificates_count(w->certificates), ==, 6);
	CodeCertificateNote note = code_certificates_note(w->certificates, 4);
	g_assert_cmpstr(note.authority, ==, "ZZ01");
	g_assert_cmpstr(note.id, ==, "LATE");
	g_assert_cmpstr(note.first_day, ==, "2026-09-06");
}

static void
assert_list_refused(GBytes *list, GBytes *key, StationError code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CodeCertificates) none = code_certificates_parse(list, key, &error);
	g_assert_null(none);
	g_assert_error(error, STATION_ERROR, (int)code);
}

static void
a_list_that_another_signed_or_changed_is_refused(void)
{
	const World *w = world();
	g_autofree char *body = list_body(w, 8);
	g_autoptr(GBytes) list = list_signed(w->office, body);
	gsize n;
	const char *bytes = g_bytes_get_data(list, &n);
	for (gsize i = 17; i < n; i += 211) {
		g_autofree char *copy = g_strndup(bytes, n);
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		g_autoptr(GBytes) changed = g_bytes_new(copy, n);
		assert_list_refused(changed, w->office_pem, STATION_ERROR_DENIED);
	}
	gnutls_privkey_t other = key_new(GNUTLS_PK_EDDSA_ED25519, GNUTLS_ECC_CURVE_ED25519);
	g_autoptr(GBytes) other_pem = public_pem(other), p256_pem = public_pem(w->p256);
	assert_list_refused(list, other_pem, STATION_ERROR_DENIED);
	assert_list_refused(list, p256_pem, STATION_ERROR_KEY);
	g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
	assert_list_refused(list, nothing, STATION_ERROR_KEY);
	assert_list_refused(nothing, w->office_pem, STATION_ERROR_PROTOCOL);
	g_autoptr(GBytes) cut = g_bytes_new_from_bytes(list, 0, n / 2);
	assert_list_refused(cut, w->office_pem, STATION_ERROR_PROTOCOL);
	gnutls_privkey_deinit(other);
}

static void
a_signed_text_that_is_no_list_is_refused(void)
{
	const World *w = world();
	g_autofree char *crt = certificate_base64(w->p256, 1, 2);
	g_autofree char *twice =
		g_strdup_printf("civilia-codes 1\nsequence 1\nissued 2026-11-20\ncertificate ZZ01 A001 "
				"%s\ncertificate ZZ01 A001 %s\n",
			crt, crt);
	g_autofree char *backwards_crt = certificate_base64(w->p256, 9, 2);
	g_autofree char *backwards = g_strdup_printf(
		"civilia-codes 1\nsequence 1\nissued 2026-11-20\ncertificate ZZ01 A001 %s\n", backwards_crt);
	const char *const all[] = {"civilia-codes 2\nsequence 1\nissued 2026-11-20\n", "civilia-codes 1\n",
		"civilia-codes 1\nsequence 0\nissued 2026-11-20\n", "civilia-codes 1\nsequence x\nissued 2026-11-20\n",
		"civilia-codes 1\nsequence 1\nissued 2026-02-30\n", "civilia-codes 1\nsequence 1\nissued 2026\n",
		"civilia-codes 1\nsequence 1\nissued 2026-11-20\ncertificate ZZ01 A001\n",
		"civilia-codes 1\nsequence 1\nissued 2026-11-20\ncertificate ZZ01 A001 AAAA\n",
		"civilia-codes 1\nsequence 1\nissued 2026-11-20\ncertificate ZZ01 a001 AAAA\n",
		"civilia-codes 1\nsequence 1\nissued 2026-11-20\nnonsense\n", twice, backwards};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		g_autoptr(GBytes) list = list_signed(w->office, all[i]);
		g_test_message("%u", i);
		assert_list_refused(list, w->office_pem, STATION_ERROR_PROTOCOL);
	}
}

/* A state folder with the office's key in it. */
static char *
state_new(const World *w, const char *stem)
{
	char *state = g_build_filename(g_get_tmp_dir(), stem, NULL);
	g_assert_nonnull(g_mkdtemp(state));
	g_autofree char *folder = g_build_filename(state, "codes", NULL),
			*key = g_build_filename(state, CODE_KEY_FILE, NULL);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	gsize n;
	const char *pem = g_bytes_get_data(w->office_pem, &n);
	g_assert_true(g_file_set_contents(key, pem, (gssize)n, NULL));
	return state;
}

static void
state_remove(const char *state)
{
	static const char *const names[] = {CODE_KEY_FILE, CODE_LIST_FILE, "codes", ""};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(state, names[i], NULL);
		g_remove(path);
	}
}

static void
assert_import_refused(const char *state, GBytes *list, StationError code, guint64 held)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CodeCertificates) none = code_import(state, list, &error);
	g_assert_null(none);
	g_assert_error(error, STATION_ERROR, (int)code);
	g_autoptr(CodeCertificates) kept = code_certificates_load(state, NULL);
	g_assert_cmpuint(kept != NULL ? code_certificates_sequence(kept) : 0, ==, held);
}

static void
only_a_newer_list_takes_the_place_of_the_one_held(void)
{
	const World *w = world();
	g_autofree char *state = state_new(w, "codes-XXXXXX");
	g_autofree char *seven = list_body(w, 7), *eight = list_body(w, 8);
	g_autofree char *other = g_strconcat("civilia-codes 1\nsequence 8\nissued 2026-11-21\n", NULL);
	g_autoptr(GBytes) list7 = list_signed(w->office, seven), list8 = list_signed(w->office, eight);
	g_autoptr(GBytes) other8 = list_signed(w->office, other), junk = g_bytes_new("civilia-codes 1\n", 16);
	g_autoptr(GError) error = NULL;
	g_autoptr(CodeCertificates) none = code_certificates_load(state, &error);
	g_assert_null(none);
	g_assert_no_error(error);
	assert_import_refused(state, junk, STATION_ERROR_PROTOCOL, 0);
	for (int i = 0; i < 2; i++) { /* the same again is no error */
		g_autoptr(CodeCertificates) held = code_import(state, list8, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(code_certificates_sequence(held), ==, 8);
	}
	assert_import_refused(state, list7, STATION_ERROR_REFUSED, 8);
	assert_import_refused(state, other8, STATION_ERROR_REFUSED, 8);
	assert_import_refused(state, junk, STATION_ERROR_PROTOCOL, 8);
	/* signed, but by somebody else */
	gnutls_privkey_t stranger = key_new(GNUTLS_PK_EDDSA_ED25519, GNUTLS_ECC_CURVE_ED25519);
	g_autofree char *nine = list_body(w, 9);
	g_autoptr(GBytes) list9 = list_signed(stranger, nine);
	assert_import_refused(state, list9, STATION_ERROR_DENIED, 8);
	gnutls_privkey_deinit(stranger);
	g_autofree char *key = g_build_filename(state, CODE_KEY_FILE, NULL);
	g_remove(key);
	assert_import_refused(state, list8, STATION_ERROR_KEY, 0);
	state_remove(state);
}

/* A list whose writing was cut short is as none, and the next import mends it. */
static void
a_damaged_list_is_as_none(void)
{
	const World *w = world();
	g_autofree char *state = state_new(w, "codes-XXXXXX"), *path = g_build_filename(state, CODE_LIST_FILE, NULL);
	g_autofree char *body = list_body(w, 8);
	g_autoptr(GBytes) list = list_signed(w->office, body);
	gsize n;
	const char *bytes = g_bytes_get_data(list, &n);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)(n / 2), NULL));
	g_autoptr(GError) error = NULL;
	g_autoptr(CodeCertificates) none = code_certificates_load(state, &error);
	g_assert_null(none);
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
	g_autoptr(CodeCertificates) held = code_import(state, list, NULL);
	g_assert_nonnull(held);
	state_remove(state);
}

static void
a_wrong_table_is_refused(void)
{
	static const char *const all[] = {"[fields]\n62 = 5\n", "[fields]\n62 = 5 4 Nom\n", "[fields]\n62 = x 4\n",
		"[fields]\n6 = 1 4\n", "[fields]\n62 = 0 99999\n", "[other]\n62 = 0 1\n", "62 = 0 1\n",
		"[fields]\n62 = * 4\n", "[fields]\n62 = 0 0\n"};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(TwoDDocTable) table = two_d_doc_table_parse(all[i], strlen(all[i]), "table", &error);
		g_assert_null(table);
		g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/2d-doc/header and fields are read", header_and_fields_are_read);
	g_test_add_func("/2d-doc/each version has its header", each_version_has_its_header);
	g_test_add_func("/2d-doc/what is no header stays a DataMatrix", what_is_no_header_stays_a_data_matrix);
	g_test_add_func("/2d-doc/broken messages are not whole", broken_messages_are_not_whole);
	g_test_add_func("/2d-doc/a truncated value says so", a_truncated_value_says_so);
	g_test_add_func("/2d-doc/hostile lengths are bounded", hostile_lengths_are_bounded);
	g_test_add_func("/2d-doc/true signatures are valid on each curve", true_signatures_are_valid_on_each_curve);
	g_test_add_func("/2d-doc/each changed character makes it invalid", each_changed_character_makes_it_invalid);
	g_test_add_func("/2d-doc/malformed signatures are invalid", malformed_signatures_are_invalid);
	g_test_add_func("/2d-doc/what cannot be verified says why", what_cannot_be_verified_says_why);
	g_test_add_func(
		"/2d-doc/a certificate counts on the day of signature", a_certificate_counts_on_the_day_of_signature);
	g_test_add_func("/2d-doc/a list says what it holds", a_list_says_what_it_holds);
	g_test_add_func("/2d-doc/a list that another signed or changed is refused",
		a_list_that_another_signed_or_changed_is_refused);
	g_test_add_func("/2d-doc/a signed text that is no list is refused", a_signed_text_that_is_no_list_is_refused);
	g_test_add_func("/2d-doc/only a newer list takes the place of the one held",
		only_a_newer_list_takes_the_place_of_the_one_held);
	g_test_add_func("/2d-doc/a damaged list is as none", a_damaged_list_is_as_none);
	g_test_add_func("/2d-doc/a wrong table is refused", a_wrong_table_is_refused);
	return g_test_run();
}
