/* The message bus: how a program reaches one, and a private one for a program that brings its own services. */
#pragma once
#include <gio/gio.h>

/* Connects to "session", "system" or an address ("unix:path=..."). The connection is the caller's alone; the process
 * is not ended when it closes. Registers the station's errors with GDBus. Errors: UNREACHABLE. */
GDBusConnection *bus_connect(const char *bus, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A dbus-daemon of our own on a socket in a private folder, for this user only, with services on it. All of it dies
 * with us, however we die. */
typedef struct PrivateBus PrivateBus;

/* The calling thread must live as long as the bus. folder: an existing private folder of at most 90 bytes for the
 * socket; NULL makes one and removes it in the end. Errors: UNREACHABLE when dbus-daemon is not there or does not come
 * up in 5 s. */
PrivateBus *private_bus_start(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void private_bus_stop(PrivateBus *bus); /* services first, last started first */

const char *private_bus_address(const PrivateBus *bus);

/* Starts a program on this bus and waits until it owns the bus name. The caller's argv must tell the program the
 * address. The process id is for tests. Errors: UNREACHABLE when it ends or does not come up in timeout_ms. */
gboolean private_bus_run(PrivateBus *bus, const char *const *argv, const char *name, int timeout_ms, GPid *pid,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrivateBus, private_bus_stop)
