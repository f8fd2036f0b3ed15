/* links: app/sync app/store app/seal app/db app/dossier firmware/base firmware/bus tests/fakes/exchange */
#include "app/store/store.h"
#include "firmware/base/paths.h"
#include "firmware/bus/sync1.h"
#include "tests/fakes/exchange/central_process.h"
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

typedef struct {
	GTestDBus *dbus;
	CentralProcess *central;
	char *state;
	GPid syncd;
	BusSync1 *proxy;
} Place;

static void
place_init(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	place->dbus = g_test_dbus_new(G_TEST_DBUS_NONE);
	g_test_dbus_up(place->dbus);
	place->central = central_process_new();
	place->state = g_dir_make_tmp("state-XXXXXX", NULL);
	g_autofree char *path = paths_program("civilia-syncd");
	const char *argv[] = {path, "--bus", "session", "--state", place->state, "--enrolment",
		place->central->enrolment, "--central", place->central->url, "--timeout", "5", "--with-parent", NULL};
	g_spawn_async(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
		&place->syncd, &error);
	g_assert_no_error(error);
	for (int i = 0; i < 1000; i++) {
		g_clear_object(&place->proxy);
		place->proxy = bus_sync1_proxy_new_for_bus_sync(
			G_BUS_TYPE_SESSION, G_DBUS_PROXY_FLAGS_NONE, "ia.civil.Sync1", "/ia/civil/Sync1", NULL, &error);
		g_assert_no_error(error);
		g_autofree char *owner = g_dbus_proxy_get_name_owner(G_DBUS_PROXY(place->proxy));
		if (owner != NULL)
			return;
		g_usleep(10000);
	}
	g_error("civilia-syncd does not appear on the bus");
}

static void
place_clear(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	int status = -1;
	g_clear_object(&place->proxy);
	kill(place->syncd, SIGTERM);
	g_assert_cmpint(waitpid(place->syncd, &status, 0), ==, place->syncd);
	g_assert_cmpint(status, ==, 0); /* an orderly end, also with a pass under way */
	central_process_free(place->central);
	folder_remove(place->state);
	g_free(place->state);
	g_test_dbus_down(place->dbus);
	g_object_unref(place->dbus);
}

static gboolean
tick(gpointer user_data G_GNUC_UNUSED)
{
	return G_SOURCE_CONTINUE;
}

/* Until the properties say so, at most 20 s. */
static void
wait_for(Place *place, guint accepted, const char *error_name)
{
	guint ticks = g_timeout_add(50, tick, NULL);
	gint64 end = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
	while (bus_sync1_get_accepted(place->proxy) != accepted ||
		g_strcmp0(bus_sync1_get_last_error(place->proxy), error_name) != 0 ||
		g_strcmp0(bus_sync1_get_state(place->proxy), "idle") != 0) {
		if (g_get_monotonic_time() > end)
			g_error("accepted %u, error %s, state %s", bus_sync1_get_accepted(place->proxy),
				bus_sync1_get_last_error(place->proxy), bus_sync1_get_state(place->proxy));
		g_main_context_iteration(NULL, TRUE);
	}
	g_source_remove(ticks);
}

static void
queue_one(Place *place, const char *number)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(place->state, NULL, 0, &error);
	g_assert_no_error(error);
	g_autoptr(GBytes) json = g_bytes_new_static("{}", 2);
	g_autofree char *id = NULL;
	gint64 dossier = 0;
	g_assert_true(store_dossier_ensure(store, number, &dossier, NULL, &error));
	g_assert_true(store_act_put(store, dossier, ACT_BIRTH, json, &id, &error));
	g_assert_true(store_act_queue(store, id, place->central->enrolment, &error));
}

static void
a_queued_act_is_sent_without_being_asked(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	queue_one(place, "1");
	wait_for(place, 1, "");
	g_assert_cmpint(bus_sync1_get_last_contact(place->proxy), >, 0);
	g_assert_cmpuint(bus_sync1_get_queued(place->proxy), ==, 0);
	g_assert_cmpstr(bus_sync1_get_sentence(place->proxy), ==, "");
}

static void
sync_now_does_not_wait_for_the_next_attempt(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	central_process_kill(place->central);
	queue_one(place, "1");
	g_assert_true(bus_sync1_call_sync_now_sync(place->proxy, NULL, &error));
	wait_for(place, 0, "unreachable");
	g_assert_cmpuint(bus_sync1_get_queued(place->proxy), ==, 1);
	g_assert_cmpstr(bus_sync1_get_sentence(place->proxy), !=, "");
	central_process_start(place->central);
	g_assert_true(bus_sync1_call_sync_now_sync(place->proxy, NULL, &error));
	wait_for(place, 1, "");
}

static void
it_ends_in_order_while_the_central_hangs(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	kill(place->central->pid, SIGSTOP);
	queue_one(place, "1");
	g_assert_true(bus_sync1_call_sync_now_sync(place->proxy, NULL, &error));
	g_usleep(300000);
	g_assert_true(bus_sync1_call_sync_now_sync(place->proxy, NULL, &error)); /* it answers while it sends */
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(f) g_test_add("/sync-service/" #f, Place, NULL, place_init, f, place_clear)
	TEST(a_queued_act_is_sent_without_being_asked);
	TEST(sync_now_does_not_wait_for_the_next_attempt);
	TEST(it_ends_in_order_while_the_central_hangs);
	return g_test_run();
}
