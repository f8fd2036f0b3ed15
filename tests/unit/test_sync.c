/* links: app/sync app/store app/seal app/db app/dossier firmware/base firmware/bus tests/fakes/exchange */
#include "app/seal/receipt.h"
#include "app/seal/enrolment.h"
#include "app/sync/sync.h"
#include "firmware/base/error.h"
#include "tests/fakes/exchange/central_process.h"
#include "tests/fakes/exchange/fault_proxy.h"
#include <signal.h>
#include <string.h>

typedef struct {
	CentralProcess *central;
	char *state;
	Store *store;
	SyncOptions options;
} Place;

static void
place_init(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	place->central = central_process_new();
	place->state = g_dir_make_tmp("state-XXXXXX", NULL);
	place->store = store_open(place->state, NULL, 0, &error);
	g_assert_no_error(error);
	place->options = (SyncOptions){place->central->enrolment, place->central->url, 3000, 60000};
}

static void
place_clear(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	store_close(place->store);
	folder_remove(place->state);
	g_free(place->state);
	central_process_free(place->central);
}

/* A dossier with an act and pages of this size, queued. */
static char *
queue_new(Place *place, const char *number, guint pages, gsize size)
{
	gint64 dossier = 0;
	char *id = NULL;
	g_autoptr(GBytes) json = g_bytes_new_static("{\"act\":\"birth\"}", 15);
	g_assert_true(store_dossier_ensure(place->store, number, &dossier, NULL, NULL));
	for (guint i = 0; i < pages; i++) {
		guint8 *data = g_malloc(size);
		for (gsize at = 0; at < size; at++)
			data[at] = (guint8)(at * 7 + i);
		g_autoptr(GBytes) jpeg = g_bytes_new_take(data, size);
		g_assert_true(store_page_add(place->store, dossier, jpeg, NULL, NULL));
	}
	g_assert_true(store_act_put(place->store, dossier, ACT_BIRTH, json, &id, NULL));
	g_autoptr(GError) error = NULL;
	g_assert_true(store_act_queue(place->store, id, place->central->enrolment, &error));
	g_assert_no_error(error);
	return id;
}

static SyncResult
sync_well(Place *place)
{
	SyncResult result = {0};
	g_autoptr(GError) error = NULL;
	g_assert_true(sync_run_once(place->store, &place->options, TRUE, NULL, NULL, NULL, &result, &error));
	g_assert_no_error(error);
	return result;
}

static void
assert_left(Place *place, StationError code)
{
	SyncResult result = sync_well(place);
	g_assert_cmpuint(result.accepted, ==, 0);
	g_assert_cmpuint(result.left, ==, 1);
	g_assert_cmpstr(station_error_name(result.error), ==, station_error_name(code));
	g_assert_nonnull(result.sentence);
	g_assert_cmpint(result.next_attempt_s, >, 0);
	g_test_message("%s", result.sentence);
	sync_result_clear(&result);
}

static void
assert_all_sent(Place *place, guint accepted)
{
	SyncResult result = sync_well(place);
	g_assert_cmpstr(result.sentence, ==, NULL);
	g_assert_cmpuint(result.accepted, ==, accepted);
	g_assert_cmpuint(result.left, ==, 0);
}

static guint16
port_of(const char *url)
{
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
	return (guint16)g_uri_get_port(uri);
}

/* How many acts the central has accepted; each of them opens there. */
static guint
central_count(Place *place)
{
	int status = -1;
	g_autofree char *list =
		program_output("civilia-central", &status, "list", "--state", place->central->folder, NULL);
	g_assert_cmpint(status, ==, 0);
	g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
	guint accepted = 0;
	for (char **line = lines; **line != '\0'; line++) {
		if (strstr(*line, " accepted ") == NULL)
			continue;
		g_autofree char *id = g_strndup(*line, 36);
		g_autofree char *shown =
			program_output("civilia-central", &status, "show", id, "--state", place->central->folder, NULL);
		g_assert_cmpint(status, ==, 0);
		g_assert_nonnull(strstr(shown, "{\"act\":\"birth\"}"));
		accepted++;
	}
	return accepted;
}

static void
assert_receipt(Place *place, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(place->central->enrolment, ENROLMENT_VERIFY_KEY, NULL);
	g_autoptr(SealKey) key = seal_key_load(path, SEAL_KEY_SIGN_PUBLIC, &error);
	g_autoptr(GBytes) bytes = store_receipt_get(place->store, id, &error);
	g_assert_no_error(error);
	g_autoptr(Receipt) receipt = receipt_open(key, bytes, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(receipt->act, ==, id);
	g_assert_cmpstr(receipt->station, ==, "guichet-1");
}

static void
queued_acts_arrive_once_and_are_released(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *a = queue_new(place, "1", 2, 700000), *b = queue_new(place, "2", 0, 0);
	assert_all_sent(place, 2);
	assert_all_sent(place, 0);
	g_assert_cmpuint(central_count(place), ==, 2);
	assert_receipt(place, a);
	assert_receipt(place, b);
	g_assert_null(store_page_get(place->store, 1, 1, NULL));
	StoreDossier dossier;
	g_assert_true(store_dossier_get(place->store, 1, &dossier, NULL));
	g_assert_cmpint(dossier.state, ==, STORE_ACCEPTED);
}

static void
an_empty_outbox_needs_no_central(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	central_process_kill(place->central);
	assert_all_sent(place, 0);
}

static void
a_central_that_is_down_is_tried_again_later(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 1, 1000);
	central_process_kill(place->central);
	assert_left(place, STATION_ERROR_UNREACHABLE);
	g_autoptr(StoreAct) act = store_act_info(place->store, id, NULL);
	g_assert_cmpuint(act->attempts, ==, 1);
	g_assert_cmpstr(act->last_error, ==, "unreachable");
	/* before its time nothing is tried, and that is said */
	SyncResult result = {0};
	g_assert_true(sync_run_once(place->store, &place->options, FALSE, NULL, NULL, NULL, &result, NULL));
	g_assert_cmpuint(result.left, ==, 1);
	g_assert_cmpstr(station_error_name(result.error), ==, "unreachable");
	g_assert_nonnull(result.sentence);
	sync_result_clear(&result);
	central_process_start(place->central);
	assert_all_sent(place, 1);
	g_assert_cmpuint(central_count(place), ==, 1);
}

static void
a_central_that_hangs_costs_a_bounded_time(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 1, 1000);
	place->options.request_timeout_ms = 1000;
	kill(place->central->pid, SIGSTOP);
	gint64 start = g_get_monotonic_time();
	assert_left(place, STATION_ERROR_TIMEOUT);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 4 * G_USEC_PER_SEC);
	kill(place->central->pid, SIGCONT);
	place->options.request_timeout_ms = 5000;
	assert_all_sent(place, 1);
	g_assert_cmpuint(central_count(place), ==, 1);
}

static void
a_connection_cut_at_any_byte_is_taken_up_again(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 2, 2500000);
	FaultProxy *proxy = fault_proxy_new(port_of(place->central->url));
	g_autofree char *url = g_strdup_printf("https://127.0.0.1:%u", fault_proxy_port(proxy));
	place->options.central = url;
	/* in the handshake, in the header: nothing gets through */
	static const guint64 early[] = {1, 100, 600, 1500, 2500, 100000};
	for (guint i = 0; i < G_N_ELEMENTS(early); i++) {
		fault_proxy_cut_after(proxy, early[i]);
		assert_left(place, STATION_ERROR_UNREACHABLE);
	}
	/* later: each connection gets a little on */
	guint runs = 0;
	for (SyncResult result = {.left = 1}; result.left > 0; runs++) {
		fault_proxy_cut_after(proxy, 270000 + runs * 31337);
		result = sync_well(place);
		sync_result_clear(&(SyncResult){.sentence = result.sentence});
		g_assert_cmpuint(runs, <, 40);
	}
	g_assert_cmpuint(fault_proxy_connections(proxy), >, G_N_ELEMENTS(early) + 5);
	g_assert_cmpuint(central_count(place), ==, 1);
	assert_receipt(place, id);
	fault_proxy_free(proxy);
}

static void
a_station_that_is_not_enrolled_is_told(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 0, 0);
	int status = -1;
	g_free(program_output("civilia-central", &status, "revoke", "--state", place->central->folder, "--station",
		"guichet-1", NULL));
	g_assert_cmpint(status, ==, 0);
	assert_left(place, STATION_ERROR_REFUSED);
	g_free(program_output("civilia-central", &status, "enrol", "--state", place->central->folder, "--station",
		"guichet-1", "--to", place->central->enrolment, NULL));
	assert_all_sent(place, 1);
}

static void
a_central_of_another_authority_is_not_believed(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 0, 0);
	CentralProcess *impostor = central_process_new();
	place->options.central = impostor->url;
	assert_left(place, STATION_ERROR_UNREACHABLE);
	central_process_free(impostor);
	place->options.central = place->central->url;
	assert_all_sent(place, 1);
}

static void
wrong_addresses_and_enrolments_are_refused(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 0, 0);
	const char *const addresses[] = {"", "http://127.0.0.1:1", "https://", "ftp://x", "127.0.0.1", "https://a@b/",
		"https://h/path", "https://h?q"};
	SyncResult result = {0};
	for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autoptr(GError) error = NULL;
		place->options.central = addresses[i];
		g_assert_false(sync_run_once(place->store, &place->options, TRUE, NULL, NULL, NULL, &result, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
	}
	g_autoptr(GError) error = NULL;
	place->options.central = place->central->url;
	place->options.enrolment = "/nowhere";
	g_assert_false(sync_run_once(place->store, &place->options, TRUE, NULL, NULL, NULL, &result, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
}

static void
a_cancelled_run_loses_nothing(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 1, 1000);
	g_autoptr(GCancellable) cancellable = g_cancellable_new();
	g_autoptr(GError) error = NULL;
	SyncResult result = {0};
	g_cancellable_cancel(cancellable);
	g_assert_true(sync_run_once(place->store, &place->options, TRUE, cancellable, NULL, NULL, &result, &error));
	g_assert_cmpstr(station_error_name(result.error), ==, "cancelled");
	g_assert_cmpuint(result.left, ==, 1);
	sync_result_clear(&result);
	assert_all_sent(place, 1);
}

static void
count_progress(guint index, guint total, guint64 sent, guint64 bytes, gpointer user_data)
{
	guint64 *last = user_data;
	g_assert_cmpuint(index, ==, 1);
	g_assert_cmpuint(total, ==, 1);
	g_assert_cmpuint(sent, >=, *last);
	g_assert_cmpuint(sent, <=, bytes);
	*last = sent;
}

static void
progress_only_goes_forward(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *id = queue_new(place, "1", 1, 1000000);
	guint64 last = 0;
	SyncResult result = {0};
	g_assert_true(sync_run_once(place->store, &place->options, TRUE, NULL, count_progress, &last, &result, NULL));
	g_assert_cmpuint(last, >, 1000000);
	g_assert_cmpuint(result.accepted, ==, 1);
}

static void
pauses_grow_to_an_hour(void)
{
	for (guint attempts = 0; attempts < 100; attempts++) {
		gint64 longest = attempts > 9 ? 3600 : MIN(3600, 5 << attempts);
		for (int i = 0; i < 20; i++) {
			gint64 pause = sync_pause_s(attempts);
			g_assert_cmpint(pause, >=, longest / 2);
			g_assert_cmpint(pause, <=, longest);
		}
	}
}

int
main(int argc, char **argv)
{
	sync_prepare();
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sync/pauses_grow_to_an_hour", pauses_grow_to_an_hour);
#define TEST(f) g_test_add("/sync/" #f, Place, NULL, place_init, f, place_clear)
	TEST(queued_acts_arrive_once_and_are_released);
	TEST(an_empty_outbox_needs_no_central);
	TEST(a_central_that_is_down_is_tried_again_later);
	TEST(a_central_that_hangs_costs_a_bounded_time);
	TEST(a_connection_cut_at_any_byte_is_taken_up_again);
	TEST(a_station_that_is_not_enrolled_is_told);
	TEST(a_central_of_another_authority_is_not_believed);
	TEST(wrong_addresses_and_enrolments_are_refused);
	TEST(a_cancelled_run_loses_nothing);
	TEST(progress_only_goes_forward);
	return g_test_run();
}
