/* links: drivers/scan drivers/scan/sane firmware/base firmware/bus */
/* The scanner service's child: carries out one request with a driver and ends. It may crash or hang: the service
 * (civilia-scand) watches it. */
#include "drivers/scan/scan_session.h"
#include "firmware/base/child.h"
#include <stdlib.h>
#include <sys/resource.h>

int
main(int argc, char **argv)
{
	g_autofree char *config = NULL, *library = NULL;
	const GOptionEntry entries[] = {
		{"config", 0, 0, G_OPTION_ARG_FILENAME, &config, "folder of SANE's configuration", "FOLDER"},
		{"library", 0, 0, G_OPTION_ARG_FILENAME, &library, "folder of further SANE back-ends", "FOLDER"},
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || !child_enter(&error)) {
		g_printerr("civilia-scanner: %s\n", error->message);
		return 2;
	}
	const struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none); /* a core would hold a page */
	const ScannerDriver *driver = &scanner_driver_sane;
	if (!driver->init(config, library, &error) || !scan_session_run(CHILD_SOCKET_FD, driver, &error)) {
		g_printerr("civilia-scanner: %s\n", error->message);
		return 1;
	}
	driver->exit();
	return 0;
}
