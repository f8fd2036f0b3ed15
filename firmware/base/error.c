#include "firmware/base/error.h"
#include <gio/gio.h>

static const char *const names[] = {
	[STATION_ERROR_FAILED] = "failed",
	[STATION_ERROR_USAGE] = "usage",
	[STATION_ERROR_NO_DEVICE] = "no_device",
	[STATION_ERROR_NO_PAPER] = "no_paper",
	[STATION_ERROR_JAMMED] = "jammed",
	[STATION_ERROR_DOUBLE_FEED] = "double_feed",
	[STATION_ERROR_COVER_OPEN] = "cover_open",
	[STATION_ERROR_UNPLUGGED] = "unplugged",
	[STATION_ERROR_BUSY] = "busy",
	[STATION_ERROR_CANCELLED] = "cancelled",
	[STATION_ERROR_STALLED] = "stalled",
	[STATION_ERROR_BAD_FRAME] = "bad_frame",
	[STATION_ERROR_CRASHED] = "crashed",
	[STATION_ERROR_MISSING] = "missing",
	[STATION_ERROR_DENIED] = "denied",
	[STATION_ERROR_EMPTY] = "empty",
	[STATION_ERROR_NOT_AN_IMAGE] = "not_an_image",
	[STATION_ERROR_TRUNCATED] = "truncated",
	[STATION_ERROR_TOO_LARGE] = "too_large",
	[STATION_ERROR_UNSUPPORTED] = "unsupported",
	[STATION_ERROR_WORKER_FAILED] = "worker_failed",
	[STATION_ERROR_TIMEOUT] = "timeout",
	[STATION_ERROR_STORAGE_FULL] = "storage_full",
	[STATION_ERROR_STORAGE_DAMAGED] = "storage_damaged",
	[STATION_ERROR_STORAGE_LOCKED] = "storage_locked",
	[STATION_ERROR_STORAGE] = "storage",
	[STATION_ERROR_NOT_FOUND] = "not_found",
	[STATION_ERROR_KEY] = "key",
	[STATION_ERROR_UNREACHABLE] = "unreachable",
	[STATION_ERROR_REFUSED] = "refused",
	[STATION_ERROR_PROTOCOL] = "protocol",
};
G_STATIC_ASSERT(G_N_ELEMENTS(names) == STATION_ERROR_N_CODES);

G_DEFINE_QUARK(station - error - quark, station_error)

const char *
station_error_name(StationError code)
{
	return (guint)code < STATION_ERROR_N_CODES ? names[code] : names[STATION_ERROR_FAILED];
}

gboolean
station_error_parse(const char *name, StationError *code)
{
	for (guint i = 0; i < STATION_ERROR_N_CODES; i++) {
		if (g_strcmp0(names[i], name) == 0) {
			*code = (StationError)i;
			return TRUE;
		}
	}
	return FALSE;
}

StationError
station_error_code(const GError *error)
{
	return error != NULL && error->domain == STATION_ERROR ? (StationError)error->code : STATION_ERROR_FAILED;
}

/* "no_paper" -> "ia.civil.Error.NoPaper" */
static char *
dbus_name(const char *name)
{
	GString *s = g_string_new("ia.civil.Error.");
	gboolean upper = TRUE;
	for (; *name != '\0'; name++) {
		if (*name != '_')
			g_string_append_c(s, upper ? g_ascii_toupper(*name) : *name);
		upper = *name == '_';
	}
	return g_string_free(s, FALSE);
}

void
station_error_register_dbus(void)
{
	for (guint i = 0; i < STATION_ERROR_N_CODES; i++) {
		g_autofree char *name = dbus_name(names[i]);
		g_dbus_error_register_error(STATION_ERROR, (gint)i, name);
	}
}
