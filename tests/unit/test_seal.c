/* links: app/seal firmware/base */
#include "app/seal/durable.h"
#include "app/seal/envelope.h"
#include "app/seal/manifest.h"
#include "app/seal/receipt.h"
#include "app/seal/seal.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static GBytes *
bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static GBytes *
pattern(gsize size)
{
	guint8 *data = g_malloc(size + 1);
	for (gsize i = 0; i < size; i++)
		data[i] = (guint8)(i * 31 + (i >> 8));
	return g_bytes_new_take(data, size);
}

static GBytes *
flipped(GBytes *bytes, gsize at)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(bytes, &size);
	guint8 *copy = g_memdup2(data, size);
	copy[at] ^= 1;
	return g_bytes_new_take(copy, size);
}

static void
encrypted_bytes_open_only_with_key_and_context(void)
{
	g_autoptr(SealKey) key = seal_key_new(SEAL_KEY_DOSSIER);
	g_autoptr(SealKey) other = seal_key_new(SEAL_KEY_DOSSIER);
	g_autoptr(GBytes) plain = bytes_of("AHMADI Fereshta");
	g_autoptr(GBytes) sealed = seal_encrypt(key, plain, "page 1/1");
	g_autoptr(GBytes) again = seal_encrypt(key, plain, "page 1/1");
	g_assert_cmpuint(g_bytes_get_size(sealed), ==, 15 + SEAL_OVERHEAD);
	g_assert_false(g_bytes_equal(sealed, again));
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) opened = seal_decrypt(key, sealed, "page 1/1", &error);
	g_assert_no_error(error);
	g_assert_true(g_bytes_equal(opened, plain));
	g_assert_null(seal_decrypt(other, sealed, "page 1/1", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_clear_error(&error);
	g_assert_null(seal_decrypt(key, sealed, "page 1/2", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	for (gsize i = 0; i < g_bytes_get_size(sealed); i++) {
		g_autoptr(GBytes) bad = flipped(sealed, i);
		g_assert_null(seal_decrypt(key, bad, "page 1/1", NULL));
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(sealed, 0, i);
		g_assert_null(seal_decrypt(key, cut, "page 1/1", NULL));
	}
}

static void
a_dossier_key_wraps_and_unwraps(void)
{
	g_autoptr(SealKey) station = seal_key_new(SEAL_KEY_STATION);
	g_autoptr(SealKey) key = seal_key_new(SEAL_KEY_DOSSIER);
	g_autoptr(GBytes) wrapped = seal_wrap(station, key, "key 7");
	g_autoptr(GError) error = NULL;
	g_autoptr(SealKey) back = seal_unwrap(station, wrapped, "key 7", &error);
	g_assert_no_error(error);
	g_assert_cmpmem(seal_key_bytes(back), SEAL_KEY_BYTES, seal_key_bytes(key), SEAL_KEY_BYTES);
	g_assert_null(seal_unwrap(station, wrapped, "key 8", NULL));
	g_autoptr(GBytes) plain = bytes_of("short");
	g_autoptr(GBytes) sealed = seal_encrypt(station, plain, "key 7");
	g_assert_null(seal_unwrap(station, sealed, "key 7", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
}

static void
a_hash_depends_on_key_purpose_and_text(void)
{
	g_autoptr(SealKey) a = seal_key_new(SEAL_KEY_STATION);
	g_autoptr(SealKey) b = seal_key_new(SEAL_KEY_STATION);
	g_autofree char *h1 = seal_hash(a, "file", "123456789"), *h2 = seal_hash(a, "file", "123456789");
	g_autofree char *h3 = seal_hash(b, "file", "123456789"), *h4 = seal_hash(a, "file", "123456788");
	g_autofree char *h5 = seal_hash(a, "other", "123456789");
	g_assert_cmpuint(strlen(h1), ==, 64);
	g_assert_cmpstr(h1, ==, h2);
	g_assert_cmpstr(h1, !=, h3);
	g_assert_cmpstr(h1, !=, h4);
	g_assert_cmpstr(h1, !=, h5);
}

static void
an_envelope_of_any_size_opens_with_the_secret_key(void)
{
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_BOX_SECRET);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	static const gsize sizes[] = {0, 1, 65535, 65536, 65537, 131072, 1000000};
	for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autoptr(GBytes) plain = pattern(sizes[i]);
		g_autoptr(GBytes) envelope = envelope_seal(public_key, plain, "act/page-0001");
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) opened = envelope_open(secret, envelope, "act/page-0001", &error);
		g_assert_no_error(error);
		g_assert_true(g_bytes_equal(opened, plain));
		g_assert_null(envelope_open(secret, envelope, "act/page-0002", &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	}
}

static void
an_altered_or_cut_envelope_is_refused(void)
{
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_BOX_SECRET);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	g_autoptr(SealKey) other = seal_key_new(SEAL_KEY_BOX_SECRET);
	g_autoptr(GBytes) plain = pattern(65536 + 100);
	g_autoptr(GBytes) envelope = envelope_seal(public_key, plain, "x");
	gsize size = g_bytes_get_size(envelope);
	g_assert_null(envelope_open(other, envelope, "x", NULL));
	for (gsize i = 0; i < size; i += i < 300 ? 1 : 997) {
		g_autoptr(GBytes) bad = flipped(envelope, i);
		g_assert_null(envelope_open(secret, bad, "x", NULL));
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(envelope, 0, i);
		g_assert_null(envelope_open(secret, cut, "x", NULL));
	}
	/* cut exactly after the first chunk, which is not marked final */
	g_autoptr(GBytes) cut = g_bytes_new_from_bytes(envelope, 0, 112 + 65536 + 17);
	g_autoptr(GError) error = NULL;
	g_assert_null(envelope_open(secret, cut, "x", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_clear_error(&error);
	g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
	g_assert_null(envelope_open(secret, none, "x", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
	g_clear_error(&error);
	g_autoptr(GBytes) huge = g_bytes_new_take(g_malloc0(ENVELOPE_MAX_BYTES + 1), ENVELOPE_MAX_BYTES + 1);
	g_assert_null(envelope_open(secret, huge, "x", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
}

static void
a_signature_holds_for_its_bytes_only(void)
{
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_SIGN_SECRET);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	guint8 signature[SEAL_SIGNATURE_BYTES];
	seal_sign(secret, "abc", 3, signature);
	g_assert_true(seal_verify(public_key, "abc", 3, signature));
	g_assert_false(seal_verify(public_key, "abd", 3, signature));
	signature[5] ^= 1;
	g_assert_false(seal_verify(public_key, "abc", 3, signature));
}

static const char uuid[] = "6f0c1e0a-0000-4000-8000-00000000abcd";
static const char sha[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void
a_receipt_says_what_was_signed(void)
{
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_SIGN_SECRET);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	g_autoptr(SealKey) stranger = seal_key_new(SEAL_KEY_SIGN_SECRET);
	const Receipt told = {(char *)uuid, (char *)"guichet-1", (char *)sha, 1790000000};
	g_autoptr(GBytes) bytes = receipt_sign(secret, &told);
	g_autoptr(GError) error = NULL;
	g_autoptr(Receipt) receipt = receipt_open(public_key, bytes, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(receipt->act, ==, uuid);
	g_assert_cmpstr(receipt->station, ==, "guichet-1");
	g_assert_cmpstr(receipt->manifest, ==, sha);
	g_assert_cmpint(receipt->received_s, ==, 1790000000);
	g_autoptr(GBytes) forged = receipt_sign(stranger, &told);
	g_assert_null(receipt_open(public_key, forged, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	for (gsize i = 0; i < g_bytes_get_size(bytes); i++) {
		g_autoptr(GBytes) bad = flipped(bytes, i);
		g_assert_null(receipt_open(public_key, bad, NULL));
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(bytes, 0, i);
		g_assert_null(receipt_open(public_key, cut, NULL));
	}
}

static void
a_manifest_is_refused_past_its_bounds(void)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)manifest_part_free);
	g_autoptr(GError) error = NULL;
	g_assert_false(manifest_check(uuid, "birth", parts, &error));
	g_clear_error(&error);
	g_ptr_array_add(parts, manifest_part_new("act", 10, sha));
	g_ptr_array_add(parts, manifest_part_new("page-0001", 20, sha));
	g_assert_true(manifest_check(uuid, "birth", parts, &error));
	g_autofree char *digest = manifest_digest(uuid, "birth", parts);
	g_assert_cmpuint(strlen(digest), ==, 64);
	static const char *const not_acts[] = {"", "x", "6F0C1E0A-0000-4000-8000-00000000ABCD",
		"6f0c1e0a-0000-4000-8000-00000000abc", "6f0c1e0a-0000-4000-8000-00000000abcd0",
		"6f0c1e0a/0000-4000-8000-00000000abcd", "../../../../../../../etc/passwd-----"};
	for (guint i = 0; i < G_N_ELEMENTS(not_acts); i++)
		g_assert_false(manifest_check(not_acts[i], "birth", parts, NULL));
	g_assert_false(manifest_check(uuid, "BIRTH", parts, NULL));
	struct {
		const char *name;
		guint64 size;
		const char *sha256;
		StationError code;
	} bad[] = {
		{"act", 1, sha, STATION_ERROR_PROTOCOL},
		{"../x", 1, sha, STATION_ERROR_PROTOCOL},
		{"", 1, sha, STATION_ERROR_PROTOCOL},
		{"x", 0, sha, STATION_ERROR_PROTOCOL},
		{"x", 1, "zz", STATION_ERROR_PROTOCOL},
		{"x", G_MAXUINT64, sha, STATION_ERROR_TOO_LARGE},
		{"x", MANIFEST_MAX_PART_BYTES + 1, sha, STATION_ERROR_TOO_LARGE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_ptr_array_add(parts, manifest_part_new(bad[i].name, bad[i].size, bad[i].sha256));
		g_assert_false(manifest_check(uuid, "birth", parts, &error));
		g_assert_error(error, STATION_ERROR, (int)bad[i].code);
		g_clear_error(&error);
		g_ptr_array_set_size(parts, 2);
	}
	for (guint i = 0; i < 30; i++) {
		g_autofree char *name = g_strdup_printf("p%u", i);
		g_ptr_array_add(parts, manifest_part_new(name, MANIFEST_MAX_PART_BYTES, sha));
	}
	g_assert_false(manifest_check(uuid, "birth", parts, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
}

static void
a_key_file_is_made_once_and_read_back(void)
{
	g_autofree char *folder = g_dir_make_tmp("seal-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "station.key", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_null(seal_key_load(path, SEAL_KEY_STATION, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_autoptr(SealKey) made = seal_key_load_or_create(path, SEAL_KEY_STATION, &error);
	g_assert_no_error(error);
	g_autoptr(SealKey) again = seal_key_load_or_create(path, SEAL_KEY_STATION, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(seal_key_bytes(made), SEAL_KEY_BYTES, seal_key_bytes(again), SEAL_KEY_BYTES);
	GStatBuf info;
	g_assert_cmpint(g_stat(path, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 0777, ==, 0600);
	g_assert_false(seal_key_save(made, path, &error));
	g_assert_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS);
	g_clear_error(&error);
	g_assert_null(seal_key_load(path, SEAL_KEY_SIGN_SECRET, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_assert_cmpstr(g_dir_read_name(dir), ==, "station.key");
	g_assert_null(g_dir_read_name(dir)); /* nothing half-made beside it */
	g_unlink(path);
	g_rmdir(folder);
}

static void
a_bad_key_file_is_refused(void)
{
	g_autofree char *folder = g_dir_make_tmp("seal-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "k", NULL);
	g_autofree char *long_text = g_strnfill(10000, 'a');
	g_autofree char *long_hex = g_strconcat("civilia station 1 ", sha, "00\n", NULL);
	g_autofree char *not_hex = g_strconcat("civilia station 1 ", sha, NULL);
	not_hex[30] = 'z';
	const char *const texts[] = {"", "\n", "civilia", "civilia station 1 ", "civilia station 1 00", long_text,
		long_hex, not_hex,
		"civilia station 2 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(path, texts[i], -1, NULL));
		g_assert_null(seal_key_load(path, SEAL_KEY_STATION, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
		g_assert_nonnull(strstr(error->message, path));
		/* and it is never replaced by a new one */
		g_assert_null(seal_key_load_or_create(path, SEAL_KEY_STATION, NULL));
	}
	g_unlink(path);
	g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
	g_assert_null(seal_key_load(path, SEAL_KEY_STATION, NULL));
	g_rmdir(path);
	g_rmdir(folder);
	g_autoptr(SealKey) key = seal_key_new(SEAL_KEY_STATION);
	g_autoptr(GError) error = NULL;
	g_assert_false(seal_key_save(key, path, &error)); /* the folder is gone */
	g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(f) g_test_add_func("/seal/" #f, f)
	TEST(encrypted_bytes_open_only_with_key_and_context);
	TEST(a_dossier_key_wraps_and_unwraps);
	TEST(a_hash_depends_on_key_purpose_and_text);
	TEST(an_envelope_of_any_size_opens_with_the_secret_key);
	TEST(an_altered_or_cut_envelope_is_refused);
	TEST(a_signature_holds_for_its_bytes_only);
	TEST(a_receipt_says_what_was_signed);
	TEST(a_manifest_is_refused_past_its_bounds);
	TEST(a_key_file_is_made_once_and_read_back);
	TEST(a_bad_key_file_is_refused);
	return g_test_run();
}
