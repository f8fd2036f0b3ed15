#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOLDER_MAX_BYTES = 90, START_MS = 5000, STOP_MS = 1500, NAP_MS = 5 };

struct PrivateBus {
	char *folder, *config, *socket, *address;
	gboolean own_folder;
	GPid daemon;
	GArray *services; /* GPid */
	GDBusConnection *connection;
};

static void unreachable(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
unreachable(GError **error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_UNREACHABLE, message);
}

GDBusConnection *
bus_connect(const char *bus, GError **error)
{
	station_error_register_dbus();
	g_autoptr(GError) cause = NULL;
	g_autofree char *address = NULL;
	if (g_str_equal(bus, "session") || g_str_equal(bus, "system"))
		address = g_dbus_address_get_for_bus_sync(
			*bus == 's' && bus[1] == 'e' ? G_BUS_TYPE_SESSION : G_BUS_TYPE_SYSTEM, NULL, &cause);
	else
		address = g_strdup(bus);
	GDBusConnection *connection = NULL;
	if (address != NULL)
		connection = g_dbus_connection_new_for_address_sync(address,
			G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
			NULL, NULL, &cause);
	if (connection == NULL)
		unreachable(error, "bus %s: %s", bus, cause->message);
	return connection;
}

/* Runs in the new process before the program: the kernel ends it when the thread that started it ends. */
static void
die_with_parent(gpointer parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != GPOINTER_TO_INT(parent))
		_exit(1);
}

static gboolean
spawn(const char *const *argv, GSpawnFlags flags, GPid *pid, GError **error)
{
	g_autoptr(GError) cause = NULL;
	if (g_spawn_async(NULL, (char **)argv, NULL, flags | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
		    die_with_parent, GINT_TO_POINTER(getpid()), pid, &cause))
		return TRUE;
	unreachable(error, "%s", cause->message);
	return FALSE;
}

/* TRUE once the process ended; reaps it. */
static gboolean
has_ended(GPid *pid)
{
	if (*pid == 0)
		return TRUE;
	pid_t got = waitpid(*pid, NULL, WNOHANG);
	if (got == 0 || (got < 0 && errno == EINTR))
		return FALSE;
	*pid = 0;
	return TRUE;
}

static void
end(GPid *pid)
{
	if (has_ended(pid))
		return;
	kill(*pid, SIGTERM);
	for (int waited = 0; !has_ended(pid); waited += NAP_MS) {
		if (waited >= STOP_MS) {
			kill(*pid, SIGKILL);
			while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
				continue;
			*pid = 0;
			return;
		}
		g_usleep(NAP_MS * 1000);
	}
}

static gboolean
write_config(PrivateBus *bus, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *escaped = g_dbus_address_escape_value(bus->socket);
	bus->address = g_strdup_printf("unix:path=%s", escaped);
	g_autofree char *listen = g_markup_escape_text(bus->address, -1);
	g_autofree char *text = g_strdup_printf(
		"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
		" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
		"<busconfig>\n<type>session</type>\n<listen>%s</listen>\n<auth>EXTERNAL</auth>\n"
		"<policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>"
		"<allow own=\"*\"/></policy>\n</busconfig>\n",
		listen);
	if (g_file_set_contents_full(bus->config, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &cause))
		return TRUE;
	unreachable(error, "%s", cause->message);
	return FALSE;
}

/* The daemon is there once its socket takes a connection. */
static gboolean
await_daemon(PrivateBus *bus, GError **error)
{
	for (int waited = 0; waited < START_MS && !has_ended(&bus->daemon); waited += NAP_MS) {
		if (g_file_test(bus->socket, G_FILE_TEST_EXISTS)) {
			bus->connection = bus_connect(bus->address, NULL);
			if (bus->connection != NULL)
				return TRUE;
		}
		g_usleep(NAP_MS * 1000);
	}
	unreachable(error, "dbus-daemon did not come up in %s", bus->folder);
	return FALSE;
}

PrivateBus *
private_bus_start(const char *folder, GError **error)
{
	g_autoptr(PrivateBus) bus = g_new0(PrivateBus, 1);
	g_autoptr(GError) cause = NULL;
	bus->services = g_array_new(FALSE, FALSE, sizeof(GPid));
	bus->own_folder = folder == NULL;
	bus->folder = folder != NULL ? g_strdup(folder) : g_dir_make_tmp("civilia-bus-XXXXXX", &cause);
	if (bus->folder == NULL) {
		unreachable(error, "%s", cause->message);
		return NULL;
	}
	if (strlen(bus->folder) > FOLDER_MAX_BYTES) {
		unreachable(error, "%s: too long for the path of a socket", bus->folder);
		return NULL;
	}
	bus->config = g_build_filename(bus->folder, "bus.conf", NULL);
	bus->socket = g_build_filename(bus->folder, "bus", NULL);
	g_unlink(bus->socket); /* of one that was killed */
	g_autofree char *option = g_strconcat("--config-file=", bus->config, NULL);
	/* its only messages are about limits that a private bus does not need */
	const char *argv[] = {"dbus-daemon", option, "--nofork", "--nopidfile", "--nosyslog", NULL};
	gboolean ok = write_config(bus, error) && spawn(argv, G_SPAWN_STDERR_TO_DEV_NULL, &bus->daemon, error) &&
		      await_daemon(bus, error);
	g_unlink(bus->config); /* read once: if we are killed, nothing of it lies around */
	if (!ok)
		return NULL;
	return g_steal_pointer(&bus);
}

void
private_bus_stop(PrivateBus *bus)
{
	if (bus == NULL)
		return;
	for (guint i = bus->services->len; i > 0; i--)
		end(&g_array_index(bus->services, GPid, i - 1));
	g_array_unref(bus->services);
	g_clear_object(&bus->connection);
	end(&bus->daemon);
	if (bus->socket != NULL)
		g_unlink(bus->socket);
	if (bus->own_folder && bus->folder != NULL)
		g_rmdir(bus->folder);
	g_free(bus->folder);
	g_free(bus->config);
	g_free(bus->socket);
	g_free(bus->address);
	g_free(bus);
}

const char *
private_bus_address(const PrivateBus *bus)
{
	return bus->address;
}

static gboolean
is_owned(PrivateBus *bus, const char *name)
{
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(bus->connection, "org.freedesktop.DBus",
		"/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", g_variant_new("(s)", name),
		G_VARIANT_TYPE("(b)"), G_DBUS_CALL_FLAGS_NONE, 1000, NULL, NULL);
	gboolean owned = FALSE;
	if (answer != NULL)
		g_variant_get(answer, "(b)", &owned);
	return owned;
}

gboolean
private_bus_run(
	PrivateBus *bus, const char *const *argv, const char *name, int timeout_ms, GPid *pid_out, GError **error)
{
	GPid pid;
	if (!spawn(argv, G_SPAWN_DEFAULT, &pid, error))
		return FALSE;
	for (int waited = 0; waited < timeout_ms; waited += NAP_MS) {
		if (is_owned(bus, name)) {
			g_array_append_val(bus->services, pid);
			if (pid_out != NULL)
				*pid_out = pid;
			return TRUE;
		}
		if (has_ended(&pid)) {
			unreachable(error, "%s ended before it was ready", argv[0]);
			return FALSE;
		}
		g_usleep(NAP_MS * 1000);
	}
	end(&pid);
	unreachable(error, "%s was not ready in %d ms", argv[0], timeout_ms);
	return FALSE;
}
