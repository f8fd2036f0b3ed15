#include "app/central/authority.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

enum { DAY_S = 86400, CA_DAYS = 3650, OTHER_DAYS = 825 };

typedef struct gnutls_x509_crt_int Certificate;
typedef struct gnutls_x509_privkey_int PrivateKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Certificate, gnutls_x509_crt_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrivateKey, gnutls_x509_privkey_deinit)

static gboolean
check(int rc, const char *what, GError **error)
{
	if (rc >= 0)
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, "%s : %s", what, gnutls_strerror(rc));
	return FALSE;
}

static GBytes *
take(gnutls_datum_t *datum)
{
	GBytes *bytes = g_bytes_new(datum->data, datum->size);
	gnutls_memset(datum->data, 0, datum->size);
	gnutls_free(datum->data);
	return bytes;
}

static gnutls_datum_t
datum_of(GBytes *bytes)
{
	gsize size;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	return (gnutls_datum_t){(unsigned char *)data, (unsigned int)size};
}

static PrivateKey *
key_import(GBytes *pem, GError **error)
{
	PrivateKey *key = NULL;
	gnutls_datum_t datum = datum_of(pem);
	gnutls_x509_privkey_init(&key);
	if (check(gnutls_x509_privkey_import(key, &datum, GNUTLS_X509_FMT_PEM), _("clé privée illisible"), error))
		return key;
	gnutls_x509_privkey_deinit(key);
	return NULL;
}

static Certificate *
certificate_import(GBytes *pem, GError **error)
{
	Certificate *certificate = NULL;
	gnutls_datum_t datum = datum_of(pem);
	gnutls_x509_crt_init(&certificate);
	if (check(gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_PEM), _("certificat illisible"), error))
		return certificate;
	gnutls_x509_crt_deinit(certificate);
	return NULL;
}

GBytes *
authority_key_new(GError **error)
{
	g_autoptr(PrivateKey) key = NULL;
	gnutls_datum_t pem = {0};
	gnutls_x509_privkey_init(&key);
	if (!check(gnutls_x509_privkey_generate(
			   key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		    _("la clé privée ne se crée pas"), error) ||
		!check(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem), _("la clé privée ne se crée pas"),
			error))
		return NULL;
	return take(&pem);
}

static int
name_host(Certificate *certificate, const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);
	if (address == NULL)
		return gnutls_x509_crt_set_subject_alt_name(
			certificate, GNUTLS_SAN_DNSNAME, host, (unsigned int)strlen(host), GNUTLS_FSAN_APPEND);
	return gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes(address),
		(unsigned int)g_inet_address_get_native_size(address), GNUTLS_FSAN_APPEND);
}

static int
fill(Certificate *certificate, AuthorityRole role, const char *common_name, PrivateKey *key)
{
	guint8 serial[16];
	time_t now = time(NULL);
	int rc = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
	serial[0] &= 0x7f; /* a positive number */
	/* a day back: the clock of an appliance may be a little slow */
	gnutls_x509_crt_set_activation_time(certificate, now - DAY_S);
	gnutls_x509_crt_set_expiration_time(
		certificate, now + (time_t)DAY_S * (role == AUTHORITY_CA ? CA_DAYS : OTHER_DAYS));
	if (rc >= 0)
		rc = gnutls_x509_crt_set_version(certificate, 3);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_serial(certificate, serial, sizeof serial);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_dn_by_oid(
			certificate, GNUTLS_OID_X520_COMMON_NAME, 0, common_name, (unsigned int)strlen(common_name));
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key(certificate, key);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_basic_constraints(
			certificate, role == AUTHORITY_CA, role == AUTHORITY_CA ? 0 : -1);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key_usage(certificate, role == AUTHORITY_CA
									? GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN
									: GNUTLS_KEY_DIGITAL_SIGNATURE);
	if (rc >= 0 && role != AUTHORITY_CA)
		rc = gnutls_x509_crt_set_key_purpose_oid(
			certificate, role == AUTHORITY_SERVER ? GNUTLS_KP_TLS_WWW_SERVER : GNUTLS_KP_TLS_WWW_CLIENT, 0);
	return rc;
}

GBytes *
authority_issue(AuthorityRole role, const char *common_name, const char *const *hosts, GBytes *key,
	GBytes *issuer_certificate, GBytes *issuer_key, GError **error)
{
	g_autoptr(PrivateKey) private = key_import(key, error);
	g_autoptr(Certificate) certificate = NULL;
	g_autoptr(Certificate) issuer = NULL;
	g_autoptr(PrivateKey) signer = NULL;
	gnutls_datum_t pem = {0};
	if (private == NULL)
		return NULL;
	if (role != AUTHORITY_CA && ((issuer = certificate_import(issuer_certificate, error)) == NULL ||
					    (signer = key_import(issuer_key, error)) == NULL))
		return NULL;
	gnutls_x509_crt_init(&certificate);
	int rc = fill(certificate, role, common_name, private);
	for (; rc >= 0 && hosts != NULL && *hosts != NULL; hosts++)
		rc = name_host(certificate, *hosts);
	if (rc >= 0)
		rc = gnutls_x509_crt_sign2(certificate, issuer != NULL ? issuer : certificate,
			signer != NULL ? signer : private, GNUTLS_DIG_SHA256, 0);
	if (rc >= 0)
		rc = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);
	return check(rc, _("le certificat ne se crée pas"), error) ? take(&pem) : NULL;
}

static gboolean
belongs(Certificate *certificate, PrivateKey *key, Certificate *issuer)
{
	guint8 a[64], b[64];
	size_t a_size = sizeof a, b_size = sizeof b;
	unsigned int status = 0;
	return gnutls_x509_crt_get_key_id(certificate, 0, a, &a_size) >= 0 &&
	       gnutls_x509_privkey_get_key_id(key, 0, b, &b_size) >= 0 && a_size == b_size &&
	       memcmp(a, b, a_size) == 0 && gnutls_x509_crt_verify(certificate, &issuer, 1, 0, &status) >= 0 &&
	       status == 0;
}

gboolean
authority_examine(
	GBytes *certificate, GBytes *key, GBytes *issuer, char **common_name, char **fingerprint, GError **error)
{
	g_autoptr(Certificate) subject = certificate_import(certificate, error);
	g_autoptr(PrivateKey) private = subject != NULL ? key_import(key, error) : NULL;
	g_autoptr(Certificate) above = private != NULL ? certificate_import(issuer, error) : NULL;
	if (above == NULL)
		return FALSE;
	if (!belongs(subject, private, above)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_KEY,
			_("ce certificat a expiré, ou n’est pas de cette autorité, ou pas de cette clé"));
		return FALSE;
	}
	char name[256] = "";
	size_t size = sizeof name;
	gnutls_datum_t der = {0};
	if (!check(gnutls_x509_crt_get_dn_by_oid(subject, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &size),
		    _("certificat illisible"), error) ||
		!check(gnutls_x509_crt_export2(subject, GNUTLS_X509_FMT_DER, &der), _("certificat illisible"), error))
		return FALSE;
	g_autoptr(GBytes) bytes = take(&der);
	*common_name = g_strdup(name);
	*fingerprint = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	return TRUE;
}
