/* links: firmware/base */
#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_start_and_stop(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	PrivateBus *bus = private_bus_start(folder, &error);
	g_assert_no_error(error);
	g_autofree char *address = g_strdup(private_bus_address(bus));
	GDBusConnection *one = bus_connect(address, &error), *two = bus_connect(address, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(g_dbus_connection_get_unique_name(one), !=, g_dbus_connection_get_unique_name(two));
	g_assert_true(g_dbus_connection_get_capabilities(one) & G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING);
	private_bus_stop(bus);
	g_assert_null(bus_connect(address, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
	g_object_unref(one);
	g_object_unref(two);
	g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing is left in it */
}

static void
test_odd_folders(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *base = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	g_autofree char *odd = g_build_filename(base, "a <b> & 'c', 50%;=", NULL);
	g_assert_cmpint(g_mkdir(odd, 0700), ==, 0);
	PrivateBus *bus = private_bus_start(odd, &error);
	g_assert_no_error(error);
	private_bus_stop(bus);
	g_rmdir(odd);
	g_rmdir(base);
	g_assert_null(private_bus_start("/no/such/folder", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
	g_clear_error(&error);
	g_autofree char *name = g_strnfill(100, 'x');
	g_autofree char *far = g_build_filename("/tmp", name, NULL);
	g_assert_null(private_bus_start(far, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
}

static void
test_services(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(PrivateBus) bus = private_bus_start(NULL, &error);
	g_assert_no_error(error);
	static const char *const wrong[][4] = {
		{"/no/such/program", NULL}, {"false", NULL}, {"true", NULL}, {"sleep", "60", NULL}};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		gint64 start = g_get_monotonic_time();
		g_assert_false(private_bus_run(bus, wrong[i], "ia.civil.Nothing1", 300, NULL, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
		g_clear_error(&error);
	}
}

static void
test_no_bus(void)
{
	static const char *const addresses[] = {
		"unix:path=/no/such/socket", "", "nonsense", "unix:", "tcp:host=127.0.0.1,port=1"};
	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(bus_connect(addresses[i], &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
	}
}

/* Holds a private bus, tells its address, waits to be killed. */
static int
hold(const char *folder)
{
	g_autoptr(PrivateBus) bus = private_bus_start(folder, NULL);
	if (bus == NULL || write(STDOUT_FILENO, "!", 1) != 1)
		return 1;
	pause();
	return 0;
}

static void
test_killed_owner(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	char *argv[] = {self, (char *)"--hold", folder, NULL};
	GPid pid;
	int out;
	g_assert_true(g_spawn_async_with_pipes(
		NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL, &error));
	char byte;
	g_assert_cmpint(read(out, &byte, 1), ==, 1);
	g_autofree char *address = g_strdup_printf("unix:path=%s/bus", folder);
	GDBusConnection *connection = bus_connect(address, &error);
	g_assert_no_error(error);
	g_object_unref(connection);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	gint64 start = g_get_monotonic_time();
	while ((connection = bus_connect(address, NULL)) != NULL) {
		g_object_unref(connection);
		g_usleep(10000);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 3 * G_USEC_PER_SEC);
	}
	close(out);
	while (g_rmdir(folder) < 0) { /* the daemon takes its socket away */
		g_usleep(10000);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 3 * G_USEC_PER_SEC);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--hold") == 0)
		return hold(argv[2]);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bus/a private bus starts, passes descriptors and stops", test_start_and_stop);
	g_test_add_func("/bus/odd and impossible folders", test_odd_folders);
	g_test_add_func("/bus/services that do not come up are told in time", test_services);
	g_test_add_func("/bus/no bus is said at once", test_no_bus);
	g_test_add_func("/bus/a private bus dies with a killed owner", test_killed_owner);
	return g_test_run();
}
