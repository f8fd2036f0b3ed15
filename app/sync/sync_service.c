#include "app/sync/sync_service.h"
#include "firmware/base/error.h"
#include "firmware/bus/sync1.h"

enum { LOOK_S = 5 }; /* how often the outbox is looked at; SyncNow does not wait for it */

struct SyncService {
	char *state, *key_path, *enrolment, *central;
	SyncOptions options;
	BusSync1 *bus;
	GCancellable *cancellable;
	guint timer;
	gboolean running, again; /* again: SyncNow came while a pass ran */
};

/* What a pass in its thread brings back. */
typedef struct {
	SyncService *service;
	gboolean all, tried;
	SyncResult result;
	StoreCounts counts;
	GError *error;
} Pass;

static void
pass_free(gpointer data)
{
	Pass *pass = data;
	sync_result_clear(&pass->result);
	g_clear_error(&pass->error);
	g_free(pass);
}

static gboolean
mark_sending(gpointer user_data)
{
	SyncService *service = user_data;
	if (service->bus != NULL)
		bus_sync1_set_state(service->bus, "sending");
	return G_SOURCE_REMOVE;
}

static void
pass_run(GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable)
{
	Pass *pass = data;
	SyncService *service = pass->service;
	g_autoptr(Store) store = store_open(service->state, service->key_path, 0, &pass->error);
	g_autoptr(GPtrArray) due =
		store != NULL ? store_outbox_due(store, g_get_real_time() / G_USEC_PER_SEC, pass->all, &pass->error)
			      : NULL;
	if (due != NULL && due->len > 0) {
		/* before pass_ended, which comes with the default priority */
		g_idle_add_full(G_PRIORITY_HIGH, mark_sending, service, NULL);
		pass->tried = sync_run_once(
			store, &service->options, pass->all, cancellable, NULL, NULL, &pass->result, &pass->error);
	}
	if (due != NULL && pass->error == NULL && !store_counts(store, &pass->counts, &pass->error))
		g_clear_pointer(&pass->result.sentence, g_free);
	g_task_return_boolean(task, TRUE);
}

static void pass_start(SyncService *service, gboolean all);

static void
pass_publish(SyncService *service, const Pass *pass)
{
	if (pass->error != NULL)
		g_warning("%s", pass->error->message);
	else if (pass->tried && pass->result.left > 0)
		g_message("%u accepted, %u left: %s", pass->result.accepted, pass->result.left,
			station_error_name(pass->result.error));
	else if (pass->tried && pass->result.accepted > 0)
		g_message("%u accepted, none left", pass->result.accepted);
	if (service->bus == NULL)
		return;
	if (pass->error == NULL) {
		bus_sync1_set_queued(service->bus, pass->counts.queued);
		bus_sync1_set_sent(service->bus, pass->counts.sent);
		bus_sync1_set_accepted(service->bus, pass->counts.accepted);
	}
	gboolean failed = pass->error != NULL || pass->result.left > 0;
	/* a look that found nothing due says nothing new */
	if (pass->tried || pass->error != NULL) {
		StationError code = pass->error != NULL ? station_error_code(pass->error) : pass->result.error;
		bus_sync1_set_last_error(service->bus, failed ? station_error_name(code) : "");
		bus_sync1_set_sentence(service->bus, pass->error != NULL             ? pass->error->message
						     : pass->result.sentence != NULL ? pass->result.sentence
										     : "");
	}
	if (pass->tried && (pass->result.accepted > 0 || !failed))
		bus_sync1_set_last_contact(service->bus, g_get_real_time() / G_USEC_PER_SEC);
	bus_sync1_set_state(service->bus, "idle");
}

static void
pass_ended(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
	SyncService *service = user_data;
	service->running = FALSE;
	pass_publish(service, g_task_get_task_data(G_TASK(result)));
	if (service->again && !g_cancellable_is_cancelled(service->cancellable)) {
		service->again = FALSE;
		pass_start(service, TRUE);
	}
}

static void
pass_start(SyncService *service, gboolean all)
{
	if (service->running) {
		service->again = service->again || all;
		return;
	}
	Pass *pass = g_new0(Pass, 1);
	*pass = (Pass){.service = service, .all = all};
	g_autoptr(GTask) task = g_task_new(NULL, service->cancellable, pass_ended, service);
	g_task_set_task_data(task, pass, pass_free);
	service->running = TRUE;
	g_task_run_in_thread(task, pass_run);
}

static gboolean
look(gpointer user_data)
{
	pass_start(user_data, FALSE);
	return G_SOURCE_CONTINUE;
}

static gboolean
sync_now(BusSync1 *bus, GDBusMethodInvocation *invocation, gpointer user_data)
{
	pass_start(user_data, TRUE);
	bus_sync1_complete_sync_now(bus, invocation);
	return TRUE;
}

static gboolean
publish(SyncService *service, GDBusConnection *connection, GError **error)
{
	service->bus = bus_sync1_skeleton_new();
	bus_sync1_set_state(service->bus, "idle");
	bus_sync1_set_last_error(service->bus, "");
	bus_sync1_set_sentence(service->bus, "");
	g_signal_connect(service->bus, "handle-sync-now", G_CALLBACK(sync_now), service);
	return g_dbus_interface_skeleton_export(
		G_DBUS_INTERFACE_SKELETON(service->bus), connection, "/ia/civil/Sync1", error);
}

SyncService *
sync_service_new(const char *state, const char *key_path, const SyncOptions *options, GDBusConnection *connection,
	GError **error)
{
	g_autoptr(SyncService) service = g_new0(SyncService, 1);
	service->state = g_strdup(state);
	service->key_path = g_strdup(key_path);
	service->enrolment = g_strdup(options->enrolment);
	service->central = g_strdup(options->central);
	service->options = *options;
	service->options.enrolment = service->enrolment;
	service->options.central = service->central;
	service->cancellable = g_cancellable_new();
	if (connection != NULL && !publish(service, connection, error))
		return NULL;
	service->timer = g_timeout_add_seconds(LOOK_S, look, service);
	pass_start(service, FALSE);
	return g_steal_pointer(&service);
}

void
sync_service_free(SyncService *service)
{
	if (service == NULL)
		return;
	g_cancellable_cancel(service->cancellable);
	while (service->running)
		g_main_context_iteration(NULL, TRUE);
	if (service->timer != 0)
		g_source_remove(service->timer);
	if (service->bus != NULL)
		g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(service->bus));
	g_clear_object(&service->bus);
	g_clear_object(&service->cancellable);
	g_free(service->state);
	g_free(service->key_path);
	g_free(service->enrolment);
	g_free(service->central);
	g_free(service);
}
