#include "app/codes/code_certificates.h"
#include "app/dossier/edtf.h"
#include "firmware/base/error.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define LIST_HEAD "civilia-codes 1"
#define SIGNATURE_WORD "\nsignature "

enum { MAX_SIGNATURE = 132, MAX_LINE = 16 * 1024 };

typedef struct {
	char authority[5], id[5];
	gint64 first_s, last_s; /* in force, seconds since 1970 */
	gnutls_pubkey_t key;
	guint curve_bits; /* 256, 384, 521; 0: another kind of key */
} Certificate;

struct CodeCertificates {
	guint64 sequence;
	char *issued;
	GHashTable *by_name; /* "FR03A012" -> Certificate */
	GPtrArray *all;      /* the same, in order; owned */
};

static void
certificate_free(gpointer data)
{
	Certificate *certificate = data;
	if (certificate->key != NULL)
		gnutls_pubkey_deinit(certificate->key);
	g_free(certificate);
}

void
code_certificates_free(CodeCertificates *certificates)
{
	if (certificates == NULL)
		return;
	g_free(certificates->issued);
	g_hash_table_unref(certificates->by_name);
	g_ptr_array_unref(certificates->all);
	g_free(certificates);
}

/* --- the list --- */

static gnutls_pubkey_t
update_key(GBytes *pem, GError **error)
{
	gsize n;
	gconstpointer bytes = g_bytes_get_data(pem, &n);
	gnutls_datum_t datum = {(unsigned char *)bytes, (unsigned int)n};
	gnutls_pubkey_t key = NULL;
	unsigned int bits;
	if (n <= CODE_KEY_MAX_BYTES && gnutls_pubkey_init(&key) >= 0 &&
		gnutls_pubkey_import(key, &datum, GNUTLS_X509_FMT_PEM) >= 0 &&
		gnutls_pubkey_get_pk_algorithm(key, &bits) == GNUTLS_PK_EDDSA_ED25519)
		return key;
	if (key != NULL)
		gnutls_pubkey_deinit(key);
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_KEY, "the update key is no Ed25519 public key in PEM");
	return NULL;
}

static gboolean
refuse(GError **error, guint line)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "not a list of certificates (line %u)", line);
	return FALSE;
}

/* The bytes before the last line, when that is a signature of them by the key. */
static char *
signed_text(GBytes *list, gnutls_pubkey_t key, GError **error)
{
	gsize n;
	const char *bytes = g_bytes_get_data(list, &n);
	g_autofree char *text = NULL;
	if (n == 0 || n > CODE_LIST_MAX_BYTES || memchr(bytes, '\0', n) != NULL) {
		refuse(error, 0);
		return NULL;
	}
	text = g_strndup(bytes, n);
	char *mark = g_strrstr(text, SIGNATURE_WORD);
	if (mark == NULL || !g_str_has_prefix(text, LIST_HEAD "\n")) {
		refuse(error, 1);
		return NULL;
	}
	g_autofree char *base64 = g_strstrip(g_strdup(mark + strlen(SIGNATURE_WORD)));
	gsize size = 0;
	g_autofree guchar *signature = *base64 != '\0' ? g_base64_decode(base64, &size) : NULL;
	mark[1] = '\0';
	gnutls_datum_t data = {(unsigned char *)text, (unsigned int)strlen(text)};
	gnutls_datum_t proof = {signature, (unsigned int)size};
	if (signature == NULL || size != 64 ||
		gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &proof) < 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_DENIED,
			"the list is not signed by the office's update key");
		return NULL;
	}
	return g_steal_pointer(&text);
}

static gboolean
is_name(const char *word)
{
	return strlen(word) == 4 && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 4;
}

static guint
curve_bits(gnutls_pubkey_t key)
{
	gnutls_ecc_curve_t curve;
	if (gnutls_pubkey_export_ecc_raw2(key, &curve, NULL, NULL, 0) < 0)
		return 0;
	return curve == GNUTLS_ECC_CURVE_SECP256R1   ? 256
	       : curve == GNUTLS_ECC_CURVE_SECP384R1 ? 384
	       : curve == GNUTLS_ECC_CURVE_SECP521R1 ? 521
						     : 0;
}

static gboolean
certificate_read(Certificate *certificate, const char *base64)
{
	gsize size = 0;
	g_autofree guchar *der = g_base64_decode(base64, &size);
	gnutls_datum_t datum = {der, (unsigned int)size};
	gnutls_x509_crt_t crt = NULL;
	if (size == 0 || gnutls_x509_crt_init(&crt) < 0)
		return FALSE;
	gboolean ok = gnutls_x509_crt_import(crt, &datum, GNUTLS_X509_FMT_DER) >= 0 &&
		      gnutls_pubkey_init(&certificate->key) >= 0 &&
		      gnutls_pubkey_import_x509(certificate->key, crt, 0) >= 0;
	if (ok) {
		certificate->first_s = gnutls_x509_crt_get_activation_time(crt);
		certificate->last_s = gnutls_x509_crt_get_expiration_time(crt);
		certificate->curve_bits = curve_bits(certificate->key);
		ok = certificate->first_s > 0 && certificate->last_s >= certificate->first_s;
	}
	gnutls_x509_crt_deinit(crt);
	return ok;
}

/* "certificate FR03 A012 BASE64" */
static gboolean
line_add(CodeCertificates *list, char **words)
{
	if (g_strv_length(words) != 4 || !g_str_equal(words[0], "certificate") || !is_name(words[1]) ||
		!is_name(words[2]) || list->all->len >= CODE_LIST_MAX_CERTIFICATES)
		return FALSE;
	Certificate *certificate = g_new0(Certificate, 1);
	g_ptr_array_add(list->all, certificate);
	g_strlcpy(certificate->authority, words[1], sizeof certificate->authority);
	g_strlcpy(certificate->id, words[2], sizeof certificate->id);
	return certificate_read(certificate, words[3]) &&
	       g_hash_table_insert(list->by_name, g_strconcat(words[1], words[2], NULL), certificate);
}

static gboolean
head_read(CodeCertificates *list, char **lines, GError **error)
{
	Edtf day;
	if (!g_str_has_prefix(lines[1], "sequence ") ||
		!g_ascii_string_to_unsigned(lines[1] + 9, 10, 1, G_MAXINT64, &list->sequence, NULL))
		return refuse(error, 2);
	if (!g_str_has_prefix(lines[2], "issued ") || !edtf_parse(lines[2] + 7, &day) || day.interval || day.about ||
		day.first.day == 0)
		return refuse(error, 3);
	list->issued = g_strdup(lines[2] + 7);
	return TRUE;
}

CodeCertificates *
code_certificates_parse(GBytes *list, GBytes *key_pem, GError **error)
{
	gnutls_pubkey_t key = update_key(key_pem, error);
	if (key == NULL)
		return NULL;
	g_autofree char *text = signed_text(list, key, error);
	gnutls_pubkey_deinit(key);
	if (text == NULL)
		return NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(CodeCertificates) certificates = g_new0(CodeCertificates, 1);
	certificates->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	certificates->all = g_ptr_array_new_with_free_func(certificate_free);
	guint n = g_strv_length(lines);
	if (n < 3) {
		refuse(error, n);
		return NULL;
	}
	if (!head_read(certificates, lines, error))
		return NULL;
	for (guint i = 3; i + 1 < n; i++) { /* the last line ends in a line feed */
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 5);
		if (strlen(lines[i]) > MAX_LINE || !line_add(certificates, words)) {
			refuse(error, i + 1);
			return NULL;
		}
	}
	return g_steal_pointer(&certificates);
}

static GBytes *
file_read(const char *folder, const char *name, gsize maximum)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *bytes = NULL;
	gsize size;
	if (!g_file_get_contents(path, &bytes, &size, NULL) || size > maximum)
		return NULL;
	return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

CodeCertificates *
code_certificates_load(const char *state, GError **error)
{
	g_autoptr(GBytes) key = file_read(state, CODE_KEY_FILE, CODE_KEY_MAX_BYTES);
	g_autoptr(GBytes) list = file_read(state, CODE_LIST_FILE, CODE_LIST_MAX_BYTES);
	return key != NULL && list != NULL ? code_certificates_parse(list, key, error) : NULL;
}

guint64
code_certificates_sequence(const CodeCertificates *certificates)
{
	return certificates->sequence;
}

const char *
code_certificates_issued(const CodeCertificates *certificates)
{
	return certificates->issued;
}

guint
code_certificates_count(const CodeCertificates *certificates)
{
	return certificates->all->len;
}

static void
day_of(gint64 seconds, char day[11])
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
	int year = 9999, month = 12, date = 31;
	if (time != NULL) /* not g_date_time_format(): it opens a file to learn the locale's characters */
		g_date_time_get_ymd(time, &year, &month, &date);
	g_snprintf(day, 11, "%04d-%02d-%02d", year, month, date);
}

CodeCertificateNote
code_certificates_note(const CodeCertificates *certificates, guint i)
{
	const Certificate *certificate = certificates->all->pdata[i];
	CodeCertificateNote note = {{0}, {0}, {0}, {0}};
	g_strlcpy(note.authority, certificate->authority, sizeof note.authority);
	g_strlcpy(note.id, certificate->id, sizeof note.id);
	day_of(certificate->first_s, note.first_day);
	day_of(certificate->last_s, note.last_day);
	return note;
}

/* --- a code's signature --- */

/* RFC 4648 without padding. Length; 0: not Base32, or not a whole number of bytes. */
static gsize
base32_decode(const char *text, gsize n, guint8 out[MAX_SIGNATURE])
{
	guint32 bits = 0;
	int held = 0;
	gsize size = 0;
	while (n > 0 && text[n - 1] == '=')
		n--;
	for (gsize i = 0; i < n; i++) {
		char c = text[i];
		if (!(c >= 'A' && c <= 'Z') && !(c >= '2' && c <= '7'))
			return 0;
		bits = bits << 5 | (guint32)(c <= '7' ? c - '2' + 26 : c - 'A');
		held += 5;
		if (held < 8)
			continue;
		held -= 8;
		if (size == MAX_SIGNATURE)
			return 0;
		out[size++] = (guint8)(bits >> held);
		bits &= (1u << held) - 1;
	}
	return held < 5 && bits == 0 ? size : 0;
}

static BarcodeSignature
verdict(BarcodeSignature state, BarcodeReason why, BarcodeReason *reason)
{
	*reason = why;
	return state;
}

/* Any moment of the day of signature in force will do: only the day is known. */
static gboolean
was_in_force(const Certificate *certificate, const char *day)
{
	char first[11], last[11];
	day_of(certificate->first_s, first);
	day_of(certificate->last_s, last);
	return strcmp(first, day) <= 0 && strcmp(day, last) <= 0;
}

/* A positive number without the zeros before it. */
static gnutls_datum_t
number(const guint8 *bytes, gsize n)
{
	while (n > 1 && bytes[0] == 0) {
		bytes++;
		n--;
	}
	return (gnutls_datum_t){(unsigned char *)bytes, (unsigned int)n};
}

/* r and s side by side, each as long as the curve's order. */
static gboolean
signature_holds(const Certificate *certificate, const char *bytes, gsize n, const guint8 *rs, gsize size)
{
	gnutls_sign_algorithm_t algorithm = certificate->curve_bits == 256   ? GNUTLS_SIGN_ECDSA_SHA256
					    : certificate->curve_bits == 384 ? GNUTLS_SIGN_ECDSA_SHA384
									     : GNUTLS_SIGN_ECDSA_SHA512;
	gnutls_datum_t data = {(unsigned char *)bytes, (unsigned int)n}, der = {NULL, 0};
	gnutls_datum_t r = number(rs, size / 2), s = number(rs + size / 2, size / 2);
	if (gnutls_encode_rs_value(&der, &r, &s) < 0)
		return FALSE;
	gboolean holds = gnutls_pubkey_verify_data2(certificate->key, algorithm, 0, &data, &der) >= 0;
	gnutls_free(der.data);
	return holds;
}

BarcodeSignature
code_certificates_judge(const CodeCertificates *certificates, const BarcodeSeal *seal, const char *signed_bytes,
	gsize signed_size, const char *signature, gsize signature_size, BarcodeReason *reason)
{
	guint8 rs[MAX_SIGNATURE];
	gsize size = signature != NULL ? base32_decode(signature, signature_size, rs) : 0;
	if ((size != 64 && size != 96 && size != 132) || seal->signature_date == NULL)
		return verdict(BARCODE_SIGNATURE_INVALID, BARCODE_REASON_MALFORMED, reason);
	if (g_str_equal(seal->authority, "FR00"))
		return verdict(BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_SPECIMEN, reason);
	if (certificates == NULL || certificates->all->len == 0)
		return verdict(BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_NO_CERTIFICATES, reason);
	g_autofree char *name = g_strconcat(seal->authority, seal->certificate, NULL);
	const Certificate *certificate = g_hash_table_lookup(certificates->by_name, name);
	if (certificate == NULL)
		return verdict(BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_UNKNOWN_CERTIFICATE, reason);
	if (certificate->curve_bits == 0)
		return verdict(BARCODE_SIGNATURE_NOT_VERIFIABLE, BARCODE_REASON_UNSUPPORTED, reason);
	if (size != 2 * ((certificate->curve_bits + 7) / 8) ||
		!signature_holds(certificate, signed_bytes, signed_size, rs, size))
		return verdict(BARCODE_SIGNATURE_INVALID, BARCODE_REASON_MISMATCH, reason);
	if (!was_in_force(certificate, seal->signature_date))
		return verdict(BARCODE_SIGNATURE_INVALID, BARCODE_REASON_OUT_OF_VALIDITY, reason);
	return verdict(BARCODE_SIGNATURE_VALID, BARCODE_REASON_NONE, reason);
}
