#include "app/casework/scan_client.h"
#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include "firmware/bus/scanner1.h"

#define SERVICE_NAME "ia.civil.Scanner1"
#define SERVICE_PATH "/ia/civil/Scanner1"

enum { START_MS = 10000, ANSWER_MS = 130 * 1000 /* longer than any model's first-byte-ms */ };

struct ScanClient {
	PrivateBus *bus; /* or NULL */
	GPid service;
	GDBusConnection *connection;
	BusScanner1 *scanner;
};

void
scan_client_translate(GError **error)
{
	if (error == NULL || *error == NULL)
		return;
	g_dbus_error_strip_remote_error(*error);
	if ((*error)->domain == STATION_ERROR || g_error_matches(*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return;
	g_info("scanner service: %s", (*error)->message);
	g_clear_error(error);
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_UNREACHABLE,
		_("Le service du scanner ne répond pas. Recommencez ; si cela persiste, prévenez le technicien."));
}

static ScanClient *
connect_to(const char *bus, GError **error)
{
	g_autoptr(ScanClient) client = g_new0(ScanClient, 1);
	client->connection = bus_connect(bus, error);
	if (client->connection == NULL)
		return NULL;
	client->scanner = bus_scanner1_proxy_new_sync(
		client->connection, G_DBUS_PROXY_FLAGS_DO_NOT_CONNECT_SIGNALS, SERVICE_NAME, SERVICE_PATH, NULL, error);
	if (client->scanner == NULL) {
		scan_client_translate(error);
		return NULL;
	}
	g_autofree char *owner = g_dbus_proxy_get_name_owner(G_DBUS_PROXY(client->scanner));
	if (owner == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE,
			_("Le service du scanner n’est pas démarré (bus %s)."), bus);
		return NULL;
	}
	g_dbus_proxy_set_default_timeout(G_DBUS_PROXY(client->scanner), ANSWER_MS);
	return g_steal_pointer(&client);
}

ScanClient *
scan_client_new(const char *bus, GError **error)
{
	return connect_to(bus, error);
}

ScanClient *
scan_client_start_private(const char *const *folders, GError **error)
{
	g_autoptr(PrivateBus) bus = private_bus_start(NULL, error);
	if (bus == NULL)
		return NULL;
	g_autofree char *program = paths_program("civilia-scand");
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	const char *const fixed[] = {program, "--address", private_bus_address(bus), "--ui",
		language_current() == LANGUAGE_ENGLISH ? "en" : "fr"};
	for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
		g_ptr_array_add(argv, (gpointer)fixed[i]);
	for (int i = 0; folders != NULL && folders[i] != NULL; i++) {
		g_ptr_array_add(argv, (gpointer) "--virtual");
		g_ptr_array_add(argv, (gpointer)folders[i]);
	}
	g_ptr_array_add(argv, NULL);
	GPid pid = 0;
	if (!private_bus_run(bus, (const char *const *)argv->pdata, SERVICE_NAME, START_MS, &pid, error))
		return NULL;
	ScanClient *client = connect_to(private_bus_address(bus), error);
	if (client == NULL)
		return NULL;
	client->service = pid;
	client->bus = g_steal_pointer(&bus);
	return client;
}

void
scan_client_free(ScanClient *client)
{
	if (client == NULL)
		return;
	g_clear_object(&client->scanner);
	g_clear_object(&client->connection);
	private_bus_stop(client->bus);
	g_free(client);
}

const char *
scan_client_address(const ScanClient *client)
{
	return client->bus != NULL ? private_bus_address(client->bus) : NULL;
}

GPid
scan_client_service(const ScanClient *client)
{
	return client->service;
}

GDBusConnection *
scan_client_connection(ScanClient *client)
{
	return client->connection;
}

static void
device_free(gpointer data)
{
	ScanDevice *device = data;
	g_free(device->name);
	g_free(device->vendor);
	g_free(device->model);
	g_free(device->type);
	g_free(device);
}

GPtrArray *
scan_client_devices(ScanClient *client, GError **error)
{
	g_autoptr(GVariant) list = NULL;
	if (!bus_scanner1_call_list_devices_sync(client->scanner, &list, NULL, error)) {
		scan_client_translate(error);
		return NULL;
	}
	GPtrArray *devices = g_ptr_array_new_with_free_func(device_free);
	GVariantIter iter;
	ScanDevice d;
	g_variant_iter_init(&iter, list);
	while (g_variant_iter_next(&iter, "(ssss)", &d.name, &d.vendor, &d.model, &d.type))
		g_ptr_array_add(devices, g_memdup2(&d, sizeof d));
	return devices;
}

static ScanSensor
sensor(GVariant *v, const char *key)
{
	gboolean on;
	if (!g_variant_lookup(v, key, "b", &on))
		return SCAN_SENSOR_NONE;
	return on ? SCAN_SENSOR_ON : SCAN_SENSOR_OFF;
}

ScanCapabilities *
scan_client_capabilities(ScanClient *client, const char *device, GError **error)
{
	g_autoptr(GVariant) v = NULL;
	if (!bus_scanner1_call_get_capabilities_sync(client->scanner, device, &v, NULL, error)) {
		scan_client_translate(error);
		return NULL;
	}
	ScanCapabilities *c = g_new0(ScanCapabilities, 1);
	if (!g_variant_lookup(v, "sources", "^as", &c->sources))
		c->sources = g_new0(char *, 1);
	if (!g_variant_lookup(v, "modes", "^as", &c->modes))
		c->modes = g_new0(char *, 1);
	c->resolutions = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GVariant) dpi = g_variant_lookup_value(v, "resolutions", G_VARIANT_TYPE("ai"));
	for (gsize i = 0; dpi != NULL && i < g_variant_n_children(dpi); i++) {
		int value;
		g_variant_get_child(dpi, i, "i", &value);
		g_array_append_val(c->resolutions, value);
	}
	g_variant_lookup(v, "max-width-mm", "d", &c->max_width_mm);
	g_variant_lookup(v, "max-height-mm", "d", &c->max_height_mm);
	c->page_loaded = sensor(v, "page-loaded");
	c->cover_open = sensor(v, "cover-open");
	c->button = sensor(v, "button");
	return c;
}

void
scan_capabilities_free(ScanCapabilities *capabilities)
{
	if (capabilities == NULL)
		return;
	g_strfreev(capabilities->sources);
	g_strfreev(capabilities->modes);
	g_array_unref(capabilities->resolutions);
	g_free(capabilities);
}
