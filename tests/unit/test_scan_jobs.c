/* links: app/cli app/casework app/contract app/reader app/fields app/compare app/act app/values app/store app/db app/seal app/sync app/codes app/glyphs app/image app/dossier firmware/base firmware/bus */
/* Jobs of the scanner service: who owns them, how they end, what is killed and what stays. */
#include "tests/unit/scan_desk.h"
#include "firmware/bus/scanner1.h"
#include <gio/gunixfdlist.h>

static void
test_cancel(Desk *desk, gconstpointer config)
{
	(void)config;
	static const char *const troubles[] = {"slow 20 ms/line", "sheet 2: stall 20%"};
	for (gsize i = 0; i < G_N_ELEMENTS(troubles); i++) {
		Take take;
		take_init(&take);
		take.cancel_at = 2;
		put_sheets(desk, 4);
		trouble(desk, troubles[i]);
		g_assert_cmpstr(scan(desk, "adf", &take), ==, "cancelled");
		int ms = elapsed_ms(take.cancelled_us);
		g_test_message("cancelled after %d ms", ms);
		g_assert_cmpint(ms, <, 1000); /* 300 are promised; the machine may be busy */
		g_assert_cmpuint(take.pages->len, ==, 1);
		assert_page(&take, 0, 1);
		take_clear(&take);
		assert_ready_again(desk);
	}
}

static void
test_kill_service(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	GPid service = desk->service;
	take.kill_at_two = &service;
	put_sheets(desk, 4);
	trouble(desk, "slow 3 ms/line");
	gint64 start = g_get_monotonic_time();
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "unreachable");
	g_assert_cmpint(elapsed_ms(start), <, 5000);
	g_assert_cmpuint(take.pages->len, ==, 1);
	assert_page(&take, 0, 1);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "unreachable");
	take_clear(&take);
	/* its child died with it, so that the device is free for the next service */
	start_service(desk, "--virtual", desk->tray);
	assert_ready_again(desk);
}

static GPid
child_of(GPid parent)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", (int)parent, (int)parent);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (GPid)g_ascii_strtoll(text, NULL, 10);
}

static void
kill_child_at_two(ScanRun *run, guint page, guint percent, gpointer data)
{
	(void)run;
	(void)percent;
	Desk *desk = ((gpointer *)data)[1];
	GPid child = page == 2 ? child_of(desk->service) : 0;
	if (child != 0)
		kill(child, SIGKILL);
}

static void
page_to_first(ScanRun *run, const ScanPage *page, gpointer data)
{
	on_page(run, page, ((gpointer *)data)[0]);
}

static void
test_kill_child(Desk *desk, gconstpointer config)
{
	(void)config;
	static const ScanEvents killing = {page_to_first, kill_child_at_two, on_finished};
	Take take;
	take_init(&take);
	gpointer both[] = {&take, desk};
	put_sheets(desk, 4);
	trouble(desk, "slow 3 ms/line");
	const ScanRequest request = {.device = desk->device, .source = "adf", .mode = "gray"};
	g_autoptr(GError) error = NULL;
	g_autoptr(ScanRun) run = scan_run_start(desk->client, &request, &killing, both);
	g_assert_false(scan_run_wait(run, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_CRASHED);
	g_assert_nonnull(strstr(error->message, "Feuille 2"));
	g_assert_cmpuint(take.pages->len, ==, 1);
	assert_page(&take, 0, 1);
	take_clear(&take);
	assert_ready_again(desk);
}

/* --- the bus itself, without the client --- */

static char *
start_raw(GDBusConnection *connection, const char *device, GError **error)
{
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(connection, "ia.civil.Scanner1", "/ia/civil/Scanner1",
		"ia.civil.Scanner1", "Start", g_variant_new_parsed("(%s, {'mode': <'gray'>})", device),
		G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE, 5000, NULL, error);
	char *path = NULL;
	if (answer != NULL)
		g_variant_get(answer, "(o)", &path);
	return path;
}

static BusScanner1Job *
job_at(GDBusConnection *connection, const char *path)
{
	g_autoptr(GError) error = NULL;
	BusScanner1Job *job = bus_scanner1_job_proxy_new_sync(
		connection, G_DBUS_PROXY_FLAGS_NONE, "ia.civil.Scanner1", path, NULL, &error);
	g_assert_no_error(error);
	return job;
}

/* Waits until so many pages are made, or the time is over. */
static guint
await_pages(BusScanner1Job *job, guint pages, int ms)
{
	gint64 start = g_get_monotonic_time();
	while (bus_scanner1_job_get_pages(job) < pages && elapsed_ms(start) < ms) {
		g_main_context_iteration(NULL, FALSE);
		g_usleep(2000);
	}
	return bus_scanner1_job_get_pages(job);
}

static gboolean
take_raw(BusScanner1Job *job, guint page, GError **error)
{
	g_autoptr(GVariant) geometry = NULL, handle = NULL;
	g_autoptr(GUnixFDList) fds = NULL;
	return bus_scanner1_job_call_take_page_sync(job, page, NULL, &geometry, &handle, &fds, NULL, error);
}

static void
test_four_wait(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autoptr(GError) error = NULL;
	put_sheets(desk, 6);
	g_autoptr(GDBusConnection) me = bus_connect(private_bus_address(desk->bus), &error);
	g_autofree char *path = start_raw(me, desk->device, &error);
	g_assert_no_error(error);
	g_autoptr(BusScanner1Job) job = job_at(me, path);
	g_assert_cmpuint(await_pages(job, 4, 5000), ==, 4);
	g_assert_cmpuint(await_pages(job, 5, 300), ==, 4);
	g_assert_cmpint(sheets_in(desk->tray), ==, 2);
	g_assert_true(take_raw(job, 2, &error));
	g_assert_cmpuint(await_pages(job, 5, 5000), ==, 5);
	g_assert_false(take_raw(job, 2, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_false(take_raw(job, 77, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
}

static void
test_strangers(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autoptr(GError) error = NULL;
	put_sheets(desk, 6);
	g_autoptr(GDBusConnection) me = bus_connect(private_bus_address(desk->bus), &error);
	g_autoptr(GDBusConnection) other = bus_connect(private_bus_address(desk->bus), &error);
	g_autofree char *path = start_raw(me, desk->device, &error);
	g_assert_no_error(error);
	g_autoptr(BusScanner1Job) mine = job_at(me, path), theirs = job_at(other, path);
	g_assert_cmpuint(await_pages(mine, 1, 5000), >=, 1);
	g_assert_false(take_raw(theirs, 1, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_DENIED);
	g_clear_error(&error);
	g_assert_false(bus_scanner1_job_call_cancel_sync(theirs, NULL, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_DENIED);
	g_clear_error(&error);
	g_assert_true(take_raw(mine, 1, &error));
	/* one job a device */
	g_autofree char *second = start_raw(other, desk->device, &error);
	g_assert_null(second);
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BUSY);
}

static void
test_owner_leaves(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autoptr(GError) error = NULL;
	put_sheets(desk, 4);
	trouble(desk, "slow 50 ms/line");
	GDBusConnection *me = bus_connect(private_bus_address(desk->bus), &error);
	g_autofree char *path = start_raw(me, desk->device, &error);
	g_assert_no_error(error);
	g_assert_nonnull(path);
	Take take;
	take_init(&take);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "busy");
	take_clear(&take);
	g_dbus_connection_close_sync(me, NULL, NULL);
	g_object_unref(me);
	assert_ready_again(desk);
}

/* Freed while the start is still on its way: the job that comes of it is closed. */
static void
test_freed_at_once(Desk *desk, gconstpointer config)
{
	(void)config;
	put_sheets(desk, 4);
	trouble(desk, "slow 50 ms/line");
	for (int i = 0; i < 30; i++) {
		Take take;
		take_init(&take);
		const ScanRequest request = {.device = desk->device, .source = "adf", .mode = "gray"};
		ScanRun *run = scan_run_start(desk->client, &request, &events, &take);
		for (int k = 0; k < i; k++)
			g_main_context_iteration(NULL, FALSE);
		g_usleep((gulong)i * 200);
		scan_run_free(run);
		take_clear(&take);
	}
	assert_ready_again(desk);
	g_assert_cmpint(sheets_in(desk->tray), ==, 4);
}

static void
test_no_service(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(scan_client_new("unix:path=/nonexistent/bus", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
	g_clear_error(&error);
	g_autoptr(PrivateBus) bus = private_bus_start(NULL, &error);
	g_assert_no_error(error);
	g_assert_null(scan_client_new(private_bus_address(bus), &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
}

static void
test_private_service(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *tray = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	const char *const folders[] = {tray, NULL};
	ScanClient *client = scan_client_start_private(folders, &error);
	g_assert_no_error(error);
	GPid service = scan_client_service(client);
	g_assert_cmpint(kill(service, 0), ==, 0);
	g_autoptr(GPtrArray) devices = scan_client_devices(client, &error);
	g_assert_cmpuint(devices->len, ==, 1);
	scan_client_free(client);
	g_assert_cmpint(kill(service, 0), ==, -1);
	const char *const wrong[] = {"/no/such/folder", NULL};
	g_assert_null(scan_client_start_private(wrong, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE);
	g_rmdir(tray);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	DESK_TEST("/scan_jobs/cancelling is quick, even when the back-end hangs", test_cancel);
	DESK_TEST("/scan_jobs/a killed service leaves the delivered pages", test_kill_service);
	DESK_TEST("/scan_jobs/a killed driver process costs the page in flight", test_kill_child);
	DESK_TEST("/scan_jobs/at most four pages wait", test_four_wait);
	DESK_TEST("/scan_jobs/pages go to the owner of the job only", test_strangers);
	DESK_TEST("/scan_jobs/a job ends when its owner leaves the bus", test_owner_leaves);
	DESK_TEST("/scan_jobs/a run freed at once leaves no job", test_freed_at_once);
	g_test_add_func("/scan_jobs/no service is said at once", test_no_service);
	g_test_add_func("/scan_jobs/a private service starts and stops", test_private_service);
	return g_test_run();
}
