/* links: app/cli app/casework app/contract app/reader app/fields app/compare app/act app/values app/store app/db app/seal app/sync app/codes app/glyphs app/image app/dossier firmware/base firmware/bus */
/* The scanner service and its client, with the true libsane and the virtual back-end, in processes of their own. */
#include "app/casework/scan_run.h"
#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include "firmware/bus/scanner1.h"
#include <glib/gstdio.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 120, HEIGHT = 160, SOON_MS = 2000 };

/* A bus, a service and a tray of its own for each test. */
typedef struct {
	char *folder, *tray, *device;
	PrivateBus *bus;
	ScanClient *client;
	GPid service;
} Desk;

static void
write_text(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static guint8
pixel(int page, int x, int y)
{
	return (guint8)(page * 40 + x + 3 * y);
}

static void
put_sheet(const Desk *desk, const char *name, int page)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_string_printf(s, "P5\n%d %d\n255\n", WIDTH, HEIGHT);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++)
			g_string_append_c(s, (char)pixel(page, x, y));
	}
	g_autofree char *path = g_build_filename(desk->tray, name, NULL);
	g_assert_true(g_file_set_contents(path, s->str, (gssize)s->len, NULL));
}

static void
put_sheets(const Desk *desk, int n)
{
	for (int i = 1; i <= n; i++) {
		g_autofree char *name = g_strdup_printf("%02d.pgm", i);
		put_sheet(desk, name, i);
	}
}

static void
trouble(const Desk *desk, const char *text)
{
	write_text(desk->tray, "trouble", text);
}

static void
start_service(Desk *desk, const char *option, const char *value)
{
	g_autofree char *program = paths_program("civilia-scand");
	g_autofree char *quirks = g_build_filename(desk->folder, "quirks.ini", NULL);
	const char *argv[] = {program, "--address", private_bus_address(desk->bus), "--ui", "fr", "--quirks", quirks,
		option, value, NULL};
	g_autoptr(GError) error = NULL;
	gboolean ok = private_bus_run(desk->bus, argv, "ia.civil.Scanner1", 10000, &desk->service, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
}

static void
desk_set_up(Desk *desk, gconstpointer config)
{
	g_autoptr(GError) error = NULL;
	desk->folder = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	desk->tray = g_build_filename(desk->folder, "tray", NULL);
	desk->device = g_strconcat("folder:", desk->tray, NULL);
	g_mkdir(desk->tray, 0700);
	write_text(desk->folder, "quirks.ini",
		"[quick]\ndevice=folder:*\nfirst-byte-ms=600\nstall-ms=400\ncancel-grace-ms=700\n"
		"[quick test back-end]\ndevice=test:*\nfirst-byte-ms=5000\n");
	desk->bus = private_bus_start(NULL, &error);
	g_assert_no_error(error);
	if (config != NULL) { /* SANE's own test back-end */
		write_text(desk->folder, "dll.conf", "test\n");
		write_text(desk->folder, "test.conf", config);
		start_service(desk, "--sane-config", desk->folder);
	} else {
		start_service(desk, "--virtual", desk->tray);
	}
	desk->client = scan_client_new(private_bus_address(desk->bus), &error);
	g_assert_no_error(error);
}

static void
remove_tree(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		remove_tree(child);
	}
	g_remove(path);
}

static void
desk_tear_down(Desk *desk, gconstpointer config)
{
	(void)config;
	scan_client_free(desk->client);
	private_bus_stop(desk->bus);
	remove_tree(desk->folder);
	g_free(desk->folder);
	g_free(desk->tray);
	g_free(desk->device);
}

static int
sheets_in(const char *folder)
{
	int n = 0;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		n += g_str_has_suffix(name, ".pgm");
	return n;
}

/* --- a scan and what came of it --- */

typedef struct {
	GPtrArray *pages; /* GBytes */
	GString *sides;   /* "1f1b2f..." */
	int width, height, channels, dpi;
	int cancel_at;     /* cancel when this page begins; 0: never */
	GPid *kill_at_two; /* SIGKILL it when page 2 is in flight */
	gint64 cancelled_us;
	guint highest_percent;
} Take;

static void
on_page(ScanRun *run, const ScanPage *page, gpointer data)
{
	Take *take = data;
	(void)run;
	g_assert_cmpuint(page->number, ==, take->pages->len + 1);
	g_ptr_array_add(take->pages, g_bytes_ref(page->image->pixels));
	g_string_append_printf(take->sides, "%u%c", page->sheet, page->is_back ? 'b' : 'f');
	take->width = page->image->width_px;
	take->height = page->image->height_px;
	take->channels = page->image->channels;
	take->dpi = page->image->dpi;
}

static void
on_progress(ScanRun *run, guint page, guint percent, gpointer data)
{
	Take *take = data;
	take->highest_percent = MAX(take->highest_percent, percent);
	if (take->cancel_at == (int)page && take->cancelled_us == 0) {
		take->cancelled_us = g_get_monotonic_time();
		scan_run_cancel(run);
	}
	if (take->kill_at_two != NULL && *take->kill_at_two != 0 && page == 2) {
		kill(*take->kill_at_two, SIGKILL);
		*take->kill_at_two = 0;
	}
}

static void
on_finished(ScanRun *run, const GError *error, gpointer data)
{
	(void)run;
	(void)error;
	(void)data;
}

static const ScanEvents events = {on_page, on_progress, on_finished};

static void
take_init(Take *take)
{
	*take = (Take){
		.pages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref), .sides = g_string_new(NULL)};
}

static void
take_clear(Take *take)
{
	g_ptr_array_unref(take->pages);
	g_string_free(take->sides, TRUE);
}

/* The outcome's name; the take keeps the pages. */
static const char *
scan_with(Desk *desk, const ScanRequest *request, Take *take)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ScanRun) run = scan_run_start(desk->client, request, &events, take);
	if (scan_run_wait(run, &error))
		return "done";
	g_assert_cmpuint(error->domain, ==, STATION_ERROR);
	g_assert_cmpuint(strlen(error->message), >, 10);
	return station_error_name((StationError)error->code);
}

static const char *
scan(Desk *desk, const char *source, Take *take)
{
	const ScanRequest request = {.device = desk->device, .source = source, .mode = "gray", .dpi = 300};
	return scan_with(desk, &request, take);
}

static void
assert_page(const Take *take, guint index, int page)
{
	gsize size;
	const guint8 *bytes = g_bytes_get_data(take->pages->pdata[index], &size);
	g_assert_cmpuint(size, ==, WIDTH * HEIGHT);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++)
			g_assert_cmpuint(bytes[y * WIDTH + x], ==, pixel(page, x, y));
	}
}

static int
elapsed_ms(gint64 since_us)
{
	return (int)((g_get_monotonic_time() - since_us) / 1000);
}

/* The next scan works, at once: what went wrong left nothing behind. */
static void
assert_ready_again(Desk *desk)
{
	gint64 start = g_get_monotonic_time();
	for (;;) {
		Take take;
		take_init(&take);
		trouble(desk, "");
		put_sheets(desk, 1);
		const char *outcome = scan(desk, "flatbed", &take);
		guint pages = take.pages->len;
		take_clear(&take);
		if (g_str_equal(outcome, "done") && pages == 1)
			break;
		g_assert_cmpstr(outcome, ==, "busy");
		g_assert_cmpint(elapsed_ms(start), <, SOON_MS);
		g_usleep(20 * 1000);
	}
	g_assert_cmpint(elapsed_ms(start), <, 2 * SOON_MS); /* the machine may be busy: 2 s and the scan itself */
}

/* --- tests --- */

static void
test_feeder(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheets(desk, 6);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 6);
	for (guint i = 0; i < 6; i++)
		assert_page(&take, i, (int)i + 1);
	g_assert_cmpstr(take.sides->str, ==, "1f2f3f4f5f6f");
	g_assert_cmpint(take.dpi, ==, 300);
	g_assert_cmpint(sheets_in(desk->tray), ==, 0);
	take_clear(&take);
}

static void
test_duplex(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheet(desk, "1-front.pgm", 1);
	put_sheet(desk, "1-back.pgm", 2);
	put_sheet(desk, "2-front.pgm", 3);
	g_assert_cmpstr(scan(desk, "duplex", &take), ==, "done");
	g_assert_cmpstr(take.sides->str, ==, "1f1b2f2b");
	assert_page(&take, 0, 1);
	assert_page(&take, 1, 2);
	assert_page(&take, 2, 3);
	gsize size;
	const guint8 *blank = g_bytes_get_data(take.pages->pdata[3], &size);
	g_assert_cmpuint(size, ==, WIDTH * HEIGHT);
	g_assert_cmpuint(blank[0], ==, 255);
	take_clear(&take);
}

static void
test_back_turned(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autofree char *quirks = g_build_filename(desk->folder, "quirks.ini", NULL);
	g_assert_true(g_file_set_contents(quirks, "[turned]\nmodel=fold*\nback-turned=true\n", -1, NULL));
	kill(desk->service, SIGTERM);
	scan_client_free(desk->client);
	g_autoptr(GError) error = NULL;
	private_bus_stop(desk->bus);
	desk->bus = private_bus_start(NULL, &error);
	start_service(desk, "--virtual", desk->tray);
	desk->client = scan_client_new(private_bus_address(desk->bus), &error);
	g_assert_no_error(error);
	/* the model is known once devices were listed */
	g_autoptr(GPtrArray) devices = scan_client_devices(desk->client, &error);
	g_assert_no_error(error);
	Take take;
	take_init(&take);
	put_sheets(desk, 2);
	g_assert_cmpstr(scan(desk, "duplex", &take), ==, "done");
	assert_page(&take, 0, 1);
	const guint8 *back = g_bytes_get_data(take.pages->pdata[1], NULL);
	g_assert_cmpuint(back[0], ==, pixel(2, WIDTH - 1, HEIGHT - 1));
	g_assert_cmpuint(back[WIDTH * HEIGHT - 1], ==, pixel(2, 0, 0));
	take_clear(&take);
}

static void
test_flatbed(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheets(desk, 2);
	g_assert_cmpstr(scan(desk, "flatbed", &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 1);
	g_assert_cmpint(sheets_in(desk->tray), ==, 2);
	take_clear(&take);
}

static void
test_modes(Desk *desk, gconstpointer config)
{
	(void)config;
	put_sheets(desk, 1);
	Take take;
	take_init(&take);
	const ScanRequest color = {.device = desk->device, .source = "flatbed", .mode = "color", .dpi = 600};
	g_assert_cmpstr(scan_with(desk, &color, &take), ==, "done");
	g_assert_cmpint(take.channels, ==, 3);
	g_assert_cmpint(take.width, ==, 2 * WIDTH);
	g_assert_cmpint(take.height, ==, 2 * HEIGHT);
	g_assert_cmpint(take.dpi, ==, 600);
	take_clear(&take);
	take_init(&take);
	const ScanRequest lineart = {.device = desk->device,
		.source = "flatbed",
		.mode = "lineart",
		.width_mm = 5,
		.height_mm = 6,
		.left_mm = 1,
		.top_mm = 2};
	g_assert_cmpstr(scan_with(desk, &lineart, &take), ==, "done");
	g_assert_cmpint(take.channels, ==, 1);
	g_assert_cmpint(take.width, ==, 59);
	g_assert_cmpint(take.height, ==, 71);
	gsize size;
	const guint8 *bytes = g_bytes_get_data(take.pages->pdata[0], &size);
	for (gsize i = 0; i < size; i++)
		g_assert_true(bytes[i] == 0 || bytes[i] == 255);
	g_assert_cmpuint(bytes[0], ==, pixel(1, 12, 24) < 128 ? 0 : 255);
	take_clear(&take);
}

static void
test_troubles(Desk *desk, gconstpointer config)
{
	(void)config;
	static const struct {
		const char *trouble, *outcome;
		guint pages;
		int left; /* sheets in the tray */
	} cases[] = {
		{"sheet 3: jam 50%", "jammed", 2, 2},
		{"sheet 3: jam", "jammed", 2, 2},
		{"sheet 2: double-feed 10%", "double_feed", 1, 3},
		{"sheet 2: cover-open 30%", "cover_open", 1, 3},
		{"cover-open", "cover_open", 0, 4},
		{"empty", "no_paper", 0, 4},
		{"late-empty", "done", 4, 0},
		{"late-empty\nempty", "no_paper", 0, 4},
		{"sheet 4: short 50%", "bad_frame", 3, 0},
		{"sheet 2: endless", "bad_frame", 1, 3},
		{"sheet 2: vanish 50%", "unplugged", 1, 3},
		{"vanish", "no_device", 0, 4},
		{"sheet 2: io-error 50%", "failed", 1, 3},
		{"busy", "busy", 0, 4},
		{"denied", "denied", 0, 4},
		{"unknown-length", "done", 4, 0},
		{"sheet 3: crash 50%", "crashed", 2, 2},
		{"crash", "crashed", 0, 4},
		{"sheet 2: stall 50%", "stalled", 1, 3},
		{"sheet 2: stall", "stalled", 1, 3},
		{"nonsense", "no_device", 0, 4},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		Take take;
		take_init(&take);
		put_sheets(desk, 4);
		trouble(desk, cases[i].trouble);
		g_test_message("%s", cases[i].trouble);
		gint64 start = g_get_monotonic_time();
		g_assert_cmpstr(scan(desk, "adf", &take), ==, cases[i].outcome);
		g_assert_cmpint(elapsed_ms(start), <, 5000);
		g_assert_cmpuint(take.pages->len, ==, cases[i].pages);
		for (guint k = 0; k < take.pages->len; k++)
			assert_page(&take, k, (int)k + 1);
		g_assert_cmpint(sheets_in(desk->tray), ==, cases[i].left);
		take_clear(&take);
		assert_ready_again(desk);
	}
}

static void
test_empty_tray(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "no_paper");
	put_sheet(desk, "broken.pgm", 1);
	g_autofree char *path = g_build_filename(desk->tray, "broken.pgm", NULL);
	g_assert_cmpint(truncate(path, 100), ==, 0);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "failed");
	take_clear(&take);
}

/* 49 Mpixel: the file is mostly a hole. */
static void
test_huge(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	write_text(desk->tray, "huge.pgm", "P5\n3500 4900\n255\n");
	g_autofree char *path = g_build_filename(desk->tray, "huge.pgm", NULL);
	g_assert_cmpint(truncate(path, 17 + 3500 * 4900), ==, 0);
	const ScanRequest request = {.device = desk->device,
		.source = "flatbed",
		.mode = "gray",
		.dpi = 600,
		.width_mm = 300,
		.height_mm = 430};
	g_assert_cmpstr(scan_with(desk, &request, &take), ==, "too_large");
	g_assert_cmpuint(take.pages->len, ==, 0);
	take_clear(&take);
}

static void
test_wrong_requests(Desk *desk, gconstpointer config)
{
	(void)config;
	put_sheets(desk, 1);
	const ScanRequest wrong[] = {
		{.device = desk->device, .source = "tray 7"},
		{.device = desk->device, .mode = "sepia"},
		{.device = desk->device, .dpi = 7},
		{.device = desk->device, .dpi = 100000},
		{.device = desk->device, .width_mm = 100, .height_mm = -1},
		{.device = desk->device, .width_mm = 1e9, .height_mm = 10},
	};
	Take take;
	take_init(&take);
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_cmpstr(scan_with(desk, &wrong[i], &take), ==, "usage");
	const ScanRequest nowhere = {.device = "folder:/no/such/folder"}, nothing = {.device = "nothing:at:all"},
			  empty = {.device = ""};
	g_assert_cmpstr(scan_with(desk, &nowhere, &take), ==, "no_device");
	g_assert_cmpstr(scan_with(desk, &nothing, &take), ==, "no_device");
	g_assert_cmpstr(scan_with(desk, &empty, &take), ==, "no_device");
	take_clear(&take);
}

static void
test_cancel(Desk *desk, gconstpointer config)
{
	(void)config;
	static const char *const troubles[] = {"slow 5 ms/line", "sheet 2: stall 20%"};
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
	Take take;
	take_init(&take);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "busy");
	take_clear(&take);
	g_dbus_connection_close_sync(me, NULL, NULL);
	g_object_unref(me);
	assert_ready_again(desk);
}

static void
test_capabilities(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) devices = scan_client_devices(desk->client, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(devices->len, ==, 1);
	g_assert_cmpstr(((ScanDevice *)devices->pdata[0])->name, ==, desk->device);
	g_autoptr(ScanCapabilities) c = scan_client_capabilities(desk->client, desk->device, &error);
	g_assert_no_error(error);
	g_assert_true(g_strv_contains((const char *const *)c->sources, "adf"));
	g_assert_true(g_strv_contains((const char *const *)c->sources, "duplex"));
	g_assert_true(g_strv_contains((const char *const *)c->modes, "lineart"));
	g_assert_cmpfloat(c->max_width_mm, >, 200);
	g_assert_cmpint(c->page_loaded, ==, SCAN_SENSOR_OFF);
	g_assert_cmpint(c->cover_open, ==, SCAN_SENSOR_OFF);
	put_sheets(desk, 1);
	trouble(desk, "cover-open\nbutton\n");
	g_autoptr(ScanCapabilities) d = scan_client_capabilities(desk->client, desk->device, &error);
	g_assert_cmpint(d->page_loaded, ==, SCAN_SENSOR_ON);
	g_assert_cmpint(d->cover_open, ==, SCAN_SENSOR_ON);
	g_assert_cmpint(d->button, ==, SCAN_SENSOR_ON);
	g_assert_null(scan_client_capabilities(desk->client, "folder:/nowhere", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NO_DEVICE);
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

/* SANE's own test back-end: frames that the virtual one does not make. */
static void
test_conformance(Desk *desk, gconstpointer config)
{
	Take take;
	take_init(&take);
	gboolean is_color = strstr(config, "\"Color\"") != NULL, is_hand = strstr(config, "hand-scanner") != NULL;
	const ScanRequest request = {.device = "test:0",
		.source = "flatbed",
		.mode = is_color ? "color" : "gray",
		.dpi = 100,
		.width_mm = 60,
		.height_mm = 40};
	g_assert_cmpstr(scan_with(desk, &request, &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 1);
	g_assert_cmpint(take.channels, ==, is_color ? 3 : 1);
	g_assert_cmpint(ABS(take.width - (is_hand ? 433 : 236)), <=, 2); /* a hand scanner is 11 cm wide */
	g_assert_cmpint(take.height, >=, 100);
	g_assert_cmpint(take.dpi, ==, 100);
	take_clear(&take);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
#define DESK_TEST(name, test) g_test_add("/scan_service/" name, Desk, NULL, desk_set_up, test, desk_tear_down)
#define SANE_TEST(name, config) \
	g_test_add("/scan_service/test back-end: " name, Desk, config, desk_set_up, test_conformance, desk_tear_down)
	DESK_TEST("sheets of the feeder come bit-identical and in order", test_feeder);
	DESK_TEST("duplex pairs fronts with backs", test_duplex);
	DESK_TEST("a model's back sides are turned by its quirk", test_back_turned);
	DESK_TEST("the flatbed scans one page that stays", test_flatbed);
	DESK_TEST("mode, resolution and window are as asked", test_modes);
	DESK_TEST("every trouble costs one page and says its name", test_troubles);
	DESK_TEST("an empty tray and a broken image", test_empty_tray);
	DESK_TEST("a page beyond the limit is refused before it is read", test_huge);
	DESK_TEST("wrong requests are refused", test_wrong_requests);
	DESK_TEST("cancelling is quick, even when the back-end hangs", test_cancel);
	DESK_TEST("a killed service leaves the delivered pages", test_kill_service);
	DESK_TEST("a killed driver process costs the page in flight", test_kill_child);
	DESK_TEST("at most four pages wait", test_four_wait);
	DESK_TEST("pages go to the owner of the job only", test_strangers);
	DESK_TEST("a job ends when its owner leaves the bus", test_owner_leaves);
	DESK_TEST("devices, capabilities and sensors", test_capabilities);
	g_test_add_func("/scan_service/no service is said at once", test_no_service);
	g_test_add_func("/scan_service/a private service starts and stops", test_private_service);
	SANE_TEST("grey", "number_of_devices 1\nmode \"Gray\"\ndepth 8\n");
	SANE_TEST("16 bits", "number_of_devices 1\nmode \"Gray\"\ndepth 16\n");
	SANE_TEST("unknown length", "number_of_devices 1\nmode \"Gray\"\nhand-scanner true\n");
	SANE_TEST("three passes", "number_of_devices 1\nmode \"Color\"\nthree-pass true\n");
	SANE_TEST("short reads", "number_of_devices 1\nmode \"Color\"\nread-limit true\nread-limit-size 7\n");
	return g_test_run();
}
