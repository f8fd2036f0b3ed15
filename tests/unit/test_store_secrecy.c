/* links: app/store app/seal app/db app/dossier firmware/base */
#include "app/seal/enrolment.h"
#include "app/seal/seal_key.h"
#include "app/store/store.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <string.h>

enum { LEAST_BYTES = 6 };

/* What is personal, in several scripts: values as a caller puts them into readings, documents, acts. */
static const char *const values[] = {"AHMADI", "Fereshta", "1991-03-12", "12 MAR 1991", "P0012345", "Mazar-e Charif",
	"\xd9\x81\xd8\xb1\xd8\xb4\xd8\xaa\xd9\x87 \xd8\xa7\xd8\xad\xd9\x85\xd8\xaf\xdb\x8c",
	"\xd0\x9a\xd0\xbe\xd0\xb2\xd0\xb0\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xba\xd0\xbe", "\xc3\x89lo\xc3\xafse Nd\xc3\xb4ye",
	"P<AFGAHMADI<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<", "2023-10-04711", "person.surname", "page-jpeg-content"};
static const char file_number[] = "2023-10-04711";

static gboolean
contains(const char *data, gsize size, const char *value, gsize value_size)
{
	return value_size >= LEAST_BYTES && memmem(data, size, value, value_size) != NULL;
}

/* The value in any of the encodings that a careless program could have left behind. */
static char *
found(const char *data, gsize size, const char *value)
{
	static const char *const encodings[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE"};
	for (guint i = 0; i < G_N_ELEMENTS(encodings); i++) {
		gsize length = 0;
		g_autofree char *encoded = g_convert(value, -1, encodings[i], "UTF-8", NULL, &length, NULL);
		if (encoded != NULL && contains(data, size, encoded, length))
			return g_strdup_printf("%s as %s", value, encodings[i]);
	}
	g_autofree char *base64 = g_base64_encode((const guint8 *)value, strlen(value));
	return contains(data, size, base64, strlen(base64)) ? g_strdup_printf("%s as base64", value) : NULL;
}

static void
assert_secret(const char *folder, const char *when)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	guint files = 0;
	for (const char *name; (name = g_dir_read_name(dir)) != NULL; files++) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *data = NULL;
		gsize size = 0;
		g_assert_true(g_file_get_contents(path, &data, &size, NULL));
		for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
			g_autofree char *what = found(data, size, values[i]);
			if (what != NULL)
				g_error("%s, %s: %s", when, name, what);
		}
	}
	g_assert_cmpuint(files, >=, 4); /* database, log, index of the log, key */
}

static GBytes *
text_of_all(void)
{
	g_autofree char *text = g_strjoinv(
		"\n", (char **)(const char *[]){values[0], values[1], values[2], values[3], values[4], values[5],
			      values[6], values[7], values[8], values[9], values[10], values[11], NULL});
	return g_bytes_new(text, strlen(text));
}

static GBytes *
page_of_all(void)
{
	g_autoptr(GString) page = g_string_new(NULL);
	while (page->len < 300000) {
		for (guint i = 0; i < G_N_ELEMENTS(values); i++)
			g_string_append(page, values[i]);
	}
	return g_string_free_to_bytes(g_steal_pointer(&page));
}

static void
remove_all(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

static void
nothing_personal_is_ever_in_a_file_in_clear(void)
{
	g_autofree char *folder = g_dir_make_tmp("secrecy-XXXXXX", NULL),
			*enrolment = g_dir_make_tmp("enrol-XXXXXX", NULL);
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_BOX_SECRET), public_key = seal_key_public(secret);
	g_autofree char *path = g_build_filename(enrolment, ENROLMENT_SEAL_KEY, NULL);
	g_assert_true(seal_key_save(public_key, path, NULL));
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(folder, NULL, 0, &error);
	g_assert_no_error(error);
	g_autoptr(GBytes) text = text_of_all(), page = page_of_all(), receipt = g_bytes_new_static("receipt", 7);
	g_autofree char *act = NULL;
	gint64 id = 0;
	g_assert_true(store_dossier_ensure(store, file_number, &id, NULL, &error));
	assert_secret(folder, "created");
	for (guint i = 1; i <= 3; i++) {
		g_assert_true(store_page_add(store, id, page, NULL, &error));
		g_assert_true(store_reading_put(store, id, i, text, &error));
	}
	g_assert_true(store_page_delete(store, id, 2, &error));
	g_assert_true(store_page_put(store, id, 1, text, &error));
	g_assert_true(store_documents_put(store, id, text, &error));
	assert_secret(folder, "read");
	g_assert_true(store_act_put(store, id, ACT_BIRTH, text, &act, &error));
	g_assert_true(store_act_queue(store, act, enrolment, &error));
	assert_secret(folder, "queued");
	g_assert_true(store_outbox_failed(store, act, "unreachable", 1, &error));
	g_assert_true(store_outbox_accepted(store, act, receipt, &error));
	assert_secret(folder, "accepted");
	g_clear_pointer(&store, store_close);
	remove_all(folder);
	remove_all(enrolment);
}

static void
the_search_finds_what_is_there(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		static const char *const encodings[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
		for (guint e = 0; e < G_N_ELEMENTS(encodings); e++) {
			gsize length = 0;
			g_autofree char *encoded = g_convert(values[i], -1, encodings[e], "UTF-8", NULL, &length, NULL);
			g_autofree char *hay = g_malloc0(length + 200);
			memcpy(hay + 101, encoded, length);
			g_autofree char *what = found(hay, length + 200, values[i]);
			g_assert_nonnull(what);
		}
	}
}

/* With the station key in hand: what was released is not in the file any more, not even encrypted under a key that
 * could be found again among freed pages. */
static void
a_released_key_leaves_no_trace(void)
{
	g_autofree char *folder = g_dir_make_tmp("secrecy-XXXXXX", NULL),
			*path = g_build_filename(folder, "station.db", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(folder, NULL, 0, &error);
	g_autoptr(GBytes) page = page_of_all();
	gint64 id = 0;
	g_assert_true(store_dossier_ensure(store, file_number, &id, NULL, &error));
	g_assert_true(store_page_add(store, id, page, NULL, &error));
	g_assert_true(store_check(store, &error));
	/* the wrapped key as the file has it, through a second look at the same file */
	g_autofree char *wrapped = NULL;
	const char *argv[] = {"python3", "-c",
		"import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT hex(wrapped) FROM "
		"dossier_key')"
		".fetchone()[0], end='')",
		path, NULL};
	int status = 1;
	g_assert_true(g_spawn_sync(
		NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &wrapped, NULL, &status, &error));
	g_assert_cmpint(status, ==, 0);
	gsize size = strlen(wrapped) / 2;
	g_assert_cmpuint(size, ==, 72);
	g_autofree char *needle = g_malloc(size);
	for (gsize i = 0; i < size; i++)
		needle[i] =
			(char)(g_ascii_xdigit_value(wrapped[2 * i]) * 16 + g_ascii_xdigit_value(wrapped[2 * i + 1]));
	g_assert_true(store_dossier_delete(store, id, &error));
	static const char *const names[] = {"station.db", "station.db-wal"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *file = g_build_filename(folder, names[i], NULL), *data = NULL;
		gsize length = 0;
		g_assert_true(g_file_get_contents(file, &data, &length, NULL));
		g_assert_null(memmem(data, length, needle, size));
	}
	g_clear_pointer(&store, store_close);
	remove_all(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store-secrecy/nothing_personal_is_ever_in_a_file_in_clear",
		nothing_personal_is_ever_in_a_file_in_clear);
	g_test_add_func("/store-secrecy/the_search_finds_what_is_there", the_search_finds_what_is_there);
	g_test_add_func("/store-secrecy/a_released_key_leaves_no_trace", a_released_key_leaves_no_trace);
	return g_test_run();
}
