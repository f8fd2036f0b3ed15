#include "app/central/office.h"
#include "app/central/authority.h"
#include "app/central/ledger.h"
#include "app/seal/durable.h"
#include "app/seal/enrolment.h"
#include "app/seal/seal_key.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <string.h>

enum { MAX_PEM_BYTES = 64 * 1024, MAX_STATION_NAME = 32 };

/* The file's bytes if it is there, else NULL without an error. */
static gboolean
read_if_there(const char *folder, const char *name, GBytes **bytes, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) why = NULL;
	*bytes = durable_read(path, MAX_PEM_BYTES, &why);
	if (*bytes != NULL || station_error_code(why) == STATION_ERROR_NOT_FOUND)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&why));
	return FALSE;
}

/* Of two programs that start together one makes the file; both go on with what is there then. */
static GBytes *
write_or_read(const char *folder, const char *name, GBytes *fresh, int mode, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) why = NULL;
	if (durable_create(path, g_bytes_get_data(fresh, NULL), g_bytes_get_size(fresh), mode, &why) ||
		g_error_matches(why, G_IO_ERROR, G_IO_ERROR_EXISTS))
		return durable_read(path, MAX_PEM_BYTES, error);
	g_propagate_error(error, g_steal_pointer(&why));
	return NULL;
}

static GBytes *
key_ensure(const char *folder, const char *name, GError **error)
{
	g_autoptr(GBytes) there = NULL;
	if (!read_if_there(folder, name, &there, error) || there != NULL)
		return g_steal_pointer(&there);
	g_autoptr(GBytes) fresh = authority_key_new(error);
	return fresh != NULL ? write_or_read(folder, name, fresh, 0600, error) : NULL;
}

typedef struct {
	AuthorityRole role;
	const char *common_name;
	const char *const *hosts;
	const char *certificate_name, *key_name;
} Wanted;

/* The key first: a certificate that is there always has its key. */
static gboolean
pair_ensure(const char *folder, const Wanted *wanted, GBytes *ca, GBytes *ca_key, GBytes **certificate, GBytes **key,
	GError **error)
{
	*key = key_ensure(folder, wanted->key_name, error);
	if (*key == NULL || !read_if_there(folder, wanted->certificate_name, certificate, error))
		return FALSE;
	if (*certificate != NULL)
		return TRUE;
	g_autoptr(GBytes) fresh =
		authority_issue(wanted->role, wanted->common_name, wanted->hosts, *key, ca, ca_key, error);
	*certificate = fresh != NULL ? write_or_read(folder, wanted->certificate_name, fresh, 0644, error) : NULL;
	return *certificate != NULL;
}

static gboolean
ca_ensure(const char *folder, GBytes **ca, GBytes **ca_key, GError **error)
{
	static const Wanted wanted = {AUTHORITY_CA, "Civil.ia enrolment", NULL, "ca.pem", "ca.key"};
	return pair_ensure(folder, &wanted, NULL, NULL, ca, ca_key, error);
}

static gboolean
secret_ensure(const char *folder, const char *name, SealKeyKind kind, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(SealKey) key = seal_key_load_or_create(path, kind, error);
	return key != NULL;
}

gboolean
office_init(const char *folder, const char *const *hosts, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_ptr_array_add(names, (char *)"localhost");
	g_ptr_array_add(names, (char *)"127.0.0.1");
	g_ptr_array_add(names, (char *)"::1");
	for (; hosts != NULL && *hosts != NULL; hosts++)
		g_ptr_array_add(names, (char *)*hosts);
	g_ptr_array_add(names, NULL);
	const Wanted server = {
		AUTHORITY_SERVER, "civilia-central", (const char *const *)names->pdata, "server.pem", "server.key"};
	g_autoptr(GBytes) ca = NULL;
	g_autoptr(GBytes) ca_key = NULL;
	g_autoptr(GBytes) certificate = NULL;
	g_autoptr(GBytes) key = NULL;
	if (!durable_folder(folder, error) || !ca_ensure(folder, &ca, &ca_key, error) ||
		!pair_ensure(folder, &server, ca, ca_key, &certificate, &key, error) ||
		!secret_ensure(folder, OFFICE_SEAL_KEY, SEAL_KEY_BOX_SECRET, error) ||
		!secret_ensure(folder, OFFICE_RECEIPT_KEY, SEAL_KEY_SIGN_SECRET, error))
		return FALSE;
	g_autoptr(Ledger) ledger = ledger_open(folder, error);
	return ledger != NULL;
}

/* The public half of one of the central's secrets, into the enrolment folder. */
static gboolean
public_ensure(const char *folder, const char *secret_name, SealKeyKind secret_kind, const char *to,
	const char *public_name, SealKeyKind public_kind, GError **error)
{
	g_autofree char *secret_path = g_build_filename(folder, secret_name, NULL);
	g_autofree char *public_path = g_build_filename(to, public_name, NULL);
	g_autoptr(GError) why = NULL;
	g_autoptr(SealKey) secret = seal_key_load(secret_path, secret_kind, error);
	if (secret == NULL)
		return FALSE;
	g_autoptr(SealKey) fresh = seal_key_public(secret);
	if (!seal_key_save(fresh, public_path, &why) && !g_error_matches(why, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	g_autoptr(SealKey) there = seal_key_load(public_path, public_kind, error);
	if (there == NULL)
		return FALSE;
	if (memcmp(seal_key_bytes(there), seal_key_bytes(fresh), SEAL_KEY_BYTES) == 0)
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, _("%s : cette clé est d’un autre système central"),
		public_path);
	return FALSE;
}

static gboolean
name_check(const char *station, GError **error)
{
	gsize size = strlen(station);
	gboolean ok = size > 0 && size <= MAX_STATION_NAME;
	for (gsize i = 0; ok && i < size; i++)
		ok = g_ascii_islower(station[i]) || g_ascii_isdigit(station[i]) || station[i] == '-';
	if (!ok)
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE,
			_("un nom de poste a de 1 à %d lettres minuscules, chiffres ou traits d’union"),
			MAX_STATION_NAME);
	return ok;
}

static gboolean
ca_copy(const char *to, GBytes *ca, GError **error)
{
	g_autoptr(GBytes) there = write_or_read(to, ENROLMENT_CA, ca, 0644, error);
	if (there == NULL)
		return FALSE;
	if (g_bytes_equal(there, ca))
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, _("%s : ce dossier vient d’un autre système central"), to);
	return FALSE;
}

gboolean
office_enrol(const char *folder, const char *station, const char *to, GError **error)
{
	const Wanted wanted = {AUTHORITY_CLIENT, station, NULL, ENROLMENT_CERTIFICATE, ENROLMENT_PRIVATE_KEY};
	g_autoptr(GBytes) ca = NULL;
	g_autoptr(GBytes) ca_key = NULL;
	g_autoptr(GBytes) certificate = NULL;
	g_autoptr(GBytes) key = NULL;
	g_autofree char *name = NULL, *fingerprint = NULL;
	if (!name_check(station, error) || !durable_folder(to, error))
		return FALSE;
	if (!read_if_there(folder, "ca.pem", &ca, error) || !read_if_there(folder, "ca.key", &ca_key, error))
		return FALSE;
	if (ca == NULL || ca_key == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND,
			_("%s : pas d’autorité d’enrôlement ici ; lancez d’abord « civilia-central init »"), folder);
		return FALSE;
	}
	if (!ca_copy(to, ca, error) ||
		!public_ensure(folder, OFFICE_SEAL_KEY, SEAL_KEY_BOX_SECRET, to, ENROLMENT_SEAL_KEY,
			SEAL_KEY_BOX_PUBLIC, error) ||
		!public_ensure(folder, OFFICE_RECEIPT_KEY, SEAL_KEY_SIGN_SECRET, to, ENROLMENT_VERIFY_KEY,
			SEAL_KEY_SIGN_PUBLIC, error) ||
		!pair_ensure(to, &wanted, ca, ca_key, &certificate, &key, error) ||
		!authority_examine(certificate, key, ca, &name, &fingerprint, error))
		return FALSE;
	if (!g_str_equal(name, station)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, _("%s : ce dossier est celui du poste « %s »"), to,
			name);
		return FALSE;
	}
	g_autoptr(Ledger) ledger = ledger_open(folder, error);
	return ledger != NULL && ledger_station_add(ledger, name, fingerprint, error);
}
