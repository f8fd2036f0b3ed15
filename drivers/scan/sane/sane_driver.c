/* The driver over libsane. Its status codes become the station's errors here and nowhere else. */
#include "drivers/scan/quirks.h"
#include "drivers/scan/sane/sane_options.h"
#include "firmware/base/error.h"
#include <string.h>

enum {
	STATUS_WARMING_UP = 12 /* some back-ends already return it */,
	WARM_UP_NAP_US = 300 * 1000,
	MAX_TEXT_BYTES = 200
};

struct ScannerDevice {
	char *name;
	SANE_Handle handle; /* NULL: lost */
	const Quirks *quirks;
};

static gboolean
fail(GError **error, StationError code, const char *what, SANE_Status status)
{
	g_set_error(error, STATION_ERROR, (gint)code, "%s: %s", what, sane_strstatus(status));
	return FALSE;
}

static StationError
code_of(SANE_Status status)
{
	switch (status) {
	case SANE_STATUS_CANCELLED:
		return STATION_ERROR_CANCELLED;
	case SANE_STATUS_DEVICE_BUSY:
		return STATION_ERROR_BUSY;
	case SANE_STATUS_JAMMED:
		return STATION_ERROR_JAMMED;
	case SANE_STATUS_NO_DOCS:
		return STATION_ERROR_NO_PAPER;
	case SANE_STATUS_COVER_OPEN:
		return STATION_ERROR_COVER_OPEN;
	case SANE_STATUS_ACCESS_DENIED:
		return STATION_ERROR_DENIED;
	case SANE_STATUS_UNSUPPORTED:
		return STATION_ERROR_UNSUPPORTED;
	case SANE_STATUS_GOOD:
	case SANE_STATUS_EOF:
	case SANE_STATUS_INVAL:
	case SANE_STATUS_IO_ERROR:
	case SANE_STATUS_NO_MEM:
		break;
	}
	return STATION_ERROR_FAILED;
}

static gboolean
driver_init(const char *config, const char *library, GError **error)
{
	/* libsane's loader reads both when it starts; nothing of it ran yet, and we are the only thread. */
	if (config != NULL)
		g_setenv("SANE_CONFIG_DIR", config, TRUE);
	const char *other = g_getenv("LD_LIBRARY_PATH");
	g_autofree char *path = other != NULL && library != NULL ? g_strconcat(library, ":", other, NULL) : NULL;
	if (library != NULL)
		g_setenv("LD_LIBRARY_PATH", path != NULL ? path : library, TRUE);
	SANE_Status status = sane_init(NULL, NULL);
	return status == SANE_STATUS_GOOD || fail(error, STATION_ERROR_FAILED, "sane_init", status);
}

static char *
clean_text(const char *text)
{
	return g_utf8_make_valid(text != NULL ? text : "", text != NULL ? (gssize)strnlen(text, MAX_TEXT_BYTES) : 0);
}

static GVariant *
driver_list(GError **error)
{
	const SANE_Device **devices = NULL;
	SANE_Status status = sane_get_devices(&devices, SANE_FALSE);
	if (status != SANE_STATUS_GOOD) {
		fail(error, code_of(status), "sane_get_devices", status);
		return NULL;
	}
	g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(ssss)"));
	for (int i = 0; devices[i] != NULL && i < SCANNER_MAX_DEVICES; i++) {
		const SANE_Device *d = devices[i];
		if (d->name == NULL || strlen(d->name) > SCANNER_MAX_NAME_BYTES || !g_utf8_validate(d->name, -1, NULL))
			continue;
		g_autofree char *vendor = clean_text(d->vendor);
		g_autofree char *model = clean_text(d->model);
		g_autofree char *type = clean_text(d->type);
		g_variant_builder_add(&builder, "(ssss)", d->name, vendor, model, type);
	}
	return g_variant_ref_sink(g_variant_builder_end(&builder));
}

static ScannerDevice *
driver_open(const char *name, const Quirks *quirks, GError **error)
{
	SANE_Handle handle = NULL;
	SANE_Status status = sane_open(name, &handle);
	if (status != SANE_STATUS_GOOD) {
		StationError code = status == SANE_STATUS_INVAL || status == SANE_STATUS_UNSUPPORTED
					    ? STATION_ERROR_NO_DEVICE
				    : status == SANE_STATUS_IO_ERROR ? STATION_ERROR_UNPLUGGED
								     : code_of(status);
		fail(error, code, "sane_open", status);
		return NULL;
	}
	ScannerDevice *device = g_new(ScannerDevice, 1);
	*device = (ScannerDevice){g_strdup(name), handle, quirks};
	return device;
}

static void
driver_close(ScannerDevice *device)
{
	if (device->handle != NULL)
		sane_close(device->handle);
	g_free(device->name);
	g_free(device);
}

/* An I/O error alone does not say whether the cable was pulled: opening the device again does. */
static gboolean
fail_in_scan(ScannerDevice *device, const char *what, SANE_Status status, GError **error)
{
	StationError code = code_of(status);
	gboolean double_fed = FALSE;
	if (status == SANE_STATUS_JAMMED && sane_sensor(device->handle, "double-feed", &double_fed) && double_fed)
		code = STATION_ERROR_DOUBLE_FEED;
	if (status == SANE_STATUS_IO_ERROR) {
		sane_cancel(device->handle);
		sane_close(device->handle);
		device->handle = NULL;
		if (sane_open(device->name, &device->handle) != SANE_STATUS_GOOD) {
			device->handle = NULL;
			code = STATION_ERROR_UNPLUGGED;
		}
	}
	return fail(error, code, what, status);
}

static GVariant *
driver_capabilities(ScannerDevice *device, GError **error)
{
	static const char *const buttons[] = {"scan", "start", "scan-button"};
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_autoptr(GPtrArray) sources = g_ptr_array_new(), modes = g_ptr_array_new();
	for (int i = 0; i < SCANNER_N_SOURCES; i++) {
		if (sane_has_source(device->handle, device->quirks, (ScannerSource)i))
			g_ptr_array_add(sources, (gpointer)scanner_source_name((ScannerSource)i));
	}
	for (int i = 0; i < SCANNER_N_MODES; i++) {
		if (sane_mode_word(device->handle, (ScannerMode)i) != NULL)
			g_ptr_array_add(modes, (gpointer)scanner_mode_name((ScannerMode)i));
	}
	g_variant_dict_insert_value(
		&dict, "sources", g_variant_new_strv((const char *const *)sources->pdata, (gssize)sources->len));
	g_variant_dict_insert_value(
		&dict, "modes", g_variant_new_strv((const char *const *)modes->pdata, (gssize)modes->len));
	g_autoptr(GArray) dpi = sane_resolutions(device->handle);
	g_variant_dict_insert_value(&dict, "resolutions",
		g_variant_new_fixed_array(G_VARIANT_TYPE_INT32, dpi->data, dpi->len, sizeof(int)));
	double width, height;
	sane_largest_area(device->handle, &width, &height);
	g_variant_dict_insert(&dict, "max-width-mm", "d", width);
	g_variant_dict_insert(&dict, "max-height-mm", "d", height);
	gboolean value;
	if (sane_sensor(device->handle, "page-loaded", &value))
		g_variant_dict_insert(&dict, "page-loaded", "b", value);
	if (sane_sensor(device->handle, "cover-open", &value))
		g_variant_dict_insert(&dict, "cover-open", "b", value);
	for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++) {
		if (sane_sensor(device->handle, buttons[i], &value))
			g_variant_dict_insert(&dict, "button", "b", value);
	}
	(void)error;
	return g_variant_ref_sink(g_variant_dict_end(&dict));
}

static gboolean
driver_prepare(ScannerDevice *device, ScannerRequest *request, GError **error)
{
	return sane_set_source(device->handle, device->quirks, request, error) &&
	       sane_set_mode(device->handle, request, error) && sane_set_resolution(device->handle, request, error) &&
	       sane_set_area(device->handle, request, error);
}

static gboolean
driver_start(ScannerDevice *device, ScannerFrame *frame, GError **error)
{
	static const FrameFormat formats[] = {
		[SANE_FRAME_GRAY] = FRAME_GRAY,
		[SANE_FRAME_RGB] = FRAME_RGB,
		[SANE_FRAME_RED] = FRAME_RED,
		[SANE_FRAME_GREEN] = FRAME_GREEN,
		[SANE_FRAME_BLUE] = FRAME_BLUE,
	};
	SANE_Status status;
	while ((int)(status = sane_start(device->handle)) == STATUS_WARMING_UP)
		g_usleep(WARM_UP_NAP_US); /* the service's watchdog bounds it */
	if (status != SANE_STATUS_GOOD)
		return fail_in_scan(device, "sane_start", status, error);
	SANE_Parameters p = {0};
	status = sane_get_parameters(device->handle, &p);
	if (status != SANE_STATUS_GOOD)
		return fail_in_scan(device, "sane_get_parameters", status, error);
	if ((gsize)p.format >= G_N_ELEMENTS(formats)) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, "frame format %d", (int)p.format);
		return FALSE;
	}
	*frame = (ScannerFrame){
		formats[p.format], p.last_frame != SANE_FALSE, p.pixels_per_line, p.lines, p.bytes_per_line, p.depth};
	return TRUE;
}

static gboolean
driver_read(ScannerDevice *device, guint8 *data, gsize size, gsize *n, gboolean *at_end, GError **error)
{
	SANE_Int length = 0;
	SANE_Status status = sane_read(device->handle, data, (SANE_Int)size, &length);
	*at_end = status == SANE_STATUS_EOF;
	*n = 0;
	if (*at_end)
		return TRUE;
	if (status != SANE_STATUS_GOOD)
		return fail_in_scan(device, "sane_read", status, error);
	if (length < 0 || (gsize)length > size) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "sane_read returned %d bytes", length);
		return FALSE;
	}
	*n = (gsize)length;
	return TRUE;
}

static void
driver_cancel(ScannerDevice *device)
{
	if (device->handle != NULL)
		sane_cancel(device->handle);
}

const ScannerDriver scanner_driver_sane = {
	.name = "sane",
	.init = driver_init,
	.exit = sane_exit,
	.list = driver_list,
	.open = driver_open,
	.close = driver_close,
	.capabilities = driver_capabilities,
	.prepare = driver_prepare,
	.start = driver_start,
	.read = driver_read,
	.cancel = driver_cancel,
};
