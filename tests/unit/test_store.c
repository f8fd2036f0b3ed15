/* links: app/store app/seal app/db app/dossier firmware/base */
#include "app/seal/enrolment.h"
#include "app/seal/envelope.h"
#include "app/seal/manifest.h"
#include "app/store/store.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
	char *folder, *enrolment;
	SealKey *central; /* its secret key */
	Store *store;
} Place;

static void
remove_folder(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

static Store *
open_well(const char *folder)
{
	GError *error = NULL;
	Store *store = store_open(folder, NULL, STORE_CHECK, &error);
	g_assert_no_error(error);
	return store;
}

static void
place_init(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	place->folder = g_dir_make_tmp("store-XXXXXX", NULL);
	place->enrolment = g_dir_make_tmp("enrol-XXXXXX", NULL);
	place->central = seal_key_new(SEAL_KEY_BOX_SECRET);
	g_autoptr(SealKey) public_key = seal_key_public(place->central);
	g_autofree char *path = g_build_filename(place->enrolment, ENROLMENT_SEAL_KEY, NULL);
	g_assert_true(seal_key_save(public_key, path, NULL));
	place->store = open_well(place->folder);
}

static void
place_clear(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	store_close(place->store);
	seal_key_free(place->central);
	remove_folder(place->folder);
	remove_folder(place->enrolment);
	g_free(place->folder);
	g_free(place->enrolment);
}

static GBytes *
bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static void
assert_bytes(GBytes *bytes, const char *text)
{
	g_assert_nonnull(bytes);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), text, strlen(text));
	g_bytes_unref(bytes);
}

static gint64
dossier_of(Place *place, const char *number)
{
	gint64 id = 0;
	GError *error = NULL;
	g_assert_true(store_dossier_ensure(place->store, number, &id, NULL, &error));
	g_assert_no_error(error);
	return id;
}

static void
add_page(Place *place, gint64 dossier, const char *text)
{
	g_autoptr(GBytes) jpeg = bytes_of(text);
	g_autoptr(GError) error = NULL;
	g_assert_true(store_page_add(place->store, dossier, jpeg, NULL, &error));
	g_assert_no_error(error);
}

static char *
put_act(Place *place, gint64 dossier, ActKind kind, const char *text)
{
	g_autoptr(GBytes) json = bytes_of(text);
	char *id = NULL;
	g_autoptr(GError) error = NULL;
	g_assert_true(store_act_put(place->store, dossier, kind, json, &id, &error));
	g_assert_no_error(error);
	return id;
}

static void
queue_act(Place *place, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(store_act_queue(place->store, id, place->enrolment, &error));
	g_assert_no_error(error);
}

static void
accept_act(Place *place, const char *id)
{
	g_autoptr(GBytes) receipt = bytes_of("receipt");
	g_autoptr(GError) error = NULL;
	g_assert_true(store_outbox_accepted(place->store, id, receipt, &error));
	g_assert_no_error(error);
}

static StoreState
state_of(Place *place, gint64 id)
{
	StoreDossier dossier = {0};
	g_assert_true(store_dossier_get(place->store, id, &dossier, NULL));
	return dossier.state;
}

static void
a_dossier_is_found_again_by_its_number(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 a = dossier_of(place, "123456789"), b = dossier_of(place, "123456780"), id = 0;
	g_assert_cmpint(a, !=, b);
	g_assert_cmpint(dossier_of(place, " 123456789\n"), ==, a);
	store_close(place->store);
	place->store = open_well(place->folder);
	gboolean created = TRUE;
	g_autoptr(GError) error = NULL;
	g_assert_true(store_dossier_ensure(place->store, "123456780", &id, &created, &error));
	g_assert_false(created);
	g_assert_cmpint(id, ==, b);
	g_autofree char *number = store_dossier_file_number(place->store, a, &error);
	g_assert_cmpstr(number, ==, "123456789");
	g_autoptr(GArray) list = store_dossier_list(place->store, &error);
	g_assert_cmpuint(list->len, ==, 2);
	g_assert_cmpint(g_array_index(list, StoreDossier, 0).state, ==, STORE_SCANNING);
	g_assert_false(store_dossier_find(place->store, "nobody", &id, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_autofree char *long_number = g_strnfill(STORE_MAX_FILE_NUMBER + 1, '1');
	const char *const bad[] = {"", "   ", long_number, "\xff\xfe"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(store_dossier_ensure(place->store, bad[i], &id, NULL, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
		g_clear_error(&error);
	}
}

static void
pages_keep_their_order(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autoptr(GError) error = NULL;
	add_page(place, id, "one");
	add_page(place, id, "two");
	add_page(place, id, "three");
	g_autoptr(GBytes) reading = bytes_of("words of three"), other = bytes_of("second");
	g_assert_true(store_reading_put(place->store, id, 3, reading, &error));
	g_assert_true(store_page_delete(place->store, id, 1, &error));
	assert_bytes(store_page_get(place->store, id, 1, &error), "two");
	assert_bytes(store_page_get(place->store, id, 2, &error), "three");
	assert_bytes(store_reading_get(place->store, id, 2, &error), "words of three");
	g_assert_null(store_page_get(place->store, id, 3, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_autoptr(GBytes) three = bytes_of("three");
	g_assert_true(store_page_put(place->store, id, 2, three, &error)); /* the same: its reading stays */
	assert_bytes(store_reading_get(place->store, id, 2, &error), "words of three");
	g_assert_true(store_page_put(place->store, id, 2, other, &error));
	assert_bytes(store_page_get(place->store, id, 2, &error), "second");
	g_assert_null(store_reading_get(place->store, id, 2, &error)); /* of the page that was replaced */
	g_clear_error(&error);
	g_assert_true(store_page_put(place->store, id, 3, other, &error));
	g_assert_false(store_page_put(place->store, id, 5, other, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	g_clear_error(&error);
	g_assert_false(store_page_put(place->store, id, 0, other, &error));
	g_clear_error(&error);
	guint count = 0;
	g_assert_true(store_page_count(place->store, id, &count, &error));
	g_assert_cmpuint(count, ==, 3);
}

static void
contents_out_of_bounds_are_refused(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) none = g_bytes_new(NULL, 0), page = bytes_of("p");
	g_autoptr(GBytes) huge = g_bytes_new_take(g_malloc0(STORE_MAX_PAGE_BYTES + 1), STORE_MAX_PAGE_BYTES + 1);
	g_assert_false(store_page_add(place->store, id, none, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	g_clear_error(&error);
	g_assert_false(store_page_add(place->store, id, huge, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
	g_clear_error(&error);
	g_assert_false(store_page_add(place->store, 77, page, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_false(store_reading_put(place->store, id, 1, page, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_null(store_documents_get(place->store, id, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_null(store_act_get(place->store, "no-such-act", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	for (int i = 0; i < STORE_MAX_PAGES; i++)
		g_assert_true(store_page_add(place->store, id, page, NULL, &error));
	g_assert_false(store_page_add(place->store, id, page, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
}

static void
a_draft_keeps_its_id(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autofree char *first = put_act(place, id, ACT_BIRTH, "{1}"), *second = put_act(place, id, ACT_BIRTH, "{2}");
	g_autofree char *wedding = put_act(place, id, ACT_MARRIAGE, "{3}");
	g_assert_cmpstr(first, ==, second);
	g_assert_cmpstr(first, !=, wedding);
	g_assert_true(manifest_is_act(first));
	assert_bytes(store_act_get(place->store, first, NULL), "{2}");
	g_autoptr(GPtrArray) acts = store_act_list(place->store, id, NULL);
	g_assert_cmpuint(acts->len, ==, 2);
	const StoreAct *act = g_ptr_array_index(acts, 1);
	g_assert_cmpint(act->kind, ==, ACT_MARRIAGE);
	g_assert_cmpint(act->state, ==, STORE_ACT_DRAFT);
	g_autoptr(GPtrArray) due = store_outbox_due(place->store, G_MAXINT32, TRUE, NULL);
	g_assert_cmpuint(due->len, ==, 0);
}

static GBytes *
whole_part(Place *place, const char *act, const ManifestPart *part)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	while (bytes->len < part->size) {
		g_autoptr(GBytes) chunk = store_outbox_read(place->store, act, part->name, bytes->len, 1000, NULL);
		g_assert_cmpuint(g_bytes_get_size(chunk), ==, MIN(1000, part->size - bytes->len));
		g_byte_array_append(bytes, g_bytes_get_data(chunk, NULL), (guint)g_bytes_get_size(chunk));
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

static void
a_queued_act_opens_with_the_central_key_only(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autofree char *page = g_strnfill(200000, 'p');
	add_page(place, id, page);
	g_autoptr(GBytes) documents = bytes_of("{facts}");
	g_assert_true(store_documents_put(place->store, id, documents, NULL));
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	queue_act(place, act);
	queue_act(place, act); /* again: nothing more happens */
	g_assert_cmpint(state_of(place, id), ==, STORE_QUEUED);
	g_autoptr(GPtrArray) parts = store_outbox_parts(place->store, act, NULL);
	const char *const names[] = {"act", "documents", "page-0001"}, *const texts[] = {"{act}", "{facts}", page};
	g_assert_cmpuint(parts->len, ==, 3);
	for (guint i = 0; i < parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(parts, i);
		g_assert_cmpstr(part->name, ==, names[i]);
		g_autoptr(GBytes) envelope = whole_part(place, act, part);
		g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, envelope);
		g_assert_cmpstr(sha256, ==, part->sha256);
		g_autofree char *context = g_strconcat(act, "/", part->name, NULL);
		g_autoptr(GError) error = NULL;
		assert_bytes(envelope_open(place->central, envelope, context, &error), texts[i]);
		g_assert_null(envelope_open(place->central, envelope, "another/act", &error));
	}
	/* past the end there is nothing */
	g_autoptr(GBytes) past = store_outbox_read(place->store, act, "act", 1000000, 10, NULL);
	g_assert_cmpuint(g_bytes_get_size(past), ==, 0);
}

static void
what_is_queued_cannot_be_changed(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	add_page(place, id, "page");
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	queue_act(place, act);
	g_autoptr(GBytes) bytes = bytes_of("x");
	Store *store = place->store;
	g_autoptr(GError) error = NULL;
	g_assert_false(store_page_add(store, id, bytes, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	g_assert_false(store_page_put(store, id, 1, bytes, NULL));
	g_assert_false(store_page_delete(store, id, 1, NULL));
	g_assert_false(store_reading_put(store, id, 1, bytes, NULL));
	g_assert_false(store_documents_put(store, id, bytes, NULL));
	g_assert_false(store_act_put(store, id, ACT_BIRTH, bytes, NULL, NULL));
	g_assert_false(store_act_delete(store, act, NULL));
	g_assert_false(store_dossier_set_state(store, id, STORE_SCANNING, NULL));
	g_assert_false(store_dossier_delete(store, id, NULL));
	g_assert_false(store_dossier_reopen(store, id, "1", NULL));
	assert_bytes(store_page_get(store, id, 1, NULL), "page");
}

static void
a_missing_central_key_leaves_the_draft(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	g_autoptr(GError) error = NULL;
	g_assert_false(store_act_queue(place->store, act, "/nowhere", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_assert_cmpint(state_of(place, id), ==, STORE_SCANNING);
	g_assert_false(store_act_queue(place->store, "6f0c1e0a-0000-4000-8000-00000000abcd", place->enrolment, NULL));
}

static void
a_failed_attempt_waits_for_its_time(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	queue_act(place, act);
	g_assert_true(store_outbox_failed(place->store, act, "unreachable", 1000, NULL));
	g_autoptr(GPtrArray) early = store_outbox_due(place->store, 999, FALSE, NULL);
	g_assert_cmpuint(early->len, ==, 0);
	g_autoptr(GPtrArray) due = store_outbox_due(place->store, 1000, FALSE, NULL);
	g_assert_cmpuint(due->len, ==, 1);
	const StoreAct *waiting = g_ptr_array_index(due, 0);
	g_assert_cmpuint(waiting->attempts, ==, 1);
	g_assert_cmpstr(waiting->last_error, ==, "unreachable");
	g_autoptr(GPtrArray) all = store_outbox_due(place->store, 0, TRUE, NULL);
	g_assert_cmpuint(all->len, ==, 1);
	/* the clock was set back by a year: the act does not wait a year */
	g_assert_true(store_outbox_failed(place->store, act, "unreachable", 40000000, NULL));
	g_autoptr(GPtrArray) back = store_outbox_due(place->store, 1000, FALSE, NULL);
	g_assert_cmpuint(back->len, ==, 1);
}

static void
a_receipt_releases_the_dossier(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	add_page(place, id, "page");
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	g_autoptr(GBytes) receipt = bytes_of("r");
	g_autoptr(GError) error = NULL;
	g_assert_false(store_outbox_accepted(place->store, act, receipt, &error)); /* a draft */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	g_clear_error(&error);
	queue_act(place, act);
	g_assert_true(store_outbox_sent(place->store, act, &error));
	g_assert_cmpint(state_of(place, id), ==, STORE_SENT);
	accept_act(place, act);
	accept_act(place, act);
	g_assert_cmpint(state_of(place, id), ==, STORE_ACCEPTED);
	assert_bytes(store_receipt_get(place->store, act, &error), "receipt");
	g_assert_null(store_act_get(place->store, act, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_clear_error(&error);
	g_assert_null(store_dossier_file_number(place->store, id, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_clear_error(&error);
	g_assert_null(store_page_get(place->store, id, 1, NULL));
	g_assert_null(store_outbox_parts(place->store, act, NULL));
	g_assert_cmpint(dossier_of(place, "1"), ==, id); /* still found */
	StoreCounts counts = {0};
	g_assert_true(store_counts(place->store, &counts, NULL));
	g_assert_cmpuint(counts.accepted, ==, 1);
	g_assert_cmpuint(counts.queued + counts.sent + counts.drafts, ==, 0);
	g_assert_cmpint(counts.last_accepted_s, >, 0);
}

static void
the_last_act_of_a_dossier_releases_it(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	add_page(place, id, "page");
	g_autofree char *birth = put_act(place, id, ACT_BIRTH, "{b}"),
			*wedding = put_act(place, id, ACT_MARRIAGE, "{m}");
	g_autofree char *death = put_act(place, id, ACT_DEATH, "{d}");
	queue_act(place, birth);
	accept_act(place, birth);
	g_assert_cmpint(state_of(place, id), ==, STORE_QUEUED);
	assert_bytes(store_page_get(place->store, id, 1, NULL), "page");
	queue_act(place, wedding);
	accept_act(place, wedding);
	g_assert_cmpint(state_of(place, id), ==, STORE_QUEUED);
	g_assert_true(store_act_delete(place->store, death, NULL)); /* a draft that is not wanted */
	g_assert_cmpint(state_of(place, id), ==, STORE_ACCEPTED);
	g_assert_null(store_page_get(place->store, id, 1, NULL));
}

static void
an_accepted_dossier_can_be_reopened(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	dossier_of(place, "2");
	g_autofree char *act = put_act(place, id, ACT_BIRTH, "{act}");
	queue_act(place, act);
	accept_act(place, act);
	g_assert_false(store_dossier_reopen(place->store, id, "2", NULL));
	g_assert_true(store_dossier_reopen(place->store, id, "1", NULL));
	g_assert_cmpint(state_of(place, id), ==, STORE_SCANNING);
	add_page(place, id, "new");
	g_autofree char *second = put_act(place, id, ACT_BIRTH, "{again}");
	g_assert_cmpstr(second, !=, act);
	assert_bytes(store_receipt_get(place->store, act, NULL), "receipt");
	g_assert_null(store_act_get(place->store, act, NULL));
	g_assert_true(store_dossier_delete(place->store, id, NULL)); /* the new visit only */
	g_assert_cmpint(state_of(place, id), ==, STORE_ACCEPTED);
	assert_bytes(store_receipt_get(place->store, act, NULL), "receipt");
}

static void
a_deleted_dossier_is_gone_and_its_id_with_it(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	gint64 id = dossier_of(place, "1");
	add_page(place, id, "page");
	g_free(put_act(place, id, ACT_BIRTH, "{act}"));
	g_assert_true(store_dossier_delete(place->store, id, NULL));
	g_assert_false(store_dossier_delete(place->store, id, NULL));
	g_assert_cmpint(dossier_of(place, "1"), >, id);
}

static void
one_program_at_a_time_may_have_the_folder(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) first = store_open(place->folder, NULL, STORE_EXCLUSIVE, &error);
	g_assert_no_error(error);
	g_assert_null(store_open(place->folder, NULL, STORE_EXCLUSIVE, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_LOCKED);
	g_assert_nonnull(strstr(error->message, place->folder));
	g_clear_error(&error);
	g_autoptr(Store) shared = store_open(place->folder, NULL, 0, &error); /* syncd beside it */
	g_assert_nonnull(shared);
	g_clear_pointer(&first, store_close);
	g_autoptr(Store) next = store_open(place->folder, NULL, STORE_EXCLUSIVE, &error);
	g_assert_nonnull(next);
}

static void
the_station_key_is_never_made_twice(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *path = g_build_filename(place->folder, "station.key", NULL);
	g_autofree char *aside = g_build_filename(place->folder, "aside", NULL);
	g_autoptr(GError) error = NULL;
	dossier_of(place, "1");
	g_clear_pointer(&place->store, store_close);
	g_assert_cmpint(g_rename(path, aside), ==, 0);
	g_assert_null(store_open(place->folder, NULL, 0, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
	g_autoptr(Store) elsewhere = store_open(place->folder, aside, 0, &error); /* as from a credentials folder */
	g_assert_nonnull(elsewhere);
	g_autoptr(SealKey) wrong = seal_key_new(SEAL_KEY_STATION);
	g_assert_true(seal_key_save(wrong, path, NULL));
	g_assert_null(store_open(place->folder, NULL, 0, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_assert_nonnull(strstr(error->message, path));
}

static void
states_have_names(Place *place G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
	for (int i = 0; i < STORE_STATE_N; i++) {
		StoreState state = STORE_STATE_N;
		g_assert_true(store_state_parse(store_state_name((StoreState)i), &state));
		g_assert_cmpint((int)state, ==, i);
	}
	StoreState state;
	g_assert_false(store_state_parse("nonsense", &state));
	g_assert_false(store_state_parse(NULL, &state));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(f) g_test_add("/store/" #f, Place, NULL, place_init, f, place_clear)
	TEST(a_dossier_is_found_again_by_its_number);
	TEST(pages_keep_their_order);
	TEST(contents_out_of_bounds_are_refused);
	TEST(a_draft_keeps_its_id);
	TEST(a_queued_act_opens_with_the_central_key_only);
	TEST(what_is_queued_cannot_be_changed);
	TEST(a_missing_central_key_leaves_the_draft);
	TEST(a_failed_attempt_waits_for_its_time);
	TEST(a_receipt_releases_the_dossier);
	TEST(the_last_act_of_a_dossier_releases_it);
	TEST(an_accepted_dossier_can_be_reopened);
	TEST(a_deleted_dossier_is_gone_and_its_id_with_it);
	TEST(one_program_at_a_time_may_have_the_folder);
	TEST(the_station_key_is_never_made_twice);
	TEST(states_have_names);
	return g_test_run();
}
