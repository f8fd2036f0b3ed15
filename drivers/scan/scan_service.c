#include "drivers/scan/scan_service.h"
#include "drivers/scan/scan_job.h"
#include "drivers/scan/scan_query.h"
#include "drivers/scan/scan_sentence.h"
#include "firmware/base/error.h"
#include "firmware/bus/scanner1.h"
#include <string.h>

/* A job holds up to four pages until it is closed: these bounds keep a careless client from filling the memory. */
enum { MAX_JOBS = 16, MAX_JOBS_PER_OWNER = 4, MAX_QUERIES = 8, LIST_MS = 30000 };

struct ScanService {
	GDBusConnection *connection;
	const ScannerLaunch *launch;
	const QuirkTable *quirks;
	BusScanner1 *object;
	GPtrArray *jobs;     /* ScanJob */
	GPtrArray *queries;  /* Query, not owned: each is freed by its answer */
	GHashTable *owners;  /* bus name of a client -> its watch */
	GHashTable *models;  /* device name -> "vendor\nmodel", as last listed */
	guint sweep, n_jobs; /* source; jobs ever started */
};

typedef struct {
	ScanService *service;
	GDBusMethodInvocation *invocation;
	char *device; /* NULL: a list */
	ScanQuery *query;
} Query;

static void
return_error(GDBusMethodInvocation *invocation, StationError code)
{
	g_autofree char *sentence = scan_sentence(code, 0, 0);
	g_dbus_method_invocation_return_error_literal(invocation, STATION_ERROR, (gint)code, sentence);
}

static void
tell_state(ScanService *service)
{
	const char *state = "idle";
	for (guint i = 0; i < service->jobs->len; i++) {
		ScanJobPhase phase = scan_job_phase(service->jobs->pdata[i]);
		if (phase == SCAN_JOB_RUNNING)
			state = "scanning";
		else if (phase == SCAN_JOB_RECOVERING && g_str_equal(state, "idle"))
			state = "recovering";
	}
	if (g_strcmp0(bus_scanner1_get_state(service->object), state) != 0)
		bus_scanner1_set_state(service->object, state);
}

static gboolean
has_jobs(const ScanService *service, const char *owner)
{
	for (guint i = 0; i < service->jobs->len; i++) {
		if (g_str_equal(scan_job_owner(service->jobs->pdata[i]), owner))
			return TRUE;
	}
	return FALSE;
}

/* Frees what is over and closed; in an idle call, never under a job's feet. */
static gboolean
sweep(gpointer data)
{
	ScanService *service = data;
	service->sweep = 0;
	for (guint i = service->jobs->len; i > 0; i--) {
		ScanJob *job = service->jobs->pdata[i - 1];
		if (scan_job_phase(job) != SCAN_JOB_OVER || !scan_job_is_closed(job))
			continue;
		g_autofree char *owner = g_strdup(scan_job_owner(job));
		g_ptr_array_remove_index(service->jobs, i - 1);
		if (!has_jobs(service, owner))
			g_hash_table_remove(service->owners, owner);
	}
	tell_state(service);
	return G_SOURCE_REMOVE;
}

static void
job_changed(gpointer data)
{
	ScanService *service = data;
	tell_state(service);
	if (service->sweep == 0)
		service->sweep = g_idle_add(sweep, service);
}

static void
owner_left(GDBusConnection *connection, const char *name, gpointer data)
{
	(void)connection;
	ScanService *service = data;
	for (guint i = 0; i < service->jobs->len; i++) {
		if (g_str_equal(scan_job_owner(service->jobs->pdata[i]), name))
			scan_job_close(service->jobs->pdata[i]);
	}
}

static void
unwatch(gpointer watch)
{
	g_bus_unwatch_name(GPOINTER_TO_UINT(watch));
}

/* --- questions --- */

static void
remember_models(ScanService *service, GVariant *devices)
{
	GVariantIter iter;
	const char *name, *vendor, *model;
	g_hash_table_remove_all(service->models);
	g_variant_iter_init(&iter, devices);
	while (g_variant_iter_next(&iter, "(&s&s&s&s)", &name, &vendor, &model, NULL))
		g_hash_table_insert(service->models, g_strdup(name), g_strdup_printf("%s\n%s", vendor, model));
}

static Quirks *
find_quirks(const ScanService *service, const char *device)
{
	const char *known = g_hash_table_lookup(service->models, device);
	g_auto(GStrv) parts = g_strsplit(known != NULL ? known : "", "\n", 2);
	gboolean has_both = parts[0] != NULL && parts[1] != NULL;
	return quirk_table_find(service->quirks, device, has_both ? parts[0] : NULL, has_both ? parts[1] : NULL);
}

static void
query_answered(ScanQuery *answered, GVariant *answer, const GError *error, gpointer data)
{
	(void)answered;
	Query *query = data;
	ScanService *service = query->service;
	g_autoptr(GVariant) devices =
		answer != NULL ? g_variant_lookup_value(answer, "devices", G_VARIANT_TYPE("a(ssss)")) : NULL;
	if (error != NULL) {
		g_dbus_method_invocation_return_gerror(query->invocation, error);
	} else if (query->device != NULL) {
		bus_scanner1_complete_get_capabilities(service->object, query->invocation, answer);
	} else if (devices != NULL) {
		remember_models(service, devices);
		bus_scanner1_complete_list_devices(service->object, query->invocation, devices);
	} else {
		return_error(query->invocation, STATION_ERROR_FAILED);
	}
	g_ptr_array_remove_fast(service->queries, query);
	g_free(query->device);
	g_free(query);
}

static void
ask(ScanService *service, GDBusMethodInvocation *invocation, const char *device)
{
	g_autoptr(GError) error = NULL;
	GVariant *arguments = NULL;
	int timeout_ms = LIST_MS;
	if (service->queries->len >= MAX_QUERIES) {
		return_error(invocation, STATION_ERROR_BUSY);
		return;
	}
	if (device != NULL) {
		g_autoptr(Quirks) quirks = find_quirks(service, device);
		g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
		g_variant_dict_insert(&dict, "device", "s", device);
		g_variant_dict_insert_value(&dict, "quirks", quirks_to_variant(quirks));
		arguments = g_variant_dict_end(&dict);
		timeout_ms = quirks->first_byte_ms;
	}
	Query *query = g_new0(Query, 1);
	*query = (Query){service, invocation, g_strdup(device), NULL};
	query->query = scan_query_start(service->launch, device != NULL ? "capabilities" : "list", arguments,
		timeout_ms, query_answered, query, &error);
	if (query->query == NULL) {
		g_warning("%s", error->message);
		return_error(invocation, STATION_ERROR_FAILED);
		g_free(query->device);
		g_free(query);
		return;
	}
	g_ptr_array_add(service->queries, query);
}

/* The device is in use: by a job (its process may still be closing it) or a question. */
static gboolean
is_in_use(const ScanService *service, const char *device)
{
	for (guint i = 0; i < service->jobs->len; i++) {
		ScanJob *job = service->jobs->pdata[i];
		if (scan_job_phase(job) != SCAN_JOB_OVER && g_str_equal(scan_job_device(job), device))
			return TRUE;
	}
	for (guint i = 0; i < service->queries->len; i++) {
		const Query *query = service->queries->pdata[i];
		if (g_strcmp0(query->device, device) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
handle_list_devices(BusScanner1 *object, GDBusMethodInvocation *invocation, ScanService *service)
{
	(void)object;
	ask(service, invocation, NULL);
	return TRUE;
}

static gboolean
handle_get_capabilities(
	BusScanner1 *object, GDBusMethodInvocation *invocation, const char *device, ScanService *service)
{
	(void)object;
	if (strlen(device) > SCANNER_MAX_NAME_BYTES)
		return_error(invocation, STATION_ERROR_NO_DEVICE);
	else if (is_in_use(service, device))
		return_error(invocation, STATION_ERROR_BUSY);
	else
		ask(service, invocation, device);
	return TRUE;
}

/* --- jobs --- */

static gboolean
has_room(const ScanService *service, const char *owner)
{
	guint own = 0;
	for (guint i = 0; i < service->jobs->len; i++)
		own += g_str_equal(scan_job_owner(service->jobs->pdata[i]), owner);
	return service->jobs->len < MAX_JOBS && own < MAX_JOBS_PER_OWNER;
}

static gboolean
handle_start(BusScanner1 *object, GDBusMethodInvocation *invocation, const char *device, GVariant *options,
	ScanService *service)
{
	const char *owner = g_dbus_method_invocation_get_sender(invocation);
	g_autoptr(GError) error = NULL;
	ScannerRequest request;
	if (!scanner_request_parse(options, &request, &error)) {
		g_dbus_method_invocation_return_gerror(invocation, error);
		return TRUE;
	}
	if (strlen(device) > SCANNER_MAX_NAME_BYTES || *device == '\0') {
		return_error(invocation, STATION_ERROR_NO_DEVICE);
		return TRUE;
	}
	if (is_in_use(service, device) || !has_room(service, owner)) {
		return_error(invocation, STATION_ERROR_BUSY);
		return TRUE;
	}
	g_autoptr(Quirks) quirks = find_quirks(service, device);
	ScanJobSetup setup = {
		service->connection, ++service->n_jobs, owner, device, options, quirks, job_changed, service};
	ScanJob *job = scan_job_new(service->launch, &setup, &error);
	if (job == NULL) {
		g_warning("%s", error->message);
		return_error(invocation, STATION_ERROR_FAILED);
		return TRUE;
	}
	g_ptr_array_add(service->jobs, job);
	if (!g_hash_table_contains(service->owners, owner))
		g_hash_table_insert(service->owners, g_strdup(owner),
			GUINT_TO_POINTER(g_bus_watch_name_on_connection(service->connection, owner,
				G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, owner_left, service, NULL)));
	tell_state(service);
	bus_scanner1_complete_start(object, invocation, scan_job_path(job));
	return TRUE;
}

ScanService *
scan_service_new(GDBusConnection *connection, const ScannerLaunch *launch, const QuirkTable *quirks, GError **error)
{
	g_autoptr(ScanService) service = g_new0(ScanService, 1);
	service->connection = g_object_ref(connection);
	service->launch = launch;
	service->quirks = quirks;
	service->jobs = g_ptr_array_new_with_free_func((GDestroyNotify)scan_job_free);
	service->queries = g_ptr_array_new();
	service->owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unwatch);
	service->models = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	service->object = bus_scanner1_skeleton_new();
	bus_scanner1_set_state(service->object, "idle");
	g_signal_connect(service->object, "handle-list-devices", G_CALLBACK(handle_list_devices), service);
	g_signal_connect(service->object, "handle-get-capabilities", G_CALLBACK(handle_get_capabilities), service);
	g_signal_connect(service->object, "handle-start", G_CALLBACK(handle_start), service);
	if (!g_dbus_interface_skeleton_export(
		    G_DBUS_INTERFACE_SKELETON(service->object), connection, SCAN_SERVICE_PATH, error))
		return NULL;
	return g_steal_pointer(&service);
}

void
scan_service_free(ScanService *service)
{
	if (service == NULL)
		return;
	g_clear_handle_id(&service->sweep, g_source_remove);
	for (guint i = 0; i < service->queries->len; i++) {
		Query *query = service->queries->pdata[i];
		scan_query_free(query->query);
		return_error(query->invocation, STATION_ERROR_FAILED);
		g_free(query->device);
		g_free(query);
	}
	g_ptr_array_unref(service->queries);
	g_ptr_array_unref(service->jobs);
	g_hash_table_unref(service->owners);
	g_hash_table_unref(service->models);
	g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(service->object));
	g_object_unref(service->object);
	g_object_unref(service->connection);
	g_free(service);
}
