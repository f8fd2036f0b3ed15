/* The scanner service as its clients see it (firmware/bus/scanner1.xml). Errors are STATION_ERROR with the operator's
 * sentence as message; UNREACHABLE when the service or its bus is not there. */
#pragma once
#include <gio/gio.h>

typedef struct ScanClient ScanClient;

/* A service that runs already: bus is "session", "system" or an address. */
ScanClient *scan_client_new(const char *bus, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A private bus with a service of its own; both end with the client, or with this process. folders: NULL, or folders
 * to play as scanners (then no others are seen), NULL at the end. The calling thread must outlive the client. */
ScanClient *scan_client_start_private(const char *const *folders, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After its runs (scan_run.h). */
void scan_client_free(ScanClient *client);

/* Of the private bus, for others that shall use it; NULL: none. And the service's process, 0: not ours. */
const char *scan_client_address(const ScanClient *client);
GPid scan_client_service(const ScanClient *client);

typedef struct {
	char *name; /* "folder:/path", "fujitsu:..." */
	char *vendor, *model, *type;
} ScanDevice;

typedef enum { SCAN_SENSOR_NONE, SCAN_SENSOR_OFF, SCAN_SENSOR_ON } ScanSensor;

typedef struct {
	char **sources;                     /* of "adf", "duplex", "flatbed" */
	char **modes;                       /* of "color", "gray", "lineart" */
	GArray *resolutions;                /* int, dpi */
	double max_width_mm, max_height_mm; /* 0: not told */
	ScanSensor page_loaded, cover_open, button;
} ScanCapabilities;

/* ScanDevice, owned. Both ask the hardware and may take seconds: the user interface calls them from a thread of its
 * own. */
GPtrArray *scan_client_devices(ScanClient *client, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ScanCapabilities *
scan_client_capabilities(ScanClient *client, const char *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scan_capabilities_free(ScanCapabilities *capabilities);

/* For scan_run.c: the bus, and an error of the bus made one of ours. */
GDBusConnection *scan_client_connection(ScanClient *client);
void scan_client_translate(GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanClient, scan_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanCapabilities, scan_capabilities_free)
